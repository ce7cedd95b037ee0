"""What stands in a row for people is derived from its fields, and what somebody wrote there is adopted."""

from __future__ import annotations

from typing import Any

import pytest

from reader.domain.merge import is_deleted, value_hash
from reader.storage.file.place_index import place_of
from reader.storage.rows.adoption import adopt_row, adopt_whereabouts, core, derive_row, is_intact, sound
from reader.storage.rows.values import article_of


def stamp(field: str, value: object, n: int = 1) -> str:
    return f"{n:013x}-0000-m-{value_hash(field, value)}-0000"


def row(**fields: object) -> dict[str, Any]:
    named = {name.replace("__", "/"): value for name, value in fields.items()}
    live = {name: {stamp(name, value): value} for name, value in named.items()}
    return {"uuid": "u", "kind": "annotation", "f": live, "dead": []}


WRITTEN = row(note="mine", tag__law=True, target__v1={"n": 1, "exact": "old"}, target__v2={"n": 10, "exact": "new"})
OF_PAGES = {"note": "mine", "tags": ["law"], "quote": "new", "colour": "yellow"}


def test_what_people_read_is_derived() -> None:
    whole = derive_row(WRITTEN)
    assert {name: whole[name] for name in OF_PAGES} == OF_PAGES
    assert core(whole) == WRITTEN
    assert whole["digest"] == "1:c41c5c637282", "the digest of what lies on people's disks is another"
    assert is_intact(whole)
    assert adopt_row(whole, "annotation") == WRITTEN


def test_of_a_deleted_row_nothing_but_that_is_derived() -> None:
    (seen,) = WRITTEN["f"]["note"]
    deleted = {"uuid": "u", "kind": "annotation", "f": {"deleted": {stamp("deleted", [seen], 2): [seen]}}, "dead": []}
    whole = derive_row(deleted)
    assert (whole["deleted"], "note" in whole, "colour" in whole) == (True, False, False)
    assert sound(deleted)
    assert is_intact(whole)


@pytest.mark.parametrize(
    "digest", [None, 1, "", "1", "x:c41c5c637282", "2:c41c5c637282", "1:c41c5c637283", "²:7", "1234567:7"]
)
def test_a_row_without_its_digest_was_written_by_somebody_else(digest: object) -> None:
    assert not is_intact({**derive_row(WRITTEN), "digest": digest})


@pytest.mark.parametrize(
    "changed",
    [
        {"f": None},
        {"f": []},
        {"dead": None},
        {"dead": {}},
        {"dead": [1]},
        {"uuid": 1},
        {"kind": None},
        {"f": {"note": {}}},
        {"f": {"note": "x"}},
        {"f": {"note": {"no stamp": "x"}}},
        {"f": {"deleted": {stamp("deleted", True): True}}},
    ],
)
def test_a_row_of_another_shape_is_not_sound_and_is_adopted_as_one_that_is(changed: dict[str, Any]) -> None:
    odd = {**WRITTEN, **changed}
    assert not sound(odd)
    assert not is_intact({**odd, "digest": derive_row(WRITTEN)["digest"]})
    adopted = adopt_row(odd, "annotation")
    assert sound(adopted)
    assert adopt_row(derive_row(adopted), "annotation") == adopted


@pytest.mark.parametrize(
    ("edit", "shown"),
    [
        ({"note": "theirs"}, {"note": "theirs"}),
        ({"tags": ["law", "claim"]}, {"tags": ["claim", "law"]}),
        ({"tags": []}, {"tags": []}),
        ({"colour": "red"}, {"colour": "red"}),
        ({"quote": "another"}, {"quote": "new"}),  # where a highlight stands is not told by its words
        ({"mood": {"x": [1]}}, {"mood": {"x": [1]}}),
    ],
)
def test_what_another_tool_wrote_is_shown_and_the_same_on_every_machine(
    edit: dict[str, Any], shown: dict[str, Any]
) -> None:
    edited = {**derive_row(WRITTEN), **edit}
    adopted = adopt_row(edited, "annotation")
    assert adopted == adopt_row({name: edited[name] for name in sorted(edited)}, "annotation")
    whole = derive_row(adopted)
    assert {name: sorted(whole[name]) if name == "tags" else whole[name] for name in shown} == shown
    assert adopt_row(whole, "annotation") == adopted


@pytest.mark.parametrize(
    ("targets", "quote"),
    [
        ({"v1": {"exact": "old"}, "v2": {"n": 1, "exact": "new"}}, "new"),
        ({"v1": {"n": 2, "exact": "new"}, "v2": {"n": 1, "exact": "old"}}, "new"),
        ({"v1": {"n": 9, "exact": "old"}, "v2": {"n": 10, "exact": "new"}}, "new"),
        ({"v1": {"n": 1}}, ""),
    ],
)
def test_the_quote_is_that_of_the_newest_version(targets: dict[str, object], quote: str) -> None:
    assert derive_row(row(**{f"target__{name}": value for name, value in targets.items()}))["quote"] == quote


V1, V2 = "a" * 64, "b" * 64
REGISTERS = {
    "note": "mine",
    "article": "one",
    "tag/law": True,
    f"target/{V1}": {"n": 1, "exact": "old", "start": 3, "end": 6},
    f"target/{V2}": {"n": 2, "exact": "new", "start": 4, "end": 9},
    "deleted": [],
}
NAMES = [*REGISTERS, "colour", "tags", "quote", "mood", "deleted", "digest", "uuid", "kind", f"target/{'c' * 64}", "f"]
VALUES = ["one", "another", "", None, True, 1, [], ["law"], ["law", 1], {}, {"n": 9, "start": 1, "end": 2}]
HELD = [set(REGISTERS), set(REGISTERS) - {"deleted"}, {"note", f"target/{V1}"}, {"article", "note"}, {"deleted"}]


@pytest.mark.parametrize("fields", HELD)
@pytest.mark.parametrize("restored", [False, True])
def test_where_an_edited_row_is_can_be_told_without_adopting_all_of_it(fields: set[str], restored: bool) -> None:
    written = row(**{name: REGISTERS[name] for name in fields})
    if "deleted" in fields:
        seen = [] if restored else [one for name in fields - {"deleted"} for one in written["f"][name]]
        written["f"]["deleted"] = {stamp("deleted", seen, 2): seen}
    whole = derive_row(written)
    edits = [{name: value} for name in NAMES for value in VALUES] + [
        {"article": "x", "note": "y"},
        {"deleted": False, "note": "y"},
    ]
    for edited in [
        *({**whole, **edit} for edit in edits),
        *({name: value for name, value in whole.items() if name != gone} for gone in whole),
    ]:
        adopted, told = adopt_row(edited, "annotation"), adopt_whereabouts(edited, "annotation")
        assert (told["uuid"], "deleted" in told["f"]) == (adopted["uuid"], "deleted" in adopted["f"])
        assert (place_of(told), article_of(told)) == (place_of(adopted), article_of(adopted))
        assert is_deleted(told) == is_deleted(adopted)
