"""A disk that takes long: what is shown meanwhile, what queues, what is taken back; a gate stands for the disk."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from reader.domain.errors import NotSaved
from reader.domain.ports import Change
from reader.storage.disk.system import System
from reader.storage.local.paths import StorePaths
from reader.storage.store import FileStore
from reader.ui.draw.row_drawing import RowDrawing
from reader.ui.reading import closing, unsaved
from tests.ui.fakes import FailingStore, OneArticle, document, pressed, reader, until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from textual.strip import Strip

    from reader.domain.annotation import Annotation
    from reader.domain.annotations import Annotations
    from tests.ui.fakes import Reader


class GatedStore(FailingStore):
    """A store whose saves wait until the gate is open."""

    gate: Event
    allowed = 10_000
    """How many saves succeed."""

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        assert self.gate.wait(120)
        self.allowed -= 1
        if self.allowed < 0:
            raise NotSaved("no space is left", "the library", "free some")
        return super().save_annotations(changes)


class Gated(OneArticle):
    """A library on a disk behind a gate."""

    def __init__(self) -> None:
        super().__init__(document())
        self.memory.__class__ = GatedStore
        assert isinstance(self.memory, GatedStore)
        self.disk = self.memory
        self.disk.gate = Event()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unsaved, "PATIENCE", 0.001)
    monkeypatch.setattr(closing, "PATIENCE", 0.001)


@pytest.fixture
def slow() -> Iterator[Gated]:
    library = Gated()
    yield library
    library.disk.gate.set()


async def until_saved(it: Reader) -> None:
    await it.screen.reading.unsaved.settled()
    await it.pilot.pause()


async def test_what_is_not_saved_yet_is_shown_and_marked_and_nowhere_else(slow: Gated) -> None:
    async with reader(library=slow) as it:
        await it.press("}", "h")
        (shown,) = it.screen.reading.annotations
        assert (shown.quote, shown.foreseen) == ("One otter swims.", True)
        assert it.screen.reading.status.unsaved == 1
        assert "not saved yet" in _line(it)
        assert it.stored == []
        assert list(it.elsewhere().annotations) == []
        assert list(slow.collection.annotations()) == []
        assert list(slow.collection.exported()) == []
        slow.disk.gate.set()
        await until_saved(it)
        assert not it.only.foreseen
        assert it.only.id == shown.id
        assert "not saved yet" not in _line(it)


async def test_keys_that_move_do_not_wait_for_a_save(slow: Gated) -> None:
    async with reader(library=slow) as it:
        await it.press("}", "h", ")", ")")
        assert it.cursor == "Three otters wait by the river."
        await it.press("h", "}", "h")
        assert it.cursor == "The river is wide."
        assert len(it.screen.reading.annotations) == 3
        slow.disk.gate.set()
        await until_saved(it)
        assert it.quotes == ["One otter swims.", "Three otters wait by the river.", "The river is wide."]


async def test_a_cursor_that_has_moved_on_is_left_where_it_is() -> None:
    async with reader() as it:
        await it.burst("}", "h", "}")
        assert it.cursor == "The river is wide."
        assert it.quotes == ["One otter swims."]


async def test_acts_on_what_is_not_saved_yet_queue_behind_it(slow: Gated) -> None:
    async with reader(library=slow) as it:
        await it.press("}", "h", "2", "*", "a", *"why", "escape", "t", *"law", "enter", ")", "h", "d", "u")
        first, second = it.screen.reading.annotations
        assert (first.note, first.tags, first.colour.value, first.star) == ("why", ("law",), "red", True)
        assert second.quote == "Two otters sleep."
        assert it.stored == []
        slow.disk.gate.set()
        await until_saved(it)
        it.agree()
        assert [one.id for one in it.stored] == [first.id, second.id]
        assert it.stored[0] == first._replace(modified=it.stored[0].modified, created=it.stored[0].created)
        assert it.stored[0].rivals == ()  # what was seen before it was saved is no other window's
        assert slow.notebook.kept == {}


async def test_what_is_written_on_later_is_not_held_against_what_was_foreseen(slow: Gated) -> None:
    async with reader(library=slow) as it:
        await it.press("}", "h", "a", *"first")
        slow.disk.gate.set()
        await until_saved(it)
        await it.press("escape", "a", *" again", "escape")
        assert (it.only.note, it.only.rivals) == ("first again", ())


@pytest.mark.parametrize("allowed", [0, 1, 2])
async def test_from_the_first_that_fails_on_all_are_taken_back_in_one_sentence(slow: Gated, allowed: int) -> None:
    slow.disk.allowed = allowed
    async with reader(library=slow) as it:
        await it.press("}", "h", ")", "h", ")", "h", "2")
        assert len(it.screen.reading.annotations) == 3
        slow.disk.gate.set()
        assert not await it.screen.reading.unsaved.settled()
        await it.pilot.pause()
        it.agree()
        assert len(it.stored) == allowed
        count = 4 - allowed
        assert it.message == f"no space is left; {count} change{'s'[: count > 1]} taken back; free some"
        assert it.screen.reading.status.failed
        slow.disk.allowed = 100
        await it.press("h")
        await until_saved(it)
        assert len(it.quotes) == allowed + 1


async def test_what_was_typed_stays_a_draft_where_its_save_fails(slow: Gated) -> None:
    async with reader(library=slow) as it:
        slow.disk.gate.set()
        await it.press("}", "h")
        await until_saved(it)
        slow.disk.gate.clear()
        slow.disk.allowed = 0
        await it.press("a", *"precious", "escape")
        assert next(iter(it.screen.reading.annotations)).note == "precious"
        slow.disk.gate.set()
        await it.screen.reading.unsaved.settled()
        await it.pilot.pause()
        assert it.only.note == ""
        assert it.message == "no space is left; 1 change taken back; what was typed is a draft: a opens it; free some"
        assert [one.text for one in slow.notebook.kept.values()] == ["precious"]


async def test_tags_that_were_typed_and_taken_back_are_in_the_line_again(slow: Gated) -> None:
    async with reader(library=slow) as it:
        slow.disk.gate.set()
        await it.press("}", "h")
        await until_saved(it)
        slow.disk.gate.clear()
        slow.disk.allowed = 0
        await it.press("t", *"precious", "enter")
        assert it.screen.reading.annotations.placed[0].annotation.tags == ("precious",)
        slow.disk.gate.set()
        await it.screen.reading.unsaved.settled()
        await it.pilot.pause()
        assert it.message == "no space is left; 1 change taken back; what was typed is kept: t opens it; free some"
        await it.press("ctrl+q")
        assert it.message.endswith("C-q again quits without it")
        slow.disk.allowed = 100
        await it.press("t", "enter")
        await until_saved(it)
        await it.press("t", *" more", "enter")
        await until_saved(it)
        assert it.only.tags == ("precious", "more")


async def test_what_was_typed_into_a_line_and_not_saved_is_not_left_without_a_word(
    slow: Gated, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsaved, "PATIENCE", 60.0)
    slow.disk.gate.set()
    async with reader(library=slow) as it:
        await it.press("}", "h")
        await until_saved(it)
        slow.disk.full = True
        await it.press("t", *"precious", "enter", "ctrl+q")
        assert it.pilot.app.return_code is None
        slow.disk.full = False
        await it.press("enter")
        await until_saved(it)
        assert it.only.tags == ("precious",)


async def test_what_was_typed_on_a_highlight_that_is_taken_back_is_a_draft_on_the_article(slow: Gated) -> None:
    slow.disk.allowed = 0
    async with reader(library=slow) as it:
        await it.press("}", "a", *"precious", "escape")
        slow.disk.gate.set()
        await it.screen.reading.unsaved.settled()
        await it.pilot.pause()
        assert it.stored == []
        assert "2 changes taken back; what was typed is a draft: A opens it" in it.message
        slow.disk.allowed = 100
        await it.press("A", "escape")
        await until_saved(it)
        assert it.only.note == "precious"


async def test_a_page_note_that_is_not_saved_yet_does_not_begin_the_next_one(slow: Gated) -> None:
    async with reader(library=slow) as it:
        await it.press("A", *"first", "escape", "A", *"second", "escape")
        assert {one.note for one in it.screen.reading.annotations} == {"first", "second"}
        slow.disk.gate.set()
        await until_saved(it)
        assert {one.note for one in it.stored} == {"first", "second"}
        assert slow.notebook.kept == {}


async def test_page_notes_that_are_taken_back_are_one_draft(slow: Gated) -> None:
    slow.disk.allowed = 0
    async with reader(library=slow) as it:
        await it.press("A", *"first", "escape", "A", *"second", "escape")
        slow.disk.gate.set()
        await it.screen.reading.unsaved.settled()
        await it.pilot.pause()
        assert it.stored == []
        assert [one.text for one in slow.notebook.kept.values()] == ["first\n\nsecond"]


async def test_what_was_typed_and_taken_back_is_in_a_file_where_no_draft_can_be_written(
    slow: Gated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    slow.disk.allowed, slow.notebook.full = 0, True
    async with reader(library=slow) as it:
        await it.press("A", *"precious", "escape")
        slow.disk.gate.set()
        await it.screen.reading.unsaved.settled()
        await it.pilot.pause()
        (file,) = tmp_path.glob("reader-note-*")
        assert file.read_text() == "precious"
        assert f"what was typed is in {file}" in it.message


async def test_leaving_waits_for_the_disk_and_says_so(slow: Gated) -> None:
    async with reader(library=slow) as it:
        await it.press("}", "h")
        it.pilot.app.post_message(pressed("q"))
        while "waiting for the disk to save 1 change, 10 seconds at most" not in it.message:
            await it.pilot.pause()
        assert it.pilot.app.return_code is None
        slow.disk.gate.set()
        while it.pilot.app.return_code is None:
            await it.pilot.pause()
        assert [one.quote for one in it.stored] == ["One otter swims."]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_no_longer_than_the_limit(slow: Gated, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "LIMIT", 0.01)
    async with reader(library=slow) as it:
        await it.press("}", "h")
        it.pilot.app.post_message(pressed(key))
        while it.pilot.app.return_code is None:
            await it.pilot.pause()
        told = it.screen.reading.program.given_up
        assert told.startswith("waiting for the disk to save 1 change took more than")
        slow.disk.gate.set()


async def test_what_is_taken_back_while_one_leaves_is_told_before_one_does(slow: Gated) -> None:
    slow.disk.allowed = 0
    async with reader(library=slow) as it:
        await it.press("}", "h")
        it.pilot.app.post_message(pressed("q"))
        while "waiting for the disk" not in it.message:
            await it.pilot.pause()
        slow.disk.gate.set()
        while "taken back" not in it.message:
            await it.pilot.pause()
        assert it.pilot.app.return_code is None


class SlowSync(System):
    """A system whose syncs wait until the gate is open."""

    def __init__(self) -> None:
        self.gate = Event()
        self.gate.set()

    def sync(self, descriptor: int) -> None:
        assert self.gate.wait(120)
        super().sync(descriptor)


def on_files(library: OneArticle, folder: Path, system: System, device: str = "here-00000000") -> FileStore:
    """Have the annotations of a library in files."""
    paths = StorePaths.beside(folder / "library.json", folder / "state")
    files = FileStore(paths, clock=library.clock, device=device, entropy=lambda: "abcd", system=system)
    disk = library.memory
    for article in disk.articles():
        files.save_articles([Change(None, article)])
    disk.save_annotations = files.save_annotations  # type: ignore[method-assign]
    disk.annotations_in = files.annotations_in  # type: ignore[method-assign]
    disk.annotations = files.annotations  # type: ignore[method-assign]
    disk.hearing = files.hearing  # type: ignore[method-assign]
    return files


async def test_a_sync_that_takes_long_on_the_disk_itself(tmp_path: Path) -> None:
    system = SlowSync()
    library = OneArticle(document())
    on_files(library, tmp_path, system)
    async with reader(library=library) as it:
        system.gate.clear()
        await it.press("}", "h", ")", "h", "2")
        assert [one.colour.value for one in it.screen.reading.annotations] == ["yellow", "red"]
        assert it.cursor == "Two otters sleep."
        system.gate.set()
        await until_saved(it)
        assert [one.foreseen for one in it.screen.reading.annotations] == [False, False]
    there = on_files(OneArticle(document()), tmp_path, system, "there-0000000")
    assert sorted(one.quote for one in there.annotations()) == ["One otter swims.", "Two otters sleep."]


async def test_what_is_marked_is_drawn_while_the_disk_is_waited_for_and_shown_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unsaved, "PATIENCE", 60.0)
    system = SlowSync()
    library = OneArticle(document())
    on_files(library, tmp_path, system)
    async with reader(library=library) as it:
        await it.press("}")
        reading = it.screen.reading
        ahead: list[Annotations] = []
        drawn: list[object] = []
        draw_marked, draw_row = reading.view.draw_marked, RowDrawing._drawn

        def drawing(coming: Annotations, focused: str | None) -> None:
            draw_marked(coming, focused)
            ahead.append(coming)

        def drawing_row(self: RowDrawing, *look: Any) -> Strip:
            drawn.append(look)
            return draw_row(self, *look)

        monkeypatch.setattr(reading.view, "draw_marked", drawing)
        monkeypatch.setattr(RowDrawing, "_drawn", drawing_row)
        system.gate.clear()
        it.pilot.app.post_message(pressed("h"))
        await until(lambda: bool(ahead))
        assert drawn
        assert len(reading.annotations) == 0
        assert len(reading.pane.listing) == 0
        assert reading.view.annotations is reading.annotations
        drawn.clear()
        system.gate.set()
        await it.acted()
        assert [reading.annotations] == ahead
        assert [one.quote for one in reading.annotations] == ["One otter swims."]
        assert reading.pane.listing.entries is ahead[0]
        assert drawn == []


def _line(it: Reader) -> str:
    status = it.screen.reading.status
    (strip,) = status.render_lines(status.size.region)
    return strip.text
