"""These are the formats that can be written or read, each in a module of its own that is imported when it is used.

Nothing else has a list of them: the help of `reader export`, completion, the choice in the interface and the tests are
made from this one. How to add one: a module of `formats` with `write`, `read` or both, and a line here; what an import
is told by stands in `detect`.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from reader.domain.errors import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

    from reader.exchange.imported import ImportResult
    from reader.exchange.records import Exported, FilePiece, Options


class FormatWriter(Protocol):
    """A `FormatWriter` is a format's way out."""

    def __call__(self, exported: Iterable[Exported], options: Options = ...) -> Iterator[str]:
        """The file in pieces; the articles are asked for one at a time. Every piece can be encoded as UTF-8."""


class FormatReader(Protocol):
    """A `FormatReader` is a format's way in."""

    def __call__(self, data: bytes) -> ImportResult:
        """What the file holds. Raises NotImported where it is not this format or passes a limit."""


class ExchangeFormat(NamedTuple):
    """An `ExchangeFormat` is a format, by the name that `--format` takes.

    `module` holds its `write`, its `read`, or both.

    It may hold more: `pieces`, which writes an article in parts that are renewed by themselves, and ARCHIVE, the ending
    of files that are one, with `archive`, which makes one of what is written.
    """

    name: str
    label: str
    extension: str
    module: str
    writes: bool = True
    reads: bool = True
    read_by: str = ""
    """The module that holds its `read`, where another one does."""


FORMATS = (
    ExchangeFormat("md", "Markdown", ".md", "markdown.markdown_notes", read_by="markdown.markdown_reading"),
    ExchangeFormat("json", "JSON, complete", ".json", "own.own_json"),
    ExchangeFormat("jsonl", "JSON, one annotation a line", ".jsonl", "own.own_jsonl"),
    ExchangeFormat("csv", "CSV in Readwise's columns", ".csv", "readwise"),
    ExchangeFormat("html", "Web page", ".html", "html_page", reads=False),
    ExchangeFormat("w3c", "W3C Web Annotation", ".jsonld", "web_annotation"),
    ExchangeFormat("epub", "W3C EPUB Annotations", ".annotation", "epub_annotation"),
    ExchangeFormat("org", "Org, as org-remark keeps notes", ".org", "org"),
    ExchangeFormat("logseq", "Logseq", ".md", "logseq", reads=False),
    ExchangeFormat("hypothesis", "Hypothesis", ".json", "hypothesis"),
    ExchangeFormat("koreader", "KOReader", ".json", "koreader"),
    ExchangeFormat("readest", "Readest", ".json", "readest"),
    ExchangeFormat("anki", "Anki, a text file of cards", ".txt", "anki", reads=False),
    ExchangeFormat("table", "CSV, a table with every column", ".csv", "table", reads=False),
    ExchangeFormat("bibtex", "BibTeX, an entry an article", ".bib", "bibtex", reads=False),
    ExchangeFormat("csl", "CSL JSON, an entry an article", ".json", "csl", reads=False),
    ExchangeFormat("txt", "Plain text", ".txt", "plain_text", reads=False),
    ExchangeFormat("kindle", "Kindle, My Clippings.txt", ".txt", "kindle.clippings", writes=False),
    ExchangeFormat(
        "kindle-notebook", "Kindle, the notebook of its apps (HTML, CSV)", ".html", "kindle.notebooks", writes=False
    ),
    ExchangeFormat("calibre", "calibre", ".json", "calibre", writes=False),
    ExchangeFormat("zotero", "Zotero", ".json", "zotero", writes=False),
    ExchangeFormat("kobo", "Kobo, KoboReader.sqlite", ".sqlite", "kobo", writes=False),
    ExchangeFormat("apple-books", "Apple Books, AEAnnotation*.sqlite", ".sqlite", "apple_books", writes=False),
    ExchangeFormat("moon-reader", "Moon+ Reader", ".mrexpt", "moon_reader", writes=False),
    ExchangeFormat("read-later", "Raindrop and Instapaper, their tables", ".csv", "read_later", writes=False),
    ExchangeFormat("omnivore", "Omnivore, its archive", ".zip", "omnivore", writes=False),
    ExchangeFormat("bookokrat", "bookokrat", ".yaml", "bookokrat", writes=False),
)
"""In the order in which they are offered."""


class BuiltInTemplate(NamedTuple):
    """A `BuiltInTemplate` is a template of the package, by the name that `--template` takes, and the ending of the
    files that it makes.
    """

    name: str
    label: str
    extension: str


TEMPLATES = (
    BuiltInTemplate("obsidian-callouts", "Obsidian, quotes as callouts", ".md"),
    BuiltInTemplate("roam", "Roam Research, an outline", ".md"),
    BuiltInTemplate("latex", "LaTeX, to be set", ".tex"),
    BuiltInTemplate("slides", "Slides in Markdown, one a highlight", ".md"),
    BuiltInTemplate("zotero", "Notes as Zotero makes them", ".md"),
    BuiltInTemplate("zettel", "Zettelkasten, a note a highlight", ".md"),
)
"""In the same order; each is a file of `templates`."""
ENDINGS = {".annotations": ".annotation", ".ann": ".annotation", ".markdown": ".md", ".htm": ".html"}
"""Other endings that files of a format have."""


def writable() -> tuple[ExchangeFormat, ...]:
    """Return the formats that an export can have."""
    return tuple(one for one in FORMATS if one.writes)


def readable() -> tuple[ExchangeFormat, ...]:
    """Return the formats that an import can have."""
    return tuple(one for one in FORMATS if one.reads)


def writer(name: str) -> FormatWriter:
    """Return the way out of a format. Raises NotUnderstood where there is none of that name."""
    return cast("FormatWriter", _module(_named(name, writable()).module).write)


def reader(name: str) -> FormatReader:
    """Return the way in of a format; it tells of damage to the file, too. Raises NotUnderstood where there is none."""
    from reader.exchange.input import damage  # noqa: PLC0415  (for a help page the table is enough)

    chosen = _named(name, readable())
    read = cast("FormatReader", _module(chosen.read_by or chosen.module).read)

    def read_and_tell(data: bytes) -> ImportResult:
        found = read(data)
        return found._replace(remarks=(*damage(data), *found.remarks))

    return read_and_tell


def pieces_of(name: str) -> Callable[[Exported, Options], Iterator[FilePiece]] | None:
    """Tell how a format writes one article in pieces that are renewed by themselves; None for one that has none."""
    found: Callable[[Exported, Options], Iterator[FilePiece]] | None
    found = getattr(_module(_named(name, writable()).module), "pieces", None)
    return found


def archive_of(name: str) -> tuple[str, Callable[[Iterable[str]], bytes]] | None:
    """Return the ending of a format's archives, and what makes one of the file in pieces; None for one that has
    none.
    """
    module = _module(_named(name, writable()).module)
    return (module.ARCHIVE, module.archive) if hasattr(module, "archive") else None


def format_named(name: str) -> ExchangeFormat:
    """Return the format of that name, written or only read. Raises NotUnderstood, with those that are written, where
    there is none.
    """
    return next((one for one in FORMATS if one.name == name), None) or _named(name, writable())


def format_of_file(name: str) -> str:
    """Return the name of the first format that is written into files of that ending; empty where there is none."""
    ending = ENDINGS.get(PurePath(name).suffix.lower(), PurePath(name).suffix.lower())
    if ending == ".txt":
        return "txt"  # Anki's have the same
    return next((one.name for one in writable() if one.extension == ending), "")


def _module(name: str) -> ModuleType:
    return import_module(f"reader.exchange.formats.{name}")


def _named(name: str, among: tuple[ExchangeFormat, ...]) -> ExchangeFormat:
    for one in among:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in among)
    raise NotUnderstood("no such format", name, f"choose one of {names}")
