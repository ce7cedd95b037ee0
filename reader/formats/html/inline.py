"""Some elements stand within a line of text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Literal

from reader.domain.document import BlockKind, MarkKind
from reader.domain.patterns import deferred
from reader.domain.wording import one_line
from reader.formats.builder import collapsed
from reader.formats.html.formulas import formula, formula_in, is_formula, is_source, plain_tex
from reader.formats.html.tree import children_of, text_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    from reader.formats.builder import InLine, Line
    from reader.formats.html.flow import Enter, Flow, Leave

LONGEST_LINK = 4096
"""Characters of a link at most: what is longer carries data, not an address."""

INLINE = frozenset(("a", "abbr", "b", "em", "i", "picture", "small", "source", "span", "strong", "u"))
_PERMALINKS = frozenset(
    ["headerlink", "anchor", "anchorjs-link", "header-anchor", "heading-anchor", "permalink", "hash-link"]
)
_LEADS_UP = deferred(
    r"(?:^|\s)(?:back-?to-?top|scroll-?(?:to-?)?top|to-?top|skip-(?:link|to-[\w-]+)|skip-?nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What links are called that lead to the head of the page, or past it."""
LONGEST_PERMALINK = 40
"""Characters of a link's own text, blanks and all, beyond which it is more than a sign."""
_FILE = deferred(r"\S*\d{3}\S*\.(?:jpe?g|png|gif|webp|svg|bmp|tiff?)", re.IGNORECASE)
"""The name that a camera gave a file, which programs put where a picture's text should be."""
_NAMED = deferred(r"[^\s_-]+(?:[_-]+[^\s_-]+){3,}")
"""The name that somebody gave one, with a hyphen or a dash for each blank."""
_WORDS = deferred(r"\w|^\s*[+,]")
_LETTERS = deferred(r"[^\W\d_]{2}|[\u3040-\u9fff\uac00-\ud7a3]")
_SAYING_NOTHING = frozenset(
    [
        "image",
        "img",
        "photo",
        "picture",
        "bild",
        "foto",
        "imagen",
        "immagine",
    ]
)
"""What programs put where a picture's text should be, in lower case."""
SAID_TWICE = 25
"""Characters from which on a picture's text is said once: pages repeat it for each size of the picture, or below it."""
NEAR = 4
"""Elements about a picture in which its words are looked for below it."""
_SILENT = frozenset(("script", "style", "noscript", "template"))
SMALL = 64
"""Pixels up to which a picture shows nothing that is written about."""


def enter_link(flow: Flow, link: Element) -> Leave | Literal[False]:
    """Enter a link, or a reference to a footnote."""
    label = flow.notes.get(link)
    if label is not None:
        flow.builder.note(label)
        return False
    if link in flow.backlinks or _is_permalink(link):
        return False
    if (name := link.get("class")) and _LEADS_UP.search(name):
        return False
    href = flow.resolve((link.get("href") or "").strip(" \t\n\r\f"))
    if href in ("", "#") or len(href) > LONGEST_LINK:
        return None
    return _marked(flow, MarkKind.LINK, href)


def target_of(flow: Flow, link: Element, text: str) -> str | None:
    """Return where a link leads that holds this text; None where it is more than a link, or none."""
    if link in flow.notes or link in flow.backlinks:
        return None
    return target_at(flow, link.get("href") or "", link.get("class"), text)


def target_at(flow: Flow, href: str, classes: str | None, text: str) -> str | None:
    """Return where a link of this target, these classes and this text leads; None where it is more than that."""
    if len(said := text.strip()) < 2 and (said in ("", "#", "¶") or classes is not None):
        return None  # it may lead to where it is
    if classes and _LEADS_UP.search(classes):
        return None
    target = flow.resolve(href.strip(" \t\n\r\f"))
    return None if target in ("", "#") or len(target) > LONGEST_LINK else target


def _mark_within(flow: Flow, mark: Element) -> Element | None:
    """The one mark that is all that another holds, as the code in a link that leads to what it names."""
    within = mark[0]
    alone = len(mark) == 1 and not mark.text and not within.tail and not len(within) and not within.keys()
    return within if alone and within.tag in MARKS and within not in flow.special else None


def says_more(flow: Flow, node: Element, names: Sequence[str | bytes]) -> bool:
    """Tell whether an element that has attributes of these names is hidden, led to, or something else by them."""
    if not _PLAIN.issuperset(names) or ("id" in names and node.get("id") in flow.wanted):
        return True
    return flow.visibility.is_hidden(node, names)


def line_of(flow: Flow, node: Element) -> Line | None:
    """Return the words of an element that holds nothing but them and marks without others inside, and those marks.

    None for any other, and where a blank at the edge of a mark would have to go.
    """
    text = node.text or ""
    if not len(node):
        return collapsed(text).lstrip(" "), ()
    children = children_of(node)
    # An item that holds a list has it last.
    if text.isspace() or children[-1].tag not in _IN_LINE or not flow.special.isdisjoint(children):
        return None
    pieces = [text]
    marks: list[InLine] = []
    at = len(text)
    for child in children:
        tag = child.tag
        if tag not in _IN_LINE:
            return None
        within = _mark_within(flow, child) if len(child) else None
        if within is None and len(child):
            return None
        names = child.keys()
        if names and names != _LEADING and says_more(flow, child, names):
            return None
        inner = child.text if within is None else within.text
        if inner:
            target = target_of(flow, child, inner) if tag == "a" else ""
            if target is None or inner[0].isspace() or inner[-1].isspace():
                return None
            pieces.append(inner)
            start, at = at, at + len(inner)
            if within is not None:
                marks.append((MARKS[str(within.tag)], start, at, ""))
            kind = _IN_LINE[tag]
            if kind is not None:
                marks.append((kind, start, at, target))
        tail = child.tail
        if tail:
            pieces.append(tail)
            at += len(tail)
    words = collapsed("".join(pieces))
    return (words, marks) if len(words) == at and words and not words[0].isspace() else None


def enter_sup(flow: Flow, sup: Element) -> Leave | Literal[False]:
    """Enter raised text, but not where it only raises a footnote's sign."""
    if any(link in flow.notes or link in flow.backlinks for link in sup.iter("a")):
        return None
    return _marked(flow, MarkKind.SUP)


def enter_label(flow: Flow, label: Element) -> Leave:
    """Enter the label of a field; two of a row of tabs are apart."""
    before = label.getprevious()
    while before is not None and before.tag == "input" and not before.tail:
        before = before.getprevious()
    if before is not None and before.tag == "label" and not before.tail:
        flow.builder.text(" ")
    return None


def enter_code(flow: Flow, _code: Element) -> Leave:
    """Enter code within a line; inside a code block it says nothing new."""
    return None if flow.verbatim else _marked(flow, MarkKind.CODE)


def enter_quoted(flow: Flow, _q: Element) -> Leave:
    """Enter a quotation within a line: its marks are text, as a browser shows them."""
    flow.builder.text("“")
    return lambda: flow.builder.text("”")


def enter_ruby_text(flow: Flow, rt: Element) -> Leave:
    """A reading beside its characters stands in brackets behind them, unless the page writes brackets itself."""
    ruby = rt.getparent()
    if ruby is not None and any(child.tag == "rp" for child in ruby):
        return None
    flow.builder.text("(")
    return lambda: flow.builder.text(")")


def enter_break(flow: Flow, _br: Element) -> Leave:
    """Enter a line break."""
    if flow.grid is not None:
        flow.builder.text(" ")
    else:
        flow.builder.line()
    return None


def enter_image(flow: Flow, image: Element) -> Leave | Literal[False]:
    """A picture is its alternative text: within the line where it stands in one, a figure where it stands alone.

    What is small and alone is an ornament, or somebody's face.
    """
    alt = plain_tex(one_line(image.get("alt") or ""))
    if not alt and (title := image.get("title")) and ("\\" in title or "^" in title) and is_formula(title):
        alt = plain_tex(one_line(title))
    if not alt or _FILE.fullmatch(alt) or _NAMED.fullmatch(alt) or alt.casefold() in (flow.caption or "").casefold():
        return False
    alone = flow.grid is None and flow.footnote is None and _stands_alone(flow, image)
    if alone and alt.casefold() in _SAYING_NOTHING:
        return False
    if alone and ((len(alt) >= SAID_TWICE and alt in flow.pictures) or _is_said_below(image, alt)):
        flow.resume_behind_text()
        return False
    if alone:
        flow.pictures.add(alt)
    if alone and not _is_small(image):
        flow.begin(BlockKind.FIGURE)
        flow.builder.text(alt)
        flow.resume()
    elif not alone:
        flow.builder.text(_apart(image, alt))
    return False


def _apart(image: Element, alt: str) -> str:
    """The words of a picture with blanks about them where a word touches it; one alone may be a part of that word."""
    before, parent = image.getprevious(), image.getparent()
    left = before.tail if before is not None else parent.text if parent is not None else ""
    if " " not in alt:
        return alt
    return f"{' ' if (left or '')[-1:].isalnum() else ''}{alt}{' ' if (image.tail or '')[:1].isalnum() else ''}"


def enter_drawing(flow: Flow, svg: Element) -> Literal[False]:
    """Enter a drawing: the words that are written in it, as a figure where it stands alone."""
    if flow.verbatim or _is_pressed(svg):
        return False
    said = [one_line(text_in(words)) for words in svg.iter("text", "foreignobject") if not _is_defined(words)]
    pieces = [piece for piece in dict.fromkeys(said) if _LETTERS.search(piece)]
    if not pieces:
        return False
    alone = flow.grid is None and flow.footnote is None and _stands_alone(flow, svg)
    if alone:
        flow.begin(BlockKind.FIGURE)
    flow.builder.text(" · ".join(pieces) if alone else f" {' '.join(pieces)} ")
    if alone:
        flow.resume()
    return False


def _is_defined(words: Element) -> bool:
    """Whether words are part of what a drawing only defines."""
    return any(above.tag in ("defs", "symbol", "clippath", "mask") for above in words.iterancestors())


def _is_pressed(svg: Element) -> bool:
    return any(above.tag in ("a", "button", "nav", "label") for above in svg.iterancestors())


def enter_noscript(_flow: Flow, noscript: Element) -> Leave | Literal[False]:
    """Enter what stands for a script: a picture that it would load; anything else is no text."""
    return None if shows_picture(noscript) else False


def shows_picture(noscript: Element) -> bool:
    """Tell whether it holds a picture with words and nothing else, and none is beside it that has them."""
    if not any((image.get("alt") or "").strip() for image in noscript.iter("img")) or text_in(noscript).strip():
        return False
    parent = noscript.getparent()
    return parent is None or not any(
        (image.get("alt") or "").strip()
        for image in parent.iter("img")
        if not any(above.tag == "noscript" for above in image.iterancestors())
    )


def enter_button(_flow: Flow, button: Element) -> Leave | Literal[False]:
    """Enter a button: one that is named in the midst of a sentence is read."""
    parent = button.getparent()
    if parent is None or parent.tag not in ("p", "li", "td", "dd"):
        return False
    before = button.getprevious()
    left = parent.text if before is None else before.tail
    return None if _WORDS.search(left or "") and _WORDS.search(button.tail or "") else False


def enter_math(flow: Flow, math: Element) -> Literal[False]:
    """Enter a formula, as its source in TeX or else as it can be read in a line."""
    flow.builder.text(formula(math))
    return False


def enter_script(flow: Flow, script: Element) -> Literal[False]:
    """Enter the source of a formula that a script would draw; any other script is no text."""
    if is_source(script):
        flow.builder.text(formula_in(script))
    return False


def _is_permalink(link: Element) -> bool:
    if len(link.text or "") > LONGEST_PERMALINK:
        return False
    text = text_in(link).strip()
    if len(text) > 1:
        return False
    classes = (link.get("class") or "").lower().split()
    return (not text.isalnum() and not _PERMALINKS.isdisjoint(classes)) or (
        text in ("#", "¶") and "href" in link.attrib
    )


def without_permalinks(node: Element) -> str:
    """Return the text of an element without the signs that lead to where it is."""
    for link in list(node.iter("a")):
        if _is_permalink(link):
            link.text = None
            link[:] = []
    return text_in(node)


def _is_small(image: Element) -> bool:
    width = image.get("width") or ""
    return width.isascii() and width.isdigit() and int(width[:9]) <= SMALL


def _stands_alone(flow: Flow, image: Element) -> bool:
    """Whether no text stands beside it in its line."""
    node, parent = image, image.getparent()
    while parent is not None and parent.tag in INLINE and not _text_beside(node, parent):
        node, parent = parent, parent.getparent()
    if parent is None or parent.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", *INLINE):
        return parent is None or (parent.tag == "p" and _is_wordless(flow, parent))
    return not _text_beside(node, parent)


def _is_said_below(image: Element, alt: str) -> bool:
    """Whether the first words below a picture are those that are its text: its caption, in whatever element."""
    node: Element | None = image
    for _ in range(NEAR):
        if node is None:
            return False
        for below in islice(node.itersiblings(), NEAR):
            said = one_line(_first_words(below, 2 * len(alt)))
            if said:
                return said == alt or (len(alt) >= SAID_TWICE and said.startswith(alt))
        node = node.getparent()
    return False


def _first_words(node: Element, enough: int) -> str:
    """The text of an element as far as it is looked at."""
    words = ""
    for piece in node.itertext() if isinstance(node.tag, str) and node.tag not in _SILENT else ():
        words += str(piece)
        if len(words.strip()) > enough:
            break
    return words + (node.tail or "") if not words.strip() else words


def _is_wordless(flow: Flow, paragraph: Element) -> bool:
    if flow.wordless is None or flow.wordless[0] is not paragraph:
        flow.wordless = paragraph, not text_in(paragraph).strip()
    return flow.wordless[1]


def _text_beside(node: Element, parent: Element) -> bool:
    before = node.getprevious()
    left = parent.text if before is None else before.tail
    return bool((left or "").strip() or (node.tail or "").strip())


def _marked(flow: Flow, kind: MarkKind, value: str = "") -> Leave:
    flow.builder.open(kind, value)
    return flow.builder.close


MARKS = {
    **dict.fromkeys(("em", "i", "cite", "dfn", "var"), MarkKind.EMPHASIS),
    **dict.fromkeys(("strong", "b"), MarkKind.STRONG),
    **dict.fromkeys(("del", "s", "strike"), MarkKind.STRIKE),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), MarkKind.CODE),
    "sub": MarkKind.SUB,
}
"""What is nothing but a mark, wherever it stands; code is none in a code block."""


_IN_LINE: dict[str, MarkKind | None] = {"a": MarkKind.LINK, "span": None, **MARKS}
_LEADING = ["href"]
_PLAIN = frozenset(("class", "href", "id"))
"""The attributes that nearly all have which have any."""


def _mark(kind: MarkKind) -> Enter:
    def enter(flow: Flow, _element: Element) -> Leave:
        flow.builder.open(kind)
        return flow.builder.close

    return enter


LINES: dict[str, Enter] = {
    **{name: enter_code if kind is MarkKind.CODE else _mark(kind) for name, kind in MARKS.items()},
    "a": enter_link,
    "br": enter_break,
    "button": enter_button,
    "img": enter_image,
    "label": enter_label,
    "math": enter_math,
    "noscript": enter_noscript,
    "q": enter_quoted,
    "rt": enter_ruby_text,
    "script": enter_script,
    "sup": enter_sup,
    "svg": enter_drawing,
}
