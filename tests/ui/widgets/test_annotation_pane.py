"""The pane: what is current is on the screen, and ten thousand entries cost no more than ten."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.geometry import Region

from reader.domain.annotations import Annotations
from reader.ui.draw.textual_themes import themes
from reader.ui.lists.annotation_entry import Where
from reader.ui.reading.annotation_pane import AnnotationPane, Listing
from tests.ui.fakes import marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.widget import Widget

    from reader.domain.annotation import Annotation


class Paneful(App[None]):
    """The pane alone, which knows whose entries were drawn."""

    CSS = "AnnotationPane { width: 40; height: 1fr; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.register_theme(themes()[0])
        self.theme = "reader-dark"
        self.drawn: list[str] = []
        self.annotations = Annotations("v", [marked(f"a{at}", at, at + 1, quote=f"item {at}") for at in range(count)])

    def compose(self) -> Iterator[Widget]:
        yield AnnotationPane(self._where)

    def on_mount(self) -> None:
        self.pane.listing = Listing(self.annotations)

    @property
    def pane(self) -> AnnotationPane:
        return self.query_one(AnnotationPane)

    def _where(self, annotation: Annotation) -> Where:
        self.drawn.append(annotation.id)
        return Where("¶ 1")

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.pane.render_lines(self.pane.size.region)]

    def choose(self, annotation: Annotation | None) -> int:
        """Make it current, as the screen does; its number."""
        assert annotation is not None
        self.pane.current = annotation.id
        self.pane.reveal(annotation.id)
        return int(annotation.id[1:])


@pytest.mark.parametrize("size", [(80, 24), (80, 5)])
async def test_the_current_entry_is_on_the_screen(size: tuple[int, int]) -> None:
    app = Paneful(100)
    async with app.run_test(size=size):
        pane = app.pane
        for count in (0, 1, 7, 99, -1, -50, 999, -999):
            number = app.choose(pane.entry_after(count))
            assert any(f"▌ item {number} " in f"{line} " for line in app.lines())
        assert pane.current == "a0"


@pytest.mark.parametrize("size", [(80, 24), (80, 5)])
async def test_a_page_leads_to_another_entry_and_at_last_to_the_end(size: tuple[int, int]) -> None:
    app = Paneful(100)
    async with app.run_test(size=size):
        number = app.choose(app.pane.entry_pages_on(1))
        for pages, end in ((1, 99), (-1, 0)):
            while number != end:
                before, number = number, app.choose(app.pane.entry_pages_on(pages))
                assert (number - before) * pages > 0
                assert abs(number - before) < size[1]


async def test_of_ten_thousand_only_those_near_are_drawn() -> None:
    app = Paneful(10_000)
    async with app.run_test(size=(80, 24)):
        app.lines()
        for annotation in (app.pane.entry_after(9_999), app.pane.entry_after(-5_000), app.pane.entry_pages_on(1)):
            app.choose(annotation)
            app.lines()
        app.pane.listing = Listing(
            app.annotations, answering=lambda some: [one for one in some if one.id.endswith("7")]
        )
        app.lines()
        assert len(app.drawn) < 150


@pytest.mark.parametrize("seed", range(4))
async def test_rows_that_look_as_they_did_are_not_painted(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(seed)
    app = Paneful(30)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        pane, painted = app.pane, list[Region]()
        whole = pane.size.region
        monkeypatch.setattr(app.screen, "refresh", lambda *regions: painted.extend(regions))
        acts: list[Callable[[], object]] = [
            lambda: app.choose(pane.listing.entries[draw.randrange(29)]),
            lambda: setattr(pane, "active", not pane.active),
            lambda: setattr(pane, "unfolded", pane.current),
            lambda: setattr(pane, "listing", Listing(app.annotations.with_changes((), [f"a{draw.randrange(30)}"]))),
            lambda: setattr(pane, "listing", Listing(app.annotations)),
        ]
        for _ in range(20):
            before = [*pane.render_lines(whole)]
            painted.clear()
            pane.hold_paint()
            for act in draw.choices(acts, k=2):
                act()
            pane.let_paint()
            after = pane.render_lines(whole)
            rows = {y for one in painted for y in range(one.y, one.bottom)}
            assert {y for y in range(24) if after[y] is not before[y]} <= rows
            assert [list(one) for one in after] == [list(one) for one in pane.paint_rows(whole)]


async def test_no_entries_lead_nowhere() -> None:
    app = Paneful(0)
    async with app.run_test(size=(80, 24)):
        assert app.pane.entry_after(1) is app.pane.entry_pages_on(-1) is app.pane.neighbour() is None
        assert "No annotation yet" in "\n".join(app.lines())


async def test_entries_fill_the_pane_when_it_grows_or_others_go() -> None:
    app = Paneful(100)
    async with app.run_test(size=(80, 12)) as pilot:
        app.choose(app.pane.entry_after(999))
        await pilot.resize_terminal(80, 40)
        assert app.lines()[-1] or app.lines()[-2]
        app.pane.listing = Listing(
            app.annotations, answering=lambda some: [one for one in some if one.id in {"a97", "a98", "a99"}]
        )
        assert any("item 97 " in f"{line} " for line in app.lines())
