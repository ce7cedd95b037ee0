"""A parser's answer goes as bytes from the process that parsed to the one that reads: nothing in them can run.

One line of JSON, then the document's columns, then its text.
"""

from __future__ import annotations

import json
from typing import Any

import reader.domain.document_columns as columns
from reader.domain.document import Embedded, Metadata, Parsed
from reader.domain.span import Span


def pack(parsed: Parsed) -> bytes:
    """Pack the answer as bytes."""
    document, said = parsed.document, parsed.metadata
    body = columns.pack(document)
    head = {
        "format": parsed.format,
        "metadata": [said.title, said.authors, said.language, said.date, said.url, said.tags],
        "parser": [document.parser, document.parser_version],
        "pieces": [len(document.blocks), len(document.marks)],
        "columns": len(body),
        "remarks": parsed.remarks,
        "embedded": [[*one[:1], one.span and [*one.span], *one[2:]] for one in parsed.embedded],
    }
    return b"\n".join([json.dumps(head).encode(), body + document.text.encode()])


def unpack(data: bytes) -> Parsed:
    """Unpack the answer. Raises ValueError, KeyError, IndexError, TypeError or AttributeError for anything else."""
    first, _, rest = data.partition(b"\n")
    said = json.loads(first)
    title, authors, language, date, url, tags = said["metadata"]
    blocks, marks = said["pieces"]
    parser, version = said["parser"]
    text = str(memoryview(rest)[said["columns"] :], "utf-8")
    document = columns.unpack(rest[: said["columns"]], blocks, marks, text, parser, version, trusted=False)
    metadata = Metadata(title, tuple(authors), language, date, url, tuple(tags))
    remarks = tuple(map(str, said["remarks"]))
    embedded = tuple(_embedded(one, len(text)) for one in said["embedded"])
    return Parsed(document, metadata, said["format"], remarks, embedded)


def _embedded(fields: list[Any], length: int) -> Embedded:
    quote, span, *rest = fields
    if span is not None and not 0 <= span[0] < span[1] <= length:
        raise ValueError("a span that is not in the text")
    return Embedded(str(quote), None if span is None else Span(*span), *map(str, rest))
