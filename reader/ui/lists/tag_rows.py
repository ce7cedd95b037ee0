"""The tags of the library become a tree of rows, in the colours in which lists show tags."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.search_pattern import fold
from reader.domain.wording import counted
from reader.ui.draw.cells import ItemRows, Line, Styled, pad_text, spread
from reader.ui.draw.theme import IN_PEN, PENS, Role
from reader.ui.lists.orders import Ordering

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.domain.colour import Colour
    from reader.library.tag_list import TagCount

NO_COLOURS: Mapping[str, Colour] = MappingProxyType({})
COUNT = 7
"""Cells of a number: more than any library has tags."""


class TagOrder(Ordering):
    """A `TagOrder` is what the tags are sorted by."""

    NAME = "name"
    USE = "use"


class TagRow(NamedTuple):
    """A `TagRow` is a tag, or a branch that is no tag itself; `shown` is what of its path is not said by the rows
    above.
    """

    tag: str
    shown: str
    depth: int
    uses: TagCount


def tag_rows(counts: Mapping[str, TagCount], order: TagOrder, typed: str = "") -> list[TagRow]:
    """Order the rows: a tree by name, branches before what is below them; by use, or narrowed to what has all words,
    flat.
    """
    words = fold(typed).removeprefix("#").split()
    if words or order is TagOrder.USE:
        found = [tag for tag, count in counts.items() if count.is_used and all(word in fold(tag) for word in words)]
        if order is TagOrder.USE:
            found.sort(key=lambda tag: (-counts[tag].own, -counts[tag].articles, fold(tag), tag))
        else:
            found.sort(key=_in_tree)
        return [TagRow(tag, tag, 0, counts[tag]) for tag in found]
    rows = []
    for tag in sorted(counts, key=_in_tree):
        *above, name = tag.split("/")
        rows.append(TagRow(tag, name, len(above), counts[tag]))
    return rows


def _in_tree(tag: str) -> tuple[tuple[str, str], ...]:
    return tuple((fold(part), part) for part in tag.split("/"))


class Tags:
    """`Tags` are the library's as items."""

    def __init__(self, rows: Sequence[TagRow], colours: Mapping[str, Colour], merging: str = "") -> None:
        """`merging` is the one that the next one chosen is merged with."""
        self.rows = rows
        self._colours = colours
        self._merging = merging

    def __len__(self) -> int:
        return len(self.rows)

    def index(self, tag: str, otherwise: int = 0) -> int:
        """Tell where the tag stands; `otherwise` where it is not listed."""
        return next((index for index, one in enumerate(self.rows) if one.tag == tag), otherwise)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw a tag below its branch, how many have it, and how many with those below it."""
        one = self.rows[index]
        uses = one.uses
        look = tag_look(one.tag, self._colours) if uses.is_used else Role.FAINT
        sign = "#" if uses.is_used else ""
        name = Styled(f"{'  ' * one.depth}{sign}{one.shown}{'' if uses.is_used else '/'}", look)
        below = f"{uses.whole} with those below" if uses.whole > uses.own else ""
        below = " · ".join(filter(None, (counted(uses.articles, "article") if uses.articles else "", below)))
        own = pad_text(str(uses.own or ""), COUNT, right=True)
        row = spread((name,), (Styled(f"{below}  ", Role.FAINT), own), width)
        colour = self._colours.get(one.tag)
        return ItemRows((row,), bar=PENS[colour] if colour else Role.PLAIN, marked=one.tag == self._merging)


def tag_look(tag: str, colours: Mapping[str, Colour]) -> Role:
    """Tell how a tag looks: in its own colour, else in that of the nearest tag above it that has one."""
    path = tag
    while path:
        if path in colours:
            return IN_PEN[colours[path]]
        path = path.rpartition("/")[0]
    return Role.TAG


def colour_tags(tags: Iterable[str], colours: Mapping[str, Colour]) -> Line:
    """Draw tags on one line, each in its colour."""
    return tuple(piece for tag in tags for piece in (Styled(f"#{tag}", tag_look(tag, colours)), Styled("  ")))


def with_tag_colours(rows: Iterable[Line], colours: Mapping[str, Colour]) -> list[Line]:
    """Draw rows with their tags in the colours that they have in lists."""
    if not colours:
        return list(rows)
    return [tuple(_coloured(one, colours) for one in row) for row in rows]


def _coloured(one: Styled, colours: Mapping[str, Colour]) -> Styled:
    return one._replace(style=tag_look(one.text.strip().removeprefix("#"), colours)) if one.style == Role.TAG else one
