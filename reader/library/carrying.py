"""The highlights of an article are brought over to the version that is open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import is_normalized

from reader.anchoring import Moved, carry_through, describe, resolve
from reader.domain.annotation import CHECK_BELOW, Origin, State, Target
from reader.domain.document import text_hash
from reader.domain.ports import Change
from reader.domain.wording import counted
from reader.library.phrases import find_composed_places, find_unspaced_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.anchoring import Anchored, Orphan
    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.ports import Store
    from reader.domain.selectors import Selectors

    Answer = Anchored | Moved | Orphan
    Progress = Callable[[int, int], None]
    """Told how many of how many are done."""

BATCH = 500
"""Annotations saved at once: a progress step of well under a second, and few writes for 10,000."""


@dataclass(frozen=True, slots=True)
class Carried:
    """A `Carried` says how many highlights were brought over, and how they fared."""

    anchored: int = 0
    moved: int = 0
    check: int = 0
    lost: int = 0

    def __bool__(self) -> bool:
        return bool(self.anchored or self.moved or self.check or self.lost)

    def __str__(self) -> str:
        parts = [f"{counted(self.anchored + self.moved, 'highlight')} in place"]
        if self.moved:
            parts.append(f"{self.moved} of them reworded" if self.moved > 1 or self.anchored else "reworded")
        if self.check:
            parts.append(f"{self.check} to check")
        if self.lost:
            parts.append(f"{self.lost} lost")
        return ", ".join(parts)


def list_uncarried(annotations: Sequence[Annotation], version: str) -> list[Annotation]:
    """List the highlights that have not been looked for in `version`."""
    return [one for one in annotations if not one.is_page_note and one.target_in(version) is None]


def carry(store: Store, article: Article, version: str, document: Document, progress: Progress) -> Carried:
    """Look for every highlight of the article that `version` does not show yet, and save what is found.

    Each starts from the last version that it was found in, and goes through every kept version since; where no
    old text is kept, its quote is looked for. Older targets stay. Raises a StoreError.
    """
    waiting = list_uncarried(store.annotations(article.id), version)
    counts = dict.fromkeys(("anchored", "moved", "check", "lost"), 0)
    changes = []
    done = 0
    for annotation, answer in answers(store, article, version, document, waiting):
        target = target_of(annotation, version, document.text, answer)
        counts[fate(target)] += 1
        changes.append(Change(annotation, annotation._replace(targets=(*annotation.targets, target))))
        if len(changes) == BATCH:
            store.save_annotations(changes)
            done += len(changes)
            changes = []
            progress(done, len(waiting))
    if changes:
        store.save_annotations(changes)
        progress(len(waiting), len(waiting))
    return Carried(**counts)


def answers(
    store: Store, article: Article, version: str, document: Document, waiting: Sequence[Annotation]
) -> Iterator[tuple[Annotation, Answer]]:
    """Tell where each of `waiting` is in `version`, in no order; nothing is written."""
    order = [one.hash for one in article.versions]
    by_version: dict[str, list[tuple[Annotation, Target]]] = defaultdict(list)
    for annotation in waiting:
        last = _last_found(annotation, order)
        # One that was never found anywhere, or lost its place to damage, has its quote alone.
        known = last.version if last.selectors.position is not None else ""
        by_version[known].append((annotation, last))
    for old, pairs in by_version.items():
        kept = store.document(old) if old in order else None
        if kept is None:
            yield from ((annotation, look_for(document.text, last.selectors)) for annotation, last in pairs)
            continue
        between = order[order.index(old) + 1 : order.index(version) if version in order else len(order)]
        chain = [kept, *(one for one in map(store.document, between) if one is not None), document]
        spans = [last.selectors.position for _, last in pairs if last.selectors.position is not None]
        found = carry_through([one.text for one in chain], spans, blocks=[one.blocks for one in chain])
        yield from zip((annotation for annotation, _ in pairs), found, strict=True)


def look_for(text: str, selectors: Selectors) -> Answer:
    """Tell where a quotation is in `text`, whichever way the letters of either are composed, and whatever blanks it
    has.
    """
    answer = resolve(text, selectors)
    if answer.span is not None and answer.confidence >= CHECK_BELOW:
        return answer
    if (span := find_unspaced_place(text, selectors.quote)) is not None:
        return resolve(text, describe(text, span))
    if is_normalized("NFC", text) and is_normalized("NFC", selectors.quote.exact):
        return answer
    spans = find_composed_places(text, selectors.quote.exact)
    if len(spans) != 1:
        return answer
    return resolve(text, describe(text, spans[0]))


def _last_found(annotation: Annotation, order: Sequence[str]) -> Target:
    """The newest target that is a place in a kept version; else the newest of all, for its quote."""
    found = [one for one in annotation.targets if one.span is not None and one.version in order]
    return max(found, key=lambda one: order.index(one.version)) if found else annotation.targets[-1]


def target_of(annotation: Annotation, version: str, text: str, answer: Answer) -> Target:
    """State what is kept of an answer."""
    if answer.span is None:
        lost = annotation.targets[-1].selectors
        return Target(version, lost, State.ORPHAN, answer.confidence, Origin.CARRIED)
    state = State.MOVED if isinstance(answer, Moved) else State.ANCHORED
    return Target(version, describe(text, answer.span), state, answer.confidence, Origin.CARRIED)


def fate(target: Target) -> str:
    """Tell in one word how a carried highlight fared: a field of `Carried`."""
    if target.state is State.ORPHAN:
        return "lost"
    if target.check:
        return "check"
    return "moved" if target.state is State.MOVED else "anchored"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A `Rehearsed` is one highlight: its words as they were, those found in the new text, and how it would fare."""

    id: str
    fate: str
    confidence: float
    quote: str
    found: str

    def as_json(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)


def rehearse(store: Store, article: Article, document: Document) -> list[Rehearsed]:
    """Carry all highlights of `article` to `document`, in the order of the text they were made in; write nothing."""
    version = text_hash(document.text)
    waiting = [one for one in store.annotations(article.id) if not one.is_page_note]
    rehearsed = []
    for annotation, answer in answers(store, article, version, document, waiting):
        target = target_of(annotation, version, document.text, answer)
        found = target.span.of(document.text) if target.span else ""
        start = annotation.targets[-1].selectors.position
        row = Rehearsed(annotation.id, fate(target), answer.confidence, annotation.quote, found)
        rehearsed.append((start.start if start else -1, annotation.id, row))
    return [row for *_, row in sorted(rehearsed, key=lambda one: one[:2])]
