"""Questions: one line to type, or yes and no."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical

from reader.ui.draw.lines import Styled
from reader.ui.draw.styled_lines import StyledLines
from reader.ui.keys.bindings import Mode
from reader.ui.lists.hint_line import HintLine
from reader.ui.lists.keyed import Sheet
from reader.ui.lists.query_line import QueryLine
from reader.ui.reading.completion import Completion
from reader.ui.reading.offers import Offers
from reader.ui.reading.tag_line import TAGS_HINT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.widget import Widget
    from textual.widgets import Input

    from reader.ui.draw.lines import Line
    from reader.ui.lists.keyed import Handler
    from reader.ui.reading.completion import Complete
    from reader.ui.reading.state import Host


class LineScreen(Sheet["str | None"]):
    """Asks for one line; answers with it, or None. Where an act belongs to it, it stays open until that is done."""

    MODES = (Mode.FIND,)
    HINTS: ClassVar[Sequence[str]] = ("find_choose", "leave")
    AUTO_FOCUS = "QueryLine"

    def __init__(
        self,
        host: Host,
        question: str,
        value: str = "",
        placeholder: str = "",
        complete: Complete | None = None,
        act: Callable[[str], object] | None = None,
    ) -> None:
        """`placeholder` shows what may be typed; `complete` says what the last word may become.

        `act` is done with the line, where the library may be touched, before it is answered.
        """
        super().__init__(host)
        self._act = act
        self._question, self._value, self._placeholder = question, value, placeholder
        self._completion = Completion(complete, value) if complete else None

    def compose(self) -> Iterator[Widget]:
        """The question, the line, what it may become, the keys."""
        with Vertical(id="sheet"):
            yield StyledLines(id="question")
            yield QueryLine(self._value, self._placeholder, id="query")
            if self._completion is not None:
                yield Offers(TAGS_HINT)
            yield HintLine(id="hints")

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(StyledLines).lines = ((Styled(self._question, "title"),),)
        self.show_hints(self.HINTS if self._completion is None else ("find_choose", "find_down", "leave"))
        self._offer()

    def handlers(self) -> Mapping[str, Handler]:
        """Enter answers; the keys that go down and up a list go through the completions."""
        return {
            **super().handlers(),
            "find_choose": self._answer,
            "find_down": partial(self._take, 1),
            "find_up": partial(self._take, -1),
        }

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for completions."""
        event.stop()
        self._offer()

    async def _answer(self) -> None:
        value, act = self.query_one(QueryLine).value, self._act
        if act is not None and await self.attempt(lambda: act(value) or True) is None:
            return
        self.dismiss(value)

    def _take(self, step: int) -> None:
        if self._completion is not None:
            line = self.query_one(QueryLine)
            self._completion.follow(line.value)
            line.value = self._completion.take(step)
            line.cursor_position = len(line.value)
            self._offer()

    def _offer(self) -> None:
        if self._completion is not None:
            self._completion.follow(self.query_one(QueryLine).value)
            self.query_one(Offers).show(self._completion)


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
