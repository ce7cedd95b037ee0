"""Questions: one line to type, or yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from reader.ui.bindings import Mode
from reader.ui.lines import Styled
from reader.ui.screens.keyed import Sheet
from reader.ui.widgets.hint_line import HintLine
from reader.ui.widgets.query_line import QueryLine
from reader.ui.widgets.styled_lines import StyledLines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.widget import Widget

    from reader.ui.host import Host
    from reader.ui.lines import Line
    from reader.ui.screens.keyed import Handler


class LineScreen(Sheet["str | None"]):
    """Asks for one line; answers with it, or None."""

    MODES = (Mode.FIND,)
    HINTS: ClassVar[Sequence[str]] = ("find_choose", "leave")
    AUTO_FOCUS = "QueryLine"

    def __init__(self, host: Host, question: str, value: str = "", placeholder: str = "") -> None:
        super().__init__(host)
        self._question, self._value, self._placeholder = question, value, placeholder

    def compose(self) -> Iterator[Widget]:
        """The question, the line, the keys."""
        with Vertical(id="sheet"):
            yield StyledLines(id="question")
            yield QueryLine(self._value, self._placeholder, id="query")
            yield HintLine(id="hints")

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(StyledLines).lines = ((Styled(self._question, "title"),),)
        self.show_hints()

    def handlers(self) -> Mapping[str, Handler]:
        """Enter answers."""
        return {**super().handlers(), "find_choose": self._answer}

    def _answer(self) -> None:
        self.dismiss(self.query_one(QueryLine).value)


class ConfirmScreen(Sheet[bool]):
    """Asks before something is done; answers whether it may be."""

    MODES = (Mode.QUESTION,)
    HINTS: ClassVar[Sequence[str]] = ("answer_yes", "answer_no")

    def __init__(self, host: Host, question: str, details: Sequence[Line] = ()) -> None:
        """`details` are what one should know to answer."""
        super().__init__(host)
        self._lines = ((Styled(question, "title"),), *(((), *details) if details else ()))

    def compose(self) -> Iterator[Widget]:
        """The question, and what one should know; the keys."""
        with Vertical(id="sheet"):
            yield StyledLines(id="question")
            yield HintLine(id="hints")

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(StyledLines).lines = self._lines
        self.show_hints()

    def handlers(self) -> Mapping[str, Handler]:
        """Yes or no."""
        return {"answer_yes": self._yes, "answer_no": self._no}

    def _yes(self) -> None:
        self.dismiss(True)

    def _no(self) -> None:
        self.dismiss(False)
