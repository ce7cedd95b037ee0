"""The help is the key table: all of it, at any width, and searched."""

from __future__ import annotations

import pytest

from reader.ui.draw.cells import line_width
from reader.ui.keys.bindings import Group, Mode
from reader.ui.keys.key_rows import find_commands, group_commands, rows
from reader.ui.keys.key_table import COMMANDS
from reader.ui.screens.desk import DeskScreen
from reader.ui.screens.help import HelpScreen
from reader.ui.screens.library import LibraryScreen
from tests.ui.shelves import Shelf, listed, press, running, text_of, type_in


@pytest.mark.parametrize("width", [40, 74, 99, 100, 147])
def test_every_command_with_a_key_is_there_and_fits(width: int) -> None:
    lines = rows(group_commands(COMMANDS, (Mode.TEXT,)), width)
    assert max(map(line_width, lines)) <= width
    text = " ".join("".join(one.text for one in line) for line in lines)
    for group in Group:
        assert text.count(group.value) >= 1
    if width < 100:
        words = " ".join(text.split())
        assert all(command.help in words for command in COMMANDS if command.keys)


def test_wide_screens_have_two_columns_of_about_the_same_length() -> None:
    groups = group_commands(COMMANDS, (Mode.TEXT,))
    one, two = rows(groups, 60), rows(groups, 147)
    assert len(two) < 0.7 * len(one)


def test_what_can_be_done_here_comes_first() -> None:
    assert [group for group, _ in group_commands(COMMANDS, DeskScreen.MODES)][:2] == [Group.DESK, Group.LISTS]
    assert group_commands(COMMANDS, LibraryScreen.MODES)[0][0] is Group.LIBRARY
    assert group_commands(COMMANDS, (Mode.TEXT,))[0][0] is Group.MOVE


def test_commands_are_found_by_word_and_by_key() -> None:
    assert [one.id for one in find_commands(COMMANDS, "same")][:1] == ["repeat_tags"]
    assert {one.id for one in find_commands(COMMANDS, "fold")} >= {"fold_none", "fold_outline"}
    assert "repeat_tags" in [one.id for one in find_commands(COMMANDS, ".")]
    assert find_commands(COMMANDS, "no such thing") == []


async def test_it_opens_scrolls_searches_and_closes() -> None:
    async with running(Shelf(), size=(80, 24)) as pilot:
        await press(pilot, "?")
        screen = pilot.app.screen
        assert isinstance(screen, HelpScreen)
        first = listed(screen)
        await press(pilot, "G")
        assert listed(screen) != first
        await press(pilot, "g", "g", "/")
        await type_in(pilot, "archive")
        assert all("rchive" in line for line in listed(screen))
        assert f"of {len([one for one in COMMANDS if one.modes != {Mode.OUTPUT}])}" in text_of(screen, "#head")
        await press(pilot, "escape")
        assert listed(screen) == first
        await press(pilot, "?")
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_it_is_laid_out_anew_when_the_terminal_changes() -> None:
    async with running(Shelf(), size=(80, 24)) as pilot:
        await press(pilot, "?")
        narrow = listed(pilot.app.screen)
        await pilot.resize_terminal(160, 24)
        await pilot.pause()
        assert listed(pilot.app.screen) != narrow
