"""The library shows all that was read, how far, and how much is marked in it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.config import samples
from reader.domain.article import Status
from reader.domain.errors import ReaderError
from reader.domain.printable import printable
from reader.domain.wording import counted
from reader.ui.draw.cells import Line, Styled
from reader.ui.draw.strips import PaintedOnce
from reader.ui.draw.styled_lines import StyledLines, segments
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.lists.asked import Asked
from reader.ui.lists.known_tags import KnownTags
from reader.ui.lists.library_rows import Shelf, Sorting, column_names, details
from reader.ui.lists.list_screen import QueriedScreen
from reader.ui.lists.path_line import PATH_HINT, complete_path
from reader.ui.lists.tag_line import parse_tags, tags_asked
from reader.ui.program import openings
from reader.ui.program.jumps import Walk, Waypoint
from reader.ui.program.program import Destination
from reader.ui.screens.acting_list import ActingList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence

    from reader.domain.article import Article
    from reader.domain.colour import Colour
    from reader.library.collection import ArticleListing, Listed
    from reader.ui.lists.completion import Complete
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.screens.own_runs import RunSubject

    Beginning = tuple[list[Listed], int]
    """The first articles of the list, and how many there are."""

WELCOME: tuple[Line, ...] = (
    (Styled("Nothing has been read yet.", Role.STRONG),),
    (),
    (Styled("Enter ", Role.KEY), Styled("opens a welcome that teaches the keys while you read it,")),
    (Styled("O     ", Role.KEY), Styled("opens a file or a web page,")),
    (Styled("I     ", Role.KEY), Styled("imports what you marked in other programs,")),
    (Styled("q     ", Role.KEY), Styled("quits. From the shell, `reader FILE` opens a file.")),
)
NONE: tuple[Line, ...] = (
    (Styled("No article answers to this.", Role.FAINT),),
    (),
    (Styled("Esc", Role.KEY), Styled(" shows all of them.", Role.FAINT)),
)
FIRST = 100
"""Articles that are shown while the others are read: more than any screen has rows."""
AT_ONCE = frozenset({"quit", "leave", "open_library", "library_trash"})
"""What does not ask which articles there are."""
STEPS = ("list_down", "list_up")
"""What asks for the article beside the current one."""


class ColumnNames(Widget):
    """`ColumnNames` stand above a list that has columns, as many as its width has room for."""

    ALLOW_SELECT = False

    there: reactive[bool] = reactive(False)
    """Whether there is something below them."""

    def render_line(self, y: int) -> Strip:
        """Render the row."""
        width = self.size.width
        line = column_names(width) if self.there and not y else ()
        return Strip(segments(self, line, self.rich_style)).adjust_cell_length(width, self.rich_style)


class LibraryScreen(ActingList[None], QueriedScreen[None], PaintedOnce):
    """A `LibraryScreen` lists the articles. Enter reads one."""

    STAYS = Destination.LIBRARY
    MODES = (Mode.LIBRARY, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = (
        "list_choose", "list_filter", "library_sort", "library_open", "library_archive", "library_read", "quit",
        "open_annotations", "library_tag", "open_help",
    )  # fmt: skip
    HISTORY = "library"
    ACTS = (
        "library_join", "library_fetch", "library_read", "library_archive", "library_tag", "library_title",
        "library_versions",
    )  # fmt: skip
    MISSED = "there is no article here"
    LINE_HINT = "Enter keeps it   Esc leaves   words  tag:law  in:title  status:unread  since:30d"

    def __init__(self, program: Program, typed: str = "", first: Beginning | None = None) -> None:
        """`typed` is what it is narrowed by at first; `first` the articles at its beginning, where they are known."""
        super().__init__(program)
        self.typed = typed
        self._first = first
        self._sorting = Sorting.OPENED
        self._listing: ArticleListing | None = None
        """All articles, of which what is typed is asked."""
        self._listed: Sequence[Listed] = ()
        """As the library listed them; the shelf is made from it."""
        self._shelf: Shelf | None = None
        self._all_listed = asyncio.Event()
        """Set when all are; until then keys wait."""
        self._is_waited_for = asyncio.Event()
        """Set when the first of them are on the screen, or a key waits for the others."""
        self._joining: Article | None = None
        """The article that the next one is the same work as."""
        self._tag_colours: Mapping[str, Colour] = {}
        self._undos: list[tuple[str, Callable[[], object]]] = []
        """What was joined and imported here, and how each is taken back."""

    def compose(self) -> Iterator[Widget]:
        """Compose the names of the columns above the list, what else is known of an article below it."""
        head, *rest, hints = super().compose()
        yield head
        yield ColumnNames(id="columns")
        yield from rest
        yield StyledLines(id="details")
        yield hints

    def on_mount(self) -> None:
        """List what there is."""
        self.entries.on_moved = self._show_details
        self.show_hints()
        self.watch_others()
        if self._first is not None:
            self._listed, self.total = self._first
            self._show()

    def on_screen_resume(self) -> None:
        """An article was read meanwhile, or this is the beginning."""
        self.narrow()

    def handlers(self) -> Mapping[str, Handler]:
        """Add to the moves: read, sort, mark, tag, open."""
        acts = self._acts()
        waiting = {name: act if name in AT_ONCE else partial(self._when_listed, act) for name, act in acts.items()}
        return waiting | {name: partial(self._step, waiting[name], acts[name]) for name in STEPS}

    def _step(self, when_listed: Handler, act: Handler) -> Awaitable[None] | None:
        """Go to the article beside the current one: among the first ones that waits for no others."""
        return act() if 0 <= self.entries.current < len(self._listed) - 1 else when_listed()

    def _acts(self) -> Mapping[str, Handler]:
        return {
            **super().handlers(),
            "library_sort": self._sort,
            "library_open": self._open,
            "library_import": self._import,
            "library_join": self._join,
            "library_fetch": self._fetch,
            "library_undo": self._undo,
            "library_read": lambda: self._toggle(Status.READ),
            "library_archive": lambda: self._toggle(Status.ARCHIVED),
            "library_tag": self._tag,
            "library_title": self._retitle,
            "library_versions": self._versions,
            "library_trash": lambda: self.program.ways.open(Destination.TRASH),
            "open_export": self._export,
            "open_library": lambda: None,
        }

    async def _when_listed(self, act: Handler) -> None:
        """Do what a key stands for when all articles are there."""
        self._is_waited_for.set()
        await self._all_listed.wait()
        if not self.program.has(self):
            return
        outcome = act()
        if outcome is not None:
            await outcome

    @property
    def current(self) -> Article | None:
        """Return the article that keys act on."""
        index = self.entries.current
        return self._shelf.listed[index].article if self._shelf and index >= 0 else None

    def subject(self) -> RunSubject | None:
        """Return the current article, as a whole."""
        # What runs programs, for who has such commands.
        from reader.ui.reading.commands.own import given_of_article  # noqa: PLC0415
        from reader.ui.screens.annotation_edits import write_new  # noqa: PLC0415
        from reader.ui.screens.own_runs import RunSubject  # noqa: PLC0415

        article = self.current
        if article is None:
            return None
        return RunSubject(lambda: [given_of_article(article)], partial(write_new, self, article, None))

    async def look_again(self) -> None:
        """List anew: something was written."""
        await self._load()

    def find(self) -> Awaitable[None] | None:
        """Ask for the query; what it is asked about is made ready meanwhile."""
        self._prepare()
        return super().find()

    @work(exclusive=True, group="prepared")
    async def _prepare(self) -> None:
        if self._listing is not None:
            await self.attempt(self._listing.subjects)

    def narrow(self) -> None:
        """List what is there now and answers to what was typed, or all."""
        self.begin(self._load)

    @property
    def is_listed(self) -> bool:
        """Tell whether all articles are listed."""
        return self._all_listed.is_set()

    def list_anew(self) -> None:
        """Another program wrote: list the articles that there are now."""
        self.begin(self._list)

    def narrow_listed(self) -> None:
        """List what answers of what was listed."""
        self.begin(self._load if self._listing is None else self._narrow_listed)

    def choose(self) -> None:
        """Read the current article; where there is none at all, the welcome."""
        if self.current is not None:
            listed = self._shelf.listed if self._shelf else ()
            openings.walk_to(self.program, Walk([Waypoint(one.article.id) for one in listed], self.entries.current))
        elif not self.typed:
            openings.read(self.program, str(samples() / "welcome.md"))

    # -- what is listed

    async def _load(self) -> None:
        with self._lists():
            if self._listing is None and not self.typed:
                await self._show_beginning()
            await self._list()
        await self.program.call(_import_articles)  # what opens one waits for it no more

    @contextmanager
    def _lists(self) -> Iterator[None]:
        """Keys wait until all is listed: where that is given up, until what is listed instead is, or the end."""
        try:
            yield
        except asyncio.CancelledError:
            if self.program.ends:
                self._all_listed.set()
            raise
        self._all_listed.set()

    async def _show_beginning(self) -> None:
        """Show the first articles, where they are quickly found, and let them be seen before the others are read."""
        collection = self.services.library.collection
        first = self._first or await self.attempt(lambda: collection.beginning(FIRST))
        if first is not None and first[0]:
            if first is not self._first:
                self._listed, self.total = first
                self._show()
            self.call_after_refresh(self._is_waited_for.set)
            await self._is_waited_for.wait()

    async def _list(self) -> None:
        collection = self.services.library.collection
        self._listing = await self.attempt(lambda: (collection.refresh(), collection.listing())[1])
        if self._listing is not None:
            self.total = len(self._listing.listed)
            self._tag_colours = await self.attempt(self.services.library.tags.colours) or {}
            await self._narrow_listed()

    async def _narrow_listed(self) -> None:
        with self._lists():
            listing, asked = self._listing, await self.typed_query()
            if listing is None or asked is None:
                return
            listed = await self.attempt(lambda: listing.answers(*asked))
            if listed is not None:
                self._listed = listed
                self._show()

    def _show(self) -> None:
        before, here, at = self._shelf, self.current, self.entries.current
        self._shelf = Shelf(self._listed, self._sorting, self.services.now().astimezone())
        self.entries.empty = NONE if self.typed else WELCOME
        if before is not None and here is not None and self.shown_for == self.typed:
            at = self._shelf.index_after(before, at)
        else:
            at = self._shelf.index(here.id) if here else 0
        self.entries.show(self._shelf, at)
        self.shown_for = self.typed
        self._show_head()
        for names in self.query(ColumnNames):
            names.there = bool(len(self._shelf))
        self._show_details()

    def _show_head(self) -> None:
        shown = len(self._shelf or ())
        self.how_many = f"{shown} of {self.total}"
        count = self.how_many if self.typed else counted(self.total, "article")
        why = self.services.library.read_only
        self.head("Library", f"{why} · {count}" if why else f"{count} · by {self._sorting}" if self.total else "")

    def _show_details(self) -> None:
        index = self.entries.current
        listed = self._shelf.listed[index : index + 1] if self._shelf and index >= 0 else ()
        for line in self.query("#details").results(StyledLines):
            line.lines = tuple(details(one, self._tag_colours) for one in listed)

    # -- what is done

    def _sort(self) -> None:
        self._sorting = self._sorting.following
        self._show()

    async def _toggle(self, status: Status) -> None:
        article = self.current
        if article is None:
            return
        library = self.services.library
        other = Status.READING if article.status is status else status
        if await self.attempt(lambda: library.set_status(article, other)) is not None:
            self.narrow()
            self.say(f"{article.title}: {other}")

    def _open(self) -> Awaitable[None]:
        def read(word: str) -> None:
            openings.read(self.program, word, say=self.say)

        return self._ask("open", "", read, complete_path, f"{PATH_HINT}, or an address")

    def _fetch(self) -> None:
        article = self.current
        if article is None or article.versions:
            self.say("its text is here" if article else "there is no article")
        elif not article.url:
            self.say("no address came with it: open its text with O, or `reader attach`", failed=True)
        else:
            openings.attach(self.program, article, article.url, self.say)

    def _join(self) -> None:
        here, first = self.current, self._joining
        if here is None:
            return
        if first is None:
            self._joining = here
            self.say(f"M on another article says that it and “{here.title}” are one work; M here: neither")
            return
        self._joining = None
        if first.id == here.id:
            self.say("nothing was joined")
            return
        library = self.services.library

        async def join() -> None:
            whole = await self.attempt(lambda: library.join(first, here))
            if whole is not None:
                self._undos.append((f"“{first.title}” and “{here.title}” are two", lambda: library.take_apart(whole)))
                self.narrow()
                self.say(f"“{first.title}” and “{here.title}” are one article now; u takes it back")

        self.run_worker(join())

    async def _undo(self) -> None:
        if not self._undos:
            self.say("nothing was joined or imported here")
            return
        name, undo = self._undos[-1]
        if await self.attempt(lambda: undo() or True) is not None:
            self._undos.pop()
            self.narrow()
            self.say(f"taken back: {name}")

    def _import(self) -> Awaitable[None]:
        library = self.services.library

        async def take_in(path: str) -> None:
            self.say(f"importing {path} …")
            done = await self.attempt(lambda: library.imports.take_in([path]))
            if done is None:
                return
            told, changed = done
            if changed:
                self._undos.append((f"the import of {path}", library.imports.undo))
                self.narrow()
            self.say(printable(told))

        def done(path: str) -> None:
            self.run_worker(take_in(path))

        return self._ask("import", "", done, complete_path, f"{PATH_HINT}; a folder gives all its files")

    async def _tag(self) -> None:
        article, library = self.current, self.services.library
        if article is None or not self.may_save():
            return
        # Those of articles count once more: one files articles by few tags.
        in_use = KnownTags(self.program, [tag for one in self._listed for tag in one.article.tags])
        await in_use.at_once()

        async def done(typed: str) -> bool:
            tags = parse_tags(typed, (*in_use.counts, *article.tags))
            if await self.attempt(lambda: library.tag_article(article, tags) or True) is None:
                return False
            self.narrow()
            return True

        await self.ask(tags_asked(done, article.tags, in_use))

    async def _retitle(self) -> None:
        article, library = self.current, self.services.library
        if article is not None and self.may_save():

            def act(typed: str) -> None:
                if typed.strip() or article.title:
                    library.retitle(article, typed.strip())

            await self._ask("title", article.title, self._narrow, act=act)

    def _export(self) -> None:
        # What formats can be written, while the library is the first screen of many starts.
        from reader.ui.screens.export import export  # noqa: PLC0415
        from reader.ui.screens.export_choice import of_listed  # noqa: PLC0415

        export(self.program, of_listed(self.services, self.current, self.typed), self.say)

    def _versions(self) -> None:
        if self.current is not None:
            # What compares two texts takes 70 ms to import, and the library is the first screen of many starts.
            from reader.ui.screens.versions import VersionsScreen  # noqa: PLC0415

            self.program.put_up(VersionsScreen(self.program, self.current))

    def _narrow(self, _typed: str) -> None:
        self.narrow()

    def _ask(
        self,
        label: str,
        value: str,
        do: Callable[[str], None],
        complete: Complete | None = None,
        hint: str = "Enter saves   Esc leaves",
        act: Callable[[str], None] | None = None,
    ) -> Awaitable[None]:
        """Ask for one line. `act` is done with it where the library may be touched, and then `do`."""

        async def done(answer: str) -> bool:
            if act is not None and await self.attempt(lambda: act(answer) or True) is None:
                return False
            if answer.strip() or value:
                do(answer.strip())
            return True

        return self.ask(Asked(label, done, value=value, complete=complete, hint=hint))


def beginning(program: Program) -> Beginning | None:
    """Look up the first articles, before there is a screen that would be held up by it; None where all must be read."""
    try:
        return program.services.library.collection.beginning(FIRST)
    except ReaderError:
        return None  # who lists all of them is told why


def show(program: Program) -> None:
    """Put the library on top."""
    program.put_up(LibraryScreen(program))


def _import_articles() -> None:
    # 20 ms, for which the library does not wait: it is read before an article is opened.
    from reader.ui.reading import screen  # noqa: F401, PLC0415
