"""The kept versions of an article are named, counted and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.annotation import State
from reader.domain.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article, Version

SHORTEST = 4
"""Digits of a hash that name a version; a number with fewer counts them from the oldest."""


class VersionRow(NamedTuple):
    """A `VersionRow` is a version with how many highlights it shows, and how many of the article's are lost in it."""

    number: int
    version: Version
    found: int
    lost: int


def version_hash(article: Article, word: str) -> str:
    """Find the hash of the version that `word` begins, or numbers from 1 (the oldest). Raises NotFound."""
    hashes = [one.hash for one in article.versions]
    if word.isdecimal() and len(word) < SHORTEST and 0 < int(word) <= len(hashes):
        return hashes[int(word) - 1]
    found = [one for one in hashes if len(word) >= SHORTEST and one.startswith(word.lower())]
    if len(found) != 1:
        raise NotFound(f"no version is called {word!r}", article.title, "see: reader versions")
    return found[0]


def version_rows(article: Article, annotations: Sequence[Annotation]) -> list[VersionRow]:
    """List the versions of an article, oldest first."""
    rows = []
    for number, version in enumerate(article.versions, 1):
        targets = [target for one in annotations if (target := one.target_in(version.hash)) is not None]
        lost = sum(target.state is State.ORPHAN for target in targets)
        rows.append(VersionRow(number, version, len(targets) - lost, lost))
    return rows
