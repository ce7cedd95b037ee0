"""A bibliography is told an article's kind, and its authors' names and its date in their parts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.exchange.sanitize import visible_line, web_address

if TYPE_CHECKING:
    from reader.domain.article import Article

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_AND = re.compile(r"\s+(?:and|&)\s+")
_PARTICLES = frozenset(
    (
        *("van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le"),
        *("ter", "ten", "zu", "zur", "af", "av", "bin", "ibn", "al", "el"),
    )
)
"""Words before a family's name that belong to it, where they are written small."""
_SUFFIX = re.compile(r"(?i:jr|sr|jun|sen)\.?|[IVX]{2,4}")
"""What tells a name's bearer from his father, behind the family's name."""


class Name(NamedTuple):
    """A `Name` is an author.

    `given` is empty for a name that has no parts: an institution, a single name, most of East Asia.
    """

    family: str
    given: str = ""


def kind(article: Article) -> str:
    """Return `book`, `webpage` or `document`."""
    return "book" if article.format == "epub" else "webpage" if web_address(article) else "document"


def authors(article: Article) -> list[Name]:
    """List an article's authors; a line that names several people gives several."""
    return [author(one) for name in article.authors for one in _people(visible_line(name))]


def _people(line: str) -> list[str]:
    parts = [one.strip() for one in line.split(";") if one.strip()]
    found: list[str] = []
    for part in parts:
        names = [one.strip() for one in _AND.split(part)]
        # A firm may be called `Smith and Sons`: of people both have a given name, before or behind a comma.
        found += names if all(len(one.split()) > 1 for one in names) else [part]
    return found


def author(name: str) -> Name:
    """Split a name: the family's stands before a comma, or else last, with its particles and a Jr. behind it."""
    name = visible_line(name)
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and _SUFFIX.fullmatch(given):
        return author(f"{family} {given}")
    if comma:
        return Name(family, given)
    words = name.split(" ")
    if len(words) < 2 or len(words) > 5 or _AND.search(name):
        return Name(name)
    last = len(words) - 1
    start = last - 1 if _SUFFIX.fullmatch(words[last]) else last
    while start and words[start - 1] in _PARTICLES:
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]))


def date_parts(article: Article) -> list[int]:
    """Return year, month and day, as far as they are known; empty where not even the year is."""
    found = _DATE.match(article.date.strip())
    return [int(part) for part in found.groups() if part] if found else []
