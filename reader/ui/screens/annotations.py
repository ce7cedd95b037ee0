"""All highlights and notes of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.ui.keys.bindings import Mode
from reader.ui.lists.collected_rows import Collected, Gathering
from reader.ui.lists.entry_list import plain
from reader.ui.lists.list_screen import QueriedScreen
from reader.ui.reading.jumps import Hit, Hits
from reader.ui.screens.export import export
from reader.ui.screens.export_choice import of_library

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.library import Found
    from reader.ui.lists.keyed import Handler
    from reader.ui.reading.state import Host, Reading

EMPTY = plain("Nothing is marked yet.", "", "In an article, h highlights the sentence under the cursor.", style="faint")
NONE = plain("No annotation answers to this.", "", "Esc shows all of them.", style="faint")


class AnnotationsScreen(QueriedScreen[None]):
    """Under the titles of their articles. Enter goes to the place in the text."""

    STAYS = "annotations"
    MODES = (Mode.NOTES, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("list_choose", "list_filter", "library_sort", "open_export", "quit", "open_help")
    HISTORY = "annotations"

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self._gathering = Gathering.ARTICLE
        self._found: Sequence[Found] = ()
        """As the library found them; what is listed is made from it."""
        self._collected: Collected | None = None
        self._read_from = False
        """Whether one went from here to an article."""

    def on_mount(self) -> None:
        """Name the keys."""
        self.show_hints()

    def on_screen_resume(self) -> None:
        """An article was read meanwhile, or this is the beginning."""
        self.total = 0
        self.narrow()

    def handlers(self) -> Mapping[str, Handler]:
        """Besides moving: sort and export."""
        return {
            **super().handlers(),
            "library_sort": self._sort,
            "open_export": self._export,
            "open_annotations": lambda: None,
        }

    def narrow(self) -> None:
        """List what answers to what was typed, or all."""
        self.begin(self._load)

    def choose(self) -> None:
        """Go to the current one, in its article."""
        index = self.entries.current
        if self._collected is not None and index >= 0:
            hits = [Hit(one.article.id, one.annotation.id) for one in self._collected.found]
            self._read_from = True
            self.host.read_hit(Hits(hits, index))

    async def _load(self) -> None:
        found = await self.answers(self.services.library.annotations)
        if found is not None:
            self._found = found
            self._show()

    def _show(self) -> None:
        index = self.entries.current
        here = self._collected.found[index].annotation.id if self._collected and index >= 0 else ""
        if self._read_from and self.host.hits is not None:
            # One has gone on in the article, to another one of them.
            here = self.host.hits.current.annotation_id
        self._read_from = False
        names = self.services.settings.colours
        self._collected = Collected(self._found, self._gathering, self.services.now().astimezone(), names)
        self.entries.empty = NONE if self.typed else EMPTY
        self.entries.show(self._collected, self._collected.index(here))
        self.how_many = f"{len(self._found)} of {self.total}"
        count = self.how_many if self.typed else str(self.total)
        self.head("All annotations", f"{count} · by {self._gathering}")

    def _sort(self) -> None:
        self._gathering = self._gathering.following
        self._show()

    def _export(self) -> None:
        export(self.host, of_library(self.services, self.typed), self.say)


def show(host: Host, reading: Reading | None) -> None:  # noqa: ARG001  (it is the same from everywhere)
    """Put all annotations on top."""
    host.put(AnnotationsScreen(host))
