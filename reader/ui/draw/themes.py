"""Textual's themes, made from our palettes."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from reader.domain.errors import NotUnderstood
from reader.ui.draw.palette import COLOURS, PALETTES, Palette


def themes() -> list[Theme]:
    """All themes of our own, to be registered with the app."""
    return [_theme(name, palette) for name, palette in PALETTES.items()]


def _theme(name: str, palette: Palette) -> Theme:
    return Theme(
        name=name,
        primary=palette.accent,
        secondary=palette.link,
        accent=palette.accent,
        foreground=palette.text,
        background=palette.page,
        surface=palette.page,
        panel=palette.panel,
        warning=palette.pen("orange").sign,
        error=palette.pen("red").sign,
        success=palette.pen("green").sign,
        dark=palette.dark,
        variables={
            **{f"pen-{colour}": palette.pen(colour).sign for colour in COLOURS},
            **{f"pen-{colour}-ground": palette.pen(colour).ground for colour in COLOURS},
            "quiet": palette.quiet,
            "strong": palette.strong,
            "cursor-ground": palette.cursor,
            "selection-ground": palette.selection,
        },
    )


def check_theme(name: str, file: str) -> None:
    """Raise NotUnderstood for a theme that there is not, and that `file` asks for."""
    known = [*PALETTES, *BUILTIN_THEMES]
    if name not in known:
        raise NotUnderstood(f"there is no theme called {name!r}", file, f"known are {', '.join(known)}")
