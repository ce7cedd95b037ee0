"""The reading screen holds the text, the pane beside it, the status line. Keys and the mouse go to commands.

After every key, pane and status line follow the text, in the same handler and so in the same frame: `settle`.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.events import Key, Resize, ScreenResume

from reader.domain.annotations import Annotations
from reader.domain.errors import ReaderError
from reader.ui.draw.strips import PaintedOnce
from reader.ui.keys.bindings import name_of, redraws
from reader.ui.keys.status_line import ArticleStatus
from reader.ui.lists.annotation_entry import where
from reader.ui.program.passing import Passing
from reader.ui.reading.annotation_pane import AnnotationPane
from reader.ui.reading.article_opening import open_session
from reader.ui.reading.article_view import ArticleView
from reader.ui.reading.body import Body
from reader.ui.reading.coming import GLANCE, REST, SAVED_NOW, WAITS, more_of, passage_in, place_in
from reader.ui.reading.keyboard import Keyboard, begin, obey, obey_in_turn, take_waiting
from reader.ui.reading.state import Acts, Obeyed, Reading, Views, nearest
from reader.ui.reading.telling import show_focused, tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import ComposeResult
    from textual.geometry import Region
    from textual.screen import Screen
    from textual.strip import Strip
    from textual.widget import Widget

    from reader.domain.annotation import Annotation
    from reader.domain.ports import ReadingPosition
    from reader.domain.span import Span
    from reader.library import Opened
    from reader.session import Session
    from reader.ui.lists.annotation_entry import Where
    from reader.ui.lists.asked import Asked, Outcome, Writing
    from reader.ui.lists.line_input import Prompt
    from reader.ui.program.jumps import Spot, Walk
    from reader.ui.program.program import Program
    from reader.ui.reading.coming import Coming

WIDE = 90
"""Columns from which text and pane have room side by side: 60 for the text, 30 for the pane."""
POLL = 1.0
"""Seconds after which another window's changes are seen."""


class ReadingScreen(PaintedOnce, inherit_bindings=False):
    """A `ReadingScreen` shows one article that is open."""

    BLANK = True  # what it holds covers it: nothing of its own is composed at each key
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  (as Textual declares it)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012
    AUTO_FOCUS = ""
    """Keys go to the screen itself; only editors take the focus."""

    def __init__(
        self,
        program: Program,
        opened: Opened,
        place: ReadingPosition | None = None,
        annotation_id: str = "",
        session: Session | None = None,
        *,
        anchor: str = "",
        walk: Walk | None = None,
        coming: Coming | None = None,
    ) -> None:
        """`place` is where to begin, or the annotation of that id, or the place that links call `anchor`.

        `session` is the article's, if open already; `coming` the whole of it, where these are its first pages, or all
        of it before it is kept.
        """
        super().__init__()
        self._program = program
        self._opened = opened
        self._place = place if place and place.version == opened.version else None
        self._keyboard = Keyboard(program.services.commands)
        self._body = Body(self._program, self._where)
        self._status = ArticleStatus(id="status")
        self._begin_at = annotation_id
        self._anchor = anchor
        self._walk_begun = walk
        self._session = session
        self._coming = coming
        self._known = session.annotations if session else Annotations(opened.version)
        # Now: on a screen that is there, a class is looked up for everything in it.
        self.set_class(not program.services.settings.pane, "-alone", update=False)
        self.set_class(not len(self._known), "-empty", update=False)
        self._early: list[Key | Obeyed] = []
        self._waiting: list[Key | Obeyed] = []
        self._selected: Span | None = None
        self._late = False
        self._leaving = False
        self._looking = False
        self._shows_tags = False
        self._prompt: Prompt | None = None
        self._followed: tuple[Passing, Span] | None = None
        self.reading: Reading
        """What commands act on; there from the time that the screen is mounted."""

    def compose(self) -> ComposeResult:
        """Compose the text, the pane, the status line."""
        yield self._body
        yield self._status

    def on_mount(self) -> None:
        """Show the text; the annotations come when they have been read."""
        view, side = self._body.view, self._body.side
        views = Views(view, side.pane, side, self._status)
        acts = Acts(self.settle, self.ask, self.write, self._press, self.leave)
        self.reading = Reading(self._program, self._opened, views, acts, self._known, self._coming)
        self._body.reading = self.reading
        view.can_focus = False
        view.column = self._program.services.settings.width
        place = self._place
        view.show(
            self._opened.document,
            self._known,
            top=place.top if place else 0,
            cursor=place.cursor if place else 0,
        )
        self.reading.arrange_pane()
        self.reading.marks = dict(place.marks) if place else {}
        # Before the size is known, so that the first frame has all; how far one is, when it is drawn.
        self._status.before_first = self._follow_first_page
        self.settle()

    @on(ArticleView.Ready)
    async def begin(self) -> None:
        """The text is on the screen: play the keys that came before, and fetch the annotations."""
        reading = self.reading
        if (rest := reading.coming) is not None and rest.unkept is not None and not rest.read():
            rest.begin()  # another process reads on with a second core, which the imports that follow need not
        if self._opened.partial:
            reading.opening = asyncio.get_running_loop().create_future()  # nothing is known of it yet
        else:
            reading.opening = asyncio.create_task(open_session(reading, self._session))
        reading.view.on_moved = self.settle
        reading.view.ahead = self._draw_ahead
        self.settle()
        self.call_after_refresh(_import_commands)
        if self._selected is not None:
            reading.view.select(self._selected)
        early, self._early = self._early, []
        for one in early:
            await self._take(one)
        if self._opened.partial:
            if (coming := reading.coming) is not None:
                self.call_after_refresh(self.set_timer, REST, coming.begin)
                self._program.beside(self._show_whole(coming))
            return
        await self._have_session()

    async def _have_session(self) -> None:
        """Show what is marked, once that has been read, and go where one is to begin."""
        reading = self.reading
        try:
            session = await reading.session()
        except ReaderError as error:
            reading.fail(str(error))
            return
        if not reading.is_shown:
            return
        reading.annotations = reading.unsaved.annotations(session)
        await self.go_to(self._begin_at, self._anchor, walk=self._walk_begun)
        self.set_interval(POLL, self._look_beside)

    async def go_to(
        self, annotation_id: str = "", anchor: str = "", spot: Spot | None = None, walk: Walk | None = None
    ) -> None:
        """Go to an annotation, to the place that links call `anchor`, to a place that one was at, or to a hit."""
        view = self.reading.view
        annotation = self.reading.annotations.get(annotation_id)
        if annotation is not None:
            self.reading.choose(annotation)
        elif anchor and (offset := self._opened.document.offset_of(anchor)) is not None:
            view.go_to(offset)
        elif spot is not None:
            view.go_to(spot.offset)
        elif walk is not None and (span := walk.current.span) is not None:
            view.match = span
            view.go_to_passage(span)
        if walk is not None and not walk.current.is_article:
            self.reading.say(f"{walk}: n the next, N the one before, q back to the list")
        self.settle()

    def shows(self, opened: Opened) -> bool:
        """Tell whether it has this already; all pages of quotes are of the version that has no name."""
        return self._opened.version == opened.version and self._opened.article.id == opened.article.id

    def on_resize(self, event: Resize) -> None:
        """On a narrow terminal the pane lies below the text."""
        self._body.side.pane.below = below = event.size.width < WIDE
        if self.reading.output is not None:
            self.reading.output.below = below

    async def _show_whole(self, coming: Coming) -> None:
        """Show the whole text over these first pages, once it has come; the cursor keeps its sentence."""
        reading, view = self.reading, self.reading.view
        place, session = None, None
        try:
            opened = await more_of(coming, self._opened.document, lambda: reading.status.message, reading.say)
            library = self._program.services.library
            if not opened.partial:
                place = await reading.call(lambda: library.places.place(opened.article.id))
                session = await reading.call(lambda: library.session(opened))
        except ReaderError as error:
            self._waiting.clear()
            are_all = coming.unkept is not None and coming.unkept.done()
            reading.fail(error.brief if are_all else f"{error.brief}; these are its first pages")
            return
        if session is not None and opened.document.text == self._opened.document.text:
            self.call_next(self._become, opened, place, session)  # among the keys: none comes between
            return
        while reading.is_shown and self.app.screen is not self:  # something else is looked at just now
            coming.begin()
            await asyncio.sleep(GLANCE)
        if place is None or view.top or view.cursor.start:
            place = place_in(opened, self._opened.document, view.top, view.cursor)
        if self._leaving or not reading.is_shown:
            return
        rest = coming if opened.partial else None
        whole = ReadingScreen(self._program, opened, place, "", session, coming=rest)
        whole.play(self._waiting, passage_in(opened, self._opened.document, view.selection))
        # Over them, for Textual has no screen at all while it switches, and a key may come.
        await self.app.push_screen(whole)

    async def _become(self, opened: Opened, place: ReadingPosition | None, session: Session) -> None:
        """Be the article, which has been kept: its text is on the screen already."""
        if not self.reading.is_shown:
            return
        reading, view = self.reading, self.reading.view
        reading.coming = None
        self._opened = reading.opened = opened
        if reading.status.message in (SAVED_NOW, WAITS):
            reading.say("")
        if place is not None and place.version == opened.version:
            reading.marks = dict(place.marks) | reading.marks
            if not view.top and not view.cursor.start:
                view.show(opened.document, session.annotations, top=place.top, cursor=place.cursor)
        if opened.article.progress:
            text, pace = opened.document.text, self._program.services.pace
            reading.passing = Passing(text, opened.article.progress, pace)
        reading.passing.begin(self._program.services.now())
        reading.opening = asyncio.create_task(open_session(reading, session))
        await self._have_session()
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            await self._take(one)

    def play(self, waiting: Sequence[Key | Obeyed], selected: Span | None = None) -> None:
        """Do this first: it was asked for while the text was being kept, where this was `selected`."""
        self._early.extend(waiting)
        self._selected = selected

    # -- keys

    async def on_key(self, event: Key) -> None:
        """Obey, or queue what was pressed before the text was there."""
        if self.focused is not None and not self._late:
            if event.key in redraws(self._program.services.commands):
                event.stop()
                self._program.draw_anew()
            return
        event.stop()
        event.prevent_default()
        if self.reading.opening is None:
            self._early.append(event)
        else:
            await self._take(event)

    async def _take(self, asked: Key | Obeyed) -> None:
        """Obey a key, or give it to the editor that has been opened since it was pressed; or do what had to wait."""
        if self._program.ends:
            return
        if isinstance(asked, Key) and self.focused is not None:
            self.focused.post_message(Key(asked.key, asked.character))
            return
        if self._leaving:
            return
        _import_commands()
        if isinstance(asked, Obeyed):
            self._waiting += await obey_in_turn(self.reading, partial(begin, self.reading, *asked))
        elif self._waiting:
            self._wait_with(asked)
        else:
            press = partial(self._press, name_of(asked.key, asked.character))
            self._waiting += await obey_in_turn(self.reading, press)

    def _wait_with(self, event: Key) -> None:
        """Let a key wait behind what waits until the text has been kept; Esc lets go of all that waits."""
        if event.key == "escape":
            self._waiting.clear()
            self.reading.say("")
            return
        self._waiting.append(event)
        if name_of(event.key, event.character) in self._keyboard.commands["quit"].keys:
            self._program.beside(self._leave_in_time())

    async def _leave_in_time(self) -> None:
        """Leave where the text that is waited for, before one leaves, takes too long to be kept."""
        from reader.ui.reading.closing import text_kept, within_limit  # noqa: PLC0415  (see `put_down`)

        if await within_limit(self.reading, text_kept(self.reading)) is None:
            self.app.exit()

    def _press(self, key: str) -> Outcome:
        return self._keyboard.press(self.reading, key)

    async def action_command(self, command: str) -> None:
        """Do what the command of that id does; for the palette and the mouse."""
        _import_commands()
        await obey(self.reading, command)
        self._waiting += take_waiting(self.reading)
        self.settle()

    # -- what the views show

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render nothing where text, pane and status line cover it.

        Rows of its own would be cut up, and the cursor sent to each, in the place of a pane that stays as it is.
        """
        parts = self._body.view, self._body.side.pane, self._status
        left = crop.area
        for one in parts:
            left -= one.region.intersection(crop).area
            if not left:
                return []
        return super().render_lines(crop)

    def _where(self, annotation: Annotation) -> Where:
        """What the pane says of an annotation's place, and of its colour."""
        found = where(annotation, self._opened.document, self._opened.version)
        names = self._program.services.settings.colours
        return found._replace(colour=names.get(annotation.colour, "")) if names and annotation.targets else found

    def settle(self) -> None:
        """Let pane and status line follow the text; what a key does is followed once, when all of it is done.

        Nothing follows once the program ends: what was waited for until then comes to widgets without a screen.
        """
        reading = self.reading
        if reading.turn.running or not reading.is_shown:
            return
        with reading.painted_together():
            reading.show_stored()
            show_focused(reading)
            self._follow_page()
            tell(reading, self._keyboard.commands, self._keyboard.begun)
            if self._prompt is not None:
                self._prompt.tell()
                if reading.status.failed and reading.status.message:
                    self._prompt.say(reading.status.message)  # the line lies over the one that says it

    def _follow_page(self) -> None:
        """Say how far one is, where other text is on the screen than before."""
        reading, shown = self.reading, self.reading.view.shown
        passing, status = reading.passing, reading.status
        if self._followed == (passing, shown):
            return
        self._followed = (passing, shown)
        passing.follow(shown, self._program.services.now(), reading=reading.view.read_on)
        status.percent = reading.view.percent
        status.minutes = passing.minutes_left(shown.start)

    def _follow_first_page(self) -> None:
        """Say how far one is in the first frame: Textual tells the text of its size when that has been drawn."""
        if not self.reading.view.fits:
            self.reading.view.fit()
        self._follow_page()

    def _draw_ahead(self, offset: int) -> Iterator[None]:
        """Draw, step by step, the entries that go along with a cursor at `offset`, before it is there."""
        pane = self.reading.pane
        near = nearest(self.reading.annotations, offset)
        index = pane.listing.index(near.id) if near else None
        if index is not None:
            yield from pane.draw_around(index)

    # -- what commands ask for

    async def ask(self, asked: Asked) -> None:
        """Ask for one line; not where what one was asked for came when the screen had been left."""
        if not self.reading.is_shown:
            return
        # The line is for who searches, filters or tags.
        from reader.ui.lists.line_input import Prompt  # noqa: PLC0415

        prompt = Prompt(asked, self._program.services.histories)
        self._prompt = prompt
        with self._program.painted_once(self, 1):
            await self.mount(prompt)
            self._give_keys(prompt.line)

    async def write(self, writing: Writing) -> None:
        """Open the editor for a note, below the pane, if there is one still."""
        if not self.reading.is_shown:
            return
        self.reading.writing = True
        self._give_keys(await self._body.side.write(writing))
        self.settle()

    def _give_keys(self, editor: Widget) -> None:
        """Let the editor have the keys, those too that were pressed while it was opened and wait for this screen."""
        self.set_focus(editor)
        self._late = True
        self.call_later(setattr, self, "_late", False)

    async def leave(self) -> None:
        """Close this screen, at last the program; stay where something was taken back that one should know of."""
        failures = self.reading.unsaved.failures
        self._leaving = True
        await self.put_down()
        if self.reading.unsaved.failures > failures:
            self._leaving = False
            return
        below = [one for one in self.app.screen_stack[:-1] if not self._is_in_place_of(one)]
        if below:
            self.dismiss(None)
            return
        for one in self.app.screen_stack[:-1]:
            if isinstance(one, ReadingScreen) and not one.reading.opened.partial:
                await one.put_down()
        self.app.exit()

    def _is_in_place_of(self, below: Screen[object]) -> bool:
        """Whether this is what the screen below has become: the whole of its first pages, or its text read again.

        The first screen of all cannot be put away.
        """
        if not isinstance(below, ReadingScreen):
            return False
        now, before = self.reading.opened, below.reading.opened
        is_older = now.article.id == before.article.id and self.reading.latest and now.version != before.version
        return before.partial or is_older

    async def put_down(self) -> bool | None:
        """Keep what is being typed, and where the reader is; whether nothing typed would be lost now.

        None where the disk takes too long to say.
        """
        # What draws the next first screen is not on the way to this one (5 ms).
        from reader.ui.reading.closing import all_kept, within_limit  # noqa: PLC0415

        return await within_limit(self.reading, all_kept(self.reading, self._keep))

    async def _keep(self) -> bool:
        """Write what is being typed to the disk; whether nothing would be lost now."""
        kept = await self._body.side.keep()
        return kept and not self.reading.lost_tags[1] and (self._prompt is None or not self._prompt.refused)

    # -- what others write

    @on(AnnotationPane.TagsShown)
    def _colour_first_tags(self) -> None:
        self._shows_tags = True
        self.call_after_refresh(lambda: self._program.beside(self._colour_tags()))

    async def _colour_tags(self) -> None:
        """Show tags in the colours that they have in lists, as they are now."""
        with suppress(ReaderError):  # then they look as tags do
            self.reading.tag_colours = await self.reading.call(self._program.services.library.tags.colours)
            self._body.side.pane.colour_tags(self.reading.tag_colours)

    def _look_beside(self) -> None:
        """Look outside, however long the library is busy: keys do not wait for it."""
        if not self._looking:
            self._program.beside(self._look())

    async def _look(self) -> None:
        self._looking = True
        try:
            await self.look_outside()
        finally:
            self._looking = False

    @on(ScreenResume)
    async def resumed(self, event: ScreenResume) -> None:
        """Take in what was done on a screen that was above this one; what waits for its save is looked at later."""
        if not self.reading.unsaved:
            await self.look_outside(event)
        if self._has_session and self._shows_tags:
            await self._colour_tags()

    @property
    def _has_session(self) -> bool:
        opening = self.reading.opening
        return isinstance(opening, asyncio.Future) and opening.done()

    async def look_outside(self, event: ScreenResume | None = None) -> None:
        """Take in what another window or machine wrote, or a screen that was above this one; keep where one is."""
        reading = self.reading
        if not self._has_session:
            return
        place = reading.place
        if event and reading.opened.waiting and await self._has_its_text():
            await self.leave()  # the page of quotes has had its time
            return
        try:
            session = await reading.session()
            # What others wrote is told once, and the list that lies over this may want to hear of it.
            look = session.reload if event else session.refresh if self.is_current else None
            changed = look is not None and await reading.call(look)
            if reading.latest and place != self._place:
                library = self._program.services.library
                await reading.call(lambda: library.places.remember(self._opened.article.id, place))
                self._place = place
        except ReaderError as error:
            reading.fail(str(error))
            return
        shown = reading.unsaved.annotations(session)
        if changed or shown is not reading.annotations:
            reading.annotations = shown

    async def _has_its_text(self) -> bool:
        library, article_id = self._program.services.library, self._opened.article.id
        try:
            return not (await self.reading.call(lambda: library.open(article_id))).waiting
        except ReaderError:
            return True  # what it was joined with goes by another id

    # -- what the mouse and editors tell

    async def on_status_line_clicked(self, event: ArticleStatus.Clicked) -> None:
        """A key that the status line names was clicked."""
        if self.focused is None and self.reading.catch is None:
            await obey(self.reading, event.command, event.key)
            self.settle()

    def on_prompt_refused(self) -> None:
        """What was typed could not be saved: the line says why."""
        self.settle()

    async def on_prompt_closed(self, event: Prompt.Closed) -> None:
        """The line was answered, or left."""
        self._prompt = None
        with self._program.painted_once(self, 1):
            await event.prompt.remove()
            if event.mended:
                self.reading.recover()
            self.settle()

    def on_note_editor_note_closed(self) -> None:
        """The note is saved, or given up."""
        self.reading.writing = self._body.side.writing
        self.settle()


def _import_commands() -> None:
    # All of them take 15 ms to import, which the first frame need not wait for.
    from reader.ui.reading import commands  # noqa: F401, PLC0415
