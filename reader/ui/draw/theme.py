"""Everything is drawn with one vocabulary of looks, and the inks that a palette gives them.

A piece of the text looks as its `Look` says, the flags of the layout, under the roles that lie over it; a piece of the
pane, of a list or of the last row has one `Role`, on a `Ground`. No Textual here: the first screen is drawn with the
same inks before Textual is imported; `strips` makes Rich's styles of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.ui.draw.layout.rows import Look
from reader.ui.draw.palette import COLOURS, READABLE, SEEN, Palette, legible, mix

if TYPE_CHECKING:
    from collections.abc import Mapping

WHITE_ON = frozenset({"red", "blue", "magenta"})
"""Grounds of a terminal's own palette that are too dark for black."""
LIFT = 0.08
"""How far a highlight under the cursor moves towards the text's colour: about as far as the cursor lifts the page."""
FOCUS_LIFT = 0.14
"""The same for the focused highlight, which is bold besides: seen among its neighbours, without colour too."""


FOCUS_DEPTH = 0.3
"""How far it moves towards its pen's own colour on a light page, where black would make it muddy."""


class Role(StrEnum):
    """A `Role` is what a piece of a row is, or what lies over it, and so how it looks."""

    PLAIN = ""
    """As the widget is that draws it."""
    TEXT = "text"
    # An entry, and the note on it.
    QUOTE = "quote"
    NOTE = "note"
    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    LINK = "link"
    TAG = "tag"
    FAINT = "faint"
    WARN = "warn"
    # The pane and the last row.
    RULE = "rule"
    HEAD = "head"
    HEAD_ACTIVE = "head active"
    SECTION = "section"
    """The name of a part of the pane."""
    BAR = "bar"
    RAIL = "rail"
    """What of a bar is still to be done."""
    KEY = "key"
    LABEL = "label"
    """What a key does."""
    MODE = "mode"
    MESSAGE = "message"
    FAILED = "failed"
    # Lists and dialogs.
    TITLE = "title"
    HEADING = "heading"
    CURRENT = "current"
    POINTER = "pointer"
    DONE = "done"
    ADDED = "added"
    REMOVED = "removed"
    # What lies over the text.
    CURSOR = "cursor"
    SELECTION = "selection"
    CARET = "caret"
    MATCH = "match"
    CURRENT_MATCH = "current match"
    FOCUSED = "focused"
    FADED = "faded"
    LETTER = "letter"
    """The letters that `H` and its like put over the text."""
    # Pens: a highlight over the text, its sign or bar.
    YELLOW = "yellow"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    PURPLE = "purple"
    MAGENTA = "magenta"
    ORANGE = "orange"
    GREY = "grey"
    # Words in a pen's colour: a tag's.
    IN_YELLOW = "in yellow"
    IN_RED = "in red"
    IN_GREEN = "in green"
    IN_BLUE = "in blue"
    IN_PURPLE = "in purple"
    IN_MAGENTA = "in magenta"
    IN_ORANGE = "in orange"
    IN_GREY = "in grey"
    # Words on a pen's ground: highlighted.
    ON_YELLOW = "on yellow"
    ON_RED = "on red"
    ON_GREEN = "on green"
    ON_BLUE = "on blue"
    ON_PURPLE = "on purple"
    ON_MAGENTA = "on magenta"
    ON_ORANGE = "on orange"
    ON_GREY = "on grey"


PENS: Mapping[str, Role] = {colour: Role(colour) for colour in COLOURS}
IN_PEN: Mapping[str, Role] = {colour: Role(f"in {colour}") for colour in COLOURS}
ON_PEN: Mapping[str, Role] = {colour: Role(f"on {colour}") for colour in COLOURS}
"""Of each colour: its sign, words in it, words on its ground."""


class Ground(StrEnum):
    """A `Ground` is what a role is drawn on."""

    ANY = "any"
    """Whatever the widget has: rows of lists and dialogs."""
    PAGE = "page"
    CURRENT = "current"
    """The current entry of the pane."""
    ACTIVE = "active"
    """That entry, where keys act on it."""
    MODE = "mode"
    """The name of a mode."""


DRAWN_LINES = frozenset({Role.RULE, Role.RAIL})
"""Roles of lines that part things and say nothing."""
DIM = frozenset({Role.RULE, Role.RAIL, Role.HEAD, Role.SECTION, Role.LABEL, Role.FAINT})
"""Roles that step back where there are few colours; a quote does not, it is to be read."""
SOFT = 0.45
"""How far a quote steps back behind the note on it, from text towards quiet: the note is the reader's own voice."""
RAISED = 0.07
"""How far the current entry's ground is lifted off the page; with keys acting on it, twice that."""


class Ink(NamedTuple):
    """An `Ink` is colours and attributes of a piece of a row; an empty colour is the widget's own."""

    colour: str
    ground: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    dim: bool = False
    reverse: bool = False


class Theme:
    """A `Theme` is the inks of a palette, each worked out once."""

    def __init__(self, palette: Palette) -> None:
        self.palette = palette
        self.page = Ink(palette.text, palette.page)
        self.quiet = Ink(palette.quiet, palette.page, dim=palette.sparse)
        self.faded = Ink(palette.faded, palette.page, dim=palette.sparse)
        self.accent = Ink(palette.accent, palette.page, bold=True)
        self._known: dict[tuple[Look, tuple[Role, ...]], Ink] = {}
        self._roles = _roles(palette)
        self._grounds = grounds(palette)
        self._signs = {PENS[name]: Ink(palette.pen(name).sign, palette.page) for name in COLOURS}

    def ink(self, look: Look, layers: tuple[Role, ...] = ()) -> Ink:
        """Mix what is drawn for a look under `layers`, the lowest first; a highlight's layer is named by its colour."""
        key = (look, layers)
        found = self._known.get(key)
        if found is None:
            plain = self._plain(look)
            layered = _attributed(plain, layers, self.palette) if self.palette.sparse else self._layered(plain, layers)
            readable = legible(layered.colour, layered.ground, self.palette.strong)
            found = self._known[key] = layered._replace(colour=readable)
        return found

    def sign(self, pen: Role) -> Ink:
        """Return what a pen's sign in the gutter is drawn with."""
        return self._signs[pen]

    def style(self, role: Role, ground: Ground = Ground.ANY) -> Ink:
        """Return what a role is drawn with on a ground: what is quiet on the page is less so where the ground is
        lifted.
        """
        palette, ink = self.palette, self._roles[role]
        if ground is Ground.ANY:
            return ink
        on = self._grounds[ground]
        ink = ink._replace(ground=on)
        if role not in DRAWN_LINES and role is not Role.MODE:
            least = SEEN if role in self._signs or role is Role.BAR else READABLE
            ink = ink._replace(colour=legible(ink.colour, on, palette.strong, least))
        if not palette.sparse:
            return ink
        # Quiet is dim, the entry with the keys bold, a mode reversed: told apart where there are few colours.
        if role is Role.MODE or ground is Ground.MODE:
            return ink._replace(reverse=True, bold=True)
        active = ground is Ground.ACTIVE
        return ink._replace(dim=role in DIM and not active, bold=ink.bold or active)

    def _plain(self, look: Look) -> Ink:
        palette = self.palette
        colour = palette.text
        for looks, other in (
            (Look.SMALL, mix(palette.text, palette.quiet, 0.4)),
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

    def _layered(self, ink: Ink, layers: tuple[Role, ...]) -> Ink:
        palette = self.palette
        pens = [palette.pen(name).ground for name in layers if name in PENS]
        if pens:
            # Two pens show as their mixture, underlined: both are there, and neither hides the other.
            ground = pens[-1]
            for other in reversed(pens[:-1]):
                ground = mix(ground, other, 0.5)
            colour = ink.colour if ink.colour == palette.strong else palette.text
            ink = ink._replace(ground=ground, colour=colour, underline=ink.underline or len(set(pens)) > 1)
        for name in layers:
            ink = self._over(ink, name, marked=bool(pens), focused=Role.FOCUSED in layers)
        return ink

    def _focused(self, ground: str) -> str:
        """The ground of the focused highlight: lighter on a dark page, and on a light one deeper in its own colour."""
        palette = self.palette
        sign = next((pen.sign for pen in palette.pens if pen.ground == ground), "")
        if palette.dark or not sign:
            return mix(ground, palette.strong, FOCUS_LIFT)
        return mix(ground, sign, FOCUS_DEPTH)

    def _over(self, ink: Ink, name: Role, *, marked: bool, focused: bool) -> Ink:
        palette = self.palette
        match name:
            case Role.CURSOR if focused:
                return ink
            case Role.CURSOR if marked and not palette.steps:
                return ink._replace(colour=palette.strong, bold=True)
            case Role.CURSOR:
                lifted = mix(ink.ground, palette.strong, LIFT)
                return ink._replace(ground=lifted if marked else palette.cursor)
            case Role.FOCUSED if not palette.steps:
                return ink._replace(colour=palette.strong, bold=True, underline=True)
            case Role.FOCUSED:
                return ink._replace(ground=self._focused(ink.ground), colour=palette.strong, bold=True)
            case Role.MATCH:
                return ink._replace(ground=palette.match, colour=palette.text, underline=True)
            case Role.CURRENT_MATCH:
                return ink._replace(ground=palette.current, colour=palette.page, bold=True)
            case Role.SELECTION:
                return ink._replace(ground=palette.selection, colour=palette.text)
            case Role.CARET:
                return ink._replace(ground=palette.strong, colour=palette.page)
            case Role.FADED:
                return Ink(palette.faded, palette.page)
            case Role.LETTER:
                return Ink(palette.page, palette.accent, bold=True)
        return ink


def _attributed(ink: Ink, layers: tuple[Role, ...], palette: Palette) -> Ink:
    """The ink under `layers` where there are few colours or none: told apart by attributes, whatever the colours are.

    The cursor's sentence is bold, a highlight has its pen's ground or is underlined, the focused one is both bold and
    underlined; a selection, labels and matches are reversed.
    """
    pens = [palette.pen(name).ground for name in layers if name in PENS]
    if pens:
        ground = pens[-1]
        coloured = ground != palette.page
        colour = palette.text if not coloured else "bright_white" if ground in WHITE_ON else "black"
        several = len(set(pens)) > 1
        ink = ink._replace(colour=colour, ground=ground, dim=False, underline=ink.underline or several or not coloured)
    for name in layers:
        ink = _attribute(ink, name, palette)
    return ink


def _attribute(ink: Ink, name: Role, palette: Palette) -> Ink:
    match name:
        case Role.CURSOR:
            # What is bold by itself, a heading, is underlined besides.
            return ink._replace(bold=True, dim=False, underline=ink.underline or ink.bold)
        case Role.FOCUSED:
            return ink._replace(bold=True, dim=False, underline=True)
        case Role.MATCH:
            coloured = palette.match != palette.page
            colour = "black" if coloured else palette.text
            return Ink(colour, palette.match, bold=ink.bold, underline=True, reverse=not coloured)
        case Role.CURRENT_MATCH:
            return Ink(palette.text, palette.page, bold=True, reverse=True)
        case Role.SELECTION:
            return Ink(palette.text, palette.page, bold=ink.bold, underline=ink.underline, reverse=True)
        case Role.CARET:
            return Ink(palette.text, palette.page, bold=True, underline=True)
        case Role.FADED:
            return Ink(palette.faded, palette.page, dim=True)
        case Role.LETTER:
            return Ink(palette.text, palette.page, bold=True, reverse=True)
    return ink


def grounds(palette: Palette) -> dict[Ground, str]:
    """Return the colours of the grounds, but for the widget's own."""
    return {
        Ground.PAGE: palette.page,
        Ground.CURRENT: mix(palette.page, palette.strong, RAISED),
        Ground.ACTIVE: mix(palette.page, palette.strong, 2 * RAISED),
        Ground.MODE: palette.page if palette.sparse else palette.accent,
    }


def _roles(palette: Palette) -> dict[Role, Ink]:
    """What each role is drawn with, on no ground but where that is the point of it."""
    red, green = palette.wording("red"), palette.wording("green")
    return {
        Role.PLAIN: Ink("", ""),
        Role.TEXT: Ink(palette.text, ""),
        Role.QUOTE: Ink(mix(palette.text, palette.quiet, SOFT), ""),
        Role.NOTE: Ink(palette.text, ""),
        Role.EMPHASIS: Ink(palette.text, "", italic=True),
        Role.STRONG: Ink(palette.strong, "", bold=True),
        Role.CODE: Ink(palette.code, ""),
        Role.LINK: Ink(palette.link, "", underline=True),
        Role.TAG: Ink(mix(palette.accent, palette.text, 0.35), ""),
        Role.FAINT: Ink(palette.quiet, ""),
        Role.WARN: Ink(red, ""),
        Role.RULE: Ink(mix(palette.page, palette.quiet, 0.35), ""),
        Role.HEAD: Ink(palette.quiet, ""),
        Role.HEAD_ACTIVE: Ink(palette.accent, "", bold=True),
        Role.SECTION: Ink(palette.quiet, "", italic=True),
        Role.BAR: Ink(palette.accent, ""),
        Role.RAIL: Ink(mix(palette.page, palette.quiet, 0.45), ""),
        Role.KEY: Ink(palette.strong, "", bold=True),
        Role.LABEL: Ink(palette.quiet, ""),
        Role.MODE: Ink(palette.page, "", bold=True),
        Role.MESSAGE: Ink(palette.text, ""),
        Role.FAILED: Ink(red, ""),
        Role.TITLE: Ink(palette.strong, "", bold=True),
        Role.HEADING: Ink(palette.accent, "", bold=True),
        Role.CURRENT: Ink("", "", reverse=True) if palette.sparse else Ink("", palette.cursor),
        Role.POINTER: Ink(palette.accent, ""),
        Role.DONE: Ink(palette.accent, ""),
        Role.ADDED: Ink(green, "", underline=True),
        Role.REMOVED: Ink(red, "", strike=True),
        **{PENS[name]: Ink(palette.pen(name).sign, "") for name in COLOURS},
        **{IN_PEN[name]: Ink(palette.wording(name), "") for name in COLOURS},
    }
