"""The reading screen is painted once at the start, and its containers, which paint nothing, are covered at any size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.domain.ports import ReadingPosition
from reader.ui.app import ReaderApp
from reader.ui.draw.strips import Covered
from reader.ui.keys.status_line import ArticleStatus
from reader.ui.reading.article_view import ArticleView
from tests.ui.shelves import Shelf, press, reading_screen, running, settled

if TYPE_CHECKING:
    from textual.geometry import Region
    from textual.strip import Strip

SIZES = [(100, 30), (200, 60), (40, 12), (20, 6), (91, 5), (30, 2)]


async def test_the_first_screen_is_painted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[Region] = []
    paint = ArticleView.render_lines

    def counted(view: ArticleView, crop: Region) -> list[Strip]:
        painted.append(crop)
        return paint(view, crop)

    monkeypatch.setattr(ArticleView, "render_lines", counted)
    shelf = Shelf()
    opened = shelf.library.open(shelf.add("Coast", *["What the harbour keeps."] * 2000, marks=["harbour"]).id)
    app = ReaderApp(shelf.services, opened, session=shelf.library.session(opened))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert len(painted) == 1
        await press(pilot, "j")
        assert len(painted) == 2


async def test_the_first_screen_tells_how_far_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []
    paint = ArticleStatus.render_lines

    def seen(status: ArticleStatus, crop: Region) -> list[Strip]:
        strips = paint(status, crop)
        painted.extend(strip.text for strip in strips)
        return strips

    monkeypatch.setattr(ArticleStatus, "render_lines", seen)
    shelf = Shelf()
    opened = shelf.library.open(shelf.add("Coast", *[f"What harbour {n} keeps." for n in range(200)]).id)
    half = opened.document.text.index("What harbour 100")
    place = ReadingPosition(opened.version, half, half)
    app = ReaderApp(shelf.services, opened, place, session=shelf.library.session(opened))
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert len(painted) == 1
        assert painted[0].startswith(f" {reading_screen(pilot).reading.view.percent:3d} %")
        assert reading_screen(pilot).reading.view.percent > 50
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert painted[-1].startswith(f" {reading_screen(pilot).reading.view.percent:3d} %")


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ("Z",),
        ("s",),
        pytest.param(("a",), marks=pytest.mark.slow),
        ("Z", "a"),
        pytest.param(("/",), marks=pytest.mark.slow),
    ],
)
async def test_containers_are_covered(keys: tuple[str, ...]) -> None:
    shelf = Shelf()
    article = shelf.add("Coast", "What the harbour keeps. And what the sand stays.", marks=["harbour"])
    async with running(shelf, shelf.library.open(article.id)) as pilot:
        await press(pilot, *keys)
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            screen = pilot.app.screen
            cells = [(x, y) for y in range(height) for x in range(width)]
            bare = [cell for cell in cells if isinstance(screen.get_widget_at(*cell)[0], Covered | type(screen))]
            assert not bare


@pytest.mark.parametrize(("keys", "covers"), [((), True), (("s",), True), (("Z",), True), (("a",), False)])
async def test_the_screen_renders_no_rows_where_text_pane_and_status_line_are(
    keys: tuple[str, ...], covers: bool
) -> None:
    shelf = Shelf()
    article = shelf.add("Coast", "What the harbour keeps. And what the sand stays.", marks=["harbour"])
    async with running(shelf, shelf.library.open(article.id)) as pilot:
        await press(pilot, *keys)
        for width, height in SIZES[:2]:
            await pilot.resize_terminal(width, height)
            await settled(pilot)
            screen = pilot.app.screen
            assert (screen.render_lines(screen.region) == []) is covers
            assert "harbour" in pilot.app.export_screenshot(simplify=True)
