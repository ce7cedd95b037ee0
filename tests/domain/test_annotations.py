"""The annotations of an article, against the same questions asked of a plain list."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, State, Target
from reader.domain.annotations import MANY, Annotations, Unread
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Shelf:
    """A `Kept` that says what was read of it."""

    def __init__(self, annotations: list[Annotation]) -> None:
        self._annotations = annotations
        self.read: list[int] = []

    def annotation(self, number: int) -> Annotation:
        self.read.append(number)
        return self._annotations[number]

    def annotations(self, numbers: Sequence[int]) -> list[Annotation]:
        return list(map(self.annotation, numbers))

    def number(self, annotation_id: str) -> int | None:
        return next((n for n, one in enumerate(self._annotations) if one.id == annotation_id), None)


def unread(all_of_them: list[Annotation], read: set[str]) -> tuple[Annotations, Shelf]:
    """The same collection, of which the highlights are unread that are not in `read`."""
    shelf = Shelf(all_of_them)
    known = {one.id for one in Annotations(VERSION, all_of_them).placed} - read
    numbers = [n for n, one in enumerate(all_of_them) if one.id in known]
    numbers.sort(key=lambda n: (span_of(all_of_them[n]), all_of_them[n].id))
    starts, ends = (array("I", (span_of(all_of_them[n])[side] for n in numbers)) for side in range(2))
    rest = [one for one in all_of_them if one.id not in known]
    return Annotations(VERSION, rest, Unread(starts, ends, numbers, shelf)), shelf


def span_of(annotation: Annotation) -> Span:
    span = annotation.targets[-1].span
    assert span is not None
    return span


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


@given(LISTS, st.sets(st.integers(0, 60).map(str)), LISTS, st.lists(st.integers(0, 60).map(str)))
def test_what_is_not_read_yet_is_as_if_it_were(
    given_: list[Annotation], read: set[str], changed: list[Annotation], removed: list[str]
) -> None:
    for ids in (removed, [one.id for one in given_], []):
        eager, (lazy, _) = Annotations(VERSION, given_), unread(given_, read)
        if ids is removed:
            eager, lazy = eager.with_changes(changed, removed), lazy.with_changes(changed, removed)
        assert [lazy.get(one) for one in ids] == [eager.get(one) for one in ids]
        assert [lazy.index_of(one) for one in ids] == [eager.index_of(one) for one in ids]
        for offset in range(0, LENGTH, 7):
            span = Span(offset, offset + 5)
            assert lazy.meeting(span) == eager.meeting(span)
            assert lazy.index_after(offset) == eager.index_after(offset)
        assert len(lazy) == len(eager)
        assert [lazy[index] for index in range(len(lazy))] == list(eager)
        assert list(lazy) == list(eager)
        assert lazy.placed == eager.placed


def test_what_is_looked_at_is_read_and_no_more() -> None:
    collection, shelf = unread([annotation(number, number) for number in range(LENGTH)], set())
    assert len(collection) == LENGTH
    assert [one.id for one in collection.meeting(Span(3, 5))] == ["3", "4"]
    assert collection.get("3") is collection.placed[3].annotation
    changed = collection.with_changes([annotation(60, 20, 5)], ["4"])
    assert [one.id for one in changed.meeting(Span(3, 5))] == ["3"]
    assert sorted(set(shelf.read)) == [3, 4]


def test_the_same_is_known_where_it_was_not_read() -> None:
    every = [annotation(number, number) for number in range(LENGTH)]
    collection, shelf = unread(every, set())
    again = collection.with_changes([])
    collection.placed.read()
    assert collection.known_same(again)
    assert again.known_same(collection)
    assert not collection.known_same(again.with_changes([], ["3"]))
    assert not collection.known_same(again.with_changes([every[3]._replace(note="new")]))
    assert not collection.known_same(unread(every, set())[0]), "of another file: nobody knows"
    assert Annotations(VERSION, every).known_same(Annotations(VERSION, every))
    assert shelf.read


def test_of_highlights_that_start_together_the_shortest_is_on_top() -> None:
    collection = Annotations(VERSION, [annotation(1, 5, 3), annotation(2, 5, 9), annotation(3, 2, 20)])
    assert [one.id for one in collection.at(6)] == ["3", "2", "1"]
    assert [one.id for one in collection.at(9)] == ["3", "2"]


@given(LISTS)
def test_an_annotation_is_among_them_by_its_id(some: list[Annotation]) -> None:
    found = Annotations(VERSION, some)
    assert all(one.id in found for one in some)
    assert "another" not in found
