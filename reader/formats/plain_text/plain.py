"""Plain text becomes a document."""

from __future__ import annotations

from array import array
from functools import cache, partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import BlockKind, Document, Mark, MarkKind, Metadata, Parsed
from reader.domain.paragraphs import Paragraphs
from reader.domain.patterns import deferred
from reader.domain.span import Span
from reader.formats.kinds import FORMATS, Format
from reader.formats.plain_text.drawn import has_layout, layout_of
from reader.formats.plain_text.lines import (
    BLANKS,
    MANUAL,
    Lines,
    LineShape,
    indent,
    is_prose,
    is_unspaced,
    paragraphs_of,
    shape_of,
)
from reader.formats.plain_text.page_breaks import drop_page_breaks
from reader.formats.plain_text.plain_headings import LONGEST, Headings
from reader.formats.plain_text.terminal_codes import strip_codes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VERSION = FORMATS[Format.PLAIN].version

SAMPLE = 2000
"""Lines from which it is decided how the whole text uses its lines."""
BLOCK_LINES = 200
"""A kept text without blank lines comes in blocks of so many lines, so that none is much larger than a screen."""

_OVERSTRIKE = deferred("(?:.\b)+(?=.)")
_BLANK_LINE = deferred(rf"\n[{BLANKS}]*(?=\n)")
_BULLET = deferred(
    r"[ \t]*(?:[-*+•–◦▪▫‣⁃●○■□◆►▶➢✓✔☐☑→»]|o(?=[ \t]{2})|\d{1,3}[.)]|[a-z][.)]|[A-Z]\)|\(\w{1,3}\))[ \t]+\S"
    r"|[ \t\u3000]*[・①-⑳]\s?\S"
)
_SPOKEN = deferred(r"\s*(?:[—―]|--(?!-))\s?[^\W_]|\s*[—―]\s?[«„“\"¿¡]")
_SAID = deferred(r"[.!?…:»”\"]\s*$")
_ITALICS = deferred(r"(?<![\w_])_(?=[^\s_])([^_]*[^\s_])_(?![\w_])")
LONGEST_ITALICS = 400
"""Characters in italics at most."""
HEAD = 40
"""Lines at the head of a text in which it says what it is called and who wrote it."""
_FACT = deferred(r"(Title|Author):[ \t]+(\S.{0,200})$")
_BROKEN_WORD = deferred(r"\w-$")


class _Piece(NamedTuple):
    """A block to be: what goes before it, its text, its kind, and of a heading its level."""

    gap: str
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 1


def parse_plain(text: str, suffix: str = "") -> Parsed:
    """Parse the document of `text`, as `decode` answers it. `suffix` is that of the source's name, without the dot."""
    text = strip_codes(text)
    if "\b" in text:
        text = _OVERSTRIKE.sub("", text)
    text = _trimmed(drop_page_breaks(text))
    lines = list(islice(_lines(text), SAMPLE))
    laid_out = cache(partial(has_layout, text))
    shape = shape_of(lines, suffix, laid_out)
    marks: tuple[Mark, ...] = ()
    if shape.lines is Lines.KEPT:
        blocks = _kept_with_headings(text, shape) if shape.reason == MANUAL else _kept(text, shape)
    elif shape.lines is Lines.PARAGRAPH and "_" not in text and not laid_out():
        blocks = _by_line(text, Headings(lines))
    else:
        text, blocks, marks = _put_together(text, shape, Headings(lines))
    document = Document(text, blocks, marks, parser="plain", parser_version=VERSION)
    return Parsed(document, _metadata(lines, shape), "plain")


def _trimmed(text: str) -> str:
    """Without the blank lines before and after, which belong to no block; the first line keeps its indentation."""
    outer, end, first = frozenset(BLANKS + "\n"), len(text), 0
    while end and text[end - 1] in outer:  # nothing is copied that stays
        end -= 1
    while first < end and text[first] in outer:
        first += 1
    return text[text.rfind("\n", 0, first) + 1 : end]


def _lines(text: str) -> Iterator[str]:
    # str.splitlines would also break at form feeds and separators, which are characters of the text.
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield text[at:end]
        at = end + 1


def _by_line(text: str, headings: Headings) -> Paragraphs:
    """One paragraph a line, without the blanks about it."""
    starts, ends = array("Q"), array("Q")
    levels: dict[int, int] = {}
    find, size = text.find, len(text)
    start = 0
    blank = True
    while start < size:
        end = find("\n", start)
        if end < 0:
            end = size
        first, last = start, end
        start = end + 1
        while first < last and text[first] in BLANKS:
            first += 1
        while last > first and text[last - 1] in BLANKS:
            last -= 1
        if first < last:
            if last - first <= LONGEST:
                alone = blank and (start >= size or text[start] == "\n")
                heading = headings.of_line(text[first:last], alone=alone)
                if heading is not None:
                    levels[len(starts)] = heading.level
            else:
                headings.leave_title()
            starts.append(first)
            ends.append(last)
        blank = first == last
    return Paragraphs(starts, ends, others=dict.fromkeys(levels, BlockKind.HEADING), levels=levels)


def _kept(text: str, shape: LineShape) -> Paragraphs:
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


def _kept_with_headings(text: str, shape: LineShape) -> Paragraphs:
    """The same, with the lines at the margin of an indented text, as a manual's are, as headings."""
    blocks = _kept(text, shape)
    headings = Headings((), indented=True)
    starts, ends = array("Q"), array("Q")
    others: dict[int, BlockKind] = {}
    levels: dict[int, int] = {}
    for block in blocks:
        start, end = block.span
        run = text[start:end].split("\n")
        found = headings.of(run)
        if found is not None and found.lines == 1 and found.level == 1:
            others[len(starts)] = BlockKind.HEADING
            levels[len(starts)] = found.level
            starts.append(start)
            ends.append(start + len(run[0]))
            start += len(run[0]) + 1
        if start < end:
            starts.append(start)
            ends.append(end)
    return Paragraphs(starts, ends, shape.kind, others, shape.language, levels)


def _put_together(text: str, shape: LineShape, headings: Headings) -> tuple[str, Paragraphs, tuple[Mark, ...]]:
    """Hard wraps joined where lines were full; verse, tables and the like keep their lines."""
    parts: list[str] = []
    starts, ends = array("Q"), array("Q")
    others: dict[int, BlockKind] = {}
    levels: dict[int, int] = {}
    marks: list[Mark] = []
    at = 0
    for start, end in _runs(text):
        for piece in _pieces(text[start:end].split("\n"), shape, headings):
            gap = piece.gap if parts else ""
            at += len(gap)
            words, found = _emphasised(piece, at)
            parts += [gap, words]
            marks += found
            if piece.kind is not BlockKind.PARAGRAPH:
                others[len(starts)] = piece.kind
            if piece.kind is BlockKind.HEADING:
                levels[len(starts)] = piece.level
            starts.append(at)
            at += len(words)
            ends.append(at)
    return "".join(parts), Paragraphs(starts, ends, others=others, levels=levels), tuple(marks)


def _emphasised(piece: _Piece, at: int) -> tuple[str, list[Mark]]:
    """The words without the low lines that stand for italics in books of plain text, and where those were."""
    text = piece.text
    if "_" not in text or piece.kind is BlockKind.CODE:
        return text, []
    parts: list[str] = []
    marks: list[Mark] = []
    end = 0
    for match in _ITALICS.finditer(text):
        parts.append(text[end : match.start()])
        at += match.start() - end
        if len(match[1]) <= LONGEST_ITALICS and text[match.start() - 1 : match.start()] != "_":
            parts.append(match[1])
            marks.append(Mark(MarkKind.EMPHASIS, Span(at, at + len(match[1]))))
            at += len(match[1])
        else:
            parts.append(match[0])
            at += len(match[0])
        end = match.end()
    return "".join((*parts, text[end:])), marks


def _pieces(run: list[str], shape: LineShape, headings: Headings) -> Iterator[_Piece]:
    """The blocks of one run of lines."""
    heading = headings.of(run)
    if heading is not None:
        yield _Piece("\n\n", heading.words, BlockKind.HEADING, heading.level)
        run = run[heading.lines :]
        if not run:
            return
    kept = layout_of(run)
    if kept is not None:
        yield _Piece("\n\n", "\n".join(line.rstrip(BLANKS) for line in run), kept)
    elif shape.lines is Lines.PARAGRAPH:
        yield from (_Piece("\n" if number else "\n\n", line.strip(BLANKS)) for number, line in enumerate(run))
    elif bullets := _bullets(run):
        yield from _items(run, bullets, shape.width)
    else:
        yield from _paragraphs(run, shape.width)


def _bullets(run: list[str]) -> list[int]:
    """The lines that begin an item: the first of the run, else several, or one behind a colon; a dash is no item."""
    found = [number for number, line in enumerate(run) if _BULLET.match(line)]
    if not found and any(sign in run[0] for sign in ("—", "―", "--")):
        # A dash that begins what somebody says follows the end of a sentence; else it stands within one.
        found = [at for at, line in enumerate(run) if _SPOKEN.match(line) and (not at or _SAID.search(run[at - 1]))]
    if not found or found[0] == 0 or len(found) > 1 or run[found[0] - 1].rstrip().endswith(":"):
        return found
    return []


def _items(run: list[str], bullets: list[int], width: int) -> Iterator[_Piece]:
    """What is before the items, the items, and what is after the last of them."""
    if bullets[0]:
        yield from _paragraphs(run[: bullets[0]], width)
    gap = "\n\n" if not bullets[0] else "\n"
    ends = [*bullets[1:], len(run)]
    for start, end in zip(bullets, ends, strict=True):
        last = _end_of_item(run, start, end, width)
        words = _end_of_lead(run, start, last, width)
        yield _Piece(gap, _joined(run[start:words]))
        gap = "\n"
        if words < last:
            yield _Piece("\n", "\n".join(line.rstrip(BLANKS) for line in run[words:last]), BlockKind.VERSE)
        if last < end:
            yield from _paragraphs(run[last:end], width)


def _end_of_item(run: list[str], start: int, end: int, width: int) -> int:
    """An item ends before a line that is not indented where the one above it had room for its first word."""
    for number in range(start + 1, end):
        inside = indent(run[number]) > indent(run[start])
        if not inside and not is_prose(run[number - 1 : number + 1], width):
            return number
    return end


def _end_of_lead(run: list[str], start: int, end: int, width: int) -> int:
    """What follows a colon on lines of its own, as commands do, is no prose of the item."""
    for number in range(start + 1, end):
        before = run[number - 1 : number + 1]
        if (
            before[0].rstrip().endswith(":")
            and indent(run[number]) > indent(run[start])
            and not is_prose(before, width)
        ):
            return number
    return end


def _paragraphs(run: list[str], width: int) -> Iterator[_Piece]:
    """A run of prose, in paragraphs where their first lines are indented; else the lines as they are."""
    gap = "\n\n"
    for lines in paragraphs_of(run, width):
        prose = is_prose(lines, width)
        words = _joined(lines) if prose else "\n".join(lines)
        yield _Piece(gap, words, BlockKind.PARAGRAPH if prose else BlockKind.VERSE)


def _joined(run: Sequence[str]) -> str:
    lines = [line.strip(BLANKS) for line in run]
    if len(lines) == 1:
        return lines[0]
    if not any(_BROKEN_WORD.search(line) or is_unspaced(line[-1:]) for line in lines):
        return " ".join(lines)
    parts = [lines[0]]
    for above, before, line in zip(run, lines, lines[1:], strict=False):
        # A word broken at its hyphen keeps it: a compound is commoner in plain text than a syllable.
        tight = _BROKEN_WORD.search(before[-2:]) or (
            is_unspaced(before[-1:]) and is_unspaced(line[:1]) and not above[-1:].isspace()
        )
        parts.append(line if tight else " " + line)
    return "".join(parts)


def _metadata(lines: list[str], shape: LineShape) -> Metadata:
    """What a text says of itself on lines of its own at its head, as books of plain text do; else its first line."""
    said: dict[str, str] = {}
    for line in lines[:HEAD]:
        if match := _FACT.match(line):
            said.setdefault(match[1], match[2].rstrip())
    if len(said) < 2 or shape.lines is Lines.KEPT:
        return Metadata(title=_title(lines, shape))
    return Metadata(title=said["Title"], authors=(said["Author"],))


def _title(lines: list[str], shape: LineShape) -> str:
    """The first line, where it stands alone, is short and does not end as a sentence does."""
    if shape.lines is Lines.KEPT or len(lines) < 2:
        return ""
    first, after = lines[0].strip(BLANKS), lines[1].strip(BLANKS)
    alone = not after or (shape.lines is Lines.PARAGRAPH and len(after) > 2 * len(first))
    return first if alone and 2 < len(first) <= 90 and first[-1] not in ".,;:…" else ""


def html_of_plain(text: str) -> str:
    """Write the paragraphs of `text`, and what keeps its lines, as elements; nothing for a blank text."""
    from html import escape  # noqa: PLC0415  (2,000 names, a millisecond, and a plain text asks for none)

    if not text.strip():
        return ""
    document = parse_plain(text).document
    return "".join(_element(block.kind, escape(block.span.of(document.text))) for block in document.blocks)


def _element(kind: BlockKind, text: str) -> str:
    if kind is BlockKind.VERSE and "\n" in text:
        return f'<pre class="verse">{text}</pre>'
    return f"<pre>{text}</pre>" if kind is BlockKind.CODE else f"<p>{text}</p>"
