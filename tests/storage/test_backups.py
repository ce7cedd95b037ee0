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
from reader.storage.file.backups import Backup, Packer, backups, keep_backup, list_outdated, read_copy, unpack
from tests.storage.conftest import paths_in

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def made(*ages: timedelta) -> list[Backup]:
    return [Backup(Path(f"{n}"), NOW - age) for n, age in enumerate(sorted(ages))]


@settings(deadline=None)
@given(st.lists(st.timedeltas(timedelta(), timedelta(days=60)), max_size=120, unique=True))
def test_the_newest_and_one_an_hour_and_a_day_are_kept(ages: list[timedelta]) -> None:
    there = made(*ages)
    gone = list_outdated(there, NOW)
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
    keep_backup(REAL, paths, [gzip.compress(b"{}")], NOW, device="anna-00000001", name="before-merge")
    for n in range(1, 30):
        keep_backup(REAL, paths, [gzip.compress(b"{}")], NOW + timedelta(minutes=n), device="anna-00000001")
    found = backups(REAL, paths)
    assert len(found) == 11
    assert [backup.name for backup in found if backup.name] == ["before-merge"]
    assert {backup.device for backup in found} == {"anna-00000001"}


def test_names_stay_in_the_order_of_writing_when_the_clock_goes_back(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    first = keep_backup(REAL, paths, [b""], NOW, device="a-1")
    second = keep_backup(REAL, paths, [b""], NOW - timedelta(days=1), device="a-1")
    assert [backup.path for backup in backups(REAL, paths)] == [second, first]


def a_day(folder: Path, day: float) -> None:
    """A few backups, an hour apart, so many days from now."""
    for hour in range(4):
        keep_backup(REAL, paths_in(folder), [b""], NOW + timedelta(days=day, hours=hour), device="a-1")


def days_of(folder: Path) -> set[int]:
    return {(backup.made.date() - NOW.date()).days for backup in backups(REAL, paths_in(folder))}


@pytest.mark.parametrize("ahead", [3, 100, 20_000])
def test_a_clock_that_was_ahead_once_drops_no_backup_and_dates_none_of_the_later_ones(
    tmp_path: Path, ahead: int
) -> None:
    for day in range(12):
        a_day(tmp_path, day)
    wrong = keep_backup(REAL, paths_in(tmp_path), [b"wrong"], NOW + timedelta(days=ahead + 12), device="a-1")
    assert backups(REAL, paths_in(tmp_path))[0].path == wrong
    assert days_of(tmp_path) >= set(range(12))
    for day in range(12, 24):
        a_day(tmp_path, day)
    assert days_of(tmp_path) == set(range(24))
    assert [one for one in backups(REAL, paths_in(tmp_path)) if one.path.read_bytes() == b"wrong"]


def test_a_clock_that_went_back_to_1970_drops_and_renames_none(tmp_path: Path) -> None:
    for day in range(12):
        a_day(tmp_path, day)
    before = {one.path for one in backups(REAL, paths_in(tmp_path))}
    keep_backup(REAL, paths_in(tmp_path), [b""], NOW - timedelta(days=15_000), device="a-1")
    assert before <= {one.path for one in backups(REAL, paths_in(tmp_path))}


def test_after_a_long_pause_the_rota_waits_and_goes_on(tmp_path: Path) -> None:
    for day in (*range(12), *range(60, 63)):
        a_day(tmp_path, day)
    assert days_of(tmp_path) == {*range(12), *range(60, 63)}
    a_day(tmp_path, 63)
    assert days_of(tmp_path) == set(range(60, 64))


def test_files_of_other_names_are_no_backups_and_stay(tmp_path: Path) -> None:
    paths = paths_in(tmp_path)
    paths.backups.mkdir()
    for name in ("notes.txt", "20261122T.json.gz", "99999999T999999999999Z.json.gz"):
        (paths.backups / name).touch()
    assert backups(REAL, paths) == []
    keep_backup(REAL, paths, [b""], NOW, device="a-1")
    assert len(list(paths.backups.iterdir())) == 4


def test_a_packed_copy_is_one_that_any_tool_unpacks(tmp_path: Path) -> None:
    packer = Packer()
    for piece in (b'{"annotations":', b"{}}"):
        packer.add(piece)
    packed = b"".join(packer.packed())
    assert gzip.decompress(packed) == unpack(packed) == b'{"annotations":{}}'
    (tmp_path / "copy").write_bytes(packed[:-6])
    with pytest.raises(Corrupt):
        read_copy(REAL, tmp_path / "copy")
