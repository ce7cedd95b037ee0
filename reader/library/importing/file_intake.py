"""The annotations of one file find their places; nothing is written here.

Its articles are found among ours (`works`), each annotation among theirs (`passages`), and what it says is compared
with what its program said before (`comparison`).
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from reader.domain.annotation import Annotation, Origin, State, Target
from reader.domain.article import Article, article_id
from reader.domain.joins import Join
from reader.domain.local_time import UNDATED
from reader.domain.ports import ByContent, Change
from reader.domain.selectors import Selectors
from reader.exchange.format_table import writable
from reader.exchange.imported import Provenance, imported_id, is_unnamed
from reader.exchange.utf16 import code_points
from reader.library.carrying import look_for, target_of
from reader.library.importing.comparison import (
    Fate,
    Incoming,
    Outcome,
    come_home,
    compare,
    meet,
    origin_of,
    says_the_same,
)
from reader.library.importing.known_files import fingerprint
from reader.library.importing.passages import Known, Matching, place_of, tell_apart
from reader.library.works import Work, letters, stand_in

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from datetime import datetime

    from reader.domain.ports import Store
    from reader.exchange.imported import Imported
    from reader.library.importing.report import Report
    from reader.library.importing.shelves import Shelves


class FileIntake:
    """A `FileIntake` is what one file's annotations change as they find their places; nothing is written here."""

    def __init__(
        self,
        store: Store,
        shelves: Shelves,
        report: Report,
        format_name: str,
        now: datetime,
        comes_back: Callable[[Known], bool],
        replaced: Mapping[str, Container[str]],
    ) -> None:
        self._store, self._report = store, report
        self.shelves = shelves
        self._format = format_name
        self._ours = format_name in {one.name for one in writable()}
        self._now = now
        self._comes_back = comes_back
        self._replaced = replaced
        self._used: set[str] = set()
        self._said: Mapping[str, Mapping[str, Any]] = {}
        self._keys: dict[str, str] = {}
        """By what the program tells apart the articles that annotations of this file went into."""
        self.articles: list[Article] = []
        self.joins: list[Join] = []
        self.renamed: list[Change[Article]] = []
        self.changes: list[Change[Annotation]] = []
        self.facts: dict[str, int] = {}
        """The `fingerprint` of what the library knows to be said of the annotations that are as the file has them, by
        their ids there.
        """
        self.programs: set[str] = set()

    def unsettled(self, by_source: Mapping[Provenance, Sequence[Imported]]) -> dict[Provenance, Sequence[Imported]]:
        """Return the sources of which the file says anything but what it said the last time; the others are counted."""
        times = Counter(one.id for imported in by_source.values() for one in imported)
        said = self._said = self._store.said(times, lambda origins: origins)
        left = {}
        for source, imported in by_source.items():
            # An id that a file has twice is not enough to know its annotation by.
            known = all(
                times[one.id] == 1 and one.id not in self.facts and self._is_known(one, said.get(one.id))
                for one in imported
            )
            if known and self._has_its_name(source, imported[0]):
                self._report.fates[Fate.KNOWN] += len(imported)
                for one in imported:
                    program = one.program or self._format
                    self._agree(one.id, program, said[one.id][program])
            else:
                left[source] = imported
        return left

    def is_written(self) -> None:
        """Let go of what was to be written."""
        self._said = {}
        self.articles, self.joins, self.renamed, self.changes = [], [], [], []

    def _agree(self, annotation_id: str, program: str, facts: Mapping[str, Any]) -> None:
        """Know that the library says of an annotation what the file does."""
        self.programs.add(program)
        self.facts[annotation_id] = fingerprint(facts)

    def _is_known(self, said: Imported, facts: Mapping[str, Any] | None) -> bool:
        incoming = self._incoming(said)
        return facts is not None and incoming.program in facts and says_the_same(incoming, facts[incoming.program])

    def _has_its_name(self, source: Provenance, first: Imported) -> bool:
        """Whether the library knows the article by what its program calls it now, as far as that can change."""
        if not source.key or not first.origin_id:
            return True
        name = _waiting_id(source)
        return name in self.shelves.articles or name in self.shelves.first

    def take(self, source: Provenance, imported: Sequence[Imported]) -> None:
        """Take the annotations that were made in one article."""
        own_id = source.article_id or self._named(source)
        article = self._holder(source, imported)
        if article is not None:
            own_id = article.id
            article = self._renamed(article, source)
        else:
            article = self._article(source, own_id, imported)
        self._keys[article.id if article is not None else own_id] = source.key
        known = self.shelves.annotations(article)
        incoming = list(tell_apart((self._incoming(one) for one in imported), own_id))
        self._report.fates[Fate.KNOWN] += len(imported) - len(incoming)
        matched = Matching(known).match(incoming)
        here = {one.annotation.id for one in known}
        for one in incoming:
            match = matched.get(one.said.id)
            if match is None and one.said.id not in here:
                match = self._elsewhere(one)
            outcome = self._outcome(one, match, article) if match is not None else None
            if match is not None and not match.deleted and match.annotation.id == one.said.id:
                base = origin_of(match.annotation, one.program)
                if base is not None and says_the_same(one, base.facts):
                    self._agree(one.said.id, one.program, base.facts)
            if outcome is None:
                article = self._home(source, own_id, article)
                outcome = self._new(one, article, own_id)
            self._report.fates[outcome.fate] += 1
            self.changes += outcome.changes

    # -- which article

    def _named(self, source: Provenance) -> str:
        """The id of an article that is known by name only; of two works of one name in this file each its own."""
        name = _waiting_id(source)
        is_taken = source.is_bare and bool(source.key) and self._keys.get(name, source.key) != source.key
        return article_id(f"{name}\0{source.key}") if is_taken else name

    def _share(self, article: Article, work: Work) -> bool:
        """Whether an article and a work have more in common than their title."""
        return any(other.shares(work) for other in self.shelves.works_of(article))

    def _holder(self, source: Provenance, imported: Sequence[Imported]) -> Article | None:
        """The article that has annotations of these already, by what their program tells them apart by.

        A program may call a work otherwise by now; one of another author or address is another work all the same.
        """
        if not source.key or source.article_id:
            return None
        work = Work.of_source(source)
        for one in imported:
            facts = self._said.get(one.id, {}).get(one.program or self._format, {})
            if not one.origin_id or (facts and facts.get("id") != one.origin_id):
                continue
            there = self.shelves.anywhere(one.id) if facts else None
            home = there.article_id if there is not None else self.shelves.deleted_from(one.id)
            article = self.shelves.home(home) if home else None
            if article is None or (facts and letters(str(facts.get("quote", ""))) != letters(one.quote)):
                continue
            if not any(other.contradicts(work) for other in self.shelves.works_of(article)):
                return article
        return None

    def _renamed(self, article: Article, source: Provenance) -> Article:
        """An article of which its program said no title, called by the one that it says now."""
        if not is_unnamed(article.title, source.key) or is_unnamed(source.title, source.key) or not source.title:
            return article
        after = article._replace(
            title=source.title, authors=article.authors or source.authors, url=article.url or source.url
        )
        self.renamed.append(Change(article, after))
        self.shelves.rename(after)
        return after

    def _article(self, source: Provenance, own_id: str, imported: Sequence[Imported]) -> Article | None:
        """The article that a file means, where the library has it: by its id, or because nothing else can be meant."""
        shelves = self.shelves
        there = shelves.home(own_id)
        if there is not None and (own_id in shelves.first or source.article_id or there.versions):
            return there
        met = self._recognised(source, imported, there)
        return met or there

    def _recognised(self, source: Provenance, imported: Sequence[Imported], there: Article | None) -> Article | None:
        """The article that is the same work, if quotes and text agree; else it is offered."""
        work = Work.of_source(source)
        near = [one for name in self.shelves.works.like(work) if (one := self.shelves.home(name)) is not None]
        if there is not None:
            near = [one for one in near if one.id != there.id]
        found = dict.fromkeys(sorted(near, key=lambda one: not one.versions))
        offered = []
        for one in found:
            if any(other.contradicts(work) for other in self.shelves.works_of(one)):
                continue  # Another record of it is of another author, or page.
            if self._keys.get(one.id, source.key) != source.key and not self._share(one, work):
                continue
            if not one.versions or self._stand_in(imported, one):
                return one
            offered.append(one)
        if offered:
            title = source.title or source.url
            mine = (source.article_id or _waiting_id(source))[:8]
            may_be = f"“{title}” may be the same work as “{offered[0].title}”: reader join {mine} {offered[0].id[:8]}"
            self._report.offers.append(may_be)
        return None

    def _stand_in(self, imported: Sequence[Imported], article: Article) -> bool:
        quotes = [one.quote for one in imported if one.quote]
        if stand_in(quotes, self.shelves.letters(article)):
            return True
        ours = {letters(one.annotation.quote) for one in self.shelves.annotations(article) if one.annotation.quote}
        return 2 * sum(letters(one) in ours for one in quotes) > len(quotes)

    def _home(self, source: Provenance, own_id: str, article: Article | None) -> Article:
        """The article that new annotations of this source are shown in; its own record is made where it is missing."""
        shelves = self.shelves
        if shelves.home(own_id) is None:
            made = _waiting(source, own_id, self._now)
            self.articles.append(made)
            shelves.add(made)
            if article is None:
                self._report.articles += 1
            else:
                self._join(own_id, article)
                article = _with_tags(article, made)
            return article or made
        if article is not None and own_id in shelves.articles and article.id != own_id and own_id not in shelves.first:
            self._join(own_id, article)
        return article or shelves.articles[own_id]

    def _join(self, own_id: str, article: Article) -> None:
        self.joins.append(Join(own_id, article.id))
        self.shelves.join(own_id, article.id)

    # -- which annotation, and what becomes of it

    def _incoming(self, said: Imported) -> Incoming:
        return Incoming(said, said.program or self._format, place_of(said), self._replaced.get(said.id, ()))

    def _elsewhere(self, one: Incoming) -> Known | None:
        """The annotation that it is where that is not in its article: one of ours that is in another by now, or one
        of which nothing is left.
        """
        if one.said.id in self.shelves.buried:
            return Known(self.shelves.buried[one.said.id], deleted=True)
        there = self.shelves.anywhere(one.said.id) if self._ours else None
        return Known(there) if there is not None and _is_itself(there, one) else None

    def _outcome(self, one: Incoming, known: Known, article: Article | None) -> Outcome | None:
        """What becomes of an annotation that the library has; None for one that is to come in anew."""
        current = known.annotation
        if known.deleted:
            return self._deleted(known)
        by_id = current.id == one.said.id
        if one.said.note_digest:  # only what we wrote has one
            return come_home(current, one, self._past(current), by_id=by_id)
        if origin_of(current, one.program) is not None:
            return compare(current, one, self._past(current), lambda: self._targets(one, article))
        if by_id or (self._ours and not current.origins):
            return come_home(current, one, self._past(current), by_id=by_id)
        return meet(current, one, self._past(current))

    def _past(self, current: Annotation) -> _Past:
        return _Past(self._store, current.id)

    def _deleted(self, known: Known) -> Outcome | None:
        if not self._comes_back(known):
            return Outcome(Fate.DELETED)
        if not known.annotation.article_id:
            return None  # nothing of it is left: it comes in anew
        return Outcome(Fate.RESTORED, (Change(None, known.annotation),))

    def _new(self, one: Incoming, article: Article, own_id: str) -> Outcome:
        said = one.said
        taken = said.id in self._used or self.shelves.anywhere(said.id) is not None
        if taken or self.shelves.deleted_from(said.id):
            # The id of an annotation of another article: programs tell theirs apart by less than article and words.
            said = said._replace(id=imported_id("elsewhere", said.id, own_id))
        self._used.add(said.id)
        origin = one.origin
        if said.id == one.said.id:
            self._agree(said.id, one.program, origin.facts)
        targets = self._targets(one, article)
        self._report.lost += bool(article.versions) and any(target.span is None for target in targets[-1:])
        created = said.created or said.modified or UNDATED
        annotation = Annotation(
            id=said.id,
            # Where it belongs if the articles are taken apart again.
            article_id=own_id if own_id in self.shelves.first else article.id,
            created=created,
            modified=said.modified or created,
            targets=targets,
            note=one.note,
            tags=said.tags,
            colour=said.colour,
            star=said.star,
            creator=said.creator,
            extra=said.extra,
            origins=(origin,),
        )
        return Outcome(Fate.NEW, (Change(None, annotation, ByContent(one.program, said.modified or said.created)),))

    def _targets(self, one: Incoming, article: Article | None) -> tuple[Target, ...]:
        said = one.said
        known = {version.hash for version in article.versions} if article is not None else set()
        ours = tuple(target for target in said.targets if target.version in known)
        if ours:
            return ours
        if said.selectors is None:
            return ()
        selectors = said.selectors
        # Its place where it comes from: a version of no article of ours, so that every version is searched for it.
        before = Target("", selectors, State.ORPHAN, 0.0, Origin.CARRIED)
        document = self.shelves.text(article) if article is not None else None
        if document is None or article is None:
            return (before,)
        if said.utf16 and selectors.position is not None:
            selectors = Selectors(selectors.quote, code_points(document.text, selectors.position))
        unplaced = Annotation(said.id, article.id, UNDATED, UNDATED, targets=(before,))
        answer = look_for(document.text, selectors)
        return (before, target_of(unplaced, article.latest.hash, document.text, answer))


def _is_itself(elsewhere: Annotation, one: Incoming) -> bool:
    """Whether the annotation of another article that has this id is meant.

    Ours are by their id alone; some programs deal theirs out anew on every page.
    """
    origin = origin_of(elsewhere, one.program)
    if origin is None or one.said.note_digest or one.said.source.article_id:
        return True
    if one.said.quote:
        return letters(str(origin.facts.get("quote", ""))) == letters(one.said.quote)
    return says_the_same(one, origin.facts) or (one.said.created is not None and one.said.created == elsewhere.created)


class _Past:
    """What a record was before, read when it is asked for: most imports ask of nothing."""

    def __init__(self, store: Store, annotation_id: str) -> None:
        self._store, self._id = store, annotation_id

    def __contains__(self, value: object) -> bool:
        return value in self._store.past(self._id)


def _waiting_id(source: Provenance) -> str:
    """The id of an article that is known by name only: the same on every machine."""
    title = normalize("NFC", source.title or PurePath(source.name).stem or source.url or "untitled")
    return article_id("\0".join(("import", title, source.url or source.doi, *source.authors)))


def _waiting(source: Provenance, own_id: str, now: datetime) -> Article:
    """An article that is known by name only; opening it gives it its text."""
    title = source.title or PurePath(source.name).stem or source.url or "untitled"
    url = source.url or (f"https://doi.org/{source.doi}" if source.doi else "")
    return Article(own_id, title, now, authors=source.authors, url=url, tags=source.tags)


def _with_tags(article: Article, other: Article) -> Article:
    return article._replace(tags=tuple(dict.fromkeys((*article.tags, *other.tags))))
