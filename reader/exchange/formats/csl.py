"""CSL JSON, which Zotero, Pandoc and all that use citeproc read, has one entry an exported article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.exchange.citation import authors, date_parts, kind
from reader.exchange.json_text import dump
from reader.exchange.records import PLAIN, Exported, Options
from reader.exchange.sanitize import visible_line, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.article import Article


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, an article at a time."""
    del options  # nothing here tells more than the article
    yield "["
    comma = "\n"
    for one in exported:
        yield comma + dump(_entry(one.article), indent=False)
        comma = ",\n"
    yield "\n]\n"


def _entry(article: Article) -> dict[str, Any]:
    names = authors(article)
    entry: dict[str, Any] = {
        "id": article.id,
        "type": kind(article),
        "title": visible_line(article.title),
        "author": [
            {"family": name.family, "given": name.given} if name.given else {"literal": name.family} for name in names
        ],
        "URL": web_address(article),
        "language": visible_line(article.language),
        "keyword": ", ".join(map(visible_line, article.tags)),
    }
    parts = date_parts(article)
    if parts:
        entry["issued"] = {"date-parts": [parts]}
    return {name: value for name, value in entry.items() if value}
