"""Every version that was read is kept as a document, by the hash of its text, whole, and never changed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.domain.document import text_hash
from reader.storage.disk.replace import write_file
from reader.storage.texts.document_file import DamagedDocument, pack, unpack, unpack_text

if TYPE_CHECKING:
    from pathlib import Path

    from reader.domain.document import Document
    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths


class Texts:
    """`Texts` are the folder of kept documents."""

    def __init__(self, system: System, paths: StorePaths) -> None:
        self._system = system
        self._paths = paths
        self._folder = os.path.join(paths.texts, "")  # noqa: PTH118  (with the separator behind it)

    def keep(self, document: Document) -> str:
        """Keep it; one that is there is replaced only where it is damaged, or a newer parser made this one.

        Raises NotSaved, MaybeSaved, ReadOnly.
        """
        name = text_hash(document.text)
        there = self.document(name)
        if there is None or (there.parser == document.parser and there.parser_version < document.parser_version):
            write_file(self._system, self.path(name), pack(document, name))
        return name

    def document(self, name: str) -> Document | None:
        """Read the document of that hash; None where it is missing or damaged."""
        if not is_hash(name):
            return None  # names come out of libraries that anybody may have written
        try:
            return unpack(self._system.read(self.path(name)), name)
        except (OSError, DamagedDocument):
            return None

    def text(self, name: str) -> str | None:
        """Read the text of that hash without what is known of it; None where it is missing or damaged."""
        if not is_hash(name):
            return None
        try:
            # A path of its own for each of 10,000 takes as long as to open them.
            return unpack_text(self._system.read(f"{self._folder}{name}"), name)
        except (OSError, DamagedDocument):
            return None

    def path(self, name: str) -> Path:
        """Tell where the document of that hash is kept."""
        return self._paths.texts / name


def is_hash(name: str) -> bool:
    """Tell whether this can be the name of a kept text."""
    return len(name) == 64 and not name.strip("0123456789abcdef")
