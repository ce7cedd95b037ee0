"""The text of MediaWiki's pages (help:formatting on mediawiki.org) becomes a document, by way of HTML.

Templates are not there to be filled in: those that only set words off are their words, a box of named values is a
table of them, and any other is shown as it is written.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import Footnotes, add_metadata, code_block, formula, formula_block
from reader.formats.kinds import FORMATS, Format
from reader.formats.markup.wikitext_inline import WikiInline, parameters, templates_in
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION = FORMATS[Format.WIKITEXT].version

_COMMENT = deferred(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_KEPT = deferred(
    r"<(nowiki|pre|syntaxhighlight|source|math|chem|poem|score|timeline|gallery)\b([^<>]{0,500}?)(/?)>", re.IGNORECASE
)
_REFERENCE = deferred(r"<(ref)\b([^<>]{0,500}?)(/?)>", re.IGNORECASE)
_NAME = deferred(r"\bname\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'/>]+))", re.IGNORECASE)
_HEADING = deferred(r"(={1,6})[ \t]*(.+?)[ \t]*\1[ \t]*$")
_LIST = deferred(r"([*#:;]+)[ \t]*(.*)")
_REDIRECT = deferred(r"\s*#(?:redirect|weiterleitung|redirection|redirección|перенаправление)\s*:?\s*", re.IGNORECASE)
_SWITCH = deferred(r"__[A-Z]{3,20}__")
_BLOCK_TAG = deferred(
    r"</?(?:div|blockquote|center|table|tr|td|th|tbody|thead|ul|ol|li|dl|dt|dd|p|section|h[1-6]|references|noinclude"
    r"|includeonly|onlyinclude|templatestyles|br)\b[^<>]*>",
    re.IGNORECASE,
)
_LANGUAGE = deferred(r"\blang\s*=\s*[\"']?([\w+#.-]{1,40})", re.IGNORECASE)
DEEPEST = 10
"""Tables within each other that are read."""
KEPT = "\ue0fa"
"""Stands, with a number, for what is put aside while the rest is read."""
_PUT_ASIDE = deferred(f"{KEPT}(\\d+){KEPT}")


def parse_wikitext(text: str) -> Parsed:
    """Parse the document of a wiki's page. Raises NotOpened where nothing is in it."""
    page = _Page()
    html = page.read(text.replace(KEPT, "\ufffd"))
    said = Metadata(title=page.title, tags=tuple(dict.fromkeys(page.inline.categories)))
    return add_metadata(html + page.notes.html(), "wikitext", VERSION, said)


class _Page:
    """One page while it is read: its notes, and what was put aside."""

    def __init__(self) -> None:
        self.notes = Footnotes()
        self.inline = WikiInline()
        self.title = ""
        self._aside: list[str] = []
        self._unnamed = 0
        self._within = 0
        """In how many tables one is."""

    def read(self, text: str) -> str:
        """The page as HTML."""
        text = _COMMENT.sub("", text.replace("\r\n", "\n"))
        text = _with_elements(_KEPT, text, self._keep)
        text = _SWITCH.sub("", text)
        text = _with_elements(_REFERENCE, text, self._refer)
        text = self._without_templates(text)
        redirect = _REDIRECT.match(text)
        html = f"<p>→ {self._said(text[redirect.end() :])}</p>" if redirect else self._blocks(text)
        return self._restored(html)

    # What is put aside.

    def _put(self, html: str) -> str:
        self._aside.append(html)
        return f"{KEPT}{len(self._aside) - 1}{KEPT}"

    def _restored(self, html: str) -> str:
        for _ in range(8):
            if KEPT not in html:
                break
            html = _PUT_ASIDE.sub(lambda match: self._aside[int(match[1])], html)
        return html

    def _keep(self, name: str, attributes: str, inside: str) -> str:
        if name == "nowiki":
            return self._put(escape(inside, quote=False))
        if name in ("math", "chem"):
            alone = "block" in attributes or ("\n" in inside.strip() and "\\begin" in inside)
            return self._put(formula_block(inside)) + "\n" if alone else self._put(formula(inside))
        if name == "poem":
            lines = "\n".join(self._said(line) for line in inside.strip("\n").split("\n"))
            verse = self._put(f'<pre class="verse">{lines}</pre>')
            return f"\n{verse}\n"
        if name == "gallery":
            return self._gallery(inside)
        language = _LANGUAGE.search(attributes)
        if re.search(r"\binline\b", attributes):
            return self._put(f"<code>{escape(inside)}</code>")
        return f"\n{self._put(code_block(inside.strip(chr(10)), language[1] if language else ''))}\n"

    def _gallery(self, inside: str) -> str:
        captions = (line.partition("|")[2] for line in inside.split("\n"))
        return "".join(f"\n{self._put(f'<p>{self._said(one.strip())}</p>')}\n" for one in captions if one.strip())

    def _refer(self, _element: str, attributes: str, inside: str) -> str:
        named = _NAME.search(attributes)
        name = next((one for one in named.groups() if one), "") if named else ""
        if not name:
            self._unnamed += 1
            name = f"\n{self._unnamed}"
        if inside.strip():
            self.notes.define(name, self._said(self._without_templates(inside.strip())))
        return self._put(self.notes.refer(name))

    def _without_templates(self, text: str) -> str:
        """The text, each template as what can be said of it."""

        def said(inside: str, *, alone: bool) -> str:
            told = self.inline.template(inside)
            if told is not None:
                return f"{told}\n\n" if alone and told else told
            name, given = parameters(inside)
            named = [(key, value) for key, value in given if key and value]
            if alone and len(named) > 1:
                return f"\n{self._put(self._box(named))}\n"
            if not given and (name.startswith("#") or ":" in name):
                return ""
            return self._put(f"{{{{{escape(inside, quote=False)}}}}}")

        return templates_in(text, said)

    def _box(self, named: list[tuple[str, str]]) -> str:
        """A box of named values, such as stands beside an article."""
        rows = "".join(
            f"<tr><th>{escape(key.replace('_', ' '))}</th><td>{self._said(value)}</td></tr>" for key, value in named
        )
        return f"<table>{rows}</table>"

    def _said(self, text: str) -> str:
        """A run of words as HTML."""
        return self.inline.html(text)

    # Blocks.

    def _blocks(self, text: str) -> str:
        lines = text.split("\n")
        html: list[str] = []
        at = 0
        readers: tuple[Callable[[list[str], int], tuple[str, int] | None], ...] = (
            self._heading, self._table, self._list, self._rule, self._aside_block, self._fixed, self._element,
        )  # fmt: skip
        while at < len(lines):
            if not lines[at].strip():
                at += 1
                continue
            found = next((one for read in readers if (one := read(lines, at)) is not None), None)
            block, at = found or self._paragraph(lines, at)
            html.append(block)
        return "".join(html)

    def _heading(self, lines: list[str], at: int) -> tuple[str, int] | None:
        match = _HEADING.match(lines[at])
        if match is None:
            return None
        level = len(match[1])
        if level == 1 and not self.title:
            self.title = field(match[2])
        return f"<h{level}>{self._said(match[2])}</h{level}>", at + 1

    def _rule(self, lines: list[str], at: int) -> tuple[str, int] | None:
        if not lines[at].startswith("----"):
            return None
        rest = lines[at].lstrip("-").strip()
        return "<hr>" + (f"<p>{self._said(rest)}</p>" if rest else ""), at + 1

    def _fixed(self, lines: list[str], at: int) -> tuple[str, int] | None:
        """Lines that begin with a blank keep their places."""
        end = at
        while end < len(lines) and lines[end].startswith(" ") and lines[end].strip():
            end += 1
        if end == at:
            return None
        inside = "\n".join(self._said(line[1:]) for line in lines[at:end])
        return f"<pre>{inside}</pre>", end

    def _aside_block(self, lines: list[str], at: int) -> tuple[str, int] | None:
        """What was put aside and is a block of its own."""
        match = _PUT_ASIDE.fullmatch(lines[at].strip())
        if match is None or not self._aside[int(match[1])].startswith(("<pre", "<table", "<p>")):
            return None
        return match[0], at + 1

    def _element(self, lines: list[str], at: int) -> tuple[str, int] | None:
        """A line that is HTML and nothing else."""
        line = lines[at].strip()
        if not line.startswith("<") or _BLOCK_TAG.fullmatch(line) is None:
            return None
        passed = re.match(r"</?(?:references|noinclude|includeonly|onlyinclude|templatestyles)", line, re.IGNORECASE)
        return ("" if passed else line), at + 1

    def _paragraph(self, lines: list[str], at: int) -> tuple[str, int]:
        end = at + 1
        while end < len(lines) and lines[end].strip() and not _begins(lines[end]):
            end += 1
        return f"<p>{self._said(chr(10).join(lines[at:end]))}</p>", end

    def _list(self, lines: list[str], at: int) -> tuple[str, int] | None:
        end = at
        items: list[tuple[str, str]] = []
        while end < len(lines) and (match := _LIST.match(lines[end])):
            items += _term_and_definition(match[1], match[2])
            end += 1
        if not items or all(not words for _, words in items):
            return None if not items else ("", end)
        return self._items(items), end

    def _items(self, items: list[tuple[str, str]]) -> str:
        """Items by the signs before them, one sign for each list that they are in."""
        html = ""
        open_signs = ""
        for signs, words in items:
            same = 0
            while same < min(len(open_signs), len(signs)) and _alike(open_signs[same], signs[same]):
                same += 1
            html += "".join(_CLOSES[sign] for sign in reversed(open_signs[same:]))
            opened = signs[same:]
            if not opened:
                html += _NEXT[open_signs[same - 1]] + _OPENS_ITEM[signs[-1]]
            for depth, sign in enumerate(opened):
                html += _LISTS[sign] + _OPENS_ITEM[sign if depth == len(opened) - 1 or sign in "*#" else ":"]
            open_signs = signs
            html += self._said(words)
        return html + "".join(_CLOSES[sign] for sign in reversed(open_signs))

    def _table(self, lines: list[str], at: int) -> tuple[str, int] | None:
        if not lines[at].lstrip(" :").startswith("{|") or self._within >= DEEPEST:
            return None
        depth, end = 0, at
        while end < len(lines):
            begun = lines[end].lstrip(" :")
            depth += begun.startswith("{|") - begun.startswith("|}")
            end += 1
            if not depth:
                break
        self._within += 1
        html = self._rows(lines[at + 1 : end if depth else end - 1])
        self._within -= 1
        return html, end

    def _rows(self, lines: list[str]) -> str:
        caption, rows, cell = "", [[]], None  # type: ignore[var-annotated]
        at = 0
        while at < len(lines):
            line = lines[at].strip()
            if line.startswith("{|"):
                inner, at = self._table(lines, at) or ("", at + 1)
                if cell is not None:
                    cell[1] += f"\n{self._put(inner)}\n"
                continue
            at += 1
            if line.startswith("|+"):
                caption = self._said(_without_attributes(line[2:]))
            elif line.startswith("|-"):
                rows.append([])
                cell = None
            elif line.startswith(("|", "!")):
                for kind, words in _cells(line):
                    cell = [kind, words]
                    rows[-1].append(cell)
            elif cell is not None:
                cell[1] += "\n" + lines[at - 1]
        html = "".join(f"<tr>{''.join(map(self._cell, row))}</tr>" for row in rows if row)
        return f"<table>{f'<caption>{caption}</caption>' if caption else ''}{html}</table>" if html else ""

    def _cell(self, cell: list[str]) -> str:
        kind, words = cell
        attributes = ""
        match = _ATTRIBUTES.match(words)
        if match:
            attributes = "".join(f' {one[0].lower()}="{one[1]}"' for one in _SPANS.findall(match[1]))
            words = words[match.end() :]
        inside = self._blocks(words) if "\n" in words.strip() else self._said(words.strip())
        return f"<{kind}{attributes}>{inside}</{kind}>"


_LISTS = {"*": "<ul>", "#": "<ol>", ":": "<dl>", ";": "<dl>"}
_OPENS_ITEM = {"*": "<li>", "#": "<li>", ":": "<dd>", ";": "<dt>"}
_NEXT = {"*": "</li>", "#": "</li>", ":": "</dd>", ";": "</dt>"}
_CLOSES = {"*": "</li></ul>", "#": "</li></ol>", ":": "</dd></dl>", ";": "</dt></dl>"}
_ATTRIBUTES = deferred(r"((?:\s*[\w-]+\s*=\s*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s|\"'\n\[{]+))+)\s*\|(?!\|)")
_SPANS = deferred(r"\b(rowspan|colspan)\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)


def _with_elements(opening: re.Pattern[str], text: str, said: Callable[[str, str, str], str]) -> str:
    """The text, each element that is closed as `said` has it. What is never closed is looked for once."""
    parts: list[str] = []
    done = 0
    unclosed: set[str] = set()
    for match in opening.finditer(text):
        name = match[1].lower()
        if match.start() < done or name in unclosed:
            continue
        inside, end = "", match.end()
        if not match[3]:
            closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, end)
            if closing is None:
                unclosed.add(name)
                continue
            inside, end = text[end : closing.start()], closing.end()
        parts += [text[done : match.start()], said(name, match[2], inside)]
        done = end
    return "".join(parts) + text[done:]


def _without_attributes(words: str) -> str:
    match = _ATTRIBUTES.match(words)
    return words[match.end() :].strip() if match else words.strip()


def _cells(line: str) -> list[tuple[str, str]]:
    """The cells of a line, of which heads are parted by `!!` or `||`, others by `||`; not within links."""
    head = line.startswith("!")
    parts = [""]
    at, inside = 1, 0
    while at < len(line):
        two = line[at : at + 2]
        inside += (two in ("[[", "{{")) - (two in ("]]", "}}"))
        if inside <= 0 and (two == "||" or (head and two == "!!")):
            parts.append("")
            at += 2
            continue
        parts[-1] += line[at]
        at += 1
    return [("th" if head else "td", part) for part in parts]


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} == {":", ";"}


def _term_and_definition(signs: str, words: str) -> list[tuple[str, str]]:
    """An item; a term with what is said of it in the same line is two."""
    if signs.endswith(";"):
        match = re.match(r"((?:[^:\[{]|\[\[[^\]]*\]\]|\[[^\]]*\]|\{\{[^}]*\}\})+?)\s*:(?!//)\s*(.*)", words)
        if match:
            return [(signs, match[1]), (signs[:-1] + ":", match[2])]
    return [(signs, words)]


def _begins(line: str) -> bool:
    """Whether a line is not of the paragraph before it."""
    return (
        line.startswith(("*", "#", ":", ";", "{|", "----", " "))
        or _HEADING.match(line) is not None
        or _BLOCK_TAG.fullmatch(line.strip()) is not None
        or _PUT_ASIDE.fullmatch(line.strip()) is not None
    )
