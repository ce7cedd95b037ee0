"""Sketches of kept texts, so that a new text is compared with a library of thousands without loading their texts.

A file of records that is only added to; it can be made again from the texts at any time, so nothing depends on it.
"""

from __future__ import annotations

import os
import sys
from array import array
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.storage.disk.system import REAL, System

if TYPE_CHECKING:
    from reader.storage.local.paths import StorePaths

NAME = 32
"""Bytes of a text's hash."""
HASHES = 400
"""Numbers of 64 bits in a record; a shorter sketch is filled up with its first."""
RECORD = NAME + 8 * HASHES


class FileSketches:
    """Sketches by the hash of their text, of this version of Python: another one hashes otherwise."""

    def __init__(self, paths: StorePaths, system: System = REAL) -> None:
        self._path = paths.own_state / f"sketches-{sys.hexversion:x}"
        self._system = system
        self._known: dict[str, frozenset[int]] | None = None

    def get(self, text_hash: str) -> frozenset[int] | None:
        """The sketch of that text, if it was made before."""
        return self._all().get(text_hash)

    def add(self, text_hash: str, sketch: frozenset[int]) -> None:
        """Keep a sketch. A failure is silent: it will be made again."""
        if not sketch or len(sketch) > HASHES or text_hash in self._all():
            return
        self._all()[text_hash] = sketch
        numbers = array("q", sketch)
        numbers.extend([numbers[0]] * (HASHES - len(numbers)))
        with suppress(OSError):
            self._system.make_folder(self._path.parent)
            # One write of a few kilobytes to a file opened for appending is not torn by another process's.
            descriptor = self._system.open(self._path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
            try:
                self._system.write(descriptor, memoryview(bytes.fromhex(text_hash) + numbers.tobytes()))
            finally:
                self._system.close(descriptor)

    def _all(self) -> dict[str, frozenset[int]]:
        if self._known is None:
            self._known = {}
            with suppress(OSError):
                self._load(self._system.read(self._path))
        return self._known

    def _load(self, data: bytes) -> None:
        if len(data) % RECORD:
            # A record was cut off; what follows would be read askew.
            self._system.unlink(self._path)
            return
        assert self._known is not None
        for at in range(0, len(data), RECORD):
            numbers = array("q", data[at + NAME : at + RECORD])
            self._known[data[at : at + NAME].hex()] = frozenset(numbers)
