"""The list: its current item is on the screen, whatever the heights, and ten thousand cost no more than ten."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.geometry import Region

from reader.ui.draw.cells import ItemRows, Styled
from reader.ui.draw.textual_themes import themes
from reader.ui.draw.virtual_list import WHEEL
from reader.ui.lists.entry_list import EntryList, MoreBelow, plain
from reader.ui.lists.list_moves import find_moves, list_moves

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.widget import Widget


class Items:
    """Items of one to three rows, that know which of them were looked at."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.seen: set[int] = set()

    def __len__(self) -> int:
        return self._count

    def item_rows(self, index: int, width: int) -> ItemRows:
        self.seen.add(index)
        rows = tuple((Styled(f"item {index} row {row}"),) for row in range(index % 3 + 1))
        return ItemRows(rows, heading=((Styled("head"),),) if index % 10 == 0 else (), gap=1)


class Listing(App[None]):
    CSS = "EntryList { width: 1fr; height: 1fr; } MoreBelow { height: 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.more = MoreBelow()
        self.register_theme(themes()[0])
        self.theme = "reader-dark"
        self.told: list[object] = []

    def compose(self) -> Iterator[Widget]:
        yield EntryList(more=self.more)
        yield self.more

    def on_entry_list_pointed(self, event: EntryList.Pointed) -> None:
        self.told.append(("pointed", event.index))

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        self.told.append(("chosen", event.index))


def drawn(entries: EntryList) -> str:
    return "\n".join(entries.render_line(y).text.rstrip() for y in range(entries.size.height))


async def test_what_stands_where_there_is_nothing_is_read_whole_on_a_narrow_screen() -> None:
    app = Listing()
    async with app.run_test(size=(24, 8)) as pilot:
        entries = app.query_one(EntryList)
        entries.empty = (
            *plain("Nothing is tagged yet in here.", ""),
            (Styled("O  "), Styled("opens a file or a page.")),
        )
        await pilot.pause()
        assert " ".join(drawn(entries).split()) == "Nothing is tagged yet in here. O opens a file or a page."


@pytest.mark.parametrize("size", [(80, 24), (40, 6)])
async def test_the_current_item_is_always_on_the_screen(size: tuple[int, int]) -> None:
    app = Listing()
    async with app.run_test(size=size):
        entries = app.query_one(EntryList)
        entries.show(Items(100))
        acts: list[Callable[[], None]] = [
            partial(entries.go, 99),
            partial(entries.go_by, -1),
            partial(entries.page, -1),
            partial(entries.go, 0),
        ]
        for act in acts:
            act()
            assert f"▌ item {entries.current} row 0" in drawn(entries)
        assert entries.current == 0
        entries.go_by(-1)
        assert entries.current == 0
        for _ in range(200):
            entries.page(1)
        assert entries.current == 99
        assert f"▌ item 99 row {99 % 3}" in drawn(entries)


async def test_below_it_stands_how_many_have_no_room() -> None:
    app = Listing()
    async with app.run_test(size=(40, 10)):
        entries = app.query_one(EntryList)
        entries.show(Items(2))
        assert app.more.count == 0
        entries.show(Items(60))
        last = int(drawn(entries).split("item ")[-1].split(" ")[0])
        assert app.more.count == 59 - last > 0
        entries.scroll_rows(30)
        last = int(drawn(entries).split("item ")[-1].split(" ")[0])
        assert app.more.count == 59 - last > 0
        entries.go(59)
        assert app.more.count == 0
        entries.show(Items(0))
        assert app.more.count == 0


@given(st.integers(1, 60), st.integers(0, 59), st.integers(-30, 30), st.integers(1, 60), st.integers(0, 59))
@settings(max_examples=8, deadline=None)
async def test_what_is_listed_anew_leaves_the_current_item_in_its_row(
    count: int, at: int, rows: int, then: int, now: int
) -> None:
    app = Listing()
    async with app.run_test(size=(40, 9)):
        entries = app.query_one(EntryList)
        entries.show(Items(count), min(at, count - 1))
        entries.scroll_rows(rows)
        before = entries.rows_of_item(entries.current)
        now = min(now, then - 1)
        entries.show(Items(then), now)
        after = entries.rows_of_item(now)
        assert after is not None
        full = entries.top.item > 0 and entries.rows_of_item(then - 1) is None
        if before is not None and full and len(before) == len(after):
            assert after.start == before.start
        assert f"▌ item {now} row 0" in drawn(entries)


async def test_all_moves_in_an_empty_list_lead_nowhere() -> None:
    app = Listing()
    async with app.run_test(size=(40, 6)):
        entries = app.query_one(EntryList)
        entries.show(Items(0))
        for move in {**list_moves(entries), **find_moves(entries)}.values():
            move()
            assert entries.current == -1


async def test_a_move_paints_the_two_items_that_look_different_now(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[Region] = []
    app = Listing()
    async with app.run_test(size=(40, 30)) as pilot:
        entries = app.query_one(EntryList)
        entries.show(Items(50), 1)
        await pilot.pause()
        monkeypatch.setattr(entries, "refresh", lambda *regions, **_: painted.extend(regions))
        entries.go(2)
        before, after = entries.rows_of_item(1), entries.rows_of_item(2)
        assert before is not None
        assert after is not None
        assert painted == [Region(0, one.start, 40, len(one)) for one in (before, after)]


async def test_of_ten_thousand_only_those_near_are_laid_out() -> None:
    app = Listing()
    async with app.run_test():
        entries = app.query_one(EntryList)
        items = Items(10_000)
        entries.show(items)
        drawn(entries)
        entries.go(9_999)
        drawn(entries)
        entries.go(5_000)
        drawn(entries)
        assert len(items.seen) < 150


async def test_it_stays_by_the_current_item_when_the_terminal_changes() -> None:
    app = Listing()
    async with app.run_test(size=(80, 24)) as pilot:
        entries = app.query_one(EntryList)
        entries.show(Items(100), 50)
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert "▌ item 50 row 0" in drawn(entries)


async def test_a_click_points_and_a_second_one_chooses() -> None:
    app = Listing()
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one(EntryList).show(Items(4))
        await pilot.click(EntryList, offset=(4, 3))
        assert app.told == [("pointed", 1)]
        await pilot.click(EntryList, offset=(4, 4))
        assert app.told[1:] == [("chosen", 1)]
        await pilot.click(EntryList, offset=(4, 23))
        assert len(app.told) == 2


async def test_with_no_items_it_says_so() -> None:
    app = Listing()
    async with app.run_test():
        entries = app.query_one(EntryList)
        entries.empty = plain("Nothing here.")
        entries.show(Items(0))
        entries.go_by(1)
        entries.page(1)
        assert entries.current == -1
        assert "Nothing here." in drawn(entries)


async def test_the_wheel_scrolls_and_the_current_item_stays() -> None:
    app = Listing()
    async with app.run_test(size=(80, 24)) as pilot:
        entries = app.query_one(EntryList)
        entries.show(Items(100))
        before = drawn(entries).split("\n")
        entries.post_message(events.MouseScrollDown(entries, 1, 1, 0, 1, 0, False, False, False))
        await pilot.pause()
        after = drawn(entries).split("\n")
        assert after[: len(before) - WHEEL] == before[WHEEL:]
        entries.post_message(events.MouseScrollUp(entries, 1, 1, 0, -1, 0, False, False, False))
        await pilot.pause()
        assert drawn(entries).split("\n") == before
        assert entries.current == 0
