"""What a piece of text is drawn with, given its looks and the layers that lie over it."""

from __future__ import annotations

from typing import NamedTuple

from reader.ui.draw.layout.rows import Look
from reader.ui.draw.palette import COLOURS, Palette, legible, mixed

WHITE_ON = frozenset({"red", "blue", "magenta"})
"""Grounds of a terminal's own palette that are too dark for black."""
CURSOR = "cursor"
SELECTION = "selection"
CARET = "caret"
MATCH = "match"
CURRENT = "current match"
FOCUSED = "focused"
FADED = "faded"
LABEL = "label"
LIFT = 0.08
"""How far a highlight under the cursor moves towards the text's colour: about as far as the cursor lifts the page."""
FOCUS_LIFT = 0.14
"""The same for the focused highlight, which is bold besides: seen among its neighbours, without colour too."""


FOCUS_DEPTH = 0.3
"""How far it moves towards its pen's own colour on a light page, where black would make it muddy."""


class Ink(NamedTuple):
    """Colours and attributes of a piece of a row."""

    colour: str
    ground: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    dim: bool = False
    reverse: bool = False


class Inks:
    """The inks of a palette, each worked out once."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.page = Ink(palette.text, palette.page)
        self.quiet = Ink(palette.quiet, palette.page, dim=palette.sparse)
        self.faded = Ink(palette.faded, palette.page, dim=palette.sparse)
        self.accent = Ink(palette.accent, palette.page, bold=True)
        self._known: dict[tuple[Look, tuple[str, ...]], Ink] = {}

    def ink(self, look: Look, layers: tuple[str, ...] = ()) -> Ink:
        """What is drawn for a look under `layers`, the lowest first; a highlight's layer is named by its colour."""
        key = (look, layers)
        found = self._known.get(key)
        if found is None:
            plain = self._plain(look)
            layered = _attributed(plain, layers, self.palette) if self.palette.sparse else self._layered(plain, layers)
            readable = legible(layered.colour, layered.ground, self.palette.strong)
            found = self._known[key] = layered._replace(colour=readable)
        return found

    def sign(self, colour: str) -> Ink:
        """What a pen's sign in the gutter is drawn with."""
        return Ink(self.palette.pen(colour).sign, self.palette.page)

    def _plain(self, look: Look) -> Ink:
        palette = self.palette
        colour = palette.text
        for looks, other in (
            (Look.SMALL, mixed(palette.text, palette.quiet, 0.4)),
            (Look.CODE, palette.code),
            (Look.STRONG | Look.HEAD | Look.HEADING | Look.SUBHEADING, palette.strong),
            (Look.TITLE, palette.accent),
            (Look.LINK, palette.link),
            (Look.NOTE, palette.accent),
            (Look.QUIET, palette.quiet),
        ):
            if look & looks:
                colour = other
        return Ink(
            colour,
            palette.panel if look & Look.PANEL else palette.page,
            bold=bool(look & (Look.STRONG | Look.TITLE | Look.HEADING | Look.HEAD)),
            italic=bool(look & (Look.EMPHASIS | Look.SUBHEADING)),
            underline=bool(look & Look.LINK),
            strike=bool(look & Look.STRIKE),
            dim=palette.sparse and bool(look & Look.QUIET),
        )

    def _layered(self, ink: Ink, layers: tuple[str, ...]) -> Ink:
        palette = self.palette
        pens = [palette.pen(name).ground for name in layers if name in COLOURS]
        if pens:
            # Two pens show as their mixture, underlined: both are there, and neither hides the other.
            ground = pens[-1]
            for other in reversed(pens[:-1]):
                ground = mixed(ground, other, 0.5)
            colour = ink.colour if ink.colour == palette.strong else palette.text
            ink = ink._replace(ground=ground, colour=colour, underline=ink.underline or len(set(pens)) > 1)
        for name in layers:
            ink = self._over(ink, name, marked=bool(pens), focused=FOCUSED in layers)
        return ink

    def _focused(self, ground: str) -> str:
        """The ground of the focused highlight: lighter on a dark page, and on a light one deeper in its own colour."""
        palette = self.palette
        sign = next((pen.sign for pen in palette.pens if pen.ground == ground), "")
        if palette.dark or not sign:
            return mixed(ground, palette.strong, FOCUS_LIFT)
        return mixed(ground, sign, FOCUS_DEPTH)

    def _over(self, ink: Ink, name: str, *, marked: bool, focused: bool) -> Ink:
        palette = self.palette
        match name:
            case "cursor" if focused:
                return ink
            case "cursor" if marked and not palette.steps:
                return ink._replace(colour=palette.strong, bold=True)
            case "cursor":
                lifted = mixed(ink.ground, palette.strong, LIFT)
                return ink._replace(ground=lifted if marked else palette.cursor)
            case "focused" if not palette.steps:
                return ink._replace(colour=palette.strong, bold=True, underline=True)
            case "focused":
                return ink._replace(ground=self._focused(ink.ground), colour=palette.strong, bold=True)
            case "match":
                return ink._replace(ground=palette.match, colour=palette.text, underline=True)
            case "current match":
                return ink._replace(ground=palette.current, colour=palette.page, bold=True)
            case "selection":
                return ink._replace(ground=palette.selection, colour=palette.text)
            case "caret":
                return ink._replace(ground=palette.strong, colour=palette.page)
            case "faded":
                return Ink(palette.faded, palette.page)
            case "label":
                return Ink(palette.page, palette.accent, bold=True)
        return ink


def _attributed(ink: Ink, layers: tuple[str, ...], palette: Palette) -> Ink:
    """The ink under `layers` where there are few colours or none: told apart by attributes, whatever the colours are.

    The cursor's sentence is bold, a highlight has its pen's ground or is underlined, the focused one is both bold and
    underlined; a selection, labels and matches are reversed.
    """
    pens = [palette.pen(name).ground for name in layers if name in COLOURS]
    if pens:
        ground = pens[-1]
        coloured = ground != palette.page
        colour = palette.text if not coloured else "bright_white" if ground in WHITE_ON else "black"
        several = len(set(pens)) > 1
        ink = ink._replace(colour=colour, ground=ground, dim=False, underline=ink.underline or several or not coloured)
    for name in layers:
        ink = _attribute(ink, name, palette)
    return ink


def _attribute(ink: Ink, name: str, palette: Palette) -> Ink:
    match name:
        case "cursor":
            # What is bold by itself, a heading, is underlined besides.
            return ink._replace(bold=True, dim=False, underline=ink.underline or ink.bold)
        case "focused":
            return ink._replace(bold=True, dim=False, underline=True)
        case "match":
            coloured = palette.match != palette.page
            colour = "black" if coloured else palette.text
            return Ink(colour, palette.match, bold=ink.bold, underline=True, reverse=not coloured)
        case "current match":
            return Ink(palette.text, palette.page, bold=True, reverse=True)
        case "selection":
            return Ink(palette.text, palette.page, bold=ink.bold, underline=ink.underline, reverse=True)
        case "caret":
            return Ink(palette.text, palette.page, bold=True, underline=True)
        case "faded":
            return Ink(palette.faded, palette.page, dim=True)
        case "label":
            return Ink(palette.text, palette.page, bold=True, reverse=True)
    return ink
