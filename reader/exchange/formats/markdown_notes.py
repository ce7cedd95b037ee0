"""Markdown for a folder of notes, Obsidian's above all: front matter, quotes with stable block ids, notes, tags.

One article makes a file with its own front matter. Several in one file share a front matter and stand one after
the other. A quote's last line ends in ` ^hl-` and the first 8 digits of its annotation's id, so that `[[file#^hl-…]]`
keeps pointing to it. Nothing depends on the time of the export unless the options say when it was.
"""

from __future__ import annotations

import re
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from reader.domain.annotation import RETURNED
from reader.exchange.formats.front_matter import front_matter
from reader.exchange.formats.markdown_text import inline, note, quoted, tag
from reader.exchange.records import PLAIN, Entry, Exported, Options, Where
from reader.exchange.sanitize import LOST, lost, note_texts, one_line, place, source_name, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEEPEST = 6
"""Markdown has no heading below this."""
_NOT_IN_NAME = re.compile(r"[^a-zA-Z0-9]+")


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, in pieces of about one annotation."""
    articles = iter(exported)
    first = list(islice(articles, 2))
    alone = len(first) == 1
    if not alone:
        yield front_matter([("title", "Highlights"), ("exported", options.exported)])
    for article in chain(first, articles):
        yield from _head(article, options, alone=alone)
        yield from _entries(article, options)


def _head(exported: Exported, options: Options, *, alone: bool) -> Iterator[str]:
    article = exported.article
    address = web_address(article)
    if alone:
        yield front_matter(
            [
                ("title", one_line(article.title)),
                ("authors", [one_line(author) for author in article.authors]),
                ("url", address),
                ("source", one_line(source_name(article, paths=options.paths))),
                ("date", one_line(article.date)),
                ("tags", [word for name in article.tags if (word := tag(name)[1:])]),
                ("exported", options.exported),
            ]
        )
    yield f"\n# {inline(article.title)}\n"
    if not alone:
        facts = [*map(inline, article.authors), inline(article.date), f"<{address}>" if address else ""]
        if any(facts):
            yield f"\n{' · '.join(filter(None, facts))}\n"


def _entries(exported: Exported, options: Options) -> Iterator[str]:
    above: tuple[str, ...] = ()
    title = one_line(exported.article.title)
    used: set[str] = set()
    missing = False
    for entry in exported.entries:
        where = entry.where
        if where and where.headings != above:
            yield from _headings(above, where.headings, title)
            above = where.headings
        if not missing and lost(entry):
            missing = True
            yield f"\n## {LOST}\n"
        yield _annotation(entry, options, block_id(entry.annotation.id, used))


def _headings(before: tuple[str, ...], now: tuple[str, ...], title: str) -> Iterator[str]:
    """Those of `now` that do not stand already. An article that opens with its title does not repeat it."""
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    shift = 1 if now and now[0] == title else 2
    for depth in range(same, len(now)):
        if depth or now[0] != title:
            yield f"\n{'#' * min(depth + shift, DEEPEST)} {inline(now[depth])}\n"


def block_id(annotation_id: str, used: set[str]) -> str:
    """A name for the annotation that is new among `used`: 8 digits of its id, more only where two are alike."""
    digits, length = annotation_id[:8], 8
    if not (digits.isascii() and digits.isalnum()) or f"hl-{digits}" in used:
        digits = _NOT_IN_NAME.sub("", annotation_id) or "0"
    while (name := f"hl-{digits[:length]}") in used:
        if length >= len(digits):
            digits += "0"
        length += 1
    used.add(name)
    return name


def _annotation(entry: Entry, options: Options, name: str) -> str:
    annotation = entry.annotation
    lines = []
    if annotation.targets:
        lines = ["", *_block_quote(quoted(annotation.quote))]
        lines[-1] += f" ^{name}"
    for mark, text in note_texts(entry):
        lines += ["", *([f"*{mark}:*", ""] if mark else []), *note(text)]
    facts = _facts(entry, options)
    if not annotation.targets:
        facts += f" ^{name}"
    return "\n".join([*lines, "", facts, ""])


def _block_quote(lines: list[str]) -> list[str]:
    # Two blanks at its end keep a line of verse or code apart from the next.
    return [f"> {line}  " if line and below else f"> {line}".rstrip() for line, below in pairwise([*lines, ""])]


def _facts(entry: Entry, options: Options) -> str:
    annotation = entry.annotation
    facts = [
        annotation.colour if annotation.targets else "note on the whole article",
        _place(entry.where),
        "starred" if annotation.star else "",
        RETURNED if annotation.returned else "",
        inline(annotation.creator) if options.creator else "",
    ]
    return " ".join([f"*{' · '.join(filter(None, facts))}*", *filter(None, map(tag, annotation.tags))])


def _place(where: Where | None) -> str:
    # Only a page's label can hold signs that are not ours.
    return inline(place(where)) if where and where.page else place(where)
