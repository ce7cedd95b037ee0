"""The mouse: dragging, the bar under a selection, clicks in text and pane, the wheel."""

from __future__ import annotations

import pytest
from textual.events import MouseMove

from reader.domain.annotation import Colour
from reader.ui.reading.selection_bar import SelectionBar
from reader.ui.screens.command_palette import PaletteScreen
from tests.ui.fakes import Reader, reader

FIRST, SECOND = "One otter swims.", "Two otters sleep."


def cell(it: Reader, words: str) -> tuple[int, int]:
    """Where the words begin on the screen."""
    place = it.screen.reading.view.place_of(it.text.index(words))
    assert place is not None
    return place


async def drag(it: Reader, start: str, end: str) -> None:
    await it.pilot.mouse_down(offset=cell(it, start))
    await it.pilot.hover(offset=cell(it, end))
    await it.pilot.mouse_up(offset=cell(it, end))
    await it.pilot.pause()


async def test_dragging_selects_and_keys_or_the_bar_act_on_it() -> None:
    async with reader() as it:
        assert not it.screen.query(SelectionBar)
        await drag(it, "otter", "swims")
        bar = it.screen.query_one(SelectionBar)
        assert it.selected == "otter swims"
        assert bar.display
        await it.press("enter")
        assert it.only.quote == "otter swims"
        assert not bar.display
        await drag(it, "Two", "otters sleep")
        await it.pilot.click(SelectionBar, offset=(3 * 3 + 1, 0))
        assert [one.quote for one in it.stored] == ["otter swims", "Two otters"]
        assert it.colours == [Colour.YELLOW, Colour.BLUE]
        await drag(it, "Three", "otters wait")
        await it.pilot.click(SelectionBar, offset=(28, 0))
        await it.pilot.pause()
        assert it.screen.reading.writing
        assert len(it.stored) == 3


async def test_a_click_focuses_in_both_panes() -> None:
    async with reader() as it:
        await it.press("}", "h", ")", "h", "G")
        await it.pilot.click(offset=cell(it, "otter swims"))
        focused = it.screen.reading.focused
        assert focused is not None
        assert focused.quote == FIRST
        assert it.screen.reading.pane.current == focused.id
        await it.press("G")
        await it.pilot.click("#pane", offset=(6, 4))
        assert it.cursor == SECOND
        assert it.screen.reading.pane.current == it.stored[1].id


async def test_a_page_note_that_is_clicked_takes_the_keys() -> None:
    async with reader() as it:
        await it.press("A")
        await it.type("all")
        await it.press("escape")
        await it.pilot.click("#pane", offset=(6, 4))
        assert it.screen.reading.pane.active
        await it.press("*")
        assert it.only.star


async def test_the_bar_stays_over_the_text_and_what_was_said_before_goes() -> None:
    async with reader(size=(100, 30)) as it:
        await it.press("}", "h", "Q")
        assert it.message
        await drag(it, "otters wait", "by the river")
        bar = it.screen.query_one(SelectionBar)
        assert bar.region.right < it.screen.query_one("#pane").region.x
        assert not it.message


async def test_with_alt_a_drag_selects_characters() -> None:
    async with reader() as it:
        view = it.screen.reading.view
        await it.pilot.mouse_down(offset=cell(it, "otter"))
        x, y = cell(it, "wims")
        view.post_message(MouseMove(view, x, y, 1, 0, 1, shift=False, meta=True, ctrl=False))
        await it.pilot.pause()
        assert view.selection is not None
        assert it.selected == "otter sw"


async def test_a_right_click_opens_what_can_be_done_there() -> None:
    async with reader() as it:
        await it.press("}", "h", "G")
        await it.pilot.click(offset=cell(it, "otter swims"), button=3)
        await it.pilot.pause()
        palette = it.pilot.app.screen
        assert isinstance(palette, PaletteScreen)
        assert palette.entries.items is not None
        first = palette.entries.items.item_rows(0, 60).rows[0]
        assert first[0].text.startswith("Write a note on the focused annotation")
        await it.pilot.press("escape")
        assert it.cursor == FIRST


@pytest.mark.slow
async def test_so_does_one_after_a_drag_one_in_the_pane_and_one_in_a_list() -> None:
    async with reader() as it:
        await it.press("}", "h", ")", "h", "escape")
        await it.pilot.mouse_down(offset=cell(it, "otter swims"))
        await it.pilot.hover(offset=cell(it, "swims"))
        await it.pilot.mouse_up(offset=cell(it, "swims"))
        await it.press("escape")
        await it.pilot.click(offset=cell(it, "otter swims"), button=3)
        await it.pilot.pause()
        assert isinstance(it.pilot.app.screen, PaletteScreen)
        await it.press("escape")
        await it.pilot.click("#pane", offset=(6, 2), button=3)
        await it.pilot.pause()
        assert isinstance(it.pilot.app.screen, PaletteScreen)
        await it.press(*"delete", "enter")
        assert [one.quote for one in it.stored] == [SECOND]
        await it.press("g", "H")
        screen = it.pilot.app.screen
        await it.pilot.click("#list", offset=(6, 2), button=3)
        await it.pilot.pause()
        assert isinstance(it.pilot.app.screen, PaletteScreen)
        await it.press("escape")
        assert it.pilot.app.screen is screen


async def test_hints_in_the_status_line_can_be_clicked() -> None:
    async with reader() as it:
        await it.press("}")
        text = it.screen.reading.status.render_lines(it.screen.reading.status.size.region)[0].text
        await it.pilot.click("#status", offset=(text.index("h highlight") + 3, 0))
        await it.pilot.pause()
        assert it.only.quote == FIRST
        text = it.screen.reading.status.render_lines(it.screen.reading.status.size.region)[0].text
        await it.pilot.click("#status", offset=(text.index("delete"), 0))
        await it.pilot.pause()
        assert not it.stored
