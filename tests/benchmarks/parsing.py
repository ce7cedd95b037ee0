"""The time of the processor in which whole texts are parsed, beside that of the libraries that the parsers stand on.

An ordinary text has few elements, a manual one for every three words: what its parser takes is told by them.

Of a manual in EPUB no walk can meet the bar: `programs.epub_floor` shows what its document alone takes.
"""

from __future__ import annotations

import ctypes
import gc
import io
import random
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium
from cmarkgfm import cmark, markdown_to_html_with_extensions
from lxml import etree

from reader.formats.structured import parse_structured
from tests.benchmarks import epub, pdf
from tests.benchmarks.texts import SIZES, WORDS, markdown, plain

if TYPE_CHECKING:
    from collections.abc import Container

    from tests.benchmarks.visits import Numbers

Work = Callable[[], object]
PAGES = 200
"""Of a PDF of 1 MB."""
_OPTIONS = cmark.Options.CMARK_OPT_UNSAFE | cmark.Options.CMARK_OPT_FOOTNOTES
_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]


@dataclass(frozen=True, slots=True)
class Parsing:
    """Texts of 1 MB, each parsed in turns with what has to be done in any case."""

    name: str

    def run(self, keys: int, numbers: Container[str]) -> Numbers:
        """Parse each so many times; the first is not counted."""
        found: dict[str, list[float]] = {}
        for works in _works():
            asked = {what: work for what, work in works.items() if what in numbers}
            times = [{what: _processor(work) for what, work in asked.items()} for _ in range(max(2, keys // 2))]
            found |= {what: [one[what] for one in times[1:]] for what in asked}
        return found


@cache
def _works() -> list[dict[str, Work]]:
    """Of each text: what is measured under which name."""
    size = SIZES["1 MB"]
    return [
        _markdown("Markdown", markdown(size)),
        _markdown("manual in Markdown", manual(size)),
        _epub("EPUB", "".join(f"<p>{one}</p>\n" for one in plain(size).split("\n\n"))),
        _epub("manual in EPUB", _html(manual(size))),
        _pdf("PDF", pdf.dense(plain(size), PAGES)),
        _pdf("manual in PDF", pdf.manual(plain(size), PAGES)),
    ]


def manual(size: int) -> str:
    """Headings, links, code, lists and tables, with few words between them."""
    draw = random.Random(size)
    found: list[str] = []
    length = 0
    for number in count(1):
        if length >= size:
            return "\n\n".join(found)

        def words(n: int) -> str:
            return " ".join(draw.choices(WORDS, k=n))

        rows = "\n".join(f"| `{words(1)}` | {words(1)} | {words(5)} |" for _ in range(3))
        found.append(
            f"## {words(3)} {number}\n\n{words(20)} [`{words(1)}`](https://example.org/{number}) {words(5)}"
            f" **{words(2)}** and *{words(1)}*, see [{words(2)}](#{words(1)}) or `{words(1)}()` {words(10)}.\n\n"
            f"```python\ndef {words(1)}(x):\n    return [y for y in x if y > {number}]\n```\n\n"
            f"- [{words(1)}](https://example.org/a/{number}): {words(8)}\n- **{words(1)}**: {words(6)}\n"
            f"  - {words(5)}\n\n"
            f"| name | type | what |\n|---|:--:|---|\n{rows}\n\n1. {words(7)}\n2. {words(9)}\n\n> {words(15)}"
        )
        length += len(found[-1])
    raise AssertionError("a text without an end")


def _markdown(name: str, text: str) -> dict[str, Work]:
    data = text.encode()
    return {
        name: lambda: parse_structured(data, "markdown"),
        f"cmark and lxml: {name}": lambda: etree.fromstring(
            _html(data.decode()).encode(), etree.HTMLParser(huge_tree=True, encoding="utf-8")
        ),
    }


def _html(text: str) -> str:
    return str(markdown_to_html_with_extensions(text, _OPTIONS, _EXTENSIONS))


def _epub(name: str, body: str) -> dict[str, Work]:
    file = io.BytesIO()
    epub.pack(file, body)
    data = file.getvalue()

    def unpack() -> object:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return [etree.fromstring(book.read(one)) for one in book.namelist() if one != "mimetype"]

    return {name: lambda: parse_structured(data, "epub"), f"zip and lxml: {name}": unpack}


def _pdf(name: str, data: bytes) -> dict[str, Work]:
    def read() -> object:
        """Load each page and its text, and ask for that: what anybody does who wants the text of a PDF."""
        file = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
        letters = (ctypes.c_ushort * (1 << 16))()
        for number in range(pdfium.FPDF_GetPageCount(file)):
            page = pdfium.FPDF_LoadPage(file, number)
            text = pdfium.FPDFText_LoadPage(page)
            pdfium.FPDFText_GetText(text, 0, pdfium.FPDFText_CountChars(text), letters)
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(file)
        return letters

    return {name: lambda: parse_structured(data, "pdf"), f"pdfium: {name}": read}


def _processor(work: Work) -> float:
    gc.collect()
    gc.disable()  # as the process that parses does
    try:
        begun = time.process_time()
        work()
        return (time.process_time() - begun) * 1e3
    finally:
        gc.enable()
