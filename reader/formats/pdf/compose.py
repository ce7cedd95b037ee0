"""The paragraphs of a PDF become a document: here headings and items are told, and where pages begin."""

from __future__ import annotations

from array import array
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.decode import whole
from reader.domain.document import Block, BlockKind, Mark, MarkKind
from reader.domain.medians import median
from reader.domain.patterns import deferred
from reader.domain.span import Span
from reader.formats.beside import ALONE
from reader.formats.builder import Builder, WrittenPart
from reader.formats.pdf.hyperlinks import Linked
from reader.formats.pdf.joining import between_lines, ends_with_hyphen, words_in
from reader.formats.pdf.paragraphs import BOXES, ITEM, has_leaders

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence, Set

    from reader.domain.document import Document
    from reader.formats.beside import Dialogue
    from reader.formats.pdf.footnotes import Footnote
    from reader.formats.pdf.paragraphs import PdfParagraph
    from reader.formats.pdf.seam import Half
    from reader.formats.pdf.segments import Segment
    from reader.formats.pdf.table_rows import Table

LARGER = 1.12
"""Times the size of the text from which on a line is a heading."""
LONGEST_HEADING = 200
"""Characters of a heading at most; more in large letters is a summary."""

_NUMBER = deferred(r"\d{1,3}|[IVXLC]+")
_SIGN = deferred(r"§*\s*(?:\d{1,3}|[IVXLC]+|[A-Z]|[\u3041-\u9fff])[.:)]?")
"""What may stand alone above a part: a number, a letter of a glossary, a word of one sign."""
_LABEL = deferred(r"(?:[^\W\d_]+\.?\s+)?(?:\d{1,3}|[IVXLC]+)\.?|(?:\d{1,3}|[IVXLC]+)\.?\s+[^\W\d_]+")
"""“Chapter 3”, “Teil II”, “3. Kapitel”."""
_NOWHERE = Span(0, 0)
_KINDS = tuple(BlockKind)
_PLAIN = Block(BlockKind.PARAGRAPH, _NOWHERE)
_LINKS = attrgetter("links")


class Wording(NamedTuple):
    """A `Wording` is what is known of a document's lines, or of a part of them: their words, where their links lead,
    whether the file says where a blank ends a line (one that never does says nothing about words either), in which
    sizes headings are set, and which notes there are, by their pages and signs.
    """

    words: set[str]
    targets: set[str]
    open_ends: bool
    sizes: set[int]
    notes: set[tuple[int, str]]


def compose(half: Half, body: float, labels: Sequence[str], version: int, dialogue: Dialogue = ALONE) -> Document:
    """Compose the document; of two halves who has the first one does, and gets what the other has made of its own.

    `labels` are what the pages are called.
    """
    lines = [line for paragraph in half.paragraphs for line in paragraph.lines]
    texts = [line.text for line in lines]
    # Which words there are is asked only where one may be broken at a line's end.
    broken = any(dialogue.share(any(map(ends_with_hyphen, texts))))
    words_here = words_in(texts, broken=half.broken) if broken else set()
    known = [Wording._make(one) for one in dialogue.share(tuple(_wording(half, lines, body, words_here)))]
    words: set[str] = set().union(*(one.words for one in known))
    targets: set[str] = set().union(*(one.targets for one in known))
    sizes = sorted(map(float, set[int]().union(*(one.sizes for one in known))), reverse=True)
    open_ends = any(one.open_ends for one in known)
    noted: set[tuple[int, str]] = set().union(*(one.notes for one in known))
    writer = _Writer(labels, words, targets, half.page, open_ends=open_ends, noted=noted)
    levels = [_level(paragraph, body, sizes) for paragraph in half.text]
    for (one, level), (other, title) in pairwise(zip(half.text, levels, strict=True)):
        writer.write(one, title if level > title > 0 and _is_label(one, other) else level)
    for one, level in zip(half.text[-1:], levels[-1:], strict=True):
        writer.write(one, level)
    notes = _Writer(labels, words, targets, open_ends=open_ends) if dialogue.follows else writer
    if dialogue.follows:
        dialogue.say(_packed(writer.builder.written()))
    elif dialogue.leads:
        writer.builder.take_in(_unpacked(dialogue.hear()))
    for note in half.notes:
        notes.write_note(note)
    if dialogue.follows:
        dialogue.say(_packed(notes.builder.written()))
    elif dialogue.leads:
        writer.builder.take_in(_unpacked(dialogue.hear()))
    return writer.builder.finish("pdf", version)


def _wording(half: Half, lines: Sequence[Segment], body: float, words: set[str]) -> Wording:
    return Wording(
        words,
        {link.target for links in map(_LINKS, lines) if links for link in links},
        any("\u3130" < line.text[-1:] < "\ud7a4" for line in lines if line.open_end),
        _heading_sizes(half.paragraphs, body),
        {(note.paragraph.page, note.sign or str(note.number)) for note in half.notes},
    )


def _packed(written: WrittenPart) -> tuple[Any, ...]:
    """As it is told to the other process: kinds, places and what else there is of blocks, each together."""
    text, blocks, marks, anchors, pages = written
    starts, ends = array("I", [one.span[0] for one in blocks]), array("I", [one.span[1] for one in blocks])
    kinds = bytes([_KINDS.index(block.kind) for block in blocks])
    rest = [block[2:] if not block.rows else block._replace(rows=_plain(block.rows))[2:] for block in blocks]
    plain = [(kind.value, *span, value) for kind, span, value in marks]
    return text.encode(), kinds, starts.tobytes(), ends.tobytes(), rest, plain, anchors, pages


def _unpacked(packed: tuple[Any, ...]) -> WrittenPart:
    text, kinds, starts, ends, rest, marks, anchors, pages = packed
    spans = zip(array("I", starts), array("I", ends), strict=True)
    blocks = [
        tuple.__new__(Block, (_KINDS[kind], span, *more)) for kind, span, more in zip(kinds, spans, rest, strict=True)
    ]
    found = [Mark(MarkKind(kind), Span(start, end), value) for kind, start, end, value in marks]
    return WrittenPart(text.decode(), blocks, found, anchors, pages)


def _plain(rows: Sequence[Sequence[Span]]) -> Any:
    return tuple(tuple(tuple(cell) for cell in row) for row in rows)


class _Writer:
    """Paragraphs into blocks."""

    def __init__(
        self,
        labels: Sequence[str],
        words: Set[str],
        targets: Set[str],
        page: int = -1,
        *,
        open_ends: bool,
        noted: Set[tuple[int, str]] = frozenset(),
    ) -> None:
        self.builder = Builder()
        self._labels = labels
        self._words = words
        self._open_ends = open_ends
        self._targets = targets
        self._page = page
        """The page on which the text ended that was written last."""
        self._noted = noted
        self._here = page
        """The page of what is being written."""

    def write(self, paragraph: PdfParagraph, level: int) -> None:
        """Add a block."""
        if paragraph.page != self._page:
            self.builder.end()
            self.builder.page(self._labels[paragraph.page])
            self._anchor(paragraph.page)
        self._here, self._page = paragraph.page, paragraph.last_page
        if paragraph.table is not None:
            self._table(paragraph.table)
        elif paragraph.code:
            self._code(paragraph)
        elif paragraph.verse and not level:
            self.builder.begin(Block(BlockKind.VERSE, _NOWHERE))
            self.builder.verbatim("\n".join(whole(line.text) for line in paragraph.lines))
        else:
            item = None if level else ITEM.match(paragraph.lines[0].text)
            self.builder.begin(_block(paragraph, level, item))
            self._put(paragraph, item.end() if item is not None else 0)

    def write_note(self, note: Footnote) -> None:
        """Add a footnote."""
        label = self._label(note.paragraph.page, note.sign or str(note.number))
        self._here = -1
        self.builder.begin(Block(BlockKind.FOOTNOTE, _NOWHERE, number=note.number, label=label, sign=note.sign))
        self.builder.anchor(f"note-{label}")
        self._put(note.paragraph, note.head)

    def _label(self, page: int, sign: str) -> str:
        return f"{self._labels[page]}-{sign}"

    def _put(self, paragraph: PdfParagraph, mark: int) -> None:
        """Put the paragraph's text without so many characters at its head, a bullet or a number."""
        plain = "" if paragraph.breaks else _plain_text(paragraph.lines, mark)
        if plain:
            self.builder.text(plain)
            return
        breaks = dict(paragraph.breaks)
        text = ""
        links: list[Linked] = []
        open_end = True
        for index, line in enumerate(paragraph.lines):
            head = 0 if index else mark
            piece = line.text[head:]
            if not (piece.isascii() and piece.isprintable()):
                piece = whole(piece)
            text = between_lines(text, piece, self._words, open_end=open_end) if text else ""
            if index in breaks:
                self._flow(text, links)
                self._here = breaks[index]
                self.builder.page(self._labels[self._here])
                self._anchor(self._here)
                text, links = "", []
            if line.links:
                links += [link.moved(len(text) - head) for link in line.links]
            text += piece
            open_end = line.open_end or not self._open_ends
        self._flow(text, links)

    def _flow(self, text: str, links: Sequence[Linked]) -> None:
        """Add text with the links in it; one that runs over two lines is one. One that is the sign of a note on its
        page, and leads to some page only, leads to that.
        """
        at = 0
        for link in _joined_links(text, links):
            self.builder.text(text[at : link.start])
            sign = text[link.start : link.end].strip("[](){} \xa0")
            noted = link.target.startswith("#") and (self._here, sign) in self._noted
            target = f"#note-{self._label(self._here, sign)}" if noted else link.target
            self.builder.open(MarkKind.LINK, target)
            self.builder.text(text[link.start : link.end])
            self.builder.close()
            at = link.end
        self.builder.text(text[at:])

    def _anchor(self, page: int) -> None:
        name = f"page-{page + 1}"
        if f"#{name}" in self._targets:
            self.builder.anchor(name)

    def _code(self, paragraph: PdfParagraph) -> None:
        """Lines of code, set in as far as they stand to the right of the leftmost."""
        lines = paragraph.lines
        width = max(0.1, median((line.right - line.left) / len(line.text) for line in lines))
        left = min(line.left for line in lines)
        leading = min((above.y - below.y for above, below in pairwise(lines) if above.y > below.y), default=0.0)
        text = ""
        for index, line in enumerate(lines):
            if index:
                text += "\n\n" if leading and lines[index - 1].y - line.y > 1.6 * leading else "\n"
            text += " " * round((line.left - left) / width) + whole(line.text)
        self.builder.begin(Block(BlockKind.CODE, _NOWHERE))
        self.builder.verbatim(text)

    def _table(self, table: Table) -> None:
        builder = self.builder
        builder.begin(Block(BlockKind.TABLE, _NOWHERE))
        rows: list[tuple[Span, ...]] = []
        for row in table.rows:
            cells = []
            for column, cell in enumerate(row):
                start = builder.cell("\t" if column else "\n" if rows else "")
                if cell is not None:
                    self._flow(whole(cell.text), cell.links)
                cells.append(Span(start, builder.length))
            rows.append(tuple(cells))
        first = [cell for cell in table.rows[0] if cell is not None]
        below = [cell for row in table.rows[1:] for cell in row if cell is not None]
        header = int(all(cell.bold for cell in first) and not all(cell.bold for cell in below))
        builder.end_table(Block(BlockKind.TABLE, _NOWHERE, rows=tuple(rows), header=header, aligns=_aligns(table)))


def _plain_text(lines: Sequence[Segment], head: int) -> str:
    """The text of lines of which each but the last is followed by a blank, as nearly all are; empty for others."""
    texts = [line.text for line in lines]
    texts[0] = texts[0][head:]
    joined = "\n".join(texts)
    plain = joined.isascii() and joined.count("\n") < len(texts) and "\r" not in joined and "\0" not in joined
    tight = "-\n" in joined or "/\n" in joined
    return joined.replace("\n", " ") if plain and not tight and all(texts) and not any(map(_LINKS, lines)) else ""


def _joined_links(text: str, links: Sequence[Linked]) -> list[Linked]:
    found: list[Linked] = []
    for link in links:
        start, end = max(link.start, 0), min(link.end, len(text))
        last = found[-1] if found else None
        if last is not None and start <= last.end + 1 and last.target == link.target:
            found[-1] = last._replace(end=max(last.end, end))
        elif start < end and (last is None or start >= last.end):
            found.append(Linked(start, end, link.target))
    return found


def _aligns(table: Table) -> tuple[str, ...]:
    """On which side the cells of each column stand in line."""
    aligns = []
    for column in zip(*table.rows, strict=True):
        cells = [cell for cell in column if cell is not None]
        lefts, rights = [cell.left for cell in cells], [cell.right for cell in cells]
        ragged = max(lefts, default=0) - min(lefts, default=0) > 4
        aligns.append("right" if ragged and max(rights, default=0) - min(rights, default=0) < 2 else "")
    return tuple(aligns)


def _block(paragraph: PdfParagraph, level: int, match: re.Match[str] | None) -> Block:
    if level:
        return Block(BlockKind.HEADING, _NOWHERE, level)
    if match is None and not paragraph.depth:
        return _PLAIN
    if match is None or (paragraph.lines[0].text[0] in "—*-–" and len(paragraph.lines[0].text) < 4):
        return Block(BlockKind.PARAGRAPH, _NOWHERE, depth=paragraph.depth)
    return Block(
        BlockKind.ITEM,
        _NOWHERE,
        depth=max(1, paragraph.depth),
        ordered=bool(match[1]),
        number=int(match[1] or 0),
        checked=BOXES.get(paragraph.lines[0].text[0]),
    )


def _heading_sizes(paragraphs: Sequence[PdfParagraph], body: float) -> set[int]:
    """The sizes of headings."""
    return {
        round(one.size) for one in paragraphs
        if one.size > LARGER * body and _is_short(one) and not one.code and one.table is None and not one.lines[0].turn
    }  # fmt: skip


def _level(paragraph: PdfParagraph, body: float, sizes: Sequence[float]) -> int:
    """The level of a heading; 0 for what is none."""
    if paragraph.level:
        return paragraph.level
    if not _is_short(paragraph) or paragraph.code or paragraph.table is not None or paragraph.lines[0].turn:
        return 0
    text = " ".join(line.text for line in paragraph.lines)
    item = ITEM.match(text)
    if has_leaders(text) or (item is not None and not item[1] and item.end() < len(text)):
        return 0
    if paragraph.size > LARGER * body and round(paragraph.size) in sizes:
        return min(6, sizes.index(round(paragraph.size)) + 1)
    worded = sum(map(str.isalpha, text)) > 1 or _NUMBER.fullmatch(text) is not None
    bold = (
        worded
        and not text.startswith("-")
        and paragraph.bold
        and len(paragraph.lines) <= 2
        and paragraph.size >= 0.97 * body
    )
    return min(6, len(sizes) + 1) if bold and not text.endswith((".", ",", ";", ":")) and len(text) < 100 else 0


def _is_label(paragraph: PdfParagraph, title: PdfParagraph) -> bool:
    """Whether a heading is the number of the one below it, set smaller, and so no part of what is above."""
    text = paragraph.lines[0].text
    beside = len(paragraph.lines) == 1 and paragraph.page == title.page and bool(title.lines) and title.table is None
    return beside and _LABEL.fullmatch(text) is not None


def _is_short(paragraph: PdfParagraph) -> bool:
    """Whether it may be a heading. A number alone, a part's or a chapter's, is one if it is large."""
    if sum(len(line.text) for line in paragraph.lines) > LONGEST_HEADING:
        return False
    text = "".join(line.text for line in paragraph.lines)
    if sum(map(str.isalpha, text)) > 1:
        # Letters by themselves, two or three, are of a formula; of more a title is spaced out.
        return not 1 < len(pieces := text.split()) < 4 or max(map(len, pieces)) > 1
    return _SIGN.fullmatch(text) is not None
