"""What carrying would do to the highlights of an article, without doing it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from reader.domain.document import text_hash
from reader.library.carrying import answers, fate, target_of

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.ports import Store


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One highlight: its words as they were, those found in the new text, and how it would fare."""

    id: str
    fate: str
    confidence: float
    quote: str
    found: str

    def as_json(self) -> dict[str, Any]:
        """The fields by name."""
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
