"""A document as bytes, made to be read fast: blocks and marks in columns, and built when they are asked for.

One line of JSON says what follows, then come the columns and the text; each has its CRC.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from typing import TYPE_CHECKING, Any

import reader.storage.columns as columns
from reader.domain.digests import sha256
from reader.domain.document import Document
from reader.storage.columns import BLOCKS, MARKS, block_rest

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1
LARGE = 1 << 18
"""Texts of more bytes are kept as they are: unpacking takes 4 ms a MB when they are opened, and few are so long."""
LEVEL = 1
"""Half the size in a fifth of the time of the default."""


class Damaged(Exception):
    """The bytes are not those of the document that was asked for."""


def pack(document: Document, name: str) -> bytes:
    """The document as bytes; `name` is the hash of its text."""
    blocks, marks = document.blocks, document.marks
    body = b"".join(
        [
            bytes(BLOCKS.index(block.kind) for block in blocks),
            _offsets(block.span.start for block in blocks),
            _offsets(block.span.end for block in blocks),
            bytes(MARKS.index(mark.kind) for mark in marks),
            _offsets(mark.span.start for mark in marks),
            _offsets(mark.span.end for mark in marks),
        ]
    )
    rest = {
        "blocks": {str(n): found for n, block in enumerate(blocks) if (found := block_rest(block))},
        "marks": {str(n): mark.value for n, mark in enumerate(marks) if mark.value},
        "anchors": document.anchors,
        "pages": document.pages,
    }
    text = document.text.encode()
    packed = len(text) <= LARGE
    packed_columns = zlib.compress(body + json.dumps(rest).encode(), LEVEL)
    head = {
        "format": FORMAT,
        "parser": document.parser,
        "parser_version": document.parser_version,
        "blocks": len(blocks),
        "marks": len(marks),
        "columns": len(packed_columns),
        "crc": zlib.crc32(packed_columns),
        "packed": packed,
        "hash": name,
        "text_crc": zlib.crc32(text),
    }
    return json.dumps(head).encode() + b"\n" + packed_columns + (zlib.compress(text, LEVEL) if packed else text)


def unpack(data: bytes, name: str) -> Document:
    """The document whose text has this hash. Raises Damaged."""
    # Cut without copying: a text of 10 MB would be in memory four times.
    first = data.find(b"\n")
    rest = memoryview(data)[first + 1 :]
    try:
        head = json.loads(data[: max(0, first)])
        packed_columns = rest[: head["columns"]]
        if head["format"] != FORMAT or zlib.crc32(packed_columns) != head["crc"]:
            raise Damaged(name)
        stored = rest[head["columns"] :]
        text = zlib.decompress(stored) if head["packed"] else stored
        if not _fits(text, head, name):
            raise Damaged(name)
        return _document(head, zlib.decompress(packed_columns), str(text, "utf-8"))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        raise Damaged(name) from error


def _fits(text: bytes | memoryview, head: dict[str, Any], name: str) -> bool:
    """Whether it is the text of that hash: by its CRC, or the hash itself where it was kept without one."""
    if "text_crc" in head:
        return bool(head["hash"] == name and zlib.crc32(text) == head["text_crc"])
    return sha256(text) == name


def _document(head: dict[str, Any], body: bytes, text: str) -> Document:
    cut = _Columns(body)
    n, m = head["blocks"], head["marks"]
    blocks = cut.take(n), cut.offsets(n), cut.offsets(n)
    marks = cut.take(m), cut.offsets(m), cut.offsets(m)
    rest = json.loads(cut.rest())
    return Document(
        text,
        columns.blocks(*blocks, rest["blocks"]),
        columns.marks(*marks, rest["marks"]),
        tuple((str(label), int(offset)) for label, offset in rest["anchors"]),
        tuple((int(offset), str(label)) for offset, label in rest["pages"]),
        head["parser"],
        head["parser_version"],
    )


def _offsets(numbers: Iterable[int]) -> bytes:
    column = array("I", numbers)
    if sys.byteorder == "big":
        column.byteswap()
    return column.tobytes()


class _Columns:
    """Reads columns off the front."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def take(self, count: int) -> bytes:
        self._at += count
        return self._body[self._at - count : self._at]

    def offsets(self, count: int) -> array[int]:
        column = array("I", self.take(count * 4))
        if sys.byteorder == "big":
            column.byteswap()
        return column

    def rest(self) -> bytes:
        return self._body[self._at :]
