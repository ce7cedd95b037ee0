"""A document is written as HTML: what parsers made of a source can be looked at in a browser or by a program."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind, MarkKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reader.domain.document import Block, Document, Mark, Metadata
    from reader.domain.span import Span

ELEMENTS = {
    MarkKind.EMPHASIS: "em",
    MarkKind.STRONG: "strong",
    MarkKind.CODE: "code",
    MarkKind.STRIKE: "s",
    MarkKind.SUP: "sup",
    MarkKind.SUB: "sub",
}
SAFE_LINKS = ("http://", "https://", "mailto:", "#")
"""Other targets are told in a title, and cannot be followed."""


def html(document: Document, metadata: Metadata) -> Iterator[str]:
    """Yield a whole page, in pieces. Nothing in it runs, and nothing is loaded."""
    language = f' lang="{escape(metadata.language)}"' if metadata.language else ""
    yield f'<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n'
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">\n'
    yield f"<title>{escape(metadata.title)}</title>\n</head>\n<body>\n"
    yield from _blocks(document, _signs(document))
    yield "</body>\n</html>\n"


def _blocks(document: Document, signs: Mapping[str, str]) -> Iterator[str]:
    """Quotations and lists open and close as their depths change from block to block."""
    open_elements: list[str] = []
    for block in document.blocks:
        wanted = ["blockquote"] * block.quote + [_list_of(block)] * block.depth
        keep = _shared(open_elements, wanted)
        yield from (f"</{name}>\n" for name in reversed(open_elements[keep:]))
        yield from (f"<{name}>\n" for name in wanted[keep:])
        open_elements = wanted
        yield _block(document, block, signs) + "\n"
    yield from (f"</{name}>\n" for name in reversed(open_elements))


def _list_of(block: Block) -> str:
    return "ol" if block.ordered else "ul"


def _shared(one: list[str], other: list[str]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _block(document: Document, block: Block, signs: Mapping[str, str]) -> str:
    inner = _inline(document, block.span, signs)
    match block.kind:
        case BlockKind.HEADING:
            return f"<h{block.level}>{inner}</h{block.level}>"
        case BlockKind.CODE:
            language = f' class="language-{escape(block.language)}"' if block.language else ""
            return f"<pre><code{language}>{escape(block.span.of(document.text))}</code></pre>"
        case BlockKind.VERSE:
            return f"<pre>{inner}</pre>"
        case BlockKind.RULE:
            return "<hr>"
        case BlockKind.FIGURE:
            return f"<figure><figcaption>{inner}</figcaption></figure>"
        case BlockKind.TABLE:
            return _table(document, block, signs)
        case BlockKind.ITEM:
            value = f' value="{block.number}"' if block.ordered else ""
            if block.sign:
                value += f""" style="list-style-type: '{escape(block.sign).replace(chr(92), "")} '\""""
            box = {True: "☑ ", False: "☐ ", None: ""}[block.checked]
            return f"<li{value}>{box}{inner}</li>"
        case BlockKind.FOOTNOTE:
            if not block.number:
                return f"<p>{inner}</p>"  # a further paragraph of the note
            sign = escape(block.sign or str(block.number))
            return f'<p id="note-{escape(block.label)}"><sup>{sign}</sup> {inner}</p>'
    return f"<p>{inner}</p>"


def _signs(document: Document) -> Mapping[str, str]:
    """By what sign each footnote is referred to, by its label."""
    notes = (block for block in document.blocks if block.kind is BlockKind.FOOTNOTE and block.number)
    return {block.label: block.sign or str(block.number) for block in notes}


def _table(document: Document, block: Block, signs: Mapping[str, str]) -> str:
    rows = []
    for index, row in enumerate(block.rows):
        name = "th" if index < block.header else "td"
        rows.append("<tr>" + "".join(f"<{name}>{_inline(document, cell, signs)}</{name}>" for cell in row) + "</tr>")
    return "<table>\n" + "\n".join(rows) + "\n</table>"


def _inline(document: Document, span: Span, signs: Mapping[str, str]) -> str:
    """The text with its marks as elements; where marks overlap, the later one is closed and opened again."""
    marks = [one for one in document.marks_in(span) if one.kind in ELEMENTS or one.kind is MarkKind.LINK]
    notes: dict[int, list[str]] = {}
    for one in document.marks_in(span):
        if one.kind is MarkKind.NOTE:
            notes.setdefault(one.span.start, []).append(one.value)
    cuts = {span.start, span.end, *(at for at in notes if span.start <= at <= span.end)}
    for mark in marks:
        cuts |= {max(mark.span.start, span.start), min(mark.span.end, span.end)}
    at = sorted(cuts)
    pieces = []
    over: list[Mark] = []
    following = iter(sorted(marks, key=lambda one: one.span.start))  # as they stand where they begin together
    coming = next(following, None)
    for start, end in zip(at, [*at[1:], span.end], strict=True):
        for label in notes.pop(start, ()):
            sign = escape(signs.get(label, label))
            pieces.append(f'<sup><a href="#note-{escape(label)}">{sign}</a></sup>')
        if start < end:
            over = [one for one in over if one.span.end >= end]
            while coming is not None and coming.span.start <= start:
                if coming.span.end >= end:
                    over.append(coming)
                coming = next(following, None)
            pieces.append(_wrapped(escape(document.text[start:end], quote=False), over))
    return "".join(pieces)


def _wrapped(inner: str, marks: Iterable[Mark]) -> str:
    # One of each kind says all: nested a thousand deep, they would make a page of megabytes out of a line.
    for mark in reversed({mark.kind: mark for mark in marks}.values()):
        if mark.kind is not MarkKind.LINK:
            inner = f"<{ELEMENTS[mark.kind]}>{inner}</{ELEMENTS[mark.kind]}>"
        elif mark.value.lower().startswith(SAFE_LINKS):
            inner = f'<a href="{escape(mark.value)}">{inner}</a>'
        else:
            inner = f'<a title="{escape(mark.value)}">{inner}</a>'
    return inner
