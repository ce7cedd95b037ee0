"""Annotations of other programs taken in: each in its article, found in the article's text where one is kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.anchoring import resolve
from reader.domain.annotation import Annotation, Origin, State, Target
from reader.domain.article import Article, article_id
from reader.domain.errors import NotImported
from reader.domain.ports import Change
from reader.domain.selectors import Selectors
from reader.exchange.detect import detect
from reader.exchange.format_table import reader
from reader.exchange.imported import Provenance, imported_id
from reader.exchange.utf16 import code_points
from reader.library.carrying import target_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from reader.domain.ports import Clock, Store
    from reader.exchange.imported import Imported


@dataclass(slots=True)
class Report:
    """What became of a file's annotations, counted."""

    new: int = 0
    known: int = 0
    articles: int = 0
    lost: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [f"{self.new} new"]
        if self.known:
            parts.append(f"{self.known} known already")
        if self.articles:
            some = (
                "1 article that waits for its"
                if self.articles == 1
                else f"{self.articles} articles that wait for their"
            )
            parts.append(f"{some} text: open it, and the highlights are found")
        if self.lost:
            parts.append(f"{self.lost} whose words are not in the text that is kept")
        parts += [f"{count} left out ({reason})" for reason, count in self.left_out.items()]
        return "; ".join((", ".join(parts), *self.remarks))


class Importer:
    """Takes files in. What the library has already, deleted or not, stays as it is."""

    def __init__(self, store: Store, now: Clock) -> None:
        self._store = store
        self._now = now

    def take_in(self, data: bytes, name: str, format_name: str = "") -> Report:
        """All annotations of a file, or none where it fails. Raises NotImported, and StoreErrors.

        Its `name` helps to tell the format, and is the title of what the file has no title for.
        """
        try:
            read = reader(format_name or detect(data, name))(data)
        except NotImported as error:
            raise NotImported(error.what, error.to or name, error.do) from error
        report = Report(left_out=dict(read.left_out), remarks=read.remarks)
        articles: dict[str, Article] = {one.id: one for one in self._store.articles()}
        there = {one.id: one for one in (*self._store.annotations(), *self._store.trash())}
        new_articles: list[Change[Article]] = []
        changes: list[Change[Annotation]] = []
        by_source: dict[Provenance, list[Imported]] = defaultdict(list)
        unnamed = Provenance(title=PurePath(name).stem)
        for one in read.annotations:
            by_source[one.source if any(one.source) else unnamed].append(one)
        for source, imported in by_source.items():
            article = _article_of(source, articles.values()) or self._waiting(source)
            for annotation in self._annotations(imported, article, there, report):
                there[annotation.id] = annotation
                changes.append(Change(None, annotation))
                if article.id not in articles:
                    articles[article.id] = article
                    new_articles.append(Change(None, article))
        # Articles first: one without annotations is seen, annotations without their article would not be.
        self._store.save_articles(new_articles)
        self._store.save_annotations(changes)
        report.new, report.articles = len(changes), len(new_articles)
        return report

    def _annotations(
        self, imported: Sequence[Imported], article: Article, there: Mapping[str, Annotation], report: Report
    ) -> Iterator[Annotation]:
        """Those that the library has not. One of a known id with other words gets an id of its own: both stay."""
        document = self._store.document(article.latest.hash) if article.versions else None
        text = document.text if document else None
        for given in imported:
            one = given
            known = there.get(one.id)
            if known is not None and (known.quote, known.note) != (one.quote, one.note):
                one = one._replace(id=imported_id("again", one.id, one.quote, one.note))
                known = there.get(one.id)
            if known is not None:
                report.known += 1
                continue
            annotation = self._annotation(one, article, text)
            report.lost += text is not None and any(target.span is None for target in annotation.targets[-1:])
            yield annotation

    def _waiting(self, source: Provenance) -> Article:
        """An article that is known by name only; opening it gives it its text. Its id is the same on every machine."""
        title = source.title or PurePath(source.name).stem or source.url or "untitled"
        name = source.article_id or article_id("\0".join(("import", title, source.url)))
        return Article(name, title, self._now(), authors=source.authors, url=source.url)

    def _annotation(self, one: Imported, article: Article, text: str | None) -> Annotation:
        created = one.created or one.modified or self._now()
        return Annotation(
            id=one.id,
            article_id=article.id,
            created=created,
            modified=one.modified or created,
            targets=_targets(one, article, text),
            note=_note(one),
            tags=one.tags,
            colour=one.colour,
            star=one.star,
            creator=one.creator,
            extra=one.extra,
        )


def _note(one: Imported) -> str:
    """The note; of several written at the same time all: an import has no stamps that would keep them apart."""
    return "\n\n".join(dict.fromkeys([one.note, *(each.text for each in one.rivals)])) if one.rivals else one.note


def _targets(one: Imported, article: Article, text: str | None) -> tuple[Target, ...]:
    known = {version.hash for version in article.versions}
    ours = tuple(target for target in one.targets if target.version in known)
    if ours:
        return ours
    if one.selectors is None:
        return ()
    selectors = one.selectors
    # The place it had where it comes from: a version of no article of ours, so that every version is searched for it.
    before = Target("", selectors, State.ORPHAN, 0.0, Origin.CARRIED)
    if text is None:
        return (before,)
    if one.utf16 and selectors.position is not None:
        selectors = Selectors(selectors.quote, code_points(text, selectors.position))
    version = article.latest.hash
    unplaced = Annotation(one.id, article.id, one.created or article.added, article.added, targets=(before,))
    return (before, target_of(unplaced, version, text, resolve(text, selectors)))


def _article_of(source: Provenance, articles: Collection[Article]) -> Article | None:
    """The article that a file means: by id, else by URL, exact title, or file name."""
    signs: tuple[tuple[str, Callable[[Article], set[str]]], ...] = (
        (source.article_id, lambda one: {one.id}),
        (source.url, lambda one: {one.url, *(each.address for each in one.sources)}),
        (source.title.casefold(), lambda one: {one.title.casefold()}),
        (source.name, lambda one: {PurePath(each.address).name for each in one.sources}),
    )
    for wanted, names in signs:
        found = next((one for one in articles if wanted and wanted in names(one)), None)
        if found is not None:
            return found
    return None
