"""What was deleted is shown, to bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.lists.collected_rows import Collected, Gathering
from reader.ui.lists.entry_list import plain
from reader.ui.lists.list_screen import QueriedScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading

EMPTY = plain("Nothing was deleted in the last ninety days.", style=Role.FAINT)
NONE = plain("Nothing that was deleted answers to this.", "", "Esc shows all of it.", style=Role.FAINT)


class TrashScreen(QueriedScreen[None]):
    """A `TrashScreen` lists deleted annotations, of one article or of all; `r` or Enter brings one back."""

    MODES = (Mode.TRASH, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("trash_restore", "list_filter", "list_down", "quit")
    HISTORY = "annotations"
    ACTS = ("trash_restore",)
    MISSED = "nothing is here to bring back"

    def __init__(self, program: Program, article_id: str = "") -> None:
        """Of all articles, where none is named."""
        super().__init__(program)
        self._article_id = article_id
        self._collected: Collected | None = None

    def on_mount(self) -> None:
        """List what there is."""
        self.show_hints()
        self.narrow()

    def handlers(self) -> Mapping[str, Handler]:
        """Add to the moves: bring back."""
        return {**super().handlers(), "trash_restore": self.choose}

    def narrow(self) -> None:
        """List what answers to what was typed, or all."""
        self.begin(self._load)

    async def choose(self) -> None:
        """Bring the current one back."""
        index = self.entries.current
        if self._collected is None or index < 0:
            return
        annotation = self._collected.found[index].annotation
        library = self.services.library
        if await self.attempt(lambda: library.collection.restore(annotation)) is not None:
            self.total -= 1
            await self._load()
            self.say("it is back where it was")

    async def _load(self) -> None:
        collection, of, typed = self.services.library.collection, self._article_id or None, self.typed
        found = await self.answers(lambda query: collection.trash(of, query))
        if found is None:
            return
        settings = self.services.settings
        self._collected = Collected(found, Gathering.ARTICLE, self.services.now().astimezone(), settings.colours)
        self.entries.empty = NONE if typed else EMPTY
        # Of what answers to other words the first; else the next one takes the place of what is gone.
        index = self.entries.current if self.shown_for == typed else 0
        self.entries.show(self._collected, max(0, min(index, len(found) - 1)))
        self.shown_for = typed
        self.how_many = f"{len(found)} of {self.total}"
        self.head("Trash", self.how_many if typed else str(self.total or ""))


def show(program: Program, reading: Reading | None) -> None:
    """Show what was deleted in the article, or anywhere."""
    program.put_up(TrashScreen(program, reading.opened.article.id if reading else ""))
