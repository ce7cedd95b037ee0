"""A text has just been read: which article it belongs to is decided purely, then it is taken in and kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.article import Article, Source, Status, Version, article_id
from reader.domain.document import text_hash
from reader.domain.errors import StoreError
from reader.domain.ports import Change
from reader.domain.shingles import SAME
from reader.library.opened import Opened, Relation
from reader.library.recognition import Likeness
from reader.library.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from reader.domain.document import Parsed
    from reader.domain.ports import Store
    from reader.library.recognition import Sketches

    Share = Callable[[Article], float]
    """How much of the new text an article's latest version has, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Intake:
    """An `Intake` is the decision: the article as it shall be, and as it was where it was known."""

    relation: Relation
    before: Article | None
    article: Article


STILL_IT = 0.05
"""Below this share a file of the same name holds something else. Low: a rewritten draft is still the draft, and
highlights that are lost can be seen, while an article split in two would hide them."""


def decide(parsed: Parsed, source: Source, articles: Sequence[Article], likeness: Share, now: datetime) -> Intake:
    """Take in what was read from `source`. `likeness` is asked only where address and hash do not decide."""
    digest = text_hash(parsed.document.text)
    by_address = next((one for one in articles if _has(one, source.address)), None)
    by_text = next((one for one in articles if _has_text(one, digest)), None)
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
    """Change the decision to that of the user: this text is the article's newest version."""
    digest = text_hash(parsed.document.text)
    return Intake(Relation.CHANGED, article, _changed(article, parsed, digest, source, now))


def _has(article: Article, address: str) -> bool:
    return address != "-" and any(one.address == address for one in article.sources)


def _has_text(article: Article, digest: str) -> bool:
    return any(version.hash == digest for version in article.versions)


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


def take_in(
    parsed: Parsed, source: Source, store: Store, sketches: Sketches, now: datetime, *, to_read: bool = True
) -> Opened:
    """Take in what was read from `source`, as the article that it belongs to, or a new one.

    `to_read`: it is open now.
    """
    parsed = _titled(parsed, source)
    likeness = Likeness(store, sketches, parsed.document.text)
    intake = _decided(parsed, source, store, likeness, now)
    opened = _kept(intake, parsed, store, now, to_read=to_read)
    if opened.kept:
        likeness.note()
    before = intake.before
    if opened.relation is Relation.NEW and opened.kept and (waiting := store.articles_waiting()):
        return _met(opened, store, waiting)
    if before is None or opened.notice or source.address in {one.address for one in before.sources}:
        return opened
    return opened._replace(notice=f"this is “{before.title}”, which you have read from another place")


def _decided(parsed: Parsed, source: Source, store: Store, likeness: Likeness, now: datetime) -> Intake:
    """Which article it is: of those only that can be it, for a library may have tens of thousands."""
    digest = text_hash(parsed.document.text)
    known = [*store.articles_from(source.address), *store.articles_of_text(digest)]
    own = store.article(article_id(digest))
    known += [own] if own is not None else []
    intake = decide(parsed, source, _each_once(known), likeness, now)
    if intake.relation is not Relation.NEW:
        return intake
    return decide(parsed, source, _each_once([*known, *store.articles_like(likeness.sketch)]), likeness, now)


def _each_once(articles: Sequence[Article]) -> list[Article]:
    return list({one.id: one for one in articles}.values())


def is_text_of(article: Article, parsed: Parsed, store: Store, sketches: Sketches) -> bool:
    """Tell whether what was read is a text of `article`, as far as can be told."""
    text = parsed.document.text
    return _has_text(article, text_hash(text)) or Likeness(store, sketches, text)(article) >= STILL_IT


def take_in_as(article: Article, parsed: Parsed, source: Source, store: Store, now: datetime) -> Opened:
    """Take in what was read from `source`, as the newest version of `article`."""
    return _kept(as_version(article, parsed, source, now), parsed, store, now)


def take_in_for(
    article: Article, parsed: Parsed, source: Source, store: Store, sketches: Sketches, now: datetime
) -> Opened:
    """Take in what was read from `source`, as the text that `article` waits for."""
    opened = take_in(parsed, source, store, sketches, now)
    if not opened.kept or opened.article.id == article.id:
        return opened
    there = store.article(article.id)
    if there is not None and there.id == opened.article.id:
        return opened  # it was recognised
    from reader.library.same_work import join  # noqa: PLC0415  (nearly every article has its text)

    return opened._replace(article=join(store, article, opened.article))


def _met(opened: Opened, store: Store, articles: Sequence[Article]) -> Opened:
    """The article with what waited for its text."""
    from reader.library.same_work import meet  # noqa: PLC0415  (in most libraries nothing waits)

    try:
        met = meet(store, opened.article, opened.document.text, articles)
    except StoreError:
        return opened  # they are looked for again when they are imported, or joined by hand
    notice = opened.notice
    if met.offered:
        other = met.offered[0]
        offer = (
            f"“{other.title}”, which was imported, may be this work: reader join {other.id[:8]} {opened.article.id[:8]}"
        )
        notice = "; ".join(filter(None, (notice, offer)))
    return opened._replace(article=store.article(opened.article.id) or opened.article, notice=notice)


def _kept(intake: Intake, parsed: Parsed, store: Store, now: datetime, *, to_read: bool = True) -> Opened:
    article, notice, kept, failed = intake.article, "", False, "the text is not kept"
    if to_read:
        article = article._replace(opened=now)
    try:
        store.keep(parsed.document)
        if intake.relation is Relation.SAME:
            failed = "nothing new is saved"  # the text is there, and where else it was read is not
        article = _saved(intake.before, article, store)
        kept = True
    except StoreError as error:
        # Reading goes on where nothing can be saved; what it cannot do is said before anything is typed.
        notice = f"{failed}: {error.brief}"
    notice = "; ".join(filter(None, (notice, *parsed.remarks)))
    editable = not store.read_only
    version, embedded = article.latest.hash, parsed.embedded
    return Opened(article, version, parsed.document, intake.relation, notice, editable, kept, embedded)


def _saved(before: Article | None, after: Article, store: Store) -> Article:
    (stored,) = store.save_articles([Change(before, after)])
    return stored or after


def _titled(parsed: Parsed, source: Source) -> Parsed:
    """A text without a title is called after its file, else by its first words."""
    if parsed.metadata.title:
        return parsed
    name = "" if source.address == STANDARD_INPUT else _from_file_name(Path(source.address).stem)
    first = parsed.document.text.lstrip().split("\n", 1)[0]
    # Sixty code points are what a list has room for at 80 columns.
    title = name or (first if len(first) <= 60 else first[:59].rstrip() + "…")
    return parsed._replace(metadata=parsed.metadata._replace(title=title))


def _from_file_name(stem: str) -> str:
    """`police-chiefs` is called “Police chiefs”; a name with blanks or capitals was written with care, and stays."""
    if " " in stem or stem != stem.lower():
        return stem
    words = stem.replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]
