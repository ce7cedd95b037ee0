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
