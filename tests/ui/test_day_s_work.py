"""The keys that the day's work takes, counted on a terminal of 100 by 30: not one more than is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.ports import Change
from reader.ui.reading.article_view import ArticleView
from reader.ui.screens.difference import DifferenceScreen
from reader.ui.screens.export import ExportScreen
from tests.ui.documents import document_of
from tests.ui.shelves import Shelf, listed, press, reading_screen, running

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from reader.domain.annotation import Annotation
    from reader.domain.span import Span

TAGS = ("police/chiefs", "claim")
ARTICLES = 4


class Day:
    """A pilot whose keys are counted."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    async def keys(self, most: int, *keys: str) -> None:
        assert len(keys) <= most
        await press(self.pilot, *keys)


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    for number in range(ARTICLES):
        paragraphs = [f"Paragraph {number} {at} says one thing. And then it says another thing." for at in range(6)]
        shelf.add(f"Article {number}", *paragraphs, marks=[f"Paragraph {number} 1", f"Paragraph {number} 4"])
    for one in shelf.store.annotations():
        shelf.store.save_annotations([Change(one, one._replace(tags=TAGS))])
    return shelf


def _made(shelf: Shelf) -> list[Annotation]:
    return [one for one in shelf.store.annotations() if not one.quote.endswith((" 1", " 4"))]


async def test_a_sentence_is_one_key_and_any_other_on_the_screen_two(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Article 0")) as pilot:
        day = Day(pilot)
        await day.keys(1, "h")
        assert [one.quote for one in _made(shelf)] == ["Paragraph 0 0 says one thing."]
        await press(pilot, "H")
        label = list(_labels(pilot))[3]
        await press(pilot, "escape")
        await day.keys(2, "H", label)
        assert len(_made(shelf)) == 2


async def test_a_phrase_of_three_words_is_six_keys(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Article 0")) as pilot:
        await press(pilot, "w")
        start = reading_screen(pilot).reading.opened.document.text.index("then it says")
        label = next(name for name, span in _labels(pilot).items() if start in span)
        await press(pilot, "escape")
        await Day(pilot).keys(6, "w", *label, "e", "e", "enter")
        assert [one.quote for one in _made(shelf)] == ["then it says"]


async def test_a_note_is_its_text_and_two_keys(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Article 0")) as pilot:
        await Day(pilot).keys(2 + len("why"), "a", *"why", "escape")
        assert [one.note for one in _made(shelf)] == ["why"]


async def test_two_known_tags_are_six_keys(shelf: Shelf) -> None:
    async with running(shelf, shelf.library.open("Article 0")) as pilot:
        await Day(pilot).keys(6, "t", "p", "tab", "c", "tab", "enter")
        assert [set(one.tags) for one in _made(shelf)] == [set(TAGS)]


@pytest.mark.parametrize(
    "keys",
    [
        ("tab", "/", "#", "p", "enter", "enter"),
        ("#", "G", "enter", "enter"),
        ("g", "/", "c", "l", "a", "enter"),
    ],
)
async def test_found_by_its_tag_and_jumped_to_in_six(shelf: Shelf, keys: tuple[str, ...]) -> None:
    async with running(shelf, shelf.library.open("Article 0")) as pilot:
        await Day(pilot).keys(6, *keys)
        focused = reading_screen(pilot).reading.focused
        assert focused is not None
        assert set(focused.tags) == set(TAGS)
        assert not reading_screen(pilot).reading.pane.active


async def test_seven_hits_across_articles_are_walked_by_one_key_each(shelf: Shelf) -> None:
    async with running(shelf) as pilot:
        day, seen = Day(pilot), set()
        await day.keys(6, "g", "H", "enter")
        for _ in range(2 * ARTICLES):
            focused = reading_screen(pilot).reading.focused
            assert focused is not None
            seen.add(focused.id)
            await day.keys(1, "n")
        assert len(seen) == 2 * ARTICLES


async def test_an_export_is_two_keys(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with running(shelf, shelf.library.open("Article 0")) as pilot:
        await Day(pilot).keys(2, "E", "enter")
        assert not isinstance(pilot.app.screen, ExportScreen)
        assert len(list(tmp_path.iterdir())) == 1


async def test_what_changed_between_versions_is_two_keys(shelf: Shelf) -> None:
    article = next(one for one in shelf.store.articles() if one.title == "Article 0")
    words = shelf.library.open(article.id).document.text.split("\n\n")
    opened = shelf.change(article, document_of(words[0].replace("one thing", "another"), *words[1:]))
    async with running(shelf, opened) as pilot:
        await Day(pilot).keys(2, "g", "V")
        assert isinstance(pilot.app.screen, DifferenceScreen)
        assert any("another" in row for row in listed(pilot.app.screen))


def _labels(pilot: Pilot[None]) -> dict[str, Span]:
    return dict(pilot.app.screen.query_one(ArticleView).labels)
