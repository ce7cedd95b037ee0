"""Which backups are kept, and that each is a whole copy."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.errors import Corrupt
from reader.storage.disk.system import REAL
from reader.storage.file.backups import Backup, Packer, backups, keep_backup, outdated, read_copy, unpacked
from tests.storage.conftest import paths_in

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def made(*ages: timedelta) -> list[Backup]:
    return [Backup(Path(f"{n}"), NOW - age) for n, age in enumerate(sorted(ages))]


@settings(deadline=None)
@given(st.lists(st.timedeltas(timedelta(), timedelta(days=60)), max_size=120, unique=True))
def test_the_newest_and_one_an_hour_and_a_day_are_kept(ages: list[timedelta]) -> None:
    there = made(*ages)
    gone = outdated(there, NOW)
    kept = [backup for backup in there if backup not in gone]
    assert there[:10] == kept[:10]
    for backup in there:
        age = NOW - backup.made
        if age < timedelta(days=1):
            assert any(one.made.strftime("%j%H") == backup.made.strftime("%j%H") for one in kept)
        elif age < timedelta(days=30):
            assert any(one.made.date() == backup.made.date() for one in kept)
    # No hour, day or month makes them grow without end: 10 newest, 25 hours, 31 days.
    assert len(kept) <= 10 + 25 + 31


def test_named_ones_are_kept_for_a_month(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    keep_backup(REAL, paths, gzip.compress(b"{}"), NOW, device="anna-00000001", name="before-merge")
    for n in range(1, 30):
        keep_backup(REAL, paths, gzip.compress(b"{}"), NOW + timedelta(minutes=n), device="anna-00000001")
    found = backups(REAL, paths)
    assert len(found) == 11
    assert [backup.name for backup in found if backup.name] == ["before-merge"]
    assert {backup.device for backup in found} == {"anna-00000001"}


def test_names_stay_in_the_order_of_writing_when_the_clock_goes_back(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    first = keep_backup(REAL, paths, b"", NOW, device="a-1")
    second = keep_backup(REAL, paths, b"", NOW - timedelta(days=1), device="a-1")
    assert [backup.path for backup in backups(REAL, paths)] == [second, first]


def test_files_of_other_names_are_no_backups_and_stay(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    paths.backups.mkdir()
    for name in ("notes.txt", "20261122T.json.gz", "99999999T999999999999Z.json.gz"):
        (paths.backups / name).touch()
    assert backups(REAL, paths) == []
    keep_backup(REAL, paths, b"", NOW, device="a-1")
    assert len(list(paths.backups.iterdir())) == 4


def test_a_packed_copy_is_one_that_any_tool_unpacks(tmp_path: Path) -> None:
    packer = Packer()
    for piece in (b'{"annotations":', b"{}}"):
        packer.add(piece)
    packed = packer.packed()
    assert gzip.decompress(packed) == unpacked(packed) == b'{"annotations":{}}'
    (tmp_path / "copy").write_bytes(packed[:-6])
    with pytest.raises(Corrupt):
        read_copy(REAL, tmp_path / "copy")
