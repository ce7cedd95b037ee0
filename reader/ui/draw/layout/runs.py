"""A stretch of a block consists of runs before it is wrapped: slices with their looks, and furniture within them."""

from __future__ import annotations

from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind, MarkKind
from reader.ui.draw.layout.rows import Fragment, Look

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.domain.document import Document, Mark
    from reader.domain.span import Span

LOOKS: Mapping[MarkKind, Look] = MappingProxyType(
    {
        MarkKind.EMPHASIS: Look.EMPHASIS,
        MarkKind.STRONG: Look.STRONG,
        MarkKind.CODE: Look.CODE,
        MarkKind.STRIKE: Look.STRIKE,
        MarkKind.LINK: Look.LINK,
        MarkKind.SUP: Look.SUP,
        MarkKind.SUB: Look.SUB,
    }
)
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def runs(document: Document, span: Span, look: Look = Look.PLAIN) -> list[Fragment]:
    """Cut the text of `span`, which lies in one block, where its marks begin and end; not measured yet."""
    marks = document.marks_in(span) if document.marks else []
    if not marks:
        return [Fragment(span.start, span.end, look)]
    cuts = {span.start, span.end}
    for mark in marks:
        cuts.update((max(mark.span.start, span.start), min(mark.span.end, span.end)))
    found: list[Fragment] = []
    waiting = marks[::-1]
    open_marks: list[Mark] = []
    for start, end in pairwise([*sorted(cuts), span.end]):
        while waiting and waiting[-1].span.start <= start:
            mark = waiting.pop()
            if mark.kind is MarkKind.NOTE:
                marker = note_marker(document, mark.value)
                if found and found[-1].start == found[-1].end == start and marker[:1] not in "[":
                    marker = f",{marker}"  # ¹,² and not ¹²
                found.append(Fragment(start, start, look | Look.NOTE, marker))
            else:
                open_marks.append(mark)
        open_marks = [mark for mark in open_marks if mark.span.end > start]
        if start < end:
            worn = look
            for mark in open_marks:
                worn |= LOOKS[mark.kind]
            found.append(Fragment(start, end, worn))
    return found or [Fragment(span.start, span.end, look)]


def note_marker(document: Document, label: str) -> str:
    """Return what refers to the footnote of that label: its number, raised; the label where there is no such
    footnote.
    """
    for index in range(len(document.blocks) - 1, -1, -1):
        block = document.blocks[index]
        if block.kind is not BlockKind.FOOTNOTE:
            break  # footnotes stand at the end
        if block.label == label and block.number:
            return raise_sign(block.sign or str(block.number))
    return raise_sign(label) if label.isdecimal() else f"[{label}]"


def raise_sign(sign: str) -> str:
    """Raise a footnote's sign: figures are raised, letters stand in brackets, stars and daggers as they are."""
    if sign.isdecimal():
        return sign.translate(SUPERSCRIPTS)
    return f"[{sign}]" if any(letter.isalnum() for letter in sign) else sign
