"""A library of 64 MB, or a copy of one, costs no more memory than is promised, whichever way it comes in.

Each way runs as a program of its own, which says at its end how much it had at most.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.domain.merge import value_hash
from reader.domain.ports import Change
from reader.storage.compaction import compact
from reader.storage.file.doc_ids import number_rows
from reader.storage.file.writing import Writer
from reader.storage.rows.schema import LIBRARY, TABLE, schema_row
from tests.storage.scale import seeded
from tests.terminal.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.domain.merge import Row, Rows, Tables

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the peak is told by /proc")]

MOST = 256
"""MB that anything in a folder or an archive may cost."""
COUNT, WORDS = 16_000, 200
RUN = """
import sys
from atexit import register
def tell():
    with open("/proc/self/status") as status:
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
    print("PEAK", int(peak) >> 10, file=sys.__stderr__)
register(tell)
from reader.__main__ import main
sys.exit(main())
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two libraries of 64 MB that have an article in common, and half of their annotations."""
    folder, rng = tmp_path_factory.mktemp("large"), seeded("large")
    words = [f"word{n}" for n in range(2000)]
    files = folder / "one.json", folder / "other.json"
    for machine, (file, first) in enumerate(zip(files, (0, COUNT // 2), strict=True)):
        rows: Rows = {}
        for n in range(first, first + COUNT):
            note = f"note {n} " + " ".join(rng.choices(words, k=2 * WORDS))
            fields = {"article": "article-1", "note": note if n % 2 else f"the same {n} {'word ' * WORDS}"}
            rows[f"a-{n}"] = _row("annotation", f"a-{n}", n, machine if n % 2 else 0, fields)
        tables: Tables = {
            "annotations": rows,
            "articles": {"article-1": _row("article", "article-1", 1, 0, {"title": "Otters"})},
            TABLE: {LIBRARY: schema_row(1)},
        }
        with file.open("wb") as written:
            written.writelines(_written(tables))
        assert file.stat().st_size > 60 << 20
    return files


def _written(tables: Tables) -> list[bytes]:
    pieces: list[bytes] = []
    Writer(pieces.append).write({name: number_rows(found) for name, found in tables.items()})
    return pieces


def _row(kind: str, uuid: str, n: int, machine: int, fields: dict[str, str]) -> Row:
    stamped = {
        name: {f"0195a{n:08x}-0000-anna-0000000{machine}-{value_hash(name, value)}-abcd": value}
        for name, value in fields.items()
    }
    return {"uuid": uuid, "kind": kind, "f": stamped, "dead": []}


def run(home: Home, *arguments: str | Path) -> str:
    """Let the program do something, and hold how much memory it took; what it said."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        env={**os.environ, **home.environment},
        capture_output=True,
        text=True,
        check=False,
    )
    peak = int(done.stderr.split("PEAK")[1])
    print(f"{arguments[0]}: {peak} MB")
    assert peak <= MOST, f"{arguments[0]} took {peak} MB"
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def home(large: tuple[Path, Path], tmp_path: Path) -> Home:
    shutil.copy(large[0], tmp_path / "library.json")
    return Home(tmp_path)


def _packed(file: Path, folder: Path) -> Path:
    packed = folder / "copy.json.gz"
    packed.write_bytes(gzip.compress(file.read_bytes(), 1))
    return packed


def _set_in(file: Path, folder: Path) -> Path:
    copy = folder / "copy.json"
    with copy.open("w") as written:
        json.dump(json.loads(file.read_bytes()), written, indent=1)
    return copy


@pytest.mark.parametrize("shape", [lambda file, _: file, _packed, _set_in])
def test_merging(home: Home, large: tuple[Path, Path], shape: object) -> None:
    assert callable(shape)
    said = run(home, "merge", shape(large[1], home.folder))
    assert f"{COUNT // 2} new" in said
    assert len(home.store().annotations()) == COUNT * 3 // 2


def test_a_folder_and_what_lies_beside_the_library(home: Home, large: tuple[Path, Path], tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    shutil.copy(large[1], folder / "reader.other-00000002.json")
    cut = large[1].read_bytes()[: 50 << 20]
    (folder / "reader.third-00000003.json").write_bytes(cut)
    (tmp_path / "library.sync-conflict-20260101-101010-ABCDEFG.json").write_bytes(cut)
    (tmp_path / "library-work.json").write_bytes(cut)
    said = run(home, "sync", folder)
    assert "reader.third-00000003.json: cannot be read" in said
    assert len(home.store().annotations()) == COUNT * 3 // 2
    run(home, "doctor")


def test_bringing_back_a_backup_of_what_was_all_deleted(home: Home) -> None:
    run(home, "backup")
    store = home.store()
    store.save_annotations([Change(one, None) for one in store.annotations()])
    compact(store)
    store.close()
    (backup,) = (home.folder / "backups").glob("*.by-hand.json.gz")
    made = backup.name
    when = f"{made[:4]}-{made[4:6]}-{made[6:8]}T{made[9:11]}:{made[11:13]}:{made[13:15]}.{made[15:21]}+00:00"
    assert f"{COUNT} new" in run(home, "backup", "--restore", when)
    assert len(home.store().annotations()) == COUNT


def test_an_older_file_in_the_place_of_the_library(home: Home) -> None:
    run(home, "backup")
    tables = json.loads((home.folder / "library.json").read_bytes())
    older = {name: rows if name == TABLE else dict(sorted(rows.items())[:100]) for name, rows in tables.items()}
    (home.folder / "library.json").write_text(json.dumps(older))
    assert "Otters" in run(home, "list")
    assert "Otters" in run(home, "list")
    run(home, "sync", home.folder)
    assert len(home.store().annotations()) == COUNT


@pytest.mark.parametrize("has_backup", [False, True])
@pytest.mark.parametrize("sign", ["note", "\N{OTTER}"])
def test_the_library_with_the_markers_of_git_in_it(home: Home, sign: str, has_backup: bool) -> None:
    if has_backup:
        run(home, "backup")
    file = home.folder / "library.json"
    lines = file.read_bytes().replace(b"note 11", f"{sign} 11".encode()).splitlines(keepends=True)
    at = COUNT // 2
    theirs = [line.replace(b"word", b"Word") for line in lines[at : at + 20]]
    marked = [b"<<<<<<< HEAD\n", *lines[at : at + 20], b"=======\n", *theirs, b">>>>>>> other\n"]
    file.write_bytes(b"".join([*lines[:at], *marked, *lines[at + 20 :]]))
    assert "records could be read out of it" in run(home, "list")
    run(home, "doctor", "--repair")
    found = home.store().annotations()
    assert len(found) == COUNT
    assert any(sign in one.note for one in found)


def test_a_library_that_is_gone(home: Home) -> None:
    run(home, "backup")
    (home.folder / "library.json").unlink()
    assert "its newest backup was read" in run(home, "list")


def test_the_merge_driver(home: Home, large: tuple[Path, Path], tmp_path: Path) -> None:
    ours = tmp_path / "ours.json"
    for theirs in (large[1], _set_in(large[1], tmp_path)):
        shutil.copy(large[0], ours)
        run(home, "merge-driver", large[0], ours, theirs)
        assert len(json.loads(ours.read_bytes())["annotations"]) == COUNT * 3 // 2


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_after_a_merge_that_dropped_a_side(home: Home, large: tuple[Path, Path], tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        options = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.compression=0")
        subprocess.run(["git", "-C", str(tmp_path), *options, *arguments], check=False, capture_output=True)

    git("init", "-q", "-b", "main")
    git("config", "user.name", "x")
    git("config", "user.email", "x@example.org")
    git("add", "library.json")
    git("commit", "-qm", "one")
    git("checkout", "-qb", "side")
    shutil.copy(large[1], tmp_path / "library.json")
    git("commit", "-qam", "other")
    git("checkout", "-q", "main")
    (tmp_path / "library.json").write_bytes(large[0].read_bytes().replace(b"note 1 ", b"note one "))
    git("commit", "-qam", "edited")
    git("merge", "-qs", "ours", "-m", "dropped", "side")
    run(home, "sync", "git")
    assert len(home.store().annotations()) == COUNT * 3 // 2


PAGE = {"slug": "s0", "title": "Otters", "url": "https://example.org/0", "labels": []}
ARCHIVES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "brackets": ("metadata_0_to_1.json", lambda: b"[" + b"{}," * 5_000_000 + b"{}]", "would use up memory"),
    "a bomb": ("metadata_0_to_1.json", lambda: b"[" + b" " * 15_000_000 + b"]", "packed to use up memory"),
    "a large file": ("highlights/s0.md", lambda: b"> " + b"a" * 20_000_000, "larger than"),
    "quotes": (
        "highlights/s0.md",
        lambda: b"".join(b"> %d\n\n" % n for n in range(1_000_000)),
        "more than 20,000 highlights",
    ),
    "brackets of EPUB": (
        "annotations.json",
        lambda: b'{"a":[' + b"[]," * 5_000_000 + b"[]]}",
        "would use up memory",
    ),
}
"""File, what is in it, why it is refused. Made by who needs it: every worker reads this."""


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive(name: str, tmp_path: Path) -> None:
    archive, home = tmp_path / "notes.zip", Home(tmp_path)
    inside, data, why = ARCHIVES[name]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED if "bomb" in name else zipfile.ZIP_STORED) as packed:
        if not inside.startswith("annotations"):
            packed.writestr("metadata_0_to_2.json", json.dumps([PAGE]))
        packed.writestr(inside, data())
        packed.writestr("rest", os.urandom(1 << 10))
    assert why in run(home, "import", archive)


def test_an_archive_of_many_highlights(tmp_path: Path) -> None:
    archive, home = tmp_path / "notes.zip", Home(tmp_path)
    blocks = (f"> quote {n} {'word ' * 40}\n\nnote {n}" for n in range(19_000))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("metadata_0_to_1.json", json.dumps([PAGE]))
        packed.writestr("highlights/s0.md", "\n\n".join(blocks))
    assert "19000 new" in run(home, "import", archive)


def test_an_archive_of_many_articles(tmp_path: Path) -> None:
    archive, home, rng = tmp_path / "notes.zip", Home(tmp_path), seeded("articles")
    words = [f"word{n}" for n in range(2000)]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        pages = [
            {**PAGE, "slug": f"s{n}", "title": f"Otters {n}", "url": f"https://example.org/{n}"} for n in range(2500)
        ]
        packed.writestr("metadata_0_to_2500.json", json.dumps(pages))
        for page in pages:
            blocks = (f"> {' '.join(rng.choices(words, k=100))}\n\nnote {n}" for n in range(8))
            packed.writestr(f"highlights/{page['slug']}.md", "\n\n".join(blocks))
    assert "20000 new" in run(home, "import", archive)


def test_an_archive_of_a_book(tmp_path: Path) -> None:
    archive, home, rng = tmp_path / "book.annotations", Home(tmp_path), seeded("book")
    words = [f"word{n}" for n in range(2000)]
    items = [
        {
            "id": f"urn:uuid:{n:08x}-0000-4000-8000-000000000000",
            "type": "Annotation",
            "created": "2026-01-02T03:04:05Z",
            "body": {"type": "TextualBody", "value": f"note {n}"},
            "target": {
                "source": f"c{n % 40}.xhtml",
                "selector": {"type": "TextQuoteSelector", "exact": " ".join(rng.choices(words, k=30))},
            },
        }
        for n in range(24_000)
    ]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        book = {"@context": "https://www.w3.org/ns/epub-anno.jsonld", "about": {"dc:title": "Otters"}, "items": items}
        packed.writestr("annotations.json", json.dumps(book))
    assert "24000 new" in run(home, "import", archive)
