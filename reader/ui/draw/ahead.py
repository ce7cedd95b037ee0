"""What the next screen is likely to show is drawn while nobody waits for it.

A turned page costs laying out its rows, finding its sentences and drawing it. All that is done after a key has been
answered, for the screen beyond the one that it led to, in pieces shorter than anybody can feel.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

PAUSE = 0.012
"""Seconds after a key: its frame is sent by another thread, which must not wait for this one to let go."""
PIECE = 8
"""Steps between two looks for a key: of rows that are laid out and drawn, half a millisecond."""


class Steps(Protocol):
    """`Steps` are what is to be done from where one is now, a step at a time."""

    def __call__(self, *, down: bool) -> Iterator[None]:
        """`down` says where one is likely to go on to."""


class Ahead:
    """An `Ahead` takes steps, a piece at a time, while no key is pressed.

    Lives in the event loop of whoever moves it.
    """

    def __init__(self, steps: Steps) -> None:
        self._steps = steps
        self._next: asyncio.TimerHandle | None = None

    def moved(self, *, down: bool) -> None:
        """Begin anew: one is somewhere else, having come there downwards or upwards."""
        self.stop()
        self._next = asyncio.get_running_loop().call_later(PAUSE, self._begin, down)

    def stop(self) -> None:
        """Leave what is not done."""
        if self._next is not None:
            self._next.cancel()

    def _begin(self, down: bool) -> None:
        self._go_on(self._steps(down=down))

    def _go_on(self, left: Iterator[None]) -> None:
        for _ in range(PIECE):
            if next(left, self) is self:
                return
        self._next = asyncio.get_running_loop().call_later(0, self._go_on, left)
