"""What a text without metadata is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import BlockKind

if TYPE_CHECKING:
    from reader.domain.document import Document

NEAR = 50
"""Blocks within which the heading that is the title has to stand."""


def first_heading(document: Document) -> str:
    """The text of the first heading, if it is of the first level or stands before all else."""
    for index, block in enumerate(document.blocks[:NEAR]):
        if block.kind is BlockKind.HEADING and (block.level == 1 or index == 0):
            return block.span.of(document.text)
    return ""
