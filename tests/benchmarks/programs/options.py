"""What Textual offers for a long list: an OptionList of 10,000, and a filter that fills it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App
from textual.widgets import Input, OptionList

if TYPE_CHECKING:
    from textual.app import ComposeResult

ENTRIES = [
    f"{n} Plenty of people agree that something must change.\nOn the {'left' if n % 2 else 'right'} they say so. ¶ {n}"
    for n in range(10_000)
]


class Options(App[None]):
    """The list, and a line to filter it."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """The list has the focus first; Tab goes to the line."""
        yield OptionList(*ENTRIES, markup=False)
        yield Input()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what contains the text."""
        found = [one for one in ENTRIES if event.value in one]
        self.query_one(OptionList).set_options(found)


if __name__ == "__main__":
    Options().run()
