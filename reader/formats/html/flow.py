"""While a page is walked, this knows where one is: in how many quotations, lists, tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from reader.domain.document import Block, BlockKind
from reader.domain.span import Span
from reader.formats.html.list_numbers import write_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lxml.etree import _Element as Element

    from reader.formats.builder import Builder, Line
    from reader.formats.html.grid import Grid, RowRun
    from reader.formats.html.visibility import Visibility
    from reader.formats.html.written_tables import WrittenTables

    Leave = Callable[[], None] | None
    """What is to be done at the end of the element."""
    Enter = Callable[["Flow", Element], "Leave | Literal[False]"]
    """What is to be done at its start; False leaves the element and all inside out."""
    AddLine = Callable[["Flow", Element, Line], bool]
    """What adds an element that is one line as entering and leaving it would; False where it has to be entered."""

DEEPEST = 16
"""Quotations and lists within each other that are told apart: more would not fit the narrowest screen of 40 cells."""
NOWHERE = Span(0, 0)
PARAGRAPH = Block(BlockKind.PARAGRAPH, NOWHERE)


class ListLevel:
    """A `ListLevel` is a list that one is in, and the number of its next item."""

    __slots__ = ("number", "ordered", "step", "style")

    def __init__(self, ordered: bool, number: int, step: int, style: str = "") -> None:
        """`style` is how its numbers are written where they are not figures, by CSS's name for it; `box` for boxes."""
        self.ordered = ordered
        self.number = number
        self.step = step
        self.style = style


class Flow:
    """A `Flow` is the state of a walk.

    `notes` are the links that refer to footnotes, `left_out` the elements that are not walked through where they stand.
    """

    def __init__(
        self,
        builder: Builder,
        resolve: Callable[[str], str],
        visibility: Visibility,
        wanted: frozenset[str],
        notes: Mapping[Element, str],
        backlinks: frozenset[Element],
        slugs: Mapping[Element, str],
        left_out: frozenset[Element],
    ) -> None:
        self.builder = builder
        self.resolve = resolve
        self.visibility = visibility
        self.wanted = wanted
        self.notes = notes
        self.backlinks = backlinks
        self.slugs = slugs
        self.left_out = left_out
        self.special = left_out.union(notes, backlinks)
        """The elements that are more than what they look like."""
        self.quote = 0
        self.lists: list[ListLevel] = []
        self.root: object = None
        self.verbatim = 0
        self.grid: Grid | None = None
        self.tables: WrittenTables | None = None
        """Of a page that has any: what reads those that are plain."""
        self.row_runs: dict[Element, RowRun] = {}
        """The first rows of tables that stand within a table of other things."""
        self.caption: str | None = None
        """Inside a figure: the text of its caption."""
        self.pictured = False
        """Inside a figure: whether it shows a picture."""
        self.pictures: set[str] = set()
        """The texts of pictures that stood alone so far."""
        self.wordless: tuple[Element, bool] | None = None
        """The paragraph that a picture was last met in, and whether it holds no words: one may have thousands."""
        self.footnote: Block | None = None
        """Inside a footnote: what its next block is."""

    @property
    def is_numbered(self) -> bool:
        """Tell whether the innermost list has numbers."""
        return bool(self.lists and self.lists[-1].ordered)

    def begin(self, kind: BlockKind, *, level: int = 0, language: str = "", label: str = "") -> None:
        """Let the next text begin a block of this kind where one is now. In a cell of a table all is one line."""
        if self.grid is not None:
            self.builder.text(" ")
            return
        if self.verbatim and kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            self.builder.fresh_line()
            return
        if self.footnote is not None:
            # Whatever it is: notes stand behind all else, and nothing between them.
            if self.builder.inside:
                self.footnote = self.footnote._replace(number=0, sign="")
            self.builder.begin(self.footnote)
            return
        if kind is BlockKind.PARAGRAPH and self.quote:
            kind = BlockKind.QUOTE
        self.builder.begin(_block(kind, level, self.quote, len(self.lists), language, label), self.root)

    def begin_item(self, number: int, checked: bool | None, sign: str = "") -> None:
        """Begin an item of the innermost list."""
        if self.grid is not None:
            # All is one line there: only a sign tells where the next begins.
            named = (sign or write_number(number, self.lists[-1].style) or f"{number}.") if self.is_numbered else "•"
            self.builder.text(f" {named} ")
            return
        if self.footnote is not None or self.verbatim:
            self.begin(BlockKind.PARAGRAPH)
            return
        ordered = self.is_numbered
        if not ordered:
            number, sign = 0, ""
        elif not sign and self.lists[-1].style:
            sign = write_number(number, self.lists[-1].style)
        self.builder.begin(_item(self.quote, len(self.lists), ordered, number, checked, sign), self.root)

    def begin_next_item(self, *, checked: bool | None = None) -> None:
        """Begin the next item of the innermost list, with its box where it has one."""
        level = self.lists[-1]
        number = level.number
        level.number += level.step
        self.begin_item(number, checked)

    def begin_list(self, level: ListLevel) -> Leave:
        """Begin a list."""
        self.resume()
        if not self.lists:
            self.root = level
        self.lists.append(level)
        return self._end_list

    def _end_list(self) -> None:
        self.lists.pop()
        if not self.lists:
            self.root = None
        self.resume()

    def begin_quotation(self) -> Leave:
        """Begin a quotation."""
        self.quote += 1
        self.resume()
        return self._end_quotation

    def _end_quotation(self) -> None:
        self.quote -= 1
        self.resume()

    @property
    def further(self) -> Block:
        """Return what a paragraph is like where one is now."""
        return _further(self.quote, len(self.lists)) if self.quote or self.lists else PARAGRAPH

    def add(self, line: Line, block: Block | None = None) -> None:
        """Add a block like `block`, or a paragraph, that is one line; not in a table, code or a footnote."""
        after = self.further
        self.builder.add(line, block or after, after, self.root)

    def add_heading(self, line: Line, level: int, label: str, names: Sequence[str] = ()) -> None:
        """Add a heading of one line, which is a place of those names."""
        block = _block(BlockKind.HEADING, level, self.quote, len(self.lists), "", label)
        self.builder.add(line, block, self.further, self.root, names)

    def add_item(self, line: Line) -> None:
        """Add an item of one line to the innermost list, which writes its numbers as figures."""
        level = self.lists[-1]
        number = 0
        if level.ordered:
            number = level.number
            level.number += level.step
        self.add(line, _item(self.quote, len(self.lists), level.ordered, number, None, ""))

    def add_definition(self, line: Line) -> None:
        """Add a definition of one line, as a further paragraph of a list."""
        self.add(line, _further(self.quote, len(self.lists) + 1))

    def resume(self) -> None:
        """What comes after an element that was a block of its own is a paragraph."""
        if self.grid is not None or self.verbatim or self.footnote is not None:
            self.begin(BlockKind.PARAGRAPH)
        elif self.quote or self.lists:
            self.builder.begin(_further(self.quote, len(self.lists)), self.root)
        else:
            self.builder.begin(PARAGRAPH, self.root)  # nearly always

    def resume_behind_text(self) -> None:
        """Do so where text has come: behind an empty element an item that has begun is still to come."""
        if self.builder.inside:
            self.resume()


# Blocks have no place yet here: two are begun a paragraph, and nearly all are alike.


@lru_cache(256)
def _block(kind: BlockKind, level: int, quote: int, depth: int, language: str, label: str) -> Block:
    return Block(kind, NOWHERE, level, min(quote, DEEPEST), min(depth, DEEPEST), language=language, label=label)


@lru_cache(256)
def _further(quote: int, depth: int) -> Block:
    """A paragraph within quotations and lists."""
    return _block(BlockKind.QUOTE if quote else BlockKind.PARAGRAPH, 0, quote, depth, "", "")


@lru_cache(256)
def _item(quote: int, depth: int, ordered: bool, number: int, checked: bool | None, sign: str) -> Block:
    quote, depth = min(quote, DEEPEST), min(max(1, depth), DEEPEST)
    return Block(BlockKind.ITEM, NOWHERE, 0, quote, depth, ordered, number, checked, sign=sign)
