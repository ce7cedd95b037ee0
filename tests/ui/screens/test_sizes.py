"""Every screen around the article draws at any size, and every row fills its width exactly."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from reader.ui.lists.keyed import KeyedScreen
from reader.ui.lists.line_input import QueryLine
from tests.ui.documents import document_of
from tests.ui.shelves import Shelf, press, running, settled, type_in

SIZES = [(40, 12), (80, 24), (200, 60), (20, 6)]
HOSTILE = "[bold]\x1b]52;c;QUJD\x07 \u202e漢字 👨\u200d👩\u200d👧 e\u0301 [@click=app.quit]"


KEYS = [("L",), ("o",)]
MORE_KEYS = [("?",), ("E",), ("R",), ("g", "H"), (":",), ("L", "e"), ("versions",), ("deleted, to bring",)]
"""Screens that are made like one of the others."""


@pytest.mark.parametrize("keys", [*KEYS, *(pytest.param(keys, marks=pytest.mark.slow) for keys in MORE_KEYS)])
async def test_at_any_size(keys: tuple[str, ...]) -> None:
    shelf = Shelf()
    article = shelf.add(HOSTILE, HOSTILE, "Second paragraph.", marks=["Second", HOSTILE[:9]], tags=(HOSTILE,))
    opened = shelf.change(article, document_of(HOSTILE, "Another paragraph."))
    shelf.library.carry(opened)
    async with running(shelf, opened) as pilot:
        if len(keys[0]) == 1:
            await press(pilot, *keys)
        else:
            await press(pilot, ":")
            await type_in(pilot, keys[0])
            await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, KeyedScreen)
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            for widget in screen.walk_children(Widget):
                if widget.children:
                    continue
                for y in range(widget.size.height):
                    strip = widget.render_line(y)
                    # A zero width joiner is not printable, and harmless.
                    assert strip.text.replace("\u200d", "").isprintable()
                    if not isinstance(widget, QueryLine):
                        assert strip.cell_length == widget.size.width
