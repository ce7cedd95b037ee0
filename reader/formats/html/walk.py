"""A tree of HTML becomes a document. It is walked in a loop: however deep it is, the stack is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import unquote

from reader.domain.document import Block, BlockKind, MarkKind
from reader.domain.patterns import deferred
from reader.formats.builder import Builder
from reader.formats.html.flow import NOWHERE, Flow
from reader.formats.html.formulas import open_delimited
from reader.formats.html.inline import LINES, MARKS, line_of, says_more, target_of
from reader.formats.html.labels import says_in_label
from reader.formats.html.notes import EPUB_TYPE, find_notes
from reader.formats.html.sections import ONE_LINE, SECTIONS
from reader.formats.html.tables import TABLES
from reader.formats.html.tree import text_in
from reader.formats.html.visibility import Visibility
from reader.formats.html.written_tables import enter_any_table
from reader.formats.progress import tell_begun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element as Element

    from reader.domain.document import Document
    from reader.formats.html.flow import Leave
    from reader.formats.html.notes import PageNotes

NUMBER = 20
"""Characters at most of the number of a page, as it is written in a text: “[Page xviii]”."""
_PAGED = frozenset(("role", EPUB_TYPE, "epub:type"))
"""The attributes that may say that a page of the printed edition begins."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SURVEYED = (*_HEADINGS, "a", "script", "span", "div", "small", "aside", "code", "math-renderer")
_NOT_IN_SLUGS = deferred(r"[^\w\- ]")


def walk(
    root: Element,
    parser: str,
    version: int,
    resolve: Callable[[str], str] = lambda href: href,
    *,
    left_out: frozenset[Element] = frozenset(),
    slugs: bool = False,
) -> Document:
    """Walk through all that is in `root` but for what is to be `left_out`, and make its document.

    Footnotes are put last.

    `resolve` answers a link's target for what the page says; `#name` is a place in the page. With `slugs`, headings
    have the names that GitHub gives them. Raises NotParsed beyond the limits of `Builder`.
    """
    tell_begun()
    survey = _survey(root)
    open_delimited(survey.classed)
    notes = find_notes(root, survey.links, survey.classed)
    builder = Builder()
    flow = Flow(
        builder,
        resolve,
        Visibility(root, survey.scripts),
        _wanted(survey, resolve, notes),
        notes.references,
        notes.backlinks,
        _slugs(survey.headings) if slugs else {},
        left_out | {part for note in notes.bodies for part in (note.whole, *note.parts)},
    )
    _walk(flow, root)
    builder.end()
    for number, note in enumerate(notes.bodies, 1):
        sign = "" if note.sign == str(number) else note.sign
        flow.footnote = Block(BlockKind.FOOTNOTE, NOWHERE, number=number, label=note.name, sign=sign)
        builder.begin(flow.footnote)
        builder.anchor(note.name)
        for part in note.parts:
            if part is not note.parts[0]:
                flow.resume()
            _walk(flow, part)
        builder.end()
    return builder.finish(parser, version)


def _walk(flow: Flow, root: Element) -> None:
    builder, left_out = flow.builder, flow.left_out
    entered = _enter(flow, root)
    if entered is False:
        return
    above: list[tuple[Iterator[Element], Element, Leave]] = []
    children: Iterator[Element] = iter(root)
    node, leave = root, entered
    text = root.text
    while True:
        if text:
            if builder.keeps_lines:
                builder.verbatim(text)
            elif text != "\n" or builder.current is not None:  # between blocks it says nothing
                builder.text(text)
        child = next(children, None)
        if child is None:
            if leave is not None:
                leave()
            if not above:
                return
            text = node.tail
            children, node, leave = above.pop()
        elif left_out and child in left_out:
            if child in flow.notes:
                builder.note(flow.notes[child])
            text = child.tail
        # Half of all elements: each is added in one step in place of the dozen that what may hold others takes.
        elif ((tag := child.tag) in _MOSTLY_TEXT and _add_whole(flow, child, tag)) or (
            entered := _enter(flow, child)
        ) is False:
            text = child.tail
        else:
            above.append((children, node, leave))
            children, node, leave = iter(child), child, entered
            text = child.text


def _add_whole(flow: Flow, node: Element, tag: str) -> bool:
    """Add an element of words and marks as a whole, as entering and leaving it would; False where there is more."""
    if flow.verbatim:
        return False
    names = node.keys()
    if names and says_more(flow, node, names):
        return False
    add = ONE_LINE.get(tag)
    if add is not None:
        if flow.grid is not None or flow.footnote is not None:
            return False
        line = line_of(flow, node)
        return line is not None and add(flow, node, line)
    if len(node):
        return False
    text = node.text or ""
    if tag == "a":
        target = target_of(flow, node, text)
        if target is None:
            return False
        flow.builder.marked(MarkKind.LINK, text, target)
    else:
        flow.builder.marked(MARKS[tag], text)
    return True


def _enter(flow: Flow, node: Element) -> Leave | Literal[False]:
    names = node.keys()
    if names:
        return _enter_named(flow, node, names)
    enter = _ENTER.get(node.tag)
    return enter(flow, node) if enter is not None else None


def _enter_named(flow: Flow, node: Element, names: Sequence[str | bytes]) -> Leave | Literal[False]:
    """Enter an element that has attributes of these names."""
    if flow.visibility.is_hidden(node, names):
        return False
    if ("aria-label" in names or "title" in names) and says_in_label(flow, node):
        return False
    # A page that begins is told before what stands for it is entered, which most often is nothing but its number.
    begins = not _PAGED.isdisjoint(names) and _is_page_break(node)
    enter = _ENTER.get(node.tag) if not begins or _is_more_than_number(node) else None
    entered = enter(flow, node) if enter is not None else None
    if "id" in names or "name" in names:
        name = node.get("id") or (node.get("name") if node.tag == "a" else None)
        if name and name in flow.wanted:
            flow.builder.anchor(name)
    if begins:
        more = _is_more_than_number(node)
        flow.builder.page(node.get("title") or node.get("aria-label") or ("" if more else text_in(node).strip()))
        return entered if more else False
    return entered


def _enter_gauge(flow: Flow, gauge: Element) -> Literal[False]:
    """Enter what is drawn as long as a figure is large."""
    says_in_label(flow, gauge)
    return False


def _is_page_break(node: Element) -> bool:
    return node.get("role") == "doc-pagebreak" or "pagebreak" in (node.get(EPUB_TYPE) or node.get("epub:type") or "")


def _is_more_than_number(node: Element) -> bool:
    """Whether what begins a page holds words of the text, and not only the page's number."""
    said = text_in(node).strip()
    return len(said) > NUMBER and said not in (node.get("title"), node.get("aria-label"))


class _Survey(NamedTuple):
    """The elements of a page that say something of others, in its order.

    `classed` are those parts of a line and of a page that have a class, with it.
    """

    links: Sequence[Element]
    headings: Sequence[Element]
    scripts: Sequence[Element]
    classed: Sequence[tuple[Element, str]]


def _survey(root: Element) -> _Survey:
    """Gather them: each pass for one of them would wait for all of the tree to come from memory."""
    links: list[Element] = []
    headings: list[Element] = []
    scripts: list[Element] = []
    parts: list[Element] = []
    add = {"a": links.append, "script": scripts.append, **dict.fromkeys(_HEADINGS, headings.append)}
    for node in root.iter(*_SURVEYED):
        add.get(node.tag, parts.append)(node)
    return _Survey(links, headings, scripts, [(part, name) for part in parts if (name := part.get("class"))])


def _wanted(survey: _Survey, resolve: Callable[[str], str], notes: PageNotes) -> frozenset[str]:
    """The names that links within the page lead to, and those of its headings."""
    ours = (link for link in survey.links if link not in notes.references and link not in notes.backlinks)
    linked = {unquote(target[1:]) for link in ours if (target := resolve(link.get("href") or "")).startswith("#")}
    return frozenset(linked | {heading.get("id") or "" for heading in survey.headings})


def _slugs(headings: Sequence[Element]) -> dict[Element, str]:
    slugs = Slugs()
    return {heading: slugs.name(text_in(heading)) for heading in headings}


class Slugs:
    """`Slugs` are GitHub's names of headings: lower case, blanks to hyphens, a number behind what occurred before."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def name(self, heading: str) -> str:
        """Name the next heading, which has these words."""
        slug = heading.strip().lower()
        if not slug.replace(" ", "").isalnum():
            slug = _NOT_IN_SLUGS.sub("", slug)
        slug = slug.replace(" ", "-")
        count = self._seen.get(slug, 0)
        self._seen[slug] = count + 1
        return f"{slug}-{count}" if count else slug


_MOSTLY_TEXT = frozenset((*ONE_LINE, "a", *MARKS))
"""The elements that nearly always hold text and nothing else."""
_ENTER = SECTIONS | TABLES | {"table": enter_any_table} | LINES | dict.fromkeys(("meter", "progress"), _enter_gauge)
