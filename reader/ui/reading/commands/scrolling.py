"""These commands scroll by rows and pages, and to the ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from reader.ui.reading.state import Reading


@command
def scroll_down(reading: Reading) -> None:
    """Scroll a row down."""
    reading.view.scroll_rows(1)


@command
def scroll_up(reading: Reading) -> None:
    """Scroll a row up."""
    reading.view.scroll_rows(-1)


@command
def page_down(reading: Reading) -> None:
    """Scroll a page down."""
    _pages(reading, 1)


@command
def page_up(reading: Reading) -> None:
    """Scroll a page up."""
    _pages(reading, -1)


@command
def half_page_down(reading: Reading) -> None:
    """Scroll half a page down."""
    _pages(reading, 0.5)


@command
def half_page_up(reading: Reading) -> None:
    """Scroll half a page up."""
    _pages(reading, -0.5)


@command
def go_to_top(reading: Reading) -> None:
    """Go to the beginning."""
    _to(reading, 0)


@command
def go_to_end(reading: Reading) -> None:
    """Go to the end."""
    _to(reading, max(0, len(reading.opened.document.text) - 1))


def _pages(reading: Reading, pages: float) -> None:
    selection = reading.view.selection
    if selection is None:
        reading.view.scroll_pages(pages)
    else:
        rows = int(pages * max(1, reading.view.size.height - 2))
        reading.view.extend(reading.view.below(selection.head.start, rows))


def _to(reading: Reading, offset: int) -> None:
    if reading.view.selection is None:
        reading.jump(offset)
    else:
        reading.view.extend(offset)
