"""Pane and status line tell of where the cursor is: what a key means there, which keys are likely, what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.wording import one_line
from reader.ui.draw.layout.fold import Folding
from reader.ui.keys.status_line import Situation
from reader.ui.reading.state import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.ui.keys.bindings import Command
    from reader.ui.reading.state import Reading

PLACED = 36
"""Letters of a place that are shown: both ends of it, and room for what the keys do in 80 cells."""


def show_focused(reading: Reading) -> None:
    """Show which annotation a key means; where none is, let the pane show what is marked around the cursor."""
    view, pane = reading.view, reading.pane
    focused = reading.focused
    view.focused = focused.id if focused else None
    if focused is not None:
        pane.current = focused.id
        pane.reveal(focused.id)
    elif not pane.active:
        pane.current = ""
        near = nearest(reading.annotations, view.cursor.start)
        if near is not None:
            pane.reveal(near.id)


def tell(reading: Reading, commands: Mapping[str, Command], begun: tuple[str, ...]) -> None:
    """Say what is found, which mode it is and which keys are likely."""
    view, pane, status, found = reading.view, reading.pane, reading.status, reading.search
    view.matches = found.within if found else None
    names = reading.program.services.settings.colours
    status.pen = reading.pen
    status.pen_name = names.get(reading.pen, "")
    status.mode = reading.mode_name
    situation = Situation(
        reading.mode,
        focused=view.focused is not None,
        linked=reading.linked,
        searching=found is not None,
        filtered=bool(pane.filter_text),
        folded=view.folding is not Folding.ALL,
        writing=reading.writing,
        waiting=reading.opened.waiting,
        output=reading.output is not None,
        begun=begun,
        names=names,
    )
    status.hint_at_keys(situation, commands)
    _tell_placing(reading)
    # While a mark's letter is waited for.
    if begun in (("`",), ("'",)) and reading.marks and not reading.status.message:
        reading.say(reading.marks_told)


def _tell_placing(reading: Reading) -> None:
    """While a highlight's ends are chosen: what Enter does with it, as long as nothing else is said."""
    placing = reading.after_moving is not None
    act, away = ("puts it on", "back to the desk") if placing else ("gives it these ends:", "leaves it as it is")
    begun, said = f"Enter {act} “", reading.status.message
    # A line that is typed into leaves what was said when it was asked for.
    if not reading.moving or reading.view.selection is None or (said and not said.startswith(begun)):
        return
    text = reading.opened.document.text
    words = one_line(reading.view.target.trimmed(text).of(text))
    shown = words if len(words) <= PLACED else f"{words[: PLACED // 2].rstrip()} … {words[-PLACED // 2 :].lstrip()}"
    reading.say(f"{begun}{shown}” · Esc {away}")
