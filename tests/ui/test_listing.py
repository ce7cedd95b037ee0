"""What the pane lists, in which order and sections."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, Colour, State, Target
from reader.domain.annotations import Annotations
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.ui.lists.annotation_entry import Where, where
from reader.ui.reading.annotation_pane import ORPHANS, PAGE_NOTES, Listing, Order
from tests.ui.fakes import document, marked, page_note

FIRST = marked("b", 5, 9)._replace(colour=Colour.RED)
SECOND = marked("a", 10, 12)._replace(colour=Colour.YELLOW)
LOST = marked("l", 20, 22, state=State.ORPHAN)
NOTE = page_note("n")


def ids(listing: Listing) -> list[str]:
    return [one.id for one in listing.entries]


def test_sections_have_headings_only_where_there_is_more_than_one() -> None:
    assert Listing(Annotations("v", [FIRST, SECOND])).headings == {}
    whole = Listing(Annotations("v", [LOST, FIRST, NOTE, SECOND]))
    assert ids(whole) == ["n", "b", "a", "l"]
    assert whole.headings == {0: PAGE_NOTES, 1: "In the text", 3: ORPHANS}
    assert [whole.index(one) for one in ids(whole)] == [0, 1, 2, 3]


def test_orders() -> None:
    annotations = Annotations("v", [FIRST, SECOND])
    assert ids(Listing(annotations)) == ["b", "a"]
    assert ids(Listing(annotations, Order.TIME)) == ["b", "a"]
    assert ids(Listing(annotations, Order.COLOUR)) == ["a", "b"]
    assert [order.following for order in Order] == [Order.TIME, Order.COLOUR, Order.PLACE]


@given(st.lists(st.integers(0, 30), unique=True, max_size=8), st.sampled_from(Order))
def test_a_filter_leaves_some_of_the_same_in_the_same_order(starts: list[int], order: Order) -> None:
    annotations = Annotations("v", [marked(f"{start:02}", start, start + 2) for start in starts])

    def even(one: Annotation) -> bool:
        return int(one.id) % 2 == 0

    whole = Listing(annotations, order)
    part = Listing(annotations, order, lambda some: [one for one in some if even(one)])
    again = Listing(annotations, order, lambda some: [one for one in some if not even(one)], part)
    assert again.entries == [one for one in whole.entries if not even(one)]
    assert part.entries == [one for one in whole.entries if even(one)]
    assert part.total == whole.total == len(starts)
    for listing in (whole, part):
        for index, one in enumerate(listing.entries):
            assert listing.index(one.id) == index
        assert listing.index("nowhere") is None


def test_places() -> None:
    doc = document()
    assert where(marked("a", 20, 25), doc, "v") == Where("¶ 2")
    assert where(marked("a", 20, 25), doc._replace(pages=((0, "iv"), (18, "1"))), "v").label == "p. 1"
    assert where(NOTE, doc, "v") == Where()
    one = marked("a", 20, 25)
    newer = one._replace(targets=(*one.targets, Target("w", Selectors(TextQuoteSelector("newer words")))))
    assert where(newer, doc, "v") == Where("¶ 2", quote=one.quote)
    assert where(LOST, doc, "v") == Where(state=State.ORPHAN)
    assert where(FIRST, doc, "another version") == Where(state=State.ORPHAN)
