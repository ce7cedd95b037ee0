"""A text as an EPUB of one chapter, for those readers that open nothing simpler."""

from __future__ import annotations

import random
import zipfile
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

CONTAINER = """<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Harbour</dc:title><dc:language>en</dc:language>
<dc:identifier id="id">harbour</dc:identifier></metadata><manifest>
<item id="text" href="text.xhtml" media-type="application/xhtml+xml"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine toc="ncx"><itemref idref="text"/></spine></package>"""
CONTENTS = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/>
<docTitle><text>Harbour</text></docTitle><navMap><navPoint id="n1" playOrder="1">
<navLabel><text>Harbour</text></navLabel><content src="text.xhtml"/></navPoint></navMap></ncx>"""


def write(path: Path, text: str, pictures: int = 0) -> None:
    """Write a text of plain words, a blank line after each paragraph; behind so many pictures of a megabyte."""
    pack(path, "".join(f"<p>{paragraph}</p>\n" for paragraph in text.split("\n\n")), pictures)


def pack(file: Path | BinaryIO, body: str, pictures: int = 0) -> None:
    """Write a book of one chapter, with so much XHTML."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for number in range(pictures):
            book.writestr(f"picture{number}.jpg", random.Random(number).randbytes(1_000_000), zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", CONTAINER)
        book.writestr("book.opf", PACKAGE)
        book.writestr("toc.ncx", CONTENTS)
        book.writestr("text.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>')
