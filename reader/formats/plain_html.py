"""Plain text inside another format, as the body of a mail, as HTML: its lines are used as plain text uses them."""

from __future__ import annotations

from html import escape

from reader.domain.document import BlockKind
from reader.formats.plain import parse_plain


def html_of_plain(text: str) -> str:
    """The paragraphs of `text`, and what keeps its lines, as elements; nothing for a blank text."""
    if not text.strip():
        return ""
    document = parse_plain(text).document
    return "".join(_element(block.kind, escape(block.span.of(document.text))) for block in document.blocks)


def _element(kind: BlockKind, text: str) -> str:
    if kind is BlockKind.VERSE and "\n" in text:
        return f'<pre class="verse">{text}</pre>'
    return f"<pre>{text}</pre>" if kind is BlockKind.CODE else f"<p>{text}</p>"
