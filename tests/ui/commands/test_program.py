"""Other screens, links that lead out, older texts, drafts of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from reader.domain.annotation import NoteText
from reader.domain.document import Document, Mark, MarkKind
from reader.domain.span import Span
from reader.settings import Settings
from reader.ui.app import ReaderApp
from reader.ui.draw.few_colours import CHOICES, all_palettes
from reader.ui.program.program import Program
from reader.ui.screens.confirm import ConfirmScreen
from tests.ui.fakes import START, OneArticle, document, reader
from tests.ui.shelves import Shelf, press, reading_screen, running

if TYPE_CHECKING:
    from pathlib import Path

    from reader.domain.annotation import Annotation
    from reader.library import Opened

SCREENS = {
    "L": "LibraryScreen",
    "g H": "AnnotationsScreen",
    "?": "HelpScreen",
    "f1": "HelpScreen",
    ":": "PaletteScreen",
    "ctrl+p": "PaletteScreen",
    "o": "ContentsScreen",
    "ctrl+t": "ContentsScreen",
    "E": "ExportScreen",
    "R": "DeskScreen",
}


async def test_keys_put_other_screens_on_top_and_they_go_again() -> None:
    async with reader() as it:
        await it.press("}", "h")
        for keys, name in SCREENS.items():
            await it.press(*keys.split())
            await it.pilot.app.workers.wait_for_complete()
            assert type(it.pilot.app.screen).__name__ == name, keys
            await it.press("escape")
            assert it.pilot.app.screen is it.screen, keys


@pytest.mark.slow
async def test_the_screen_is_drawn_anew_wherever_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(Program, "draw_anew", lambda program: drawn.append(type(program.app.screen).__name__))
    async with reader() as it:
        ways = ("", "v", "escape /", "escape } h )", "a", "escape tab", "? /", "escape escape L", "/", "escape g H")
        for count, keys in enumerate(ways, 1):
            await it.press(*keys.split(), "ctrl+l")
            while len(drawn) < count:
                await it.pilot.pause()  # a line hands the key on
            assert len(drawn) == count, keys
        await it.press("g", "g", "x", "x", "d", "d")
        while not isinstance(it.pilot.app.screen, ConfirmScreen):
            await it.pilot.pause()
        await it.press("ctrl+l")
        assert {*drawn} == {"ReadingScreen", "HelpScreen", "LibraryScreen", "AnnotationsScreen", "ConfirmScreen"}
        assert [one.note for one in it.stored] == ["", ""]


async def test_the_key_that_draws_anew_can_be_another_one_while_one_types(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []
    monkeypatch.setattr(Program, "draw_anew", lambda _program: drawn.append(""))
    async with reader(settings=Settings(keys={"redraw": ("F5", "l")})) as it:
        await it.press("}", "a", "f5", "l", "ctrl+l", "escape", "l", "f5")
        assert len(drawn) == 3
        assert it.only.note == "l"


async def test_the_program_stops_for_a_shell_and_for_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    stopped = []
    monkeypatch.setattr(ReaderApp, "action_suspend_process", lambda app: stopped.append(type(app.screen).__name__))
    monkeypatch.setattr("os.getsid", lambda _process: 7)
    monkeypatch.setattr("os.getpgrp", lambda: 3)
    async with reader() as it:
        for group, screens in ((3, []), (2, ["ReadingScreen", "LibraryScreen"])):
            monkeypatch.setattr("os.getpgid", lambda _process, group=group: group)
            await it.press("ctrl+z", "L", "ctrl+z", "q")
            assert stopped == screens


async def test_the_style_sheets_follow_the_theme_from_the_start_on() -> None:
    async with reader(settings=Settings(theme="reader-light")) as it:
        for _ in CHOICES:
            page = all_palettes()[it.pilot.app.theme].page
            shown = page.lower() if page.startswith("#") else f"ansi_{page}"
            assert it.screen.styles.background.hex.lower() == shown
            await it.press("C")
            await it.pilot.pause()
        assert it.pilot.app.theme == "reader-light"


@pytest.mark.parametrize(("answer", "opened"), [("y", ["https://example.org/a"]), ("n", [])])
async def test_a_link_that_leads_out_is_asked_about_by_its_real_host(
    answer: str, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def browse(address: str) -> str:
        asked.append(address)
        return "opened by it"

    async with reader(doc=_linked("https://example.org/a")) as it:
        monkeypatch.setattr(it.screen.reading.program, "browse", browse)
        await it.press("}", "left_shift", "F")
        assert "Open example.org in the browser?" in it.message
        await it.press("left_shift", answer)
        assert asked == opened
        await it.press("F", "n")
        # Once agreed to, a host is not asked about again.
        assert asked == opened * 2


@pytest.mark.parametrize(("answer", "read"), [("y", ["https://example.org/a#b"]), ("n", [])])
async def test_a_page_opens_here_after_its_host_was_agreed_to(
    answer: str, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader(doc=_linked("https://example.org/a#b")) as it:
        words: list[str] = []
        opened = it.library.opened

        def open_word(word: str, _request: object = None) -> Opened:
            words.append(word)
            return opened

        monkeypatch.setattr(it.library, "open", open_word)
        await it.press("}", "enter")
        assert "Open example.org here?" in it.message
        await it.press(answer)
        await it.pilot.app.workers.wait_for_complete()
        assert words == read


@pytest.fixture
def beside(tmp_path: Path) -> Path:
    """A folder of two texts that lead to each other."""
    (tmp_path / "a.md").write_text("# First\n\nSee [the other](sub/b%20c.md#far) for more.\n", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    second = "# Second\n\nBack to [the first](../a.md).\n\n" + "Words stand here.\n\n" * 60 + "## Far\n\nThe end.\n"
    (tmp_path / "sub" / "b c.md").write_text(second, encoding="utf-8")
    return tmp_path


async def test_a_file_beside_the_article_opens_here_and_one_comes_back(beside: Path) -> None:
    shelf = Shelf()
    opened = shelf.library.open(str(beside / "a.md"))
    async with running(shelf, opened) as pilot:
        await press(pilot, "}", "enter")
        screen = reading_screen(pilot)
        assert screen.reading.opened.article.title == "Second"
        assert screen.reading.view.cursor.of(screen.reading.opened.document.text) == "Far"
        await press(pilot, "backspace")
        screen = reading_screen(pilot)
        assert screen.reading.opened.article.title == "First"
        assert screen.reading.view.cursor.of(screen.reading.opened.document.text).startswith("See the other")
        await press(pilot, "alt+right")
        assert reading_screen(pilot).reading.opened.article.title == "Second"
        await press(pilot, "ctrl+o")
        assert reading_screen(pilot).reading.opened.article.title == "First"
        await press(pilot, "enter", "g", "g", "}", "enter")
        screen = reading_screen(pilot)
        assert "outside of the article's folder" in screen.reading.status.message
        await press(pilot, "q")
        assert reading_screen(pilot).reading.opened.article.title == "First"


async def test_the_files_of_a_folder_are_read_one_after_the_other(tmp_path: Path) -> None:
    for number in (1, 2, 10):
        (tmp_path / f"part {number}.md").write_text(f"# Part {number}\n\nWords of {number}.\n", encoding="utf-8")
    (tmp_path / "part 3.bin").write_bytes(b"\0")
    shelf = Shelf()
    async with running(shelf, shelf.library.open(str(tmp_path / "part 1.md"))) as pilot:
        titles = []
        for keys in ("]f", "]f", "]f", "[f"):
            await press(pilot, *keys)
            titles.append(reading_screen(pilot).reading.opened.article.title)
        assert titles == ["Part 2", "Part 10", "Part 10", "Part 2"]
        await press(pilot, *"[f[f")
        assert reading_screen(pilot).reading.status.message == "this is the first file of its folder"


async def test_a_text_of_no_file_has_none_beside_it() -> None:
    async with reader() as it:
        await it.press("]", "f")
        assert it.message == "it was read from no file"


async def test_a_link_that_must_not_be_followed_says_why() -> None:
    async with reader(doc=_linked("javascript:alert(1)")) as it:
        await it.press("}", "enter")
        assert "only http, https and mailto links are followed" in it.message


def _linked(target: str) -> Document:
    doc = document()
    at = doc.text.index("otter")
    return doc._replace(marks=(Mark(MarkKind.LINK, _word(at), target),))


def _word(at: int) -> Span:
    return Span(at, at + len("otter"))


async def test_highlights_of_an_earlier_text_are_brought_over_and_it_is_said() -> None:
    library = OneArticle(document())
    session = library.session(library.opened)
    session.highlight(_word(document().text.index("otter")))
    doc = document()
    longer = doc._replace(text=doc.text + " It has grown.")
    library.renew(longer)
    async with reader(library=library) as it:
        await it.pilot.pause()
        assert "the text has changed: 1 highlight in place" in it.message
        assert it.only.target_in(it.screen.reading.annotations.version) is not None


async def test_both_texts_of_a_rivalled_note_are_shown_and_resolved_by_saving() -> None:
    async with reader() as it:
        await it.press("}", "h")
        it.screen.reading.annotations = it.screen.reading.annotations.with_changes([_rivalled(it.only)])
        await it.press("a")
        await it.press("escape")
        assert it.only.note == "mine\n\nyours"
        assert it.only.rivals == ()


def _rivalled(annotation: Annotation) -> Annotation:
    rivals = (NoteText("mine", "laptop", START), NoteText("yours", "desk", START))
    return annotation._replace(note="mine", rivals=rivals)


async def test_alt_as_terminals_send_it_is_a_key() -> None:
    async with reader(settings=Settings(keys={"star": ("Alt-h",)})) as it:
        await it.press("}", "h")
        it.pilot.app.post_message(events.Key("alt+h", "h"))
        await it.press("j")
        assert it.only.star
