"""A person means by a word on the command line a path, a URL, standard input, an id or a title: this finds which."""

from __future__ import annotations

import os
import re
import sys
from bisect import bisect
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NotFound, NotOpened
from reader.domain.search_pattern import fold
from reader.domain.web_address import has_scheme, is_web_address
from reader.formats.kinds import named_format
from reader.storage.local.paths import name_evicted
from reader.typed_paths import expand_home, is_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.domain.article import Article

STANDARD_INPUT = "-"
SHORTEST_ID = 4
"""Digits of an id that are taken as one: fewer would be a word."""
LOCAL = "file://"
EVICTED, DOWNLOAD = "iCloud has taken it off this machine", "download it in the Finder"
DIGITS = 18
"""Digits of a number in a file's name that it is sorted by."""
LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is read at all; a book as EPUB has some megabytes."""


class SourceKind(StrEnum):
    """A `SourceKind` says where the bytes of a source come from; an ARTICLE has been read before and needs none."""

    PATH = "path"
    URL = "url"
    INPUT = "input"
    ARTICLE = "article"


class Located(NamedTuple):
    """A `Located` is a source found. `address` is an absolute path, a URL, `-`, or an article's id."""

    kind: SourceKind
    address: str


class FileState(NamedTuple):
    """A `FileState` says what the file system says of a file: enough to see that it has not been written since."""

    size: int
    mtime_ns: int


def locate(word: str, articles: Callable[[], Iterable[Article]]) -> Located:
    """Locate what `word` names, tried in this order: standard input, URL, path, id or its beginning, exact title.

    A path may be written as an address, as a browser shows it (`file:///home/me/a%20page.html`).

    `articles` is asked only for the last two. Raises NotOpened where it names nothing, NotFound where it names several.
    """
    if word == STANDARD_INPUT:
        return Located(SourceKind.INPUT, word)
    if is_web_address(word):
        return Located(SourceKind.URL, word)
    if not word.strip():
        raise NotOpened("nothing is named", "", "name a file, an address, or an article")
    path = expand_home(_path_of(word))
    if os.path.lexists(path):
        # Not resolved: the name that the user gave is the one that is shown, a link may be pointed elsewhere.
        return Located(SourceKind.PATH, os.path.abspath(path))  # noqa: PTH100
    known = list(articles())
    found = [one.id for one in known if len(word) >= SHORTEST_ID and one.id.startswith(word.lower())]
    found = found or [one.id for one in known if one.title.casefold() == word.casefold()]
    found = found or [one.id for one in known if fold(one.title) == fold(word)]
    if len(found) > 1:
        raise NotFound("more than one article answers to it", word, "use its id (reader list shows them)")
    if found:
        return Located(SourceKind.ARTICLE, found[0])
    if is_there(name_evicted(path)):
        raise NotOpened(EVICTED, word, DOWNLOAD)
    if has_scheme(word) and word.partition(":")[0].isalnum() and not word.lower().startswith(LOCAL):
        raise NotOpened("only addresses of the web and of files are read", word, "they begin with https, http or file")
    raise NotOpened("there is no such file, and no article of that id or title", word, "see: reader list")


def _path_of(word: str) -> str:
    """The path that an address of a file names; any other word as it is."""
    if not word.lower().startswith(LOCAL):
        return word
    # What is pasted from a browser is rare: a start does without.
    from urllib.parse import unquote, urlsplit  # noqa: PLC0415

    parts = urlsplit(word)
    return unquote(parts.path) if parts.netloc in ("", "localhost") else word


def check_source(word: str, articles: Callable[[], Iterable[Article]]) -> None:
    """Raise NotFound or NotOpened for what names neither an article nor a file that can be read."""
    found = locate(word, articles)
    if found.kind is SourceKind.PATH:
        file_state(found.address)


def file_beside(address: str, by: int) -> str | None:
    """Return the next file (1), or the one before (-1), in the folder of that file, among those whose ending says that
    they can be read; None where it is the last one, or the first.

    They come as people count: `2.md` before `10.md`. Raises NotOpened where the folder cannot be looked into.
    """
    folder, name = os.path.split(address)
    try:
        with os.scandir(folder) as entries:
            names = [one.name for one in entries if one.name[0] != "." and named_format(one.name) and one.is_file()]
    except OSError as error:
        raise NotOpened(_reason(error), folder) from None
    others = sorted((_counted(one), one) for one in names if one != name)
    here = bisect(others, (_counted(name), name))
    at = here + by - (by > 0)
    return os.path.join(folder, others[at][1]) if 0 <= at < len(others) else None  # noqa: PTH118  (a text all the way)


def _counted(name: str) -> list[tuple[int, str]]:
    """What a name is sorted by: numbers in it as numbers."""
    parts = re.split(r"([0-9]+)", name.casefold())
    return [(int(part[:DIGITS]), part) if at % 2 else (0, part) for at, part in enumerate(parts)]


def file_state(address: str) -> FileState:
    """Raises NotOpened for what is not a readable file."""
    path = Path(address)
    try:
        stat = path.stat()
    except OSError as error:
        if is_there(name_evicted(path)):
            raise NotOpened(EVICTED, address, DOWNLOAD) from error
        raise NotOpened(_reason(error), address) from error
    if path.is_dir():
        raise NotOpened("it is a directory", address, "name a file in it")
    if not path.is_file():
        raise NotOpened("it is not a regular file", address, "pipe it in: reader - < FILE")
    return FileState(stat.st_size, stat.st_mtime_ns)


def read_file(address: str) -> bytes:
    """Read the bytes of a file. Raises NotOpened."""
    if file_state(address).size > LARGEST:
        raise NotOpened(f"it is larger than {LARGEST >> 20} MB", address)
    try:
        return Path(address).read_bytes()
    except OSError as error:
        raise NotOpened(_reason(error), address) from error


def read_input() -> bytes:
    """Read all of standard input. Raises NotOpened where it is the keyboard, empty or too large."""
    if sys.stdin is None or sys.stdin.isatty():
        raise NotOpened("nothing is piped in", "standard input", "try: reader - < FILE")
    data = sys.stdin.buffer.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise NotOpened(f"it is larger than {LARGEST >> 20} MB", "standard input")
    if not data.strip():
        raise NotOpened("it is empty", "standard input")
    return data


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file"
        case PermissionError():
            return "it may not be read"
    return (error.strerror or str(error)).lower()
