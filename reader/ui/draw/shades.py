"""Rich styles of the pane and the status line, from a palette: made once a theme, looked up by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from textual.color import Color

from reader.domain.annotation import Colour
from reader.ui.draw.few_colours import palette_of
from reader.ui.draw.palette import COLOURS, READABLE, SEEN, legible, mixed
from reader.ui.draw.roles import Role
from reader.ui.draw.strips import WithoutColour

if TYPE_CHECKING:
    from textual.app import App

    from reader.ui.draw.palette import Palette

DRAWN_LINES = ("rule", "rail")
"""Inks of lines that part things and say nothing."""
DIM = ("rule", "rail", "head", "heading", "label", Role.FAINT)
"""Inks that step back where there are few colours; a quote does not, it is to be read."""
SOFT = 0.45
"""How far a quote steps back behind the note on it, from text towards quiet: the note is the reader's own voice."""
RAISED = 0.07
"""How far the current entry's ground is lifted off the page; with keys acting on it, twice that."""


class Shades:
    """Styles by name: roles of an entry, pens' colours, and parts of the two widgets."""

    def __init__(self, app: App[object]) -> None:
        self.theme = app.theme
        palette = palette_of(app.theme, dark=app.current_theme.dark)
        self._palette = palette
        self._inks = {name: _style(*ink) for name, ink in _inks(palette).items()}
        self._grounds = grounds(palette)
        page = f"ansi_{palette.page}" if palette.sparse else palette.page
        self._without = WithoutColour(app, Color.parse(page))
        self._both: dict[tuple[str, str], Style] = {}

    def ink(self, name: str) -> Style:
        """An ink alone, for any ground. Raises KeyError for one that there is not."""
        return self._inks[name]

    def style(self, ink: str, ground: str = "") -> Style:
        """The style of `ink` on `ground`."""
        found = self._both.get((ink, ground))
        if found is None:
            colour = colour_on(self._palette, ink, ground)
            style = self._inks[ink] + Style(color=colour, bgcolor=self._grounds[ground])
            if self._palette.sparse:
                style += _attributes(ink, ground)
            found = self._both[ink, ground] = self._without.filtered(style)
        return found


def grounds(palette: Palette) -> dict[str, str]:
    """What entries and the last row are drawn on, by name: the page, the current entry, the one that keys act on."""
    return {
        "": palette.page,
        "current": mixed(palette.page, palette.strong, RAISED),
        "active": mixed(palette.page, palette.strong, 2 * RAISED),
        "mode": palette.page if palette.sparse else palette.accent,
    }


def colour_on(palette: Palette, ink: str, ground: str = "") -> str:
    """The colour of an ink on a ground: what is quiet on the page is less so where the ground is lifted."""
    colour = _inks(palette)[ink][0]
    if ink in DRAWN_LINES or ink == "mode":
        return colour
    least = SEEN if ink in COLOURS or ink == "bar" else READABLE
    return legible(colour, grounds(palette)[ground], palette.strong, least)


def _attributes(ink: str, ground: str) -> Style:
    """What tells inks and grounds apart where there are few colours: quiet is dim, the entry with the keys bold."""
    if ink == "mode" or ground == "mode":
        return Style(reverse=True, bold=True)
    return Style(dim=ink in DIM and ground != "active", bold=ground == "active" or None)


def _style(colour: str, attributes: str = "") -> Style:
    return Style(
        color=colour, bold="bold" in attributes, italic="italic" in attributes, underline="under" in attributes
    )


def _inks(palette: Palette) -> dict[str, tuple[str, str] | tuple[str]]:
    soft = mixed(palette.text, palette.quiet, SOFT)
    return {
        "text": (palette.text,),
        Role.QUOTE: (soft,),
        Role.NOTE: (palette.text,),
        Role.EMPHASIS: (palette.text, "italic"),
        Role.STRONG: (palette.strong, "bold"),
        Role.CODE: (palette.code,),
        Role.LINK: (palette.link, "under"),
        Role.TAG: (mixed(palette.accent, palette.text, 0.35),),
        Role.FAINT: (palette.quiet,),
        Role.WARN: (palette.wording(Colour.RED),),
        "rule": (mixed(palette.page, palette.quiet, 0.35),),
        "head": (palette.quiet,),
        "head active": (palette.accent, "bold"),
        "heading": (palette.quiet, "italic"),
        "bar": (palette.accent,),
        "rail": (mixed(palette.page, palette.quiet, 0.45),),
        "key": (palette.strong, "bold"),
        "label": (palette.quiet,),
        "mode": (palette.page, "bold"),
        "message": (palette.text,),
        "failed": (palette.wording(Colour.RED),),
        **{colour.value: (palette.pen(colour).sign,) for colour in Colour},
        **{f"tag-{colour.value}": (palette.wording(colour),) for colour in Colour},
    }
