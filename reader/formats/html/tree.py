"""HTML and XHTML become a tree, whatever is wrong with them, with nothing fetched and nothing expanded."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, cast

from lxml import etree

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DEEP = 400
"""Nesting from which on elements are left out and only their text is kept: libxml2 drops all beyond 2,048."""
_HEAD = frozenset(("base", "basefont", "bgsound", "link", "meta", "noscript", "script", "style", "template", "title"))
"""What may stand in a page's head."""
_NAME = deferred(r"[a-z][a-z0-9-]*")
BOX = 500
"""Characters that no button has."""
_FOR_SCREENS = etree.XPath("descendant::*/@class[contains(., 'desktop') or contains(., 'mobile')]/..")
"""By the attribute first: half the time that asking each element for it takes."""
_REPEATED = frozenset(("div", "p", "section", "h1", "h2", "figure"))
LINE = 25
"""Characters of a sentence at least."""
UNWRITABLE = deferred("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no element may be given, though the parser takes it from a page."""
_CONTROLS = "".join(map(chr, (*range(9), 11, *range(14, 32), 0xFFFE, 0xFFFF)))
_TITLES = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")
_PREFIXES = ("m", "mml", "math", "svg", "html", "xhtml")
# By its colon: a page has many times as many elements.
_PREFIXED = deferred(":[a-z](?:" + "|".join(f"(?<=<{prefix}:.)" for prefix in _PREFIXES) + ")", re.IGNORECASE)
_ENDS = deferred(r"</(?:body|html)\s*>", re.IGNORECASE)
_COMMENTS = deferred(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SUBSET = deferred(r"<!DOCTYPE[^>\[]{0,200}\[.*?\]\s*>", re.DOTALL | re.IGNORECASE)
"""A DTD within a page. In HTML there is none; it would be taken for text."""


def tree_of(text: str) -> Element | None:
    """Parse the page to its root; None where there is none at all."""
    if "!" in text:
        text = _SUBSET.sub("", text, count=1)
    text = _without_early_end(text)
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = _parse(text, parser)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        flat = etree.HTMLParser(target=_Flattened(), huge_tree=True, encoding="utf-8")
        root = _parse(text, flat)
    if root is not None:
        _mend(root)
        _open_boxes(root)
        _open_folds(root)
        _open_frames(root)
        if _PREFIXED.search(text):
            _without_prefixes(root)
    return root


def _without_early_end(text: str) -> str:
    """A page that goes on behind its end, for the parser to go on: two that stand behind each other, what was added."""
    end = min((at for at in (text.find("</html"), text.find("</HTML")) if at >= 0), default=-1)
    if end < 0 or not _COMMENTS.sub("", text[end:].partition(">")[2]).strip():
        return text
    return _ENDS.sub("", text)


def _open_boxes(root: Element) -> None:
    """Open what holds most of the page's words, and what is the inside of an element: both are shown as any part is.

    A box over the page or what is there for those without scripts may be all that a page has.
    """
    for box in root.iter("dialog", "button", "noscript", "template"):
        if box.tag == "template" and (box.get("shadowrootmode") or box.get("shadowroot")):
            shown = True
        else:
            words = len(text_in(box)) if len(box) else len(box.text or "")
            shown = words > BOX and 2 * words > _length(root)
        if shown:
            box.tag = "div"


def _open_folds(root: Element) -> None:
    """Make a button that unfolds a part of the text the title of that part: a question, of which that is the answer."""
    for button in list(root.iter("button")):
        title = button.getparent()
        alone = title is not None and title.tag in _TITLES and text_in(title).strip() == text_in(button).strip()
        if title is None or not (alone or "aria-expanded" in button.attrib or "aria-controls" in button.attrib):
            continue
        if any(above.tag in ("nav", "header", "form", "footer") for above in button.iterancestors()):
            continue
        answer = (title if alone else button).getnext()
        answer = answer if answer is not None else title.getnext()
        if answer is None or not text_in(button).strip() or not is_prose(answer):
            continue
        button.tag = "span" if alone else "summary"
        for unfolded in ("hidden", "aria-hidden"):
            if unfolded in answer.attrib:
                del answer.attrib[unfolded]


def is_prose(part: Element) -> bool:
    """Tell whether a part has a sentence that is no link."""
    links = sum(len(text_in(link)) for link in part.iter("a"))
    return len(" ".join(text_in(part).split())) > LINE + 2 * links


def drop_repeated(root: Element) -> None:
    """Drop what stands a second time for screens of another width, to the letter."""
    for node in cast("list[Element]", _FOR_SCREENS(root)):
        if node.tag not in _REPEATED:
            continue
        said = " ".join(text_in(node).split())
        if len(said) <= 2 * LINE:
            continue
        for other in list(islice(node.itersiblings(node.tag), 2)):
            if " ".join(text_in(other).split()) == said:
                remove(other)


def remove(node: Element) -> None:
    """Take an element away, and leave what follows it."""
    parent, before = node.getparent(), node.getprevious()
    if parent is None:
        return
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        parent.text = (parent.text or "") + (node.tail or "")
    parent.remove(node)


def _open_frames(root: Element) -> None:
    """A page of frames shows what it has for programs without frames, where that is more than a word about them."""
    for frames in root.iterchildren("frameset"):
        for otherwise in frames.iter("noframes"):
            # No parser of pages reads what is in it.
            inner = _parse(otherwise.text or "", etree.HTMLParser(remove_comments=True, encoding="utf-8"))
            if inner is not None and len(text_in(inner).strip()) > BOX:
                frames.tag = "body"
                otherwise.tag, otherwise.text = "div", None
                otherwise.extend(inner.iterchildren("body"))


def _length(root: Element) -> int:
    return sum(len(str(text).strip()) for text in root.itertext("p", "div", "li", "td"))


def _without_prefixes(root: Element) -> None:
    """XHTML that is served as a page may write MathML and drawings with a prefix, which HTML takes for the name."""
    for node in root.iter("*"):
        prefix, colon, name = str(node.tag).partition(":")
        if colon and prefix in _PREFIXES:
            node.tag = name


def _mend(root: Element) -> None:
    """Move what cannot be in the head to the body: libxml2 leaves it there where a page does not write `<body>`.

    What stands behind the body is of it as well.
    """
    head, body = root.find("head"), root.find("body")
    if body is not None and (body.getnext() is not None or (body.tail or "").strip()):
        behind = list(body.itersiblings())
        if (body.tail or "").strip():
            etree.SubElement(body, "p").text = body.tail
        body.tail = None
        body.extend(node for node in behind if node.tag != "head")
    if head is None:
        return
    first = next((index for index, node in enumerate(head) if node.tag not in _HEAD), None)
    loose = [] if first is None else list(head)[first:]
    if body is None:
        body = etree.SubElement(root, "body")
    for index, node in enumerate(loose):
        body.insert(index, node)


def _parse(text: str, parser: etree.HTMLParser) -> Element | None:
    if not is_writable(text):
        text = UNWRITABLE.sub("\ufffd", text)
    try:
        # As bytes: a str whose page declares an encoding would be refused.
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        if any(one.type == etree.ErrorTypes.ERR_NO_MEMORY for one in parser.error_log):
            raise MemoryError from error
        return None


def is_writable(text: str) -> bool:
    """Tell whether there is no sign in a text that no element may be given."""
    return not any(sign in text for sign in _CONTROLS)  # a tenth of the time that the pattern takes


def children_of(node: Element) -> list[Element]:
    """Return the elements that are directly in one, in a third of the time that iterating over it takes."""
    return node[:]  # type: ignore[index,return-value]  # the stubs of lxml know no slices


def text_in(node: Element) -> str:
    """Return all text inside an element."""
    if not len(node):
        return node.text or ""
    # A quarter of the time that its pieces take, one by one.
    return str(etree.tostring(node, method="text", encoding="unicode", with_tail=False))


class _Flattened:
    """Builds a tree without the elements that are nested too deeply."""

    def __init__(self) -> None:
        self._builder = etree.TreeBuilder()
        self._depth = 0

    def start(self, tag: str | bytes, attributes: dict[str | bytes, str | bytes]) -> None:
        self._depth += 1
        if self._depth <= DEEP:
            # Pages have elements and attributes of any name; a builder takes proper ones only.
            named = {name: value for name, value in attributes.items() if _NAME.fullmatch(str(name))}
            self._builder.start(_proper(tag), named)
        else:
            # The end of a block is the end of a word.
            self._builder.data(" ")

    def end(self, tag: str | bytes) -> None:
        if self._depth <= DEEP:
            self._builder.end(_proper(tag))
        self._depth -= 1

    def data(self, data: str | bytes) -> None:
        self._builder.data(data)

    def comment(self, text: str | bytes) -> None:
        """Comments are no text."""

    def close(self) -> Element:
        return self._builder.close()


def _proper(tag: str | bytes) -> str:
    return str(tag) if _NAME.fullmatch(str(tag)) else "span"
