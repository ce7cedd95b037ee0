"""Keys that edit what is being typed do so in their order, also where many come at once.

Textual's editors type a letter when it reaches them, and do what any other key is bound to when that has gone up to the
application and come back: letters, and the key that ends the editor, overtook those that move and delete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from textual.binding import BindingType
    from textual.events import Key
    from textual.widget import Widget

LEFT_OUT = frozenset({"submit", "copy"})
"""What ends a line, and what the application has its own way for where nothing is selected."""


def edit_actions(bindings: Iterable[BindingType]) -> Mapping[str, str]:
    """List what each key does in an editor that has these bindings."""
    found = ((one[0], one[1]) if isinstance(one, tuple) else (one.key, one.action) for one in bindings)
    return {
        key.strip(): action
        for keys, action in found
        if action not in LEFT_OUT
        for key in keys.split(",")
        if key.strip()
    }


def joiner(event: Key) -> str:
    """Return the joiner or other sign without a form that was typed, or nothing: Textual takes it for no text.

    Persian has one in every other word, and a family of emoji comes as its members with joiners between them.
    """
    sign = event.character or ""
    return sign if len(sign) == 1 and category(sign) == "Cf" else ""


async def edit(editor: Widget, event: Key, action: str) -> None:
    """Do now what the key is bound to in the editor."""
    event.stop()
    event.prevent_default()
    await editor.app.run_action(action, editor)
