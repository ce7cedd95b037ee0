"""Lines of lists and dialogs before they have colours: pieces of text, each with its role."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.ui.draw.cells import fitted, width_of, wrap
from reader.ui.draw.theme import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


GAP = 2
"""Cells between two ends of a line: enough to tell them apart."""


class Styled(NamedTuple):
    """Text that looks one way."""

    text: str
    style: Role = Role.PLAIN


Line = tuple[Styled, ...]
"""One row; what is drawn of it is made safe where it is drawn."""


@dataclass(frozen=True, slots=True)
class ItemRows:
    """The rows of one item: those above it that are not its own, its own, and how many blank ones follow."""

    rows: tuple[Line, ...]
    heading: tuple[Line, ...] = ()
    gap: int = 0
    bar: Role = Role.PLAIN
    """The role of a bar before its rows; plain for none."""
    marked: bool = False
    """Whether it is one of those that are to be acted on together."""


def line_width(line: Line) -> int:
    """The cells that a line takes."""
    return sum(width_of(one.text) for one in line)


def cut(line: Line, width: int) -> Line:
    """The line in at most `width` cells, with an ellipsis where it was longer."""
    if line_width(line) <= width:
        return line
    kept: list[Styled] = []
    for one in line:
        cells = width_of(one.text)
        # The last cell is the ellipsis': what fits exactly before it is followed by more.
        if cells >= width:
            kept.append(Styled(fitted(one.text + " ", width).rstrip(), one.style))
            break
        kept.append(one)
        width -= cells
    return tuple(kept)


def spread(left: Line, right: Line, width: int) -> Line:
    """`left` at the left end and `right` at the right end; the left is cut so that a gap stays between them."""
    right = cut(right, width)
    room = line_width(right)
    left = cut(left, max(0, width - room - GAP) if right else width)
    return (*left, Styled(" " * (width - room - line_width(left))), *right)


def padded(text: str, width: int, style: Role = Role.PLAIN, *, right: bool = False) -> Styled:
    """Text cut or filled to exactly that width, for columns; `right`: the blanks come first."""
    if right and width_of(text) < width:
        return Styled(" " * (width - width_of(text)) + text, style)
    return Styled(fitted(text, width), style)


def wrapped(line: Iterable[Styled], width: int, lead: Line = (), below: Line | None = None) -> list[Line]:
    """The text in rows of at most `width` cells, broken at words; one at least.

    The first begins with `lead`, the others with `below`, which is as wide: blanks, where it is not given.
    """
    pieces = [Styled(" ".join(one.text.splitlines()) if "\n" in one.text else one.text, one.style) for one in line]
    text = "".join(one.text for one in pieces)
    indent = line_width(lead)
    starts = [*wrap(text, max(1, width - indent)), len(text)]
    if below is None:
        below = (Styled(" " * indent),) if indent else ()
    rows = []
    for start, end in pairwise(starts):
        # Blanks at which a row breaks are not drawn.
        last = start + len(text[start:end].rstrip())
        rows.append((*(below if start else lead), *_slice(pieces, start, last)))
    return rows


def _slice(pieces: Iterable[Styled], start: int, end: int) -> Iterator[Styled]:
    at = 0
    for piece in pieces:
        inner = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if inner:
            yield Styled(inner, piece.style)
