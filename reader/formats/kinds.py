"""These are the formats that are read, each an entry here and a module, and those that are known and are not.

How to add one: an entry in `FORMATS`, and the parser that it names. Nothing else has a list of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Format(StrEnum):
    """A `Format` is one that `parse` can read."""

    PLAIN = "plain"
    MARKDOWN = "markdown"
    HTML = "html"
    EPUB = "epub"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    FB2 = "fb2"
    NOTEBOOK = "ipynb"
    ORG = "org"
    RST = "rst"
    ASCIIDOC = "asciidoc"
    LATEX = "latex"
    MAIL = "mail"
    FEED = "feed"
    DIFF = "diff"
    MANUAL = "man"
    POD = "pod"
    WIKITEXT = "wikitext"
    TEXINFO = "texinfo"
    TEXTILE = "textile"
    SUBTITLES = "subtitles"
    WEBARCHIVE = "webarchive"


class Takes(StrEnum):
    """`Takes` says what a parser is called with."""

    TEXT = "text"
    """The text, as `decode` answers it."""
    BYTES = "bytes"
    ADDRESS = "address"
    """The bytes, and the address that links are relative to."""
    PAGE = "page"
    """The same, whether all of it is wanted, and the encoding that a server said."""


class FormatEntry(NamedTuple):
    """A `FormatEntry` is a format: the endings of its files, the module and function that read it, and its types on
    the web.
    """

    endings: tuple[str, ...]
    module: str
    function: str
    takes: Takes
    types: tuple[str, ...] = ()
    version: int = 1
    """Of the parser: raised when the same bytes become another document."""


FORMATS: Mapping[Format, FormatEntry] = {
    Format.PLAIN: FormatEntry(
        ("txt", "text", "log", "csv", "json"), "plain_text.plain", "parse_plain", Takes.TEXT, ("text/plain",), version=5
    ),
    Format.MARKDOWN: FormatEntry(
        ("md", "markdown", "mdown", "mkd", "mkdn", "mdwn", "mdx", "qmd", "rmd"),
        "markup.markdown",
        "parse_markdown",
        Takes.TEXT,
        ("text/markdown", "text/x-markdown"),
        version=7,
    ),
    Format.HTML: FormatEntry(
        ("html", "htm", "xhtml", "xht"),
        "html.page",
        "parse_page",
        Takes.PAGE,
        ("text/html", "application/xhtml+xml"),
        version=7,
    ),
    Format.EPUB: FormatEntry(("epub",), "epub", "parse_epub", Takes.BYTES, version=7),
    Format.PDF: FormatEntry(("pdf",), "pdf", "parse_pdf", Takes.BYTES, version=8),
    Format.DOCX: FormatEntry(("docx", "docm", "dotx"), "docx", "parse_docx", Takes.BYTES, version=5),
    Format.ODT: FormatEntry(
        ("odt", "fodt", "ott"), "office.opendocument", "parse_opendocument", Takes.BYTES, version=4
    ),
    Format.RTF: FormatEntry(
        ("rtf",), "office.rich_text", "parse_rich_text", Takes.BYTES, ("application/rtf", "text/rtf"), version=4
    ),
    Format.FB2: FormatEntry(("fb2", "fb2.zip", "fbz"), "fiction_book", "parse_fiction_book", Takes.BYTES, version=3),
    Format.NOTEBOOK: FormatEntry(
        ("ipynb",), "notebook", "parse_notebook", Takes.BYTES, ("application/x-ipynb+json",), version=3
    ),
    Format.ORG: FormatEntry(
        ("org",), "markup.org_mode", "parse_org", Takes.TEXT, ("text/org", "text/x-org"), version=4
    ),
    Format.RST: FormatEntry(
        ("rst", "rest"),
        "markup.restructured",
        "parse_restructured",
        Takes.TEXT,
        ("text/x-rst", "text/prs.fallenstein.rst"),
        version=5,
    ),
    Format.ASCIIDOC: FormatEntry(
        ("adoc", "asciidoc", "asc"), "markup.asciidoc", "parse_asciidoc", Takes.TEXT, ("text/asciidoc",), version=5
    ),
    Format.LATEX: FormatEntry(
        ("tex", "latex", "ltx"),
        "markup.latex",
        "parse_latex",
        Takes.TEXT,
        ("application/x-tex", "text/x-tex"),
        version=4,
    ),
    Format.MAIL: FormatEntry(
        ("eml", "emlx", "mbox", "mht", "mhtml"),
        "mail",
        "parse_mail",
        Takes.BYTES,
        ("message/rfc822", "application/mbox"),
        version=4,
    ),
    Format.FEED: FormatEntry(
        ("rss", "atom"),
        "feed",
        "parse_feed",
        Takes.ADDRESS,
        ("application/rss+xml", "application/atom+xml", "application/feed+json"),
        version=3,
    ),
    Format.MANUAL: FormatEntry(
        ("man", "mdoc", "roff", "troff"),
        "roff.manual_page",
        "parse_manual",
        Takes.TEXT,
        ("text/troff", "application/x-troff-man"),
        version=2,
    ),
    Format.POD: FormatEntry(("pod",), "markup.perl_pod", "parse_pod", Takes.TEXT, ("text/x-pod",), version=2),
    Format.WIKITEXT: FormatEntry(
        ("wiki", "mediawiki", "wikitext"),
        "markup.wikitext",
        "parse_wikitext",
        Takes.TEXT,
        ("text/x-wiki", "text/mediawiki"),
        version=2,
    ),
    Format.TEXINFO: FormatEntry(
        ("texi", "texinfo", "txi"),
        "markup.texinfo",
        "parse_texinfo",
        Takes.TEXT,
        ("application/x-texinfo", "text/x-texinfo"),
        version=2,
    ),
    Format.TEXTILE: FormatEntry(
        ("textile",), "markup.textile", "parse_textile", Takes.TEXT, ("text/x-textile",), version=2
    ),
    Format.WEBARCHIVE: FormatEntry(
        ("webarchive",), "web_archive", "parse_web_archive", Takes.PAGE, ("application/x-webarchive",)
    ),
    Format.SUBTITLES: FormatEntry(
        ("srt", "vtt", "sbv", "ass", "ssa"),
        "subtitles",
        "parse_subtitles",
        Takes.TEXT,
        ("text/vtt", "application/x-subrip"),
    ),
    Format.DIFF: FormatEntry(
        ("diff", "patch"), "diff", "parse_diff", Takes.TEXT, ("text/x-diff", "text/x-patch"), version=3
    ),
}

ENDINGS: Mapping[str, Format] = {ending: kind for kind, entry in FORMATS.items() for ending in entry.endings}
TYPES: Mapping[str, Format] = {said: kind for kind, entry in FORMATS.items() for said in entry.types}
HERE = frozenset((Format.PLAIN,))
"""What is parsed in the process that asked for it; all other formats have one of their own."""


WHOLE_PAGE = "page"
"""The parser's name of a text that is all of a web page, and not its article alone."""


def is_whole_page(parser: str) -> bool:
    """Tell whether a text is all of a web page; `parser` is name/version."""
    return parser.partition("/")[0] == WHOLE_PAGE


def is_current(parser: str) -> bool:
    """Tell whether a text was made by the parser of today, or by one that is not known here; `parser` is
    name/version.
    """
    version, today = parser.partition("/")[2], parser_of_today(parser).partition("/")[2]
    return not version.isdecimal() or int(version) >= int(today)


def parser_of_today(parser: str) -> str:
    """Return the parser, as name/version, that reads now what this one has read; itself where it is not known here."""
    name = parser.partition("/")[0]
    known = {str(kind): entry.version for kind, entry in FORMATS.items()}
    return f"{name}/{known[name]}" if name in known else parser


class UnreadableFormat(NamedTuple):
    """An `UnreadableFormat` is a format that is known and not read: what it is called, and what to do about it."""

    called: str
    remedy: str = ""


_BOOK = "convert it to EPUB first, as calibre does"
_TEXT = "save it as DOCX, ODT or PDF first"
_SHEET = "save it as CSV or PDF first"
_SLIDES = "save it as PDF first"
_PACKED = "unpack it first"
_SEEN = "it holds no text"
UNREAD: Mapping[str, UnreadableFormat] = {
    **dict.fromkeys(
        ("mobi", "azw", "azw3", "azw4", "kfx", "prc", "pdb"), UnreadableFormat("a Kindle or Palm book", _BOOK)
    ),
    **dict.fromkeys(("lit", "lrf", "chm", "snb"), UnreadableFormat("a book or help file of an older program", _BOOK)),
    **dict.fromkeys(("cbz", "cbr", "cb7"), UnreadableFormat("a book of pictures")),
    **dict.fromkeys(("djvu", "djv"), UnreadableFormat("a DjVu file", "convert it to PDF first")),
    **dict.fromkeys(("ps", "eps"), UnreadableFormat("a PostScript file", "convert it to PDF first: ps2pdf")),
    **dict.fromkeys(("xps", "oxps"), UnreadableFormat("an XPS file", "convert it to PDF first")),
    **dict.fromkeys(("doc", "dot"), UnreadableFormat("a document of Word before 2007 (DOC)", _TEXT)),
    **dict.fromkeys(("pages",), UnreadableFormat("a document of Apple Pages", _TEXT)),
    **dict.fromkeys(
        ("wpd", "wps", "sxw", "hwp", "hwpx", "abw"), UnreadableFormat("a document of another word processor", _TEXT)
    ),
    **dict.fromkeys(("xls", "xlsx", "xlsm", "ods", "numbers"), UnreadableFormat("a spreadsheet", _SHEET)),
    **dict.fromkeys(("ppt", "pptx", "pps", "ppsx", "odp", "key"), UnreadableFormat("a presentation", _SLIDES)),
    **dict.fromkeys(("odg", "odf", "vsd", "vsdx"), UnreadableFormat("a drawing or formula", _SLIDES)),
    **dict.fromkeys(("msg", "pst", "dbx"), UnreadableFormat("mail of Outlook", "save it as EML first")),
    **dict.fromkeys(
        ("one", "onepkg", "enex"), UnreadableFormat("a notebook of another program", "export it as HTML first")
    ),
    **dict.fromkeys(
        ("png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "bmp", "heic", "avif", "ico", "psd"),
        UnreadableFormat("a picture", _SEEN),
    ),
    **dict.fromkeys(("mp3", "ogg", "flac", "wav", "m4a", "opus", "aac"), UnreadableFormat("a sound", _SEEN)),
    **dict.fromkeys(("mp4", "mkv", "avi", "mov", "webm", "mpg", "mpeg"), UnreadableFormat("a film", _SEEN)),
    **dict.fromkeys(
        ("zip", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar", "tar", "lz4"), UnreadableFormat("an archive", _PACKED)
    ),
    **dict.fromkeys(("sqlite", "sqlite3", "db"), UnreadableFormat("a database")),
    **dict.fromkeys(("exe", "dll", "so", "o", "class", "wasm", "pyc"), UnreadableFormat("a program")),
}
"""By their endings: asked only of what is not text, and of what no parser here knows by its beginning."""


SHOWN_AS_WRITTEN: Mapping[str, str] = {
    "typ": "Typst",
    "dj": "Djot",
    "djot": "Djot",
    "markua": "Markua",
    "muse": "Muse",
    "xwiki": "XWiki",
    "jira": "Jira",
    "confluence": "Confluence",
    "dokuwiki": "DokuWiki",
    "creole": "Creole",
    "t2t": "txt2tags",
    "tid": "TiddlyWiki",
    "gmi": "Gemtext",
    "fountain": "Fountain",
    "ctx": "ConTeXt",
    "mkii": "ConTeXt",
    "mkiv": "ConTeXt",
    "mkxl": "ConTeXt",
    "ms": "groff's ms",
    "mom": "groff's mom",
    "lyx": "LyX",
    "tm": "TeXmacs",
    "scrbl": "Scribble",
    "sgml": "SGML",
    "sile": "SILE",
    "sil": "SILE",
    "bbcode": "BBCode",
    "lhs": "literate Haskell",
}
"""By their endings, kinds of markup that no parser here reads: they are opened as plain text, which is said."""


def ending_of(name: str) -> str:
    """Return the ending of a file's name that says what it is, in lower case and without its dot; the longest known
    one.
    """
    base = name.rpartition("/")[2].lower()
    first, _, last = base.rpartition(".")
    if not first.strip("."):
        return ""
    double = f"{first.rpartition('.')[2]}.{last}"
    return double if double in ENDINGS else last


def suffix_of(name: str) -> str:
    """Return the suffix of a path or URL, in lower case and without the dot."""
    path = name
    if "://" in name[:10]:
        from urllib.parse import urlsplit  # noqa: PLC0415  (3 ms before the first text of a file)

        path = urlsplit(name).path
    path = path.encode("utf-8", "ignore").decode()  # what in a name is no UTF-8 comes as lone surrogates
    return ending_of(path.replace("\\", "/").rstrip("/")) if path.isprintable() else ""


def named_format(name: str) -> Format | None:
    """Return what the ending of a path or URL says; None where it says nothing."""
    return ENDINGS.get(suffix_of(name))
