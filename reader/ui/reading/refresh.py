"""After every key: pane and status line follow the text, in the same handler and so in the same frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import MarkKind
from reader.ui.keys.bindings import Mode
from reader.ui.keys.hints import Situation, hints
from reader.ui.reading.article_view import Folding
from reader.ui.reading.state import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reader.ui.keys.bindings import Command
    from reader.ui.reading.state import Reading


def settle(reading: Reading, commands: Mapping[str, Command], begun: tuple[str, ...]) -> None:
    """Show what is focused, what is found, how far one is and which keys are likely."""
    view, pane = reading.view, reading.pane
    focused = reading.focused
    view.focused = focused.id if focused else None
    if focused is not None:
        pane.current = focused.id
        pane.reveal(focused.id)
    elif not pane.active:
        # Nothing is focused: the pane shows what is marked around the cursor.
        pane.current = ""
        near = nearest(reading.annotations, view.cursor.start)
        if near is not None:
            pane.reveal(near.id)
    found = reading.search
    view.matches = found.within if found else None
    status = reading.status
    reading.passing.follow(view.shown, reading.host.services.now(), reading=view.read_on)
    status.percent = view.percent
    status.minutes = reading.passing.minutes_left(view.shown.start)
    names = reading.host.services.settings.colours
    status.pen = reading.pen
    status.pen_name = names.get(reading.pen, "")
    status.mode = _mode(reading)
    situation = Situation(
        reading.mode,
        focused=focused is not None,
        linked=_linked(reading),
        searching=found is not None,
        filtered=bool(pane.filter_text),
        folded=view.folding is not Folding.ALL,
        writing=reading.shell.writing,
        waiting=reading.opened.waiting,
        begun=begun,
        names=names,
    )
    status.hints = hints(situation, commands)


def draw_ahead(reading: Reading, offset: int) -> Iterator[None]:
    """Draw, step by step, the entries that go along with a cursor at `offset`, before it is there."""
    near = nearest(reading.annotations, offset)
    index = reading.pane.listing.index(near.id) if near else None
    if index is not None:
        yield from reading.pane.draw_around(index)


def _mode(reading: Reading) -> str:
    if reading.shell.writing:
        return "NOTE"
    if reading.view.labels:
        return "LABELS"
    if reading.mode is Mode.SELECT:
        return "SELECT"
    if reading.search is not None and reading.view.match is not None:
        return str(reading.search.count(reading.view.match.start))
    return "PANE" if reading.mode is Mode.PANE else ""


def _linked(reading: Reading) -> bool:
    marks = reading.opened.document.marks_in(reading.view.cursor)
    return any(mark.kind in (MarkKind.LINK, MarkKind.NOTE) for mark in marks)
