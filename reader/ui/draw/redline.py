"""Two texts are shown as one, with what was taken out and what was put in; and two passages side by side.

What is told apart by colour is told apart without it too: what was removed is struck through, what was added is
underlined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.anchoring import changes
from reader.ui.draw.cells import Styled
from reader.ui.draw.page import Paragraph, paragraphs
from reader.ui.draw.theme import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.anchoring import WordChange
    from reader.domain.document import BlockKind, Document

ADDED, REMOVED = Role.ADDED, Role.REMOVED


def redline(old: Document, new: Document) -> list[Paragraph]:
    """Set both documents as one page, in the order of the new one, with a bar beside what was changed."""
    return [
        one._replace(bar=Role.POINTER) if any(run.style for run in one.runs) else one
        for one in paragraphs(_runs(old, new))
    ]


def compare(old: str, new: str) -> tuple[list[Styled], list[Styled]]:
    """Set two passages side by side: the old one with what was removed, the new one with what was added."""
    left: list[Styled] = []
    right: list[Styled] = []
    for change in changes(old, new):
        removed, added = change.old.of(old), change.new.of(new)
        same = removed == added
        if removed:
            left.append(Styled(removed, Role.PLAIN if same else REMOVED))
        if added:
            right.append(Styled(added, Role.PLAIN if same else ADDED))
    return left, right


def stood_at(edits: Sequence[WordChange], offset: int) -> int:
    """Tell where in the new text the old one's `offset` is, or what took its place."""
    for edit in edits:
        if offset in edit.old:
            kept = offset - edit.old.start
            return edit.new.start + min(kept, len(edit.new)) if len(edit.old) == len(edit.new) else edit.new.start
    return edits[-1].new.end if edits else 0


def _runs(old: Document, new: Document) -> Iterator[tuple[Styled, BlockKind]]:
    for change in changes(old.text, new.text):
        removed, added = change.old.of(old.text), change.new.of(new.text)
        if removed == added:
            yield from _cut(new, change.new.start, added, Role.PLAIN)
            continue
        if removed:
            yield from _cut(old, change.old.start, removed, REMOVED)
        if added:
            yield from _cut(new, change.new.start, added, ADDED)


def _cut(document: Document, start: int, text: str, style: Role) -> Iterator[tuple[Styled, BlockKind]]:
    """A piece of a document's text, block by block, each with its kind."""
    if style and not text.strip():
        # Line ends that were taken out or put in with nothing else would not be seen.
        yield Styled("¶", style), document.blocks[document.block_index(start)].kind
    at, end = start, start + len(text)
    index = document.block_index(start)
    while at < end:
        index += 1
        stop = document.blocks[index].span.start if index < len(document.blocks) else end
        if stop > at:
            yield Styled(text[at - start : min(stop, end) - start], style), document.blocks[index - 1].kind
            at = stop
