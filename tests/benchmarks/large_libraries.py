"""Libraries of 10,000 and 50,000 articles: made once, and kept in the temporary folder."""

from __future__ import annotations

import random
import shutil
import tempfile
from datetime import timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from reader.domain.article import Article, Source, Version
from reader.domain.document import Block, BlockKind, Document, text_hash
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.storage.catching_up import catch_up
from reader.storage.compaction import compact
from reader.storage.texts.document_file import pack
from tests.benchmarks.libraries import BEGIN, article_id, marked
from tests.terminal.home import Home

MADE = 3
"""Counted up when what is made here changes."""
AT_ONCE = 1_000
RARE = "The keeper’s café at the harbour."
"""Stands in one text of 500."""
CONSONANTS = (*"bcdfghlmnprstvw", "br", "ch", "cl", "dr", "fl", "gr", "pl", "sh", "st", "th", "tr")
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "ou"]


class Size(NamedTuple):
    """What a library holds: articles, each with so many words and highlights; or all of them lack a text."""

    articles: int = 0
    words: int = 1_700
    marked: int = 10
    wait: bool = False


SIZES = {
    "empty": Size(),
    "10,000 articles": Size(10_000),
    # Of as many as in the one of 10,000 texts it would be 2 GB.
    "50,000 articles": Size(50_000, words=500, marked=1),
    "5,000 that wait": Size(5_000, marked=2, wait=True),
}
USUAL = "10,000 articles"


def library(name: str) -> Path:
    """A library of that size, made now if it is not kept."""
    folder = Path(tempfile.gettempdir()) / f"reader-benchmarks-large-{MADE}" / name.replace(" ", "-")
    if not folder.exists():
        fresh = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        (fresh / "texts").mkdir(parents=True)
        _fill(Home(fresh), SIZES[name])
        for past in ("backups", "state"):  # what this machine knows of it lies under the path that it has now
            shutil.rmtree(fresh / past, ignore_errors=True)
        fresh.rename(folder)
        Home(folder).store().articles()  # it has another path now, and is read as a foreign one
    if Home(folder).store().index_is_behind:  # also where its index is of an earlier version
        catch_up(Home(folder).store())
    return folder


def _fill(home: Home, size: Size) -> None:
    store, generator = home.store(), random.Random(3)
    for start in range(0, size.articles, AT_ONCE):
        made, marks = [], []
        for n in range(start, start + AT_ONCE):
            document = _document(generator, n, size.words)
            name = text_hash(document.text)
            if size.wait:
                made.append(Article(article_id(n), f"On {document.text[:12]}, part {n}", BEGIN + timedelta(hours=n)))
            else:
                (home.folder / "texts" / name).write_bytes(pack(document, name))  # 10,000 syncs take two minutes
                made.append(_article(n, name, document))
            text = document.text
            marks += [marked(article_id(n), n * size.marked + k, name, text, k * 60) for k in range(size.marked)]
        store.save_articles([Change(None, one) for one in made])
        store.save_annotations([Change(None, one) for one in marks])
        (home.folder / "an-annotation").write_text(marks[0].id)
    (home.folder / "an-annotation").touch()
    compact(store)


def _article(n: int, name: str, document: Document) -> Article:
    when, length = BEGIN + timedelta(hours=n), len(document.text)
    source = Source(f"/texts/{n}.txt", size=length, mtime_ns=n)
    version = Version(name, when, length, "plain/1")
    return Article(
        article_id(n), f"On {document.text[:12]}, part {n}", when, sources=(source,), versions=(version,), format="text"
    )


def _document(generator: random.Random, n: int, words: int) -> Document:
    found = [*paragraphs(generator, words), *([RARE] if n % 500 == 0 else [])]
    blocks, at = [], 0
    for one in found:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(one))))
        at += len(one) + 2
    return Document("\n\n".join(found), tuple(blocks), parser="plain", parser_version=1)


def paragraphs(generator: random.Random, count: int = Size().words) -> list[str]:
    """Paragraphs of a hundred words, so many words in all."""
    words, weights = vocabulary()
    drawn = generator.choices(words, cum_weights=weights, k=count)
    return [" ".join(drawn[at : at + 100]).capitalize() + "." for at in range(0, count, 100)]


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """50,000 words, the few as often as in a language (Zipf, Mandelbrot)."""
    generator = random.Random(7)
    made = ("".join(_syllables(generator)) for _ in range(60_000))
    words = list(dict.fromkeys(made))
    return words, list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))


def _syllables(generator: random.Random) -> list[str]:
    count = generator.choice((1, 2, 2, 3, 3, 4))
    found = [generator.choice(CONSONANTS) + generator.choice(VOWELS) for _ in range(count)]
    return [*found, generator.choice(("", "n", "r", "s", "ng"))]
