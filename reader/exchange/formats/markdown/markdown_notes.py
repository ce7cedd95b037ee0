"""Markdown is written for a folder of notes, Obsidian's above all: front matter, quotes with stable block ids, notes,
tags.

One article makes a file with its own front matter. Several in one file share a front matter and stand one after
the other. A quote's last line ends in ` ^hl-` and the first 8 digits of its annotation's id, so that `[[file#^hl-…]]`
keeps pointing to it; a block runs from there to its line of colour and place. What a reader of the file need not see,
and `markdown_reading` needs to have everything back, stands in a link definition, which no program shows. Nothing
depends on the time of the export unless the options say when it was.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING

from reader.domain.annotation import RETURNED
from reader.exchange.formats.markdown.front_matter import front_matter
from reader.exchange.formats.markdown.markdown_record import article_line, record_line
from reader.exchange.formats.markdown.markdown_text import inline, note, quote_markdown
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, FilePiece, Location, Options
from reader.exchange.sanitize import LOST, is_lost, note_texts, place, source_name, visible_line, web_address
from reader.exchange.tag_names import TagNames, hashtag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DEEPEST = 6
"""Markdown has no heading below this."""
PAGE_NOTE = "note on the whole article"
"""What the line of a page note says in the place of a colour."""
STARRED = "starred"
_NOT_IN_NAME = re.compile(r"[^a-zA-Z0-9]+")


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of about one annotation."""
    articles = iter(exported)
    first = list(islice(articles, 2))
    if len(first) == 1:
        yield "\n".join(piece.text for piece in pieces(first[0], options))
        return
    yield front_matter([("title", "Highlights"), ("exported", options.exported)])
    for article in chain(first, articles):
        yield f"\n{_title(article, options, alone=False)}"
        yield from (f"\n{piece.text}" for piece in _entries(article, options))


def pieces(exported: Exported, options: Options = PLAIN) -> Iterator[FilePiece]:
    """Cut the file of one article into what is renewed by itself."""
    yield FilePiece("front", _front(exported, options))
    yield FilePiece("title", _title(exported, options, alone=True))
    yield from _entries(exported, options)


def _front(exported: Exported, options: Options) -> str:
    article, names = exported.article, TagNames(hashtag)
    return front_matter(
        [
            ("title", visible_line(article.title)),
            ("authors", [visible_line(author) for author in article.authors]),
            ("url", web_address(article)),
            ("source", visible_line(source_name(article, paths=options.paths))),
            ("date", visible_line(article.date)),
            ("tags", [word for name in article.tags if (word := names(name))]),
            ("exported", options.exported),
            ("reader-id", article.id),
        ]
    )


def _title(exported: Exported, options: Options, *, alone: bool) -> str:
    article = exported.article
    title = f"# {inline(article.title)}\n"
    if alone:
        return title
    address = web_address(article)
    facts = [*map(inline, article.authors), inline(article.date), f"<{address}>" if address else ""]
    told = " · ".join(filter(None, facts))
    return "\n".join([title, *([f"{told}\n"] if told else []), f"{article_line(article, options)}\n"])


def _entries(exported: Exported, options: Options) -> Iterator[FilePiece]:
    above: tuple[str, ...] = ()
    title = visible_line(exported.article.title)
    names = TagNames(hashtag)
    used: set[str] = set()
    shown: Counter[str] = Counter()
    missing = False
    for entry in exported.entries:
        where = entry.where
        if where and where.headings != above:
            for heading in _headings(above, where.headings, title):
                shown[heading] += 1
                yield FilePiece(f"{heading}\n{shown[heading]}", f"{heading}\n")
            above = where.headings
        if not missing and is_lost(entry):
            missing = True
            yield FilePiece(f"## {LOST}", f"## {LOST}\n")
        name = block_id(entry.annotation.id, used)
        yield FilePiece(entry.annotation.id, _annotation(entry, options, name, names), f" ^{name}")


def _headings(before: tuple[str, ...], now: tuple[str, ...], title: str) -> Iterator[str]:
    """Those of `now` that do not stand already. An article that opens with its title does not repeat it."""
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    shift = 1 if now and now[0] == title else 2
    for depth in range(same, len(now)):
        if depth or now[0] != title:
            yield f"{'#' * min(depth + shift, DEEPEST)} {inline(now[depth])}"


def block_id(annotation_id: str, used: set[str]) -> str:
    """Name the annotation as none among `used` is called: by 8 digits of its id, more only where two are alike."""
    digits, length = annotation_id[:8], 8
    if not (digits.isascii() and digits.isalnum()) or f"hl-{digits}" in used:
        digits = _NOT_IN_NAME.sub("", annotation_id) or "0"
    while (name := f"hl-{digits[:length]}") in used:
        if length >= len(digits):
            digits += "0"
        length += 1
    used.add(name)
    return name


def _annotation(entry: ExportedAnnotation, options: Options, name: str, names: TagNames) -> str:
    annotation = entry.annotation
    lines = []
    if annotation.targets:
        lines = [*_block_quote(quote_markdown(entry.words)), ""]
        lines[-2] += f" ^{name}"
    for mark, text in note_texts(entry):
        lines += [*([f"*{mark}:*", ""] if mark else []), *note(text), ""]
    tags = [f"#{names(tag)}" for tag in annotation.tags]
    facts = " ".join([_facts(entry, options), *tags])
    lines += [record_line(name, entry, tags), "", facts if annotation.targets else f"{facts} ^{name}", ""]
    return "\n".join(lines[1:] if lines[0] == "" else lines)


def _block_quote(lines: list[str]) -> list[str]:
    # Two blanks at its end keep a line of verse or code apart from the next.
    return [f"> {line}  " if line and below else f"> {line}".rstrip() for line, below in pairwise([*lines, ""])]


def _facts(entry: ExportedAnnotation, options: Options) -> str:
    annotation = entry.annotation
    facts = [
        options.colour_words(annotation, " · ") if annotation.targets else PAGE_NOTE,
        _place(entry.where),
        STARRED if annotation.star else "",
        RETURNED if annotation.returned else "",
        inline(annotation.creator) if options.creator else "",
    ]
    return f"*{' · '.join(filter(None, facts))}*"


def _place(where: Location | None) -> str:
    # Only a page's label can hold signs that are not ours.
    return inline(place(where)) if where and where.page else place(where)
