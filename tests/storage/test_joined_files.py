"""Library files that are joined as they are written say what the whole of both would."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reader.domain.merge import join_tables
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.copies.git import merge_driver
from reader.storage.disk.system import REAL
from reader.storage.file.backups import read_copy
from reader.storage.file.doc_ids import number_rows
from reader.storage.file.joined_files import join_files
from reader.storage.file.record_scan import Doubtful
from reader.storage.file.writing import Writer
from tests.storage.conftest import store_in
from tests.storage.records import annotation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def sides(tmp_path: Path) -> tuple[Path, Path]:
    """Two libraries that have records in common, edited and deleted on either side, and some of their own."""
    one, other = store_in(tmp_path / "one", "anna-00000001"), store_in(tmp_path / "other", "bert-00000002")
    one.save_annotations([Change(None, annotation(f"both-{n}", note=f"note {n}")) for n in range(6)])
    compact(one)
    other.system.make_folder(other.paths.folder)
    other.paths.file.write_bytes(one.paths.file.read_bytes())
    for name, store in (("one", one), ("other", other)):
        found = {record.id: record for record in store.annotations()}
        store.save_annotations([Change(found["both-1"], found["both-1"]._replace(note=name))])
        store.save_annotations([Change(found["both-2" if name == "one" else "both-3"], None)])
        store.save_annotations([Change(None, annotation(f"{name}-{n}", note=name)) for n in range(4)])
        compact(store)
    return one.paths.file, other.paths.file


def whole(*files: Path) -> bytes:
    written = bytearray()
    tables = join_tables([read_copy(REAL, file) for file in files])
    Writer(written.extend).write({name: number_rows(rows) for name, rows in tables.items()})
    return bytes(written)


SHAPES: dict[str, Callable[[bytes], bytes]] = {
    "as it is written": lambda data: data,
    "set in": lambda data: json.dumps(json.loads(data), indent=1).encode(),
    "edited by hand": lambda data: data.replace(b'"note":"other"', b'"note":"by hand"', 1),
    "without a record": lambda data: b"\n".join(data.split(b"\n")[:2] + data.split(b"\n")[3:]),
    "with a table of others": lambda data: json.dumps({**json.loads(data), "todo": {"1": {"do": "buy"}}}).encode(),
    "of annotations only": lambda data: json.dumps({"annotations": json.loads(data)["annotations"]}).encode(),
    "empty": lambda _: b"{}",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("turned", [False, True])
def test_the_join_is_that_of_the_whole(sides: tuple[Path, Path], shape: str, turned: bool) -> None:
    one, other = sides
    other.write_bytes(SHAPES[shape](other.read_bytes()))
    files = (other, one) if turned else (one, other)
    wanted = whole(*files)
    written = bytearray()
    join_files(REAL, files, written.extend)
    assert bytes(written) == wanted
    assert merge_driver(one, *files)
    assert files[0].read_bytes() == wanted


def test_two_documents_of_another_program_under_one_number_are_both_kept(sides: tuple[Path, Path]) -> None:
    for n, file in enumerate(sides):
        file.write_text(json.dumps({**json.loads(file.read_bytes()), "todo": {"1": {"do": f"buy {n}"}}}))
    written = bytearray()
    join_files(REAL, sides, written.extend)
    assert {one["do"] for one in json.loads(written)["todo"].values()} == {"buy 0", "buy 1"}
    assert bytes(written) == whole(*sides)


def test_a_record_under_another_number_is_joined_with_its_own(sides: tuple[Path, Path]) -> None:
    one, other = sides
    tables = json.loads(other.read_bytes())
    rows = tables["annotations"]
    taken = next(number for number, row in rows.items() if row["uuid"] == "both-4")
    rows[str(int(taken) + 1)] = rows.pop(taken)
    other.write_text(json.dumps(tables))
    wanted = whole(one, other)
    assert merge_driver(one, one, other)
    assert one.read_bytes() == wanted


def test_a_side_that_is_not_whole_leaves_all_as_they_were(sides: tuple[Path, Path]) -> None:
    one, other = sides
    other.write_bytes(other.read_bytes()[:-40])
    before = one.read_bytes(), other.read_bytes()
    with pytest.raises(Doubtful):
        join_files(REAL, sides, lambda _: None)
    assert not merge_driver(one, one, other)
    assert (one.read_bytes(), other.read_bytes()) == before
    assert not list(one.parent.glob(".*.part"))
