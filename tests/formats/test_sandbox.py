"""The process that parses: what it cannot do, and what becomes of it."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from threading import Event, Timer
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotOpened, NotParsed
from reader.formats import child, parse, sandbox
from reader.formats.progress import SIGN
from reader.formats.sandbox import discard, is_prepared, parse_apart, prepare, take_first, wait_with
from reader.formats.structured import parse_structured
from tests.system.test_loading import pdf

if TYPE_CHECKING:
    from reader.domain.document import Parsed

ROOT = Path(__file__).parents[2]

PAGE = b"<!doctype html><title>T</title><article><h1>T</h1><p>" + b"The text of a good article. " * 20

ATTEMPTS = {
    "write": "open(sys.argv[1], 'w')",
    "connect": "import socket; socket.create_connection(('127.0.0.1', int(sys.argv[2])))",
    "look up": "import socket; socket.getaddrinfo('localhost', 80)",
    "run": "import subprocess; subprocess.run(['true'])",
    "shell": "import os; os.system('true')",
    "memory": "bytearray(2 * child.MEMORY)",
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_a_child_gives_up(attempt: str, tmp_path: object) -> None:
    script = (
        f"import sys\nfrom reader.formats import child\nchild.limit()\ntry:\n    {ATTEMPTS[attempt]}\n"
        "except (PermissionError, MemoryError) as error:\n    print(type(error).__name__)\n"
    )
    command = [sys.executable, "-c", script, f"{tmp_path}/file", "9"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == ("MemoryError" if attempt == "memory" else "PermissionError"), done.stderr


def test_a_page_comes_back_as_it_was_parsed() -> None:
    parsed = parse(PAGE, name="a.html")
    assert parsed.document.text.startswith("T\n\nThe text of a good article.")
    assert [block.kind.value for block in parsed.document.blocks] == ["heading", "paragraph"]
    assert parsed.metadata.title == "T"


def test_what_is_prepared_parses_the_next_text() -> None:
    prepare("harbour.md")
    assert is_prepared()
    parsed = parse(b"# The harbour\n\nSand.", name="harbour.md")
    assert not is_prepared()
    assert parsed.document.text == "The harbour\n\nSand."


def test_what_is_prepared_for_nothing_is_ended() -> None:
    prepare("harbour.txt")
    assert not is_prepared()
    prepare("harbour.epub")
    assert is_prepared()
    discard()
    assert not is_prepared()


def test_first_pages_come_before_they_are_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "harbour.md"
    source.write_bytes(b"# The harbour\n\n" + b"The keeper counts the boats at seven.\n\n" * 9000)
    came: Future[Parsed] = Future()
    prepare(source.name, str(source))
    take_first(came.set_result)
    first = came.result(30)
    assert first.document.text.startswith("The harbour\n\nThe keeper counts")
    parsed = parse(source.read_bytes(), name=source.name)
    assert not is_prepared()
    assert parsed.document.text.startswith(first.document.text)
    assert len(parsed.document.text) > len(first.document.text)


@pytest.mark.parametrize("name", [(), ("harbour.md",)])
@pytest.mark.slow
def test_what_a_child_compiles_is_kept(name: tuple[str, ...], tmp_path: Path) -> None:
    request = b'{"kind": "markdown"}\n# The harbour'
    environment = os.environ | {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    done = subprocess.run(
        [*sandbox.COMMAND, *name], cwd=ROOT, env=environment, input=request, capture_output=True, check=True
    )
    assert done.stdout.startswith(b"ok\n")
    assert list(tmp_path.rglob("markdown.*.pyc"))


HARBOUR = b"# The harbour\n\nSand."


@pytest.mark.parametrize("data", [HARBOUR, b"%PDF-1.4 no more", b"", None])
@pytest.mark.parametrize("asked", [True, False])
def test_where_there_are_no_first_pages_what_is_asked_for_is_answered(
    data: bytes | None, asked: bool, tmp_path: Path
) -> None:
    source, early = tmp_path / "harbour.md", list[str]()
    if data is not None:
        source.write_bytes(data)
    prepare(source.name, str(source))
    if asked:
        take_first(lambda all_of_it: early.append(all_of_it.document.text))
    assert parse(HARBOUR, name=source.name).document.text == "The harbour\n\nSand."
    assert early == (["The harbour\n\nSand."] if asked and data == HARBOUR else [])


@pytest.mark.slow
def test_what_was_parsed_early_answers_only_what_it_was_asked_for_as_it_was(tmp_path: Path) -> None:
    source = tmp_path / "harbour.html"
    source.write_bytes(PAGE)
    expected = parse(PAGE, name=source.name)
    whole = parse(PAGE, name=source.name, whole=True)
    assert whole.document.parser != expected.document.parser
    for again, answer in ((PAGE, expected), (PAGE + b"<p>More of it.", None), (PAGE, whole)):
        prepare(source.name, str(source))
        parsed = parse(again, name=source.name, whole=answer is whole)
        assert parsed == answer if answer is not None else parsed.document.text.endswith("More of it.")


@pytest.mark.slow
def test_pages_that_were_read_ahead_answer_only_what_was_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "harbour.pdf"
    source.write_bytes(pdf(30))
    for asked in (pdf(30), pdf(7), PAGE):
        came: Future[Parsed] = Future()
        prepare(source.name, str(source))
        take_first(came.set_result)
        assert came.result(30).document.text
        kind = "html" if asked is PAGE else "pdf"
        assert parse_apart(asked, kind) == parse_structured(asked, kind)


def test_what_reads_first_pages_for_nothing_is_ended(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "harbour.epub")  # which nobody writes to
    for source in (tmp_path / "harbour.epub", tmp_path):
        prepare("harbour.epub", str(source))
        discard()
        assert not is_prepared()


def test_a_refusal_comes_back_as_one_sentence() -> None:
    with pytest.raises(NotOpened, match=r"^book\.epub: is damaged: its archive cannot be read$"):
        parse(b"PK\x03\x04 not a book", name="book.epub")


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.0)
    monkeypatch.setattr(sandbox, "GLANCE", 0.01)
    with pytest.raises(NotParsed, match=r"longer than .* seconds of processor time to be read; open a part of it"):
        parse_apart(PAGE, "html")


BUSY = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass\n"
BESIDE = "from reader.formats.beside import allow, begin\nallow()\ndialogue = begin(lambda _: exec({!r}, {{}}))\n{}\n"
TOLD = "from reader.formats.progress import tell, tell_from_here\ntell_from_here()\nfor at in range(20): tell(at, 20)\n"
WAITING = "import time\ntime.sleep(9)\n"


def watched(script: str) -> str:
    """Why a child that does that, after a line that is no answer, was ended; empty where it was not."""
    command = [sys.executable, "-c", f"{script}print('ok')"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        watch = sandbox.Watch(process, lambda: False)
        watch.start()
        assert process.stdout is not None
        process.stdout.read()
        watch.done.set()
        watch.join()
    return watch.reason


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the time of another process here")
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (BUSY.format(0.4), "0 seconds of processor time"),
        (TOLD + BUSY.format(0.4), ""),
        pytest.param(TOLD + BUSY.format(9), "1 seconds of processor time", marks=pytest.mark.slow),
        ("import sys\nsys.stderr.write('warning ' * 100_000)\n", ""),
        (WAITING, "2 seconds"),
        pytest.param(TOLD + WAITING, "2 seconds", marks=pytest.mark.slow),
        (BESIDE.format(BUSY.format(9), WAITING), "0 seconds of processor time"),
    ],
    ids=["busy", "read a page", "reads for ever", "warns", "waits", "waits after a page", "busy beside"],
)
def test_time_is_the_processors_of_all_processes_and_at_last_the_clocks(
    monkeypatch: pytest.MonkeyPatch, script: str, reason: str
) -> None:
    for name, seconds in (("SECONDS", 0.3), ("WHOLE_SECONDS", 1.2), ("GLANCE", 0.01)):
        monkeypatch.setattr(sandbox, name, seconds)
    monkeypatch.setattr(sandbox, "CLOCK_SECONDS", 2.4 if reason == "2 seconds" else 60.0)
    found = watched(script)
    assert found.startswith(f"takes longer than {reason} to") if reason else not found


LONG = b"# The harbour\n\n" + b"The keeper counts the boats at seven.\n\n" * 9000


@pytest.mark.slow
def test_once_the_first_pages_are_read_all_of_a_text_may_take_longer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    watched: list[sandbox.Watch] = []
    run = sandbox.Watch.run

    def begin(watch: sandbox.Watch) -> None:
        watched.append(watch)
        run(watch)

    monkeypatch.setattr(sandbox.Watch, "run", begin)
    wait_with(sandbox.Waiter(lambda _done, _of: None, lambda: False, lambda _first: None))
    try:
        for data in (LONG, HARBOUR):
            parse_apart(data, "markdown")
    finally:
        wait_with()
    source = tmp_path / "a.md"
    source.write_bytes(LONG)
    prepare(source.name, str(source))
    take_first(lambda _first: None)
    parse_apart(LONG, "markdown")
    assert [one.begun for one in watched] == [True, False, True]


@pytest.mark.parametrize("data", [LONG, HARBOUR], ids=["long", "short"])
def test_where_nobody_asks_for_first_pages_it_is_told_that_they_are_read(data: bytes) -> None:
    request = b'{"kind": "markdown"}\n' + data
    done = subprocess.run([*sandbox.COMMAND], cwd=ROOT, input=request, capture_output=True, check=True)
    assert (SIGN in done.stderr) == (data is LONG)


def test_the_user_can_give_up() -> None:
    given_up: list[bool] = []
    Timer(0.0, lambda: given_up.append(True)).start()
    with pytest.raises(NotParsed, match="was given up"):
        parse_apart(PAGE * 50_000, "html", stop=lambda: bool(given_up))


@pytest.mark.parametrize("times", [1, 50_000])
def test_a_child_that_dies_breaks_nothing(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", "import os; os.abort()"))
    with pytest.raises(NotParsed, match="breaks the program that reads it"):
        parse_apart(PAGE * times, "html")  # many are more than a pipe holds


def test_a_child_that_says_nonsense_breaks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", (sys.executable, "-c", "print('ok\\n{}')"))
    with pytest.raises(NotParsed, match="breaks the program that reads it"):
        parse_apart(PAGE, "html")


def test_nothing_is_imported_from_the_folder_one_is_in(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    for name in ("lxml.py", "cmarkgfm.py", "json.py"):
        with open(f"{tmp_path}/{name}", "w") as file:  # noqa: PTH123
            file.write("raise SystemExit('loaded from the folder of an article')")
    assert parse(PAGE, name="a.html").document.text
    assert child.MEMORY == 512 * 2**20


def test_a_long_pdf_is_handed_over_when_its_first_pages_have_been_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "LONG", 1000)
    monkeypatch.setattr(sandbox, "DRAWING", 60.0)
    source, drawn = tmp_path / "harbour.pdf", Event()
    came: Future[Parsed] = Future()
    source.write_bytes(pdf(60))
    looked: list[bool] = []

    def draws() -> bool:
        looked.append(drawn.is_set())
        if len(looked) == 3:
            drawn.set()
        return not drawn.is_set()

    sandbox.wait_with(sandbox.Waiter(lambda _done, _of: None, lambda: False, lambda _first: None, draws))
    try:
        prepare(source.name, str(source))
        take_first(came.set_result)
        parsed = parse(source.read_bytes(), name=source.name)
    finally:
        sandbox.wait_with()
    assert looked[:3] == [False, False, False]
    assert len(parsed.document.text) > len(came.result(0).document.text) > 0
