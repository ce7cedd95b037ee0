"""A document as a page: marks as elements, in a time that grows with the text and no faster."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind, Metadata
from reader.domain.span import Span
from reader.formats.document_html import html

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
        assert list(within) == [ELEMENT[one.kind] for one in marks if one.span.start <= at < one.span.end]


def test_a_paragraph_of_many_links_has_them_all() -> None:
    marks = tuple(Mark(MarkKind.LINK, Span(3 * n, 3 * n + 2), "https://a.invalid/") for n in range(MANY))
    assert page("ab " * MANY, marks).count("<a ") == MANY
