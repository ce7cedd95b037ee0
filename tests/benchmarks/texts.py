"""Texts to read: words drawn with a fixed seed, sentences and paragraphs as long as people write them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tests.benchmarks import docx, epub, pdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZES = {"5 kB": 5_000, "1 MB": 1_000_000, "10 MB": 10_000_000}
SENTENCE = (6, 24)
"""Words of a sentence."""
PARAGRAPH = (40, 150)
"""Words of a paragraph."""
COMMON = "the a of in to and was had from with for on at by it she he we is are were not but or as they said that which"
RARER = """sand harbour coast stone water light morning letter window garden river bridge winter market silence company
measure question reason history village engine paper number picture station evening weather valley mountain always
never often perhaps together without between against towards almost slowly clearly"""
WORDS = (*RARER.split(), *COMMON.split())
NEEDLE = "lantern"
EVERY = 30
"""Each 30th word is the needle: more than 50,000 times in 10 MB."""
BEGINNING = "What the harbour keeps."
"""The first words of every text: when they are on the screen, so is the text."""

FIRST_PAGES = (
    *("2,172 pages.pdf", "1 MB.epub", "1 MB.html", "1 MB.docx", "1 MB.md"),
    *("12 pages.pdf", "100 kB.html", "30 MB of pictures.epub"),
)
"""Texts of which it is measured when their beginning is on the screen, the first time."""
WHOLE = {"326 pages.pdf": "15 h 00", "2,172 pages.pdf": "99 h 30"}
"""Texts of which it is measured when all of each is there, the first time: by how long it takes to read them."""


def write(folder: Path) -> None:
    """Write all texts there, as plain text and as Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in SIZES.items():
        (folder / f"{name}.txt").write_text(plain(size), encoding="utf-8")
    (folder / "1 MB.md").write_text(markdown(SIZES["1 MB"]), encoding="utf-8")
    pdf.write(folder / "2,172 pages.pdf", plain(SIZES["10 MB"]), 2172)
    epub.write(folder / "1 MB.epub", plain(SIZES["1 MB"]))
    (folder / "1 MB.html").write_text(page(SIZES["1 MB"]), encoding="utf-8")
    docx.write(folder / "1 MB.docx", plain(4 * SIZES["1 MB"]))


def write_further(folder: Path) -> None:
    """Write those that no library has and that are not there yet: what is small, and what is more than its text."""
    for name, write_it in (
        ("12 pages.pdf", lambda path: pdf.write(path, plain(60_000), 12)),
        ("326 pages.pdf", lambda path: pdf.write(path, plain(1_500_000), 326)),
        ("100 kB.html", lambda path: path.write_text(page(100_000), encoding="utf-8")),
        ("30 MB of pictures.epub", lambda path: epub.write(path, plain(SIZES["1 MB"]), pictures=30)),
    ):
        path = folder / name
        if not path.exists():
            write_it(path.with_suffix(".new"))
            path.with_suffix(".new").rename(path)


def plain(size: int) -> str:
    """Paragraphs, a blank line after each."""
    return _up_to(size, _paragraphs(random.Random(size)))


def markdown(size: int) -> str:
    """The same with headings, emphasis, links, lists, quotes, code and tables among the paragraphs."""
    return _up_to(size, _structured(random.Random(size)))


def page(size: int) -> str:
    """The same as a web page with something beside its article."""
    paragraphs = (f"<p>{one}</p>" for one in plain(size).strip().split("\n\n"))
    body = "\n".join(f"<h2>Part {n}</h2>\n{one}" if n % 10 == 9 else one for n, one in enumerate(paragraphs))
    return (
        "<!DOCTYPE html><html><head><title>The harbour</title></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>The harbour</h1>\n{body}</article><footer>All rights</footer></body></html>"
    )


def _up_to(size: int, parts: Iterator[str]) -> str:
    found, length = [], 0
    for part in parts:
        if length >= size:
            break
        found.append(part)
        length += len(part) + 2
    return "\n\n".join(found) + "\n"


def _structured(draw: random.Random) -> Iterator[str]:
    paragraphs = _paragraphs(draw)
    yield next(paragraphs)
    for count, paragraph in enumerate(paragraphs):
        words = paragraph.split(" ")
        words[3], words[9] = f"*{words[3]}*", f"**{words[9]}**"
        words[15] = f"[{words[15]}](https://example.org/{count})"
        text = " ".join(words)
        match count % 12:
            case 0:
                yield f"## {text[:40].strip('*')}"
            case 5:
                yield "\n".join(f"- {' '.join(words[n : n + 12])}" for n in range(16, len(words) - 12, 12))
            case 7:
                yield f"> {text}"
            case 9:
                yield "```python\ndef measure(stone):\n    return [sand for sand in stone if sand]\n```"
            case 11:
                yield "| place | depth |\n|---|---:|\n" + "\n".join(
                    f"| {word} | {len(word)} |" for word in words[20:26]
                )
        yield text


def _paragraphs(draw: random.Random) -> Iterator[str]:
    words = _words(draw)
    beginning = BEGINNING
    while True:
        left = draw.randint(*PARAGRAPH)
        sentences = [beginning] if beginning else []
        beginning = ""
        while left > 0:
            length = draw.randint(*SENTENCE)
            left -= length
            sentences.append(" ".join(next(words) for _ in range(length)).capitalize() + ".")
        yield " ".join(sentences)


def _words(draw: random.Random) -> Iterator[str]:
    while True:
        yield from draw.choices(WORDS, k=EVERY - 1)
        yield NEEDLE
