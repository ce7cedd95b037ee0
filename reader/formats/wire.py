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
    return b"".join(pieces(parsed))


def pieces(parsed: Parsed) -> list[bytes]:
    """Pack the answer as bytes that are sent one after the other: a book is ten million, and to join them copies it."""
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
    return [json.dumps(head).encode(), b"\n", body, document.text.encode()]


def unpack(data: bytes) -> Parsed:
    """Unpack the answer. Raises ValueError, KeyError, IndexError, TypeError or AttributeError for anything else."""
    end = data.index(b"\n") + 1
    said = json.loads(data[:end])
    title, authors, language, date, url, tags = said["metadata"]
    blocks, marks = said["pieces"]
    parser, version = said["parser"]
    begin = end + said["columns"]
    text = str(memoryview(data)[begin:], "utf-8")
    document = columns.unpack(data[end:begin], blocks, marks, text, parser, version, trusted=False)
    metadata = Metadata(title, tuple(authors), language, date, url, tuple(tags))
    remarks = tuple(map(str, said["remarks"]))
    embedded = tuple(_embedded(one, len(text)) for one in said["embedded"])
    return Parsed(document, metadata, said["format"], remarks, embedded)


def _embedded(fields: list[Any], length: int) -> Embedded:
    quote, span, *rest = fields
    if span is not None and not 0 <= span[0] < span[1] <= length:
        raise ValueError("a span that is not in the text")
    return Embedded(str(quote), None if span is None else Span(*span), *map(str, rest))
