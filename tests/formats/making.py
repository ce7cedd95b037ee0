"""Books, PDFs and DOCX made from documents that are known, in the ways in which they are made out there."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

import docx
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.formats.quality import Expected

    Blocks = Sequence[tuple[str, str]]

XHTML = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="{}" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def archive(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            # An EPUB's first file is stored, so that its type can be read off the first bytes.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            packed.writestr(entry, data)
    return out.getvalue()


def epub(wanted: Expected, style: str) -> bytes:
    """A book: `epub3`, `epub2`, `notes` (footnotes in a file of their own), `entities`, `encoded` or `soup`."""
    chapters = list(_chapters(wanted.blocks))
    notes = [text for kind, text in wanted.blocks if kind == "footnote"]
    space = " " if style == "encoded" else ""
    names = [f"chapter{space}{number}.xhtml" for number in range(1, len(chapters) + 1)]
    pages = {name: _page(style, blocks) for name, blocks in zip(names, chapters, strict=True)}
    if notes:
        bodies = "".join(
            f'<aside epub:type="footnote" id="n{n}"><p>{escape(one)}</p></aside>' for n, one in enumerate(notes)
        )
        pages["notes.xhtml"] = f"{XHTML}<head><title/></head><body>{bodies}</body></html>"
    hrefs = {name: name.replace(" ", "%20") for name in pages}
    files: dict[str, str | bytes] = {} if style == "entities" else {"mimetype": "application/epub+zip"}
    files["META-INF/container.xml"] = CONTAINER.format("OEBPS/content.opf")
    files["OEBPS/content.opf"] = _package(wanted, style, hrefs)
    if style == "epub2":
        points = "".join(f'<navPoint><navLabel><text>Part {n}</text></navLabel><content src="{one}"/></navPoint>'
                         for n, one in enumerate(hrefs.values()))  # fmt: skip
        files["OEBPS/toc.ncx"] = f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'
    elif style != "encoded":
        links = "".join(f'<li><a href="{one}">Part</a></li>' for one in hrefs.values())
        files["OEBPS/nav.xhtml"] = f'{XHTML}<body><nav epub:type="toc"><ol>{links}</ol></nav></body></html>'
    return archive(files | {f"OEBPS/{name}": page for name, page in pages.items()})


def _chapters(blocks: Blocks) -> Iterator[Blocks]:
    chapter: list[tuple[str, str]] = []
    for block in blocks:
        if block[0] == "heading" and chapter:
            yield chapter
            chapter = []
        if block[0] != "footnote":
            chapter.append(block)
    yield chapter


def _page(style: str, blocks: Blocks) -> str:
    body = markup(blocks)
    if style == "notes":
        body = _with_references(body)
    if style == "soup":
        return (
            f"<HTML><TITLE>x</TITLE><BODY><A NAME=top />{body.replace('</p>', '').replace('</li>', '')}</BODY></HTML>"
        )
    if style == "entities":
        body = body.replace("—", "&mdash;").replace("“", "&ldquo;").replace("”", "&rdquo;").replace("é", "&eacute;")
        return f"{XHTML}<head><title>x</title></head><body>{body}</body></html>"
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
    return f'{head}{XHTML}<head><title>x</title><link rel="stylesheet" href="s.css"/></head><body>{body}</body></html>'


def _with_references(body: str) -> str:
    for number in range(9):
        link = f'<a epub:type="noteref" href="notes.xhtml#n{number}">{number + 1}</a>'
        body = body.replace(f"[{number + 1}]", link)
    return body


def markup(blocks: Blocks) -> str:
    out = []
    for kind, run in groupby(blocks, key=lambda block: block[0]):
        texts = [escape(text, quote=False) for _, text in run]
        if kind == "item":
            out.append(f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>")
        else:
            around = {"heading": "h2", "paragraph": "p", "quote": "blockquote", "code": "pre"}[kind]
            out += [f"<{around}>{text}</{around}>" for text in texts]
    return "\n".join(out)


def _package(wanted: Expected, style: str, hrefs: dict[str, str]) -> str:
    items = "".join(
        f'<item id="i{n}" href="{one}" media-type="application/xhtml+xml"/>' for n, one in enumerate(hrefs.values())
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(hrefs)))
    contents = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    if style != "epub2":
        contents = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    said = "".join(f"<dc:creator>{escape(one)}</dc:creator>" for one in wanted.authors)
    return (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(wanted.title)}</dc:title>{said}<dc:language>{wanted.language}</dc:language>"
        f"<dc:date>{wanted.date}</dc:date></metadata><manifest>{contents}{items}</manifest>"
        f'<spine toc="ncx">{spine}</spine></package>'
    )


def word(wanted: Expected) -> bytes:
    """A DOCX in Word's own styles."""
    document = docx.Document()
    styles = {"heading": "Heading 1", "item": "List Bullet", "quote": "Quote"}
    for kind, text in wanted.blocks:
        if kind == "table":
            rows = [row.split("\t") for row in text.split("\n")]
            table = document.add_table(len(rows), len(rows[0]))
            for y, row in enumerate(rows):
                for x, cell in enumerate(row):
                    table.cell(y, x).text = cell
        else:
            document.add_paragraph(text, style=styles.get(kind))
    document.core_properties.title = wanted.title
    document.core_properties.author = "; ".join(wanted.authors)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@dataclass
class Printer:
    """Sets text in lines and columns, as a typesetter would, and draws it."""

    columns: int = 1
    head: str = ""
    hyphens: bool = False
    indents: bool = False
    interleaved: bool = False
    bold_headings: bool = False
    size: float = 9
    turned: int = 0
    """Degrees by which the pages are set turned, counter-clockwise."""
    backwards: bool = False
    """Whether the lines are drawn from the last to the first."""
    apart: bool = False
    """Whether each word is drawn by itself, with no blank in the file, as TeX does."""
    _drawn: list[list[tuple[float, float, str, str, float]]] = field(default_factory=list)
    _column: int = 0
    _y: float = 0

    def print(self, wanted: Expected) -> bytes:
        self._page()
        for index, (kind, text) in enumerate(wanted.blocks):
            self._block(kind, text, first=index == 0)
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=A5)
        canvas.setTitle(wanted.title)
        canvas.setAuthor(", ".join(wanted.authors))
        for number, page in enumerate(self._drawn, 1):
            lines = sorted(page, key=lambda one: (-one[1], one[0])) if self.interleaved else page
            canvas.saveState()
            if self.turned:
                canvas.translate(A5[0] / 2, A5[1] / 2)
                canvas.rotate(self.turned)
                canvas.translate(-A5[0] / 2, -A5[1] / 2)
            for x, y, text, font, size in reversed(lines) if self.backwards else lines:
                canvas.setFont(font, size)
                for at, word in self._words(x, text, font, size):
                    canvas.drawString(at, y, word)
            canvas.restoreState()
            canvas.setFont("Times-Roman", 7)
            canvas.drawString(40, A5[1] - 25, self.head)
            canvas.drawCentredString(A5[0] / 2, 22, str(number))
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _words(self, x: float, text: str, font: str, size: float) -> Iterator[tuple[float, str]]:
        for word in text.split(" ") if self.apart else [text]:
            yield x, word
            x += stringWidth(word + " ", font, size)

    @property
    def _width(self) -> float:
        return float(A5[0] - 80 - 16 * (self.columns - 1)) / self.columns

    def _page(self) -> None:
        self._drawn.append([])
        self._column, self._y = 0, A5[1] - 50

    def _block(self, kind: str, text: str, *, first: bool) -> None:
        if kind == "heading":
            size = self.size if self.bold_headings and not first else self.size * (1.8 if first else 1.35)
            # The title runs over all columns.
            self._set(text, "Times-Bold", size, A5[0] - 80 if first else self._width, before=size * 0.8)
        elif kind == "item":
            self._set("\u2022 " + text, "Times-Roman", self.size, self._width, hang=self.size)
        else:
            indent = self.size * 1.5 if self.indents else 0
            self._set(
                text, "Times-Roman", self.size, self._width, before=0 if indent else self.size * 0.7, indent=indent
            )

    def _set(
        self, text: str, font: str, size: float, width: float, *, before: float = 0, indent: float = 0, hang: float = 0
    ) -> None:
        self._y -= before
        for index, line in enumerate(self._lines(text, font, size, width, indent, hang)):
            if self._y < 45:
                self._turn()
            shift = indent if index == 0 else hang
            self._drawn[-1].append((40 + self._column * (self._width + 16) + shift, self._y, line, font, size))
            self._y -= size * 1.25

    def _turn(self) -> None:
        if self._column + 1 < self.columns:
            self._column += 1
            # Beside a title the second column begins below it.
            title = [y for _, y, _, _, size in self._drawn[-1] if size > self.size * 1.5]
            self._y = min(title, default=A5[1] - 30) - 20
        else:
            self._page()

    def _lines(self, text: str, font: str, size: float, width: float, indent: float, hang: float) -> Iterator[str]:
        line, room = "", width - indent
        for one in text.split(" "):
            longer = f"{line} {one}" if line else one
            if stringWidth(longer, font, size) <= room:
                line = longer
                continue
            half = len(one) // 2
            part = f"{line} {one[:half]}-"
            if self.hyphens and one.isalpha() and len(one) > 7 and stringWidth(part, font, size) <= room:
                yield part
                line = one[half:]
            else:
                yield line
                line = one
            room = width - hang
        yield line
