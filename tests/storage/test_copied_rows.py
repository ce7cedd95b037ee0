"""Copies that are read record by record say the same as those that are read whole, and cost no memory."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import Corrupt, NotFound
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.copies import absorbing
from reader.storage.copies.absorbing import absorb, absorb_file
from reader.storage.file.backups import read_copy
from reader.storage.file.copied_rows import SMALL, CopiedRows, read_whole
from reader.storage.file.record_scan import Doubtful
from tests.storage.conftest import store_in
from tests.storage.records import annotation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.storage import FileStore


@pytest.fixture
def theirs(tmp_path: Path) -> FileStore:
    """A library of nine records, some of them edited and deleted."""
    store = store_in(tmp_path / "theirs", "bert-00000002")
    store.save_annotations([Change(None, annotation(f"a-{n}", note=f"note {n}")) for n in range(9)])
    one, two, *_ = sorted(store.annotations())
    store.save_annotations([Change(one, one._replace(note="edited")), Change(two, None)])
    compact(store)
    return store


def test_the_rows_are_those_of_the_whole(theirs: FileStore) -> None:
    found: dict[str, dict[str, object]] = {}
    for table, row in CopiedRows(theirs.system, theirs.paths.file):
        found.setdefault(table, {})[row["uuid"]] = row
    assert found == {name: rows for name, rows in read_copy(theirs.system, theirs.paths.file).items() if rows}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(("at_once", "much"), [(1_000, 0), (4 << 20, 1 << 20)])
def test_a_copy_is_joined_in_pieces_as_it_is_whole(
    theirs: FileStore, tmp_path: Path, at_once: int, much: int, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(absorbing, "AT_ONCE", at_once)
    monkeypatch.setattr(absorbing, "MUCH", much)
    file = theirs.paths.file
    if packed:
        file = tmp_path / "copy.json.gz"
        file.write_bytes(gzip.compress(theirs.paths.file.read_bytes()))
    stores = []
    for name in ("pieces", "whole"):
        mine = store_in(tmp_path / name)
        mine.save_annotations([Change(None, annotation(f"b-{n}", note="mine")) for n in range(3)])
        stores.append(mine)
    pieces, whole = absorb_file(stores[0], file), absorb(stores[1], read_copy(stores[1].system, file), file.name)
    assert pieces == whole
    assert sorted(stores[0].annotations()) == sorted(stores[1].annotations())
    assert str(absorb_file(stores[0], file)).endswith("nothing new")


OTHERWISE: dict[str, Callable[[bytes], bytes]] = {
    "set in": lambda data: json.dumps(json.loads(data), indent=2).encode(),
    "set in and packed": lambda data: gzip.compress(json.dumps(json.loads(data), indent=1).encode()),
    "in another order": lambda data: json.dumps(dict(reversed(json.loads(data).items()))).encode(),
    "a mark before it": lambda data: b"\xef\xbb\xbf" + data,
    "more behind": lambda data: data + b"\n \n",
    "no schema": lambda data: json.dumps({n: t for n, t in json.loads(data).items() if n != "library"}).encode(),
    "a table of others": lambda data: json.dumps({**json.loads(data), "todo": {"1": {"do": "buy"}}}).encode(),
    "a note of another tool": lambda data: data.replace(b'"note":"note 5"', b'"note":"by hand"', 1),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_stands_otherwise_is_read_row_by_row_too(theirs: FileStore, tmp_path: Path, name: str) -> None:
    file = tmp_path / "copy.json"
    file.write_bytes(OTHERWISE[name](theirs.paths.file.read_bytes()))
    found: dict[str, dict[str, object]] = {}
    for table, row in CopiedRows(theirs.system, file):
        found.setdefault(table, {})[row["uuid"]] = row
    assert found == {name: rows for name, rows in read_copy(theirs.system, file).items() if rows}


UNUSUAL: dict[str, Callable[[bytes], bytes]] = {
    "no end": lambda data: data.rstrip(b"\n}"),
    "twice": lambda data: data.replace(b"\n}", b",\n" + data.split(b"\n")[2].rstrip(b",") + b"\n}", 1),
    "a comma": lambda data: data.replace(b"\n}", b",\n}", 1),
    "no comma": lambda data: data.replace(b"},\n", b"}\n", 1),
    "cut in a row": lambda data: data[: len(data) // 2],
    "not packed as it says": lambda data: gzip.compress(data)[:-9],
    "packed twice": lambda data: gzip.compress(gzip.compress(data)),
    "empty": lambda _: b"",
    "no table": lambda _: b"[]",
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_not_whole_is_refused_and_nothing_of_it_is_written(
    theirs: FileStore, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "copy.json"
    file.write_bytes(UNUSUAL[name](theirs.paths.file.read_bytes()))
    mine = store_in(tmp_path / "mine")
    with pytest.raises(Corrupt, match=r"copy\.json"):
        absorb_file(mine, file)
    assert not mine.annotations()


def test_one_id_under_two_numbers_is_read_whole_and_is_one(theirs: FileStore, tmp_path: Path) -> None:
    tables = json.loads(theirs.paths.file.read_bytes())
    rows = tables["annotations"]
    rows["7"] = next(one for one in rows.values() if one.get("note") == "note 5")
    file = tmp_path / "copy.json"
    file.write_text(json.dumps(tables))
    with pytest.raises(Doubtful):
        list(CopiedRows(theirs.system, file))
    assert absorb_file(store_in(tmp_path / "mine"), file).added == 8


@pytest.mark.parametrize("name", ["annotations", "of_others"])
@pytest.mark.slow
def test_a_record_that_would_make_the_library_too_heavy_to_read_again_is_refused(tmp_path: Path, name: str) -> None:
    file, mine = tmp_path / "copy.json", store_in(tmp_path / "mine")
    file.write_bytes(b'{"%b":{"1":{"a":[%b[]]}}}' % (name.encode(), b"[]," * 400_000))
    with pytest.raises(Corrupt, match="use up memory"):
        absorb_file(mine, file)
    assert not mine.system.exists(mine.paths.file)


def test_what_is_not_whole_and_large_is_not_read_whole(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    file = tmp_path / "copy.json"
    with file.open("wb") as copy:
        copy.write(b'{"annotations":{')
        copy.truncate(SMALL + 1)
    with pytest.raises(Corrupt, match="larger than"):
        read_whole(store.system, file)
    with pytest.raises(Corrupt, match="larger than"):
        absorb_file(store, file)


def test_a_pipe_is_not_waited_for_and_a_link_is_followed(theirs: FileStore, tmp_path: Path) -> None:
    pipe, link, mine = tmp_path / "pipe.json", tmp_path / "link.json", store_in(tmp_path / "mine")
    os.mkfifo(pipe)
    link.symlink_to(theirs.paths.file)
    with pytest.raises(NotFound, match="not a regular file"):
        absorb_file(mine, pipe)
    assert absorb_file(mine, link).added == 8


@pytest.mark.slow
def test_a_copy_that_brings_nothing_costs_no_memory(tmp_path: Path) -> None:
    store = store_in(tmp_path / "theirs", "bert-00000002")
    note = "words of a note " * 60
    store.save_annotations([Change(None, annotation(f"a-{n}", note=note)) for n in range(1_200)])
    compact(store)
    mine = store_in(tmp_path / "mine")
    absorb_file(mine, store.paths.file)
    compact(mine)
    peaks = []
    for join in (absorb_file, lambda mine, file: absorb(mine, read_copy(mine.system, file), "x")):
        tracemalloc.start()
        try:
            assert str(join(mine, store.paths.file)).endswith("nothing new")
            peaks.append(tracemalloc.get_traced_memory()[1])
        finally:
            tracemalloc.stop()
    assert 2 * peaks[0] < peaks[1]
