"""Stamps name writes, in the order of time: `<13 hex ms>-<4 hex counter>-<device>-<8 hex of the value>-<4 hex random>`.

A hybrid logical clock: wall time, but later than every stamp it has seen. Stamps order what is shown; they never
decide what disappears.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.domain.local_time import UNDATED
from reader.domain.merge import value_hash
from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.domain.ports import Clock

_STAMP = r"[0-9a-f]{13}-[0-9a-f]{4}-[a-z0-9][a-z0-9-]*-[0-9a-f]{8}-[0-9a-f]{4}"
STAMP = deferred(_STAMP)
_STAMPS = deferred(rf"{_STAMP}(?:\n{_STAMP})*+")
MAX_AHEAD = timedelta(days=1)
"""A stamp further in the future than this comes from a wrong clock and is not followed."""
DAY_MS = MAX_AHEAD // timedelta(milliseconds=1)
MAX_COUNT = 0xFFFF
EPOCH = UNDATED
CARRIED = "carried"
ADOPTED = "plain"
"""Devices of stamps that follow from their content alone: the same wherever they are made."""
IMPORTED = "-import"
"""Ends the device of the stamps of what a program's file said; the program's name begins it."""


def are_stamps(texts: Sequence[str]) -> bool:
    """Tell whether all of these are; a library of 100,000 records has a million."""
    together = "\n".join(texts)
    return not texts or (_STAMPS.fullmatch(together) is not None and together.count("\n") == len(texts) - 1)


class Stamper:
    """A `Stamper` makes the stamps of one device."""

    def __init__(self, clock: Clock, device: str, entropy: Callable[[], str]) -> None:
        """`entropy` answers four random hex digits: they tell apart two machines that took one name."""
        self.device = device
        self._clock = clock
        self._entropy = entropy
        self._last = (0, 0)

    def tick(self, seen: Iterable[str] = ()) -> Moment:
        """Tick on to a moment later than any before, and than the stamps in `seen`."""
        wall = milliseconds(self._clock())
        horizon = f"{wall + DAY_MS:013x}-~"
        newest = max((stamp for stamp in seen if stamp <= horizon), default="")
        last = max(self._last, _time(newest)) if newest else self._last
        self._last = (wall, 0) if wall > last[0] else (last[0], last[1] + 1)
        if self._last[1] > MAX_COUNT:
            self._last = (last[0] + 1, 0)
        return Moment(*self._last, self.device, self._entropy())


class Moment:
    """A `Moment` is what the stamps of fields written together share."""

    __slots__ = ("_random", "counter", "device", "ms")

    def __init__(self, ms: int, counter: int, device: str, random: str) -> None:
        self.ms, self.counter, self.device, self._random = ms, counter, device, random

    def stamp(self, field: str, value: object) -> str:
        """Stamp that value, written now."""
        return f"{self.ms:013x}-{self.counter:04x}-{self.device}-{value_hash(field, value)}-{self._random}"

    def next(self) -> Moment:
        """Answer the same write one step later, which keeps things in the order in which they were given."""
        return Moment(self.ms, min(self.counter + 1, MAX_COUNT), self.device, self._random)


def content_stamp(
    field: str, value: object, source: str, replaced: Sequence[str] = (), *, when: int = 0, count: int = 0
) -> str:
    """Make the stamp that any machine makes for this value in place of those.

    `source` is CARRIED, ADOPTED, or a program's name and IMPORTED. It is older than every real one, unless `when`, in
    milliseconds since 1970, is known from the content too; `count` keeps things in order.
    """
    random = value_hash("", replaced)[:4] if replaced else "0000"
    return f"{when:013x}-{count:04x}-{source}-{value_hash(field, value)}-{random}"


def milliseconds(when: datetime) -> int:
    """Count the milliseconds since 1970, never negative."""
    return max(0, (when - EPOCH) // timedelta(milliseconds=1))


def time_of_stamp(stamp: str) -> datetime:
    """Tell when a stamp was made."""
    return EPOCH + timedelta(milliseconds=_time(stamp)[0])


def is_of_machine(stamp: str) -> bool:
    """Tell whether some machine made it, once; those of content are the same wherever they are made."""
    device = stamp[19:-14]
    return STAMP.fullmatch(stamp) is not None and device not in {CARRIED, ADOPTED} and not device.endswith(IMPORTED)


def device_of(stamp: str) -> str:
    """Tell where a stamp was made: the machine's name, without the digits that make it unique."""
    device = stamp[19:-14]
    return device.rpartition("-")[0] or device


def _time(stamp: str) -> tuple[int, int]:
    return int(stamp[:13], 16), int(stamp[14:18], 16)
