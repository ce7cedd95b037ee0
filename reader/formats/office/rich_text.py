"""Rich Text (RTF 1.9) becomes HTML: words with their looks, lists, tables, notes and links."""

from __future__ import annotations

import codecs
import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata
from reader.formats.html.sections import DRAWN_AS
from reader.formats.kinds import FORMATS, Format
from reader.formats.office.field_codes import shown_by
from reader.formats.office.symbol_fonts import written_in
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = FORMATS[Format.RTF].version

_TOKEN = deferred(rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_FORMULA = {"mnum": "", "mden": "/", "msup": "^", "msub": "_", "mrad": "√", "md": ""}
"""What in a formula stands behind a sign, and in brackets where it is several."""
_SKIPPED = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "listtable",
        "listoverridetable",
        "info",
        "pict",
        "object",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "nonshppict",
        "generator",
        "themedata",
        "datastore",
        "latentstyles",
        "rsidtbl",
        "xmlnstbl",
        "fldinst",
        "listtext",
        "pntext",
        "bkmkstart",
        "bkmkend",
        "private",
        "annotation",
        "atnid",
        "atnauthor",
        "atndate",
        "atnref",
        "atnicn",
        "atntime",
        "pgdsctbl",
        "listname",
        "revtbl",
        "filetbl",
        "operator",
        "company",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "aftnsepc",
        "template",
        "do",
        "passwordhash",
        "upr",
        "protusertbl",
    ]
)
"""Destinations that are no text of the document; those of a few are read for what they say."""
_SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "~": "\xa0", "_": "\u2011", "-": "\xad",
}  # fmt: skip
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
"""The encodings of fonts by the numbers of Windows."""
_LOOKS = {"b": "strong", "i": "em", "strike": "s", "striked": "s", "super": "sup", "sub": "sub"}
_SHIFTS = {"up": "sup", "dn": "sub"}
"""What writes above or below the line by so many points."""
_QUOTED = deferred(r"quot|zitat|citation|citaz|cita\b|citaat|цитат|引用|block text", re.IGNORECASE)
_TYPED = deferred(r"preformatted|plain text|source code|\bcode\b|quelltext|verbatim|nur text", re.IGNORECASE)
"""What the styles of quotations and of code are called."""
_HEADING = deferred(
    r"(?:heading|überschrift|titre|título|titolo|kop|заголовок|见出し|標題|标题)\s*([1-6])", re.IGNORECASE
)
_HYPERLINK = deferred(r'HYPERLINK\s+(?:\\l\s+)?"?([^"\s]+)"?')
_SEVERAL = deferred(r"\W*\w.*\w")
"""Numbers of several levels, or behind a word: `1.2`, `Article 3.`"""
_OWN_SIGN = deferred(r"<sup>([^<>\w\s]{1,4})</sup>")
"""What is raised right before a note: its sign, where it is not counted."""
_DRAWN = deferred(r"\s*(?:EQ|MACROBUTTON|GOTOBUTTON)\b", re.IGNORECASE)
"""Fields that have no result."""
_NUMBER = deferred(r"\W*(\d{1,9}|[a-zA-Z]{1,4})\W+\s*$|\W*(\d{1,9})\W*$")
INDENT = 720
"""Twentieths of a point by which lists stand in each other that do not say it."""
DEEPEST = 9
"""Lists within each other that are told apart."""
DEEP = 400
SIGNS = 2
"""The number that fonts of signs have in place of an encoding's."""
"""Groups within each other at most."""


class _State(NamedTuple):
    """What a group inherits and may change: looks, destination, encoding of its bytes, signs to skip after \\u."""

    looks: frozenset[str] = frozenset()
    where: str = ""
    hidden: bool = False
    encoding: str = ""
    skip: int = 1
    signs: str = ""
    """The font, where it draws signs in place of letters."""


_MACINTOSH = {10000: "mac_roman", 10007: "mac_cyrillic", 65001: "utf-8"}
"""Numbers of encodings that Python knows by their names only."""


class _Paragraph(NamedTuple):
    """What a paragraph is, until the next \\pard."""

    level: int = 0
    depth: int = 0
    marker: str = ""
    in_table: bool = False
    indent: int = 0
    within: str = ""
    """The element that paragraphs of its style stand in: of a quotation, or of code."""


def parse_rich_text(data: bytes) -> Parsed:
    """Parse the document of an RTF. Raises NotOpened for what is none."""
    start = data.find(b"{\\rtf")
    if start < 0:
        raise NotOpened("is damaged: it does not begin as rich text does")
    page = _Page()
    page.read(data[start:])
    return add_metadata(page.html(), "rtf", VERSION, page.metadata())


class _Page:
    """Rich text read token by token; words gather in a run, runs in a paragraph, paragraphs in the page."""

    def __init__(self) -> None:
        self._state = _State()
        self._outer: list[_State] = []
        self._paragraph = _Paragraph()
        self._encoding = "cp1252"
        self._fonts: dict[int, str] = {}
        self._names: dict[int, str] = {}
        """Of the fonts that draw signs."""
        self._levels: dict[int, int] = {}
        self._within: dict[int, str] = {}
        self._font = self._style = 0
        self._bytes = bytearray()
        self._left = 0
        self._parts: list[str] = []
        self._blocks: list[tuple[_Paragraph, str]] = []
        self._cells: list[str] = []
        self._notes: list[str] = []
        self._kept: list[tuple[int, list[str], str, _Paragraph]] = []
        self._said: dict[str, str] = {}
        self._words: list[str] = []
        """What destinations that are read for their facts say."""

    def read(self, data: bytes) -> None:
        """Read all of it."""
        at = 0
        while (match := _TOKEN.search(data, at)) is not None:
            at = match.end()
            word, number, code, sign, brace, plain = match.groups()
            if word == b"bin" and number:
                at += max(0, int(number))
            elif word is not None:
                self._word(word.decode("ascii"), int(number) if number else None)
            elif code is not None:
                self._byte(bytes((int(code, 16),)))
            elif sign is not None:
                self._sign(chr(sign[0]))
            elif brace is not None:
                self._group(opens=brace == b"{")
            elif plain is not None:
                self._byte(plain)
        if self._cells or self._kept:
            # What stands behind the last row belongs to none, though nothing says that the table has ended.
            self._end_row()
            self._kept.clear()
        self._paragraph = self._paragraph._replace(in_table=False)
        self._end_paragraph()

    def html(self) -> str:
        """The page."""
        rows = "".join(f'<li id="note-{n}">{body}</li>' for n, body in enumerate(self._notes, 1))
        page = "".join(_joined(self._blocks)) + (
            f'<section class="footnotes"><ol>{rows}</ol></section>' if rows else ""
        )
        # Characters outside the first plane come as two halves, one after the other.
        return page.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def metadata(self) -> Metadata:
        """What the document's information says."""
        author = field(self._said.get("author", ""))
        return Metadata(title=field(self._said.get("title", "")), authors=(author,) if author else ())

    def _group(self, *, opens: bool) -> None:
        self._flush()
        if opens:
            if len(self._outer) > DEEP:
                raise NotOpened("is damaged: its groups do not end")
            self._outer.append(self._state)
            return
        if not self._outer:
            return
        ended, self._state = self._state, self._outer.pop()
        if self._kept and self._kept[-1][0] > len(self._outer):
            self._leave(ended)
        if ended.where != self._state.where:
            self._learn(ended.where)

    def _learn(self, where: str) -> None:
        """A destination that is read for its facts has ended."""
        words, self._words = "".join(self._words), []
        if where in ("title", "author"):
            self._said.setdefault(where, words)
        elif where == "mchr":
            self._parts.append(escape(words.strip()))
        elif where in ("listtext", "pntext"):
            self._paragraph = self._paragraph._replace(marker=words.strip() or "•")
        elif where == "style":
            match = _HEADING.search(words)
            if match:
                self._levels[self._style] = int(match[1])
            elif words.strip(" ;").lower() == "title":
                self._levels[self._style] = 1
            elif _QUOTED.search(words) or _TYPED.search(words):
                self._within[self._style] = "blockquote" if _QUOTED.search(words) else "pre"
        elif where == "sn":
            self._said["property"] = words
        elif where == "sv" and self._said.get("property") == "wzDescription" and words.strip():
            self._parts.append(f'<img alt="{escape(words)}">')
        elif where == "fldinst":
            match = _HYPERLINK.search(words)
            self._said["link"] = match[1] if match else ""
            if _DRAWN.match(words):
                self._parts.append(escape(shown_by(words)))

    def _leave(self, _ended: _State) -> None:
        """A footnote or the result of a field has ended: what stood around it goes on."""
        _depth, outer, what, paragraph = self._kept.pop()
        if what == "footnote":
            self._notes.append(f"<p>{''.join(self._parts)}</p>")
            number = len(self._notes)
            own = _OWN_SIGN.fullmatch(outer[-1]) if outer else None
            sign = own[1] if own else number
            self._parts = [*(outer[:-1] if own else outer), f'<sup><a href="#note-{number}">{sign}</a></sup>']
            self._paragraph = paragraph
        elif what in _FORMULA:
            body = "".join(self._parts)
            simple = what != "md" and (len(unescape(body)) < 2 or body.isalnum())
            self._parts = [*outer, _FORMULA[what], body if simple else f"({body})"]
        else:
            self._parts = [*outer, f'<a href="{escape(what)}">', *self._parts, "</a>"]

    def _keep(self, what: str) -> None:
        self._kept.append((len(self._outer), self._parts, what, self._paragraph))
        self._parts = []

    def _sign(self, sign: str) -> None:
        if sign == "*":
            # What follows may be skipped by who does not know it: known are links and their like.
            self._flush()
            self._state = self._state._replace(where="unknown" if not self._state.where else self._state.where)
        elif sign in _SIGNS:
            self._text(_SIGNS[sign])
        elif sign in "\r\n":
            self._end_paragraph()
        elif sign in "\\{}":
            self._byte(sign.encode())

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "u" and number is not None:
            self._flush()
            self._text(chr(number & 0xFFFF))
            self._left = state.skip
            return
        self._flush()
        if word in _LOOKS:
            looks = state.looks | {_LOOKS[word]} if number != 0 else state.looks - {_LOOKS[word]}
            self._state = state._replace(looks=looks)
        elif word in _SHIFTS and not state.where:
            looks = state.looks - {"sup", "sub"}
            self._state = state._replace(looks=looks if number == 0 else looks | {_SHIFTS[word]})
        elif word in _SIGNS:
            self._text(_SIGNS[word])
        elif not self._structure(word) and not self._property(word, number):
            self._destination(word, number)

    def _structure(self, word: str) -> bool:
        """Ends of paragraphs, cells and rows."""
        if self._state.where:
            return False
        match word:
            case "par" | "sect" | "page":
                self._end_paragraph()
            case "line" | "softline" | "lbr":
                self._parts.append("<br>")
            case "cell":
                self._cells.append("".join((*self._marker(), *self._parts)))
                self._parts = []
            case "nestcell":
                self._parts.append("<br>")  # a table in a cell is words in it
            case "nestrow":
                pass
            case "row":
                self._end_row()
            case "pard":
                # Its bullet or number is written before what it is.
                self._paragraph = _Paragraph(marker=self._paragraph.marker)
            case "intbl":
                self._paragraph = self._paragraph._replace(in_table=True)
            case "plain":
                self._state = self._state._replace(looks=frozenset(), hidden=False)
            case _:
                return False
        return True

    def _property(self, word: str, number: int | None) -> bool:
        """What a word with a number changes."""
        state, value = self._state, number or 0
        match word:
            case "uc":
                self._state = state._replace(skip=max(0, value))
            case "v" | "deleted":
                self._state = state._replace(hidden=number != 0)
            case "nosupersub":
                self._state = state._replace(looks=state.looks - {"sup", "sub"})
            case "ansicpg":
                self._encoding = _MACINTOSH.get(value) or _encoding(f"cp{value}") or self._encoding
            case "mac" | "pc" | "pca":
                self._encoding = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
            case "f" | "af":
                self._font = value
                self._state = state._replace(encoding=self._fonts.get(value, ""), signs=self._signs_of(value))
            case "fcharset" if state.where == "fonttbl":
                self._fonts[self._font] = _CHARSETS.get(value, "")
                if value == SIGNS:
                    self._names[self._font] = ""
            case "s" if state.where in ("stylesheet", "style"):
                self._style = value
                self._state = state._replace(where="style")
            case "s":
                self._paragraph = self._paragraph._replace(
                    level=self._levels.get(value, 0), within=self._within.get(value, "")
                )
            case "outlinelevel" if not state.where:
                self._paragraph = self._paragraph._replace(level=value + 1 if value < 6 else 0)
            case "ilvl":
                self._paragraph = self._paragraph._replace(depth=min(max(0, value), 8))
            case "li" if not state.where:
                self._paragraph = self._paragraph._replace(indent=max(0, value))
            case "pnlvlblt" | "pnlvlbody":
                self._paragraph = self._paragraph._replace(marker="•" if word == "pnlvlblt" else "1.")
            case _:
                return False
        return True

    def _signs_of(self, font: int) -> str:
        return self._names.get(font, "").partition(";")[0].strip() if self._state.where != "fonttbl" else ""

    def _destination(self, word: str, _number: int | None) -> None:
        where = self._state.where
        if word in ("footnote", "endnote") and where in ("", "unknown"):
            self._state = self._state._replace(where="", looks=frozenset())
            self._keep("footnote")
        elif word == "fldrslt" and where in ("", "unknown"):
            self._state = self._state._replace(where="")
            if self._said.get("link"):
                self._keep(self._said.pop("link"))
        elif word == "moMath" and where in ("", "unknown"):
            self._state = self._state._replace(where="", looks=frozenset())
        elif word in _FORMULA and not where:
            self._keep(word)
        elif (word.startswith("m") and word.endswith("Pr") and not where) or (word == "mchr" and where == "mnaryPr"):
            self._state = self._state._replace(where=word)
        elif where == "fonttbl" and word in ("falt", "fname", "panose", "fontemb"):
            self._state = self._state._replace(where="unknown")
        elif (word, where) in (("ud", "upr"), ("result", "object")):
            # What was told twice, for those who know no Unicode, and how an object looks.
            self._state = self._state._replace(where="")
        elif word == "shptxt":
            self._state = self._state._replace(where="")
            self._end_paragraph()
        elif (
            (word in ("sn", "sv") and where in ("pict", "unknown"))
            or (word in ("title", "author") and where == "info")
            or (word in _SKIPPED and where in ("", "unknown"))
        ):
            self._state = self._state._replace(where=word)

    def _byte(self, data: bytes) -> None:
        if self._left:
            # Stand-ins for readers without Unicode.
            skipped = min(self._left, len(data))
            self._left -= skipped
            data = data[skipped:]
        self._bytes += data

    def _flush(self) -> None:
        self._left = 0
        if self._bytes:
            encoding = "latin-1" if self._state.signs else self._state.encoding or self._encoding
            text = self._bytes.decode(encoding, "replace")
            self._bytes.clear()
            self._text(text)

    def _text(self, text: str) -> None:
        state = self._state
        if self._bytes:
            self._flush()
        if state.signs:
            text = written_in(text, state.signs)
        if state.where == "fonttbl" and self._font in self._names:
            self._names[self._font] += text
        if state.where:
            self._words.append(text)
        elif not state.hidden:
            looks = sorted(state.looks)
            before, after = "".join(f"<{one}>" for one in looks), "".join(f"</{one}>" for one in reversed(looks))
            if looks and self._parts and self._parts[-1].startswith(before) and self._parts[-1].endswith(after):
                # Each letter beyond ASCII is a piece of its own.
                self._parts[-1] = f"{self._parts[-1].removesuffix(after)}{escape(text)}{after}"
            else:
                self._parts.append(f"{before}{escape(text)}{after}")

    def _end_paragraph(self) -> None:
        self._flush()
        words = "".join(self._parts)
        if self._paragraph.in_table or self._kept:
            self._parts = [*self._marker(), *self._parts, "<br>"] if words else []
            return
        self._end_row()
        if words.strip():
            self._blocks.append((self._paragraph, words))
        self._parts = []
        self._paragraph = self._paragraph._replace(marker="")

    def _marker(self) -> list[str]:
        """The number of an item in a cell, as a word of it; then it has none."""
        marker = self._paragraph.marker
        self._paragraph = self._paragraph._replace(marker="")
        return [f"{escape(marker)} "] if _NUMBER.match(marker) or _SEVERAL.match(marker) else []

    def _end_row(self) -> None:
        if self._cells:
            cells = "".join(f"<td>{one.removesuffix('<br>')}</td>" for one in self._cells)
            self._blocks.append((_Paragraph(in_table=True), f"<tr>{cells}</tr>"))
            self._cells = []


def _encoding(name: str) -> str:
    try:
        return codecs.lookup({"cp10000": "mac_roman", "cp65001": "utf-8", "cp936": "gb18030"}.get(name, name)).name
    except LookupError:
        return ""


def _joined(blocks: list[tuple[_Paragraph, str]]) -> Iterator[str]:
    """Paragraphs one after the other: items in their lists, rows in their tables."""
    lists: list[tuple[int, str]] = []
    in_table = False
    within = ""
    for paragraph, words in blocks:
        if in_table and not paragraph.in_table:
            yield "</table>"
        begins, in_table = paragraph.in_table and not in_table, paragraph.in_table
        item = bool(paragraph.marker) and not in_table and not paragraph.level
        match = _NUMBER.match(paragraph.marker) or _SEVERAL.match(paragraph.marker)
        # How far in it stands says more than its level: a list within another may be of another kind.
        indent = paragraph.indent or paragraph.depth * INDENT
        while lists and (not item or lists[-1][0] > indent):
            yield f"</{lists.pop()[1]}>"
        if begins:
            yield "<table>"
        kind = "ol" if match else "ul"
        if item and lists and lists[-1][0] == indent and lists[-1][1] != kind:
            yield f"</{lists.pop()[1]}>"
        if item and (not lists or lists[-1][0] < indent) and len(lists) < DEEPEST:
            lists.append((indent, kind))
            yield f"<{kind}>"
        wanted = "" if in_table or item else paragraph.within
        if wanted != within:
            yield f"</{within}>" if within else ""
            yield f"<{wanted}>" if wanted else ""
            within = wanted
        if in_table:
            yield words
        elif item:
            yield f"<li{_numbered(paragraph.marker, match)}>{words}</li>"
        elif within == "pre":
            yield f"{words.replace('<br>', chr(10))}\n"
        else:
            element = f"h{min(paragraph.level, 6)}" if paragraph.level else "p"
            sign = f"{escape(paragraph.marker)} " if paragraph.level and match else ""
            yield f"<{element}>{sign}{words}</{element}>"
    if in_table:
        yield "</table>"
    yield from (f"</{one}>" for one in (*(kind for _, kind in reversed(lists)), *([within] if within else [])))


def _numbered(marker: str, match: re.Match[str] | None) -> str:
    """The attributes of an item: its number, or what is drawn before it in place of one."""
    if match is None:
        return ""
    number = next((one for one in match.groups() if one and one.isdecimal()), "")
    drawn = f' {DRAWN_AS}="{escape(marker.strip())}"' if marker.strip() != f"{number}." else ""
    return (f' value="{number}"' if number else "") + drawn
