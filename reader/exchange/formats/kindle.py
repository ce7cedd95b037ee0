"""Kindle's `My Clippings.txt`: records of five lines, each ended by ten equal signs.

The file is only ever added to: an edited or deleted highlight stays in it. So of records whose ranges overlap in one
book the newest is taken. A note is a record of its own, at the end of its highlight's range.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats.kindle_facts import Facts, facts_of
from reader.exchange.imported import Imported, Provenance, Reading, imported_id
from reader.exchange.input import text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEPARATOR = "=" * 10
BUCKET = 64
"""Locations that are looked at together: a highlight has ten or so, and a book some thousands."""
WIDEST = 8
"""Buckets of one highlight at most."""
MOST = 16
"""Highlights of one bucket that are compared; in a file made to be slow all stand at one place."""
LIMIT = re.compile(r"<[^<>]*(?:limit|límite|上限)[^<>]*>", re.IGNORECASE)
"""What stands for a highlight once the publisher's limit is reached."""
TITLE = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*")


@dataclass(frozen=True, slots=True)
class Clipping:
    """One record."""

    source: Provenance
    facts: Facts
    body: str


def read(data: bytes) -> Reading:
    """The highlights with their notes. Raises NotImported."""
    content = text_of(data).replace("\ufeff", "")
    if SEPARATOR not in content:
        raise NotImported("it has no line of ten equal signs, which end each clipping")
    clippings, other = [], 0
    for record in content.split(SEPARATOR):
        lines = record.strip("\n").split("\n")
        found = _clipping(lines) if len(lines) >= 2 else None
        if found is not None:
            clippings.append(found)
        elif record.strip():
            other += 1
    return Reading.of(_joined(clippings), ("bookmarks and clippings without text", other))


def _clipping(lines: Sequence[str]) -> Clipping | None:
    name = TITLE.fullmatch(lines[0].strip())
    title, author = (name[1], name[2]) if name else (lines[0].strip(), "")
    source = Provenance(title=text(title), authors=(text(author),) if author else ())
    facts = facts_of(lines[1])
    body = text("\n".join(lines[2:])).strip()
    return Clipping(source, facts, body) if facts and body and not LIMIT.fullmatch(body) else None


def _joined(clippings: Sequence[Clipping]) -> list[Imported]:
    """Highlights without those that a later one replaced, each with the note at its end; then notes on their own."""
    kept = _latest(clippings)
    # A note without a place is at the end of nothing.
    notes = {(one.source, one.facts.end or one.body): one for one in kept if one.facts.is_note}
    found = []
    for one in kept:
        if not one.facts.is_note:
            note = notes.pop((one.source, one.facts.end), None)
            found.append(_imported(one, one.body, note.body if note else ""))
    found += [_imported(one, "", one.body) for one in notes.values()]
    return found


def _latest(clippings: Sequence[Clipping]) -> list[Clipping]:
    """Those that no later one replaced, in their order."""
    kept: list[Clipping] = []
    near: dict[tuple[Provenance, bool, int | str], list[Clipping]] = defaultdict(list)
    for one in reversed(clippings):
        start, end = one.facts.start, one.facts.end
        # Without a place, the same words are the same highlight.
        last = min(end // BUCKET, start // BUCKET + WIDEST)
        buckets: Iterable[int | str] = range(start // BUCKET, last + 1) if end else [one.body]
        keys = [(one.source, one.facts.is_note, bucket) for bucket in buckets]
        if not any(_replaces(newer, one) for key in keys for newer in near[key][-MOST:]):
            kept.append(one)
            for key in keys:
                near[key].append(one)
    return kept[::-1]


def _replaces(newer: Clipping, older: Clipping) -> bool:
    if newer.facts.end == 0:
        return newer.body == older.body
    overlap = newer.facts.start <= older.facts.end and older.facts.start <= newer.facts.end
    # Two sentences can share a location, so the words must agree too.
    return overlap and (newer.facts.is_note or newer.body in older.body or older.body in newer.body)


def _imported(one: Clipping, quote: str, note: str) -> Imported:
    start, end, added = one.facts.start, one.facts.end, one.facts.added
    made = Imported(
        id=imported_id("kindle", one.source.title, quote or note, str(start)),
        source=one.source,
        note=note,
        created=added,
        modified=added,
        extra=(("kindle", f"[{start}, {end}]"),),
    )
    return made._replace(selectors=Selectors(TextQuoteSelector(quote))) if quote else made
