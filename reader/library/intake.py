"""Which article a text belongs to: decided purely, from what is known and what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.article import Article, Source, Status, Version, article_id
from reader.domain.document import text_hash
from reader.formats.recognise import SAME
from reader.library.opened import Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from reader.domain.document import Parsed

    Likeness = Callable[[Article], float]
    """How much of the new text an article's latest version shares, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Intake:
    """The decision: the article as it shall be, and as it was where it was known."""

    relation: Relation
    before: Article | None
    article: Article


STILL_IT = 0.05
"""Below this share a file of the same name holds something else. Low: a rewritten draft is still the draft, and
highlights that are lost can be seen, while an article split in two would hide them."""


def decide(parsed: Parsed, source: Source, articles: Sequence[Article], likeness: Likeness, now: datetime) -> Intake:
    """Take in what was read from `source`. `likeness` is asked only where address and hash do not decide."""
    digest = text_hash(parsed.document.text)
    by_address = next((one for one in articles if _has(one, source.address)), None)
    by_text = next((one for one in articles if any(version.hash == digest for version in one.versions)), None)
    if by_address is not None and by_address.versions:
        if by_address.latest.hash == digest:
            return Intake(Relation.SAME, by_address, _known_at(by_address, source))
        if by_text is by_address or likeness(by_address) >= STILL_IT:
            return Intake(Relation.CHANGED, by_address, _changed(by_address, parsed, digest, source, now))
    if by_text is not None:
        changed = by_text.latest.hash != digest
        article = _changed(by_text, parsed, digest, source, now) if changed else _known_at(by_text, source)
        return Intake(Relation.CHANGED if changed else Relation.SAME, by_text, article)
    own = next((one for one in articles if not one.versions and one.id == article_id(digest)), None)
    if own is not None:
        return Intake(Relation.CHANGED, own, _changed(own, parsed, digest, source, now))
    near = (one for one in articles if _is_near(one, len(parsed.document.text)))
    likest = max(near, key=likeness, default=None)
    if likest is not None and likeness(likest) >= SAME:
        return Intake(Relation.CHANGED, likest, _changed(likest, parsed, digest, source, now))
    return Intake(Relation.NEW, None, _new(parsed, digest, source, now))


def as_version(article: Article, parsed: Parsed, source: Source, now: datetime) -> Intake:
    """The decision when the user has made it: this text is the article's newest version."""
    digest = text_hash(parsed.document.text)
    return Intake(Relation.CHANGED, article, _changed(article, parsed, digest, source, now))


def _has(article: Article, address: str) -> bool:
    return address != "-" and any(one.address == address for one in article.sources)


def _is_near(article: Article, length: int) -> bool:
    """Whether the lengths allow for one text: where one is over three times the other, they share hardly SAME."""
    return bool(article.versions) and max(article.latest.length, length) <= 3 * min(article.latest.length, length)


def _known_at(article: Article, source: Source) -> Article:
    others = tuple(one for one in article.sources if one.address != source.address)
    return article._replace(sources=(*others, source))


def _changed(article: Article, parsed: Parsed, digest: str, source: Source, now: datetime) -> Article:
    """The article with this text as its latest. A text that was there before comes back to the end."""
    others = tuple(one for one in article.versions if one.hash != digest)
    return _known_at(article, source)._replace(versions=(*others, _version(parsed, digest, now)))


def _version(parsed: Parsed, digest: str, now: datetime) -> Version:
    document = parsed.document
    return Version(digest, now, len(document.text), f"{document.parser}/{document.parser_version}")


def _new(parsed: Parsed, digest: str, source: Source, now: datetime) -> Article:
    said = parsed.metadata
    return Article(
        id=article_id(digest),
        title=said.title,
        added=now,
        authors=said.authors,
        language=said.language,
        date=said.date,
        url=said.url,
        format=parsed.format,
        sources=(source,),
        versions=(_version(parsed, digest, now),),
        status=Status.UNREAD,
        tags=said.tags,
    )
