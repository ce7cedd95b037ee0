"""What screens and commands ask of the program as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.screen import Screen

    from reader.config import Settings
    from reader.domain.article import Article
    from reader.ui.ports import Services
    from reader.ui.reading import Reading

T = TypeVar("T")


class Host(Protocol):
    """What commands ask of the program as a whole."""

    services: Services

    async def call(self, work: Callable[[], T]) -> T:
        """Run `work`, which may touch the library, off the thread that draws: one after the other, in order."""

    async def call_drafts(self, work: Callable[[], T]) -> T:
        """Run `work`, which touches drafts only, one after the other, beside whatever the library is busy with."""

    async def suspended(self, work: Callable[[], T]) -> T:
        """Run `work` with the terminal as it was before the program began."""

    async def copy(self, text: str) -> str:
        """Copy a text to the clipboard; answer by which way."""

    def next_theme(self) -> str:
        """Put on the next theme; its name."""

    def keep_settings(self, change: Callable[[Settings], Settings]) -> None:
        """Change what is set, and keep it for the next start."""

    def open(self, name: str, reading: Reading | None = None) -> None:
        """Put the screen of that name on top; `reading` is the article that it is about, where there is one."""

    def read(self, word: str, annotation_id: str = "", say: Callable[[str], None] | None = None) -> None:
        """Open what a path, URL, id or title names, at an annotation, in place of the article that is open.

        `say` is told how far that is, and nothing when it is done: pages take their time to come.
        """

    def read_version(self, article: Article, version: str) -> None:
        """Open a kept version of an article, to read only."""

    def put(self, screen: Screen[T], done: Callable[[T | None], None] | None = None) -> None:
        """Put a screen on top; `done` is told what it answers."""

    async def quit(self) -> None:
        """End the program; what is being typed is kept as a draft."""
