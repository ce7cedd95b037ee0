"""Age is counted by the days on which this machine wrote the library, for a clock may be wrong.

A clock that was wrong once must not make everything old. So what is deleted ages by one day at most on each day on
which the library is written, counted from when this machine first saw it deleted; and a day that is far from the last
one is not believed before writes on later days agree with it. While one is doubted nothing is thrown away.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import StoreError
from reader.storage.disk.replace import write_file
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths

FAR = 2
"""Days between two writes of which nobody wonders; of a longer pause it is not known whether it was one."""
LATER = 3
"""Days after a doubted one on which must be written for it to be believed."""


class WriteDays(NamedTuple):
    """`WriteDays` say how many days are counted, the last of them, those that are doubted, and when each deletion was
    first seen.

    `deletions` has their number at that time by the stamp of the deletion.
    """

    number: int = 0
    last: date | None = None
    doubted: tuple[date, ...] = ()
    deletions: Mapping[str, int] = {}

    @property
    def believed(self) -> bool:
        """Tell whether the clock was right when the library was written last, as far as can be told."""
        return not self.doubted

    def written_on(self, today: date) -> WriteDays:
        """Return the days when the library is written today."""
        if self.last is None:
            return self._replace(number=1, last=today)
        step = (today - self.last).days
        if -FAR <= step <= FAR:
            return self._replace(number=self.number + (step > 0), last=max(self.last, today), doubted=())
        if self.doubted and today < self.doubted[-1]:
            return self._replace(doubted=(today,))  # it was set back: what it said before was wrong, or is wrong now
        doubted = tuple(dict.fromkeys((*self.doubted, today)))
        if len(doubted) <= LATER:
            return self._replace(doubted=doubted)
        return self._replace(number=self.number + len(doubted), last=today, doubted=())

    def with_deletions(self, stamps: Iterable[str]) -> WriteDays:
        """Add these deletions to the days, and drop all others: those that are new are of today."""
        return self._replace(deletions={stamp: self.deletions.get(stamp, self.number) for stamp in stamps})

    def age(self, deletion: str) -> int:
        """Return the days on which was written since a deletion was first seen."""
        return self.number - self.deletions.get(deletion, self.number)


def read_days(system: System, paths: StorePaths) -> WriteDays:
    """Read the days that were written so far; none where that is not known: then everything is young."""
    try:
        found = loads(system.read(paths.write_days))
        last = date.fromisoformat(found["last"])
        doubted = tuple(map(date.fromisoformat, found["doubted"]))
        deletions = {str(stamp): int(count) for stamp, count in found["deletions"].items()}
        return WriteDays(int(found["number"]), last, doubted, deletions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return WriteDays()


def keep_days(system: System, paths: StorePaths, days: WriteDays) -> None:
    """Keep the days. Where that fails, nothing has become older."""
    fields = {
        "number": days.number,
        "last": days.last.isoformat() if days.last else "",
        "doubted": [one.isoformat() for one in days.doubted],
        "deletions": dict(days.deletions),
    }
    with suppress(StoreError):
        write_file(system, paths.write_days, dumps(fields), durable=False)
