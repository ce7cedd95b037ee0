"""The screen of annotations lists all highlights and notes of the library."""

from __future__ import annotations

import asyncio
import gc
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from reader.domain.tags import tag_written
from reader.library.collection import in_library_order
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode, show_keys
from reader.ui.lists.collected_rows import Collected, Gathering
from reader.ui.lists.entry_list import EntryList, plain
from reader.ui.lists.list_screen import QueriedScreen
from reader.ui.program import openings
from reader.ui.program.jumps import Walk, Waypoint
from reader.ui.program.program import Destination
from reader.ui.screens.acting_list import ActingList
from reader.ui.screens.annotation_edits import AnnotationEdits
from reader.ui.screens.export import export
from reader.ui.screens.export_choice import of_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.domain.colour import Colour
    from reader.domain.query import Query
    from reader.library.collection import Found, TitledArticles
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.screens.own_runs import RunSubject

EMPTY = plain("No annotation yet.", "", "In an article, h highlights the sentence under the cursor.", style=Role.FAINT)
LOOKING = plain("…", style=Role.FAINT)
NONE = plain("No annotation answers to this.", "", "Esc shows all of them.", style=Role.FAINT)
USUALLY, SELDOM = 10, 1000
"""Collections of the older objects between two of all: what Python does, and what it does while there are so many."""
SLICE = 0.02
"""Seconds gone through at a time: so long waits at most whoever else asks the library for something."""
MANY = 10_000
"""Annotations that are not looked through for garbage, in which there is none."""
MARKED_HINTS = (
    "notes_tag",
    "notes_note",
    "notes_colour",
    "notes_delete",
    "notes_copy",
    "notes_mark",
    "leave",
    "open_help",
)
"""The keys for what is marked."""


class AnnotationsScreen(ActingList[None], QueriedScreen[None]):
    """An `AnnotationsScreen` lists annotations under the titles of their articles.

    Enter goes to the place; keys change one, or all that are marked.
    """

    STAYS = Destination.ANNOTATIONS
    MODES = (Mode.NOTES, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = (
        "list_choose", "list_filter", "notes_tag", "notes_note", "notes_mark", "notes_colour", "library_sort",
        "open_export", "quit", "open_help",
    )  # fmt: skip
    HISTORY = "annotations"
    ACTS = (
        "notes_mark", "notes_mark_all", "notes_note", "notes_tag", "notes_colour", "notes_star", "notes_delete",
        "notes_copy", "notes_editor",
    )  # fmt: skip
    MISSED = "there is no annotation here"

    def __init__(self, program: Program, typed: str = "") -> None:
        """`typed` is what it is narrowed by at first."""
        super().__init__(program)
        self.typed = typed
        self._tag_colours: Mapping[str, Colour] = {}
        self._gathering = Gathering.ARTICLE
        self._shelf: TitledArticles | None = None
        """The articles that are gone through; None where they are to be looked up anew."""
        self._found: Sequence[Found] = ()
        """As the library found them; what is listed is made from it."""
        self._all_found = asyncio.Event()
        """Set while nothing more is being found."""
        self._waypoints: list[Waypoint] = []
        """What one goes through that went to one of them: they become more as well."""
        self._collected: Collected | None = None
        self._marked: dict[str, Found] = {}
        """What was marked to be acted on together, by id; whatever the filter shows."""
        self._edits = AnnotationEdits(self, self._targets)
        self._read_from = False
        """Whether one went from here to an article."""

    def on_mount(self) -> None:
        """Name the keys."""
        self.show_hints()
        self.watch_others()

    def on_screen_resume(self) -> None:
        """An article was read meanwhile, or this is the beginning."""
        self._shelf = None
        self.narrow()

    def handlers(self) -> Mapping[str, Handler]:
        """Add to the moves: sort and export."""
        return {
            **super().handlers(),
            **self._edits.handlers(),
            "notes_mark": self._mark,
            "notes_mark_all": self._mark_all,
            "library_sort": self._sort,
            "open_export": self._export,
            "open_annotations": lambda: None,
        }

    def subject(self) -> RunSubject:
        """Return all that are marked, or the current one."""
        return self._edits.subject()

    def narrow(self) -> None:
        """List what answers to what was typed, or all."""
        self.begin(self._load)

    @property
    def is_listed(self) -> bool:
        """Tell whether nothing more is being found."""
        return self._all_found.is_set()

    def list_anew(self) -> None:
        """Another program wrote: find anew what answers."""
        self._shelf = None
        self.narrow()

    def choose(self) -> None:
        """Go to the current one, in its article."""
        index = self.entries.current
        if self._collected is not None and index >= 0:
            self._waypoints = list(map(_waypoint, self._collected.found))
            self._read_from = True
            openings.walk_to(self.program, Walk(self._waypoints, index))

    async def _load(self) -> None:
        self._all_found.clear()
        try:
            asked = await self.typed_query()
            if asked is not None:
                await self._find(*asked)
        finally:
            self._all_found.set()

    async def _find(self, asked: Query | None) -> None:
        """Go through all articles, and show what was found in some of them while the others are gone through."""
        collection, shelf = self.services.library.collection, self._shelf
        stays = shelf is None
        if shelf is None:
            shelf = self._shelf = await self.attempt(collection.shelf)
            if shelf is None:
                return
            self.total = shelf.annotations
            self._tag_colours = await self.attempt(self.services.library.tags.colours) or {}
            await self._renew_marked()
        collect_garbage(seldom=shelf.annotations > MANY)
        pieces = collection.annotations_by_article(asked, shelf)
        # What was there before is shown until the one is found again that one stood on.
        here = self._here if stays else ""
        found: list[Found] = []
        shown, done = -1, False
        while not done:
            more = await self.attempt(partial(_slice, pieces))
            if more is None:
                return
            fresh, done = more
            found += fresh
            here = "" if any(one.annotation.id == here for one in fresh) else here
            if done or (self._gathering is Gathering.ARTICLE and not here and len(found) >= max(1, 2 * shown)):
                self._show_found(found, done=done, further=shown > 0)
                shown = len(found)
            elif not found and not stays:
                self._show_found((), done=False, further=False)

    def _show_found(self, found: Sequence[Found], *, done: bool, further: bool) -> None:
        """List these: all, or the first of them; `further` where those that are listed were the first of these."""
        self._found = tuple(found)
        if done:
            self._all_found.set()
            self.total = self.total if self.typed else len(found)
        if further and self._collected is not None and self._gathering is Gathering.ARTICLE:
            self._waypoints += map(_waypoint, found[len(self._collected.found) :])
            self._collected = self._collect()
            self.entries.extend(self._collected)
            self._show_head()
        else:
            self._show()
        if found or done:
            self.is_narrowed.set()

    @property
    def _here(self) -> str:
        """The id of the annotation that one stands on."""
        if self._read_from and self.program.walk is not None:
            # One has gone on in the article, to another one of them.
            return self.program.walk.current.annotation_id
        index = self.entries.current
        return self._collected.found[index].annotation.id if self._collected and index >= 0 else ""

    def _collect(self) -> Collected:
        names = self.services.settings.colours
        now = self.services.now().astimezone()
        return Collected(self._found, self._gathering, now, names, frozenset(self._marked), self._tag_colours)

    def _show(self) -> None:
        index, here = self.entries.current, self._here
        self._read_from = False
        self._collected = self._collect()
        self._waypoints = []
        self.entries.empty = LOOKING if not self._all_found.is_set() else NONE if self.typed else EMPTY
        # Of what answers to other words, the first is the likeliest; else the next one takes the place of what is gone.
        self.entries.show(
            self._collected, self._collected.index(here, max(index, 0) if self.shown_for == self.typed else 0)
        )
        self.shown_for = self.typed
        self._show_head()

    def _show_head(self) -> None:
        more = "" if self._all_found.is_set() else " …"
        self.how_many = f"{len(self._found)}{more} of {self.total}"
        marked = f"{len(self._marked)} marked · " if self._marked else ""
        count = self.how_many if self.typed else str(self.total)
        self.head("All annotations", f"{marked}{count} · by {self._gathering}")
        if not self.writing:  # whose keys are named meanwhile
            self.show_hints()

    def show_hints(self, ids: Sequence[str] | None = None) -> None:
        """Name, where some are marked, what can be done to them."""
        super().show_hints(ids or (MARKED_HINTS if self._marked else None))

    async def _renew_marked(self) -> None:
        """What is marked as it is now; what has been deleted is marked no more."""
        if self._marked:
            collection, marked = self.services.library.collection, list(self._marked.values())
            now = await self.attempt(lambda: collection.as_they_are(marked))
            self._marked = {one.annotation.id: one for one in now or ()}

    def on_unmount(self) -> None:
        """Look for garbage as before."""
        collect_garbage(seldom=False)

    # -- marks

    @property
    def has_target(self) -> bool:
        """Tell whether there is something that keys act on."""
        return bool(self._marked) or super().has_target

    def _targets(self) -> Sequence[Found]:
        """What keys act on: all that are marked, or the current one."""
        if self._marked:
            return in_library_order(self._marked.values())
        index = self.entries.current
        return [self._collected.found[index]] if self._collected is not None and index >= 0 else []

    def _mark(self) -> None:
        index = self.entries.current
        if self._collected is None or index < 0:
            return
        one = self._collected.found[index]
        if self._marked.pop(one.annotation.id, None) is None:
            self._marked[one.annotation.id] = one
        self._show_marks()
        self.entries.go_by(1)

    async def _mark_all(self) -> None:
        await self._all_found.wait()
        shown = {one.annotation.id: one for one in self._found}
        if shown.keys() <= self._marked.keys():
            self._marked = {key: one for key, one in self._marked.items() if key not in shown}
        else:
            self._marked |= shown
        self._show_marks()

    def _show_marks(self) -> None:
        if self._collected is not None:
            self._collected.marked = frozenset(self._marked)
            self.entries.draw_anew()
        self._show_head()

    async def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """The current one was clicked: on a tag, that is filtered by."""
        if not self._filter_by(event.index, event.text):
            await super().on_entry_list_chosen(event)

    def on_entry_list_pointed(self, event: EntryList.Pointed) -> None:
        """Another one was clicked."""
        self._filter_by(event.index, event.text)

    def _filter_by(self, index: int, text: str) -> bool:
        tag = text.removeprefix("#")
        if self._collected is None or tag not in self._collected.found[index].annotation.tags or tag == text:
            return False
        self.narrow_to(f"tag:{tag_written(tag)}")
        return True

    async def look_again(self) -> None:
        """Something was changed: list anew what answers, and know of what is marked how it is now."""
        self._shelf = None
        await self._load()

    def unbound(self, keys: Sequence[str]) -> None:
        """Say where a key of the text does what it does."""
        typed = " ".join(keys)
        inside = next((one for one in self.services.commands if Mode.TEXT in one.modes and typed in one.keys), None)
        if inside is None:
            super().unbound(keys)
        else:
            self.say(f"{show_keys(typed)} ({inside.label}) works in the article: Enter goes there")

    def _leave(self) -> None:
        """End what runs; show all again; then mark nothing; then leave."""
        if self._marked and not self.typed and not self.running:
            self._marked = {}
            self._show_marks()
        else:
            super()._leave()

    def _sort(self) -> None:
        self._gathering = self._gathering.following
        if self._all_found.is_set():
            self._show()
        else:
            self._show_head()
            self.narrow()

    def _export(self) -> None:
        export(self.program, of_library(self.services, self.typed), self.say)


def collect_garbage(*, seldom: bool) -> None:
    """Look through all that there is as often as usual, or hardly ever: 100,000 records take a second for nothing."""
    young, older, _ = gc.get_threshold()
    gc.set_threshold(young, older, SELDOM if seldom else USUALLY)


def _slice(pieces: Iterator[Sequence[Found]]) -> tuple[list[Found], bool]:
    """What is found in a moment, and whether that is all."""
    found: list[Found] = []
    end = perf_counter() + SLICE
    while (piece := next(pieces, None)) is not None:
        found += piece
        if perf_counter() >= end:
            return found, False
    return found, True


def _waypoint(found: Found) -> Waypoint:
    return Waypoint(found.article.id, found.annotation.id)


def show(program: Program) -> None:
    """Put all annotations on top."""
    program.put_up(AnnotationsScreen(program))
