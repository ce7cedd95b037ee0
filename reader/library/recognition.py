"""Articles are recognised by their texts: by fingerprints, and by how much of a new text an article already has."""

from __future__ import annotations

from array import array
from functools import cached_property
from typing import TYPE_CHECKING

from reader.domain.document import text_hash
from reader.domain.shingles import fingerprint, likeness

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.ports import Store

MOST = 2_048
"""Sketches that are kept in memory, 3 kB each: who takes in a folder of articles compares each with those before."""


PROBABLE = 0.1
"""The likeness of an article whose text has gone to a text in which its quotes stand: enough at its address."""


class Sketches:
    """`Sketches` are those of texts that were made since the program started."""

    def __init__(self) -> None:
        self._known: dict[str, array[int]] = {}

    def of(self, name: str, store: Store) -> frozenset[int] | None:
        """Sketch a kept text; None where it is not kept."""
        if name not in self._known:
            text = store.text(name)
            if text is None:
                return None
            self.add(name, fingerprint(text))
        return frozenset(self._known[name])

    def add(self, name: str, sketch: frozenset[int]) -> None:
        """Keep one, in place of the oldest where there are many."""
        if len(self._known) >= MOST:
            del self._known[next(iter(self._known))]
        self._known[name] = array("q", sketch)


class Likeness:
    """A `Likeness` compares one text with the articles' latest versions."""

    def __init__(self, store: Store, sketches: Sketches, text: str) -> None:
        self._store = store
        self._sketches = sketches
        self._text = text
        self._found: dict[str, float] = {}

    @cached_property
    def sketch(self) -> frozenset[int]:
        """Make the text's own sketch."""
        sketch = fingerprint(self._text)
        self._sketches.add(text_hash(self._text), sketch)
        return sketch

    def note(self) -> None:
        """The text is kept: the store knows from now on what it is found by when it is near another."""
        if "sketch" in vars(self):
            self._store.know_sketch(text_hash(self._text), self.sketch)

    def __call__(self, article: Article) -> float:
        """The share, from 0 to 1. Of an article whose text is not kept there are its quotes to go by."""
        if article.id not in self._found:
            other = self._sketches.of(article.latest.hash, self._store) if article.versions else None
            self._found[article.id] = self._by_quotes(article) if other is None else likeness(other, self.sketch)
        return self._found[article.id]

    def _by_quotes(self, article: Article) -> float:
        from reader.library.works import letters, stand_in  # noqa: PLC0415  (nearly every article has its text)

        quotes = [one.quote for one in self._store.annotations(article.id) if one.quote] if article.versions else []
        return PROBABLE if quotes and stand_in(quotes, letters(self._text)) else 0.0
