"""Textual's themes are made from our palettes."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

from reader.domain.errors import NotUnderstood
from reader.ui.draw.few_colours import CHOICES, all_palettes
from reader.ui.draw.palette import COLOURS, Palette


def themes() -> list[Theme]:
    """Make all themes of our own and their variants, to be registered with the app."""
    return [
        _own(name, palette) if palette.sparse else _theme(name, palette) for name, palette in all_palettes().items()
    ]


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


def _own(name: str, palette: Palette) -> Theme:
    """A theme of the terminal's own colours, as Textual calls them."""

    def called(colour: str) -> str:
        return f"ansi_{colour}"

    accent = called(palette.accent)
    return Theme(
        name=name,
        ansi=True,
        primary=accent,
        secondary=called(palette.link),
        accent=accent,
        foreground=called(palette.text),
        background=called(palette.page),
        surface=called(palette.page),
        panel=called(palette.panel),
        warning=called(palette.pen("orange").sign),
        error=called(palette.pen("red").sign),
        success=called(palette.pen("green").sign),
        dark=palette.dark,
        variables={
            # What Textual's own style sheets ask of a theme of this kind.
            **BUILTIN_THEMES["ansi-dark"].variables,
            **{f"pen-{colour}": called(palette.pen(colour).sign) for colour in COLOURS},
            **{f"pen-{colour}-ground": called(palette.pen(colour).ground) for colour in COLOURS},
            "quiet": called(palette.quiet),
            "strong": called(palette.strong),
            "cursor-ground": called(palette.cursor),
            "selection-ground": called(palette.match),
        },
    )


def check_theme(name: str, file: str) -> None:
    """Raise NotUnderstood for a theme that there is not, and that `file` asks for."""
    known = [*CHOICES, *BUILTIN_THEMES]
    if name not in known:
        raise NotUnderstood(f"there is no theme called {name!r}", file, f"known are {', '.join(known)}")
