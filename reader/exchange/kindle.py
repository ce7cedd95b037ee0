"""Kindle's `My Clippings.txt`: records of five lines, each ended by ten equal signs.

The file is only ever added to: an edited or deleted highlight stays in it. So of records whose ranges overlap in one
book the newest is taken. A note is a record of its own, at the end of its highlight's range.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.imported import Imported, Origin, Reading, imported_id
from reader.exchange.input import text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEPARATOR = "=" * 10
LONGEST_FACTS = 300
"""Characters of the line with place and time; the longest translation has some 150."""
BUCKET = 64
"""Locations that are looked at together: a highlight has ten or so, and a book some thousands."""
WIDEST = 8
"""Buckets of one highlight at most."""
MOST = 16
"""Highlights of one bucket that are compared; in a file made to be slow all stand at one place."""
LIMIT = "clipping limit"
"""In the words that stand for a highlight once the publisher's limit is reached."""
TITLE = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*")
RANGE = re.compile(
    r"(?:location|loc\.?|page|posici\w+|position|emplacement|#)\s*(\d{1,9})(?:-(\d{1,9}))?", re.IGNORECASE
)
ADDED = re.compile(r"added on (.+)|(?:hinzugefügt am|ajouté le|añadido el|aggiunto in data) (.+)", re.IGNORECASE)
DATES = ("%A, %B %d, %Y %I:%M:%S %p", "%A, %d %B %Y %H:%M:%S", "%A, %d %B %y %H:%M:%S", "%A, %B %d, %Y, %I:%M %p")


@dataclass(frozen=True, slots=True)
class Clipping:
    """One record. `start` and `end` are Kindle's locations or pages, both inclusive."""

    source: Origin
    kind: str
    start: int
    end: int
    added: datetime | None
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
    left_out = (("bookmarks and clippings without text", other),) if other else ()
    return Reading(tuple(_joined(clippings)), left_out)


def _clipping(lines: Sequence[str]) -> Clipping | None:
    name = TITLE.fullmatch(lines[0].strip())
    title, author = (name[1], name[2]) if name else (lines[0].strip(), "")
    source = Origin(title=text(title), authors=(text(author),) if author else ())
    facts = lines[1][:LONGEST_FACTS]
    body = text("\n".join(lines[2:])).strip()
    if not facts.startswith("-") or not body or LIMIT in body[:200].lower():
        return None
    ranges = RANGE.findall(facts)
    start, end = ranges[-1] if ranges else ("0", "")
    kind = "note" if re.search(r"\b(note|notiz|nota)\b", facts.split("|")[0], re.IGNORECASE) else "highlight"
    added = ADDED.search(facts)
    return Clipping(source, kind, int(start), int(end or start), _date(added), body)


def _date(added: re.Match[str] | None) -> datetime | None:
    words = re.sub(r"\s*GMT.*", "", (added[1] or added[2]) if added else "").strip()
    for form in DATES:
        try:
            return datetime.strptime(words, form).astimezone()
        except ValueError:
            continue
    return None


def _joined(clippings: Sequence[Clipping]) -> list[Imported]:
    """Highlights without those that a later one replaced, each with the note at its end; then notes on their own."""
    kept = _latest(clippings)
    notes = {(one.source, one.end): one for one in kept if one.kind == "note"}
    found = []
    for one in kept:
        if one.kind == "highlight":
            note = notes.pop((one.source, one.end), None)
            found.append(_imported(one, one.body, note.body if note else ""))
    found += [_imported(one, "", one.body) for one in notes.values()]
    return found


def _latest(clippings: Sequence[Clipping]) -> list[Clipping]:
    """Those that no later one replaced, in their order."""
    kept: list[Clipping] = []
    near: dict[tuple[Origin, str, int | str], list[Clipping]] = defaultdict(list)
    for one in reversed(clippings):
        # Without a place, the same words are the same highlight.
        last = min(one.end // BUCKET, one.start // BUCKET + WIDEST)
        buckets: Iterable[int | str] = range(one.start // BUCKET, last + 1) if one.end else [one.body]
        keys = [(one.source, one.kind, bucket) for bucket in buckets]
        if not any(_replaces(newer, one) for key in keys for newer in near[key][-MOST:]):
            kept.append(one)
            for key in keys:
                near[key].append(one)
    return kept[::-1]


def _replaces(newer: Clipping, older: Clipping) -> bool:
    if newer.end == 0:
        return newer.body == older.body
    overlap = newer.start <= older.end and older.start <= newer.end
    # Two sentences can share a location, so the words must agree too.
    return overlap and (newer.kind == "note" or newer.body in older.body or older.body in newer.body)


def _imported(one: Clipping, quote: str, note: str) -> Imported:
    made = Imported(
        id=imported_id("kindle", one.source.title, quote or note, str(one.start)),
        source=one.source,
        note=note,
        created=one.added,
        modified=one.added,
        extra=(("kindle", f"[{one.start}, {one.end}]"),),
    )
    return replace(made, selectors=Selectors(TextQuoteSelector(quote))) if quote else made
