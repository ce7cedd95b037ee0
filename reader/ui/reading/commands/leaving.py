"""These commands lead out of modes and screens, and to other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.program.program import Destination
from reader.ui.reading.article_view import Folding
from reader.ui.reading.closing import put_down
from reader.ui.reading.commands.finding import begin
from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from reader.ui.lists.asked import Outcome
    from reader.ui.reading.state import Reading


@command
def leave(reading: Reading) -> None:
    """Leave the innermost mode: what runs, selection, output, filter, pane, search, zen, folding."""
    view, pane = reading.view, reading.pane
    if reading.own_program is not None:
        reading.own_program.stop()
    elif view.selection is not None:
        reading.give_up_selection()
    elif reading.output is not None:
        reading.close_output()
    elif pane.active and pane.filter_text:
        pane.filter_text = ""
        reading.arrange_pane()
    elif pane.active:
        pane.active, pane.unfolded = False, ""
    elif reading.search is not None:
        begin(reading, "")
    elif view.zen:
        reading.show_zen(False)
    elif view.folding is not Folding.ALL:
        view.folding = Folding.ALL
    elif reading.coming is not None:
        reading.coming.give_up()


@command
def quit(reading: Reading) -> Outcome:  # noqa: A001  (the command's name in the settings)
    """Close this screen, at last the program."""
    return reading.acts.leave()


@command
def quit_at_once(reading: Reading) -> Outcome:
    """Quit; what is being typed is kept as a draft."""
    return reading.program.ways.quit()


@command
def open_contents(reading: Reading) -> None:
    """Open the contents of the article."""
    reading.program.ways.open(Destination.CONTENTS)


@command
def open_desk(reading: Reading) -> None:
    """Open the re-anchoring desk."""
    reading.program.ways.open(Destination.DESK)


@command
def open_export(reading: Reading) -> None:
    """Open what exports."""
    reading.program.ways.open(Destination.EXPORT)


@command
async def open_library(reading: Reading) -> None:
    """Open the library, which shows how far this article is read."""
    await put_down(reading)
    reading.program.ways.open(Destination.LIBRARY)


@command
def open_annotations(reading: Reading) -> None:
    """Open the list of all annotations of the library."""
    reading.program.ways.open(Destination.ANNOTATIONS)


@command
def open_tags(reading: Reading) -> None:
    """Open the tags of the library."""
    reading.program.ways.open(Destination.TAGS)


@command
def open_search(reading: Reading) -> None:
    """Open what searches everything."""
    reading.program.ways.open(Destination.SEARCH)


@command
def open_palette(reading: Reading) -> None:
    """Find a command by its name."""
    reading.program.ways.open(Destination.PALETTE)


@command
def open_help(reading: Reading) -> None:
    """Show all keys."""
    reading.program.ways.open(Destination.HELP)


@command
def newest_changes(reading: Reading) -> None:
    """Show what changed in the newest version."""
    if len(reading.opened.article.versions) < 2:
        reading.say("there is one version of this article; W or “read again” makes another where the source differs")
    else:
        reading.program.ways.open(Destination.CHANGES)


@command
def open_versions(reading: Reading) -> None:
    """Open the versions of the article."""
    reading.program.ways.open(Destination.VERSIONS)


@command
def open_trash(reading: Reading) -> None:
    """Show what was deleted."""
    reading.program.ways.open(Destination.TRASH)
