"""After every key: pane and status line follow the text, in the same handler and so in the same frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import MarkKind
from reader.domain.errors import NotUnderstood
from reader.domain.printable import one_line
from reader.ui.keys.bindings import Mode
from reader.ui.keys.hints import Situation, hints
from reader.ui.reading.annotation_pane import Listing
from reader.ui.reading.article_view import Folding
from reader.ui.reading.state import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from reader.domain.annotation import Annotation
    from reader.ui.keys.bindings import Command
    from reader.ui.reading.state import Reading


MARKED = 24
"""Letters of the words at a mark that are shown."""
PLACED = 36
"""Letters of a place that are shown: both ends of it, and room for what the keys do in 80 cells."""


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
        output=reading.output is not None,
        begun=begun,
        names=names,
    )
    status.hints = hints(situation, commands)
    _tell_placing(reading)
    _tell_marks(reading, begun)


def _tell_marks(reading: Reading, begun: tuple[str, ...]) -> None:
    """While a mark's letter is waited for: which marks there are, and on what words."""
    if begun not in (("`",), ("'",)) or not reading.marks or reading.status.message:
        return
    text = reading.opened.document.text
    said = [
        f"{key} {_shortened(one_line(text[at : at + 4 * MARKED]), MARKED)}" for key, at in sorted(reading.marks.items())
    ]
    reading.say(f"marks: {' · '.join(said)}")


def _shortened(words: str, room: int) -> str:
    return words if len(words) <= room else f"{words[:room].rstrip()} …"


def _tell_placing(reading: Reading) -> None:
    """While a highlight's ends are chosen: what Enter does with it, as long as nothing else is said."""
    if not reading.moving or reading.view.selection is None or reading.status.message:
        return
    text = reading.opened.document.text
    words = one_line(reading.view.target.trimmed(text).of(text))
    shown = words if len(words) <= PLACED else f"{words[: PLACED // 2].rstrip()} … {words[-PLACED // 2 :].lstrip()}"
    placing = reading.after_moving is not None
    act, away = ("puts it on", "back to the desk") if placing else ("gives it these ends:", "leaves it as it is")
    reading.say(f"Enter {act} “{shown}” · Esc {away}")


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
    return {Mode.PANE: "PANE", Mode.OUTPUT: "OUTPUT"}.get(reading.mode, "")


def _linked(reading: Reading) -> bool:
    marks = reading.opened.document.marks_in(reading.view.cursor)
    return any(mark.kind in (MarkKind.LINK, MarkKind.NOTE) for mark in marks)


def arranged(reading: Reading) -> Listing:
    """The annotations as the pane is to list them. A query that cannot be understood yet filters nothing."""
    pane = reading.pane
    try:
        matches = _matcher(reading, pane.filter_text) if pane.filter_text else None
    except NotUnderstood as error:
        reading.fail(str(error))
        matches = None
    return Listing(reading.annotations, pane.order, matches)


def _matcher(reading: Reading, query: str) -> Callable[[Annotation], bool]:
    # The parser of the query language is for who filters.
    from reader.domain.query import matcher  # noqa: PLC0415
    from reader.library.query_subjects import subject  # noqa: PLC0415

    matches = matcher(reading.host.services.query(query, reading.saved_queries), reading.host.services.now())
    article = reading.opened.article
    # In its own article the title says nothing of an annotation, and would answer for all of them.
    untitled = article._replace(title="")
    return lambda annotation: matches(subject(untitled, annotation))
