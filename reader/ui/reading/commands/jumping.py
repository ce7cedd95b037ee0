"""These commands jump from annotation to annotation, to marks, back and forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import ReaderError
from reader.ui.program import openings
from reader.ui.reading.keyboard import command, keyed_command

if TYPE_CHECKING:
    from reader.ui.lists.asked import Outcome
    from reader.ui.program.jumps import Spot, Waypoint
    from reader.ui.reading.state import Reading


@command
def next_annotation(reading: Reading) -> Outcome:
    """Go to the next annotation in the text."""
    return _annotation(reading, 1)


@command
def previous_annotation(reading: Reading) -> Outcome:
    """Go to the annotation before."""
    return _annotation(reading, -1)


@command
def next_hit(reading: Reading) -> Outcome:
    """Go to the next of the list that one came from, in whatever article."""
    return step_hit(reading, 1)


@command
def previous_hit(reading: Reading) -> Outcome:
    """Go to the one before of the list that one came from."""
    return step_hit(reading, -1)


def step_hit(reading: Reading, by: int) -> Outcome:
    """Go on (1) or back (-1) in the list that one came from; what has been deleted since is passed over."""
    walk = reading.program.walk
    if walk is None:
        reading.say("no list was come from: gH, g/ and the library are some")
        return None
    focused = reading.focused
    walk.stand_on(focused.id if focused is not None else "")
    while (hit := walk.step(by)) is not None:
        if hit.is_article or hit.article_id != reading.opened.article.id:
            openings.walk_to(reading.program, walk)
            return None
        if _stand_on(reading, hit):
            reading.say(str(walk))
            return None
    reading.say("this is the last of the list" if by > 0 else "this is the first of the list")
    return None


def _stand_on(reading: Reading, hit: Waypoint) -> bool:
    """Go to a hit in this article; whether it is there still."""
    annotation = reading.annotations.get(hit.annotation_id)
    if annotation is None and hit.span is None:
        return False
    reading.leave_here()
    if annotation is not None:
        reading.choose(annotation)
    elif hit.span is not None:
        reading.view.match = hit.span
        reading.view.go_to_passage(hit.span)
    return True


@keyed_command
def set_mark(reading: Reading, key: str) -> None:
    """Set a mark at the cursor's sentence."""
    reading.marks[key] = reading.view.cursor.start
    reading.say(f"mark {key} is here; '{key} comes back to it")


@keyed_command
def go_to_mark(reading: Reading, key: str) -> None:
    """Go to a mark."""
    offset = reading.marks.get(key)
    if offset is None:
        reading.fail(f"there is no mark {key}; m{key} sets it")
    else:
        reading.jump(offset)


@command
def go_back(reading: Reading) -> None:
    """Go back to where the last jump was made, in whatever article that was."""
    _step(reading, reading.program.jumps.back(reading.spot), "there is nothing to go back to")


@command
def go_forward(reading: Reading) -> None:
    """Go forward to where one went back from."""
    _step(reading, reading.program.jumps.forward(reading.spot), "there is nothing to go forward to")


def _step(reading: Reading, spot: Spot | None, none: str) -> None:
    if spot is None:
        reading.say(none)
    elif spot.article_id == reading.opened.article.id:
        reading.view.go_to(spot.offset)
    else:
        openings.read(reading.program, spot.article_id, spot=spot)


def _annotation(reading: Reading, by: int) -> Outcome:
    if reading.annotations.placed:
        _go(reading, by)
        return None
    if not reading.is_kept():
        return None
    return _when_there(reading, by)


async def _when_there(reading: Reading, by: int) -> None:
    """Go there as soon as the annotations have been read: the key may be faster."""
    try:
        session = await reading.session()
    except ReaderError as error:
        reading.fail(str(error))
        return
    if not reading.annotations.placed:
        reading.annotations = session.annotations
    _go(reading, by)


def _go(reading: Reading, by: int) -> None:
    placed = reading.annotations.placed
    if not placed:
        reading.say("there is no annotation yet; h highlights the sentence under the cursor")
        return
    focused = reading.focused
    here = reading.annotations.index_of(focused.id) if focused else None
    if here is not None:
        index = here + by
    else:
        after = reading.annotations.index_after(reading.view.cursor.start)
        index = after if by > 0 else after - 1
    if not 0 <= index < len(placed):
        reading.say("this is the last annotation" if by > 0 else "this is the first annotation")
        return
    reading.leave_here()
    reading.choose(placed[index].annotation)
