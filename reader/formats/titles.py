"""A text is called by the fields of its metadata, or, without any, by its first heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.decode import whole
from reader.domain.document import BlockKind
from reader.domain.wording import one_line

if TYPE_CHECKING:
    from reader.domain.document import Document

LONGEST = 300
"""Characters of a title or a name at most; what is longer is something else."""
NEAR = 50
"""Blocks within which the heading that is the title has to stand."""


def field(said: str) -> str:
    """Put a field of metadata on one line, cut where it is too long for one."""
    return one_line(whole(said))[:LONGEST]


def first_heading(document: Document) -> str:
    """Return the text of the first heading, if it is of the first level or stands before all else."""
    for index, block in enumerate(document.blocks[:NEAR]):
        if block.kind is BlockKind.HEADING and (block.level == 1 or index == 0):
            return block.span.of(document.text)
    return ""
