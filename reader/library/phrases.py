"""Phrases are found in texts: a quotation in one, and words in the kept texts of all articles."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from reader.domain.search_pattern import search_pattern, search_small
from reader.domain.span import Span
from reader.domain.wording import one_line
from reader.second_process import InTwo, may_copy

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.ports import Store
    from reader.domain.selectors import TextQuoteSelector


class FoundIn(StrEnum):
    """`FoundIn` says what words were found in."""

    TITLE = "title"
    TAG = "tag"
    NOTE = "note"
    QUOTE = "quote"
    TEXT = "text"


class Hit(NamedTuple):
    """A `Hit` is a place where all the words stand together, with what is around it on one line.

    `span` is in the article's latest text where `where` is TEXT, else in the title, tag, note or quote itself, which
    `annotation` has where it is one's.
    """

    article: Article
    span: Span
    around: str
    where: FoundIn = FoundIn.TEXT
    annotation: Annotation | None = None


BETWEEN = "\0"
"""Stands between titles that are looked through together: no words go on behind it."""
AROUND = 40
"""Code points shown on either side of what was found."""
MANY = 500
"""Texts from which on two processes look through them: a copy of one is made in the time that a hundred take."""
_Place = tuple[int, int, str]
"""Where words begin and end in a text, and what is around them on one line."""
LONG_ENOUGH = 12
"""Letters of a quote that is known without what stands around it."""


def search(store: Store, words: str, articles: Iterable[Article] | None = None) -> Iterator[Hit]:
    """Search every place of the phrase `words` in the latest texts, article by article; what is not kept is passed
    over.

    They are found as they are seen, as `/` finds them in one text. The index of a library says in which texts they may
    stand; each of these is looked through, so that the answer is what reading all of them would be.
    """
    if words.split():
        yield from _TextSearch(store, words).hits(store.articles() if articles is None else articles)


def search_everything(store: Store, words: str, articles: Iterable[Article] | None = None) -> Iterator[Hit]:
    """Search every place of the phrase in titles and tags first, then in notes and quotes, then in the latest texts.

    A quote that stands in its article's text is found there; it is answered as one all the same, for whoever wants to
    go to the highlight. `articles` are all there are, where they are known already.
    """
    if not words.split():
        return
    texts = _TextSearch(store, words)
    if may_copy():
        # A second process looks through the texts while this one lists the articles and does so with the rest.
        in_order = store.latest_texts(texts.there) if articles is None else None
        if in_order is None:
            articles = list(store.articles() if articles is None else articles)
            in_order = [one.latest.hash for one in articles if one.versions and one.latest.hash in texts.there]
        texts.begin(in_order)
    try:
        by_id = {one.id: one for one in (store.articles() if articles is None else articles)}
        yield from _in_records(store, words, by_id)
        yield from texts.hits(by_id.values())
    finally:
        texts.close()


class _TextSearch:
    """Looks for words in the latest texts of articles; in two processes where these are many, and may be two."""

    def __init__(self, store: Store, words: str) -> None:
        self._store = store
        self._words = words
        self._in_two: InTwo[str] | None = None
        self._results: Iterator[tuple[str, Sequence[_Place]]] = iter(())
        self._expected: set[str] = set()
        """Texts whose places come from there."""
        self._come: dict[str, Sequence[_Place]] = {}
        """Those that have come before they were asked for."""

    @cached_property
    def there(self) -> Container[str]:
        """Return the texts in which the words may stand."""
        return self._store.texts_with(self._words)

    def begin(self, hashes: Iterable[str]) -> None:
        """Begin with these texts in a second process, where that is worth it. They are best in the articles' order:
        the first of these waits for none that comes later.
        """
        shared = list(dict.fromkeys(hashes))
        if len(shared) >= MANY:
            self._in_two = InTwo(shared, self._places)
            self._results = self._in_two.results()
            self._expected.update(shared)

    def hits(self, articles: Iterable[Article]) -> Iterator[Hit]:
        """Yield what is found, article by article."""
        for article in articles:
            if article.versions and article.latest.hash in self.there:
                for start, end, around in self._found(article.latest.hash):
                    yield Hit(article, Span(start, end), around)

    def close(self) -> None:
        """Let go of the second process."""
        if self._in_two is not None:
            self._in_two.close()

    def _found(self, text_hash: str) -> Sequence[_Place]:
        if text_hash not in self._expected:  # of an article that has changed lately, or a text of two
            return self._places(text_hash)
        self._expected.remove(text_hash)
        while text_hash not in self._come:
            name, places = next(self._results)
            self._come[name] = places
        return self._come.pop(text_hash)

    def _places(self, text_hash: str) -> list[_Place]:
        text = self._store.text(text_hash)
        return _places_in(text, self._words) if text else []


def _in_records(store: Store, words: str, by_id: Mapping[str, Article]) -> Iterator[Hit]:
    """What is found in titles, tags, notes and quotes."""
    for article in _named(list(by_id.values()), words):
        yield from _hits(article, article.title, words, FoundIn.TITLE)
        for tag in article.tags:
            yield from _hits(article, tag, words, FoundIn.TAG)
    for annotation in store.annotations_with(words):
        of = by_id.get(annotation.article_id)
        if of is not None:
            yield from _in_annotation(of, annotation, words)


def _named(articles: Sequence[Article], words: str) -> list[Article]:
    """Those in whose title or tags the words may stand: all are looked through at once, for there are thousands."""
    names = [BETWEEN.join((one.title, *one.tags)) for one in articles]
    starts = list(accumulate((len(one) + 1 for one in names), initial=0))
    pattern, together = search_small(words, BETWEEN.join(names))
    return [
        articles[at] for at in dict.fromkeys(bisect_right(starts, m.start()) - 1 for m in pattern.finditer(together))
    ]


def _in_annotation(article: Article, annotation: Annotation, words: str) -> Iterator[Hit]:
    for tag in annotation.tags:
        yield from _hits(article, tag, words, FoundIn.TAG, annotation)
    yield from _hits(article, annotation.whole_note, words, FoundIn.NOTE, annotation)
    yield from _hits(article, annotation.quote, words, FoundIn.QUOTE, annotation)


def _hits(
    article: Article, text: str, words: str, where: FoundIn, annotation: Annotation | None = None
) -> Iterator[Hit]:
    for start, end, around in _places_in(text, words) if text else ():
        yield Hit(article, Span(start, end), around, where, annotation)


def _places_in(text: str, words: str) -> list[_Place]:
    return [(start, end, one_line(text[max(0, start - AROUND) : end + AROUND])) for start, end in _seen(text, words)]


def find_places(text: str, quote: str) -> list[Span]:
    """Find all places of `quote`, in order, not overlapping, runs of blanks being equal.

    What stands there letter for letter wins. Where nothing does, it is looked for as it is seen (`search_pattern`), at
    last in any case.
    """
    words = quote.split()
    if not words:
        return []
    exact = re.compile(r"\s+".join(map(re.escape, words)))
    return (
        _spans(exact, text)
        or _spans(search_pattern(quote, text, ignore_case=False), text)
        or _spans(search_pattern(quote, text, ignore_case=True), text)
    )


def find_seen_places(text: str, words: str) -> list[Span]:
    """Find all places of `words` as they are seen, capitals only as such where they stand so; not overlapping."""
    return [Span(start, end) for start, end in _seen(text, words)]


def _seen(text: str, words: str) -> list[tuple[int, int]]:
    if words != words.lower() and (found := [one.span() for one in search_pattern(words, text).finditer(text)]):
        return found
    pattern, small = search_small(words, text)
    return [one.span() for one in pattern.finditer(small)]


def _spans(pattern: re.Pattern[str], text: str) -> list[Span]:
    return [Span(*found.span()) for found in pattern.finditer(text)]


def find_composed_places(text: str, quote: str) -> list[Span]:
    """Find all places of `quote`, letter for letter, whichever way the letters of either are composed."""
    pieces, starts = [], []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not combining(text[end]):
            piece = normalize("NFC", text[start:end])
            pieces.append(piece)
            starts += [start] * len(piece)
            start = end
    starts.append(len(text))
    composed, wanted = "".join(pieces), normalize("NFC", quote)
    found = re.finditer(re.escape(wanted), composed) if wanted else ()
    return [Span(starts[one.start()], starts[one.end()]) for one in found]


def find_unspaced_place(text: str, quote: TextQuoteSelector) -> Span | None:
    """Find the place of `quote` where blanks alone tell it from what stands there; None where it stands in none, or
    several.

    Between two blocks or cells a browser has what the page has there: nothing, or a line end and blanks. With as much
    of what stands around the quote as is needed to know the place.
    """
    words, counts = _without_blanks(text)
    exact, prefix, suffix = ("".join(one.split()) for one in (quote.exact, quote.prefix, quote.suffix))
    for before, after in ((prefix, suffix), (prefix, ""), ("", suffix), ("", "")):
        wanted = f"{before}{exact}{after}"
        first = words.find(wanted) if exact else -1
        if first < 0 or words.find(wanted, first + 1) >= 0:
            continue
        start = first + len(before)
        span = Span(_place(text, counts, start), _place(text, counts, start + len(exact) - 1) + 1)
        if before or after or (len(exact) >= LONG_ENOUGH and not _cuts_words(text, span)):
            return span
    return None


def _cuts_words(text: str, span: Span) -> bool:
    ends = text[max(0, span.start - 1) : span.start + 1], text[span.end - 1 : span.end + 1]
    return any(len(end) == 2 and end.isalnum() for end in ends)


PIECE = 4096
"""Code points of a text whose letters are counted together."""


@lru_cache(1)
def _without_blanks(text: str) -> tuple[str, Sequence[int]]:
    """The text without blanks, and how many letters stand before each piece: many quotes are looked for in one."""
    pieces = ["".join(text[at : at + PIECE].split()) for at in range(0, len(text), PIECE)]
    return "".join(pieces), list(accumulate(map(len, pieces), initial=0))


def _place(text: str, counts: Sequence[int], number: int) -> int:
    """Where the letter of that number, blanks not counted, stands in `text`."""
    piece = bisect_right(counts, number) - 1
    letters = (at for at in range(piece * PIECE, len(text)) if not text[at].isspace())
    return next(islice(letters, number - counts[piece], None))
