"""LaTeX is read as prose by way of HTML: its words, headings, lists, tables, notes and formulas.

No file is ever followed (`\\input` is told, and that is all), and of a text's own macros only those are expanded that
put words together.
"""

from __future__ import annotations

import re
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotParsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import Footnotes, add_metadata, code_block, formula, formula_block
from reader.formats.html.metadata.days import spoken_date
from reader.formats.kinds import FORMATS, Format
from reader.formats.markup.latex_signs import LIGATURES, SIGNS, TYPED, is_accent, put_accent
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = FORMATS[Format.LATEX].version

DEEP = 60
"""Groups and environments within each other at most."""
EXPANSIONS = 20_000
"""Macros of a text's own that are expanded at most: some are made to grow."""
_KEPT = deferred(
    r"\\begin\{(\w*[vV]erbatim\*?|\w*[lL]isting\*?|lst\w*|minted|alltt|comment|filecontents\*?|\w*[cC]ode|\w*console"
    r"|\w*session)\}(.*?)\\end\{\1\}",
    re.DOTALL,
)
_SECTION = deferred(r"\\(?:part|chapter|section|subsection)\*?\s*[\[{]")
_CLASS = deferred(r"\\document(?:class|style)\b")
_NEVER = deferred(r"\\iffalse\b(?:(?!\\if|\\fi|\\else).)*(?:\\else\b((?:(?!\\if|\\fi).)*))?\\fi\b", re.DOTALL)
"""What is never set, and what is set instead."""
_COMMENT = deferred(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*(?=\S))?")
_DEFINED = deferred(
    r"\\(?:(?:re|provide)?newcommand\*?|renewcommand\*?|providecommand\*?|DeclareRobustCommand\*?)\s*\{?\\([a-zA-Z]+)\}?\s*(?:\[(\d)\])?(?:\[([^\]]*)\])?\s*(?=\{)"
    r"|\\def\s*\\([a-zA-Z]+)\s*((?:#\d)*)(?=\{)"
)
_TOKEN = deferred(
    r"\\([a-zA-Z]+\*?)[ \t]*\n?[ \t]*(?!\n)|\\(.)|([{}$~&^_])|\n[ \t]*\n\s*|([^\\{}$~&^_\n]+|\n)", re.DOTALL
)
_KEEP = "\ue0fe"
_LOOKS = {
    "emph": "em", "textit": "em", "textsl": "em", "textbf": "strong", "texttt": "code", "textsuperscript": "sup",
    "textsubscript": "sub", "sout": "s", "st": "s", "enquote": "q", "underline": "u",
}  # fmt: skip
_SWITCHES = {
    "bf": "strong",
    "bfseries": "strong",
    "it": "em",
    "itshape": "em",
    "em": "em",
    "sl": "em",
    "slshape": "em",
    "tt": "code",
    "ttfamily": "code",
}
_AUTHOR = deferred(r"\\author\s*(?:\[[^\]]*\])?\s*(?=\{)")
_AND = deferred(r"\\(?:and|And|AND)(?![a-zA-Z])")
_PLACE = deferred(
    r"\\\\|\\(?:thanks|inst|affil|affiliation|institute|address|email|IEEEauthorblockA|footnotemark|orcid)(?![a-z])"
)
"""What follows the name of an author: a line end, or a command."""
AUTHORS = 200
_SECTIONS = ("part", "chapter", "section", "subsection", "subsubsection", "paragraph", "subparagraph")
_FORMULAS = frozenset(
    [
        "equation",
        "align",
        "gather",
        "multline",
        "eqnarray",
        "displaymath",
        "math",
        "flalign",
        "alignat",
        "dmath",
        "subequations",
    ]
)
_LISTS = {
    "itemize": "ul",
    "enumerate": "ol",
    "description": "dl",
    "compactitem": "ul",
    "compactenum": "ol",
    "inparaenum": "ol",
}
_DRAWN = frozenset(("tikzpicture", "picture", "pspicture", "pgfpicture", "forest", "circuitikz"))
_TABLES = frozenset(("tabular", "tabularx", "tabulary", "longtable", "array", "tabu", "supertabular"))
_ARGUMENTS = {
    "vspace": 1, "hspace": 1, "setlength": 2, "addtolength": 2, "usepackage": 1, "documentclass": 1, "pagestyle": 1,
    "thispagestyle": 1, "bibliographystyle": 1, "bibliography": 1, "addbibresource": 1, "setcounter": 2,
    "addtocounter": 2, "newcounter": 1, "newtheorem": 2, "theoremstyle": 1, "hypersetup": 1, "geometry": 1,
    "definecolor": 3, "color": 1, "fontsize": 2, "index": 1, "pagenumbering": 1, "markboth": 2, "markright": 1,
    "addcontentsline": 3, "graphicspath": 1, "cline": 1, "cmidrule": 1, "hyphenation": 1, "linespread": 1,
    "selectlanguage": 1, "newlength": 1, "DeclareMathOperator": 2, "lstset": 1, "captionsetup": 1, "rule": 2,
    "phantom": 1, "hphantom": 1, "vphantom": 1, "newenvironment": 3, "input": 1, "include": 1, "subfile": 1,
    "includegraphics": 1, "RequirePackage": 1, "PassOptionsToPackage": 2, "textcolor": 1, "raisebox": 1, "parbox": 1,
    "resizebox": 2, "scalebox": 1, "colorbox": 1, "multirow": 2, "foreignlanguage": 1, "makebox": 0, "mbox": 0,
    "fbox": 0,
}  # fmt: skip
"""Arguments that are no words, of commands that have such; what comes behind them is read."""


def parse_latex(text: str) -> Parsed:
    """Parse the document of LaTeX. Raises NotOpened where nothing is in it, NotParsed for what grows without end."""
    page = _Page()
    html = page.read(text)
    return add_metadata(html + page.notes.html(), "latex", VERSION, page.metadata)


class _Page:
    """One text while it is read."""

    def __init__(self) -> None:
        self.notes = Footnotes()
        self.metadata = Metadata()
        self._kept: list[str] = []
        self._macros: dict[str, tuple[int, str | None, str]] = {}
        self._said: dict[str, str] = {}
        self._expanded = self._count = 0
        self._levels: dict[str, int] = {}
        self._environments: list[str] = []

    def read(self, text: str) -> str:
        """The whole text as HTML."""
        text = _KEPT.sub(self._keep, text.replace(_KEEP, "\ufffd"))
        text = _COMMENT.sub(r"\1", text)
        if "\\iffalse" in text:
            text = _NEVER.sub(r"\1", text)
        text = self._defined(text)
        used = [name for name in _SECTIONS if re.search(rf"\\{name}\b", text)]
        self._levels = {name: min(used.index(name) + 2, 6) for name in used}
        head, begins, body = text.partition("\\begin{document}")
        first = _SECTION.search(head)
        if first and not _CLASS.search(head, 0, first.start()):
            # A chapter in a file of its own, which shows how a document begins.
            begins, body = "", text
        body = body.partition("\\end{document}")[0] if begins else body or head
        for name in ("title", "author", "date"):
            found = re.finditer(rf"\\{name}\s*(?:\[[^\]]*\])?\s*(?=\{{)", text)
            found = islice(found, AUTHORS if name == "author" else 1)
            self._said[name] = ", ".join(_Reader(self, _group(text, one.end())[0], 1).html() for one in found)
        if begins:
            body = re.sub(r"\\(?:title|author|date)\s*(?:\[[^\]]*\])?\s*(?=\{)", r"\\gobble", body)
        html = _Reader(self, body, 0).html()
        title, authors = _words(self._said["title"]), dict.fromkeys(self._authors(text))
        date = _words(self._said["date"])
        self.metadata = Metadata(
            field(title), tuple(map(field, authors)), date=date if date[:4].isdecimal() else spoken_date(date)
        )
        shown = f"<h1>{self._said['title']}</h1>" if title else ""
        said = re.sub(r"\s+,", ",", self._said["author"])
        return f"{shown}<p>{said}<p>{html}" if shown and authors else shown + html

    def _authors(self, text: str) -> Iterator[str]:
        """Those who wrote it: each may have a line with the place where they work, or a command of their own."""
        for match in islice(_AUTHOR.finditer(text), AUTHORS):
            for one in _AND.split(_group(text, match.end())[0]):
                name = _words(_Reader(self, _PLACE.split(one, maxsplit=1)[0], 1).html())
                for part in re.split(r",|\band\b", name):
                    if any(map(str.isalpha, part)):
                        yield part.strip(" *†‡§0123456789")

    def level(self, name: str) -> int:
        """The level of a heading; the outermost that the text has comes below its title."""
        return self._levels.get(name, 6)

    def kept(self, number: int) -> str:
        """What was kept out of the way as it is."""
        return self._kept[number]

    def macro(self, name: str) -> tuple[int, str | None, str] | None:
        """A macro of the text's own: how many arguments it has, what the first is unless said, and its text."""
        if name not in self._macros:
            return None
        self._expanded += 1
        if self._expanded > EXPANSIONS:
            raise NotParsed("has macros that grow without end")
        return self._macros[name]

    def unnamed(self) -> str:
        """A name for the next footnote."""
        self._count += 1
        return str(self._count)

    def _keep(self, match: re.Match[str]) -> str:
        name, inside = match[1].rstrip("*"), match[2]
        if name in ("comment", "filecontents"):
            return ""
        options = (
            re.match(r"\s*(?:\[([^\]]*)\])?(?:\{([\w+#.-]+)\})?", inside) if name in ("lstlisting", "minted") else None
        )
        language = ""
        if options:
            said = re.search(r"language=\{?(?:\[[^\]]*\])?([\w+#-]+)", options[1] or "")
            language = options[2] or (said[1].lower() if said else "")
            inside = inside[options.end() :]
        self._kept.append(code_block(inside.strip("\n"), language))
        return f"\n\n{_KEEP}{len(self._kept) - 1}{_KEEP}\n\n"

    def _defined(self, text: str) -> str:
        """The text without the macros that it defines."""
        parts = []
        at = 0
        for match in _DEFINED.finditer(text):
            if match.start() < at:
                continue
            body, end = _group(text, match.end())
            name = match[1] or match[4]
            count = int(match[2] or 0) if match[1] else (match[5] or "").count("#")
            self._macros[name] = (count, match[3], body)
            parts.append(text[at : match.start()])
            at = end
        return "".join((*parts, text[at:]))


def _words(html: str) -> str:
    from html import unescape  # noqa: PLC0415  (of the same module; used here only)

    return " ".join(unescape(re.sub(r"<sup>.*?</sup>|<[^>]*>", " ", html)).split())


def _group(text: str, at: int) -> tuple[str, int]:
    """What is in the braces that begin at `at`, and the place behind them; one letter where there are none."""
    while at < len(text) and text[at] in " \t\n":
        at += 1
    if text[at : at + 1] != "{":
        match = re.compile(r"\\[a-zA-Z]+|\\.|.", re.DOTALL).match(text, at)
        return (match[0], match.end()) if match else ("", at)
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0:
            return text[at + 1 : match.start()], match.end()
    return text[at + 1 :], len(text)


class _Reader:
    """Reads one piece of a text: a body, an argument, what is in an environment."""

    def __init__(self, page: _Page, text: str, depth: int) -> None:
        if depth > DEEP:
            raise NotParsed("is nested too deeply to be read")
        self._page = page
        self._text = text
        self._depth = depth
        self._at = 0
        self._parts: list[str] = []
        self._open: list[str] = []

    def html(self) -> str:
        """The piece as HTML."""
        put = self._parts.append
        while self._at < len(self._text):
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                self._at += 1
                continue
            self._at = match.end()
            name, sign, special, plain = match.groups()
            if name:
                self._command(name.rstrip("*"))
            elif sign is not None:
                self._sign(sign)
            elif special:
                self._special(special)
            elif plain:
                put(self._plain(plain))
            else:
                put("<p>")
        self._parts.extend(f"</{one}>" for one in reversed(self._open))
        return "".join(self._parts)

    def _inner(self, text: str) -> str:
        return _Reader(self._page, text, self._depth + 1).html()

    def _argument(self) -> str:
        text, self._at = _group(self._text, self._at)
        return text

    def _option(self) -> str:
        match = re.compile(r"\s*\[((?:[^\[\]]|\[[^\]]*\])*)\]").match(self._text, self._at)
        if match is None:
            return ""
        self._at = match.end()
        return match[1]

    def _plain(self, text: str) -> str:
        parts = re.split(f"{_KEEP}(\\d+){_KEEP}", text)
        for typed, sign in LIGATURES:
            parts[::2] = [one.replace(typed, sign) for one in parts[::2]]
        return "".join(
            self._page.kept(int(one)) if number % 2 else escape(one, quote=False) for number, one in enumerate(parts)
        )

    def _special(self, special: str) -> None:
        put = self._parts.append
        if special == "{":
            self._at -= 1
            put(self._inner(self._argument()))
        elif special == "$":
            twice = self._text.startswith("$", self._at)
            end = self._text.find("$$" if twice else "$", self._at + twice)
            end = len(self._text) if end < 0 else end
            tex = self._text[self._at + twice : end]
            put(formula_block(tex) if twice else formula(tex))
            self._at = end + 1 + twice
        elif special == "~":
            put("\xa0")
        elif special in "^_":
            put(special)
        elif special == "&":
            put(" ")

    def _sign(self, sign: str) -> None:
        put = self._parts.append
        if sign == "\\":
            self._option()
            put("<br>")
        elif sign in "([":
            end = self._text.find("\\)" if sign == "(" else "\\]", self._at)
            end = len(self._text) if end < 0 else end
            tex = self._text[self._at : end]
            put(formula(tex) if sign == "(" else formula_block(tex))
            self._at = end + 2
        elif is_accent(sign):
            put(escape(put_accent(sign, self._letter())))
        else:
            put(escape(TYPED.get(sign, sign)))

    def _letter(self) -> str:
        """The letter that an accent is for."""
        text = self._argument().strip()
        return SIGNS.get(text[1:], text[1:]) if text.startswith("\\") else text

    def _command(self, name: str) -> None:
        put = self._parts.append
        macro = self._page.macro(name)
        if macro is not None:
            self._expand(*macro)
        elif name in SIGNS:
            put(escape(SIGNS[name]))
            self._at += self._text.startswith("{}", self._at) * 2
        elif is_accent(name) and len(name) == 1:
            put(escape(put_accent(name, self._letter())))
        elif name in _LOOKS:
            put(f"<{_LOOKS[name]}>{self._inner(self._argument())}</{_LOOKS[name]}>")
        elif name in _SWITCHES:
            self._open.append(_SWITCHES[name])
            put(f"<{_SWITCHES[name]}>")
        elif name in _SECTIONS:
            self._option()
            level = self._page.level(name)
            put(f"<h{level}>{self._inner(self._argument())}</h{level}>")
        elif name == "begin":
            self._environment(self._argument())
        else:
            self._other(name)

    def _expand(self, count: int, first: str | None, body: str) -> None:
        arguments = [self._option() or first] if first is not None else []
        arguments += [self._argument() for _ in range(count - len(arguments))]
        text = re.sub(
            r"#(\d)", lambda match: arguments[int(match[1]) - 1] if 0 < int(match[1]) <= len(arguments) else "", body
        )
        self._parts.append(self._inner(text))

    def _other(self, name: str) -> None:
        put = self._parts.append
        match name:
            case "par" | "newpage" | "clearpage" | "bigskip" | "medskip" | "smallskip" | "maketitle" | "appendix":
                put("<p>")
            case "newline" | "linebreak" | "tabularnewline":
                put("<br>")
            case "hline" | "toprule" | "midrule" | "bottomrule" | "item" | "noindent" | "centering":
                pass
            case "end":
                self._argument()  # of what did not begin
            case "verb" | "lstinline":
                self._verb()
            case "footnote" | "thanks" | "footnotetext" | "endnote" | "sidenote" | "marginpar" | "marginline":
                self._option()
                note = self._page.unnamed()
                self._page.notes.define(note, f"<p>{self._inner(self._argument())}")
                put(self._page.notes.refer(note))
            case "href":
                address = self._argument().replace("\\", "")
                put(f'<a href="{escape(address)}">{self._inner(self._argument())}</a>')
            case "url" | "nolinkurl" | "path":
                address = self._argument().replace("\\", "")
                put(f'<a href="{escape(address)}">{escape(address)}</a>')
            case "label":
                put(f'<a id="{escape(self._argument())}"></a>')
            case "ref" | "autoref" | "cref" | "Cref" | "pageref" | "nameref" | "eqref":
                target = escape(self._argument())
                put(f'<a href="#{target}">[{target}]</a>')
            case "caption" | "captionof":
                self._option()
                put(f"<p>{self._inner(self._argument())}<p>")
            case "input" | "include" | "subfile" | "bibliography" | "includegraphics":
                self._option()
                target = escape(self._argument())
                put(f"<p>[{name}: {target}]<p>" if name != "includegraphics" else "")
            case "multicolumn":
                self._argument()
                self._argument()
                put(self._inner(self._argument()))
            case "ensuremath":
                put(formula(self._argument()))
            case _ if name.lower().endswith(("index", "labelbase")):
                self._option()
                self._argument()  # what stands in the index does not stand here
            case _ if "cite" in name.lower():
                self._cite()
            case _:
                self._unknown(name)

    def _cite(self) -> None:
        notes = [self._inner(one) for one in (self._option(), self._option()) if one]
        keys = ", ".join(one.strip() for one in self._argument().split(","))
        self._parts.append(f"[{'; '.join((escape(keys), *notes))}]")

    def _verb(self) -> None:
        self._option()
        sign = self._text[self._at : self._at + 1]
        end = self._text.find("}" if sign == "{" else sign, self._at + 1) if sign else -1
        if end > 0:
            self._parts.append(f"<code>{escape(self._text[self._at + 1 : end])}</code>")
            self._at = end + 1

    def _unknown(self, name: str) -> None:
        """What is not known is not shown; its arguments are words unless it is known to have others."""
        self._option()
        for _ in range(_ARGUMENTS.get(name, 1 if name == "gobble" else 0)):
            self._argument()
            self._option()

    def _environment(self, said: str) -> None:
        name = said.rstrip("*")
        inside, self._at = _inside(self._text, self._at, said)
        put = self._parts.append
        if name in _FORMULAS:
            put(formula_block(re.sub(r"\\label\{[^}]*\}", "", inside).strip()))
        elif name in _LISTS:
            put(self._list(name, inside))
        elif name in _TABLES:
            put(self._table(name, inside))
        elif name in _DRAWN:
            put(f"<p>[{name}]<p>")
        elif name in ("quote", "quotation", "displayquote", "verse", "epigraph"):
            put(f"<blockquote><p>{self._inner(inside)}</blockquote>")
        elif name == "abstract":
            put(f"<p><strong>Abstract</strong><p>{self._inner(inside)}<p>")
        elif name == "thebibliography":
            put(self._bibliography(_group(inside, 0)[1], inside))
        else:
            put(self._block(name, inside))

    def _block(self, name: str, inside: str) -> str:
        """Any other environment: a theorem or the like has its name before it, all else is only its words."""
        match = re.match(r"\s*\[((?:[^\[\]]|\[[^\]]*\])*)\]", inside)
        rest = inside[match.end() :] if match else inside
        if name in _BOXES and rest.lstrip().startswith("{"):
            rest = rest[_group(rest, 0)[1] :]  # how wide it is
        named = ""
        if name.lower() in _STATEMENTS:
            said = f" ({self._inner(match[1])})" if match else ""
            named = f"<strong>{escape(name.capitalize())}{said}.</strong> "
        return f"<div><p>{named}{self._inner(rest)}</div>"

    def _list(self, name: str, inside: str) -> str:
        element = _LISTS[name]
        items = []
        for option, item in _items(inside):
            if element == "dl":
                items.append(f"<dt>{self._inner(option or '')}</dt><dd>{self._inner(item)}</dd>")
            else:
                mark = f"{self._inner(option)} " if option else ""
                items.append(f"<li>{mark}{self._inner(item)}</li>")
        return f"<{element}>{''.join(items)}</{element}>"

    def _bibliography(self, start: int, inside: str) -> str:
        items = []
        for option, item in _items(inside[start:], "bibitem"):
            key, end = _group(item, 0)
            items.append(f"<li>[{self._inner(option or key)}] {self._inner(item[end:])}</li>")
        return f"<ul>{''.join(items)}</ul>"

    def _table(self, name: str, inside: str) -> str:
        at = 0
        option = re.match(r"\s*\[[^\]]*\]", inside)
        at = option.end() if option else 0
        for _ in range(2 if name in ("tabularx", "tabulary") else 1):
            at = _group(inside, at)[1]
        rows = []
        for row in _split(inside[at:], "\\\\"):
            cells = [self._inner(re.sub(r"^\s*\[[^\]]*\]", "", one)).strip() for one in _split(row, "&")]
            if any(re.sub(r"<[^>]*>", "", one).strip() for one in cells):
                rows.append("<tr>" + "".join(f"<td>{one}</td>" for one in cells) + "</tr>")
        return f"<table>{''.join(rows)}</table>"


_BOXES = frozenset(
    ["minipage", "multicols", "wrapfigure", "adjustbox", "column", "frame", "spacing", "otherlanguage", "tcolorbox"]
)
"""Environments whose first argument says how they look."""
_STATEMENTS = frozenset(
    [
        "theorem",
        "lemma",
        "corollary",
        "proposition",
        "definition",
        "remark",
        "example",
        "proof",
        "claim",
        "conjecture",
        "note",
        "exercise",
        "problem",
        "solution",
        "axiom",
        "observation",
        "fact",
        "satz",
        "beweis",
        "bemerkung",
        "beispiel",
        "théorème",
        "lemme",
        "preuve",
        "teorema",
    ]
)


def _inside(text: str, at: int, name: str) -> tuple[str, int]:
    """What is in an environment, and the place behind it: those of the same name may lie within it."""
    depth = 1
    for match in re.compile(rf"\\(begin|end)\{{{re.escape(name)}\}}").finditer(text, at):
        depth += 1 if match[1] == "begin" else -1
        if depth == 0:
            return text[at : match.start()], match.end()
    return text[at:], len(text)


def _split(text: str, sign: str) -> list[str]:
    """A text at a sign, but not within braces or an environment."""
    parts, start, depth = [], 0, 0
    for match in re.compile(r"\\begin\b|\\end\b|\\\\|\\.|[{}&]", re.DOTALL).finditer(text):
        found = match[0]
        if found == sign and depth == 0:
            parts.append(text[start : match.start()])
            start = match.end()
        else:
            depth += (found in ("{", "\\begin")) - (found in ("}", "\\end"))
    return [*parts, text[start:]]


def _items(text: str, command: str = "item") -> list[tuple[str | None, str]]:
    """The items of a list with what stands in brackets behind each; those of lists within it stay in them."""
    found: list[tuple[str | None, str]] = []
    starts: list[int] = []
    depth = 0
    for match in re.compile(rf"\\begin\b|\\end\b|\\{command}(?![a-zA-Z])|\\.", re.DOTALL).finditer(text):
        if match[0] in ("\\begin", "\\end"):
            depth += 1 if match[0] == "\\begin" else -1
        elif match[0] == f"\\{command}" and depth == 0:
            starts.append(match.start())
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True) if starts else ():
        item = text[start + len(command) + 1 : end]
        option = re.match(r"\s*\[((?:[^\[\]]|\[[^\]]*\])*)\]", item)
        found.append((option[1] if option else None, item[option.end() :] if option else item))
    return found
