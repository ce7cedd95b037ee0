"""An article is stored as the fields of a row, and read back from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.domain.article import Article, Source, Status, Version
from reader.storage.rows.values import Fields, choose_values, number, one_of, text, time, whole

if TYPE_CHECKING:
    from reader.domain.merge import Row

TABLE = "articles"
KIND = "article"
SOURCE = "source/"
"""Begins the name of the field of a source; its address follows."""
VERSION = "version/"
"""Begins the name of the field of a version; the hash of its text follows."""
PLAIN = ("title", "language", "date", "url", "format")


def to_fields(article: Article) -> Fields:
    """Write everything but the id; what is as it is by default has no field."""
    fields: Fields = {name: getattr(article, name) for name in PLAIN if getattr(article, name)}
    fields["added"] = article.added.isoformat()
    if article.authors:
        fields["authors"] = list(article.authors)
    if article.progress:
        fields["progress"] = article.progress
    if article.status is not Status.UNREAD:
        fields["status"] = article.status.value
    if article.opened:
        fields["opened"] = article.opened.isoformat()
    fields |= {f"tag/{tag}": True for tag in article.tags}
    fields |= {f"{SOURCE}{source.address}": _source(source, n) for n, source in enumerate(article.sources)}
    fields |= {f"{VERSION}{version.hash}": _version(version, n) for n, version in enumerate(article.versions)}
    return fields


def from_row(row: Row, seen: str) -> Article:
    """Read the article that a row shows. What another tool put there of a wrong type is shown as far as it can be."""
    fields = choose_values(row)
    sources: list[tuple[int, Source]] = []
    versions: list[tuple[int, Version]] = []
    tags: list[tuple[str, str]] = []
    for field, value in fields.items():
        prefix, slash, name = field.partition("/")
        if not slash:
            continue
        if prefix == "tag":
            tags.append((min(row["f"][field]), name))
        elif prefix == "source" and isinstance(value, dict):
            sources.append((whole(value.get("n")), _from_source(name, value)))
        elif prefix == "version" and isinstance(value, dict):
            versions.append((whole(value.get("n")), _from_version(name, value)))
    sources.sort(key=lambda one: (one[0], one[1].address))
    versions.sort(key=lambda one: (one[1].added, one[0], one[1].hash))
    authors = fields.get("authors", [])
    return Article(
        id=row["uuid"],
        title=text(fields.get("title")),
        added=time(fields.get("added")),
        authors=tuple(map(text, authors if isinstance(authors, list) else [authors])),
        language=text(fields.get("language")),
        date=text(fields.get("date")),
        url=text(fields.get("url")),
        format=text(fields.get("format")),
        sources=tuple(source for _, source in sources),
        versions=tuple(version for _, version in versions),
        progress=min(1.0, max(0.0, number(fields.get("progress")))),
        status=one_of(Status, fields.get("status"), Status.UNREAD),
        tags=tuple(name for _, name in sorted(tags)),
        opened=time(fields["opened"]) if fields.get("opened") else None,
        seen=seen,
    )


def _source(source: Source, n: int) -> dict[str, Any]:
    value: dict[str, Any] = {"n": n} if n else {}
    if source.etag:
        value["etag"] = source.etag
    if source.modified:
        value["modified"] = source.modified
    if source.size >= 0:
        value["size"] = source.size
    if source.mtime_ns >= 0:
        value["mtime_ns"] = source.mtime_ns
    return value


def _from_source(address: str, value: dict[str, Any]) -> Source:
    return Source(
        address,
        text(value.get("etag")),
        text(value.get("modified")),
        whole(value.get("size"), -1),
        whole(value.get("mtime_ns"), -1),
    )


def _version(version: Version, n: int) -> dict[str, Any]:
    value: dict[str, Any] = {"added": version.added.isoformat(), "length": version.length}
    if version.parser:
        value["parser"] = version.parser
    if n:
        value["n"] = n
    return value


def _from_version(name: str, value: dict[str, Any]) -> Version:
    return Version(name, time(value.get("added")), whole(value.get("length")), text(value.get("parser")))
