"""Notes and tags: written, kept when something goes wrong, completed, repeated."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from textual.geometry import Region

from reader.domain.ports import Draft
from reader.ui.app import ReaderApp
from reader.ui.reading.note_editor import NoteArea, NoteEditor
from tests.ui.fakes import START, OneArticle, Reader, document, pressed, reader, until

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def test_a_writes_a_note_and_escape_saves_it() -> None:
    async with reader() as it:
        await it.press("}", "a")
        assert it.screen.reading.writing
        await it.type("Why")
        await it.press("enter")
        await it.type("otters? [bold]q")
        await it.press("escape")
        assert it.only.note == "Why\notters? [bold]q"
        assert not it.screen.reading.writing
        await it.press("a", "!", "escape")
        assert it.only.note == "Why\notters? [bold]q!"
        await it.press("u")
        assert it.only.note == "Why\notters? [bold]q"


async def test_joiners_are_typed_into_notes_tags_and_queries() -> None:
    # A keyboard sends them as letters: in Persian between two, in emoji between the members of a family.
    persian, family = "می\u200cخواهم", "\U0001f469\u200d\U0001f466"
    async with reader() as it:
        await it.press("}", "a")
        await it.type(f"{persian} {family}\N{RIGHT-TO-LEFT MARK}")
        await it.press("escape")
        assert it.only.note == f"{persian} {family}\N{RIGHT-TO-LEFT MARK}"
        await it.press("t")
        await it.type(persian)
        await it.press("enter")
        assert it.only.tags == (persian,)


async def test_what_another_window_wrote_meanwhile_is_not_replaced() -> None:
    async with reader() as it:
        await it.press("}", "h", "a")
        it.elsewhere().set_note(it.only.id, "north")
        await it.screen.look_outside()
        await it.type("south")
        await it.press("escape")
        assert {one.text for one in it.only.rivals} == {"north", "south"}
        await it.press("u")
        assert (it.only.note, it.only.rivals) == ("north", ())


async def test_tags_that_another_window_gave_meanwhile_stay() -> None:
    async with reader() as it:
        await it.press("}", "h", "t")
        it.elsewhere().set_tags(it.only.id, ["north"])
        await it.screen.look_outside()
        await it.type("south")
        await it.press("enter")
        assert set(it.only.tags) == {"north", "south"}


async def test_capital_a_writes_on_the_whole_article() -> None:
    async with reader() as it:
        await it.press("A")
        await it.type("All of it")
        await it.press("escape")
        assert it.only.is_page_note
        assert it.only.note == "All of it"
        await it.press("A", "escape")
        assert it.only.note == "All of it"


async def test_throwing_away_asks_first() -> None:
    async with reader() as it:
        await it.press("}", "a")
        await it.type("never mind")
        await it.press("ctrl+g", "n")
        assert it.screen.reading.writing
        await it.type("!")
        await it.press("ctrl+g", "y")
        await it.pilot.pause()
        assert not it.screen.reading.writing
        assert it.only.note == ""
        assert it.library.notebook.kept == {}


async def test_what_cannot_be_saved_stays_open_and_is_kept() -> None:
    async with reader() as it:
        await it.press("}", "a")
        it.store.full = True
        await it.type("precious")
        await it.press("escape")
        assert it.screen.reading.writing
        assert "no space is left" in it.message
        it.store.full = False
        await it.press("escape")
        assert it.only.note == "precious"


async def test_a_draft_is_written_while_typing_and_found_again() -> None:
    async with reader() as it:
        await it.press("}", "a")
        await it.type("half a th")
        await until(lambda: kept(it) == ["half a th"])
        (draft,) = it.library.notebook.kept.values()
        await it.type("ought")
        # As after a crash: what was typed last is on the disk, or a second old.
        await it.press("ctrl+q")
        assert it.library.notebook.kept[draft.annotation_id].text == "half a thought"
    async with reader(library=it.library) as again:
        assert "not saved the last time" in again.message
        await again.press("a")
        await again.press(".", "escape")
        assert again.only.note == "half a thought."
        assert again.library.notebook.kept == {}


async def test_a_draft_does_not_replace_what_was_written_after_it() -> None:
    async with reader() as it:
        await it.press("}", "h")
        it.library.notebook.kept[it.only.id] = Draft(
            "article-1", it.only.id, "half a thought", START - timedelta(days=1)
        )
        it.elsewhere().set_note(it.only.id, "a whole one")
        await it.screen.look_outside()
        await it.press("a", "escape")
        assert it.only.note == "a whole one\n\nhalf a thought"
        assert it.library.notebook.kept == {}


async def test_quitting_loses_a_note_that_cannot_be_kept_only_when_told_twice() -> None:
    async with reader() as it:
        await it.press("}", "a")
        it.library.notebook.full = True
        await it.type("precious")
        await it.press("ctrl+q")
        assert it.pilot.app.is_running
        assert "C-q again quits without it" in it.message
        it.library.notebook.full = False
        await it.press("ctrl+q")
        assert kept(it) == ["precious"]


async def test_quitting_again_ends_it_all_the_same() -> None:
    async with reader() as it:
        await it.press("}", "a")
        it.library.notebook.full = True
        await it.type("precious")
        await it.press("ctrl+q", "ctrl+q")
        assert it.pilot.app.return_value is None
        assert not it.pilot.app.is_running


def kept(it: Reader) -> list[str]:
    return [draft.text for draft in it.library.notebook.kept.values()]


async def test_a_draft_waits_for_nothing_that_the_library_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.reading.note_editor.KEPT_AFTER", 0.01)
    busy = Event()
    async with reader() as it:
        await it.press("}", "a")
        app = it.pilot.app
        assert isinstance(app, ReaderApp)
        sync = asyncio.create_task(app.program.call(busy.wait))
        try:
            await it.type("while others")
            await until(lambda: kept(it) == ["while others"])
            app.post_message(pressed("!"))
            app.post_message(pressed("escape"))
            await until(lambda: kept(it) == ["while others!"])
            assert it.screen.reading.writing, "it is not saved yet"
        finally:
            busy.set()
        await sync
        await until(lambda: not it.screen.reading.writing)
        assert it.only.note == "while others!"
        assert it.library.notebook.kept == {}


async def test_a_timer_that_goes_off_while_a_note_is_saved_makes_no_draft_of_it() -> None:
    async with reader() as it:
        await it.press("}", "a")
        await it.type("saved")
        editor = it.screen.query_one(NoteEditor)
        save = editor.writing.save

        async def slowly(text: str) -> bool:
            editor.call_later(editor.keep)  # as the timer's does, it comes after what the key has begun
            return await save(text)

        editor.writing = editor.writing._replace(save=slowly)
        await it.press("escape")
        await until(lambda: not editor.is_attached)
        assert it.only.note == "saved"
        assert it.library.notebook.kept == {}


async def test_a_draft_of_a_page_note_comes_back() -> None:
    async with reader() as it:
        it.library.notebook.kept[""] = Draft("article-1", "", "unsaved", START)
        await it.press("A", "escape")
        assert it.only.note == "unsaved"


async def test_what_was_typed_on_a_highlight_that_was_never_stored_is_a_draft_on_the_article() -> None:
    library = OneArticle(document())
    for name, text in (("", "before"), ("gone-1", "on one"), ("gone-2", "on two")):
        library.notebook.kept[name] = Draft("article-1", name, text, START)
    async with reader(library=library) as it:
        assert "not saved the last time; A opens it again" in it.message
        await it.press("A", "escape")
        assert it.only.note == "before\n\non one\n\non two"
        assert library.notebook.kept == {}


async def test_an_editor_that_is_gone_may_be_drawn_once_more() -> None:
    async with reader() as it:
        await it.press("}", "a")
        gone = it.screen.query_one(NoteArea)
        await it.type("x")
        await it.press("escape")
        await it.pilot.pause()
        assert not gone.is_attached
        gone.refresh()
        (row,) = gone.render_lines(Region(0, 0, 8, 1))
        assert not row.text.strip()


async def test_tags_are_completed_and_repeated() -> None:
    async with reader() as it:
        await it.press("}", "t")
        await it.type("law/police claim")
        await it.press("enter")
        assert it.only.tags == ("law/police", "claim")
        await it.press("}", "t")
        await it.type("pol")
        await it.press("tab", "space")
        await it.type("new, #claim")
        await it.press("enter", "]", "]", ".")
        assert it.tags[1:] == [("law/police", "new", "claim")] * 2


async def test_tags_are_taken_away_by_deleting_them_and_left_by_escape() -> None:
    async with reader() as it:
        await it.press("}", "t")
        await it.type("one two")
        await it.press("enter", "t", "backspace", "backspace", "backspace", "backspace", "enter")
        assert it.tags == [("one",)]
        await it.press("t", "x", "escape")
        assert it.tags == [("one",)]


async def test_there_is_nothing_to_repeat_at_first() -> None:
    async with reader() as it:
        await it.press(".")
        assert "no tags have been given yet" in it.message
        assert it.stored == []


async def test_e_edits_in_the_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf ' and more\\n' >> \"$1\"\n")
    editor.chmod(0o755)
    async with reader(environment={"EDITOR": str(editor)}) as it:
        await it.press("}", "e")
        assert "cannot be handed over" in it.message
    monkeypatch.setattr("reader.ui.app.ReaderApp.suspend", lambda _app: nullcontext())
    async with reader(environment={"EDITOR": str(editor)}) as it:
        await it.press("}", "a")
        await it.type("some")
        await it.press("escape", "e")
        assert it.only.note == "some and more"
        assert "note saved" in it.message
    async with reader(environment={"EDITOR": str(tmp_path / "none")}) as it:
        await it.press("}", "e")
        assert "there is no such editor" in it.message
        assert it.only.note == ""


def editor(tmp_path: Path, body: str) -> dict[str, str]:
    """The environment of a user whose editor does that."""
    script = tmp_path / "editor"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(0o755)
    return {"EDITOR": str(script)}


async def test_what_the_editor_wrote_and_cannot_be_saved_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.app.ReaderApp.suspend", lambda _app: nullcontext())
    async with reader(environment=editor(tmp_path, 'printf precious > "$1"')) as it:
        await it.press("}", "h")
        it.store.full = True
        await it.press("e")
        assert "no space is left" in it.message
        assert it.library.notebook.kept[it.only.id].text == "precious"
        assert it.screen.reading.writing
        it.store.full = False
        await it.press("escape")
        assert it.only.note == "precious"
        assert it.library.notebook.kept == {}


async def test_where_no_draft_can_be_written_either_it_is_in_a_file_and_in_the_note_that_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.app.ReaderApp.suspend", lambda _app: nullcontext())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with reader(environment=editor(tmp_path, 'printf precious > "$1"')) as it:
        await it.press("}", "h")
        it.store.full = it.library.notebook.full = True
        await it.press("e")
        (file,) = tmp_path.glob("reader-note-*.md")
        assert file.read_text() == "precious"
        assert str(file) in it.message
        assert it.screen.reading.writing
        it.store.full = it.library.notebook.full = False
        await it.press("escape")
        assert it.only.note == "precious"


async def test_an_editor_that_ends_with_an_error_changes_nothing_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.app.ReaderApp.suspend", lambda _app: nullcontext())
    async with reader(environment=editor(tmp_path, 'printf half > "$1"; exit 1')) as it:
        await it.press("}", "e")
        assert "it ended with 1; what was written is kept" in it.message
        assert it.only.note == ""
        await it.press("a", "!", "escape")
        assert it.only.note == "half!"


async def test_a_line_of_tags_that_cannot_be_saved_stays_with_what_was_typed() -> None:
    async with reader() as it:
        await it.press("}", "h", "t")
        await it.type("north")
        it.store.full = True
        await it.press("enter")
        assert "no space is left" in it.message
        await it.type("/sea")
        it.store.full = False
        await it.press("enter")
        assert it.tags == [("north/sea",)]
        await it.press("*")
        assert it.only.star


async def test_a_narrow_status_line_says_how_to_save_a_note_not_how_to_lose_it() -> None:
    async with reader(size=(40, 12)) as it:
        await it.press("h", "a")
        status = it.screen.reading.status
        row = "".join(segment.text for segment in status.render_lines(status.size.region)[0])
        assert "Esc save and close" in row
        assert "throw away" not in row


async def test_what_failed_stays_said_however_often_a_draft_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.reading.note_editor.KEPT_AFTER", 60)
    async with reader() as it:
        await it.press("}", "a")
        it.store.full = True
        await it.type("precious")
        await it.press("escape")
        assert await it.screen.query_one(NoteEditor).keep()
        assert "no space is left" in it.message, "the note is not saved, though there is a draft now"
        it.library.notebook.full = True
        await it.press("ctrl+q")
        assert not await it.screen.query_one(NoteEditor).keep()
        assert "C-q again quits without it" in it.message


async def test_a_draft_that_is_written_at_last_takes_back_that_it_could_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.reading.note_editor.KEPT_AFTER", 60)
    async with reader() as it:
        await it.press("}", "a")
        it.library.notebook.full = True
        await it.type("precious")
        editor = it.screen.query_one(NoteEditor)
        assert not await editor.keep()
        assert not await editor.keep()
        assert "not saved" in it.message
        it.library.notebook.full = False
        assert await editor.keep()
        assert it.message == ""
