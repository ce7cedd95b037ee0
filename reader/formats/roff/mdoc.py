"""The BSDs write manual pages in the macros of mdoc(7): these say what things are, and call each other."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata, code_block
from reader.formats.kinds import FORMATS, Format
from reader.formats.roff.roff_lines import RoffLines
from reader.formats.roff.roff_tables import roff_table
from reader.formats.roff.roff_text import GLUE, arguments, without_comment
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = FORMATS[Format.MANUAL].version

_FONTS = {
    **dict.fromkeys(("Cm", "Ic", "Nm", "Sy", "Fl", "Cd", "Fd", "Ms"), "B"),
    **dict.fromkeys(("Ar", "Em", "Pa", "Va", "Vt", "Fa", "Ft", "Ad", "%B", "%I", "%J"), "I"),
    **dict.fromkeys(("Li", "Ev", "Dv", "Er", "Ql_", "In"), "C"),
    **dict.fromkeys(
        ("No", "An", "Tn", "Sx", "Lb", "St", "Xo", "Bt", "Xr", "Mt", "Lk", "Fn", "Nd", "Os", "%A", "%D", "%N", "%O",
         "%P", "%Q", "%R", "%T", "%U", "%V", "%C"), ""),
}  # fmt: skip
_PAIRS = {
    "Op": ("[", "]"), "Oo": ("[", "]"), "Dq": ("“", "”"), "Do": ("“", "”"), "Sq": ("‘", "’"), "So": ("‘", "’"),
    "Pq": ("(", ")"), "Po": ("(", ")"), "Qq": ('"', '"'), "Qo": ('"', '"'), "Ql": ("‘", "’"), "Bq": ("[", "]"),
    "Bo": ("[", "]"), "Brq": ("{", "}"), "Bro": ("{", "}"), "Aq": ("⟨", "⟩"), "Ao": ("⟨", "⟩"), "En": ("", ""),
}  # fmt: skip
_OPENERS = {"Oo": "Oc", "Do": "Dc", "So": "Sc", "Po": "Pc", "Qo": "Qc", "Bo": "Bc", "Bro": "Brc", "Ao": "Ac"}
_CLOSERS = {closer: _PAIRS[opener][1] for opener, closer in _OPENERS.items()}
_SYSTEMS = {
    "Ux": "UNIX", "Bx": "BSD", "Fx": "FreeBSD", "Nx": "NetBSD", "Ox": "OpenBSD", "Dx": "DragonFly", "Bsx": "BSD/OS",
    "At": "AT&T UNIX",
}  # fmt: skip
_CALLED = {*_FONTS, *_PAIRS, *_CLOSERS, *_SYSTEMS, "Ns", "Ap", "Pf", "Sm", "Xc", "Ta", "Fo", "Fc", "Eo", "Ec"}
_CLOSING = frozenset(".,:;)]?!")
_OPENING = frozenset("([")
_NEW_LINE = frozenset(("Nm", "Fn", "Fo", "Ft", "Fd", "In", "Vt", "Cd"))
"""What begins a line of a synopsis."""
_LISTS = {
    "-tag": "dl", "-hang": "dl", "-ohang": "dl", "-inset": "dl", "-diag": "dl", "-bullet": "ul", "-dash": "ul",
    "-hyphen": "ul", "-enum": "ol", "-column": "table", "-item": "",
}  # fmt: skip
_PASSED_OVER = frozenset(("Bk", "Ek", "Bf", "Ef", "Es", "Hf", "Tg", "Db", "Os", "Ud", "Bt"))
_REQUEST = deferred(r"[.'][ \t]*(\S+)[ \t]*(.*)", re.DOTALL)
DEEPEST = 40
"""Macros within each other that are carried out."""
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_EXITS = "The {} utility exits 0 on success, and >0 if an error occurs."
_RETURNS = (
    "The {} function returns the value 0 if successful; otherwise the value −1 is returned and the global variable"
    " errno is set to indicate the error."
)


def parse_mdoc(text: str) -> Parsed:
    """Parse the document of such a page. Raises NotOpened where nothing is in it."""
    page = _Page(text)
    html = page.read()
    return add_metadata(html, "man", VERSION, page.metadata)


class _Line:
    """The words of one line while they are put together: with blanks, but where a sign or a macro says none."""

    def __init__(self, *, spaced: bool) -> None:
        self.html = ""
        self.tight = True
        self.spaced = spaced
        self._once = False

    def set_spaced(self, *, spaced: bool) -> bool:
        """Say whether words have blanks between them from now on; whether the line before ends apart from the next."""
        self._once = self.spaced and not spaced
        self.spaced = spaced
        if spaced:
            self.tight = not self.html
        return spaced and not self.html

    def add(self, html: str, *, before: bool = True, after: bool = True) -> None:
        """Add a word; `before` and `after` say whether a blank may stand there."""
        self.html += html if self.tight or not before or not (self.spaced or self._once) else f" {html}"
        self._once = False
        self.tight = not after


class _Page(RoffLines):
    """One page while it is read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.metadata = Metadata()
        self._name = ""
        self._title = ["", ""]
        self._section = ""
        self._day = ""
        self._spaced = True
        self._within = 0
        """In how many macros of the line one is."""
        self._lists: list[str] = []
        self._rows: list[list[str]] = []
        self._function: list[str] | None = None
        self._source: list[str] | None = None
        self._displays: list[str] = []
        self._blocks: dict[str, Callable[[list[str]], None]] = {
            "Dd": self._dated, "Dt": self._titled, "Sh": self._headed, "Ss": self._headed_below, "Pp": self._resumed,
            "Lp": self._resumed, "Bl": self._list, "It": self._listed, "El": self._list_end, "Bd": self._display,
            "Ed": self._display_end, "D1": self._shown, "Dl": self._shown, "Nd": self._described, "Fo": self._called,
            "Fc": self._call_end, "Rs": self._cited, "Re": self._citation_end, "Ex": self._exits, "Rv": self._returns,
            "br": self._broken, "sp": self._resumed, "TS": self._table,
        }  # fmt: skip

    def read(self) -> str:
        """The page as HTML."""
        while self.lines:
            line = without_comment(self.lines.popleft().rstrip("\r"))
            is_request = line[:1] == "." or (line[:1] == "'" and not self.is_fixed)
            match = _REQUEST.match(line) if is_request else None
            if is_request and match is None:
                continue
            if match:
                if not self.ask_roff(match[1], match[2]):
                    self._request(match[1], arguments(match[2]))
            elif self.is_fixed:
                self.fixed_line(self.roff.plain(line))
            elif line.strip():
                self.say(self.roff.html(line.strip()))
            elif line == "":
                self.resume()
        name = f"{self._title[0].lower()}({self._title[1]})" if self._title[1] else self._title[0].lower()
        self.metadata = Metadata(title=name, date=self._day)
        return self.finish()

    def _request(self, name: str, words: list[str]) -> None:
        read = self._blocks.get(name)
        if read is not None:
            read(words)
            return
        if self.is_macro(name):
            self.expand(name, words)
            return
        if self._source is not None and name.startswith("%"):
            self._source.append(self._inline([name, *words]))
            return
        if self._function is not None and name == "Fa":
            self._function += [self.roff.html(word, "I") for word in words]
            return
        if name in _PASSED_OVER or (name not in _CALLED and not words):
            return
        if self._section == "SYNOPSIS" and name in _NEW_LINE and not (name == "Nm" and self._displays):
            self.line_break()
        self._say(self._inline([name, *words] if name in _CALLED else words))

    def _say(self, html: str) -> None:
        if self.is_fixed:
            self.fixed_line(
                re.sub(r"<[^>]*>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            )
        elif html:
            self.say(html)

    # Words and the macros among them.

    def _inline(self, words: list[str]) -> str:
        line = _Line(spaced=self._spaced)
        self._run(list(words), line)
        self._spaced = line.spaced
        glued = words[-1:] == ["Ns"] or not line.spaced
        return line.html + (GLUE if line.html and glued else "")

    def _run(self, words: list[str], line: _Line, font: str = "") -> None:
        while words:
            word = words.pop(0)
            if word in _CALLED and self._within < DEEPEST:
                self._within += 1
                self._call(word, words, line)
                self._within -= 1
            elif word in _CLOSING:
                line.add(escape(word), before=False)
            elif word in _OPENING:
                line.add(word, after=False)
            else:
                line.add(self.roff.html(word, font))

    def _call(self, name: str, words: list[str], line: _Line) -> None:
        if name in _PAIRS and name not in _OPENERS:
            behind = _taken_off(words)
            opening, closing = _PAIRS[name]
            line.add(escape(opening), after=False)
            self._run(words, line)
            line.add(escape(closing), before=False)
            words[:] = behind
        elif name in _OPENERS:
            line.add(escape(_PAIRS[name][0]), after=False)
        elif name in _CLOSERS:
            line.add(escape(_CLOSERS[name]), before=False)
        elif name == "Ns":
            line.tight = True
        elif name == "Sm":
            if line.set_spaced(spaced=_own(words) != ["off"]):
                self.unglue()
        elif name == "Ap":
            line.add("’", before=False, after=False)
        elif name == "Pf" and words:
            line.add(self.roff.html(words.pop(0)), after=False)
        elif name == "Ta":
            line.add("\t", before=False, after=False)
        elif name in _SYSTEMS:
            line.add(" ".join([escape(_SYSTEMS[name]), *_own(words)]))
        elif name not in ("Xc", "Xo", "Eo", "Ec", "Fo", "Fc"):
            self._named(name, words, line)

    def _named(self, name: str, words: list[str], line: _Line) -> None:
        """A macro that says what its words are."""
        own = _own(words)
        if name == "Fl":
            self._flags(own, words, line)
        elif name == "Nm":
            self._name = self._name or " ".join(own)
            line.add(self.roff.html(" ".join(own) or self._name, "B"))
        elif name == "Xr" and own:
            line.add(self.roff.html(own[0]) + (f"({self.roff.html(own[1])})" if len(own) > 1 else ""))
        elif name == "Lk" and own:
            address = self.roff.plain(own[0])
            line.add(f'<a href="{escape(address)}">{self.roff.html(" ".join(own[1:])) or escape(address)}</a>')
        elif name == "Fn" and own:
            given = ", ".join(self.roff.html(one, "I") for one in own[1:])
            line.add(f"{self.roff.html(own[0], 'B')}({given})")
        elif name == "In":
            line.add(self.roff.html(f"#include <{' '.join(own)}>", "C"))
        elif name == "Ar" and not own:
            line.add(self.roff.html("file ...", "I"))
        elif name == "Pa" and not own:
            line.add("~")
        else:
            for at, one in enumerate(own):
                line.add(self.roff.html(one, _FONTS.get(name, "")), before=not at or not line.tight)

    def _flags(self, own: list[str], words: list[str], line: _Line) -> None:
        for one in own or [""]:
            line.add(self.roff.html(f"-{one}", "B"))
        if not own and words and words[0] in _CALLED and words[0] != "Ns":
            line.tight = True

    # Blocks.

    def _dated(self, words: list[str]) -> None:
        said = field(" ".join(words)).replace("$Mdocdate:", "").strip(" $")
        found = re.search(r"([A-Z][a-z]+)\s+(\d{1,2}),?\s+(\d{4})", said)
        if found and found[1] in _MONTHS:
            self._day = f"{found[3]}-{_MONTHS.index(found[1]) + 1:02d}-{int(found[2]):02d}"

    def _titled(self, words: list[str]) -> None:
        self._title = [*words, "", ""][:2]

    def _headed(self, words: list[str]) -> None:
        self.end_fixed()
        self._lists.clear()
        self._section = " ".join(words)
        self.heading(2, self._inline(words))

    def _headed_below(self, words: list[str]) -> None:
        self.end_fixed()
        self.heading(3, self._inline(words))

    def _resumed(self, _words: list[str]) -> None:
        if self.is_fixed:
            self.fixed_line("")
        else:
            self.resume()

    def _broken(self, _words: list[str]) -> None:
        self.line_break()

    def _described(self, words: list[str]) -> None:
        self._say(f"— {self._inline(words)}")

    def _list(self, words: list[str]) -> None:
        self.resume()
        kind = next((_LISTS[word] for word in words if word in _LISTS), "dl")
        self._lists.append(kind)
        self.indent()

    def _listed(self, words: list[str]) -> None:
        kind = self._lists[-1] if self._lists else "dl"
        if kind == "table":
            self._end_cell()
            self._rows.append([])
            said = self._inline([part for word in words for part in _tabbed(word)])
            self.say(said)
        elif kind == "dl":
            self._extend(words)
            self.term(self._inline(words))
        elif kind:
            self.item(kind, "")
        else:
            self.resume()

    def _extend(self, words: list[str]) -> None:
        """Take in the lines of an item that goes on to `.Xc`."""
        if "Xo" not in words:
            return
        while self.lines:
            match = _REQUEST.match(without_comment(self.lines[0]))
            if match is None or match[1] in self._blocks:
                break
            self.lines.popleft()
            words += [match[1], *arguments(match[2])]
            if match[1] == "Xc" or "Xc" in words:
                break

    def _list_end(self, _words: list[str]) -> None:
        kind = self._lists.pop() if self._lists else ""
        if kind == "table":
            self._end_cell()
            rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in self._rows)
            self._rows.clear()
            self.block(f"<table>{rows}</table>" if rows else "")
        self.outdent()

    def _end_cell(self) -> None:
        said = self.take()
        if self._rows and said:
            self._rows[-1] += [one.strip() for one in said.split("\t")]

    def _display(self, words: list[str]) -> None:
        fixed = "-literal" in words or "-unfilled" in words
        self._displays.append("pre" if fixed else "div")
        if fixed:
            self.begin_fixed()
        else:
            self.indent()

    def _display_end(self, _words: list[str]) -> None:
        if self._displays and self._displays.pop() == "pre":
            self.end_fixed()
        else:
            self.outdent()

    def _shown(self, words: list[str]) -> None:
        self.block(code_block(_without_marks(self._inline(words))))

    def _called(self, words: list[str]) -> None:
        if self._section == "SYNOPSIS":
            self.line_break()
        self._function = []
        self._say(self.roff.html(" ".join(words[:1]), "B") + GLUE)

    def _call_end(self, words: list[str]) -> None:
        given, self._function = self._function or [], None
        self._say(f"({', '.join(given)})" + (GLUE if words else ""))
        if words:
            self._say(self._inline(words))

    def _cited(self, _words: list[str]) -> None:
        self._source = []

    def _citation_end(self, _words: list[str]) -> None:
        said, self._source = self._source or [], None
        self.say(", ".join(said) + ".")

    def _exits(self, words: list[str]) -> None:
        names = [word for word in words if word != "-std"] or [self._name]
        self.say(escape(_EXITS.format(", ".join(names))))

    def _returns(self, words: list[str]) -> None:
        names = [f"{word}()" for word in words if word != "-std"] or [f"{self._name}()"]
        self.say(escape(_RETURNS.format(", ".join(names))))

    def _table(self, _words: list[str]) -> None:
        rows = []
        while self.lines and not self.lines[0].startswith(".TE"):
            rows.append(self.lines.popleft())
        self.block(roff_table(rows, self.roff))


def _own(words: list[str]) -> list[str]:
    """Take the words up to the next macro or sign: they are a macro's own."""
    end = next(
        (at for at, word in enumerate(words) if word in _CALLED or word in _CLOSING or word in _OPENING), len(words)
    )
    own = words[:end]
    del words[:end]
    return own


def _taken_off(words: list[str]) -> list[str]:
    """The signs at the end of a line, which stand behind what is enclosed."""
    end = len(words)
    while end and words[end - 1] in _CLOSING:
        end -= 1
    behind = words[end:]
    del words[end:]
    return behind


def _without_marks(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).replace(GLUE, "")


def _tabbed(word: str) -> list[str]:
    """A word of a table's row, cells in which are parted by tabs."""
    parts = word.split("\t")
    return [part for at, one in enumerate(parts) for part in ((["Ta"] if at else []) + ([one] if one else []))]
