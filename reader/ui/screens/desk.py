"""The desk shows highlights that were lost or reworded, one after the other, as they were and as they were found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container, Vertical

from reader.anchoring import changes
from reader.domain.errors import NotFound
from reader.domain.span import Span
from reader.ui.draw.cells import Styled
from reader.ui.draw.page import Page
from reader.ui.draw.redline import stood_at
from reader.ui.draw.selection import Unit
from reader.ui.draw.styled_lines import Head, StyledLines
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.asked import Asked
from reader.ui.lists.entry_list import EntryList, plain
from reader.ui.lists.keyed import KeyedScreen
from reader.ui.lists.library_rows import bar
from reader.ui.lists.tag_rows import colour_tags
from reader.ui.reading.article_view import Folding
from reader.ui.screens.desk_cases import Case, Verdict, asks, case_of, in_context, score, sides, wanting

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from textual.widget import Widget

    from reader.anchoring import WordChange
    from reader.domain.colour import Colour
    from reader.domain.document import Document
    from reader.library import Opened
    from reader.session import Session
    from reader.ui.draw.cells import Line
    from reader.ui.draw.page import Paragraph
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading
    from reader.ui.screens.desk_cases import Case

LIKELY = 80
"""Per cent proposed for accepting all above: of the answers from there up a reader agrees with nearly all."""
PROGRESS = 12
"""Cells of the bar that shows how many are decided."""
DONE = plain(
    "Every highlight is in its place.",
    "",
    "When the text changes, those that were lost or reworded are shown here.",
    style=Role.FAINT,
)
NOTHING = "there is nothing to decide: every highlight is in its place"
DONE_HINTS = ("desk_undo", "quit", "open_help")


@dataclass(frozen=True, slots=True)
class Placing:
    """A `Placing` is a highlight to be placed by hand: where to begin, and what is selected at first."""

    annotation_id: str
    start: int
    span: Span | None
    acts: int
    """How many decisions the desk may take back, when it is there again."""


class DeskScreen(KeyedScreen["Placing | None"]):
    """A `DeskScreen` answers with what is to be placed by hand, or None."""

    MODES = (Mode.DESK, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = (
        "desk_accept", "desk_orphan", "desk_place", "desk_next", "desk_undo", "desk_delete", "desk_accept_all", "quit",
        "open_help",
    )  # fmt: skip

    def __init__(self, reading: Reading, begin_at: str = "", acts: int = 0, told: str = "") -> None:
        """`begin_at` is the highlight to begin at, the first of all where it is none of them; `told` is said first."""
        super().__init__(reading.program)
        self._told = told
        self._reading = reading
        # Those that want a look now stay on the desk when they are decided: one may come back to them.
        self._ids = wanting(reading.annotations)
        if begin_at and begin_at not in self._ids and begin_at in reading.annotations:
            self._ids.insert(0, begin_at)
        self._at = self._ids.index(begin_at) if begin_at in self._ids else 0
        self._acts = acts
        """How many decisions `undo` may take back: what was done before in the text is not the desk's."""
        self._unsaved = 0
        """How many of them wait for the disk."""
        self._texts = OldTexts(reading.program, reading.opened)
        self._tag_colours: Mapping[str, Colour] = {}

    def compose(self) -> Iterator[Widget]:
        """Compose how far one is, both pages, the note, the keys."""
        yield Head(id="head")
        yield FacingPages(id="pages")
        yield StyledLines(id="details")
        yield StatusLine(id="hints")

    def on_mount(self) -> None:
        """Begin with the first."""
        self.show_hints()
        self.begin(self._colour_and_show)
        if self._told:
            self.say(self._told)

    def handlers(self) -> Mapping[str, Handler]:
        """Decide, go on, go back."""
        pages = self.query_one(FacingPages)
        return {
            **super().handlers(),
            "desk_accept": self._accept,
            "desk_orphan": self._keep_as_orphan,
            "desk_place": self._place,
            "desk_delete": self._delete,
            "desk_accept_all": self._ask_score,
            "desk_undo": partial(self._rewind, "undo"),
            "desk_redo": partial(self._rewind, "redo"),
            "desk_next": partial(self._go_by, 1),
            "desk_previous": partial(self._go_by, -1),
            "list_page_down": partial(pages.turn, 1),
            "list_page_up": partial(pages.turn, -1),
            "list_first": partial(self._go_by, -len(self._ids)),
            "list_last": partial(self._go_by, len(self._ids)),
            "open_desk": lambda: None,
        }

    # -- what there is

    @property
    def _cases(self) -> list[Case]:
        annotations, opened = self._reading.annotations, self._reading.opened
        found = [annotation for one in self._ids if (annotation := annotations.get(one)) is not None]
        return [case for one in found if (case := case_of(one, opened.article, opened.version)) is not None]

    @property
    def _case(self) -> Case | None:
        cases = self._cases
        return cases[min(self._at, len(cases) - 1)] if cases else None

    def _asked_case(self) -> Case | None:
        """The case that a key is about; where there is none, it is said."""
        case = self._case
        if case is None:
            self.say(NOTHING)
        return case

    async def _colour_and_show(self) -> None:
        self._tag_colours = await self.attempt(self.services.library.tags.colours) or {}
        await self._show()

    async def _show(self) -> None:
        cases, case = self._cases, self._case
        asking = sum(one.verdict is not Verdict.OPEN or asks(one.new) for one in cases)
        decided = sum(one.verdict is not Verdict.OPEN for one in cases)
        reworded = f" · {len(cases) - asking} only reworded" if asking < len(cases) else ""
        head = self.query_one(Head)
        head.left = (Styled("Re-anchoring", Role.TITLE),)
        pages = self.query_one(FacingPages)
        self.show_hints(DONE_HINTS if case is None else None)
        if case is None:
            head.right = ()
            pages.show("left", (), (), (), DONE)
            pages.show("right", (), (), ())
            return
        count = Styled(
            f"  {min(self._at, len(cases) - 1) + 1} of {len(cases)} · {decided} decided{reworded}", Role.FAINT
        )
        head.right = (*bar(decided / max(1, asking), PROGRESS), count)
        await self._show_pages(case)
        self._show_details(case)

    async def _show_pages(self, case: Case) -> None:
        pages, document = self.query_one(FacingPages), self._reading.opened.document
        was, now = sides(case, await self._texts.of(case), document)
        head = "in this text"
        if not now:
            head = "where it stood"
            place = await self._texts.place(case)
            now = list(in_context(document, Span(place, place), (), Role.FAINT))
        state = Styled(f"✓ {case.verdict}", Role.KEY)
        if case.verdict is Verdict.OPEN:
            state = Styled(score(case), Role.WARN if case.new.span is None else Role.PLAIN)
        pages.show("left", (Styled("as it was", Role.HEADING),), (), was)
        pages.show("right", (Styled(head, Role.HEADING),), (state,), now)

    def _show_details(self, case: Case) -> None:
        note = case.annotation.note.strip().split("\n", 1)[0]
        tags = colour_tags(case.annotation.tags, self._tag_colours)
        self.query_one(StyledLines).lines = ((*tags, Styled(note)),)

    # -- what is decided

    async def _accept(self) -> None:
        case = self._asked_case()
        if case is not None and case.new.span is None:
            self.say("nothing was found to accept: p places it by hand, o keeps it as lost")
        elif case is not None:
            await self._decide(lambda session: session.accept([case.annotation.id]))

    async def _keep_as_orphan(self) -> None:
        case = self._asked_case()
        if case is not None:
            await self._decide(lambda session: session.keep_as_orphan(case.annotation.id))

    async def _place(self) -> None:
        case = self._asked_case()
        if case is not None:
            span = case.new.span
            start = span.start if span else await self._texts.place(case)
            self.dismiss(Placing(case.annotation.id, start, span, self._acts))

    async def _delete(self) -> None:
        case = self._asked_case()
        if case is not None and await self._decide(lambda session: session.delete(case.annotation.id)):
            self.say("deleted; u brings it back")

    def _ask_score(self) -> Awaitable[None] | None:
        if self._asked_case() is None:
            return None

        async def done(answer: str) -> bool:
            percent = _number(answer.strip(" %"))
            if percent is None:
                self.say("a number of per cent is wanted, such as 80", failed=True)
                return False
            await self._accept_all(percent)
            return True

        hint = "Enter accepts all that are at least so sure, in per cent   Esc leaves"
        return self.ask(Asked("per cent", done, value=str(LIKELY), hint=hint, replaced=True))

    async def _accept_all(self, percent: float) -> None:
        ids = [
            one.annotation.id
            for one in self._cases
            if one.verdict is Verdict.OPEN and one.new.span is not None and one.new.confidence * 100 >= percent
        ]
        if not ids:
            self.say("none of those that are left is so sure")
        elif await self._decide(lambda session: session.accept(ids)):
            self.say(f"{len(ids)} accepted; u takes it back")

    async def _decide(self, act: Callable[[Session], None]) -> bool:
        def decide(session: Session) -> str:
            act(session)
            return "decided"

        if not await self._change(decide):
            return False
        self._count(1)
        self._go_on()
        await self._show()
        return True

    async def _rewind(self, which: str) -> None:
        back = which == "undo"
        if back and not self._acts:
            self.say("nothing was decided here yet")
            return
        before = self._verdicts
        name = await self._change(lambda session: (session.undo() if back else session.redo()) or "")
        if name:
            self._count(-1 if back else 1)
            self._go_to_changed(before)
            await self._show()

    async def _change(self, act: Callable[[Session], str]) -> str | None:
        done = await self._reading.change(act)
        if done is None:
            self._tell_failure()
        return done

    def _tell_failure(self) -> None:
        """Say it here: in the text, to which one comes back, it may have been mended by then."""
        self.say(self._reading.status.message, failed=True)
        self._reading.recover()

    def _count(self, decisions: int) -> None:
        """Count decisions that are shown; where they are not stored in the end, they are not there any more."""
        self._acts += decisions
        if self._reading.unsaved:
            self._unsaved += decisions
            self.program.beside(self._follow())

    async def _follow(self) -> None:
        before = self._verdicts
        stored = await self._reading.unsaved.settled()
        unsaved, self._unsaved = self._unsaved, 0
        if not stored and self.program.has(self):
            self._acts -= unsaved
            self._go_to_changed(before)
            await self._show()
            self._tell_failure()

    # -- from one to the next

    @property
    def _verdicts(self) -> dict[str, Verdict]:
        return {one.annotation.id: one.verdict for one in self._cases}

    def _go_to_changed(self, before: Mapping[str, Verdict]) -> None:
        """To the first that is decided otherwise now. One that had been deleted, and is back, had no verdict."""
        changed = (index for index, one in enumerate(self._cases) if before.get(one.annotation.id) is not one.verdict)
        self._at = next(changed, self._at)

    async def _go_by(self, count: int) -> None:
        if self._asked_case() is None:
            return
        self._at = max(0, min(self._at + count, len(self._cases) - 1))
        await self._show()

    def _go_on(self) -> None:
        """To the next that is open, from the top again after the last; stay where none is."""
        cases = self._cases
        ahead = [*range(self._at, len(cases)), *range(self._at)]
        still = [index for index in ahead if cases[index].verdict is Verdict.OPEN]
        # Those that ask for it first; the others are looked at by who wants to.
        asking = [index for index in still if asks(cases[index].new)]
        if still:
            self._at = (asking or still)[0]
            if not asking:
                self.say(f"all that ask are decided; {len(still)} reworded can be looked at; q goes back to the text")
        elif cases:
            self.say(f"all {len(cases)} are decided; q goes back to the text")


def _number(typed: str) -> float | None:
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        return None


def show(reading: Reading, begin_at: str = "", acts: int = 0, told: str = "") -> None:
    """Work through what was lost or reworded: begin at that highlight, with so many decisions that may be taken back.

    What is placed by hand is selected in the text, and then comes back here.
    """

    def done(placing: Placing | None) -> None:
        if placing is not None:
            _select(reading, placing)
        reading.acts.settle()

    reading.program.put_up(DeskScreen(reading, begin_at, acts, told), done)


def _select(reading: Reading, placing: Placing) -> None:
    view = reading.view
    view.folding = Folding.ALL
    reading.pane.active = False
    view.go_to(placing.start, centre=True)
    if placing.span is not None:
        view.select(placing.span)
    else:
        view.start_selection(Unit.SENTENCE)
    reading.moving = placing.annotation_id

    def back(changes: int) -> None:
        reading.say("")  # the desk says what came of it
        told = "placed; u takes it back" if changes else "not placed: it is as it was"
        show(reading, placing.annotation_id, placing.acts + changes, told)

    reading.after_moving = back


class FacingPages(Container):
    """`FacingPages` are a left and a right page, each with a head."""

    def compose(self) -> Iterator[Widget]:
        """Compose heads and pages."""
        for side in ("left", "right"):
            with Vertical(id=side):
                yield Head(id=f"{side}-head")
                yield EntryList(id=f"{side}-page")

    def show(
        self, side: str, head: Line, right: Line, paragraphs: Sequence[Paragraph], empty: tuple[Line, ...] = ()
    ) -> None:
        """Fill one side; its first paragraph with a bar is brought into sight."""
        line = self.query_one(f"#{side}-head", Head)
        line.left, line.right = head, right
        page = self.query_one(f"#{side}-page", EntryList)
        page.empty = empty
        page.items = Page(paragraphs)
        marked = next((index for index, one in enumerate(paragraphs) if one.bar), 0)
        self.call_after_refresh(page.put_high, marked)

    def turn(self, pages: float) -> None:
        """Turn both by screenfuls."""
        for page in self.query(EntryList):
            page.turn(pages)


class OldTexts:
    """`OldTexts` are earlier versions of what is open, each read and compared once, off the thread that draws."""

    def __init__(self, program: Program, opened: Opened) -> None:
        self._program = program
        self._opened = opened
        self._documents: dict[str, Document | None] = {}
        self._edits: dict[str, list[WordChange]] = {}

    async def of(self, case: Case) -> Document | None:
        """Find the text that the highlight was last found in; None where none is kept."""
        if case.old is None:
            return None
        version = case.old.version
        if version not in self._documents:
            self._documents[version] = await self._program.call(lambda: self._read(version))
        return self._documents[version]

    async def place(self, case: Case) -> int:
        """Tell where the highlight stood, in the text that is open; its beginning where that cannot be known."""
        old = await self.of(case)
        if old is None or case.old is None or case.old.span is None:
            return 0
        version, new = case.old.version, self._opened.document.text
        if version not in self._edits:
            self._edits[version] = await self._program.call(lambda: changes(old.text, new))
        return min(stood_at(self._edits[version], case.old.span.start), max(0, len(new) - 1))

    def _read(self, version: str) -> Document | None:
        try:
            return self._program.services.library.open_version(self._opened.article, version).document
        except NotFound:
            return None
