"""One article being read: what commands act on. The screen makes it; keys and mouse go through it.

Commands call what is here and the views; nothing else. A change goes to the session, off the thread that draws;
what the session then holds is shown in all views within the same handler, so that a key is one frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from reader.domain.errors import ReaderError
from reader.domain.ports import ReadingPosition
from reader.ui.keys.bindings import Mode
from reader.ui.reading import state as focus
from reader.ui.reading.coming import NOT_YET
from reader.ui.reading.jumps import Jumps, Spot, Walk
from reader.ui.reading.passing import Passing
from reader.ui.reading.sentences import Sentences
from reader.ui.reading.unsaved import Unsaved

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from textual.screen import Screen

    from reader.domain.annotation import Annotation, Colour
    from reader.domain.annotations import Annotations
    from reader.domain.article import Article
    from reader.domain.span import Span
    from reader.library import Opened
    from reader.session import Session
    from reader.settings import Settings
    from reader.ui.lists.line_asked import Outcome
    from reader.ui.reading.annotation_pane import AnnotationPane
    from reader.ui.reading.article_view import ArticleView
    from reader.ui.reading.output_view import OutputView
    from reader.ui.reading.shell import Shell
    from reader.ui.reading.status_line import StatusLine
    from reader.ui.reading.text_search import Search
    from reader.ui.services import Services
    from reader.ui.terminal.own_program import OwnProgram

T = TypeVar("T")


class Host(Protocol):
    """What commands ask of the program as a whole."""

    services: Services
    jumps: Jumps
    """Where one was, in whatever article."""
    walk: Walk | None
    """What the list showed that one came from."""
    trusted_hosts: set[str]
    """Hosts of links that the user has agreed to open."""

    async def call(self, work: Callable[[], T]) -> T:
        """Run `work`, which may touch the library, off the thread that draws: one after the other, in order."""

    async def call_drafts(self, work: Callable[[], T]) -> T:
        """Run `work`, which touches drafts only, one after the other, beside whatever the library is busy with."""

    def beside(self, work: Coroutine[object, object, None]) -> None:
        """Do `work` beside everything else; what it raises ends the program."""

    async def within_limit(self, reading: Reading, work: Coroutine[object, object, T]) -> T | None:
        """Wait for the disk, which is to be done with `work` before one leaves; None where it takes too long."""

    async def suspended(self, work: Callable[[], T]) -> T:
        """Run `work` with the terminal as it was before the program began."""

    async def copy(self, text: str) -> str:
        """Copy a text to the clipboard; answer what is to be told of it."""

    async def browse(self, address: str) -> str:
        """Open an address in a browser; answer what is to be told of it. Raises NotOpened."""

    def next_theme(self) -> str:
        """Put on the next theme; its name."""

    def keep_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Change what is set, and keep it for the next start."""

    def show_whole(self, reading: Reading) -> None:
        """Show the whole text in place of these first pages, once it has come; the cursor keeps its sentence."""

    def give_up(self) -> None:
        """Do not wait for the rest of the text of which the first pages are shown."""

    def open(self, name: str, reading: Reading | None = None) -> None:
        """Put the screen of that name on top; `reading` is the article that it is about, where there is one."""

    def read(
        self,
        word: str,
        annotation_id: str = "",
        say: Callable[[str], None] | None = None,
        *,
        anchor: str = "",
        spot: Spot | None = None,
    ) -> None:
        """Open what a path, URL, id or title names, in place of the article that is open.

        It begins at the annotation of that id, at the place that links call `anchor`, at `spot`, or where one was.
        With a `spot` one goes back or forward: the place that is left is known already.

        `say` is told how far that is, and nothing when it is done: pages take their time to come.
        """

    def walk_to(self, walk: Walk) -> None:
        """Open what `walk` is at; from now on that list is walked."""

    def attach(self, article: Article, word: str, say: Callable[[str], None]) -> None:
        """Give an article the text of a path or URL, and open it; `say` is told how far that is."""

    def read_again(self, article: Article, say: Callable[[str], None]) -> None:
        """Read what an article was read from anew, and open it where the text differs; `say` is told either way."""

    def read_whole(self, article: Article, say: Callable[[str], None]) -> None:
        """Open the whole page of a web article, or its article where the whole page is open; `say` is told how far."""

    def read_version(self, article: Article, version: str) -> None:
        """Open a kept version of an article, to read only."""

    def put(self, screen: Screen[T], done: Callable[[T | None], None] | None = None) -> None:
        """Put a screen on top; `done` is told what it answers."""

    async def quit(self) -> None:
        """End the program; what is being typed is kept as a draft."""


class Reading:
    """The state of one article being read, besides what the session stores."""

    def __init__(
        self, host: Host, shell: Shell, opened: Opened, views: tuple[ArticleView, AnnotationPane, StatusLine]
    ) -> None:
        self.host = host
        self.shell = shell
        self.opened = opened
        self.view, self.pane, self.status = views
        self.pen: Colour = host.services.settings.pen
        self.chosen = ""
        """Id of the annotation chosen last: made, jumped to, clicked, selected in the pane."""
        self.sentences = Sentences(opened.document)
        self.passing = Passing(opened.document.text, opened.article.progress, host.services.pace)
        self.marks: dict[str, int] = {}
        self.catch: Callable[[str], Outcome] | None = None
        """Takes the next keys in place of the key table: for labels, and questions."""
        self.done: Awaitable[object] | None = None
        """What ends with the command that waits for the disk; None while none does."""
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
        self.tag_colours: Mapping[str, Colour] = {}
        """The colours that tags have in lists, once they have been asked for."""
        self.program: OwnProgram | None = None
        """The command of the user's own that is running."""
        self.output: OutputView | None = None
        """What one wrote, while it is shown in the place of the pane."""
        self.unsaved = Unsaved(host, self._show_saved, self.fail)
        self._session: Session | None = None

    # -- what there is

    @property
    def mode(self) -> Mode:
        """Where keys are pressed."""
        if self.view.selection is not None:
            return Mode.SELECT
        if self.output is not None and self.output.active:
            return Mode.OUTPUT
        return Mode.PANE if self.pane.active else Mode.TEXT

    @property
    def annotations(self) -> Annotations:
        """What is stored, and shown."""
        return self.shell.annotations

    @property
    def focused(self) -> Annotation | None:
        """The annotation that a key means."""
        if self.pane.active:
            return self.annotations.get(self.pane.current)
        return focus.focused(self.annotations, self.view.cursor, self.chosen)

    @property
    def match_here(self) -> Span | None:
        """The match of the search that one stands on; None once the cursor has gone elsewhere."""
        match = self.view.match
        return match if match is not None and match.start in self.view.cursor else None

    @property
    def spot(self) -> Spot:
        """The beginning of the cursor's sentence, among all articles."""
        return Spot(self.opened.article.id, self.view.cursor.start)

    @property
    def latest(self) -> bool:
        """Whether this is the newest text of the article; an older one leaves no trace of having been read."""
        if self.opened.partial:
            return False
        return self.opened.waiting or self.opened.version == self.opened.article.latest.hash

    @property
    def place(self) -> ReadingPosition:
        """Where the reader is."""
        marks = tuple(sorted(self.marks.items()))
        return ReadingPosition(self.opened.version, self.view.top, self.view.cursor.start, marks)

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
        """Whether there is a text to mark; says what is missing where there is none."""
        if self.opened.waiting:
            fetch = ", D fetches it" if self.opened.article.url else ""
            self.fail(f"this is no text yet: it can be highlighted when it is here. O gives it one{fetch}")
        return not self.opened.waiting

    def can_edit(self) -> bool:
        """Whether anything can be changed; says why where it cannot."""
        if self.opened.partial:
            self.fail(NOT_YET)
            return False
        if not self.opened.editable:
            reason = self.host.services.library.read_only
            self.fail(reason or "this is an older version of the text; only the latest can be highlighted")
        return self.opened.editable

    async def change(self, act: Callable[[Session], T], *, typing_next: bool = False) -> T | None:
        """Do it to the session and show what came of it; None, and a message, where it could not be done.

        Keys that only move are obeyed meanwhile, but where the next ones are text for an editor: `typing_next`.
        """
        if not self.can_edit():
            return None
        if not typing_next:
            self.shell.wait_for_save()
        try:
            self._session = session = await self.shell.session()
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

    def _show_saved(self) -> None:
        """Show what is stored, and of what is being stored what it will be."""
        if self._session is not None:
            self.status.unsaved = len(self.unsaved)
            self.shell.annotations = self.unsaved.annotations(self._session)

    def choose(self, annotation: Annotation) -> None:
        """Focus it, and let text and pane show it."""
        self.chosen = annotation.id
        self.pane.current = annotation.id
        target = annotation.target_in(self.opened.version)
        if target is not None and target.span is not None and not target.span.meets(self.view.cursor):
            self.view.go_to(target.span.start)
        self.shell.settle()

    def close_output(self) -> None:
        """Show the annotations again in place of what a command wrote."""
        if self.output is not None:
            self.output = None
            self.shell.hide_output()

    def leave_here(self, offset: int | None = None) -> None:
        """Remember the cursor's place, or that of `offset`, for a jump is about to leave it."""
        here = self.spot if offset is None else Spot(self.opened.article.id, offset)
        self.host.jumps.leave(here)

    def choose_pen(self, pen: Colour) -> None:
        """The colour of the next highlight."""
        self.pen = pen
        self.host.keep_settings(lambda settings: settings._replace(pen=pen))

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
    """What is marked first after `offset`, or last before it."""
    placed = annotations.placed
    if not placed:
        return None
    index = annotations.index_after(offset)
    return placed[min(index, len(placed) - 1)].annotation


def focused(annotations: Annotations, sentence: Span, chosen: str) -> Annotation | None:
    """The one with id `chosen` while `sentence` meets it; else the latest start in `sentence`, then the shortest."""
    here = annotations.meeting(sentence)
    for one in here:
        if one.id == chosen:
            return one.annotation
    return max(here, key=lambda one: (one.start, -one.end)).annotation if here else None
