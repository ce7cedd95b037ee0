"""The format of bytes is told by what they begin with, then by what the source calls them."""

from __future__ import annotations

import re

from reader.domain.errors import NotOpened
from reader.domain.patterns import deferred
from reader.formats.kinds import TYPES, UNREAD, Format, UnreadableFormat, named_format, suffix_of
from reader.formats.plain_text.lines import is_diff, is_mail

__all__ = ["Format", "detect", "format_of_type"]

_ARCHIVE = b"PK\x03\x04"
_PDF_WITHIN = 1024
"""Bytes within which a PDF's header may stand (ISO 32000, annex H)."""

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""What a file of Office holds that is a package locked by a password."""
_BEGINNINGS = (
    (b"\x89PNG", "png"), (b"GIF8", "gif"), (b"\xff\xd8\xff", "jpg"), (b"\x7fELF", "so"), (b"MZ", "exe"),
    (b"\x1f\x8b", "gz"), (b"BZh", "bz2"), (b"\xfd7zXZ", "xz"), (b"7z\xbc\xaf", "7z"), (b"\xca\xfe\xba\xbe", "class"),
    (b"SQLite format 3\0", "sqlite"), (b"OggS", "ogg"), (b"ID3", "mp3"), (b"Rar!", "rar"), (b"\x28\xb5\x2f\xfd", "zst"),
    (b"AT&TFORM", "djvu"), (b"%!PS", "ps"), (_OLD_OFFICE, "doc"), (b"ITSF", "chm"), (b"\xeaDRMION\xee", "kfx"),
)  # fmt: skip
"""What begins so is no text, whatever its name; of what it is, the ending that says it."""
_PALM = (b"BOOKMOBI", b"TEXtREAd", b"TPZ3")
_PALM_AT = 60
"""Where a Palm database says its type."""
_PROLOGUE = deferred(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<\?[^>]{0,400}>\s*|<!--.{0,2000}?-->\s*"
    rb"|<!doctype(?!\s+html)[^>\[]{0,200}(?:\[[^\]]{0,2000}\]\s*)?>\s*)*",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = deferred(rb"<(?:!doctype\s+html|html|head|body|title|meta|article)\b", re.IGNORECASE)
_SAVED = b"WebMainResource"
"""What a list of properties holds that is a page as Safari saves it."""
_ROOTS = (
    (deferred(rb"<(?:rss|feed|(?:[\w-]{1,20}:)?RDF)\b"), Format.FEED),
    (deferred(rb"<(?:[\w-]{1,20}:)?FictionBook\b"), Format.FB2),
    (deferred(rb"<office:document\b"), Format.ODT),
)
"""Elements that are a whole file of a format of its own."""
_FOREIGN = (
    (deferred(rb"<(?:book|article|chapter|section|set|part)\b[^>]{0,400}docbook", re.DOTALL), "DocBook"),
    (deferred(rb"<article\b[^>]{0,600}\b(?:dtd-version|article-type|xmlns:mml)\s*="), "JATS"),
    (deferred(rb"<(?:TEI|teiCorpus)\b"), "TEI"),
    (deferred(rb"<opml\b"), "OPML"),
    (deferred(rb"<(?:[\w-]{1,20}:)?svg\b"), "a drawing (SVG)"),
    (deferred(rb"<(?:dtbook|ncx|mediawiki|w:wordDocument|pkg:package)\b"), "XML of another program"),
)
"""The same of formats that are not read: as raw markup nobody would want them."""
_ENCODED = deferred(rb"\AFrom \S|^(?:MIME-Version|Content-Transfer-Encoding|Message-ID):", re.MULTILINE | re.IGNORECASE)
_NOTEBOOK = deferred(rb'\s*\{\s*"(?:cells|metadata|nbformat(?:_minor)?|worksheets)"\s*:')
_CELL = deferred(rb'"cell_type"\s*:\s*"(?:code|markdown|raw|heading)"')
_JSON_FEED = deferred(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_LATEX = deferred(rb"^[ \t]*\\(?:documentclass|documentstyle|begin\{document\})", re.MULTILINE)
_ORG = deferred(rb"(?:^\s*(?:-\*-[^\n]*\n|#[^\n+]*\n))?\s*#\+(?:title|author|date|options|startup)\s*:", re.IGNORECASE)
_SIGNS = tuple(
    deferred(sign, re.MULTILINE)
    for sign in (
        r"^#{1,6} \S.*\n\n",
        r"^(?:```|~~~)",
        r"^> \S",
        r"\[[^\[\]\n]+\]\([^)\s]+\)",
        r"(?<!\*)\*\*[^*\n]+\*\*",
        r"^[-*+] \S.*\n[-*+] \S",
        r"^\[[^\]\n]+\]: \S",
        r"^\|? ?:?-{3,}:? ?\|",
    )
)
_ROFF = deferred(rb"\s*\\\.?\"|\s*[.'](?:[ \t]*\\[\"#]|\\\"|[ \t]*[a-zA-Z]{2,3}(?=\s)|[ \t]*\n)")
_ROFF_ELSEWHERE = deferred(rb"\s*[.']so[ \t]+([^\s]{1,200})\s*(?:[.']\\\"[^\n]*(?:\n\s*|\Z))*\Z")
"""A manual that is another one by a second name."""
_ROFF_PAGE = deferred(rb"^[.'][ \t]*(?:TH[ \t]+\S|Dd(?:[ \t]|$)|Dt[ \t])", re.MULTILINE)
_WIKI = tuple(
    deferred(sign, re.MULTILINE)
    for sign in (
        r"^(={2,5})[^=\n]+\1[ \t]*$",
        r"\[\[[^\[\]\n]+\]\]",
        r"(?<!')'{3}[^'\n]",
        r"^\{\{[A-Za-z]|<ref[ >]|^\{\| ?class=",
    )
)
"""Signs of a wiki's page: three of the four stand in no other text."""
_POD = deferred(rb"\s*=(?:pod|head1|encoding|begin|for|over)\b[^\n]*\n\s*\n")
_SUBTITLES = deferred(
    rb"(?:\xef\xbb\xbf)?\s*(?:WEBVTT(?:[ \t][^\n]*)?\r?\n|\d{1,6}[ \t]*\r?\n\d{1,2}:\d\d:\d\d[,.]\d{1,3} --> \d)"
)
_TEXINFO = deferred(rb"\s*\\input texinfo\b|(?:\s*@(?:c|comment)\b[^\n]*\n)*\s*@(?:setfilename|node|settitle)\s")
_HEADING = deferred(r"#{1,6} \S")
SNIFFED = 16_384
"""Bytes in which a text without a name has to show what it is."""


def detect(data: bytes, name: str = "") -> Format | None:
    """Return the format; None for what is certainly none. `name` is a path or a URL, or empty.

    Raises NotOpened, with its name, for a format that is known and is not read.
    """
    by_name = named_format(name)
    if b"%PDF-" in data[:_PDF_WITHIN] and by_name is not Format.EPUB:
        return Format.PDF
    if data.startswith(_OLD_OFFICE) and _LOCKED in data:
        raise NotOpened("is locked by a password", do="save it without one first")
    if data.startswith(_ARCHIVE) or (by_name in (Format.EPUB, Format.DOCX) and not data.startswith(_OLD_OFFICE)):
        return _archive(data, by_name, name)
    if by_name is Format.PDF:
        return None
    _refuse_known(data, name)
    return _by_beginning(data, by_name) or by_name or _of_text(data, name)


def _by_beginning(data: bytes, by_name: Format | None) -> Format | None:
    """What a file says itself that it is. Pages and Markdown are believed by name: they may begin with anything."""
    if data.startswith(b"{\\rtf"):
        return Format.RTF
    if data.startswith((b"bplist", b"<?xml")) and _SAVED in (data if data.startswith(b"b") else data[:SNIFFED]):
        return Format.WEBARCHIVE
    if data.startswith(b"-----BEGIN "):
        return Format.PLAIN  # a signature or a key: it has the ending of some book's AsciiDoc
    if by_name in (Format.MARKDOWN, Format.HTML):
        return by_name
    if by_name is Format.PLAIN and _ENCODED.search(data[:SNIFFED]) and is_mail(_sample(data).split("\n", 8)):
        return Format.MAIL  # the archives of mailing lists end in .txt
    if by_name in (None, Format.PLAIN) and (kind := _in_json(data)):
        return kind  # notebooks and feeds are sent as plain JSON, and saved so
    if by_name in (None, Format.PLAIN, Format.MANUAL) and (match := _ROFF_ELSEWHERE.match(data[:SNIFFED])):
        there = match[1].decode("utf-8", "replace")
        raise NotOpened("is no text but says where it is", do=f"open {there}")
    if by_name in (None, Format.PLAIN) and _ROFF.match(data) and _ROFF_PAGE.search(data[:SNIFFED]):
        return Format.MANUAL  # their names end in the number of a section
    if by_name in (None, Format.PLAIN) and (kind := _of_markup(data, by_name)):
        return kind
    match = _PROLOGUE.match(data)
    start = match.end() if match else 0
    if data[start : start + 1] == b"<":
        for root, kind in _ROOTS:
            if root.match(data, start):
                return kind
        if by_name in (None, Format.PLAIN):
            for root, called in _FOREIGN:
                if root.match(data, start):
                    raise _refusal(UnreadableFormat(called, "convert it to HTML or EPUB first, as pandoc does"))
        if by_name in (None, Format.PLAIN) and _PAGE.match(data, start):
            return Format.HTML
    return None


def _of_markup(data: bytes, by_name: Format | None) -> Format | None:
    """The format of documentation, or of a wiki's page, that its first signs tell."""
    if _POD.match(data):
        return Format.POD
    if _SUBTITLES.match(data):
        return Format.SUBTITLES
    if _TEXINFO.match(data):
        return Format.TEXINFO
    sample = _sample(data) if b"[[" in data[:SNIFFED] else ""
    signs = sum(sign.search(sample) is not None for sign in _WIKI) if sample else 0
    return Format.WIKITEXT if signs >= (3 if by_name is None else len(_WIKI)) else None


def _in_json(data: bytes) -> Format | None:
    """The format of a file that is JSON, where it says it."""
    if data[:SNIFFED].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return None
    if _NOTEBOOK.match(data) and _CELL.search(data):
        return Format.NOTEBOOK
    return Format.FEED if _JSON_FEED.search(data) and b'"items"' in data else None


def _of_text(data: bytes, name: str) -> Format:
    """What a text is whose name says nothing that is known here."""
    if suffix_of(name):
        return (
            Format.MAIL if is_mail(_sample(data).split("\n", 8)) and not UNREAD.get(suffix_of(name)) else Format.PLAIN
        )
    if _LATEX.search(data[:SNIFFED]):
        return Format.LATEX
    if _ORG.match(data):
        return Format.ORG
    return _unnamed(_sample(data))


def _sample(data: bytes) -> str:
    return data[:SNIFFED].decode("utf-8", "ignore").replace("\r\n", "\n")


def _unnamed(sample: str) -> Format:
    """Mail, a diff, Markdown where at least two different signs of it stand in it (one occurs in any text), or none."""
    if is_mail(sample.split("\n", 8)):
        return Format.MAIL
    if is_diff(sample):
        return Format.DIFF
    if sample.startswith("#!"):
        return Format.PLAIN
    signs = sum(sign.search(sample) is not None for sign in _SIGNS)
    return Format.MARKDOWN if signs >= 2 or _has_headings(sample) else Format.PLAIN


def _has_headings(sample: str) -> bool:
    """Whether it begins with a heading, and whatever else begins with `#` is one too: no comment of a program is."""
    lines = sample.lstrip("\ufeff\n").split("\n")
    marked = [at for at, line in enumerate(lines) if line.startswith("#")]
    return marked[:1] == [0] and all(
        _HEADING.match(lines[at]) and not "".join(lines[at + 1 : at + 2]).strip() for at in marked
    )


def format_of_type(content_type: str, data: bytes) -> str:
    """Name the format that a server's media type says, for text only: what is binary says itself what it is."""
    said = TYPES.get(content_type.partition(";")[0].strip().lower())
    if (
        said is None
        or data.startswith((_ARCHIVE, *(begin for begin, _ in _BEGINNINGS)))
        or b"%PDF-" in data[:_PDF_WITHIN]
    ):
        return ""
    if said is Format.PLAIN or (said is Format.HTML and b"<" not in data[:SNIFFED]):
        # Much is sent as plain text for want of anything better.
        return ""
    return said.value


def _refuse_known(data: bytes, name: str) -> None:
    """Raise NotOpened for what begins as a format that is not read, or is no text and is called so."""
    said = next((ending for begin, ending in _BEGINNINGS if data.startswith(begin)), "")
    if not said and data[_PALM_AT : _PALM_AT + 8].startswith(_PALM):
        said = "mobi"
    ending = suffix_of(name)
    if not said and b"\0" not in data[:SNIFFED]:
        return
    # An old spreadsheet begins as an old text does: there its name says which it is.
    known = UNREAD.get(ending) if not said or ending in UNREAD else UNREAD[said]
    if known is not None and (said or ending in UNREAD):
        raise _refusal(known)


def _refusal(known: UnreadableFormat) -> NotOpened:
    return NotOpened(f"is {known.called}, which is not read", do=known.remedy)


def _archive(data: bytes, by_name: Format | None, name: str) -> Format | None:
    """An EPUB or ODT says what it is in its first entry, stored; a DOCX has its text in one place."""
    head = data[:200]
    if b"application/epub+zip" in head:
        return Format.EPUB
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head:
        return Format.ODT
    if by_name in (Format.EPUB, Format.DOCX, Format.ODT, Format.FB2):
        return by_name
    known = UNREAD.get(suffix_of(name))
    if known is not None and suffix_of(name) != "zip":
        raise _refusal(known)
    if b"word/document" in data:
        return Format.DOCX
    if b"META-INF/container.xml" in data:
        return Format.EPUB
    if b".fb2" in head:
        return Format.FB2
    for inside, ending in ((b"ppt/presentation", "pptx"), (b"xl/workbook", "xlsx"), (b"opendocument.", "ods")):
        if inside in data:
            raise _refusal(UNREAD[ending])
    raise _refusal(UNREAD["zip"])
