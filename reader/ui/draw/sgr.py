"""Inks as the escape sequences that Rich would send for them."""

from __future__ import annotations

import os
from colorsys import rgb_to_hls
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.draw.inks import Ink

GREY_BELOW = 0.15
"""Saturation below which a colour of 256 is taken from the greys; this and what follows as in `rich.color`."""
GREYS = 25
CUBE_FIRST = 95
CUBE_STEP = 40


def sequence(ink: Ink) -> str:
    """What sets this ink and nothing of the one before."""
    codes = ["0"]
    for code, on in ((1, ink.bold), (3, ink.italic), (4, ink.underline), (9, ink.strike)):
        if on:
            codes.append(str(code))
    if "NO_COLOR" not in os.environ:
        codes += [f"38;{_colour(ink.colour)}", f"48;{_colour(ink.ground)}"]
    return f"\x1b[{';'.join(codes)}m"


def _colour(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    if os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return f"2;{red};{green};{blue}"
    return f"5;{of_256(red, green, blue)}"


def of_256(red: int, green: int, blue: int) -> int:
    """The colour's place in the palette of 256."""
    _, light, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < GREY_BELOW:
        grey = round(light * GREYS)
        return {0: 16, GREYS: 231}.get(grey, 231 + grey)
    steps = [_step(value) for value in (red, green, blue)]
    return 16 + 36 * round(steps[0]) + 6 * round(steps[1]) + round(steps[2])


def _step(value: int) -> float:
    return value / CUBE_FIRST if value < CUBE_FIRST else 1 + (value - CUBE_FIRST) / CUBE_STEP
