"""An OpenDocument text (ODT, or flat as FODT) is XML of its own, whose elements become those of a page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.formats.archive import Archive
from reader.formats.html.converted import add_metadata
from reader.formats.html.list_numbers import numeral_of
from reader.formats.html.sections import DRAWN_AS
from reader.formats.html.tree import text_in
from reader.formats.html.xml import xml_of
from reader.formats.kinds import FORMATS, Format
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element as Element

    Object = Callable[[str], bytes | None]
    """The bytes of a part of the archive, by its name."""

VERSION = FORMATS[Format.ODT].version

_LEFT_OUT = frozenset(
    [
        "tracked-changes",
        "sequence-decls",
        "annotation",
        "annotation-end",
        "table-of-content",
        "alphabetical-index",
        "table-index",
        "illustration-index",
        "object-index",
        "user-index",
        "variable-decls",
        "user-field-decls",
        "forms",
        "soft-page-break",
        "bookmark-end",
        "change",
        "change-start",
        "change-end",
        "note-citation",
        "scripts",
        "binary-data",
    ]
)
"""Elements that are no text: what was deleted, comments, lists that the writer's program makes."""
DEEP = 200
"""Elements within each other beyond which only their words are read."""


class _NumberedLevel(NamedTuple):
    """How a level of a list, or of headings, is numbered: nothing for bullets."""

    form: str = ""
    start: int = 1
    prefix: str = ""
    suffix: str = ""
    shown: int = 1

    def numeral(self, number: int) -> str:
        """The number without what stands about it."""
        return numeral_of(number, _FORMS.get(self.form, "")) or (str(number) if self.form else "")


_BULLETS = _NumberedLevel()
_FORMS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
OUTLINE = "Outline"
"""The style of all headings' numbers, which has no name in the older versions."""


class _Style(NamedTuple):
    """What a style says that can be seen: the elements around its text, its own name and those that it comes from."""

    elements: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    breaks: bool = False


def parse_opendocument(data: bytes) -> Parsed:
    """Parse the document of an ODT or FODT.

    Raises NotOpened for what is none, NotParsed beyond the limits of `Archive`.
    """
    if data.startswith(b"PK\x03\x04"):
        archive = Archive(data)
        content, styles, about = (_part(archive, f"{name}.xml") for name in ("content", "styles", "meta"))
        read: Object = archive.read
        if content is None and b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
            raise NotOpened("is locked with a password")
    else:
        content = styles = about = xml_of(data)
        read = _nothing
    body = None if content is None else next(content.iter("{*}text"), None)
    if content is None or body is None or not str(body.tag).startswith("{urn:oasis:names:tc:opendocument:xmlns:office"):
        raise NotOpened("is damaged: it has no text that can be read")
    page = _Page(_styles(content, styles), _numbered(content, styles), read)
    page.add(body, 0)
    return add_metadata("".join(page.parts) + page.notes(), "odt", VERSION, _metadata(about))


def _nothing(_name: str) -> bytes | None:
    return None


def _part(archive: Archive, name: str) -> Element | None:
    data = archive.read(name)
    return xml_of(data) if data is not None else None


def _local(node: Element) -> str:
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _said(node: Element, name: str) -> str:
    """An attribute, whatever its namespace: they differ between versions, the names do not."""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


class _Page:
    """HTML of an ODT's body, part by part."""

    def __init__(
        self, styles: Mapping[str, _Style], numbered: Mapping[str, tuple[_NumberedLevel, ...]], read: Object
    ) -> None:
        self.parts: list[str] = []
        self._styles = styles
        self._numbered = numbered
        self._read = read
        self._notes: list[str] = []
        self._lists: list[str] = []
        self._numbers: list[int] = []
        """The number of the last item of each list that is open."""
        self._headed = ""
        """What stands before the heading that is next."""
        self._outline: dict[int, int] = {}
        """The number of the last heading of each level."""
        self._counts: dict[str, int] = {}
        """Of each numbered list that has ended: its last number, for those that go on with it."""

    def notes(self) -> str:
        """The footnotes and endnotes, in their order."""
        rows = (f'<li id="note-{number}">{body}</li>' for number, body in enumerate(self._notes, 1))
        return f'<section class="footnotes"><ol>{"".join(rows)}</ol></section>' if self._notes else ""

    def add(self, node: Element, depth: int) -> None:
        """Add an element and all inside it."""
        name = _local(node)
        put = self.parts.append
        if name in _LEFT_OUT or not name or _said(node, "display") == "none":
            return
        if depth > DEEP:
            put(escape(text_in(node)))
            return
        match name:
            case "s":
                put(" " * min(_number(_said(node, "c"), 1), 400))
            case "tab":
                put("\t")
            case "line-break":
                put("<br>")
            case "h":
                level = min(max(_number(_said(node, "outline-level"), 1), 1), 10)
                put(f"<h{min(level, 6)}>{escape(self._heading_number(node, level))}")
                self._inside(node, depth)
                put(f"</h{min(level, 6)}>")
            case "p":
                self._paragraph(node, depth)
            case "span":
                self._span(node, depth)
            case "a":
                put(f'<a href="{escape(_said(node, "href"))}">')
                self._inside(node, depth)
                put("</a>")
            case "list":
                self._list(node, depth)
            case "note":
                self._note(node, depth)
            case "table":
                self._around("table", node, depth)
            case "table-header-rows":
                self._around("thead", node, depth)
            case "table-row":
                self._around("tr", node, depth)
            case "table-cell":
                self._cell(node, depth)
            case "covered-table-cell" | "desc" | "title":
                pass  # a title of a picture is read with its frame
            case "frame":
                self._frame(node, depth)
            case "ruby":
                self._ruby(node, depth)
            case "bookmark" | "bookmark-start" | "reference-mark":
                put(f'<a id="{escape(_said(node, "name"))}"></a>')
            case _:
                self._inside(node, depth)

    def _inside(self, node: Element, depth: int) -> None:
        self.parts.append(escape(node.text or ""))
        for child in node:
            self.add(child, depth + 1)
            self.parts.append(escape(child.tail or ""))

    def _around(self, element: str, node: Element, depth: int) -> None:
        self.parts.append(f"<{element}>")
        self._inside(node, depth)
        self.parts.append(f"</{element}>")

    def _paragraph(self, node: Element, depth: int) -> None:
        called = _said(node, "style-name")
        style = self._styles.get(called) or _Style(names=(called,))  # some programs write no styles but their names
        names = {name.lower().replace("_20_", " ") for name in style.names}
        if names & {"title", "subtitle"}:
            self._around("h1" if "title" in names else "p", node, depth)
        elif any(name.startswith(("preformatted", "source code", "code")) for name in names):
            self._code(node, depth)
        elif any("quot" in name for name in names):
            self.parts.append("<blockquote>")
            self._around("p", node, depth)
            self.parts.append("</blockquote>")
        else:
            self.parts.append("<p>")
            self._styled(style.elements, node, depth)
            self.parts.append("</p>")

    def _code(self, node: Element, depth: int) -> None:
        """A paragraph of code is a line of it: those that follow each other are one block."""
        while self.parts and not self.parts[-1].strip():
            self.parts.pop()  # what stands between elements
        if self.parts and self.parts[-1] == "</pre>":
            self.parts[-1] = "\n"
        else:
            self.parts.append("<pre>")
        self._inside(node, depth)
        self.parts.append("</pre>")

    def _span(self, node: Element, depth: int) -> None:
        self._styled(self._styles.get(_said(node, "style-name"), _Style()).elements, node, depth)

    def _styled(self, elements: tuple[str, ...], node: Element, depth: int) -> None:
        self.parts.extend(f"<{one}>" for one in elements)
        self._inside(node, depth)
        self.parts.extend(f"</{one}>" for one in reversed(elements))

    def _list(self, node: Element, depth: int) -> None:
        name = _said(node, "style-name")
        self._lists.append(name or (self._lists[-1] if self._lists else ""))
        levels = self._numbered.get(self._lists[-1], ())
        level = levels[len(self._lists) - 1] if len(self._lists) <= len(levels) else _BULLETS
        ordered = bool(level.form)
        goes_on = _said(node, "continue-numbering") == "true" or bool(_said(node, "continue-list"))
        count = self._counts.get(self._lists[-1], 0) if goes_on else level.start - 1
        self.parts.append(f'<ol start="{count + 1}">' if ordered else "<ul>")
        for item in node:
            if _local(item) == "list-header":
                self._inside(item, depth + 1)
            elif _local(item) == "list-item":
                start = _said(item, "start-value")
                count = int(start) if start.isdecimal() and len(start) < 9 else count + 1
                value = f' value="{count}"' if ordered and start else ""
                self._numbers[len(self._lists) - 1 :] = [count]
                sign = self._sign(levels, level) if ordered else ""
                first = next(iter(item), None)
                if first is not None and _local(first) == "h":
                    # Headings that are numbered as a list is are items of one.
                    self._headed = sign
                    self._inside(item, depth + 1)
                    continue
                drawn = f' {DRAWN_AS}="{escape(sign)}"' if sign and sign != f"{count}." else ""
                self.parts.append(f"<li{value}{drawn}>")
                self._inside(item, depth + 1)
                self.parts.append("</li>")
        if len(self._lists) == 1:
            self._counts[self._lists[-1]] = count
        self._lists.pop()
        self.parts.append("</ol>" if ordered else "</ul>")

    def _sign(self, levels: tuple[_NumberedLevel, ...], level: _NumberedLevel) -> str:
        """What is drawn before the item that was counted last, with the numbers of the levels above that it shows."""
        shown = range(max(0, len(self._numbers) - level.shown), len(self._numbers))
        parts = (levels[one].numeral(self._numbers[one]) for one in shown)
        return f"{level.prefix}{'.'.join(filter(None, parts))}{level.suffix}".strip()

    def _heading_number(self, heading: Element, level: int) -> str:
        """The number that its list, or the outline, draws before a heading, with those of the levels above that it
        shows.
        """
        if self._headed:
            sign, self._headed = self._headed, ""
            return f"{sign} "
        levels = self._numbered.get(OUTLINE, ())
        if level > len(levels) or _said(heading, "is-list-header") == "true" or not text_in(heading).strip():
            return ""
        own = levels[level - 1]
        start = _said(heading, "start-value")
        last = self._outline.get(level, own.start - 1)
        self._outline = {one: count for one, count in self._outline.items() if one < level}
        self._outline[level] = _number(start, 1) if start else last + 1
        if not own.form:
            return ""
        shown = range(max(1, level - own.shown + 1), level + 1)
        parts = (levels[one - 1].numeral(self._outline.get(one, levels[one - 1].start)) for one in shown)
        return f"{own.prefix}{'.'.join(filter(None, parts))}{own.suffix} "

    def _note(self, node: Element, depth: int) -> None:
        body = next((one for one in node if _local(one) == "note-body"), None)
        if body is None:
            return
        outer, self.parts = self.parts, []
        self._inside(body, depth)
        self._notes.append("".join(self.parts))
        self.parts = outer
        number = len(self._notes)
        self.parts.append(f'<sup><a href="#note-{number}">{number}</a></sup>')

    def _cell(self, node: Element, depth: int) -> None:
        spans = ((_said(node, f"number-{name}-spanned"), name) for name in ("columns", "rows"))
        said = "".join(f' {name[:3]}span="{_number(value, 1)}"' for value, name in spans if value)
        again = min(_number(_said(node, "number-columns-repeated"), 1), 20)
        start = len(self.parts)
        self.parts.append(f"<td{said}>")
        self._inside(node, depth)
        self.parts.append("</td>")
        if again > 1 and text_in(node).strip():
            self.parts.extend(self.parts[start:] * (again - 1))

    def _frame(self, node: Element, depth: int) -> None:
        """A frame holds a text, a formula, or a picture, which is read as what is said of it."""
        kinds = {_local(child): child for child in reversed(node)}
        if "text-box" in kinds:
            self.add(kinds["text-box"], depth + 1)
        elif "object" in kinds and (formula := self._formula(kinds["object"])):
            self.parts.append(formula)
        else:
            alt = text_in(kinds["desc"]) if "desc" in kinds else text_in(kinds["title"]) if "title" in kinds else ""
            self.parts.append(f'<img alt="{escape(alt)}">')

    def _formula(self, node: Element) -> str:
        math = next(node.iter("{*}math"), None)
        if math is None:
            data = self._read(f"{_said(node, 'href').removeprefix('./').rstrip('/')}/content.xml")
            math = xml_of(data) if data is not None else None
        if math is None or _local(math) != "math":
            return ""
        for one in math.iter():
            if isinstance(one.tag, str):
                one.tag = _local(one)
        etree.cleanup_namespaces(math)
        return etree.tostring(math, encoding="unicode", with_tail=False)

    def _ruby(self, node: Element, depth: int) -> None:
        for child in node:
            if _local(child) == "ruby-base":
                self._inside(child, depth)
            elif _local(child) == "ruby-text":
                self.parts.append(f"({escape(text_in(child))})")


def _number(said: str, otherwise: int) -> int:
    return int(said) if said.isdecimal() and len(said) < 7 else otherwise


def _styles(*roots: Element | None) -> dict[str, _Style]:
    """The styles by name, each with what it takes from its parents."""
    found: dict[str, Element] = {}
    for root in reversed(roots):
        if root is not None:
            found.update((_said(one, "name"), one) for one in root.iter("{*}style"))
    return {name: _style(name, found) for name in found}


def _style(name: str, found: Mapping[str, Element]) -> _Style:
    elements: dict[str, bool] = {}
    names: list[str] = []
    node = found.get(name)
    while node is not None and len(names) < 20:
        names += [_said(node, "display-name") or _said(node, "name")]
        for properties in node:
            if _local(properties) == "text-properties":
                for element, is_so in _looks(properties):
                    elements.setdefault(element, is_so)
        node = found.get(_said(node, "parent-style-name"))
    return _Style(tuple(element for element, is_so in elements.items() if is_so), tuple(names))


def _looks(properties: Element) -> Iterator[tuple[str, bool]]:
    """Which elements a style's properties stand for, and whether it has or forbids them."""
    weight, slope = _said(properties, "font-weight"), _said(properties, "font-style")
    if weight:
        yield "strong", weight == "bold" or (weight.isdecimal() and int(weight) >= 600)
    if slope:
        yield "em", slope != "normal"
    line = _said(properties, "text-line-through-style")
    if line:
        yield "s", line != "none"
    position = _said(properties, "text-position").split(" ")[0]
    if position:
        yield "sup", position == "super" or (position.endswith("%") and position[0] not in "-0")
        yield "sub", position == "sub" or position.startswith("-")


def _numbered(*roots: Element | None) -> dict[str, tuple[_NumberedLevel, ...]]:
    """The levels of each style of lists, and of the outline of headings."""
    found: dict[str, tuple[_NumberedLevel, ...]] = {}
    for root in reversed(roots):
        for style in root.iter("{*}list-style", "{*}outline-style") if root is not None else ():
            levels = (one for one in style if "level-style" in _local(one))
            name = OUTLINE if _local(style) == "outline-style" else _said(style, "name")
            found[name] = tuple(map(_level, levels))
    return found


def _level(node: Element) -> _NumberedLevel:
    form = "" if _local(node) == "list-level-style-bullet" else _said(node, "num-format")
    start = _number(_said(node, "start-value"), 1)
    shown = _number(_said(node, "display-levels"), 1)
    return _NumberedLevel(form, start, _said(node, "num-prefix"), _said(node, "num-suffix"), shown)


def _metadata(root: Element | None) -> Metadata:
    about = None if root is None else next(root.iter("{*}meta"), None)
    if about is None:
        return Metadata()
    said: dict[str, list[str]] = {}
    for node in about:
        said.setdefault(_local(node), []).append(field(text_in(node)))
    authors = said.get("initial-creator") or said.get("creator") or []
    return Metadata(
        title=said.get("title", [""])[0],
        authors=tuple(dict.fromkeys(filter(None, authors))),
        language=said.get("language", [""])[0],
        date=(said.get("date") or said.get("creation-date") or [""])[0][:10],
        tags=tuple(filter(None, said.get("keyword", []))),
    )
