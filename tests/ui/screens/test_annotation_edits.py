"""What keys do in the list of all annotations: to one, to many, and back again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from reader.domain.colour import Colour
from reader.domain.errors import NotSaved, NotUnderstood
from reader.library.collection import Found
from reader.ui.lists.offers import Offers
from reader.ui.reading.note_editor import NoteEditor
from reader.ui.screens.annotation_edits import notes_apart, notes_together
from reader.ui.screens.annotations import AnnotationsScreen
from reader.ui.screens.confirm import ConfirmScreen
from tests.ui.shelves import (
    Shelf,
    listed,
    message,
    press,
    program_of,
    reading_screen,
    running,
    shelf_of_animals,
    text_of,
    type_in,
)

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from reader.domain.annotation import Annotation


@pytest.fixture
def shelf() -> Shelf:
    return shelf_of_animals()


def _all(shelf: Shelf) -> dict[str, Annotation]:
    return {one.quote: one for one in shelf.store.annotations()}


def _screen(pilot: Pilot[None]) -> AnnotationsScreen:
    screen = pilot.app.screen
    assert isinstance(screen, AnnotationsScreen)
    return screen


async def test_one_is_tagged_coloured_starred_and_deleted_where_it_stands(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "j", "t")
        await type_in(pilot, "law claim")
        await press(pilot, "enter", "2", "*")
        one = _all(shelf)["One otter"]
        assert (one.tags, one.colour, one.star) == (("law", "claim"), Colour.RED, True)
        assert any(row.startswith("▌") and "One otter" in row for row in listed(_screen(pilot)))
        await press(pilot, "*", "d", "d")
        assert set(_all(shelf)) == {"badger", "[otters]"}
        assert any(row.startswith("▌") and "[otters]" in row for row in listed(_screen(pilot))), "the next is current"
        await press(pilot, "u", "u", "u", "u")
        one = _all(shelf)["One otter"]
        assert (one.tags, one.colour, one.star) == (("law", "claim"), Colour.YELLOW, False)


async def test_a_note_is_written_and_what_is_pressed_after_it_is_a_command(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "a")
        await type_in(pilot, "jx dd")
        assert _screen(pilot).query(NoteEditor)
        await press(pilot, "escape", "j", "3")
        assert _all(shelf)["badger"].note == "jx dd"
        assert _all(shelf)["One otter"].colour is Colour.GREEN
        assert not _screen(pilot).query(NoteEditor)


async def test_quitting_keeps_what_is_being_typed_and_the_next_a_goes_on_with_it(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "a")
        await type_in(pilot, "half")
        await press(pilot, "ctrl+q")
        assert pilot.app.return_code is not None
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "a", "!", "escape")
        assert _all(shelf)["badger"].note == "half!"


async def test_quitting_says_first_that_it_cannot_be_kept(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> NoReturn:
        raise NotSaved("no space is left", "drafts")

    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "a")
        monkeypatch.setattr(shelf.library.drafts, "keep_draft", full)
        await type_in(pilot, "precious")
        await press(pilot, "ctrl+q")
        assert pilot.app.return_code is None
        assert "C-q again quits without it" in message(_screen(pilot))
        await press(pilot, "ctrl+q")
        assert pilot.app.return_code is not None


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (60, 16)])
async def test_the_list_is_to_be_seen_above_the_note(shelf: Shelf, size: tuple[int, int]) -> None:
    async with running(shelf, size=size) as pilot:
        await press(pilot, "g", "H", "a")
        region = _screen(pilot).query_one(NoteEditor).region
        assert region.y >= size[1] // 3
        assert region.bottom == size[1] - 1, "its keys stand below it"


async def test_many_across_articles_are_one_act(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "x", "/")
        await type_in(pilot, "in:otters")
        await press(pilot, "enter", "G", "x")
        assert "2 marked · 2 of 3" in text_of(_screen(pilot), "#head"), "marks outlive the filter"
        await press(pilot, "t")
        await type_in(pilot, "law claim")
        await press(pilot, "enter")
        assert {quote: one.tags for quote, one in _all(shelf).items()} == {
            "badger": ("law", "claim"),
            "[otters]": ("law", "claim"),
            "One otter": (),
        }
        await press(pilot, "t")
        await type_in(pilot, "-law new")
        await press(pilot, "enter")
        assert _all(shelf)["badger"].tags == ("claim", "new")
        await press(pilot, "u")
        assert {frozenset(one.tags) for one in _all(shelf).values()} == {frozenset({"law", "claim"}), frozenset()}
        await press(pilot, "ctrl+r", "u", "u")
        assert {one.tags for one in _all(shelf).values()} == {()}
        await press(pilot, "u")
        assert "nothing to undo" in message(_screen(pilot))


async def test_deleting_more_than_one_asks_once_and_comes_back_whole(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "X", "d", "d")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "3 annotations in 2 articles" in text_of(pilot.app.screen, "#question")
        await press(pilot, "n")
        assert len(_all(shelf)) == 3
        await press(pilot, "d", "d", "y")
        assert not _all(shelf)
        assert "marked" not in text_of(_screen(pilot), "#head")
        await press(pilot, "u")
        assert len(_all(shelf)) == 3


async def test_a_paragraph_is_added_to_each_note_once(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "a")
        await type_in(pilot, "first")
        await press(pilot, "escape", "X", "a")
        await type_in(pilot, "more")
        await press(pilot, "escape")
        assert {one.note for one in _all(shelf).values()} == {"first\n\nmore", "more"}
        await press(pilot, "u")
        assert {one.note for one in _all(shelf).values()} == {"first", ""}


async def test_marks_go_with_x_with_capital_x_and_with_esc(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "X")
        assert "3 marked" in text_of(_screen(pilot), "#head")
        assert sum("✓" in row for row in listed(_screen(pilot))) == 3
        await press(pilot, "x")
        assert "2 marked" in text_of(_screen(pilot), "#head")
        await press(pilot, "X", "X")
        assert "marked" not in text_of(_screen(pilot), "#head")
        await press(pilot, "x", "escape")
        assert "marked" not in text_of(_screen(pilot), "#head")
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, AnnotationsScreen)


async def test_all_are_copied_in_order_with_their_citations(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    copied = []

    async def copy(text: str) -> str:
        copied.append(text)
        return "copied"

    async with running(shelf) as pilot:
        monkeypatch.setattr(program_of(pilot), "copy", copy)
        await press(pilot, "g", "H", "G", "x", "g", "g", "x", "y")
        assert copied == ["“badger”\n— “Badgers”\n\n“[otters]”\n— “Otters”"]


async def test_notes_are_edited_together_and_apart_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    seen: list[str] = []
    from reader.ui.terminal import external_editor

    def edited(text: str, _environment: object) -> external_editor.Edited:
        seen.append(text)
        return external_editor.Edited(text.replace("-->\n", "-->\nedited"), "ed")

    async def suspended(work: object) -> object:
        return work()  # type: ignore[operator]

    monkeypatch.setattr(external_editor, "edit", edited)
    async with running(shelf) as pilot:
        monkeypatch.setattr(program_of(pilot), "suspended", suspended)
        await press(pilot, "g", "H", "X", "e")
        assert [one.note for one in _all(shelf).values()] == ["edited"] * 3
        assert seen[0].index("badger") < seen[0].index("One otter") < seen[0].index("[otters]")
        kept = tmp_path / "kept.md"
        monkeypatch.setattr(external_editor, "edit", lambda *_: external_editor.Edited("all gone", "ed"))
        monkeypatch.setattr(external_editor, "keep_beside", lambda text: kept.write_text(text) and str(kept))
        await press(pilot, "e")
        assert "have to stay" in message(_screen(pilot))
        assert kept.read_text() == "all gone"
        assert [one.note for one in _all(shelf).values()] == ["edited"] * 3


def test_notes_together_are_apart_as_they_were(shelf: Shelf) -> None:
    shelf.library.edits.change("note", shelf.store.annotations(), lambda one: one._replace(note="# a\n\n<!-- b -->"))
    found = shelf.library.collection.annotations()
    assert notes_apart(notes_together(found).replace("<!-- b", "<!--b"), found) == {
        one.annotation.id: "# a\n\n<!--b -->" for one in found
    }
    with pytest.raises(NotUnderstood):
        notes_apart("no heads", [Found(*found[0])])


async def test_what_cannot_be_saved_stays_in_its_line(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> NoReturn:
        raise NotSaved("no space is left", "the library")

    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "t")
        await type_in(pilot, "law")
        with monkeypatch.context() as patch:
            patch.setattr(shelf.store, "save_annotations", full)
            await press(pilot, "enter")
            assert "no space is left" in text_of(_screen(pilot), Offers)
        await press(pilot, "enter")
        assert _all(shelf)["badger"].tags == ("law",)


async def test_keys_of_the_text_say_that_they_are(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "g", "H", "h")
        assert "works in the article" in message(_screen(pilot))
        await press(pilot, "ö")
        assert "means nothing here" in message(_screen(pilot))


async def test_an_article_that_lies_open_below_shows_what_was_done(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "g", "H", "X", "4", "q")
        assert {one.colour for one in reading_screen(pilot).reading.annotations} == {Colour.BLUE}


async def test_u_in_the_list_takes_back_what_was_done_in_the_article(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Badgers")) as pilot:
        await press(pilot, "2", "}", "h", "g", "H")
        assert len(_all(shelf)) == 4
        await press(pilot, "3", "u", "u")
        assert "undone: highlight" in message(_screen(pilot))
        assert set(_all(shelf)) == {"One otter", "[otters]", "badger"}
        await press(pilot, "ctrl+r", "q", "u")
        assert len(_all(shelf)) == 3
        assert "undone: highlight" in reading_screen(pilot).reading.status.message


async def test_u_in_the_article_takes_back_what_the_list_did_there_in_the_order_in_which_it_was_done(
    shelf: Shelf,
) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "J", "2", "g", "H", "X", "4", "q")
        assert {one.colour for one in _all(shelf).values()} == {Colour.BLUE}
        await press(pilot, "*", "u", "u")
        screen = reading_screen(pilot)
        assert "undone: colour" in screen.reading.status.message
        assert sorted(one.colour for one in screen.reading.annotations) == [Colour.RED, Colour.YELLOW]
        assert _all(shelf)["badger"].colour is Colour.YELLOW, "the whole act"
        await press(pilot, "u")
        assert {one.colour for one in screen.reading.annotations} == {Colour.YELLOW}
        await press(pilot, "ctrl+r", "ctrl+r")
        assert {one.colour for one in _all(shelf).values()} == {Colour.BLUE}
        assert {one.colour for one in screen.reading.annotations} == {Colour.BLUE}


async def test_u_takes_back_what_was_done_before_the_article_was_closed(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "enter", "h", "q")
        assert len(_all(shelf)) == 4
        await press(pilot, "g", "H", "u")
        assert len(_all(shelf)) == 3


async def test_a_click_on_a_tag_filters_by_it(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        await press(pilot, "t")
        await type_in(pilot, "law claim")
        await press(pilot, "enter")
        pane = reading_screen(pilot).reading.pane
        rows = [pane.render_line(y).text for y in range(pane.size.height)]
        y = next(y for y, row in enumerate(rows) if "#claim" in row)
        await pilot.click("#pane", offset=(rows[y].index("#claim") + 1, y))
        assert (pane.filter_text, len(pane.listing)) == ("tag:claim", 1)
        await press(pilot, "escape", "escape", "g", "H")
        entries = _screen(pilot).entries
        rows = [entries.render_line(y).text for y in range(entries.size.height)]
        y = next(y for y, row in enumerate(rows) if "#law" in row)
        await pilot.click("#list", offset=(rows[y].index("#law") + 1, y))
        await press(pilot, "shift")
        assert _screen(pilot).typed == "tag:law"
