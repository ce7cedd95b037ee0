"""What is drawn before it is asked for: pieces of a generator in the event loop, and the screen that comes next."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest

from reader.domain.annotations import Annotations
from reader.ui.draw.ahead import PIECE, Ahead
from reader.ui.draw.row_drawing import RowDrawing
from reader.ui.draw.selection import Unit
from reader.ui.draw.strips import styles_of
from reader.ui.reading.steps import Step
from reader.ui.reading.text_search import Search
from tests.ui.test_article_view import DOCUMENT, MARKS
from tests.ui.viewing import VERSION, Viewing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.mark.parametrize("seed", range(6))
async def test_what_is_kept_of_a_page_looks_as_if_it_were_drawn_anew(seed: int) -> None:
    draw = random.Random(seed)
    app = Viewing(DOCUMENT, MARKS)
    text = DOCUMENT.text
    some = [Annotations(VERSION, MARKS[:count]) for count in range(len(MARKS) + 1)]
    async with app.run_test(size=(60, 24)):
        view = app.view

        def extended() -> None:
            if view.selection is None:
                view.start_selection(draw.choice(list(Unit)))
            view.extend(draw.randrange(len(text)))

        acts: list[Callable[[], object]] = [
            lambda: view.step(draw.choice(list(Step)), draw.choice([-2, -1, 1, 3])),
            lambda: view.scroll_rows(draw.choice([-3, -1, 1, 2])),
            lambda: view.scroll_pages(draw.choice([-1, 1, 0.5])),
            lambda: [*view.draw_ahead(down=draw.random() < 0.7)],
            lambda: setattr(view, "focused", draw.choice([None, *(one.id for one in MARKS)])),
            lambda: setattr(view, "annotations", draw.choice(some)),
            lambda: setattr(view, "matches", draw.choice([None, Search(text, "number 1").within])),
            lambda: setattr(view, "match", draw.choice([None, view.cursor])),
            lambda: setattr(view, "labels", draw.choice([{}, {"a": view.cursor, "bc": view.shown}])),
            lambda: setattr(view, "typed", draw.choice(["", "b"])),
            lambda: setattr(view, "zen", draw.random() < 0.3),
            extended,
            lambda: setattr(view, "selection", None),
        ]
        for _ in range(60):
            draw.choice(acts)()
            assert view.viewport is not None
            fresh = RowDrawing(styles_of(view.app), view.size.width, view.column, view.region.x)
            anew = [list(strip) for strip in fresh.strips(view.scene, view.viewport)]
            kept = [list(strip) for strip in view.render_lines(view.size.region)]
            assert kept[: len(anew)] == anew
