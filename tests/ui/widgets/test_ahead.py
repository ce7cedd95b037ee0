"""What is drawn before it is asked for: pieces of a generator in the event loop, and the screen that comes next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reader.domain.annotations import Annotations
from reader.ui.draw.ahead import PIECE, Ahead
from reader.ui.reading.reading_view import RowDrawing
from tests.ui.test_article_view import DOCUMENT, MARKS
from tests.ui.viewing import VERSION, Viewing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.strip import Strip


class Recorded:
    """Steps that are counted, by the direction that they were asked for in."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.taken: list[bool] = []
        self.done = asyncio.Event()

    def __call__(self, *, down: bool) -> Iterator[None]:
        for _ in range(self.count):
            self.taken.append(down)
            yield
        self.done.set()


async def test_all_steps_are_taken_a_piece_at_a_time() -> None:
    steps = Recorded(3 * PIECE)
    Ahead(steps).moved(down=True)
    assert not steps.taken, "the key comes first"
    await asyncio.wait_for(steps.done.wait(), 120)
    assert steps.taken == [True] * 3 * PIECE


async def test_who_is_somewhere_else_begins_anew() -> None:
    steps = Recorded(PIECE)
    ahead = Ahead(steps)
    ahead.moved(down=True)
    ahead.moved(down=False)
    await asyncio.wait_for(steps.done.wait(), 120)
    assert steps.taken == [False] * PIECE


async def test_nothing_is_done_for_who_has_gone() -> None:
    steps, later = Recorded(1), Recorded(1)
    stopped = Ahead(steps)
    stopped.moved(down=True)
    Ahead(later).moved(down=True)
    stopped.stop()
    await asyncio.wait_for(later.done.wait(), 120)
    assert not steps.taken


@pytest.mark.parametrize("down", [True, False])
async def test_a_turned_page_has_been_drawn_already(monkeypatch: pytest.MonkeyPatch, *, down: bool) -> None:
    drawn: list[str] = []
    real = RowDrawing._drawn

    def counting(self: RowDrawing, *rest: object) -> Strip:
        strip: Strip = real(self, *rest)  # type: ignore[arg-type]
        drawn.append(strip.text)
        return strip

    app = Viewing(DOCUMENT, MARKS)
    async with app.run_test(size=(80, 24)):
        app.view.scroll_pages(2)
        for _ in app.view.draw_ahead(down=down):
            pass
        monkeypatch.setattr(RowDrawing, "_drawn", counting)
        before = app.view.shown
        app.view.scroll_pages(1 if down else -1)
        assert app.view.shown != before
        assert drawn == []


async def test_highlights_that_change_while_the_next_page_is_drawn_are_shown_on_it() -> None:
    app, fresh = Viewing(DOCUMENT), Viewing(DOCUMENT, MARKS)
    shown = []
    for one in (app, fresh):
        async with one.run_test(size=(80, 24)) as pilot:
            one.view.go_to(DOCUMENT.text.index("number 70"), centre=True)
            one.view.scroll_pages(-1)
            if one is app:
                steps = one.view.draw_ahead(down=True)
                for _ in range(PIECE):
                    next(steps)
                one.view.annotations = Annotations(VERSION, MARKS)
                for _ in steps:
                    pass
            one.view.scroll_pages(1)
            await pilot.pause()
            shown.append([list(strip) for strip in one.view.render_lines(one.view.size.region)])
    assert shown[0] == shown[1]
