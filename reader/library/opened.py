"""An `Opened` is what opening a source answers, and a `Request` what can be asked for with it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotSaved

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.article import Article
    from reader.domain.document import Document, Embedded, Parsed


class Relation(StrEnum):
    """A `Relation` is what a text that was read is to the library."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"


class Opened(NamedTuple):
    """An `Opened` is an article open in one version. `notice` is one sentence for the reader, or empty.

    `editable` is False for an older version, and where nothing can be saved. `kept` is False where the article or its
    text could not be stored: it can be read, and the first act on it tries again.
    """

    article: Article
    version: str
    document: Document
    relation: Relation = Relation.SAME
    notice: str = ""
    editable: bool = True
    kept: bool = True
    embedded: tuple[Embedded, ...] = ()
    """What others have marked and written in the file, where it has just been read."""
    partial: bool = False
    """Whether `document` are the first pages of a text that is still being read; the library knows nothing of it."""
    waiting: bool = False
    """Whether the article has no text yet: `document` is a page of its quotes, and `version` is empty."""

    def need_kept(self) -> None:
        """Need what is new in it to be in the library. Raises NotSaved where it could not be stored."""
        if not self.kept and self.relation is not Relation.SAME:
            raise NotSaved(self.notice, f"“{self.article.title}”")


class Unkept(NamedTuple):
    """A text that has been read and that the library knows nothing of yet."""

    parsed: Parsed
    known: bool
    """Whether an article is known that was read from there: then it has changed."""
    keep: Callable[[], Opened]
    """Takes it in as the article that it belongs to, and keeps it; for the thread that touches the library."""


class Request(NamedTuple):
    """A `Request` is what the user asked for besides the source: the `whole` page, a `format`, and how to tell of
    progress.
    """

    whole: bool = False
    format: str = ""
    progress: Callable[[int, int | None], None] | None = None
    """Told bytes received and, where known, of how many."""
    read: Callable[[Parsed], None] | None = None
    """Is given a text that has just been read, before it is taken in and kept."""
