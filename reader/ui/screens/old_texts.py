"""The texts that highlights were lost from, and where in the text that is open their places would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring import changes
from reader.domain.errors import NotFound
from reader.ui.draw.redline import stood_at

if TYPE_CHECKING:
    from reader.anchoring import WordChange
    from reader.domain.document import Document
    from reader.library import Opened
    from reader.ui.reading.state import Host
    from reader.ui.screens.desk_cases import Case


class OldTexts:
    """Earlier versions of what is open, each read and compared once, off the thread that draws."""

    def __init__(self, host: Host, opened: Opened) -> None:
        self._host = host
        self._opened = opened
        self._documents: dict[str, Document | None] = {}
        self._edits: dict[str, list[WordChange]] = {}

    async def of(self, case: Case) -> Document | None:
        """The text that the highlight was last found in; None where none is kept."""
        if case.old is None:
            return None
        version = case.old.version
        if version not in self._documents:
            self._documents[version] = await self._host.call(lambda: self._read(version))
        return self._documents[version]

    async def place(self, case: Case) -> int:
        """Where the highlight stood, in the text that is open; its beginning where that cannot be known."""
        old = await self.of(case)
        if old is None or case.old is None or case.old.span is None:
            return 0
        version, new = case.old.version, self._opened.document.text
        if version not in self._edits:
            self._edits[version] = await self._host.call(lambda: changes(old.text, new))
        return min(stood_at(self._edits[version], case.old.span.start), max(0, len(new) - 1))

    def _read(self, version: str) -> Document | None:
        try:
            return self._host.services.library.open_version(self._opened.article, version).document
        except NotFound:
            return None
