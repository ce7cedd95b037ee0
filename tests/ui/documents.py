"""Documents for tests: made by hypothesis, with every kind of block, or by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind
from reader.domain.span import Span
from reader.ui.draw.cells import drawn
from reader.ui.draw.layout.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.ui.draw.layout.fold import Fold

WORDS = st.text(
    alphabet=st.sampled_from(
        "abcdefg   hij,.-—「」。、漢字かなカナ한글é\u0301ö\t👍🏽👨\u200d👩\u200d👧🇩🇪\u00ad\u200b\x07\x1b\u202e☑½ßא"
    ),
    max_size=120,
)
KINDS = [kind for kind in BlockKind if kind not in (BlockKind.TABLE, BlockKind.RULE)]


def document_of(*texts: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Document:
    """A document of plain blocks of one kind."""
    return assembled([(kind, text, {}) for text in texts])


def assembled(parts: Sequence[tuple[BlockKind, str, dict[str, object]]], marks: Sequence[Mark] = ()) -> Document:
    """Blocks with these texts, separated as parsers do it."""
    blocks: list[Block] = []
    text = ""
    for kind, body, fields in parts:
        if text:
            text += "\n" if kind is BlockKind.ITEM is blocks[-1].kind else "\n\n"
        span = Span(len(text), len(text) + len(body))
        if kind is BlockKind.TABLE:
            fields = {**fields, "rows": table_cells(body, span.start)}
        blocks.append(Block(kind, span, **fields))  # type: ignore[arg-type]
        text += body
    return Document(text, tuple(blocks), tuple(marks))


def table_cells(body: str, at: int) -> tuple[tuple[Span, ...], ...]:
    """The cells of a table's text."""
    rows = []
    for line in body.split("\n"):
        row = []
        for cell in line.split("\t"):
            row.append(Span(at, at + len(cell)))
            at += len(cell) + 1
        rows.append(tuple(row))
    return tuple(rows)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Some blocks of any kind, with marks."""
    parts = draw(st.lists(st.one_of(_blocks(), _tables()), min_size=1, max_size=5))
    bare = assembled(parts)
    marks = [mark for block in bare.blocks if block.kind is not BlockKind.TABLE for mark in draw(_marks(block.span))]
    return assembled(parts, sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)))


def _blocks() -> st.SearchStrategy[tuple[BlockKind, str, dict[str, object]]]:
    lines = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)
    fields = st.fixed_dictionaries(
        {
            "quote": st.integers(0, 3),
            "depth": st.integers(1, 4),
            "ordered": st.booleans(),
            "number": st.integers(0, 1200),
            "checked": st.sampled_from([None, True, False]),
            "level": st.integers(1, 6),
        }
    )
    return st.tuples(st.sampled_from(KINDS), lines, fields)


def _tables() -> st.SearchStrategy[tuple[BlockKind, str, dict[str, object]]]:
    cell = WORDS.map(lambda text: text.replace("\t", " ")[:30])
    rows = st.integers(1, 6).flatmap(
        lambda count: st.lists(st.lists(cell, min_size=count, max_size=count).map("\t".join), min_size=1, max_size=4)
    )
    fields = st.fixed_dictionaries(
        {"header": st.integers(0, 1), "aligns": st.lists(st.sampled_from(["", "left", "right", "centre"])).map(tuple)}
    )
    return st.tuples(st.just(BlockKind.TABLE), rows.map("\n".join), fields)


@st.composite
def _marks(draw: st.DrawFn, span: Span) -> list[Mark]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(span.start, span.end))
        kind = draw(st.sampled_from(MarkKind))
        end = start if kind is MarkKind.NOTE else draw(st.integers(start, span.end))
        if kind is MarkKind.NOTE or end > start:
            found.append(Mark(kind, Span(start, end), "1"))
    return found


def laid_out(document: Document, width: int, fold: Fold | None = None) -> list[str]:
    """Its rows at that width, as they are drawn, without blanks at their ends."""
    layout = Layout(document, width, fold)
    return [
        "".join(
            drawn(document.text[one.start : one.end] if one.shown is None else one.shown) for one in row.fragments
        ).rstrip()
        for _, row in layout.walk(layout.first, 1000)
    ]
