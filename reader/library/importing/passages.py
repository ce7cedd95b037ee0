"""An annotation of a file is one of an article's by its id, by the program's own, or by its words and place.

Equal words at two places are two; the same passage, told by two programs, is one. A highlight that was made longer on
the device is the one that it was.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred
from reader.exchange.imported import SourcePlace, imported_id
from reader.library.importing.comparison import Incoming, origin_of, says_the_same
from reader.library.works import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.exchange.imported import Imported

BUCKET = 64
"""Units of a place that are looked at together: a highlight has ten or so, and a book some thousands."""
WIDEST = 8
"""Buckets of one highlight at most."""
MOST = 64
"""Annotations of equal words that are looked at for one."""
ENOUGH = 12
"""Letters of a highlight that can have been made longer: a word is not the older version of the sentence around it."""
_RANGE = deferred(r"\[(\d{1,9}), (\d{1,9})\]")


class Known(NamedTuple):
    """A `Known` is an annotation of the article; `deleted` where it was taken away here."""

    annotation: Annotation
    deleted: bool = False


def place_of(said: Imported) -> SourcePlace | None:
    """Tell where a file says that an annotation stands."""
    if said.place is not None:
        return said.place
    for name, value in said.extra:
        if name == "kindle" and (found := _RANGE.fullmatch(value)) and found[2] != "0":
            return SourcePlace("location", int(found[1]), int(found[2]))
    return None


def tell_apart(incoming: Iterable[Incoming], home: str) -> Iterator[Incoming]:
    """Put each of one article under an id of its own, those that a file says twice once.

    Where a program's ids are the same for equal words at two places, the place makes the difference; `home` is the
    article. The same file gives the same ids.
    """
    taken: defaultdict[str, set[Imported]] = defaultdict(set)
    for one in incoming:
        others = taken[one.said.id]
        if one.said in others:
            continue
        if others:
            place = " ".join(map(str, one.place)) if one.place else str(len(others))
            yield one._replace(said=one.said._replace(id=imported_id("place", one.said.id, home, place)))
        else:
            yield one
        others.add(one.said)


class Matching:
    """`Matching` brings annotations of a file to those of one article; each of either side is matched once."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = sorted(known, key=lambda one: one.deleted)
        self._left: dict[str, Known] = {one.annotation.id: one for one in self._known}

    def match(self, incoming: Sequence[Incoming]) -> dict[str, Known]:
        """Match what came in with the annotation that each is, by its id; what is none of the article's is left out."""
        found: dict[str, Known] = {}
        for step in (self._by_id, self._by_words, self._by_time, self._by_growth):
            rest = [one for one in incoming if one.said.id not in found]
            if rest and self._left:
                step(rest, found)
        return found

    def _take(self, found: dict[str, Known], one: Incoming, known: Known) -> None:
        found[one.said.id] = known
        del self._left[known.annotation.id]

    def _by_id(self, incoming: Sequence[Incoming], found: dict[str, Known]) -> None:
        aliases = {alias: one for one in self._known for alias in one.annotation.aliases}
        origins = {
            (origin.program, str(origin.facts["id"])): one
            for one in self._known
            for origin in one.annotation.origins
            if origin.facts.get("id")
        }
        changed = []
        for one in incoming:
            named = (one.program, one.said.origin_id)
            known = self._left.get(one.said.id) or aliases.get(one.said.id) or origins.get(named)
            if known is not None and known.annotation.id in self._left:
                if one.said.origin_id or _says(known, one):
                    self._take(found, one, known)
                else:
                    changed.append((one, known))
        if changed:
            self._by_saying([one for one in incoming if one.said.id not in found and not one.said.origin_id], found)
        for one, known in changed:
            if one.said.id not in found and known.annotation.id in self._left:
                self._take(found, one, known)

    def _by_saying(self, incoming: Sequence[Incoming], found: dict[str, Known]) -> None:
        """Of equal words without a place the one that said all that it says now: their order may have changed."""
        by_words: defaultdict[str, list[Known]] = defaultdict(list)
        for known in self._left.values():
            by_words[_words(known.annotation.quote, "")].append(known)
        for one in incoming:
            for known in by_words[_words(one.said.quote, "")][:MOST]:
                if known.annotation.id in self._left and _says(known, one):
                    self._take(found, one, known)
                    break

    def _by_words(self, incoming: Sequence[Incoming], found: dict[str, Known]) -> None:
        by_words: defaultdict[str, list[Known]] = defaultdict(list)
        for known in sorted(self._left.values(), key=lambda one: (one.deleted, _in_order(one.annotation))):
            by_words[_words(known.annotation.quote, known.annotation.note)].append(known)
        for one in incoming:
            those = [each for each in by_words[_words(one.said.quote, one.note)] if _may_be(each.annotation, one)]
            if those:
                known = min(those, key=lambda each: _strangeness(each, one))
                by_words[_words(one.said.quote, one.note)].remove(known)
                self._take(found, one, known)

    def _by_time(self, incoming: Sequence[Incoming], found: dict[str, Known]) -> None:
        """One that was made at the same moment, whose words or note were edited since."""
        by_time = {(_second(one.annotation), one.annotation.is_page_note): one for one in reversed(self._left.values())}
        for one in incoming:
            if one.said.created is None:
                continue
            known = by_time.get((int(one.said.created.timestamp()), not one.said.quote))
            if known is None or known.annotation.id not in self._left or not _may_be(known.annotation, one):
                continue
            if not one.said.quote or _holds(known.annotation.quote, one.said.quote):
                self._take(found, one, known)

    def _by_growth(self, incoming: Sequence[Incoming], found: dict[str, Known]) -> None:
        """One of the same program at the same place, which was made longer or shorter there."""
        near: defaultdict[tuple[str, str, int], list[Known]] = defaultdict(list)
        for known in self._left.values():
            for origin in known.annotation.origins:
                place = source_place(origin.facts)
                if place is not None and not origin.facts.get("id"):
                    for bucket in _buckets(place):
                        near[origin.program, place.unit, bucket].append(known)
        for one in incoming:
            if one.place is None or not one.said.quote or one.said.origin_id:
                continue
            those = [each for bucket in _buckets(one.place) for each in near[one.program, one.place.unit, bucket]]
            grown = next(
                (each for each in those if each.annotation.id in self._left and _grew(each.annotation, one)), None
            )
            if grown is not None:
                self._take(found, one, grown)


def _says(known: Known, one: Incoming) -> bool:
    """Whether the program said the same of it the last time, and where it stands."""
    origin = origin_of(known.annotation, one.program)
    return origin is not None and says_the_same(one, origin.facts) and source_place(origin.facts) == one.place


def _may_be(annotation: Annotation, one: Incoming) -> bool:
    """Whether nothing says that they are two: another id of the same program, another place in the same unit."""
    origin = origin_of(annotation, one.program)
    if origin is not None and one.said.origin_id and origin.facts.get("id") not in (None, one.said.origin_id):
        return False
    return all(_meets(place, one.place) for each in annotation.origins if (place := source_place(each.facts)))


def _strangeness(known: Known, one: Incoming) -> tuple[bool, bool]:
    """The least strange comes first: at the very place, and of the same program."""
    origin = origin_of(known.annotation, one.program)
    return origin is None or source_place(origin.facts) != one.place, origin is None


def _grew(annotation: Annotation, one: Incoming) -> bool:
    origin = origin_of(annotation, one.program)
    if origin is None or not _meets(source_place(origin.facts), one.place):
        return False
    was, now = letters(str(origin.facts.get("quote", ""))), letters(one.said.quote)
    shorter, longer = sorted((was, now), key=len)
    long_enough = len(shorter) >= ENOUGH or (not shorter.isascii() and 2 * len(shorter) >= ENOUGH)
    return long_enough and (longer.startswith(shorter) or longer.endswith(shorter))


def _holds(one: str, other: str) -> bool:
    shorter, longer = sorted((letters(one), letters(other)), key=len)
    return bool(shorter) and shorter in longer


def _words(quote: str, note: str) -> str:
    """What two annotations of one passage have in common: the words of the quote; of a page note, its own."""
    return letters(quote) or quote.strip() or f"\n{letters(note) or note.strip()}"


def _meets(one: SourcePlace | None, other: SourcePlace | None) -> bool:
    """Whether two places can be one: they overlap, or cannot be compared."""
    if one is None or other is None or one.unit != other.unit:
        return True
    return one.start <= other.end and other.start <= one.end


def source_place(facts: Mapping[str, object]) -> SourcePlace | None:
    """Tell where the facts of an origin say that it stands."""
    place = facts.get("place")
    if not isinstance(place, list) or len(place) != 3:
        return None
    unit, start, end = place
    return SourcePlace(str(unit), start, end) if isinstance(start, int) and isinstance(end, int) else None


def _buckets(place: SourcePlace) -> range:
    first = place.start // BUCKET
    return range(first, min(place.end // BUCKET, first + WIDEST) + 1)


def _second(annotation: Annotation) -> int:
    return int(annotation.created.timestamp())


def _in_order(annotation: Annotation) -> tuple[int, str]:
    span = annotation.targets[-1].span if annotation.targets else None
    places = [place.start for one in annotation.origins if (place := source_place(one.facts))]
    return (places[0] if places else span.start if span else 0), annotation.id
