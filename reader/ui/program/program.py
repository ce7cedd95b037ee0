"""Every screen has the program as a whole: services, the threads that they are called on, ways to other screens.

The application makes one and hands it to each screen. What only the application can do, to put a screen or an article
in the place of another, is handed in as `Ways`.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from textual.app import SuspendNotSupported

from reader.domain.errors import NotOpened
from reader.ui.program.jumps import Jumps

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator
    from concurrent.futures import Future

    from textual.app import App
    from textual.screen import Screen

    from reader.library import Opened
    from reader.settings import Settings
    from reader.ui.program.jumps import Spot, Walk
    from reader.ui.program.services import Services

    Say = Callable[[str], None]
    """Told in a few words how far something is."""

T = TypeVar("T")


class Destination(StrEnum):
    """A `Destination` is a screen that can be gone to from others, by the id of the command that goes there."""

    ANNOTATIONS = "open_annotations"
    CHANGES = "newest_changes"
    CONTENTS = "open_contents"
    DESK = "open_desk"
    EXPORT = "open_export"
    HELP = "open_help"
    LIBRARY = "open_library"
    PALETTE = "open_palette"
    SEARCH = "open_search"
    TAGS = "open_tags"
    TRASH = "open_trash"
    VERSIONS = "open_versions"


DESTINATIONS = {str(one): one for one in Destination}
"""The screens by the ids of the commands that go there."""


class Opening(NamedTuple):
    """An `Opening` is an article to open; it begins at the annotation of that id, at `anchor`, at `spot`, or where
    one was.
    """

    work: Callable[[], Opened]
    """Reads it, where the library may be touched; raises ReaderErrors."""
    annotation_id: str = ""
    anchor: str = ""
    """The place that links call so."""
    spot: Spot | None = None
    """With one, one goes back or forward: the place that is left is known already."""
    walk: Walk | None = None
    say: Say | None = None
    same: str = ""
    """Said in place of showing it, where its text is the one that was known."""


class Ways(NamedTuple):
    """`Ways` are what the application does when it is asked for another screen, or for none."""

    open: Callable[[Destination], None]
    """Puts that screen on top; it is about what was on top before."""
    show: Callable[[Opening], None]
    """Opens an article, and shows it in the place of the one that is open."""
    quit: Callable[[], Coroutine[object, object, None]]
    """Ends the program; what is being typed is kept as a draft."""
    next_theme: Callable[[], str]
    """Puts on the next theme; answers its name."""


PATIENCE = 0.2
"""Seconds for which nothing is painted at most: whoever waits longer wants to see what there is."""
HOPS = 10
"""Turns of the loop until a part of a screen has told the screen that it is to be painted again."""
SETTLING = 3
"""Paints after which all that is in a new screen has its place: parts are laid out, filled, and laid out again."""


class Program:
    """A `Program` is what there is one of, on whatever screen."""

    def __init__(
        self,
        app: App[Any],
        services: Services,
        ways: Ways,
        coming: Future[Any] | None = None,
        begin: Callable[[], None] = lambda: None,
    ) -> None:
        """`coming` is a text that is being read, which calls the library too, at the latest once `begin` is called."""
        self.app = app
        self.services = services
        self.ways = ways
        self.jumps = Jumps()
        """Where one was, in whatever article."""
        self.walk: Walk | None = None
        """What the list showed that one came from."""
        self.trusted_hosts: set[str] = set()
        """Hosts of links that the user has agreed to open."""
        self.given_up = ""
        """What could not be waited for at the end, in one sentence; empty where all is on the disk."""
        self.last_words = ""
        """What is said when the program has ended."""
        self.ends = False
        """Whether the program ends: its screens are gone, or go now."""
        self._waited: set[asyncio.Future[Any]] = set()
        self._coming = coming
        self._begin = begin
        # One thread: the library is called from one at a time, and changes are stored in the order of their keys.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")
        # Typed text is to be on the disk within a second, however long the library is busy.
        self._drafts_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
        self._beside: set[asyncio.Task[None]] = set()

    # -- what is there

    def end(self) -> None:
        """Let go of all that would go on with screens: they go now."""
        self.ends = True
        for there in self._waited:
            there.cancel()

    def has(self, screen: Screen[Any]) -> bool:
        """Tell whether a screen has not been left yet: what was waited for may come to one that was."""
        return not self._is_over and screen in self.app.screen_stack

    def put_up(self, screen: Screen[T], done: Callable[[T | None], None] | None = None) -> None:
        """Put a screen on top, and hand what comes of it to `done`; once the program ends, nothing is put up."""
        if not self.ends:
            self.app.push_screen(screen, done)

    # -- threads

    async def call(self, work: Callable[[], T]) -> T:
        """Run `work`, which may touch the library, off the thread that draws: one after the other, in order.

        It is done in any case. Whoever waits for it is given up once the program ends: the screens wait for them, and
        have nothing left to go on with.
        """
        if self._is_read_beside:
            await self._until_the_end(asyncio.ensure_future(self._read()))
        found = await self._until_the_end(asyncio.get_running_loop().run_in_executor(self._thread, work))
        if self._is_over:
            raise asyncio.CancelledError
        return found

    async def finish(self, work: Callable[[], T]) -> T:
        """Run `work` as `call` does; whoever waits for it goes on in any case, for something has to follow."""
        if self._is_read_beside:
            await self._read()
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def finishing(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Begin to `finish`; without a task for it where there is nothing to wait for, which is two turns of the loop
        between the disk and the screen.
        """
        if self._is_read_beside:
            return asyncio.ensure_future(self.finish(work))
        return asyncio.get_running_loop().run_in_executor(self._thread, work)

    @property
    def _is_over(self) -> bool:
        """Whether the screens go: the program ends, or what it failed of has taken it down already."""
        return self.ends or not self.app.is_running

    @property
    def _is_read_beside(self) -> bool:
        """Whether a text is being read: what reads it calls the library as well."""
        return self._coming is not None and not self._coming.done()

    async def _read(self) -> None:
        if self._coming is not None:
            self._begin()  # whoever waits for it may be who holds up all that would begin it
            await over(self._coming)

    async def _until_the_end(self, work: asyncio.Future[T]) -> T:
        """Wait for it, at most until the program ends; it goes on by itself."""
        there = asyncio.shield(work)
        for one in (work, there):  # once it is given up, neither is looked at by the other
            one.add_done_callback(seen)
        self._waited.add(there)
        try:
            return await there
        finally:
            self._waited.discard(there)

    async def call_drafts(self, work: Callable[[], T]) -> T:
        """Run `work`, which touches drafts only, one after the other, beside whatever the library is busy with."""
        return await asyncio.get_running_loop().run_in_executor(self._drafts_thread, work)

    def beside(self, work: Coroutine[object, object, None]) -> None:
        """Do `work` beside everything else; what it raises ends the program."""
        task = asyncio.get_running_loop().create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._beside.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self.app.call_later(_raise, error)

    # -- what is painted

    @contextmanager
    def painted_once(self, screen: Screen[Any], paints: int = SETTLING) -> Iterator[None]:
        """Have all that is painted meanwhile, and until the screen has settled after it, appear at once."""
        hold = getattr(self.app.driver_class, "hold_frames", None)
        if hold is None:
            yield
            return
        release = hold()
        self.app.set_timer(PATIENCE, release)
        try:
            yield
        finally:
            screen.call_after_refresh(self._after_paints, screen, paints, release)

    async def _after_paints(self, screen: Screen[Any], paints: int, act: Callable[[], None]) -> None:
        for _ in range(HOPS):
            await asyncio.sleep(0)
        if paints:
            screen.call_after_refresh(self._after_paints, screen, paints - 1, act)
        else:
            act()

    def draw_anew(self) -> None:
        """Draw all of the screen, whatever is on it: what another program has written there goes."""
        clear = getattr(self.app.driver_class, "clear_screen", None)
        if clear is not None:
            clear()
        self.app.refresh(layout=True)

    # -- what is set

    def keep_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Change what is set, and keep it for the next start."""
        self.services = self.services._replace(settings=change(self.services.settings))
        self.services.keep_settings(self.services.settings)

    # -- outside of the program

    async def suspended(self, work: Callable[[], T]) -> T:
        """Run `work` with the terminal as it was before the program began. What it raises comes when that is over."""
        before = signal.signal(signal.SIGINT, lambda *_: None)  # C-c is for the program that has the terminal
        try:
            with self.app.suspend():  # which does not take the terminal back where an exception goes through it
                ended = self._drafts_thread.submit(work)
                wait((ended,))
        except SuspendNotSupported:
            raise NotOpened("this terminal cannot be handed over to another program", do="press a") from None
        finally:
            signal.signal(signal.SIGINT, before)
        self.app.refresh(layout=True)
        return ended.result()

    def suspend(self) -> str:
        """Stop as a shell stops its jobs; answer what is to be told where no shell would go on with us.

        Whoever was started by a window itself, or in a script, has none: stopped, its terminal would be dead.
        """
        shell = os.getppid()
        try:
            has_shell = os.getsid(shell) == os.getsid(0) and os.getpgid(shell) != os.getpgrp()
        except OSError:  # it is of another session, which some systems do not tell of
            has_shell = False
        if not has_shell:
            return "no shell waits here for the reader: q quits"
        self.app.action_suspend_process()
        return ""

    async def copy(self, text: str) -> str:
        """Copy a text to the clipboard; answer what is to be told of it."""
        from reader.ui.terminal.clipboard import copy  # noqa: PLC0415  (nothing is copied before the first frame)

        text = text.encode(errors="replace").decode()
        told = await asyncio.to_thread(copy, text, self.services.environment)
        self.app.copy_to_clipboard(text)
        return told

    async def browse(self, address: str) -> str:
        """Open an address in a browser; answer what is to be told of it. Raises NotOpened where there is none."""
        from shutil import which  # noqa: PLC0415  (2 ms, with what packs files; as above)

        from reader.ui.terminal.browser import browsers, show, start  # noqa: PLC0415  (as above)

        environment = self.services.environment
        for browser in browsers(environment, sys.platform, which):
            if browser.console:
                opened = await self.suspended(partial(show, browser.words, address, environment))
            else:
                opened = await start(browser.words, address, environment)
            if opened:
                return f"opened by {browser.words[0]}"
        copied = await self.copy(address)
        raise NotOpened(f"no browser could be started; the address is {address} ({copied})")


async def over(work: Future[Any]) -> None:
    """Wait until `work` is over, whatever came of it: others are told that."""
    there = asyncio.wrap_future(work)
    there.add_done_callback(seen)
    await asyncio.wait({there})


def seen(done: asyncio.Future[Any]) -> None:
    """Have seen what it failed by, if it did: else asyncio tells the terminal, which may be the shell's by then."""
    if not done.cancelled():
        done.exception()


def _raise(error: BaseException) -> None:
    raise error
