"""Fonts of signs have letters where others have characters: here are the characters that they draw.

Office programs keep such a letter as its code in the font, or 0xF000 above it. The signs of the font that is called
Symbol are those of Adobe's encoding of that name; of the others only those are here that documents use: boxes to tick,
bullets, arrows, hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Mapping

_PRIVATE = range(0xF020, 0xF100)
_SYMBOL: Mapping[int, str] = dict(
    zip(
        (*range(0x21, 0x7F), *range(0xA0, 0xFF)),
        "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
        "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uf8ff〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭",
        strict=True,
    )
)
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x3F: "✍", 0x41: "✌", 0x46: "☞", 0x47: "☝", 0x4A: "☺", 0x4B: "😐",
    0x4C: "☹", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0x80: "⓪", **{0x81 + n: chr(0x2460 + n) for n in range(10)}, 0x8B: "⓿",
    **{0x8C + n: chr(0x2776 + n) for n in range(10)}, 0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAA: "✦",
    0xAB: "★", 0xD8: "➢", 0xDC: "➲", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨",
    0xF1: "⇧", 0xF2: "⇩", 0xF3: "⬄", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x6A: "&", 0x96: "•", 0x97: "●", 0x98: "⬤",
    0xA2: "▪", 0xA3: "□", 0xA7: "■", 0xAE: "◆", 0xE3: "✶",
}  # fmt: skip
_WINGDINGS_3 = {
    0x21: "→", 0x22: "↑", 0x23: "↓", 0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x70: "▲", 0x71: "▼", 0x74: "◀",
    0x75: "▶", 0x7D: "▶", 0x77: "▷", 0x84: "⏏",
}  # fmt: skip
_WEBDINGS = {
    0x33: "◀", 0x34: "▶", 0x35: "▲", 0x36: "▼", 0x3C: "■", 0x3D: "◀", 0x61: "✔", 0x63: "□", 0x67: "■", 0x6E: "●",
    0x72: "✖", 0xC9: "☎",
}  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "webdings": _WEBDINGS,
}
_UNKNOWN = "\u25a1"
_CODED = deferred("[\uf020-\uf0ff]")


def symbol(code: int, font: str) -> str:
    """Return the character that a font draws for its code; a box where it is not known what."""
    known = _FONTS.get(font.lower())
    if code in _PRIVATE:
        # A bullet that says no font is one of Symbol's.
        return (_SYMBOL if known is None else known).get(code & 0xFF, _UNKNOWN)
    return chr(code) if known is None else known.get(code, chr(code))


def written_in(text: str, font: str) -> str:
    """Return what a text says that is set in that font."""
    if font and font.lower() in _FONTS:
        return "".join(sign if sign.isspace() else symbol(ord(sign), font) for sign in text)
    if _CODED.search(text) is None:
        return text
    return "".join(_SYMBOL.get(ord(sign) & 0xFF, sign) if ord(sign) in _PRIVATE else sign for sign in text)
