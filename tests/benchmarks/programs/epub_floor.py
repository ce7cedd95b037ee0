"""What of the time of a technical EPUB no walk can save: `python -m tests.benchmarks.programs.epub_floor`.

The bar is 3 times what zip and lxml take. To ask each element once for its tag and text, and to make the objects that
the document is made of, takes more than that, before anything is decided.
"""

from __future__ import annotations

import gc
import io
import sys
import time
import zipfile
from collections import deque
from statistics import median
from typing import TYPE_CHECKING

from cmarkgfm import markdown_to_html_with_extensions
from lxml import etree

from reader.domain.document import Block, Mark
from reader.domain.span import Span
from reader.formats.structured import parse_structured
from tests.benchmarks import epub
from tests.benchmarks.parsing import manual
from tests.benchmarks.texts import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Document

ROUNDS = 9


def main() -> None:
    """Print the parts, each in milliseconds of the processor and as often as the floor."""
    file = io.BytesIO()
    epub.pack(file, str(markdown_to_html_with_extensions(manual(SIZES["1 MB"]), 0, ["table"])))
    data = file.getvalue()
    root = unpacked(data)[-1]
    document = parse_structured(data, "epub").document
    works: dict[str, Callable[[], object]] = {
        "zip and lxml": lambda: unpacked(data),
        "each element asked once": lambda: deque(((one.tag, one.text, one.tail) for one in root.iter()), maxlen=0),
        "the document's objects": lambda: objects(document),
        "parsed whole": lambda: parse_structured(data, "epub"),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    gc.disable()  # as the process that parses does
    for _ in range(ROUNDS):
        for name, work in works.items():
            begun = time.process_time()
            work()
            times[name].append((time.process_time() - begun) * 1e3)
    floor = median(times["zip and lxml"])
    for name, some in times.items():
        sys.stdout.write(f"{name:26}{median(some):8.1f} ms {median(some) / floor:6.2f} x\n")


def unpacked(data: bytes) -> list[etree._Element]:
    """Unpack and parse all files, and no more."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return [etree.fromstring(book.read(one)) for one in book.namelist() if one != "mimetype"]


def objects(document: Document) -> None:
    """Make all that a document holds anew, in the quickest way that there is."""
    new = tuple.__new__
    [new(Block, (block[0], new(Span, block[1]), *block[2:])) for block in document.blocks]
    [new(Span, cell) for block in document.blocks for row in block.rows for cell in row]
    [new(Mark, (kind, new(Span, span), value)) for kind, span, value in document.marks]


if __name__ == "__main__":
    main()
