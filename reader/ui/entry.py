"""One annotation as the rows of its entry in the pane: quote, note, tags and place. Pure; no colours yet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.domain.annotation import State
from reader.domain.printable import one_line
from reader.ui.cells import fitted, width_of
from reader.ui.layout.wrap import wrap
from reader.ui.note_markdown import Piece, Role, note_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.annotation import Annotation

Row = tuple[Piece, ...]

QUOTE_ROWS = 4
"""Rows of a quote that is not unfolded: enough to know it again, with the text beside it."""
NOTE_ROWS = 12
"""Rows of a note that is not unfolded: most notes whole, and still several entries on a screen of 30 rows."""

RETURNED = "back again: deleted in one place, edited in another"


@dataclass(frozen=True, slots=True)
class Where:
    """What an entry says of its place: `¶ 3`, `p. 12`; and how it was found in the version that is open."""

    label: str = ""
    state: State = State.ANCHORED
    check: bool = False


def entry_rows(annotation: Annotation, where: Where, width: int, *, unfolded: bool = False) -> list[Row]:
    """The rows of an entry, each at most `width` cells; one at least."""
    quote = _wrapped((Piece(one_line(annotation.quote), Role.QUOTE),), width)
    rows = _cut(quote, 0 if unfolded else QUOTE_ROWS, width)
    texts = [one.text for one in annotation.rivals] or [annotation.note]
    for index, text in enumerate(texts):
        if index:
            rows.append((Piece(fitted(f"or, from {annotation.rivals[index].device}:", width).rstrip(), Role.WARN),))
        note = [row for line in note_lines(text) for row in _wrapped(line.pieces, width, line.lead, keep=line.keep)]
        rows += _cut(note if text.strip() else [], 0 if unfolded else NOTE_ROWS, width)
    if annotation.returned:
        rows += _wrapped((Piece(RETURNED, Role.WARN),), width)
    return _with_foot(rows, annotation, where, width) or [(Piece("(an empty note)", Role.FAINT),)]


def _with_foot(rows: list[Row], annotation: Annotation, where: Where, width: int) -> list[Row]:
    """Tags below, and the place to the right of the last row where it has room."""
    tags = list(_tag_rows(annotation.tags, width))
    rows = [*rows, *tags]
    right = list(_place(annotation, where))
    if not right:
        return rows
    room = sum(width_of(one.text) for one in right)
    last = rows.pop() if rows else ()
    used = sum(width_of(one.text) for one in last)
    # Two blanks keep the place apart from what is before it.
    if last and used + 2 + room > width:
        rows.append(last)
        last, used = (), 0
    return [*rows, (*last, Piece(" " * max(0, width - used - room)), *right)]


def _place(annotation: Annotation, where: Where) -> Iterator[Piece]:
    if annotation.star:
        yield Piece("★ ", Role.STRONG)
    if where.state is State.ORPHAN:
        yield Piece("not in this text", Role.WARN)
        return
    if where.check:
        yield Piece("moved? ", Role.WARN)
    if where.label:
        yield Piece(where.label, Role.FAINT)


def _tag_rows(tags: Iterable[str], width: int) -> Iterator[Row]:
    row: list[Piece] = []
    used = 0
    for tag in tags:
        text = fitted(f"#{tag}", width).rstrip()
        cells = width_of(text)
        if row and used + 2 + cells > width:
            yield tuple(row)
            row, used = [], 0
        if row:
            row.append(Piece("  "))
            used += 2
        row.append(Piece(text, Role.TAG))
        used += cells
    if row:
        yield tuple(row)


def _cut(rows: list[Row], limit: int, width: int) -> list[Row]:
    if not limit or len(rows) <= limit:
        return rows
    last = rows[limit - 1]
    kept = last[-1].text.rstrip().rstrip(".,;:")
    if sum(width_of(one.text) for one in last[:-1]) + width_of(kept) >= width:
        kept = kept[:-1]
    return [*rows[: limit - 1], (*last[:-1], Piece(kept.rstrip() + "…", last[-1].role))]


def _wrapped(pieces: tuple[Piece, ...], width: int, lead: str = "", *, keep: bool = False) -> list[Row]:
    text = "".join(one.text for one in pieces)
    if not text:
        return [(Piece(lead),)] if lead or not pieces else []
    room = max(1, width - len(lead))
    if keep:
        return [(Piece(lead), Piece(fitted(text, room).rstrip(), pieces[0].role))]
    starts = [*wrap(text, room), len(text)]
    rest = lead if lead.startswith("│") else " " * len(lead)
    rows = []
    for index, (start, end) in enumerate(pairwise(starts)):
        cut = tuple(_slice(pieces, start, end))
        rows.append((Piece(rest if index else lead, Role.FAINT), *cut) if lead else cut)
    return rows


def _slice(pieces: Iterable[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        inner = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if inner:
            yield Piece(inner.rstrip() if at >= end else inner, piece.role)
