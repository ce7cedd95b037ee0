"""Parsing is done in a process of its own, which can be killed: what a parser meets was made by anybody."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from threading import Event, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotOpened, NotParsed
from reader.formats.kinds import ENDINGS, HERE, Format, ending_of
from reader.formats.process_use import processor_seconds, resident
from reader.formats.progress import SAID, SIGN

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Iterator

    from reader.domain.document import Parsed
    from reader.formats.forked import Forked

    Child = subprocess.Popen[bytes] | Forked


class Waiter(NamedTuple):
    """A `Waiter` waits for a text: `told`, on another thread, how much of how much is read; `given_up` is asked
    there too.
    """

    told: Callable[[int, int], None]
    given_up: Callable[[], bool]
    first: Callable[[Parsed], None]
    """Is given the first pages of a long text, on the thread that reads it."""
    draws: Callable[[], bool] = lambda: False
    """Is asked whether a core is needed here, as on the thread of `told`: until then no more than one is taken for the
    rest."""


SECONDS = 10.0
"""Of processor time, in all its processes, that a parser may take for the first pages. A book of a thousand has two."""
WHOLE_SECONDS = 60.0
"""The same for all of a text of which it has read the first pages. Further progress makes it no longer."""
CLOCK_SECONDS = 180.0
"""What it may take by the clock, however busy the machine is."""
COMMAND = (sys.executable, "-P", "-m", "reader.formats.child")
"""-P: nothing is imported from the folder one is in, which may be an article's."""
HEARD = 1 << 16
OK = b"ok\n"
"""The line in front of an answer that is no refusal."""
FIRST = b"first "
"""Begins the line in front of the first pages; `child`, which writes it, is not imported here."""
GLANCE = 0.1
"""Seconds between looks at whether the user gave up, and at how much memory is taken."""
RESIDENT = 640 * 2**20
"""Bytes in memory at which a parser is ended where its system does not: its own limit, and what it begins with."""

asked = Event()
"""Set when a text has been handed to a process, the first time."""
_heard: list[Waiter] = []
_waiting: list[PreparedProcess] = []
"""What `prepare` has started, until it is used."""
LONG = 4 << 20
"""Bytes of a PDF that are not handed over while its first pages are drawn; what is large in other books is pictures."""
DRAWING, SHORT = 2.0, 0.005
"""Seconds that this waits at most, and between two looks."""
LARGEST = 64 << 20
"""Bytes of a file whose first pages are read before it is asked for: what is larger fills the memory twice."""
SMALL, PIECE = 2 * 2**20, 40
"""Characters up to which a text is written in this process, in half a second; a block or mark counts as so many."""


def prepare(name: str, source: str = "") -> None:
    """Have a process import the parser that a source of this name will need, on another core, before anything is read.

    The next text is parsed in it. Who finds that there is none calls `discard`. Of the file `source`, which is to be
    the next text, it reads the first pages at once: see `take_first`.
    """
    kind = ENDINGS.get(ending_of(name))
    if kind is not None and kind not in HERE:
        _waiting.append(PreparedProcess(name, source))


def take_first(take: Callable[[Parsed], None]) -> None:
    """Have `take` given, on another thread, the first pages of the file that was prepared for, if there are some."""
    for one in _waiting:
        one.take_first(take)


class PreparedProcess:
    """A `PreparedProcess` has its parser before it is asked for anything, and of a file its first pages."""

    def __init__(self, name: str, source: str) -> None:
        file = _opened(source) if source else None
        self.child = _copied(name, file) or _start(name, *([] if file is None else [str(file)]), file=file)
        self.answers_first = file is not None
        """Whether it has been given a file."""
        self._thread: Thread | None = None
        self._gave_first = False
        if file is not None:
            os.close(file)

    def take_first(self, take: Callable[[Parsed], None]) -> None:
        """Have `take` given the first pages of its file, where it has one."""
        if self.answers_first:
            self._thread = Thread(target=self._take, args=(take,), name="first pages", daemon=True)
            self._thread.start()

    def wait(self) -> bool:
        """Wait until its first pages have been taken from what it writes; answer whether there were some."""
        if self._thread is not None:
            self._thread.join()
        return self._gave_first

    def _take(self, first: Callable[[Parsed], None]) -> None:
        assert self.child.stdout is not None
        with suppress(ValueError):  # it was discarded
            begun = self.child.stdout.readline(HEARD)
            size = int(begun.removeprefix(FIRST).strip() or 0)
            packed = self.child.stdout.read(size)
            if size and len(packed) == size:
                self._gave_first = True
                _hand_over(packed, first)


def _opened(source: str) -> int | None:
    """The file, for a process that is begun with it; None where it is none, or hard to read."""
    try:
        file = os.open(source, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return None
    said = os.fstat(file)
    if stat.S_ISREG(said.st_mode) and said.st_size <= LARGEST:
        return file
    os.close(file)
    return None


def wait_with(*waiters: Waiter) -> None:
    """Have whoever waits for a text told how far it is, and asked whether to give up; nobody where none is named."""
    _heard[:] = waiters


def discard() -> None:
    """End what was prepared and is not needed."""
    while _waiting:
        with _waiting.pop().child as child:
            child.kill()


def is_prepared() -> bool:
    """Tell whether a process waits for something to parse."""
    return bool(_waiting)


def parse_apart(
    data: bytes,
    kind: str,
    *,
    url: str = "",
    whole: bool = False,
    charset: str = "",
    suffix: str = "",
    stop: Callable[[], bool] = lambda: False,
) -> Parsed:
    """Parse the document in `data`. `suffix` is that of its name, for plain text. `stop` answers whether to give up.

    Raises NotOpened for what is not of this format, NotParsed for what takes too much time or memory, or breaks it.
    """
    prepared = _waiting.pop() if _waiting else None
    first = bool(_heard) and not (prepared is not None and prepared.answers_first)
    asks = {"kind": kind, "url": url, "whole": whole, "charset": charset, "suffix": suffix, "first": first}
    asks["size"] = len(data)
    import json  # noqa: PLC0415  (as for `_read`)

    header = json.dumps(asks).encode() + b"\n"
    with prepared.child if prepared is not None else _start() as child:
        watch = Watch(child, stop)
        watch.start()
        asked.set()
        try:
            if prepared is not None and kind == Format.PDF and len(data) > LONG and prepared.wait():
                _let_draw()
            answer = _answer(watch, (header, data), prepared.wait if prepared is not None else lambda: False)
        finally:
            watch.done.set()
            watch.join()
    if watch.reason:
        raise NotParsed(watch.reason, do=watch.remedy)
    return _read(answer)


def _let_draw() -> None:
    """Wait until the first pages have been drawn: to hand ten megabytes over, and to parse them, makes that later."""
    end = monotonic() + DRAWING
    while monotonic() < end and any(one.draws() and not one.given_up() for one in _heard):
        sleep(SHORT)


def write_page(parsed: Parsed) -> Iterator[str]:
    """Write what was parsed as a page of HTML, within the limits of a parse: what is large is written in a process of
    its own.

    Raises NotParsed beyond them.
    """
    document = parsed.document
    if len(document.text) + PIECE * (len(document.blocks) + len(document.marks)) <= SMALL:
        from reader.formats.document_html import html  # noqa: PLC0415  (for pages only)

        yield from html(document, parsed.metadata)
    else:
        yield _write_apart(parsed).decode()


def _write_apart(parsed: Parsed) -> bytes:
    from reader.formats.wire import pack  # noqa: PLC0415  (as for `_read`)

    with _start() as child:
        watch = Watch(child, lambda: False, begun=True)
        watch.start()
        try:
            import json  # noqa: PLC0415  (as for `_read`)

            answer = _answer(watch, (json.dumps({"write": "html"}).encode() + b"\n", pack(parsed)))
        finally:
            watch.done.set()
            watch.join()
    if watch.reason:
        raise NotParsed(watch.reason, do=watch.remedy)
    if answer.verdict != OK:
        _read(answer)  # raises what it was refused for
    return answer.said


class Answered(NamedTuple):
    """An `Answered` is what a process answered: a line, and what it says behind it."""

    verdict: bytes
    said: bytes


def _answer(watch: Watch, request: Iterable[bytes], ready: Callable[[], bool] = lambda: False) -> Answered:
    """What it answers: it reads all before it writes any, so that neither waits for the other.

    `communicate` would write 4,096 bytes at a time, and after each wait for its turn while the interface is imported.
    """
    child = watch.child
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):  # it has ended, and what it answered says of what
        child.stdin.writelines(request)
        child.stdin.flush()
    watch.asked.set()
    watch.let_go()
    watch.begun = ready() or watch.begun
    begun = child.stdout.readline(HEARD)
    if begun.startswith(FIRST) and begun[len(FIRST) :].strip().isdigit():
        _hand_over(child.stdout.read(int(begun[len(FIRST) :])), *(one.first for one in _heard))
        watch.begun, begun = True, child.stdout.readline(HEARD)
    return Answered(begun, child.stdout.read())


def _hand_over(packed: bytes, *takers: Callable[[Parsed], None]) -> None:
    from reader.formats.wire import unpack  # noqa: PLC0415  (as for `_read`)

    with suppress(ValueError, KeyError, IndexError, TypeError, AttributeError):  # all of it is still to come
        first = unpack(packed)
        for take in takers:
            take(first)


def _copied(name: str, file: int | None) -> Forked | None:
    from reader.formats.forked import fork  # noqa: PLC0415  (for what is begun early)

    def work() -> None:
        # As COMMAND says it: nothing comes from the folder one is in.
        sys.path[:] = [one for one in sys.path if one and (one != os.getcwd() or _is_ours(one))]  # noqa: PTH109
        from reader.formats.child import main  # noqa: PLC0415  (as above)

        main(name, "" if file is None else str(file))

    return fork(work, file)


def _is_ours(folder: str) -> bool:
    """Whether this program lies in a folder: who works on it begins it there."""
    return __file__.startswith(os.path.join(folder, "reader", ""))  # noqa: PTH118  (pathlib is not there yet)


def _start(*names: str, file: int | None = None) -> subprocess.Popen[bytes]:
    # 3 ms, which those do without that are begun as a copy.
    import subprocess  # noqa: PLC0415

    pass_fds = () if file is None else (file,)
    return subprocess.Popen(  # noqa: S603  (our own module)
        (*COMMAND, *names), pass_fds=pass_fds, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


class Watch(Thread):
    """A `Watch` kills the child when its time is over or the user gives up."""

    def __init__(self, child: Child, stop: Callable[[], bool], *, begun: bool = False) -> None:
        super().__init__(daemon=True)
        self.child = child
        self.asked = Event()
        """Set when all has been written that the child is to read."""
        self.done = Event()
        self.reason = self.remedy = ""
        self._stop = stop
        self.begun = begun
        """Whether it has read the first pages: all of the text may take longer."""
        self._let_go = False

    def run(self) -> None:
        """Look again and again, until it is done or killed."""
        end = monotonic() + CLOCK_SECONDS
        while not self._wait():
            self._listen()
            most = WHOLE_SECONDS if self.begun else SECONDS
            if self._stop() or any(one.given_up() for one in _heard):
                self.reason = "was given up"
            elif processor_seconds(self.child.pid) > most or monotonic() > end:
                late = f"{CLOCK_SECONDS:.0f} seconds" if monotonic() > end else f"{most:.0f} seconds of processor time"
                self.reason = f"takes longer than {late} to be read"
                self.remedy = "open a part of it, or its text as another program saves it"
            elif resident(self.child.pid) > RESIDENT:
                self.reason = f"needs more than {RESIDENT >> 20} MB to be read"
            if self.reason:
                self.child.kill()
                return

    def let_go(self) -> None:
        """Tell the child, by the end of its input, that it may take a second core, once nobody draws who waits."""
        if self.asked.is_set() and not any(one.draws() for one in _heard):
            assert self.child.stdin is not None
            self._let_go = True
            with suppress(BrokenPipeError):
                self.child.stdin.close()

    def _wait(self) -> bool:
        """Wait until it is time for a look; answer whether it is done. The child is let go as soon as it may be."""
        look = monotonic() + GLANCE
        while not self._let_go and monotonic() < look:
            if self.done.wait(min(SHORT, GLANCE)):
                return True
            self.let_go()
        return self.done.wait(max(0.0, look - monotonic()))

    def _listen(self) -> None:
        """Take what it says of its progress, and what libraries say beside it: else it would wait to be heard."""
        assert self.child.stderr is not None
        descriptor = self.child.stderr.fileno()
        os.set_blocking(descriptor, False)
        with suppress(BlockingIOError):
            while said := os.read(descriptor, HEARD):
                if SIGN in said:
                    self.begun = True
                if far := SAID.findall(said):
                    for one in _heard:
                        one.told(int(far[-1][0]), int(far[-1][1]))


def _read(answer: Answered) -> Parsed:
    import json  # noqa: PLC0415  (as for `wire`)

    from reader.formats.wire import unpack  # noqa: PLC0415  (6 ms, of which `prepare` needs none)

    try:
        if answer.verdict == OK:
            return unpack(answer.said)
        error = json.loads(answer.said)
        kind = NotOpened if error["kind"] == NotOpened.__name__ else NotParsed
        refusal = kind(error["what"], do=error["do"])
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise NotParsed("breaks the program that reads it") from None
    raise refusal
