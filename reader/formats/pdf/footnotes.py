"""Notes at the foot of a PDF's pages are told from other small type: below the text, each begins with a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred
from reader.formats.pdf.paragraphs import PdfParagraph, ends_sentence

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from reader.formats.pdf.segments import Segment

SMALLER = 0.92
"""Times the size of the text up to which a note is set."""
WORDS = 3
"""Letters from which on small type may be one, where a number alone labels a figure."""

_QUOTED = "[\"'“‘«„(\\[「『]*"
_NOTE = deferred(
    r"(?:(?P<number>\d{1,3})(?:(?P<bracket>\))\s*|[.:]\s*|\s+|(?=[\"'“‘«„(「『]|[A-ZÀ-ÞΑ-ΩА-Я][^\W\d_]|[\u0590-\u08ff\u0e00-\u0eff\u2e80-\uffef]))"
    rf"|(?P<sign>[*†‡§¶‖#]{{1,4}})\s*)(?=(?(bracket)\S|{_QUOTED}[^\W\d_]))"
)
"""The sign at the head of a note, and what may stand behind it; `10.5`, `95 %` and `3D` are none."""


class Footnote(NamedTuple):
    """A `Footnote` has its number, or 0; the sign that it has instead; and what it says, behind a sign of so many
    characters.
    """

    number: int
    sign: str
    head: int
    paragraph: PdfParagraph


class TextAndNotes(NamedTuple):
    """`TextAndNotes` are paragraphs without the notes among them, the notes, and whether the last title may be that of
    a list in small type.
    """

    text: list[PdfParagraph]
    notes: list[Footnote]
    titled: bool


def part_notes(
    paragraphs: Sequence[PdfParagraph],
    body: float,
    done: int = 0,
    before: Iterable[Footnote] = (),
    *,
    titled: bool = False,
) -> TextAndNotes:
    """Part the notes from the paragraphs. `body` is the size of the text.

    Behind others, the first `done` have been parted already; `before` are the last notes of those, one of which may go
    on, and `titled` what was found of them.
    """
    notes = list(before)
    small = [_may_be_note(paragraph, body) for paragraph in paragraphs[done:]]
    if not any(small):
        text = list(paragraphs[done:])
        return TextAndNotes(text, notes, _is_title(text[-1], body) if text else titled)
    feet = _Feet(paragraphs, body)
    text = []
    for paragraph, note in zip(paragraphs[done:], small, strict=True):
        if not note or titled or not feet.hold(paragraph):
            # What follows a title in small type is a list of works, say, and no notes.
            titled = (titled and note) or _is_title(paragraph, body)
            text.append(paragraph)
            continue
        found = list(_notes(paragraph))
        if found:
            notes += found
        elif notes and _goes_on(notes[-1].paragraph, paragraph):
            notes[-1].paragraph.lines.extend(paragraph.lines)
        else:
            text.append(paragraph)
    return TextAndNotes(text, notes, titled)


def _may_be_note(paragraph: PdfParagraph, body: float) -> bool:
    other = paragraph.code or paragraph.table is not None or paragraph.level or paragraph.lines[0].turn
    return not other and paragraph.size <= SMALLER * body


def _is_title(paragraph: PdfParagraph, body: float) -> bool:
    return bool(paragraph.level) or (paragraph.table is None and (paragraph.bold or paragraph.size > body / SMALLER))


class _Feet:
    """Where on each page there is text in the usual size, and so where its foot begins."""

    def __init__(self, paragraphs: Sequence[PdfParagraph], body: float) -> None:
        self._lines: dict[int, list[Segment]] = {}
        for paragraph in paragraphs:
            if paragraph.size > SMALLER * body and not paragraph.lines[0].turn:
                for page, line in paragraph.placed():
                    self._lines.setdefault(page, []).append(line)

    def hold(self, paragraph: PdfParagraph) -> bool:
        """Whether it stands below all text of its column, of which there is some."""
        first, last = paragraph.lines[0], paragraph.lines[-1]
        left, right = min(line.left for line in paragraph.lines), max(line.right for line in paragraph.lines)
        column = [line for line in self._lines.get(paragraph.page, ()) if line.left < right and line.right > left]
        return any(line.y > first.y for line in column) and not any(line.y < last.y for line in column)


def _notes(paragraph: PdfParagraph) -> Iterator[Footnote]:
    """The notes of a paragraph: where they follow each other closely, each begins with the next number."""
    match = _NOTE.match(paragraph.lines[0].text)
    if match is None or sum(map(str.isalpha, "".join(line.text for line in paragraph.lines))) < WORDS:
        return
    begun = 0
    for index, line in enumerate(paragraph.lines):
        after = _NOTE.match(line.text) if index else None
        if after is not None and _follows(after, match):
            yield _footnote(match, paragraph, begun, index)
            begun, match = index, after
    yield _footnote(match, paragraph, begun, len(paragraph.lines))


def _follows(after: re.Match[str], match: re.Match[str]) -> bool:
    number, sign = match["number"], match["sign"]
    if number:
        return after["number"] is not None and int(after["number"]) == int(number) + 1
    return after["sign"] != sign  # thanks to somebody stand before the first numbered note


def _footnote(match: re.Match[str], paragraph: PdfParagraph, begin: int, end: int) -> Footnote:
    part = PdfParagraph(paragraph.lines[begin:end], paragraph.page)
    return Footnote(int(match["number"] or 0), match["sign"] or "", match.end(), part)


def _goes_on(note: PdfParagraph, paragraph: PdfParagraph) -> bool:
    """Whether small type at the foot of the next column, or page, is the rest of a note."""
    line, last = paragraph.lines[0], note.lines[-1]
    elsewhere = paragraph.page == note.page + 1 or (paragraph.page == note.page and line.left > last.right)
    return elsewhere and abs(line.size - last.size) < 0.06 * last.size and not ends_sentence(last.text)
