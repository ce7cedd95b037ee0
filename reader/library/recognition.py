"""Articles recognised by their texts: fingerprints, and how much of a new text an article already has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reader.domain.document import text_hash
from reader.formats.recognise import fingerprint, likeness

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.ports import Store


class Sketches(Protocol):
    """Fingerprints of texts by the texts' hashes, kept so that the texts need not be loaded."""

    def get(self, text_hash: str) -> frozenset[int] | None:
        """The fingerprint of that text, if it is known."""

    def add(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Keep one; nothing depends on it."""


class Remembered:
    """Fingerprints in memory."""

    def __init__(self) -> None:
        self._known: dict[str, frozenset[int]] = {}

    def get(self, text_hash: str) -> frozenset[int] | None:
        """The fingerprint of that text, if it is known."""
        return self._known.get(text_hash)

    def add(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Keep one."""
        self._known[text_hash] = sketch


class Likeness:
    """Compares one text with the articles' latest versions."""

    def __init__(self, store: Store, sketches: Sketches, text: str) -> None:
        self._store = store
        self._sketches = sketches
        self._text = text
        self._sketch: frozenset[int] | None = None
        self._found: dict[str, float] = {}

    def __call__(self, article: Article) -> float:
        """The share, from 0 to 1; 0 for an article whose text is not kept."""
        if article.id not in self._found:
            self._found[article.id] = self._compare(article)
        return self._found[article.id]

    def _compare(self, article: Article) -> float:
        other = self._sketch_of(article.latest.hash) if article.versions else None
        if other is None:
            return 0.0
        if self._sketch is None:
            self._sketch = fingerprint(self._text)
            self._sketches.add(text_hash(self._text), self._sketch)
        return likeness(other, self._sketch)

    def _sketch_of(self, version: str) -> frozenset[int] | None:
        sketch = self._sketches.get(version)
        if sketch is None:
            kept = self._store.document(version)
            if kept is None:
                return None
            sketch = fingerprint(kept.text)
            self._sketches.add(version, sketch)
        return sketch
