"""A book's chapters become one page, so that links and footnotes between them are links within it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urldefrag

from lxml import etree

from reader.domain.patterns import deferred
from reader.formats.epub.contents import read_contents
from reader.formats.html.notes import EPUB_TYPE
from reader.formats.html.sections import CALLED
from reader.formats.html.tree import remove, text_in
from reader.formats.html.xml import damaged_in, xhtml_of
from reader.formats.progress import tell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

    from reader.formats.archive import Archive
    from reader.formats.epub.contents import ContentsEntry
    from reader.formats.epub.package import Package

_NO_PAGES = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"ID3", b"OTTO", b"PK\x03\x04")
"""What files begin with that some books have in their order, for programs that can show them."""
_NOTES = ("footnote", "endnote", "rearnote")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOOSE = ("p", "div", "center")
_HOLDS = ("blockquote", "li", "dd", "dt", "td", "th", "figcaption")
"""What is more than a line, and may hold one alone."""
_LINES = frozenset((*_HEADINGS, "p", "div", "center", "li", "td", "th", "blockquote", "dt", "dd", "figcaption", "pre"))
_WORD = deferred(r"\w+")
_SENTENCE = deferred(r"[.!?…。！？][\"'”’»)]*\s*$")
LEAF = 150
"""Characters at most of a line that is the title of a chapter."""
TELLING = 24
"""Entries of the contents that are asked how deep the book's headings are."""
FIRST = 4
"""Lines from where an entry leads within which its title is looked for: a number and an ornament stand above it."""
_PICTURES = deferred(r"image/|video/|audio/|font/", re.IGNORECASE)
_NUMBERS_PAGES = deferred(r"(?:^|[\s-])page-?(?:num(?:ber)?s?|no|n)(?:\s|$)", re.IGNORECASE)
_PAGE = deferred(r"\W*(?:pg\.?|page|p\.|s\.)?\s*(\d{1,4}[a-z]?|[ivxlc]{1,8})\W*", re.IGNORECASE)
"""What says on which page of the printed edition one is: `[Pg 12]`, `{xii}`."""
_PLACED = deferred(r"position\s*:\s*absolute|(?:^|[\s;])left\s*:")
"""How pages whose layout is fixed set their words."""
_DRAWN = {"text": "p", "title": "p", "desc": "p", "foreignobject": "div", "image": "img"}
"""What holds words in a drawing."""


class Book(NamedTuple):
    """A `Book` is all chapters in one element, the names of those that could not be read, how many signs in the
    others, and the entries of its contents that lead nowhere.
    """

    page: Element
    unread: tuple[str, ...]
    damaged: int = 0
    lost: tuple[str, ...] = ()


def join_chapters(archive: Archive, package: Package) -> Book:
    """Join all chapters in one element; names and links are `#<number of the chapter>-<name>`.

    Behind those that are in the book's order stand the pages that they or the contents lead to.
    """
    contents = read_contents(archive, package.contents)
    bodies: dict[str, Element] = {}
    unread = []
    damaged = 0
    waiting = list(package.chapters)
    waiting += dict.fromkeys(entry.file for entry in contents.entries if entry.file in package.beside)
    known = set(waiting)
    for done, name in enumerate(waiting):
        data = archive.read(name)
        body = _chapter(data) if data is not None else None
        damaged += damaged_in(data) if data is not None else 0
        tell(done, len(waiting))
        if body is None:
            unread.append(name)
            continue
        if _is_contents(body):
            continue
        bodies[name] = body
        for further in _led_to(body, name, archive) if package.beside else ():
            if further in package.beside and further not in known:
                known.add(further)
                waiting.append(further)
    numbers = {name: str(number) for number, name in enumerate(waiting)}
    book = etree.Element("body")
    places = _Places(numbers)
    for name, body in bodies.items():
        number = numbers[name]
        _settle(body)
        body.tag, body.tail = "section", None
        body.attrib.pop("id", "")
        _rename(body, number, _Links(archive, _folder(name), number, numbers), places)
        body.set("id", f"{number}-")
        places.add(f"{number}-", body)
        book.append(body)
    _mark_pages(places, contents.pages)
    _title_chapters(places, contents.entries)
    there = {*bodies, *package.contents, *unread}
    lost = (entry.title for entry in contents.entries if entry.file not in there and entry.file not in known)
    return Book(book, tuple(unread), damaged, tuple(lost))


def _folder(name: str) -> str:
    return posixpath.dirname(name.replace("\\", "/"))


def _led_to(body: Element, name: str, archive: Archive) -> Iterator[str]:
    """The files that the links of a chapter lead to."""
    seen = set()
    for link in body.iter("a"):
        path = (link.get("href") or "").partition("#")[0]
        if path and path not in seen:
            seen.add(path)
            found = archive.follow(_folder(name), path)
            if found is not None:
                yield found


def _chapter(data: bytes) -> Element | None:
    root = xhtml_of(data) if not data.startswith(_NO_PAGES) else None
    if root is None:
        return None
    if root.tag == "svg":
        body = etree.Element("body")
        body.append(root)
        return body
    return next(root.iter("body"), None)


def _settle(body: Element) -> None:
    """Turn what only books have into HTML: one case of a switch, words of drawings, what stands for an object."""
    for switch in list(body.iter("switch")):
        if switch.getparent() is not None and any(above.tag == "svg" for above in switch.iterancestors()):
            _settle_drawn(switch)
            continue
        cases = [child for child in switch if child.tag in ("case", "default")]
        known = [one for one in cases if one.tag == "default" or next(one.iter("math"), None) is not None]
        for case in cases:
            if case is not (known or cases)[0]:
                remove(case)
        switch.tag = "span"
    for svg in list(body.iter("svg")):
        for defined in list(svg.iter("defs", "symbol", "clippath", "mask", "metadata", "style", "script")):
            remove(defined)
        for node in svg.iter():
            if node.tag == "tspan" and not {"x", "y", "dy"}.isdisjoint(node.keys()):
                node.text = f" {node.text or ''}"  # it begins a line, or stands apart
            node.tag = _DRAWN.get(str(node.tag), node.tag)
        svg.tag = "div"
    for word in body.iter("span"):
        style = word.get("style")
        if style and _PLACED.search(style):
            word.tail = f" {word.tail or ''}"  # it stands apart, and no sign says so
        if "page" in (word.get("class") or "") and (number := _page_number(word)):
            word.set("role", "doc-pagebreak")
            word.set("title", number)
    for thing in body.iter("object"):
        if not text_in(thing).strip():
            continue
        if _PICTURES.match(thing.get("type") or ""):
            thing.tag = "span"
        else:
            thing.tag = "div"


def _page_number(word: Element) -> str:
    """The number of the printed edition's page that begins, where it is said by a class, as Project Gutenberg does."""
    if not _NUMBERS_PAGES.search(word.get("class") or "") or len(said := text_in(word).strip()) > 16:
        return ""
    match = _PAGE.fullmatch(said or (word.get("title") or "").strip())
    return match[1] if match else ""


def _settle_drawn(switch: Element) -> None:
    """Of a choice in a drawing keep the first that is for any reader; a language is for those who read it."""
    forms = [one for one in switch if isinstance(one.tag, str)]
    chosen = next((one for one in forms if not one.get("systemLanguage")), forms[0] if forms else None)
    for one in forms:
        if one is not chosen:
            remove(one)
    switch.tag = "g"


def _rename(body: Element, number: str, links: _Links, places: _Places) -> None:
    for node in body.iter():
        names = node.keys()
        if not names:
            continue
        for attribute in ("id", "name"):
            said = node.get(attribute) if attribute in names else None
            if said:
                name = f"{number}-{said}"
                node.set(attribute, name)
                places.add(name, node)
        href = node.get("href") if "href" in names and node.tag == "a" else None
        if href:
            node.set("href", links.within_book(href))


class _Links:
    """The links of one chapter: many lead to the same file, which is looked for once."""

    def __init__(self, archive: Archive, folder: str, number: str, numbers: Mapping[str, str]) -> None:
        self._archive = archive
        self._folder = folder
        self._number = number
        self._numbers = numbers
        self._known: dict[tuple[str, str], str | None] = {}

    def within_book(self, href: str) -> str:
        """Where a link leads, as the book's one page names it; a link out of the book as it is."""
        path, sign, fragment = href.partition("#")
        if not path and sign:
            return f"#{self._number}-{unquote(fragment)}"
        key = (path, sign)
        if key not in self._known:
            self._known[key] = self._numbers.get(self._archive.follow(self._folder, href) or "")
        there = self._known[key]
        if there is None:
            return href
        return f"#{there}-{unquote(fragment if href.isprintable() else urldefrag(href).fragment)}"


class _Places:
    """Where in the book the entries of its contents lead."""

    def __init__(self, numbers: Mapping[str, str]) -> None:
        self._numbers = numbers
        self._named: dict[str, Element] = {}

    def add(self, name: str, node: Element) -> None:
        """Add a place; the first of a name counts."""
        self._named.setdefault(name, node)

    def find(self, entry: ContentsEntry) -> Element | None:
        """The element that an entry leads to; the whole chapter where the name in it is not there."""
        number = self._numbers.get(entry.file)
        if number is None:
            return None
        found = self._named.get(f"{number}-{entry.name}")
        return found if found is not None else self._named.get(f"{number}-")


def _mark_pages(places: _Places, pages: tuple[ContentsEntry, ...]) -> None:
    """Let a page of the printed edition begin where the list of pages says, unless the chapter says so itself."""
    for page in pages:
        place = places.find(page)
        if place is None or "pagebreak" in f"{place.get(EPUB_TYPE)} {place.get('role')}":
            continue
        mark = etree.Element("span", {"role": "doc-pagebreak", "title": page.title})
        mark.tail, place.text = place.text, None
        place.insert(0, mark)


def _title_chapters(places: _Places, entries: tuple[ContentsEntry, ...]) -> None:
    """See to it that each entry of the contents leads to a heading: the one that is there, or what stands as one."""
    taken: set[Element] = set()
    depths: dict[Element, int] = {}
    deeper = _deeper(places, entries)
    for entry in entries:
        place = places.find(entry)
        if place is None or _is_notes(place):
            continue
        level = f"h{max(1, min(6, entry.depth + deeper))}"
        heading = _take_heading(place, entry, taken, level)
        if heading is None:
            heading = etree.Element(level)
            heading.text = entry.title
            _put_before(place, heading)
            taken.add(heading)
        depths.setdefault(heading, entry.depth)
    _nest(depths)


def _nest(depths: Mapping[Element, int]) -> None:
    """Where headings are no deeper than those that the contents put them under, set them as deep as these say, and
    with each what follows it.
    """
    levels = [(depth, int(str(heading.tag)[1])) for heading, depth in depths.items() if heading.tag in _HEADINGS]
    above: dict[int, int] = {}
    agree = True
    for depth, level in levels:
        above = {outer: said for outer, said in above.items() if outer < depth}
        agree &= level > max(above.values(), default=0)
        above[depth] = level
    if agree:
        return
    outer = min(depth for depth, _ in levels)
    top = min(level for depth, level in levels if depth == outer)
    root = next(iter(depths)).getroottree().getroot()
    shift = 0
    for heading in root.iter(*_HEADINGS):
        level = int(str(heading.tag)[1])
        if heading in depths:
            shift = top + depths[heading] - outer - level
        heading.tag = f"h{max(1, min(6, level + shift))}"


def _deeper(places: _Places, entries: tuple[ContentsEntry, ...]) -> int:
    """How much deeper the book's own headings are than the entries that they have the words of, as most are."""
    found: Counter[int] = Counter()
    for entry in entries[:TELLING]:
        place = places.find(entry)
        wanted = _words(entry.title)
        for line in _lines(place) if place is not None else ():
            if line.tag in _HEADINGS and _words(_said(line)) == wanted:
                found[int(str(line.tag)[1]) - entry.depth] += 1
                break
    return found.most_common(1)[0][0] if found else 1


def _take_heading(place: Element, entry: ContentsEntry, taken: set[Element], level: str) -> Element | None:
    """Find the line that is the entry's title where it leads: a paragraph that is becomes a heading.

    A heading of other words is told what the contents call it.
    """
    wanted = _words(entry.title)
    lines = [line for line in _lines(place) if _words(_said(line))]
    for line in lines:
        words = _words(_said(line))
        same = words == wanted or _is_set_apart(line, wanted)
        held = line.tag in _HEADINGS and (_holds(words, wanted) or _holds(wanted, words))
        begins = line.tag in _LOOSE and len(words) < len(wanted) and wanted[: len(words)] == words
        if same or ((held or begins) and line not in taken):
            if line.tag in _LOOSE:
                line.tag = level
            elif line.tag in _HOLDS:
                line = _hold(line, level)
            if begins and line not in taken:
                line.set(CALLED, entry.title)  # the rest of it stands in the next line
            taken.add(line)
            return line
    if not entry.linked:
        return None  # it stands over others, of which this heading is one
    # A sentence above it says that the heading is of another place.
    first = takewhile(lambda line: line.tag in _HEADINGS or not _SENTENCE.search(text_in(line)), lines)
    heading = next((line for line in first if line.tag in _HEADINGS), None)
    if heading is None:
        return None
    if _words(heading.get(CALLED) or "") != wanted:
        heading.set(CALLED, " / ".join(filter(None, (heading.get(CALLED), entry.title))))
    taken.add(heading)
    return heading


def _hold(outer: Element, level: str) -> Element:
    """Make what is in an element a heading in it."""
    heading = etree.Element(level)
    heading.text, outer.text = outer.text, None
    heading.extend(list(outer))
    outer.append(heading)
    return heading


def _is_set_apart(line: Element, wanted: list[str]) -> bool:
    """Whether it is the title when its pieces stand apart, as only the book's style sets them; they do from then on."""
    if not len(line) or _words(" ".join(map(str, line.itertext()))) != wanted:
        return False
    for piece in list(line)[:-1]:
        piece.tail = f"{piece.tail or ''} "
    if line.text and line.text.strip():
        line.text = f"{line.text} "
    return True


def _lines(place: Element) -> Iterator[Element]:
    """The first lines from a place on, the one that it is in among them."""
    start: Element | None = place
    while start is not None and start.tag not in (*_LINES, "section", "body", "article"):
        start = start.getparent()
    if start is None:
        return
    count = 0
    root = start.getroottree().getroot()
    node: Element | None = start
    while node is not None and count < FIRST:
        if node.tag in _LINES and not any(child.tag in _LINES for child in node.iterdescendants()):
            text = _said(node).strip()
            if text:
                count += 1
                if len(text) > LEAF:
                    return
                yield node
        node = _next(node, root)
        if node is not None and node.tag == "section" and (node.get("id") or "").endswith("-") and count:
            return


def _said(line: Element) -> str:
    """The words of a line; of one that is a picture, what stands for it."""
    text = text_in(line) if next(line.iter("br"), None) is None else _broken(line)
    return text if text.strip() else " ".join(image.get("alt") or "" for image in line.iter("img"))


def _broken(line: Element) -> str:
    """The words of a line that is broken, which stand apart."""
    words = ""
    for event, node in etree.iterwalk(line, events=("start", "end")):
        if event == "start":
            words += " " if node.tag == "br" else node.text or ""
        elif node is not line:
            words += node.tail or ""
    return words


def _next(node: Element, root: Element) -> Element | None:
    """The element after one in the order of the document."""
    if len(node) and isinstance(node.tag, str):
        return node[0]
    while node is not root:
        after = node.getnext()
        if after is not None:
            return after
        parent = node.getparent()
        if parent is None:
            return None
        node = parent
    return None


def _put_before(place: Element, heading: Element) -> None:
    """Put a heading where an entry leads: first in a chapter, else before the line that it is in."""
    if place.tag == "section":
        heading.tail, place.text = place.text, None
        place.insert(0, heading)
        return
    line = place
    while line.tag not in _LINES and line.getparent() is not None:
        parent = line.getparent()
        if parent is None or parent.tag in ("section", "body"):
            break
        line = parent
    while (parent := line.getparent()) is not None and parent.tag in ("ul", "ol", "dl", "table", "tr", "tbody", "li"):
        line = parent
    line.addprevious(heading)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _holds(words: list[str], few: list[str]) -> bool:
    """Whether the words hold all of the few, in a row."""
    size = len(few)
    return bool(few) and any(words[at : at + size] == few for at in range(len(words) - size + 1))


def _is_contents(body: Element) -> bool:
    """Whether a chapter is the book's machine-made table of contents, which the reader shows by itself."""
    navs = list(body.iter("nav"))
    if not navs:
        return False
    rest = len("".join(text_in(body).split())) - sum(len("".join(text_in(nav).split())) for nav in navs)
    return rest < 60


def _is_notes(body: Element) -> bool:
    """Whether a place is little but footnotes, which are put behind everything."""
    noted = 0
    for node in body.iter("aside", "section", "li", "div", "p"):
        said = node.get(EPUB_TYPE)
        if (
            said
            and any(kind in said for kind in _NOTES)
            and not any(kind in (above.get(EPUB_TYPE) or "") for above in node.iterancestors() for kind in _NOTES)
        ):
            noted += len(text_in(node).strip())
    return noted > 0 and 2 * noted > len(text_in(body).strip())
