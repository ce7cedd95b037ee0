"""Text is made such that it may be drawn: nothing is left in it that a terminal would act on.

The stored text stays exact. What is drawn has one code point for one, so offsets hold.
"""

from __future__ import annotations

from types import MappingProxyType

PICTURE = 0x2400
"""The symbols for the control characters stand in their order from here."""
REPLACEMENT = 0xFFFD
DOT = 0x00B7

C0 = range(0x20)
DELETE = 0x7F
C1 = range(0x80, 0xA0)
SURROGATES = range(0xD800, 0xE000)
TAGS = range(0xE0000, 0xE0080)
"""Invisible copies of ASCII, used to smuggle text."""
INVISIBLE = (
    0x00AD,  # soft hyphen
    0x061C,  # Arabic letter mark
    0x180E,  # Mongolian vowel separator
    0x200B,  # zero width space; ZWNJ (200C) and ZWJ (200D) belong to their clusters and stay
    *range(0x200E, 0x2010),  # left-to-right and right-to-left mark
    *range(0x2028, 0x202F),  # line and paragraph separator, bidi embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates
    0xFEFF,  # byte order mark
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
)

PRIVATE_USE = (range(0xE000, 0xF900), range(0xF0000, 0x110000))
"""What a font may show, though nobody has said what."""
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as nothing: fillers of Hangul, a Braille cell without dots."""

DRAWN_AS = MappingProxyType(
    {
        **{code: PICTURE + code for code in C0},
        0x09: 0x20,  # a tab is a blank; who lays out columns does so before
        DELETE: 0x2421,
        **dict.fromkeys((*C1, *SURROGATES, *TAGS), REPLACEMENT),
        **dict.fromkeys(INVISIBLE, DOT),
    }
)
"""What each code point that must not reach a terminal is drawn as."""


def printable(text: str) -> str:
    """Map `text` to how it may be drawn, of the same length; free where there is nothing to map."""
    return text if text.isprintable() else text.translate(DRAWN_AS)


def printable_lines(text: str) -> str:
    """Map `text` to how it may be written on a terminal, where line ends and tabs do what they are there for."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))


def is_seen(character: str) -> bool:
    """Tell whether there is anything to see where a character is drawn: no blank, no control, no invisible sign."""
    if character.isspace() or character in BLANK:
        return False
    return character.isprintable() or any(ord(character) in area for area in PRIVATE_USE)
