"""Paragraphs of a PDF into a document: which are headings, items and footnotes, and where pages begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.decode import whole
from reader.domain.document import Block, BlockKind
from reader.domain.span import Span
from reader.formats.builder import Builder
from reader.formats.pdf.joining import joined, words_in
from reader.formats.pdf.paragraphs import ITEM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from reader.domain.document import Document
    from reader.formats.pdf.paragraphs import Paragraph

LARGER = 1.12
"""Times the size of the text from which on a line is a heading."""
SMALLER = 0.92
"""Times the size of the text up to which a note at the foot of a page is set."""
LONGEST_HEADING = 200
"""Characters of a heading at most; more in large letters is a summary."""

_NOTE = re.compile(r"^(\d{1,3}|[*†‡§])\s?(?=\S)")
_WORD = re.compile(r"[^\W_]+")
_NOWHERE = Span(0, 0)


def compose(
    paragraphs: Sequence[Paragraph], body: float, labels: Sequence[str], outline: Mapping[str, int], version: int
) -> Document:
    """The document. `outline` holds the headings that the PDF lists itself, with their levels."""
    words = words_in(line.text for paragraph in paragraphs for line in paragraph.lines)
    sizes = _heading_sizes(paragraphs, body)
    builder = Builder()
    notes: list[tuple[int, Paragraph]] = []
    page = -1
    for paragraph in paragraphs:
        note = _NOTE.match(paragraph.lines[0].text) if paragraph.size <= SMALLER * body else None
        if note is not None:
            notes.append((int(note[1]) if note[1].isdigit() else 0, paragraph))
            continue
        if paragraph.page != page:
            builder.end()
            builder.page(labels[paragraph.page])
        level = _level(paragraph, body, sizes, outline)
        builder.begin(_block(paragraph, level))
        _put(builder, paragraph, labels, words, None if level else ITEM)
        page = paragraph.last_page
    for number, paragraph in notes:
        builder.begin(Block(BlockKind.FOOTNOTE, _NOWHERE, number=number, label=f"{labels[paragraph.page]}-{number}"))
        _put(builder, paragraph, labels, words, _NOTE)
    return builder.finish("pdf", version)


def _block(paragraph: Paragraph, level: int) -> Block:
    if level:
        return Block(BlockKind.HEADING, _NOWHERE, level)
    match = ITEM.match(paragraph.lines[0].text)
    if match is None or (paragraph.lines[0].text[0] in "—*-–" and len(paragraph.lines[0].text) < 4):
        return Block(BlockKind.PARAGRAPH, _NOWHERE)
    return Block(BlockKind.ITEM, _NOWHERE, depth=1, ordered=bool(match[1]), number=int(match[1] or 0))


def _put(
    builder: Builder,
    paragraph: Paragraph,
    labels: Sequence[str],
    words: Set[str],
    mark: re.Pattern[str] | None,
) -> None:
    """The paragraph's text, without the bullet or number at its head, which `mark` finds."""
    breaks = dict(paragraph.breaks)
    text = ""
    for index, line in enumerate(paragraph.lines):
        piece = whole(line.text)
        if index == 0 and mark is not None:
            piece = mark.sub("", piece, count=1)
        text = joined(text, piece, words) if text else ""
        if index in breaks:
            builder.text(text)
            builder.page(labels[breaks[index]])
            text = ""
        text += piece
    builder.text(text)


def _heading_sizes(paragraphs: Sequence[Paragraph], body: float) -> list[float]:
    """The sizes of headings, largest first."""
    sizes = {round(one.size) for one in paragraphs if one.size > LARGER * body and _is_short(one)}
    return sorted(map(float, sizes), reverse=True)


def _level(paragraph: Paragraph, body: float, sizes: Sequence[float], outline: Mapping[str, int]) -> int:
    """The level of a heading; 0 for what is none."""
    if not _is_short(paragraph):
        return 0
    text = " ".join(line.text for line in paragraph.lines)
    listed = outline.get(words_of(text))
    if listed is not None:
        return min(6, listed)
    if paragraph.size > LARGER * body and round(paragraph.size) in sizes:
        return min(6, sizes.index(round(paragraph.size)) + 1)
    bold = paragraph.bold and len(paragraph.lines) <= 2 and paragraph.size >= 0.97 * body
    return min(6, len(sizes) + 1) if bold and not text.endswith((".", ",", ";", ":")) and len(text) < 100 else 0


def _is_short(paragraph: Paragraph) -> bool:
    if sum(len(line.text) for line in paragraph.lines) > LONGEST_HEADING:
        return False
    return sum(character.isalpha() for line in paragraph.lines for character in line.text) > 1


def words_of(title: str) -> str:
    """A title as its words, by which the outline and the text agree."""
    return " ".join(_WORD.findall(title.casefold()))
