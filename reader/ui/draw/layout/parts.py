"""Blocks are laid out in parts: a long one is cut at places that depend on nothing before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import BlockKind
from reader.domain.span import Span
from reader.ui.draw.cells import cell_map, is_narrow
from reader.ui.draw.layout.flow import flow, furniture, with_tabs
from reader.ui.draw.layout.rows import Fragment, Look, Row
from reader.ui.draw.layout.runs import runs
from reader.ui.draw.layout.shape import CONTINUED, Shape, shape
from reader.ui.draw.layout.tables import column_widths, record_rows, table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.domain.document import Block, Document

PART = 32_768
"""Code points laid out at once: half a millisecond, and several times the longest paragraph written to be read."""
NEAR = 256
"""How far from such a place a blank or a line end is looked for."""
TABLE_PART = 64
"""Rows of a table laid out at once."""
LEFT_OUT = "… "
"""Stands for words that a fold leaves out."""
RULE = 9
"""Cells of a rule: a pause, not a wall."""
LINES = (BlockKind.CODE, BlockKind.VERSE)
"""Blocks that keep their lines."""


def part_count(block: Block) -> int:
    """Return in how many parts `block` is laid out, at least one."""
    if block.kind is BlockKind.TABLE:
        return max(1, -(-len(block.rows) // TABLE_PART))
    return max(1, -(-(block.span.end - block.span.start) // PART))


def part_at(text: str, block: Block, offset: int) -> int:
    """Return the part that `offset` is in; the first or last for one outside of the block."""
    last = part_count(block) - 1
    if not last or offset <= block.span.start:
        return 0
    if block.kind is BlockKind.TABLE:
        later = (index for index in range(last) if offset < block.rows[(index + 1) * TABLE_PART][0].start)
        return next(later, last)
    part = min(last, (offset - block.span.start) // PART)
    return part + 1 if part < last and offset >= _edge(text, block, part + 1) else part


def lay_out(
    document: Document, block: Block, part: int, width: int, end: int, spans: Sequence[Span] | None = None
) -> Iterator[Row]:
    """Lay out the rows of a part of `block`. `end` is where the next block begins; only `spans` are shown, if given."""
    last = part + 1 == part_count(block)
    if block.kind is BlockKind.TABLE and block.rows:
        yield from _table(document, block, part, width, end if last else -1, spans)
        return
    if block.kind is BlockKind.RULE:
        at = block.span.start
        rule = "─" * min(RULE, width)
        yield Row(at, at, (furniture(at, " " * ((width - len(rule)) // 2) + rule),))
        return
    around = shape(block, width)
    start = _edge(document.text, block, part)
    stop = block.span.end if last else _edge(document.text, block, part + 1)
    rows = _rows(document, block, Span(start, stop), width - around.indent, around.look, spans)
    yield from _furnished(rows, around, end if last else stop, width, first=part == 0)


def _rows(
    document: Document, block: Block, span: Span, width: int, look: Look, spans: Sequence[Span] | None
) -> list[Row]:
    if spans is None:
        signed = block.kind in LINES
        lines = _lines(document.text, span)
        return [row for line, end in lines for row in _line(document, line, end, width, look, signed=signed)]
    return _folded_rows(document, block, span, width, look, spans)


def _folded_rows(
    document: Document, block: Block, span: Span, width: int, look: Look, spans: Sequence[Span]
) -> list[Row]:
    """The rows of what `spans` show; a sign stands for words that are left out, and lines stay lines."""
    text, rows, hidden = document.text, list[Row](), False
    for line, end in _lines(text, span):
        pieces, at = list[Fragment](), line.start
        for one in filter(None, (one.within(line) for one in spans)):
            if hidden or text[at : one.start].strip():
                pieces.append(furniture(one.start, LEFT_OUT))
            pieces += [*runs(document, one, look), furniture(one.end, " ")]
            at, hidden = one.end, False
        hidden = hidden or bool(text[at : line.end].strip())
        if pieces:
            if block.kind in LINES and hidden:
                pieces.append(furniture(line.end, LEFT_OUT.strip()))
                hidden = False
            rows += flow(text, pieces, width, end)
    if hidden or not rows:
        if not rows:
            return flow(text, [furniture(span.end, LEFT_OUT.strip())], width, span.end)
        *before, last = rows
        sign = furniture(span.end, f" {LEFT_OUT.strip()}")
        room = sum(one.cells for one in last.fragments) + sign.cells <= width
        last = last._replace(fragments=(*last.fragments, sign)) if room else last
        rows = [*before, last] if room else [*rows, *flow(text, [sign], width, span.end)]
    return rows


def _line(document: Document, line: Span, end: int, width: int, look: Look, *, signed: bool) -> list[Row]:
    """A line of the block as rows; those after the first begin with a sign if `signed`."""
    pieces = runs(document, line, look)
    if signed and "\t" in line.of(document.text):
        pieces = with_tabs(document.text, pieces)
    rows = flow(document.text, pieces, width, end)
    if len(rows) == 1 or not signed:
        return rows
    sign = furniture(line.start, CONTINUED, look | Look.QUIET)
    rows = flow(document.text, pieces, max(1, width - sign.cells), end)
    moved = [
        row._replace(fragments=(sign._replace(start=row.start, end=row.start), *row.fragments)) for row in rows[1:]
    ]
    return [rows[0], *moved]


def _furnished(rows: list[Row], around: Shape, end: int, width: int, *, first: bool) -> Iterator[Row]:
    if not around.indent and not around.look & Look.PANEL:
        yield from rows[:-1]
        yield rows[-1]._replace(end=end)
        return
    for index, row in enumerate(rows):
        before = around.first if first and index == 0 else around.rest
        fragments = (*(one._replace(start=row.start, end=row.start) for one in before), *row.fragments)
        if around.look & Look.PANEL:
            fragments = tuple(one._replace(look=one.look | Look.PANEL) for one in fragments)
            used = sum(one.cells for one in fragments)
            fragments += (furniture(row.text_end, " " * (width - used), around.look),) if used < width else ()
        yield Row(row.start, end if index + 1 == len(rows) else row.end, fragments)


def _table(
    document: Document, block: Block, part: int, width: int, end: int, spans: Sequence[Span] | None
) -> Iterator[Row]:
    first = part * TABLE_PART
    last = min(len(block.rows), first + TABLE_PART)
    widths = column_widths(document.text, block.rows, width)
    if widths is None:
        rows = record_rows(document, block, width, first, last)
    else:
        rows = table_rows(document, block, widths, first, last)
    if spans is not None:
        rows = _rows_shown(block, rows, spans)
    tail = rows[-1]
    for row in rows:
        yield row._replace(end=end) if end >= 0 and (row.start, row.end) == (tail.start, tail.end) else row


def _lines(text: str, span: Span) -> Iterator[tuple[Span, int]]:
    """The lines inside, and where after each the next one starts."""
    start = span.start
    while (end := text.find("\n", start, span.end)) >= 0:
        yield Span(start, end), end + 1
        start = end + 1
    yield Span(start, span.end), span.end


def _edge(text: str, block: Block, part: int) -> int:
    """Where a part begins: after a line end or a blank near PART times its number, else between two clusters there."""
    at = block.span.start + part * PART
    if part == 0 or at >= block.span.end:
        return min(at, block.span.end)
    near = text[at - NEAR : at]
    for stop in ("\n", " ") if block.kind in LINES else (" ",):
        found = near.rfind(stop)
        if found >= 0:
            return at - NEAR + found + 1
    return at if is_narrow(near) else at - NEAR + cell_map(near + text[at : at + NEAR]).boundary_at(NEAR)


def _rows_shown(block: Block, rows: list[Row], spans: Sequence[Span]) -> list[Row]:
    """Those of a table's rows that `spans` show, below its head; the first where it has neither here."""
    body = block.rows[block.header][0].start if block.header < len(block.rows) else block.span.end
    met = [
        row
        for row in rows
        if row.text_end <= body or any(one.start < row.text_end and one.end > row.start for one in spans)
    ]
    return met or rows[:1]
