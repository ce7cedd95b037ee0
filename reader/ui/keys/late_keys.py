"""Some keys reach an editor after the one that ended it: they are the article's, once the editor's work is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

if TYPE_CHECKING:
    from textual.message_pump import MessagePump


class LateKeys:
    """`LateKeys` keep them until somebody takes them, and pass on what comes later still."""

    def __init__(self) -> None:
        self._kept: list[Key] = []
        self._taker: MessagePump | None = None

    def add(self, event: Key) -> None:
        """Take a key that came late."""
        event.stop()
        event.prevent_default()
        key = Key(event.key, event.character)
        if self._taker is None:
            self._kept.append(key)
        else:
            self._taker.post_message(key)

    def release(self, taker: MessagePump) -> None:
        """From now on they are the `taker`'s, in their order."""
        for key in self._kept:
            taker.post_message(key)
        self._kept.clear()
        self._taker = taker
