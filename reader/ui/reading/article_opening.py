"""Once the text is on the screen, highlights are carried over, the session is opened, and drafts are found."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from reader.domain.errors import StoreError
from reader.domain.ports import Draft
from reader.library.opened import Relation
from reader.ui.terminal.main_thread import heard_here

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.library.carrying import Carried
    from reader.library.opened import Opened
    from reader.session import Session
    from reader.ui.reading.state import Reading


BETTER = "read better now: “read again” makes it a version"
LOOKING_FOR_BETTER = "better-reading"
"""The name of the thread that looks for it."""
LOOKING = "looking for your highlights …"


async def open_session(reading: Reading, session: Session | None = None) -> Session:
    """Open what changes the annotations of the article; its highlights of earlier versions are brought over first.

    `session` is one that has been opened already.
    """
    program, opened = reading.program, reading.opened
    library = program.services.library
    told = [opened.notice]
    if session is None:
        session = await program.call(lambda: library.session(opened))
    waiting = any(one.target_in(opened.version) is None for one in session.annotations.orphans)
    if opened.editable and waiting:
        reading.say(f"{_since(opened)}: {LOOKING}")
        progress = _progress(reading, _since(opened))
        try:
            told.append(_found(opened, await program.call(lambda: library.carry(opened, progress))))
        except StoreError as error:
            # Reading goes on; they are looked for the next time.
            told.append(str(error))
        session = await program.call(lambda: library.session(opened))
    if opened.embedded and opened.editable:
        there = session
        try:
            told.append(await program.call(lambda: library.imports.take_embedded(opened, there)))
        except StoreError as error:
            told.append(str(error))
    drafts = await _drafts(reading, session)
    unsaved = session.annotations.get(drafts[-1].annotation_id) if drafts else None
    told.append(_left(len(drafts), "A" if unsaved is None else "a"))
    reading.say(" · ".join(one for one in told if one))
    _look_for_better(reading, told)
    if unsaved is not None:
        reading.chosen = unsaved.id
    return session


def _look_for_better(reading: Reading, told: Sequence[str]) -> None:
    """Say where the parsers of today make another text of the same file: looked for beside all that one does."""
    opened, library = reading.opened, reading.program.services.library
    if opened.waiting or not opened.editable or opened.relation is not Relation.SAME:
        return
    say = heard_here(reading.say)
    words = " · ".join((*filter(None, told), BETTER))

    def look() -> None:
        with suppress(RuntimeError):  # the program has ended meanwhile, and there is nobody to tell
            if library.reads_better(opened.article):
                say(words)

    # A thread that the end of the program does not wait for.
    Thread(target=look, name=LOOKING_FOR_BETTER, daemon=True).start()


def _progress(reading: Reading, since: str) -> Callable[[int, int], None]:
    """Says how far it is; called on the thread that carries."""
    told = heard_here(reading.say)
    return lambda done, of: told(f"{since}: {LOOKING} {done} of {of}")


def _found(opened: Opened, carried: Carried) -> str:
    look = "; R to check" if carried.check or carried.lost else ""
    return f"{_since(opened)}: {carried}{look}"


def _since(opened: Opened) -> str:
    """Why highlights are looked for: a first text is no change of one."""
    return "the text has changed" if len(opened.article.versions) > 1 else "the text is here now"


async def _drafts(reading: Reading, session: Session) -> Sequence[Draft]:
    """What was typed and not saved; what was typed on a highlight that never was one, or is gone, is a page note's."""
    library, article_id = reading.program.services.library, reading.opened.article.id
    drafts = await reading.program.call_drafts(lambda: library.drafts.of_article(article_id))
    lost = [one for one in drafts if one.annotation_id and session.annotations.get(one.annotation_id) is None]
    if not lost:
        return drafts
    texts = [*(one.text for one in drafts if not one.annotation_id), *(one.text for one in lost)]
    text = "\n\n".join(dict.fromkeys(texts))
    try:
        await reading.program.call_drafts(
            lambda: library.drafts.keep_draft(Draft(article_id, "", text, lost[-1].written))
        )
        for one in lost:
            name = one.annotation_id
            await reading.program.call_drafts(partial(library.drafts.drop_draft, article_id, name))
    except StoreError as error:
        reading.fail(error.brief)  # they stay, and are looked for the next time
        return drafts
    return await reading.program.call_drafts(lambda: library.drafts.of_article(article_id))


def _left(drafts: int, key: str) -> str:
    if not drafts:
        return ""
    return f"{'a note was' if drafts == 1 else f'{drafts} notes were'} not saved the last time; {key} opens it again"
