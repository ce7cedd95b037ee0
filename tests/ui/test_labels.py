"""Labels and the keys that answer them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Colour
from reader.domain.span import Span
from reader.ui.keys.labels import LabelChoice, LabelReader, labels_for

SPANS = [Span(10 * index, 10 * index + 8) for index in range(60)]


@given(st.integers(0, len(SPANS)), st.integers(0, 600))
def test_every_sentence_is_reached_by_its_label(count: int, cursor: int) -> None:
    labels = labels_for(SPANS[:count], cursor)
    assert sorted(labels.values()) == SPANS[:count]
    for label, span in labels.items():
        reader = LabelReader(labels)
        answers = [reader.feed(key) for key in label]
        assert answers == [None] * (len(label) - 1) + [LabelChoice(span, None)]


@given(st.integers(27, len(SPANS)), st.integers(0, 600))
def test_the_26_nearest_have_one_letter(count: int, cursor: int) -> None:
    labels = labels_for(SPANS[:count], cursor)
    assert sum(len(label) == 1 for label in labels) == 26


def test_colour_and_range() -> None:
    labels = {"a": SPANS[0], "b": SPANS[4], ",a": SPANS[9]}
    reader = LabelReader(labels)
    assert reader.feed("6") is None
    assert reader.feed("B") is None
    assert reader.feed("a") == LabelChoice(Span(SPANS[0].start, SPANS[4].end), Colour.MAGENTA)
    reader = LabelReader(labels)
    assert [reader.feed(key) for key in ("A", ",", "a")][-1] == LabelChoice(Span(0, SPANS[9].end), None)


def test_a_key_that_no_label_has() -> None:
    reader = LabelReader({"a": SPANS[0]})
    with pytest.raises(KeyError):
        reader.feed("q")
    assert reader.feed("a") == LabelChoice(SPANS[0], None)
