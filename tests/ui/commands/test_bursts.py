"""Keys that come all at once are obeyed in their order, into editors and out of them again."""

from __future__ import annotations

from tests.ui.fakes import reader


async def test_a_note_typed_at_once() -> None:
    async with reader() as it:
        await it.burst("}", "a", *"why", "escape", ")", "h", "a", *"so", "escape", "*")
        it.agree()
        assert [(one.quote, one.note, one.star) for one in it.stored] == [
            ("One otter swims.", "why", False),
            ("Two otters sleep.", "so", True),
        ]


async def test_a_search_at_once() -> None:
    async with reader() as it:
        await it.burst("/", *"river", "enter", "n", "h")
        assert it.only.quote == "The river is wide."
        assert it.screen.reading.search is not None
        assert it.screen.reading.search.query == "river"


async def test_tags_at_once() -> None:
    async with reader() as it:
        await it.burst("}", "t", *"law", "enter", "2", "t", "x", "escape", "*")
        assert (it.only.tags, it.only.colour.value, it.only.star) == (("law",), "red", True)


async def test_throwing_away_at_once() -> None:
    async with reader() as it:
        await it.burst("}", "a", *"oops", "ctrl+g", "y", "*")
        assert (it.only.note, it.only.star) == ("", True)


async def test_keys_pressed_before_anything_is_drawn_are_obeyed_and_typed() -> None:
    async with reader(early=("}", "h", ")", "a", *"essay", "escape", "2")) as it:
        await it.burst()
        assert [(one.quote, one.note, one.colour.value) for one in it.stored] == [
            ("One otter swims.", "", "yellow"),
            ("Two otters sleep.", "essay", "red"),
        ]


async def test_a_filter_completed_at_once() -> None:
    async with reader() as it:
        await it.burst("}", "t", *"claim", "enter", "tab", "/", *"tag:cl", "tab", "enter")
        assert it.screen.reading.pane.filter_text == "tag:claim"
