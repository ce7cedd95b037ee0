"""Whether two records are of one work is decided purely, from titles, authors, addresses and DOIs.

Titles agree where they differ only in how a program writes them: a subtitle, an edition or a series in brackets,
letter case, the kind of apostrophe, composed letters. Addresses agree where they lead to one page. What one record
does not say contradicts nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import islice, product
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize
from urllib.parse import parse_qsl, unquote, urlsplit

from reader.domain.patterns import deferred
from reader.domain.web_address import has_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.article import Article
    from reader.exchange.imported import Provenance

SUBTITLE = deferred(r"\s*[:：]\s+|[：]|\s+[-–—|·]\s+|\s*[—;]\s+")
"""What stands between a title and its subtitle, or the name of the site that it is of."""
BRACKET = deferred(r"\s*[(\[（【]([^()\[\]（）【】]*)[)\]）】]\s*$")
NOT_WORDS = deferred(r"[\W_]+")
PEOPLE = deferred(r"\s*[;&\n、，]\s*|\s+(?:and|und|et|y)\s+", re.IGNORECASE)
NOBODY = frozenset(
    {"unknown", "unknown author", "various", "various authors", "anonymous", "author unknown", "n a", "none"}
)
TRACKING = deferred(r"utm_.*|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|vero_.*|ref_src|_ga", re.I)
"""Parameters of an address that say how one came there, not where (as the lists of browsers' add-ons have them)."""
DOI = deferred(r"10\.\d{4,9}/\S+")
LONGEST = 1_000
"""Characters of a title, or of a name, that are looked at: nobody's are longer."""
MOST_PEOPLE = 100
"""Names of authors that are compared."""
MOST = 100
"""Works of one sign that are looked at; a library has a handful of articles of one title."""
LEAST_WORDS = 4
"""Words of a quote that is not found in a text by accident."""
LONG_ENOUGH = 10
"""Letters that count as so many words, for scripts that set no blanks between them."""


class WorkTitle(NamedTuple):
    """A `WorkTitle` is a title taken apart: what it is about, and what editions and programs add to it; letters and
    digits only.
    """

    main: str
    subtitle: str = ""
    brackets: tuple[str, ...] = ()

    @classmethod
    def of(cls, text: str) -> WorkTitle:
        """Take apart the title that `text` is."""
        text = text[:LONGEST]
        rest, brackets = text.strip(), []
        while (found := BRACKET.search(rest)) and found.start():
            brackets.append(plain(found[1]))
            rest = rest[: found.start()]
        main, *subtitle = SUBTITLE.split(rest, maxsplit=1)
        if not plain(main):
            return cls(plain(rest) or plain(text))
        return cls(plain(main), plain(" ".join(subtitle)), tuple(sorted(brackets)))

    def agrees(self, other: WorkTitle) -> bool:
        """Tell whether both may be of one work: what both say is the same, and the main part is said by both."""
        if not self.main or self.main != other.main:
            return False
        if self.subtitle and other.subtitle and not _begins(self.subtitle, other.subtitle):
            return False
        return not (self.brackets and other.brackets and _numbers(self.brackets) != _numbers(other.brackets))


class Work:
    """A `Work` says what is known of a work by one record of it."""

    def __init__(
        self, title: str, authors: Iterable[str], addresses: Iterable[str], doi: str = "", names: Iterable[str] = ()
    ) -> None:
        self._title = title
        self._authors = tuple(authors)
        self._addresses = tuple(filter(None, addresses))
        self._doi = doi
        self.names = frozenset(filter(None, names))
        """The names of its files."""

    @classmethod
    def of_article(cls, article: Article) -> Work:
        """Tell what an article says of itself."""
        paths = (one.address for one in article.sources if not has_scheme(one.address) and one.address != "-")
        addresses = (article.url, *(one.address for one in article.sources if has_scheme(one.address)))
        return cls(article.title, article.authors, addresses, names=(PurePath(path).name for path in paths))

    @classmethod
    def of_source(cls, source: Provenance) -> Work:
        """Tell what a file says of the article that its annotations were made in."""
        return cls(source.title, source.authors, (source.url,), source.doi, (source.name,))

    @cached_property
    def title(self) -> WorkTitle:
        """Return its title, taken apart."""
        return WorkTitle.of(self._title)

    @cached_property
    def people(self) -> tuple[frozenset[str], ...]:
        """Return its authors, each as the words of a name; none where nobody is named."""
        names = (name for author in self._authors[:MOST_PEOPLE] for name in _people(author[:LONGEST]))
        return tuple(islice(names, MOST_PEOPLE))

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Return its pages on the web, each as what all addresses that lead to it have in common."""
        return frozenset(key for one in self._addresses if (key := address_key(one)) and not key.startswith("doi.org/"))

    @cached_property
    def doi(self) -> str:
        """Return its DOI, in small letters; empty where it has none."""
        found = DOI.search(self._doi) or next(
            (DOI.search(unquote(one)) for one in self._addresses if "doi" in one), None
        )
        return found[0].rstrip("/.").casefold() if found else ""

    def agrees(self, other: Work) -> bool:
        """Tell whether title or address say that both are of one work, and nothing says the opposite."""
        return self.is_like(other) and not self.contradicts(other)

    def is_like(self, other: Work) -> bool:
        """Tell whether title, address, DOI, or, where there is no title, the file's name are the same."""
        if self.addresses & other.addresses or (self.doi and self.doi == other.doi):
            return True
        if self._title and other._title:
            return self.title.agrees(other.title)
        return bool(self.names & other.names)

    def shares(self, other: Work) -> bool:
        """Tell whether more than the title is the same: an author, an address or a DOI."""
        if self.addresses & other.addresses or (self.doi and self.doi == other.doi):
            return True
        return any(_is_one(mine, theirs) for mine in self.people for theirs in other.people)

    def contradicts(self, other: Work) -> bool:
        """Tell whether an author, an address or a DOI of one is not the other's; what is missing contradicts
        nothing.
        """
        if self.doi and other.doi:
            return self.doi != other.doi
        if self.addresses and other.addresses and not self.addresses & other.addresses:
            return True
        if not self.people or not other.people:
            return False
        return not self.shares(other)


class Works:
    """`Works` are articles by what they can be recognised by, so that one is found among many without looking at
    all.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._works: dict[str, Work] = {}
        self._by_sign: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for article in articles:
            self.add(article)

    def add(self, article: Article) -> None:
        """Know one more."""
        work = self._works[article.id] = Work.of_article(article)
        for sign in _signs(work):
            self._by_sign[sign][article.id] = None

    def like(self, work: Work) -> list[str]:
        """Find the ids of those that may be of the same work, those that were added first before others.

        Of more than MOST of one title the first are as good as any: nothing that they say tells which is meant.
        """
        found = dict.fromkeys(name for sign in _wanted(work) for name in islice(self._by_sign.get(sign, ()), MOST))
        return [name for name in found if work.agrees(self._works[name])]

    def work(self, article_id: str) -> Work | None:
        """Return what an article says of itself; None where it is not known."""
        return self._works.get(article_id)


def address_key(address: str) -> str:
    """Return what all addresses that lead to one page have in common; empty for what is no address on the web.

    Aside are the scheme, `www.`, the usual port, a slash at the end, parameters that track, and a fragment, unless it
    names the page itself, as `#/` and `#!` do.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    host = "doi.org" if host == "dx.doi.org" else host
    shown_port = f":{port}" if port not in (None, 80, 443) else ""
    query = sorted((name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name))
    asked = "?" + "&".join(f"{name}={value}" for name, value in query) if query else ""
    page = f"#{parts.fragment}" if parts.fragment.startswith(("/", "!")) else ""
    return f"{host}{shown_port}{unquote(parts.path).rstrip('/')}{asked}{page}"


def plain(text: str) -> str:
    """Put the words of a text with one blank between them, however their letters are written: to compare, not to
    show.
    """
    folded = normalize("NFKC", normalize("NFKC", text.replace("’", "'").replace("'", "")).casefold())
    return NOT_WORDS.sub(" ", folded).strip()


def letters(text: str) -> str:
    """Keep the letters and digits of a text and nothing between them: the same however its lines were broken."""
    return NOT_WORDS.sub("", normalize("NFKC", normalize("NFKC", text).casefold()))


def stand_in(quotes: Iterable[str], text: str) -> bool:
    """Tell whether more than half of the quotes stand in `text`, and of them one that is long enough; `letters` of
    it.
    """
    found = total = 0
    long = False
    for quote in quotes:
        wanted = letters(quote)
        total += 1
        if wanted and wanted in text:
            found += 1
            long = long or len(quote.split()) >= LEAST_WORDS or (len(wanted) >= LONG_ENOUGH and not wanted.isascii())
    return total == 0 or (2 * found > total and long)


def _signs(work: Work) -> Iterator[str]:
    """What a work is found by: its own addresses, and its title with what would contradict another of that title."""
    yield from _own_signs(work)
    where = ("known" if work.addresses else "",)
    yield from _titles(work, where, ("*", _subtitle(work)), ("*", *(sorted(_name_words(work)) or [""])))


def _wanted(work: Work) -> Iterator[str]:
    """The signs of works that it may be: of those with an address the same one, of those with authors one of them."""
    yield from _own_signs(work)
    where = ("",) if work.addresses else ("", "known")
    begun = ("", _subtitle(work)) if work.title.subtitle else ("*",)
    yield from _titles(work, where, begun, ("", *sorted(_name_words(work))) if work.people else ("*",))


def _titles(work: Work, *parts: Iterable[str]) -> Iterator[str]:
    if work.title.main:
        yield from (f"title {' '.join(some)} {work.title.main}" for some in product(*parts))


def _subtitle(work: Work) -> str:
    """The word that a subtitle begins with, wherever it was cut off."""
    return work.title.subtitle.split(" ", 1)[0]


def _own_signs(work: Work) -> Iterator[str]:
    yield from (f"address {one}" for one in work.addresses)
    yield from (f"file {one}" for one in work.names)
    if work.doi:
        yield f"doi {work.doi}"


def _name_words(work: Work) -> set[str]:
    """The words of which two names of one person have one in common."""
    return {word for name in work.people for word in name if len(word) > 1}


def _tracks(parameter: str) -> bool:
    return TRACKING.fullmatch(parameter) is not None


def _begins(one: str, other: str) -> bool:
    """Whether one subtitle goes on where the other was cut off."""
    return f"{one} ".startswith(f"{other} ") or f"{other} ".startswith(f"{one} ")


def _numbers(brackets: Iterable[str]) -> list[str]:
    """What tells volumes apart, and translations."""
    words = [word for bracket in brackets for word in bracket.split() if word.isdecimal()]
    editions = [
        one for one in brackets if one.endswith(" edition") and len(one.split()) == 2 and one != "kindle edition"
    ]
    return sorted([*words, *editions])


def _people(author: str) -> list[frozenset[str]]:
    found = []
    for part in PEOPLE.split(author):
        names = part.split(",")
        # `Other, Ann` is one name, `Ann Other, Bob Brown` are two.
        several = all(len(name.split()) > 1 for name in names)
        for name in names if several else [part]:
            words = plain(_bare(name))
            if words and words not in NOBODY:
                found.append(frozenset(words.split()))
    return found


def _bare(name: str) -> str:
    return "".join(one for one in normalize("NFKD", name) if not combining(one))


def _is_one(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two names can be of one person: `A. Other`, `Ann B. Other` and `Ann Other`."""
    fewer, more = sorted((mine, theirs), key=len)
    if not any(len(word) > 1 for word in mine & theirs):
        return False
    return all(any(_is_short(word, full) or _is_short(full, word) for full in more) for word in fewer)


def _is_short(word: str, full: str) -> bool:
    return word == full or (len(word) == 1 and full.startswith(word))
