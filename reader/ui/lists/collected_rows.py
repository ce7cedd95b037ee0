"""Annotations of many articles become items of a list: under their articles, or by time or colour."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from reader.domain.colour import NAMELESS
from reader.ui.draw.cells import ItemRows, Line, Styled, spread
from reader.ui.draw.dates import day
from reader.ui.draw.theme import PENS, Role
from reader.ui.lists.annotation_entry import Where, entry_rows
from reader.ui.lists.orders import Ordering, age, pen
from reader.ui.lists.tag_rows import NO_COLOURS, with_tag_colours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from reader.domain.annotation import Annotation
    from reader.domain.colour import Colour
    from reader.library.collection import Found


class Gathering(Ordering):
    """A `Gathering` is what the annotations of the library are sorted by."""

    ARTICLE = "article"
    TIME = "time"
    COLOUR = "colour"


class Collected:
    """A `Collected` has annotations with their articles, as items."""

    def __init__(
        self,
        found: Iterable[Found],
        gathering: Gathering,
        now: datetime,
        names: Mapping[Colour, str] = NAMELESS,
        marked: frozenset[str] = frozenset(),
        tag_colours: Mapping[str, Colour] = NO_COLOURS,
    ) -> None:
        """`found` comes as the library finds it, article by article; `names` are the person's, of colours.

        `marked` are the ids of those that are to be acted on together, `tag_colours` the colours of tags in lists.
        """
        self.marked = marked
        self._tag_colours = tag_colours
        self._names = names
        self.found = _sorted(found, gathering)
        self._by_article = gathering is Gathering.ARTICLE
        self._now = now
        self._counts = Counter(one.article.id for one in self.found)

    def __len__(self) -> int:
        return len(self.found)

    def index(self, annotation_id: str, otherwise: int = 0) -> int:
        """Tell where the annotation stands; `otherwise` where it is not listed."""
        return next((index for index, one in enumerate(self.found) if one.annotation.id == annotation_id), otherwise)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw an entry as the pane shows it, under its article's title where a new article begins."""
        one = self.found[index]
        label = day(one.annotation.created, self._now)
        where = place(one.annotation, label if self._by_article else f"{one.article.title} · {label}")
        if one.annotation.targets:
            where = where._replace(colour=self._names.get(one.annotation.colour, ""))
        rows = entry_rows(one.annotation, where, width)
        marked = one.annotation.id in self.marked
        rows = with_tag_colours(rows, self._tag_colours)
        return ItemRows(tuple(rows), self._heading(index, width), 1, PENS[one.annotation.colour], marked=marked)

    def _heading(self, index: int, width: int) -> tuple[Line, ...]:
        article = self.found[index].article
        if not self._by_article or (index and self.found[index - 1].article.id == article.id):
            return ()
        title = spread(
            (Styled(article.title, Role.HEADING),), (Styled(str(self._counts[article.id]), Role.FAINT),), width
        )
        return (title, ())


def place(annotation: Annotation, label: str) -> Where:
    """Return what is known of an annotation's place without its text: how it was found when it was looked for last."""
    if not annotation.targets:
        return Where(label)
    target = annotation.targets[-1]
    # Without a version it was looked for in no text yet, and is not lost.
    return Where(label, target.state, target.check) if target.version else Where(label)


def _sorted(found: Iterable[Found], gathering: Gathering) -> Sequence[Found]:
    match gathering:
        case Gathering.ARTICLE:
            return list(found)
        case Gathering.TIME:
            return sorted(found, key=lambda one: age(one.annotation), reverse=True)
        case Gathering.COLOUR:
            return sorted(found, key=lambda one: pen(one.annotation))
