"""A question is asked that has the answers yes and no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from reader.ui.draw.cells import Styled
from reader.ui.draw.styled_lines import StyledLines
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.keyed import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.widget import Widget

    from reader.ui.draw.cells import Line
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program


class ConfirmScreen(Sheet[bool]):
    """A `ConfirmScreen` asks before something is done; answers whether it may be."""

    MODES = (Mode.QUESTION,)
    HINTS: ClassVar[Sequence[str]] = ("answer_yes", "answer_no")

    def __init__(self, program: Program, question: str, details: Sequence[Line] = ()) -> None:
        """`details` are what one should know to answer."""
        super().__init__(program)
        self._lines = ((Styled(question, Role.TITLE),), *(((), *details) if details else ()))

    def compose(self) -> Iterator[Widget]:
        """Compose the question, and what one should know; the keys."""
        with Vertical(id="sheet"):
            yield StyledLines(id="question")
            yield StatusLine(id="hints")

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(StyledLines).lines = self._lines
        self.show_hints()

    def handlers(self) -> Mapping[str, Handler]:
        """Answer yes or no."""
        return {"answer_yes": self._yes, "answer_no": self._no}

    def _yes(self) -> None:
        self.dismiss(True)

    def _no(self) -> None:
        self.dismiss(False)
