"""One article is being read: commands act on this state of it. The screen makes it; keys and mouse go through it.

Commands call what is here and the views; nothing else. A change goes to the session, off the thread that draws;
what the session then holds is shown in all views within the same handler, so that a key is one frame.
"""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from reader.domain.document import MarkKind
from reader.domain.errors import NotOpened, NotUnderstood, ReaderError
from reader.domain.ports import ReadingPosition
from reader.domain.wording import one_line
from reader.ui.keys.bindings import Mode
from reader.ui.program.jumps import Spot
from reader.ui.program.passing import Passing
from reader.ui.program.program import SETTLING
from reader.ui.reading.annotation_pane import Listing
from reader.ui.reading.coming import NOT_YET, WAITS
from reader.ui.reading.sentences import Sentences
from reader.ui.reading.unsaved import Turn, Unsaved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping

    from textual.widget import Widget

    from reader.domain.annotation import Annotation, Colour
    from reader.domain.annotations import Annotations
    from reader.domain.span import Span
    from reader.library import Opened
    from reader.library.query_subjects import ArticleSubjects
    from reader.session import Session
    from reader.ui.keys.status_line import ArticleStatus
    from reader.ui.lists.asked import Asked, Outcome, Writing
    from reader.ui.program.program import Program
    from reader.ui.reading.annotation_pane import AnnotationPane
    from reader.ui.reading.article_view import ArticleView
    from reader.ui.reading.coming import Coming
    from reader.ui.reading.output_view import OutputView
    from reader.ui.reading.text_search import Search
    from reader.ui.terminal.own_program import OwnProgram

T = TypeVar("T")

MARKED = 24
"""Letters of the words at a mark that are shown."""


class Obeyed(NamedTuple):
    """`Obeyed` is a command's id, and the last key that was pressed for it."""

    command: str
    key: str = ""


class Acts(NamedTuple):
    """`Acts` are what the screen does when commands ask for it."""

    settle: Callable[[], None]
    """Lets pane and status line follow the text, in the handler that changed it."""
    ask: Callable[[Asked], Awaitable[None]]
    """Asks for one line."""
    write: Callable[[Writing], Awaitable[None]]
    """Opens the editor for a note."""
    press: Callable[[str], Outcome]
    """Obeys a key as if it had just been pressed."""
    leave: Callable[[], Awaitable[None]]
    """Closes the screen, at last the program."""


class Views(NamedTuple):
    """`Views` are the widgets that show one article."""

    view: ArticleView
    pane: AnnotationPane
    side: Widget
    """What the pane stands in."""
    status: ArticleStatus


class Reading:
    """A `Reading` is the state of one article being read, besides what the session stores."""

    def __init__(
        self, program: Program, opened: Opened, views: Views, acts: Acts, known: Annotations, coming: Coming | None
    ) -> None:
        """`known` is what is stored, as far as it is known already; `coming` the whole, where these are first pages."""
        self.program = program
        self.opened = opened
        self.coming = coming
        self.view, self.pane, self.side, self.status = views
        self.acts = acts
        self.obeyed = Obeyed("")
        """The command that was begun last."""
        self.waits = False
        """Whether that one is to be begun again when the text has been kept."""
        self.turn = Turn(program, acts.settle)
        self._annotations = known
        self._subjects: ArticleSubjects | None = None
        self.opening: Awaitable[Session] | None = None
        """What answers the session, once it has been asked for."""
        self.writing = False
        """Whether a note is being written."""
        self.pen: Colour = program.services.settings.pen
        self.chosen = ""
        """Id of the annotation chosen last: made, jumped to, clicked, selected in the pane."""
        self.sentences = Sentences(opened.document)
        self.passing = Passing(opened.document.text, opened.article.progress, program.services.pace)
        self.marks: dict[str, int] = {}
        self.catch: Callable[[str], Outcome] | None = None
        """Takes the next keys in place of the key table: for labels, and questions."""
        self.search: Search | None = None
        self.moving = ""
        """Id of the highlight whose ends the selection is to become; empty for a new one."""
        self.after_moving: Callable[[int], None] | None = None
        """Called once when the selection that is to become a highlight's ends is put to use, or given up.

        With how many changes that made, each of which `undo` takes back.
        """
        self.saved_queries: Mapping[str, str] = {}
        """As they were when the filter was asked for last: what is typed does not wait for the library."""
        self.last_tags: tuple[str, ...] = ()
        self.lost_tags = "", ""
        """The annotation that a line of tags was typed for, and the line, where its save has failed since."""
        self.tag_colours: Mapping[str, Colour] = {}
        """The colours that tags have in lists, once they have been asked for."""
        self.own_program: OwnProgram | None = None
        """The command of the user's own that is running."""
        self.output: OutputView | None = None
        """What one wrote, while it is shown in the place of the pane."""
        self.unsaved = Unsaved(program, self._show_saved, self.fail, self._draw_ahead)
        self._listed: Listing | None = None
        """What is listed of the annotations that are being saved, made while the disk is waited for."""
        self._session: Session | None = None

    # -- what there is

    @property
    def mode(self) -> Mode:
        """Tell where keys are pressed."""
        if self.view.selection is not None:
            return Mode.SELECT
        if self.output is not None and self.output.active:
            return Mode.OUTPUT
        return Mode.PANE if self.pane.active else Mode.TEXT

    @property
    def mode_name(self) -> str:
        """Return what the status line calls the mode; which match of how many, where one stands on one."""
        if self.writing:
            return "NOTE"
        if self.view.labels:
            return "LABELS"
        if self.mode is Mode.SELECT:
            return "SELECT"
        if self.search is not None and self.view.match is not None:
            return str(self.search.count(self.view.match.start))
        return {Mode.PANE: "PANE", Mode.OUTPUT: "OUTPUT"}.get(self.mode, "")

    @property
    def linked(self) -> bool:
        """Tell whether the sentence under the cursor leads anywhere: by a link, or a footnote's sign."""
        marks = self.opened.document.marks_in(self.view.cursor)
        return any(mark.kind in (MarkKind.LINK, MarkKind.NOTE) for mark in marks)

    @property
    def annotations(self) -> Annotations:
        """Return all that is stored, and shown; when it is assigned, every view shows it in one paint."""
        return self._annotations

    @annotations.setter
    def annotations(self, stored: Annotations) -> None:
        if stored is self._annotations:
            return
        self._annotations = stored
        if self.turn.running:
            # Where a command is at work, with all else that it does; or before that, should it go on waiting.
            asyncio.get_running_loop().call_soon(self.show_stored)
        else:
            self.acts.settle()

    @property
    def focused(self) -> Annotation | None:
        """Return the annotation that a key means."""
        if self.pane.active:
            return self.annotations.get(self.pane.current)
        return focused(self.annotations, self.view.cursor, self.chosen)

    @property
    def match_here(self) -> Span | None:
        """Return the match of the search that one stands on; None once the cursor has gone elsewhere."""
        match = self.view.match
        return match if match is not None and match.start in self.view.cursor else None

    @property
    def spot(self) -> Spot:
        """Return the beginning of the cursor's sentence, among all articles."""
        return Spot(self.opened.article.id, self.view.cursor.start)

    @property
    def latest(self) -> bool:
        """Tell whether this is the newest text of the article; an older one leaves no trace of having been read."""
        if self.opened.partial:
            return False
        return self.opened.waiting or self.opened.version == self.opened.article.latest.hash

    @property
    def place(self) -> ReadingPosition:
        """Tell where the reader is."""
        marks = tuple(sorted(self.marks.items()))
        return ReadingPosition(self.opened.version, self.view.top, self.view.cursor.start, marks)

    @property
    def marks_told(self) -> str:
        """Say which marks there are, and on what words."""
        text = self.opened.document.text
        words = {key: one_line(text[at : at + 4 * MARKED]) for key, at in sorted(self.marks.items())}
        said = [f"{key} {one if len(one) <= MARKED else one[:MARKED].rstrip() + ' …'}" for key, one in words.items()]
        return f"marks: {' · '.join(said)}"

    @property
    def side_shown(self) -> bool:
        """Tell whether the pane is to be seen."""
        return bool(self.side.size)

    @property
    def is_shown(self) -> bool:
        """Tell whether there is a screen with it still: what was waited for may come to one that has been left."""
        return self.view.is_attached and not self.program.ends

    async def call(self, work: Callable[[], T]) -> T:
        """Run `work` as the program does; whoever waits for it does not go on once the article has been left."""
        found = await self.program.call(work)
        if not self.is_shown:
            raise asyncio.CancelledError
        return found

    @contextmanager
    def painted_once(self, paints: int = SETTLING) -> Iterator[None]:
        """Have all that is painted meanwhile appear at once, where there is anything to be painted still."""
        with self.program.painted_once(self.view.screen, paints) if self.is_shown else nullcontext():
            yield

    @contextmanager
    def painted_together(self) -> Iterator[None]:
        """Have text, pane and status line painted when this is over, each once, and no row that looks as it did."""
        parts = self.view, self.pane, self.status
        for one in parts:
            one.hold_paint()
        try:
            yield
        finally:
            for one in reversed(parts):
                one.let_paint()

    async def session(self) -> Session:
        """Return what changes the annotations; waits until it is there. Raises ReaderErrors where it cannot be."""
        if self.opened.partial:
            raise NotOpened(NOT_YET)
        assert self.opening is not None
        return await self.opening

    # -- what the views show

    def show_stored(self) -> None:
        """Let text and pane show what is stored."""
        if not self.is_shown:
            return
        if self.view.annotations is not self.annotations:
            self.view.annotations = self.annotations
            # Only below the text does an empty pane go away; elsewhere styles would be looked up for nothing (4 ms).
            screen = self.view.screen
            screen.set_class(not len(self.annotations), "-empty", update=screen.has_class("-narrow"))
            self.arrange_pane()

    def _draw_ahead(self, coming: Annotations) -> None:
        """Draw what will be shown when the disk has it: it takes as long as many a disk."""
        if not self.is_shown or self.pane.filter_text:
            return
        known = {one.id for one in self._annotations.meeting(self.view.cursor)}
        here = coming.meeting(self.view.cursor)
        made = next((one.annotation for one in here if one.id not in known), None)
        focus = made or focused(coming, self.view.cursor, self.chosen)
        self._listed = Listing(coming, self.pane.order)
        self.view.draw_marked(coming, focus.id if focus else None)
        if focus is not None:
            self.pane.draw_current(self._listed, focus.id)

    def arrange_pane(self) -> None:
        """Sort and filter the pane anew. A query that cannot be understood yet filters nothing."""
        pane = self.pane
        listed, self._listed = self._listed, None
        if listed is not None and listed.lists(self.annotations, pane.order) and not pane.filter_text:
            pane.listing = listed
            return
        try:
            answering = self._answering(pane.filter_text) if pane.filter_text else None
        except NotUnderstood as error:
            self.fail(error.brief)
            answering = None
        pane.listing = Listing(self.annotations, pane.order, answering, pane.listing)

    def _answering(self, query: str) -> Callable[[Iterable[Annotation]], list[Annotation]]:
        # The parser of the query language is for who filters.
        from reader.domain.query import matcher  # noqa: PLC0415

        services = self.program.services
        matches = matcher(services.query(query, self.saved_queries), services.now())
        return partial(self.filter_subjects().answering, matches)

    def filter_subjects(self) -> ArticleSubjects:
        """Return what the filter of the pane looks into."""
        from reader.library.query_subjects import ArticleSubjects  # noqa: PLC0415  (as above)

        # In its own article the title says nothing of an annotation, and would answer for all of them.
        untitled = self.opened.article._replace(title="")
        if self._subjects is None or self._subjects.article != untitled:
            self._subjects = ArticleSubjects(untitled)
        return self._subjects

    def show_side(self, shown: bool) -> None:
        """Show or hide the pane."""
        screen = self.view.screen
        screen.set_class(not shown, "-alone")
        screen.set_class(shown, "-asked")
        if not shown:
            self.pane.active = False
            self.close_output()

    def close_output(self) -> None:
        """Show the annotations again in place of what a command wrote."""
        output, self.output = self.output, None
        if output is not None:
            self.side.remove_class("-output")
            output.remove()

    def show_zen(self, zen: bool) -> None:
        """Show nothing but the text, or everything again."""
        self.view.screen.set_class(zen, "-zen")
        self.view.zen = zen

    # -- what commands do

    def end_moving(self, changes: int = 0) -> None:
        """The selection was put to use, by so many changes, or given up."""
        self.moving = ""
        after, self.after_moving = self.after_moving, None
        if after is not None:
            after(changes)

    def give_up_selection(self) -> None:
        """Select nothing any more; what was to be placed goes back to where it came from, and that is said."""
        self.view.selection = None
        if self.moving:
            self.say("the highlight is as it was")
            self.end_moving()

    def can_mark(self) -> bool:
        """Tell whether there is a text to mark; say what is missing where there is none."""
        if self.opened.waiting:
            fetch = ", D fetches it" if self.opened.article.url else ""
            self.fail(f"this is no text yet: it can be highlighted when it is here. O gives it one{fetch}")
        return not self.opened.waiting

    def is_kept(self) -> bool:
        """Tell whether the library has the text; where it will soon, what asks for it waits, and it is said."""
        if not self.opened.partial:
            return True
        if self.coming is None:
            self.fail(NOT_YET)
        else:
            self.waits = True
            self.coming.begin()
            self.say(WAITS)
        return False

    def can_edit(self) -> bool:
        """Tell whether anything can be changed; say why where it cannot."""
        if not self.is_kept():
            return False
        if not self.opened.editable:
            reason = self.program.services.library.read_only
            self.fail(reason or "this is an older version of the text; only the latest can be highlighted")
        return self.opened.editable

    async def change(self, act: Callable[[Session], T], *, typing_next: bool = False) -> T | None:
        """Do it to the session and show what came of it; None, and a message, where it could not be done.

        Keys that only move are obeyed meanwhile, but where the next ones are text for an editor: `typing_next`.
        """
        if not self.can_edit():
            return None
        if not typing_next:
            self.turn.wait_for_disk()
        try:
            self._session = session = await self.session()
        except ReaderError as error:
            self.fail(error.brief)
            return None
        try:
            return await self.unsaved.do(session, act)
        except ReaderError as error:
            self.fail(error.brief)
            return None
        finally:
            # After a failure too: what was stored before it is shown.
            self._show_saved()

    async def rewind(self, *, back: bool) -> str | None:
        """Take back the last act here (`back`), or do again what was undone; its name, empty for none.

        What a list did last may have changed something here as well: then that is taken back, in all articles. None,
        and a message, where it could not be done.
        """
        edits = self.program.services.library.edits
        act = edits.next_in(self.opened.article.id, back=back)
        session = self._session
        if act is None or self.unsaved or (session is not None and not session.history.follows(act, back=back)):
            return await self.change(lambda session: (session.undo() if back else session.redo()) or "")
        if not self.can_edit():
            return None

        def rewound(session: Session) -> str:
            name = edits.undo_own() if back else edits.redo_own()
            session.reload()
            return name or ""

        try:
            self._session = opened = await self.session()
            return await self.program.finish(lambda: rewound(opened))
        except ReaderError as error:
            self.fail(error.brief)
            return None
        finally:
            self._show_saved()

    def _show_saved(self) -> None:
        """Show what is stored, and of what is being stored what it will be."""
        if self._session is not None:
            self.status.unsaved = len(self.unsaved)
            self.annotations = self.unsaved.annotations(self._session)

    def choose(self, annotation: Annotation) -> None:
        """Focus it, and let text and pane show it."""
        self.chosen = annotation.id
        self.pane.current = annotation.id
        target = annotation.target_in(self.opened.version)
        if target is not None and target.span is not None and not target.span.meets(self.view.cursor):
            self.view.go_to_passage(target.span)
        self.acts.settle()

    def leave_here(self, offset: int | None = None) -> None:
        """Remember the cursor's place, or that of `offset`, for a jump is about to leave it."""
        here = self.spot if offset is None else Spot(self.opened.article.id, offset)
        self.program.jumps.leave(here)

    def choose_pen(self, pen: Colour) -> None:
        """Choose the colour of the next highlight."""
        self.pen = pen
        self.program.keep_settings(lambda settings: settings._replace(pen=pen))

    def jump(self, offset: int) -> None:
        """Go there, and remember where one was."""
        self.leave_here()
        self.view.go_to(offset)

    def confirm(self, question: str, yes: Callable[[], Outcome]) -> None:
        """Ask; `yes` is done if the next key is y."""

        def answer(key: str) -> Outcome:
            self.catch = None
            self.say("")
            return yes() if key in ("y", "Y") else None

        self.catch = answer
        self.say(f"{question}  y yes · any other key: no")

    def say(self, message: str) -> None:
        """Show one sentence until the next key."""
        self.status.failed = False
        self.status.message = message

    def fail(self, message: str) -> None:
        """Show what went wrong until the next key."""
        self.status.failed = True
        self.status.message = message

    def recover(self) -> None:
        """What had failed has been done: nothing is wrong any more."""
        if self.status.failed:
            self.say("")


def nearest(annotations: Annotations, offset: int) -> Annotation | None:
    """Find what is marked first after `offset`, or last before it."""
    placed = annotations.placed
    if not placed:
        return None
    index = annotations.index_after(offset)
    return placed[min(index, len(placed) - 1)].annotation


def focused(annotations: Annotations, sentence: Span, chosen: str) -> Annotation | None:
    """Find the one with id `chosen` while `sentence` meets it; else the latest start in `sentence`, then the
    shortest.
    """
    here = annotations.meeting(sentence)
    for one in here:
        if one.id == chosen:
            return one.annotation
    return max(here, key=lambda one: (one.start, -one.end)).annotation if here else None
