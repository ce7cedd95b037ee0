"""Markdown into a document: GitHub's dialect with footnotes, by way of HTML."""

from __future__ import annotations

from cmarkgfm import cmark, markdown_to_html_with_extensions

from reader.domain.decode import whole
from reader.domain.document import Document, Parsed
from reader.formats.frontmatter import split_front
from reader.formats.html.tree import tree_of
from reader.formats.html.walk import walk
from reader.formats.titles import first_heading

VERSION = 1
"""Raised when the same bytes become another document."""

# Raw HTML goes through: the walker takes structure and text from it and nothing else.
_OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]


def parse_markdown(text: str) -> Parsed:
    """The document of `text`, as `decode` answers it. Raises NotParsed beyond the limits of the builder."""
    metadata, body = split_front(text)
    html = markdown_to_html_with_extensions(whole(body), _OPTIONS, _EXTENSIONS)
    root = tree_of(html)
    document = walk(root, "markdown", VERSION, slugs=True) if root is not None else Document("", ())
    return Parsed(document, metadata._replace(title=metadata.title or first_heading(document)), "markdown")
