"""Highlights that the alignment has no words for are found as the same words standing once, or as bare signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring.align.alignment import FREE, SPINE
from reader.anchoring.passage import KeptWords
from reader.domain.span import Span

if TYPE_CHECKING:
    from reader.anchoring.align.alignment import Alignment

# Two words this heavy together stand once in either text by chance hardly ever.
HEAVY = 4.0
# Signs beside a word that has no neighbour left are looked for this far.
NEARBY = 40


def find_standing_once(alignment: Alignment, start: int, end: int) -> KeptWords | None:
    """Find all the old words [start, end), if those stand exactly once in either text, wherever that is."""
    if end - start < 2 or alignment.weigh(start, end) < HEAVY:
        return None
    theirs = _places(alignment, start, end, alignment.b)
    if len(theirs) != 1 or len(_places(alignment, start, end, alignment.a)) != 1:
        return None
    return KeptWords(start, end, range(start, end), SPINE, theirs[0], theirs[0] + end - start - 1)


def _places(alignment: Alignment, start: int, end: int, words: list[int]) -> list[int]:
    """Where the old words [start, end) stand in `words`; the second place ends the search."""
    wanted = alignment.a[start:end]
    rarest = max(range(start, end), key=alignment.weight.__getitem__) - start
    found: list[int] = []
    at = -1
    while len(found) < 2:
        try:
            at = words.index(wanted[rarest], at + 1)
        except ValueError:
            break
        if at >= rarest and words[at - rarest : at - rarest + len(wanted)] == wanted:
            found.append(at - rarest)
    return found


def between_words(alignment: Alignment, span: Span) -> Span | None:
    """Find the signs of `span`, which holds no word, between the counterparts of the words around it."""
    old, new = alignment.old, alignment.new
    wanted = span.of(old.text).strip()
    left = old.touched(span.start, span.end)[0] - 1
    before = alignment.to_new[left] if left >= 0 else FREE
    after = alignment.to_new[left + 1] if left + 1 < len(old) else FREE
    if not wanted or before == after == FREE:
        return None
    start = new.ends[before] if before != FREE else max(0, new.starts[after] - NEARBY)
    end = new.starts[after] if after != FREE else min(len(new.text), new.ends[before] + NEARBY)
    offset = start + span.start - (old.ends[left] if left >= 0 else 0)
    places = [at for at in range(start, end - len(wanted) + 1) if new.text.startswith(wanted, at)]
    if not places:
        return None
    place = min(places, key=lambda at: abs(at - offset))
    return Span(place, place + len(wanted))
