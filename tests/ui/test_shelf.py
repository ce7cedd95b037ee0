"""The library's rows: sorted, the archive at the end, each as wide as the list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.article import Article, Source, Status
from reader.library.collection import Listed
from reader.ui.draw.cells import line_width
from reader.ui.lists.library_rows import ROOMY, Shelf, Sorting, bar, column_names, details
from tests.ui.fakes import START


def listed(
    title: str, progress: float = 0.0, highlights: int = 0, status: Status = Status.READING, hours: int = 0
) -> Listed:
    opened = START - timedelta(hours=hours)
    return Listed(Article(title, title, START, progress=progress, status=status, opened=opened), highlights, 1)


ARTICLES = [
    listed("beta", 0.2, 5),
    listed("Alpha", 0.9, 1),
    listed("put away", 1.0, 9, Status.ARCHIVED),
    listed("gamma", 0.5, 7, Status.UNREAD),
]


@pytest.mark.parametrize(
    ("sorting", "titles"),
    [
        (Sorting.OPENED, ["beta", "Alpha", "gamma", "put away"]),
        (Sorting.TITLE, ["Alpha", "beta", "gamma", "put away"]),
        (Sorting.PROGRESS, ["Alpha", "gamma", "beta", "put away"]),
        (Sorting.HIGHLIGHTS, ["gamma", "beta", "Alpha", "put away"]),
    ],
)
def test_sorted_with_the_archive_at_the_end(sorting: Sorting, titles: list[str]) -> None:
    shelf = Shelf(ARTICLES, sorting, START)
    assert [one.article.title for one in shelf.listed] == titles
    assert [bool(shelf.item_rows(index, 80).heading) for index in range(4)] == [False, False, False, True]
    assert shelf.index("gamma") == titles.index("gamma")


@given(st.text(max_size=90), st.floats(0, 1), st.integers(0, 20_000), st.integers(24, 140), st.sampled_from(Status))
def test_a_row_fills_its_width(title: str, progress: float, highlights: int, width: int, status: Status) -> None:
    shelf = Shelf([listed(title, progress, highlights, status)], Sorting.OPENED, START)
    (row,) = shelf.item_rows(0, width).rows
    assert line_width(row) == width


def test_columns_stand_below_their_names() -> None:
    (row,) = Shelf([listed("beta", 0.5, 7)], Sorting.OPENED, START).item_rows(0, ROOMY).rows
    names = "".join(one.text for one in column_names(ROOMY))
    text = "".join(one.text for one in row)
    assert names.index("highlights") + len("highlights") == text.index("7") + 1
    assert names.index("progress") == text.index("━")


@pytest.mark.parametrize(
    ("progress", "drawn"), [(0, "────────"), (0.5, "━━━━────"), (0.55, "━━━━╸───"), (1, "━━━━━━━━")]
)
def test_the_bar_shows_halves_of_cells(progress: float, drawn: str) -> None:
    assert "".join(one.text for one in bar(progress)) == drawn


def test_what_else_is_known() -> None:
    article = Article(
        "a", "Otters", START, authors=("Ann", "Bo"), format="markdown", sources=(Source("/x/otters.md"),), tags=("law",)
    )
    assert (
        "".join(one.text for one in details(Listed(article, 0, 0)))
        == "#law  Ann, Bo · markdown · unread · /x/otters.md"
    )
