"""An article may wait for its text: it is shown as a page of its quotes, in the order they have at their source.

The page is furniture. It is no version and has no hash; a highlight is shown in it where its quote stands, and nothing
of that is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from reader.domain.annotation import Target
from reader.domain.annotations import Annotations
from reader.domain.document import Block, BlockKind, Document
from reader.domain.errors import NotFound, NotOpened
from reader.domain.ports import Change
from reader.domain.selectors import Selectors
from reader.domain.span import Span
from reader.domain.wording import one_line
from reader.library.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.ports import Store

WAITS = "it waits for its text"
HEAD = (
    "The text of this article is not here yet: these are its quotes, as they were imported. "
    "O gives it a text, a file or a page on the web{fetch}; then they are found in it."
)
HEAD_GONE = (
    "The text of this article has gone from the library: these are its quotes. "
    "O gives it its text again, a file or a page on the web{fetch}; then they are found in it."
)
FETCH = ", D fetches the page that it came with"
UNITS = {"location": "location", "page": "page", "paragraph": "paragraph"}
"""What is said of a place at the source; other programs count in what no reader could look up."""


class QuotePage(NamedTuple):
    """A `QuotePage` is the page of an article, and where each highlight's quote stands in it."""

    document: Document
    places: Mapping[str, Span]


def waits(article: Article) -> NotOpened:
    """Make the error for whoever needs the text of an article that has none."""
    return NotOpened(WAITS, article.title, f"give it one: reader attach {article.id[:8]} FILE|URL")


def text_is_gone(article: Article) -> NotFound:
    """Make the error for whoever needs a text that was kept and is in the library no more."""
    again = f"give it its text again: reader attach {article.id[:8]} FILE|URL"
    return NotFound("its text has gone from the library", article.title, again)


def open_page(article: Article, store: Store) -> Opened:
    """Open the article as its page of quotes."""
    page = page_of(article, store.annotations(article.id))
    return Opened(article, "", page.document, editable=not store.read_only, waiting=True)


def page_of(article: Article, annotations: Sequence[Annotation]) -> QuotePage:
    """Make the page of these annotations of an article."""
    made = _Making()
    made.add(BlockKind.HEADING, one_line(article.title) or "untitled", level=1)
    if article.authors:
        made.add(BlockKind.PARAGRAPH, one_line(", ".join(article.authors)))
    head = HEAD_GONE if article.versions else HEAD
    made.add(BlockKind.PARAGRAPH, head.format(fetch=FETCH if article.url else ""))
    chapter = ""
    for annotation in sorted((one for one in annotations if not one.is_page_note), key=in_source_order):
        named = one_line(str(fact(annotation, "chapter") or ""))
        if named and named != chapter:
            made.add(BlockKind.HEADING, named, level=2)
        chapter = named or chapter
        made.quote(annotation)
    return QuotePage(made.document(), made.places)


def in_source_order(annotation: Annotation) -> tuple[Any, ...]:
    """Sorts annotations as they stand at their source, those without a place by time."""
    place = fact(annotation, "place")
    placed = isinstance(place, list) and len(place) == 3 and all(isinstance(one, int) for one in place[1:])
    start, end = (place[1], place[2]) if placed and isinstance(place, list) else (0, 0)
    return not placed, start, end, annotation.created, annotation.id


def fact(annotation: Annotation, name: str) -> object:
    """Return what the first program that says it said of an annotation."""
    return next((one.facts[name] for one in annotation.origins if one.facts.get(name)), None)


class PageStore:
    """A `PageStore` is a store in which the highlights of one article stand where its page shows them; all else is
    the other's.
    """

    def __init__(self, store: Store, places: Mapping[str, Span]) -> None:
        self._store = store
        self._places = places

    @classmethod
    def over(cls, store: Store, article: Article) -> Store:
        """Put the article's page over the store."""
        page = page_of(article, store.annotations(article.id))
        return cast("Store", cls(store, page.places))

    def __getattr__(self, name: str) -> Any:
        # A Protocol of twenty methods, of which three are other ones here.
        return getattr(self._store, name)

    def annotations_in(self, article_id: str, version: str) -> Annotations:
        """Answer those of the article, on its page."""
        return Annotations(version, map(self._shown, self._store.annotations(article_id)))

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        """Write the changes, without what only the page shows."""
        stored = self._store.save_annotations(
            [Change(self._plain(one.before), self._plain(one.after)) for one in changes]
        )
        return [None if one is None else self._shown(one) for one in stored]

    def _shown(self, annotation: Annotation) -> Annotation:
        span = self._places.get(annotation.id)
        if span is None:
            return annotation
        *others, last = annotation.targets
        shown = Target("", Selectors(last.selectors.quote, span))
        return annotation._replace(targets=(*others, shown))

    def _plain(self, annotation: Annotation | None) -> Annotation | None:
        if annotation is None or annotation.id not in self._places:
            return annotation
        # What a page shows is never changed, so it is left as it is stored.
        stored = self._store.annotation(annotation.id) or self._deleted(annotation.id)
        return annotation._replace(targets=stored.targets) if stored is not None else annotation

    def _deleted(self, annotation_id: str) -> Annotation | None:
        return next((one for one in self._store.deleted() if one.id == annotation_id), None)


class _Making:
    """A document as it grows."""

    def __init__(self) -> None:
        self._text = ""
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._length = 0
        self.places: dict[str, Span] = {}

    def add(self, kind: BlockKind, text: str, level: int = 0) -> int:
        """A block; where it begins."""
        if self._pieces:
            self._pieces.append("\n\n")
            self._length += 2
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        self._blocks.append(Block(kind, Span(start, self._length), level, quote=int(kind is BlockKind.QUOTE)))
        return start

    def quote(self, annotation: Annotation) -> None:
        """A highlight's words, and where they stand at their source."""
        words = annotation.quote.strip()
        if not words:
            return
        label = _label(fact(annotation, "place"))
        start = self.add(BlockKind.QUOTE, f"{words}  ({label})" if label else words)
        self.places[annotation.id] = Span(start, start + len(words))

    def document(self) -> Document:
        """What was added."""
        return Document("".join(self._pieces), tuple(self._blocks), parser="page")


def _label(place: object) -> str:
    if not isinstance(place, list) or len(place) != 3 or place[0] not in UNITS:
        return ""
    unit, start, end = place
    return f"{UNITS[unit]} {start}" if start == end else f"{UNITS[unit]} {start}–{end}"
