"""An annotation is a highlight or a note, with every place it was ever found at."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.colour import Colour as Colour
from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from datetime import datetime

    from reader.domain.selectors import Selectors
    from reader.domain.span import Span


class State(StrEnum):
    """A `State` says how a highlight was found in a version."""

    ANCHORED = "anchored"
    MOVED = "moved"
    ORPHAN = "orphan"


class Origin(StrEnum):
    """An `Origin` says who put a highlight where it is in a version. What a person did beats what was carried."""

    MADE = "made"
    CARRIED = "carried"
    PLACED = "placed"


CHECK_BELOW = 0.90
"""A place found with less confidence than this wants a look (ANCHORING: harm at or above it is 0.2 %)."""


_BLANK_LINES = deferred(r"\n[^\S\n]*\n\s*")

RETURNED = "back again: deleted in one place, edited in another"
"""What people are told of an annotation that is `returned`."""


class Target(NamedTuple):
    """A `Target` is a highlight's place in one version. An orphan keeps the selectors of the text it was lost from."""

    version: str
    selectors: Selectors
    state: State = State.ANCHORED
    confidence: float = 1.0
    origin: Origin = Origin.MADE

    @property
    def span(self) -> Span | None:
        """Tell where it is; None for an orphan."""
        return None if self.state is State.ORPHAN else self.selectors.position

    @property
    def check(self) -> bool:
        """Tell whether it was found, but wants a look."""
        found = self.state is not State.ORPHAN
        return found and self.origin is Origin.CARRIED and self.confidence < CHECK_BELOW


class NoteText(NamedTuple):
    """A `NoteText` is one of several texts that a note was given at the same time on different machines."""

    text: str
    device: str
    written: datetime


class ImportOrigin(NamedTuple):
    """An `ImportOrigin` keeps what an imported annotation said in its program's file: the base that the next import is
    compared with.

    `facts` is JSON: `id` (the program's own, or empty), `quote`, `note`, `tags`, `colour`, `star`, `place` (unit,
    start, end), `created`, `modified` (ISO 8601); what is empty is left out.
    """

    program: str
    facts: Mapping[str, Any]


FORESEEN: Container[str] = ("not saved yet",)
"""What a record has `seen` that shows an act whose save is still waited for."""


class Annotation(NamedTuple):
    """An `Annotation` is a highlight (it has targets) or a page note (it has none).

    `targets` are oldest version first, at most one a version. `rivals` is empty but after concurrent edits of the
    note on several machines: then it holds all their texts, newest first, and `note` is the first of them.
    `returned` is set where it was deleted in one place and edited in another, until it is changed again.
    `extra` holds (name, JSON text) of what an import knew beyond our own fields, `origins` what each program said of
    it, and `aliases` are the ids under which files other than its first one know it.
    """

    id: str
    article_id: str
    created: datetime
    modified: datetime
    targets: tuple[Target, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    colour: Colour = Colour.YELLOW
    star: bool = False
    creator: str = ""
    rivals: tuple[NoteText, ...] = ()
    returned: bool = False
    extra: tuple[tuple[str, str], ...] = ()
    origins: tuple[ImportOrigin, ...] = ()
    aliases: tuple[str, ...] = ()
    seen: Container[str] = ()
    """The store's own: which writes this record shows. Handed back with a change, never read by anyone else."""

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, whichever writes they show."""
        return isinstance(other, Annotation) and self[:-1] == other[:-1]

    def __ne__(self, other: object) -> bool:
        """The opposite: a tuple has its own."""
        return not self == other

    def __hash__(self) -> int:
        return hash(self.id)

    @property
    def foreseen(self) -> bool:
        """Tell whether it is shown as it will be once it has been saved."""
        return self.seen is FORESEEN

    @property
    def is_page_note(self) -> bool:
        """Tell whether it belongs to the whole article."""
        return not self.targets

    @property
    def quote(self) -> str:
        """Return the highlighted text as it was last seen; empty for a page note."""
        return self.targets[-1].selectors.quote.exact if self.targets else ""

    @property
    def whole_note(self) -> str:
        """Return the note; where it has rivals, all their texts, a blank line between them."""
        return "\n\n".join(rival.text for rival in self.rivals) or self.note

    def says(self, text: str) -> bool:
        """Tell whether `text` is a whole paragraph of the note, or several that follow each other, in any of its
        texts.
        """
        wanted = _paragraphs(text)
        return any(wanted in _paragraphs(one.text) for one in self.rivals) or wanted in _paragraphs(self.note)

    def with_paragraph(self, text: str) -> Annotation:
        """Add `text` as a paragraph of its own at the end of the note; of several texts the first gets it."""
        note = f"{self.note.rstrip()}\n\n{text}" if self.note.strip() else text
        rivals = tuple(one._replace(text=note) if one.text == self.note else one for one in self.rivals)
        return self._replace(note=note, rivals=rivals)

    def target_in(self, version: str) -> Target | None:
        """Return its place in that version; None where it has not been carried there (yet)."""
        for target in reversed(self.targets):
            if target.version == version:
                return target
        return None


def _paragraphs(text: str) -> str:
    """The paragraphs of a text, each between blank lines, however many of these there are and whatever is in them."""
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    return "\n\n".join(["", *(part for part in parts if part), ""])
