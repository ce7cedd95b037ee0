"""Here notes of Kindle's clippings find their highlights, and clippings the later ones that they are older versions of.

The file is only ever added to. A highlight that was changed is there twice, and so is a note; a note is a record of its
own, at a location within its highlight's range: at its end, as a rule, its beginning or between. Neither says to which
it belongs, so place, time and nearness in the file do (read from harshp.com/dev/klip, from the pairing in
KindleTools/kindle-tools-ts `src/core/processing/linker.ts`, and from files that people showed).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from reader.exchange.formats.kindle.clipping_facts import Facts
    from reader.exchange.imported import Provenance

BUCKET = 64
"""Locations that are looked at together: a highlight has ten or so, and a book some thousands."""
WIDEST = 8
"""Buckets of one highlight at most."""
MOST = 16
"""Clippings of one bucket that are compared; in a file made to be slow all stand at one place."""
AT_ONCE = 120
"""Seconds within which a note beside a highlight in the file was surely written on it, one location off or not."""
ALIKE = 0.8
"""Share that two notes at one place have in common, from which on one is the other after an edit."""
SHORT = 15
"""Signs up to which notes are alike by chance."""
COMPARED = 500
"""Signs of a note that are compared."""
_PUNCTUATION = " \n\t.,;:!?…\"'“”‘’«»()[]—–-。，、；：！？「」『』"


class Clipping(NamedTuple):
    """A `Clipping` is one record of the file. `book` says which it is of, `at` is its number in the file."""

    book: Provenance
    at: int
    facts: Facts
    body: str


class Latest(NamedTuple):
    """`Latest` is what is left when older versions are taken out, in the file's order, and how many of each were."""

    clippings: list[Clipping]
    highlights: int
    notes: int


def latest(clippings: Sequence[Clipping]) -> Latest:
    """Return those that no later one replaced."""
    kept: list[Clipping] = []
    near: dict[tuple[Hashable, bool, str, int | str], list[Clipping]] = defaultdict(list)
    gone = {True: 0, False: 0}
    for one in reversed(clippings):
        facts = one.facts
        places = [near[one.book, facts.is_note, facts.unit, bucket] for bucket in _buckets(one)]
        if any(_replaces(newer, one) for place in places for newer in place[-MOST:]):
            gone[facts.is_note] += 1
            continue
        kept.append(one)
        for place in places:
            place.append(one)
    return Latest(kept[::-1], gone[False], gone[True])


def _buckets(one: Clipping) -> Iterable[int | str]:
    start, end = one.facts.start, one.facts.end
    # Without a place, the same words are the same highlight.
    return range(start // BUCKET, min(end // BUCKET, start // BUCKET + WIDEST) + 1) if end else [one.body]


def _replaces(newer: Clipping, older: Clipping) -> bool:
    if newer.facts.end == 0:
        return newer.body == older.body
    if newer.facts.is_note:
        return newer.facts.start == older.facts.start and _is_edited(older.body, newer.body)
    overlap = newer.facts.start <= older.facts.end and older.facts.start <= newer.facts.end
    return overlap and _is_moved(newer.body, older.body)


def _is_edited(older: str, newer: str) -> bool:
    """Whether one note is the other after an edit: two notes can stand at one location, on two highlights."""
    short, long = sorted((older.casefold().strip(), newer.casefold().strip()), key=len)
    if long.startswith(short) or len(short) < SHORT:
        return long.startswith(short)
    return Indel.normalized_similarity(older[:COMPARED], newer[:COMPARED], score_cutoff=ALIKE) >= ALIKE


def _is_moved(newer: str, older: str) -> bool:
    """Whether one highlight is the other with an end moved, and not a word of it that was marked for itself."""
    short, long = sorted((newer.strip(_PUNCTUATION), older.strip(_PUNCTUATION)), key=len)
    if short == long:
        return True
    if not (long.startswith(short) or long.endswith(short)):
        # Both ends can be moved, but who marks some words in the middle marks them for themselves.
        return len(short) * 2 > len(long) and short in long
    # A phrase of four words, or a dozen signs without blanks, is the beginning of what it was made; a word is a word.
    return len(short) * 2 > len(long) or len(short.split()) >= 4 or (" " not in long and len(short) >= 12)


class Paired(NamedTuple):
    """A `Paired` is a highlight with the notes on it, or a note on its own."""

    clipping: Clipping
    notes: tuple[Clipping, ...] = ()


def pair_notes(clippings: Sequence[Clipping]) -> list[Paired]:
    """Give each highlight its notes; then come the notes that are on none. In the file's order."""
    highlights = [one for one in clippings if not one.facts.is_note]
    notes = [one for one in clippings if one.facts.is_note]
    if not notes:
        return [Paired(one) for one in highlights]
    found: dict[int, list[Clipping]] = defaultdict(list)
    alone = []
    for note, highlight in _assigned(highlights, notes):
        if highlight is None:
            alone.append(note)
        else:
            found[highlight.at].append(note)
    made = [Paired(one, tuple(sorted(found[one.at], key=lambda note: note.at))) for one in highlights]
    return made + [Paired(one) for one in sorted(alone, key=lambda note: note.at)]


def _assigned(highlights: Sequence[Clipping], notes: Sequence[Clipping]) -> Iterator[tuple[Clipping, Clipping | None]]:
    """Each note with its highlight: the pairs that go together best first, then further notes on taken ones."""
    shelf = _Shelf(highlights)
    pairs = sorted(
        ((_distance(note, one), note.at, one.at, note, one) for note in notes for one in shelf.candidates(note)),
        key=lambda pair: pair[:3],
    )
    taken: set[int] = set()
    settled: set[int] = set()
    best: dict[int, Clipping] = {}
    for _, number, other, note, highlight in pairs:
        best.setdefault(number, highlight)
        if number in settled or other in taken:
            continue
        settled.add(number)
        taken.add(other)
        yield note, highlight
    for note in notes:
        if note.at not in settled:
            yield note, best.get(note.at)


def _distance(note: Clipping, highlight: Clipping) -> tuple[float, int, int]:
    """How far a note is from a highlight in time; then whether it stands at its end, then how far in the file."""
    one, other = note.facts.added, highlight.facts.added
    apart = abs(note.at - highlight.at)
    seconds = (one - other).total_seconds() if one and other else float(apart)
    # A note is written after its highlight is made, or makes it and is stored seconds before.
    gap = seconds if seconds >= 0 else -1.5 * seconds
    at_end = note.facts.start in (highlight.facts.start, highlight.facts.end)
    return gap, int(not at_end), apart


class _Shelf:
    """Highlights by book and place."""

    def __init__(self, highlights: Sequence[Clipping]) -> None:
        self._by_place: dict[tuple[Hashable, str, int], list[Clipping]] = defaultdict(list)
        self._numbers = [one.at for one in highlights]
        self._highlights = highlights
        for one in highlights:
            if one.facts.end:
                for bucket in _buckets(one):
                    assert isinstance(bucket, int)
                    self._by_place[one.book, one.facts.unit, bucket].append(one)

    def candidates(self, note: Clipping) -> list[Clipping]:
        """The highlights that a note may be on: of those in whose range it stands, the nearest in the file."""
        place = note.facts.start
        if not place:
            return []
        near = self._by_place.get((note.book, note.facts.unit, place // BUCKET), [])
        middle = bisect_left(near, note.at, key=lambda one: one.at)
        around = near[max(0, middle - 2 * MOST) : middle + 2 * MOST]
        within = [one for one in around if one.facts.start <= place <= one.facts.end]
        return within or [one for one in self._beside(note) if abs(one.facts.end - place) <= 1]

    def _beside(self, note: Clipping) -> Iterator[Clipping]:
        """The highlights right before and after it in the file, of the same book and minute."""
        after = bisect_right(self._numbers, note.at)
        for one in self._highlights[max(0, after - 1) : after + 1]:
            times = one.facts.added, note.facts.added
            at_once = times[0] and times[1] and abs((times[0] - times[1]).total_seconds()) <= AT_ONCE
            if one.book == note.book and one.facts.unit == note.facts.unit and one.facts.end and at_once:
                yield one
