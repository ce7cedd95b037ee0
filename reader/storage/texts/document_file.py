"""A document is kept as one line of JSON that says what follows, its columns, its text; these have a CRC each.

The text stands there as it is. Half its size could be saved, and was once: but to unpack a text takes twice as long as
to read it and look through it, and a search for common words does so with all of them.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import reader.domain.document_columns as columns
from reader.domain.ids import sha256
from reader.storage.rows.codec import loads

if TYPE_CHECKING:
    from reader.domain.document import Document

FORMAT = 1
LARGE = 1 << 18
"""Bytes at most of a text that is packed, as earlier versions kept them."""
COLUMNS = 1 << 20
RATIO = 8
"""Bytes that the columns have at most: the one, or so many times those of the text, where each word is marked."""
LARGEST = 96 << 20
"""Bytes of a file that is read at all: 20 million letters and their columns."""
LEVEL = 1
"""Of the columns: half the size in a fifth of the time of the default."""


class DamagedDocument(Exception):
    """The bytes are not those of the document that was asked for."""


def pack(document: Document, name: str) -> bytes:
    """Pack the document as bytes; `name` is the hash of its text."""
    text = document.text.encode()
    packed_columns = zlib.compress(columns.pack(document), LEVEL)
    head = {
        "format": FORMAT,
        "parser": document.parser,
        "parser_version": document.parser_version,
        "blocks": len(document.blocks),
        "marks": len(document.marks),
        "columns": len(packed_columns),
        "crc": zlib.crc32(packed_columns),
        "packed": False,
        "hash": name,
        "size": len(text),
        "text_crc": zlib.crc32(text),
    }
    return json.dumps(head).encode() + b"\n" + packed_columns + text


def unpack(data: bytes, name: str) -> Document:
    """Unpack the document whose text has this hash. Raises DamagedDocument."""
    try:
        head, packed_columns, text = _parts(data, name)
        of_parser = head["parser"], head["parser_version"]
        body = inflate(packed_columns, max(COLUMNS, len(text) * RATIO))
        return columns.unpack(body, head["blocks"], head["marks"], str(text, "utf-8"), *of_parser)
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, zlib.error) as error:
        raise DamagedDocument(name) from error


def unpack_text(data: bytes, name: str) -> str:
    """Unpack the text alone of the document whose text has this hash, for who looks through many.

    Raises DamagedDocument.
    """
    try:
        return str(_parts(data, name)[2], "utf-8")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, zlib.error) as error:
        raise DamagedDocument(name) from error


def _parts(data: bytes, name: str) -> tuple[dict[str, Any], memoryview, bytes | memoryview]:
    """What is said of it, its columns still packed, and its text."""
    # Cut without copying: a text of 10 MB would be in memory four times.
    first = data.find(b"\n")
    rest = memoryview(data)[first + 1 :]
    head = loads(data[: max(0, first)])
    packed_columns = rest[: head["columns"]]
    if head["format"] != FORMAT or zlib.crc32(packed_columns) != head["crc"]:
        raise DamagedDocument(name)
    stored = rest[head["columns"] :]
    # What a program that carries files about has put behind it is not of it.
    text = inflate(stored, LARGE) if head["packed"] else stored[: head.get("size")]
    if not _fits(text, head, name):
        raise DamagedDocument(name)
    return head, packed_columns, text


def inflate(data: bytes | memoryview, most: int) -> bytes:
    """Inflate the bytes that these were packed from. Raises zlib.error where they are more than `most`, or cut off."""
    unpacker = zlib.decompressobj()
    found = unpacker.decompress(data, most + 1)
    if len(found) > most or not unpacker.eof:
        raise zlib.error("they are too many, or cut off")
    return found


def _fits(text: bytes | memoryview, head: dict[str, Any], name: str) -> bool:
    """Whether it is the text of that hash: by its CRC, or the hash itself where it was kept without one."""
    if "text_crc" in head:
        return bool(head["hash"] == name and zlib.crc32(text) == head["text_crc"])
    return sha256(text) == name
