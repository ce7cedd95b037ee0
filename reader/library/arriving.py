"""A text that has just been read: taken in as an article, and kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import StoreError
from reader.domain.ports import Change
from reader.library.intake import Intake, as_version, decide
from reader.library.likeness import Likeness
from reader.library.opened import Opened, Relation
from reader.library.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.domain.article import Article, Source
    from reader.domain.document import Parsed
    from reader.domain.ports import Store
    from reader.library.sketches import Sketches


def take_in(
    parsed: Parsed, source: Source, store: Store, sketches: Sketches, now: datetime, *, to_read: bool = True
) -> Opened:
    """What was read from `source`, as the article that it belongs to, or a new one. `to_read`: it is open now."""
    parsed = _titled(parsed, source)
    likeness = Likeness(store, sketches, parsed.document.text)
    articles = store.articles()
    intake = decide(parsed, source, articles, likeness, now)
    opened = _kept(intake, parsed, store, now, to_read=to_read)
    before = intake.before
    if opened.relation is Relation.NEW and opened.kept and any(not one.versions for one in articles):
        return _met(opened, store, articles)
    if before is None or opened.notice or source.address in {one.address for one in before.sources}:
        return opened
    return opened._replace(notice=f"this is “{before.title}”, which you have read from another place")


def take_in_as(article: Article, parsed: Parsed, source: Source, store: Store, now: datetime) -> Opened:
    """What was read from `source`, as the newest version of `article`."""
    return _kept(as_version(article, parsed, source, now), parsed, store, now)


def take_in_for(
    article: Article, parsed: Parsed, source: Source, store: Store, sketches: Sketches, now: datetime
) -> Opened:
    """What was read from `source`, as the text that `article` waits for."""
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
    article, notice, kept = intake.article, "", False
    if to_read:
        article = article._replace(opened=now)
    try:
        store.keep(parsed.document)
        article = _saved(intake.before, article, store)
        kept = True
    except StoreError as error:
        # Reading goes on where nothing can be saved; what it cannot do is said before anything is typed.
        notice = str(error)
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
