"""What the library keeps of an article besides its annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.article import Status
from reader.domain.ports import ReadingPosition
from reader.library.library import FINISHED

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.library import Library, Opened


@pytest.mark.parametrize(
    ("before", "progress", "after"),
    [
        (Status.UNREAD, 0.1, Status.READING),
        (Status.READING, FINISHED, Status.READ),
        (Status.READ, 0.1, Status.READ),
        (Status.ARCHIVED, 1.0, Status.ARCHIVED),
    ],
)
def test_leaving_an_article_keeps_how_far_one_is(
    library: Library, read: Callable[[str, str], Opened], before: Status, progress: float, after: Status
) -> None:
    article = library.set_status(read("harbour.txt", "The sand stays.").article, before)
    library.leave(article.id, ReadingPosition(article.latest.hash, 0, 0), progress)
    (row,) = library.collection.articles()
    assert (row.article.status, row.article.progress) == (after, round(progress, 3))


def test_an_article_is_tagged_once_each_and_renamed(library: Library, read: Callable[[str, str], Opened]) -> None:
    article = library.tag_article(read("harbour.txt", "The sand stays.").article, ["coast", "sea", "coast"])
    article = library.retitle(article, "Another")
    assert (library.known("another").tags, article.title) == (("coast", "sea"), "Another")


def test_an_older_version_can_be_read_and_not_edited(library: Library, read: Callable[[str, str], Opened]) -> None:
    first = read("harbour.txt", "The sand stays where it is, whatever the sea does to it.")
    second = read("harbour.txt", "The sand stays where it is, whatever the sea does to it. It does.")
    older = library.open_version(second.article, "1")
    assert (older.document.text, older.editable) == (first.document.text, False)
    assert library.open_version(second.article, "2").editable
