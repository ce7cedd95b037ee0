"""A file read record by record is what it is read at once, strictly; or it is left to that. See scale.py."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from reader.domain.merge import canonical
from reader.domain.ports import Change
from reader.storage import open_store
from reader.storage.compaction import compact
from reader.storage.disk.system import REAL
from reader.storage.file import checked_file, second_checker
from reader.storage.file.file_part import Part, pack, unpack
from reader.storage.file.indexed_rows import LineTable, LooseTable
from reader.storage.file.record_scan import Doubtful
from reader.storage.file.second_checker import SecondChecker, check_part
from reader.storage.rows.adoption import derive_row
from tests.storage.conftest import paths_in, store_in
from tests.storage.records import annotation, article
from tests.storage.scale import scaled, seeded
from tests.storage.test_bad_files import BROKEN, ODD, damaged
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from random import Random

    from reader.domain.annotation import Annotation
    from reader.storage.disk.system import System
    from reader.storage.file.indexed_rows import OpenFile
    from reader.storage.file.library_file import LibraryFile

NOTES = (
    "",
    "plain",
    'a "quote" and a \\ backslash',
    "käse ✓ 𝔘\u2028",
    '{"x": 1}, "5": {',
    "line\nbreak\ttab",
    "\ud83d",
    "/a/",
)
Raw = dict[str, dict[str, Any]]


def library(folder: Path, count: int = 12) -> bytes:
    """A library with something of everything, and a backup of it."""
    store = store_in(folder)
    store.save_articles([Change(None, article(f"a{n}", title=f"T {n}")) for n in range(3)])
    made = [
        annotation(f"u{n}", article_id=f"a{n % 4}", note=NOTES[n % len(NOTES)], tags=("x/ä",) * (n % 2))
        for n in range(count)
    ]
    saved = store.save_annotations([Change(None, one) for one in made])
    store.save_annotations([Change(one, None) for one in saved[:2]])
    compact(store)
    return (folder / "library.json").read_bytes()


def by_records(folder: Path) -> LibraryFile | None:
    mark = REAL.mark(paths_in(folder).file)
    assert mark is not None
    return checked_file.by_records(REAL, paths_in(folder), mark, "anna-00000001")


def at_once(folder: Path) -> LibraryFile:
    mark = REAL.mark(paths_in(folder).file)
    assert mark is not None
    return checked_file.at_once(REAL, paths_in(folder), mark, "anna-00000001")


def rows(contents: LibraryFile) -> dict[str, dict[str, Any]]:
    tables = contents.tables.items()
    return {name: {number: canonical(dict(row)) for number, row in table.items()} for name, table in tables}


def by_id(annotations: Sequence[Annotation]) -> dict[str, Annotation]:
    return {one.id: one for one in annotations}


class Beside:
    """The later part of a file, read before who begins in front comes to it."""

    def __init__(self, file: OpenFile, begin: int, size: int) -> None:
        self.earliest, self.start, self._part = begin, size, b""
        self.is_asked = False
        with suppress(Doubtful):
            self._part = pack(check_part(file.pieces, begin, self._tell))

    def _tell(self, start: int) -> None:
        self.start = start

    def result(self) -> Part | None:
        self.is_asked = True
        return unpack(self._part) if self._part else None

    def close(self) -> None:
        pass


def check_two(folder: Path, alone: LibraryFile | None, begins: Iterable[int]) -> int:
    """In how many of these places the second of two may begin; what they read is what one does by itself."""
    made: list[Beside] = []
    index = b"".join(alone.index.pieces()) if alone is not None and alone.index is not None else b""
    for begin in begins:
        with pytest.MonkeyPatch.context() as patch:

            def second(_system: System, file: OpenFile, size: int, begin: int = begin) -> Beside:
                made.append(Beside(file, begin, size))
                return made[-1]

            patch.setattr(checked_file, "second_checker", second)
            found = by_records(folder)
        assert (found is None) == (alone is None)
        assert found is None or found.index is None or b"".join(found.index.pieces()) == index
    return sum(one.is_asked for one in made)


def check_agreement(folder: Path) -> bool:
    """Whether it was read record by record; then it is what it is when it is read at once."""
    found = by_records(folder)
    size = (folder / "library.json").stat().st_size
    check_two(folder, found, random.Random(size).choices(range(size + 1)))
    if found is None:
        return False
    strictly = at_once(folder)
    assert rows(found) == rows(strictly)
    assert found.notices == strictly.notices == ()
    assert found.schema == strictly.schema
    assert found.is_foreign == strictly.is_foreign
    assert sorted(found.deleted) == sorted(strictly.deleted)
    numbers = {name: sorted(one.numbers) for name, one in found.articles.items()}
    assert numbers == {name: sorted(one.numbers) for name, one in strictly.articles.items()}
    for table in found.tables.values():
        assert isinstance(table, LineTable)
        assert isinstance(table, LooseTable) == found.is_foreign
        assert sorted(map(repr, table.rows())) == sorted(map(repr, map(dict, table.values())))
    return True


def shuffled(value: Any, rng: Random) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        rng.shuffle(items)
        return {name: shuffled(one, rng) for name, one in items}
    return value


LAYOUTS: dict[str, Callable[[Raw, Random], bytes]] = {
    "TinyDB's": lambda raw, _: json.dumps(raw).encode(),
    "one line": lambda raw, _: json.dumps(raw, separators=(",", ":"), sort_keys=True).encode(),
    "letters as they are": lambda raw, _: json.dumps(raw, ensure_ascii=False).encode("utf-8", "backslashreplace"),
    "indented": lambda raw, _: json.dumps(raw, indent=4).encode(),
    "tabs": lambda raw, _: json.dumps(raw, indent="\t", separators=(" ,", "\t:\r\n")).encode() + b" \n",
    "shuffled": lambda raw, rng: json.dumps(shuffled(raw, rng)).encode(),
    "slashes escaped": lambda raw, _: json.dumps(raw).replace("/", "\\/").encode(),
    "capital escapes": lambda raw, _: json.dumps(raw).replace("\\u00e4", "\\u00E4").encode(),
    "a byte order mark": lambda raw, _: b"\xef\xbb\xbf" + json.dumps(raw).encode(),
}


def rename(raw: Raw, rng: Random) -> None:
    raw["annotations"] = {str(n): row for n, row in enumerate(raw["annotations"].values(), rng.randrange(5))}


def edit(raw: Raw, rng: Random) -> None:
    rng.choice(list(raw["annotations"].values()))["note"] = rng.choice(NOTES)


def set_odd_value(raw: Raw, rng: Random) -> None:
    values: list[Any] = [None, 2**70, -0.0, 1e17, 1.0, [[1]], {"1": {"2": {}}}, "9" * 30, -(2**63), True]
    rng.choice(list(raw["annotations"].values()))[rng.choice(["size", "star", "note", "digest"])] = rng.choice(values)


def drop_digest(raw: Raw, rng: Random) -> None:
    rng.choice(list(raw["annotations"].values())).pop("digest", None)


def drop(raw: Raw, rng: Random) -> None:
    raw["annotations"].pop(rng.choice(list(raw["annotations"])))


def copy(raw: Raw, rng: Random) -> None:
    raw["annotations"][str(rng.randrange(100))] = dict(rng.choice(list(raw["annotations"].values())))


def add_table(raw: Raw, rng: Random) -> None:
    table = rng.choice(["_default", "", "käse", "articles", "zettel"])
    raw.setdefault(table, {})[str(rng.randrange(-3, 9))] = rng.choice([{}, {"x": 1}, {"uuid": "w", "note": "n"}])


def move(raw: Raw, rng: Random) -> None:
    number = rng.choice(list(raw["annotations"]))
    raw.setdefault("notes", {})[number] = raw["annotations"].pop(number)


def drop_table(raw: Raw, rng: Random) -> None:
    raw[rng.choice(list(raw))] = {}


def forget_schema(raw: Raw, _: Random) -> None:
    raw.pop("library", None)


def be_newer(raw: Raw, _: Random) -> None:
    raw["library"] = {"1": {"schema": 2}}


CHANGES = [rename, edit, set_odd_value, drop_digest, drop, copy, add_table, move, drop_table, forget_schema, be_newer]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("backed", [True, False])
def test_a_library_in_another_layout_is_read_record_by_record(tmp_path: Path, layout: str, backed: bool) -> None:
    raw = json.loads(library(tmp_path))
    if not backed:
        shutil.rmtree(tmp_path / "backups")
    (tmp_path / "library.json").write_bytes(LAYOUTS[layout](raw, seeded("layout")))
    assert check_agreement(tmp_path)
    contents = by_records(tmp_path)
    assert contents is not None
    assert contents.index is not None
    assert contents.index.held is not None
    # What cannot be written without an escape is read by the standard library, and held.
    assert all("\\ud83d" in json.dumps(row) for held in contents.index.held.values() for row in held.values())


def test_our_own_file_has_its_own_index(tmp_path: Path) -> None:
    library(tmp_path)
    assert check_agreement(tmp_path)
    contents = by_records(tmp_path)
    assert contents is not None
    assert contents.index is not None
    assert contents.index.held is None


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_read_it_wherever_the_second_begins(tmp_path: Path, layout: str) -> None:
    raw = json.loads(library(tmp_path))
    edit(raw, seeded("two"))
    raw["annotations"].update({"7": {"f": {"1": {}, "2": {"3": {}, "4": {}}}, "5": {"x": {}, "6": {"y": 1}}}})
    (tmp_path / "library.json").write_bytes(LAYOUTS[layout](raw, seeded("two")))
    alone = by_records(tmp_path)
    size = (tmp_path / "library.json").stat().st_size
    assert check_two(tmp_path, alone, range(0, size, 397)) > 10


def test_a_second_process_reads_the_later_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = json.loads(library(tmp_path, 60))
    (tmp_path / "library.json").write_text(json.dumps(raw))
    alone = by_records(tmp_path)
    heard: list[Part | None] = []
    result = SecondChecker.result

    def hear(self: SecondChecker) -> Part | None:
        heard.append(result(self))
        return heard[-1]

    monkeypatch.setattr(SecondChecker, "result", hear)
    monkeypatch.setattr(second_checker, "LARGE", 0)
    monkeypatch.setattr(second_checker, "cores", lambda: 2)
    found = by_records(tmp_path)
    assert found is not None
    assert alone is not None
    assert found.index == alone.index
    assert heard[0] is not None
    assert sum(len(one.owns) for one in heard[0].tables) > 20


@pytest.mark.parametrize("command", ["import os; os._exit(1)", "print(0)", "print('x')", "print(2**60)"])
def test_a_second_process_that_fails_is_done_without(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = json.loads(library(tmp_path))
    (tmp_path / "library.json").write_text(json.dumps(raw))
    alone = by_records(tmp_path)
    monkeypatch.setattr(second_checker, "LARGE", 0)
    monkeypatch.setattr(second_checker, "COMMAND", (sys.executable, "-c", command))
    monkeypatch.setattr(second_checker, "cores", lambda: 2)
    found = by_records(tmp_path)
    assert found is not None
    assert alone is not None
    assert found.index == alone.index


@scaled(quick=150, floor=2000, stretch=20_000)
def test_a_library_that_others_have_changed(tmp_path: Path, rounds: int) -> None:
    rng = seeded("changed")
    data = library(tmp_path)
    apart = 0
    for _ in range(rounds):
        raw = json.loads(data)
        for change in rng.choices(CHANGES, k=rng.randrange(4)):
            if raw.get("annotations"):
                change(raw, rng)
        written = rng.choice(list(LAYOUTS.values()))(raw, rng)
        (tmp_path / "library.json").write_bytes(written)
        apart += not check_agreement(tmp_path)
    assert apart < rounds / 10, "hardly any is left to the other way"


@scaled(quick=150, floor=2000, stretch=20_000)
def test_a_library_that_is_damaged(tmp_path: Path, rounds: int) -> None:
    rng = seeded("damaged")
    data = library(tmp_path)
    for _ in range(rounds):
        written = rng.choice(list(LAYOUTS.values()))(json.loads(data), rng)
        (tmp_path / "library.json").write_bytes(damaged(written, rng))
        check_agreement(tmp_path)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("there", "then"),
    [
        ('"kind"', '"kind": "annotation", "kind"'),
        ('"kind"', '"note": NaN, "kind"'),
        ('"kind"', '"note": 1e999, "kind"'),
        ('"kind"', '"x": ' + "[" * 70 + "]" * 70 + ', "kind"'),
        ('"kind"', '"x": "\0", "kind"'),
        ('"kind"', '"\\u006bind": "x", "kind"'),
        ('"u3"', '"u3",'),
        ('"dead"', '"dead": [], "dead"'),
        ('"f"', '"f": {}, "f"'),
    ],
)
def test_what_two_programs_could_read_differently_is_left_to_the_strict_reading(
    tmp_path: Path, layout: str, there: str, then: str
) -> None:
    raw = json.loads(library(tmp_path))
    written = LAYOUTS[layout](raw, seeded("strict"))
    (tmp_path / "library.json").write_bytes(written.replace(there.encode(), then.encode(), 1))
    assert not check_agreement(tmp_path)
    assert at_once(tmp_path).notices


@pytest.mark.parametrize("name", [*BROKEN, *ODD])
def test_broken_and_odd_files(tmp_path: Path, name: str) -> None:
    data = library(tmp_path)
    (tmp_path / "library.json").write_bytes(BROKEN[name](data) if name in BROKEN else ODD[name].encode())
    check_agreement(tmp_path)


def signed(**fields: Any) -> dict[str, Any]:
    """A row whose digest fits, whatever is in it."""
    stamp = "0000000000000-0000-plain-3182d29a-0000"
    core = {"uuid": "w", "kind": "annotation", "f": {"article": {stamp: "a1"}}, "dead": [], **fields}
    return derive_row(core)


@pytest.mark.parametrize(
    ("row", "is_read"),
    [
        (signed(), True),
        (signed(dead=[5]), True),
        (signed(f={"note": {"no stamp": "x"}}), True),
        (signed(f={"note": {"0000000000000-0000-plain-3182d29a-0000": json.loads("[" * 70 + "]" * 70)}}), False),
        (signed(f={"note": {"0000000000000-0000-plain-3182d29a-0000": json.loads("[" * 30 + "]" * 30)}}), True),
    ],
)
def test_rows_whose_digest_fits_are_looked_at_all_the_same(tmp_path: Path, row: Any, is_read: bool) -> None:
    raw = json.loads(library(tmp_path))
    raw["annotations"]["7"] = row
    (tmp_path / "library.json").write_text(json.dumps(raw))
    assert check_agreement(tmp_path) == is_read


def test_a_document_that_stands_twice_under_one_number_is_refused(tmp_path: Path) -> None:
    raw = json.loads(library(tmp_path))
    number, row = next(iter(raw["annotations"].items()))
    twice = f'"annotations": {{"{number}": {json.dumps(row)}, '
    (tmp_path / "library.json").write_text(json.dumps(raw).replace('"annotations": {', twice, 1))
    assert not check_agreement(tmp_path)
    assert at_once(tmp_path).notices


def test_our_rows_in_another_order_are_not_our_file(tmp_path: Path) -> None:
    lines = library(tmp_path).split(b"\n")
    lines[2], lines[3] = lines[3], lines[2]
    (tmp_path / "library.json").write_bytes(b"\n".join(lines))
    assert check_agreement(tmp_path)
    contents = by_records(tmp_path)
    assert contents is not None
    assert contents.is_foreign


@pytest.mark.parametrize("write", [bytes, lambda data: json.dumps(json.loads(data)).encode()])
@pytest.mark.parametrize("changes", [0, 1, 5])
def test_what_the_newest_backup_has_more_of(tmp_path: Path, changes: int, write: Callable[[bytes], bytes]) -> None:
    data = library(tmp_path)
    store = store_in(tmp_path)
    store.save_annotations([Change(None, annotation(f"u{n}", note=f"later {n}")) for n in range(10, 10 + changes)])
    compact(store)
    (tmp_path / "library.json").write_bytes(write(data))
    assert check_agreement(tmp_path)
    assert {f"u{n}" for n in range(2, 10 + changes)} <= {one.id for one in store_in(tmp_path).annotations()}


def test_a_library_of_others_has_its_index_and_is_written_as_ours(tmp_path: Path) -> None:
    raw = json.loads(library(tmp_path))
    edit(raw, seeded("index"))
    (tmp_path / "library.json").write_bytes(json.dumps(raw).encode())
    shutil.rmtree(tmp_path / "backups")
    first, again = store_in(tmp_path), store_in(tmp_path)
    assert rows(first.view.file) == rows(again.view.file)
    shown = by_id(again.annotations())
    assert by_id(first.annotations()) == shown
    assert compact(again)
    assert by_id(store_in(tmp_path).annotations()) == shown
    assert check_agreement(tmp_path)
    assert not store_in(tmp_path).view.file.is_foreign


def test_a_packed_library_is_left_to_the_other_way(tmp_path: Path) -> None:
    (tmp_path / "library.json").write_bytes(gzip.compress(library(tmp_path)))
    assert not check_agreement(tmp_path)


def test_what_takes_long_is_told_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library(tmp_path)
    told: list[str] = []
    monkeypatch.setattr("reader.storage.view.LARGE", 1000)
    store = open_store(paths_in(tmp_path), clock=Ticking(), device="b-1", entropy=counted(), tell=told.append)
    assert store.annotations()
    assert told == []
    paths_in(tmp_path).index_file.unlink()
    store.view.load()
    assert told == ["checking library.json (0 MB), which was not written here last …"]
