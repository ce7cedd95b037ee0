"""The command line over anything: no traceback, no standstill, no gigabyte, no empty answer where records are readable.

`pytest -m slow tests/system/test_command_fuzz.py -rP` runs some hundred commands, READER_STRESS=1 before it more;
READER_SEED repeats a run.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reader.storage.compaction import compact
from tests.storage.scale import scaled, seeded
from tests.storage.test_damaged import DAMAGES, whole_rows
from tests.system.conftest import Desk
from tests.terminal.home import reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from random import Random

LIMIT = 30.0
"""Seconds for a command; on a machine with other work too."""
MEMORY = 1 << 30
WORDS = (
    "police",
    "",
    "tag:law",
    'in:"x',
    "is:",
    "since:99999999999d",
    "(",
    "\x1b]0;x\x07",
    "%",
    "-",
    "a" * 5000,
    "\udcff",
)
FILES: dict[str, bytes] = {
    "plain.txt": b"Plenty of people agree. Others do not.\n",
    "empty.txt": b"",
    "mark.txt": b"\xef\xbb\xbf",
    "blank.md": "\u00a0\u2003\n".encode(),
    "binary.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 8,
    "half.epub": b"PK\x03\x04" + bytes(40),
    "deep.html": b"<div>" * 3000 + b"words",
    "escape.md": b"\x1b]0;title\x07 and *words* \x9b31m",
    "long.md": b"<http://a.invalid/" * 3000,
    "bad\udcff\udcfe.md": b"# Bad name\n\nHello there, reader.\n",
    "-dash.md": b"# Dash\n\nHello there, reader.\n",
    "line\nend.md": b"# Line\n\nHello there, reader.\n",
    "clippings.txt": b"Book (A)\n- Your Highlight on page 1 | Location 1-2 | Added on x\n\nwords\n==========\n",
    "notes.json": b'[{"uuid":"x","note":' + b"9" * 5000 + b"}]",
    "t.j2": b"{% for a in articles %}{{ a.nothing.more }}{% endfor %}",
    "s.j2": b"{{ articles | list | tojson }}",
}


def commands(rng: Random) -> list[str]:
    word, file = rng.choice(WORDS), rng.choice(list(FILES))
    path = f"./{file}"
    return rng.choice(
        (
            ["list", word],
            ["list", "--json", word],
            ["notes", word],
            ["notes", "--json"],
            ["search", word],
            ["show", word],
            ["show", "--text", path],
            ["show", "--html", path],
            ["contents", path],
            ["tags"],
            ["versions", path],
            ["highlight", path, "--quote", rng.choice(("Hello there", "words", word)), "--note", word, "--tag", word],
            ["export", "-f", rng.choice(("md", "json", "csv", "org", "html", "w3c", "txt", "koreader"))],
            ["export", "--template", f"./{rng.choice(('t.j2', 's.j2', 'empty.txt', 'binary.pdf'))}"],
            ["import", path],
            ["trash", "--json"],
            ["doctor"],
            ["doctor", "--repair"],
            ["backup"],
            ["merge", path],
            ["keys"],
            ["config"],
            ["--library", path, "notes"],
            [word],
        )
    )


def run(
    desk: Desk, arguments: Sequence[str], stdout: int, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run it; raises where it takes too long."""
    # Some systems let anything be written; here nothing is but what the program sees to.
    environment = {**os.environ, **desk.home.environment, "PYTHONIOENCODING": "utf-8:strict"}
    return subprocess.run(
        [*before, *([] if before else reader()), *(one.replace("\0", "") for one in arguments)],
        env=environment,
        cwd=desk.home.folder / "work",
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=LIMIT,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY)),
    )


def check_calm(desk: Desk, arguments: Sequence[str], before: Sequence[str] = (), *, full: bool = False) -> None:
    """It ends in time with one of our exit codes and says so in sentences, also where the output is `full`."""
    if full:
        with open("/dev/full", "wb") as device:  # noqa: PTH123  (a device)
            done = run(desk, arguments, device.fileno(), before)
    else:
        done = run(desk, arguments, subprocess.PIPE, before)
    said = done.stderr.decode(errors="replace")
    assert "Traceback" not in said, f"{arguments}: {said[-600:]}"
    assert "MemoryError" not in said, arguments
    assert "Exception ignored" not in said, f"{arguments}: {said[-600:]}"
    assert done.returncode in (0, 1, 2), f"{arguments} answered {done.returncode}: {said[-300:]}"
    assert done.returncode == 0 or said.strip(), f"{arguments} answered {done.returncode}, and does not say why"


def filled(desk: Desk) -> bytes:
    """A library with highlights in two articles, written whole; its bytes."""
    work = desk.home.folder / "work"
    work.mkdir()
    for name, data in FILES.items():
        (work / name).write_bytes(data)
    desk.highlight("police", "--all", "--note", "kept", "--tag", "law")
    compact(desk.home.store())
    return desk.home.paths.library.read_bytes()


def damage(desk: Desk, data: bytes) -> None:
    """The library is this file, and nothing beside it knows better."""
    for folder in (desk.home.paths.backups, desk.home.paths.state):
        shutil.rmtree(folder, ignore_errors=True)
    for journal in desk.home.folder.glob("*.journal"):
        journal.unlink()
    desk.home.paths.library.write_bytes(data)


def check_answer(desk: Desk, whole: set[str], before: Sequence[str] = ()) -> None:
    """All annotations that are whole in the library are in `notes` and in the export."""
    for arguments in (["notes", "--json"], ["export", "-f", "json"]):
        done = run(desk, arguments, subprocess.PIPE, before)
        missing = [one for one in whole if one.encode() not in done.stdout]
        assert not missing, f"{arguments}: {len(missing)} of {len(whole)} are missing: {done.stderr.decode()[-300:]}"


def check_many(desk: Desk, rounds: int, rng: Random, before: Sequence[str] = ()) -> None:
    good = filled(desk)
    for _ in range(rounds):
        broken = rng.choice(DAMAGES)(good, rng) if rng.random() < 0.7 else good
        damage(desk, broken)
        check_answer(desk, whole_rows(good, broken), before)
        for _ in range(6):
            check_calm(desk, commands(rng), before, full=rng.random() < 0.2)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a device, and such limits")
@scaled(quick=1, floor=12, stretch=400)
def test_whatever_is_asked_is_answered(desk: Desk, rounds: int) -> None:
    check_many(desk, rounds, seeded("commands"))


MUTANTS = {
    "articles that are not made up": "import reader.storage.store as it; it.make_up = lambda *_: None",
    "a device that is full and not told of": "import reader.cli.answering as it; it.OSError = KeyError",
    "names that are no text": "import reader.cli.answering as it; it._write_everything = lambda: None",
    "a row's number that becomes an integer": (
        "import reader.storage.file.strict as it; it.NUMBER = type('N', (), {'fullmatch': lambda s, n: int(n) or 1})()"
    ),
}
"""What may be broken in the program."""


def broken_library(desk: Desk, before: Sequence[str]) -> None:
    good = filled(desk)
    tables = good.replace(b'"articles":{', b'"articlez":{').replace(b'"kind":"article"', b'"kind":"articlf"')
    damage(desk, tables)
    check_answer(desk, whole_rows(good, tables), before)


def full_device(desk: Desk, before: Sequence[str]) -> None:
    filled(desk)
    check_calm(desk, ["notes"], before, full=True)


def odd_name(desk: Desk, before: Sequence[str]) -> None:
    filled(desk)
    name = "bad\udcff\udcfe.md"
    for arguments in (["highlight", name, "--quote", "Hello"], ["show", name], ["show", "--json", name], ["list"]):
        check_calm(desk, arguments, before)


def long_number(desk: Desk, before: Sequence[str]) -> None:
    good = filled(desk)
    row = b'"annotations":{\n"' + b"9" * 5000 + b'": {"note": "long"},\n'
    damage(desk, good.replace(b'"annotations":{\n', row, 1))
    check_calm(desk, ["notes"], before)


SHOWS: dict[str, Callable[[Desk, Sequence[str]], None]] = dict(
    zip(MUTANTS, (broken_library, full_device, odd_name, long_number), strict=True)
)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such a device, and such limits")
@pytest.mark.parametrize("name", MUTANTS)
def test_the_fuzzer_catches(desk: Desk, name: str, tmp_path: Path) -> None:
    main = "from reader.__main__ import main; sys.exit(main())"
    SHOWS[name](desk, ())
    again = Desk(type(desk.home)(tmp_path / "again"), desk.source)
    again.home.folder.mkdir()
    with pytest.raises((AssertionError, subprocess.TimeoutExpired)):
        SHOWS[name](again, (sys.executable, "-c", f"import sys; {MUTANTS[name]}; {main}"))
