"""Reviewers write comments in Word, LibreOffice or Google Docs: here are their words, what they are on, and when.

A comment's range lies between `commentRangeStart` and `commentRangeEnd` of its number; one without a range stands where
its `commentReference` is, and is on the paragraph. A reply is told in `commentsExtended.xml` by the identity of the
last paragraph of what it answers, and is a part of that note. Facts: ECMA-376 part 1, 17.13.4; [MS-DOCX] 2.5.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import Embedded
from reader.formats.embedded import WordFinder
from reader.formats.html.xml import xml_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reader.formats.archive import Archive

COMMENTS = "comments.xml"
EXTENDED = "commentsExtended.xml"
_BEFORE = 80
"""Signs before a range that are kept to find it by."""
_SILENT = ("del", "moveFrom", "instrText", "delText", "fldSimple", "Fallback", "pPr", "rPr", "txbxContent")
"""Elements whose words are not the text's: what was deleted, what computes a field, what is drawn apart."""


class _Comment(NamedTuple):
    number: str
    creator: str
    created: str
    note: str
    paragraph: str
    """The identity of its last paragraph, by which replies name it."""


class _Range(NamedTuple):
    words: str
    before: str


def comments_of(archive: Archive, document: Element, text: str) -> tuple[Embedded, ...]:
    """Find the comments' places in `text`, which was made of the `document` in the archive."""
    root = _part(archive, COMMENTS)
    if root is None:
        return ()
    comments = [_comment(one) for one in root if _name(one) == "comment"]
    answers = _answers(archive, comments)
    ranges = _ranges(document)
    finder = WordFinder(text)
    order = {number: at for at, number in enumerate(ranges)}
    found, near = [], 0
    for one in sorted(comments, key=lambda one: order.get(one.number, len(order))):
        if one.number in answers or not one.note:
            continue
        there = ranges.get(one.number)
        span = finder.find(there.words, there.before, near) if there else None
        near = span.start if span else near
        replies = (each for each in comments if answers.get(each.number) == one.number)
        said = (f"{each.creator}: {each.note}" if each.creator else each.note for each in replies if each.note)
        quote = span.of(text) if span else " ".join(there.words.split()) if there else ""
        note = "\n\n".join((one.note, *said))
        found.append(Embedded(quote, span, note, one.creator, "", one.created, one.created, one.number))
    return tuple(found)


def _part(archive: Archive, wanted: str) -> Element | None:
    """The file of that name, in whichever folder a program has put it."""
    name = next((name for name in archive.names if name.rpartition("/")[2] == wanted), "")
    data = archive.read(name) if name else None
    return xml_of(data) if data is not None else None


def _comment(node: Element) -> _Comment:
    paragraphs = [one for one in node.iter() if _name(one) == "p"]
    words = "\n".join("".join(_words(one)).strip() for one in paragraphs).strip()
    identity = _value(paragraphs[-1], "paraId") if paragraphs else ""
    return _Comment(_value(node, "id"), _value(node, "author").strip(), _value(node, "date"), words, identity)


def _answers(archive: Archive, comments: list[_Comment]) -> dict[str, str]:
    """Replies by number, each with the number of what it answers: replies to replies belong to the first."""
    root = _part(archive, EXTENDED)
    numbers = {one.paragraph: one.number for one in comments if one.paragraph}
    found: dict[str, str] = {}
    for node in root if root is not None else ():
        reply, parent = numbers.get(_value(node, "paraId")), numbers.get(_value(node, "paraIdParent"))
        if reply and parent:
            found[reply] = found.get(parent, parent)
    return found


def _ranges(document: Element) -> dict[str, _Range]:
    """The words of each comment's range, in the order of the text."""
    pieces: list[str] = []
    length = 0
    begun: dict[str, int] = {}
    ended: dict[str, tuple[int, int]] = {}
    paragraph = 0
    for name, node, words in _flow(document):
        if name == "p":
            paragraph = length
        elif name == "commentRangeStart":
            begun[_value(node, "id")] = length
        elif name == "commentRangeEnd" and _value(node, "id") in begun:
            ended.setdefault(_value(node, "id"), (begun[_value(node, "id")], length))
        elif name == "commentReference":
            ended.setdefault(_value(node, "id"), (begun.get(_value(node, "id"), paragraph), length))
        pieces.append(words)
        length += len(words)
    text = "".join(pieces)
    ordered = sorted(ended.items(), key=lambda one: one[1])
    return {number: _Range(text[start:end], text[max(0, start - _BEFORE) : start]) for number, (start, end) in ordered}


def _flow(node: Element) -> Iterator[tuple[str, Element, str]]:
    """The elements that matter, in the order of the text, with the words that each adds."""
    name = _name(node)
    if name in _SILENT:
        return
    if name in ("p", "commentRangeStart", "commentRangeEnd", "commentReference"):
        yield name, node, "\n" if name == "p" else ""
    elif name == "t":
        yield name, node, node.text or ""
    elif name in ("tab", "br", "cr"):
        yield name, node, " "
    elif name == "noBreakHyphen":
        yield name, node, "-"
    for inner in node:
        yield from _flow(inner)


def _words(node: Element) -> Iterator[str]:
    return (words for _, _, words in _flow(node))


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _value(node: Element, name: str) -> str:
    """An attribute, whatever its namespace: Word, LibreOffice and strict files write different ones."""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")
