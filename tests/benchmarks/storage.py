"""How fast the library is, against what the disk itself can do. Prints a table; asserts nothing.

usage: python -m tests.benchmarks.storage [FOLDER]      FOLDER: on the disk to measure (default: the temporary one)
It is also the last part of `python -m tests.benchmarks`.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from reader.domain.annotation import Annotation, Target
from reader.domain.article import Article
from reader.domain.document import Block, BlockKind, Document
from reader.domain.merge import join_tables
from reader.domain.ports import Change
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.storage import FileStore, StorePaths, open_store
from reader.storage.compaction import compact
from reader.storage.disk.system import REAL
from reader.storage.file.backups import read_copy

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (1_000, 10_000, 100_000)
AN_ARTICLE = 150
"""Annotations in one article."""
ROUNDS = 40
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def report(place: str | None = None) -> None:
    """Measure every size, on the disk that holds the folder `place`."""
    with TemporaryDirectory(dir=place) as folder:
        for size in SIZES:
            measure(Path(folder) / f"{size}", size)
        measure_texts(Path(folder) / "texts")
        measure_import()


def measure(folder: Path, size: int) -> None:
    """Fill a library, and do with it what a reader does."""
    folder.mkdir()
    store = opened(folder)
    fill(store, size)
    row(f"{size:,} annotations", "write the file anew", timed(lambda: compact(store)))
    row("", "size on disk (MB)", store.paths.file.stat().st_size / 1e6)
    row("", "open, and one article's annotations", median(open_times(folder)))
    floor, saving = saves(folder)
    row("", "append + fdatasync", floor)
    row("", "one change, durable", saving)
    row("", "  ratio", saving / floor)
    journaled = opened(folder)
    row("", "open with a journal of these changes", timed(lambda: journaled.annotations("article 0")))
    row("", "write the file after them", timed(lambda: compact(journaled)))
    row("", "all annotations", timed(journaled.annotations))
    journaled.paths.index_file.unlink()
    row("", "open a file of unknown origin", timed(lambda: opened(folder).annotations("article 0")))
    if size <= 10_000:
        one, other = read_copy(REAL, store.paths.file), read_copy(REAL, store.paths.file)
        for table in other.values():
            for uuid, known in table.items():
                table[uuid] = {**known, "dead": ["0" * 40]}
        row("", "join with a copy that differs everywhere", timed(lambda: join_tables([one, other])))


def fill(store: FileStore, size: int) -> None:
    """Articles of 150 annotations each."""
    for start in range(0, size, AN_ARTICLE):
        article = Article(f"article {start // AN_ARTICLE}", f"Title {start}", NOW)
        store.save_articles([Change(None, article)])
        numbers = range(start, min(size, start + AN_ARTICLE))
        store.save_annotations([Change(None, annotation(article.id, n)) for n in numbers])


def annotation(article_id: str, n: int) -> Annotation:
    """One with a quote, a note and a tag, as long as people make them."""
    quote = TextQuoteSelector("a sentence of the usual length, " * 3, "what stands before it ", " and after")
    target = Target("0" * 64, Selectors(quote, Span(n * 100, n * 100 + 96)))
    note = "a note of some words " * 4
    return Annotation(f"annotation {n}", article_id, NOW, NOW, (target,), note, ("law/police",))


def open_times(folder: Path) -> list[float]:
    """Opening, and the annotations of one article, each time as if for the first time."""
    return [timed(lambda: opened(folder).annotations("article 3")) for _ in range(9)]


def saves(folder: Path) -> tuple[float, float]:
    """Medians of the bare append and of a change, taken in turns."""
    store = opened(folder)
    one = store.annotations("article 1")[0]
    descriptor = os.open(folder / "bare", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    bare, ours = [], []
    for n in range(ROUNDS):
        bare.append(timed(lambda: append(descriptor)))
        start = time.perf_counter()
        (saved,) = store.save_annotations([Change(one, one._replace(note=f"note {n}"))])
        ours.append((time.perf_counter() - start) * 1e3)
        assert saved is not None
        one = saved
    os.close(descriptor)
    return median(bare), median(ours)


def append(descriptor: int) -> None:
    """What a change cannot do without."""
    os.write(descriptor, b"x" * 400)
    os.fdatasync(descriptor)


def measure_texts(folder: Path) -> None:
    """A text of 10 MB in 20,000 paragraphs."""
    paragraph = "Some words of a long text. " * 19
    text = "\n\n".join([paragraph] * 20_000)
    step = len(paragraph) + 2
    blocks = [Block(BlockKind.PARAGRAPH, Span(n * step, n * step + len(paragraph))) for n in range(20_000)]
    store = opened(folder)
    document = Document(text, blocks)
    row("a text of 10 MB", "keep", timed(lambda: store.keep(document)))
    name = store.keep(document)
    row("", "read", median(timed(lambda: store.document(name)) for _ in range(5)))


def measure_import() -> None:
    """What the package costs before anything is done."""
    code = "import time; t = time.perf_counter(); import reader.storage; print((time.perf_counter() - t) * 1e3)"
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(5)]
    row("import reader.storage", "", median(times))


def opened(folder: Path) -> FileStore:
    """The library there."""
    paths = StorePaths(folder / "library.json", folder / "texts", folder / "backups", folder / "state")
    return open_store(paths, clock=lambda: datetime.now(UTC), device="bench-00000001")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    gc.collect()
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def row(what: str, step: str, number: float) -> None:
    """One line of the table."""
    print(f"{what:24} {step:44} {number:10.2f}", flush=True)


if __name__ == "__main__":
    report(*sys.argv[1:2])
