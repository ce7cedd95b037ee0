"""A library's tags are listed, shown in colours, and called something else."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.colour import Colour
from reader.domain.errors import NotFound, NotUnderstood
from reader.domain.named import Sort
from reader.domain.ports import Change
from reader.domain.tags import composed_tag, each_once
from reader.domain.wording import counted
from reader.library.named_values import keep, kept_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.domain.ports import Clock, Store
    from reader.library.edits import Edits


class TagCount(NamedTuple):
    """A `TagCount` says how many annotations have a tag, how many that one or one below it, and how many articles."""

    own: int = 0
    whole: int = 0
    articles: int = 0
    """That have it, or one below it."""
    is_used: bool = True
    """Whether something has that tag itself: else it is a branch."""

    @property
    def told(self) -> str:
        """Tell how much has it, or one below it."""
        return _told(self.whole, self.articles)


def _told(annotations: int, articles: int) -> str:
    counts = ((annotations, "annotation"), (articles, "article"))
    return ", ".join(counted(count, what) for count, what in counts if count)


class Retagged(NamedTuple):
    """A `Retagged` is the ids of the annotations and articles whose tags have become others."""

    annotations: frozenset[str]
    articles: frozenset[str]

    def __str__(self) -> str:
        return _told(len(self.annotations), len(self.articles))


class TagList:
    """A `TagList` is the tags of all annotations and articles."""

    def __init__(self, store: Store, edits: Edits, now: Clock) -> None:
        self._store = store
        self._edits = edits
        self._now = now

    def colours(self) -> Mapping[str, Colour]:
        """Return the colours in which lists show tags."""
        found = ((tag, _saved_colour(word)) for tag, word in kept_values(self._store, Sort.TAG_COLOUR).items())
        return {tag: colour for tag, colour in found if colour is not None}

    def colour(self, tag: str, colour: Colour | None) -> None:
        """Show a tag in that colour in lists, or in none of its own; highlights stay as they are."""
        keep(self._store, Sort.TAG_COLOUR, tag, str(colour or ""))

    def in_use(self) -> list[tuple[str, int]]:
        """List all tags in use with their number of annotations, the most used first; each as it was first written.

        One that only articles have is among them, with 0.
        """
        counts: Counter[str] = Counter()
        first: dict[str, tuple[datetime, str]] = {}
        for tag, count, created in self._store.tags_in_use():
            key = composed_tag(tag)
            counts[key] += count
            first[key] = min(first.get(key, (created, tag)), (created, tag))
        for tag in self.on_articles():
            if composed_tag(tag) not in counts:
                counts[tag] = 0
        named = [(first[key][1] if key in first else key, count) for key, count in counts.items()]
        return sorted(named, key=lambda one: (-one[1], one[0]))

    def on_articles(self) -> Counter[str]:
        """Tell of how many articles each tag is, in composed letters."""
        return Counter(composed_tag(tag) for one in self._store.articles_tagged() for tag in each_once(one.tags))

    def counts(self) -> Mapping[str, TagCount]:
        """Count what has each of the tags in use, and of the branches that they are on."""
        own = dict(self.in_use())
        written = {composed_tag(tag): tag for tag in own}
        whole, articles = Counter[str](), Counter[str]()
        for tags, count in self._store.tag_sets().items():
            for path in _paths(tags):
                whole[path] += count
        for article in self._store.articles_tagged():
            articles.update(_paths(article.tags))
        return {
            tag: TagCount(own.get(tag, 0), whole[path], articles[path], tag in own)
            for path in {*whole, *articles}
            for tag in (written.get(path, path),)
        }

    def retag(self, old: str | Sequence[str], new: str | None) -> Retagged:
        """Call tags, and those nested in them, something else, or take them away, on annotations and on articles.

        Where one has both, one stays: renaming to a tag in use merges the
        two. A tag that becomes one below itself takes none with it that is nested in it. Raises NotFound for a tag that
        nothing has, and then changes nothing; NotUnderstood for one without a name.
        """
        olds = [old] if isinstance(old, str) else list(old)
        if not all(tag.strip() for tag in olds) or (new is not None and not new.strip("/ ")):
            raise NotUnderstood("a tag needs a name", do="see: reader tags")
        wanted = [composed_tag(tag) for tag in olds if new is None or composed_tag(tag) != composed_tag(new)]
        moved = _Moves(wanted, self._as_written(new) if new is not None else None)
        changes = []
        for annotation in self._store.annotations():
            tags = each_once(moved.of(annotation.tags))
            if tags != annotation.tags:
                changes.append(Change(annotation, annotation._replace(tags=tags, modified=self._now())))
        articles = [
            Change(one, one._replace(tags=tags))
            for one in self._store.articles()
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
        self._edits.write("tags", changes, articles)
        return Retagged(
            frozenset(one.before.id for one in changes if one.before is not None),
            frozenset(one.before.id for one in articles if one.before is not None),
        )

    def _as_written(self, tag: str) -> str:
        """The tag as those have it that have it already."""
        if tag.isascii():
            return tag
        return next((known for known, _count in self.in_use() if composed_tag(known) == composed_tag(tag)), tag)


def _paths(tags: Iterable[str]) -> set[str]:
    """These tags and what they are nested in."""
    return {path for tag in tags for path in _branches(tag)}


@lru_cache(4096)  # a tag is on many
def _branches(tag: str) -> tuple[str, ...]:
    """The tag and what it is nested in."""
    path = composed_tag(tag)
    return (path, *(_branches(above) if (above := path.rpartition("/")[0]) else ()))


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


def _saved_colour(word: str) -> Colour | None:
    """The colour that is kept so; None for one of a newer version."""
    return Colour(word) if word in set(Colour) else None
