"""Positions that browsers count in UTF-16 code units, and the way between them and code points."""

from __future__ import annotations

from reader.domain.span import Span

ASTRAL = 0x10000
"""From here on a code point takes two code units."""


def code_points(text: str, position: Span) -> Span:
    """The span of code points that a span of code units is; an end inside a pair goes before it."""
    if text.isascii():
        return position
    return Span(_point(text, position.start), _point(text, position.end))


def code_units(text: str, position: Span) -> Span:
    """The span of code units that a span of code points is."""
    before = _units(text[: position.start])
    return Span(before, before + _units(text[position.start : position.end]))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _point(text: str, unit: int) -> int:
    """How many code points the first `unit` code units hold."""
    head = text[:unit].encode("utf-16-le", "surrogatepass")[: 2 * unit]
    return len(head.decode("utf-16-le", "ignore"))
