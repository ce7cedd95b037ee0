"""Texinfo, the documentation of GNU (its manual), becomes a document by way of HTML.

What is only for TeX, the indices, menus and the frame of the pages are passed over; `@include` is never followed, and
says so.
"""

from __future__ import annotations

import re
from collections import deque
from html import escape
from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import Footnotes, add_metadata, code_block
from reader.formats.kinds import FORMATS, Format
from reader.formats.markup.texinfo_inline import TexinfoInline
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = FORMATS[Format.TEXINFO].version

_COMMAND = deferred(r"@([a-zA-Z]+)(?:[ \t]+(.*)|[ \t]*)$", re.DOTALL)
_LEVELS = {
    **dict.fromkeys(("top", "chapter", "unnumbered", "appendix", "majorheading", "chapheading", "centerchap"), 1),
    **dict.fromkeys(("part",), 1),
    **dict.fromkeys(("section", "unnumberedsec", "appendixsec", "appendixsection", "heading"), 2),
    **dict.fromkeys(("subsection", "unnumberedsubsec", "appendixsubsec", "subheading"), 3),
    **dict.fromkeys(("subsubsection", "unnumberedsubsubsec", "appendixsubsubsec", "subsubheading"), 4),
}
_PASSED_OVER = frozenset((
    "tex", "ignore", "menu", "direntry", "titlepage", "iftex", "ifxml", "ifdocbook", "xml", "docbook", "ifnotinfo",
    "ifnothtml", "ifnotplaintext", "macro", "rmacro", "detailmenu", "documentdescription", "ifclear", "latex",
    "iflatex", "linemacro", "nodedescriptionblock",
))  # fmt: skip
_ONLY_THERE = frozenset((
    "ifinfo", "ifhtml", "ifplaintext", "ifnottex", "ifnotxml", "ifnotdocbook", "ifset", "ifnotlatex", "copying",
    "group", "raggedright", "flushleft", "flushright", "ifcommanddefined", "cartouche", "ifcommandnotdefined",
    "indentedblock", "smallindentedblock",
))  # fmt: skip
_LINES = frozenset((
    "example", "smallexample", "lisp", "smalllisp", "display", "smalldisplay", "format", "smallformat", "verbatim",
))  # fmt: skip
_QUOTED = frozenset(("quotation", "smallquotation"))
_TABLES = frozenset(("table", "ftable", "vtable"))
_SILENT = frozenset((
    "c", "comment", "node", "cindex", "findex", "vindex", "kindex", "pindex", "tindex", "setfilename", "settitle",
    "title", "subtitle", "author", "setchapternewpage", "finalout", "bye", "noindent", "indent", "page", "need", "sp",
    "contents", "shortcontents", "summarycontents", "printindex", "insertcopying", "synindex", "syncodeindex",
    "defindex", "defcodeindex", "set", "clear", "paragraphindent", "exampleindent", "firstparagraphindent",
    "documentencoding", "documentlanguage", "dircategory", "headings", "everyheading", "everyfooting", "evenheading",
    "oddheading", "evenfooting", "oddfooting", "footnotestyle", "kbdinputstyle", "codequoteundirected",
    "codequotebacktick", "alias", "definfoenclose", "unmacro", "vskip", "filbreak", "frenchspacing", "afourpaper",
    "afourlatex", "afivepaper", "smallbook", "pagesizes", "novalidate", "lowersections", "raisesections",
    "deftypefnnewline", "allowcodebreaks", "urefbreakstyle", "xrefautomaticsectiontitle", "refill", "thischapter",
    "hyphenation", "microtype", "setcontentsaftertitlepage", "everyheadingmarks", "txiindexatsignignore", "mathopsup",
))  # fmt: skip
_DEFINES = deferred(
    r"def(?:fn|un|mac|spec|vr|var|opt|typefn|typefun|typevr|typevar|tp|cv|ivar|op|method|typeop|block|line|typemethod"
    r"|typecv|typeivar)x?$"
)
_UNSEEN_IN_LINES = deferred(
    r"\s*@(?:group|end group|cartouche|end cartouche|noindent|c |comment |[a-z]index |need|page)"
)
_WITHOUT_CATEGORY = {
    "defun": "Function", "defmac": "Macro", "defspec": "Special Form", "defvar": "Variable", "defopt": "User Option",
    "deftypefun": "Function", "deftypevar": "Variable", "defmethod": "Method", "defivar": "Instance Variable",
}  # fmt: skip


def parse_texinfo(text: str) -> Parsed:
    """Parse the document of Texinfo. Raises NotOpened where nothing is in it."""
    page = _Page(text)
    html = page.read()
    said = Metadata(title=page.title, authors=tuple(page.authors), language=page.language)
    return add_metadata(html + page.notes.html(), "texinfo", VERSION, said)


class _Page:
    """One manual while it is read: the environments that are open, its values, its notes."""

    def __init__(self, text: str) -> None:
        self.title = ""
        self.authors: list[str] = []
        self.language = ""
        self.notes = Footnotes()
        self._lines = deque(text.expandtabs(8).replace("\r\n", "\n").split("\n"))
        self._inline = TexinfoInline(self.notes)
        self._html: list[str] = []
        self._words: list[str] = []
        self._open: list[str] = []
        self._marks: list[str] = []
        self._items = 0

    def read(self) -> str:
        """The manual as HTML, up to `@bye`."""
        if self._lines and self._lines[0].lstrip().startswith("\\input"):
            self._lines.popleft()
        while self._lines:
            line = self._lines.popleft()
            if line.strip() == "@bye":
                break
            self._line(line)
        self._end_paragraph()
        while self._open:
            self._end(self._open[-1])
        return "".join(self._html)

    def _line(self, line: str) -> None:
        match = _COMMAND.match(line.strip())
        if match and self._command(match[1], (match[2] or "").strip()):
            return
        if line.strip():
            self._words.append(line.strip())
        else:
            self._end_paragraph()

    def _command(self, name: str, said: str) -> bool:
        """Carry out what stands on a line by itself; whether it was such a command."""
        if name in _LEVELS:
            self._end_paragraph()
            while self._open:
                self._end(self._open[-1])
            self._html.append(f"<h{_LEVELS[name]}>{self._inline.html(said)}</h{_LEVELS[name]}>")
        elif name == "end":
            self._end_paragraph()
            self._end(said.split()[0] if said else "")
        elif name in ("item", "itemx", "headitem", "tab"):
            self._end_paragraph()
            self._item(name, said)
        elif name in _PASSED_OVER:
            self._skip(name, said)
        elif name in _SILENT:
            self._keep(name, said)
        elif name == "include" or name == "verbatiminclude":
            self._words.append(escape(f"[{name}: {said}]"))
        elif name == "center":
            self._end_paragraph()
            self._html.append(f"<p>{self._inline.html(said)}</p>")
        elif name in ("exdent",):
            self._words.append(self._inline.html(said))
        elif _DEFINES.match(name):
            self._define(name, said)
        else:
            return self._begin(name, said)
        return True

    def _keep(self, name: str, said: str) -> None:
        """What is said of the manual, and not in it."""
        if name in ("settitle", "title"):
            self.title = self.title or field(re.sub(r"@\w+\{([^}]*)\}", r"\1", said))
        elif name == "author":
            self.authors.append(field(said))
        elif name == "documentlanguage":
            self.language = said[:35]
        elif name == "set":
            key, _, value = said.partition(" ")
            self._inline.values[key] = value.strip()

    def _skip(self, name: str, said: str) -> None:
        if name == "ifclear" and said.split()[:1] and said.split()[0] not in self._inline.values:
            self._open.append(name)
            return
        depth = 1
        while self._lines and depth:
            line = self._lines.popleft().strip()
            depth += re.match(rf"@{name}(?:\s|$)", line) is not None
            depth -= re.match(rf"@end\s+{name}(?:\s|$)", line) is not None
            if name == "titlepage" and (match := _COMMAND.match(line)):
                self._keep(match[1], (match[2] or "").strip())

    # Environments.

    def _begin(self, name: str, said: str) -> bool:
        open_in: dict[str, Callable[[], str]] = {
            "itemize": lambda: "<ul>",
            "enumerate": lambda: _numbered(said),
            "multitable": lambda: "<table>",
        }
        if name == "ifset" and said.split()[:1] and said.split()[0] not in self._inline.values:
            self._end_paragraph()
            self._skip(name, "")
            return True
        if name in _LINES:
            self._end_paragraph()
            self._keep_lines(name)
            return True
        if name == "html":
            self._end_paragraph()
            self._html.append("\n".join(self._until(name)))
            return True
        if name not in open_in and name not in _TABLES and name not in _QUOTED and name not in _ONLY_THERE:
            return False
        self._end_paragraph()
        self._open.append(name)
        self._marks.append(said if name in _TABLES else "")
        html = open_in[name]() if name in open_in else "<dl>" if name in _TABLES else ""
        if name in _QUOTED:
            html = "<blockquote>" + (f"<p><strong>{self._inline.html(said)}</strong></p>" if said else "")
        self._html.append(html)
        return True

    def _end(self, name: str) -> None:
        if name not in self._open:
            return
        while self._open:
            last = self._open.pop()
            if self._marks:
                self._marks.pop()
            self._html.append(self._closing(last))
            if last == name:
                break

    def _closing(self, name: str) -> str:
        ends = {"itemize": ("li", "ul"), "enumerate": ("li", "ol"), "multitable": ("td", "tr", "table")}
        closed = ends.get(name) or (("dd", "dl") if name in _TABLES or name.startswith("def") else ())
        if name in _QUOTED:
            return "</blockquote>"
        return "".join(f"</{one}>" for one in closed)

    def _item(self, name: str, said: str) -> None:
        kind = self._open[-1] if self._open else ""
        while kind and kind not in ("itemize", "enumerate", "multitable", *_TABLES):
            self._end(kind)
            kind = self._open[-1] if self._open else ""
        if kind in _TABLES:
            mark = self._marks[-1].removeprefix("@").split("{")[0].strip()
            term = f"@{mark}{{{said}}}" if mark and mark not in ("asis", "bullet") else said
            self._html.append(f"<dt>{self._inline.html(term)}</dt><dd>" if name == "item" or not self._html else
                              f"</dd><dt>{self._inline.html(term)}</dt><dd>")  # fmt: skip
        elif kind == "multitable":
            cells = re.split(r"\s*@tab\b\s*", said)
            element = "th" if name == "headitem" else "td"
            self._html.append("</td></tr><tr>" if name != "tab" else "")
            self._html += [f"<{element}>{self._inline.html(cell)}" for cell in cells]
        else:
            self._html.append("<li>")
            if said:
                self._words.append(said)

    def _define(self, name: str, said: str) -> None:
        """A definition: its kind, its name, what it takes."""
        self._end_paragraph()
        words = re.findall(r"\{[^{}]*\}|\S+", said)
        words = [word[1:-1] if word.startswith("{") and word.endswith("}") else word for word in words]
        base = name.removesuffix("x")
        category = _WITHOUT_CATEGORY.get(base) or (words.pop(0) if words else "")
        line = f"<em>{self._inline.html(category)}:</em> " if category else ""
        line += f"<strong>{self._inline.html(' '.join(words[:1]))}</strong> {self._inline.html(' '.join(words[1:]))}"
        if name.endswith("x") and name != "defx":
            self._html.append(f"</dd><dt>{line}</dt><dd>")
            return
        self._open.append(base)
        self._marks.append("")
        self._html.append(f"<dl><dt>{line}</dt><dd>")

    def _until(self, name: str) -> list[str]:
        body = []
        while self._lines:
            line = self._lines.popleft()
            if re.match(rf"\s*@end\s+{name}(?:\s|$)", line):
                break
            body.append(line)
        return body

    def _keep_lines(self, name: str) -> None:
        lines = self._until(name)
        if name != "verbatim":
            lines = [self._inline.plain(line) for line in lines if not _UNSEEN_IN_LINES.match(f"{line} ")]
        self._html.append(code_block("\n".join(lines).strip("\n")))

    def _end_paragraph(self) -> None:
        if self._words:
            said = self._inline.html("\n".join(self._words))
            self._words.clear()
            if said.strip():
                self._html.append(f"<p>{said}</p>")


def _numbered(said: str) -> str:
    if said.isdecimal():
        return f'<ol start="{said}">'
    if len(said) == 1 and said.isalpha():
        return f'<ol type="{"A" if said.isupper() else "a"}">'
    return "<ol>"
