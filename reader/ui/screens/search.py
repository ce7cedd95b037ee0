"""One search goes over everything: texts, notes, quotes, titles and tags of all articles."""

from __future__ import annotations

from functools import partial
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, ClassVar

from reader.library.collection import Found
from reader.library.phrases import FoundIn
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.lists.entry_list import plain
from reader.ui.lists.hit_rows import HitRows
from reader.ui.program import openings
from reader.ui.program.jumps import Walk, Waypoint
from reader.ui.program.program import Destination
from reader.ui.screens.acting_list import ActingList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.domain.article import Article
    from reader.library.phrases import Hit
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.reading.output_view import Given
    from reader.ui.screens.own_runs import RunSubject

EMPTY = plain("Type some words: texts, notes, titles and tags of all articles are searched.", style=Role.FAINT)
LOOKING = plain("…", style=Role.FAINT)
NONE = plain("These words stand nowhere.", "", "They are looked for as they stand together.", style=Role.FAINT)
SLICE = 0.02
"""Seconds searched at a time: so long waits at most whoever else asks the library for something."""
MOST = 1000
"""Places shown: nobody goes through more, and who wants fewer types on."""


class SearchScreen(ActingList[None]):
    """A `SearchScreen` groups what is found by article, and grows while it is searched. Enter opens at the place."""

    STAYS = Destination.SEARCH
    MODES = (Mode.FOUND, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("list_choose", "list_filter", "list_down", "quit", "open_help")
    LABEL = "search"
    LINE_HINT = "Enter opens the first   C-n C-p another   Esc goes to the list"
    HISTORY = "search"

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._rows = HitRows((), "")
        self._searched = ""
        """What was searched for to the end."""
        self._articles: Sequence[Article] | None = None
        """All that are searched; None where they are to be looked up anew."""
        self._wanted = False
        """Whether the first place is to be opened as soon as there is one."""

    def on_mount(self) -> None:
        """Ask."""
        self.show_hints()
        self.entries.empty = EMPTY
        self._show_head()
        self.run_worker(self.ask_words())

    def on_screen_resume(self) -> None:
        """An article was read meanwhile: stand where one went on to."""
        self._articles = None
        walk = self.program.walk
        if walk is not None and len(self._rows):
            at = [index for index, hit in enumerate(self._rows.found) if _waypoint(hit) == walk.current]
            self.entries.go(at[0] if at else self.entries.current)

    async def ask_words(self) -> None:
        """Open the line."""
        asking = self.find()
        if asking is not None:
            await asking

    def handlers(self) -> Mapping[str, Handler]:
        """It is there already."""
        return {**super().handlers(), "open_search": self.ask_words}

    @property
    def labels(self) -> Mapping[str, str]:
        """Return what the line does: it narrows nothing here."""
        return {"list_filter": self.LABEL}

    def subject(self) -> RunSubject | None:
        """Return the annotation that was found, the sentence that it was found in, or the article."""
        # What runs programs, for who has such commands.
        from reader.ui.reading.commands.own import given_at, given_of_article  # noqa: PLC0415
        from reader.ui.screens.annotation_edits import AnnotationEdits, write_new  # noqa: PLC0415
        from reader.ui.screens.own_runs import RunSubject  # noqa: PLC0415

        index = self.entries.current
        if index < 0:
            return None
        hit, collection = self._rows.found[index], self.services.library.collection
        article = hit.article
        if hit.annotation is not None:
            found = [Found(article, hit.annotation)]
            return AnnotationEdits(self, lambda: found).subject()
        whole = given_of_article(article)
        if hit.where is not FoundIn.TEXT:
            return RunSubject(lambda: [whole], partial(write_new, self, article, None))

        def given() -> list[Given]:
            document = collection.text_of(article)
            return [given_at(article, document, hit.span) if document is not None else whole]

        async def note(text: str) -> None:
            here = await self.attempt(given)
            if here is not None:
                await write_new(self, article, here[0].span, text)

        return RunSubject(given, note)

    async def look_again(self) -> None:
        """Search anew: something was written."""
        self._articles = None
        self.narrow()

    def narrow(self) -> None:
        """Search for what was typed."""
        self._wanted = False
        self.begin(self._search)

    def choose(self) -> None:
        """Open the current one, there."""
        index = self.entries.current
        if index >= 0:
            openings.walk_to(self.program, Walk([_waypoint(hit) for hit in self._rows.found], index))

    def taken(self, typed: str) -> None:
        """Enter in the line opens the current one, or the first as soon as there is one."""
        self.narrow_to(typed)
        if len(self._rows) and self._rows.words == self.typed:
            self.choose()
        else:
            self._wanted = self._searched != self.typed

    def left(self, before: str) -> None:
        """Esc in the line goes to the list; where there is none, back."""
        if not self.typed or not len(self._rows):
            self.narrow_to(before)
            if not before:
                self.leave()

    # -- what is found

    async def _search(self) -> None:
        words = self.typed
        self._searched = ""
        found: list[Hit] = []
        collection = self.services.library.collection
        if self._articles is None:
            self._articles = await self.attempt(collection.all_articles)
        hits = collection.search(words, self._articles)
        self.entries.empty = LOOKING if words else EMPTY
        done = not words
        while not done:
            more = await self.attempt(partial(_slice, hits, MOST - len(found)))
            if more is None:
                break
            fresh, done = more
            found += fresh
            if fresh or done:
                self._show(found, words)
                self.is_narrowed.set()
        self._searched = words
        self.entries.empty = NONE if words else EMPTY
        self._show(found, words)

    def _show(self, found: Sequence[Hit], words: str) -> None:
        index = self.entries.current
        here = self._rows.found[index] if 0 <= index < len(self._rows) and self._rows.words == words else None
        self._rows = HitRows(found, words)
        self.entries.show(self._rows, self._rows.index(here))
        self._show_head()
        if self._wanted and found:
            self._wanted = False
            self.choose()

    def _show_head(self) -> None:
        more = "+" if len(self._rows) >= MOST else " …" if self._searched != self._rows.words else ""
        self.how_many = f"{len(self._rows)}{more}"
        self.head("Search", f"{self.how_many} · by article" if self.typed else "")


def _slice(hits: Iterator[Hit], most: int) -> tuple[list[Hit], bool]:
    """What is found in a moment, and whether that is all."""
    found: list[Hit] = []
    end = perf_counter() + SLICE
    while len(found) < most and perf_counter() < end:
        fresh = list(islice(hits, 1))
        if not fresh:
            return found, True
        found += fresh
    return found, len(found) >= most


def _waypoint(hit: Hit) -> Waypoint:
    if hit.where is FoundIn.TEXT:
        return Waypoint(hit.article.id, span=hit.span)
    return Waypoint(hit.article.id, hit.annotation.id if hit.annotation is not None else "")


def show(program: Program) -> None:
    """Put the search on top."""
    program.put_up(SearchScreen(program))
