"""Library files that are broken: they open, or recover, and nothing that was whole is lost. See scale.py."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from tinydb import TinyDB

from reader.domain.errors import Corrupt, StoreError
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.file import recovery, strict
from reader.storage.file.strict import MAX_DEPTH, check_depth, parse
from tests.storage.conftest import store_in
from tests.storage.records import annotation, article
from tests.storage.scale import scaled, seeded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

COUNT = 10
ALL = {f"u{n}" for n in range(COUNT)}
DEEP = b'{"annotations":{"1":{"uuid":"deep","x":' + b"[" * 70 + b"]" * 70 + b"}}}"

BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "zero bytes": lambda _: b"",
    "blank": lambda _: b" \n",
    "cut off": lambda data: data[: len(data) // 2],
    "NULs at the end": lambda data: data[: len(data) // 2] + b"\0" * (len(data) // 2),
    "all NUL": lambda data: b"\0" * len(data),
    "NUL in a string": lambda data: data.replace(b"note 3", b"note\0003", 1),
    "a line end in a string": lambda data: data.replace(b"note 3", b"note\n3", 1),
    "invalid UTF-8": lambda data: data.replace(b"note 3", b"note \xff", 1),
    "Latin-1": lambda data: data.replace("ä".encode(), b"\xe4"),
    "a document twice": lambda data: data.replace(b"{\n", b'{\n"7":{"uuid":"u0"},"7":{"uuid":"u1"},', 2),
    "a number with a leading zero": lambda data: data.replace(b'":{\n"', b'":{\n"07":{"uuid":"x"},\n"', 1),
    "a number of 5,000 digits": lambda data: data.replace(b'"note 3"', b"9" * 5000, 1),
    "NaN": lambda data: data.replace(b'"note 3"', b"NaN", 1),
    "an infinite number": lambda data: data.replace(b'"note 3"', b"1e999", 1),
    "null": lambda _: b"null",
    "a number": lambda _: b"7",
    "a string": lambda _: b'"x"',
    "a list": lambda _: b"[]",
    "a table that is a list": lambda _: b'{"annotations": []}',
    "a table that is null": lambda _: b'{"annotations": null}',
    "a document that is null": lambda data: data.replace(b'":{\n"', b'":{\n"7":null,\n"', 1),
    "a document that is a list": lambda data: data.replace(b'":{\n"', b'":{\n"7":[],\n"', 1),
    "two files in one": lambda data: data + data,
    "a comma too many": lambda data: data.replace(b"\n}\n}", b",\n}\n}"),
    "single quotes": lambda data: data.replace(b'"', b"'"),
    "typographic quotes": lambda data: data.decode().replace('"', "”").encode(),
    "noise": lambda data: Random(1).randbytes(4000),
    "half of a gzip": lambda data: gzip.compress(data)[:100],
    "too deep": lambda _: DEEP,
    "far too deep": lambda _: b"[" * 100_000,
}

FIELDS = ("article", "quote", "note", "tags", "created", "star")
VALUES: list[object] = [None, 5, True, [], {}, "x", [None], [[]], 1e300, -1, json.loads("[" * 50 + "]" * 50)]
ODD: dict[str, str] = {
    "empty tables": '{"articles": {}, "annotations": {}}',
    "no tables": "{}",
    "types": json.dumps(
        {"annotations": {str(n): {"uuid": f"w{n}", **dict.fromkeys(FIELDS, odd)} for n, odd in enumerate(VALUES)}}
    ),
    "stamps": '{"annotations": {"1": {"uuid": "w", "f": {"note": {"zzz": "x", "": "y"}}, "dead": "abc"}}}',
    "no live values": '{"annotations": {"1": {"uuid": "w", "f": [], "dead": {}, "kind": 5, "digest": []}}}',
    "no uuid": '{"annotations": {"1": {"quote": "q", "note": "n"}, "2": {"uuid": 7}, "3": {"uuid": ""}}}',
    "a note twice": '{"annotations": {"1": {"uuid": "w", "note": "a"}, "2": {"uuid": "v", "note": "a"}}}',
    "lone surrogate": '{"annotations": {"1": {"uuid": "w", "note": "\\ud800"}}}',
    "large number": '{"annotations": {"1": {"uuid": "w", "note": "n", "size": %s}}}' % ("9" * 40),
    "byte order mark": '\ufeff{"annotations": {"1": {"uuid": "w", "note": "n"}}}',
    "many tags": json.dumps({"annotations": {"1": {"uuid": "w", "tags": [f"tag {n}" for n in range(5000)]}}}),
    "deleted of a wrong type": '{"annotations": {"1": {"uuid": "w", "f": {"deleted": {"x": "y"}}, "dead": []}}}',
    "paths as ids": '{"annotations": {"1": {"uuid": "../../x", "article": "/y"}}, "articles": {"1": {"uuid": ""}}}',
    "negative numbers": '{"annotations": {"-1": {"uuid": "w"}, "0": {"uuid": "v"}}}',
    "command fields": '{"articles": {"1": {"uuid": "w", "editor": "touch /x", "title": "T"}}}',
}


def good(folder: Path) -> bytes:
    store = store_in(folder)
    store.save_articles([Change(None, article("u-article"))])
    store.save_annotations([Change(None, annotation(f"u{n}", note=f"note {n}", tags=("ä",))) for n in range(COUNT)])
    compact(store)
    return (folder / "library.json").read_bytes()


def drop_backups(folder: Path) -> None:
    for path in (folder / "backups").iterdir():
        path.unlink()


def ids(folder: Path) -> set[str]:
    return {one.id for one in store_in(folder).annotations()}


def check_recovery(folder: Path, name: str) -> None:
    """Nothing is missing, and the broken file is kept beside what was made of it."""
    broken = BROKEN[name](good(folder))
    file = folder / "library.json"
    file.write_bytes(broken)
    assert ids(folder) >= ALL
    assert file.read_bytes() == broken, "reading changes nothing"
    store = store_in(folder)
    store.save_annotations([Change(None, annotation("new"))])
    assert file.read_bytes() == broken, "nor does a change"
    assert store.notices
    compact(store)
    assert ids(folder) >= {*ALL, "new"}
    parse(file.read_bytes())
    aside = list((folder / "backups").glob("damaged-*.json"))
    assert [path.read_bytes() for path in aside] == [broken]


def check_salvage(folder: Path, name: str) -> None:
    """Without a backup all but the damaged record is there; where no record is whole, that is said."""
    broken = BROKEN[name](good(folder))
    drop_backups(folder)
    (folder / "library.json").write_bytes(broken)
    whole = {one for one in ALL if b'"uuid":"%s"' % one.encode() in broken}
    if not whole and broken.strip():
        with pytest.raises(Corrupt, match=r"library\.json"):
            ids(folder)
    else:
        # One record may be the damaged one, or hold the place where the file was cut.
        assert len(whole - ids(folder)) <= 1


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_library_is_recovered_from_its_backup(tmp_path: Path, name: str) -> None:
    check_recovery(tmp_path, name)


@pytest.mark.parametrize("name", BROKEN)
def test_without_a_backup_what_is_whole_is_salvaged(tmp_path: Path, name: str) -> None:
    check_salvage(tmp_path, name)


def test_what_is_wrong_with_a_large_file_is_said_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict, "HEAVY", 1000)
    data = good(tmp_path)
    for damaged, why in (
        (data[: len(data) // 2], "cut off"),
        (data[: len(data) // 2] + b"}", "damaged"),
        (b'{"annotations":[' + b"{}," * 1000 + b"{}]}", "use up memory"),
    ):
        with pytest.raises(Corrupt, match=why):
            parse(damaged)


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_salvaged_of_a_large_library_is_what_is_of_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The records of a large one stay bytes, and what is no record of it is not held at all."""
    found: list[object] = []
    for large in (1 << 20, 0):
        monkeypatch.setattr(recovery, "LARGE", large)
        monkeypatch.setattr(recovery, "WINDOW", large or 64)
        monkeypatch.setattr(recovery, "STEP", large or 16)
        monkeypatch.setattr(strict, "LARGE", large)
        folder = tmp_path / str(large)
        folder.mkdir()
        broken = BROKEN[name](good(folder))
        drop_backups(folder)
        (folder / "library.json").write_bytes(broken)
        try:
            store = store_in(folder)
            rows = {name: sorted(row["uuid"] for row in store.view.rows(name)) for name in store.view.file.tables}
            compact(store)
            found.append((rows, store.notices, (folder / "library.json").read_bytes()))
        except Corrupt as error:
            found.append(error.what)
    assert found[0] == found[1]


def lenient(data: bytes) -> Any:
    """What a reader makes of a broken file that takes it for an empty library, as stock TinyDB does of some."""
    try:
        return parse(data)
    except Corrupt:
        return {}


MUTANTS: dict[str, tuple[Callable[[Path, str], None], str, Callable[..., Any]]] = {
    "a salvage that finds nothing": (check_salvage, "checked_file.salvage", lambda _: {}),
    "a broken file taken for an empty one": (check_salvage, "checked_file.parse", lenient),
    "a broken file taken for an empty one that has a backup": (check_recovery, "checked_file.parse", lenient),
    "a backup that is not read": (check_recovery, "checked_file.newest_backups", lambda *_: iter(())),
    "a broken file that is not kept": (check_recovery, "recovery.set_aside", lambda *_: None),
}
"""The check that must see it, what is broken in the storage, and by what it is replaced."""


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_tests_catch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    check, where, wrong = MUTANTS[mutant]
    monkeypatch.setattr(f"reader.storage.file.{where}", wrong)
    with pytest.raises((AssertionError, Corrupt)):
        check(tmp_path, "cut off")


@pytest.mark.parametrize("name", ODD)
def test_an_odd_library_opens_and_nothing_is_dropped_at_the_next_write(tmp_path: Path, name: str) -> None:
    file = tmp_path / "library.json"
    file.write_text(ODD[name])
    before = sum(len(table) for table in json.loads(ODD[name].lstrip("\ufeff")).values())
    store = store_in(tmp_path)
    shown = list(store.annotations())
    assert len(shown) + len(store.articles()) - len(store.lost_articles()) == before
    assert {one.article_id for one in shown} <= {one.id for one in store.articles()}
    store.save_annotations([Change(None, annotation("new"))])
    compact(store)
    again = store_in(tmp_path)
    assert {one.id for one in again.annotations()} == {*(one.id for one in shown), "new"}
    assert sorted(one.note for one in again.annotations()) == sorted([*(one.note for one in shown), ""])
    assert len(TinyDB(file).table("annotations")) == len(shown) + 1


def nested(depth: int, inner: str) -> bytes:
    return ('[{"[": ' * (depth // 2) + inner + "}]" * (depth // 2)).encode()


@pytest.mark.parametrize("inner", ['""', '"]"', r'"\""', r'"\\"', r'"[\\\"{"', '"a\n[", "x": "]", "y": "}"'])
def test_how_deep_brackets_nest(inner: str) -> None:
    check_depth(nested(MAX_DEPTH, inner))
    with pytest.raises(ValueError, match="too deep"):
        check_depth(nested(MAX_DEPTH + 2, inner))


def test_values_of_a_wrong_type_are_kept_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "library.json"
    file.write_text(ODD["types"])
    compact(store_in(tmp_path))
    written = {row["uuid"]: row for row in json.loads(file.read_text())["annotations"].values()}
    for row in json.loads(ODD["types"])["annotations"].values():
        kept = json.dumps(written[row["uuid"]])
        assert all(json.dumps(value) in kept for value in row.values() if value is not None)


@pytest.mark.parametrize("broken", [b"note\n3", b"note\t3", b"note\0003"])
def test_a_bare_control_character_costs_no_record(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "library.json").write_bytes(good(tmp_path).replace(b"note 3", broken))
    drop_backups(tmp_path)
    assert broken.decode() in {one.note for one in store_in(tmp_path).annotations()}


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_what_an_editor_saved_in_its_own_encoding_keeps_its_letters(tmp_path: Path, encoding: str) -> None:
    written = good(tmp_path).decode().replace("note 3", "Größe, “Maß”").encode(encoding)
    (tmp_path / "library.json").write_bytes(written.replace(b'"uuid":"u4"', b'"uuid":"u4","x":"\xff"'))
    drop_backups(tmp_path)
    assert "Größe, “Maß”" in {one.note for one in store_in(tmp_path).annotations()}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (b'{"annotations": {"1": {"uuid": "w", "note": "\xc3"}}}', "its byte 46 is not of UTF-8"),
        (b'{"annotations": {"1": {"uuid": "w",}}}', "see its line 1, character 3[56]"),  # Pythons differ
        (b'{"annotations": {"1": {"uuid": "w", "n": %s}}}' % (b"9" * 5000), "a number in it has thousands of digits"),
    ],
)
def test_what_is_wrong_is_said_to_people(broken: bytes, said: str) -> None:
    with pytest.raises(Corrupt, match=said):
        parse(broken)


WIDE = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be")


@pytest.mark.parametrize("encoding", [None, *WIDE])
def test_a_library_that_a_tool_packed_is_read_and_unpacked(tmp_path: Path, encoding: str | None) -> None:
    file = tmp_path / "library.json"
    data = good(tmp_path)
    file.write_bytes(gzip.compress(data) if encoding is None else data.decode().encode(encoding))
    drop_backups(tmp_path)
    store = store_in(tmp_path)
    assert {one.id for one in store.annotations()} == ALL
    assert store.notices == ()
    assert compact(store)
    parse(file.read_bytes())


def test_one_record_that_stands_twice_is_one_with_two_texts(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_text(
        '{"annotations": {"1": {"uuid": "w", "note": "a"}, "2": {"uuid": "w", "note": "b"}}}'
    )
    (one,) = store_in(tmp_path).annotations()
    assert {rival.text for rival in one.rivals} == {"a", "b"}


def damaged(data: bytes, rng: Random) -> bytes:
    """Up to 512 bytes overwritten, taken out, put in, zeroed, or copied from elsewhere."""
    at, size = rng.randrange(len(data)), rng.choice([1, 2, 16, 100, 512])
    new = rng.choice([b"", b"\0" * size, rng.randbytes(size), data[(other := rng.randrange(len(data))) : other + size]])
    return data[:at] + new + data[at + (size if rng.random() < 0.8 else 0) :]


def damage(folder: Path, rounds: int) -> tuple[int, int]:
    """So many damaged files, each with a backup and without; how many were refused, and what was missing, without."""
    rng = seeded("damage")
    data = good(folder)
    refused = missing = 0
    for n in range(rounds):
        alone, backed = folder / f"{n}-alone", folder / f"{n}-backed"
        broken = damaged(data, rng)
        for one in (alone, backed):
            one.mkdir()
            (one / "library.json").write_bytes(broken)
        (backed / "backups").symlink_to(folder / "backups")
        assert ids(backed) >= ALL
        try:
            missing += len(ALL - ids(alone))
        except StoreError:
            refused += 1
    return refused, missing


def check_losses(rounds: int, refused: int, missing: int) -> None:
    """Damage of 512 bytes touches two records of these at most, and never all of them."""
    assert refused == 0
    assert missing / rounds < 2


@scaled(quick=60, floor=1000, stretch=10_000)
def test_damage_anywhere_loses_nothing_that_has_a_backup(tmp_path: Path, rounds: int) -> None:
    refused, missing = damage(tmp_path, rounds)
    print(f"{rounds} damaged files, 0 records lost; without a backup {refused} refused, {missing} records missing")
    check_losses(rounds, refused, missing)


@pytest.mark.parametrize("mutant", ["a salvage that finds nothing", "a broken file taken for an empty one"])
def test_the_test_of_damage_catches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mutant: str) -> None:
    _, where, wrong = MUTANTS[mutant]
    monkeypatch.setattr(f"reader.storage.file.{where}", wrong)
    with pytest.raises(AssertionError):
        check_losses(20, *damage(tmp_path, 20))


def test_our_own_file_takes_no_copies_of_itself_to_be_read(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation(f"a{n}", note=str(n) * 5000)) for n in range(100)])
    compact(store)
    data = store.paths.library.read_bytes()
    tracemalloc.start()
    try:
        tables = parse(data)
        assert len(tables["annotations"]) == 100
        assert tracemalloc.get_traced_memory()[1] < 2 * len(data)
    finally:
        tracemalloc.stop()
