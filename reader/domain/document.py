"""A `Document` is a version of an article, parsed: one canonical text, and what its pieces are.

*Text* is what the parser emitted and never changes. *Blocks* tile it in order: every character belongs to one
block or to the separator between two. *Marks* lie inside blocks and may overlap. All offsets are code points of
the text; what is only drawn (bullets, numbers, quote bars, footnote markers, rules) is in none of them.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.ids import sha256_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.domain.span import Span


class BlockKind(StrEnum):
    """A `BlockKind` is what a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    ITEM = "item"
    CODE = "code"
    VERSE = "verse"
    TABLE = "table"
    RULE = "rule"
    FIGURE = "figure"
    FOOTNOTE = "footnote"


class MarkKind(StrEnum):
    """A `MarkKind` is what a piece of a block's text is besides text."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    STRIKE = "strike"
    LINK = "link"
    SUP = "sup"
    SUB = "sub"
    NOTE = "note"


class Block(NamedTuple):
    """A `Block` is a paragraph, a heading, an item or the like of the text.

    A paragraph inside a quotation is a QUOTE; any other block inside one keeps its kind. CODE and VERSE keep their
    lines; what is long may come in several blocks, one line end apart. A TABLE's cells are separated by a tab, its
    rows by a line end. A RULE's span is empty, at the start of the block after it. A FIGURE's text is its alt text, or
    caption. FOOTNOTEs stand at the end.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    """Of a heading: 1 to 6; else 0."""
    quote: int = 0
    """How many quotations the block lies in."""
    depth: int = 0
    """How many lists the block lies in: an ITEM has at least 1, its further paragraphs the same as it."""
    ordered: bool = False
    number: int = 0
    """Of an item in an ordered list, or of a footnote, as drawn."""
    checked: bool | None = None
    """Of a task list's item; None for any other."""
    language: str = ""
    """Of code, as the source names it."""
    rows: tuple[tuple[Span, ...], ...] = ()
    """Of a table: its cells' spans."""
    header: int = 0
    """Of a table: how many of its first rows are its head."""
    aligns: tuple[str, ...] = ()
    """Of a table: "left", "right", "centre" or "" a column; may be shorter than the rows."""
    label: str = ""
    """Of a footnote: what NOTE marks that refer to it have as value; its further paragraphs have it and number 0.
    Of a heading: what the source's own contents call it, where that is not its text."""
    sign: str = ""
    """Of an item or a footnote: what the source draws before it in place of its number, "b." or "*"."""


class Mark(NamedTuple):
    """A `Mark` is an inline piece.

    A LINK's value is its target as written (`#id` within the document); a NOTE's span is empty.
    """

    kind: MarkKind
    span: Span
    value: str = ""


class Document(NamedTuple):
    """A `Document` is one version, parsed; it is immutable, and kept whole so that opening it again parses nothing.

    `blocks` are in text order, `marks` by start and then by end descending, `anchors` (name, offset) by name,
    `pages` (offset, label) by offset: where each page of the source begins, for citations.
    """

    text: str
    blocks: Sequence[Block]
    marks: Sequence[Mark] = ()
    anchors: tuple[tuple[str, int], ...] = ()
    pages: tuple[tuple[int, str], ...] = ()
    parser: str = ""
    parser_version: int = 0

    def block_index(self, offset: int) -> int:
        """Tell which block holds `offset`, or ends before it; 0 before the first. Raises IndexError without blocks."""
        if not self.blocks:
            raise IndexError("a document without blocks")
        return max(0, _begun(self.blocks, offset) - 1)

    def marks_in(self, span: Span) -> list[Mark]:
        """Return the marks that share text with `span`, and the empty ones inside or at its end."""
        # A mark never leaves its block, nor its cell, so the first that may reach in starts there or later.
        start = _part_start(self.blocks[self.block_index(span.start)], span.start) if self.blocks else 0
        first = _begun(self.marks, start - 1)
        found = []
        for index in range(first, len(self.marks)):  # a slice would copy all that follow
            mark = self.marks[index]
            if mark.span.start > span.end:
                break
            empty = len(mark.span) == 0 and span.start <= mark.span.start
            if empty or mark.span.meets(span):
                found.append(mark)
        return found

    def title_of(self, heading: Block) -> str:
        """Return what a heading is listed as: its text, after what the source's contents call it."""
        text = heading.span.of(self.text)
        if not heading.label or heading.label.casefold().startswith(text.casefold()):
            return heading.label or text
        return f"{heading.label}: {text}"

    def offset_of(self, anchor: str) -> int | None:
        """Tell where the place begins that links within the document call `anchor`, or the footnote of that label."""
        for block in self.blocks:
            if block.kind is BlockKind.FOOTNOTE and block.label == anchor:
                return block.span.start
        return dict(self.anchors).get(anchor)

    def page_at(self, offset: int) -> str | None:
        """Return the label of the source's page that `offset` is on; None where the source has no pages."""
        index = bisect_right(self.pages, offset, key=lambda page: page[0]) - 1
        return self.pages[index][1] if index >= 0 else None


def _part_start(block: Block, offset: int) -> int:
    """Where the cell begins that holds `offset`; of what is no table, the block."""
    if not block.rows:
        return block.span.start
    row = bisect_right(block.rows, offset, key=lambda cells: cells[0].start if cells else -1) - 1
    cells = block.rows[row] if row >= 0 else ()
    cell = bisect_right(cells, offset, key=lambda span: span.start) - 1
    return cells[cell].start if cell >= 0 else block.span.start


def _begun(pieces: Sequence[Block] | Sequence[Mark], offset: int) -> int:
    """How many of the pieces begin at or before `offset`."""
    # Pieces that are made when they are asked for, as those of a kept document, have their starts at hand.
    starts: Sequence[int] | None = getattr(pieces, "starts", None)
    if starts is not None:
        return bisect_right(starts, offset)
    return bisect_right(pieces, offset, key=lambda piece: piece.span.start)


class Metadata(NamedTuple):
    """`Metadata` is what a source says of itself; each may be empty. `date` is ISO 8601, as exact as the source is."""

    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    date: str = ""
    url: str = ""
    tags: tuple[str, ...] = ()


class Embedded(NamedTuple):
    """An `Embedded` is an annotation that a source holds itself, as a comment in a DOCX or a highlight in a PDF.

    `span` is where its words stand in the document, None for a note on the whole and where they do not. `colour` is
    `#rrggbb` or empty, the times are ISO 8601 or empty, `name` is what the file tells it apart by, if anything.
    """

    quote: str
    span: Span | None = None
    note: str = ""
    creator: str = ""
    colour: str = ""
    created: str = ""
    modified: str = ""
    name: str = ""
    page: str = ""


class Parsed(NamedTuple):
    """A `Parsed` is what a parser answers."""

    document: Document
    metadata: Metadata
    format: str
    remarks: tuple[str, ...] = ()
    """What the reader is to be told of the source: sentences, as what of it could not be read."""
    embedded: tuple[Embedded, ...] = ()
    """What others have marked and written in the source, in its order."""


PIECE = 1 << 16
"""Code points of a text that are made bytes at once, to be hashed: of all there would be one more text in memory."""


_last_hashed: list[tuple[str, str]] = [("", "")]
"""The last long text, and its name. Whoever takes in a text asks for it six times: of a book each takes 8 ms."""


def text_hash(text: str) -> str:
    """Make the name of a version: SHA-256 of its UTF-8 text, 64 hex digits. The text holds no lone surrogates."""
    known, name = _last_hashed[0]
    if known is not text or not name:
        name = sha256_of(text[at : at + PIECE].encode() for at in range(0, max(1, len(text)), PIECE))
        if len(text) > PIECE:
            _last_hashed[0] = text, name
    return name
