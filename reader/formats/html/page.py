"""A web page becomes a document: what it says of itself, and its article."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from lxml import etree

from reader.domain.decode import detect_and_decode
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.domain.patterns import deferred
from reader.domain.web_address import is_web_address
from reader.formats.html.code_lines import open_listings
from reader.formats.html.drawn_formulas import open_drawn
from reader.formats.html.extraction.article import ArticleElement, find_article
from reader.formats.html.formulas import open_typeset
from reader.formats.html.list_sheets import nest_lists, number_lists, part_labels
from reader.formats.html.metadata.head import heading_text, page_title, read_head
from reader.formats.html.metadata.json_ld import article_of
from reader.formats.html.moved_parts import put_in_place
from reader.formats.html.tables import open_tables
from reader.formats.html.tree import UNWRITABLE, drop_repeated, text_in, tree_of
from reader.formats.html.walk import walk
from reader.formats.kinds import FORMATS, WHOLE_PAGE, Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from lxml.etree import _Element as Element

VERSION = FORMATS[Format.HTML].version

_IN_BRACKETS = deferred(r"\s*\[[^\]]{1,60}\]$")
"""The site behind the name of a page, as wikis have it."""
LITTLE = 400
"""Characters of a page from which on what it shows is its article."""
MUCH = 0.4
"""Share of a page's prose from which on it is said that it is left out: comments and teasers are rarely as much."""
FRAMES = 5
"""Frames of a page that are named."""
_SAVED = deferred(r"<!--\s*(?:saved from url=\(\d+\)|Page saved with \w+\s+url:\s*)(\S{1,2048})")
"""What browsers write at the head of a page that they save."""
_TITLE = frozenset(("title", "msotitle"))
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BEGINNING = 20
"""Paragraphs of which the first with words is looked for."""
TELLING = 3
"""Words from which on a title says more than the name of a site."""
_CHARSET = deferred(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.-]{2,40})",
    re.IGNORECASE,
)
_UNSHOWN = deferred(rb"<(script|style|svg)\b", re.IGNORECASE)
"""The elements that fill the heads of pages and show nothing, or no words."""
_COMMENT = deferred(rb"<(?:!--.*?(?:-->|\Z)|((?i:script|style|title|textarea))\b.*?(?:</(?i:\1)|\Z))", re.DOTALL)
"""What holds no tags: a comment, or words about some."""
_DECLARED_WITHIN = 4096
"""Bytes in which a page has to declare its encoding; the standard says 1,024, pages do it later."""
_COMMENTED_WITHIN = 65_536
"""Bytes of which comments are taken out first: some pages begin with a licence."""


def parse_page(data: bytes, url: str = "", *, whole: bool = False, charset: str = "") -> Parsed:
    """Parse the article in a page, or with `whole` all of it. `charset` is what the server said. Raises NotOpened."""
    read = detect_and_decode(data, charset or declared_encoding(data))
    root = tree_of(read.text) if read is not None else None
    if read is None or root is None:
        raise NotOpened("is not a page")
    url = url or _saved_from(read.text)
    put_in_place(root, read.text)
    open_drawn(root, read.text)
    open_typeset(root)
    open_listings(root, read.text)
    open_tables(root, read.text)
    number_lists(root)
    nest_lists(root)
    part_labels(root)
    drop_repeated(root)
    _head_by_class(root)
    metadata = read_head(root, url)
    _lead_within(root, url, metadata.url)
    resolve = resolver(root, url)
    article = ArticleElement(root) if whole else find_article(root, metadata)
    parser = WHOLE_PAGE if whole else Format.HTML.value
    document = walk(article.root, parser, VERSION, resolve, left_out=article.left_out)
    described = _described(root) if len(document.text) < LITTLE else None
    if described is not None:
        article, document = ArticleElement(described), walk(described, parser, VERSION, resolve)
    if not document.text:
        frames = [resolve(frame.get("src") or "") for frame in root.iter("frame") if frame.get("src")]
        if frames:
            raise NotOpened("is a page of frames", do=f"open one of them: {', '.join(frames[:FRAMES])}")
        raise NotOpened("has no text in it")
    return Parsed(document, _titled(metadata, root, article.heading), "html", (*read.remarks, *_remarks(article)))


def _head_by_class(root: Element) -> None:
    """Let the paragraph that word processors call the title be the heading that it is, where it is what comes first."""
    for first in islice(root.iter("p", *HEADINGS), BEGINNING):
        if first.tag != "p":
            return
        if text_in(first).strip():
            if not _TITLE.isdisjoint((first.get("class") or "").lower().split()):
                first.tag = "h1"
            return


def first_of_page(file: BinaryIO, most: int) -> Parsed | None:
    """Parse the article in the first bytes of a page, `most` of them but for scripts and styles.

    None where they say too little of what the article is: the page's own text begins behind them.
    """
    data = file.read()
    if b"\0" in data[:_DECLARED_WITHIN]:
        return None  # in UTF-16, where no tag is found by its bytes
    head = b""
    for piece in _pieces(data):
        head += piece[: most - len(head)]
        if len(head) == most:
            break
    return parse_page(head[: head.rfind(b"<")]) if len(head) == most else None


def _pieces(data: bytes) -> Iterator[bytes]:
    """What stands between the scripts and styles of a page."""
    at = 0
    for match in _UNSHOWN.finditer(data):
        if match.start() >= at:
            yield data[at : match.start()]
            end = data.find(b"</" + match[1], match.end())
            at = data.find(b">", end) + 1 if end >= 0 else len(data)
    yield data[at:]


def _described(root: Element) -> Element | None:
    """The text of an article that stands in the page's description only: a script would show it."""
    said = article_of(root).get("articleBody")
    if not isinstance(said, str) or len(said) < LITTLE:
        return None
    body = etree.Element("div")
    heading = page_title(root)
    if heading:
        etree.SubElement(body, "h1").text = heading
    for line in filter(str.strip, UNWRITABLE.sub("\ufffd", said).split("\n")):
        etree.SubElement(body, "p").text = line
    return body


def _remarks(article: ArticleElement) -> Iterator[str]:
    """That much of the page is not read as its article."""
    if article.left_out_share > MUCH:
        yield f"{100 * article.left_out_share:.0f} % of the page's text is left out; W reads the whole page"


def _titled(metadata: Metadata, root: Element, heading: Element | None) -> Metadata:
    """The article's own heading is its title where the page says no more than its name in the browser's list."""
    said = heading_text(heading) if heading is not None else ""
    vague = (
        page_title(root).startswith(metadata.title)
        and said not in metadata.title
        and len(_IN_BRACKETS.sub("", metadata.title).split()) < TELLING
    )
    return metadata._replace(title=said) if vague and said else metadata


def declared_encoding(data: bytes) -> str:
    """Find the encoding that a page declares. A page that can be read to declare UTF-16 is not in it (WHATWG HTML)."""
    match = _CHARSET.search(data, 0, _DECLARED_WITHIN)
    if match is None or _is_said_within(data, match.start()):  # else nothing is to be taken out, as in most pages
        match = _CHARSET.search(_COMMENT.sub(b"", data[:_COMMENTED_WITHIN])[:_DECLARED_WITHIN])
    said = (match[1] or match[2]).decode() if match else ""
    return "utf-8" if said.lower().startswith("utf-16") else said


def _is_said_within(data: bytes, at: int) -> bool:
    """Whether a place is in a comment, or in what holds no tags."""
    end = 0
    while (match := _COMMENT.search(data, end, _COMMENTED_WITHIN)) and match.start() < at:
        end = match.end()
    return end > at


def resolver(root: Element, url: str) -> Callable[[str], str]:
    """Tell how links are to be read: against the page's base, which may be in the page.

    Within the page they are `#name`.
    """
    said = next((one.get("href") or "" for one in root.iter("base") if one.get("href")), "")
    base = _joined(url, said.strip())
    page = urldefrag(url).url

    def resolve(href: str) -> str:
        if not href or href.startswith("#"):
            return href
        target = _joined(base, href)
        address, name = urldefrag(target) if page and "#" in target else (target, "")
        return f"#{name}" if name and address == page else target

    return resolve


def _saved_from(text: str) -> str:
    """The address that a browser wrote into a page as it saved it."""
    match = _SAVED.search(text, 0, _DECLARED_WITHIN)
    return match[1] if match and is_web_address(match[1]) else ""


def _lead_within(root: Element, *addresses: str) -> None:
    """Let links to places in the page itself, which may name all of its address, be links within it."""
    own = {_bare(address) for address in addresses if address}
    for link in root.iter("a") if own else ():
        href = link.get("href") or ""
        address, sign, name = href.partition("#")
        if sign and name and address and _bare(address) in own:
            link.set("href", f"#{name}")


def _bare(address: str) -> str:
    """An address without what says how it was asked for."""
    return urldefrag(address).url.partition("://")[2].removesuffix("/")


def _joined(base: str, href: str) -> str:
    # Only from the web outwards: a file's links are not to become paths on this machine.
    if not is_web_address(base):
        return href
    try:
        return urljoin(base, href)
    except ValueError:
        return href
