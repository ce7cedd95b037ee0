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
from reader.formats.markup.frontmatter import split_front
from reader.formats.markup.markdown_source import prepare_source, restore
from reader.formats.markup.markdown_tree import read_signs
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
    root = _tree(body)
    document = walk(root, "markdown", VERSION, slugs=True) if root is not None else Document("", ())
    return Parsed(document, metadata._replace(title=metadata.title or first_heading(document)), "markdown")


def html_of(text: str) -> str:
    """Write Markdown that is inside another format as HTML."""
    root = _tree(text)
    body = None if root is None else root.find("body")
    return "" if body is None else "".join(etree.tostring(one, encoding="unicode", method="html") for one in body)


def _tree(text: str) -> Element | None:
    prepared = prepare_source(whole(text))
    root = tree_of(restore(markdown_to_html_with_extensions(prepared.text, _OPTIONS, _EXTENSIONS)))
    if root is not None:
        read_signs(root, prepared.formulas)
    return root
