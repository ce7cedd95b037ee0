"""Markdown becomes a document by way of HTML: GitHub's dialect with footnotes, and what others have added to it.

`markdown_source` prepares the text for cmark, `markdown_tree` reads in what it made the signs that cmark does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cmarkgfm import cmark, markdown_to_html_with_extensions
from lxml import etree

from reader.domain.decode import whole
from reader.domain.document import Document, Parsed
from reader.formats.html.tree import tree_of
from reader.formats.html.walk import walk
from reader.formats.kinds import FORMATS, Format
from reader.formats.markup.cmark_walk import may_be_plain, walk_cmark, without_comments
from reader.formats.markup.frontmatter import split_front
from reader.formats.markup.markdown_source import Prepared, prepare_source, restore
from reader.formats.markup.markdown_tree import may_hold_signs, read_signs
from reader.formats.titles import first_heading

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

VERSION = FORMATS[Format.MARKDOWN].version

# Raw HTML goes through: the walker takes structure and text from it and nothing else.
_OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]


def parse_markdown(text: str) -> Parsed:
    """Parse the document of `text`, as `decode` answers it. Raises NotParsed beyond the limits of the builder."""
    metadata, body = split_front(text)
    prepared = prepare_source(whole(body))
    html = _html(prepared)
    bare = without_comments(html)
    plain = not prepared.formulas and may_be_plain(bare) and not may_hold_signs(bare)
    document = walk_cmark(bare, "markdown", VERSION) if plain else None
    if document is None:
        root = _tree(html, prepared)
        document = walk(root, "markdown", VERSION, slugs=True) if root is not None else Document("", ())
    return Parsed(document, metadata._replace(title=metadata.title or first_heading(document)), "markdown")


def html_of(text: str) -> str:
    """Write Markdown that is inside another format as HTML."""
    prepared = prepare_source(whole(text))
    root = _tree(_html(prepared), prepared)
    body = None if root is None else root.find("body")
    return "" if body is None else "".join(etree.tostring(one, encoding="unicode", method="html") for one in body)


def _html(prepared: Prepared) -> str:
    return restore(markdown_to_html_with_extensions(prepared.text, _OPTIONS, _EXTENSIONS))


def _tree(html: str, prepared: Prepared) -> Element | None:
    root = tree_of(html)
    if root is not None:
        read_signs(root, prepared.formulas)
    return root
