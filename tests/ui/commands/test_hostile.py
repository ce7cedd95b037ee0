"""Text that a terminal or Textual would act on, wherever a reader can put it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.widgets import Input, TextArea

from tests.ui.fakes import reader

if TYPE_CHECKING:
    from textual.widget import Widget

HOSTILE = "[bold]x[/] [@click=app.quit]y [link=z] \x1b]52;c;aGk=\x07\x1b[2J\x00\x9b31m\u202eevil"


def drawn(widget: Widget) -> str:
    """What the widget sends to the terminal, without colours."""
    size = widget.size
    strips = widget.render_lines(Region(0, 0, size.width, size.height))
    return "\n".join(segment.text for strip in strips for segment in strip if not segment.control)


def safe(text: str) -> bool:
    return all(letter.isprintable() or letter == "\n" for letter in text)


async def test_notes_tags_and_filters_are_drawn_safely_and_kept_as_they_are() -> None:
    async with reader() as it:
        await it.press("}", "h")
        session = it.elsewhere()
        session.set_note(it.stored[0].id, HOSTILE)
        session.set_tags(it.stored[0].id, ["\x1b[31mred", "[b]"])
        await it.screen.look_outside()
        assert it.only.note == HOSTILE
        pane = it.screen.reading.pane
        assert "[bold]x[/]" in drawn(pane)
        assert safe(drawn(pane))
        await it.press("a")
        area = it.screen.query_one(TextArea)
        assert area.text == HOSTILE
        assert "[bold]x[/]" in drawn(area)
        assert safe(drawn(area))
        await it.press("escape")
        assert it.only.note == HOSTILE
        await it.press("t")
        assert safe(drawn(it.screen.query_one(Input)))
        await it.press("enter")
        assert it.only.tags == ("\x1b[31mred", "[b]")
        await it.press("tab", "/")
        await it.type("[/]\\")
        assert safe(drawn(pane))
        await it.press("escape")


async def test_messages_are_not_markup() -> None:
    async with reader() as it:
        it.screen.reading.say(HOSTILE)
        await it.pilot.pause()
        shown = drawn(it.screen.reading.status)
        assert "[bold]x[/]" in shown
        assert safe(shown)
