"""The screen of tags: the tree and its numbers, and what keys do to a tag everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.colour import Colour
from reader.domain.ports import Change
from reader.library.tag_list import TagCount
from reader.ui.draw.strips import styles_of
from reader.ui.draw.theme import Role
from reader.ui.lists.line_input import QueryLine
from reader.ui.lists.tag_rows import TagOrder, tag_look, tag_rows
from reader.ui.screens.annotations import AnnotationsScreen
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.tags import TagsScreen
from tests.ui.shelves import (
    Shelf,
    listed,
    message,
    press,
    reading_screen,
    running,
    settled,
    shelf_of_animals,
    text_of,
    type_in,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.pilot import Pilot

    from reader.ui.reading.annotation_pane import AnnotationPane


@pytest.fixture
def shelf() -> Shelf:
    shelf = shelf_of_animals()
    tags = {"One otter": ("law/police", "law/courts"), "[otters]": ("law/police", "claim"), "badger": ("claim",)}
    for one in shelf.store.annotations():
        shelf.store.save_annotations([Change(one, one._replace(tags=tags[one.quote]))])
    return shelf


def _screen(pilot: Pilot[None]) -> TagsScreen:
    screen = pilot.app.screen
    assert isinstance(screen, TagsScreen)
    return screen


def _tags(shelf: Shelf) -> dict[str, set[str]]:
    return {one.quote: set(one.tags) for one in shelf.store.annotations()}


async def test_they_are_a_tree_with_their_numbers(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "#")
        assert "3 tags · by name" in text_of(_screen(pilot), "#head")
        rows = [" ".join(row.split()) for row in listed(_screen(pilot))]
        assert rows == ["▌ #claim 2", "law/ 2 with those below", "#courts 1", "#police 2"]
        await press(pilot, "S")
        assert [row.split()[-2] for row in listed(_screen(pilot))] == ["#claim", "#law/police", "#law/courts"]
        await press(pilot, "/")
        await type_in(pilot, "cou")
        assert "1 of 3" in text_of(_screen(pilot), "#head")


async def test_enter_shows_what_has_it_and_q_comes_back(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "#", "j", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, AnnotationsScreen)
        assert screen.typed == "tag:law"
        assert "2 of 3" in text_of(screen, "#head")
        await press(pilot, "q")
        assert listed(_screen(pilot))[1].startswith("▌")


async def test_tags_of_articles_are_there_and_come_back(shelf: Shelf) -> None:
    articles = sorted(shelf.store.articles(), key=lambda one: one.title)
    shelf.library.tag_article(articles[0], ("shelf",))
    shelf.library.tag_article(articles[1], ("law/police", "claim"))

    def on_articles() -> list[set[str]]:
        return [set(one.tags) for one in sorted(shelf.store.articles(), key=lambda one: one.title)]

    before = on_articles()
    async with running(shelf) as pilot:
        await press(pilot, "#")
        rows = [" ".join(row.split()) for row in listed(_screen(pilot))]
        assert rows[0] == "▌ #claim 1 article 2"
        assert rows[-1] == "#shelf 1 article"
        await press(pilot, "j", "e", "ctrl+u")
        await type_in(pilot, "justice")
        await press(pilot, "enter")
        assert on_articles()[1] == {"justice/police", "claim"}
        await press(pilot, "u")
        assert on_articles() == before
        await press(pilot, "G", "d", "d")
        assert "Take #shelf off 1 article?" in text_of(pilot.app.screen, "#question")
        await press(pilot, "y")
        assert "shelf" not in on_articles()[0]
        await press(pilot, "u")
        assert on_articles() == before
        await press(pilot, "ctrl+r")
        assert "shelf" not in on_articles()[0]
        await press(pilot, "u", "G", "enter")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert "1 of" in text_of(pilot.app.screen, "#head")


@pytest.mark.slow
async def test_from_each_list_keys_go_to_the_others(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        for keys in ("# g H", "# L", "g / escape g H", "g / escape L", "g H L", "g H #", "# g /"):
            names = {"L": "Library", "#": "Tags", "/": "Search", "H": "Annotations"}
            await press(pilot, *keys.split())
            await settled(pilot)
            assert type(pilot.app.screen).__name__ == f"{names[keys[-1]]}Screen", keys
            await press(pilot, "escape", "escape", "escape", "q" if keys[-1] == "/" else "escape")
            while len(pilot.app.screen_stack) > 1:
                await press(pilot, "q")


async def test_what_acts_on_nothing_says_so() -> None:
    async with running(Shelf()) as pilot:
        await press(pilot, "#", "e")
        assert message(pilot.app.screen) == "there is no tag here"
        await press(pilot, "q", "g", "H", "t")
        assert message(pilot.app.screen) == "there is no annotation here"
        await press(pilot, "q", "r")
        assert message(pilot.app.screen) == "there is no article here"


async def test_the_filter_completes_and_remembers(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "#", "/")
        await type_in(pilot, "law/c")
        await press(pilot, "tab", "enter")
        assert "law/courts" in text_of(_screen(pilot), "#head")
        await press(pilot, "escape", "?", "/")
        await type_in(pilot, "ren")
        await press(pilot, "tab", "enter")
        assert "find rename" in text_of(pilot.app.screen, "#head")
        await press(pilot, "q", "?", "/", "up")
        assert pilot.app.screen.query_one(QueryLine).value == "rename"


async def test_a_key_that_does_nothing_on_a_screen_says_so(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "V", "/")
        assert "not filtered" in message(pilot.app.screen)
        await press(pilot, "q", "E")
        await settled(pilot)
        await press(pilot, "/")
        assert "filter does nothing here" in message(pilot.app.screen)


async def test_one_is_renamed_with_those_below_it_and_back(shelf: Shelf) -> None:
    before = _tags(shelf)
    async with running(shelf) as pilot:
        await press(pilot, "#", "j", "e", "ctrl+u")
        await type_in(pilot, "justice")
        await press(pilot, "enter")
        assert _tags(shelf)["One otter"] == {"justice/police", "justice/courts"}
        assert "justice" in next(row for row in listed(_screen(pilot)) if row.startswith("▌"))
        await press(pilot, "u")
        assert _tags(shelf) == before
        await press(pilot, "ctrl+r")
        assert _tags(shelf)["One otter"] == {"justice/police", "justice/courts"}


@pytest.mark.slow
async def test_two_are_made_one_after_a_question(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "#", "M", "G", "M")
        assert isinstance(pilot.app.screen, ConfirmScreen)
        assert "#law/police" in text_of(pilot.app.screen, "#question")
        await press(pilot, "y")
        assert _tags(shelf)["badger"] == {"law/police"}
        await press(pilot, "u", "e", "ctrl+u")
        await type_in(pilot, "claim")
        await press(pilot, "enter", "y")
        assert "law/police" not in {tag for tags in _tags(shelf).values() for tag in tags}, "renaming to one in use"


async def test_one_is_taken_off_everything_after_a_question(shelf: Shelf) -> None:
    before = _tags(shelf)
    async with running(shelf) as pilot:
        await press(pilot, "#", "j", "d", "d")
        assert "and those below it off 2 annotations" in text_of(pilot.app.screen, "#question")
        await press(pilot, "n")
        assert _tags(shelf) == before
        await press(pilot, "d", "d", "y")
        assert _tags(shelf) == {"One otter": set(), "[otters]": {"claim"}, "badger": {"claim"}}
        await press(pilot, "u")
        assert _tags(shelf) == before


async def test_a_colour_is_kept_in_the_library_and_recolours_nothing(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "#", "j", "4")
        assert shelf.library.tags.colours() == {"law": Colour.BLUE}
        assert "blue" in message(_screen(pilot))
        assert {one.colour for one in shelf.store.annotations()} == {Colour.YELLOW}
        await press(pilot, "0")
        assert shelf.library.tags.colours() == {}


async def test_the_pane_shows_tags_in_the_colours_that_they_have_in_lists(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        pane = reading_screen(pilot).reading.pane
        before = _look_of(pane, "#law/police")
        await press(pilot, "#", "j", "2", "q")  # the branch: what is below it has its colour
        red = styles_of(pane.app).role(Role.IN_RED).color
        assert _look_of(pane, "#law/police") == red != before
        assert _look_of(pane, "#claim") == before
    shelf.library.tags.colour("claim", Colour.GREEN)
    async with running(shelf, shelf.library.open("Otters")) as pilot:
        reading = reading_screen(pilot).reading
        while not reading.tag_colours:  # they are fetched beside all else
            await pilot.pause()
        pane = reading.pane
        assert _look_of(pane, "#claim") == styles_of(pane.app).role(Role.IN_GREEN).color


def _look_of(pane: AnnotationPane, tag: str) -> object:
    rows = (pane.render_line(y) for y in range(pane.size.height))
    return next(one.style.color for row in rows for one in row if one.text.strip() == tag and one.style)


def test_a_tag_has_its_own_colour_or_that_of_the_nearest_above_it() -> None:
    colours = {"law": Colour.BLUE, "law/police": Colour.RED}
    looks = [tag_look(tag, colours) for tag in ("law/police/chiefs", "law/courts", "lawless", "law")]
    assert looks == [Role.IN_RED, Role.IN_BLUE, Role.TAG, Role.IN_BLUE]


@given(st.sets(st.text("ab/", min_size=1, max_size=5)), st.sampled_from(list(TagOrder)))
def test_every_tag_is_listed_once_and_branches_come_before_what_is_below(tags: set[str], order: TagOrder) -> None:
    rows = [one.tag for one in tag_rows(dict.fromkeys(tags, TagCount(1, 1)), order)]
    assert sorted(rows) == sorted(tags)
    if order is TagOrder.NAME:
        assert all(rows.index(tag) < rows.index(other) for tag in rows for other in rows if other.startswith(f"{tag}/"))


async def test_a_name_that_could_not_be_saved_is_not_left_without_a_word(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "#", "e")
        shelf.store.full = True
        await type_in(pilot, "coast")
        await press(pilot, "enter", "ctrl+q")
        assert pilot.app.return_code is None
        assert "what was typed is not saved; C-q again quits without it" in message(pilot.app.screen)
        shelf.store.full = False
        await press(pilot, "enter", "ctrl+q")
        assert pilot.app.return_code is not None
        assert any("coast" in tag for one in shelf.store.annotations() for tag in one.tags)


@pytest.mark.parametrize("keys", [("#", "e"), ("e",), ("t",), ("g", "H", "t"), ("g", "H", "a"), ("g", "H", "e")])
async def test_where_nothing_can_be_saved_that_is_said_before_anything_is_typed(
    shelf: Shelf, keys: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf.store, "read_only", "the library may not be written")
    async with running(shelf) as pilot:
        await press(pilot, *keys)
        assert message(pilot.app.screen) == "the library may not be written"
        assert not pilot.app.screen.query("NoteEditor, Prompt")
