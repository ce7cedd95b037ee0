"""What is done once the text is on the screen: highlights carried over, the session opened, drafts found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import StoreError

if TYPE_CHECKING:
    from reader.library import Carried
    from reader.session import Session
    from reader.ui.reading import Reading


async def open_session(reading: Reading) -> Session:
    """What changes the annotations of the article; its highlights of earlier versions are brought over first."""
    host, opened = reading.host, reading.opened
    library = host.services.library
    told = [opened.notice]
    try:
        if opened.editable and await host.call(lambda: library.to_carry(opened) > 0):
            reading.say("the text has changed: looking for your highlights …")
            told.append(_found(await host.call(lambda: library.carry(opened, lambda _done, _of: None))))
    except StoreError as error:
        # Reading goes on; they are looked for the next time.
        told.append(str(error))
    session = await host.call(lambda: library.session(opened))
    drafts = await host.call(lambda: library.drafts(opened.article.id))
    told.append(_left(len(drafts)))
    reading.say(" · ".join(one for one in told if one))
    unsaved = session.annotations.get(drafts[-1].annotation_id) if drafts else None
    if unsaved is not None:
        reading.chosen = unsaved.id
    return session


def _found(carried: Carried) -> str:
    look = "; R shows those that want a look" if carried.check or carried.lost else ""
    return f"the text has changed: {carried}{look}"


def _left(drafts: int) -> str:
    if not drafts:
        return ""
    return f"{'a note was' if drafts == 1 else f'{drafts} notes were'} not saved the last time; a opens it again"
