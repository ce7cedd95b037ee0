"""Pod, the documentation of Perl (perlpod, perlpodspec), becomes a document by way of HTML."""

from __future__ import annotations

import re
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING

from reader.domain.document import Metadata, Parsed
from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata, code_block
from reader.formats.kinds import FORMATS, Format
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = FORMATS[Format.POD].version

_COMMAND = deferred(r"=([a-zA-Z]\w*)[ \t]*(.*)", re.DOTALL)
_CODE = deferred(r"([A-Z])(<<+(?=\s)|<)")
_NUMBER = deferred(r"(\d{1,9})\.?(?:\s+|$)")
_NAMED = deferred(r"\s*(\S+)\s+-+\s+(.*)", re.DOTALL)
_ELEMENTS = {"B": "strong", "I": "em", "C": "code", "F": "em", "U": "u"}
_OWN_ENTITIES = {"lt": "<", "gt": ">", "verbar": "|", "sol": "/", "lchevron": "«", "rchevron": "»"}
DEEPEST = 40
"""Codes within each other that are read."""


def parse_pod(text: str) -> Parsed:
    """Parse the document of Pod. Raises NotOpened where nothing is in it."""
    page = _Page()
    html = page.read(text.expandtabs(8))
    return add_metadata(html, "pod", VERSION, Metadata(title=page.title))


class _Page:
    """One text while it is read: the lists that are open, and where it calls itself something."""

    def __init__(self) -> None:
        self.title = ""
        self._html: list[str] = []
        self._lists: list[str] = []
        self._verbatim: list[str] = []
        self._in_name = False

    def read(self, text: str) -> str:
        """The text as HTML; what stands between `=cut` and the next command is the program."""
        is_pod = re.search(r"^=[a-zA-Z]", text, re.MULTILINE) is None
        other = ""
        for paragraph in _paragraphs(text):
            command = _COMMAND.match(paragraph)
            if other:
                if command and command[1] == "end":
                    self._end_other(other)
                    other = ""
                elif other != "comment":
                    self._other(other, paragraph)
            elif command:
                is_pod = command[1] != "cut"
                other = self._command(command[1], command[2].strip())
            elif is_pod:
                self._paragraph(paragraph)
        self._end_verbatim()
        while self._lists:
            self._back()
        return "".join(self._html)

    def _command(self, name: str, said: str) -> str:
        """Carry out a command; what block of another format it begins, if any."""
        self._end_verbatim()
        level = re.fullmatch(r"head([1-6])", name)
        if level:
            while self._lists:
                self._back()
            self._in_name = said.upper() == "NAME"
            self._html.append(f"<h{level[1]}>{inline(said)}</h{level[1]}>")
        elif name == "over":
            self._lists.append("")
        elif name == "item":
            self._item(said)
        elif name == "back":
            if self._lists:
                self._back()
        elif name == "begin":
            return said.split()[0] if said.split() else "comment"
        elif name == "for":
            format_name, _, rest = said.partition(" ")
            self._other(format_name, rest)
            self._end_other(format_name)
        return ""

    def _paragraph(self, paragraph: str) -> None:
        if paragraph[:1] == " ":
            self._verbatim.append(paragraph)
            return
        self._end_verbatim()
        if self._in_name and not self.title:
            named = _NAMED.match(paragraph)
            self.title = field(re.sub(r"[A-Z]<+\s?|\s?>+", "", named[1] if named else paragraph.strip()))
        if self._lists and not self._lists[-1]:
            self._lists[-1] = "blockquote"
            self._html.append("<blockquote>")
        self._html.append(f"<p>{inline(paragraph)}</p>")

    def _item(self, said: str) -> None:
        number = _NUMBER.match(said)
        bullet = re.match(r"\*(?:\s+|$)", said)
        kind = "ul" if bullet else "ol" if number else "dl"
        if not self._lists:
            self._lists.append("")
        if self._lists[-1] != kind:
            if self._lists[-1]:
                self._html.append(_END[self._lists[-1]])
            self._lists[-1] = kind
            self._html.append(f"<{kind}>")
        else:
            self._html.append("</dd>" if kind == "dl" else "</li>")
        if kind == "dl":
            self._html.append(f"<dt>{inline(said)}</dt><dd>")
            return
        rest = said[(bullet or number).end() :] if bullet or number else said  # type: ignore[union-attr]
        value = f' value="{number[1]}"' if number else ""
        self._html.append(f"<li{value}>" + (f"<p>{inline(rest)}</p>" if rest else ""))

    def _back(self) -> None:
        kind = self._lists.pop()
        if kind:
            self._html.append(_END[kind])

    def _other(self, name: str, said: str) -> None:
        """A block for another format: HTML is read, plain text is as it is, and all else is not for readers."""
        if name in ("html", "xhtml"):
            self._html.append(said)
        elif name == "text":
            self._verbatim.append(said)

    def _end_other(self, name: str) -> None:
        if name == "text":
            self._end_verbatim()

    def _end_verbatim(self) -> None:
        if self._verbatim:
            lines = "\n\n".join(self._verbatim).split("\n")
            room = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
            self._html.append(code_block("\n".join(line[room:].rstrip() for line in lines)))
            self._verbatim.clear()


_END = {"ul": "</li></ul>", "ol": "</li></ol>", "dl": "</dd></dl>", "blockquote": "</blockquote>"}


def _paragraphs(text: str) -> Iterator[str]:
    """Runs of lines between empty ones. A command ends at the end of its paragraph."""
    for one in re.split(r"\n(?:[ \t]*\n)+", text.replace("\r\n", "\n")):
        if one.strip():
            yield one.strip("\n")


def inline(text: str) -> str:
    """Write a paragraph with its codes, as HTML."""
    return _Codes(text).read(0, "", 0)[0]


class _Codes:
    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, at: int, closer: str, depth: int) -> tuple[str, int]:
        """The HTML from a place to the end of the code that is open there, and where that is."""
        text, html, start = self._text, "", at
        while at < len(text):
            if closer and text.startswith(closer, at) and (len(closer) == 1 or text[at - 1].isspace()):
                return html + _plain(text[start:at]), at + len(closer)
            code = _CODE.match(text, at)
            if code is None or depth >= DEEPEST:
                at += 1
                continue
            html += _plain(text[start:at])
            inner, at = self._code(code, depth)
            html += inner
            start = at
        return html + _plain(text[start:]), at

    def _code(self, code: re.Match[str], depth: int) -> tuple[str, int]:
        name, opener = code[1], code[2]
        closer = ">" * len(opener)
        begin = code.end()
        if name in ("E", "X", "Z"):
            end = self._text.find(closer, begin)
            end = len(self._text) if end < 0 else end
            said = self._text[begin:end].strip()
            return (_entity(said) if name == "E" else ""), end + len(closer)
        inside, end = self.read(begin, closer, depth + 1)
        if len(opener) > 1:
            inside = inside.strip()
        if name == "L":
            return _link(inside), end
        if name == "S":
            return inside.replace(" ", "\u00a0") if "<" not in inside else inside, end
        element = _ELEMENTS.get(name)
        return (f"<{element}>{inside}</{element}>" if element else inside), end


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _entity(name: str) -> str:
    if re.fullmatch(r"0x[0-9a-fA-F]{1,6}|\d{1,7}", name):
        octal = re.fullmatch(r"0[0-7]+", name) is not None
        code = int(name, 16 if name[:2] == "0x" else 8 if octal else 10)
        return _plain(chr(code)) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    return _plain(_OWN_ENTITIES.get(name) or html5.get(f"{name};", f"E<{name}>"))


def _link(inside: str) -> str:
    """`L<words|target>`, `L<page/"part">`, `L<https://…>`: only addresses lead somewhere."""
    said, bar, target = inside.rpartition("|")
    target = target.strip()
    if re.match(r"\w+:[^:\s]", target):
        return f'<a href="{target.replace(chr(34), "%22")}">{said or target}</a>'
    if bar:
        return said
    page, slash, part = target.partition("/")
    part = part.strip('"')
    if slash and part:
        return f"“{part}” in {page}" if page else f"“{part}”"
    return target.strip('"')
