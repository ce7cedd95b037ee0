"""Some of a page is not to be seen, or is the second form of something that is."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.formulas import formula, is_formula, is_source, plain_tex
from reader.formats.html.names import KNOWN, unlikely
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.etree import _Element as Element

_HIDING = frozenset(("aria-hidden", "class", "hidden", "style"))
"""The attributes by which an element may be hidden."""
_HIDDEN = deferred(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FOR_THE_EAR = deferred(
    r"(?:^|[\s_-])(?:visually-?hidden|(?:is-)?sr-?(?:only|text)|screen-?reader(?:s?-?(?:text|only))?|a-offscreen|off-?screen"
    r"|assistive-text|(?:a11y|accessib\w{1,6})-hidden|hidden-accessible|hide-?text|show-for-sr)(?:$|\s)",
    re.IGNORECASE,
)
"""What is called that is there for screen readers only."""
_CLIPPED = deferred(
    r"clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?:left|text-indent)\s*:\s*-\d{4,}px"
    r"|font-size\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
"""How style sheets keep a part of a line from the eye, and leave it to screen readers."""
_EDITING = frozenset(
    ("mw-editsection", "mw-cite-backlink", "noprint", "onlyprint", "only-print", "print-only", "printonly")
)
"""What stands about a text for its writers, or for paper: a second heading, a list of what is below."""
_LINE_NUMBER = deferred(
    r"(?:^|[\s_-])(?:ln|lnos?|line-?nos?|line-?num(?:ber)?s?|linenr|tag_listingline|gutter|rouge-gutter|td-lineno)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSELECTABLE = deferred(r"user-select\s*:\s*none", re.IGNORECASE)
_NUMBERS = deferred(r"[\d\s.:|]*")
_ICON = deferred(r"icon|symbol|glyph", re.IGNORECASE)
_SILENT = frozenset(("script", "style", "noscript", "template", "head", "title"))
_INLINE = frozenset(
    (
        "span",
        "b",
        "i",
        "em",
        "strong",
        "sup",
        "sub",
        "small",
        "abbr",
        "time",
        "data",
        "bdi",
        "font",
        "del",
        "ins",
        "s",
        "u",
    )
)
_WORD = deferred(r"\w")
_NO_WORD = deferred(r"\W+")
_FRAMES = frozenset(("span", "div", "nobr"))
_MATH = deferred(r"math|tex", re.IGNORECASE)
_TYPESET = deferred(r"katex|mathjax|mjx", re.IGNORECASE)
_SENTENCES = frozenset(("p", "li", "td", "dd", "blockquote"))

MORE = 3
"""How many times as much has to be hidden as is seen, to be what the page is about."""
ENOUGH, SEEN = 500, 100
"""Characters of an article that is hidden and called otherwise, and of all that is seen of its page, at most."""
LEAF, ROW = 100, 60
"""Characters of a page or a tab that is one, and how many elements are looked through for the one that is shown."""
_STATES = frozenset(
    ("hidden", "hide", "active", "inactive", "current", "show", "shown", "visible", "open", "in", "selected")
)
FOLD, NEAR = 40, 4
"""Characters of prose that is folded away at least, and how many elements beside one are looked at."""
_FOLDED = deferred(
    r"spoiler|accordion|collaps|toggle|faq|answer|expand|(?:^|[\s_-])(?:fold(?:ed|able)?|(?:read|show|view|see)-?more"
    r"|more(?:-?(?:text|content))?|full-?text)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What is called that is shown when somebody asks for it."""
_MORE = deferred(
    r"\W*(?:(?:read|show|see|view) (?:more|all|full\b.{0,20}|the (?:rest|answer).{0,20})|continue reading|expand|show"
    r"|spoiler|mehr(?: lesen| anzeigen)?|weiterlesen|(?:lire|afficher) la suite|(?:lire|voir|afficher) plus"
    r"|(?:leer|ver|mostrar) (?:más|todo)|leggi (?:tutto|di più)|(?:ler|ver|mostrar) mais|lees (?:verder|meer)"
    r"|l[äe]s mer|czytaj (?:dalej|więcej)|читать (?:далее|дальше|полностью)|показать(?: (?:ещё|все|полностью))?"
    r"|続きを読む|もっと見る|展开(?:全文)?|阅读全文|閱讀全文|더 ?보기)\W*",
    re.IGNORECASE,
)
"""What stands on what one presses to read on."""
_PASSING = frozenset(("modal", "dropdown", "popover", "tooltip", "offcanvas"))
_FRAME = frozenset(("nav", "header", "footer", "form"))
WORDS = 3
"""Words from which on what screen readers pass over is text all the same."""


class Visibility:
    """`Visibility` tells whether an element of one page is to be left out.

    Pages hide what a script shows later: where most of the words are hidden, it is those that the page is about.
    """

    def __init__(self, root: Element, scripts: Iterable[Element]) -> None:
        """`scripts` are all that are in the page."""
        self._root = root
        self._revealed: str | None = None
        self._controlled: frozenset[str] | None = None
        self._formulas: dict[Element, bool] = {}
        """Whether there is one in an element: asked once, not for each of thousands of children."""
        self.drawn = frozenset(chain(_drawn_before_sources(scripts), _drawn_beside_formulas(root)))
        """What was drawn of formulas that stand beside it."""

    def is_hidden(self, node: Element, names: Sequence[str | bytes]) -> bool:
        """Tell whether an element is not seen, which has attributes of these names."""
        if names[0] == "class" and len(names) == 1 and not self.drawn:
            # Most have a class and nothing else, and nearly none is one that hides.
            if not _named(node.get("class") or ""):
                return False
        elif _HIDING.isdisjoint(names) and not self.drawn:
            return False
        if node is self._root:
            return False
        if node in self.drawn:
            return True
        if node.get("aria-hidden") == "true":
            return self._is_twin(node)
        classes = node.get("class")
        named = _named(classes) if classes else ""
        style = node.get("style")
        if style is not None and not named and node.tag in _INLINE and _CLIPPED.search(style):
            named = "heard"
        if named == "heard":
            # A stroke or a comma parts what is seen only by its place: the two figures of a fraction.
            return bool(_WORD.search(text_in(node))) and not (_is_only_form(node) or self._is_most(node))
        if named == "editing":
            return not self._is_most(node)
        numbered = named == "number" or (style is not None and _UNSELECTABLE.search(style) is not None)
        if numbered and _is_number(node):
            return True
        if node.get("role") == "tabpanel":
            return False  # all that a reader would choose from
        if "hidden" not in names and (style is None or _HIDDEN.search(style) is None):
            return False
        shown = _holds_formula(node) or self._is_most(node) or _is_one_of_a_row(node) or self._is_unfolded(node)
        return not shown

    def _is_unfolded(self, node: Element) -> bool:
        """Whether it is prose that a reader unfolds: it is called so, or something to press names it."""
        if unlikely(node) or _prose(node) < FOLD:
            return False
        name = node.get("id")
        if _FOLDED.search(f"{node.get('class') or ''} {name or ''}") or any(map(_unfolds, _near_presses(node))):
            return True
        if self._controlled is None:
            self._controlled = frozenset(_controlled(self._root))
        return name is not None and name in self._controlled

    def _is_twin(self, node: Element) -> bool:
        """Of what only screen readers pass over, what is no more than a drawing, or has another form beside it."""
        parent = node.getparent()
        if node.tag == "figcaption":
            return False  # it is seen, and the picture says the same to the ear
        if node.tag == "img":
            alone = parent is None or not self._has_formula(parent)
            return not (alone and is_formula(node.get("alt") or ""))
        if node.tag not in _INLINE:
            return not (self._is_most(node) or self._is_unfolded(node))
        if _ICON.search(node.get("class") or "") or not _WORD.search(text_in(node)):
            return True
        if parent is not None and (self._has_formula(parent) or _before_formula(node)) and not _holds_formula(node):
            return True
        if any(_is_drawn_in_parts(node, spoken) for spoken in _spoken_beside(node)):
            return True
        return not (_is_spoken_otherwise(node) or len(text_in(node).split()) >= WORDS or _is_said(node))

    def _has_formula(self, parent: Element) -> bool:
        if parent not in self._formulas:
            self._formulas[parent] = _holds_formula(parent)
        return self._formulas[parent]

    def _is_most(self, node: Element) -> bool:
        """Whether what is hidden holds most of the words of the page, and this some of them."""
        if self._revealed is None:
            self._revealed = self._hides_most()
        return self._revealed != "" and (self._revealed == "all" or not unlikely(node)) and _prose(node) > 0

    def _hides_most(self) -> str:
        """What of the hidden is the page: all of it, where nothing else is; only what nothing calls otherwise; none."""
        hidden = named = 0
        waiting = [self._root]
        while waiting:
            for child in waiting.pop():
                if child.tag in _SILENT or not isinstance(child.tag, str):
                    continue
                if child.attrib and _is_marked(child):
                    prose = _prose(child)
                    hidden += 0 if unlikely(child) else prose
                    named += prose
                else:
                    waiting.append(child)
        everything = _prose(self._root)
        if (MORE + 1) * hidden > MORE * everything:
            return "most"
        return "all" if not hidden and named > ENOUGH and everything - named < SEEN else ""


def hides_nothing(classes: str, style: str) -> bool:
    """Tell whether no element of these classes and this style is hidden by them, wherever it stands."""
    return not (classes and _named(classes)) and not (
        style and (_HIDDEN.search(style) or _CLIPPED.search(style) or _UNSELECTABLE.search(style))
    )


def _near_presses(node: Element) -> Iterator[Element]:
    """What could be pressed directly before or behind an element, or the one that it ends."""
    for beside in (node.getprevious(), node.getnext()):
        if beside is not None:
            yield from islice(beside.iter("a", "button", "span"), NEAR)


def _unfolds(press: Element) -> bool:
    return _MORE.fullmatch(text_in(press).strip()) is not None


def _controlled(root: Element) -> Iterator[str]:
    """The names of what is unfolded by pressing something in the text."""
    for node in root.iter("a", "button", "div", "span", "label", "h2", "h3", "h4", "h5"):
        if not node.attrib or not _PASSING.isdisjoint((node.get("data-toggle"), node.get("data-bs-toggle"))):
            continue
        target = node.get("aria-controls") or node.get("data-bs-target") or node.get("data-target") or ""
        if not target and (node.get("data-toggle") or node.get("data-bs-toggle")) == "collapse":
            target = node.get("href") or ""
        if target and not any(above.tag in _FRAME for above in node.iterancestors()):
            yield from target.replace("#", " ").split()


def _is_one_of_a_row(node: Element) -> bool:
    """Whether it is a page or a tab of which another is shown, and holds prose as that does."""
    parent = node.getparent()
    kind = _kind(node)
    if parent is None or not kind or node.tag in _INLINE or _prose(node) < LEAF:
        return False
    return any(
        one is not node and one.tag == node.tag and _kind(one) == kind and not _is_marked(one) and _prose(one) >= LEAF
        for one in islice(parent, ROW)
    )


def _kind(node: Element) -> frozenset[str]:
    """The classes and the role of an element but for what says whether it is shown."""
    return frozenset(f"{node.get('class') or ''} {node.get('role') or ''}".split()) - _STATES


def _is_marked(node: Element) -> bool:
    block = (node.tag not in _INLINE or len(node) > NEAR) and (
        node.get("aria-hidden") == "true" or _named(node.get("class") or "") == "heard"
    )
    return block or node.get("hidden") is not None or _HIDDEN.search(node.get("style") or "") is not None or (
        not _EDITING.isdisjoint((node.get("class") or "").split())
    )  # fmt: skip


def _prose(node: Element) -> int:
    """Characters of text that is no link, no script and no label."""
    length = 0
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.tag in _SILENT or one.tag == "a" or not isinstance(one.tag, str):
            continue
        length += len((one.text or "").strip()) + sum(len((child.tail or "").strip()) for child in one)
        waiting.extend(one)
    return length


def _is_spoken_otherwise(node: Element) -> bool:
    """Whether what is drawn here is there for the ear too: beside it, or as the label of what it is in."""
    if next(_spoken_beside(node), None) is not None:
        return True
    return any(above.get("aria-label") for above in islice(node.iterancestors(), 2))


def _is_said(node: Element) -> bool:
    """Whether it is a part of a sentence, or a formula: neither has another form."""
    parent = node.getparent()
    if parent is None or _TYPESET.search(f"{node.get('class') or ''} {parent.get('class') or ''}"):
        return parent is not None
    before = node.getprevious()
    left = parent.text if before is None else before.tail
    return parent.tag in _SENTENCES and len((left or "").strip()) > 1 and len((node.tail or "").strip()) > 1


def _spoken_beside(node: Element) -> Iterator[Element]:
    """What is for the ear only, before and behind an element."""
    for before in (True, False):
        between = node.tail
        for beside in islice(node.itersiblings(preceding=before), NEAR):
            if ((beside.tail if before else between) or "").strip():
                break
            between = beside.tail
            if _is_for_the_ear(beside):
                yield beside
            if beside.get("aria-hidden") != "true":
                break  # what is drawn may be in several pieces


def _is_for_the_ear(node: Element) -> bool:
    return _named(node.get("class") or "") == "heard" or _CLIPPED.search(node.get("style") or "") is not None


def _is_only_form(node: Element) -> bool:
    """Whether what is for the ear stands beside something drawn that says nothing in words."""
    for beside in (node.getprevious(), node.getnext()):
        if beside is not None and beside.get("aria-hidden") == "true":
            if not _WORD.search(text_in(beside)) or _ICON.search(beside.get("class") or "") is not None:
                return True
            return _is_drawn_in_parts(beside, node)
    return _holds_formula(node)


def _is_drawn_in_parts(drawn: Element, spoken: Element) -> bool:
    """Whether what is drawn is set of pieces, between which the signs are missing that the spoken form has: a price."""
    one, other = text_in(drawn), text_in(spoken)
    return len(drawn) > 1 and one.strip() != other.strip() and _NO_WORD.sub("", one) == _NO_WORD.sub("", other)


def _holds_formula(node: Element) -> bool:
    """Whether there is a formula inside, and little else."""
    if next(node.iter("math", "{http://www.w3.org/1998/Math/MathML}math"), None) is not None:
        return node.tag in _INLINE or node.tag not in ("div", "p", "td", "li", "article", "section", "body")
    return False


def _before_formula(node: Element) -> bool:
    """Whether the source of a formula follows directly, of which this is how it was drawn."""
    after = node.getnext()
    return (
        after is not None
        and not (node.tail or "").strip()
        and after.tag == "script"
        and (after.get("type") or "").startswith("math/")
    )


def _drawn_before_sources(scripts: Iterable[Element]) -> Iterator[Element]:
    """What was drawn of formulas whose sources follow, and what stood there until they were."""
    for script in scripts:
        if not is_source(script):
            continue
        node = script.getprevious()
        while node is not None and node.tag in _FRAMES and not (node.tail or "").strip():
            if not (_MATH.search(node.get("class") or "") or _holds_formula(node)):
                break
            yield node
            node = node.getprevious()


def _drawn_beside_formulas(root: Element) -> Iterator[Element]:
    """The pictures of formulas that stand beside them as MathML."""
    for math in root.iter("math"):
        for above in islice(math.iterancestors(), 2):
            if above.tag not in _INLINE:
                break
            behind = above.getnext() if not (above.tail or "").strip() else None
            for image in chain(above.iter("img"), [behind] if behind is not None and behind.tag == "img" else []):
                alt = image.get("alt") or ""
                if alt and plain_tex(alt) == formula(math):
                    yield image


@lru_cache(KNOWN)
def _named(classes: str) -> str:
    """What classes say that an element is for: to be heard, to be edited, to number a line."""
    words = frozenset(classes.split())
    if _FOR_THE_EAR.search(classes):
        return "heard"
    if not words.isdisjoint(_EDITING):
        return "editing"
    return "number" if _LINE_NUMBER.search(classes) else ""


def _is_number(node: Element) -> bool:
    text = text_in(node)
    return len(text) < 100_000 and _NUMBERS.fullmatch(text) is not None
