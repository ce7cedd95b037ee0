"""What tests live in: a clock that moves when it is looked at, ids in order, and this machine's own memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from reader.domain.errors import NotSaved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.ports import Draft, ReadingPosition

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Ticking:
    """Time that moves on by a `step` whenever somebody looks, the first time too."""

    def __init__(self, start: datetime = NOON, step: timedelta = SECOND) -> None:
        self.now = start
        self._step = step

    def __call__(self) -> datetime:
        self.now += self._step
        return self.now


def counted() -> Callable[[], str]:
    """Four hex digits, each time the next ones."""
    numbers = count(1)
    return lambda: f"{next(numbers) & 0xFFFF:04x}"


def numbered() -> Callable[[], str]:
    """Ids, each time the next one."""
    numbers = count(1)
    return lambda: f"{next(numbers):08d}-0000-4000-8000-000000000000"


class Notebook:
    """Positions and drafts, kept in memory."""

    def __init__(self) -> None:
        self.places: dict[str, ReadingPosition] = {}
        self.kept: dict[str, Draft] = {}
        self.full = False
        """Whether no draft can be written."""

    def place(self, article_id: str) -> ReadingPosition | None:
        return self.places.get(article_id)

    def remember(self, article_id: str, place: ReadingPosition) -> None:
        self.places[article_id] = place

    def of_article(self, article_id: str) -> Sequence[Draft]:
        return list(self.kept.values())

    def keep_draft(self, draft: Draft) -> None:
        if self.full:
            raise NotSaved("no space is left")
        self.kept[draft.annotation_id] = draft

    def drop_draft(self, article_id: str, annotation_id: str) -> None:
        self.kept.pop(annotation_id, None)
