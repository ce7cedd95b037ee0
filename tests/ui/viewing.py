"""An app that shows nothing but the article view, and annotations to show in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pyte
from textual.app import App

from reader.domain.annotation import Annotation, Colour, Target
from reader.domain.annotations import Annotations
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.ui.draw.textual_themes import themes
from reader.ui.reading.article_view import ArticleView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from reader.domain.document import Document

VERSION = "v"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Viewing(App[None]):
    """The view alone."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "ArticleView { width: 1fr; height: 1fr; }"

    def __init__(self, document: Document, annotations: Iterable[Annotation] = (), theme: str = "reader-dark") -> None:
        super().__init__()
        for one in themes():
            self.register_theme(one)
        self.theme = theme
        self.view = ArticleView()
        self.moves = 0
        self.facts: list[object] = []
        self.view.show(document, Annotations(VERSION, annotations))
        self.view.on_moved = self._moved

    def compose(self) -> ComposeResult:
        yield self.view

    def _moved(self) -> None:
        self.moves += 1

    def on_article_view_selection_made(self, message: ArticleView.SelectionMade) -> None:
        self.facts.append(message.span)

    def on_article_view_text_clicked(self, message: ArticleView.TextClicked) -> None:
        self.facts.append(message.offset)

    def on_article_view_link_clicked(self, message: ArticleView.LinkClicked) -> None:
        self.facts.append(message.target)

    def lines(self) -> list[str]:
        """What is on the screen."""
        return [strip.text.rstrip() for strip in self.view.render_lines(self.view.size.region)]


def highlight(number: int, text: str, quote: str, colour: Colour = Colour.YELLOW) -> Annotation:
    """A highlight of the first place where `quote` stands."""
    start = text.index(quote)
    selectors = Selectors(quote=TextQuoteSelector(quote, "", ""), position=Span(start, start + len(quote)))
    return Annotation(
        id=f"a{number}", article_id="x", created=NOW, modified=NOW, colour=colour, targets=(Target(VERSION, selectors),)
    )


def cells(picture: str, columns: int, rows: int) -> list[list[tuple[str, str, str, bool, bool]]]:
    """The screen that escape sequences draw: each cell's character, colours, bold, underline."""
    screen = pyte.Screen(columns, rows)
    pyte.Stream(screen).feed(picture)
    return [
        [
            (cell.data, cell.fg, cell.bg, cell.bold, cell.underscore)
            for cell in (screen.buffer[y][x] for x in range(columns))
        ]
        for y in range(rows)
    ]
