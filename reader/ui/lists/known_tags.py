"""A line is completed from these tags: what is near at once, all of the library when they have been counted."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.ui.program.program import Program

GLANCE = 0.05
"""Seconds for which the line waits: nearly always all tags are known then, and nobody has typed a letter yet."""


class KnownTags:
    """`KnownTags` are the tags in use, with how often each is; the library may take a while to count them."""

    def __init__(self, program: Program, near: Collection[str] = (), *, library: bool = True) -> None:
        """`near` are the tags that one is thinking of: they count once more. Without `library` there are no others."""
        self.counts = Counter(near)
        self._counting = asyncio.ensure_future(self._count(program)) if library else None

    async def at_once(self) -> None:
        """Wait for as long as nobody notices."""
        if self._counting is not None:
            await asyncio.wait({self._counting}, timeout=GLANCE)

    async def all(self) -> None:
        """Wait until the library has counted them."""
        if self._counting is not None:
            await asyncio.shield(self._counting)

    async def _count(self, program: Program) -> None:
        try:
            in_use = await program.call(program.services.library.tags.in_use)
        except ReaderError:
            return  # who types a tag need not be told that others cannot be read
        for tag, count in in_use:
            self.counts[tag] += count
