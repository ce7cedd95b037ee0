"""The kept versions of an article are listed: each to be read with its annotations, or compared with the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.domain.wording import counted
from reader.ui.draw.cells import GAP, ItemRows, Styled, line_width, pad_text, spread
from reader.ui.draw.dates import moment
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.lists.list_screen import ListScreen
from reader.ui.program import openings
from reader.ui.screens.difference import DifferenceScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from reader.domain.article import Article
    from reader.library.version_numbers import VersionRow
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading

NUMBER, WHEN, COUNT = 4, 16, 12
"""Cells of the columns: `12`, `2026-11-22 14:05`, `1,234,567`."""
HIGHLIGHTS = len(" highlights")


class VersionsScreen(ListScreen[None]):
    """A `VersionsScreen` lists the newest first. Enter reads one; only the latest can be highlighted."""

    MODES = (Mode.VERSIONS, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("list_choose", "versions_difference", "quit")

    def __init__(self, program: Program, article: Article, *, compares: bool = False) -> None:
        """`compares`: what changed in the newest one is shown at once, where there was one before it."""
        super().__init__(program)
        self._compares = compares
        self._article = article
        self._rows: Sequence[VersionRow] = ()

    def on_mount(self) -> None:
        """Count what each version shows, off the thread that draws."""
        self.show_hints()
        self.begin(self._load)

    def handlers(self) -> Mapping[str, Handler]:
        """Add to the moves: compare."""
        return {**super().handlers(), "versions_difference": self._compare}

    def find(self) -> None:
        """Say that there are never so many that one would filter them."""
        self.say("versions are not filtered: d shows what changed, Enter reads one")

    def choose(self) -> None:
        """Read the current version."""
        if self._current is not None:
            openings.read_version(self.program, self._article, self._current.version.hash)

    @property
    def _current(self) -> VersionRow | None:
        index = self.entries.current
        return self._rows[index] if 0 <= index < len(self._rows) else None

    async def _load(self) -> None:
        library, article = self.services.library, self._article
        found = await self.attempt(lambda: library.version_rows(article))
        if found is None:
            return
        self._rows = found[::-1]
        self.entries.show(VersionItems(self._rows, self.services.now().astimezone()))
        count = len(self._rows)
        self.head(article.title, counted(count, "version"))
        if self._compares and count > 1:
            self._compares = False
            await self._compare()

    async def _compare(self) -> None:
        row = self._current
        if row is None:
            return
        if row.number == 1:
            self.say("this is the first version; there is none before it")
            return
        library, article = self.services.library, self._article
        before = self._rows[self.entries.current + 1]
        old = await self.attempt(lambda: library.open_version(article, before.version.hash))
        new = await self.attempt(lambda: library.open_version(article, row.version.hash))
        if old is not None and new is not None:
            title = f"Version {before.number} → {row.number}"
            self.program.put_up(DifferenceScreen(self.program, title, old.document, new.document))


class VersionItems:
    """`VersionItems` are versions as items."""

    def __init__(self, rows: Sequence[VersionRow], now: datetime) -> None:
        self._rows = rows
        self._now = now

    def __len__(self) -> int:
        return len(self._rows)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw number, when it was read first; what it shows of the highlights, and its length where that has room."""
        row = self._rows[index]
        latest = (Styled("  latest", Role.KEY),) if index == 0 else ()
        left = (
            pad_text(str(row.number), NUMBER, Role.STRONG, right=True),
            Styled("  "),
            pad_text(moment(row.version.added, self._now), WHEN),
            *latest,
        )
        # The column of what was lost is there where one of them has lost something.
        most = max(one.lost for one in self._rows)
        lost = pad_text(f"{row.lost} lost" if row.lost else "", len(f"{most} lost") + GAP, Role.WARN, right=True)
        number = len(str(max(one.found for one in self._rows)))
        found = pad_text(f"{row.found:{number}} {'highlight' if row.found == 1 else 'highlights'}", number + HIGHLIGHTS)
        shown = (found, *((lost,) if most else ()))
        length = (pad_text(f"{row.version.length:,}", COUNT, Role.FAINT, right=True), Styled(" characters", Role.FAINT))
        room = width - GAP - line_width(left) - line_width(shown)
        return ItemRows((spread(left, (*shown, *length) if line_width(length) <= room else shown, width),))


def show(program: Program, reading: Reading) -> None:
    """Show the versions of the article."""
    program.put_up(VersionsScreen(program, reading.opened.article))


def show_newest(program: Program, reading: Reading) -> None:
    """Show what changed in the newest version; the list of all of them lies below."""
    program.put_up(VersionsScreen(program, reading.opened.article, compares=True))
