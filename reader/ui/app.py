"""The application is begun and ended here, and puts screens and articles in the place of others."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.binding import Binding
from textual.widget import Widget

from reader.domain.errors import ReaderError
from reader.domain.ports import ReadingPosition
from reader.domain.printable import printable
from reader.library.opened import Relation
from reader.ui.draw.first_paint import SIGNALLED
from reader.ui.draw.textual_themes import themes
from reader.ui.lists.keyed import KeyedScreen
from reader.ui.program.program import Destination, Program, Ways
from reader.ui.program.theme_choice import ThemeChoice
from reader.ui.reading.coming import place_in
from reader.ui.screens import article_on

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import PurePath

    from rich.console import RenderableType
    from textual.driver import Driver
    from textual.screen import Screen

    from reader.library import Opened
    from reader.session import Session
    from reader.ui.program.program import Opening
    from reader.ui.program.services import Services
    from reader.ui.reading.coming import Coming

MOMENT = 0.01
"""Seconds between two looks whether a screen is there: it takes some of them."""
MOMENTS = 100
"""Looks after which it is not waited for any more."""
ARRIVED, ARRIVALS = 5.0, 5
"""Seconds that what was typed before a signal may take to be read, and to be taken by a widget; and how many widgets it
may go through, each opened by the one before.
"""
TEND = 60.0
"""Seconds after which what other machines sent is looked for again."""
OF_FIRST_PAGES = (
    Destination.HELP,
    Destination.PALETTE,
    Destination.CONTENTS,
    Destination.LIBRARY,
    Destination.ANNOTATIONS,
)
"""The screens that can be opened from the first pages of a text that is still being read."""


def _stays(screen: Screen[Any]) -> Destination | None:
    """What a list is called that one comes back to from the articles that were opened there."""
    return screen.STAYS if isinstance(screen, KeyedScreen) else None


class ReaderApp(App[None], inherit_bindings=False):
    """A `ReaderApp` is the program on the screen: an article, or the library where none is given."""

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
        ways = Ways(self.open, self.show, self.quit, lambda: self._themes.put_on_next())
        reading = (coming.whole, coming.begin) if coming is not None else ()
        self.program = Program(self, services, ways, *reading)
        self._first: Callable[[], Screen[None]] = self._library
        if opened is not None:
            from reader.ui.reading.screen import ReadingScreen  # noqa: PLC0415  (20 ms, which the library does without)

            self._first = partial(ReadingScreen, self.program, opened, place, annotation_id, session, coming=coming)
        for theme in themes():
            self.register_theme(theme)
        self._themes = ThemeChoice(self, self.program)
        self.theme = self._themes.theme
        self.stylesheet.set_variables(self.get_css_variables())
        self._sheets_theme = self.theme
        self._warned = False
        self._unfinished = MOMENTS
        self._signalled = 0
        self._unread: asyncio.TimerHandle | None = None

    def get_default_screen(self) -> Screen[None]:
        """Make the first screen, there from the start, so that it gets the keys that are pressed before it is drawn."""
        return self._first()

    def _library(self) -> Screen[None]:
        from reader.ui.screens.library import LibraryScreen, beginning  # noqa: PLC0415  (mostly one begins in an article)

        return LibraryScreen(self.program, first=beginning(self.program))

    def refresh_css(self, animate: bool = True) -> None:
        """Read the style sheets for another theme. For the first one Textual would do it again, before it is drawn."""
        if self.theme != self._sheets_theme:
            self._sheets_theme = self.theme
            super().refresh_css(animate)

    def on_load(self) -> None:
        """A hang-up or a request to end saves what is being typed: heard before the terminal is taken."""
        self._themes.follow_ground()
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGHUP):
            # The loop wakes up for it. It would call us too, but not while some 280 keys have woken it that it has not
            # come to: nothing more goes through the pipe that wakes it then.
            loop.add_signal_handler(name, lambda: None)
            signal.signal(name, partial(self._hear_within, loop))

    def on_mount(self) -> None:
        """The interface is there: what could wait begins."""
        # What has been loaded so far stays for good: it is not looked through again. `__main__` put collecting off.
        gc.freeze()
        gc.enable()
        self.screen_change_signal.subscribe(self, self._paint_once, immediate=True)
        self.call_after_refresh(self._tend_beside)
        self.set_interval(TEND, self._tend_beside)

    def _paint_once(self, screen: Screen[Any]) -> None:
        """Show a new screen when it is complete."""
        if not screen.is_mounted:
            with self.program.painted_once(screen):
                pass

    def _tend_beside(self) -> None:
        """Keys come through here: they do not wait for the library."""
        self.program.beside(self._tend())

    async def _tend(self) -> None:
        """Take in what has arrived from other machines, and say so."""
        try:
            news = await self.program.call(self.program.services.tend)
        except ReaderError as error:
            news = str(error)
        if news:
            self.notify(printable(news), markup=False)

    # -- other screens

    def open(self, destination: Destination) -> None:
        """Put that screen on top, about the article or the list that was on top before.

        A list that articles were opened from is gone back to: it has its filter and its place.
        """
        if self.program.ends:
            return
        above = self.screen
        article = article_on(above)
        reading = article.reading if article is not None else None
        below = next((one for one in reversed(self.screen_stack[:-1]) if _stays(one) is destination), None)
        if reading is not None and reading.opened.partial and destination not in OF_FIRST_PAGES:
            reading.can_edit()  # which says that it waits
        elif below is not None:
            self.run_worker(self._uncover(lambda screen: screen is below), exclusive=True)
        else:
            from reader.ui.screens import show  # noqa: PLC0415  (no screen but the first is there at the start)

            show(destination, self.program, above)

    def show(self, opening: Opening) -> None:
        """Open an article, in place of what was to be opened before."""
        if self.program.ends:
            return
        self.run_worker(self._show(opening), exclusive=True)

    async def _show(self, opening: Opening) -> None:
        """Open, and show over the list that one came from, or in place of the article; what is below stays for `q`."""
        call, library = self.program.call, self.program.services.library
        say, spot, walk = opening.say, opening.spot, opening.walk
        try:
            opened = await call(opening.work)
            if opening.same and say is not None and opened.relation is Relation.SAME:
                say("; ".join(filter(None, (opening.same, opened.notice))))
                return
            place = await call(lambda: library.places.place(opened.article.id))
        except ReaderError as error:
            self._fail(printable(str(error)))
            return
        if say is not None:
            say("")
        if spot is None:
            self._leave_spot()
        place = _begun_at(opening, opened, self._kept_place(opened) or place)
        listed = any(_stays(one) for one in self.screen_stack[1:])
        await self._uncover(lambda screen: _stays(screen) is not None)
        below = self.screen
        session = await self._session_of(opened)
        article = article_on(below)
        if not listed and article is not None and article.shows(opened):
            await article.go_to(opening.annotation_id, opening.anchor, spot, walk)
            return
        from reader.ui.reading.screen import ReadingScreen  # noqa: PLC0415  (as above)

        shown = ReadingScreen(
            self.program, opened, place, opening.annotation_id, session, anchor=opening.anchor, walk=walk
        )
        await asyncio.shield(self.push_screen(shown))  # as in `_uncover`

    async def _uncover(self, wanted: Callable[[Screen[Any]], bool]) -> None:
        """Put away what lies over the wanted screen, or over the first one."""
        while len(self.screen_stack) > 1 and not wanted(self.screen):
            article = article_on(self.screen)
            if article is not None:
                await article.put_down()
            # What is asked for next gives this up, but no screen that goes: with it the program would be, which waits.
            await asyncio.shield(self.pop_screen())

    def _fail(self, message: str, above: Screen[Any] | None = None) -> None:
        """Say what went wrong where that screen says such things, or the one on top."""
        above = above or self.screen
        article = article_on(above)
        if article is not None and article.is_mounted:
            article.reading.fail(message)
        elif isinstance(above, KeyedScreen):
            above.say(message, failed=True)
        else:
            self.notify(message, severity="error", markup=False)

    def _leave_spot(self) -> None:
        """Remember where one is in the article that is open, if one is."""
        above = next(filter(None, map(article_on, reversed(self.screen_stack))), None)
        if above is not None and above.is_mounted and above.reading.view.ready:
            above.reading.leave_here()

    def _kept_place(self, opened: Opened) -> ReadingPosition | None:
        """Where the sentence that one is at stands in another version of the article that is open; None where it does
        not.
        """
        above = next(filter(None, map(article_on, reversed(self.screen_stack))), None)
        if above is None or not above.is_mounted or not above.reading.view.ready:
            return None
        before, view = above.reading.opened, above.reading.view
        if before.article.id != opened.article.id or before.version == opened.version:
            return None
        sentence = view.cursor.of(before.document.text)
        there = sentence.strip() and sentence in opened.document.text
        return place_in(opened, before.document, view.top, view.cursor) if there else None

    async def _session_of(self, opened: Opened) -> Session | None:
        """The session of an article that lies open further down: what is done there is undone there and here."""
        for article in map(article_on, self.screen_stack):
            if article is not None and article.shows(opened):
                with suppress(ReaderError):  # the screen that is put up says why it has none
                    return await article.reading.session()
        return None

    # -- the end

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, as soon as all that is being put up is there: what is composed later is never filled."""
        self.program.end()
        parts = (part for screen in self.screen_stack for part in (screen, *screen.walk_children(Widget)))
        if self._unfinished and not all(part.is_mounted for part in parts):
            self._unfinished -= 1
            self.set_timer(MOMENT, partial(self.exit, result, return_code, message))
        else:
            super().exit(result, return_code, message)

    async def quit(self, exit_code: int = 0) -> None:
        """End the program; what is being typed is kept as a draft, and where one is."""
        taken_back = await self._put_down()
        if taken_back is not None and not exit_code and not self._warned:
            self._warned = True
            return
        self.exit(return_code=exit_code)

    async def action_quit(self) -> None:
        """Quit at once; where what is being typed cannot be kept, when the key is pressed once more."""
        unkept = await self._put_down()
        if unkept is None or self._warned:
            self.exit()
            return
        self._warned = True
        is_line = isinstance(unkept, KeyedScreen) and unkept.prompt is not None and unkept.prompt.refused
        what = "what was typed is not saved" if is_line else "the note cannot be kept"
        article = article_on(unkept)
        if article is not None and not article.reading.writing:
            what = article.reading.status.message or "what was typed is not saved"
        self._fail(f"{what}; C-q again quits without it", unkept)

    def _hear_within(self, loop: asyncio.AbstractEventLoop, number: int, _frame: object) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._hear, SIGNALLED + number)

    def _hear(self, exit_code: int) -> None:
        """End for a signal, when all that was typed before it is where it belongs; at the second one at once."""
        read_on = getattr(self.driver_class, "read_on", None)
        if self._signalled or read_on is None or not read_on():
            self.call_next(self.quit, exit_code)
            return
        self._signalled = exit_code
        self._unread = asyncio.get_running_loop().call_later(ARRIVED, self.call_next, partial(self.quit, exit_code))

    def on_all_read(self) -> None:
        """End, once what was typed before a signal has been taken. Beside the queue: what takes it may need the app."""
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
            self.run_worker(self._end_after_keys(), group="end")

    async def _end_after_keys(self) -> None:
        for _ in range(ARRIVALS):
            target, taken = self.screen.focused or self.screen, asyncio.Event()
            if not target.call_later(taken.set):
                break
            with suppress(TimeoutError):
                await asyncio.wait_for(taken.wait(), ARRIVED)
            if target is (self.screen.focused or self.screen):
                break  # else its keys opened what gets the next ones
        self.call_next(self.quit, self._signalled)

    async def _put_down(self) -> Screen[Any] | None:
        """Keep what is open; the screen whose note cannot be kept, if there is one."""
        unkept = [one for one in reversed(self.screen_stack) if one.is_mounted and not await _kept(one)]
        return unkept[0] if unkept else None


async def _kept(screen: Screen[Any]) -> bool:
    """Keep what is open on a screen; whether nothing that was typed there would be lost now."""
    article = article_on(screen)
    if article is not None:
        return await article.put_down() is not False
    return not isinstance(screen, KeyedScreen) or await screen.keep()


def _begun_at(opening: Opening, opened: Opened, place: ReadingPosition | None) -> ReadingPosition | None:
    """Where one begins: where one was, unless a place is asked for that is in the text."""
    size, marks = len(opened.document.text), place.marks if place else ()
    span = opening.walk.current.span if opening.walk is not None else None
    if span is not None and span.end <= size:
        return ReadingPosition(opened.version, span.start, span.start, marks)
    if opening.spot is not None and opening.spot.offset < size:
        return ReadingPosition(opened.version, opening.spot.offset, opening.spot.offset, marks)
    return place
