"""The application: themes, the thread that the library is called on, and what all screens share."""

from __future__ import annotations

import asyncio
import gc
import shutil
import signal
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from textual.app import App, SuspendNotSupported
from textual.binding import Binding

from reader.domain.counting import counted, received
from reader.domain.errors import NotOpened, ReaderError
from reader.domain.ports import ReadingPosition
from reader.domain.printable import printable
from reader.library import Request
from reader.library.opened import Relation
from reader.settings import AUTO
from reader.ui.draw.few_colours import CHOICES, LIGHT, chosen_theme, shown_theme
from reader.ui.draw.first_paint import SIGNALLED
from reader.ui.draw.palette import DEFAULT
from reader.ui.draw.themes import themes
from reader.ui.reading.coming import GLANCE, NOT_YET, come, place_in
from reader.ui.reading.jumps import Jumps
from reader.ui.reading.screen import ReadingScreen
from reader.ui.reading.unsaved import PATIENCE
from reader.ui.terminal.main_thread import heard_here

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from pathlib import PurePath

    from textual.driver import Driver
    from textual.screen import Screen

    from reader.domain.article import Article
    from reader.library import Opened
    from reader.session import Session
    from reader.settings import Settings
    from reader.ui.reading.coming import Coming
    from reader.ui.reading.jumps import Spot, Walk
    from reader.ui.reading.state import Reading
    from reader.ui.services import Services

T = TypeVar("T")

TEND = 60.0
"""Seconds after which what other machines sent is looked for again."""


OF_FIRST_PAGES = ("help", "command_palette", "contents", "library", "annotations")
"""The screens that can be opened from the first pages of a text that is still being read."""
LIMIT = 10.0
"""Seconds that the disk has at the end, for all that is not saved yet."""


def _raise(error: BaseException) -> None:
    raise error


def _waiting_for(reading: Reading) -> str:
    count = len(reading.unsaved)
    return f"waiting for the disk to save {counted(count, 'change')}" if count else "waiting for the disk"


def _shows(screen: ReadingScreen, opened: Opened) -> bool:
    """Whether the screen has this already; all pages of quotes are of the version that has no name."""
    here = screen.reading.opened
    return here.version == opened.version and here.article.id == opened.article.id


class ReaderApp(App[None], inherit_bindings=False):
    """The program on the screen: an article, or the library where none is given."""

    CSS_PATH = "reader.tcss"
    TITLE = "reader"
    ENABLE_COMMAND_PALETTE = False
    # With priority: it quits from any screen, past an open note.
    BINDINGS = [Binding("ctrl+q", "quit", show=False, priority=True)]  # noqa: RUF012  (as Textual declares it)

    def __init__(
        self,
        services: Services,
        opened: Opened | None = None,
        place: ReadingPosition | None = None,
        annotation_id: str = "",
        session: Session | None = None,
        *,
        driver_class: type[Driver] | None = None,
        coming: Coming | None = None,
    ) -> None:
        """Begin in the article at `place`, or at the annotation of that id.

        `session` is the article's, where it has been opened already: then its highlights are in the first frame.
        """
        # Textual loads a screen's own style sheet when it is pushed; the first one never is.
        sheets: list[str | PurePath] | None = None if opened else ["reader.tcss", "screens.tcss"]
        plain = "NO_COLOR" in services.environment
        super().__init__(driver_class=driver_class, css_path=sheets, ansi_color=plain or None)
        self.services = services
        self._opened = opened
        self._place = place
        self._annotation_id = annotation_id
        self._session = session
        # One thread: the library is called from one at a time, and changes are stored in the order of their keys.
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")
        # Typed text is to be on the disk within a second, however long the library is busy.
        self._drafts_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")
        for theme in themes():
            self.register_theme(theme)
        self._dark = services.dark
        self.theme = self._shown(services.settings.theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self._sheets_theme = self.theme
        self._warned = False
        self._coming = coming
        self._beside: set[asyncio.Task[None]] = set()
        self.given_up = ""
        """What could not be waited for at the end, in one sentence; empty where all is on the disk."""
        self.jumps = Jumps()
        """Where one was, in whatever article."""
        self.walk: Walk | None = None
        """What the list showed that one came from."""
        self.trusted_hosts: set[str] = set()
        """Hosts of links that the user has agreed to open."""

    def get_default_screen(self) -> Screen[None]:
        """The first screen, there from the start, so that it gets the keys that are pressed before it is drawn."""
        if self._opened is not None:
            return ReadingScreen(self, self._opened, self._place, self._annotation_id, self._session)
        screen: Screen[None] = import_module("reader.ui.screens.library").LibraryScreen(self)
        return screen

    def refresh_css(self, animate: bool = True) -> None:
        """Read the style sheets for another theme. For the first one Textual would do it again, before it is drawn."""
        if self.theme != self._sheets_theme:
            self._sheets_theme = self.theme
            super().refresh_css(animate)

    def on_load(self) -> None:
        """A hang-up or a request to end saves what is being typed: heard before the terminal is taken."""
        self._follow_ground()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(name, self.call_next, partial(self.quit, SIGNALLED + name))

    def on_mount(self) -> None:
        """The interface is there: what could wait begins."""
        # What has been loaded so far stays for good: it is not looked through again. `__main__` put collecting off.
        gc.freeze()
        gc.enable()
        self.call_after_refresh(self._tend_beside)
        self.set_interval(TEND, self._tend_beside)

    def give_up(self) -> None:
        """Do not wait for the rest of the text of which the first pages are shown."""
        if self._coming is not None:
            self._coming.give_up()

    def show_whole(self, reading: Reading) -> None:
        """Show the whole text in place of these first pages, once it has come; the cursor keeps its sentence."""
        if self._coming is not None:
            self.beside(self._show_whole(self._coming, reading))

    async def _show_whole(self, coming: Coming, reading: Reading) -> None:
        first = reading.view.screen
        opened = await come(coming, reading)
        if opened is None:
            return
        library = self.services.library
        place = await self.call(lambda: library.places.place(opened.article.id))
        session = await self.call(lambda: library.session(opened))
        while self.screen is not first:  # something else is looked at just now
            await asyncio.sleep(GLANCE)
        view = reading.view
        if place is None or view.top or view.cursor.start:
            place = place_in(opened, reading.opened.document, view.top, view.cursor)
        # Over them, for Textual has no screen at all while it switches, and a key may come.
        await self.push_screen(ReadingScreen(self, opened, place, "", session))

    def _tend_beside(self) -> None:
        """Keys come through here: they do not wait for the library."""
        self.beside(self._tend())

    async def _tend(self) -> None:
        """Take in what has arrived from other machines, and say so."""
        try:
            news = await self.call(self.services.tend)
        except ReaderError as error:
            news = str(error)
        if news:
            self.notify(printable(news), markup=False)

    # -- what commands ask of the program

    async def call(self, work: Callable[[], T]) -> T:
        """Run `work`, which may touch the library, off the thread that draws: one after the other, in order."""
        if self._coming is not None and not self._coming.whole.done():
            # What reads the text calls the library as well.
            await asyncio.wait({asyncio.wrap_future(self._coming.whole)})
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

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
            self.call_later(_raise, error)

    async def within_limit(self, reading: Reading, work: Coroutine[object, object, T]) -> T | None:
        """Wait for the disk, which is to be done with `work` before one leaves; None where it takes too long."""
        task = asyncio.get_running_loop().create_task(work)
        if not (await asyncio.wait({task}, timeout=PATIENCE))[0]:
            reading.shell.wait_for_save()  # else nothing would be drawn meanwhile
            reading.say(f"{_waiting_for(reading)}, {LIMIT:.0f} seconds at most")
            await asyncio.wait({task}, timeout=LIMIT)
        if task.done():
            self.given_up = ""
            return task.result()
        self.given_up = f"{_waiting_for(reading)} took more than {LIMIT:.0f} seconds: it may not be saved"
        return None

    async def suspended(self, work: Callable[[], T]) -> T:
        """Run `work` with the terminal as it was before the program began. What it raises comes when that is over."""
        before = signal.signal(signal.SIGINT, lambda *_: None)  # C-c is for the program that has the terminal
        try:
            with self.suspend():  # which does not take the terminal back where an exception goes through it
                ended = self._drafts_thread.submit(work)
                wait((ended,))
        except SuspendNotSupported:
            raise NotOpened("this terminal cannot be handed over to another program", do="press a") from None
        finally:
            signal.signal(signal.SIGINT, before)
        self.refresh(layout=True)
        return ended.result()

    async def copy(self, text: str) -> str:
        """Copy a text to the clipboard; answer what is to be told of it."""
        from reader.ui.terminal.clipboard import copy  # noqa: PLC0415  (nothing is copied before the first frame)

        text = text.encode(errors="replace").decode()
        told = await asyncio.to_thread(copy, text, self.services.environment)
        self.copy_to_clipboard(text)
        return told

    async def browse(self, address: str) -> str:
        """Open an address in a browser; answer what is to be told of it. Raises NotOpened where there is none."""
        from reader.ui.terminal.browser import browsers, show, start  # noqa: PLC0415  (as above)

        environment = self.services.environment
        for browser in browsers(environment, sys.platform, shutil.which):
            if browser.console:
                opened = await self.suspended(partial(show, browser.words, address, environment))
            else:
                opened = await start(browser.words, address, environment)
            if opened:
                return f"opened by {browser.words[0]}"
        copied = await self.copy(address)
        raise NotOpened(f"no browser could be started; the address is {address} ({copied})")

    def next_theme(self) -> str:
        """Put on the next of our own themes; its name."""
        chosen = self.services.settings.theme
        here = CHOICES.index(chosen) if chosen in CHOICES else -1
        following = CHOICES[(here + 1) % len(CHOICES)]
        self.keep_settings(lambda settings: settings._replace(theme=following))
        self._follow_ground()
        self.theme = self._shown(following)
        return self._said_of(following)

    def _shown(self, chosen: str) -> str:
        """The theme that the terminal can show in place of the chosen one."""
        if chosen == AUTO:
            chosen = DEFAULT if self._dark else LIGHT
        return shown_theme(chosen if chosen in self.available_themes else DEFAULT, self.services.environment)

    def _said_of(self, chosen: str) -> str:
        """The chosen theme, and what is shown in its place."""
        if chosen == AUTO:
            return f"{chosen}, which follows the terminal: {chosen_theme(self.theme)}"
        return chosen if chosen_theme(self.theme) == chosen else f"{chosen}; this terminal can only show {self.theme}"

    def _follow_ground(self) -> None:
        """Have the terminal tell whether it is light or dark, now and when that changes, if the theme wants to know."""
        follow = getattr(self.driver_class, "follow_ground", None)
        if follow is not None:
            follow(self._hear_ground if self.services.settings.theme == AUTO else None)

    def _hear_ground(self, dark: bool) -> None:
        """The terminal has told it, on the thread that reads from it."""
        self.call_later(self._take_ground, dark)

    def _take_ground(self, dark: bool) -> None:
        self._dark = dark
        self.services.keep_ground(dark)
        if self.services.settings.theme == AUTO:
            self.theme = self._shown(AUTO)

    def keep_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Change what is set, and keep it for the next start."""
        self.services = self.services._replace(settings=change(self.services.settings))
        self.services.keep_settings(self.services.settings)

    def open(self, name: str, reading: Reading | None = None) -> None:
        """Put the screen of that name on top; it is imported when it is first asked for.

        A list that articles were opened from is gone back to: it has its filter and its place.
        """
        below = next((one for one in reversed(self.screen_stack[:-1]) if getattr(one, "STAYS", "") == name), None)
        if reading is not None and reading.opened.partial and name not in OF_FIRST_PAGES:
            reading.fail(NOT_YET)
        elif below is not None:
            self.run_worker(self._uncover(lambda screen: screen is below), exclusive=True)
        else:
            import_module(f"reader.ui.screens.{name}").show(self, reading)

    def read(
        self,
        word: str,
        annotation_id: str = "",
        say: Callable[[str], None] | None = None,
        *,
        anchor: str = "",
        spot: Spot | None = None,
    ) -> None:
        """Open what a path, URL, id or title names, in place of the article that is open; see `Host`."""
        library = self.services.library
        request = None
        if say is not None:
            say(f"opening {word} …")
            told = heard_here(say)
            request = Request(progress=lambda done, total: told(f"opening {word} … {received(done, total)}"))
        reading = self._read(lambda: library.open(word, request), annotation_id, say, anchor=anchor, spot=spot)
        self.run_worker(reading, exclusive=True)

    def walk_to(self, walk: Walk) -> None:
        """Open what `walk` is at; from now on that list is walked."""
        library, hit = self.services.library, walk.current
        self.walk = walk
        self.run_worker(self._read(lambda: library.open(hit.article_id), hit.annotation_id, walk=walk), exclusive=True)

    def attach(self, article: Article, word: str, say: Callable[[str], None]) -> None:
        """Give an article the text of a path or URL, and open it in place of the page of its quotes."""
        library = self.services.library
        say(f"opening {word} …")
        told = heard_here(say)
        request = Request(progress=lambda done, total: told(f"opening {word} … {received(done, total)}"))
        self.run_worker(self._read(lambda: library.attach(article, word, request), say=say), exclusive=True)

    def read_again(self, article: Article, say: Callable[[str], None]) -> None:
        """Read what an article was read from anew, and open it where the text differs."""
        library = self.services.library
        say(f"reading “{article.title}” again …")
        again = self._read_again(lambda: library.read_again(article), "read again: the text is the same", say)
        self.run_worker(again, exclusive=True)

    def read_whole(self, article: Article, say: Callable[[str], None]) -> None:
        """Open the whole page of a web article as a version, or its article where that is open."""
        library = self.services.library
        fetched = bool(article.sources) and "://" in article.sources[-1].address
        say(f"{'fetching' if fetched else 'reading'} the page of “{article.title}”{' again' if fetched else ''} …")
        whole = self._read_again(lambda: library.read_whole(article), "the article is the whole page", say)
        self.run_worker(whole, exclusive=True)

    async def _read_again(self, work: Callable[[], Opened], same: str, say: Callable[[str], None]) -> None:
        try:
            opened = await self.call(work)
        except ReaderError as error:
            self._fail(printable(str(error)))
            return
        if opened.relation is Relation.SAME:
            say("; ".join(filter(None, (same, opened.notice))))
        else:
            await self._read(lambda: opened, say=say)

    def read_version(self, article: Article, version: str) -> None:
        """Open a kept version of an article, to read only."""
        library = self.services.library
        self.run_worker(self._read(lambda: library.open_version(article, version)), exclusive=True)

    async def _read(
        self,
        work: Callable[[], Opened],
        annotation_id: str = "",
        say: Callable[[str], None] | None = None,
        *,
        anchor: str = "",
        spot: Spot | None = None,
        walk: Walk | None = None,
    ) -> None:
        """Open, and show over the list that one came from, or in place of the article; what is below stays for `q`."""
        library = self.services.library
        try:
            opened = await self.call(work)
            place = await self.call(lambda: library.places.place(opened.article.id))
        except ReaderError as error:
            self._fail(printable(str(error)))
            return
        if say is not None:
            say("")
        if spot is None:
            self._leave_spot()
        elif spot.offset < len(opened.document.text):
            place = ReadingPosition(opened.version, spot.offset, spot.offset, place.marks if place else ())
        span = walk.current.span if walk is not None else None
        if span is not None and span.end <= len(opened.document.text):
            place = ReadingPosition(opened.version, span.start, span.start, place.marks if place else ())
        listed = any(getattr(one, "STAYS", "") for one in self.screen_stack[1:])
        await self._uncover(lambda screen: bool(getattr(screen, "STAYS", "")))
        below = self.screen
        session = await self._session_of(opened)
        if not listed and isinstance(below, ReadingScreen) and _shows(below, opened):
            await below.go_to(annotation_id, anchor, spot, walk)
            return
        await self.push_screen(ReadingScreen(self, opened, place, annotation_id, session, anchor=anchor, walk=walk))

    async def _uncover(self, wanted: Callable[[Screen[Any]], bool]) -> None:
        """Put away what lies over the wanted screen, or over the first one."""
        while len(self.screen_stack) > 1 and not wanted(self.screen):
            above = self.screen
            if isinstance(above, ReadingScreen):
                await self.within_limit(above.reading, above.put_down())
            await self.pop_screen()

    def _fail(self, message: str, above: Screen[Any] | None = None) -> None:
        """Say what went wrong where that screen says such things, or the one on top."""
        above = above or self.screen
        if isinstance(above, ReadingScreen) and above.is_mounted:
            above.reading.fail(message)
        elif (say := getattr(above, "say", None)) is not None:
            say(message, failed=True)
        else:
            self.notify(message, severity="error", markup=False)

    def _leave_spot(self) -> None:
        """Remember where one is in the article that is open, if one is."""
        above = next((one for one in reversed(self.screen_stack) if isinstance(one, ReadingScreen)), None)
        if above is not None and above.is_mounted and above.reading.view.ready:
            above.reading.leave_here()

    async def _session_of(self, opened: Opened) -> Session | None:
        """The session of an article that lies open further down: what is done there is undone there and here."""
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen) and _shows(screen, opened):
                return await screen.session()
        return None

    def put(self, screen: Screen[T], done: Callable[[T | None], None] | None = None) -> None:
        """Put a screen on top; `done` is told what it answers."""
        self.push_screen(screen, done)

    async def quit(self, exit_code: int = 0) -> None:
        """End the program; what is being typed is kept as a draft, and where one is."""
        taken_back = await self._put_down()
        if taken_back is not None and not exit_code and not self._warned:
            self._warned = True
            return
        self.exit(return_code=exit_code)

    async def action_quit(self) -> None:
        """The key that quits at once; where what is being typed cannot be kept, when it is pressed once more."""
        unkept = await self._put_down()
        if unkept is None or self._warned:
            self.exit()
            return
        self._warned = True
        what = "the note cannot be kept"
        if isinstance(unkept, ReadingScreen) and not unkept.writing:
            what = unkept.reading.status.message
        self._fail(f"{what}; C-q again quits without it", unkept)

    async def _put_down(self) -> Screen[Any] | None:
        """Keep what is open; the screen whose note cannot be kept, if there is one."""
        unkept = [one for one in reversed(self.screen_stack) if one.is_mounted and not await self._kept(one)]
        return unkept[0] if unkept else None

    async def _kept(self, screen: Screen[Any]) -> bool:
        """Keep what is open on a screen; whether nothing that was typed there would be lost now."""
        if isinstance(screen, ReadingScreen):
            return await self.within_limit(screen.reading, screen.put_down()) is not False
        keep: Callable[[], Awaitable[bool]] | None = getattr(screen, "keep", None)
        return keep is None or await keep()
