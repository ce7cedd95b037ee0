"""Some highlights want a look after the text has changed, each as it was and as it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.domain.annotation import Origin, State
from reader.domain.wording import one_line
from reader.ui.draw.cells import Styled
from reader.ui.draw.page import Paragraph, paragraphs
from reader.ui.draw.redline import compare
from reader.ui.draw.theme import ON_PEN, PENS, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.domain.annotation import Annotation, Target
    from reader.domain.annotations import Annotations
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.span import Span


class Verdict(StrEnum):
    """A `Verdict` is what was decided about a highlight."""

    OPEN = "open"
    PLACED = "in its place"
    LOST = "kept as lost"


@dataclass(frozen=True, slots=True)
class Case:
    """A `Case` is a highlight to decide about: where it was last, and where it was found; without `old` no text of
    it is kept.
    """

    annotation: Annotation
    old: Target | None
    new: Target

    @property
    def verdict(self) -> Verdict:
        """Return what was decided."""
        if self.new.origin is Origin.CARRIED:
            return Verdict.OPEN
        return Verdict.LOST if self.new.state is State.ORPHAN else Verdict.PLACED


def wanting(annotations: Annotations) -> list[str]:
    """List the ids of the highlights to check, in the order of the text, of those that were lost, of the other
    reworded ones.
    """
    found = [one.annotation for one in annotations.placed]
    targets = [(one.id, one.target_in(annotations.version)) for one in (*found, *annotations.orphans)]
    asking = [one for one, target in targets if asks(target)]
    reworded = [one for one, target in targets if _carried(target) and not asks(target)]
    return [*asking, *reworded]


def case_of(annotation: Annotation, article: Article, version: str) -> Case | None:
    """Make the case of the highlight as it stands; None where it was never looked for in this version."""
    new = annotation.target_in(version)
    if new is None:
        return None
    kept = [one.hash for one in article.versions]
    earlier = [one for one in annotation.targets if one.version != version and one.version in kept and one.span]
    return Case(annotation, max(earlier, key=lambda one: kept.index(one.version), default=None), new)


def score(case: Case) -> str:
    """Tell what became of it, and how surely it was found."""
    if case.new.span is None:
        return "lost"
    reworded = "reworded · " if case.new.state is State.MOVED else ""
    return f"{reworded}{round(case.new.confidence * 100)} % sure"


def sides(case: Case, old: Document | None, new: Document) -> tuple[list[Paragraph], list[Paragraph]]:
    """Show the passage in its old context, and the place where it was found in its own; the second may be empty."""
    place = case.new.span
    before = case.old.span.of(old.text) if old and case.old and case.old.span else case.annotation.quote
    left, right = compare(before, place.of(new.text) if place else before)
    bar, look = PENS[case.annotation.colour], ON_PEN[case.annotation.colour]
    if old is not None and case.old is not None and case.old.span is not None:
        was = list(in_context(old, case.old.span, _on(look, left), bar))
    else:
        was = [Paragraph(tuple(_on(look, left)), bar=bar)]
    return was, list(in_context(new, place, _on(look, right), bar)) if place else []


def in_context(document: Document, span: Span, passage: Sequence[Styled], bar: Role) -> Iterator[Paragraph]:
    """List the paragraphs that `span` is in, with `passage` in its place, between the one before and the one after.

    `bar` stands beside those that the passage is in; without a passage it marks the paragraph of a place.
    """
    blocks, text = document.blocks, document.text
    first, last = document.block_index(span.start), document.block_index(max(span.start, span.end - 1))
    if first > 0:
        yield Paragraph((Styled(one_line(blocks[first - 1].span.of(text)), Role.FAINT),), blocks[first - 1].kind)
    runs = [
        Styled(text[blocks[first].span.start : span.start]),
        *passage,
        Styled(text[span.end : blocks[last].span.end]),
    ]
    for one in paragraphs((run, blocks[first].kind) for run in runs):
        marked = not passage or any(run.style for run in one.runs)
        yield Paragraph(one.runs, one.kind, bar=bar if marked else Role.PLAIN)
    if last + 1 < len(blocks):
        yield Paragraph((Styled(one_line(blocks[last + 1].span.of(text)), Role.FAINT),), blocks[last + 1].kind)


def asks(target: Target | None) -> bool:
    """Tell whether somebody should look where it was carried to; what is only reworded may be looked at."""
    carried = target is not None and target.origin is Origin.CARRIED
    return target is not None and carried and (target.check or target.state is State.ORPHAN)


def _carried(target: Target | None) -> bool:
    return target is not None and target.origin is Origin.CARRIED and target.state is not State.ANCHORED


def _on(look: Role, runs: Sequence[Styled]) -> list[Styled]:
    """The words that stayed on the pen's ground; what changed stands out of it."""
    return [Styled(run.text, run.style or look) for run in runs]
