"""Which format bytes are in: by what they begin with, then by what the source calls them."""

from __future__ import annotations

import posixpath
import re
from enum import StrEnum

from reader.formats.lines import is_mail


class Format(StrEnum):
    """What `parse` can read."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    EPUB = "epub"
    PDF = "pdf"
    DOCX = "docx"


_SUFFIXES = {
    **dict.fromkeys(("md", "markdown", "mdown", "mkd", "mkdn", "qmd", "rmd"), Format.MARKDOWN),
    **dict.fromkeys(("html", "htm", "xhtml", "xht"), Format.HTML),
    **dict.fromkeys(("txt", "text", "log", "diff", "patch", "eml", "csv", "json"), Format.PLAIN),
    "epub": Format.EPUB,
    "pdf": Format.PDF,
    "docx": Format.DOCX,
}
_TYPES = {
    "text/markdown": Format.MARKDOWN,
    "text/x-markdown": Format.MARKDOWN,
    "text/html": Format.HTML,
    "application/xhtml+xml": Format.HTML,
    "text/plain": Format.PLAIN,
}
_ARCHIVE = b"PK\x03\x04"
_PDF_WITHIN = 1024
"""Bytes within which a PDF's header may stand (ISO 32000, annex H)."""

_PICTURES_AND_PROGRAMS = (
    b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"MZ", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf",
    b"\xca\xfe\xba\xbe", b"SQLite format 3\0", b"OggS", b"ID3", b"Rar!", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_SIGNS = tuple(
    re.compile(sign, re.MULTILINE)
    for sign in (
        r"^#{1,6} \S.*\n\n",
        r"^(?:```|~~~)",
        r"^> \S",
        r"\[[^\]\n]+\]\([^)\s]+\)",
        r"(?<!\*)\*\*[^*\n]+\*\*",
        r"^[-*+] \S.*\n[-*+] \S",
        r"^\[[^\]\n]+\]: \S",
        r"^\|? ?:?-{3,}:? ?\|",
    )
)


def detect(data: bytes, name: str = "") -> Format | None:
    """The format; None for what is certainly none. `name` is a path or a URL, or empty."""
    by_name = named_format(name)
    if b"%PDF-" in data[:_PDF_WITHIN] and by_name is not Format.EPUB:
        return Format.PDF
    if data.startswith(_ARCHIVE) or by_name in (Format.EPUB, Format.DOCX):
        return _archive(data, by_name)
    if by_name is Format.PDF or data.startswith(_PICTURES_AND_PROGRAMS):
        return None
    if by_name in (Format.MARKDOWN, Format.HTML):
        return by_name
    if _PAGE.match(data):
        return Format.HTML
    return Format.PLAIN if by_name or suffix_of(name) or not _is_markdown(data) else Format.MARKDOWN


def format_of_type(content_type: str, data: bytes) -> str:
    """The format that a server's media type says, for text only: what is binary says itself what it is."""
    said = _TYPES.get(content_type.partition(";")[0].strip().lower())
    if said is None or data.startswith((_ARCHIVE, *_PICTURES_AND_PROGRAMS)) or b"%PDF-" in data[:_PDF_WITHIN]:
        return ""
    if said is Format.PLAIN or (said is Format.HTML and b"<" not in data[:SNIFFED]):
        # Much is sent as plain text for want of anything better.
        return ""
    return said.value


SNIFFED = 16_384
"""Bytes in which a text without a name has to show that it is Markdown."""


def _is_markdown(data: bytes) -> bool:
    """Whether at least two different signs of Markdown stand in what has no name: one alone occurs in any text."""
    sample = data[:SNIFFED].decode("utf-8", "ignore").replace("\r\n", "\n")
    if sample.startswith(("diff --git", "--- a/", "Index: ", "#!")) or is_mail(sample.split("\n", 8)):
        return False
    return sum(sign.search(sample) is not None for sign in _SIGNS) >= 2


def _archive(data: bytes, by_name: Format | None) -> Format | None:
    """An EPUB says what it is in its first entry, stored; a DOCX has its text in one place."""
    head = data[:200]
    if b"application/epub+zip" in head:
        return Format.EPUB
    if by_name in (Format.EPUB, Format.DOCX):
        return by_name
    if b"word/document.xml" in data:
        return Format.DOCX
    return Format.EPUB if b"META-INF/container.xml" in data else None


def suffix_of(name: str) -> str:
    """The suffix of a path or URL, in lower case and without the dot."""
    path = name
    if "://" in name[:10]:
        from urllib.parse import urlsplit  # noqa: PLC0415  (3 ms before the first text of a file)

        path = urlsplit(name).path
    return posixpath.splitext(path.replace("\\", "/").rstrip("/"))[1].lower()[1:] if path.isprintable() else ""


def named_format(name: str) -> Format | None:
    """What the ending of a path or URL says; None where it says nothing."""
    return _SUFFIXES.get(suffix_of(name))
