"""The reading screen: the text, the pane beside it, the status line. Keys and the mouse go to commands."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.events import Key, Resize, ScreenResume
from textual.reactive import reactive
from textual.screen import Screen

from reader.domain.annotations import Annotations
from reader.domain.errors import ReaderError
from reader.ui.keys.bindings import Mode, name_of
from reader.ui.keys.keyboard import Keyboard, obey
from reader.ui.lists.annotation_entry import where
from reader.ui.reading.article_opening import open_session
from reader.ui.reading.article_view import ArticleView
from reader.ui.reading.body import Body
from reader.ui.reading.refresh import arranged, draw_ahead, settle
from reader.ui.reading.state import Reading
from reader.ui.reading.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Self

    from textual.app import ComposeResult
    from textual.geometry import Region
    from textual.widget import Widget

    from reader.domain.annotation import Annotation
    from reader.domain.ports import ReadingPosition
    from reader.library import Opened
    from reader.session import Session
    from reader.ui.lists.annotation_entry import Where
    from reader.ui.lists.line_asked import Asked, Outcome
    from reader.ui.lists.line_input import Prompt
    from reader.ui.reading.commands.own import Output
    from reader.ui.reading.jumps import Spot, Walk
    from reader.ui.reading.shell import Writing
    from reader.ui.reading.state import Host


class PaintedOnce(Screen[None], inherit_bindings=False):
    """Its first layout paints all of it. Textual asks for that again, while the first key may be waiting already."""

    _laid_out = False

    @on(Resize)
    def paint_again(self) -> None:
        """The first layout is over: whatever is asked for from now on is done."""
        self._laid_out = True

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Have these regions painted, or all of it where that has not just been done."""
        repaint = repaint and (self._laid_out or bool(regions))
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


WIDE = 90
"""Columns from which text and pane have room side by side: 60 for the text, 30 for the pane."""
POLL = 1.0
"""Seconds after which another window's changes are seen."""


class ReadingScreen(PaintedOnce, inherit_bindings=False):
    """One article, open. `annotations` is all that is stored; when it is assigned, every view shows it in one paint."""

    BLANK = True  # what it holds covers it: nothing of its own is composed at each key
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  (as Textual declares it)
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-high")]  # noqa: RUF012
    AUTO_FOCUS = ""
    """Keys go to the screen itself; only editors take the focus."""

    annotations: reactive[Annotations] = reactive(Annotations(""), repaint=False, init=False)

    def __init__(
        self,
        host: Host,
        opened: Opened,
        place: ReadingPosition | None = None,
        annotation_id: str = "",
        session: Session | None = None,
        *,
        anchor: str = "",
        walk: Walk | None = None,
    ) -> None:
        """`place` is where to begin, or the annotation of that id, or the place that links call `anchor`.

        `session` is the article's, if open already.
        """
        super().__init__()
        self._host = host
        self._opened = opened
        self._place = place if place and place.version == opened.version else None
        self._keyboard = Keyboard(host.services.commands)
        self._body = Body(self._where)
        self._begin_at = annotation_id
        self._anchor = anchor
        self._walk_begun = walk
        self._session = session
        known = session.annotations if session else Annotations(opened.version)
        self.set_reactive(ReadingScreen.annotations, known)
        # Now: on a screen that is there, a class is looked up for everything in it.
        self.set_class(not host.services.settings.pane, "-alone", update=False)
        self.set_class(not len(known), "-empty", update=False)
        self._early: list[Key] = []
        self._obeying = False
        self._late = False
        self._released: tuple[asyncio.Task[None], asyncio.Future[None]] | None = None
        self._leaving = False
        self._looking = False
        self._prompt: Prompt | None = None
        self._opening: asyncio.Future[Session] | None = None
        self.reading: Reading
        """What commands act on; there from the time that the screen is mounted."""

    def compose(self) -> ComposeResult:
        """The text, the pane, the status line."""
        yield self._body
        yield StatusLine(id="status")

    def on_mount(self) -> None:
        """Show the text; the annotations come when they have been read."""
        view = self._body.view
        views = (view, self._body.side.pane, self.query_one(StatusLine))
        self.reading = self._body.reading = Reading(self._host, self, self._opened, views)
        view.can_focus = False
        view.set_reactive(ArticleView.column, self._host.services.settings.width)
        place = self._place
        view.show(
            self._opened.document,
            self.annotations,
            top=place.top if place else 0,
            cursor=place.cursor if place else 0,
        )
        self.arrange_pane()
        self.reading.marks = dict(place.marks) if place else {}
        # Before the size is known, so that the first frame has all but how far one is.
        self.settle()

    @on(ArticleView.Ready)
    async def begin(self) -> None:
        """The text is on the screen: play the keys that came before, and fetch the annotations."""
        if self._opened.partial:
            self._opening = asyncio.get_running_loop().create_future()  # nothing is known of it yet
        else:
            self._opening = asyncio.create_task(open_session(self.reading, self._session))
        self.reading.view.on_moved = self.settle
        self.reading.view.ahead = partial(draw_ahead, self.reading)
        self.settle()
        self.call_after_refresh(_import_commands)
        early, self._early = self._early, []
        for event in early:
            await self._take(event)
        if self._opened.partial:
            self._host.show_whole(self.reading)
            return
        try:
            session = await self.session()
        except ReaderError as error:
            self.reading.fail(str(error))
            return
        self.annotations = self.reading.unsaved.annotations(session)
        await self.go_to(self._begin_at, self._anchor, walk=self._walk_begun)
        self._host.beside(self._colour_tags())
        self.set_interval(POLL, self._look_beside)

    async def go_to(
        self, annotation_id: str = "", anchor: str = "", spot: Spot | None = None, walk: Walk | None = None
    ) -> None:
        """Go to an annotation, to the place that links call `anchor`, to a place that one was at, or to a hit."""
        annotation = self.annotations.get(annotation_id)
        if annotation is not None:
            self.reading.choose(annotation)
        elif anchor and (offset := self._opened.document.offset_of(anchor)) is not None:
            self.reading.view.go_to(offset)
        elif spot is not None:
            self.reading.view.go_to(spot.offset)
        elif walk is not None and (span := walk.current.span) is not None:
            self.reading.view.match = span
            self.reading.view.go_to(span.start)
        if walk is not None and not walk.current.is_article:
            self.reading.say(f"{walk}: n the next, N the one before, q back to the list")
        self.settle()

    def on_resize(self, event: Resize) -> None:
        """On a narrow terminal the pane lies below the text."""
        self._body.side.pane.below = event.size.width < WIDE
        if self._body.reading.output is not None:
            self._body.reading.output.below = event.size.width < WIDE

    # -- keys

    async def on_key(self, event: Key) -> None:
        """Obey, or queue what was pressed before the text was there."""
        if self.focused is not None and not self._late:
            return
        event.stop()
        event.prevent_default()
        if self._opening is None:
            self._early.append(event)
        else:
            await self._take(event)

    async def _take(self, event: Key) -> None:
        """Obey a key, or give it to the editor that has been opened since it was pressed."""
        if self.focused is not None:
            self.focused.post_message(Key(event.key, event.character))
            return
        if self._leaving:
            return
        _import_commands()
        with self.reading.view.painted_once():
            self._obeying = True
            rest = self._keyboard.press(self.reading, name_of(event.key, event.character))
            if rest is None:
                self._obeying = False
                self.settle()
                return
        await self._obey(rest)

    async def _obey(self, rest: Awaitable[None]) -> None:
        """Do the rest of a command, up to where it waits for the disk: the next key may move meanwhile."""
        released = asyncio.get_running_loop().create_future()
        task = asyncio.ensure_future(self._to_its_end(rest))
        self._released = (task, released)
        await asyncio.wait({task, released}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
            return
        self.reading.done = asyncio.shield(task)
        self._host.beside(self._ended(task))

    async def _to_its_end(self, rest: Awaitable[None]) -> None:
        await rest
        self._obeying = False
        self.settle()

    async def _ended(self, task: asyncio.Future[None]) -> None:
        try:
            await task
        finally:
            self.reading.done = None

    def wait_for_save(self) -> None:
        """The command that is at work waits for the disk from now on: keys that only move go on."""
        if self._released is not None and self._released[0] is asyncio.current_task():
            self._released[1].set_result(None)
            self._released = None

    def press(self, key: str) -> Outcome:
        """Obey a key as if it had just been pressed."""
        return self._keyboard.press(self.reading, key)

    async def action_command(self, command: str) -> None:
        """Do what the command of that id does; for the palette and the mouse."""
        _import_commands()
        await obey(self.reading, command)
        self.settle()

    # -- what the views show

    def _where(self, annotation: Annotation) -> Where:
        """What the pane says of an annotation's place, and of its colour."""
        found = where(annotation, self._opened.document, self._opened.version)
        names = self._host.services.settings.colours
        return found._replace(colour=names.get(annotation.colour, "")) if names and annotation.targets else found

    def settle(self) -> None:
        """Let pane and status line follow the text; what a key does is followed once, when all of it is done."""
        if self._obeying:
            return
        with self.reading.view.painted_once():
            self._show_stored()
            if self.reading.view.selection is None:
                self._body.withdraw()
            settle(self.reading, self._keyboard.commands, self._keyboard.begun)
            if self._prompt is not None:
                self._prompt.tell()
                if self.reading.status.failed and self.reading.status.message:
                    self._prompt.say(self.reading.status.message)  # the line lies over the one that says it

    def watch_annotations(self) -> None:
        """Show what is stored now, everywhere; where a command is at work, in one paint with all else that it does."""
        if self._obeying:
            # Before that, should it go on waiting: for an answer, or for the disk.
            asyncio.get_running_loop().call_soon(self._show_stored)
        else:
            self.settle()

    def _show_stored(self) -> None:
        if self.reading.view.annotations is not self.annotations:
            self.reading.view.annotations = self.annotations
            # Only below the text does an empty pane go away; elsewhere styles would be looked up for nothing (4 ms).
            self.set_class(not len(self.annotations), "-empty", update=self.has_class("-narrow"))
            self.arrange_pane()

    def arrange_pane(self) -> None:
        """Sort and filter the pane anew."""
        self.reading.pane.listing = arranged(self.reading)

    # -- what commands ask for

    async def session(self) -> Session:
        """What changes the annotations; waits until it is there."""
        assert self._opening is not None
        return await self._opening

    async def ask(self, asked: Asked) -> None:
        """Ask for one line."""
        # The line is for who searches, filters or tags.
        from reader.ui.lists.line_input import Prompt  # noqa: PLC0415

        prompt = Prompt(asked, self._host.services.histories)
        self._prompt = prompt
        await self.mount(prompt)
        self._give_keys(prompt.line)

    async def write(self, writing: Writing) -> None:
        """Open the editor for a note, below the pane."""
        self._give_keys(await self._body.side.write(writing))
        self.settle()

    def _give_keys(self, editor: Widget) -> None:
        """Let the editor have the keys, those too that were pressed while it was opened and wait for this screen."""
        self.set_focus(editor)
        self._late = True
        self.call_later(setattr, self, "_late", False)

    @property
    def writing(self) -> bool:
        """Whether a note is being written."""
        return self._body.side.writing

    @property
    def side_shown(self) -> bool:
        """Whether the pane is to be seen."""
        return bool(self._body.side.size)

    def show_side(self, shown: bool) -> None:
        """Show or hide the pane."""
        self.set_class(not shown, "-alone")
        self.set_class(shown, "-asked")
        if not shown:
            self.reading.pane.active = False
            self.reading.close_output()

    async def show_output(self, output: Output) -> None:
        """Show what a command of the user's own wrote, in the place of the pane."""
        from reader.ui.reading.output_view import OutputView  # noqa: PLC0415  (for who has such commands)

        if self.reading.output is not None:
            self._body.side.hide_output()
        side = self._body.side
        view = self.reading.output = OutputView(output, self._output_keys, below=side.pane.below)
        self.reading.pane.active = False
        await side.show_output(view)

    def hide_output(self) -> None:
        """Show the pane again."""
        self._body.side.hide_output()

    def _output_keys(self) -> tuple[tuple[str, str], ...]:
        """What the last row of the output names: what its keys do, or how one gets to them."""
        commands = self._keyboard.commands
        active = self.reading.mode is Mode.OUTPUT
        named = [("output_note" if active else "note", "note")]
        named += [("output_copy", "copy")] if active else [("switch_pane", "scroll")]
        named += [("leave", "close")]
        return tuple((commands[one].first_key, does) for one, does in named if commands[one].keys)

    def show_zen(self, zen: bool) -> None:
        """Show nothing but the text, or everything again."""
        self.set_class(zen, "-zen")
        self.reading.view.zen = zen

    async def leave(self) -> None:
        """Close this screen, at last the program; stay where something was taken back that one should know of."""
        failures = self.reading.unsaved.failures
        self._leaving = True
        await self._host.within_limit(self.reading, self.put_down())
        self._leaving = False
        if self.reading.unsaved.failures > failures:
            return
        # First pages that the whole lies over have had their time.
        below = self.app.screen_stack[:-1]
        if any(not (isinstance(one, ReadingScreen) and one.reading.opened.partial) for one in below):
            self.dismiss(None)
        else:
            self.app.exit()

    async def put_down(self) -> bool:
        """Keep what is being typed, and where the reader is; whether nothing typed would be lost now."""
        # What draws the next first screen is not on the way to this one (5 ms).
        from reader.ui.reading.closing import put_down  # noqa: PLC0415

        if self.reading.program is not None:
            await self.reading.program.stopped()
        kept = await self._body.side.keep()
        saved = await self.reading.unsaved.settled()
        await put_down(self.reading)
        return kept and saved

    async def _colour_tags(self) -> None:
        """Show tags in the colours that they have in lists, as they are now."""
        with suppress(ReaderError):  # then they look as tags do
            self.reading.tag_colours = await self._host.call(self._host.services.library.tags.colours)
            self._body.side.pane.colour_tags(self.reading.tag_colours)

    def _look_beside(self) -> None:
        """Look outside, however long the library is busy: keys do not wait for it."""
        if not self._looking:
            self._host.beside(self._look())

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
        if self._opening is not None and self._opening.done():
            await self._colour_tags()

    async def look_outside(self, event: ScreenResume | None = None) -> None:
        """Take in what another window or machine wrote, or a screen that was above this one; keep where one is."""
        if self._opening is None or not self._opening.done():
            return
        reading = self.reading
        place = reading.place
        if event and reading.opened.waiting and await self._has_its_text():
            await self.leave()  # the page of quotes has had its time
            return
        try:
            session = await self.session()
            changed = await self._host.call(session.reload if event else session.refresh)
            if reading.latest and place != self._place:
                library = self._host.services.library
                await self._host.call(lambda: library.places.remember(self._opened.article.id, place))
                self._place = place
        except ReaderError as error:
            self.reading.fail(str(error))
            return
        shown = self.reading.unsaved.annotations(session)
        if changed or shown is not self.annotations:
            self.annotations = shown

    async def _has_its_text(self) -> bool:
        library, article_id = self._host.services.library, self._opened.article.id
        try:
            return not (await self._host.call(lambda: library.open(article_id))).waiting
        except ReaderError:
            return True  # what it was joined with goes by another id

    # -- what the mouse and editors tell

    async def on_status_line_hint_clicked(self, event: StatusLine.HintClicked) -> None:
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
        await event.prompt.remove()
        self.settle()

    def on_note_editor_note_closed(self) -> None:
        """The note is saved, or given up."""
        self.settle()


def _import_commands() -> None:
    # All of them take 15 ms to import, which the first frame need not wait for.
    from reader.ui.reading import commands  # noqa: F401, PLC0415
