"""The annotations of an article, against the same questions asked of a plain list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, State, Target
from reader.domain.annotations import MANY, Annotations
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span

VERSION = "v"
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LENGTH = 40


def annotation(number: int, start: int | None, length: int = 1, state: State = State.ANCHORED) -> Annotation:
    """A highlight at `start`, or a page note."""
    when = NOON + timedelta(minutes=number % 7)
    if start is None:
        return Annotation(str(number), "article", when, when)
    selectors = Selectors(TextQuoteSelector("x", "", ""), Span(start, start + length))
    return Annotation(str(number), "article", when, when, targets=(Target(VERSION, selectors, state),))


STATES = st.sampled_from([State.ANCHORED, State.ANCHORED, State.MOVED, State.ORPHAN])
ANY = st.builds(annotation, st.integers(0, 60), st.none() | st.integers(0, LENGTH), st.integers(1, LENGTH), STATES)
LISTS = st.lists(ANY, max_size=30, unique_by=lambda one: one.id)


def spans(collection: Annotations) -> list[Span]:
    return [one.span for one in collection.placed]


@given(LISTS)
def test_each_is_in_one_place_and_they_are_in_order(given_: list[Annotation]) -> None:
    collection = Annotations(VERSION, given_)
    assert sorted(one.id for one in collection) == sorted(one.id for one in given_)
    assert spans(collection) == sorted(spans(collection))
    assert all(one.is_page_note for one in collection.page_notes)
    assert all(one.targets[-1].state is State.ORPHAN for one in collection.orphans)
    for index, place in enumerate(collection.placed):
        assert collection.index_of(place.id) == index
        assert collection.get(place.id) is place.annotation


@given(LISTS)
def test_each_has_an_index_in_that_order(given_: list[Annotation]) -> None:
    collection = Annotations(VERSION, given_)
    assert [collection[index] for index in range(len(collection))] == list(collection)
    for beyond in (-1, len(collection)):
        with pytest.raises(IndexError):
            collection[beyond]


@given(LISTS, st.integers(0, LENGTH), st.integers(1, 10))
def test_what_meets_a_span(given_: list[Annotation], start: int, length: int) -> None:
    collection = Annotations(VERSION, given_)
    span = Span(start, start + length)
    assert list(collection.meeting(span)) == [one for one in collection.placed if one.span.meets(span)]
    at = collection.at(start)
    assert {one.id for one in at} == {one.id for one in collection.placed if start in one.span}
    assert [(one.start, -one.end) for one in at] == sorted((one.start, -one.end) for one in at)
    assert collection.index_after(start) == sum(one.start <= start for one in collection.placed)


@given(LISTS, LISTS, st.lists(st.integers(0, 60).map(str)))
def test_changed_is_as_if_made_anew(before: list[Annotation], changed: list[Annotation], removed: list[str]) -> None:
    after = Annotations(VERSION, before).with_changes(changed, removed)
    ours = {one.id: one for one in before if one.id not in removed} | {one.id: one for one in changed}
    anew = Annotations(VERSION, ours.values())
    assert after.placed == anew.placed
    assert after.orphans == anew.orphans
    assert after.page_notes == anew.page_notes
    assert list(after) == list(anew)


def test_many_changes_are_as_few() -> None:
    before = Annotations(VERSION, [annotation(number, number % LENGTH) for number in range(3 * MANY)])
    changed = [one._replace(note="new") for one in before][: 2 * MANY]
    at_once = before.with_changes(changed)
    one_by_one = before
    for one in changed:
        one_by_one = one_by_one.with_changes([one])
    assert at_once.placed == one_by_one.placed


def test_another_version_shows_none_of_its_places() -> None:
    collection = Annotations("another", [annotation(1, 3), annotation(2, None)])
    assert not collection.placed
    assert [one.id for one in collection.orphans] == ["1"]
    assert [one.id for one in collection.page_notes] == ["2"]
