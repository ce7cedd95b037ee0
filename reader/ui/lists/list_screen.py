"""A screen may be one list: a head stands above it, a line that narrows it below, and it has keys."""

from __future__ import annotations

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import work

from reader.ui.draw.cells import Line, Styled
from reader.ui.draw.styled_lines import Head
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import OWN
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.asked import Asked
from reader.ui.lists.entry_list import EntryList
from reader.ui.lists.keyed import KeyedScreen, Result
from reader.ui.lists.list_moves import find_moves, list_moves
from reader.ui.lists.saved_queries import name_asked, saving_told
from reader.ui.lists.tag_line import QUERY_HINT, complete_query
from reader.ui.program.program import Destination

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence

    from textual.widget import Widget
    from textual.worker import Worker

    from reader.domain.query import Query
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program

T = TypeVar("T")
MOVES = frozenset({"list_down", "list_up", "list_page_down", "list_page_up", "list_first", "list_last", "list_choose"})
"""What moves in the list, and leads out of it."""


class ListScreen(KeyedScreen[Result], Generic[Result]):
    """A `ListScreen` is what all screens with one list have in common.

    A screen that can be narrowed says in `narrow` what that does.
    """

    AUTO_FOCUS = ""
    LABEL: ClassVar[str] = "filter"
    """What the line is called that narrows the list."""
    LINE_HINT: ClassVar[str] = "Enter keeps it   Esc leaves"
    """Shown over it while nothing completes what is typed."""
    HISTORY: ClassVar[str] = ""
    """The kind of that line: Up goes back through what was typed into lines of this kind. Empty for none."""
    ACTS: ClassVar[Collection[str]] = ()
    """The commands that do something to what is current."""
    MISSED: ClassVar[str] = "nothing here"
    """What is said where there is nothing current."""
    total = 0
    """How many there are when nothing is typed, as `answers` last counted them."""
    typed = ""
    """What narrows the list; empty where nothing does."""
    how_many = ""
    """How many are left by what is typed, in a word or two."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.is_narrowed = asyncio.Event()
        """Set while what is listed answers to what was typed: until then keys would act on what it has hidden."""
        self.is_narrowed.set()
        self._begun: object = None
        """Stands for what was begun last."""
        self.shown_for: str | None = None
        """What was typed for what is listed now: where it is the same still, one goes on where one was."""

    def compose(self) -> Iterator[Widget]:
        """Compose the screen from top to bottom."""
        yield Head(id="head")
        yield self.entries
        yield StatusLine(id="hints")

    # -- for the screens

    @cached_property
    def entries(self) -> EntryList:
        """Return the list."""
        return EntryList(id="list")

    async def typed_query(self) -> tuple[Query | None] | None:
        """Parse the query that was typed, None in it for nothing; None, and the reason shown, where it is none
        (yet).
        """
        typed = self.typed
        return await self.attempt(lambda: (self.services.query(typed) if typed else None,))

    async def answers(self, ask: Callable[[Query | None], Sequence[T]]) -> Sequence[T] | None:
        """Ask for what `ask` finds for what was typed; None, and the reason shown, where that is no query (yet)."""
        typed = self.typed
        found = await self.attempt(lambda: ask(self.services.query(typed) if typed else None))
        if found is not None and not typed:
            self.total = len(found)
        elif found is not None and not self.total:
            self.total = len(await self.attempt(lambda: ask(None)) or ())
        return found

    def narrow(self) -> None:
        """List what there is now and answers to what was typed."""

    def narrow_listed(self) -> None:
        """What was typed has changed: the same as far as that is told."""
        self.narrow()

    def choose(self) -> Awaitable[None] | None:
        """Enter was pressed, or the current item clicked."""
        return None

    def head(self, title: str, right: Line | str) -> None:
        """Name the screen and what narrows it, and say how much there is."""
        label = "" if title.casefold() == self.LABEL else f"{self.LABEL} "
        filtered = (Styled(f"   {label}", Role.FAINT), Styled(self.typed, Role.KEY)) if self.typed else ()
        for head in self.query(Head):
            head.left = (Styled(title, Role.TITLE), *filtered)
            head.right = (Styled(right, Role.FAINT),) if isinstance(right, str) else right
        if self.prompt is not None:
            self.prompt.tell()

    def complete(self, typed: str) -> Sequence[str]:  # noqa: ARG002  (for the screens)
        """Complete what the line that narrows the list may become."""
        return ()

    save_asked: Callable[[str], Asked] | None = None
    """Asks under which name to keep what narrows the list, where it can be kept."""

    # -- keys and mouse

    def handlers(self) -> Mapping[str, Handler]:
        """Move, narrow, choose, leave."""
        return {
            **super().handlers(),
            **self.moves(),
            "list_filter": self.find,
            "list_choose": self.choose,
            "leave": self._leave,
        }

    @property
    def has_target(self) -> bool:
        """Tell whether there is something that keys act on."""
        return self.entries.current >= 0

    def begin(self, what: Callable[[], Awaitable[None]]) -> Worker[None]:
        """Do it in the background; the list is narrowed when it is done, or given up for nothing else.

        Where nothing is listed yet, keys that need the list wait for it, too.
        """
        self._begun = begun = object()
        if self.entries.current < 0:
            self.is_narrowed.clear()

        async def narrow() -> None:
            try:
                await what()
            finally:
                if self._begun is begun:
                    self.is_narrowed.set()

        return super().begin(narrow)

    async def obey(self, command: str) -> None:
        """Do what the command stands for, to what was typed for; say so where there is nothing to do it to."""
        if command in MOVES or command in self.ACTS or command.startswith(OWN):
            await self.is_narrowed.wait()
        if command in self.ACTS and not self.has_target:
            self.say(self.MISSED)
        else:
            await super().obey(command)

    def moves(self) -> Mapping[str, Handler]:
        """Return what the keys that move do."""
        return {**list_moves(self.entries), **find_moves(self.entries)}

    def find(self) -> Awaitable[None] | None:
        """Ask what the list shall be narrowed by, and narrow it while one types."""
        before = self.typed
        return self.ask(
            Asked(
                self.LABEL,
                self.taken,
                value=before,
                changed=self.narrow_to,
                left=lambda: self.left(before),
                complete=self.complete,
                hint=self.LINE_HINT,
                separator=" ",
                history=self.HISTORY,
                replaced=bool(before),
                found=lambda: self.how_many if self.typed else "",
                save=self.save_asked,
            )
        )

    def taken(self, typed: str) -> None:
        """Enter was pressed in the line."""
        self.narrow_to(typed)

    def left(self, before: str) -> None:
        """Esc was pressed in the line, in which `before` stood when it was asked for."""
        self.narrow_to(before)

    def narrow_to(self, typed: str) -> None:
        """Narrow the list by what is typed; for nothing all are shown."""
        typed = typed.strip()
        if typed != self.typed:
            self.unsay()
            self.typed = typed
            before = self._begun
            self.is_narrowed.clear()
            self.narrow_listed()
            if self._begun is before:
                self.is_narrowed.set()

    async def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """The current item was clicked."""
        event.stop()
        outcome = self.choose()
        if outcome is not None:
            await outcome

    def on_entry_list_item_menu_asked(self, event: EntryList.ItemMenuAsked) -> None:
        """Offer what can be done to what was clicked."""
        event.stop()
        self.program.ways.open(Destination.PALETTE)

    def _leave(self) -> None:
        """Show all again; or, where all is shown, leave the screen."""
        if self.typed:
            self.narrow_to("")
        else:
            self.leave()


class QueriedScreen(ListScreen[Result], Generic[Result]):
    """A `QueriedScreen` is a list of the library that is narrowed by the query language, with completions."""

    LINE_HINT = QUERY_HINT

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._tags: Mapping[str, int] = {}
        """Tags in use, once they have been counted: typing does not wait for that."""
        self._saved: Mapping[str, str] = {}
        """The saved queries, likewise."""
        self.save_asked = lambda query: name_asked(query, self._saved, self._save)

    def find(self) -> Awaitable[None] | None:
        """Ask for the query; the tags in use are counted meanwhile."""
        self.count_tags()
        return super().find()

    def complete(self, typed: str) -> Sequence[str]:
        """Complete the query's last word."""
        return complete_query(typed, lambda: self._tags, self.services.settings.colours.values(), self._saved)

    @work(exclusive=True, group="tags")
    async def count_tags(self) -> None:
        """Count the tags in use anew."""
        saved = await self.attempt(self.services.saved_queries)
        found = await self.attempt(self.services.library.tags.in_use)
        if found is not None and saved is not None:
            self._tags, self._saved = dict(found), saved
            if self.prompt is not None:
                self.prompt.renew()

    async def _save(self, name: str, query: str) -> bool:
        library, said, names = self.services.library, self.services.settings.queries, self.services.settings.colours
        kept = await self.attempt(lambda: library.queries.save(name, query, said, names))
        if kept is None:
            return False
        told = saving_told(kept, query, said)
        self.say(told)
        if self.prompt is not None:
            self.prompt.say(told)
        self.count_tags()
        return True
