"""AsciiDoc becomes a document by way of HTML: headings, blocks, lists, tables and notes.

There is no library in Python that reads it without a program of another language. What is read is the syntax as
Asciidoctor documents it; `include::` is never followed, and says so.
"""

from __future__ import annotations

import re
from html import escape
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import Footnotes, add_metadata, code_block, formula_block
from reader.formats.kinds import FORMATS, Format
from reader.formats.markup.asciidoc_inline import AsciidocInline
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VERSION = FORMATS[Format.ASCIIDOC].version

_HEADING = deferred(r"(={1,6}|#{1,6})[ \t]+(\S.*?)(?:[ \t]+\1)?[ \t]*$")
_UNDERLINE = deferred(r"(=|-|~|\^|\+)\1{2,}[ \t]*$")
_ATTRIBUTE = deferred(r":(!?[\w-]+!?):(?:[ \t]+(.*))?$")
_STYLE = deferred(r"\[(?!\[)([^\]\n]*(?:\"[^\"]*\"[^\]\n]*)*)\][ \t]*$")
_ANCHOR = deferred(r"\[\[([^\],\n]+)(?:,[^\]\n]*)?\]\][ \t]*$")
_TITLE = deferred(r"\.(?![.\s])(.*\S)[ \t]*$")
_FENCES = deferred(r"(-{4,}|\.{4,}|={4,}|\*{4,}|_{4,}|\+{4,}|/{4,}|--|`{3,}|~{4,})(?:[ \t]*([\w+#.-]+))?[ \t]*$")
_TABLE = deferred(r"([|,:!])={3,}[ \t]*$")
_MACRO = deferred(r"(include|image|video|audio|toc)::([^\[\n]*)\[(.*)\][ \t]*$")
_CONDITION = deferred(r"(?:ifdef|ifndef|ifeval|endif)::.*\[.*\][ \t]*$")
_ITEM = deferred(r"[ \t]*(\*{1,6}|-|\.{1,6}|\d{1,9}\.|[a-zA-Z]\.|<(?:\d{1,4}|\.)>)[ \t]+(?:\[([ xX*])\][ \t]+)?(?=\S)")
_TERM = deferred(r"[ \t]*(?!//)(\S.*?)(:{2,4}|;;)(?:[ \t]+|$)")
_BOX = deferred(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(?=\S)")
_RULE = deferred(r"(?:'{3,}|-[ ]?-[ ]?-|\*[ ]?\*[ ]?\*|<{3,})[ \t]*$")
_BOXES = frozenset(("note", "tip", "important", "warning", "caution"))
_LEVELS = "=-~^+"
_AUTHOR = deferred(r"[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){0,2}(?: <[^<>]*>)?(?:; .*)?$")
_REVISION = deferred(r"(?:v?[\d.]+,?[ \t]*)?(\d{4}-\d\d-\d\d)?.*$")
DEEP = 20
"""Blocks within each other that are read."""


class _About(NamedTuple):
    """What stands before a block: its style and what else is said in brackets, its name, its title."""

    words: tuple[str, ...] = ()
    name: str = ""
    title: str = ""

    @property
    def style(self) -> str:
        """The first word in the brackets, without roles and options."""
        return re.split(r"[.%#]", self.words[0], maxsplit=1)[0].strip().lower() if self.words else ""

    def has(self, option: str) -> bool:
        """Whether an option is set."""
        return any(f"%{option}" in one or option in one.split("=")[-1] for one in self.words)


def parse_asciidoc(text: str) -> Parsed:
    """Parse the document of AsciiDoc. Raises NotOpened where nothing is in it."""
    page = _Page()
    html = page.read(text.expandtabs(4).split("\n"))
    return add_metadata(html + page.notes.html(), "asciidoc", VERSION, page.metadata)


class _Page:
    """One text while it is read: its attributes and notes."""

    def __init__(self) -> None:
        self.notes = Footnotes()
        self.metadata = Metadata()
        self._attributes: dict[str, str] = {}
        self._inline = AsciidocInline(self.notes, self._attributes)

    def read(self, lines: list[str]) -> str:
        """The whole text."""
        at = self._read_head(lines)
        head = f"<h1>{self._inline.html(self.metadata.title)}</h1>" if self.metadata.title else ""
        said = self._attributes
        self.metadata = self.metadata._replace(
            title=field(re.sub(r"<[^>]*>", "", self._inline.html(self.metadata.title))).replace("&amp;", "&"),
            authors=self.metadata.authors or tuple(filter(None, (field(said.get("author", "")),))),
            language=said.get("lang", ""),
            date=self.metadata.date
            or (said.get("revdate", "")[:10] if said.get("revdate", "")[:4].isdecimal() else ""),
            tags=tuple(one.strip() for one in said.get("keywords", "").split(",") if one.strip()),
        )
        return head + "".join(self._blocks(lines[at:], 0))

    def _read_head(self, lines: list[str]) -> int:
        """The title, the authors and the attributes; the line behind them."""
        at = 0
        while at < len(lines) and (
            not lines[at].strip() or lines[at].startswith("//") or self._is_attribute(lines[at])
        ):
            at += 1
        match = _HEADING.match(lines[at]) if at < len(lines) else None
        two = at + 1 < len(lines) and re.fullmatch(r"={3,}", lines[at + 1].strip()) and _fits(lines[at], lines[at + 1])
        if not two and (match is None or len(match[1]) != 1):
            return at
        self.metadata = Metadata(title=match[2] if match and not two else lines[at].strip())
        at += 2 if two else 1
        if at < len(lines) and _AUTHOR.match(lines[at]):
            names = (re.sub(r"\s*<[^>]*>", "", one).replace("_", " ").strip() for one in lines[at].split(";"))
            self.metadata = self.metadata._replace(authors=tuple(field(one) for one in names if one))
            at += 1
            revision = _REVISION.match(lines[at]) if at < len(lines) else None
            if revision and lines[at][:1] in "v0123456789" and lines[at]:
                self.metadata = self.metadata._replace(date=revision[1] or "")
                at += 1
        while at < len(lines) and lines[at].strip() and (lines[at].startswith("//") or self._is_attribute(lines[at])):
            at += 1
        return at

    def _is_attribute(self, line: str) -> bool:
        match = _ATTRIBUTE.match(line)
        if match:
            self._attributes[match[1].strip("!").lower()] = (match[2] or "").strip()
        return match is not None

    def _blocks(self, lines: Sequence[str], depth: int) -> Iterator[str]:
        if depth > DEEP:
            yield code_block("\n".join(lines))
            return
        at = 0
        about = _About()
        while at < len(lines):
            line = lines[at]
            read = self._read_about(line, about)
            if read is not None:
                about, at = read, at + 1
                continue
            if not line.strip() or _CONDITION.match(line) or self._is_attribute(line) or line == "+":
                at += 1
                continue
            if line.startswith("//") and not line.startswith("////"):
                at += 1
                continue
            html, at = self._block(lines, at, about, depth)
            anchor = f'<a id="{escape(about.name)}"></a>' if about.name and not html.startswith("<h") else ""
            yield anchor + html
            about = _About()

    def _read_about(self, line: str, about: _About) -> _About | None:
        """What is said of the block after it; None for a line that is a block itself."""
        if match := _ANCHOR.match(line):
            return about._replace(name=match[1])
        if match := _STYLE.match(line):
            words = tuple(one.strip().strip('"') for one in re.findall(r'(?:"[^"]*"|[^,])+', match[1]))
            name = re.search(r"#([\w-]+)", words[0]) if words else None
            return about._replace(words=words or about.words, name=name[1] if name else about.name)
        if match := _TITLE.match(line):
            return about._replace(title=match[1])
        return None

    def _block(self, lines: Sequence[str], at: int, about: _About, depth: int) -> tuple[str, int]:
        line = lines[at]
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if (match := _HEADING.match(line)) and about.style not in ("discrete-not",):
            return self._heading(len(match[1]), match[2], about), at + 1
        if (match := _TABLE.match(line)) is not None:
            return self._table(lines, at, match[1], about)
        if (match := _FENCES.match(line)) is not None:
            return self._fenced(lines, at, match, about, depth)
        if _UNDERLINE.match(below) and _fits(line, below):
            return self._heading(_LEVELS.index(below[0]) + 1, line.strip(), about), at + 2
        if _RULE.match(line):
            return "<hr>", at + 1
        if (match := _MACRO.match(line)) is not None:
            return self._macro(match, about), at + 1
        if _ITEM.match(line) or _TERM.match(line):
            html, end = self._list(lines, at, depth)
            return self._titled(about) + html, end
        return self._paragraph(lines, at, about)

    def _heading(self, level: int, words: str, about: _About) -> str:
        level = min(level, 6)
        name = f' id="{escape(about.name)}"' if about.name else ""
        return f"<h{level}{name}>{self._inline.html(words)}</h{level}>"

    def _titled(self, about: _About) -> str:
        return f"<p><strong>{self._inline.html(about.title)}</strong></p>" if about.title else ""

    def _fenced(
        self, lines: Sequence[str], at: int, match: re.Match[str], about: _About, depth: int
    ) -> tuple[str, int]:
        """A block between two lines of signs; one that does not end goes on to the end of the text."""
        sign = match[1]
        end = next((one for one in range(at + 1, len(lines)) if lines[one].rstrip() == sign), len(lines))
        inside = lines[at + 1 : end]
        title = self._titled(about)
        style = about.style
        if sign[0] == "/" or style == "comment":
            return "", end + 1
        if style in ("stem", "latexmath", "asciimath"):
            return formula_block("\n".join(inside)), end + 1
        if style == "verse":
            return title + self._verse(inside, about), end + 1
        if sign[0] == "+":
            return "\n".join(inside), end + 1
        if sign[0] in ".`~" or (sign[0] == "-" and len(sign) > 2) or style in ("source", "listing", "literal"):
            return title + code_block("\n".join(inside), match[2] or _language(about)), end + 1
        html = title + "".join(self._blocks(inside, depth + 1))
        if style in _BOXES:
            html = f"<blockquote><p><strong>{style.capitalize()}</strong></p>{html}</blockquote>"
        elif sign[0] == "_" or style == "quote":
            html = f"<blockquote>{html}{self._said_by(about)}</blockquote>"
        elif sign[0] == "*":
            html = f"<blockquote>{html}</blockquote>"
        return html, end + 1

    def _verse(self, lines: Sequence[str], about: _About) -> str:
        return f'<pre class="verse">{chr(10).join(map(self._inline.html, lines))}</pre>{self._said_by(about)}'

    def _said_by(self, about: _About) -> str:
        names = ", ".join(one for one in about.words[1:3] if one and "=" not in one)
        return f"<p>— {self._inline.html(names)}</p>" if names else ""

    def _macro(self, match: re.Match[str], about: _About) -> str:
        if match[1] == "image":
            alt = next(iter(re.findall(r'alt="?([^",\]]*)', match[3])), "") or match[3].split(",")[0].strip().strip('"')
            caption = f"<figcaption>{self._inline.html(about.title)}</figcaption>" if about.title else ""
            alt = "" if "=" in alt else alt
            return f'<figure><img alt="{escape(alt)}">{caption}</figure>'
        return f"<p>[{match[1]}: {escape(match[2])}]</p>" if match[1] != "toc" else ""

    def _paragraph(self, lines: Sequence[str], at: int, about: _About) -> tuple[str, int]:
        end = at + 1
        while end < len(lines) and lines[end].strip() and not _ends_paragraph(lines[end]):
            end += 1
        inside = lines[at:end]
        title = self._titled(about)
        if about.style in ("source", "listing", "literal"):
            return title + code_block("\n".join(inside), _language(about)), end
        if about.style in ("stem", "latexmath", "asciimath"):
            return formula_block("\n".join(inside)), end
        if about.style == "verse":
            return title + self._verse(inside, about), end
        if inside[0][:1] == " " and not _BOX.match(inside[0]):
            cut = min(len(line) - len(line.lstrip()) for line in inside)
            return title + code_block("\n".join(line[cut:] for line in inside)), end
        box = _BOX.match(inside[0])
        words = self._inline.html("\n".join(inside)[box.end() if box else 0 :])
        style = box[1].lower() if box else about.style
        if style in _BOXES:
            return f"<blockquote><p><strong>{style.capitalize()}</strong></p>{title}<p>{words}</p></blockquote>", end
        if style == "quote":
            return f"<blockquote>{title}<p>{words}</p>{self._said_by(about)}</blockquote>", end
        return f"{title}<p>{words}</p>", end

    def _list(self, lines: Sequence[str], at: int, depth: int) -> tuple[str, int]:
        """Items of all depths, each told by its sign: one that is new opens a list, one that is not goes back to it."""
        signs: list[str] = []
        html: list[str] = []
        while at < len(lines):
            item = _ITEM.match(lines[at])
            term = None if item else _TERM.match(lines[at])
            if item is None and term is None:
                break
            sign = _sign_of(item[1]) if item else term[2] if term else ""
            if signs and (signs[0] == "<") != (sign == "<"):
                break  # what explains a listing is a list of its own
            while sign in signs and signs[-1] != sign:
                html.append(_close(signs.pop()))
            if sign not in signs:
                signs.append(sign)
                html.append({"*": "<ul>", "-": "<ul>", ":": "<dl>", ";": "<dl>"}.get(sign[0], "<ol>"))
            elif html:
                html.append("</dd>" if term else "</li>")
            inside, rest, at = _item_lines(lines, at, item.end() if item else term.end() if term else 0)
            body = self._inline.html("\n".join(inside)) if "\n".join(inside).strip() else ""
            more = "".join(self._blocks(rest, depth + 1)) if rest else ""
            if term:
                html.append(f"<dt>{self._inline.html(term[1])}</dt><dd>{f'<p>{body}</p>' if body else ''}{more}")
            else:
                box = (
                    "" if not item or not item[2] else f'<input type="checkbox"{" checked" if item[2] != " " else ""}>'
                )
                html.append(f"<li>{box}{body}{more}")
        html += [_close(sign) for sign in reversed(signs)]
        return "".join(html), at

    def _table(self, lines: Sequence[str], at: int, sign: str, about: _About) -> tuple[str, int]:
        end = next((one for one in range(at + 1, len(lines)) if lines[one].rstrip() == lines[at].rstrip()), len(lines))
        inside = list(lines[at + 1 : end])
        rows = list(_rows(inside, sign if sign in "|!" else ",", about))
        blank_after_first = len(inside) > 1 and inside[0].strip() != "" and inside[1].strip() == ""
        head = about.has("header") or (blank_after_first and not about.has("noheader"))
        html = []
        for number, row in enumerate(rows):
            name = "th" if head and number == 0 else "td"
            cells = (f"<{name}{one.spans}>{self._inline.html(one.words)}</{name}>" for one in row)
            html.append(f"<tr>{''.join(cells)}</tr>")
        return f"{self._titled(about)}<table>{''.join(html)}</table>", end + 1


def _fits(words: str, line: str) -> bool:
    """Whether a line is the underline of a heading: nearly as long as it, and below words."""
    return (
        bool(re.search(r"\w", words))
        and abs(len(words.rstrip()) - len(line.rstrip())) <= 2
        and not words.startswith((".", "["))
    )


def _ends_paragraph(line: str) -> bool:
    return bool(
        _FENCES.match(line)
        or _TABLE.match(line)
        or _STYLE.match(line)
        or _CONDITION.match(line)
        or line == "+"
        or line.startswith("//")
    )


def _sign_of(sign: str) -> str:
    """What tells the depth of an item: numbers that are written count as one sign."""
    if sign[0].isalnum():
        return "1"
    return "<" if sign[0] == "<" else sign


def _close(sign: str) -> str:
    return "</dd></dl>" if sign[0] in ":;" else "</li></ul>" if sign[0] in "*-" else "</li></ol>"


def _item_lines(lines: Sequence[str], at: int, start: int) -> tuple[list[str], list[str], int]:
    """The text of an item, the blocks that a `+` joins to it, and the line after both."""
    text = [lines[at][start:]]
    rest: list[str] = []
    at += 1
    if not text[0].strip():
        while at < len(lines) and not lines[at].strip():
            at += 1
    while at < len(lines) and lines[at].strip() and not _begins_item(lines[at]) and not _ends_paragraph(lines[at]):
        text.append(lines[at].strip())
        at += 1
    while at < len(lines) and lines[at].rstrip() == "+":
        at += 1
        fence = ""
        while at < len(lines) and (
            fence or (lines[at].strip() and lines[at].rstrip() != "+" and not _begins_item(lines[at]))
        ):
            match = _FENCES.match(lines[at]) or _TABLE.match(lines[at])
            if match and (not fence or lines[at].rstrip() == fence):
                fence = "" if fence else lines[at].rstrip()
            rest.append(lines[at])
            at += 1
        rest.append("")
    after = at
    while after < len(lines) and not lines[after].strip():
        after += 1
    goes_on = after < len(lines) and _begins_item(lines[after])
    return text, rest, after if goes_on else at


def _begins_item(line: str) -> bool:
    return bool(_ITEM.match(line) or _TERM.match(line))


def _language(about: _About) -> str:
    said = about.words[1] if len(about.words) > 1 else ""
    said = next((one.partition("=")[2] for one in about.words if one.startswith("language=")), said)
    return said if re.fullmatch(r"[\w+#.-]{1,40}", said) else ""


_CELL = deferred(r"(?:(?<=\s)|^)(?:(\d+)?(?:\.(\d+))?([+*]))?[.<>^]{0,4}[adehlmsv]?(?<!\\)([|!])")
MOST_SPANNED = 100
"""Columns or rows that a cell goes over, or times that it stands there, at most."""


class _Cell(NamedTuple):
    """The words of a cell, and how many columns and rows it goes over."""

    words: str
    wide: int = 1
    high: int = 1

    @property
    def spans(self) -> str:
        """Its attributes."""
        wide = f' colspan="{self.wide}"' if self.wide > 1 else ""
        return wide + (f' rowspan="{self.high}"' if self.high > 1 else "")


def _rows(lines: list[str], sign: str, about: _About) -> Iterator[list[_Cell]]:
    """The cells row by row: a row has as many columns as its first line has cells, or as `cols` says."""
    if sign == ",":
        yield from ([_Cell(one.strip().strip('"')) for one in line.split(",")] for line in lines if line.strip())
        return
    text = "\n".join(lines)
    marks = [one for one in _CELL.finditer(text) if one[4] == sign]
    ends = [*(one.start() for one in marks[1:]), *([len(text)] if marks else ())]
    cells = chain.from_iterable(
        _specified(one, " ".join(text[one.end() : end].split())) for one, end in zip(marks, ends, strict=True)
    )
    said = next((one.partition("=")[2] for one in about.words if one.startswith("cols=")), "")
    first = next((line for line in lines if line.strip()), "")
    width = sum(int(one[1] or 1) if one[3] else 1 for one in _CELL.finditer(first) if one[4] == sign)
    if said:
        counted = (re.match(r"\s*(\d{1,3})\*", one) for one in re.split(r"[,;]", said.strip("\"'")))
        width = sum(int(one[1]) if one else 1 for one in counted)
    width = max(1, min(width or 1, 100))
    row: list[_Cell] = []
    taken, below = 0, [0] * MOST_SPANNED
    for cell in cells:
        row.append(cell)
        taken += cell.wide
        below[: cell.high - 1] = [one + cell.wide for one in below[: cell.high - 1]]
        while taken >= width:
            yield row
            row, taken, below = [], below[0], [*below[1:], 0]
    if row:
        yield row


def _specified(mark: re.Match[str], words: str) -> list[_Cell]:
    """The cell as often, or as large, as is said before its bar."""
    wide, high = (max(1, min(int(one or 1), MOST_SPANNED)) for one in (mark[1], mark[2]))
    if mark[3] == "*":
        return [_Cell(words)] * wide
    return [_Cell(words, wide, high)]
