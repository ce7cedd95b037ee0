"""Logseq: a page of bullets, one a highlight, with its properties under it and its note as a child."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.annotation import RETURNED
from reader.exchange.formats.markdown_text import inline, note
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.sanitize import lost, note_texts, one_line, place, source_name, web_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TAB = "\t"
_ACTIVE = re.compile(r"[:{(](?=[:{(])")
"""The first signs of a property (`::`), a macro (`{{`) and a reference to a block (`((`)."""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, an annotation at a time."""
    for one in exported:
        article = one.article
        address = web_address(article) or one_line(source_name(article, paths=options.paths))
        facts = {
            "title": _calm(inline(article.title)),
            "author": ", ".join(f"[[{_page(author)}]]" for author in article.authors),
            "url": address,
            "date": _calm(inline(article.date)),
        }
        yield "".join(f"{name}:: {value}\n" for name, value in facts.items() if value) + "\n"
        for entry in one.entries:
            yield _bullet(entry)


def _bullet(entry: Entry) -> str:
    annotation = entry.annotation
    tags = " ".join(f"#[[{_page(tag)}]]" for tag in annotation.tags)
    head = _calm(inline(annotation.quote)) if annotation.quote else "(page note)"
    lines = [f"- {head} {tags}".rstrip(), f"  id:: {annotation.id}", f"  hl-color:: {annotation.colour}"]
    if annotation.star:
        lines.append("  starred:: true")
    if annotation.returned:
        lines.append(f"  returned:: {RETURNED}")
    where = "not found in this version" if lost(entry) else place(entry.where)
    if where:
        lines.append(f"  place:: {where}")
    for mark, text in note_texts(entry):
        written = [_calm(line) for line in note(f"{mark}: {text}" if mark else text)]
        lines += [f"{TAB}- {written[0]}", *(f"{TAB}  {line}".rstrip() for line in written[1:])]
    return "\n".join(lines) + "\n"


def _page(name: str) -> str:
    """A page's name between double brackets, which it cannot hold itself."""
    return _calm(one_line(re.sub(r"[\[\]{}#]+", " ", name)))


def _calm(line: str) -> str:
    # An empty space keeps the signs apart; Logseq knows no other way.
    return _ACTIVE.sub("\\g<0>\u200b", line)
