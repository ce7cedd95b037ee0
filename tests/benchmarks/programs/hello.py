"""A bare Textual app: one Static, and the key that quits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.app import ComposeResult


class Hello(App[None]):
    """Says hello."""

    def compose(self) -> ComposeResult:
        """The Static."""
        yield Static("What the harbour keeps.")


if __name__ == "__main__":
    Hello().run()
