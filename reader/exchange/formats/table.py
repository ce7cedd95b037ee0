"""For spreadsheets there is a table of everything: CSV with a column for every fact, whose names are the first row.

The times are ISO 8601 in UTC. Cells that a spreadsheet would compute start with an apostrophe.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from reader.domain.local_time import is_dated
from reader.exchange.formats.cells import write_table
from reader.exchange.records import PLAIN, Exported, Options
from reader.exchange.sanitize import is_lost, source_name, web_address, whole_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

COLUMNS = (
    *("title", "authors", "date", "url", "source", "heading", "page", "paragraph", "percent"),
    *("quote", "note", "tags", "colour", "star", "state", "created", "modified", "id", "article"),
)


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of some rows."""
    more = (*(["creator"] if options.creator else []), *(["colour_name"] if options.colours else []))
    return write_table((*COLUMNS, *more), (row for article in exported for row in _rows(article, options)))


def _rows(exported: Exported, options: Options) -> Iterator[tuple[str, ...]]:
    article = exported.article
    source = source_name(article, paths=options.paths)
    about = article.title, "; ".join(article.authors), article.date, web_address(article), source
    for entry in exported.entries:
        annotation, where = entry.annotation, entry.where
        place = ("", "", "", "")
        if where is not None:
            place = " › ".join(where.headings), where.page, str(where.paragraph), str(where.percent)
        state = "not found" if is_lost(entry) else str(entry.target.state) if entry.target else ""
        row = (
            *(*about, *place, entry.words, whole_note(entry), ", ".join(annotation.tags), str(annotation.colour)),
            *("yes" if annotation.star else "", state, _time(annotation.created), _time(annotation.modified)),
            *(annotation.id, article.id),
        )
        more = [annotation.creator] if options.creator else []
        more += [options.colour_name(annotation)] if options.colours else []
        yield (*row, *more)


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if is_dated(moment) else ""
