"""The screen as it is, kept for the next time: see `first_screen` for who calls what."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from textual.geometry import Region

from reader.ui.draw.cells import pin_clusters
from reader.ui.draw.first_rows import to_fields
from reader.ui.draw.first_screen import FirstScreen, terminal_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget

    from reader.ui.reading.article_view import ArticleView


def first_screen(
    view: ArticleView, others: Iterable[Widget], source: str, stamp: tuple[int, int], *, pane: bool
) -> FirstScreen | None:
    """What to draw first the next time; None before there is a text. `others` draw themselves by lines too."""
    if view.viewport is None:
        return None
    app, document = view.app, view.viewport.layout.document
    placed = view.annotations.meeting(view.shown) if view.annotations else ()
    highlights = [(one.start, one.end, one.annotation.colour.value) for one in placed]
    return FirstScreen(
        source=source,
        stamp=stamp,
        # Textual takes NO_COLOR out of the environment.
        terminal=terminal_name({**os.environ, **({"NO_COLOR": ""} if app.no_color else {})}),
        size=(app.size.width, app.size.height),
        picture=pin_clusters("".join(_drawn(widget) for widget in (view, *others))) + "\x1b[0m",
        theme=app.theme,
        column=view.column,
        document=to_fields(document, view.top, view.cursor, highlights, pane=pane),
    )


def _drawn(widget: Widget) -> str:
    region = widget.region
    lines = widget.render_lines(Region(0, 0, region.width, region.height)) if widget.display else []
    console = widget.app.console
    return "".join(f"\x1b[{region.y + y + 1};{region.x + 1}H{strip.render(console)}" for y, strip in enumerate(lines))
