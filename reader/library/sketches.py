"""Fingerprints of texts, by which `likeness` compares them."""

from __future__ import annotations

from typing import Protocol


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
