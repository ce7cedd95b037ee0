"""Lists are numbered as they are written: with figures, letters, Roman numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
"""HTML's names for them."""
_STYLE = deferred(
    r"list-style(?:-type)?\s*:[^;]*?\b((?:lower|upper)-(?:alpha|latin|roman|greek)|decimal-leading-zero)", re.I
)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_GREEK = "αβγδεζηθικλμνξοπρστυφχψω"


def style_of(element: Element) -> str:
    """Tell how a list is numbered, by CSS's name; empty for figures."""
    said = _STYLE.search(element.get("style") or "")
    if said:
        return said[1].lower()
    kind = (element.get("type") or "").strip()
    if kind in _TYPES:
        return _TYPES[kind]
    words = (element.get("class") or "").lower().split()
    return next((word for word in words if word in _TYPES.values() or word in ("lower-latin", "upper-latin")), "")


def write_number(number: int, style: str) -> str:
    """Write the sign of an item, with its full stop; empty where it is its number in figures."""
    numeral = numeral_of(number, style)
    return f"{numeral}." if numeral else ""


def numeral_of(number: int, style: str) -> str:
    """Write a number in letters or Roman figures; empty where it has no such form."""
    kind = style.partition("-")[2]
    if style == "decimal-leading-zero":
        return f"{number:02d}"
    if number < 1:
        return ""
    if kind == "roman":
        numeral = _roman(number) if number < 4000 else ""
    elif kind in ("alpha", "latin"):
        numeral = _letters(number, "abcdefghijklmnopqrstuvwxyz")
    elif kind == "greek":
        numeral = _letters(number, _GREEK)
    else:
        return ""
    return numeral.upper() if style.startswith("upper") else numeral


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        out += letters * (number // value)
        number %= value
    return out


def _letters(number: int, letters: str) -> str:
    out = ""
    while number:
        number, rest = divmod(number - 1, len(letters))
        out = letters[rest] + out
    return out
