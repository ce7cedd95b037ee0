"""When a file says something of an annotation again, a three-way comparison decides purely what becomes of it.

The base is what the same program said the last time (its origin). What is as it was there changes nothing here,
whatever was done to it here; what changed only there is taken; what changed on both sides is kept on both sides. What
a file does not say proves nothing: files are often parts, and many formats have no room for all.

Without a base, as with our own exports, what the record was before decides: a value that it had once, and has no more,
is an older state of it and no edit. Of the note such a file has a digest, by which it is known whether it was edited
there, here, or on both sides. A note that the other side has as a paragraph, or within a longer one, is not kept twice.
"""

from __future__ import annotations

import re
from datetime import UTC
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.annotation import Colour, ImportOrigin
from reader.domain.local_time import is_dated
from reader.domain.merge import value_hash
from reader.domain.patterns import deferred
from reader.domain.ports import ByContent, Change
from reader.exchange.sanitize import lines_visible
from reader.library.works import letters

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
    from datetime import datetime

    from reader.domain.annotation import Annotation, Target
    from reader.exchange.imported import Imported, SourcePlace

WHOLE = frozenset({"json", "jsonl"})
"""Formats that say everything: what is missing in them was taken away."""
PALE = {"koreader": {Colour.MAGENTA: Colour.PURPLE}}
"""Colours that a format has no name for, and what it calls them."""
_NOT_IN_TAG = deferred(r"[\s.,]+")


class Fate(StrEnum):
    """A `Fate` is what became of one annotation of a file."""

    NEW = "new"
    UPDATED = "updated"
    KNOWN = "known"
    BOTH = "both kept"
    DELETED = "deleted here"
    RESTORED = "restored"


class Outcome(NamedTuple):
    """An `Outcome` is the fate of an annotation, and what is to be written for it."""

    fate: Fate
    changes: tuple[Change[Annotation], ...] = ()


class Incoming(NamedTuple):
    """An `Incoming` is one annotation of a file, with the program that says it and what it says: the origin that
    will be kept.
    """

    said: Imported
    program: str
    place: SourcePlace | None
    replaced: Container[str] = ()
    """As `Store.past` of the library that wrote the file, where that is known: what was seen and replaced there."""

    @property
    def by(self) -> ByContent:
        """Return what its stamps follow from."""
        return ByContent(self.program, self.said.modified or self.said.created)

    @property
    def note(self) -> str:
        """Return the note; of several written at the same time all: an import has no stamps that would keep them
        apart.
        """
        return "\n\n".join(self.texts)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the texts of the note, each once."""
        said = self.said
        return tuple(dict.fromkeys([said.note, *(one.text for one in said.rivals)])) if said.rivals else (said.note,)

    @property
    def origin(self) -> ImportOrigin:
        """Return what it says, as it is remembered."""
        said = self.said
        facts: dict[str, Any] = {
            "id": said.origin_id,
            "quote": said.quote,
            "note": self.note,
            "tags": list(said.tags),
            "colour": "" if said.colour is Colour.YELLOW else said.colour.value,
            "star": said.star,
            "place": list(self.place) if self.place else None,
            "chapter": said.chapter,
            "created": _written(said.created),
            "modified": _written(said.modified),
        }
        return ImportOrigin(self.program, {name: value for name, value in facts.items() if value})


def compare(
    current: Annotation, incoming: Incoming, past: Container[str], retarget: Callable[[], tuple[Target, ...]]
) -> Outcome:
    """Decide what becomes of `current`, to which the program has spoken before. `past` is `Store.past` of it.

    `retarget` finds the places of the words that the file says now.
    """
    base = origin_of(current, incoming.program)
    assert base is not None, "without a base there is no three-way comparison"
    said, facts = incoming.said, base.facts
    order = _order(_written(said.modified), str(facts.get("modified", "")))
    if order < 0 or says_the_same(incoming, facts):
        return Outcome(Fate.KNOWN)
    edit = _Edit(current, incoming)
    note = str(facts.get("note", ""))
    changed = not _same_text(incoming.note, note) and (incoming.note or order > 0)
    if changed and (order > 0 or value_hash("note", incoming.note) not in past):
        edit.write(note, past, clean=_same_text(current.note, note) and not current.rivals)
    _tags(edit, facts, order)
    colour = Colour(facts["colour"]) if facts.get("colour") in set(Colour) else Colour.YELLOW
    if said.colour is not colour and current.colour is colour:
        edit.take(colour=said.colour)
    if said.star != bool(facts.get("star")) and current.star == bool(facts.get("star")):
        edit.take(star=said.star)
    was, now, here = (letters(one) for one in (str(facts.get("quote", "")), said.quote, current.quote))
    if now and now != was and here == was and (order > 0 or was in now):
        edit.take(targets=retarget())
    return edit.outcome()


def meet(current: Annotation, incoming: Incoming, past: Container[str] = ()) -> Outcome:
    """Decide what becomes of an annotation that another program has too: the same passage, told by both."""
    edit = _Edit(current, incoming)
    if incoming.note and not _says_same(incoming.note, current) and not _was(incoming.note, past):
        edit.write("", clean=not current.note)
    more = _missing(incoming.said.tags, current.tags)
    if more:
        edit.take(tags=(*current.tags, *more))
    if current.colour is Colour.YELLOW and incoming.said.colour is not Colour.YELLOW:
        edit.take(colour=incoming.said.colour)
    if incoming.said.star and not current.star:
        edit.take(star=True)
    return edit.outcome(always=True)


def come_home(current: Annotation, incoming: Incoming, past: Container[str], *, by_id: bool) -> Outcome:
    """Decide what becomes of an annotation of ours that comes back in a file that we wrote, edited or not."""
    said, program = incoming.said, incoming.program
    order = _order(_written(said.modified), _written(current.modified))
    if order == 0 and said.modified is not None and said.modified.microsecond:
        order = (said.modified > current.modified) - (said.modified < current.modified)  # written to the last digit
    undated = said.modified is None and is_dated(current.modified)
    untouched = current.modified == current.created
    whole = program in WHOLE and order >= 0 and not undated
    edit = _Edit(current, incoming)
    changed = not _says_same(incoming.note, current) and (incoming.note or whole)
    now, here = value_hash("note", incoming.note), value_hash("note", current.note)
    # What is here was replaced where the file was written: there somebody saw it.
    replaced = here in incoming.replaced
    if changed and ((now not in past and not _was(incoming.note, past)) or (replaced and order > 0)):
        # Whether who wrote the file saw what is here: the digest knows, where the note was edited in the file itself
        # and this library once had the one before; of another copy's file the times tell.
        base = said.note_digest
        knows = base not in ("", now) and (base == here or base in past)
        seen = replaced or (base == here if knows else (order == 0 and not undated) or untouched)
        edit.write(current.note, past, clean=(seen or not current.note) and not current.rivals)
    if by_id and whole:
        if set(said.tags) != set(current.tags):
            edit.take(tags=said.tags)
        edit.differ(colour=said.colour, star=said.star)
    else:
        more = [tag for tag in _missing(said.tags, current.tags) if value_hash(f"tag/{tag}", True) not in past]
        if more:
            edit.take(tags=(*current.tags, *more))
        if order > 0:
            _replace(edit)
        pale = PALE.get(program, {}).get(current.colour, current.colour)
        known = said.colour is pale or value_hash("colour", said.colour.value) in past
        if said.colour is not Colour.YELLOW and not known:
            edit.take(colour=said.colour)
        if said.star and not current.star and value_hash("star", True) not in past:
            edit.take(star=True)
    # What has no digest of what it was written from is remembered, for the next time.
    return edit.outcome(always=not by_id and not said.note_digest)


def _replace(edit: _Edit) -> None:
    """Take away here what was taken away, and seen before, in the library that wrote the file later."""
    current, said, replaced = edit.current, edit.incoming.said, edit.incoming.replaced
    gone = {tag for tag in _missing(current.tags, said.tags) if value_hash(f"tag/{tag}", True) in replaced}
    if gone:
        edit.take(tags=tuple(tag for tag in edit.after.tags if tag not in gone))
    if said.colour is not current.colour and value_hash("colour", current.colour.value) in replaced:
        edit.take(colour=said.colour)
    if current.star and not said.star and value_hash("star", True) in replaced:
        edit.take(star=False)


def origin_of(annotation: Annotation, program: str) -> ImportOrigin | None:
    """Find what a program said of it the last time; None where it never did."""
    return next((one for one in annotation.origins if one.program == program), None)


class _Edit:
    """An annotation as it is to become."""

    def __init__(self, current: Annotation, incoming: Incoming) -> None:
        self.current = self.after = current
        self.incoming = incoming
        self._rival: Change[Annotation] | None = None

    def take(self, **fields: Any) -> None:
        """Give it these values."""
        self.after = self.after._replace(**fields)

    def differ(self, **fields: Any) -> None:
        """Give it those of the values that it has not."""
        self.take(**{name: value for name, value in fields.items() if getattr(self.after, name) != value})

    def write(self, base: str, past: Container[str] = (), *, clean: bool) -> None:
        """Give it the file's note: in the place of its own, or beside it, as two machines have it.

        Of several texts those come beside it that it says not and, as `past` tells, never said.
        """
        note, current = self.incoming.note, self.current
        if clean or _holds_all(note, current):
            self.take(note=note, rivals=())
        elif note := _fresh(self.incoming.texts, current, past):
            # Nothing of what is there was seen by who wrote it.
            before = current._replace(note="" if base == note else base, rivals=(), seen=())
            self._rival = Change(before, before._replace(note=note), self.incoming.by)

    def outcome(self, *, always: bool = False) -> Outcome:
        """What is to be written; where nothing changed, nothing, unless the origin is to be kept `always`."""
        current, incoming = self.current, self.incoming
        fate = Fate.BOTH if self._rival else Fate.UPDATED if self.after != current else Fate.KNOWN
        if fate is Fate.KNOWN and not always:
            return Outcome(fate)
        after = self.after
        others = [one for one in after.origins if one.program != incoming.program]
        aliases = {*after.aliases, incoming.said.id} - {after.id}
        modified = max(current.modified, incoming.said.modified or current.modified)
        after = after._replace(
            origins=tuple(sorted((*others, incoming.origin), key=lambda one: one.program)),
            aliases=tuple(sorted(aliases)),
            modified=modified if fate is not Fate.KNOWN else current.modified,
        )
        if after == current:
            return Outcome(fate)
        first = Change(current, after, incoming.by)
        return Outcome(fate, (first, self._rival) if self._rival else (first,))


def _tags(edit: _Edit, facts: Any, order: int) -> None:
    """Tags are compared one by one: added there, or taken away there, is done here; all else stays."""
    current, said = edit.current, edit.incoming.said
    was = [str(one) for one in facts.get("tags", ())]
    gone = set(was) - set(said.tags) if said.tags or order > 0 else set()
    added = [tag for tag in said.tags if tag not in was and tag not in current.tags]
    if added or gone & set(current.tags):
        edit.take(tags=(*(tag for tag in current.tags if tag not in gone), *added))


def says_the_same(incoming: Incoming, facts: Any) -> bool:
    """Tell whether the file says what it said the last time, its times and places aside."""
    said = incoming.said
    return (
        said.quote == facts.get("quote", "")
        and incoming.note == facts.get("note", "")
        and sorted(said.tags) == sorted(facts.get("tags", ()))
        and (said.colour.value if said.colour is not Colour.YELLOW else "") == facts.get("colour", "")
        and said.star == bool(facts.get("star"))
    )


def _order(one: str, other: str) -> int:
    """Which of two times is later, to the second, where both are known: 1 the first, -1 the second, else 0."""
    return (one > other) - (one < other) if one and other else 0


def _written(when: datetime | None) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds") if when is not None else ""


def _same_text(one: str, other: str) -> bool:
    """Whether two texts are the same for who reads them: blanks at line ends come and go between programs."""
    return one == other or _squeezed(one) == _squeezed(other)


def _says_same(note: str, current: Annotation) -> bool:
    """Whether a note is the annotation's, or all texts of it in any order and nothing else."""
    if _same_text(note, current.note) or _same_text(note, current.whole_note):
        return True
    left = _squeezed(note)
    for text in sorted(filter(None, (_squeezed(one.text) for one in current.rivals)), key=len, reverse=True):
        before, found, after = left.partition(text)
        if not found:
            return False
        left = f"{before} {after}"
    return bool(current.rivals) and not left.strip()


def _fresh(texts: Sequence[str], current: Annotation, past: Container[str]) -> str:
    """Those of a note's texts that the annotation neither says nor said once, as one."""
    if _says_same("\n\n".join(texts), current):
        return ""
    several = len(texts) > 1
    return "\n\n".join(
        text for text in texts if not current.says(text) and not (several and value_hash("note", text) in past)
    )


def _holds_all(note: str, current: Annotation) -> bool:
    """Whether a note says all that the annotation's texts say, and more: in its place none of them is lost."""
    whole = _squeezed(note)
    return all(
        re.search(rf"(?<!\w){re.escape(text)}(?!\w)", whole) is not None if text else True
        for text in map(_squeezed, [one.text for one in current.rivals] or [current.note])
    )


def _was(note: str, past: Container[str]) -> bool:
    """Whether it is what the note was once, but for what formats do to the ends of a text."""
    return any(value_hash("note", one) in past for one in (note.strip(), f"{note}\n", f"{note.strip()}\n"))


def _squeezed(text: str) -> str:
    return " ".join(lines_visible(text).split())


def _missing(tags: tuple[str, ...], there: tuple[str, ...]) -> list[str]:
    """The tags that are not there, in any form in which a format may have had to write them."""
    forms = {_NOT_IN_TAG.sub("-", tag) for tag in there}
    return [tag for tag in tags if tag not in there and _NOT_IN_TAG.sub("-", tag) not in forms]
