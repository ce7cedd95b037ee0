"""A document as a page: marks as elements, in a time that grows with the text and no faster."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind, Metadata
from reader.domain.document_columns import Columns
from reader.domain.errors import NotParsed
from reader.domain.span import Span
from reader.formats import parse, sandbox
from reader.formats.document_html import html
from reader.formats.sandbox import parse_apart, write_page
from reader.formats.wire import pack, unpack

KINDS = (MarkKind.EMPHASIS, MarkKind.STRONG, MarkKind.CODE, MarkKind.LINK)
MANY = 20_000


def page(text: str, marks: tuple[Mark, ...]) -> str:
    document = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), marks)
    whole = "".join(html(document, Metadata("")))
    return whole.partition("<p>")[2].partition("</p>")[0]


def read_back(found: str) -> list[tuple[str, tuple[str, ...]]]:
    """Each character with the elements that it is in, innermost last."""
    letters: list[tuple[str, tuple[str, ...]]] = []
    within: list[str] = []
    for tag, closing, name, letter in re.findall(r"(<(/?)(\w+)[^>]*>)|(.)", found):
        if not tag:
            letters.append((letter, tuple(within)))
        elif closing:
            assert within.pop() == name
        else:
            within.append(name)
    assert not within
    return letters


ELEMENT = {MarkKind.EMPHASIS: "em", MarkKind.STRONG: "strong", MarkKind.CODE: "code", MarkKind.LINK: "a"}


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 12), st.integers(1, 12)), max_size=8))
def test_every_letter_is_in_the_elements_of_its_marks(some: list[tuple[MarkKind, int, int]]) -> None:
    text = "abcdefghijkl"
    spans = [(kind, Span(start, min(start + size, len(text)))) for kind, start, size in some if start < len(text)]
    marks = tuple(sorted((Mark(kind, span, "#x") for kind, span in spans), key=lambda one: one.span.start))
    found = read_back(page(text, marks))
    assert "".join(letter for letter, _ in found) == text
    for at, (_, within) in enumerate(found):
        worn = [ELEMENT[one.kind] for one in marks if one.span.start <= at < one.span.end]
        assert list(within) == list(dict.fromkeys(worn)), "each once: what lies a thousand deep makes no longer page"


def test_a_paragraph_of_many_links_has_them_all() -> None:
    marks = tuple(Mark(MarkKind.LINK, Span(3 * n, 3 * n + 2), "https://a.invalid/") for n in range(MANY))
    assert page("ab " * MANY, marks).count("<a ") == MANY


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 11), st.integers(1, 3)), max_size=20), st.booleans())
def test_the_marks_of_a_cell_are_those_that_it_shares_text_with(
    some: list[tuple[MarkKind, int, int]], empty: bool
) -> None:
    cells = [Span(4 * n, 4 * n + 3) for n in range(3)]
    rows = ((cells[0],), *([()] if empty else []), (cells[1], cells[2]))
    spans = [(kind, at // 4, Span(at, min(at + size, 4 * (at // 4) + 3))) for kind, at, size in some if at % 4 < 3]
    marks = tuple(
        sorted((Mark(kind, span) for kind, _, span in spans), key=lambda one: (one.span.start, -one.span.end))
    )
    document = Document("abc\tdef\nghi", (Block(BlockKind.TABLE, Span(0, 11), rows=rows),), marks)
    for number, cell in enumerate(cells):
        assert len(document.marks_in(cell)) == sum(of == number for _, of, _ in spans)


def test_a_table_of_many_marks_is_written_in_the_time_of_its_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each cell looks at its own marks only, and what the cells are is read once."""
    count = 2000
    table = "".join(f"<tr><td><b>w{n}</b><td>x" for n in range(count))
    parsed = parse_apart(f"<p>Words.<table>{table}</table>".encode(), "html")
    looked = []
    build = Columns.mark

    def mark(columns: Columns, index: int) -> Mark:
        looked.append(index)
        return build(columns, index)

    monkeypatch.setattr(Columns, "mark", mark)
    again = unpack(pack(parsed))
    assert "".join(html(again.document, Metadata(""))).count("<strong>") == count
    assert len(looked) < 20 * count


def test_what_is_large_is_written_within_the_limits_of_a_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = parse(b"# A\n\nSome *words*, and [a link](https://a.example).\n", name="a.md")
    here = "".join(write_page(parsed))
    monkeypatch.setattr(sandbox, "SMALL", 0)
    assert "".join(write_page(parsed)) == here == "".join(html(parsed.document, parsed.metadata))
    monkeypatch.setattr(sandbox, "WHOLE_SECONDS", -1.0)
    monkeypatch.setattr(sandbox, "GLANCE", 0.0)
    with pytest.raises(NotParsed, match="takes longer"):
        "".join(write_page(parsed))
