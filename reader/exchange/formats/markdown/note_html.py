"""A note's Markdown becomes HTML that can do no harm: no raw HTML, nothing loaded, links to the web and to mail only.

What is not shown as what it means is shown letter by letter: nothing of a note is left out.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from reader.exchange.formats.markdown.markdown_text import DEEP, FORMULA
from reader.exchange.sanitize import lines_visible, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

LONGEST = 10_000
"""Characters that are read as Markdown, in 0.2 s at the very worst; what is longer was pasted."""
NESTING = 100
"""Levels, beyond which the parser drops the rest: far more than a note has that is not `DEEP`."""
_MARKED = re.compile(r"[`*_~\[<&\\]|^\s*(?:[-+#>]|\d{1,9}[.)])|^\t|^ {4}|  $", re.MULTILINE)
"""Without any of these, a note is plain paragraphs; most are, and the parser takes 0.2 ms for one."""
_IN_BRACKETS = re.compile(r"\\\((?=\S)[^`\n]*?\S\\\)")
"""A formula as LaTeX and Anki have it, which Markdown would take for brackets."""
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def note_html(note: str) -> str:
    """Write the note as HTML blocks."""
    text = lines_visible(note).strip("\n")
    if len(text) > LONGEST or not _MARKED.search(text):
        return "".join(f"<p>{_broken(part)}</p>\n" for part in re.split(r"\n{2,}", text))
    if any(map(DEEP.match, text.split("\n"))):
        return f"<pre>{escape(text)}</pre>\n"
    # Entities may name characters that steer, which were not in the text as it stood.
    return visible(_parser().render(text))


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br />\n")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": NESTING})
    parser.enable("strikethrough").disable("image")
    parser.inline.ruler.before("escape", "formula", _formula)
    parser.validateLink = _is_link  # type: ignore[method-assign,assignment]  # the documented way to choose
    parser.add_render_rule("heading_open", _heading_open)
    parser.add_render_rule("heading_close", _heading_close)
    parser.add_render_rule("link_open", _link_open)
    return parser


def _formula(state: StateInline, silent: bool) -> bool:
    """A formula stands as it was written: its signs are TeX's, not Markdown's."""
    pattern = {"$": FORMULA, "\\": _IN_BRACKETS}.get(state.src[state.pos])
    found = pattern.match(state.src, state.pos, state.posMax) if pattern is not None else None
    if found is None or "\\`" in found[0]:
        return False
    if not silent:
        state.push("text", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _is_link(address: str) -> bool:
    return _LINK.match(address) is not None


# A note's headings are not those of the page.


def _heading_open(_self: RendererHTML, _tokens: Sequence[Token], _index: int, _options: Any, _env: Any) -> str:
    return "<p><strong>"


def _heading_close(_self: RendererHTML, _tokens: Sequence[Token], _index: int, _options: Any, _env: Any) -> str:
    return "</strong></p>\n"


def _link_open(_self: RendererHTML, tokens: Sequence[Token], index: int, _options: Any, _env: Any) -> str:
    return f'<a href="{escape(str(tokens[index].attrs["href"]))}" rel="noreferrer">'
