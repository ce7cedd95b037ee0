"""Kindle's `My Clippings.txt` is records of five lines, each ended by ten equal signs.

    Field Manual (Ann Other)
    - Your Highlight on page 12 | Location 170-172 | Added on Monday, March 4, 2024 9:00:00 PM

    The first sentence here.
    ==========

The title may hold line ends, and brackets before those of the author. The file is only ever added to: an edited or
deleted highlight stays in it, so of versions of one highlight the latest is taken. Nothing says what was deleted.
Shape and traps: koreader/koreader `plugins/exporter.koplugin/clip.lua` and `target/my_clippings.lua`, the tests of
hadynz/kindle-clippings, KindleTools/kindle-tools-ts, harshp.com/dev/klip.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats.kindle.clipping_facts import ClippingKind, Facts, facts_of
from reader.exchange.formats.kindle.packed_clippings import PackedClippings
from reader.exchange.formats.kindle.pairing import Clipping, Paired, latest, pair_notes
from reader.exchange.imported import (
    Imported,
    ImportedLater,
    ImportResult,
    Provenance,
    SourcePlace,
    check_number,
    imported_id,
)
from reader.exchange.input import LARGE, text, text_pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SEPARATOR = "=" * 10
TITLE_LINES = 5
"""Lines that a title may have."""
_ENDS = re.compile(rf"^[\u200e\u200f]*{SEPARATOR}[ \t]*$", re.MULTILINE)
_CUT_OFF = re.compile(r"\n=+\ufffd?\s*\Z")
"""What is left of the last of them where a file is cut off."""
_LIMIT = re.compile(r"<(?:[^<>=/\"\s]+\s+){3,40}[^<>=/\"\s]+>|<[^<>=/\"\x00-\x7f][^<>=/\"]{5,80}>")
"""What stands for a highlight once the publisher's limit is reached: a sentence in angle brackets, in any language; a
highlighted tag is none."""


def read(data: bytes) -> ImportResult:
    """Read the highlights with their notes, book by book. Raises NotImported."""
    books: dict[Provenance, PackedClippings] = {}
    left_out = Counter[str]()
    book = cache(_book)  # The books of one file are as many as they are, and come mixed.
    has_ends, count = False, 0
    for piece in text_pieces(data, SEPARATOR):
        has_ends = has_ends or SEPARATOR in piece
        for record in filter(str.strip, _records(piece)):
            found = _clipping(record.strip("\n").split("\n"), count, book)
            if isinstance(found, Clipping):
                if found.book not in books:
                    books[found.book] = PackedClippings(found.book)
                books[found.book].add(found)
                count += 1
                check_number(count)
            else:
                left_out[found] += 1
    if not has_ends:
        raise NotImported("it has no line of ten equal signs, which end each clipping")
    has_ranges = any(one.has_unknown_range for one in books.values())
    for one in books.values():
        left = latest(_of_known_kind(list(one), has_ranges=has_ranges))
        left_out["older versions of highlights that were changed later"] += left.highlights
        left_out["older versions of notes that were changed later"] += left.notes
        if len(left.clippings) < len(one) or one.has_unknown:
            one.hold(left.clippings)
    every = books.values()
    made = ImportedLater(lambda: (_imported(pair) for one in every for pair in pair_notes(list(one))), len(books))
    return ImportResult.of(made if len(data) >= LARGE else tuple(made), *left_out.items())


def _records(content: str) -> Iterator[str]:
    """What stands between the lines that end clippings, one after the other: a file holds 50 MB of them."""
    begin = 0
    for end in _ENDS.finditer(content):
        yield content[begin : end.start()].replace("\ufeff", "")
        begin = end.end()
    yield _CUT_OFF.sub("", content[begin:].replace("\ufeff", ""))


def _clipping(lines: Sequence[str], at: int, book: Callable[[str], Provenance]) -> Clipping | str:
    """The record, or why it is none."""
    found = _facts(lines)
    if found is None:
        return "records that are no clippings"
    index, facts = found
    title = lines[0] if index == 1 else " ".join(line.strip() for line in lines[:index])
    body = text("\n".join(lines[index + 1 :])).strip()
    if facts.kind is ClippingKind.BOOKMARK:
        return "bookmarks"
    if not body:
        return "bookmarks and clippings without text"
    if _LIMIT.fullmatch(body):
        return "highlights beyond the limit that their publisher has set"
    return Clipping(book(title), at, facts, body)


def _facts(lines: Sequence[str]) -> tuple[int, Facts] | None:
    """The number of the line that says what the record is, and what it says. It follows the title's lines."""
    doubtful = None
    for index, line in enumerate(lines[: TITLE_LINES + 1]):
        facts = facts_of(line)
        if facts is None:
            continue
        if facts.is_certain:
            return index, facts
        if index == 1:
            doubtful = index, facts
    return doubtful


def _book(line: str) -> Provenance:
    title, authors = _title(line)
    return Provenance(title=text(title), authors=tuple(map(text, authors)))


def _title(line: str) -> tuple[str, tuple[str, ...]]:
    """Title and authors: these stand in the last brackets, and may have brackets in them."""
    line = line.strip()
    if line.endswith(")"):
        depth = 0
        for at in range(len(line) - 1, 0, -1):
            depth += (line[at] == ")") - (line[at] == "(")
            if depth == 0:
                names = [name.strip() for name in line[at + 1 : -1].split(";")]
                return line[:at].strip(), tuple(name for name in names if name)
    return line, ()


def _of_known_kind(clippings: Sequence[Clipping], *, has_ranges: bool) -> Sequence[Clipping]:
    """With those in an unknown language told apart: highlights have ranges, notes are at one location."""

    def known(one: Clipping) -> Clipping:
        facts = one.facts
        if facts.kind is not ClippingKind.UNKNOWN:
            return one
        is_note = has_ranges and facts.unit == "location" and 0 < facts.start == facts.end
        kind = ClippingKind.NOTE if is_note else ClippingKind.HIGHLIGHT
        return one._replace(facts=Facts(kind, facts.start, facts.end, facts.added, facts.unit))

    return list(map(known, clippings))


def _imported(found: Paired) -> Imported:
    one = found.clipping
    quote, note = ("", one.body) if one.facts.is_note else (one.body, _note(found.notes))
    facts = one.facts
    times = [each.facts.added for each in (one, *found.notes) if each.facts.added] if found.notes else ()
    return Imported(
        id=imported_id("kindle", one.book.title, quote or note, str(facts.start)),
        source=one.book,
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        created=facts.added,
        modified=max(times, default=facts.added),
        extra=(("kindle", f"[{facts.start}, {facts.end}]"),),
        program="kindle",
        place=SourcePlace(facts.unit, facts.start, facts.end) if facts.end else None,
    )


def _note(notes: Sequence[Clipping]) -> str:
    """The text of the notes on one highlight. Of several at one location the last is the one that is shown there."""
    if not notes:
        return ""
    by_place = {one.facts.start: one.body for one in notes}
    return "\n\n".join(dict.fromkeys(by_place.values()))
