"""The library: what is listed, how it is narrowed and sorted, and what keys do to an article."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, NoReturn

import pytest
from textual.events import Key, Paste

from reader.domain.article import Status, last_opened
from reader.domain.errors import NotFetched, NotSaved
from reader.domain.ports import Change, MarkCounts, OpenedLast
from reader.library.collection import ArticleListing
from reader.ui.app import ReaderApp
from reader.ui.lists.line_input import Prompt
from reader.ui.lists.offers import Offers
from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens.library import LibraryScreen
from reader.ui.screens.trash import TrashScreen
from tests.ui.fakes import START, FailingStore, until
from tests.ui.shelves import Shelf, listed, message, press, running, settled, shelf_of_animals, text_of, type_in
from tests.world import SECOND

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.domain.article import Article
    from reader.domain.query import Query
    from reader.library import Opened, Request
    from reader.library.collection import Listed


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.add("Otters", "One otter swims.", marks=["otter"], opened=START - timedelta(hours=3), progress=0.5)
    shelf.add("[bold]Brackets[/bold]", "A [text].", opened=START - timedelta(hours=1), status=Status.READ)
    shelf.add("Old \x1b]52;c;AAAA\x07 things", "Old text.", opened=START - timedelta(hours=2), tags=("law",))
    return shelf


async def test_articles_are_listed_the_last_opened_first(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert "3 articles · by last opened" in text_of(pilot.app.screen, "#head")
        rows = listed(pilot.app.screen)
        assert rows[0].split()[1] == "✓"
        assert "[bold]Brackets[/bold]" in rows[0]
        assert "Otters" in rows[2]
        assert "50 %" in rows[2]


class GatedShelf(FailingStore):
    """A store that knows which article was opened last, and tells of the others behind a gate."""

    gate: Event

    def opened_last(self, count: int) -> OpenedLast:
        every = sorted(super().articles(), key=last_opened, reverse=True)
        return OpenedLast([(one, MarkCounts()) for one in every[: min(count, 1)]], len(every))

    def articles(self) -> Sequence[Article]:
        assert self.gate.wait(120)
        return super().articles()


async def test_the_first_articles_are_there_before_the_others_and_keys_wait_for_all(shelf: Shelf) -> None:
    shelf.store.__class__ = GatedShelf
    assert isinstance(shelf.store, GatedShelf)
    gate = shelf.store.gate = Event()
    async with ReaderApp(shelf.services).run_test(size=(100, 30)) as pilot:
        screen = pilot.app.screen
        try:
            assert len(listed(screen)) == 1  # in the first frame
            assert "3 articles" in text_of(screen, "#head")
            assert "[bold]" in listed(screen)[0]
            screen.post_message(Key("G", "G"))
            await asyncio.sleep(0)
        finally:
            gate.set()
        await until(lambda: len(listed(screen)) == 3)
        await settled(pilot)
        assert isinstance(screen, LibraryScreen)
        assert screen.current is not None
        assert screen.current.title == "Otters"


async def test_control_characters_are_drawn_not_obeyed(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        drawn = text_of(pilot.app.screen, "#list")
        assert "\x1b" not in drawn
        assert "␛]52;c;AAAA␇" in drawn


async def test_the_list_is_narrowed_as_one_types(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "/")
        await type_in(pilot, "tag:law")
        assert len(listed(pilot.app.screen)) == 1
        assert "1 of 3" in text_of(pilot.app.screen, "#head")
        await press(pilot, "enter", "escape")
        assert len(listed(pilot.app.screen)) == 3


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Until it is set, a query finds nothing."""
    gate, answers = Event(), ArticleListing.answers

    def answers_later(listing: ArticleListing, query: Query | None) -> list[Listed]:
        assert query is None or gate.wait(120)
        return answers(listing, query)

    monkeypatch.setattr(ArticleListing, "answers", answers_later)
    return gate


async def test_keys_after_a_filter_wait_for_what_it_finds(shelf: Shelf, gate: Event) -> None:
    async with running(shelf) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        try:
            for key in ("/", *"otters", "enter", "x"):
                pilot.app.post_message(Key(key, key if len(key) == 1 else None))
            await until(lambda: screen.typed == "otters")
            assert len(listed(screen)) == 3
        finally:
            gate.set()
        await until(lambda: shelf.library.known("Otters").status is Status.ARCHIVED)
        await settled(pilot)
        assert [one.article.status for one in shelf.library.collection.articles()].count(Status.ARCHIVED) == 1


async def test_one_leaves_while_a_key_waits_for_a_filter(shelf: Shelf, gate: Event) -> None:
    async with running(shelf) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        for key in ("/", *"otters", "enter", "x"):
            pilot.app.post_message(Key(key, key if len(key) == 1 else None))
        await until(lambda: screen.typed == "otters")
        pilot.app.post_message(Key("ctrl+q", None))
        gate.set()


async def test_what_another_program_adds_is_listed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.screens.acting_list.POLL", 0.01)
    news: list[bool] = []
    monkeypatch.setattr(shelf.store, "refresh", lambda: bool(news and news.pop()))
    async with running(shelf) as pilot:
        screen = pilot.app.screen
        await press(pilot, "j", "/")
        await type_in(pilot, "o")
        before = listed(screen)
        shelf.add("Owls", "One owl hoots.", opened=START)
        news.append(True)
        await until(lambda: len(listed(screen)) == len(before) + 1)
        assert isinstance(screen, LibraryScreen)
        assert screen.typed == "o"
        assert "Owls" in listed(screen)[0]


@pytest.mark.parametrize("keys", [("g", "H"), ("#",)])
async def test_annotations_and_tags_show_what_another_program_wrote(
    keys: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.screens.acting_list.POLL", 0.01)
    shelf = shelf_of_animals()
    news: list[bool] = []
    monkeypatch.setattr(shelf.store, "refresh", lambda: bool(news and news.pop()))
    async with running(shelf) as pilot:
        await press(pilot, *keys)
        screen = pilot.app.screen
        badger = shelf.annotation("badger")
        shelf.store.save_annotations([Change(badger, badger._replace(tags=("digging",)))])
        assert "#digging" not in text_of(screen, "#list")
        news.append(True)
        await until(lambda: "#digging" in text_of(screen, "#list"))


async def test_a_query_that_cannot_be_understood_is_said(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "/")
        await type_in(pilot, "before:soon")
        assert "soon" in message(pilot.app.screen)
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_sorting_goes_round(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "S")
        assert "by title" in text_of(pilot.app.screen, "#head")
        assert "[bold]" in listed(pilot.app.screen)[0]
        await press(pilot, "S")
        assert "Otters" in listed(pilot.app.screen)[0]
        await press(pilot, "S", "S")
        assert "by last opened" in text_of(pilot.app.screen, "#head")


async def test_reading_and_coming_back(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "G", "enter")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert pilot.app.screen.reading.opened.article.title == "Otters"
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert "Otters" in listed(pilot.app.screen)[0]


async def test_the_library_shows_how_far_the_open_article_is_read(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("[bold]Brackets[/bold]")) as pilot:
        shelf.clock.now += SECOND  # it has been looked at
        await press(pilot, "L")
        assert "100 %" in listed(pilot.app.screen)[0]


async def test_an_article_is_put_away_and_taken_out(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "G", "x")
        assert shelf.library.known("Otters").status is Status.ARCHIVED
        assert listed(pilot.app.screen)[2] == "Archive"
        assert "archived" in message(pilot.app.screen)
        await press(pilot, "x")
        assert shelf.library.known("Otters").status is Status.READING
        assert "Archive" not in listed(pilot.app.screen)


async def test_one_works_down_the_library_putting_away_and_marking_as_read() -> None:
    shelf = Shelf()
    for title in ("Ants", "Bees", "Crabs", "Ducks", "Eels"):
        shelf.add(title, f"{title} live here.")
    async with running(shelf) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, LibraryScreen)
        first, second, third, fourth, last = (row.strip("▌ •").split()[0] for row in listed(screen))
        await press(pilot, "x", "x")
        assert [shelf.library.known(one).status for one in (first, second)] == [Status.ARCHIVED] * 2
        assert screen.current is not None
        assert screen.current.title == third
        await press(pilot, "j", "j", "x")
        assert screen.current.title == last, "below the last there is only the archive: it is taken along"
        await press(pilot, "x", "/")
        await type_in(pilot, "status:unread")
        await press(pilot, "enter", "r")
        assert shelf.library.known(third).status is Status.READ
        assert screen.current.title == fourth


async def test_tags_and_title(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "G", "t")
        await type_in(pilot, "river wild/animals")
        await press(pilot, "enter")
        assert shelf.library.known("Otters").tags == ("river", "wild/animals")
        assert "#wild/animals" in text_of(pilot.app.screen, "#details")
        await press(pilot, "e")
        await type_in(pilot, " again")
        await press(pilot, "enter")
        assert shelf.library.known("Otters again").tags == ("river", "wild/animals")


@pytest.mark.parametrize(("key", "typed"), [("t", "river"), ("e", " again")])
async def test_a_line_that_cannot_be_saved_stays_with_what_was_typed(shelf: Shelf, key: str, typed: str) -> None:
    def full(_: object) -> NoReturn:
        raise NotSaved("no space is left", "the library")

    async with running(shelf) as pilot:
        await press(pilot, "G", key)
        await type_in(pilot, typed)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shelf.store, "save_articles", full)
            await press(pilot, "enter")
            assert "no space is left" in message(pilot.app.screen)
            assert "no space is left" in text_of(pilot.app.screen, Offers)
            assert pilot.app.screen.query(Prompt), "the line stays open"
        await type_in(pilot, "x")
        await press(pilot, "enter")
        assert not pilot.app.screen.query(Prompt)
        assert "no space is left" not in message(pilot.app.screen), "it is saved now"
        (article,) = [one for one in shelf.store.articles() if one.title.startswith("Otters")]
        assert (article.title, article.tags) == (("Otters", ("riverx",)) if key == "t" else ("Otters againx", ()))


async def test_tags_are_completed_from_those_of_articles_and_annotations(shelf: Shelf) -> None:
    shelf.store.save_annotations(
        [Change(one, one._replace(tags=("lawless\x1b",))) for one in shelf.store.annotations()]
    )
    async with running(shelf) as pilot:
        await press(pilot, "G", "t")
        await type_in(pilot, "la")
        assert text_of(pilot.app.screen, Offers).split() == ["law", "lawless␛"]
        await press(pilot, "tab", "tab", "shift+tab", "enter")
        assert shelf.library.known("Otters").tags == ("law",)
        await press(pilot, "t")
        await type_in(pilot, "lawl")
        await press(pilot, "tab", "enter")
        assert shelf.library.known("Otters").tags == ("law", "lawless\x1b")


async def test_a_tag_that_is_left_alone_stays_as_it_is(shelf: Shelf) -> None:
    strange = ("two words", "bell\x07")
    shelf.library.tag_article(shelf.library.known("Otters"), strange)
    async with running(shelf) as pilot:
        await press(pilot, "G", "t")
        await type_in(pilot, "new")
        await press(pilot, "enter")
        assert shelf.library.known("Otters").tags == (*strange, "new")


async def test_versions_of_the_current_article_and_the_trash_of_all(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "V")
        assert "1 version" in text_of(pilot.app.screen, "#head")
        await press(pilot, "q", "T")
        assert isinstance(pilot.app.screen, TrashScreen)


async def test_the_trash_is_filtered_as_other_lists_are() -> None:
    shelf = shelf_of_animals()
    shelf.store.save_annotations([Change(one, None) for one in shelf.store.annotations()])
    async with running(shelf) as pilot:
        await press(pilot, "T", "/")
        await type_in(pilot, "quote:one in:otters")
        await press(pilot, "enter")
        assert "1 of 3" in text_of(pilot.app.screen, "#head")
        await press(pilot, "r")
        assert shelf.annotation("One otter")
        assert "0 of 2" in text_of(pilot.app.screen, "#head")
        await press(pilot, "r")
        assert message(pilot.app.screen) == TrashScreen.MISSED
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, TrashScreen)
        assert {"badger", "[otters]"} <= set(text_of(pilot.app.screen, "#list").split())


async def test_all_lines_that_are_pasted_into_a_line_are_taken_as_one(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        await press(pilot, "/")
        for pasted, line in (
            ("\n  two\nwords \n", "two words"),
            (" more\n", "two words more"),
            ("\n", "two words more"),
        ):
            pilot.app.screen.query_one(Prompt).line.post_message(Paste(pasted))
            await settled(pilot)
            assert pilot.app.screen.query_one(Prompt).line.value == line
        assert "filter two words more" in text_of(pilot.app.screen, "#head")


async def test_an_empty_library_offers_the_welcome() -> None:
    shelf = Shelf()
    async with running(shelf) as pilot:
        assert "Nothing has been read yet." in text_of(pilot.app.screen, "#list")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert len(shelf.store.articles()) == 1


async def test_a_file_that_is_not_there_is_said() -> None:
    async with running(Shelf()) as pilot:
        await press(pilot, "O")
        await type_in(pilot, "/no/such/file.txt")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LibraryScreen)
        assert "/no/such/file.txt" in message(pilot.app.screen)


async def test_how_far_a_page_has_come_is_said_until_it_is_there_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    said: list[str] = []

    def fetch(word: str, request: Request | None = None) -> Opened:
        assert request is not None
        assert request.progress is not None
        request.progress(1024, 4096)
        raise NotFetched("it does not answer", word)

    monkeypatch.setattr(shelf.library, "open", fetch)
    async with running(shelf) as pilot:

        def say(message: str, *, failed: bool = False) -> None:
            said.append(f"{message}{'!' * failed}")

        monkeypatch.setattr(pilot.app.screen, "say", say)
        await press(pilot, "O")
        await type_in(pilot, "http://otters.org")
        await press(pilot, "enter")
        opening = "opening http://otters.org …"
        assert said == [opening, f"{opening} 1 of 4 kB", "http://otters.org: it does not answer!"]


async def test_tags_find_articles_by_what_is_marked_in_them_too(shelf: Shelf) -> None:
    (one,) = shelf.store.annotations()
    shelf.store.save_annotations([Change(one, one._replace(tags=("law/rivers",)))])
    async with running(shelf) as pilot:
        for query, found in (("tag:law", 2), ("#law/r", 1), ("-tag:law", 1), ("tag:law/rivers in:otters", 1)):
            await press(pilot, "/", "ctrl+u")
            await type_in(pilot, query)
            await press(pilot, "enter")
            assert len(listed(pilot.app.screen)) == found, query


async def test_an_article_s_annotations_are_exported_from_its_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(shelf_of_animals()) as pilot:
        await press(pilot, "S", "E")
        await settled(pilot)
        title = text_of(pilot.app.screen, "#head").partition("“")[2].partition("”")[0]
        await press(pilot, "enter")
        await settled(pilot)
        (written,) = tmp_path.iterdir()
        assert title in written.read_text()
        assert f"written to {written}" in message(pilot.app.screen)
        await press(pilot, "/")
        await type_in(pilot, "otter")
        await press(pilot, "enter", "E")
        await settled(pilot)
        await press(pilot, "w")
        assert "what is shown" in text_of(pilot.app.screen, "#head")
