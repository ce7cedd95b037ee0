"""Libraries to read in: made once, kept in the temporary folder, copied for every run of the benchmarks."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from reader.anchoring import describe
from reader.domain.annotation import Annotation, Colour, Target
from reader.domain.article import Article
from reader.domain.ids import name_id
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.storage.compaction import compact
from tests.benchmarks import texts
from tests.terminal.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.domain.document import Document
    from reader.storage import FileStore

MADE = 4
"""Counted up when what is made here changes: what an earlier version made is not used then."""
BEGIN = datetime(2026, 1, 1, 12, tzinfo=UTC)
QUOTE = 60
"""Code points of a highlight: a short sentence."""
NIL = "00000000-0000-0000-0000-000000000000"
"""A namespace for ids as real ones are."""
AT_ONCE = 10_000
"""Annotations stored in one write."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a library holds besides the texts to read: `marked` are highlights of the text of 1 MB."""

    articles: int = 0
    annotations: int = 0
    marked: int = 0


LIBRARIES = {
    "empty": Contents(),
    "usual": Contents(articles=1_000, annotations=10_000),
    "marked": Contents(marked=10_000),
    "large": Contents(articles=10_000, annotations=100_000),
}


def kept() -> Path:
    """The folder with all texts and libraries, made now if it is not there."""
    folder = Path(tempfile.gettempdir()) / f"reader-benchmarks-{MADE}"
    if not folder.exists():
        fresh = folder.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        texts.write(fresh / "sources")
        fresh.rename(folder)
    texts.write_further(folder / "sources")
    for name, contents in LIBRARIES.items():
        if not (folder / name).exists():
            fresh = folder / f"{name}.new"
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir()
            _fill(Home(fresh), contents, folder / "sources")
            fresh.rename(folder / name)
    return folder


def _fill(home: Home, contents: Contents, sources: Path) -> None:
    library = home.library()
    for path in sorted(path for path in sources.iterdir() if path.suffix in (".txt", ".md", ".pdf")):
        opened = library.open(str(path))
        if path.name == "1 MB.txt":
            _store(home.store(), _highlights(opened.article.id, opened.document, contents.marked))
    store = home.store()
    store.save_articles([Change(None, _article(n)) for n in range(contents.articles)])
    _store(store, _annotations(contents))
    compact(store)


def _store(store: FileStore, annotations: Iterator[Annotation]) -> None:
    changes = [Change(None, one) for one in annotations]
    for start in range(0, len(changes), AT_ONCE):
        store.save_annotations(changes[start : start + AT_ONCE])


def _article(n: int) -> Article:
    return Article(article_id(n), f"On {texts.WORDS[n % len(texts.WORDS)]}, part {n}", BEGIN + timedelta(hours=n))


def article_id(n: int) -> str:
    """The id of the article of that number."""
    return name_id(NIL, f"article {n}")


def _annotations(contents: Contents) -> Iterator[Annotation]:
    text = texts.plain(QUOTE * 200)
    for n in range(contents.annotations):
        yield marked(article_id(n % contents.articles), n, "0" * 64, text, n % 150 * QUOTE)


def _highlights(article_id: str, document: Document, count: int) -> Iterator[Annotation]:
    version, text = _hash(document), document.text
    for n in range(count):
        yield marked(article_id, n, version, text, n * (len(text) - QUOTE) // count)


def marked(article_id: str, n: int, version: str, text: str, start: int) -> Annotation:
    """One with a quote; every other one with a note, every third with a tag."""
    at = BEGIN + timedelta(minutes=n)
    target = Target(version, describe(text, Span(start, start + QUOTE)))
    note = texts.BEGINNING * (1 + n % 3) if n % 2 else ""
    tags = (f"law/{texts.WORDS[n % 40]}",) if n % 3 == 0 else ()
    colour = list(Colour)[n % 8]
    return Annotation(name_id(article_id, str(n)), article_id, at, at, (target,), note, tags, colour)


def _hash(document: Document) -> str:
    from reader.domain.document import text_hash

    return text_hash(document.text)
