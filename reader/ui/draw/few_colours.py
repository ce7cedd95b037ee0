"""A terminal can show this of a theme: all of its colours, 256 of them, the terminal's own 16, or none.

A theme that a terminal cannot show has a variant with a name of its own: `reader-dark-256`, `ansi`, `plain`. With 16
colours or none there is no ground one step off the page: what lies over the text is told by bold, underline and
reverse. No Textual here, as in `palette`.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.settings import AUTO
from reader.ui.draw.palette import DEFAULT, PALETTES, Palette, Pen

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSI = "ansi"
"""The theme with the terminal's own 16 colours."""
PLAIN = "plain"
"""The one without any, for NO_COLOR."""
LIGHT = "reader-light"
COARSE = "-256"
"""What the variant of a theme for 256 colours is called besides."""
CHOICES = (*PALETTES, ANSI, AUTO)
"""Themes of ours that can be chosen, in the order of the key that changes them."""
_RICH = ("kitty", "256color")
"""What a terminal's name ends in that has 256 colours at least; as in `rich.console`."""


def _pens(*pairs: str) -> tuple[Pen, ...]:
    return tuple(Pen(*pair.split()) for pair in pairs)


_OWN = Palette(
    dark=True,
    page="default",
    text="default",
    strong="default",
    quiet="default",
    faded="default",
    accent="magenta",
    link="default",
    code="cyan",
    panel="default",
    cursor="default",
    selection="default",
    match="cyan",
    current="default",
    # The grounds that bear black or white in the palettes of terminals; signs are told apart by their shapes too.
    pens=_pens(
        "bright_yellow yellow",
        "red red",
        "green green",
        "blue blue",
        "magenta magenta",
        "bright_magenta bright_magenta",
        "yellow bright_red",
        "white default",
    ),
    sparse=True,
)
_NONE = "default default"
_TERMINAL: Mapping[str, Palette] = MappingProxyType(
    {
        ANSI: _OWN,
        PLAIN: _OWN._replace(accent="default", code="default", match="default", pens=_pens(*[_NONE] * 8)),
    }
)

_DARK_PENS = ("#5f5f00", "#870000", "#005f00", "#000087", "#5f00af", "#87005f", "#875f00", "#585858")
_LIGHT_PENS = ("#ffff87", "#ffafaf", "#afffaf", "#afd7ff", "#d7d7ff", "#ffafff", "#ffd787", "#d0d0d0")
_COARSE: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "reader-dark": {
            "page": "#1c1c1c",
            "cursor": "#303030",
            "selection": "#005f87",
            "text": "#eeeeee",
            "strong": "#ffffff",
        },
        "reader-light": {"page": "#ffffff", "cursor": "#eeeeee", "selection": "#87d7ff"},
        "reader-sepia": {
            "page": "#ffffd7",
            "cursor": "#eeeeee",
            "selection": "#87d7d7",
            "text": "#303030",
            "strong": "#1c1c1c",
        },
        "reader-contrast": {"page": "#000000", "cursor": "#303030", "selection": "#005faf"},
    }
)
"""Of the 256, what differs from the theme.

Rounding would make one colour of two pens, and of the page and the cursor's sentence, and sepia pink."""


def shown_theme(theme: str, environment: Mapping[str, str]) -> str:
    """Return the variant of a theme that the terminal can show. Where the environment names no terminal, all of it."""
    if "NO_COLOR" in environment:
        return PLAIN
    if not environment.get("TERM"):
        return theme
    match _colours(environment):
        case 16:
            return ANSI
        case 256 if theme in PALETTES:
            return theme + COARSE
    return theme


def chosen_theme(shown: str) -> str:
    """Return the theme that a variant is of."""
    return shown.removesuffix(COARSE)


@cache
def palette_of(theme: str, *, dark: bool = True) -> Palette:
    """Return the palette of one of our themes or of a variant; for any other theme the dark or the light one."""
    chosen = chosen_theme(theme)
    own = _TERMINAL.get(theme) or PALETTES.get(chosen) or PALETTES[DEFAULT if dark else LIGHT]
    return _coarse(chosen, own) if theme.endswith(COARSE) and chosen in PALETTES else own


def all_palettes() -> dict[str, Palette]:
    """Return every palette by the name of its theme, variants too."""
    coarse = [name + COARSE for name in PALETTES]
    return {name: palette_of(name) for name in (*PALETTES, *coarse, *_TERMINAL)}


def _coarse(theme: str, palette: Palette) -> Palette:
    pens = zip(_DARK_PENS if palette.dark else _LIGHT_PENS, palette.pens, strict=True)
    own = {**palette._asdict(), **_COARSE[theme], "pens": tuple(Pen(ground, pen.sign) for ground, pen in pens)}
    return Palette(**{**own, "steps": False})


def _colours(environment: Mapping[str, str]) -> int:
    """How many colours are sent to the terminal; as in `rich.console`, which sends them."""
    system = environment.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if system != "auto":
        return {"standard": 16, "256": 256}.get(system, 1 << 24)
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return 1 << 24
    return 256 if environment["TERM"].strip().lower().rpartition("-")[2] in _RICH else 16
