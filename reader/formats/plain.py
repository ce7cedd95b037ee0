"""Plain text into a document."""

from __future__ import annotations

import re
from array import array
from itertools import islice
from typing import TYPE_CHECKING

from reader.domain.document import BlockKind, Document, Metadata, Parsed
from reader.domain.paragraphs import Paragraphs
from reader.formats.lines import Lines, Shape, is_prose, shape_of
from reader.formats.terminal_codes import without_codes

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = 1
"""Raised when the same bytes become another document."""

SAMPLE = 2000
"""Lines from which it is decided how the whole text uses its lines."""
BLOCK_LINES = 200
"""A kept text without blank lines comes in blocks of so many lines, so that none is much larger than a screen."""

_BLANKS = " \t\f\xa0\u3000"
"""What may stand about a paragraph without being part of it. Other control characters are text, to be seen."""
_OVERSTRIKE = re.compile("(?:.\b)+(?=.)")
_BLANK_LINE = re.compile(rf"\n[{_BLANKS}]*(?=\n)")
_BULLET = re.compile(r"[ \t]*(?:[-*+•–]|\d{1,3}[.)]|\(\w{1,3}\))[ \t]+\S")
_BROKEN_WORD = re.compile(r"\w-$")


def parse_plain(text: str, suffix: str = "") -> Parsed:
    """The document of `text`, as `decode` answers it. `suffix` is that of the source's name, without the dot."""
    text = without_codes(text)
    if "\b" in text:
        text = _OVERSTRIKE.sub("", text)
    text = _trimmed(text)
    lines = list(islice(_lines(text), SAMPLE))
    shape = shape_of(lines, suffix)
    metadata = Metadata(title=_title(lines, shape))
    if shape.lines is Lines.WRAPPED:
        text, blocks = _unwrapped(text, shape)
    else:
        blocks = _by_line(text) if shape.lines is Lines.PARAGRAPH else _kept(text, shape)
    document = Document(text, blocks, parser="plain", parser_version=VERSION)
    return Parsed(document, metadata, "plain")


def _trimmed(text: str) -> str:
    """Without the blank lines before and after, which belong to no block; the first line keeps its indentation."""
    end = len(text.rstrip(_BLANKS + "\n"))
    start = text.rfind("\n", 0, len(text) - len(text.lstrip(_BLANKS + "\n"))) + 1
    return text[start:end]


def _lines(text: str) -> Iterator[str]:
    # str.splitlines would also break at form feeds and separators, which are characters of the text.
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[at:end]
        at = end + 1


def _by_line(text: str) -> Paragraphs:
    """One paragraph a line, without the blanks about it."""
    starts, ends = array("Q"), array("Q")
    find, size = text.find, len(text)
    start = 0
    while start < size:
        end = find("\n", start)
        if end < 0:
            end = size
        first, last = start, end
        start = end + 1
        while first < last and text[first] in _BLANKS:
            first += 1
        while last > first and text[last - 1] in _BLANKS:
            last -= 1
        if first < last:
            starts.append(first)
            ends.append(last)
    return Paragraphs(starts, ends)


def _kept(text: str, shape: Shape) -> Paragraphs:
    """Runs of lines between blank ones, as they are."""
    starts, ends = array("Q"), array("Q")
    for start, end in _runs(text):
        at = start
        while at < end:
            stop = at
            for _ in range(BLOCK_LINES):
                stop = text.find("\n", stop, end) + 1
                if not stop:
                    break
            last = stop - 1 if stop else end
            starts.append(at)
            ends.append(last)
            at = last + 1
    return Paragraphs(starts, ends, shape.kind, language=shape.language)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each run of lines that are not blank."""
    start = 0
    for blank in _BLANK_LINE.finditer(text):
        if blank.start() > start:
            yield start, blank.start()
        start = blank.end() + 1
    if start < len(text):
        yield start, len(text)


def _unwrapped(text: str, shape: Shape) -> tuple[str, Paragraphs]:
    """Hard wraps joined where lines were full; verse, tables and the like keep their lines."""
    parts: list[str] = []
    starts, ends = array("Q"), array("Q")
    others: dict[int, BlockKind] = {}
    at = 0
    for start, end in _runs(text):
        for gap, piece, kind in _pieces(text[start:end].split("\n"), shape.width):
            if parts:
                parts.append(gap)
                at += len(gap)
            if kind is not BlockKind.PARAGRAPH:
                others[len(starts)] = kind
            parts.append(piece)
            starts.append(at)
            at += len(piece)
            ends.append(at)
    return "".join(parts), Paragraphs(starts, ends, others=others)


def _pieces(run: list[str], width: int) -> Iterator[tuple[str, str, BlockKind]]:
    """The blocks of one run of lines: what goes before each, its text, its kind."""
    if not _BULLET.match(run[0]):
        prose = is_prose(run, width)
        yield "\n\n", _joined(run) if prose else "\n".join(run), BlockKind.PARAGRAPH if prose else BlockKind.VERSE
        return
    gap = "\n\n"
    item = run[:1]
    for line in [*run[1:], None]:
        if line is None or _BULLET.match(line):
            yield gap, _joined(item), BlockKind.PARAGRAPH
            gap, item = "\n", []
        if line is not None:
            item.append(line)


def _joined(run: list[str]) -> str:
    lines = [line.strip(_BLANKS) for line in run]
    if len(lines) == 1:
        return lines[0]
    joined = lines[0]
    if not any(_BROKEN_WORD.search(line) or line[-1:] > "\u2e80" for line in lines):
        return " ".join(lines)
    for line in lines[1:]:
        # A word broken at its hyphen keeps it: a compound is commoner in plain text than a syllable.
        tight = _BROKEN_WORD.search(joined) or (joined[-1:] > "\u2e80" and line[:1] > "\u2e80")
        joined += line if tight else " " + line
    return joined


def _title(lines: list[str], shape: Shape) -> str:
    """The first line, where it stands alone, is short and does not end as a sentence does."""
    if shape.lines is Lines.KEPT or len(lines) < 2:
        return ""
    first, after = lines[0].strip(_BLANKS), lines[1].strip(_BLANKS)
    alone = not after or (shape.lines is Lines.PARAGRAPH and len(after) > 2 * len(first))
    return first if alone and 2 < len(first) <= 90 and first[-1] not in ".,;:…" else ""
