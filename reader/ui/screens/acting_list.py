"""A list may have commands of the user's own run on it, and notes written below it; it shows what others write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from reader.ui.keys.status_line import WRITING, StatusLine
from reader.ui.lists.keyed import Result
from reader.ui.lists.list_screen import ListScreen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.ui.lists.asked import Writing
    from reader.ui.lists.keyed import Handler
    from reader.ui.reading.note_editor import NoteEditor
    from reader.ui.screens.own_runs import OwnRuns, RunSubject


POLL = 1.0
"""Seconds after which it is seen what another program wrote."""


class ActingList(ListScreen[Result], Generic[Result]):
    """The common part; `subject` says what a command is run on."""

    _runs: OwnRuns | None = None
    """What runs the commands, where the settings have some."""
    _editor: NoteEditor | None = None
    """What the note is written in that is open."""
    _looking = False
    """Whether it is being looked for what another program wrote."""

    # -- for the screens

    def subject(self) -> RunSubject | None:
        """Return what a command of the user's own is run on; None where there is nothing."""
        return None

    @property
    def is_listed(self) -> bool:
        """Tell whether all is listed, so that it may be listed anew."""
        return True

    def list_anew(self) -> None:
        """Another program wrote: list what there is now."""

    def watch_others(self) -> None:
        """Look from now on whether another program wrote; keys wait for neither the look nor the list."""
        self.set_interval(POLL, self._look_beside)

    def _look_beside(self) -> None:
        if self.is_active and self.is_listed and not self.writing and not self._looking:
            self._looking = True
            self.program.beside(self._look())

    async def _look(self) -> None:
        try:
            # Another list may be on top by now, which had been read before this look was over.
            if await self.attempt(self.services.library.collection.refresh) and isinstance(
                top := self.app.screen, ActingList
            ):
                top.list_anew()
        finally:
            self._looking = False

    @property
    def running(self) -> bool:
        """Tell whether a command of the user's own is."""
        return self._runs is not None and self._runs.program is not None

    @property
    def writing(self) -> bool:
        """Tell whether a note is being written."""
        return self._editor is not None

    async def write(self, writing: Writing) -> None:
        """Open the editor for a note, below the list, if that has not been left meanwhile."""
        if not self.program.has(self):
            return
        # Textual's text area, while the library is the first screen of many starts.
        from reader.ui.reading.note_editor import NoteEditor  # noqa: PLC0415

        editor = self._editor = NoteEditor(writing)
        await self.mount(editor)
        for line in self.query(StatusLine):
            line.hints = WRITING
        self.give_keys(editor.area)

    # -- the rest

    def handlers(self) -> Mapping[str, Handler]:
        """Return, besides those of a list, the commands of the user's own."""
        handlers = super().handlers()
        if not self.services.settings.commands:
            return handlers
        # Processes, and what they write: for who has such commands.
        from reader.ui.screens.own_runs import OwnRuns  # noqa: PLC0415

        self._runs = OwnRuns(self, self.subject)
        return {**handlers, **self._runs.handlers()}

    async def keep(self) -> bool:
        """Write what is being typed to the disk, as a draft; whether nothing would be lost now."""
        return await super().keep() and (self._editor is None or await self._editor.keep())

    async def on_note_editor_note_closed(self, event: NoteEditor.NoteClosed) -> None:
        """Name the keys again: the note is saved, or given up."""
        self._editor = None
        await event.editor.remove()
        self.show_hints()

    def on_unmount(self) -> None:
        """End what was run for this list: it has nobody to tell."""
        if self._runs is not None:
            self._runs.stop()

    def _leave(self) -> None:
        """End what runs; else as a list does."""
        if self._runs is None or not self._runs.stop():
            super()._leave()
