"""What commands ask of the screen that an article is on, and of the user through it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.domain.annotations import Annotations
    from reader.session import Session
    from reader.ui.lists.line_asked import Asked, Outcome
    from reader.ui.reading.commands.own import Output


class Writing(NamedTuple):
    """A note that the user is asked for.

    `save` answers whether it could be saved; the editor stays open where it could not. `keep` writes what was typed
    so far to the disk and answers whether it could; `drop` forgets that.
    """

    title: str
    text: str
    save: Callable[[str], Awaitable[bool]]
    keep: Callable[[str], Awaitable[bool]]
    drop: Callable[[], Awaitable[None]]
    draft: str | None = None
    """What was typed the last time and not saved, or what is proposed."""
    proposed: bool = False
    """Whether the draft is what a command wrote, and nobody typed."""


class Shell(Protocol):
    """What commands ask of the screen that the article is on."""

    annotations: Annotations

    async def session(self) -> Session:
        """What changes the annotations; waits until it is there."""

    def wait_for_save(self) -> None:
        """The command that is at work waits for the disk from now on: keys that only move go on."""

    async def ask(self, asked: Asked) -> None:
        """Ask for one line."""

    async def write(self, writing: Writing) -> None:
        """Open the editor for a note."""

    @property
    def writing(self) -> bool:
        """Whether a note is being written."""

    @property
    def side_shown(self) -> bool:
        """Whether the pane is to be seen."""

    async def show_output(self, output: Output) -> None:
        """Show what a command of the user's own wrote, in the place of the pane."""

    def hide_output(self) -> None:
        """Show the pane again."""

    def show_side(self, shown: bool) -> None:
        """Show or hide the pane."""

    def show_zen(self, zen: bool) -> None:
        """Show nothing but the text, or everything again."""

    def arrange_pane(self) -> None:
        """Sort and filter the pane anew."""

    def press(self, key: str) -> Outcome:
        """Obey a key as if it had just been pressed."""

    def settle(self) -> None:
        """Let pane and status line follow the text."""

    async def leave(self) -> None:
        """Close this screen, at last the program."""
