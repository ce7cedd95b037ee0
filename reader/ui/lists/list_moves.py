"""One moves in a list in the same way on every screen that has one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.ui.lists.entry_list import EntryList
    from reader.ui.lists.keyed import Handler

END = 1 << 62
"""Beyond the last item of any list."""


def list_moves(entries: EntryList) -> Mapping[str, Handler]:
    """List what the keys of a list do to it."""
    return {
        "list_down": partial(entries.go_by, 1),
        "list_up": partial(entries.go_by, -1),
        "list_page_down": partial(entries.page, 1),
        "list_page_up": partial(entries.page, -1),
        "list_first": partial(entries.go, 0),
        "list_last": partial(entries.go, END),
    }


def find_moves(entries: EntryList) -> Mapping[str, Handler]:
    """List what keys do to a list while the line that narrows it is being typed."""
    return {
        "find_down": partial(entries.go_by, 1),
        "find_up": partial(entries.go_by, -1),
        "find_page_down": partial(entries.page, 1),
        "find_page_up": partial(entries.page, -1),
    }


def page_moves(page: EntryList) -> Mapping[str, Handler]:
    """Return what the same keys do to a page, which has no current item."""
    return {
        "list_down": partial(page.scroll_rows, 1),
        "list_up": partial(page.scroll_rows, -1),
        "list_page_down": partial(page.turn, 1),
        "list_page_up": partial(page.turn, -1),
        "list_first": page.show_start,
        "list_last": page.show_end,
    }
