"""Where two halves of a document meet, paragraphs and notes go on from the one into the other.

The first half hands its last paragraphs on, and its last note: from there on they are the second's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from reader.formats.beside import ALONE
from reader.formats.pdf.footnotes import Footnote, part_notes
from reader.formats.pdf.joining import is_broken
from reader.formats.pdf.paragraphs import REACH, PdfParagraph, join_over_pages
from reader.formats.pdf.segments import pack_segments, unpack_segments
from reader.formats.pdf.table_rows import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.formats.beside import Dialogue
    from reader.formats.pdf.segments import Segment


class Half(NamedTuple):
    """A `Half` is the paragraphs of a document, or of one half of it: all of them, then its text and its notes.

    `broken` says whether the line in front of it ends within a word, `page` on which page the text in front of it
    ends: -1 where there is none.
    """

    paragraphs: Sequence[PdfParagraph]
    text: Sequence[PdfParagraph]
    notes: Sequence[Footnote]
    broken: bool = False
    page: int = -1


class _Handed(NamedTuple):
    """What the first half hands on: its last paragraphs, which of them are text, whether the last title may be that of
    a list in small type; its last note; and what `Half` says of what is in front.
    """

    paragraphs: list[PdfParagraph]
    are_text: list[bool]
    titled: bool
    notes: list[Footnote]
    broken: bool
    page: int


_NOTHING = _Handed([], [], False, [], False, -1)


def join(found: Iterable[PdfParagraph], body: float, dialogue: Dialogue = ALONE) -> Half:
    """Join the paragraphs that pages and columns only interrupt, and part the notes from them."""
    if dialogue.follows:
        found = list(found)  # before it is waited for the other half
    handed = _unpacked(dialogue.hear()) if dialogue.follows else _NOTHING
    paragraphs = join_over_pages(found, body, handed.paragraphs)
    parted = part_notes(paragraphs, body, len(handed.paragraphs), handed.notes, titled=handed.titled)
    if dialogue.leads:
        last = paragraphs[-REACH:]
        are_text = [any(one is other for other in parted.text[-REACH:]) for one in last]
        paragraphs = paragraphs[: len(paragraphs) - len(last)]
        text = parted.text[: len(parted.text) - sum(are_text)]
        broken = bool(paragraphs) and is_broken(paragraphs[-1].lines[-1].text)
        page = text[-1].last_page if text else -1
        dialogue.say(_packed(_Handed(last, are_text, parted.titled, parted.notes[-1:], broken, page)))
        return Half(paragraphs, text, parted.notes[:-1])
    before = [one for one, is_text in zip(handed.paragraphs, handed.are_text, strict=True) if is_text]
    return Half(paragraphs, [*before, *parted.text], parted.notes, handed.broken, handed.page)


def _packed(handed: _Handed) -> tuple[Any, ...]:
    paragraphs = [_pack_paragraph(one) for one in handed.paragraphs]
    notes = [(*one[:-1], _pack_paragraph(one.paragraph)) for one in handed.notes]
    return tuple(handed._replace(paragraphs=paragraphs, notes=notes))  # type: ignore[arg-type]


def _unpacked(packed: tuple[Any, ...]) -> _Handed:
    handed = _Handed._make(packed)
    paragraphs = [_unpack_paragraph(one) for one in packed[0]]
    notes = [Footnote(number, sign, head, _unpack_paragraph(one)) for number, sign, head, one in packed[3]]
    return handed._replace(paragraphs=paragraphs, notes=notes)


def _pack_paragraph(one: PdfParagraph) -> tuple[Any, ...]:
    table = None if one.table is None else [_pack_row(row) for row in one.table.rows]
    return pack_segments(one.lines), one.page, one.level, table, one.code, one.depth, one.breaks, one.verse


def _unpack_paragraph(packed: tuple[Any, ...]) -> PdfParagraph:
    lines, page, level, rows, code, depth, breaks, verse = packed
    table = None if rows is None else Table([_unpack_row(row) for row in rows])
    paragraph = PdfParagraph(unpack_segments(lines), page, level, table, code=code, depth=depth)
    paragraph.breaks, paragraph.verse = breaks, verse
    return paragraph


def _pack_row(row: Sequence[Segment | None]) -> list[Any]:
    return [None if cell is None else pack_segments([cell])[0] for cell in row]


def _unpack_row(row: Sequence[Any]) -> list[Segment | None]:
    return [None if cell is None else unpack_segments([cell])[0] for cell in row]
