"""What is imported before the first text, and before the interface is complete: every module costs a user's time."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.start.help_page import PAGE
from tests.terminal.home import Home
from tests.terminal.program import Program

ROOT = Path(__file__).parent.parent

NEVER_FIRST = {
    "textual": "250 ms: the first text is drawn before it",
    "rich": "50 ms, for the same reason",
    "asyncio": "40 ms, which only the interface needs",
    "dataclasses": "7 ms: records are tuples",
    "pathlib": "4 ms, for the names of three files",
    "orjson": "the picture of the last time needs no library",
    "reader.library": "the same",
    "reader.storage": "the same",
}
"""Not before the first text, with what it would cost."""

NEVER = {
    "click": "25 ms: one source is no command line",
    "lxml": "30 ms: what has been read is not parsed again",
    "cmarkgfm": "the same",
    "pypdfium2": "it is used in another process",
    "yaml": "10 ms, for front matter",
    "urllib3": "60 ms: a page is fetched when a URL is opened",
    "ssl": "12 ms and 4 MB, for the same",
    "hashlib": "3 ms and 3 MB: what is read is not hashed",
    "asyncio.sslproto": "1 ms, for TLS",
    "ipaddress": "1 ms, for an address in brackets",
    "subprocess": "2 ms with locale: no program is started",
    "textual.canvas": "1 ms, for lines around widgets",
    "textual.markup": "2 ms: nothing is marked up",
    "textwrap": "1 ms, to show a traceback",
    "tokenize": "1 ms, for the same",
    "typing_extensions": "2 ms, for what `typing` has",
    "shutil": "2 ms with bz2 and lzma: nothing is packed or looked for",
    "platformdirs": "5 ms, for where Textual puts what it downloads",
    "jinja2": "40 ms, for exports by a template",
    "rapidfuzz": "10 ms: a changed text is another start",
    "tinydb": "14 ms: an article without annotations does without",
    "tomllib": "5 ms: most people have no settings file",
    "textual.command": "14 ms, for a palette that is not Textual's",
    "reader.anchoring.carrying": "20 ms, as rapidfuzz",
    "reader.exchange": "nothing is exported yet",
    "reader.formats.detect": "5 ms: what is known is not parsed",
    "reader.library.collection": "1 ms, for lists",
    "reader.library.tag_list": "4 ms with what it asks: of tags that are shown, after the first frame",
    "reader.domain.query": "2 ms, for who filters",
    "textual.widgets._input": "5 ms, for a line to type in",
    "reader.storage.upkeep": "6 ms: other machines are heard after the first frame",
    "reader.ui.reading.commands": "15 ms: they are imported after the first frame",
    "reader.ui.screens.library": "one article was asked for",
}
"""Not before the interface of an article that is known is complete."""

NEVER_HERE = ("click", "lxml", "cmarkgfm", "yaml", "textual.command")
"""Not before the interface of an article that was never opened is complete: what parses it is another process."""

NEVER_NEW = {
    "reader.library.intake": "a new text is kept when its first frame is on the screen",
    "reader.domain.shingles": "the same: its fingerprint takes 40 ms",
    "hashlib": "the same",
}
"""Not before the interface of a text that is read for the first time is complete."""

NEVER_IN_PARSERS = {
    "dataclasses": "7 ms: records are tuples",
    "inspect": "4 ms, which lxml imports and does not call",
    "argparse": "3 ms, and so does pdfium's module",
    "ctypes.util": "7 ms, the same",
    "statistics": "4 ms, for a median",
    "subprocess": "3 ms: a parser starts nothing",
    "asyncio": "who waits imports it, not who parses",
    "logging": "5 ms: pdfium's module has a logger, and says nothing to it",
    "ipaddress": "1 ms, for addresses in brackets",
    "html.entities": "2 ms, 2,000 names: for files that use one",
    "shutil": "2 ms, which zipfile imports to unpack into folders",
}
"""Not in the process that parses, on which the first pages wait."""

SYSTEM = {"fcntl", "termios", "tty", "pty", "pwd", "grp", "resource", "msvcrt"}
"""What one family of systems has only."""
OF_ONE_SYSTEM = {"reader/storage/disk/system.py", "reader/ui/draw/first_paint.py"}

WATCHED = """
import builtins, json, os, sys

def note(name):
    path = os.path.join(os.environ["SEEN"], name)
    if not os.path.exists(path):
        with open(path, "w") as file:
            json.dump(sorted(sys.modules), file)

def write(descriptor, data, real=os.write):
    # The first screen goes to the terminal without Textual.
    if b"sand" in data:
        note("first")
    return real(descriptor, data)

def importing(*arguments, real=builtins.__import__, **named):
    module = real(*arguments, **named)
    driver = getattr(sys.modules.get("reader.ui.terminal.driver"), "ReaderDriver", None)
    if driver is not None and driver.write is not drawing:
        drawing.real, driver.write = driver.write, drawing
    return module

def drawing(self, data):
    # The status line is the last of the screen.
    if "? " in data and "keys" in data:
        note("complete")
    return drawing.real(self, data)

os.write, builtins.__import__ = write, importing
from reader.__main__ import main
status = main()
try:
    while True:  # whoever starts next shall not meet a library that is being written (hashlib would be seen)
        os.wait()
except ChildProcessError:
    sys.exit(status)
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def seen(home: Home, source: Path) -> dict[str, set[str]]:
    """Which modules were there at the first text and when the interface was complete."""
    folder = home.folder / "seen"
    folder.mkdir()
    command = (sys.executable, "-c", WATCHED, str(source))
    environment = home.environment | {"SEEN": str(folder), "PYTHONPATH": str(ROOT)}
    with Program(command, (100, 30), environment) as program:
        program.until("The sand stays", "? keys", updated=True)
        program.leave("q")
    return {path.name: set(json.loads(path.read_text())) for path in folder.iterdir()}


def test_what_a_start_does_without(home: Home) -> None:
    source = home.folder / "harbour.txt"
    source.write_text("The sand stays. Nobody brought it on purpose, and nobody takes it away.\n" * 40)
    for time in ("never opened", "known"):
        found = seen(home, source)
        assert too_early(found["first"], NEVER_FIRST | NEVER) == {}, time
        if time == "never opened":
            assert too_early(found["complete"], NEVER_NEW) == {}
        (home.folder / "seen").rename(home.folder / time)
    assert too_early(found["complete"], NEVER) == {}
    assert too_early(found["complete"], NEVER_FIRST) == NEVER_FIRST, "what is watched is called otherwise now"


def test_one_place_for_what_only_some_systems_have() -> None:
    needing = set()
    for path in (ROOT / "reader").rglob("*.py"):
        source = path.read_bytes()
        if not any(name.encode() in source for name in SYSTEM):
            continue
        for node in ast.parse(source).body:
            if isinstance(node, ast.Import) and not SYSTEM.isdisjoint(one.name for one in node.names):
                needing.add(path.relative_to(ROOT).as_posix())
    assert needing == OF_ONE_SYSTEM


def test_what_parses_is_imported_elsewhere(home: Home) -> None:
    source = home.folder / "harbour.md"
    source.write_text("---\ntitle: The harbour\n---\n" + "The *sand* stays. Nobody brought it on purpose.\n\n" * 40)
    found = seen(home, source)
    assert found["complete"].isdisjoint(NEVER_HERE)


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.epub", "a.docx", "a.pdf"])
def test_what_a_parser_does_without(name: str) -> None:
    program = (
        "import sys\nfrom reader.formats.kinds import named_format\nfrom reader.formats.structured import load\n"
        "load(named_format(sys.argv[1]))\nprint(*sys.modules)"
    )
    asked = subprocess.run(
        [sys.executable, "-P", "-c", program, name], cwd=ROOT, capture_output=True, check=True, text=True
    )
    there = set(asked.stdout.split())
    assert too_early(there, NEVER_IN_PARSERS) == {}
    assert "lxml.etree" in there or "pypdfium2" in there


def test_the_help_page_needs_no_parser_of_command_lines() -> None:
    program = "import sys; from reader.__main__ import main; print(main(), sorted(sys.modules), file=sys.stderr)"
    asked = subprocess.run(
        [sys.executable, "-c", program, "--help"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert asked.stdout == PAGE + "\n"
    assert "'reader.start.help_page'" in asked.stderr
    assert "'click'" not in asked.stderr


def too_early(modules: set[str], unwanted: dict[str, str]) -> dict[str, str]:
    return {name: reason for name, reason in unwanted.items() if name in modules}
