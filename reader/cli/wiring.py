"""The parts put together: the only place that knows storage, library and the user's settings at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from uuid import uuid4

from reader import config


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A new random UUID."""
    return str(uuid4())


@dataclass
class Services:
    """What a command works with, each made when it is first asked for."""

    library_file: str | None = None

    @cached_property
    def paths(self) -> config.Paths:
        """Where things lie."""
        return config.paths(self.library_file)

    @cached_property
    def settings(self) -> config.Settings:
        """What the user has set."""
        return config.load(self.paths)
