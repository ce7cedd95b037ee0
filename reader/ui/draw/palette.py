"""Colours are plain data: what each theme of our own draws text, pens and signs with.

No Textual here: the first screen is drawn with the same colours before Textual is imported.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS = ("yellow", "red", "green", "blue", "purple", "magenta", "orange", "grey")
SIGNS: Mapping[str, str] = MappingProxyType(dict(zip(COLOURS, "●▲■◆▼◐◢○", strict=True)))
"""What stands in the gutter beside a highlight, so that pens are told apart without colour."""


WORDING = 0.3
"""How far a sign's colour moves towards the strong text for words: the least that is readable on every ground."""


class Pen(NamedTuple):
    """A `Pen` is a pen's colour behind text, and as a sign or a bar on the page."""

    ground: str
    sign: str


class Palette(NamedTuple):
    """A `Palette` is the colours of a theme, each as #rrggbb.

    Every ground bears the text drawn on it with at least 4.5:1.
    """

    dark: bool
    page: str
    text: str
    strong: str
    """Headings and bold text."""
    quiet: str
    """Furniture, footnotes, and what the lists and the last row say besides."""
    faded: str
    """All text but the labels, while there are labels."""
    accent: str
    link: str
    code: str
    panel: str
    """The ground of code."""
    cursor: str
    """The ground of the cursor's sentence: one step off the page."""
    selection: str
    match: str
    current: str
    """The ground of the match that the search stands on; its text has the page's colour."""
    pens: tuple[Pen, ...]
    """In the order of COLOURS."""
    steps: bool = True
    """Whether a ground one step off another one is seen; else what is lifted is bold and underlined."""
    sparse: bool = False
    """Its colours are names of the terminal's own, and few: what lies over the text is told by attributes."""

    def pen(self, colour: str) -> Pen:
        """Return the pen of that colour."""
        return self.pens[COLOURS.index(colour)]

    def wording(self, colour: str) -> str:
        """Return the pen's colour for words, which need more contrast than a sign: failures, what was added or
        removed.
        """
        return mix(self.pen(colour).sign, self.strong, WORDING)


def _pens(*pairs: str) -> tuple[Pen, ...]:
    return tuple(Pen(*pair.split()) for pair in pairs)


PALETTES: Mapping[str, Palette] = MappingProxyType(
    {
        "reader-dark": Palette(
            dark=True,
            page="#191a1d",
            text="#d3cfc6",
            strong="#f2ede2",
            quiet="#938f87",
            faded="#88847d",
            accent="#e3a857",
            link="#93bddd",
            code="#c9c3a5",
            panel="#222428",
            cursor="#27292e",
            selection="#34506f",
            match="#4b4a2a",
            current="#e3a857",
            pens=_pens(
                "#54460f #e6c84a",
                "#5f2a2b #f07f78",
                "#264a2c #79c47c",
                "#1f4263 #6db2ee",
                "#44316a #b295f0",
                "#5a2b53 #e58bd3",
                "#5f3b14 #f0a04c",
                "#3f4146 #a4a6ab",
            ),
        ),
        "reader-light": Palette(
            dark=False,
            page="#fcfbf8",
            text="#2b2926",
            strong="#0f0e0d",
            quiet="#6f6b64",
            faded="#75726d",
            accent="#9c4f00",
            link="#1d5a92",
            code="#54471a",
            panel="#f1efe9",
            cursor="#f0ede3",
            selection="#bcd7f4",
            match="#f3ecb4",
            current="#9c4f00",
            pens=_pens(
                "#fdeb9e #a48001",
                "#fdcfca #cc3a33",
                "#cdecc4 #2d8a39",
                "#c9e2f9 #2374bd",
                "#e0d5f9 #7750c8",
                "#f7d2ed #b93a9c",
                "#fddcb4 #c96a08",
                "#dfddd8 #706d67",
            ),
        ),
        "reader-sepia": Palette(
            dark=False,
            page="#f3ead6",
            text="#46382a",
            strong="#2b2017",
            quiet="#6d5e49",
            faded="#766856",
            accent="#8f4312",
            link="#2c5a78",
            code="#5b4a1c",
            panel="#eadfc6",
            cursor="#e8dcc1",
            selection="#c3d3d6",
            match="#e6d98f",
            current="#8f4312",
            pens=_pens(
                "#f3dd83 #9c7801",
                "#f2c0b0 #b8392c",
                "#cbdfab #4a7d2a",
                "#c0d7e3 #27699c",
                "#d8c9e6 #6f4bb0",
                "#ecc4d8 #a5388a",
                "#f5ca95 #b55f0a",
                "#d6cbb8 #6d6253",
            ),
        ),
        "reader-contrast": Palette(
            dark=True,
            page="#000000",
            text="#ffffff",
            strong="#ffffff",
            quiet="#c4c4c4",
            faded="#8a8a8a",
            accent="#ffd500",
            link="#8ed0ff",
            code="#f0e6b0",
            panel="#1c1c1c",
            cursor="#303030",
            selection="#0050b0",
            match="#5c5200",
            current="#ffd500",
            pens=_pens(
                "#6b5a00 #ffe14d",
                "#8c1c1c #ff7b73",
                "#0f5c1c #63e673",
                "#00468c #66b8ff",
                "#512a99 #c3a3ff",
                "#7d1a6c #ff8fe8",
                "#7d4200 #ffa53d",
                "#505050 #d0d0d0",
            ),
        ),
    }
)
DEFAULT = "reader-dark"


def mix(one: str, other: str, share: float) -> str:
    """Mix the colour that lies `share` of the way from `one` to `other`; of a terminal's own, the nearer one."""
    if not (one.startswith("#") and other.startswith("#")):
        return one if share <= HALF else other
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


READABLE = 4.5
"""The contrast that text has at the least (WCAG 2.2, 1.4.3)."""
SEEN = 3.0
"""The contrast that a sign has at the least (WCAG 2.2, 1.4.11)."""
HALF = 0.5
_NEARER = 0.04
"""A step by which a colour moves: less is not to be seen."""


def legible(colour: str, ground: str, towards: str, least: float = READABLE) -> str:
    """Move `colour` towards another one just as far as it must be to be read on `ground`.

    What a terminal's own colours look like, only the terminal knows: they stay.
    """
    if not (colour.startswith("#") and ground.startswith("#")):
        return colour
    share, found = 0.0, colour
    while contrast(found, ground) < least and share < 1:
        share = min(1.0, share + _NEARER)
        found = mix(colour, towards, share)
    return found


def contrast(one: str, other: str) -> float:
    """Measure the contrast between two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4  # sRGB's curve
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
