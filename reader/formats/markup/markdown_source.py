"""Before cmark reads Markdown, what it would swallow or break is put out of its way.

- A tag that is not HTML's, or that is named in prose and nothing is between it and its end, is text:
  `<repository-url>`, `List<String>`, “the <title> element”. Only elements that are written as such go through.
- Formulas between dollars are kept whole: within them a low line is no emphasis, and a backslash escapes nothing.
- Boxes and fenced parts become quotations and elements (`markdown_boxes`), signs of single programs what cmark knows
  (`markdown_dialects`), tables that are drawn rows (`markdown_tables`); components of MDX go, with their modules
  (`markdown_components`).

What is put out of the way is one character of the private use area; `markdown_tree` puts it back.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.patterns import deferred
from reader.formats.html.tree import UNWRITABLE
from reader.formats.markup.markdown_boxes import fence_of, holds_any, open_boxes
from reader.formats.markup.markdown_components import read_components
from reader.formats.markup.markdown_dialects import read_dialects
from reader.formats.markup.markdown_tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LESS = "\ue0fb"
"""A `<` that begins no element."""
OPENS, CLOSES = "\ue0fc", "\ue0fd"
"""About the number of a formula."""
_OURS = deferred(f"[{LESS}{OPENS}{CLOSES}]")

_LOOSE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "article",
        "aside",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "center",
        "cite",
        "code",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "i",
        "ins",
        "kbd",
        "label",
        "li",
        "main",
        "mark",
        "menu",
        "nav",
        "nobr",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "math",
        "caption",
        "dir",
        "search",
    ]
)
"""Elements that text is in."""
_EMPTY = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
"""Elements without an end."""
_SWALLOWS = frozenset(
    [
        "audio",
        "body",
        "button",
        "canvas",
        "colgroup",
        "datalist",
        "dialog",
        "fieldset",
        "form",
        "frame",
        "frameset",
        "head",
        "html",
        "iframe",
        "legend",
        "map",
        "noscript",
        "object",
        "optgroup",
        "option",
        "output",
        "plaintext",
        "progress",
        "meter",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "video",
        "xmp",
        "applet",
        "data",
        "slot",
    ]
)
"""Elements that take what is in them from the text, or hold no text: read as such only where they stand as blocks."""
_TAG = deferred(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])|([?!]))")
_END = deferred(r"</([a-zA-Z][a-zA-Z0-9-]*)\s*>")
_OPEN_ENDED = frozenset(("p",))
"""Elements whose end HTML lets one leave out."""
_CELLS = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot", "caption"))
_ENTRIES = frozenset(("li", "dt", "dd"))
"""What is a part of a table, and of a list, and nothing without one."""
_HOLDERS = {
    "table": deferred(r"<(/?)table(?=[\s>])", re.IGNORECASE),
    "list": deferred(r"<(/?)(?:ul|ol|dl|menu|dir)(?=[\s>])", re.IGNORECASE),
}
_LIKE_A_TAG = deferred(r"<(?=[a-zA-Z/?!])")
_NAMED = deferred(
    r"""(?:\s[^<>]*)?>[`*_"'”’)]{0,2}\s+(?:tags?|elements?|elementos?|éléments?|Elemente?|balises?|Tags?)\b"""
)
_PARAGRAPH = deferred(r"\n[ \t]*\n")
# Each way begins with its own sign: so all that is none is passed over at once.
_FORMULA = deferred(
    r"\$(?<![\\$\w`]\$)`([^`\n]{1,1000})`\$(?![\w$`])"
    r"|\$(?<![\\$\w]\$)\$(?=[^$])([^$`]{1,4000}?)\$\$(?!\$)"
    r"|\$(?<![\\$\w]\$)(?=[^\s$])((?:[^$`\n\\]|\\[^\n]|\n(?![ \t]*\n)){1,1000}?)(?<=[^\s\\])\$(?![\w$])"
)
_ENVIRONMENT = deferred(
    r"^( {0,3})(\\begin\{((?:align|alignat|equation|gather|multline|eqnarray|flalign|displaymath|math)\*?)\}"
    r"[^`]{1,4000}?\\end\{\3\})",
    re.MULTILINE,
)
"""A formula of its own in TeX, without dollars about it."""
_DELIMITERS = deferred(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.MULTILINE)
_BAR = deferred(r"(?<!\\)\|")
COLUMNS = 100
"""Columns of a table at most."""
_IN_BRACKETS = deferred(r"\\[\[(]")
_LIKE_TEX = deferred(r"\\[a-zA-Z]{2,}|[\^_=]")
LONGEST_FORMULA, LONGEST_IN_A_LINE = 4000, 1000
"""Characters of a formula between brackets at most: of its own, and in a line."""


class Prepared(NamedTuple):
    """A `Prepared` is the text for cmark, and the formulas that were taken out of it: as written, and their TeX."""

    text: str
    formulas: tuple[tuple[str, str], ...]


def prepare_source(text: str) -> Prepared:
    """Prepare Markdown as cmark is to read it."""
    if any(sign in text for sign in (LESS, OPENS, CLOSES)):
        text = _OURS.sub("\ufffd", text)
    text = read_dialects(read_tables(open_boxes(read_components(text))))
    if "|" in text:
        text = _with_wide_heads(text)
    if _LIKE_A_TAG.search(text):
        text = _with_text_tags(text)
    formulas: list[tuple[str, str]] = []

    def keep(written: str, tex: str) -> str:
        if _PARAGRAPH.search(written) or OPENS in written:
            return written
        formulas.append((UNWRITABLE.sub("\ufffd", written), UNWRITABLE.sub("\ufffd", tex)))
        return f"{OPENS}{len(formulas) - 1}{CLOSES}"

    if holds_any(text, "\\begin{"):
        text = _ENVIRONMENT.sub(lambda match: match[1] + keep(match[2], match[2]), text)
    if "$" in text:
        text = _FORMULA.sub(lambda match: keep(match[0], next(one for one in match.groups() if one is not None)), text)
    if holds_any(text, "\\)", "\\]"):
        text = "".join(_without_bracketed(text, keep))
    return Prepared(text, tuple(formulas))


def _with_wide_heads(text: str) -> str:
    """The text, the head of each table as wide as its widest row: cmark drops the cells beyond it."""
    if not _may_have_wide_rows(text):
        return text
    lines = text.split("\n")
    fence = ""
    done = 0
    for at, line in enumerate(lines):
        match = fence_of(line)
        if match and (not fence or (match[1].startswith(fence) and not match[2])):
            fence = "" if fence else match[1]
        if fence or at <= done or "|" not in line or "-" not in line or _DELIMITERS.fullmatch(line) is None:
            continue
        columns = _columns(line)
        if columns != _columns(lines[at - 1]):
            continue
        most, done = _widest(lines, at)
        if columns < most <= COLUMNS:
            lines[at - 1] = lines[at - 1].rstrip().removesuffix("|") + "| " * (most - columns) + "|"
            lines[at] = line.rstrip().removesuffix("|") + "|---" * (most - columns) + "|"
    return "\n".join(lines)


def _may_have_wide_rows(text: str) -> bool:
    """Whether a row stands below what may be the line under a head, and has more columns."""
    columns, end = 0, -1
    at = text.find("|")
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        columns = columns if start == end + 1 else 0
        end = text.find("\n", at)
        end = end if end >= 0 else len(text)
        line = text[start:end]
        bars = line.count("|") - line.startswith("|") - line.endswith("|")  # with blanks about it, too many
        if 0 < columns <= bars and _columns(line) > columns:
            return True
        if "-" in line and _DELIMITERS.fullmatch(line):
            columns = min(columns or COLUMNS, _columns(line))
        at = text.find("|", end)
    return False


def _widest(lines: Sequence[str], head: int) -> tuple[int, int]:
    """How many columns the widest row of a table has, and which line is its last."""
    most, at = _columns(lines[head]), head
    while at + 1 < len(lines) and "|" in lines[at + 1]:
        at += 1
        if lines[at].count("|") >= most:
            most = max(most, _columns(lines[at]))
    return most, at


def _columns(row: str) -> int:
    bare = row.strip(" \t>").removeprefix("|")
    if "\\" not in bare:
        return bare.removesuffix("|").count("|") + 1  # as nearly all
    return len(_BAR.findall(bare.removesuffix("|") if not bare.endswith("\\|") else bare)) + 1


def _without_bracketed(text: str, keep: Callable[[str, str], str]) -> Iterator[str]:
    """The text, what stands for each formula in brackets in its place.

    The other bracket is looked for by itself: a pattern would try thousands of characters behind each that is open.
    """
    done = 0
    for match in _IN_BRACKETS.finditer(text):
        if match.start() < done:
            continue
        alone = match[0] == "\\["
        start = match.end()
        end = text.find("\\]" if alone else "\\)", start, start + (LONGEST_FORMULA if alone else LONGEST_IN_A_LINE))
        tex = text[start:end]
        if (
            end < 0
            or "`" in tex
            or match[0] in tex
            or _PARAGRAPH.search(tex)
            or not (alone or "\n" not in tex)
            or not _is_tex(tex, "]" if alone else ")")
        ):
            continue
        yield text[done : match.start()]
        done = end + 2
        yield keep(text[match.start() : done], tex)
    yield text[done:]


def _is_tex(tex: str, bracket: str) -> bool:
    """Whether what stands in escaped brackets is a formula, and not words that are in brackets."""
    # Programs that write Markdown escape the brackets of a source's number, or of a letter that was left out.
    letter = len(tex) == 1 and tex.isalpha() and bracket == ")"
    return _LIKE_TEX.search(tex[:400].partition(bracket)[0]) is not None or letter


def restore(html: str) -> str:
    """Restore what cmark made, with the `<` that begin no element as text."""
    return html.replace(LESS, "&lt;")


class _Ends(NamedTuple):
    """Where in the whole text something ends for the last time: elements by their names, a comment, an instruction."""

    elements: dict[str, int]
    comment: int
    instruction: int
    bracket: int
    holders: dict[str, list[tuple[int, int]]]
    """Where tables and lists begin and end, in which alone their parts may stand."""


def _with_text_tags(text: str) -> str:
    """The text, each `<` that begins no element as `LESS`."""
    last = {match[1].lower(): match.start() for match in _END.finditer(text)}
    ends = _Ends(last, text.rfind("-->"), text.rfind("?>"), text.rfind(">"), _holders(text))
    parts: list[str] = []
    start = 0
    for gap in (*_PARAGRAPH.finditer(text), None):
        end = gap.start() if gap else len(text)
        paragraph = text[start:end]
        parts.append(_Tags(paragraph, start, ends).read() if "<" in paragraph else paragraph)
        parts.append(gap[0] if gap else "")
        start = gap.end() if gap else end
    return "".join(parts)


def _holders(text: str) -> dict[str, list[tuple[int, int]]]:
    """The outermost tables and lists that are closed."""
    found: dict[str, list[tuple[int, int]]] = {"table": [], "list": []}
    for kind, pattern in _HOLDERS.items():
        depth, begin = 0, 0
        for match in pattern.finditer(text):
            if not match[1]:
                begin = begin if depth else match.start()
                depth += 1
            elif depth:
                depth -= 1
                if not depth:
                    found[kind].append((begin, match.start()))
    return found


class _Tags:
    """The tags of one paragraph, which are told apart by what else is in it. `offset` is where it begins."""

    def __init__(self, paragraph: str, offset: int, ends: _Ends) -> None:
        self._text = paragraph
        self._offset = offset
        self._ends = ends
        self._paired = frozenset(_pairs(paragraph))
        self._is_block = _is_block(paragraph)

    def read(self) -> str:
        """The paragraph, each `<` that begins no element as `LESS`."""
        return _TAG.sub(lambda match: match[0] if self._is_element(match) else LESS + match[0][1:], self._text)

    def _is_element(self, match: re.Match[str]) -> bool:
        at = match.start()
        before = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        if before.endswith(("](", "]: ")):
            return True  # an address within angle brackets
        first = not before.strip(" \t>")
        if match[3]:
            return self._is_instruction(at, first=first)
        name = match[2].lower()
        if match[1] and name in _CELLS:
            return self._is_within("table", at)
        if match[1]:
            return (at in self._paired and (name in _LOOSE or self._is_block)) or self._is_end(name, first=first)
        if name in _EMPTY:
            written = name in ("br", "wbr") or first or "=" in self._text[at : at + 80]
            return written and not _NAMED.match(self._text, match.end())
        if name in _SWALLOWS:
            closed = first and self._ends.elements.get(name, -1) > self._offset + at
            return self._is_block and (closed or at in self._paired)
        if name not in _LOOSE:
            return False
        if name in _CELLS:
            return self._is_within("table", at)
        closed = at in self._paired
        if name in _ENTRIES and not closed:
            return self._is_within("list", at)
        opens = first and (name in _OPEN_ENDED or self._ends.elements.get(name, -1) > self._offset + at)
        return closed or (opens and not _NAMED.match(self._text, match.end()))

    def _is_within(self, kind: str, at: int) -> bool:
        spans = self._ends.holders[kind]
        index = bisect_right(spans, (self._offset + at, sys.maxsize)) - 1
        return index >= 0 and spans[index][0] < self._offset + at < spans[index][1]

    def _is_end(self, name: str, *, first: bool) -> bool:
        if name not in _LOOSE and name not in _SWALLOWS and name not in _EMPTY:
            return False
        return self._is_block or (first and name not in _SWALLOWS)

    def _is_instruction(self, at: int, *, first: bool) -> bool:
        """Whether a comment, or what a machine reads, ends at all."""
        if self._text.startswith("<!--", at):
            return self._ends.comment > self._offset + at
        if self._text.startswith("<?", at):
            return first and self._ends.instruction > self._offset + at
        begins = self._text.startswith(("<!DOCTYPE", "<!doctype"), at)
        return first and begins and self._ends.bracket > self._offset + at


_BOTH_NAMED = deferred(
    r"<([a-zA-Z][a-zA-Z0-9-]*)>[`\"'”’]{0,2}\s+(?:and|or|to|und|oder|bis|et|ou|à|y|o|e|och|og|en|и|или|до|…|\.\.\.)"
    r"\s+[`\"'“‘]{0,2}</\1>",
    re.IGNORECASE,
)
"""Two tags of which the sentence speaks: “between <div> and </div>”."""


def _pairs(paragraph: str) -> Iterator[int]:
    """Where the tags stand that have their other half in the paragraph: an end belongs to the beginning before it."""
    opened: dict[str, list[int]] = {}
    for match in _TAG.finditer(paragraph):
        if not match[2]:
            continue
        starts = opened.setdefault(match[2].lower(), [])
        if not match[1]:
            starts.append(match.start())
        elif starts:
            begun = starts.pop()
            if not _BOTH_NAMED.match(paragraph, begun) or paragraph[begun + 1 : begun + 4].lower() in ("sup", "sub"):
                yield from (begun, match.start())


_BLOCK = deferred(r" {0,3}</?([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])|.{0,3}<!--")


def _is_block(paragraph: str) -> bool:
    """Whether a paragraph is HTML and no text: it begins with a tag."""
    match = _BLOCK.match(paragraph.lstrip("\n"))
    if match is None:
        return False
    name = (match[1] or "").lower()
    return not name or name in _LOOSE or name in _SWALLOWS or name in _EMPTY
