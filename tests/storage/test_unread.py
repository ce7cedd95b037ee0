"""Annotations that are read when they are looked at are those that would have been read at once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.domain.annotations import Annotations
from reader.domain.document import text_hash
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.storage.compaction import compact
from reader.storage.file.file_index import NOWHERE
from reader.storage.file.lazy_annotations import UNREADABLE
from reader.storage.file.place_index import ELSEWHERE, IndexedPlace, Noted, in_order, place_of
from reader.storage.rows.row_kinds import ANNOTATIONS
from tests.storage.conftest import store_in
from tests.storage.records import ARTICLE, annotation, any_annotation, target

if TYPE_CHECKING:
    from pathlib import Path

    from reader.domain.annotation import Annotation
    from reader.domain.merge import Row
    from reader.storage import FileStore

OLD, NEW = text_hash("old"), text_hash("new")
HASHES = {"v1": OLD, "v2": NEW, "v3": text_hash("third"), "v4": text_hash("fourth")}
ANY = any_annotation(st.integers(0, 30).map(str)).map(
    lambda one: one._replace(
        article_id=ARTICLE, targets=tuple(place._replace(version=HASHES[place.version]) for place in one.targets)
    )
)
SOME = st.lists(ANY, max_size=8, unique_by=lambda one: one.id)


def written(store: FileStore, *highlights: Annotation) -> None:
    store.save_annotations([Change(None, one) for one in highlights])
    compact(store)


def row_of(one: Annotation) -> Row:
    return {"f": {field: {"stamp": value} for field, value in ANNOTATIONS.to_fields(one).items()}}


@pytest.mark.parametrize(("first", "last"), [(OLD, NEW), (NEW, OLD)])
def test_the_place_of_a_row_is_in_the_version_that_came_last(first: str, last: str) -> None:
    one = annotation("a", targets=(target(first, 1, 2), target(last, 5, 7)))
    assert place_of(row_of(one)) == IndexedPlace(5, 7, int(last[:16], 16))


@pytest.mark.slow
@given(ANY)
def test_the_place_of_a_row_is_that_of_its_annotation(one: Annotation) -> None:
    place = place_of(row_of(one))
    last = one.targets[-1] if one.targets else None
    span = last.span if last else None
    if last is None or span is None:
        assert place == ELSEWHERE
    else:
        assert place == IndexedPlace(span.start, span.end, int(last.version[:16], 16))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(SOME, SOME, SOME, st.sets(st.integers(0, 30).map(str)))
@pytest.mark.slow
def test_what_is_shown_is_what_is_stored(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[Annotation],
    second: list[Annotation],
    third: list[Annotation],
    gone: set[str],
) -> None:
    folder = tmp_path_factory.mktemp("library")
    store = store_in(folder)
    for some in (first, second):
        known = {one.id: one for one in store.annotations(ARTICLE)}
        store.save_annotations([Change(known.get(one.id), one) for one in some])
        compact(store)
    known = {one.id: one for one in store.annotations(ARTICLE)}
    store.save_annotations([Change(known.get(one.id), one) for one in third])
    store.save_annotations([Change(one, None) for one in store.annotations(ARTICLE) if one.id in gone])
    for each in (store, store_in(folder, "other-00000002")):
        for version in HASHES.values():
            shown = each.annotations_in(ARTICLE, version)
            assert list(shown) == list(Annotations(version, each.annotations(ARTICLE)))
            assert [one.span for one in shown.placed] == sorted(one.span for one in shown.placed)


def test_the_version_that_most_are_in_is_the_one_whose_places_are_known() -> None:
    places = [IndexedPlace(5, 6, 7), IndexedPlace(1, 2, 7), IndexedPlace(0, 1, 3), ELSEWHERE]
    rows = in_order([Noted(place, number, {"uuid": str(number)}) for number, place in enumerate(places)])
    assert (rows.version, list(rows.numbers), list(rows.starts[:2])) == (7, [1, 0, 2, 3], [1, 5])
    assert set(rows.starts[2:]) == {NOWHERE}


def test_most_is_not_read(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    written(store, *(annotation(str(n), targets=(target(OLD, n, n + 1),)) for n in range(100)))
    store = store_in(tmp_path, "other-00000002")
    (one,) = store.annotations_in(ARTICLE, OLD).meeting(Span(7, 8))
    store.save_annotations([Change(one.annotation, one.annotation._replace(note="new"))])
    parts = store.view.part_of(ARTICLE, OLD)
    assert parts is not None
    assert len(parts.unread.numbers) == 99
    assert [row["uuid"] for row in parts.rows] == ["7"]
    assert store.view.part_of(ARTICLE, NEW) is None


def test_a_file_that_is_written_in_place_is_read_anew(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    written(store, *(annotation(str(n), targets=(target(OLD, n, n + 1),)) for n in range(9)))
    before = store.annotations_in(ARTICLE, OLD)
    file = tmp_path / "library.json"
    data = file.read_bytes()
    with file.open("r+b") as there:
        there.truncate()
        there.write(b"{}" + b" " * len(data))
    os.utime(file, ns=(1, 1))
    assert before.placed[3].annotation is UNREADABLE
    assert list(before)[5] is UNREADABLE
    assert before.get("4") is None
    assert store.refresh()
    assert len(store.annotations_in(ARTICLE, OLD)) == 9, "its backup has them"


def test_annotations_of_the_same_place_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    ids = ["c", "a", "e", "b", "d", "f"]
    for n, order in enumerate((ids, ids[::-1], sorted(ids), sorted(ids, reverse=True))):
        store = store_in(tmp_path / str(n))
        for name in order:
            place = target(NEW, 5, 12)
            written(store, annotation(name, targets=(place,)), annotation(f"{name}+", targets=(target(NEW, 1, 3),)))
        found = store_in(tmp_path / str(n)).annotations_in(ARTICLE, NEW)
        wanted = [f"{name}+" for name in sorted(ids)] + sorted(ids)
        assert [one.annotation.id for one in found.placed] == wanted
        assert [one.annotation.id for one in Annotations(NEW, found).placed] == wanted
