"""The side of the reading screen: the pane, and below it the note that is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical

from reader.ui.draw.own_rows import Covered
from reader.ui.reading.annotation_pane import AnnotationPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from reader.domain.annotation import Annotation
    from reader.ui.reading.note_editor import NoteEditor
    from reader.ui.reading.pane_entry import Where
    from reader.ui.reading.shell import Writing


class Side(Covered, Vertical):
    """Beside the text, or below it on a narrow terminal."""

    def __init__(self, where: Callable[[Annotation], Where]) -> None:
        """`where` tells the place of an annotation in the version that is open."""
        super().__init__()
        self.pane = AnnotationPane(where, id="pane")
        self._editor: NoteEditor | None = None

    def compose(self) -> ComposeResult:
        """The pane; the editor comes when a note is written."""
        yield self.pane

    @property
    def writing(self) -> bool:
        """Whether a note is being written."""
        return self._editor is not None

    async def write(self, writing: Writing) -> Widget:
        """Open the editor for a note; answers what is to have the focus."""
        # The text area takes 25 ms to import.
        from reader.ui.reading.note_editor import NoteEditor  # noqa: PLC0415

        self._editor = NoteEditor(writing)
        self.add_class("-writing")
        await self.mount(self._editor)
        return self._editor.area

    async def keep(self) -> bool:
        """Write what is being typed to the disk, as a draft; whether nothing would be lost now."""
        return self._editor is None or await self._editor.keep()

    async def on_note_editor_closed(self, event: NoteEditor.Closed) -> None:
        """The note is saved, or given up; the message goes on to the screen."""
        await event.editor.remove()
        if self._editor is event.editor:
            self._editor = None
            self.remove_class("-writing")
