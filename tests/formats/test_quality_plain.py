"""The quality of plain text, diffs and feeds, which have no files of their own to be held against: small texts are made
as people write them, and what each constant decides is in one of them.

The floors may be raised, never lowered.
"""

from __future__ import annotations

import random
from html import escape
from textwrap import fill, indent
from typing import TYPE_CHECKING

import pytest

from reader.formats.kinds import Format
from reader.formats.plain_text import drawn, lines, page_breaks, plain_headings
from reader.formats.structured import parse_structured
from tests.formats.quality import Expected, quality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

Blocks = list[tuple[str, str]]
WORDS = (
    "the", "harbour", "sand", "water", "of", "and", "a", "in", "that", "those", "who", "came", "from", "north", "with",
    "boats", "light", "evening", "they", "had", "been", "seen", "by", "every", "pilot", "before", "winter", "because",
    "it", "moved", "slowly", "under", "bridges", "towards", "open", "sea", "again",
)  # fmt: skip


def sentences(chance: random.Random, count: int) -> str:
    found = []
    for _ in range(count):
        words = chance.choices(WORDS, k=chance.randint(6, 16))
        found.append(f"{words[0].capitalize()} {' '.join(words[1:])}.")
    return " ".join(found)


def verses(chance: random.Random) -> str:
    return "\n".join(" ".join(chance.choices(WORDS, k=chance.randint(3, 5))).capitalize() for _ in range(6))


def wrapped(chance: random.Random) -> tuple[str, Blocks]:
    width = chance.choice((62, 72, 78))
    blocks = [("paragraph", sentences(chance, 4)) for _ in range(6)]
    return "\n\n".join(fill(text, width) for _, text in blocks), blocks


def long_lines(chance: random.Random) -> tuple[str, Blocks]:
    blocks = [("paragraph", sentences(chance, 3)) for _ in range(12)]
    return "\n".join(text for _, text in blocks), blocks


def poem(chance: random.Random) -> tuple[str, Blocks]:
    blocks = [("verse", verses(chance)) for _ in range(5)]
    return "\n\n".join(text for _, text in blocks), blocks


def narrow_prose(chance: random.Random) -> tuple[str, Blocks]:
    """A column of a narrow page: prose that is wrapped at 50."""
    blocks = [("paragraph", sentences(chance, 5)) for _ in range(5)]
    return "\n\n".join(fill(text, 50) for _, text in blocks), blocks


def by_indent(chance: random.Random) -> tuple[str, Blocks]:
    blocks = [("paragraph", sentences(chance, 4)) for _ in range(6)]
    return "\n".join(fill(text, 70, initial_indent="    ") for _, text in blocks), blocks


def chapters(chance: random.Random) -> tuple[str, Blocks]:
    blocks: Blocks = []
    text = ""
    for number in range(1, 4):
        blocks += [("heading", f"CHAPTER {'I' * number}"), *(("paragraph", sentences(chance, 4)) for _ in range(3))]
    for kind, said in blocks:
        text += f"\n\n\n{said}\n\n" if kind == "heading" else f"\n{fill(said, 72)}\n"
    return text, blocks


def with_table(chance: random.Random) -> tuple[str, Blocks]:
    rows = "\n".join(f"Bar {n}      {chance.randint(1, 9)}      {chance.randint(10, 99)}" for n in range(6))
    blocks = [("paragraph", sentences(chance, 4)), ("code", rows), ("paragraph", sentences(chance, 4))]
    return "\n\n".join(text if kind == "code" else fill(text, 72) for kind, text in blocks), blocks


def on_pages(chance: random.Random) -> tuple[str, Blocks]:
    """A text for a printer: a head and a foot on every page, and a paragraph that goes on over the break."""
    blocks = [("paragraph", sentences(chance, 8)) for _ in range(8)]
    written = "\n\n".join(fill(text, 72) for _, text in blocks).split("\n")
    pages = [written[at : at + 12] for at in range(0, len(written), 12)]
    head = "Harbour Board                    Sand                    March 2024"
    text = "\f".join("\n".join([head, "", *page, "", f"Lee      [Page {n}]", ""]) for n, page in enumerate(pages, 1))
    return text, blocks


def with_heads(chance: random.Random) -> tuple[str, Blocks]:
    """The same with heads only, which nothing but their number on every page tells."""
    blocks = [("paragraph", sentences(chance, 8)) for _ in range(8)]
    written = "\n\n".join(fill(text, 72) for _, text in blocks).split("\n")
    pages = [written[at : at + 12] for at in range(0, len(written), 12)]
    return "\f".join("\n".join([f"Of sand and water     {n}", *page]) for n, page in enumerate(pages, 1)), blocks


def talk(chance: random.Random) -> tuple[str, Blocks]:
    """Many short lines, and few that were full."""
    said = [("verse", "\n".join(" ".join(chance.choices(WORDS, k=5)) for _ in range(2))) for _ in range(24)]
    long = sentences(chance, 4)
    return "\n\n".join([*(text for _, text in said), fill(long, 72)]), [*said, ("paragraph", long)]


def log(chance: random.Random) -> tuple[str, Blocks]:
    """Lines with a time, and one that goes on, as what is told at length does."""
    rows = [f"2024-03-01 10:{n:02d}:00 INFO {' '.join(chance.choices(WORDS, k=12))}" for n in range(20)]
    rows.insert(9, " ".join(chance.choices(WORDS, k=14)))
    return "\n".join(rows), [("verse", "\n".join(rows))]


def quoted(chance: random.Random) -> tuple[str, Blocks]:
    """A paragraph, and one that is set in as a whole."""
    blocks = [
        ("paragraph", sentences(chance, 4)),
        ("paragraph", sentences(chance, 3)),
        ("paragraph", sentences(chance, 4)),
    ]
    first, second, third = (text for _, text in blocks)
    return "\n\n".join((fill(first, 72), indent(fill(second, 62), "     "), fill(third, 72))), blocks


TEXTS: dict[str, tuple[Callable[[random.Random], tuple[str, Blocks]], float]] = {
    "wrapped": (wrapped, 1.0),
    "long lines": (long_lines, 1.0),
    "poem": (poem, 1.0),
    "narrow prose": (narrow_prose, 1.0),
    "by indent": (by_indent, 1.0),
    "chapters": (chapters, 1.0),
    "with a table": (with_table, 1.0),
    "on pages": (on_pages, 0.85),
    "with heads": (with_heads, 0.79),
    "talk": (talk, 1.0),
    "log": (log, 1.0),
    "quoted": (quoted, 0.91),
}
"""How each is made, and the share of its blocks that have to come back as what they are."""


def share(make: Callable[[random.Random], tuple[str, Blocks]]) -> float:
    found = []
    for seed in range(4):
        text, blocks = make(random.Random(seed))
        parsed = parse_structured(text.encode(), Format.PLAIN)
        wanted = Expected("", [], "", "", "", blocks)
        found.append(quality(parsed, wanted).blocks)
    return sum(found) / len(found)


@pytest.mark.parametrize("name", TEXTS)
def test_plain_text(name: str) -> None:
    make, floor = TEXTS[name]
    assert share(make) >= floor


MOVED = [
    (lines, "LONG", 60),
    (lines, "LONG", 4000),
    (lines, "SHORT", 20),
    (lines, "SHORT", 70),
    (lines, "NARROW", 90),
    (lines, "MOST", 1.5),
    (drawn, "MOST", 1.5),
    (lines, "MOST_INDENTED", 1),
    (lines, "MOST_FIRST", 0.05),
    (plain_headings, "LONGEST", 3),
    (page_breaks, "OFTEN", 3.0),
    (page_breaks, "SHORTEST", 200),
]


@pytest.mark.parametrize(("module", "name", "value"), MOVED)
def test_a_constant_that_moves_falls_below_a_floor(
    module: ModuleType, name: str, value: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, name, value)
    assert any(share(make) < floor for make, floor in TEXTS.values())


def changes(chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    for number in range(5):
        yield (
            f"src/part{number}.py",
            [f"{chance.choice(' +-')}{' '.join(chance.choices(WORDS, k=4))}" for _ in range(9)],
        )


@pytest.mark.parametrize("program", ["git", "diff", "svn"])
def test_diffs(program: str) -> None:
    made = list(changes(random.Random(1)))
    text, wanted = "", []
    for path, rows in made:
        old, new = (sum(row[0] in signs for row in rows) for signs in (" -", " +"))
        hunk = f"@@ -1,{old} +1,{new} @@"
        head = {
            "git": f"diff --git a/{path} b/{path}\nindex 1..2 100644\n",
            "diff": "",
            "svn": f"Index: {path}\n{'=' * 67}\n",
        }
        text += f"{head[program]}--- a/{path}\n+++ b/{path}\n{hunk}\n" + "\n".join(rows) + "\n"
        wanted += [path, hunk]
    document = parse_structured(text.encode(), Format.DIFF).document
    headings = [block.span.of(document.text) for block in document.blocks if block.kind.value == "heading"]
    assert headings == wanted
    assert all("\n".join(rows) in document.text for _, rows in made)


@pytest.mark.parametrize("form", ["rss", "atom"])
def test_feeds(form: str) -> None:
    chance = random.Random(2)
    entries = [(f"Entry {n}", sentences(chance, 3), sentences(chance, 2)) for n in range(6)]
    blocks: Blocks = [("heading", "News")]
    body = ""
    for title, first, second in entries:
        html = escape(f"<p>{first}</p><blockquote><p>{second}</p></blockquote>")
        link = "<link>https://a.example/1</link>" if form == "rss" else '<link href="https://a.example/1"/>'
        name, holder = ("item", "description") if form == "rss" else ("entry", "content")
        kind = "" if form == "rss" else ' type="html"'
        body += f"<{name}><title>{title}</title>{link}<{holder}{kind}>{html}</{holder}></{name}>"
        blocks += [("heading", title), ("paragraph", first), ("quote", second)]
    feed = {
        "rss": f"<rss version='2.0'><channel><title>News</title>{body}</channel></rss>",
        "atom": f"<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title>{body}</feed>",
    }
    parsed = parse_structured(feed[form].encode(), Format.FEED)
    assert quality(parsed, Expected("", [], "", "", "", blocks)).blocks == 1.0
