"""Keys that reached an editor after it was done with: they are the article's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.events import Key

if TYPE_CHECKING:
    from textual.widget import Widget


def hand_back(editor: Widget, event: Key) -> None:
    """Give a key to the screen instead; it came in the same burst as the one that closed the editor."""
    event.stop()
    event.prevent_default()
    editor.screen.post_message(Key(event.key, event.character))
