"""What was deleted is shown, to bring it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.lists.collected_rows import Collected, Gathering
from reader.ui.lists.entry_list import plain
from reader.ui.lists.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading

EMPTY = plain("Nothing was deleted in the last ninety days.", style=Role.FAINT)


class TrashScreen(ListScreen[None]):
    """A `TrashScreen` lists deleted annotations, of one article or of all; `r` or Enter brings one back."""

    MODES = (Mode.TRASH, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("trash_restore", "list_down", "quit")

    def __init__(self, program: Program, article_id: str = "") -> None:
        """Of all articles, where none is named."""
        super().__init__(program)
        self._article_id = article_id
        self._collected: Collected | None = None

    def on_mount(self) -> None:
        """List what there is."""
        self.entries.empty = EMPTY
        self.show_hints()
        self.begin(self._load)

    def handlers(self) -> Mapping[str, Handler]:
        """Add to the moves: bring back."""
        return {**super().handlers(), "trash_restore": self.choose}

    def find(self) -> None:
        """Say that it is short: what is in it goes after ninety days."""
        self.say("the trash has no filter: what is in it goes after ninety days")

    async def choose(self) -> None:
        """Bring the current one back."""
        index = self.entries.current
        if self._collected is None or index < 0:
            return
        annotation = self._collected.found[index].annotation
        library = self.services.library
        if await self.attempt(lambda: library.collection.restore(annotation)) is not None:
            await self._load()
            self.entries.go(index)
            self.say("it is back where it was")

    async def _load(self) -> None:
        library = self.services.library
        found = await self.attempt(lambda: library.collection.trash(self._article_id or None))
        if found is None:
            return
        self._collected = Collected(found, Gathering.ARTICLE, self.services.now().astimezone())
        self.entries.show(self._collected)
        self.head("Trash", str(len(found)) if found else "")


def show(program: Program, reading: Reading | None) -> None:
    """Show what was deleted in the article, or anywhere."""
    program.put_up(TrashScreen(program, reading.opened.article.id if reading else ""))
