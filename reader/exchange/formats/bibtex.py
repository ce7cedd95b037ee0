"""BibTeX has one entry an exported article, for LaTeX with BibTeX or biblatex, in UTF-8."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from reader.exchange.citation import authors, date_parts, kind
from reader.exchange.latex import latex
from reader.exchange.records import PLAIN, Exported, Options
from reader.exchange.sanitize import visible_line, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.article import Article

_TYPES = {"book": "book", "webpage": "misc", "document": "misc"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SMALL = frozenset(
    (
        *("a", "an", "the", "of", "on", "in", "and", "der", "die", "das", "ein", "eine"),
        *("le", "la", "les", "un", "une", "el", "los", "las", "il", "lo"),
    )
)
"""Words that no key is made of."""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, an article at a time."""
    del options  # nothing here tells more than the article
    used: set[str] = set()
    for one in exported:
        yield _entry(one.article, _key(one.article, used))


def _entry(article: Article, key: str) -> str:
    parts = date_parts(article)
    names = authors(article)
    address = web_address(article)
    fields = {
        "title": f"{{{latex(visible_line(article.title))}}}",
        "author": " and ".join(
            f"{latex(name.family)}, {latex(name.given)}" if name.given else f"{{{latex(name.family)}}}"
            for name in names
        ),
        "year": str(parts[0]) if parts else "",
        "date": "-".join(f"{part:02d}" for part in parts),
        "url": address,
        "howpublished": f"\\url{{{address}}}" if address else "",
        "language": latex(visible_line(article.language)),
        "keywords": ", ".join(latex(visible_line(tag).replace(",", " ")) for tag in article.tags),
    }
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items() if value]
    if len(parts) > 1 and 1 <= parts[1] <= 12:
        lines.append(f"  month = {_MONTHS[parts[1] - 1]},\n")
    return f"@{_TYPES[kind(article)]}{{{key},\n{''.join(lines)}}}\n\n"


def _key(article: Article, used: set[str]) -> str:
    """A key of the author, the year and a word of the title, in ASCII; new among those that are `used`."""
    words = [word for word in re.findall(r"\w+", article.title) if word.lower() not in _SMALL]
    parts = date_parts(article)
    family = next((name.family for name in authors(article)), "")
    stem = "".join(map(_ascii, (family, str(parts[0]) if parts else "", words[0] if words else "")))
    stem = stem if re.search("[a-z]", stem) else f"article{article.id[:8]}"
    key, number = stem, 2
    while key in used:
        key = f"{stem}-{number}"
        number += 1
    used.add(key)
    return key


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower().replace("ß", "ss"))
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())
