"""Libraries that are damaged anywhere: every record that is still whole is shown, and no question stands still.

`pytest -m slow tests/storage/test_damaged.py` damages 3,000 of them (READER_TEST_SCALE for more).
"""

from __future__ import annotations

import gzip
import json
import shutil
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import Corrupt
from reader.domain.ports import Change
from reader.storage.compaction import compact
from tests.storage.conftest import store_in
from tests.storage.records import annotation, article
from tests.storage.scale import scaled, seeded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from reader.storage import FileStore

ARTICLES = ("article-0", "article-1", "article-2")
COUNT = 24


def flip(data: bytes, rng: Random) -> bytes:
    """A bit is another one, in one to eight places."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    return bytes(out)


def zero(data: bytes, rng: Random) -> bytes:
    """A block was never written."""
    start, size = rng.randrange(len(data)), rng.choice((1, 64, 512, 4096))
    return data[:start] + bytes(min(size, len(data) - start)) + data[start + size :]


def cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def hole(data: bytes, rng: Random) -> bytes:
    """A piece is missing."""
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.choice((1, 20, 700)) :]


def twice(data: bytes, rng: Random) -> bytes:
    """A piece stands there twice."""
    start = rng.randrange(len(data))
    return data[: start + rng.choice((1, 20, 700))] + data[start:]


def noise(data: bytes, rng: Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + rng.randbytes(rng.choice((1, 30, 900))) + data[start:]


def mixed(data: bytes, rng: Random) -> bytes:
    """Two versions of it, one after the other within a block."""
    at = rng.randrange(len(data)) // 512 * 512
    return data[:at] + data[: len(data) - at]


DAMAGES = (flip, zero, cut, hole, twice, noise, mixed)


def written(folder: Path) -> bytes:
    """A library of three articles, written whole, with no other copy of it."""
    store = store_in(folder)
    store.save_articles([Change(None, article(name, title=name)) for name in ARTICLES])
    store.save_annotations(
        [
            Change(None, annotation(f"note-{n:02d}", article_id=ARTICLES[n % 3], note=f"Größe {n}", tags=("ä/b",)))
            for n in range(COUNT)
        ]
    )
    compact(store)
    return (folder / "library.json").read_bytes()


def only(folder: Path, data: bytes, journal: bytes = b"") -> FileStore:
    """A library of which there is this file and this journal, and nothing else."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if data:
        (folder / "library.json").write_bytes(data)
    if journal:
        (folder / "library.other-00000002.journal").write_bytes(journal)
    return store_in(folder)


def whole_rows(good: bytes, broken: bytes) -> set[str]:
    """The annotations whose records stand in the broken bytes as they were written."""
    rows = [line.rstrip(b",") for line in good.split(b"\n") if line.startswith(b'"')]
    return {
        json.loads(row.partition(b":")[2])["uuid"]
        for row in rows
        if row.partition(b":")[2] in broken and b'"annotation"' in row
    }


def check_shown(store: FileStore, whole: set[str]) -> None:
    """All of these are shown, under an article that is shown too."""
    try:
        shown = {one.id: one for one in store.annotations()}
    except Corrupt:
        assert not whole
        return
    assert whole <= shown.keys(), f"hidden: {sorted(whole - shown.keys())}"
    articles = {one.id for one in store.articles()}
    assert {one.article_id for one in shown.values()} <= articles
    found = {one.id for name in articles for one in store.annotations(name)}
    assert found == shown.keys()


def check_file(folder: Path, good: bytes, rng: Random) -> None:
    broken = rng.choice(DAMAGES)(good, rng)
    check_shown(only(folder, broken), whole_rows(good, broken))


@scaled(quick=60, floor=1500, stretch=10_000)
@pytest.mark.slow
def test_every_record_that_is_whole_in_a_damaged_file_is_shown(tmp_path: Path, rounds: int) -> None:
    rng = seeded("file")
    good = written(tmp_path / "good")
    for _ in range(rounds):
        check_file(tmp_path / "broken", good, rng)


def journal_of(folder: Path) -> bytes:
    """What one import and a few acts leave in a journal."""
    store = store_in(folder, "other-00000002")
    store.save_articles([Change(None, article(name, title=name)) for name in ARTICLES])
    store.save_annotations([Change(None, annotation(f"note-{n:02d}", article_id=ARTICLES[n % 3])) for n in range(16)])
    for n in range(16, COUNT):
        store.save_annotations([Change(None, annotation(f"note-{n:02d}", article_id=ARTICLES[n % 3]))])
    return store.paths.journal(store.device).read_bytes()


def whole_in_journal(good: bytes, broken: bytes) -> set[str]:
    """The annotations whose rows stand whole in what is left of the acknowledged lines."""
    end = broken.rfind(b"\n") + 1
    rows = {row["uuid"]: row for line in good.splitlines() for row in json.loads(line).get("annotations", ())}
    forms = {name: json.dumps(row, separators=(",", ":"), ensure_ascii=False).encode() for name, row in rows.items()}
    return {name for name, form in forms.items() if form in broken[:end]}


def check_journal(folder: Path, good: bytes, rng: Random) -> None:
    broken = rng.choice(DAMAGES)(good, rng)
    check_shown(only(folder, b"", broken), whole_in_journal(good, broken))


@scaled(quick=40, floor=1500, stretch=10_000)
def test_every_record_that_is_whole_in_a_damaged_journal_is_shown(tmp_path: Path, rounds: int) -> None:
    rng = seeded("journal")
    good = journal_of(tmp_path / "good")
    assert len(whole_in_journal(good, good)) == COUNT
    for _ in range(rounds):
        check_journal(tmp_path / "broken", good, rng)


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: data.decode().encode("utf-16")], ids=["gzip", "utf-16"])
def test_what_is_left_of_a_packed_or_widened_file_is_shown(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    good = written(tmp_path / "good")
    packed = pack(good)
    shown = only(tmp_path / "broken", packed[: len(packed) * 4 // 5]).annotations()
    assert len(shown) > COUNT / 2


def test_a_record_longer_than_what_is_looked_at_first_is_shown(tmp_path: Path) -> None:
    long = "Größe\n" * 100_000
    store = store_in(tmp_path / "good")
    store.save_annotations([Change(None, annotation(name, note=note)) for name, note in (("a", long), ("b", "short"))])
    compact(store)
    broken = (tmp_path / "good" / "library.json").read_bytes()[:-8]
    assert {one.note for one in only(tmp_path / "broken", broken).annotations()} == {long, "short"}


def test_a_table_whose_name_was_damaged_hides_nothing(tmp_path: Path) -> None:
    good = written(tmp_path / "good")
    for name in (b'"annotations"', b'"articles"'):
        broken = good.replace(name, name.replace(b"t", b"5", 1))
        assert broken != good
        store = only(tmp_path / "broken", broken)
        check_shown(store, whole_rows(good, broken))
        assert {one.id for one in store.articles()} == set(ARTICLES)
        assert compact(store)
        check_shown(store_in(tmp_path / "broken"), whole_rows(good, good))


BOMBS = {
    "deep objects": b'{"annotations":' + b'{"a":' * 40_000,
    "objects in objects": b'{"a":{' * 30_000,
    "beginnings of texts": b'"a":{"x":"' * 30_000,
    "beginnings of rows": b'{"schema":1,"annotations":[' + b'{"uuid":' * 30_000,
    "deep lists": b"[" * 100_000,
    "a long number": b'{"annotations":{"' + b"9" * 400_000 + b'":{"note":1}}}',
    "deep rows": (b'"1":{"f":' + b"[1," * 2000 + b"]" * 2000 + b"},") * 40,
}


@pytest.mark.slow
@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("where", ["file", "journal"])
def test_what_was_made_to_be_slow_ends(tmp_path: Path, bomb: str, where: str) -> None:
    files = {"file": (BOMBS[bomb], b""), "journal": (b"", BOMBS[bomb] + b"\n")}[where]
    check_shown(only(tmp_path / "broken", *files), set())


MUTANTS = {
    "a salvage that leaves out what has no article": ("store.make_up", lambda *_: None, check_file, written),
    "a salvage of files that finds nothing": ("file.checked_file.salvage", lambda _: {}, check_file, written),
    "a damaged line of which nothing is read": ("journal._whole_records", lambda _: [], check_journal, journal_of),
}


def damage_often(folder: Path, good: bytes, check: Callable[[Path, bytes, Random], None]) -> None:
    rng = seeded("mutant")
    for _ in range(60):
        check(folder, good, rng)


@pytest.mark.parametrize("name", MUTANTS)
def test_the_tests_catch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    where, wrong, check, make = MUTANTS[name]
    good = make(tmp_path / "good")
    monkeypatch.setattr(f"reader.storage.{where}", wrong)
    with pytest.raises(AssertionError):
        damage_often(tmp_path / "broken", good, check)


def test_a_row_of_a_journal_says_itself_what_it_is(tmp_path: Path) -> None:
    good = journal_of(tmp_path / "good")
    broken = good.replace(b'"annotations":[', b'"articles":[')
    assert broken != good
    check_shown(only(tmp_path / "broken", b"", broken), whole_in_journal(good, good))
