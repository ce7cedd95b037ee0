"""A Jupyter notebook is its cells in their order: Markdown read as such, code as code, and what the code put out."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any

from lxml import etree

from reader.domain.decode import decode
from reader.domain.document import Metadata, Parsed
from reader.domain.errors import NotOpened
from reader.domain.patterns import deferred
from reader.formats.html.converted import add_metadata
from reader.formats.html.tree import text_in, tree_of
from reader.formats.kinds import FORMATS, Format
from reader.formats.markup.markdown import html_of
from reader.formats.plain_text.terminal_codes import strip_codes
from reader.formats.titles import field

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VERSION = FORMATS[Format.NOTEBOOK].version

_NAMES = deferred(r"[\w+#.-]{1,40}")


def parse_notebook(data: bytes) -> Parsed:
    """Parse the document of a notebook (nbformat 3 and 4). Raises NotOpened for what is none."""
    text = decode(data)
    try:
        book = json.loads(text or "")
    except (ValueError, RecursionError) as error:
        raise NotOpened(
            "is damaged: a notebook is JSON, and this is none", do="open it in Jupyter and save it"
        ) from error
    cells = list(_cells(book)) if isinstance(book, dict) else []
    if not cells:
        raise NotOpened("is no notebook with cells in it")
    about = _mapping(book.get("metadata"))
    language = _language(about)
    return add_metadata("\n".join(_cell(one, language) for one in cells), "ipynb", VERSION, _metadata(about))


def _cells(book: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Those of version 4, else those of the worksheets of version 3."""
    sheets = book.get("worksheets")
    for holder in [book, *(sheets if isinstance(sheets, list) else [])]:
        cells = _mapping(holder).get("cells")
        yield from (one for one in (cells if isinstance(cells, list) else []) if isinstance(one, dict))


def _cell(cell: Mapping[str, Any], language: str) -> str:
    source = _text(cell.get("source", cell.get("input")))
    match cell.get("cell_type"):
        case "markdown":
            return html_of(source)
        case "heading":
            level = cell.get("level")
            number = min(max(level, 1), 6) if isinstance(level, int) else 1
            return f"<h{number}>{escape(source)}</h{number}>"
        case "code":
            outputs = cell.get("outputs")
            put_out = [_output(one) for one in (outputs if isinstance(outputs, list) else []) if isinstance(one, dict)]
            return "\n".join((_code(source, _mapping_language(cell) or language), *put_out))
        case _:
            return _code(source)


def _output(output: Mapping[str, Any]) -> str:
    """The best of the forms in which a cell's output is kept: tables and formulas before bare text, pictures never."""
    if output.get("output_type") in ("error", "pyerr"):
        return _code(strip_codes(_text(output.get("traceback"), "\n")))
    forms = _mapping(output.get("data")) or {_OLD.get(name, name): value for name, value in output.items()}
    if "text/markdown" in forms:
        return html_of(_text(forms["text/markdown"]))
    page = tree_of(_text(forms["text/html"])) if "text/html" in forms else None
    if page is not None and any(text_in(one).strip() for one in page.iter("table", "p", "li", "h1", "h2", "h3", "pre")):
        body = page.find("body")
        return "".join(
            etree.tostring(one, encoding="unicode", method="html") for one in (body if body is not None else page)
        )
    latex = _text(forms.get("text/latex")).strip()
    if latex.startswith(("$", "\\[", "\\(")):
        return html_of(latex)
    plain = strip_codes(_text(forms.get("text/plain", latex)))
    shown = any(name.startswith("image/") or "widget-view" in name for name in forms)
    return "" if shown and _OBJECT.fullmatch(plain.strip()) else _code(plain)


_OBJECT = deferred(r"<[\w.]+(?: [^<>\n]{0,200})?>|[A-Z]\w+\([^\n]{0,400}\)")
"""What Python calls a thing that is drawn there: a figure with so many pixels, a slider."""
_OLD = {"text": "text/plain", "html": "text/html", "latex": "text/latex"}
"""What version 3 calls the forms of an output; the text of a stream is called so still."""


def _code(text: str, language: str = "") -> str:
    named = f' class="language-{language}"' if language else ""
    return f"<pre><code{named}>{escape(text)}</code></pre>" if text.strip() else ""


def _text(value: object, between: str = "") -> str:
    """A text, which is kept whole or as a list of its lines."""
    lines = value if isinstance(value, list) else [value]
    return between.join(one for one in lines if isinstance(one, str))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _language(about: Mapping[str, Any]) -> str:
    said = _mapping(about.get("language_info")).get("name") or _mapping(about.get("kernelspec")).get("language")
    return said if isinstance(said, str) and _NAMES.fullmatch(said) else ""


def _mapping_language(cell: Mapping[str, Any]) -> str:
    said = cell.get("language")
    return said if isinstance(said, str) and _NAMES.fullmatch(said) else ""


def _metadata(about: Mapping[str, Any]) -> Metadata:
    title, authors = about.get("title"), about.get("authors")
    names = [_mapping(one).get("name", one) for one in (authors if isinstance(authors, list) else [])]
    return Metadata(
        title=field(title) if isinstance(title, str) else "",
        authors=tuple(field(one) for one in names if isinstance(one, str) and one.strip()),
    )
