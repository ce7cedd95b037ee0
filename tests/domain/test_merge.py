"""Properties of the join: whatever happened on several machines, in whatever order it meets, nothing is lost."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from reader.domain.merge import (
    Row,
    content_stamps,
    is_deleted,
    is_named,
    is_returned,
    join_rows,
    join_tables,
    restamp,
    value_hash,
)

FIELDS = ["note", "colour", "tag/law", "target/v1"]
VALUES = [None, True, "", "one", "two", {"start": 1}]


def stamp(n: int, field: str, value: object) -> str:
    return f"{n:013x}-0000-m-1-{value_hash(field, value)}-0000"


@st.composite
def rows(draw: st.DrawFn) -> Row:
    live: dict[str, dict[str, Any]] = {}
    for field in draw(st.lists(st.sampled_from(FIELDS), unique=True)):
        for n in draw(st.sets(st.integers(1, 6), min_size=1, max_size=3)):
            value = draw(st.sampled_from(VALUES))
            live.setdefault(field, {})[stamp(n, field, value)] = value
    stamps = [one for values in live.values() for one in values]
    dead = draw(st.sets(st.sampled_from(stamps))) if stamps else set()
    dead |= {stamp(n, "note", "one") for n in draw(st.sets(st.integers(1, 6), max_size=2))}
    fields = {f: {s: v for s, v in values.items() if s not in dead} for f, values in live.items()}
    kept = {field: values for field, values in fields.items() if values}
    return {"uuid": "u", "kind": "annotation", "f": kept, "dead": sorted(dead)}


@given(rows(), rows())
def test_the_join_is_commutative(one: Row, other: Row) -> None:
    assert join_rows(one, other) == join_rows(other, one)


@given(rows(), rows(), rows())
def test_the_join_is_associative(one: Row, two: Row, three: Row) -> None:
    assert join_rows(join_rows(one, two), three) == join_rows(one, join_rows(two, three))


@given(rows(), rows())
def test_the_join_is_idempotent(one: Row, other: Row) -> None:
    both = join_rows(one, other)
    assert join_rows(both, one) == join_rows(both, other) == join_rows(both, both) == both


@given(rows(), rows())
def test_the_join_loses_only_what_somebody_replaced(one: Row, other: Row) -> None:
    both = join_rows(one, other)
    dead = set(one["dead"]) | set(other["dead"])
    assert set(both["dead"]) == dead
    for row in (one, other):
        for field, live in row["f"].items():
            for name, value in live.items():
                assert name in dead or both["f"][field][name] == value


@given(st.lists(st.dictionaries(st.sampled_from(["a", "b"]), rows(), max_size=2), min_size=2, max_size=4))
def test_libraries_join_in_any_order(libraries: list[dict[str, Row]]) -> None:
    tables = [{"annotations": {uuid: {**row, "uuid": uuid} for uuid, row in rows.items()}} for rows in libraries]
    assert join_tables(tables) == join_tables(tables[::-1]) == join_tables([*tables, *tables])


def test_rows_that_are_no_records_stay_as_they_are() -> None:
    mine, theirs = {"uuid": "1/aa", "document": {"a": 1}}, {"uuid": "1/bb", "document": {"a": 2}}
    assert join_tables([{"future": {"1/aa": mine}}, {"future": {"1/bb": theirs, "1/aa": mine}}]) == {
        "future": {"1/aa": mine, "1/bb": theirs}
    }
    assert join_tables([{"future": {"1/aa": mine}}, {"future": {"1/aa": theirs}}]) == {"future": {"1/aa": mine}}


def test_a_deletion_covers_what_it_saw_and_nothing_else() -> None:
    note = stamp(1, "note", "one")
    row = {"uuid": "u", "kind": "annotation", "f": {"note": {note: "one"}}, "dead": []}
    gone = join_rows(row, {**row, "f": {"deleted": {stamp(2, "deleted", [note]): [note]}}})
    assert is_deleted(gone)
    assert content_stamps(gone) == [note]
    edited = {**row, "f": {"note": {stamp(3, "note", "two"): "two"}}, "dead": [note]}
    assert not is_deleted(join_rows(gone, edited))
    assert not is_deleted(join_rows(gone, {**row, "f": {"deleted": {stamp(4, "deleted", []): []}}}))
    starred = {**row, "f": {"star": {stamp(3, "star", True): True}}}
    assert not is_deleted(join_rows(gone, starred)), "what was deleted is seen, what came beside it is not"


def test_what_was_written_by_who_had_not_heard_of_the_deletion_is_back() -> None:
    note = stamp(1, "note", "one")
    row = {"uuid": "u", "kind": "annotation", "f": {"note": {note: "one"}}, "dead": []}
    gone = join_rows(row, {**row, "f": {"deleted": {stamp(2, "deleted", [note]): [note]}}})
    edited = join_rows(gone, {**row, "f": {"note": {stamp(3, "note", "two"): "two"}}, "dead": [note]})
    restored = join_rows(gone, {**row, "f": {"deleted": {stamp(4, "deleted", []): []}}})
    assert [is_returned(one) for one in (row, gone, edited, restored)] == [False, False, True, False]


def test_a_stamp_names_its_value() -> None:
    name = stamp(1, "note", "one")
    assert is_named(name, "note", "one")
    assert not is_named(name, "note", "two")
    assert not is_named(name, "colour", "one")
    assert is_named(restamp(name, "note", "two"), "note", "two")


KINDS = st.sampled_from(["", "annotation", "article", "join", "of another program"])


@given(rows(), rows(), KINDS, KINDS)
def test_the_join_of_rows_of_different_kinds_is_commutative(one: Row, other: Row, kind: str, another: str) -> None:
    one, other = {**one, "kind": kind}, {**other, "kind": another}
    assert join_rows(one, other) == join_rows(other, one)
    assert join_tables([{"t": {"u": one}}, {"t": {"u": other}}]) == join_tables(
        [{"t": {"u": other}}, {"t": {"u": one}}]
    )
