"""The tags of the library are shown: how much has each; they are renamed, merged, deleted, and coloured in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.domain.colour import Colour
from reader.domain.tags import tag_of, tag_written
from reader.domain.wording import counted
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.lists.asked import Asked
from reader.ui.lists.entry_list import plain
from reader.ui.lists.tag_line import complete
from reader.ui.lists.tag_rows import TagOrder, TagRow, Tags, tag_rows
from reader.ui.program.program import Destination
from reader.ui.reading.commands.own import given_of_tag
from reader.ui.screens.acting_list import ActingList
from reader.ui.screens.annotations import AnnotationsScreen
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.own_runs import RunSubject

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from reader.library.tag_list import TagCount
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program

EMPTY = plain("Nothing is tagged yet.", "", "In an article, t tags the sentence under the cursor.", style=Role.FAINT)
NONE = plain("No tag is called so.", "", "Esc shows all of them.", style=Role.FAINT)
NO_COLOUR = "0"


class TagsScreen(ActingList[None]):
    """A `TagsScreen` shows a tree. Enter shows the annotations that have the tag, or one below it."""

    STAYS = Destination.TAGS
    MODES = (Mode.TAGS, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = (
        "list_choose", "list_filter", "tags_rename", "tags_merge", "tags_delete", "tags_colour", "library_sort", "quit",
        "open_help",
    )  # fmt: skip
    LINE_HINT = "some of its letters   Enter keeps it   Esc leaves"
    HISTORY = "tags"
    ACTS = ("tags_rename", "tags_merge", "tags_delete", "tags_colour")
    MISSED = "there is no tag here"

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._order = TagOrder.NAME
        self._counts: Mapping[str, TagCount] = {}
        self._colours: Mapping[str, Colour] = {}
        self._tags: Tags | None = None
        self._merging: TagRow | None = None
        """The one that the next one is merged with."""

    def on_mount(self) -> None:
        """Name the keys."""
        self.show_hints()
        self.watch_others()

    def on_screen_resume(self) -> None:
        """Tags were given meanwhile, or this is the beginning."""
        self.begin(self._load)

    def handlers(self) -> Mapping[str, Handler]:
        """Add to the moves: rename, merge, delete, colour."""
        return {
            **super().handlers(),
            "library_sort": self._sort,
            "tags_rename": self._rename,
            "tags_merge": self._merge,
            "tags_delete": self._delete,
            "tags_colour": self._colour,
            "tags_undo": lambda: self._rewind("undo"),
            "tags_redo": lambda: self._rewind("redo"),
            "open_tags": lambda: None,
        }

    @property
    def current(self) -> TagRow | None:
        """Return the tag that keys act on."""
        index = self.entries.current
        return self._tags.rows[index] if self._tags is not None and index >= 0 else None

    def subject(self) -> RunSubject | None:
        """Return the current tag."""
        here = self.current
        return RunSubject(lambda: [given_of_tag(here.tag)]) if here is not None else None

    def complete(self, typed: str) -> Sequence[str]:
        """Complete the tag that is typed."""
        return complete(typed, {tag: count.own for tag, count in self._counts.items() if count.is_used})

    def narrow(self) -> None:
        """List the tags that have what was typed in their names."""
        self._show()

    def list_anew(self) -> None:
        """Another program wrote: count the tags that there are now."""
        self.begin(self._load)

    def choose(self) -> None:
        """Show what has it: the articles, where no annotation does."""
        if self.current is not None:
            screen = AnnotationsScreen if self.current.uses.whole else LibraryScreen
            self.program.put_up(screen(self.program, f"tag:{tag_written(self.current.tag)}"))

    # -- what is listed

    async def _load(self) -> None:
        library = self.services.library
        found = await self.attempt(lambda: (library.tags.counts(), library.tags.colours()))
        if found is not None:
            self._counts, self._colours = found
            self._show()

    def _show(self, stand_on: str = "") -> None:
        index = self.entries.current
        here = stand_on or (self.current.tag if self.current is not None else "")
        rows = tag_rows(self._counts, self._order, self.typed)
        self._tags = Tags(rows, self._colours, self._merging.tag if self._merging is not None else "")
        self.entries.empty = NONE if self.typed else EMPTY
        # Of what answers to other words, the first is the likeliest; else the next one takes the place of what is gone.
        self.entries.show(self._tags, self._tags.index(here, max(index, 0) if self.shown_for == self.typed else 0))
        self.shown_for = self.typed
        total = sum(one.is_used for one in self._counts.values())
        shown = sum(one.uses.is_used for one in rows)
        self.how_many = f"{shown} of {total}"
        self.head("Tags", f"{self.how_many if self.typed else counted(total, 'tag')} · by {self._order}")

    def _sort(self) -> None:
        self._order = self._order.following
        self._show()

    # -- what is done

    def _rename(self) -> Awaitable[None] | None:
        here = self.current
        if here is None or not self.may_save():
            return None
        in_use = {tag: count.own for tag, count in self._counts.items() if count.is_used}

        async def done(typed: str) -> bool:
            new = tag_of(typed)
            if new == here.tag:
                return True
            if not new:
                self.say("a tag needs a name: d d takes it away", failed=True)
                return False
            if new in in_use:
                self._sure(f"#{new} is in use: make the two one tag?", lambda: self._retag(here.tag, new, "merged"))
                return True
            return await self._retag(here.tag, new, "renamed")

        hint = "Enter renames it, and those below it   Esc leaves"
        value = tag_written(here.tag)
        return self.ask(Asked("rename", done, value=value, complete=lambda typed: complete(typed, in_use), hint=hint))

    def _merge(self) -> None:
        here, first = self.current, self._merging
        if here is None:
            return
        self._merging = here if first is None else None
        if first is None:
            self.say(f"M on another tag makes #{here.tag} one with it; M here: neither")
        elif first.tag == here.tag:
            self.say("nothing was merged")
        else:
            question = f"Call everything #{here.tag} that is #{first.tag} ({first.uses.told})?"
            self._sure(question, lambda: self._retag(first.tag, here.tag, "merged"))
        self._show()

    def _delete(self) -> None:
        here = self.current
        if here is not None:
            below = any(tag.startswith(f"{here.tag}/") for tag in self._counts)
            question = f"Take #{here.tag}{' and those below it' if below else ''} off {here.uses.told}?"
            self._sure(question, lambda: self._retag(here.tag, None, "deleted"))

    async def _retag(self, old: str, new: str | None, what: str) -> bool:
        library = self.services.library
        changed = await self.attempt(lambda: library.tags.retag(old, new))
        if changed is None:
            return False
        colour = self._colours.get(old)
        if colour is not None and new is not None and new not in self._colours:
            await self.attempt(lambda: library.tags.colour(new, colour))
        await self._load()
        if new is not None:
            self._show(new)
        self.say(f"{what}: {changed}; u takes it back")
        return True

    async def _colour(self) -> None:
        here, library, key = self.current, self.services.library, self.pressed
        if here is None or not key.isdecimal():
            return
        colour = None if key == NO_COLOUR else list(Colour)[int(key) - 1]

        def act() -> bool:
            library.tags.colour(here.tag, colour)
            return True

        if await self.attempt(act):
            await self._load()
            self.say(f"#{here.tag} is {colour or 'as all others'} in lists; highlights keep their colours")

    async def _rewind(self, which: str) -> None:
        edits = self.services.library.edits
        name = await self.attempt(lambda: (edits.undo() if which == "undo" else edits.redo()) or "")
        if name:
            await self._load()
            self.say(f"{'undone' if which == 'undo' else 'done again'}: {name}")
        elif name is not None:
            self.say(f"there is nothing to {which} here")

    def _sure(self, question: str, act: Callable[[], Awaitable[bool]]) -> None:
        def done(sure: bool | None) -> None:
            if sure:
                self.run_worker(act())

        # By this screen: a line that asks for more is gone when the answer comes, and would never hear it.
        self.call_later(self.program.put_up, ConfirmScreen(self.program, question), done)


def show(program: Program) -> None:
    """Put the tags on top."""
    program.put_up(TagsScreen(program))
