"""Within an article's element some things are not of the article: link lists, forms, share bars, boxes about it."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.extraction.candidates import captions, stands_amid
from reader.formats.html.extraction.link_lists import (
    BOXES,
    HEADINGS,
    LINES,
    LINK_LIST,
    TEASER,
    LinkLists,
    is_contents,
    is_of_data,
)
from reader.formats.html.extraction.measures import LABEL, LINE, MOST
from reader.formats.html.extraction.notices import (
    is_about,
    is_count,
    is_filed,
    is_notice,
    is_signed_below,
    is_tags,
    leads_elsewhere,
    names_author,
    names_elsewhere,
)
from reader.formats.html.formulas import is_source
from reader.formats.html.inline import shows_picture
from reader.formats.html.names import (
    BESIDE,
    HOVER,
    NOTES,
    ROLES,
    SIGNED,
    STRAY,
    SUBTITLE,
    around,
    is_callout,
    names_of,
    unlikely,
    weigh,
)
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

    from reader.domain.document import Metadata
    from reader.formats.html.extraction.measures import Measures

MORE_LINKS = 0.25
"""Share of links from which on what is set aside within a text leads elsewhere."""
BOX = 8
"""Elements at the end of one among which the author may be spoken of."""
NOTICE = 600
"""Characters at most of a paragraph that is called a disclosure, or an invitation to subscribe."""
NAME, BESIDE_IT = 60, 40
"""Characters of the name of who speaks, and the pieces beside one that are looked at for others."""
LABELLED = 12
"""Characters of what is said below a picture."""
LEAD = 50
"""Characters of a lead at least."""
_CLOCK = deferred(r"\b\d{1,2}[:.h]\d\d\b")
"""A time of the day, as stands in the line that says when something was published."""
_PICTURE = deferred(r"(?:^|[\s_-])(?:image|img|photo|picture|media|video)(?:$|[\s_-])", re.IGNORECASE)

_OUTSIDE = frozenset(["nav", "aside", "footer", "script", "style", "noscript", "iframe", "button"])
_WHOLE = HEADINGS | {"p", "pre", "blockquote", "table", "figure", "picture", "dt", "figcaption", "summary", "math"}
"""What stays or goes as one."""
_PARTS = HEADINGS | {"pre", "blockquote", "table", "figure", "ul", "ol", "dl", "hr", "math", "p"}
_WITHIN_LINES = frozenset(("span", "small", "time", "em", "i", "b"))
_WRAPPED = frozenset(("p", "aside", "ul", "ol", "dl", "table"))
_NUMBERED = HEADINGS | {"p"}
"""What is a number by itself where it names what follows."""
_PIECES = frozenset(("div", "section"))
_FACTS = frozenset(("dt", "dd", "th", "td"))
"""What stands in a list or a table of facts: one of them alone says nothing without the other."""
_CHOICES = frozenset(("radio", "checkbox", "hidden"))
"""Fields that nobody fills in: tabs are made of them, and lists of tasks."""
_WORDLESS = frozenset(("toc", "nav", "breadcrumb", "breadcrumbs", "pagination", "tag", "tags", "button", "buttons",
                       "toolbar", "edit", "votes", "meta", "dateline", "byline", "share", "sharing"))  # fmt: skip
"""What is called so holds no prose: where there is some, the name means something else."""
_ADDED = ("pre", "math", "figure", "table", "blockquote")


class Clutter:
    """`Clutter` tells what is to be left out between `root` and the elements in it that are `kept`, and within those.

    What is `out` never is of the article; `heading` always is, and the lead that stands between it and the rest.
    """

    def __init__(
        self,
        measures: Measures,
        root: int,
        kept: frozenset[int],
        out: frozenset[int],
        heading: Element | None,
        about: Metadata,
    ) -> None:
        self._measures = measures
        self._said = about
        self._root, self._kept, self._out = root, kept, out
        self._heading = -1 if heading is None else measures.index[heading]
        self._first, self._last = min(kept), max(kept)
        pieces = {(node.tag, _words_of(node)) for at in kept if (node := measures.nodes[at]).tag in _PIECES}
        self._pieces = pieces if len(kept) > 1 else set()
        self._parents = frozenset(measures.parents[at] for at in kept)
        self._about = frozenset(above for at in (*kept, self._heading) for above in measures.above(at))
        self._prose = measures.without(out)
        self._most = MOST * sum(self._prose[at] for at in kept)  # what holds that is the article, whatever it is called
        self._disbelieved = self._too_many()
        self._figures: set[str] = set()
        self._opening, self._closing = self._text_within()
        self._links = LinkLists(measures, root, kept, self._prose, about.url, self._closing)
        self._named = self._called_article()

    def _called_article(self) -> tuple[int, int, str]:
        """Where the element begins and ends that the page calls its article, where it is one and holds all of it."""
        measures = self._measures
        for tag in ("article", "main"):
            named = [measures.index[one] for one in islice(measures.nodes[0].iter(tag), 2)]
            if len(named) == 1 and named[0] < self._first and self._last < measures.ends[named[0]]:
                return named[0], measures.ends[named[0]], tag
        return 0, 0, ""

    def _text_within(self) -> tuple[int, int]:
        """Where the text begins and ends: the lines above its first paragraph say when it was published, and by whom,
        and what stands below its last may lead elsewhere.
        """
        end = max(self._measures.ends[at] for at in self._kept)
        own = self._measures.own
        out = [range(at, self._measures.ends[at]) for at in self._measures.outermost(self._out)]
        long = [
            at for at in range(self._first, end)
            if own[at] >= LABEL and self._prose[at] and not any(at in some for some in out)
        ]  # fmt: skip
        if not long:  # a text of short paragraphs begins with the first that is one, and ends with the last
            long = [at for at in range(self._first, end) if own[at] >= LEAD and self._prose[at]]
        return (long[0], long[-1]) if long else (end, end)

    def _too_many(self) -> frozenset[str]:
        """The names that say nothing here: what is called so holds most of the article together."""
        called: dict[str, list[int]] = {}
        for at in range(self._root, self._measures.ends[self._root]):
            node = self._measures.nodes[at]
            if not self._prose[at]:
                continue
            if node.attrib and (word := around(node)):
                called.setdefault(word, []).append(at)
            if node.tag in _OUTSIDE:
                called.setdefault(f"<{node.tag}>", []).append(at)
        held = {word: sum(self._prose[at] for at in self._measures.outermost(some)) for word, some in called.items()}
        return frozenset(word for word, prose in held.items() if prose > self._most)

    def find(self) -> Iterator[Element]:
        """Find the outermost elements to leave out."""
        measures = self._measures
        waiting = [(self._root, self._root in self._kept)]
        while waiting:
            parent, inside = waiting.pop()
            links = self._links.bare_links(measures.nodes[parent]) if inside else frozenset()
            links |= self._links.lists_elsewhere(measures.nodes[parent])
            links |= self._of_author(measures.nodes[parent])
            for child in measures.nodes[parent]:
                at = measures.index.get(child)
                if at is None or at == self._heading:
                    continue
                if inside and child.tag == "p":
                    yield from (one for one in child.iter("span", "div") if _is_shown_over(one))
                if child.tag == "figure" and self._is_repeated(child):
                    yield child
                    continue
                within = inside or at in self._kept
                if at < self._opening and within and self._is_inline_about(child):
                    yield child
                    continue
                if within and at not in self._about and self._links.is_of_teasers(at):
                    yield child
                    continue
                line = within and child.tag in ("p", "div") and at not in self._about and self._is_aside_line(at)
                if line or (within and child in links):
                    yield child
                elif at in self._about or at in self._kept:
                    waiting.append((at, within))
                elif at in self._out and not self._is_most_of_line(at):
                    yield child
                elif not within:
                    if not (
                        self._is_lead(at)
                        or self._is_between(at)
                        or self._heads_it(at)
                        or self._is_like_kept(at)
                        or self._is_part_of_it(at)
                    ):
                        yield child
                elif self._prose[at] > self._most:
                    waiting.append((at, True))
                elif self._is_clutter(at) and not self._is_speaker(at):
                    yield child
                elif child.tag not in _WHOLE and len(child):
                    waiting.append((at, True))

    def _is_most_of_line(self, at: int) -> bool:
        """Whether it is a part of a line, and that line most of the page, as where lines are broken by `br` only."""
        node = self._measures.nodes[at]
        return node.tag in ("span", "font") and len(text_in(node)) > MOST * self._measures.length[0]

    def _is_repeated(self, figure: Element) -> bool:
        """Whether a picture with these words stood before: pages have one for wide and one for narrow screens."""
        words = " ".join(text_in(figure).split())
        if len(words) < LINE:
            return False
        known = words in self._figures
        self._figures.add(words)
        return known

    def _is_between(self, at: int) -> bool:
        """Whether it is a part of a text and stands among the pieces of the article: a heading, a list, code."""
        if not self._first < at < self._last or self._measures.parents[at] not in self._parents:
            return False
        node = self._measures.nodes[at]
        part = node.tag in _PARTS or _only_part(node).tag in _PARTS or self._is_called_alike(node)
        return part and not self._is_clutter(at)

    def _heads_it(self, at: int) -> bool:
        """Whether it is the heading of what is kept, directly before that, or the second half of the title."""
        measures = self._measures
        node = measures.nodes[at]
        if node.tag not in HEADINGS:
            return False
        before, after = node.getprevious(), node.getnext()
        second = before is not None and measures.index.get(before) == self._heading
        heads = after is not None and measures.index.get(after) in self._kept
        if not heads and not (second and node.tag == measures.nodes[self._heading].tag):
            return False
        text = text_in(node).strip()
        return not (names_elsewhere(text) or names_author(text) or self._is_clutter(at))

    def _is_called_alike(self, node: Element) -> bool:
        """Whether it is called as the pieces of the article are, where that is in several: one for each paragraph."""
        words = _words_of(node)
        return any(node.tag == tag and 2 * len(words & others) >= len(words | others) for tag, others in self._pieces)

    def _is_like_kept(self, at: int) -> bool:
        """Whether it is a section as one of the article's beside it is, with a heading as that has: its references."""
        measures = self._measures
        node = measures.nodes[at]
        if measures.parents[at] not in self._parents or not (at > self._last or self._heading < at < self._first):
            return False
        if NOTES.search(names_of(node)):
            return at > self._last
        if at > self._last and self._is_named_alike(at):
            return not self._is_clutter(at)
        heading = next(node.iter(*HEADINGS), None)
        if heading is None or text_in(node).strip()[:1] != text_in(heading).strip()[:1]:
            return False
        alike = (
            measures.nodes[one] for one in self._kept
            if measures.nodes[one].tag == node.tag
            and (node.tag == "section" or measures.nodes[one].get("class") == node.get("class"))
        )  # fmt: skip
        return any(next(one.iter(heading.tag), None) is not None for one in alike) and not self._is_clutter(at)

    def _is_named_alike(self, at: int) -> bool:
        """Whether it has the class that a piece of the article has, and no link: a further subsection of a law."""
        measures = self._measures
        name = measures.nodes[at].get("class")
        if not name or measures.linked[at] or not measures.length[at]:
            return False
        return any(measures.nodes[one].get("class") == name for one in self._kept)

    def _is_part_of_it(self, at: int) -> bool:
        """Whether it is a figure with words, a table or a section with a heading in what the page calls its article."""
        measures = self._measures
        node = measures.nodes[at]
        if not self._named[0] < at < self._named[1] or at < self._heading:
            return False
        if not measures.length[at]:
            return at > self._first and _has_captions(node) and not self._is_clutter(at)
        if node.tag in HEADINGS and (names_elsewhere(text := text_in(node).strip()) or names_author(text)):
            return False
        if node.tag in ("div", "section", "header"):
            if self._named[2] == "main" and _only_part(node).tag != "table":
                return False
            if next(node.iter("figcaption", "table", *HEADINGS), None) is None:
                return False
            if measures.link_share(at) > MORE_LINKS and _only_part(node).tag != "table" and not self._lists_beside(at):
                return False
        elif node.tag not in _PARTS:
            return False
        return not self._is_clutter(at)

    def _lists_beside(self, at: int) -> bool:
        """Whether a section behind the text is a list that its heading announces, as those before it have one."""
        node = self._measures.nodes[at]
        heading = next(node.iter(*HEADINGS), None)
        if node.tag != "section" or heading is None or names_elsewhere(text_in(heading).strip()):
            return False
        return any(self._measures.nodes[one].tag == "section" for one in self._kept) or any(
            above.tag == "section" for above in islice(self._measures.nodes[self._first].iterancestors(), 2)
        )

    def _is_speaker(self, at: int) -> bool:
        """Whether it is a name that begins a piece of the article, and others begin so: who speaks, or wrote it."""
        node = self._measures.nodes[at]
        piece = node.getparent()
        name = text_in(node).strip()
        if piece is None or node.getprevious() is not None or not name or len(name) > NAME or is_notice(name):
            return False
        if not self._prose[self._measures.parents[at]]:
            return False
        beside = islice(chain(piece.itersiblings(preceding=True), piece.itersiblings()), BESIDE_IT)
        named = [one[0] for one in beside if one.tag == piece.tag and len(one) > 1 and one[0].tag == node.tag]
        alike = [one for one in named if one.get("class") == node.get("class")]
        return len(alike) + 1 >= LINK_LIST and any(text_in(one).strip() != name for one in alike)

    def _is_lead(self, at: int) -> bool:
        """Whether it is prose between the heading and the article."""
        if not 0 <= self._heading < at < self._first:
            return False
        if self._is_subtitle(at):
            return True
        if (
            self._prose[at] < LEAD
            or _PICTURE.search(names_of(self._measures.nodes[at]))
            or self._measures.link_share(at) > 0.3
            or self._is_clutter(at)
        ):
            return False
        return _CLOCK.search(text_in(self._measures.nodes[at])) is None

    def _is_subtitle(self, at: int) -> bool:
        """Whether it is called the line below the heading that goes on with it."""
        node = self._measures.nodes[at]
        while len(node) == 1 and not SUBTITLE.search(names_of(node)):
            node = node[0]
        said = SUBTITLE.search(names_of(node)) is not None and self._measures.link_share(at) < MORE_LINKS
        return said and 0 < self._measures.length[at] < TEASER and not self._is_aside_line(at)

    def _of_author(self, parent: Element) -> frozenset[Element]:
        """The line of a parent that is headed by the author, with the few words about them that end the parent."""
        rest: list[Element] = []
        length = 0
        for child in islice(parent.iterchildren(reversed=True), BOX):
            at = self._measures.index.get(child)
            if at is None or not self._measures.length[at]:
                continue
            line = bool(rest) and self._measures.length[at] < LABEL and child.tag in LINES
            if line and names_author(text_in(child).strip()):
                return frozenset((child, *rest))
            length += self._measures.length[at]
            if length > NOTICE or child.tag in HEADINGS:
                break
            rest.append(child)
        return frozenset()

    def _is_inline_about(self, child: Element) -> bool:
        """Whether it is words within a line above the text, which say when it was published."""
        if child.tag not in _WITHIN_LINES:
            return False
        text = text_in(child).strip()
        return 0 < len(text) < LABEL and (is_notice(text) or is_about(text, self._said))

    def _is_clutter(self, at: int) -> bool:
        node = self._measures.nodes[at]
        tag, says = node.tag, names_of(node)
        if tag in _PIECES and (part := _only_part(node)) is not node and part.tag in _WRAPPED:
            word = unlikely(node) or around(node)  # what wraps one part of a text is that part
            if not word or word in self._disbelieved:
                return self._is_clutter(self._measures.index[part])
        told = f"<{tag}>" not in self._disbelieved
        if (node.get("role") in ROLES and not is_callout(node)) or (tag == "nav" and told):
            return True
        if says and NOTES.search(says):
            return False
        if tag == "aside" and says and BESIDE.search(says):
            return self._measures.link_share(at) > 0.5
        if tag == "aside" and self._is_amid(at):
            return False
        if (tag in _OUTSIDE and told) or is_contents(node):
            return not ((tag == "script" and is_source(node)) or (tag == "noscript" and shows_picture(node)))
        if tag in (*HEADINGS, "p", "div") and self._is_aside_line(at):
            return True
        if tag in HEADINGS:
            return False
        if tag in _FACTS:
            return False
        if says and self._measures.length[at] < LABEL and SIGNED.search(says):
            return True
        if tag == "p":
            return bool(says) and self._measures.length[at] < NOTICE and STRAY.search(says) is not None
        if says and tag not in ("a", "span", "li") and (word := around(node)) and word not in self._disbelieved:
            return not (self._quotes(node) or self._is_text(at) or _is_of_text(node, word))
        return tag in BOXES and self._is_empty_of_prose(at)

    def _is_amid(self, at: int) -> bool:
        """Whether what is set aside is prose that nothing calls otherwise and stands between paragraphs of the text."""
        measures = self._measures
        node = measures.nodes[at]
        if not self._prose[at] or measures.link_share(at) > MORE_LINKS:
            return False
        word = unlikely(node) or around(node)
        if word not in ("", "sidebar"):
            return False
        return stands_amid(node) or (self._opening < at < self._closing and not word and not measures.linked[at])

    def _is_text(self, at: int) -> bool:
        """Whether it is paragraphs without links, of which what it is called as has none: contents, buttons, tags."""
        return (
            around(self._measures.nodes[at]) in _WORDLESS
            and self._prose[at] >= TEASER
            and self._measures.link_share(at) < 0.1
        )

    def _quotes(self, node: Element) -> bool:
        """Whether it is there for a quotation in it, as what is embedded from elsewhere is."""
        return any(self._prose[self._measures.index[one]] > 0 for one in node.iter("blockquote"))

    def _is_aside_line(self, at: int) -> bool:
        """Whether a line leads to other articles, or says whose the text is."""
        length = self._measures.length[at]
        if not 0 < length < LABEL:
            return False
        node = self._measures.nodes[at]
        links, text = self._measures.link_share(at), text_in(node).strip()
        if links > MOST and (leads_elsewhere(text) or is_tags(node)):
            return True
        if links > MORE_LINKS and is_filed(text):
            return True
        if links > 0.9 and len(text) > LINE and (text.isupper() or self._links.leads_on(at)):
            return True
        if any(above.tag in _FACTS for above in islice(node.iterancestors(), 2)):
            return is_notice(text)
        if at < self._opening and (is_about(text, self._said) or (node.tag not in _NUMBERED and is_count(text))):
            return True
        return is_notice(text) or (at > self._closing and is_signed_below(text, self._said))

    def _is_empty_of_prose(self, at: int) -> bool:
        measures = self._measures
        node, length = measures.nodes[at], measures.length[at]
        if not length:
            return False
        links = measures.link_share(at)
        if measures.commas[at] >= 10 and links < 0.5:
            return False
        weight = weigh(node)
        if weight < 0 and links > 0.1:
            return True
        if node.tag == "table":
            return links > 0.5 and not is_of_data(node) and not self._links.is_announced(at)
        if node.tag in ("ul", "ol", "dl"):
            return links > 0.6 and not self._links.is_announced(at)
        if any(True for _ in node.iter(*_ADDED)) or measures.prose[at] >= MOST * length:
            return False
        if links <= 0.6 and sum(1 for _ in node.iter("li")) >= LINK_LIST:
            return False
        if any(self._links.is_announced(measures.index[one]) for one in node.iter("ul", "ol", "dl")):
            return False
        fields = sum(one.get("type") not in _CHOICES for one in node.iter("input", "textarea", "select"))
        if fields > sum(1 for _ in node.iter("p")) / 3:
            return True
        return links > (0.5 if weight >= 25 else 0.33)


def _only_part(node: Element) -> Element:
    """The element that is all that is in one, in as many as there are about it."""
    while (
        (node.tag in _PIECES or "-" in str(node.tag))
        and len(node) == 1
        and not (node.text or "").strip()
        and not (node[0].tail or "").strip()
    ):
        node = node[0]
    return node


def _words_of(node: Element) -> frozenset[str]:
    return frozenset((node.get("class") or "").split())


def _is_of_text(node: Element, word: str) -> bool:
    """Whether it is pictures of which something is said, or a box of words and no table of facts."""
    if word == "gallery":
        return _has_captions(node)
    return word == "infobox" and node.tag not in ("table", "aside") and next(node.iter("table"), None) is None


def _is_shown_over(node: Element) -> bool:
    """Whether it is shown while one points at a word, and does not hold that word beside what is."""
    if not HOVER.search(node.get("class") or ""):
        return False
    return not any(HOVER.search(one.get("class") or "") for one in node.iterdescendants("span", "div"))


def _has_captions(gallery: Element) -> bool:
    """Whether something is said of the pictures in it."""
    return any(len(text_in(caption).strip()) >= LABELLED for caption in captions(gallery))
