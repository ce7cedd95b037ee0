"""All that was read and marked: listed, searched, tagged, handed on."""

from __future__ import annotations

from collections import Counter, defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotFound, NotUnderstood
from reader.domain.named import Sort
from reader.domain.ports import Change, MarkCounts
from reader.domain.tags import composed_tag, each_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.colour import Colour
    from reader.domain.document import Document
    from reader.domain.ports import Clock, Store
    from reader.domain.query import Query
    from reader.exchange.records import Exported
    from reader.library.edits import Edits
    from reader.library.phrases import Hit
    from reader.library.query_subjects import QueryTest

NOTHING: Mapping[str, str] = MappingProxyType({})


class Listed(NamedTuple):
    """An article with the number of its highlights and of its notes."""

    article: Article
    highlights: int
    notes: int


class Found(NamedTuple):
    """An annotation with the article that it is in."""

    article: Article
    annotation: Annotation


class TagCount(NamedTuple):
    """How many annotations have a tag, and how many that one or one below it."""

    own: int = 0
    whole: int = 0


class Collection:
    """Questions about the whole library, and what changes many annotations at once."""

    def __init__(self, store: Store, now: Clock) -> None:
        self.store = store
        self._now = now
        self._edits: Edits | None = None

    @property
    def edits(self) -> Edits:
        """What changes annotations of any articles, and takes that back."""
        if self._edits is None:
            from reader.library.edits import Edits  # noqa: PLC0415  (who opens an article edits in its session)

            self._edits = Edits(self.store, self._now)
        return self._edits

    def articles(self, query: Query | None = None) -> list[Listed]:
        """The articles that answer to `query`, the one opened last first; tags are those of their annotations too."""
        counts, none = self.store.counts(), MarkCounts()
        asked = _asked(query, self._now())
        tags = self.store.tags_by_article() if asked is not None else {}
        found = [
            Listed(one, *counts.get(one.id, none))
            for one in self.store.articles()
            if asked is None or asked.article(one, tuple(tags.get(one.id, ())))
        ]
        return sorted(found, key=lambda one: (one.article.opened or one.article.added, one.article.id), reverse=True)

    def annotations(self, query: Query | None = None) -> list[Found]:
        """The annotations that answer to `query`: article by article, each in the order of its text."""
        return [
            Found(article, one) for article, marked in self._by_article(query) for one in sorted(marked, key=_in_order)
        ]

    def exported(self, query: Query | None = None, *, places: bool = True) -> Iterator[Exported]:
        """The annotations that answer to `query`, by article, each article made ready when its turn comes.

        With `places` its kept text is loaded, to say under which heading and on which page a highlight is.
        """
        from reader.exchange.gather import gather  # noqa: PLC0415  (3 ms; who opens an article exports nothing yet)
        from reader.library.originals import with_original  # noqa: PLC0415  (the same)

        for article, marked in self._by_article(query):
            document = self.store.document(article.latest.hash) if places and article.versions else None
            yield with_original(gather(article, marked, document), document)

    def text_of(self, article: Article) -> Document | None:
        """The newest text of an article as it was kept; None where none is here."""
        return self.store.document(article.latest.hash) if article.versions else None

    def _by_article(self, query: Query | None) -> Iterator[tuple[Article, Sequence[Annotation]]]:
        """The annotations that answer to `query`, those of an article in no order; articles without any are left out.

        Those of an article are read when its turn comes: 100,000 at once are 300 MB.
        """
        asked = _asked(query, self._now())
        of = self._candidates(asked)
        for article in sorted(self.store.articles(), key=lambda one: (one.title.casefold(), one.id)):
            found = of(article)
            if asked is not None:
                found = [one for one in found if asked.annotation(article, one)]
            if found:
                yield article, found

    def _candidates(self, asked: QueryTest | None) -> Callable[[Article], Sequence[Annotation]]:
        """Those of an article that may answer: where tags or words are asked for, the library is searched at once."""
        if asked and asked.tags:
            tagged = _by_article_id(self.store.annotations_tagged(asked.tags))
            return lambda article: tagged[article.id]
        if asked and asked.words:
            near = {one.id: one for term in asked.words for one in self.store.annotations_with(term.value)}
            found = _by_article_id(near.values())
            return lambda one: self.store.annotations(one.id) if asked.may_fit_title(one) else found[one.id]
        return lambda article: self.store.annotations(article.id)

    def annotation(self, word: str) -> Found:
        """By id or the beginning of one. Raises NotFound."""
        near = self.store.annotations_beginning(word.lower()) if word else ()
        found = [Found(article, one) for one in near if (article := self.store.article(one.article_id)) is not None]
        if not found:
            raise NotFound("there is no such annotation", word, "see: reader notes")
        if len(found) > 1:
            raise NotFound("more than one annotation answers to it", word, "use more of its id")
        return found[0]

    def search(self, words: str) -> Iterator[Hit]:
        """Every place of a phrase in titles, tags, notes, quotes and the latest texts, one after the other as found."""
        from reader.library.phrases import search_everything  # noqa: PLC0415  (who opens an article searches nothing)

        return search_everything(self.store, words)

    def trash(self, article_id: str | None = None) -> list[Found]:
        """Deleted annotations that can still be brought back, of one article or all, article by article."""
        articles = {one.id: one for one in self.store.articles()}
        deleted = self.store.trash(article_id)
        found = [Found(articles[one.article_id], one) for one in deleted if one.article_id in articles]
        return in_library_order(found)

    def restore(self, annotation: Annotation) -> Annotation:
        """Bring a deleted annotation back."""
        (stored,) = self.store.save_annotations([Change(None, annotation)])
        return stored or annotation

    def queries(self) -> Mapping[str, str]:
        """The queries that were saved, by their names."""
        from reader.library.named_values import kept_values  # noqa: PLC0415  (most starts ask for none)

        return kept_values(self.store, Sort.QUERY)

    def save_query(self, name: str, query: str, known: Mapping[str, str] = NOTHING) -> str:
        """Keep a query under a name, in the place of the one that was there; an empty one takes that away; the name.

        `known` are saved queries beside the library's, which it may ask for. Raises NotUnderstood for what cannot be
        asked.
        """
        from reader.library.named_values import check_query, keep, query_name  # noqa: PLC0415  (the same)

        name = query_name(name)
        if query.strip():
            check_query(query, {**self.queries(), **known, name: ""})
        keep(self.store, Sort.QUERY, name, query.strip())
        return name

    def tag_colours(self) -> Mapping[str, Colour]:
        """The colours in which lists show tags."""
        from reader.library.named_values import kept_values, saved_colour  # noqa: PLC0415  (the same)

        found = ((tag, saved_colour(word)) for tag, word in kept_values(self.store, Sort.TAG_COLOUR).items())
        return {tag: colour for tag, colour in found if colour is not None}

    def colour_tag(self, tag: str, colour: Colour | None) -> None:
        """Show a tag in that colour in lists, or in none of its own; highlights stay as they are."""
        from reader.library.named_values import keep  # noqa: PLC0415  (the same)

        keep(self.store, Sort.TAG_COLOUR, tag, str(colour or ""))

    def tags(self) -> list[tuple[str, int]]:
        """All tags in use with their number of annotations, the most used first; each as it was first written.

        One that only articles have is among them, with 0.
        """
        counts: Counter[str] = Counter()
        first: dict[str, tuple[datetime, str]] = {}
        for tag, count, created in self.store.tags_in_use():
            key = composed_tag(tag)
            counts[key] += count
            first[key] = min(first.get(key, (created, tag)), (created, tag))
        for tag in self.article_tags():
            if composed_tag(tag) not in counts:
                counts[tag] = 0
        named = [(first[key][1] if key in first else key, count) for key, count in counts.items()]
        return sorted(named, key=lambda one: (-one[1], one[0]))

    def article_tags(self) -> Counter[str]:
        """Of how many articles each tag is, in composed letters."""
        return Counter(composed_tag(tag) for one in self.store.articles() for tag in each_once(one.tags))

    def tag_counts(self) -> Mapping[str, TagCount]:
        """All tags in use and the branches that they are on, with their numbers of annotations."""
        own = dict(self.tags())
        written = {composed_tag(tag): tag for tag in own}
        whole: Counter[str] = Counter()
        for annotation in self.store.annotations_tagged(lambda _tag: True):
            whole.update({path for tag in annotation.tags for path in _branches(composed_tag(tag))})
        return {written.get(path, path): TagCount(own.get(written.get(path, path), 0), n) for path, n in whole.items()}

    def retag(self, old: str | Sequence[str], new: str | None) -> set[str]:
        """Call tags, and those nested in them, something else, or take them away, on annotations and on articles.

        The ids of those that changed are returned. Where one has both, one stays: renaming to a tag in use merges the
        two. A tag that becomes one below itself takes none with it that is nested in it. Raises NotFound for a tag that
        nothing has, and then changes nothing; NotUnderstood for one without a name.
        """
        olds = [old] if isinstance(old, str) else list(old)
        if not all(tag.strip() for tag in olds) or (new is not None and not new.strip("/ ")):
            raise NotUnderstood("a tag needs a name", do="see: reader tags")
        wanted = [composed_tag(tag) for tag in olds if new is None or composed_tag(tag) != composed_tag(new)]
        moved = _Moves(wanted, self._as_written(new) if new is not None else None)
        changes = []
        for annotation in self.store.annotations():
            tags = each_once(moved.of(annotation.tags))
            if tags != annotation.tags:
                changes.append(Change(annotation, annotation._replace(tags=tags, modified=self._now())))
        articles = [
            Change(one, one._replace(tags=tags))
            for one in self.store.articles()
            if (tags := each_once(moved.of(one.tags))) != one.tags
        ]
        missing = [tag for tag in olds if composed_tag(tag) in moved.unmet]
        if missing:
            raise NotFound(
                "no annotation has this tag, and no article",
                ", ".join(missing),
                "nothing was changed; see: reader tags",
            )
        if not changes and not articles:
            raise NotFound("there is nothing to change", olds[0], "it is called that already")
        if articles:
            self.store.save_articles(articles)
        if changes:
            self.edits.write("tags", changes)
        changed = {one.before.id for one in changes if one.before is not None}
        return changed | {one.before.id for one in articles if one.before is not None}

    def _as_written(self, tag: str) -> str:
        """The tag as those have it that have it already."""
        if tag.isascii():
            return tag
        return next((known for known, _count in self.tags() if composed_tag(known) == composed_tag(tag)), tag)


def _branches(tag: str) -> Iterator[str]:
    """The tag and what it is nested in."""
    while tag:
        yield tag
        tag = tag.rpartition("/")[0]


class _Moves:
    """Tags on their way to another name. `unmet` are those that nothing had so far."""

    def __init__(self, olds: Sequence[str], new: str | None) -> None:
        self._olds = sorted(olds, key=len, reverse=True)
        self._new = new
        self.unmet = set(olds)

    def of(self, tags: Sequence[str]) -> Iterator[str]:
        """The tags as they shall be."""
        for tag in tags:
            key = composed_tag(tag)
            old = next((one for one in self._olds if key == one or key.startswith(f"{one}/")), None)
            if old is None:
                yield tag
                continue
            self.unmet.discard(old)
            below = key[len(old) :]
            if self._new is None:
                continue
            # What becomes a tag below itself takes none with it: law/police is not nested in law/police.
            stays = below and composed_tag(self._new).startswith(f"{old}/")
            yield tag if stays else self._new + below


def _by_article_id(annotations: Iterable[Annotation]) -> defaultdict[str, list[Annotation]]:
    found: defaultdict[str, list[Annotation]] = defaultdict(list)
    for annotation in annotations:
        found[annotation.article_id].append(annotation)
    return found


def _asked(query: Query | None, now: datetime) -> QueryTest | None:
    if not query:
        return None
    from reader.library.query_subjects import QueryTest  # noqa: PLC0415  (2 ms; who opens an article asks nothing yet)

    return QueryTest(query, now)


def in_library_order(found: Iterable[Found]) -> list[Found]:
    """Annotations as the library lists them: article by article, each in the order of its text."""
    return sorted(found, key=lambda one: (one.article.title.casefold(), one.article.id, _in_order(one.annotation)))


def _in_order(annotation: Annotation) -> tuple[int, int, str]:
    span = annotation.targets[-1].span if annotation.targets else None
    return (span.start, span.end, annotation.id) if span else (-1, -1, annotation.id)
