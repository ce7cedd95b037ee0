"""Notes: written in place, or in the editor that one is used to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError, StoreError
from reader.domain.ports import Draft
from reader.ui.reading.commands.highlighting import mark
from reader.ui.reading.commands.registry import command
from reader.ui.reading.shell import Writing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.domain.annotation import Annotation
    from reader.ui.reading.state import Reading


@command
async def note(reading: Reading) -> None:
    """Write a note on the focused annotation; highlight the sentence first if there is none."""
    one = reading.focused or await mark(reading, reading.view.target)
    if one is not None:
        await write_on(reading, one)


async def write_on(reading: Reading, one: Annotation) -> None:
    """Open the editor for the note of this annotation, with what was typed and not saved the last time."""

    async def save(text: str) -> bool:
        current = reading.annotations.get(one.id)
        if current is not None and current.note == text and not current.rivals:
            return True
        return await reading.change(lambda session: session.set_note(one.id, text, shown=one)) is not None

    # Both texts of a note that was written on two machines at once: saving resolves it.
    await _write(reading, "Page note" if one.is_page_note else "Note", one.whole_note, one.id, save)


@command
async def page_note(reading: Reading) -> None:
    """Write a note on the whole article."""

    async def save(text: str) -> bool:
        if not text.strip():
            return True
        made = await reading.change(lambda session: session.page_note(text))
        if made is not None:
            reading.pane.reveal(made.id)
        return made is not None

    await _write(reading, "Page note", "", "", save)


@command
async def edit_note(reading: Reading) -> None:
    """Edit the note of the focused annotation in $EDITOR."""
    # Subprocesses and temporary files: only for who uses them.
    from reader.ui.terminal.external_editor import edited  # noqa: PLC0415

    one = reading.focused or await mark(reading, reading.view.target)
    if one is None:
        return
    try:
        text = await reading.host.suspended(lambda: edited(one.whole_note, reading.host.services.environment))
    except ReaderError as error:
        reading.fail(str(error))
        return
    if text == one.whole_note:
        return
    if await reading.change(lambda session: session.set_note(one.id, text, shown=one)) is not None:
        reading.say("note saved")


async def _write(
    reading: Reading, title: str, text: str, annotation_id: str, save: Callable[[str], Awaitable[bool]]
) -> None:
    if not reading.can_edit():
        return
    host, article_id = reading.host, reading.opened.article.id
    library = host.services.library

    async def keep(typed: str) -> bool:
        draft = Draft(article_id, annotation_id, typed, host.services.now())
        try:
            await host.call_drafts(lambda: library.keep_draft(draft))
        except StoreError as error:
            reading.fail(f"not saved: {error.brief}")
            return False
        reading.recover()
        return True

    async def drop() -> None:
        reading.recover()
        try:
            await host.call_drafts(lambda: library.drop_draft(article_id, annotation_id))
        except StoreError as error:
            reading.fail(error.brief)  # it will be offered once more, and can be thrown away then

    drafts = await host.call_drafts(lambda: library.drafts(article_id))
    draft = next((one for one in drafts if one.annotation_id == annotation_id and one.text != text), None)
    left = None if draft is None else _beside(draft, text, reading.annotations.get(annotation_id))
    await reading.shell.write(Writing(title, text, save, keep, drop, left))


def _beside(draft: Draft, note: str, one: Annotation | None) -> str:
    """What was typed and not saved; behind the note where that was written since, perhaps on another machine."""
    newer = one is not None and one.modified > draft.written and note not in draft.text
    return f"{note}\n\n{draft.text}" if newer else draft.text
