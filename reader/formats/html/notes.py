"""Some links refer to a footnote, and some elements are one: this tells which."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from reader.domain.patterns import deferred
from reader.formats.html.names import KNOWN
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
LONGEST = 5000
"""Characters of a footnote at most; what is longer is a section that is linked to."""
FURTHER = 12
"""Paragraphs of one footnote at most."""
PROSE = 15
"""Characters beside its links that a paragraph has which refers to a note: a row of links is none."""
DEEP = 6
"""Elements about a link in which it is looked for what it leads to."""
MOST = 0.6
"""Share of a list's items that are referred to where it is a list of references."""

_SIGN = deferred(
    r"\W*(?:\d{1,4}|[*†‡§¶‖]{1,4}|[a-z]{1,2}|[ivxl]{1,6}|[א-תа-яα-ωء-ي]|[①-⑳㉑-㉟㊱-㊿⑴-⒇❶-❿]|[注註]釈?"
    r"|(?:(?:foot|end)?note|fn|n|anm|anmerkung|fußnote|nota|прим|[注註][释釈]?|脚[注註])\W{0,2}\d{1,4})\W*",
    re.IGNORECASE,
)
_BACK = deferred(
    r"[\W_]*|\W*(?:\d{1,4}|[a-z]"
    r"|(?:jump|go )?(?:up|back|return)(?: to (?:the )?(?:text|content|article|top|reference)s?)?"
    r"|zurück(?: zum text)?|retour(?: au texte)?|volver(?: al texto)?|torna al testo|terug(?: naar de tekst)?"
    r"|戻る|本文へ)\W*",
    re.IGNORECASE,
)
_BODIES = frozenset(("li", "p", "div", "aside", "dd", "td", "tr", "blockquote", "dt", "table", "section"))
_HEADS = frozenset(("a", "span", "sup", "b", "strong", "small", "em", "i"))
"""What a note may begin with and be named by."""
_IN_LINE = frozenset(("span", "small", "aside"))
"""What a note in the margin is, which stands where it is referred to."""
_COMMA = deferred(r"\s*[,;]\s*")
_BRACKETS = frozenset(("[]", "()"))
_CONTINUED = frozenset(("p", "blockquote", "ul", "ol", "pre", "dd"))
_LABEL = deferred(r"(?!(?:back|return|top|up|text|zurück|retour|volver|torna)\b)[^\W_][\w.:+-]{1,24}", re.IGNORECASE)
"""What a work is called where it is cited, which may lead back too."""
_NAMED_REFERENCE = deferred(r"\b(?:footnote|noteref|fnref|fn|doc-noteref|reference)", re.IGNORECASE)
_NAMED_BODY = deferred(
    r"foot-?note|end-?note|rear-?note|\bfn\b|\b(?:fn|ftn|edn)[-_:]?\d|doc-biblioentry|references?\b|citation",
    re.IGNORECASE,
)
_NAMED_BACK = deferred(r"backref|backlink|back-link|footnote-return|doc-backlink|reversefootnote", re.IGNORECASE)
_HIDDEN = deferred(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_RAISED = deferred(r"(?:^|[\s_-])(?:super(?:script)?|sup|note-?ref|footnote\w*)(?:$|[\s_-])", re.IGNORECASE)
_RAISED_BY_STYLE = deferred(r"vertical-align\s*:\s*(?:super|top|text-top)", re.IGNORECASE)
_BESIDE = deferred(r"(?:^|[\s_-])(?:side-?note|margin-?note|inline-?footnote|role_footnote)(?:$|\s)", re.IGNORECASE)
_OWN_SIGN = deferred(r"(?:^|[\s_-])(?:mark|tag_note|number)(?:$|\s)", re.IGNORECASE)
"""What the sign of a note within it is called."""
_OPENED, _CLOSED = deferred(r"\s*[\[(]?\s*"), deferred(r"\s*[\])]?\s*[.:)]?(?:\s+|(?=\S))")
"""What stands about the sign at the head of a note."""
_LEADING = deferred(r"\s*[\[(]?(?:(?:\d{1,4}|[*†‡§¶‖]{1,4})[\])]?[.:)]?|[a-z]{1,2}[\].:)]{1,2})(?:\s|(?=[A-Z]))")
"""How a paragraph begins that is numbered, in an element of its own or not."""


class Note(NamedTuple):
    """A `Note` is a footnote: its name, the sign that the page refers to it by, and the elements that hold it."""

    name: str
    sign: str
    parts: tuple[Element, ...]
    whole: Element
    """What holds all of it, and goes with it."""


class PageNotes(NamedTuple):
    """`PageNotes` are the footnotes of a page, in the order in which they are first referred to."""

    references: Mapping[Element, str]
    bodies: Sequence[Note]
    backlinks: frozenset[Element]


class _Page(NamedTuple):
    """Where everything stands, what is named how, and which links lead to places within."""

    order: Mapping[Element, int]
    named: Mapping[str | None, Element]
    links: Sequence[tuple[Element, str]]


def find_notes(root: Element, anchors: Iterable[Element], classed: Iterable[tuple[Element, str]]) -> PageNotes:
    """Look for links that look like a footnote's sign and lead to something short further down.

    `anchors` are the `a` in the page, `classed` its parts of a line that have a class; both in its order.
    """
    links = [(link, _name_in(href)) for link in anchors if (href := link.get("href") or "").startswith("#")]
    beside = _notes_beside(classed)
    if not links:
        return _all({}, {}, beside, {}, frozenset())
    signs = [(link, name) for link, name in links if _is_sign(link)]
    if not signs and not beside:
        # Nothing can refer to a note: so only what says of itself that it leads back does.
        return _all({}, {}, beside, {}, frozenset(link for link, _ in links if _says_back(link)))
    order = {node: index for index, node in enumerate(root.iter())}
    named: dict[str | None, Element] = {}
    for node in order:
        if node.attrib:
            for name in (node.get("id"), node.get("name")):
                named.setdefault(name, node)
    page = _Page(order, named, links)
    holders = {name: _holder(named.get(name)) for _, name in signs}
    # A paragraph with a thousand signs holds what a thousand links back lead to, and is looked at once.
    fit = {node for node in set(holders.values()) if node is not None and _may_be_note(node)}
    found = {name: node if node in fit else None for name, node in holders.items()}
    uses = Counter(body for body in found.values() if body is not None)
    bodies = {name: body for name, body in found.items() if body is not None and uses[body] == 1}
    bodies = _those_referred_to(page, signs, bodies)
    references: dict[Element, str] = {}
    for link, name in signs:
        body = bodies.get(name)
        if body is not None and order[body] > order[link] and _refers(link, body):
            references[link] = name
    back = {link for link, name in links if link not in references and _leads_back(link, named.get(name), references)}
    return _all(references, bodies, beside, order, frozenset(back))


def _all(
    references: dict[Element, str],
    bodies: Mapping[str, Element],
    beside: Mapping[Element, str],
    order: Mapping[Element, int],
    back: frozenset[Element],
) -> PageNotes:
    """All notes in the order of what refers to them; each piece of text is in one of them."""
    everything = references | dict(beside)
    if beside:
        everything = dict(sorted(everything.items(), key=lambda one: order.get(one[0], 0)))
    referred = {name: bodies[name] for name in dict.fromkeys(references.values())}
    joined = {link for link in references for one in _behind_comma(link) if one in references}
    for link in (*references, *back):
        _strip_brackets(link, joined)
    outer = {above for body in referred.values() for above in body.iterancestors()}
    inner = frozenset(body for body in referred.values() if body not in outer)
    found = []
    seen: set[str] = set()
    for link, name in everything.items():
        body = link if link in beside else referred[name]
        if name in seen or (body not in inner and link not in beside):
            continue
        seen.add(name)
        sign = "" if link in beside else text_in(link).strip().strip("[](){} \t\n")
        parts = (body,) if link in beside else _parts(body, inner)
        if link not in beside:
            _strip_sign(parts[0], sign)
            _reveal(parts)
        found.append(Note(name, sign, parts, body))
    return PageNotes(everything, found, back)


def _name_in(href: str) -> str:
    """The name that a link within the page leads to; programs for slides write a stroke before it."""
    return unquote(href[1:]).removeprefix("/")


def _is_sign(link: Element) -> bool:
    said = text_in(link).strip()
    if not said and (image := next(link.iter("img"), None)) is not None:
        # Books of China and Japan draw their signs.
        return _NAMED_REFERENCE.search(_says(link, link.getparent(), image)) is not None
    return _SIGN.fullmatch(said) is not None


def _says(*nodes: Element | None) -> str:
    names = ("class", "id", "role", EPUB_TYPE, "epub:type")
    return " ".join(str(node.get(name)) for node in nodes if node is not None for name in names if node.get(name))


def _those_referred_to(page: _Page, signs: list[tuple[Element, str]], bodies: dict[str, Element]) -> dict[str, Element]:
    """The bodies that are notes, not main text that is linked to: by their names, their links back, their place."""
    some = frozenset(bodies.values())
    beside = Counter(body.getparent() for body in some)
    rows = frozenset(chain.from_iterable(_numbered_rows(parent, some) for parent in beside if parent is not None))
    lists = {parent: sum(1 for _ in parent.iterchildren("li")) for parent in beside if parent is not None}
    listed = {parent for parent, items in lists.items() if items and beside[parent] >= MOST * items}
    links = {name: link for link, name in reversed(signs)}
    to_self = {name for link, name in signs if (body := bodies.get(name)) is not None and _is_in(link, body)}
    return {
        name: body
        for name, body in bodies.items()
        if _is_told(body)
        or _links_back(page, body, links[name])
        or (name not in to_self and body not in rows and _stands_as_note(body, some, beside, listed))
    }


def _is_in(link: Element, body: Element) -> bool:
    """Whether what a link leads to is what it stands in: its number is a link to it."""
    return any(above is body for above in islice(link.iterancestors(), DEEP))


def _numbered_rows(parent: Element, some: Collection[Element]) -> Iterator[Element]:
    """Those of `some` that stand in a row of numbered paragraphs of which most are not referred to."""
    row: list[Element] = []
    for child in [*parent, None]:
        numbered = child is not None and child.tag != "li" and (child in some or _LEADING.match(text_in(child)))
        if row and not (numbered and child is not None and child.tag == row[0].tag):
            referred = [one for one in row if one in some]
            if len(row) - len(referred) > 1 and len(referred) < MOST * len(row):
                yield from referred
            row = []
        if numbered and child is not None:
            row.append(child)


def notes_outside(article: Element, left_out: Collection[Element], root: Element) -> list[Element]:
    """Find what an article's signs refer to and stands elsewhere in its page, or is left out of it."""
    signs: dict[str, Element] = {}
    for link in article.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#") and _is_sign(link):
            signs.setdefault(_name_in(href), link)
    if not signs:
        return []
    named: dict[str | None, Element] = {}
    for node in root.iter("*"):
        if node.attrib:
            named.setdefault(node.get("id"), node)
            named.setdefault(node.get("name"), node)
    page = _Page({}, named, [])
    found: dict[Element, Element] = {}
    for name, link in signs.items():
        body = _holder(named.get(name))
        if body is not None and _is_away(body, article, left_out) and _may_be_note(body) and _refers(link, body):
            found.setdefault(body, link)
    fit = [body for body, link in found.items() if _is_told(body) or _links_back(page, body, link)]
    parts: list[Element] = []
    bodies = frozenset(fit)
    for body in fit:
        some = _parts(body, bodies)
        if body not in some:  # the cells of a row are led to as that was
            some[0].set("id", _name_in(found[body].get("href") or ""))
            body.attrib.pop("id", "")
        parts += some
    return list(dict.fromkeys(parts))


def _is_away(body: Element, article: Element, left_out: Collection[Element]) -> bool:
    for above in chain([body], body.iterancestors()):
        if above is article or above in left_out:
            return above is not article
    return True


def _is_told(body: Element) -> bool:
    return _NAMED_BODY.search(_says(body, *islice(body.iterancestors(), 3))) is not None


def _links_back(page: _Page, body: Element, link: Element) -> bool:
    """Whether the note has a link to where it is referred to from."""
    for back in islice(body.iter("a"), 8):
        href = back.get("href") or ""
        target = page.named.get(_name_in(href)) if href.startswith("#") else None
        if _NAMED_BACK.search(_says(back)):
            return True
        if target is not None and any(one is link for one in _near(target)):
            return True
    return False


def _stands_as_note(
    body: Element, some: Collection[Element], beside: Mapping[Element | None, int], listed: Collection[Element]
) -> bool:
    """Whether it stands at the end of its part of the page among others that are referred to as it is.

    `beside` counts those in each parent, `listed` are the lists of which most items are referred to.
    """
    parent = body.getparent()
    if parent is None or body.tag == "li":
        return parent in listed
    before = body.getprevious()
    if before is not None and before not in some and before.tag == body.tag and _LEADING.match(text_in(before)):
        return False  # one of a row of numbered paragraphs
    further = 0
    for after in islice(body.itersiblings(), FURTHER):
        if after.tag in ("section", "hr"):
            break
        if after in some:
            return True
        further += 1
        told = _NAMED_BODY.search(_says(after)) is not None
        if (further > 2 or after.tag not in _CONTINUED) and not told:
            return False
    return further == 0 or beside[parent] > 1


def _refers(link: Element, body: Element) -> bool:
    """Whether a link like a sign is one: raised, called so, in brackets amid a sentence, or as the note begins."""
    text, parent = text_in(link).strip(), link.getparent()
    nodes = [link] if parent is None else [link, parent]
    if any(
        node.tag == "sup" for node in (*nodes, *islice(link.iter(), 4), *_heads_about(parent))
    ) or _NAMED_REFERENCE.search(_says(*nodes)):
        return True
    if any(
        _RAISED.search(node.get("class") or "") or _RAISED_BY_STYLE.search(node.get("style") or "")
        for node in (*nodes, *link)
    ):
        return True
    bare = text.strip("[]() ")
    if _brackets_about(link) in _BRACKETS:
        text = f"[{text}]"
    if text.startswith(("[", "(")) and text.endswith(("]", ")")):
        return _is_told(body) or (not bare.isalpha() and _amid_prose(link))
    begins = bool(bare) and text_in(body).lstrip(" \t\n[(").startswith(bare)
    if not bare.isalnum():
        return begins
    # "As is said in 3" names what it leads to; a note's sign stands directly behind a word.
    behind = not _brackets_about(link)[:1].isspace() or next(_behind_comma(link), None) is not None
    return begins and _amid_prose(link) and (_is_told(body) or behind)


def _behind_comma(link: Element) -> Iterator[Element]:
    """The sign of another note directly before one, parted from it by a comma and nothing else."""
    before = link.getprevious()
    if before is not None and before.tag == "a" and _COMMA.fullmatch(before.tail or "") and _is_sign(before):
        yield before


def _heads_about(node: Element | None) -> Iterator[Element]:
    """The parts of a line that something is in."""
    while node is not None and node.tag in _HEADS:
        yield node
        node = node.getparent()


def _amid_prose(link: Element) -> bool:
    """Whether the paragraph of a link has words beside its links."""
    node = link.getparent()
    while node is not None and node.tag in _HEADS:
        node = node.getparent()
    if node is None:
        return False
    return len(text_in(node)) - sum(len(text_in(one)) for one in node.iter("a")) >= PROSE


def _holder(target: Element | None) -> Element | None:
    """The element that would be the footnote which `target` names: itself, or what it stands at the head of."""
    node = target
    while node is not None and node.tag not in _BODIES:
        node = node.getparent() if node.tag in _HEADS else None
    if node is not None and node.tag in ("td", "th") and _SIGN.fullmatch(text_in(node).strip()):
        return node.getparent()  # what it says is in the next cell
    return node


def _may_be_note(node: Element) -> bool:
    """Whether it is as long as a note may be, and holds no more than one does."""
    if any(child.tag in ("h1", "h2", "h3", "article") for child in node.iter()):
        return False
    if node.tag in ("table", "section") and not _NAMED_BODY.search(_says(node)):
        return False
    length = 0
    for text in node.itertext():
        length += len(text)
        if length > LONGEST:
            return False
    return length > 1 or node.tag == "dt"


def _parts(body: Element, bodies: Collection[Element]) -> tuple[Element, ...]:
    """The elements of a note: what defines a term, the cells behind a label, the paragraphs that follow the first."""
    if body.tag in ("table", "tr"):
        cells = list(body.iter("td", "th"))
        if len(cells) > 1 and _SIGN.fullmatch(text_in(cells[0]).strip()):
            del cells[0][:]
            cells[0].text = None  # no table is to put it before what stands beside it
        return tuple(cells[1:]) or (body,)
    if body.tag not in ("p", "dd", "dt"):
        return (body,)
    parts = [body]
    parent = body.getparent()
    last = parent is not None and not any(one in bodies for one in body.itersiblings())
    after = body.getnext()
    while after is not None and len(parts) < FURTHER and after not in bodies and after.tag in _CONTINUED:
        if (
            body.tag == "p"
            and last
            and not (parent is not None and (_is_told(after) or sum(one in bodies for one in parent) > 1))
        ):
            break
        if any(inner in bodies for inner in after.iter()):
            break
        if after.tag == body.tag and body.get("class") and after.get("class") != body.get("class"):
            break  # what is called otherwise goes on with something else
        parts.append(after)
        after = after.getnext()
    return tuple(parts)


def _brackets_about(link: Element) -> str:
    """The signs directly before and behind a link."""
    before, parent = link.getprevious(), link.getparent()
    left = before.tail if before is not None else parent.text if parent is not None else ""
    return (left or "")[-1:] + (link.tail or "")[:1]


def _strip_brackets(link: Element, joined: Collection[Element]) -> None:
    """Take the brackets away that stand about a reference, or a link back, instead of in it: about several, which are
    `joined` to the one before, they go with the commas between these.
    """
    if link in joined:
        return
    row = [link]
    while (after := row[-1].getnext()) is not None and after in joined:
        row.append(after)
    before, parent = link.getprevious(), link.getparent()
    left = before.tail if before is not None else parent.text if parent is not None else ""
    for one in row[:-1]:
        one.tail = None
    if parent is None or (left or "")[-1:] + (row[-1].tail or "")[:1] not in _BRACKETS:
        return
    row[-1].tail = (row[-1].tail or "")[1:]
    if before is not None:
        before.tail = (left or "")[:-1]
    else:
        parent.text = (left or "")[:-1]


def _reveal(parts: Iterable[Element]) -> None:
    """Let a note be seen that is hidden until somebody asks for it."""
    for part in parts:
        part.attrib.pop("hidden", "")
        if _HIDDEN.search(part.get("style") or ""):
            del part.attrib["style"]


def _strip_sign(body: Element, sign: str) -> None:
    """Take the sign away that a note begins with: it is drawn before it."""
    pieces: list[tuple[Element, str, str]] = []
    for node in islice(body.iter(), 8):
        if not isinstance(node.tag, str):
            continue
        if node.text:
            pieces.append((node, "text", node.text))
        if node is not body and not len(node) and node.tail:
            pieces.append((node, "tail", node.tail))
        if node.tag not in _HEADS and node is not body and node.tag not in ("p", "div", "cite"):
            break
    whole = "".join(text for _, _, text in pieces)
    # No pattern for each sign: to make one takes longer than all else that is done for a note.
    opened = _OPENED.match(whole)
    at = opened.end() if opened else 0
    if sign and whole.strip(" \t\n[](){}.:") == sign and body.tag in ("dt", "td", "th"):
        body.text = None
        for inner in body:
            inner.text, inner.tail = None, None
        return  # a label, and nothing else
    match = _CLOSED.match(whole, at + len(sign)) if whole.startswith(sign, at) else None
    if not sign or match is None or (sign[-1:].isalnum() and whole[match.end() - 1 : match.end()].isalnum()):
        return
    if whole[match.end() - 1] == "." and whole[match.end() : match.end() + 1].isdigit():
        return  # 1.1 is the number of a paragraph
    left = match.end()
    for node, which, text in pieces:
        cut = min(left, len(text))
        setattr(node, which, text[cut:])
        left -= cut
        if not left:
            return


def _notes_beside(classed: Iterable[tuple[Element, str]]) -> dict[Element, str]:
    """Notes that stand within the line that they are about, and are set in the margin; each refers to itself."""
    found: dict[Element, str] = {}
    for node, name in classed:
        if not _is_beside(name) or node.tag not in _IN_LINE or not text_in(node).strip():
            continue
        if any(above in found for above in node.iterancestors()):
            continue
        found[node] = node.get("id") or f"beside-{len(found) + 1}"
        for mark in list(node.iter("sup", "span")):
            if _OWN_SIGN.search(mark.get("class") or "") and _is_short_sign(mark):
                mark.text = None  # it is drawn where the note is referred to
        label = node.getprevious()
        while label is not None and label.tag in ("label", "input"):
            label.text = None
            label = label.getprevious()
    return found


@lru_cache(KNOWN)
def _is_beside(name: str) -> bool:
    return _BESIDE.search(name) is not None


def _says_back(link: Element) -> bool:
    """Whether a link says that it leads back, and is not the name of what it stands before."""
    if not _NAMED_BACK.search(f"{link.get('class') or ''} {link.get('role') or ''}"):
        return False
    text = text_in(link).strip()
    return _BACK.fullmatch(text) is not None or not (_LABEL.fullmatch(text.strip("[]()")) and _is_first(link))


def _is_first(link: Element) -> bool:
    """Whether nothing but a bracket stands before a link in its paragraph."""
    node, said = link, ""
    while (parent := node.getparent()) is not None and len(said) < FURTHER:
        before = "".join(f"{text_in(one)}{one.tail or ''}" for one in node.itersiblings(preceding=True))
        said += f"{parent.text or ''}{before}"
        if parent.tag not in _HEADS:
            break
        node = parent
    return not said.strip("[( \n\t")


def _is_short_sign(mark: Element) -> bool:
    return not len(mark) and _SIGN.fullmatch((mark.text or "").strip()) is not None


def _leads_back(link: Element, target: Element | None, references: Mapping[Element, str]) -> bool:
    if _says_back(link):
        return True
    if target is None or not _BACK.fullmatch(text_in(link).strip()):
        return False
    return any(one in references for one in _near(target))


def _near(target: Element) -> Iterator[Element]:
    """The few elements about a place that a link back leads to: a loop over more would let a page cost its square."""
    yield from islice(target.iter("a"), 4)
    yield from islice(target.iterancestors("a"), 4)
    beside = target.getnext()
    if beside is not None:
        yield from islice(beside.iter(), 4)
