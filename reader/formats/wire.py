"""What a parser answers, as bytes from the process that parsed to the one that reads: JSON, nothing that can run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind, Metadata, Parsed
from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = {kind: number for number, kind in enumerate(BlockKind)}
_MARKS = {kind: number for number, kind in enumerate(MarkKind)}
_BLOCK_KINDS = tuple(BlockKind)
_MARK_KINDS = tuple(MarkKind)


def pack(parsed: Parsed) -> bytes:
    """The answer as one line of JSON."""
    document, said = parsed.document, parsed.metadata
    return orjson.dumps(
        {
            "format": parsed.format,
            "metadata": [said.title, said.authors, said.language, said.date, said.url, said.tags],
            "parser": [document.parser, document.parser_version],
            "text": document.text,
            "blocks": [_block(block) for block in document.blocks],
            "marks": [(_MARKS[one.kind], one.span.start, one.span.end, one.value) for one in document.marks],
            "anchors": document.anchors,
            "pages": document.pages,
        }
    )


def unpack(data: bytes) -> Parsed:
    """The answer again. Raises ValueError, TypeError, KeyError or IndexError for anything else."""
    said = orjson.loads(data)
    title, authors, language, date, url, tags = said["metadata"]
    parser, version = said["parser"]
    document = Document(
        said["text"],
        tuple(_to_block(fields) for fields in said["blocks"]),
        tuple(Mark(_MARK_KINDS[kind], Span(start, end), value) for kind, start, end, value in said["marks"]),
        tuple((name, offset) for name, offset in said["anchors"]),
        tuple((offset, label) for offset, label in said["pages"]),
        parser,
        version,
    )
    metadata = Metadata(title, tuple(authors), language, date, url, tuple(tags))
    return Parsed(document, metadata, said["format"])


def _block(block: Block) -> Sequence[object]:
    plain = (_KINDS[block.kind], block.span.start, block.span.end)
    facts = (block.level, block.quote, block.depth, block.ordered, block.number, block.checked)
    more = (block.language, block.rows, block.header, block.aligns, block.label)
    if more == ("", (), 0, (), ""):
        return plain if facts == (0, 0, 0, False, 0, None) else (*plain, *facts)
    rows = [[(cell.start, cell.end) for cell in row] for row in block.rows]
    return (*plain, *facts, block.language, rows, *more[2:])


def _to_block(fields: list[Any]) -> Block:
    kind, start, end, *facts = fields
    if len(facts) > 6:
        language, rows, header, aligns, label = facts[6:]
        cells = tuple(tuple(Span(*cell) for cell in row) for row in rows)
        facts[6:] = [language, cells, header, tuple(aligns), label]
    return Block(_BLOCK_KINDS[kind], Span(start, end), *facts)
