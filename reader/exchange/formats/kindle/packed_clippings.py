"""The clippings of one book are held as bytes until their turn comes: as objects those of a file take 200 MB."""

from __future__ import annotations

import marshal
from array import array
from datetime import datetime
from typing import TYPE_CHECKING

from reader.exchange.formats.kindle.clipping_facts import ClippingKind, Facts
from reader.exchange.formats.kindle.pairing import Clipping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.exchange.imported import Provenance

KINDS = {kind.value: kind for kind in ClippingKind}


class PackedClippings:
    """`PackedClippings` are the clippings of one book, in the order in which they were added."""

    def __init__(self, book: Provenance) -> None:
        self._book = book
        self._held = bytearray()
        self._ends = array("L")
        self.has_unknown = self.has_unknown_range = False
        """Whether any is of a kind that its language does not tell, and whether any of those has a range."""

    def add(self, one: Clipping) -> None:
        """Hold one more."""
        kind, start, end, added, unit = one.facts
        if kind is ClippingKind.UNKNOWN:
            self.has_unknown = True
            self.has_unknown_range = self.has_unknown_range or end > start
        when = None if added is None else added.isoformat()
        self._held += marshal.dumps((one.at, kind.value, start, end, when, unit, one.body))
        self._ends.append(len(self._held))

    def hold(self, clippings: Iterable[Clipping]) -> None:
        """Hold these in the place of what is held."""
        self._held.clear()
        del self._ends[:]
        for one in clippings:
            self.add(one)

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[Clipping]:
        held, begin, moment = bytes(self._held), 0, datetime.fromisoformat
        for end in self._ends:
            at, kind, first, last, when, unit, body = marshal.loads(held[begin:end])  # noqa: S302  (our own bytes)
            begin = end
            added = None if when is None else moment(when)
            yield Clipping(self._book, at, Facts(KINDS[kind], first, last, added, unit), body)
