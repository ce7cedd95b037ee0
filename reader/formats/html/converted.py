"""What a format of markup was turned into, as HTML, becomes a document: this is the last step of each of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING

from reader.domain.decode import whole
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.formats.html.tree import tree_of
from reader.formats.html.walk import walk
from reader.formats.titles import first_heading

if TYPE_CHECKING:
    import re

    from reader.domain.document import Document

_NOTHING = Metadata()


class Footnotes:
    """`Footnotes` are the footnotes of a text while it is turned into HTML: numbered as they are first referred to."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._bodies: dict[str, str] = {}

    def refer(self, name: str) -> str:
        """Write the sign of a footnote."""
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        return f'<sup><a href="#note-{number}">{number}</a></sup>'

    def define(self, name: str, html: str) -> None:
        """Keep what a footnote says; the first that says it counts."""
        self._bodies.setdefault(name, html)

    def html(self) -> str:
        """Write all that are referred to and those that are not, at the end of the text."""
        for name in self._bodies:
            self._numbers.setdefault(name, len(self._numbers) + 1)
        rows = (
            f'<li id="note-{number}">{self._bodies[name]}</li>'
            for name, number in self._numbers.items()
            if name in self._bodies
        )
        items = "".join(rows)
        return f'<section class="footnotes"><ol>{items}</ol></section>' if items else ""


DEEP = 20
"""Signs within each other that are read."""


class Inline(ABC):
    """An `Inline` reads what is in a line of markup; notes that it finds go to `notes`."""

    token: re.Pattern[str]
    """What is read; all else is text."""

    def __init__(self, notes: Footnotes) -> None:
        self._notes = notes
        self._unnamed = 0

    def html(self, text: str, depth: int = 0) -> str:
        """Write the line as HTML."""
        if depth > DEEP:
            return escape(text)
        parts = []
        at = 0
        for match in self.token.finditer(text):
            parts += [escape(text[at : match.start()]), self.element(match, depth + 1)]
            at = match.end()
        return "".join((*parts, escape(text[at:])))

    @abstractmethod
    def element(self, match: re.Match[str], depth: int) -> str:
        """Write what a token is as HTML."""

    def note(self, name: str, said: str | None, depth: int) -> str:
        """Write the sign of a footnote, which may say here what it is; one without a name is one of its own."""
        if not name:
            self._unnamed += 1
            name = f" {self._unnamed}"
        if said:
            self._notes.define(name, f"<p>{self.html(said, depth)}</p>")
        return self._notes.refer(name)


def formula(tex: str) -> str:
    """Write a formula as a page has it: what is read is its TeX."""
    note = f'<annotation encoding="application/x-tex">{escape(tex.strip())}</annotation>'
    return f"<math><semantics>{note}</semantics></math>"


def formula_block(tex: str) -> str:
    """Write a formula that stands alone; one of several lines keeps them."""
    lines = [line.rstrip() for line in tex.strip("\n ").split("\n")]
    if len(lines) == 1:
        return f"<p>{formula(lines[0])}</p>"
    return code_block("\n".join(lines), "tex")


def code_block(text: str, language: str = "") -> str:
    """Write lines as they are."""
    named = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{named}>{escape(text)}</code></pre>"


def document_of(html: str, parser: str, version: int, *, slugs: bool = True) -> Document:
    """Make the document of a fragment of HTML. Raises NotOpened where no text is in it."""
    root = tree_of(whole(html))
    document = walk(root, parser, version, slugs=slugs) if root is not None else None
    if document is None or not document.text:
        raise NotOpened("has no text in it")
    return document


def add_metadata(html: str, parser: str, version: int, said: Metadata = _NOTHING) -> Parsed:
    """Add what the source says of itself; without a title there, the first heading is it."""
    document = document_of(html, parser, version)
    return Parsed(document, said._replace(title=said.title or first_heading(document)), parser)
