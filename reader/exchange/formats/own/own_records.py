"""Our own JSON's objects are an article and an annotation as plain dictionaries, with every field of them.

`own_json` says what they mean. Templates see the same objects under the same names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from reader.domain.web_address import has_scheme
from reader.exchange.json_text import note_digest, times, write_moment
from reader.exchange.sanitize import source_name, without_user

if TYPE_CHECKING:
    from reader.domain.annotation import Target
    from reader.domain.article import Article
    from reader.exchange.records import Exported, ExportedAnnotation, Options

_LOCAL = re.compile(r"[/\\~]|file:|[a-z]:[/\\]", re.IGNORECASE)


def article_object(exported: Exported, options: Options) -> dict[str, Any]:
    """State the article's facts. Nothing of this machine is in them unless the options ask for paths."""
    article = exported.article
    return {
        "id": article.id,
        "title": article.title,
        "authors": list(article.authors),
        "language": article.language,
        "date": article.date,
        "url": public_address(article, paths=options.paths),
        "source": source_name(article, paths=options.paths),
        "format": article.format,
        "tags": list(article.tags),
        "status": str(article.status),
        "progress": article.progress,
        "added": write_moment(article.added),
        "version": exported.version,
        "versions": [
            {"hash": one.hash, "added": write_moment(one.added), "length": one.length} for one in article.versions
        ],
    }


def public_address(article: Article, *, paths: bool) -> str:
    """Write the article's URL as it is, without a password in it, and without what names a file of this machine."""
    for address in (article.url, *(one.address for one in article.sources if has_scheme(one.address))):
        if address and (paths or not _LOCAL.match(address.lstrip())):
            return without_user(address)
    return ""


def annotation_object(entry: ExportedAnnotation, options: Options) -> dict[str, Any]:
    """State everything that is known of the annotation."""
    annotation, target, where = entry.annotation, entry.target, entry.where
    facts: dict[str, Any] = {
        "id": annotation.id,
        "kind": "highlight" if annotation.targets else "page note",
        "quote": annotation.quote,
        "note": annotation.note,
        "note_digest": note_digest(annotation),
        "tags": list(annotation.tags),
        "colour": str(annotation.colour),
        "star": annotation.star,
        "created": None,
        "modified": None,
        **times(annotation, always=options.undated),
        "state": str(target.state) if target else None,
        "place": where._asdict() if where else None,
        "targets": [_target(one) for one in annotation.targets],
    }
    if annotation.rivals:
        facts["rivals"] = [{"text": one.text, "written": write_moment(one.written)} for one in annotation.rivals]
    if annotation.returned:
        facts["returned"] = True
    if annotation.extra:
        facts["extra"] = dict(annotation.extra)
    if name := options.colour_name(annotation):
        facts["colour_name"] = name
    if options.creator:
        facts["creator"] = annotation.creator
    return facts


def _target(target: Target) -> dict[str, Any]:
    quote, position = target.selectors.quote, target.selectors.position
    return {
        "version": target.version,
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "start": position.start if position else None,
        "end": position.end if position else None,
        "state": str(target.state),
        "confidence": target.confidence,
        "origin": str(target.origin),
    }
