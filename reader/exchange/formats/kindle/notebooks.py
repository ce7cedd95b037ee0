"""Kindle's apps export the notebook of one book: a page (HTML) from phones and computers, or a table (CSV).

The page has `bookTitle`, `authors`, `sectionHeading`, and for each entry a `noteHeading` with a `noteText` after it:

    Highlight (<span class="highlight_yellow">yellow</span>) - Page 12 · Location 590

The table has the book's names in its first rows, a row of dashes, a row of column names, then kind, place, star and
text. Words are in the language of the app; class names, dashes and the order are the same in all, and so is that only
highlights have a colour. It names no times. A note follows its highlight, and stands at its place.
Shapes: paperboi/kindle2notion #95 (a page of the Mac app), nicdun/logseq-kindle-import #523 (German and Italian ones),
sandboxws/kindle and other readers of the class names, and tables that people showed in public.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.exchange.formats.kindle.clipping_facts import ClippingKind, facts_of
from reader.exchange.imported import Imported, ImportResult, Provenance, SourcePlace, imported_id
from reader.exchange.input import LARGEST, colour, text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element as Element

LOCATION = 128
"""Bytes that a location of Kindle's has, about: how far behind its beginning a highlight can end."""
SAME_PAGE = 8
"""Locations that a note may stand behind the beginning of a highlight of its page: the apps' counts are not exact."""
_DASHES = re.compile(r'^"?-{10,}"?[,;\t]*\s*$', re.MULTILINE)
_BY = re.compile(
    r"^(?:by|von|par|de|di|por|door|av|af|autor(?:zy)?:?|yazan:?|автор:?|著者：?|作者：?|저자:?)\s+", re.IGNORECASE
)
_COLOUR = re.compile(r"highlight_(\w+)")
_PIECES = ("noteHeading", "noteText", "sectionHeading")
_NUMBER = re.compile(r"\d+")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


class NotebookEntry(NamedTuple):
    """A `NotebookEntry` is one entry of the notebook. `shade` is empty where no colour is named."""

    heading: str
    words: str
    shade: str
    chapter: str = ""
    star: bool = False

    @property
    def kind(self) -> ClippingKind:
        """Tell what the entry is: what has a colour is a highlight; else the heading says it, or it is a note."""
        named = facts_of(f"- {self.heading}")
        if self.shade:
            return ClippingKind.HIGHLIGHT
        return named.kind if named and named.kind is not ClippingKind.UNKNOWN else ClippingKind.NOTE

    @property
    def page(self) -> str:
        """Return the page, where the heading names one beside the location."""
        numbers = _NUMBER.findall(_IN_BRACKETS.sub("", self.heading))
        return numbers[0] if len(numbers) > 1 else ""

    @property
    def place(self) -> SourcePlace | None:
        """Return the location, or the page where there is none."""
        facts = facts_of(f"- {_IN_BRACKETS.sub('', self.heading).rpartition('>')[2]}")
        return SourcePlace(facts.unit, facts.start, facts.end) if facts and facts.end else None


def is_notebook(content: str) -> bool:
    """Tell whether a text is such a page or table."""
    if content.lstrip()[:1] == "<":
        return "noteHeading" in content and "noteText" in content
    head = content[:4000]
    dashes = _DASHES.search(head)
    return dashes is not None and head[dashes.end() :].count(_delimiter(head[dashes.end() :])) >= 3


def _delimiter(table: str) -> str:
    """What parts the cells of its column names: a comma, until a spreadsheet has saved it anew."""
    names = next(filter(None, map(str.strip, table.split("\n"))), "")
    return max(",;\t", key=names.count)


def read(data: bytes) -> ImportResult:
    """Read the highlights with their notes. Raises NotImported."""
    content = text_of(data)
    if not is_notebook(content):
        raise NotImported("it is no notebook of Kindle")
    source, entries = _from_page(content) if content.lstrip()[:1] == "<" else _from_table(content)
    some = [one for one in entries if one.words and one.kind is not ClippingKind.BOOKMARK]
    return ImportResult.of(_joined(source, some), ("bookmarks and entries without text", len(entries) - len(some)))


def _from_page(content: str) -> tuple[Provenance, list[NotebookEntry]]:
    from lxml import html  # noqa: PLC0415  (a table needs none)

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False)
    root = html.document_fromstring(content.encode(), parser=parser)
    said = {"bookTitle": "", "authors": "", "sectionHeading": ""}
    heading = shade = ""
    entries = []
    for node in root.iter("div", "h1", "h2", "h3", "h4", "p", "span"):
        name = node.get("class") or ""
        if name in said:
            said[name] = _words(_text(node))
        elif name == "noteHeading":
            heading, shade = _heading(node)
        elif name == "noteText" and heading:
            entries.append(NotebookEntry(heading, _paragraphs(_text(node)), shade, said["sectionHeading"]))
            heading = ""
    return Provenance(title=text(said["bookTitle"]), authors=_authors(said["authors"])), entries


def _heading(node: Element) -> tuple[str, str]:
    """Its words and its colour."""
    found = _COLOUR.match(next((inner.get("class") or "" for inner in node if inner.tag == "span"), ""))
    words = _words(_text(node))
    named = _IN_BRACKETS.search(words)  # Where the class is missing, the word in brackets says it.
    if found is None and named and named[1].strip().casefold() in (*_WORDS, *Colour):
        return words, named[1]
    return words, found[1] if found else ""


def _text(node: Element) -> str:
    """Its words, up to the next piece: some apps end one as another element, and what follows is then within it."""
    return "".join(_own(node))


def _own(node: Element) -> Iterator[str]:
    yield node.text or ""
    for inner in node:
        if not isinstance(inner.tag, str) or (inner.get("class") or "") in _PIECES:
            return
        yield "\n" if inner.tag == "br" else ""
        yield from _own(inner)
        yield inner.tail or ""


def _from_table(content: str) -> tuple[Provenance, list[NotebookEntry]]:
    csv.field_size_limit(LARGEST)
    found = _DASHES.search(content)
    assert found is not None, "it is a notebook"
    delimiter = _delimiter(content[found.end() : found.end() + 4000])
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(content), delimiter=delimiter)]
    except csv.Error as error:
        raise NotImported(f"it is not whole CSV ({error})") from error
    at = next(index for index, row in enumerate(rows) if row and _DASHES.match(row[0]))
    above = [row[0] for row in rows[:at] if row and row[0]]
    below = [row for row in rows[at + 1 :] if any(row)]
    title = above[1] if len(above) > 1 else ""
    authors = _authors(_BY.sub("", above[2])) if len(above) > 2 and "://" not in above[2] else ()
    entries = []
    for row in below[1:]:
        kind, place, star, words = (*row, "", "", "", "")[:4]
        shade = _IN_BRACKETS.search(kind)
        entries.append(
            NotebookEntry(f"{kind} - {place}", _paragraphs(words), shade[1] if shade else "", star=bool(star))
        )
    return Provenance(title=text(title), authors=authors), entries


def _authors(words: str) -> tuple[str, ...]:
    return tuple(name for one in text(words).split(";") if (name := one.strip()))


def _words(content: str) -> str:
    return " ".join(content.split())


def _paragraphs(content: str) -> str:
    return text("\n".join(" ".join(line.split()) for line in content.strip().split("\n")))


def _joined(source: Provenance, entries: Sequence[NotebookEntry]) -> Iterator[Imported]:
    """Highlights, each with the note that follows it at its place; notes on their own where there is none."""
    kinds = [one.kind for one in entries]
    notes: dict[int, list[str]] = {}
    alone: set[int] = set()
    before = -1
    for at, one in enumerate(entries):
        if kinds[at] is ClippingKind.HIGHLIGHT:
            before = at
        if kinds[at] is not ClippingKind.NOTE:
            continue
        beside = (before, at + 1 if kinds[at + 1 : at + 2] == [ClippingKind.HIGHLIGHT] else -1)
        on = next((other for other in beside if other >= 0 and _is_on(one, entries[other])), None)
        if on is None:
            alone.add(at)
        else:
            notes.setdefault(on, []).append(one.words)
    for at, one in enumerate(entries):
        if kinds[at] is ClippingKind.HIGHLIGHT:
            yield _imported(source, one, one.words, "\n\n".join(notes.get(at, ())))
        elif at in alone:
            yield _imported(source, one, "", one.words)


def _is_on(note: NotebookEntry, highlight: NotebookEntry) -> bool:
    one, other = note.place, highlight.place
    if one is None or other is None:
        return one is other
    # The heading names where the highlight begins, the note's where it ends: some locations later in a long one.
    reach = len(highlight.words.encode()) // LOCATION + 2 if other.unit == "location" else 1
    if note.page and note.page == highlight.page:
        reach = max(reach, SAME_PAGE)
    return one.unit == other.unit and other.start <= one.start <= max(other.end, other.start + reach)


def _imported(source: Provenance, one: NotebookEntry, quote: str, note: str) -> Imported:
    place = one.place
    return Imported(
        id=imported_id("kindle", source.title, quote or note, str(place.start if place else 0)),
        source=source,
        selectors=Selectors(TextQuoteSelector(quote)) if quote else None,
        note=note,
        colour=_named_colour(one.shade),
        star=one.star,
        program="kindle",
        place=place,
        chapter=text(one.chapter),
    )


_WORDS = {
    word: shade
    for shade, words in {
        Colour.YELLOW: "yellow gelb jaune amarillo giallo amarelo geel gul żółty sarı 黄色 黃色 黄 イエロー 노란색",
        Colour.BLUE: "blue blau bleu azul blu blauw blå niebieski mavi синий голубой 蓝色 藍色 青 ブルー 파란색",
        Colour.MAGENTA: "pink rosa rose roze różowy pembe розовый 粉色 粉红色 粉紅色 ピンク 분홍색",
        Colour.ORANGE: "orange naranja arancione laranja oranje pomarańczowy turuncu оранжевый 橙色 オレンジ 주황색",
    }.items()
    for word in words.split()
}
"""The apps' four colours in their languages."""


def _named_colour(shade: str) -> Colour:
    """The colour by its English class name, or by the app's word for it in a table."""
    return _WORDS.get(shade.strip().casefold()) or colour(shade)
