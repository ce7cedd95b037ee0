"""A line to type in: a filter, a name, an address."""

from __future__ import annotations

from textual.widgets import Input

from reader.domain.printable import printable
from reader.ui.draw.cells import fitted


class QueryLine(Input):
    """Textual's input, with nothing in it that a terminal would act on: what is pasted may hold anything."""

    ALLOW_SELECT = False

    def __init__(self, value: str = "", placeholder: str = "", *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        super().__init__(value, compact=True, select_on_focus=False, id=id)
        self._example = placeholder

    def on_resize(self) -> None:
        """Cut the placeholder to the width: Textual would wrap it, and send a line end to the terminal."""
        self.placeholder = fitted(self._example, max(1, self.size.width)).rstrip()

    def validate_value(self, value: str) -> str:
        """What was pasted, as it may be drawn."""
        return printable(value)
