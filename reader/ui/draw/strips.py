"""Looks as Rich's styles, and pieces of a row as Textual's strips.

A strip keeps its escape sequences once they are rendered, so what counts is to hand out the same strip again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.segment import ControlType, Segment
from rich.style import Style
from textual.color import Color
from textual.filter import Monochrome, NoColor

from reader.ui.draw.cells import cell_map
from reader.ui.draw.compact_strip import CompactStrip
from reader.ui.draw.few_colours import palette_of
from reader.ui.draw.layout.rows import Look
from reader.ui.draw.palette import COLOURS
from reader.ui.draw.theme import ON_PEN, PENS, Ground, Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.strip import Strip

    from reader.ui.draw.paint import Piece
    from reader.ui.draw.theme import Ink, Role

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
    """Rich's styles of one theme, made once each: computing one costs more than painting a row."""

    def __init__(self, theme: Theme, without: WithoutColour) -> None:
        self.theme = theme
        self._known: dict[Ink, Style] = {}
        self._roles: dict[tuple[Role, Ground], Style] = {}
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

    def role(self, role: Role, ground: Ground = Ground.PAGE) -> Style:
        """The style of a role on a ground; on any ground it says nothing but what the role is about."""
        found = self._roles.get((role, ground))
        if found is None:
            ink = self._highlighted(role) if role in _HIGHLIGHTED else self.theme.style(role, ground)
            found = self._roles[role, ground] = _partly(ink) if ground is Ground.ANY else self.style(ink)
        return found

    def _highlighted(self, role: Role) -> Ink:
        """Words on a pen's ground, as the text has them."""
        return self.theme.ink(Look.STRONG, (_HIGHLIGHTED[role],))._replace(bold=False)


_HIGHLIGHTED = {ON_PEN[colour]: PENS[colour] for colour in COLOURS}


def _partly(ink: Ink) -> Style:
    """What an ink says, and nothing of the rest: it is laid over a ground that says that."""
    return Style(
        color=ink.colour or None,
        bgcolor=ink.ground or None,
        bold=ink.bold or None,
        italic=ink.italic or None,
        underline=ink.underline or None,
        strike=ink.strike or None,
        reverse=ink.reverse or None,
    )


def styles_of(app: App[object]) -> Styles:
    """The styles of the theme that is on, made once for each."""
    # Textual asks the filters itself, but not where lines are overridden.
    plain = any(isinstance(one, Monochrome | NoColor) for one in app.get_line_filters())
    found = _MADE.get((app.theme, plain))
    if found is None:
        palette = palette_of(app.theme, dark=app.current_theme.dark)
        page = f"ansi_{palette.page}" if palette.sparse else palette.page
        found = _MADE[app.theme, plain] = Styles(Theme(palette), WithoutColour(app, Color.parse(page)))
    return found


_MADE: dict[tuple[str, bool], Styles] = {}


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
