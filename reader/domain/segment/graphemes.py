"""A grapheme cluster is what a reader takes for one character (UAX #29, extended clusters, rules GB3 to GB13).

Only the neighbourhood of an offset is looked at. A cluster is never entered: caret and selection stand at its ends.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache
from unicodedata import category

from reader.domain.segment import grapheme_tables as tables
from reader.domain.span import Span

SIMPLE = "\u0300"
"""Below the combining marks every character is a cluster, except for the second half of CR LF."""


def next_boundary(text: str, offset: int) -> int:
    """Find the first boundary after `offset`; the text's length at its end."""
    offset += 1
    while offset < len(text) and not is_boundary(text, offset):
        offset += 1
    return min(offset, len(text))


def previous_boundary(text: str, offset: int) -> int:
    """Find the last boundary before `offset`; 0 at the start."""
    offset -= 1
    while offset > 0 and not is_boundary(text, offset):
        offset -= 1
    return max(offset, 0)


def snap(text: str, span: Span) -> Span:
    """Widen the span to whole clusters. An empty one moves to the start of the cluster that it stands in."""
    start = span.start if is_boundary(text, span.start) else previous_boundary(text, span.start)
    if not len(span):
        return Span(start, start)
    end = span.end if is_boundary(text, span.end) else next_boundary(text, span.end)
    return Span(start, end)


def is_boundary(text: str, offset: int) -> bool:
    """Tell whether a cluster ends and another begins at `offset`; always so at either end of the text."""
    if offset <= 0 or offset >= len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before < SIMPLE and after < SIMPLE:
        return after != "\n" or before != "\r"
    return _breaks(text, offset, _class(before), _class(after))


def _breaks(text: str, offset: int, before: str, after: str) -> bool:
    if before == "C" or after == "C":
        return True
    if after in "XZKS" or before == "P":  # X, Z and K extend; S is a spacing mark; P is prepended
        return False
    match before + after:
        case "LL" | "LV" | "LW" | "LY" | "VV" | "VT" | "WV" | "WT" | "YT" | "TT":
            return False  # Hangul: W is a whole syllable without, Y one with a final consonant
        case "RR":
            return _flags_before(text, offset) % 2 == 0
        case "ZE":
            return not _emoji_before(text, offset - 1)
    return not (after == "O" and before in "XZK" and _conjunct(text, offset))


def _flags_before(text: str, offset: int) -> int:
    """How many regional indicators stand right before `offset`: two make a flag."""
    start = offset
    while start and _class(text[start - 1]) == "R":
        start -= 1
    return offset - start


def _emoji_before(text: str, joiner: int) -> bool:
    """Whether an emoji stands before the joiner, with modifiers at most between them."""
    at = joiner - 1
    while at >= 0 and _class(text[at]) in "XK":
        at -= 1
    return at >= 0 and _class(text[at]) == "E"


def _conjunct(text: str, offset: int) -> bool:
    """Whether a virama joins the consonants on both sides of `offset` (GB9c)."""
    if not _in(tables.CONSONANTS, ord(text[offset])):
        return False
    linked = False
    at = offset - 1
    while at >= 0 and (kind := _class(text[at])) in "XZK" and text[at] != ZWNJ:
        linked = linked or kind == "K"
        at -= 1
    return linked and at >= 0 and _in(tables.CONSONANTS, ord(text[at]))


ZWNJ = "\u200c"
ZWJ = "\u200d"


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    """One letter for the Grapheme_Cluster_Break class; O is any other."""
    code = ord(character)
    if character == ZWJ:
        return "Z"
    for name, ranges in tables.CLASSES.items():
        if _in(ranges, code):
            return name
    if 0xAC00 <= code <= 0xD7A3:  # Hangul syllables: 28 finals each, the first of them none
        return "Y" if (code - 0xAC00) % 28 else "W"
    return _by_category(character)


def _by_category(character: str) -> str:
    match category(character):
        case "Mn" | "Me":
            return "X"
        case "Mc":
            return "S"
        case "Cc" | "Cf" | "Zl" | "Zp":
            return "C"
    return "O"


def _in(ranges: tuple[int, ...], code: int) -> bool:
    """Whether `code` is in one of `ranges`, which are first, last, first, last, in order."""
    index = bisect_right(ranges, code)
    return index % 2 == 1 or (index > 0 and ranges[index - 1] == code)
