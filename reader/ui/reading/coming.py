"""Of an article the first pages are shown while the rest is read; then all of it takes their place."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import ReaderError
from reader.domain.ports import ReadingPosition
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from reader.domain.document import Document
    from reader.library import Opened
    from reader.ui.draw.selection import Selection

REST = 0.05
"""Seconds after the first frame until the text is kept, where no key waits for it: the terminal has it by then."""
UNTOLD = 0.5
"""Seconds in which a text is kept without a word: on most disks it takes a tenth of them."""
GLANCE = 0.1
"""Seconds between two looks how far it is."""
NOT_YET = "the rest of it is being read: it can be marked in a moment"
"""Why nothing can be marked in what is shown meanwhile."""
SAVED_NOW = "the text is being saved …"
WAITS = "the text is not here yet: this waits for it"
"""What a key that would mark does where the text is there soon, or is only being kept."""


class Coming(NamedTuple):
    """A `Coming` is the whole text, which is being read."""

    whole: Future[Opened]
    far: Callable[[], str]
    """How far that is, in a few words."""
    give_up: Callable[[], None]
    read: Callable[[], bool] = lambda: False
    """Whether all of it has been read, and it is only being kept."""
    begin: Callable[[], None] = lambda: None
    """Called when what is there of it is on the screen, complete, and nothing more is to be drawn for a moment: what
    is done beside the drawing holds it up. Called again, when all of the text is there, it is that which is drawn."""
    unkept: Future[Opened] | None = None
    """All of it as it was read, before it is kept: it is shown as soon as it is there. None where it is not."""


async def more_of(coming: Coming, shown: Document, message: Callable[[], str], say: Callable[[str], None]) -> Opened:
    """Wait for more than what is `shown`: all of it as it was read, or was kept where that is there or shown already.

    Says how far it is where no other `message` is to be read. Raises what it failed by.
    """
    import asyncio  # noqa: PLC0415  (the interface imports it with what it leaves out)

    said = ""
    begun, whole = monotonic(), asyncio.wrap_future(coming.whole)
    waited, unkept = {whole}, coming.unkept
    if unkept is not None and not (unkept.done() and unkept.result().document is shown):
        waited.add(asyncio.wrap_future(unkept))
    while not (await asyncio.wait(waited, timeout=GLANCE, return_when=asyncio.FIRST_COMPLETED))[0]:
        if coming.read() and monotonic() - begun < UNTOLD:
            continue
        # What a key has said is read first.
        if message() in ("", said):
            said = SAVED_NOW if coming.read() else f"{coming.far()} · Esc gives up"
            say(said)
    return whole.result() if whole.done() or unkept is None else unkept.result()


async def last_word(coming: Coming) -> str:
    """Wait until the text has been kept; what is to be said when the program has ended, where it could not be."""
    import asyncio  # noqa: PLC0415  (as above)

    coming.begin()
    whole = asyncio.wrap_future(coming.whole)
    await asyncio.wait({whole})
    with suppress(ReaderError):
        if not whole.result().kept:
            return whole.result().notice
    return ""


def place_in(whole: Opened, first: Document, top: int, cursor: Span) -> ReadingPosition:
    """Tell where one is in the whole: by the sentence that one was at in the first pages."""
    at = _found(whole.document.text, cursor.of(first.text), cursor.start)
    return ReadingPosition(whole.version, max(0, top + at - cursor.start), at)


def passage_in(whole: Opened, first: Document, selection: Selection | None) -> Span | None:
    """Tell where in the whole the words stand that are selected in the first pages; None where they are not in it."""
    if selection is None:
        return None
    words, text = selection.span.of(first.text), whole.document.text
    start = _found(text, words, selection.span.start)
    return Span(start, start + len(words)) if text.startswith(words, start) else None


def _found(text: str, sentence: str, near: int) -> int:
    """Where a sentence stands that was at `near`: the one nearest to that; the same offset where it is gone."""
    after, before = text.find(sentence, near), text.rfind(sentence, 0, near + len(sentence))
    places = [one for one in (after, before) if one >= 0]
    return min(places, key=lambda one: abs(one - near)) if places and sentence.strip() else min(near, len(text))
