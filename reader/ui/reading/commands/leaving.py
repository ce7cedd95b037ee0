"""Out of modes and screens, and to other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.keys.keyboard import command
from reader.ui.reading.article_view import Folding
from reader.ui.reading.closing import put_down
from reader.ui.reading.commands.finding import begin

if TYPE_CHECKING:
    from reader.ui.lists.line_asked import Outcome
    from reader.ui.reading.state import Reading


@command
def leave(reading: Reading) -> None:
    """Leave the innermost mode: what runs, selection, output, filter, pane, search, zen, folding."""
    view, pane = reading.view, reading.pane
    if reading.program is not None:
        reading.program.stop()
    elif view.selection is not None:
        reading.give_up_selection()
    elif reading.output is not None:
        reading.close_output()
    elif pane.active and pane.filter_text:
        pane.filter_text = ""
        reading.shell.arrange_pane()
    elif pane.active:
        pane.active, pane.unfolded = False, ""
    elif reading.search is not None:
        begin(reading, "")
    elif view.zen:
        reading.shell.show_zen(False)
    elif view.folding is not Folding.ALL:
        view.folding = Folding.ALL
    elif reading.opened.partial:
        reading.host.give_up()


@command
def quit(reading: Reading) -> Outcome:  # noqa: A001  (the command's name in the settings)
    """Close this screen, at last the program."""
    return reading.shell.leave()


@command
def quit_at_once(reading: Reading) -> Outcome:
    """Quit; what is being typed is kept as a draft."""
    return reading.host.quit()


@command
def open_contents(reading: Reading) -> None:
    """The contents of the article."""
    reading.host.open("contents", reading)


@command
def open_desk(reading: Reading) -> None:
    """The re-anchoring desk."""
    reading.host.open("desk", reading)


@command
def open_export(reading: Reading) -> None:
    """Export."""
    reading.host.open("export", reading)


@command
async def open_library(reading: Reading) -> None:
    """The library, which shows how far this article is read."""
    await put_down(reading)
    reading.host.open("library", reading)


@command
def open_annotations(reading: Reading) -> None:
    """All annotations of the library."""
    reading.host.open("annotations", reading)


@command
def open_tags(reading: Reading) -> None:
    """The tags of the library."""
    reading.host.open("tags", reading)


@command
def open_search(reading: Reading) -> None:
    """Search everything."""
    reading.host.open("search", reading)


@command
def open_palette(reading: Reading) -> None:
    """Find a command by its name."""
    reading.host.open("command_palette", reading)


@command
def open_help(reading: Reading) -> None:
    """All keys."""
    reading.host.open("help", reading)


@command
def newest_changes(reading: Reading) -> None:
    """What changed in the newest version."""
    from reader.ui.screens.versions import show_newest  # noqa: PLC0415  (most articles have one version)

    if len(reading.opened.article.versions) < 2:
        reading.say("there is one version of this article; W or “read again” makes another where the source differs")
    else:
        show_newest(reading.host, reading)


@command
def open_versions(reading: Reading) -> None:
    """The versions of the article."""
    reading.host.open("versions", reading)


@command
def open_trash(reading: Reading) -> None:
    """What was deleted."""
    reading.host.open("trash", reading)
