"""What a parser answers, as bytes from the process that parsed to the one that reads: nothing in them can run.

One line of JSON, then the document's columns, then its text.
"""

from __future__ import annotations

import json

import reader.domain.document_columns as columns
from reader.domain.document import Metadata, Parsed


def pack(parsed: Parsed) -> bytes:
    """The answer as bytes."""
    document, said = parsed.document, parsed.metadata
    body = columns.pack(document)
    head = {
        "format": parsed.format,
        "metadata": [said.title, said.authors, said.language, said.date, said.url, said.tags],
        "parser": [document.parser, document.parser_version],
        "pieces": [len(document.blocks), len(document.marks)],
        "columns": len(body),
        "remarks": parsed.remarks,
    }
    return b"\n".join([json.dumps(head).encode(), body + document.text.encode()])


def unpack(data: bytes) -> Parsed:
    """The answer again. Raises ValueError, KeyError, IndexError, TypeError or AttributeError for anything else."""
    first, _, rest = data.partition(b"\n")
    said = json.loads(first)
    title, authors, language, date, url, tags = said["metadata"]
    blocks, marks = said["pieces"]
    parser, version = said["parser"]
    text = str(memoryview(rest)[said["columns"] :], "utf-8")
    document = columns.unpack(rest[: said["columns"]], blocks, marks, text, parser, version, trusted=False)
    metadata = Metadata(title, tuple(authors), language, date, url, tuple(tags))
    return Parsed(document, metadata, said["format"], tuple(map(str, said["remarks"])))
