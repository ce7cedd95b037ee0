"""A file's program is told from its name and its first signs."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from reader.domain.errors import NotImported
from reader.exchange.databases import SQLITE, tables_of
from reader.exchange.formats.apple_books import ANNOTATIONS, ASSETS
from reader.exchange.formats.cells import columns
from reader.exchange.formats.hypothesis import COLUMNS as HYPOTHESIS
from reader.exchange.formats.kindle.clippings import SEPARATOR
from reader.exchange.formats.kindle.notebooks import is_notebook
from reader.exchange.formats.kobo import TABLES as KOBO
from reader.exchange.formats.koreader import is_sidecar
from reader.exchange.formats.moon_reader import is_export as is_moon_reader
from reader.exchange.formats.omnivore import METADATA
from reader.exchange.formats.omnivore import is_export as is_omnivore
from reader.exchange.formats.read_later import is_table
from reader.exchange.input import ARCHIVE, LARGE, json_of, members, records, text_of, text_pieces

if TYPE_CHECKING:
    from collections.abc import Mapping


_BLOCK_NAME = re.compile(r"^(?:>.*|\*[^*\n]+\*.*) \^hl-[0-9A-Za-z]+[ \t]*$", re.MULTILINE)
"""What a quote, or the line of a page note, ends with in our Markdown."""


def detect(data: bytes, name: str) -> str:
    """Name the format. Raises NotImported where it is none that can be read."""
    if data.startswith(SQLITE):
        return _of_database(tables_of(data))
    if data.startswith(ARCHIVE):
        return _of_archive(members(data))
    begin = next(text_pieces(data, SEPARATOR))
    if SEPARATOR in begin and begin.lstrip()[:1] not in ("{", "["):
        return "kindle"  # whatever follows, which may be 50 MB more
    content = begin if len(data) < LARGE else text_of(data)
    head = content.lstrip()[:1]
    ending = PurePath(name.lower().removesuffix(".old")).suffix
    if head == "{" and ending != ".lua":
        return _of_object(content)
    if head == "[":
        return _of_list(json_of(content))
    if SEPARATOR in content:
        return "kindle"
    if is_notebook(content):
        return "kindle-notebook"
    if is_moon_reader(content):
        return "moon-reader"
    if ending == ".lua" or is_sidecar(content):
        return "koreader"
    if ending == ".org" or ":org-remark-" in content:
        return "org"
    if _BLOCK_NAME.search(content):
        return "md"
    if ending in (".yaml", ".yml"):
        return "bookokrat"
    kind = _of_table(columns(content))
    if kind:
        return kind
    raise NotImported("it is of no program that is known", name, "name its format with --format")


def _of_database(tables: frozenset[str]) -> str:
    if tables >= KOBO:
        return "kobo"
    if tables & {ANNOTATIONS, ASSETS}:
        return "apple-books"
    raise NotImported("it is a database of no program that is known")


def _of_archive(names: tuple[str, ...]) -> str:
    if any(METADATA.search(name) for name in names):
        return "omnivore"
    if any(name.rpartition("/")[2] == "annotations.json" for name in names):
        return "epub"
    raise NotImported("it is an archive of no program that is known", do="name its format with --format")


def _of_table(names: frozenset[str]) -> str:
    """Whose table has columns of these names."""
    if names >= HYPOTHESIS:
        return "hypothesis"
    if is_table(names):
        return "read-later"
    return "csv" if "highlight" in names else ""


def _of_object(content: str) -> str:
    first, _, rest = content.strip().partition("\n")
    if rest.strip().startswith("{") and _is_whole(first):
        return "jsonl"
    value = json_of(content)
    signs: tuple[tuple[str, bool], ...] = (
        ("json", value.get("format") == "reader-annotations"),
        ("jsonl", isinstance(value.get("article"), dict)),
        ("readest", "$format" in value),
        ("calibre", str(value.get("type", "")).startswith("calibre")),
        ("w3c", "@context" in value),
        ("koreader", "documents" in value or "entries" in value),
        ("csv", _is_readwise(records(value.get("results")))),
        ("hypothesis", "annotations" in value or "rows" in value),
        ("zotero", "items" in value),
    )
    return _first(signs)


def _is_whole(line: str) -> bool:
    try:
        json_of(line)
    except NotImported:
        return False
    return True


def _of_list(value: Any) -> str:
    some = records(value)
    first: Mapping[str, Any] = some[0] if some else {}
    return _first(
        (
            ("w3c", "@context" in first or first.get("type") == "Annotation"),
            ("zotero", "sortIndex" in first or "itemType" in first or isinstance(first.get("data"), dict)),
            ("calibre", "highlighted_text" in first or "spine_index" in first),
            ("hypothesis", "target" in first and "uri" in first),
            ("csv", _is_readwise(some)),
            ("omnivore", is_omnivore(value)),
        )
    )


def _is_readwise(books: list[Mapping[str, Any]]) -> bool:
    first: Mapping[str, Any] = books[0] if books else {}
    return bool({"user_book_id", "book_id"} & first.keys()) and bool({"highlights", "text"} & first.keys())


def _first(signs: tuple[tuple[str, bool], ...]) -> str:
    for name, there in signs:
        if there:
            return name
    raise NotImported("it is JSON of no program that is known", do="name its format with --format")
