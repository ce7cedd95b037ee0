"""Two texts on one page: both can be read off it, and what changed is told apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import changes
from reader.domain.document import BlockKind, Document
from reader.ui.draw.page import Page
from reader.ui.draw.redline import ADDED, REMOVED, compare, redline, stood_at
from tests.ui.documents import assembled, document_of

WORDS = st.lists(
    st.sampled_from(["the", "river", "runs", "wide", "and", "nobody", "knows", "its", "name"]), min_size=1, max_size=12
)
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=5)


def words(page_of: list[tuple[str, str]], without: str) -> list[str]:
    return "".join(text if style != without else "" for text, style in page_of).replace("¶", "").split()


def runs_of(old: Document, new: Document) -> list[tuple[str, str]]:
    return [run for one in redline(old, new) for run in (*one.runs, ("\n", ""))]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_page(old: list[str], new: list[str]) -> None:
    before, after = document_of(*old), document_of(*new)
    page = runs_of(before, after)
    assert "".join(words(page, REMOVED)) == "".join(after.text.split())
    assert "".join(words(page, ADDED)) == "".join(before.text.split())


@given(TEXTS)
def test_equal_texts_have_no_change(texts: list[str]) -> None:
    document = document_of(*texts)
    page = redline(document, document)
    assert [one.bar for one in page] == [""] * len(texts)
    assert ["".join(run.text for run in one.runs) for one in page] == texts


def test_a_page_keeps_what_blocks_are() -> None:
    old = assembled([(BlockKind.HEADING, "Title", {"level": 1}), (BlockKind.ITEM, "one", {"depth": 1})])
    new = assembled(
        [
            (BlockKind.HEADING, "Title", {"level": 1}),
            (BlockKind.ITEM, "one", {"depth": 1}),
            (BlockKind.ITEM, "two", {"depth": 1}),
        ]
    )
    page = redline(old, new)
    assert [(one.kind, bool(one.bar)) for one in page] == [
        (BlockKind.HEADING, False),
        (BlockKind.ITEM, False),
        (BlockKind.ITEM, True),
    ]
    rows = [Page(page).item_rows(index, 40).rows[0] for index in range(3)]
    assert ["".join(piece.text for piece in row) for row in rows] == ["Title", "• one", "• two"]


def test_passages_side_by_side() -> None:
    left, right = compare("what kind of a place", "what kind of place")
    assert [(one.text, one.style) for one in left] == [("what kind of ", ""), ("a ", REMOVED), ("place", "")]
    assert "".join(one.text for one in right) == "what kind of place"


def test_where_a_passage_stood() -> None:
    old, new = "one two three four", "zero one two four"
    edits = changes(old, new)
    assert new[stood_at(edits, old.index("two")) :].startswith("two")
    assert new[stood_at(edits, old.index("three")) :].lstrip().startswith("four")
    assert stood_at([], 5) == 0
