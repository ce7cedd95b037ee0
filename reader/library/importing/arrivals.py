"""What another machine sent is seen together with what was here, as an import sees it.

Two machines that imported files of one book, each without knowing of the other, have two articles and every passage
twice once they are synced. They become one here: which one stays, and what is written, follows from the records alone,
so that both machines do the same, and a third has nothing left to do.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.annotation import Annotation, ImportOrigin
from reader.domain.joins import Join
from reader.domain.local_time import is_dated
from reader.domain.ports import ByContent, Change
from reader.domain.wording import counted
from reader.exchange.imported import Imported, Provenance
from reader.library.importing.comparison import Incoming, compare, meet, origin_of
from reader.library.importing.passages import Known, Matching, source_place
from reader.library.same_work import SAME_WORK
from reader.library.works import Work, Works, letters, stand_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reader.domain.article import Article
    from reader.domain.ports import Store

MANY = 50
"""From so many arrivals on, all annotations are read at once: one by one each costs a seek."""


class United(NamedTuple):
    """A `United` says how many articles were joined with the one that they are, and how many annotations were there
    twice.
    """

    articles: int = 0
    annotations: int = 0

    def __str__(self) -> str:
        """In one line, for people; empty where all was one already."""
        parts = [
            f"{counted(self.articles, 'article')} joined with the work that it is" if self.articles else "",
            f"{counted(self.annotations, 'annotation')} that came from two sides made one" if self.annotations else "",
        ]
        return ", ".join(filter(None, parts))


def unite(store: Store, annotation_ids: Collection[str], article_ids: Collection[str]) -> United:
    """Join the articles that have just come, and the annotations, with those that they are. Raises StoreErrors."""
    if not annotation_ids and not article_ids:
        return United()
    with store.alone():
        joined = _join_articles(store, set(article_ids)) if article_ids else 0
        return United(joined, _fold_annotations(store, set(annotation_ids)) if annotation_ids else 0)


# -- articles


def _join_articles(store: Store, arrived: Collection[str]) -> int:
    articles = {one.id: one for one in store.articles()}
    news = [one for name in sorted(arrived) if (one := articles.get(name)) is not None]
    if not any(not one.versions for one in news) and not store.articles_waiting():
        return 0
    works = Works(articles.values())
    decided = {one.id for one in store.joins()}
    texts: dict[str, str] = {}
    joins: list[Change[Join]] = []
    for article in news:
        near = [articles[name] for name in works.like(Work.of_article(article)) if name != article.id]
        for one, other in _pairs(article, near):
            if one.id not in decided and (not other.versions or _stands_in(store, one, other, texts)):
                joins.append(Change(None, Join(one.id, other.id), SAME_WORK))
                decided.add(one.id)
    if joins:
        store.save_joins(joins)
    return len(joins)


def _pairs(article: Article, near: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Each that may be joined with the one that it may be: what waits with a text, else with what was known first."""
    group = sorted([article, *near], key=lambda one: (not one.versions, one.added, one.id))
    for other in group:
        for one in group[group.index(other) + 1 :]:
            if article in (one, other) and not one.versions:
                yield one, other


def _stands_in(store: Store, waiting: Article, article: Article, texts: dict[str, str]) -> bool:
    version = article.latest.hash
    if version not in texts:
        texts[version] = letters(store.text(version) or "")
    quotes = [one.quote for one in store.annotations(waiting.id) if one.quote]
    return bool(quotes) and stand_in(quotes, texts[version])


# -- annotations


def _fold_annotations(store: Store, arrived: Collection[str]) -> int:
    changes: list[Change[Annotation]] = []
    count = 0
    for some in _by_article(store, arrived).values():
        folded: dict[str, Annotation] = {}
        for kept, other in _twice(some, arrived):
            first, *more = _fold(folded.get(kept.id, kept), other)
            folded[kept.id] = first.after or kept
            changes += (first, *more)
            count += 1
    if changes:
        store.save_annotations(changes)
    return count


def _by_article(store: Store, arrived: Collection[str]) -> Mapping[str, Sequence[Annotation]]:
    """All annotations of the articles in which some have arrived."""
    found: defaultdict[str, list[Annotation]] = defaultdict(list)
    if len(arrived) >= MANY:
        for one in store.annotations():
            found[one.article_id].append(one)
        return {name: some for name, some in found.items() if any(one.id in arrived for one in some)}
    some = (store.annotation(name) for name in arrived)
    names = sorted({one.article_id for one in some if one is not None})
    return {name: store.annotations(name) for name in names}


def _twice(annotations: Sequence[Annotation], arrived: Collection[str]) -> Iterator[tuple[Annotation, Annotation]]:
    """Those that are one: the one that stays, and the other."""
    left = {one.id: one for one in sorted(annotations, key=lambda one: one.id)}
    by_alias = {alias: one for one in left.values() for alias in one.aliases}
    for name in list(left):
        one, other = by_alias.get(name), left.get(name)
        if one is not None and other is not None and one.id in left and one.id != name:
            kept, gone = _in_order(one, other)
            yield kept, gone
            del left[gone.id]
    news = [one for one in left.values() if one.id in arrived]
    known = [one for one in left.values() if one.id not in arrived]
    # As in an import: what a program says is compared with all that is here, what a person made with what they said.
    for incoming, there in (
        ([one for one in news if one.origins], known),
        ([one for one in news if not one.origins], [one for one in known if one.origins]),
    ):
        those = [Known(one) for one in there if one.id in left]
        found = Matching(those).match([_incoming(one) for one in incoming if one.id in left])
        for name, match in found.items():
            kept, gone = _in_order(match.annotation, left[name])
            yield kept, gone
            del left[gone.id]


def _in_order(one: Annotation, other: Annotation) -> tuple[Annotation, Annotation]:
    """The one that stays first: the one that knows the other already, else the one of the smaller id."""
    kept, gone = (one, other) if one.id < other.id else (other, one)
    return (gone, kept) if kept.id in gone.aliases and gone.id not in kept.aliases else (kept, gone)


def _incoming(one: Annotation, program: str = "") -> Incoming:
    """An annotation as a file would say it, by that program or the first of those that it comes from."""
    origin = origin_of(one, program) or next(iter(one.origins), ImportOrigin("", {}))
    said = Imported(
        one.id,
        Provenance(),
        one.targets[-1].selectors if one.targets else None,
        note=one.whole_note,
        tags=one.tags,
        colour=one.colour,
        star=one.star,
        created=one.created if is_dated(one.created) else None,
        modified=one.modified if is_dated(one.modified) else None,
        origin_id=str(origin.facts.get("id", "")),
    )
    return Incoming(said, origin.program, source_place(origin.facts))


def _fold(kept: Annotation, other: Annotation) -> Iterator[Change[Annotation]]:
    """What makes one of two: everything that the other has and this has not."""
    by = ByContent(SAME_WORK.program, other.modified)
    programs = {one.program for one in kept.origins}
    both = next((one.program for one in other.origins if one.program in programs), "")
    incoming = _incoming(other, both)
    # What a program said of both tells which of the two was edited since.
    outcome = compare(kept, incoming, (), lambda: other.targets) if both else meet(kept, incoming)
    first, *rivals = outcome.changes or (Change(kept, kept),)
    after = first.after
    assert after is not None, "what is met stays"
    versions = {one.version for one in after.targets}
    targets = (*after.targets, *(one for one in other.targets if one.version not in versions))
    if not both and len(letters(other.quote)) > len(letters(kept.quote)) and _is_as_imported(kept):
        targets = other.targets
    origins = (*kept.origins, *(one for one in other.origins if one.program not in programs))
    # A time that neither file told is older than any.
    times = [one.created for one in (kept, other) if is_dated(one.created)]
    after = after._replace(
        created=min(times, default=kept.created),
        modified=max(after.modified, other.modified),
        creator=after.creator or other.creator,
        targets=targets,
        extra=(*kept.extra, *(one for one in other.extra if one[0] not in dict(kept.extra))),
        origins=tuple(sorted(origins, key=lambda one: one.program)),
        aliases=tuple(sorted({*kept.aliases, other.id, *other.aliases} - {kept.id})),
    )
    yield Change(kept, after, by)
    yield from (one._replace(by=by) for one in rivals)
    yield Change(other, None)


def _is_as_imported(annotation: Annotation) -> bool:
    """Whether its words are those that a program said."""
    return any(letters(str(one.facts.get("quote", ""))) == letters(annotation.quote) for one in annotation.origins)
