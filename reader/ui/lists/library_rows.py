"""The articles of the library become rows: sorted, the archive at the end, columns as the width allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.article import Status
from reader.ui.draw.cells import ItemRows, Line, Styled, pad_text, spread
from reader.ui.draw.dates import day
from reader.ui.draw.theme import Role
from reader.ui.lists.orders import Ordering
from reader.ui.lists.tag_rows import NO_COLOURS, colour_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from reader.domain.colour import Colour
    from reader.library.collection import Listed

BAR = 8
"""Cells of the progress bar: half cells show an eighth of an eighth, which is as much as one wants to know."""
MARKED = 12
COUNT = 7
OPENED = 12
"""Cells of a column: `12 marks`'s heading, `11 days ago`."""
ROOMY = 72
"""From here on there is room for columns beside titles of 30 cells."""
WIDEST = 84
"""From here on there is room for all of them, beside titles of 40."""


class Sorting(Ordering):
    """A `Sorting` is what the library is sorted by."""

    OPENED = "last opened"
    TITLE = "title"
    PROGRESS = "progress"
    HIGHLIGHTS = "highlights"


class Shelf:
    """A `Shelf` has articles as items of a list."""

    def __init__(self, listed: Iterable[Listed], sorting: Sorting, now: datetime) -> None:
        """`listed` comes as the library lists it, the one opened last first."""
        ordered = _sorted(listed, sorting)
        shown = [one for one in ordered if one.article.status is not Status.ARCHIVED]
        self._archive = len(shown)
        self._now = now
        self.listed = [*shown, *(one for one in ordered if one.article.status is Status.ARCHIVED)]

    def __len__(self) -> int:
        return len(self.listed)

    def index(self, article_id: str) -> int:
        """Tell where the article stands; 0 where it is not listed."""
        return next((index for index, one in enumerate(self.listed) if one.article.id == article_id), 0)

    def index_after(self, before: Shelf, current: int) -> int:
        """Tell which one takes the place of that one of the shelf as it was: itself, else the next below, or above.

        What has been put away since is left to the archive, where there is another one below: one works down a list.
        """
        places = {one.article.id: index for index, one in enumerate(self.listed)}
        here, *below = (places.get(one.article.id) for one in before.listed[current:])
        put_away = here is not None and current < before._archive and here >= self._archive
        if here is not None and not put_away:
            return here
        above = (places.get(one.article.id) for one in reversed(before.listed[:current]))
        near = [index for index in below if index is not None and (not put_away or index < self._archive)][:1]
        return next(index for index in (*near, here, *above, 0) if index is not None)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw the row of an article."""
        one = self.listed[index]
        status = one.article.status
        look = {Status.UNREAD: Role.STRONG, Status.READING: Role.PLAIN}.get(status, Role.FAINT)
        sign = {Status.UNREAD: "• ", Status.READ: "✓ "}.get(status, "  ")
        title = (Styled(sign, Role.KEY if status is Status.UNREAD else Role.FAINT), Styled(one.article.title, look))
        row = spread(title, _columns(one, self._now, width), width)
        archive = index == self._archive and status is Status.ARCHIVED
        heading: tuple[Line, ...] = ((Styled("Archive", Role.HEADING),), ()) if archive else ()
        return ItemRows((row,), ((), *heading) if archive and index else heading)


def column_names(width: int) -> Line:
    """Return what the columns are, for the row above them."""
    names = [pad_text("progress", BAR + 5, Role.FAINT)]
    if width >= ROOMY:
        names = [
            *names,
            pad_text("highlights", MARKED, Role.FAINT, right=True),
            *([pad_text("notes", COUNT, Role.FAINT, right=True)] if width >= WIDEST else []),
            pad_text("opened", OPENED, Role.FAINT, right=True),
        ]
    return spread((Styled("  title", Role.FAINT),), tuple(names), width)


def details(one: Listed, tag_colours: Mapping[str, Colour] = NO_COLOURS) -> Line:
    """Return what else is known of an article, on one line."""
    article = one.article
    source = article.url or (article.sources[-1].address if article.sources else "")
    facts = [", ".join(article.authors), article.date, article.format, str(article.status), source]
    return (*colour_tags(article.tags, tag_colours), Styled(" · ".join(fact for fact in facts if fact), Role.FAINT))


def bar(progress: float, cells: int = BAR) -> Line:
    """Draw how far one is as a bar."""
    done = min(2 * cells, int(progress * 2 * cells + 0.5))
    drawn = "━" * (done // 2) + "╸" * (done % 2)
    return (Styled(drawn, Role.DONE), Styled("─" * (cells - len(drawn)), Role.RAIL))


def _columns(one: Listed, now: datetime, width: int) -> Line:
    article = one.article
    begun = article.progress > 0 or article.status is Status.READ
    progress = (*bar(article.progress), Styled(f"{round(article.progress * 100):3d} %", Role.FAINT))
    if width < ROOMY:
        return progress if begun else ()
    line: Line = progress if begun else (Styled(" " * (BAR + 5)),)
    return (
        *line,
        pad_text(str(one.highlights or ""), MARKED, right=True),
        *([pad_text(str(one.notes or ""), COUNT, right=True)] if width >= WIDEST else []),
        pad_text(day(article.opened, now), OPENED, Role.FAINT, right=True),
    )


def _sorted(listed: Iterable[Listed], sorting: Sorting) -> list[Listed]:
    match sorting:
        case Sorting.OPENED:
            return list(listed)
        case Sorting.TITLE:
            return sorted(listed, key=lambda one: one.article.title.casefold())
        case Sorting.PROGRESS:
            return sorted(listed, key=lambda one: one.article.progress, reverse=True)
        case Sorting.HIGHLIGHTS:
            return sorted(listed, key=lambda one: one.highlights, reverse=True)
