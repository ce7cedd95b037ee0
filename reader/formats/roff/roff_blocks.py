"""While a manual page is read, its blocks are made HTML: paragraphs, items, terms and what is set in."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from reader.formats.html.converted import code_block
from reader.formats.roff.roff_text import GLUE

if TYPE_CHECKING:
    from reader.formats.roff.roff_text import RoffText

DEEPEST = 40
"""How deep lists are within each other; pages that never set out again go deeper."""


@dataclass(slots=True)
class _Level:
    """A list that is open, by its element; empty for none."""

    element: str = ""


class RoffBlocks:
    """`RoffBlocks` write blocks in their order. All text is given as HTML, but for lines that keep their places."""

    def __init__(self, roff: RoffText) -> None:
        self.roff = roff
        self._parts: list[str] = []
        self._words: list[str] = []
        self._levels = [_Level()]
        self._fixed: list[str] | None = None

    @property
    def is_fixed(self) -> bool:
        """Tell whether lines keep their places."""
        return self._fixed is not None

    def say(self, html: str, *, apart: bool = False) -> None:
        """Add words to the paragraph; on a line of their own where they stand `apart`."""
        if apart and self._words:
            self._words.append("<br>")
        self._words.append(html)

    def line_break(self) -> None:
        """End the line."""
        if self._fixed is None and self._words and self._words[-1] != "<br>":
            self._words.append("<br>")

    def mark(self) -> int:
        """Tell how much the paragraph holds now, to be given to `link`."""
        return len(self._words)

    def link(self, address: str, begin: int, behind: str) -> None:
        """Make what was said since `begin` a link, or else its address; `behind` follows it."""
        said = _joined(self._words[begin:]).strip() or escape(address)
        del self._words[begin:]
        self._words.append(f'<a href="{escape(address)}">{said}</a>{behind}')

    def unglue(self) -> None:
        """Let a blank follow the words that were said last."""
        if self._words:
            self._words[-1] = self._words[-1].removesuffix(GLUE)

    def take(self) -> str:
        """Take back the words of the paragraph."""
        said = _joined(self._words).strip()
        self._words.clear()
        return said

    def resume(self) -> None:
        """Begin another paragraph where one is now."""
        said = _joined(self._words).strip()
        while said.endswith("<br>"):
            said = said.removesuffix("<br>").rstrip()
        if said:
            self._parts.append(f"<p>{said}</p>")
        self._words.clear()

    def paragraph(self) -> None:
        """Begin a paragraph behind any list."""
        self.resume()
        self._close_list()

    def heading(self, level: int, html: str) -> None:
        """Write a heading, behind all that is open."""
        self.resume()
        while len(self._levels) > 1:
            self.outdent()
        self._close_list()
        self._parts.append(f"<h{level}>{html.replace(GLUE, '')}</h{level}>")

    def term(self, html: str, *, more: bool = False) -> None:
        """Begin what is said of a term, or of `more` than one together."""
        self.resume()
        if more and self._parts and self._parts[-1] == "<dd>":
            self._parts.pop()
        else:
            self._open_item("dl")
        self._parts += [f"<dt>{html.replace(GLUE, '')}</dt>", "<dd>"]

    def item(self, element: str, number: str) -> None:
        """Begin an item of a list; `number` is the one that it has."""
        self.resume()
        self._open_item(element)
        self._parts.append(f'<li value="{number}">' if number else "<li>")

    def indent(self) -> None:
        """Set in what follows."""
        self.resume()
        if len(self._levels) < DEEPEST:
            self._levels.append(_Level())
            self._parts.append("<div>")

    def outdent(self) -> None:
        """Set it out again."""
        self.resume()
        if len(self._levels) > 1:
            self._close_list()
            self._levels.pop()
            self._parts.append("</div>")

    def begin_fixed(self) -> None:
        """Let lines keep their places."""
        if self._fixed is None:
            self.resume()
            self._fixed = []

    def fixed_line(self, line: str) -> None:
        """Add such a line."""
        if self._fixed is not None:
            self._fixed.append(line.replace(GLUE, ""))

    def end_fixed(self) -> None:
        """Let lines run on."""
        if self._fixed is not None:
            text = "\n".join(self._fixed).strip("\n")
            self._fixed = None
            if text.strip():
                self.block(code_block(text))

    def block(self, html: str) -> None:
        """Write a block where one is now."""
        self.resume()
        self._parts.append(html)

    def finish(self) -> str:
        """Return all that was written."""
        self.end_fixed()
        self.resume()
        while len(self._levels) > 1:
            self.outdent()
        self._close_list()
        return "".join(self._parts)

    def _open_item(self, element: str) -> None:
        level = self._levels[-1]
        if level.element == element:
            self._parts.append("</dd>" if element == "dl" else "</li>")
            return
        self._close_list()
        level.element = element
        self._parts.append(f"<{element}>")

    def _close_list(self) -> None:
        level = self._levels[-1]
        if level.element:
            self._parts.append(f"{'</dd>' if level.element == 'dl' else '</li>'}</{level.element}>")
            level.element = ""


def _joined(pieces: list[str]) -> str:
    text = ""
    for piece in pieces:
        text += piece if not text or text.endswith(GLUE) else f" {piece}"
        text = text.removesuffix(GLUE) + GLUE if text.endswith(GLUE) else text
    return text.replace(GLUE, "")
