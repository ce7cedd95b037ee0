"""A note is written in several lines of Markdown, saved on leaving.

What is typed is told within a second (`Typed`), so that it can be kept as a draft.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from rich.text import Text
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static, TextArea

from reader.domain.printable import printable
from reader.ui.keys.edit_keys import edit, edit_actions, joiner
from reader.ui.keys.late_keys import LateKeys

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.events import Key
    from textual.geometry import Region
    from textual.timer import Timer

    from reader.ui.lists.asked import Writing

KEPT_AFTER = 0.7
"""Seconds from the first letter to the draft: with the write it is within the second that is promised."""
EDITS = edit_actions(TextArea.BINDINGS)
"""What keys do to a note besides typing."""
DISCARD = "ctrl+g"
"""Throws away what was typed; the key that cancels in other editors."""
SURE = "Throw away what was typed? y yes, any other key no"


class NoteArea(TextArea):
    """A `NoteArea` is the text area, which draws nothing that a terminal would act on."""

    DEFAULT_CSS = """
    NoteArea {
        height: 1fr;
        background: $panel;
        padding: 0;
        border: none;
        &:focus { border: none; background: $panel; }
        & .text-area--cursor { background: $accent; color: $background; }
        & .text-area--selection { background: $selection-ground; }
    }
    """

    asking = False
    """Whether the next key is an answer, and not text."""
    done = False
    """Whether the note is being closed: what is typed after that is meant for the article."""

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="indent", highlight_cursor_line=False, compact=True)
        self.late = LateKeys()

    async def on_key(self, event: Key) -> None:
        """Edit, and leave alone what is not to be typed. Decided here, for the next key may be waiting already."""
        if self.done:
            self.late.add(event)
        elif self.asking or event.key in ("escape", DISCARD):
            event.prevent_default()
            self.done = event.character in ("y", "Y") if self.asking else event.key == "escape"
            self.asking = not self.asking and event.key == DISCARD
        elif event.key in EDITS:
            await edit(self, event, EDITS[event.key])
        elif sign := joiner(event):
            event.stop()
            event.prevent_default()
            self.replace(sign, *self.selection, maintain_selection_offset=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return its rows; blank once it is removed, for the screen may ask once more when its styles are gone
        already.
        """
        return super().render_lines(crop) if self.is_attached else [Strip.blank(crop.width)] * crop.height

    def get_line(self, line_index: int) -> Text:
        """Draw a line, one code point for one."""
        return Text(printable(self.document.get_line(line_index)), end="", no_wrap=True)


class NoteEditor(Vertical):
    """A `NoteEditor` is a note being written.

    Esc saves it and closes; another key throws away what was typed, and asks before.
    """

    DEFAULT_CSS = """
    NoteEditor {
        height: 50%;
        min-height: 6;
        padding: 0 2;
        background: $panel;
        .title { color: $accent; text-style: bold; height: auto; max-height: 2; }
    }
    """

    class NoteClosed(Message):
        """The note is saved, or given up."""

        def __init__(self, editor: NoteEditor) -> None:
            super().__init__()
            self.editor = editor

    def __init__(self, writing: Writing) -> None:
        super().__init__()
        self.writing = writing
        self.area = NoteArea(writing.text if writing.draft is None else writing.draft)
        self._timer: Timer | None = None
        self._asking = False
        self._is_over = False
        restored = writing.draft is not None and not writing.proposed
        self._title = f"{writing.title} · restored, it was not saved" if restored else writing.title

    @property
    def text(self) -> str:
        """Return what has been written."""
        return self.area.text

    def compose(self) -> ComposeResult:
        """Compose title and text."""
        yield Static(self._title, markup=False, classes="title")
        yield self.area

    def on_mount(self) -> None:
        """Begin to type at the end."""
        self.area.move_cursor(self.area.document.end)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep a draft in a moment, one for many letters."""
        event.stop()
        self._keep_soon()

    async def keep(self) -> bool:
        """Write what was typed so far to the disk, again and again where it cannot be written; whether it is there."""
        self._timer = None
        if self._is_over or not self.is_attached or self.text == self.writing.text:
            return True
        if await self.writing.keep(self.text):
            return True
        self._keep_soon()
        return False

    def _keep_soon(self) -> None:
        if self._timer is None and self.text != self.writing.text:
            self._timer = self.set_timer(KEPT_AFTER, self.keep)

    async def on_key(self, event: Key) -> None:
        """Act on the keys that leave, and on the answer whether to throw away."""
        if self._asking:
            event.stop()
            self._ask(False)
            if event.character in ("y", "Y"):
                await self._close()
        elif event.key == "escape":
            event.stop()
            await self._save()
        elif event.key == DISCARD:
            event.stop()
            if self.text == self.writing.text:
                await self._close()
            else:
                self._ask(True)

    async def _save(self) -> None:
        """Save and close; stay open where it cannot be saved."""
        saving = asyncio.ensure_future(self.writing.save(self.text))
        if not (await asyncio.wait({saving}, timeout=KEPT_AFTER))[0]:
            await self.keep()  # the library is busy: what waits for it is a draft meanwhile
        if await saving:
            await self._close()
        else:
            late, self.area.late, self.area.done = self.area.late, LateKeys(), False
            late.release(self.area)

    async def _close(self) -> None:
        self.area.done = self._is_over = True  # a timer may have gone off while it was being saved, and come after this
        if self._timer is not None:
            self._timer.stop()
        await self.writing.drop()
        if not self.is_attached:
            return  # the program has ended meanwhile
        self.area.late.release(self.screen)
        self.screen.set_focus(None)
        self.post_message(self.NoteClosed(self))

    def _ask(self, asking: bool) -> None:
        self._asking = asking
        self.query_one(".title", Static).update(SURE if asking else self._title)
