"""The desk: what keys decide, in the store and on the screen, and the way to the text and back."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from reader.domain.annotation import Annotation, Origin, State
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.ui.reading import unsaved
from reader.ui.reading.screen import ReadingScreen
from reader.ui.screens.desk import DeskScreen
from tests.ui.documents import document_of
from tests.ui.fakes import until
from tests.ui.shelves import Shelf, message, press, running, text_of, type_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.library import Opened

OLD = ("Before it.", "One otter swims in the river.", "Two otters sleep on a stone.", "Three of them were lost.")
NEW = ("Before it.", "One old otter swims in a river.", "Now two otters sleep on some stones.", "After it.")
DOUBT = (0.70, 0.85, 0.30)


class Carried(Shelf):
    """Three highlights, carried to a text in which two are doubtful and one is lost."""

    def __init__(self) -> None:
        super().__init__()
        article = self.add("Otters", *OLD, marks=OLD[1:])
        self.opened: Opened = self.change(article, document_of(*NEW))
        self.library.carry(self.opened)
        self._doubt()

    def _doubt(self) -> None:
        """With confidences of our own: what anchoring makes of it is not what is tested here."""
        text = self.opened.document.text
        for quote, new, confidence in zip(OLD[1:], NEW[1:], DOUBT, strict=True):
            one = self.of(quote)
            found = confidence > 0.5
            start = text.index(new)
            selectors = (one.targets[-1].selectors)._replace(position=Span(start, start + len(new)) if found else None)
            target = one.targets[-1]._replace(
                selectors=selectors,
                state=State.MOVED if found else State.ORPHAN,
                confidence=confidence,
                origin=Origin.CARRIED,
            )
            self.store.save_annotations([Change(one, one._replace(targets=(one.targets[0], target)))])

    def of(self, quote: str) -> Annotation:
        """The annotation that was made on this text."""
        (found,) = [one for one in self.store.annotations() if one.targets[0].selectors.quote.exact == quote]
        return found

    def state(self, quote: str) -> tuple[State, Origin]:
        target = self.of(quote).targets[-1]
        return target.state, target.origin


@pytest.fixture
def shelf() -> Carried:
    return Carried()


async def test_each_is_shown_as_it_was_and_as_it_was_found(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R")
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen)
        assert "1 of 3 · 0 decided" in text_of(screen, "#head")
        assert OLD[1] in text_of(screen, "#left-page").replace("\n", " ")
        assert NEW[1] in text_of(screen, "#right-page").replace("\n", " ")
        assert "70 % sure" in text_of(screen, "#right-head")
        await press(pilot, "G")
        assert "lost" in text_of(screen, "#right-head")
        assert "After it." in text_of(screen, "#right-page")


async def test_one_is_deleted_and_brought_back(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "n", "d", "d")
        screen = pilot.app.screen
        assert [one.targets[0].selectors.quote.exact for one in shelf.store.annotations()] == [OLD[1], OLD[3]]
        assert "2 of 2 · 0 decided" in text_of(screen, "#head")
        assert OLD[3] in text_of(screen, "#left-page")
        await press(pilot, "u")
        assert "2 of 3 · 0 decided" in text_of(screen, "#head")
        assert OLD[2] in text_of(screen, "#left-page").replace("\n", " ")
        await press(pilot, "ctrl+r", "delete", "delete")
        assert shelf.store.annotations() == []
        assert "Every highlight is in its place." in text_of(screen, "#left-page")
        for key in "aopnA":
            await press(pilot, key)
            assert "there is nothing to decide" in message(screen), key


async def test_decisions_are_stored_and_the_next_one_comes(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "enter")
        assert shelf.state(OLD[1]) == (State.ANCHORED, Origin.PLACED)
        assert "2 of 3 · 1 decided" in text_of(pilot.app.screen, "#head")
        await press(pilot, "o")
        assert shelf.state(OLD[2]) == (State.ORPHAN, Origin.PLACED)
        await press(pilot, "a")
        assert "nothing was found to accept" in message(pilot.app.screen)
        await press(pilot, "o")
        assert "all 3 are decided" in message(pilot.app.screen)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, ReadingScreen)
        assert len(pilot.app.screen.reading.annotations.orphans) == 2


async def test_a_decision_is_taken_back_and_made_again(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "u")
        assert "nothing was decided" in message(pilot.app.screen)
        await press(pilot, "a", "u")
        assert shelf.state(OLD[1]) == (State.MOVED, Origin.CARRIED)
        assert "1 of 3 · 0 decided" in text_of(pilot.app.screen, "#head")
        await press(pilot, "ctrl+r")
        assert shelf.state(OLD[1]) == (State.ANCHORED, Origin.PLACED)


async def test_all_above_a_score_are_accepted_at_once(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "A", "enter")
        assert shelf.state(OLD[1]) == (State.MOVED, Origin.CARRIED)
        assert shelf.state(OLD[2]) == (State.ANCHORED, Origin.PLACED)
        assert message(pilot.app.screen) == "1 accepted; u takes it back"
        await press(pilot, "A")
        await type_in(pilot, "x")
        await press(pilot, "enter")
        assert "a number of per cent" in message(pilot.app.screen)


async def test_placed_by_hand_in_the_text_and_back_at_the_desk(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "G", "p")
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        assert screen.reading.view.target.of(shelf.opened.document.text) == "After it."
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DeskScreen)
        assert shelf.of(OLD[3]).quote == "After it."
        assert shelf.state(OLD[3]) == (State.ANCHORED, Origin.PLACED)
        await press(pilot, "u")
        assert shelf.state(OLD[3])[1] is Origin.CARRIED
        await press(pilot, "u")
        assert "nothing was decided here yet" in message(pilot.app.screen)


async def test_what_was_decided_before_placing_can_still_be_taken_back(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "a", "p", "escape", "u")
        assert shelf.state(OLD[1])[1] is Origin.CARRIED


async def test_giving_up_placing_comes_back_too(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "p", "escape")
        assert isinstance(pilot.app.screen, DeskScreen)
        assert shelf.state(OLD[1]) == (State.MOVED, Origin.CARRIED)


async def test_what_cannot_be_stored_is_not_decided(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R")
        shelf.store.full = True
        await press(pilot, "a")
        assert "no space is left" in message(pilot.app.screen)
        assert "0 decided" in text_of(pilot.app.screen, "#head")
        shelf.store.full = False
        await press(pilot, "a")
        assert shelf.state(OLD[1]) == (State.ANCHORED, Origin.PLACED)
        await press(pilot, "q")
        article = pilot.app.screen
        assert isinstance(article, ReadingScreen)
        assert article.reading.status.message == ""  # it has been mended since


async def test_what_a_slow_disk_takes_back_is_told_at_the_desk(shelf: Carried, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "PATIENCE", 0.0)
    gate = Event()
    save = shelf.store.save_annotations

    def slow(changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        assert gate.wait(120)
        return save(changes)

    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R")
        monkeypatch.setattr(shelf.store, "save_annotations", slow)
        await press(pilot, "a")
        assert "2 of 3 · 1 decided" in text_of(pilot.app.screen, "#head")
        shelf.store.full = True
        gate.set()
        await until(lambda: "no space is left; 1 change taken back" in message(pilot.app.screen))
        assert "1 of 3 · 0 decided" in text_of(pilot.app.screen, "#head")
        assert shelf.state(OLD[1]) == (State.MOVED, Origin.CARRIED)
        await press(pilot, "u")
        assert "nothing was decided here yet" in message(pilot.app.screen)


async def test_where_there_is_little_room_one_page_is_above_the_other(shelf: Carried) -> None:
    async with running(shelf, shelf.opened, (60, 24)) as pilot:
        await press(pilot, "R")
        left, right = (pilot.app.screen.query_one(name).region for name in ("#left", "#right"))
        assert left.bottom <= right.y
        assert left.x == right.x


async def test_with_nothing_to_look_at_it_says_so() -> None:
    shelf = Shelf()
    article = shelf.add("Otters", *OLD, marks=OLD[1:])
    async with running(shelf, shelf.library.open(article.id)) as pilot:
        await press(pilot, "R")
        assert "Every highlight is in its place." in text_of(pilot.app.screen, "#left-page")
        await press(pilot, "enter", "o", "p", "n", "u")
        assert isinstance(pilot.app.screen, DeskScreen)


async def test_while_placing_every_key_says_what_enter_does(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "p")
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        for key in ("o", "e", "l", "V", "v"):
            await press(pilot, key)
            text = " ".join(screen.reading.view.target.of(shelf.opened.document.text).split())
            assert screen.reading.status.message.startswith(f"Enter puts it on “{text[:10]}")
            assert "Esc back to the desk" in screen.reading.status.message
        await press(pilot, "v")
        assert isinstance(pilot.app.screen, DeskScreen), "what drops the selection goes back, and says so"
        assert "not placed" in message(pilot.app.screen)
        assert not screen.reading.status.message, "the text under the desk says nothing of it"
        assert shelf.state(OLD[1]) == (State.MOVED, Origin.CARRIED)


@pytest.mark.slow
async def test_a_search_while_placing_says_what_enter_does_and_esc_takes_it_back(shelf: Carried) -> None:
    async with running(shelf, shelf.opened) as pilot:
        await press(pilot, "R", "p")
        screen = pilot.app.screen
        assert isinstance(screen, ReadingScreen)
        view, text = screen.reading.view, shelf.opened.document.text
        before = view.selection
        await press(pilot, "/")
        await type_in(pilot, text.split()[-1])
        assert view.selection != before
        await press(pilot, "escape")
        assert view.selection == before
        await press(pilot, "/")
        await type_in(pilot, text.split()[-1])
        await press(pilot, "enter", "i", "w")
        assert view.target.of(text) == "it"
        assert screen.reading.status.message.startswith("Enter puts it on “it”")
        await press(pilot, "/")
        await type_in(pilot, text.split()[0])
        await press(pilot, "enter")
        assert screen.reading.status.message.startswith(f"Enter puts it on “{text[:10]}")
