"""Org becomes a document by way of HTML: headings, lists, blocks, tables and notes as Emacs shows them.

`orgparse` takes an Org file apart into headings and leaves their bodies as they are; all that is read here is in those.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import Footnotes, add_metadata, code_block, formula_block
from reader.formats.kinds import FORMATS, Format
from reader.formats.markup.org_inline import OrgInline
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

VERSION = FORMATS[Format.ORG].version

_HEADLINE = deferred(r"(\*+)[ \t]+(.*)$")
_TAGS = deferred(r"[ \t]+:[\w@#%:]+:[ \t]*$")
_PRIORITY = deferred(r"^((?:[A-Z]{3,}[ \t]+)?)\[#[A-Z0-9]\][ \t]*")
_KEYWORD = deferred(r"[ \t]*#\+([\w-]+)(?:\[[^\]]*\])?:[ \t]*(.*)$")
_BEGIN = deferred(r"[ \t]*#\+begin_?([\w*-]*):?(?:[ \t]+(.*))?$", re.IGNORECASE)
_DRAWER = deferred(r"[ \t]*:([\w-]+):[ \t]*$")
_ITEM = deferred(
    r"([ \t]*)([-+]|(?<=[ \t])\*|(?:\d{1,9}|[a-zA-Z])[.)])(?:[ \t]+(?:\[@(\w+)\][ \t]*)?(?:\[([ xX-])\][ \t]+)?|$)"
)
_TERM = deferred(r"(.*?\S)[ \t]+::(?:[ \t]+|$)")
_NOTE = deferred(r"\[fn:([\w-]+)\][ \t]*(.*)$")
_ENVIRONMENT = deferred(r"[ \t]*\\begin\{([\w*]+)\}")
LONGEST_FORMULA = 500
"""Lines of a formula at most: without its end each of thousands would be looked for to the end of the file."""
_RULE = deferred(r"[ \t]*-{5,}[ \t]*$")
_PLANNING = deferred(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED):[ \t]")
_HIDDEN_DRAWERS = frozenset(("properties", "logbook", "clock", "clocktable"))
_CODE = frozenset(("src", "example"))


def parse_org(text: str) -> Parsed:
    """Parse the document of an Org file. Raises NotOpened where nothing is in it."""
    page = _Page()
    html = "".join(page.blocks(text.expandtabs(8).split("\n"), top=True))
    return add_metadata(html + page.notes.html(), "org", VERSION, page.metadata())


class _Page:
    """One file while it is read: what its keywords say, and its notes."""

    def __init__(self) -> None:
        self.notes = Footnotes()
        self._inline = OrgInline(self.notes)
        self._said: dict[str, list[str]] = {}
        self._caption = ""
        self._endless: set[tuple[int, str]] = set()
        """Kinds of blocks that have no end any more in the lines that are read, so that it is looked for once."""

    def metadata(self) -> Metadata:
        """What the keywords at the head say."""
        said = {name: " ".join(values) for name, values in self._said.items()}
        return Metadata(
            title=field(said.get("title", "")),
            authors=tuple(
                field(one) for one in re.split(r"\s*[;,]\s*|\s+and\s+", said.get("author", "")) if one.strip()
            ),
            language=field(said.get("language", "")),
            date=field(said.get("date", "").strip("<>[]"))[:10]
            if said.get("date", "").strip("<>[]")[:4].isdecimal()
            else "",
            tags=tuple(filter(None, re.split(r"[:\s]+", said.get("filetags", "")))),
        )

    def blocks(self, lines: Sequence[str], *, top: bool = False) -> Iterator[str]:
        """HTML of lines. Headings are only where they are not in an item of a list: `top`."""
        at = 0
        readers: tuple[Callable[[Sequence[str], int], tuple[str, int] | None], ...] = (
            self._read_block, self._read_keyword, self._read_drawer, self._read_table, self._read_fixed,
            self._read_environment, self._read_list, self._read_note,
        )  # fmt: skip
        while at < len(lines):
            line = lines[at]
            if not line.strip() or line.lstrip().startswith("# ") or line.strip() == "#":
                at += 1
                continue
            heading = _HEADLINE.match(line) if top else None
            if heading:
                yield self._heading(heading)
                at += 1
                continue
            if _RULE.match(line):
                yield "<hr>"
                at += 1
                continue
            found = next((one for read in readers if (one := read(lines, at)) is not None), None)
            html, at = found or self._read_paragraph(lines, at, top=top)
            yield html

    def _heading(self, match: re.Match[str]) -> str:
        words = _PRIORITY.sub(r"\1", _TAGS.sub("", match[2].rstrip())).strip()
        level = min(len(match[1]), 6)
        return f"<h{level}>{self._inline.html(words)}</h{level}>"

    def _read_block(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        match = _BEGIN.match(lines[at])
        if match is None:
            return None
        kind = match[1].lower()
        end_sign = re.compile(rf"[ \t]*#\+end_?{re.escape(kind)}\b", re.IGNORECASE)
        if (id(lines), kind) in self._endless:
            return None
        end = next((one for one in range(at + 1, len(lines)) if end_sign.match(lines[one])), None)
        if end is None:
            self._endless.add((id(lines), kind))
            return None
        return self._caption_before() + self._block(kind, match[2] or "", lines[at + 1 : end]), end + 1

    def _block(self, kind: str, said: str, inside: Sequence[str]) -> str:
        if kind in _CODE:
            language = (said.split() or [""])[0] if kind == "src" else ""
            # A line that would be a heading has a comma before it.
            text = "\n".join(re.sub(r"^(\s*),(?=[*,]|#\+)", r"\1", line) for line in _dedented(inside))
            return code_block(text, language if re.fullmatch(r"[\w+#.-]{1,40}", language) else "")
        if kind == "comment":
            return ""
        if kind == "export":
            return "\n".join(inside) if said.strip().lower().startswith("html") else ""
        if kind == "verse":
            return f'<pre class="verse">{"<br>".join(map(self._inline.html, _dedented(inside)))}</pre>'.replace(
                "<br>", "\n"
            )
        element = "blockquote" if kind not in ("center", "dynamic", "") else "div"
        return f"<{element}>{''.join(self.blocks(_dedented(inside)))}</{element}>"

    def _read_keyword(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        match = _KEYWORD.match(lines[at])
        if match is None:
            return None
        name, said = match[1].lower(), match[2].strip()
        if name == "caption":
            self._caption = said
        elif name == "include":
            return f"<p>[include: {escape(said)}]</p>", at + 1
        elif name == "html":
            return said, at + 1
        else:
            self._said.setdefault(name, []).append(said)
        return "", at + 1

    def _caption_before(self) -> str:
        said, self._caption = self._caption, ""
        return f"<p>{self._inline.html(said)}</p>" if said else ""

    def _read_drawer(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        match = _DRAWER.match(lines[at])
        if match is None or match[1].lower() == "end" or (id(lines), ":") in self._endless:
            return None
        for end in range(at + 1, len(lines)):
            if _HEADLINE.match(lines[end]):
                return None
            if lines[end].strip().lower() == ":end:":
                hidden = match[1].lower() in _HIDDEN_DRAWERS
                return "" if hidden else "".join(self.blocks(lines[at + 1 : end])), end + 1
        self._endless.add((id(lines), ":"))
        return None

    def _read_table(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        if not lines[at].lstrip().startswith("|"):
            return None
        end = at
        while end < len(lines) and lines[end].lstrip().startswith("|"):
            end += 1
        rows = [line.strip() for line in lines[at:end]]
        rule = next((number for number, row in enumerate(rows) if row.startswith("|-")), 0)
        html = []
        for number, row in enumerate(rows):
            if row.startswith("|-") or re.fullmatch(r"\|(?:\s*(?:<[lcr]?\d*>)?\s*\|)+", row):
                continue
            name = "th" if number < rule and any(not one.startswith("|-") for one in rows[rule:]) else "td"
            cells = row.strip("|").split("|")
            html.append(
                "<tr>" + "".join(f"<{name}>{self._inline.html(one.strip())}</{name}>" for one in cells) + "</tr>"
            )
        return self._caption_before() + f"<table>{''.join(html)}</table>", end

    def _read_fixed(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        """Lines that begin with a colon are as they are."""
        end = at
        while end < len(lines) and re.match(r"[ \t]*:(?: |$)", lines[end]):
            end += 1
        if end == at:
            return None
        return code_block("\n".join(re.sub(r"^[ \t]*: ?", "", line) for line in lines[at:end])), end

    def _read_environment(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        match = _ENVIRONMENT.match(lines[at])
        if match is None:
            return None
        sign = f"\\end{{{match[1]}}}"
        end = next((one for one in range(at, min(len(lines), at + LONGEST_FORMULA)) if sign in lines[one]), None)
        return None if end is None else (formula_block("\n".join(lines[at : end + 1])), end + 1)

    def _read_list(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        first = _ITEM.match(lines[at])
        if first is None:
            return None
        indent = len(first[1])
        ordered = first[2][0].isalnum()
        terms = not ordered and _TERM.match(lines[at][first.end() :]) is not None
        items: list[str] = []
        while at < len(lines):
            match = _ITEM.match(lines[at])
            if match is None or len(match[1]) != indent or match[2][0].isalnum() != ordered:
                break
            end = _end_of_item(lines, at, indent)
            width = len(lines[at]) - len(lines[at].lstrip()) + 2
            inside = [lines[at][match.end() :], *_dedented(lines[at + 1 : end], width)]
            items.append(self._item(match, inside, terms=terms))
            at = end
        name = "dl" if terms else "ol" if ordered else "ul"
        return f"<{name}>{''.join(items)}</{name}>", at

    def _item(self, match: re.Match[str], inside: list[str], *, terms: bool) -> str:
        number = match[3] or match[2][:-1]
        value = f' value="{number}"' if number.isdecimal() and (match[3] or number != "1") else ""
        box = ""
        if match[4]:
            box = f'<input type="checkbox"{" checked" if match[4] in "xX" else ""}>'
        term = _TERM.match(inside[0]) if terms else None
        if term:
            inside[0] = inside[0][term.end() :]
            return f"<dt>{self._inline.html(term[1])}</dt><dd>{''.join(self.blocks(inside))}</dd>"
        if (match[2][0] in "-+*") and (term := _TERM.match(inside[0])):
            name, inside[0] = self._inline.html(term[1]), inside[0][term.end() :]
            rest = "".join(self.blocks(inside)).removeprefix("<p>")
            return f"<li{value}>{box}<p><strong>{name}</strong> {rest}</li>"
        return f"<li{value}>{box}{''.join(self.blocks(inside))}</li>"

    def _read_note(self, lines: Sequence[str], at: int) -> tuple[str, int] | None:
        match = _NOTE.match(lines[at])
        if match is None:
            return None
        end = at + 1
        while end < len(lines) and not _NOTE.match(lines[end]) and not _HEADLINE.match(lines[end]):
            if not lines[end].strip() and not "".join(lines[end + 1 : end + 2]).strip():
                break
            end += 1
        inside = [match[2], *lines[at + 1 : end]]
        self.notes.define(match[1], "".join(self.blocks(inside)))
        return "", end

    def _read_paragraph(self, lines: Sequence[str], at: int, *, top: bool) -> tuple[str, int]:
        end = at + 1
        while end < len(lines) and not self._begins(lines[end], top=top) and not _PLANNING.match(lines[at]):
            end += 1
        return f"<p>{self._inline.html(chr(10).join(line.strip() for line in lines[at:end]))}</p>", end

    def _begins(self, line: str, *, top: bool) -> bool:
        """Whether a line is not of the paragraph before it."""
        if not line.strip() or (top and _HEADLINE.match(line)):
            return True
        return any(one.match(line) for one in (_BEGIN, _KEYWORD, _DRAWER, _ITEM, _ENVIRONMENT, _NOTE, _RULE)) or (
            line.lstrip().startswith(("|", "# ", ": "))
        )


def _end_of_item(lines: Sequence[str], at: int, indent: int) -> int:
    """The line after an item: what is indented further belongs to it, two blank lines end the list."""
    blank = 0
    end = at + 1
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if not line.strip():
            blank += 1
            if blank == 2:
                break
            continue
        if len(line) - len(line.lstrip()) <= indent:
            break
        blank = 0
        end = number + 1
    rest = end
    while rest < len(lines) and not lines[rest].strip() and rest - end < 1:
        rest += 1
    goes_on = rest < len(lines) and _ITEM.match(lines[rest])
    return rest if goes_on else end


def _dedented(lines: Sequence[str], most: int = 1000) -> list[str]:
    filled = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    cut = min([most, *filled])
    return [line[cut:] if line.strip() else "" for line in lines]
