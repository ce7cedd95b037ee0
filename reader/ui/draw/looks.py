"""What the lines of lists and dialogs look like: the pane's shades and a few more, on any ground.

No component classes: forty of them a widget would cost 8 ms each time that one is put on the screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from reader.domain.annotation import Colour
from reader.ui.draw.few_colours import palette_of
from reader.ui.draw.inks import Inks
from reader.ui.draw.layout.rows import Look
from reader.ui.draw.shades import Shades

if TYPE_CHECKING:
    from textual.app import App

    from reader.ui.draw.palette import Palette


class Looks:
    """Styles by name, without a ground but where it is the point of them."""

    def __init__(self, app: App[object]) -> None:
        self.theme = app.theme
        self._shades = Shades(app)
        self._own = _own(palette_of(app.theme, dark=app.current_theme.dark))

    def __getitem__(self, name: str) -> Style:
        """The style of that name. Raises KeyError for one that there is not."""
        return self._own[name] if name in self._own else self._shades.ink(name)


def looks_of(app: App[object]) -> Looks:
    """The looks of the theme that is on, made once for each."""
    theme = app.theme
    if theme not in _MADE:
        _MADE[theme] = Looks(app)
    return _MADE[theme]


_MADE: dict[str, Looks] = {}


def _own(palette: Palette) -> dict[str, Style]:
    return {
        "": Style(),
        "title": Style(color=palette.strong, bold=True),
        "heading": Style(color=palette.accent, bold=True),
        "current": Style(reverse=True) if palette.sparse else Style(bgcolor=palette.cursor),
        "pointer": Style(color=palette.accent),
        "done": Style(color=palette.accent),
        "added": Style(color=palette.wording(Colour.GREEN), underline=True),
        "removed": Style(color=palette.wording(Colour.RED), strike=True),
        **{f"on-{colour.value}": _marked(colour.value, palette) for colour in Colour},
    }


def _marked(colour: str, palette: Palette) -> Style:
    """A highlight's words, as the text has them."""
    ink = Inks(palette).ink(Look.STRONG, (colour,))
    return Style(color=ink.colour, bgcolor=ink.ground, underline=ink.underline)
