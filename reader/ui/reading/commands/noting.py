"""Notes are written in place, or in the editor that one is used to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError, StoreError
from reader.domain.ports import Draft
from reader.ui.lists.asked import Writing
from reader.ui.reading.commands.highlighting import mark
from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from reader.domain.annotation import Annotation
    from reader.ui.reading.state import Reading


@command
async def note(reading: Reading) -> None:
    """Write a note on the focused annotation; highlight the sentence first if there is none.

    While what a command of the user's own wrote is shown, that becomes the note, on what the command was given.
    """
    if reading.output is not None:
        await note_of_output(reading)
        return
    with reading.painted_once():
        one = reading.focused or await mark(reading, reading.view.target, typing_next=True)
        if one is not None:
            await write_on(reading, one)


async def note_of_output(reading: Reading) -> None:
    """Make what a command wrote a note on what it was given; what was noted there stays before it."""
    assert reading.output is not None
    text, given = reading.output.shown.text, reading.output.shown.given
    if not reading.can_edit():
        return
    one = reading.annotations.get(given.annotation_id)
    if one is None and given.span is not None:
        one = await mark(reading, given.span, typing_next=True)
    if one is None:
        return
    reading.close_output()
    begun = await _left(reading, one.whole_note, one.id)
    before = one.whole_note if begun is None else begun
    await write_on(reading, one, f"{before}\n\n{text}" if before.strip() else text, proposed=begun is None)


async def write_on(reading: Reading, one: Annotation, unsaved: str | None = None, *, proposed: bool = False) -> None:
    """Open the editor for the note of this annotation, with what was typed and not saved: `unsaved`, or a draft.

    `proposed` where a program wrote it.
    """

    async def save(text: str) -> str | None:
        current = reading.annotations.get(one.id)
        if current is not None and current.note == text and not current.rivals:
            return one.id
        return one.id if await reading.change(lambda session: session.set_note(one.id, text, shown=one)) else None

    # Both texts of a note that was written on two machines at once: saving resolves it.
    await _write(
        reading, "Page note" if one.is_page_note else "Note", one.whole_note, one.id, save, unsaved, proposed=proposed
    )


@command
async def page_note(reading: Reading) -> None:
    """Write a note on the whole article."""

    async def save(text: str) -> str | None:
        if not text.strip():
            return ""
        made = await reading.change(lambda session: session.page_note(text))
        if made is None:
            return None
        reading.pane.reveal(made.id)
        return made.id

    with reading.painted_once():
        await _write(reading, "Page note", "", "", save)


@command
async def edit_note(reading: Reading) -> None:
    """Edit the note of the focused annotation in $EDITOR."""
    # Subprocesses and temporary files: only for who uses them.
    from reader.ui.terminal.external_editor import AS_IT_WAS, GONE_ON, edit  # noqa: PLC0415

    one = reading.focused or await mark(reading, reading.view.target, typing_next=True)
    if one is None or not reading.can_edit():
        return
    begun = await _left(reading, one.whole_note, one.id)
    text = one.whole_note if begun is None else begun
    try:
        found = await reading.program.suspended(lambda: edit(text, reading.program.services.environment))
    except ReaderError as error:
        reading.fail(str(error))
        return
    if found.failure:
        what = AS_IT_WAS if found.text == text else await _rescue(reading, one.id, found.text)
        reading.fail(f"{found.editor}: {found.failure}; {what}")
    elif found.text == text and found.at_once:
        reading.fail(f"{found.editor}: {GONE_ON}")
    elif found.text == one.whole_note:
        await _drop(reading, one.id)
    elif await reading.change(lambda session: session.set_note(one.id, found.text, shown=one)) is not None:
        if reading.unsaved:
            await _keep(reading, one.id, found.text)
        await _drop_once_saved(reading, one.id, found.text)
        reading.say("note saved")
    else:
        why = reading.status.message
        kept = await _rescue(reading, one.id, found.text)
        await write_on(reading, one, found.text)
        reading.fail(f"{why}; {kept}")


async def _rescue(reading: Reading, annotation_id: str, text: str) -> str:
    """Keep what was written and is no note yet: as a draft, else in a file; where it is, in words."""
    from reader.ui.terminal.external_editor import keep_beside  # noqa: PLC0415  (as above)

    if await _keep(reading, annotation_id, text):
        return "what was written is kept: a opens it"
    file = keep_beside(text)
    return f"what was written is in {file}" if file else "what was written is in the note that is open"


async def _write(
    reading: Reading,
    title: str,
    text: str,
    annotation_id: str,
    save: Callable[[str], Awaitable[str | None]],
    unsaved: str | None = None,
    *,
    proposed: bool = False,
) -> None:
    """`save` answers the id of what has the note now, if anything; None where it could not be saved."""
    if not reading.can_edit():
        return

    waits, written, unkept = "", "", ""

    async def keep(typed: str) -> bool:
        """Keep it, from time to time: that says nothing over another failure, nor takes one back."""
        nonlocal unkept
        failure = await _failure_to_keep(reading, annotation_id, typed)
        if (reading.status.message if reading.status.failed else "") == unkept:
            if failure:
                reading.fail(failure)
            else:
                reading.recover()
            unkept = failure
        return not failure

    async def save_or_keep(typed: str) -> bool:
        nonlocal waits, written
        with reading.painted_once(1):
            saved = await save(typed)
        waits, written = (saved or "") if reading.unsaved else "", typed
        if waits:  # it is shown, and its save may fail
            reading.program.beside(_kept_beside(reading, waits, typed))
        return saved is not None

    async def drop() -> None:
        reading.recover()
        with reading.painted_once(1):
            if waits:
                await _drop_once_saved(reading, waits, written)
            if not waits or waits != annotation_id:  # else the next page note would begin with what is one already
                await _drop(reading, annotation_id)

    left = await _left(reading, text, annotation_id) if unsaved is None else unsaved
    await reading.acts.write(Writing(title, text, save_or_keep, keep, drop, left, proposed))


async def _kept_beside(reading: Reading, annotation_id: str, typed: str) -> None:
    await _keep(reading, annotation_id, typed)


async def _drop_once_saved(reading: Reading, annotation_id: str, typed: str) -> None:
    """Forget the draft when what was typed is stored; where that fails, say how it is opened again."""

    async def kept() -> None:
        await _drop(reading, annotation_id)

    async def lost() -> str:
        if reading.annotations.get(annotation_id) is not None:
            there, key = await _keep(reading, annotation_id, typed), "a"
        else:
            there, key = await _without_highlight(reading, annotation_id, typed), "A"
        if there:
            return f"what was typed is a draft: {key} opens it"
        from reader.ui.terminal.external_editor import keep_beside  # noqa: PLC0415  (as above)

        file = keep_beside(typed)
        return f"what was typed is in {file}" if file else f"what was typed is nowhere else: {typed}"

    await reading.unsaved.after(kept, lost)


async def _without_highlight(reading: Reading, annotation_id: str, typed: str) -> bool:
    """Keep what was typed on a highlight that is not there any more as the draft of a note on the whole article."""
    library, article_id = reading.program.services.library, reading.opened.article.id
    drafts = await reading.program.call_drafts(lambda: library.drafts.of_article(article_id))
    texts = [one.text for one in drafts if not one.annotation_id and one.text != typed]
    if not await _keep(reading, "", "\n\n".join([*texts, typed])):
        return False
    await _drop(reading, annotation_id)
    return True


async def _keep(reading: Reading, annotation_id: str, typed: str) -> bool:
    """Write what was typed to the disk, as a draft; whether it is there."""
    failure = await _failure_to_keep(reading, annotation_id, typed)
    if failure:
        reading.fail(failure)
    return not failure


async def _failure_to_keep(reading: Reading, annotation_id: str, typed: str) -> str:
    """Write what was typed to the disk, as a draft; the sentence that says why it is not there, empty where it is."""
    services = reading.program.services
    draft = Draft(reading.opened.article.id, annotation_id, typed, services.now())
    try:
        await reading.program.call_drafts(lambda: services.library.drafts.keep_draft(draft))
    except StoreError as error:
        return f"not saved: {error.brief}"
    return ""


async def _drop(reading: Reading, annotation_id: str) -> None:
    """Forget the draft."""
    library, article_id = reading.program.services.library, reading.opened.article.id
    try:
        await reading.program.call_drafts(lambda: library.drafts.drop_draft(article_id, annotation_id))
    except StoreError as error:
        reading.fail(error.brief)  # it will be offered once more, and can be thrown away then


async def _left(reading: Reading, text: str, annotation_id: str) -> str | None:
    """What was typed the last time and not saved, where it is not `text`."""
    library, article_id = reading.program.services.library, reading.opened.article.id
    drafts = await reading.program.call_drafts(lambda: library.drafts.of_article(article_id))
    draft = next((one for one in drafts if one.annotation_id == annotation_id and one.text != text), None)
    return None if draft is None else _beside(draft, text, reading.annotations.get(annotation_id))


def _beside(draft: Draft, note: str, one: Annotation | None) -> str:
    """What was typed and not saved; behind the note where that was written since, perhaps on another machine."""
    newer = one is not None and one.modified > draft.written and note not in draft.text
    return f"{note}\n\n{draft.text}" if newer else draft.text
