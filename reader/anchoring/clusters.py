"""Where a text may be cut: not between a letter and its accents, nor within an emoji made of several.

The part of UAX 29 that decides whether a quotation looks broken; laying out lines needs the whole of it, cutting
context does not.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_EXTENDING = frozenset("\u200c\u200d")
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_REGIONAL = range(0x1F1E6, 0x1F200)
_HANGUL_MEDIAL_OR_FINAL = range(0x1160, 0x1200)


def cluster_start(text: str, at: int) -> int:
    """`at`, or the start of the grapheme cluster that it lies in."""
    while 0 < at < len(text) and not _may_cut(text, at):
        at -= 1
    return at


def cluster_end(text: str, at: int) -> int:
    """`at`, or the end of the grapheme cluster that it lies in."""
    while 0 < at < len(text) and not _may_cut(text, at):
        at += 1
    return at


def _may_cut(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():
        return not (before == "\r" and after == "\n")
    if before in "\r\n" or after in "\r\n":
        return True
    if before == _JOINER or after in _EXTENDING or unicodedata.category(after).startswith("M"):
        return False
    code = ord(after)
    if code in _SKIN_TONES or code in _TAGS or code in _HANGUL_MEDIAL_OR_FINAL:
        return False
    return not (code in _REGIONAL and _regional_before(text, at) % 2)


def _regional_before(text: str, at: int) -> int:
    """How many regional indicators stand in a row before `at`: two make a flag."""
    count = 0
    while at - count > 0 and ord(text[at - count - 1]) in _REGIONAL:
        count += 1
    return count
