"""The user may be asked for a line or a note: what it is called, what it may become, what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.ui.lists.completion import Complete

    Outcome = Awaitable[None] | None
    """What a command or a callback answers: nothing, now or later."""


class Asked(NamedTuple):
    """An `Asked` is one line that the user is asked for. `changed` is told every letter, `left` that Esc was pressed.

    `done` may answer False: what was typed could not be saved, and the line stays open with it.
    """

    label: str
    done: Callable[[str], Awaitable[bool] | Outcome]
    value: str = ""
    changed: Callable[[str], None] = lambda _value: None
    left: Callable[[], Outcome] = lambda: None
    complete: Complete | None = None
    hint: str = ""
    """Shown where completions would be, while there are none."""
    separator: str = ""
    """Put between a completion that was taken up and the word that is begun behind it."""
    history: str = ""
    """The kind of line: Up and Down go through what was typed into lines of this kind before. Empty for none."""
    replaced: bool = False
    """Whether what is typed takes the place of `value`, unless the caret is moved first."""
    save: Callable[[str], Asked] | None = None
    """Asks, in the place of this line, under which name to keep what is typed; then the line is there again."""
    example: str = ""
    """Shown in the line while nothing is typed."""
    move: Callable[[int], bool] | None = None
    """Moves in the list that is narrowed, down (1) or up (-1) as an arrow says; False where it can go no further."""
    known: Callable[[], Awaitable[None]] | None = None
    """Waits until all that the line may become is known: what is offered is made anew then, and Tab waits for it."""
    found: Callable[[], str] = lambda: ""
    """How much is found for what is typed, in a word or two; it may take some time to be known."""


class Writing(NamedTuple):
    """A `Writing` is a note that the user is asked for.

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
