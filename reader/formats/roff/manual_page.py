"""A manual page (roff with the macros of man(7); those of mdoc(7) are in `mdoc`) becomes a document, by way of HTML.

Requests of roff that only lay out a page are passed over; a macro that a page defines is carried out, and of one that
is not known the words are read. `.so` is never followed.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata, code_block
from reader.formats.kinds import FORMATS, Format
from reader.formats.roff.roff_lines import RoffLines
from reader.formats.roff.roff_tables import roff_table
from reader.formats.roff.roff_text import arguments, without_comment
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = FORMATS[Format.MANUAL].version

_REQUEST = deferred(r"[.'][ \t]*(\S+)[ \t]*(.*)", re.DOTALL)
_LAYOUT = frozenset((
    "ad", "hy", "nh", "na", "ne", "ta", "ll", "pl", "in", "ti", "ps", "ss", "vs", "nr", "tr", "hw", "it", "rm", "rn",
    "als", "ns", "rs", "fam", "cu", "ul", "bp", "PD", "DT", "UC", "AT", "lf", "evc", "ev", "do", "ec", "eo", "cc",
    "c2", "color", "defcolor", "fp", "lt", "pc", "po", "wh", "ch", "dt", "rd", "ex", "nx", "tm", "ab", "pm", "hla",
    "hpf", "hcode", "mso", "nop", "di", "da", "rr", "af", "ch", "ce", "rj", "fl", "IX", "hym", "hys", "lg", "uf",
    "Iq", "TA", "sv", "os", "cflags", "char", "rchar", "shc", "tag", "warn", "blm", "lsm", "spreadwarn", "ftr",
    "linetabs", ".",
))  # fmt: skip
"""Requests that lay out a page and say nothing."""
_FONTS = {"B": "B", "I": "I", "SB": "B", "SM": "", "CW": "C", "R": "", "b": "B"}
_ALTERNATE = {
    "BR": ("B", ""), "BI": ("B", "I"), "IB": ("I", "B"), "IR": ("I", ""), "RB": ("", "B"), "RI": ("", "I"),
    "CR": ("C", ""), "RC": ("", "C"),
}  # fmt: skip
_REDEFINED = frozenset(("PS", "EQ", "QS", "QE", "URL"))
"""What some pages define for themselves under the name of something else."""
_DAY = deferred(r"\d{4}-\d\d-\d\d")
_NUMBER = deferred(r"\(?\[?(\d{1,6})[.)\]]?$")
_BULLETS = frozenset("•◦*-–—·○●o+")


def parse_manual(text: str) -> Parsed:
    """Parse the document of a manual page. Raises NotOpened where nothing is in it."""
    if re.search(r"^[.'][ \t]*Dd\b|^[.'][ \t]*Dt\b", text, re.MULTILINE):
        from reader.formats.roff.mdoc import parse_mdoc  # noqa: PLC0415  (of two languages a page is in one)

        return parse_mdoc(text)
    page = _Page(text.expandtabs(8) if "\n.TS" not in text and not text.startswith(".TS") else text)
    html = page.read()
    return add_metadata(html, "man", VERSION, page.metadata)


class _Page(RoffLines):
    """One page while it is read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.metadata = Metadata()
        self._waits = ""
        self._next_font: str | None = None
        self._address: tuple[str, int] | None = None
        self._requests: dict[str, Callable[[str, list[str]], None]] = {
            "TH": self._title, "SH": self._heading, "SS": self._heading, "PP": self._paragraph,
            "LP": self._paragraph, "P": self._paragraph, "HP": self._paragraph, "TP": self._term, "TQ": self._term,
            "IP": self._item, "RS": self._indent, "INDENT": self._indent, "QS": self._indent, "RE": self._outdent,
            "UNINDENT": self._outdent, "QE": self._outdent, "nf": self._keep_lines, "EX": self._keep_lines,
            "Vb": self._keep_lines, "fi": self._flowing, "EE": self._flowing, "Ve": self._flowing, "br": self._break,
            "sp": self._space, "Sp": self._space, "ft": self._font, "TS": self._table, "EQ": self._drawing,
            "PS": self._drawing, "UR": self._link, "MT": self._link, "UE": self._link_end, "ME": self._link_end,
            "URL": self._named_link, "OP": self._option, "SY": self._synopsis, "YS": self._paragraph,
            "so": self._source,
        }  # fmt: skip

    def read(self) -> str:
        """The page as HTML."""
        while self.lines:
            self._line(self.lines.popleft())
        return self.finish()

    def _line(self, raw: str) -> None:
        line = without_comment(raw)
        if line[:1] in (".", "'") and not (self.is_fixed and line[:1] == "'" and not line[1:2].isalpha()):
            match = _REQUEST.match(line)
            if match:
                self._request(match[1], match[2])
            return
        if not line.strip() and not line.startswith("\\"):
            if raw.strip():
                return
            self._space("", [])
            return
        self._text(self.roff.plain(line) if self.is_fixed else self._html(line), line)

    def _html(self, line: str) -> str:
        font, self._next_font = self._next_font, None
        return self.roff.html(line.strip(), font or "")

    def _text(self, said: str, line: str = "") -> None:
        """Add a line of text, or what a request before it waits for."""
        waits, self._waits = self._waits, ""
        if waits in ("SH", "SS"):
            self.heading(2 if waits == "SH" else 3, said)
        elif waits:
            self.term(said, more=waits == "TQ")
        elif self.is_fixed:
            self.fixed_line(said)
        else:
            self.say(said, apart=line.startswith(" "))

    def _request(self, name: str, rest: str) -> None:
        name = name.removesuffix("\\}")
        if not name or name.startswith("\\}"):
            return
        if self.ask_roff(name, rest):
            return
        read = self._requests.get(name) if name not in _REDEFINED or not self.is_macro(name) else None
        if read is not None:
            read(name, arguments(rest))
        elif name in _FONTS:
            words = arguments(rest)
            if words:
                self._styled([(" ".join(words), _FONTS[name])])
            else:
                self._next_font = _FONTS[name]
        elif name in _ALTERNATE:
            fonts = _ALTERNATE[name]
            self._styled([(word, fonts[at % 2]) for at, word in enumerate(arguments(rest))])
        elif self.is_macro(name):
            self.expand(name, arguments(rest))
        elif name not in _LAYOUT and rest.strip():
            self._styled([(" ".join(arguments(rest)), "")])

    def _styled(self, words: list[tuple[str, str]]) -> None:
        if self.is_fixed:
            self._text("".join(self.roff.plain(word) for word, _ in words))
        else:
            self._text("".join(self.roff.html(word, font or "R") if word else "" for word, font in words))

    # The parts of a page.

    def _title(self, _name: str, words: list[str]) -> None:
        said = [field(self.roff.plain(word)) for word in words]
        title, section, day = [*said, "", "", ""][:3]
        title = title.lower() if title.isupper() else title
        found = _DAY.search(day)
        named = f"{title}({section})" if section else title
        self.metadata = Metadata(title=named, date=found[0] if found else "")

    def _heading(self, name: str, words: list[str]) -> None:
        self._flowing("", [])
        self.roff.set_font("R")
        if words:
            self.heading(2 if name == "SH" else 3, self.roff.html(" ".join(words)))
        else:
            self._waits = name

    def _paragraph(self, _name: str, _words: list[str]) -> None:
        self.roff.set_font("R")
        self.paragraph()

    def _term(self, name: str, _words: list[str]) -> None:
        self._flowing("", [])
        self._waits = name

    def _item(self, _name: str, words: list[str]) -> None:
        self._flowing("", [])
        tag = self.roff.html(words[0]) if words else ""
        plain = self.roff.plain(words[0]).strip() if words else ""
        number = _NUMBER.match(plain)
        if not plain:
            self.resume()
        elif plain in _BULLETS:
            self.item("ul", "")
        elif number:
            self.item("ol", number[1])
        else:
            self.term(tag)

    def _indent(self, _name: str, _words: list[str]) -> None:
        self._flowing("", [])
        self.indent()

    def _outdent(self, _name: str, _words: list[str]) -> None:
        self._flowing("", [])
        self.outdent()

    def _keep_lines(self, _name: str, _words: list[str]) -> None:
        self.begin_fixed()

    def _flowing(self, _name: str, _words: list[str]) -> None:
        self.end_fixed()

    def _break(self, _name: str, _words: list[str]) -> None:
        self.line_break()

    def _space(self, _name: str, words: list[str]) -> None:
        if self.is_fixed:
            self.fixed_line("")
        elif words and words[0].lstrip().startswith("-"):
            self.line_break()
        else:
            self.resume()

    def _font(self, _name: str, words: list[str]) -> None:
        self.roff.set_font(words[0] if words else "P")

    def _synopsis(self, _name: str, words: list[str]) -> None:
        self.paragraph()
        self._styled([(" ".join(words), "B")])

    def _option(self, _name: str, words: list[str]) -> None:
        inside = " ".join(self.roff.html(word, "I" if at else "B") for at, word in enumerate(words))
        self._text(f"[{inside}]")

    def _source(self, _name: str, words: list[str]) -> None:
        self._text(escape(f"[{' '.join(words)}]"))

    def _link(self, name: str, words: list[str]) -> None:
        address = self.roff.plain("".join(words[:1]))
        self._address = (f"mailto:{address}" if name == "MT" else address), self.mark()

    def _link_end(self, _name: str, words: list[str]) -> None:
        if self._address is not None:
            address, begin = self._address
            self.link(address, begin, self.roff.html("".join(words)))
        self._address = None

    def _named_link(self, _name: str, words: list[str]) -> None:
        address, said, behind = [*map(self.roff.html, words), "", "", ""][:3]
        self._text(f'<a href="{address}">{said or address}</a>{behind}')

    def _table(self, _name: str, _words: list[str]) -> None:
        rows = self.until("TE")
        self.block(roff_table(rows, self.roff))

    def _drawing(self, name: str, _words: list[str]) -> None:
        """A formula of eqn, a drawing of pic: as they are written, since nothing here draws them."""
        self.block(code_block("\n".join(self.until("EN" if name == "EQ" else "PE")), "eqn" if name == "EQ" else "pic"))
