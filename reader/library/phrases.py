"""Phrases are found in texts: a quotation in one, and words in the kept texts of all articles."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

from reader.domain.search_pattern import search_pattern, search_small
from reader.domain.span import Span
from reader.domain.wording import one_line
from reader.second_process import InTwo, may_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
        yield from _TextSearch(store, words, store.articles() if articles is None else articles).hits()


def search_everything(store: Store, words: str, articles: Iterable[Article] | None = None) -> Iterator[Hit]:
    """Search every place of the phrase in titles and tags first, then in notes and quotes, then in the latest texts.

    A quote that stands in its article's text is found there; it is answered as one all the same, for whoever wants to
    go to the highlight. `articles` are all there are, where they are known already.
    """
    if not words.split():
        return
    by_id = {one.id: one for one in (store.articles() if articles is None else articles)}
    texts = _TextSearch(store, words, by_id.values())
    if may_copy():
        texts.begin()  # a second process looks through the texts while this one does so with the rest
    try:
        yield from _in_records(store, words, by_id)
        yield from texts.hits()
    finally:
        texts.close()


class _TextSearch:
    """Looks for words in the latest texts of articles; in two processes where these are many, and may be two."""

    def __init__(self, store: Store, words: str, articles: Iterable[Article]) -> None:
        self._store = store
        self._words = words
        self._articles = articles
        self._known: list[Article] | None = None
        """Those of them in which the words may stand, where that was asked already."""
        self._in_two: InTwo[Article] | None = None

    def begin(self) -> None:
        """Begin in a second process where that is worth it."""
        self._known = list(self._candidates())
        if len(self._known) >= MANY:
            self._in_two = InTwo(self._known, self._places)

    def hits(self) -> Iterator[Hit]:
        """Yield what is found, article by article."""
        if self._in_two is not None:
            found: Iterable[tuple[Article, Sequence[_Place]]] = self._in_two.results()
        else:
            found = ((one, self._places(one)) for one in self._candidates())
        for article, places in found:
            for start, end, around in places:
                yield Hit(article, Span(start, end), around)

    def close(self) -> None:
        """Let go of the second process."""
        if self._in_two is not None:
            self._in_two.close()

    def _candidates(self) -> Iterable[Article]:
        if self._known is not None:
            return self._known
        there = self._store.texts_with(self._words)
        return (one for one in self._articles if one.versions and one.latest.hash in there)

    def _places(self, article: Article) -> list[_Place]:
        text = self._store.text(article.latest.hash)
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
    return [
        (start, end, one_line(text[max(0, start - AROUND) : end + AROUND]))
        for start, end in find_seen_places(text, words)
    ]


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
    if words != words.lower() and (found := _spans(search_pattern(words, text), text)):
        return found
    return _spans(*search_small(words, text))


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
