"""Keys that come all at once are obeyed in their order, into editors and out of them again."""

from __future__ import annotations

import pytest

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


@pytest.mark.parametrize(
    ("keys", "note"),
    [
        ("w h y x x backspace backspace escape", "why"),
        ("w h y home S enter up T end ! escape", "TS!\nwhy"),
        ("w h y x ctrl+z ctrl+y left delete escape", "why"),
        ("a space b ctrl+w c home delete escape", " c"),
        ("a b c left left ctrl+k d ctrl+u e escape", "e"),
    ],
)
async def test_a_note_edited_at_once(keys: str, note: str) -> None:
    async with reader() as it:
        await it.burst("}", "a", *[" " if key == "space" else key for key in keys.split()], ")")
        assert it.only.note == note


@pytest.mark.parametrize(
    "keys",
    [
        "r i v e r x x backspace backspace",
        "v e x backspace backspace e r home r i left left",
        "x y ctrl+u r v e r home right i end",
        "i v e r home r x backspace",
        "x home delete r i v e r s left ctrl+k",
        "n o space ctrl+w ctrl+w r i v e r",
    ],
)
async def test_a_line_edited_at_once(keys: str) -> None:
    async with reader() as it:
        await it.burst("/", *[" " if key == "space" else key for key in keys.split()], "enter", "n", "h")
        assert it.screen.reading.search is not None
        assert it.screen.reading.search.query.strip() == "river"
        assert it.only.quote == "The river is wide."


async def test_tags_edited_at_once() -> None:
    async with reader() as it:
        await it.burst("}", "t", *"lawx", "backspace", "enter", "t", *"see", "home", "x", "backspace", "enter")
        assert it.only.tags == ("law", "see")
