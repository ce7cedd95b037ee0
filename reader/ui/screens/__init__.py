"""All screens but the one of an article are here, one module a screen; `show` puts the one on top that is asked for.

`library`, `contents`, `tags`, `trash`, `versions`, `help`, `confirm` and `output` show what they are called.
`annotations` lists those of all articles: keys change them there (`annotation_edits`), and run commands of the user's
own, as in other lists (`acting_list`, `own_runs`). `search` goes over everything, `command_palette` finds a command,
`desk` decides about lost highlights (`desk_cases`), `difference` compares versions, and `export` writes what
`export_choice` offers.

A screen is imported when it is first shown: each costs some milliseconds, and most starts need none of them.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from reader.ui.lists.keyed import KeyedScreen
from reader.ui.program.program import Destination

if TYPE_CHECKING:
    from textual.screen import Screen

    from reader.ui.program.program import Program
    from reader.ui.reading.screen import ReadingScreen


def article_on(screen: Screen[Any]) -> ReadingScreen | None:
    """Return the screen where it shows an article: until one has, what shows them need not be imported."""
    # While another thread imports the module, it is there and has nothing in it yet.
    kind = getattr(sys.modules.get("reader.ui.reading.screen"), "ReadingScreen", None)
    return screen if kind is not None and isinstance(screen, kind) else None


def show(destination: Destination, program: Program, above: Screen[Any]) -> None:
    """Put the screen on top; it is about the article, or the list, that is `above` all others now."""
    article = article_on(above)
    reading = article.reading if article is not None else None
    listed = above if isinstance(above, KeyedScreen) else None
    match destination:
        case Destination.ANNOTATIONS:
            # Not the module by its name: in a package, the future import above has put something else there.
            from reader.ui.screens.annotations import show as show_annotations

            show_annotations(program)
        case Destination.CHANGES if reading is not None:
            from reader.ui.screens import versions

            versions.show_newest(program, reading)
        case Destination.CONTENTS if reading is not None:
            from reader.ui.screens import contents

            contents.show(program, reading)
        case Destination.DESK if reading is not None:
            from reader.ui.screens import desk

            desk.show(reading)
        case Destination.EXPORT if reading is not None:
            from reader.ui.screens import export

            export.show(program, reading)
        case Destination.HELP:
            from reader.ui.screens import help as help_screen

            help_screen.show(program, reading, listed)
        case Destination.LIBRARY:
            from reader.ui.screens import library

            library.show(program)
        case Destination.PALETTE:
            from reader.ui.screens import command_palette

            command_palette.show(program, reading, listed)
        case Destination.SEARCH:
            from reader.ui.screens import search

            search.show(program)
        case Destination.TAGS:
            from reader.ui.screens import tags

            tags.show(program)
        case Destination.TRASH:
            from reader.ui.screens import trash

            trash.show(program, reading)
        case Destination.VERSIONS if reading is not None:
            from reader.ui.screens import versions

            versions.show(program, reading)
