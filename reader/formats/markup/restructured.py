"""reStructuredText is read by way of docutils, with nothing included, nothing raw, and Sphinx's markup as text.

What docutils does not know (most of what Sphinx adds) it would drop: each directive and role that a text names and it
does not have is registered as one that shows its words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.languages import en
from docutils.utils import unescape

from reader.domain.decode import whole
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata
from reader.formats.kinds import FORMATS, Format
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

VERSION = FORMATS[Format.RST].version

_DIRECTIVE = deferred(
    r"^[ \t]*(?:[-*+#\d.]+[ \t]+)?\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w:+.-]+?)[ \t]?::(?=[ \t\n]|\Z)", re.MULTILINE
)
_ROLE = deferred(r":([a-zA-Z][\w:+.-]*):`")
_REFERENCE = deferred(r"^(?:\|(.+)\|_{0,2}|`?(.+?)(?:\s*<[^<>]*>)?`?_{1,2})$", re.DOTALL)
"""A substitution or a link, of which only the words are there."""
_TARGET = deferred(r"^(.+?)\s*<[^<>]*>$", re.DOTALL)
_READS_FILES = frozenset(("include", "literalinclude", "raw", "download", "highlight"))
_CODE = frozenset(
    ("code", "code-block", "sourcecode", "parsed-literal", "prompt", "mermaid", "graphviz", "testcode", "doctest")
)
_NOTHING = frozenset(
    [
        "highlight",
        "index",
        "currentmodule",
        "module",
        "default-domain",
        "tabularcolumns",
        "sectionauthor",
        "codeauthor",
        "role",
        "meta",
        "title",
        "default-role",
        "contents",
        "sectnum",
        "toctree-filt",
        "automodule-filt",
    ]
)
"""Directives that say how the page is to be made, and nothing to its reader."""
_DECLARED = frozenset(("module", "currentmodule", "rst-class", "cssclass", "program", "bibliography"))
"""What is said by them, of Python and of other domains, is said to a program."""
_CONDITIONS = frozenset(("only", "ifconfig", "ifnotconfig"))
_SINCE = {
    "versionadded": "New in version",
    "versionchanged": "Changed in version",
    "deprecated": "Deprecated since version",
}
_BOXES = frozenset(
    [
        "seealso",
        "todo",
        "caution",
        "danger",
        "error",
        "hint",
        "important",
        "note",
        "tip",
        "warning",
        "attention",
        "admonition",
    ]
)
_HEADER = deferred(r"[A-Z][\w-]*:(?: |$)|\s+\S")
_QUIET = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 3,
    "warning_stream": False,
    "halt_level": 5,
    "_disable_config": True,
    "embed_stylesheet": False,
    "stylesheet_path": "",
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "smart_quotes": False,
    "initial_header_level": 2,
    "doctitle_xform": True,
    "docinfo_xform": True,
    "sectsubtitle_xform": False,
    "line_length_limit": 10_000_000,
    "section_self_link": False,
    "traceback": True,  # else docutils ends the process itself
}


def parse_restructured(text: str) -> Parsed:
    """Parse the document of reStructuredText. Raises NotOpened where nothing in it can be read."""
    text = _fields(text)
    _know(text)
    try:
        tree: Any = publish_doctree(whole(text), settings_overrides=_QUIET)
        _take_back(tree)
        for note in [*tree.findall(nodes.footnote), *tree.findall(nodes.citation)]:
            _unlabel(note)
        for topic in [one for one in tree.findall(nodes.topic) if "contents" in one["classes"]]:
            topic.parent.remove(topic)  # the reader has the contents by itself
            for title in tree.findall(nodes.title):
                title.attributes.pop("refid", None)  # it led back there
        for kind in tree.findall(nodes.classifier):
            kind.insert(0, nodes.Text(" : "))
        for words in tree.findall(nodes.literal):
            words["classes"] = ["code"]
        for lines in [one for one in tree.findall(nodes.line_block) if not isinstance(one.parent, nodes.line_block)]:
            lines.parent.replace(lines, nodes.paragraph("", "", *list(_broken(lines, 0))[:-1]))
        for block in tree.findall(nodes.literal_block):
            # The class by which every highlighter but docutils' own says the language.
            block["classes"] = [f"language-{one}" for one in block["classes"] if one != "code"][:1]
        page: Any = publish_from_doctree(
            tree, writer="html5", settings_overrides={**_QUIET, "output_encoding": "unicode"}
        )
    except (ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        # docutils has no errors of its own for what it stumbles over.
        raise NotOpened("is reStructuredText that docutils cannot read", do="read it with --format plain") from error
    return add_metadata(str(page).partition("<body")[2].partition(">")[2], "rst", VERSION, _metadata(tree))


def _take_back(tree: Any) -> None:
    """What docutils refuses is shown as it was written, without its complaint."""
    for message in list(tree.findall(nodes.system_message)):
        message.parent.replace(message, list(message.findall(nodes.literal_block)))
    tree.transform_messages = []
    for problem in list(tree.findall(nodes.problematic)):
        said = problem.astext()
        match = _REFERENCE.match(said)
        problem.parent.replace(problem, nodes.Text(match[1] or match[2] if match else said))


def _unlabel(note: Any) -> None:
    """A footnote's number is drawn by who reads it; what a citation is called stands before its words."""
    label = note.next_node(nodes.label)
    if label is None:
        return
    note.remove(label)
    if isinstance(note, nodes.citation):
        first = note.next_node(nodes.paragraph)
        (note if first is None else first).insert(0, nodes.Text(f"[{label.astext()}] "))


def _broken(lines: Any, depth: int) -> Iterator[nodes.Node]:
    """Lines that are kept, each with its indent and a break behind it."""
    for line in lines:
        if isinstance(line, nodes.line_block):
            yield from _broken(line, depth + 1)
            continue
        yield nodes.Text("\xa0" * 2 * depth)
        yield from list(line.children)
        yield nodes.raw("", "<br>", format="html")


def _fields(text: str) -> str:
    """A head as mail has it (as the proposals of Python do) as a list of fields."""
    head, gap, rest = text.partition("\n\n")
    lines = head.split("\n")
    if len(lines) > 2 and all(_HEADER.match(line) for line in lines):
        return "\n".join(_HEADER.sub(_as_field, line, count=1) for line in lines) + gap + rest
    return text


def _as_field(match: re.Match[str]) -> str:
    return match[0] if match[0][:1].isspace() else f":{match[0].rstrip()} "


def _know(text: str) -> None:
    """Register what the text names and docutils does not have. Directives that would read files only say so."""
    for name in set(_DIRECTIVE.findall(text)):
        bare = name.lower()
        if bare in _READS_FILES or bare not in en.directives or (bare in _CODE and bare != "parsed-literal"):
            directives.register_directive(bare, _Shown)
        else:
            known, _messages = directives.directive(bare, en, None)
            directives.register_directive(bare, _tolerant(known))
    for name in set(_ROLE.findall(text)):
        if name.lower() not in en.roles:
            roles.register_local_role(name.lower(), _show_role)


def _tolerant(known: Any) -> Any:
    """A directive of docutils that takes what Sphinx lets one say to it, `:label:` of a formula for one.

    Else docutils drops it with all that is in it.
    """
    if known is None or isinstance(known.option_spec, _AnyOption):
        return known
    return type(known.__name__, (known,), {"option_spec": _AnyOption(known.option_spec or {})})


def _show_role(
    name: str,
    _rawtext: str,
    text: str,
    _line: int,
    _inliner: object,
    options: Mapping[str, Any] | None = None,  # noqa: ARG001  (docutils calls it so)
    content: Sequence[str] = (),  # noqa: ARG001
) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Sphinx's roles: a reference shows its title, or the last part of what it names; most are code."""
    said = unescape(text)
    match = _TARGET.match(said)
    shown = match[1] if match else said.lstrip("!")
    if shown.startswith("~"):
        shown = shown[1:].rpartition(".")[2] or shown
    prose = match is not None or name in _PROSE
    return [nodes.inline("", shown) if prose else nodes.literal("", shown)], []


_PROSE = frozenset(
    [
        "doc",
        "ref",
        "term",
        "numref",
        "abbr",
        "dfn",
        "guilabel",
        "menuselection",
        "eq",
        "rfc",
        "pep",
        "cve",
        "cwe",
        "issue",
        "pr",
        "user",
        "ghissue",
        "ghpull",
        "kbd",
    ]
)


class _AnyOption(dict[str, Any]):
    """Options of any name."""

    def __missing__(self, _name: str) -> Any:
        return directives.unchanged


class _Shown(Directive):  # type: ignore[misc]  # docutils ships no types
    """A directive that docutils does not have, or that is not obeyed: its words are shown."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec = _AnyOption(name=directives.unchanged)

    def run(self) -> list[nodes.Node]:
        """What is shown of it."""
        name = self.name.rpartition(":")[2]
        if self.name in _NOTHING or name in _DECLARED:
            return []
        if name == "toctree":
            return self._list()
        if self.name in _READS_FILES or name.startswith("auto"):
            # What a program would put there is told; what is written there is read.
            said = nodes.paragraph("", f"[{self.name}: {' '.join(self.arguments)}]")
            return [*([said] if self.arguments else []), *(self._inside() if name.startswith("auto") else [])]
        if name in _CODE:
            return self._code()
        if name == "glossary":
            self._join_terms()
        inside = self._inside()
        if name in _SINCE:
            return self._since(inside, _SINCE[name])
        if name in _BOXES:
            title = self.arguments[0] if self.arguments else name.replace("seealso", "see also").capitalize()
            return [nodes.block_quote("", nodes.paragraph("", "", nodes.strong("", title)), *inside)]
        if not self.arguments or name in _CONDITIONS or not any(map(str.isalpha, self.arguments[0])):
            return inside  # numbers alone say how many columns there are
        head: list[nodes.Node] = [
            nodes.paragraph("", "", nodes.strong("", line.strip()))
            for line in self.arguments[0].split("\n")
            if line.strip()
        ]
        return [*head, nodes.block_quote("", *inside)] if inside else head

    def _join_terms(self) -> None:
        """Terms of a glossary that are explained together stand below each other; docutils knows one only."""
        self.content.disconnect()  # or the lines behind it would go with those that go here
        for at in range(len(self.content) - 1, 0, -1):
            term, before = self.content[at], self.content[at - 1]
            if term[:1].strip() and before[:1].strip() and not before.startswith(".."):
                self.content[at - 1] = f"{before}, {term}"
                del self.content[at]

    def _inside(self) -> list[nodes.Node]:
        holder = nodes.Element()
        self.state.nested_parse(self.content, self.content_offset, holder)
        return list(holder.children)

    def _list(self) -> list[nodes.Node]:
        entries = (line.strip() for line in self.content)
        items = [nodes.list_item("", nodes.paragraph("", one)) for one in entries if one and not one.startswith(":")]
        return [nodes.bullet_list("", *items)] if items else []

    def _code(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        classes = ["code", *self.arguments[:1]]
        caption = self.options.get("caption") or ""
        said = [nodes.paragraph("", "", nodes.emphasis("", caption))] if caption else []
        return [*said, *([nodes.literal_block(text, text, classes=classes)] if text else [])]

    def _since(self, inside: list[nodes.Node], words: str) -> list[nodes.Node]:
        version, rest = ([*(self.arguments[0] if self.arguments else "").split(None, 1), "", ""])[:2]
        holder: list[nodes.Node] = [nodes.emphasis("", f"{words} {version}: ")]
        if rest:
            parsed, _messages = self.state.inline_text(rest, self.lineno)
            holder += parsed
        return [nodes.paragraph("", "", *holder), *inside]


def _metadata(tree: Any) -> Metadata:
    said = dict(_facts(tree))
    title = tree.get("title") or said.get("title", "")
    authors = tuple(one.strip() for one in re.split(r"\s*[;,]\s*(?![^<]*>)", said.get("author", "")) if one.strip())
    return Metadata(
        title=field(title),
        authors=tuple(field(re.sub(r"\s*<[^>]*>", "", one)) for one in authors),
        date=said.get("date", "") if said.get("date", "")[:4].isdecimal() else "",
    )


def _facts(tree: Any) -> Iterator[tuple[str, str]]:
    """What the fields at the head of a text say, those that docutils knows and others."""
    for holder in (*tree.findall(nodes.docinfo), *list(tree.findall(nodes.field_list))[:1]):
        for node in holder:
            if isinstance(node, nodes.field):
                yield node[0].astext().lower(), node[1].astext()
            elif isinstance(node, nodes.authors):
                yield "author", "; ".join(one.astext() for one in node)
            else:
                yield type(node).__name__, node.astext()
