"""Where the library file cannot be read, its backup is, and every record that is whole in the broken bytes."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from reader.domain.errors import Corrupt, StoreError
from reader.domain.ids import sha256
from reader.domain.patterns import deferred
from reader.domain.wording import counted
from reader.storage.disk.replace import write_file
from reader.storage.file.doc_ids import TABLES, adopt
from reader.storage.file.packed_rows import PackedRows
from reader.storage.file.strict import MAX_DEPTH, check_depth

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping
    from pathlib import Path

    from reader.domain.merge import AnyTables, Row, Tables
    from reader.storage.disk.system import System
    from reader.storage.local.paths import StorePaths

RECORD = deferred(rb'\{(?=\s*")')
"""Where a record may begin: what stands before it need not be whole."""
NUMBERED = deferred(r'"\d+"\s*:\s*\Z')
"""What stands before a document in a TinyDB file."""
UUID = b'"uuid"'
"""The name of the field that every record has once."""
OF_RECORDS = frozenset({"uuid", "quote", "note"})
"""Names of which each record has one, ours or another tool's."""
_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_REST = rb'[^"{}\[\]]*+'
_HELD = rb"%b(?:%b%b)*+" % (_REST, _TEXT, _REST)
for _ in range(6):  # a table of records
    _HELD = rb"%b(?:(?:%b|[{\[]%b[}\]])%b)*+" % (_REST, _TEXT, _HELD, _REST)
PART = deferred(rb'(%b)(\s*:)?|[{\[]%b[}\]]|([{}\[\]"])' % (_TEXT, _HELD), re.DOTALL)
"""What stands in an object: a text, which may be a name; an object or list that is whole; or a sign of what is not."""
DEEP = deferred(rf"(?:[^{{}}]*\{{){{{MAX_DEPTH + 1}}}")
"""Brackets that open, more than a record has, with none that closes between them."""
PATIENCE = 50
"""How often the decoder may run out of its stack, which takes it long, before brackets are counted first. A text in a
record may have as many."""
WINDOW, STEP = 1 << 18, 1 << 16
"""Characters that a record is looked for in first, and how far apart they begin: an error of the decoder counts the
lines before it, which would make 100,000 beginnings of records in one text a minute's work."""
LARGE = 8 << 20
"""Bytes of a library whose records are not held as objects."""
MENDED = "`reader doctor --repair` writes the library anew"
READABLE_INTEGER = 4000
"""Digits; Python makes no integers out of many more, and no record of ours has such."""


def describe_damage(
    system: System, paths: StorePaths, stored: bytes, tables: AnyTables, why: str, *, is_empty: bool, has_backup: bool
) -> str:
    """Set the bytes of a library file aside that does not parse, and tell what to say to the user.

    `tables` are the records that are whole in it. Raises Corrupt where there is nothing to be had, and no backup
    either: then the file stays, and nothing is made.
    """
    count = sum(map(len, tables.values()))
    if not count and not has_backup and not is_empty:
        # It may be anything but a library: nothing is made beside it.
        what = f"{why}, and no record could be read out of it; it was left as it is"
        raise Corrupt(what, str(paths.library), "restore a copy, or name another file")
    aside = set_aside(system, paths, stored)
    kept = f"the damaged file was kept as {aside.name}" if aside else "the damaged file was left where it is"
    source = ", and all of the newest backup was added" if has_backup else ""
    return f"{paths.library.name}: {why}; {counted(count, 'record')} could be read out of it{source}; {kept}; {MENDED}"


def set_aside(system: System, paths: StorePaths, data: bytes) -> Path | None:
    """Keep these bytes among the backups; None where that fails."""
    aside = paths.backups / f"damaged-{sha256(data)[:12]}.json"
    try:
        if not system.exists(aside):
            write_file(system, aside, data)
    except (OSError, StoreError):
        return None
    return aside


def salvage(data: bytes) -> dict[str, MutableMapping[str, Row]]:
    """Find every complete record in the bytes of a broken library, by the table that its kind belongs to.

    Those of a large one stay bytes: as objects they take four times the room, and six where texts hold an emoji.
    """
    return _salvage(data, PackedRows if len(data) >= LARGE else dict)


def salvage_line(line: bytes) -> Tables:
    """Find every complete record in a damaged line of a journal: it may hold hundreds, of which one is damaged."""
    found = _salvage(line, dict)
    return {name: whole for name, rows in found.items() if (whole := {u: row for u, row in rows.items() if row["f"]})}


def _salvage(data: bytes, hold: Callable[[], MutableMapping[str, Row]]) -> dict[str, MutableMapping[str, Row]]:
    records = _Records(data)
    tables: dict[str, MutableMapping[str, Row]] = {}
    counts: Counter[str] = Counter()
    position = 0
    for start in (match.start() for match in RECORD.finditer(data)):
        if start < position:
            continue  # within a record that was taken
        value, end = records.at(start)
        before = data[max(0, start - 40) : start].decode("latin-1")
        table = _table_of(value, numbered=NUMBERED.search(before) is not None)
        if table is not None:
            counts[table] += 1
            tables.setdefault(table, hold())
            # Where a bracket is missing, those that follow seem to be in it.
            alone = data.count(UUID, start, end) < 2
            adopt(tables, table, str(counts[table]), value if alone else _without_records(value))
            position = end if alone else start
    return tables


def _without_records(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    own = {name: one for name, one in value.items() if not (isinstance(one, dict) and isinstance(one.get("uuid"), str))}
    return {name: _without_records(one) for name, one in own.items()}


class _Records:
    """The JSON objects in bytes that are none, each looked for where it may begin; the places ascend.

    They are read as texts of a character a byte, never all at once: one emoji would make all of it four times as large.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        # A line end or a NUL in a text, as who edits by hand leaves it, or a disk, costs nothing but itself.
        # What is no number in JSON is no value: it could not be written.
        self._decoder = json.JSONDecoder(parse_int=_integer, strict=False, parse_constant=lambda _: None)
        self._base = 0
        self._window = data[:WINDOW].decode("latin-1")
        self._too_deep = 0

    def at(self, start: int) -> tuple[Any, int]:
        """The one that begins there, and where it ends; None where none does."""
        if start - self._base > STEP:
            self._base, self._window = start, self._data[start : start + WINDOW].decode("latin-1")
        if self._too_deep > PATIENCE and DEEP.match(self._window, start - self._base):
            return None, start
        try:
            value, end = self._decoded(start)
            data = self._data[start:end]
            check_depth(data)
            if not data.isascii():
                value = self._decoder.decode(_text(data))
        except ValueError:
            return None, start
        except RecursionError:
            self._too_deep += 1
            return None, start
        return value, end

    def _decoded(self, start: int) -> tuple[Any, int]:
        try:
            value, end = self._decoder.raw_decode(self._window, start - self._base)
        except json.JSONDecodeError as error:
            cut = error.pos >= len(self._window) - 1 or error.msg.startswith("Unterminated string")
            if not cut or self._base + len(self._window) == len(self._data):
                raise
            # What is so large may be all of the library: of what is no record nothing is made.
            end = _end_of_record(self._data, start)
            value, length = self._decoder.raw_decode(self._data[start:end].decode("latin-1"))
            return value, start + length
        return value, self._base + end


def _end_of_record(data: bytes, start: int) -> int:
    """Where the object that begins there ends. Raises ValueError where it ends nowhere, or none of its names is one
    that records have.
    """
    depth, is_record = 1, False
    for part in PART.finditer(data, start + 1):
        if name := part[1]:
            is_name = depth == 1 and part[2] is not None
            is_record = is_record or (is_name and json.loads(name.decode("latin-1"), strict=False) in OF_RECORDS)
        elif sign := part[3]:
            depth += 1 if sign in b"{[" else -1
            if sign == b'"' or not depth:
                break
    else:
        raise ValueError("it does not end")
    if depth or not is_record:
        raise ValueError("it is no record, or does not end")
    return part.end()


def _text(data: bytes) -> str:
    """The text of a record. Where more is not UTF-8 than is, some editor saved it in an encoding of its own."""
    from reader.domain.decode import decode  # noqa: PLC0415  (its tables are for the rare file that needs them)

    text = data.decode(errors="replace")
    bad = text.count("\ufffd")
    good = sum(not sign.isascii() for sign in text) - bad
    return (decode(data) if bad > max(1, good) else None) or text


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= READABLE_INTEGER else digits


def _table_of(value: Any, *, numbered: bool) -> str | None:
    if not isinstance(value, dict):
        return None
    if not isinstance(value.get("uuid"), str):
        # Another tool's document may have none; a part of one of ours has no number.
        texts = isinstance(value.get("quote"), str) or isinstance(value.get("note"), str)
        return "annotations" if texts and numbered else None
    if str(value.get("kind")) in TABLES:
        return TABLES[value["kind"]]
    return "articles" if "title" in value else "annotations"
