"""Plain text has quotes, notes and tags, for mail and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.annotation import RETURNED
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import is_lost, lines_visible, note_texts, place, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 72
"""Cells of a line, as mail has it."""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, an annotation at a time."""
    del options  # nothing here tells more than the annotations
    between = ""
    for one in exported:
        title = visible_line(one.article.title)
        yield f"{between}{title}\n{'=' * min(len(title), WIDTH)}\n"
        authors = visible_line(", ".join(one.article.authors))
        if authors:
            yield f"{authors}\n"
        for entry in one.entries:
            yield f"\n{_entry(entry)}"
        between = "\n\n"


def _entry(entry: ExportedAnnotation) -> str:
    annotation = entry.annotation
    parts = []
    if annotation.quote:
        parts += _wrapped(f"“{visible_line(entry.words)}”")
    for mark, text in note_texts(entry):
        lines = lines_visible(f"[{mark}] {text}" if mark else text).split("\n")
        parts += [f"  {line}".rstrip() for line in lines]
    facts = [place(entry.where), "not found in this version" if is_lost(entry) else "", "★" if annotation.star else ""]
    facts.append(RETURNED if annotation.returned else "")
    facts += [f"#{visible_line(tag)}" for tag in annotation.tags]
    told = "  ".join(fact for fact in facts if fact)
    return "\n".join([*parts, f"  ({told})"] if told else parts) + "\n"


def _wrapped(text: str) -> list[str]:
    # The standard library's `textwrap` takes ten times as long, for hyphens and tabs that are not to be minded here.
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]
