"""Browsers count positions in UTF-16 code units; this is the way between them and code points."""

from __future__ import annotations

from reader.domain.span import Span


def code_points(text: str, position: Span) -> Span:
    """Count the span in code points that is given in code units; an end inside a pair goes before it."""
    if text.isascii():
        return position
    return Span(_point(text, position.start), _point(text, position.end))


def code_units(text: str, position: Span) -> Span:
    """Count the span in code units that is given in code points."""
    return Ruler(text).code_units(position)


class Ruler:
    """A `Ruler` measures the code units of many spans of one text. Each counts on from where the last one started."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._even = text.isascii()
        self._at = self._units = 0

    def code_units(self, position: Span) -> Span:
        """Count the span in code units that is given in code points."""
        if self._even:
            return position
        if position.start < self._at:
            self._at = self._units = 0
        self._units += _units(self._text[self._at : position.start])
        self._at = position.start
        return Span(self._units, self._units + _units(position.of(self._text)))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _point(text: str, unit: int) -> int:
    """How many code points the first `unit` code units hold."""
    head = text[:unit].encode("utf-16-le", "surrogatepass")[: 2 * unit]
    return len(head.decode("utf-16-le", "ignore"))
