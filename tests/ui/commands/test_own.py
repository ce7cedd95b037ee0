"""Commands of the user's own: real programs, what they are given, and what becomes of what they write."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from reader.settings import OwnCommand, Settings
from reader.ui.app import ReaderApp
from reader.ui.keys.key_table import settle_settings
from reader.ui.keys.status_line import StatusLine
from reader.ui.screens.acting_list import ActingList
from reader.ui.screens.annotations import AnnotationsScreen
from reader.ui.screens.output import OutputScreen
from reader.ui.terminal import own_program
from reader.ui.terminal.own_program import not_started
from tests.ui.fakes import Reader, reader
from tests.ui.shelves import Shelf, listed, message, press, settled, text_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

TELLS = "import os, sys; print(sys.stdin.read(), *(os.environ['READER_' + one] for one in {names}), sep='|', end='')"


def shell(lines: str, given: str = "quote") -> OwnCommand:
    return OwnCommand((lines,), ("g d",), given, shell=True)


def python(program: str) -> OwnCommand:
    return OwnCommand((sys.executable, "-c", program), ("g d",))


class Held:
    """A pipe that the processes of a group hold, so that one sees when the last of them has gone."""

    def __init__(self, folder: Path) -> None:
        self._name = folder / "held"
        os.mkfifo(self._name)
        self._end = os.open(self._name, os.O_RDONLY | os.O_NONBLOCK)

    def by(self, lines: str) -> OwnCommand:
        """A command that holds it from its beginning on."""
        return shell(f"exec 3>{self._name}; echo up >&3; {lines}")

    async def up(self) -> None:
        """Wait until it runs."""
        await self._read(b"up\n")

    async def check_it_ends(self) -> None:
        """Wait until nobody of the group is left; fails by the limit of time that every test has."""
        await self._read(b"")
        os.close(self._end)

    async def _read(self, wanted: bytes) -> None:
        while True:
            try:
                if os.read(self._end, 100) == wanted:
                    return
            except BlockingIOError:
                pass
            await asyncio.sleep(0)


@asynccontextmanager
async def reading(
    own: OwnCommand, *, size: tuple[int, int] = (100, 30), editable: bool = True
) -> AsyncIterator[Reader]:
    """An article, and the command `it` under the keys gd."""
    settings = Settings(commands={"it": own})
    async with reader(settings=settings, size=size, editable=editable, environment=dict(os.environ)) as it:
        yield it


async def ended(it: Reader) -> None:
    """Wait until the command is over, and shown."""
    while it.screen.reading.own_program is not None:
        await asyncio.sleep(0)
    await it.pilot.pause()


async def run(it: Reader, *keys: str) -> None:
    await it.press(*keys, "g", "d")
    await ended(it)


def shown(it: Reader) -> str:
    """What is shown in the place of the pane."""
    output = it.screen.reading.output
    return output.shown.text if output is not None else ""


async def test_it_is_given_what_is_read_by_standard_input_and_environment() -> None:
    names = ("QUOTE", "WORD", "SELECTION", "NOTE", "TITLE", "PLACE")
    async with reading(python(TELLS.format(names=names))) as it:
        await run(it, "}")
        sentence = "One otter swims."
        assert shown(it) == f"{sentence}|{sentence}|One|||A short article|¶ 2"
        await run(it, "escape", ")", "v", "e", "w", "e")
        assert shown(it) == "Two otters|Two otters|Two|Two otters||A short article|¶ 2"
        await it.press("escape", "h", "a")
        await it.type("furry")
        await it.press("escape")
        await run(it)
        assert shown(it) == "Two otters sleep.|Two otters sleep.|Two||furry|A short article|¶ 2"


async def test_a_text_is_never_a_part_of_a_command_line(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    async with reading(shell("cat; echo; echo $READER_NOTE", given="note")) as it:
        await it.press("}", "h")
        it.elsewhere().set_note(it.only.id, f"$(touch {canary}) `touch {canary}`; touch {canary} & '\"")
        await it.screen.look_outside()
        await run(it)
        assert shown(it).startswith(f"$(touch {canary}) `touch")
        assert not canary.exists()


async def test_a_makes_a_note_of_it_on_what_was_selected() -> None:
    async with reading(shell("tr a-z A-Z", given="selection")) as it:
        await run(it, "}", "v", "e", "w", "e")
        assert it.screen.reading.view.selection is None
        await it.press("G")  # elsewhere: it is on what the command was given all the same
        await it.press("a", "!", "escape")
        assert (it.only.quote, it.only.note) == ("One otter", "ONE OTTER!")
        assert it.screen.reading.output is None
        assert it.screen.query_one("#pane").display


async def test_one_after_the_other_takes_the_place_of_what_the_one_before_wrote() -> None:
    async with reading(shell("cat")) as it:
        await run(it, "}")
        await run(it, ")")
        await run(it, ")")
        assert shown(it) == "Three otters wait by the river."
        assert len(it.screen.query("OutputView")) == 1
        await it.press("escape")
        assert not it.screen.query("OutputView")


async def test_it_is_added_behind_the_note_that_is_there() -> None:
    async with reading(shell("echo new")) as it:
        await it.press("}", "a", "o", "l", "d", "escape")
        await run(it)
        await it.press("a", "escape")
        assert it.only.note == "old\n\nnew"
        await it.press("u")
        assert it.only.note == "old"


async def test_in_the_pane_it_is_given_the_entry() -> None:
    async with reading(shell("cat; printf ' (%s)' \"$READER_PLACE\"")) as it:
        await it.press("}", "h", "}", "h")
        await run(it, "tab", "k")
        assert shown(it) == "One otter swims. (¶ 2)"
        await it.press("a", "escape")
        assert [one.note for one in it.stored] == ["One otter swims. (¶ 2)", ""]


async def test_tab_goes_to_it_and_keys_scroll_copy_and_close_it() -> None:
    async with reading(shell("seq 1 100")) as it:
        await it.press("}", "h")
        await run(it)
        output = it.screen.reading.output
        assert output is not None
        await it.press("tab", "G")
        rows = [output.render_line(y).text for y in range(output.size.height)]
        assert any(row.split()[1:2] == ["100"] for row in rows)
        await it.press("g", "g", "j", "space", "b", "k", "y")
        assert output.top == (0, 0)
        assert "sent to the terminal" in it.message
        await it.press("escape")
        assert it.screen.reading.output is None
        assert len(it.stored) == 1


async def test_a_click_on_it_lets_keys_scroll_it_and_one_on_the_text_takes_them_back() -> None:
    async with reading(shell("seq 1 100")) as it:
        await run(it, "}")
        await it.pilot.click("OutputView", offset=(4, 4))
        await it.press("j")
        assert it.screen.reading.output is not None
        assert it.screen.reading.output.top == (1, 0)
        await it.pilot.click("#article", offset=(6, 3))
        await it.press("h")
        assert len(it.stored) == 1


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 12)])
async def test_it_is_seen_however_small_the_terminal_is(size: tuple[int, int]) -> None:
    async with reading(shell("printf 'a definition'"), size=size) as it:
        await run(it, "}")
        output = it.screen.reading.output
        assert output is not None
        assert "a definition" in "".join(output.render_line(y).text for y in range(output.size.height))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (OwnCommand(("no-such-program-at-all",), ("g d",)), "no-such-program-at-all is not there"),
        (OwnCommand(("/dev/null",), ("g d",)), "may not be executed"),
        (shell("exit 3"), "failed with exit code 3"),
        (shell("echo no dictionary >&2; echo more >&2; exit 20"), "failed with exit code 20: no dictionary"),
        (shell("kill -SEGV $$"), "was ended by SIGSEGV"),
        (shell(":"), "it is done; it wrote nothing"),
        (shell("printf '\\n  \\n'"), "it is done; it wrote nothing"),
        (shell("head -c 999 /dev/zero"), "999 bytes that are no text"),
        (shell("cat", given="note"), "there is no note here"),
        (shell("cat", given="selection"), "nothing is selected"),
    ],
)
async def test_what_came_of_it_is_said_in_a_sentence(command: OwnCommand, told: str) -> None:
    async with reading(command) as it:
        await run(it, "}")
        assert told in it.message
        assert it.screen.reading.output is None
        assert it.stored == []


async def test_a_failure_is_said_beside_what_was_written() -> None:
    async with reading(shell("echo half; exit 1")) as it:
        await run(it, "}")
        assert shown(it) == "half"
        assert "exit code 1" in it.message


async def test_nothing_that_only_a_terminal_understands_is_left() -> None:
    written = (
        r"\033[31mred\033[0m\033]0;title\007 \033]52;c;aGk=\007b\bbo\bold\t\033[2Jx\r\n10%%\r100%%\r\nend\033P1q\033\\"
    )
    async with reading(shell(f"printf '{written}'")) as it:
        await run(it, "}")
        assert shown(it) == "red bold\tx\n100%\nend"


@pytest.mark.parametrize("lines", ["sleep 600", "sleep 600 & sleep 600", "trap '' TERM; sleep 600 & wait"])
async def test_escape_ends_its_whole_group(lines: str, tmp_path: Path) -> None:
    held = Held(tmp_path)
    async with reading(held.by(lines)) as it:
        await it.press("}", "h", "g", "d")
        assert "Esc ends it" in it.message
        await held.up()
        await it.press("j", "escape")
        await ended(it)
        assert "it was stopped" in it.message
        await held.check_it_ends()
        assert len(it.stored) == 1  # keys went on meanwhile, and nothing else was left


@pytest.mark.slow
async def test_what_takes_too_long_is_ended_and_what_it_wrote_is_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(own_program, "SECONDS", 0.3)
    held = Held(tmp_path)
    async with reading(held.by("echo begun; sleep 600 & exit 0")) as it:
        await run(it, "}")
        assert "took longer than" in it.message
        assert shown(it) == "begun"
        await held.check_it_ends()


async def test_who_leaves_the_group_is_not_waited_for() -> None:
    leaves = """
import os, time
told, tells = os.pipe()
if not os.fork():
    os.setsid()
    os.write(tells, b"!")
    time.sleep(2)
    os._exit(0)
os.read(told, 1)
print("begun")
"""
    async with reading(python(leaves)) as it:
        await run(it, "}")
        assert shown(it) == "begun"
        assert "took longer" not in it.message


@pytest.mark.slow
async def test_what_never_ends_is_cut_at_a_megabyte() -> None:
    async with reading(shell("yes €")) as it:
        await run(it, "}")
        assert "more than 1 MB" in it.message
        assert len(shown(it).encode()) <= own_program.MOST
        assert set(shown(it)) == {"€", "\n"}


async def test_a_megabyte_in_one_line_is_drawn() -> None:
    async with reading(python("print('x' * 999_000, end='')")) as it:
        await run(it, "}", "h")
        await it.press("tab", "G", "k", "b")
        assert len(shown(it)) == 999_000


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_leaving_ends_it(key: str, tmp_path: Path) -> None:
    held = Held(tmp_path)
    async with reading(held.by("sleep 600")) as it:
        await it.press("}", "g", "d")
        await held.up()
        await it.press(key)
    await held.check_it_ends()


LONG = "x" * (own_program.MOST_IN_ENVIRONMENT + 1)


async def test_a_text_too_long_for_the_environment_is_never_empty_there_without_a_word() -> None:
    async with reading(shell('printf "%s" "$READER_NOTE"')) as it:
        await it.press("}", "h")
        it.elsewhere().set_note(it.only.id, LONG)
        await it.screen.look_outside()
        await run(it)
        assert "the note is longer than READER_NOTE can be, 100 kB: let it read its standard input" in it.message
        assert it.screen.reading.output is None
    async with reading(python("import os; print(os.environ['READER_NOTE'] or 'nothing')")) as it:
        await it.press("}", "h")
        it.elsewhere().set_note(it.only.id, LONG)
        await it.screen.look_outside()
        await run(it)
        assert shown(it) == "nothing"
        assert "the note is longer than READER_NOTE can be" in it.message
    async with reading(shell("wc -c", given="note")) as it:
        await it.press("}", "h")
        it.elsewhere().set_note(it.only.id, LONG)
        await it.screen.look_outside()
        await run(it)
        assert shown(it).strip() == str(len(LONG))
        assert it.message == ""


async def test_another_one_ends_the_one_before(tmp_path: Path) -> None:
    held, second = Held(tmp_path), tmp_path / "second"
    async with reading(held.by(f"[ -e {second} ] && echo second && exit; touch {second}; sleep 600")) as it:
        await it.press("}", "g", "d")
        await held.up()
        while not second.exists():
            await asyncio.sleep(0)
        await run(it)
        assert shown(it) == "second"
        await held.check_it_ends()


async def test_an_older_version_is_looked_up_and_not_marked() -> None:
    async with reading(shell("echo yes"), editable=False) as it:
        await run(it, "}")
        assert shown(it) == "yes"
        await it.press("a")
        assert not it.screen.reading.writing
        assert it.stored == []


async def test_the_palette_and_the_help_know_it() -> None:
    async with reading(shell("echo from the palette")) as it:
        await it.press("}", ":")
        await it.type("run it")
        await it.press("enter")
        await ended(it)
        await it.pilot.pause()
        assert shown(it) == "from the palette"
        await it.press("?", "/")
        await it.type("your own")
        assert "it: echo from the palette" in text_of(it.pilot.app.screen, "#list")


async def test_the_help_says_nothing_of_output_to_who_has_no_such_commands() -> None:
    async with reader() as it:
        await it.press("?", "/")
        await it.type("your own")
        assert "a row down" not in text_of(it.pilot.app.screen, "#list")


# -- in lists


@asynccontextmanager
async def begun(own: OwnCommand, *keys: str) -> AsyncIterator[tuple[Pilot[None], ActingList[None], Shelf]]:
    """The library, or the list that these keys lead to."""
    shelf = Shelf()
    shelf.add("Otters", "One otter swims. Two otters sleep.", marks=["otter swims", "Two"], tags=("water",))
    settings = Settings(commands={"it": own})
    commands = settle_settings(settings).commands
    services = shelf.services._replace(settings=settings, commands=commands, environment=dict(os.environ))
    app = ReaderApp(services)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, *keys)
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ActingList)
        yield pilot, screen, shelf


async def run_there(pilot: Pilot[None], screen: ActingList[None], *keys: str) -> None:
    await press(pilot, *keys, "g", "d")
    while screen.running:
        await asyncio.sleep(0)
    await settled(pilot)


TOLD = shell("""printf '%s/%s/%s/%s' "$READER_QUOTE" "$READER_WORD" "$READER_TITLE" "$READER_TAGS" """, given="none")


async def test_in_the_library_it_is_given_the_article_and_a_notes_it_on_that() -> None:
    async with begun(TOLD) as (pilot, screen, shelf):
        await run_there(pilot, screen)
        assert listed(pilot.app.screen) == ["//Otters/water"]
        await press(pilot, "a", "!", "escape")
        await settled(pilot)
        (noted,) = [one for one in shelf.store.annotations() if not one.targets]
        assert noted.note == "//Otters/water!"
        assert "a note on “Otters”" in message(screen)
    async with begun(shell("cat")) as (pilot, screen, _shelf):
        await run_there(pilot, screen)
        assert "it: there is no quote here" in message(screen)


async def test_the_word_is_whole_whatever_part_of_it_was_searched_for() -> None:
    async with reading(shell("cat", given="word")) as it:
        for searched, word in (("swi", "swims"), ("leep", "sleep"), ("tters sl", "otters sleep")):
            await it.press("/")
            await it.type(searched)
            await run(it, "enter")
            assert shown(it) == word


@pytest.mark.parametrize(
    ("words", "told", "noted"),
    [
        ("sleep", "Two otters sleep./sleep/Otters/", "Two otters sleep."),
        pytest.param("Two", "Two/Two/Otters/", "Two", marks=pytest.mark.slow),
        pytest.param("water", "//Otters/water", "", marks=pytest.mark.slow),
    ],
)
async def test_in_the_search_it_is_given_what_was_found(words: str, told: str, noted: str) -> None:
    async with begun(TOLD, "g", "/") as (pilot, screen, shelf):
        await press(pilot, *words)
        await settled(pilot)
        await press(pilot, "escape")
        await run_there(pilot, screen)
        assert listed(pilot.app.screen) == [told]
        await press(pilot, "a", "escape")
        await settled(pilot)
        assert [one.quote for one in shelf.store.annotations() if one.note == told] == [noted]


async def test_in_the_tags_it_is_given_the_tag_which_can_have_no_note() -> None:
    async with begun(TOLD, "#") as (pilot, _screen, shelf):
        shelf.library.tag_article(shelf.store.articles()[0], ())
        one = shelf.annotation("Two")
        shelf.library.edits.change("tags", [one], lambda one: one._replace(tags=("by the sea",)))
        await press(pilot, "q", "#")
        await settled(pilot)
        here = pilot.app.screen
        assert isinstance(here, ActingList)
        await run_there(pilot, here)
        assert listed(pilot.app.screen) == ['///"by the sea"']
        assert "make it a note" not in text_of(pilot.app.screen, StatusLine)
        await press(pilot, "a")
        assert "nothing here that could have a note" in message(pilot.app.screen)


async def test_where_nothing_is_listed_it_says_so() -> None:
    async with begun(TOLD, "#") as (pilot, screen, _shelf):
        await press(pilot, "/", *"nosuch", "enter")
        await run_there(pilot, screen)
        assert "nothing here that it could be given" in message(screen)


async def test_leaving_a_list_ends_what_runs_for_it(tmp_path: Path) -> None:
    held = Held(tmp_path)
    async with begun(held.by("sleep 600"), "g", "H") as (pilot, _screen, _shelf):
        await press(pilot, "g", "d")
        await held.up()
        await press(pilot, "q")
        await held.check_it_ends()


# -- in all annotations


@asynccontextmanager
async def listing(own: OwnCommand) -> AsyncIterator[tuple[Pilot[None], AnnotationsScreen, Shelf]]:
    async with begun(own, "g", "H") as (pilot, screen, shelf):
        assert isinstance(screen, AnnotationsScreen)
        yield pilot, screen, shelf


async def test_in_the_list_of_all_annotations_its_output_lies_over_it() -> None:
    async with listing(shell('cat; printf \'/%s/%s/%s\' "$READER_WORD" "$READER_TITLE" "$READER_PLACE"')) as here:
        pilot, screen, shelf = here
        await run_there(pilot, screen)
        assert isinstance(pilot.app.screen, OutputScreen)
        assert listed(pilot.app.screen) == ["otter swims/otter/Otters/¶ 1"]
        await press(pilot, "a", "!")
        assert "Esc save and close" in text_of(screen, StatusLine)
        await press(pilot, "escape")
        assert "Esc save and close" not in text_of(screen, StatusLine)
        assert shelf.annotation("otter swims").note == "otter swims/otter/Otters/¶ 1!"


async def test_there_it_is_given_all_that_are_marked_and_its_output_is_added_to_each() -> None:
    async with listing(shell("tr a-z A-Z")) as (pilot, screen, shelf):
        await run_there(pilot, screen, "X")
        assert listed(pilot.app.screen) == ["OTTER SWIMS", "TWO"]
        await press(pilot, "a", "escape")
        assert {one.note for one in shelf.store.annotations()} == {"OTTER SWIMS\n\nTWO"}


async def test_there_escape_ends_it_and_a_failure_is_said() -> None:
    async with listing(shell("sleep 600")) as (pilot, screen, _shelf):
        await press(pilot, "g", "d")
        await run_there_ends(pilot, screen)
        assert "it was stopped" in message(screen)
    async with listing(shell("exit 7")) as (pilot, screen, _shelf):
        await run_there(pilot, screen)
        assert "failed with exit code 7" in message(screen)
        assert pilot.app.screen is screen


async def run_there_ends(pilot: Pilot[None], screen: AnnotationsScreen) -> None:
    await press(pilot, "escape")
    while screen.running:
        await asyncio.sleep(0)
    await settled(pilot)


@pytest.mark.parametrize(
    ("program", "told"), [("no-such-program-at-all", "is not there"), ("sh", "may not be executed")]
)
def test_a_folder_of_path_that_may_not_be_looked_into_hides_no_program(program: str, told: str) -> None:
    denied = PermissionError(errno.EACCES, "Permission denied")
    assert told in not_started("it", OwnCommand((program,), ()), denied)
