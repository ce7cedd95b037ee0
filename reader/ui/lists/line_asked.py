"""What a line that is asked for is: its label, what it may become, and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.ui.lists.completion import Complete

    Outcome = Awaitable[None] | None
    """What a command or a callback answers: nothing, now or later."""


class Asked(NamedTuple):
    """One line that the user is asked for. `changed` is told every letter, `left` that Esc was pressed.

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
    found: Callable[[], str] = lambda: ""
    """How much is found for what is typed, in a word or two; it may take some time to be known."""
