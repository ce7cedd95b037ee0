"""One annotation as the rows of its entry in the pane: quote, note, tags and place. Pure; no colours yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.annotation import RETURNED, State
from reader.domain.printable import one_line
from reader.ui.draw.cells import fitted, width_of
from reader.ui.draw.lines import Styled, line_width, wrapped
from reader.ui.draw.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.annotation import Annotation
    from reader.ui.draw.lines import Line
    from reader.ui.draw.note_markdown import NoteLine

QUOTE_ROWS = 4
"""Rows of a quote that is not unfolded: enough to know it again, with the text beside it."""
NOTE_ROWS = 12
"""Rows of a note that is not unfolded: most notes whole, and still several entries on a screen of 30 rows."""


class Where(NamedTuple):
    """What an entry says of its place: `¶ 3`, `p. 12`; and how it was found in the version that is open."""

    label: str = ""
    state: State = State.ANCHORED
    check: bool = False
    quote: str = ""
    """Its words in that version, where they are not those that it was last seen with."""
    colour: str = ""
    """What the person calls its colour."""


def entry_rows(annotation: Annotation, where: Where, width: int, *, unfolded: bool = False) -> list[Line]:
    """The rows of an entry, each at most `width` cells; one at least."""
    words = where.quote or annotation.quote
    quote = wrapped((Styled(one_line(words), Role.QUOTE),), width) if words else []
    rows = _cut(quote, 0 if unfolded else QUOTE_ROWS, width)
    texts = [one.text for one in annotation.rivals] or [annotation.note]
    for index, text in enumerate(texts):
        if index:
            rows.append((Styled(fitted(f"or, from {annotation.rivals[index].device}:", width).rstrip(), Role.WARN),))
        rows += _cut(_note(text, width) if text.strip() else [], 0 if unfolded else NOTE_ROWS, width)
    if annotation.returned:
        rows += wrapped((Styled(RETURNED, Role.WARN),), width)
    return _with_foot(rows, annotation, where, width) or [(Styled("(an empty note)", Role.FAINT),)]


def _with_foot(rows: list[Line], annotation: Annotation, where: Where, width: int) -> list[Line]:
    """Tags below, and the place to the right of the last row where it has room."""
    tags = list(_tag_rows(annotation.tags, width))
    rows = [*rows, *tags]
    right = tuple(_place(annotation, where))
    if not right:
        return rows
    room = line_width(right)
    last = rows.pop() if rows else ()
    used = line_width(last)
    # Two blanks keep the place apart from what is before it.
    if last and used + 2 + room > width:
        rows.append(last)
        last, used = (), 0
    return [*rows, (*last, Styled(" " * max(0, width - used - room), Role.NOTE), *right)]


def _place(annotation: Annotation, where: Where) -> Iterator[Styled]:
    if annotation.foreseen:
        yield Styled("not saved yet ", Role.WARN)
    if where.colour:
        yield Styled(f"{where.colour} ", Role.TAG)
    if annotation.star:
        yield Styled("★ ", Role.STRONG)
    if where.state is State.ORPHAN:
        yield Styled("lost", Role.WARN)
        return
    if where.check:
        yield Styled("reworded? ", Role.WARN)
    elif where.state is State.MOVED:
        yield Styled("reworded ", Role.FAINT)
    if where.label:
        yield Styled(where.label, Role.FAINT)


def _tag_rows(tags: Iterable[str], width: int) -> Iterator[Line]:
    row: list[Styled] = []
    used = 0
    for tag in tags:
        text = fitted(f"#{tag}", width).rstrip()
        cells = width_of(text)
        if row and used + 2 + cells > width:
            yield tuple(row)
            row, used = [], 0
        if row:
            row.append(Styled("  ", Role.NOTE))
            used += 2
        row.append(Styled(text, Role.TAG))
        used += cells
    if row:
        yield tuple(row)


def _cut(rows: list[Line], limit: int, width: int) -> list[Line]:
    if not limit or len(rows) <= limit:
        return rows
    *before, last = rows[limit - 1] or (Styled("", Role.NOTE),)
    kept = last.text.rstrip().rstrip(".,;:")
    if line_width(tuple(before)) + width_of(kept) >= width:
        kept = kept[:-1]
    return [*rows[: limit - 1], (*before, Styled(kept.rstrip() + "…", last.style))]


def _note(text: str, width: int) -> list[Line]:
    from reader.ui.draw.note_markdown import note_lines  # noqa: PLC0415  (2 ms, and most highlights have no note)

    return [row for line in note_lines(text) for row in _note_rows(line, width)]


def _note_rows(line: NoteLine, width: int) -> list[Line]:
    if line.keep:
        return [tuple(Styled(fitted(one.text, width).rstrip(), one.style) for one in line.pieces)]
    if not line.lead:
        return wrapped(line.pieces, width)
    # The bar of a quotation goes on beside all of its rows.
    below = line.lead if line.lead.startswith("│") else " " * len(line.lead)
    return wrapped(line.pieces, width, (Styled(line.lead, Role.FAINT),), (Styled(below, Role.FAINT),))
