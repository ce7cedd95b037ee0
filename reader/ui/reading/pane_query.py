"""What the pane lists, by its order and its query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotUnderstood
from reader.ui.reading.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.annotation import Annotation
    from reader.ui.reading.state import Reading


def arranged(reading: Reading) -> Listing:
    """The annotations as the pane is to list them. A query that cannot be understood yet filters nothing."""
    pane = reading.pane
    try:
        matches = _matcher(reading, pane.filter_text) if pane.filter_text else None
    except NotUnderstood as error:
        reading.fail(str(error))
        matches = None
    return Listing(reading.annotations, pane.order, matches)


def _matcher(reading: Reading, query: str) -> Callable[[Annotation], bool]:
    # The parser of the query language is for who filters.
    from reader.domain.query import matcher  # noqa: PLC0415
    from reader.library.subjects import subject  # noqa: PLC0415

    matches = matcher(reading.host.services.query(query), reading.host.services.now())
    article = reading.opened.article
    # In its own article the title says nothing of an annotation, and would answer for all of them.
    untitled = article._replace(title="")
    return lambda annotation: matches(subject(untitled, annotation))
