"""Tags are typed with completion, and repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.lists.known_tags import KnownTags
from reader.ui.lists.tag_line import parse_tags, tags_asked
from reader.ui.reading.commands.highlighting import mark
from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from reader.domain.annotation import Annotation
    from reader.ui.reading.state import Reading


@command
async def tag(reading: Reading) -> None:
    """Tag the focused annotation; highlight the sentence first if there is none."""
    one = reading.focused or await mark(reading, reading.view.target, typing_next=True)
    if one is not None:
        await ask_tags(reading, one)


async def ask_tags(reading: Reading, one: Annotation) -> None:
    """Ask for the tags of this annotation."""
    if not reading.can_edit():
        return
    near = [name for other in reading.annotations for name in other.tags]
    # Behind a save that takes long the library's would be waited for; those of this article are here.
    in_use = KnownTags(reading.program, near, library=not reading.unsaved)
    await in_use.at_once()

    async def done(value: str) -> bool:
        tags = parse_tags(value, (*in_use.counts, *one.tags))
        if await reading.change(lambda session: session.set_tags(one.id, tags, shown=one)) is None:
            return False
        reading.last_tags = tags or reading.last_tags

        async def lost() -> str:
            reading.lost_tags = one.id, value
            return "what was typed is kept: t opens it"

        await reading.unsaved.after(_nothing, lost)
        return True

    await reading.acts.ask(tags_asked(done, one.tags, in_use, typed=_left(reading, one)))


def _left(reading: Reading, one: Annotation) -> str:
    """The line that could not be saved, where it was typed for this annotation, or for one that has gone with it."""
    annotation_id, line = reading.lost_tags
    if annotation_id != one.id and reading.annotations.get(annotation_id) is not None:
        return ""
    reading.lost_tags = "", ""
    return line


async def _nothing() -> None:
    pass


@command
async def repeat_tags(reading: Reading) -> None:
    """Give the focused annotation, or this sentence, the last tags too."""
    if not reading.last_tags:
        reading.say("no tags have been given yet; t asks for some")
        return
    one = reading.focused or await mark(reading, reading.view.target)
    if one is not None:
        tags = (*one.tags, *reading.last_tags)
        await reading.change(lambda session: session.set_tags(one.id, tags))
