"""Pieces of a row as Textual's strips.

A strip keeps its escape sequences once they are rendered, so what counts is to hand out the same strip again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import ControlType, Segment
from rich.style import Style
from textual.filter import Monochrome, NoColor

from reader.ui.draw.cells import cell_map
from reader.ui.draw.compact_strip import CompactStrip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.color import Color
    from textual.strip import Strip

    from reader.ui.draw.inks import Ink
    from reader.ui.draw.paint import Piece

_disputed = re.compile(
    "[\u200d\ufe0f\u20e3\u0e00-\u0eff\u0900-\u0dff\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]"
).search
"""What terminals take for more or fewer cells than Rich: joined emoji, flags, skin tones, Indic and Thai vowels."""


class WithoutColour:
    """What NO_COLOR asks of a style. Textual asks it itself, but not where lines are overridden."""

    def __init__(self, app: App[object], ground: Color) -> None:
        self._filters = [one for one in app.get_line_filters() if isinstance(one, Monochrome | NoColor)]
        self._ground = ground

    def filtered(self, style: Style) -> Style:
        """The style as it may be shown: itself, where colours may be."""
        segments = [Segment(" ", style)]
        for one in self._filters:
            segments = one.apply(segments, self._ground)
        return segments[0].style or style


class Styles:
    """Rich's styles for inks, made once each: computing one costs more than painting a row."""

    def __init__(self, without: WithoutColour) -> None:
        self._known: dict[Ink, Style] = {}
        self._without = without

    def style(self, ink: Ink) -> Style:
        """The style of an ink."""
        found = self._known.get(ink)
        if found is None:
            found = self._known[ink] = self._without.filtered(
                Style(
                    color=ink.colour,
                    bgcolor=ink.ground,
                    bold=ink.bold,
                    italic=ink.italic,
                    underline=ink.underline,
                    strike=ink.strike,
                    dim=ink.dim,
                    reverse=ink.reverse,
                )
            )
        return found


def strip_of(pieces: Iterable[Piece], width: int, x: int, styles: Styles) -> Strip:
    """A strip that is exactly `width` wide if the pieces are; `x` is the screen column it begins at."""
    segments: list[Segment] = []
    run: list[str] = []
    ink: Ink | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if ink is not None and piece.ink != ink:
            segments.append(Segment("".join(run), styles.style(ink)))
            run = []
        ink = piece.ink
        run.append(piece.text)
    if ink is not None:
        segments.append(Segment("".join(run), styles.style(ink)))
    if any(_disputed(segment.text) for segment in segments if not segment.text.isascii()):
        segments = pinned(segments, x)
    return CompactStrip(segments, width)


def pinned(segments: Iterable[Segment], x: int) -> list[Segment]:
    """The segments with the cursor sent to its column after every cluster whose width is disputed."""
    found = []
    for text, style, _ in segments:
        offsets, cells, steps = cell_map(text)
        begin = 0
        for index, step in enumerate(steps):
            end = offsets[index + 1]
            if not step and (end - offsets[index] > 1 or _disputed(text[offsets[index]])):
                column = x + cells[index + 1]
                found.append(Segment(text[begin:end], style))
                found.append(Segment(f"\x1b[{column + 1}G", None, [(ControlType.CURSOR_MOVE_TO_COLUMN, column)]))
                begin = end
        if begin < len(text):
            found.append(Segment(text[begin:], style))
        x += cells[-1]
    return found
