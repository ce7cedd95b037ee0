"""An article is one thing that is read, with the versions of its text that were seen."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.ids import name_id

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import datetime

ARTICLES = "6f8c4c0e-5d0b-5c53-9d4f-9b1c1f2f4a11"
"""Namespace of article ids (RFC 9562, version 5)."""


class Status(StrEnum):
    """A `Status` says how far one is with an article."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"
    ARCHIVED = "archived"


class Version(NamedTuple):
    """A `Version` is one text of an article. `hash` names it (`document.text_hash`), `length` is in code points."""

    hash: str
    added: datetime
    length: int
    parser: str = ""


class Source(NamedTuple):
    """A `Source` says where an article comes from: an absolute path, a URL, or `-` for standard input.

    `etag` and `modified` are what the server said of it, `size` (bytes) and `mtime_ns` what the file system did;
    all serve only to see that nothing has changed.
    """

    address: str
    etag: str = ""
    modified: str = ""
    size: int = -1
    mtime_ns: int = -1


class Article(NamedTuple):
    """An `Article` is one thing that is read. Versions are oldest first, `progress` is from 0 to 1."""

    id: str
    title: str
    added: datetime
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    url: str = ""
    format: str = ""
    sources: tuple[Source, ...] = ()
    versions: tuple[Version, ...] = ()
    progress: float = 0.0
    status: Status = Status.UNREAD
    tags: tuple[str, ...] = ()
    opened: datetime | None = None
    seen: Container[str] = ()
    """The store's own: which writes this record shows. Handed back with a change, never read by anyone else."""

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, whichever writes they show."""
        return isinstance(other, Article) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        """The opposite: a tuple has its own."""
        return not self == other

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def latest(self) -> Version:
        """Return the newest text. Raises IndexError for an article without versions."""
        return self.versions[-1]


def last_opened(article: Article) -> tuple[datetime, str]:
    """Return what sorts articles by when they were opened last, or taken in; one order for all that are of one time."""
    return article.opened or article.added, article.id


def article_id(first_text_hash: str) -> str:
    """Return the id of an article whose first version has this hash: the same on every machine."""
    return name_id(ARTICLES, first_text_hash)
