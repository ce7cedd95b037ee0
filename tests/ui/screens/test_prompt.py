"""Questions and their answers."""

from __future__ import annotations

import pytest

from reader.ui.app import ReaderApp
from reader.ui.draw.lines import Styled
from reader.ui.screens.line_screen import ConfirmScreen, LineScreen
from tests.ui.shelves import Shelf, press, running, text_of, type_in


@pytest.mark.parametrize(("key", "answer"), [("y", True), ("enter", True), ("n", False), ("escape", False)])
async def test_yes_or_no(key: str, answer: bool) -> None:
    async with running(Shelf()) as pilot:
        app = pilot.app
        assert isinstance(app, ReaderApp)
        given: list[bool | None] = []
        app.put(ConfirmScreen(app, "Open [this]?", ((Styled("notes/[x].md", "faint"),),)), given.append)
        await pilot.pause()
        question = text_of(app.screen, "#question")
        assert "Open [this]?" in question
        assert "notes/[x].md" in question
        await press(pilot, "z", key)
        assert given == [answer]


@pytest.mark.parametrize(("key", "answer"), [("enter", "one two"), ("escape", None)])
async def test_a_line(key: str, answer: str | None) -> None:
    async with running(Shelf()) as pilot:
        app = pilot.app
        assert isinstance(app, ReaderApp)
        given: list[str | None] = []
        app.put(LineScreen(app, "Tags", "one "), given.append)
        await pilot.pause()
        await type_in(pilot, "two")
        await press(pilot, key)
        assert given == [answer]


async def test_nothing_that_a_terminal_obeys_gets_into_a_line() -> None:
    async with running(Shelf()) as pilot:
        app = pilot.app
        assert isinstance(app, ReaderApp)
        given: list[str | None] = []
        app.put(LineScreen(app, "Tags", "a\x1b]0;x\x07"), given.append)
        await pilot.pause()
        app.screen.query_one("#query").insert_text_at_cursor("\x9b2J")  # type: ignore[attr-defined]
        assert "\x1b" not in text_of(app.screen, "#query")
        await press(pilot, "enter")
        assert given == ["a␛]0;x␇\ufffd2J"]
