"""These commands act in the pane and on its entries."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError
from reader.ui.lists.asked import Asked
from reader.ui.lists.saved_queries import name_asked, saving_told
from reader.ui.lists.tag_line import QUERY_HINT, complete_query
from reader.ui.reading.keyboard import command
from reader.ui.reading.state import nearest

if TYPE_CHECKING:
    from reader.domain.annotation import Annotation
    from reader.ui.reading.state import Reading

FAR = 1 << 30
"""More entries than any list has."""


@command
def toggle_pane(reading: Reading) -> None:
    """Show or hide the pane."""
    reading.show_side(not reading.side_shown)


@command
def switch_pane(reading: Reading) -> None:
    """Go to the pane, or to what a command wrote in its place, or back to the text."""
    if reading.output is not None:
        reading.output.active = not reading.output.active
        return
    if reading.pane.active:
        reading.pane.active = False
        return
    reading.give_up_selection()
    reading.show_side(True)
    focused = reading.focused or nearest(reading.annotations, reading.view.cursor.start) or reading.pane.entry_after(1)
    reading.pane.active = True
    if focused is not None:
        reading.choose(focused)


@command
def entry_down(reading: Reading) -> None:
    """Go to the next entry."""
    _go(reading, reading.pane.entry_after(1))


@command
def entry_up(reading: Reading) -> None:
    """Go to the entry before."""
    _go(reading, reading.pane.entry_after(-1))


@command
def entries_down(reading: Reading) -> None:
    """Go a page of entries on."""
    _go(reading, reading.pane.entry_pages_on(1))


@command
def entries_up(reading: Reading) -> None:
    """Go a page of entries back."""
    _go(reading, reading.pane.entry_pages_on(-1))


@command
def first_entry(reading: Reading) -> None:
    """Go to the first entry."""
    _go(reading, reading.pane.entry_after(-FAR))


@command
def last_entry(reading: Reading) -> None:
    """Go to the last entry."""
    _go(reading, reading.pane.entry_after(FAR))


@command
def show_entry(reading: Reading) -> None:
    """Leave the pane for the entry's place in the text."""
    focused = reading.focused
    reading.leave_here()
    reading.pane.active = False
    if focused is not None:
        reading.choose(focused)


@command
async def filter_pane(reading: Reading) -> None:
    """Ask what the pane shall show, and show it while one types."""
    before = reading.pane.filter_text
    names = reading.program.services.settings.colours.values()

    def changed(query: str) -> None:
        reading.pane.filter_text = query.strip()
        if reading.status.failed:
            reading.say("")  # of what was typed before
        reading.arrange_pane()

    @cache
    def tags() -> Counter[str]:
        return Counter(tag for one in reading.annotations for tag in one.tags)

    services = reading.program.services

    async def save(name: str, query: str) -> bool:
        said, names = services.settings.queries, services.settings.colours
        try:
            kept = await reading.call(lambda: services.library.queries.save(name, query, said, names))
            reading.saved_queries = await reading.call(services.saved_queries)
        except ReaderError as error:
            reading.fail(str(error))
            return False
        reading.say(saving_told(kept, query, said))
        return True

    await reading.acts.ask(
        Asked(
            "filter",
            changed,
            value=before,
            changed=changed,
            left=lambda: changed(before),
            complete=lambda typed: complete_query(typed, tags, names, reading.saved_queries),
            hint=QUERY_HINT,
            separator=" ",
            history="pane",
            replaced=bool(before),
            save=lambda query: name_asked(query, reading.saved_queries, save),
        )
    )
    with suppress(ReaderError):  # without them the filter does all else
        reading.saved_queries = await reading.call(services.saved_queries)
    # The first letter looks into all of them: meanwhile those are read that nobody has looked at yet.
    subjects, annotations = reading.filter_subjects(), reading.annotations
    await reading.program.call_drafts(lambda: subjects.fold(annotations))


@command
def sort_pane(reading: Reading) -> None:
    """Sort by the next of place, time and colour."""
    reading.pane.order = reading.pane.order.following
    reading.arrange_pane()
    reading.say(f"sorted by {reading.pane.order.value}")


def _go(reading: Reading, entry: Annotation | None) -> None:
    if entry is not None:
        reading.choose(entry)
