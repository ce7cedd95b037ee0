"""Everything that is started: the reader in its libraries, the floors it is compared with, and its peers."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from tests.benchmarks import texts
from tests.benchmarks.commands import Carry, Command, Disk
from tests.benchmarks.parsing import Parsing
from tests.benchmarks.visits import LARGE, SMALL, Series, Visit
from tests.terminal.home import reader

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping

    from tests.benchmarks.visits import Numbers
    from tests.terminal.home import Home

ESC, TAB, ENTER, BACKSPACE, PAGE_DOWN, CTRL_Q, CTRL_C = "\x1b", "\t", "\r", "\x7f", "\x1b[6~", "\x11", "\x03"
HINT = "? keys"
"""The last of the status line: when it is there, the line is."""
UNMARKED = "Annotations"
"""The pane's head where nothing is marked."""
MARKED = "10000 annotations"

PAGE = Series("page", (" ",), leave=("gg",))
STEPS = (
    PAGE,
    Series("sentence", (")",), leave=("gg",)),
    Series("match", ("n",), enter=("/", texts.NEEDLE, ENTER), leave=("/", ESC, "gg")),
    Series("labels", ("H",), then=(ESC,)),
    Series("selection", ("j",), enter=("v",), leave=(ESC, "gg")),
    Series("esc", (ESC,), first=("v",), leave=("gg",)),
)
SCREENS = (
    Series("help", ("?",), then=(ESC,)),
    Series("palette", (":",), then=(ESC,)),
    Series("note", ("a",), first=(")",), then=(ESC, "u"), leave=("gg",)),
    Series("note saved", (ESC,), first=(")", "a", "x"), then=("u", "u"), leave=("gg",)),
    Series("line", ("/",), then=(ESC,)),
    Series("line left", (ESC,), first=("/",)),
)
ROWS = (
    Series("row beside the pane", ("j",), first=("j",), leave=("gg",)),
    Series("row", ("j",), enter=("s",), first=("j",), leave=("gg", "s")),
)
HIGHLIGHT = Series("highlight", ("h",), first=(")",), then=("u",), leave=("gg",))
NEXT = Series("next annotation", ("J",), leave=("gg",))
PANE = Series("pane page", (PAGE_DOWN,), enter=(TAB,), leave=(TAB, "gg"))
LETTERS = (*"harb", *BACKSPACE * 4)
FILTER = Series("filter letter", LETTERS, enter=(TAB, "/"), leave=(ESC, TAB, "gg"), settled=True)
FOLD = Series("fold", ("z3",), first=(")",), then=("z1",), settled=True)
AFTER_ACT = Series("move after an act", ("h)",), leave=("gg",))
GIVE_UP = "Esc gives up"
JUMPS = (
    Series("end", ("G",), then=("gg",)),
    Series("first match", (texts.NEEDLE[-1],), first=("/", texts.NEEDLE[:-1]), then=(ESC,)),
)


PEERS = {"frogmouth": (".md", PAGE_DOWN, CTRL_Q), "baca": (".epub", " ", "q"), "epy": (".epub", " ", "q")}
"""Other readers, measured where they are installed: what they open, how one turns a page, and how they are left."""


class Probe(Protocol):
    """What can be measured once."""

    @property
    def name(self) -> str:
        """What the cases call it."""

    def run(self, keys: int, numbers: Container[str]) -> Numbers:
        """Measure, with so many keys a series, at least what is asked for. Raises Failed."""


def probes(sources: Path, homes: Mapping[str, Home]) -> Iterator[Probe]:
    """All of them; `homes` by the names of their libraries."""
    yield from _floors(sources)
    yield from _readings(sources, homes)
    yield from _commands(homes)
    yield from _peers(sources)


def _floors(sources: Path) -> Iterator[Probe]:
    for suffix, size in (("", SMALL), (" large", LARGE)):
        hello, floor = _own("hello"), _own("floor")
        yield Visit(f"hello{suffix}", hello, size, whole=(texts.BEGINNING,), leave=CTRL_Q)
        series = (PAGE, Series("esc", (ESC,)))
        yield Visit(f"floor{suffix}", floor, size, whole=(texts.BEGINNING,), series=series, leave=CTRL_Q)
        less = ("less", str(sources / "1 MB.txt"))
        yield Visit(f"less{suffix}", less, size, series=(Series("page", (" ",)),))
    yield Visit("act", _own("act"), whole=(texts.BEGINNING,), series=(Series("highlight", ("h",)),), leave=CTRL_Q)
    pane = Series("pane page", (PAGE_DOWN,))
    letters = Series("filter letter", LETTERS, enter=(TAB,), settled=True)
    yield Visit("options", _own("options"), text="0 Plenty", series=(pane, letters), leave=CTRL_Q)
    yield Disk("disk")
    yield Carry("carry")
    yield Parsing("parsing")


def _readings(sources: Path, homes: Mapping[str, Home]) -> Iterator[Probe]:
    def visit(name: str, source: str, home: str, *series: Series, large: bool = False) -> Visit:
        whole = (MARKED if home == "marked" else UNMARKED, HINT)
        size = LARGE if large else SMALL
        command = (*reader(), str(sources / source))
        return Visit(name, command, size, homes.get(home + (" large" if large else "")), whole=whole, series=series)

    yield visit("5 kB", "5 kB.txt", "usual")
    yield visit("1 MB", "1 MB.txt", "usual", *STEPS, HIGHLIGHT, *ROWS, *SCREENS)
    yield visit("10 MB", "10 MB.txt", "usual", PAGE, *JUMPS)
    yield visit("marked", "1 MB.txt", "marked", PAGE, NEXT, HIGHLIGHT, PANE, FILTER, FOLD, *ROWS)
    for suffix, large in (("", False), (" large", True)):
        yield visit(f"in an empty library{suffix}", "1 MB.txt", "empty", large=large)
        yield visit(f"in a library of 100,000{suffix}", "1 MB.txt", "large", large=large)
    yield visit("new", "1 MB.txt", "none")
    yield visit("new Markdown", "1 MB.md", "none")
    yield visit("new 10 MB", "10 MB.txt", "none")
    pages = (*reader(), str(sources / "2,172 pages.pdf"))
    yield Visit("pages", pages, text=GIVE_UP, whole=(UNMARKED, texts.BEGINNING))
    for name in texts.FIRST_PAGES:
        first = (*reader(), str(sources / name))
        yield Visit(f"first of {name}", first, whole=(UNMARKED, HINT))
    for name, left in texts.WHOLE.items():
        yield Visit(f"all of {name}", (*reader(), str(sources / name)), whole=(UNMARKED, left))
    slow = (*_own("slow_disk"), str(sources / "1 MB.txt"))
    yield Visit("slow disk", slow, whole=(UNMARKED, HINT), series=(AFTER_ACT,))
    yield visit("Markdown", "1 MB.md", "usual", PAGE)
    yield visit("5 kB large", "5 kB.txt", "usual", large=True)
    yield visit("1 MB large", "1 MB.txt", "usual", *STEPS, large=True)
    yield visit("10 MB large", "10 MB.txt", "usual", PAGE, large=True)
    yield visit("marked large", "1 MB.txt", "marked", PAGE, NEXT, large=True)


def _commands(homes: Mapping[str, Home]) -> Iterator[Probe]:
    yield Command("python", (sys.executable, "-c", "pass"))
    yield Command("version", (*reader(), "--version"))
    yield Command("help", (*reader(), "--help"))
    for name, home in (("10,000", homes["usual"]), ("100,000", homes["large"])):
        yield Command(f"notes of {name}", (*reader(), "notes", "tag:law/*", "--json"), home)
        yield Command(f"export of {name}", (*reader(), "export", "--format", "md"), home)


def _peers(sources: Path) -> Iterator[Probe]:
    for name, (ending, page, leave) in PEERS.items():
        program = shutil.which(name)
        if program is not None:
            yield Visit(name, (program, str(sources / f"1 MB{ending}")), series=(Series("page", (page,)),), leave=leave)


def _own(name: str) -> tuple[str, ...]:
    return sys.executable, str(Path(__file__).with_name("programs") / f"{name}.py")
