"""A DOCX that Word could have written: paragraphs of two runs, headings by style."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OFFICE = "http://schemas.openxmlformats.org"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EVERY = 10
"""Each tenth paragraph is a heading."""


def write(path: Path, text: str) -> None:
    """Write a text of paragraphs with blank lines between them."""
    body = "".join(_paragraph(n, one.strip()) for n, one in enumerate(text.split("\n\n")))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{OFFICE}/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
            "</Relationships>",
        )
        main = f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", main)


def _paragraph(n: int, text: str) -> str:
    if n % EVERY == EVERY - 1:
        return f'<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Part {n}</w:t></w:r></w:p>'
    half = len(text) // 2
    return (
        f'<w:p><w:r><w:t xml:space="preserve">{text[:half]}</w:t></w:r>'
        f'<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{text[half:]}</w:t></w:r></w:p>'
    )
