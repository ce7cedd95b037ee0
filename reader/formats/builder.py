"""One canonical text is put together block by block; every structured format ends here."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.decode import whole
from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind
from reader.domain.errors import NotParsed
from reader.domain.patterns import deferred
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    InLine = tuple[MarkKind, int, int, str]
    """A mark in a line of text: from where to where in it, and its value."""
    Line = tuple[str, Sequence[InLine]]
    """Words as `collapsed` has them, without a blank before them, and the marks in them."""

TEXT_LIMIT = 20_000_000
"""Characters of text at most: fifteen long novels; what is larger is not meant to be read."""
_TOO_LONG = f"has more than {TEXT_LIMIT // 1_000_000} million characters of text"
VERSE_LINE = 120
"""A paragraph with broken lines is verse, an address or a signature unless one of them is longer than this."""

SHORT = 50
"""Characters up to which it is the quickest to ask of each whether it is a letter or a blank."""

_WIDE = "\u2e80-\u303f\u3041-\u312f\u31a0-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff01-\uffee\U00020000-\U0003ffff"
_BREAK_WITHIN = deferred(rf"(?<=[{_WIDE}])[ \t\f]*\n\s*(?=[{_WIDE}])")
"""A line of Chinese or Japanese goes on in the next one without a blank (CSS Text 3); Korean has blanks."""
_LAST = itemgetter(-1)
_BLANKS = deferred(" {2,}")
_POINTS = frozenset(".,;:!?…")
_KEEPS_LINES = (BlockKind.CODE, BlockKind.VERSE)
_MAY_BREAK = (BlockKind.PARAGRAPH, BlockKind.QUOTE)
_PARAGRAPH = Block(BlockKind.PARAGRAPH, Span(0, 0))
WHITE = " \t\n\r\f"
"""HTML's white space."""
_new = tuple.__new__
"""Makes a named tuple in a third of the time that its own name takes: there are as many as words in some texts."""


LATER = -1
"""The place of what stands at the next text, in `WrittenPart`: that is not there yet."""


class WrittenPart(NamedTuple):
    """A `WrittenPart` is what a builder has made of one part of a document, for another to take in: `Document` has the
    same fields. Marks stand in the order in which they end.
    """

    text: str
    blocks: list[Block]
    marks: list[Mark]
    anchors: list[tuple[str, int]]
    pages: list[tuple[int, str]]


class Builder:
    """A `Builder` takes text in piece by piece, and a document comes out; line ends and lone surrogates in it become as
    `whole` has it.

    A block exists from its first text on: one that is begun and ended without any leaves nothing. White space is
    collapsed as in HTML but where a block keeps its lines, and a mark never begins or ends with any. `root` of an item
    names the outermost list it lies in; the items of one are separated by one line end, all other blocks by two.
    """

    def __init__(self) -> None:
        self.length = 0
        self.keeps_lines = False
        """Whether the block is one in which white space is as it is written."""
        self.current: Block | None = None
        """The block that has text already and goes on, if one does."""
        self.blocks: list[Block] = []
        self.marks: list[Mark] = []
        self.anchors: list[tuple[str, int]] = []
        self.pages: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self.next = _PARAGRAPH
        """What the next text begins a block like, where none goes on."""
        self._root: object = None
        self._last_root: object = None
        self._start = 0
        self._open: list[tuple[MarkKind, str]] = []
        self._starts: list[int] = []
        """Where the marks that are open start. Those that were opened last have no text yet, and no start here."""
        self._gap = ""
        self._breaks: list[int] = []
        self._waiting: list[Callable[[int], None]] = []
        self._named: set[str] = set()
        self._rules = 0
        self._cell = self._noted = -1

    @property
    def inside(self) -> bool:
        """Tell whether the block has text already."""
        return self.current is not None

    @property
    def is_marking(self) -> bool:
        """Tell whether a mark is open."""
        return bool(self._open)

    def begin(self, block: Block, root: object = None) -> None:
        """End the block before and let the next text begin one like `block`, whose span does not count."""
        if self.current is None and block is self.next and root is self._root:
            return  # as after each paragraph: what comes next has been said by its end
        self.end()
        self.next = block
        self._root = root
        self.keeps_lines = block.kind in _KEEPS_LINES

    def text(self, text: str) -> None:
        """Add text, its white space collapsed."""
        if not text:
            return
        if text == "\n" or (
            text[0] == "\n" and not text.strip(WHITE)
        ):  # half of all there are in a page: between its elements
            self._gap = self._gap or " "
            return
        words = collapsed(text)
        begun = self.current is not None and not self._gap and self.length != self._cell
        if begun and words != " " and not self._waiting and len(self._starts) == len(self._open):
            # As behind a mark that was closed: whether it begins with a blank changes nothing but that one.
            if words[-1] == " ":
                words = words[:-1]
                self._gap = " "
            self._append(words)
            return
        if words[0] == " ":
            self._gap = self._gap or " "
            words = words[1:]
            if not words:
                return
        if self.current is None and not words.strip():
            return  # a paragraph of a no-break space only makes room
        if self._noted == self.length and words[0] in _POINTS:
            self._gap = ""  # a blank stood before the sign of the note that is drawn here
        if words[-1] == " ":
            self._put(words[:-1])
            self._gap = " "
        else:
            self._put(words)

    def add(self, line: Line, block: Block, after: Block, root: object = None, names: Sequence[str] = ()) -> None:
        """Add a block of one line, which is a place of those names; `after` follows. It is what `begin`, `anchor`,
        `text` and `begin` do, one after the other.
        """
        if self.current is not None:
            self.end()
        for name in names:
            self.anchor(name)
        words = line[0].rstrip(" ")
        if words and not words.isspace():
            if self._open or self._rules or not self.blocks:
                self.begin(block, root)
                self._put(words)
                self._mark_in_line(line[1], self.length - len(words))
                self.end()
            else:
                together = block[0] is BlockKind.ITEM and root is not None and root is self._last_root
                separator = "\n" if together else "\n\n"
                start = self.length + len(separator)
                self.length = end = start + len(words)
                self._parts += (separator, words)
                if self._waiting:
                    self._place_waiting(start)
                if line[1]:
                    self._mark_in_line(line[1], start)
                # Of stars a list would be made first.
                self.blocks.append(_new(Block, (block[0], _new(Span, (start, end))) + block[2:]))  # noqa: RUF005
                self._last_root = root
                if end > TEXT_LIMIT:
                    raise NotParsed(_TOO_LONG)
        if after is not self.next or root is not self._root:
            self.begin(after, root)

    def marked(self, kind: MarkKind, text: str, value: str = "") -> None:
        """Add text with a mark over it: what `open`, `text` and `close` do."""
        if text and len(text) < SHORT and text.isprintable() and " " not in (text[0], text[-1]) and "  " not in text:
            self._put(text)
            self._mark(kind, self.length - len(text), value)
        else:
            self.open(kind, value)
            self.text(text)
            self.close()

    def verbatim(self, text: str) -> None:
        """Add text as it is, but for empty lines at either end of the block."""
        text = whole(text)
        if self.current is None:
            text = text.lstrip("\n")
        body = text.rstrip("\n")
        if body:
            self._put(body)
        if body is not text:
            self._gap += text[len(body) :]

    def fresh_line(self) -> None:
        """Begin a line, unless one has just begun."""
        if self.current is not None and not self._gap.endswith("\n"):
            self._gap += "\n"

    def line(self) -> None:
        """Break the line, where the block can have several; else it is white space."""
        kind = self.current.kind if self.current else BlockKind.HEADING
        if kind in _KEEPS_LINES:
            self._gap += "\n"
        elif kind is BlockKind.ITEM or (kind in _MAY_BREAK and self._gap == "\n"):
            # Two in a row are how old pages write a new paragraph; an item has room for one line only.
            self._begin_again()
        else:
            self._gap = "\n" if kind in _MAY_BREAK else " "

    def cell(self, separator: str) -> int:
        """Begin a cell of a table, behind `separator`; answer where. What is open goes on in it, as another mark."""
        self._gap = ""
        if self._open:
            self._cut_marks()
        self._put(separator)
        self._starts.clear()
        self._cell = self.length
        return self.length

    def add_row(self, separator: str, lines: Sequence[Line]) -> list[Span]:
        """Add a row of cells of one line each, behind `separator`; answer where. No mark is open.

        It is what `cell` and `text` do, one after the other for each.
        """
        start = self.cell(separator)
        spans = []
        for words, marks in lines:
            end = start + len(words.rstrip(" "))
            spans.append(_new(Span, (start, end)))
            if marks:
                self._mark_in_line(marks, start)
            start = end + 1
        self._parts.append("\t".join([words.rstrip(" ") for words, _ in lines]))
        self._cell, self.length = spans[-1]
        self._gap = " " if lines[-1][0].endswith(" ") else ""
        if self.length > TEXT_LIMIT:
            raise NotParsed(_TOO_LONG)
        return spans

    def add_rows(self, lines: Sequence[Line], ends: Sequence[int]) -> list[list[Span]]:
        """Add the cells of all rows of a table, each of one line; before which of them each row ends. No mark is open.

        Answer where they are.
        """
        start = self.cell("")
        texts: list[str] = []
        spans: list[Span] = []
        for words, marks in lines:
            said = words.rstrip(" ")
            for kind, begin, end, value in marks:
                self.marks.append(_new(Mark, (kind, _new(Span, (start + begin, start + end)), value)))
            end = start + len(said)
            spans.append(_new(Span, (start, end)))
            texts.append(said)
            start = end + 1
        rows = [slice(first, end) for first, end in pairwise((0, *ends))]
        self._append("\n".join(["\t".join(texts[row]) for row in rows]))
        return [spans[row] for row in rows]

    def open(self, kind: MarkKind, value: str = "") -> None:
        """Begin a mark."""
        self._open.append((kind, value))

    def close(self) -> None:
        """End the mark that was begun last."""
        kind, value = self._open.pop()
        if len(self._starts) > len(self._open):
            self._mark(kind, self._starts.pop(), value)

    def note(self, label: str) -> None:
        """Refer to the footnote of that label from here."""

        def place(at: int) -> None:
            marks, note = self.marks, Mark(MarkKind.NOTE, Span(at, at), label)
            place = len(marks)
            while place and marks[place - 1][:2] == note[:2]:
                place -= 1  # they are turned round in the end
            marks.insert(place, note)

        if self.current is None:
            # It is not to make a block of its own.
            self._waiting.append(place)
        else:
            place(self.length)
            self._noted = self.length

    def rule(self) -> None:
        """Draw a rule before the next block."""
        self.end()
        self._rules += bool(self.blocks)

    def anchor(self, name: str) -> None:
        """Name the place of the next text. The first of a name counts."""
        if name not in self._named:
            self._named.add(name)
            self._at_next(lambda at: self.anchors.append((name, at)))

    def page(self, label: str) -> None:
        """Begin a page of the source with the next text."""
        self._at_next(lambda at: self.pages.append((at, label)))

    def end(self) -> None:
        """End the block, if there is one; what is open inside goes on in the next."""
        self._gap = ""
        block = self.current
        if block is None:
            return
        if self._open:
            self._cut_marks()
        if self._breaks:
            self._add_broken(block)
        else:
            # As `_replace` would make it, which takes thrice the time; two thirds of all blocks are paragraphs.
            span = _new(Span, (self._start, self.length))
            self.blocks.append(_new(Block, (block[0], span, *block[2:])))
        self._last_root, self.current = self._root, None

    def end_table(self, block: Block) -> None:
        """End the block as a table with the facts of `block`."""
        if self.current is not None:
            self.current = block
            self.end()

    def finish(self, parser: str, version: int) -> Document:
        """End the last block and put all together. Of two marks over the same text the outer one leads."""
        self.end()
        if self.blocks:
            for act in self._waiting:
                act(self.length)
        marks = self.marks[::-1]  # by their ends descending: each was added where it ends
        marks.sort(key=lambda mark: mark[1][0])
        return Document(
            "".join(self._parts),
            tuple(self.blocks),
            tuple(marks),
            tuple(sorted(self.anchors)),
            tuple(self.pages),
            parser,
            version,
        )

    def written(self) -> WrittenPart:
        """End the last block and answer all that there is; what waits for the next text has the place LATER."""
        self.end()
        for act in self._waiting:
            act(LATER)
        return WrittenPart("".join(self._parts), self.blocks, self.marks, self.anchors, self.pages)

    def take_in(self, part: WrittenPart) -> None:
        """Go on with what another builder has written of plain blocks."""
        self.end()
        if part.blocks:
            self._realise()
            self.current = None
            for act in self._waiting:
                act(self.length)
            self._waiting.clear()
        start = self.length
        self._append(part.text)
        for block in part.blocks:
            self.blocks.append(_moved_block(block, start))
        for kind, (begin, end), value in part.marks:
            self.marks.append(Mark(kind, Span(start + begin, start + end), value))
        self._take_places(part, start)

    def _take_places(self, part: WrittenPart, start: int) -> None:
        for name, at in part.anchors:
            if at == LATER:
                self.anchor(name)
            elif name not in self._named:
                self._named.add(name)
                self.anchors.append((name, start + at))
        for at, label in part.pages:
            if at == LATER:
                self.page(label)
            else:
                self.pages.append((start + at, label))

    def _at_next(self, act: Callable[[int], None]) -> None:
        if self.current is None or self._gap:
            self._waiting.append(act)
        else:
            act(self.length)

    def _place_waiting(self, at: int) -> None:
        for act in self._waiting:
            act(at)
        self._waiting.clear()

    def _put(self, text: str) -> None:
        if self.current is None:
            self._realise()
        elif self._gap and self.length != self._cell:
            self._parts.append(self._gap)
            self.length += len(self._gap)
            if self._gap == "\n":
                self._breaks.append(self.length)
        self._gap = ""
        if self._waiting:
            self._place_waiting(self.length)
        if len(self._starts) < len(self._open):
            self._starts += [self.length] * (len(self._open) - len(self._starts))
        self._append(text)

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)
        if self.length > TEXT_LIMIT:
            raise NotParsed(_TOO_LONG)

    def _realise(self) -> None:
        block = self.next
        if self.blocks:
            together = block.kind is BlockKind.ITEM and self._root is not None and self._root is self._last_root
            separator = "\n" if together and not self._rules else "\n\n"
            self._parts.append(separator)
            self.length += len(separator)
        if self._rules:
            here = Span(self.length, self.length)
            self.blocks.extend([Block(BlockKind.RULE, here, quote=block.quote)] * self._rules)
            self._rules = 0
        self.current, self._start = block, self.length

    def _begin_again(self) -> None:
        if self.current is not None:
            kind = BlockKind.PARAGRAPH if self.current.kind is BlockKind.ITEM else self.current.kind
            self.begin(self.current._replace(kind=kind, ordered=False, number=0, checked=None), self._root)

    def _add_broken(self, block: Block) -> None:
        """Add the finished block whose lines are broken: as verse, or as a block a line where they are long."""
        start = self._start
        edges = [start, *self._breaks, self.length + 1]
        self._breaks = []
        if block.kind not in _MAY_BREAK:
            self.blocks.append(block._replace(span=Span(start, self.length)))
        elif max(after - before for before, after in pairwise(edges)) <= VERSE_LINE:
            self.blocks.append(Block(BlockKind.VERSE, Span(start, self.length), *block[2:]))
        else:
            self.blocks.extend(Block(block.kind, Span(line, end - 1), *block[2:]) for line, end in pairwise(edges))
            self._part_marks(edges)

    def _part_marks(self, edges: list[int]) -> None:
        """Let the marks of a block that has become several be of one each."""
        at = len(self.marks)
        while at and self.marks[at - 1].span.end >= edges[0]:
            at -= 1
        marks, self.marks = self.marks[at:], self.marks[:at]
        for mark in marks:
            start, end = mark.span
            line = bisect_right(edges, start)
            while line < len(edges) and end >= edges[line]:
                if start < edges[line] - 1:
                    self.marks.append(mark._replace(span=Span(start, edges[line] - 1)))
                start, line = edges[line], line + 1
            if start < end or mark.kind is MarkKind.NOTE:
                self.marks.append(mark._replace(span=Span(start, end)))

    def _mark_in_line(self, marks: Sequence[InLine], start: int) -> None:
        self.marks += [
            _new(Mark, (kind, _new(Span, (start + begin, start + end)), value)) for kind, begin, end, value in marks
        ]

    def _cut_marks(self) -> None:
        """End what is open; it goes on, as other marks, with the next text."""
        for (kind, value), start in zip(self._open, self._starts, strict=False):
            self._mark(kind, start, value)
        self._starts.clear()

    def _mark(self, kind: MarkKind, start: int, value: str) -> None:
        """Mark the text from there to here, if there is any."""
        if self.keeps_lines and self.current is not None and self.current.kind is BlockKind.VERSE:
            start, end = self._without_blanks(start)
            if start < end:
                self.marks.append(Mark(kind, Span(start, end), value))
        elif start < self.length:
            span = _new(Span, (start, self.length))
            self.marks.append(_new(Mark, (kind, span, value)))

    def _without_blanks(self, start: int) -> tuple[int, int]:
        """Where the words begin and end from there to here: in verse, blanks at either end of a mark are as written."""
        length = self.length - start
        pieces: list[str] = []
        for part in reversed(self._parts):
            if length <= 0:
                break
            pieces.append(part[-length:])
            length -= len(part)
        said = "".join(reversed(pieces))
        bare = said.lstrip(" ")
        return self.length - len(bare), self.length - len(bare) + len(bare.rstrip(" "))


def _moved_block(block: Block, by: int) -> Block:
    kind, (start, end), *_ = block
    span = tuple.__new__(Span, (start + by, end + by))
    moved = tuple.__new__(Block, (kind, span, *block[2:]))
    if block.rows:
        return moved._replace(rows=tuple(tuple(Span(by + one, by + other) for one, other in row) for row in block.rows))
    return moved


def collapsed(text: str) -> str:
    """Make each run of HTML's white space one blank. A pattern for all of it takes thrice the time."""
    if len(text) < SHORT and text.isprintable() and "  " not in text:
        return text
    if not text.isascii() or "\r" in text or "\0" in text:
        text = whole(text)
        if "\n" in text and max(map(_LAST, filter(None, text.split("\n"))), default="") >= _WIDE[0]:
            text = _BREAK_WITHIN.sub("", text)
    for other in "\n\t\f":
        if other in text:
            text = text.replace(other, " ")
    return _BLANKS.sub(" ", text) if text.rfind("  ") >= 0 else text  # from its end it takes a quarter less
