"""How much of a new text an article already has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.formats.recognise import fingerprint, likeness

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.ports import Store


class Likeness:
    """Compares one text with the articles' latest versions, each loaded and fingerprinted once at most."""

    def __init__(self, store: Store, text: str) -> None:
        self._store = store
        self._text = text
        self._found: dict[str, float] = {}

    def __call__(self, article: Article) -> float:
        """The share, from 0 to 1; 0 for an article whose text is not kept."""
        if article.id not in self._found:
            self._found[article.id] = self._compare(article)
        return self._found[article.id]

    def _compare(self, article: Article) -> float:
        if not article.versions or not _near(article.latest.length, len(self._text)):
            return 0.0
        kept = self._store.document(article.latest.hash)
        return likeness(fingerprint(kept.text), fingerprint(self._text)) if kept else 0.0


def _near(one: int, other: int) -> bool:
    """Whether two lengths allow for one text: the comparison loads the other, so the far ones are left out."""
    return min(one, other) * 3 >= max(one, other)
