"""The documents in the bytes of a TinyDB file of any layout are found one by one: never more than a piece is held.

Where a document ends is not known before it is parsed. The next place where another seems to begin is taken for its
end, which is right if what stands before it parses: an object of JSON that is whole ends with its last bracket, and
parses with nothing behind it. Where it does not parse, its brackets are counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.patterns import deferred
from reader.storage.file.strict import BOM

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

BLANK = rb"[ \t\r\n]*+"
NUMBER = rb'"(0|-?[1-9][0-9]{0,15})"'
"""A document's number. One of more digits is left to whoever reads strictly."""
ROW = rb"%b,%b%b%b:%b(?=\{)" % (BLANK, BLANK, NUMBER, BLANK, BLANK)
NEXT_ROW = deferred(ROW)
END_AND_NEXT = deferred(rb"\}%b" % ROW)
FIRST_ROW = deferred(rb"%b%b%b:%b(?=\{)" % (BLANK, NUMBER, BLANK, BLANK))
TABLE = deferred(rb'%b"([^"\\\x00-\x1f\x7f-\xff]*+)"%b:%b\{' % (BLANK, BLANK, BLANK))
OPEN, CLOSE, COMMA = (deferred(BLANK + sign) for sign in (rb"\{", rb"\}", rb","))
NOTHING = deferred(rb"%b\Z" % BLANK)
LONG = 1 << 16
"""Bytes that nothing which stands between documents is longer than; where it is, reading strictly says what it is."""
TOKEN = deferred(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|[{}\[\]]', re.DOTALL)
"""A text, or a bracket that stands in none."""


class Doubtful(Exception):
    """The file is not one that can be read like this with certainty: whoever reads all of it strictly says why."""


class ScannedDocument(NamedTuple):
    """A `ScannedDocument` is a document, where its bytes begin, they themselves, and what was made of them.

    `before` is all that stands between it and what was told of before it. Where its `number` is empty, it is the
    beginning of its table; where it is None, the end of the file.
    """

    table: str
    number: bytes | None
    before: bytes
    offset: int = 0
    data: bytes = b""
    parsed: Any = None


class RecordScan:
    """A `RecordScan` goes through the pieces of a file, once."""

    def __init__(
        self,
        pieces: Iterable[bytes],
        parse: Callable[[str, bytes, bytes], Any],
        parse_slowly: Callable[[str, bytes, bytes], Any],
        base: int = 0,
    ) -> None:
        """`base` is where in the file the first piece begins.

        Both make something of a document, of which they get the table, the number and the bytes; they raise
        ValueError. `parse` may do so for a whole one too, and must where it is none; `parse_slowly` gets whole ones.
        """
        self._pieces = iter(pieces)
        self._parse = parse
        self._parse_slowly = parse_slowly
        self._data = b""
        self._base = base
        self._at = 0
        self._ended = False
        self._before = b""
        self._names: set[str] = set()

    def __iter__(self) -> Iterator[ScannedDocument]:
        """The beginnings of the tables, their documents, and the end, as they stand there. Raises Doubtful."""
        self._fill()
        if self._data.startswith(BOM):
            self._take_in(len(BOM))
        self._need(OPEN)
        if self._has(CLOSE) is None:
            yield from self._tables()
        yield from self._end()

    def resumed(self, table: str, number: bytes, before: bytes, known: Iterable[str]) -> Iterator[ScannedDocument]:
        """Go through the rest of a file, where the first piece begins with the document of this number. Raises
        Doubtful.

        `before` stands before it, and the tables that are `known` have begun before it, this one too.
        """
        self._names = set(known)
        self._before = before
        self._fill()
        yield from self._documents_from(table, number)
        if self._has(COMMA):
            yield from self._tables()
        else:
            self._need(CLOSE)
        yield from self._end()

    def _tables(self) -> Iterator[ScannedDocument]:
        while True:
            name = self._need(TABLE)[1].decode()
            if name in self._names:
                raise Doubtful
            self._names.add(name)
            yield ScannedDocument(name, b"", self._since())
            if not self._has(CLOSE):
                yield from self._documents_from(name, self._need(FIRST_ROW)[1])
            if not self._has(COMMA):
                self._need(CLOSE)
                return

    def _end(self) -> Iterator[ScannedDocument]:
        while not self._ended:
            self._fill()
        self._need(NOTHING)
        yield ScannedDocument("", None, self._since())

    def _documents_from(self, table: str, number: bytes) -> Iterator[ScannedDocument]:
        while True:
            number = yield from self._plain_documents(table, number)
            before = self._since()
            data, parsed = self._document(table, number)
            yield ScannedDocument(table, number, before, self._base + self._at, data, parsed)
            self._at += len(data)
            if after := self._has(NEXT_ROW):
                number = after[1]
            else:
                self._need(CLOSE)
                return

    def _plain_documents(self, table: str, number: bytes) -> Generator[ScannedDocument, None, bytes]:
        """Those from here on that lie in what is held and end where another begins; the number of the first that may
        not.
        """
        held, base, at, before, parse = self._data, self._base, self._at, self._since(), self._parse
        for following in END_AND_NEXT.finditer(held, at):
            data = held[at : following.start() + 1]
            try:
                parsed = parse(table, number, data)
            except ValueError:
                break
            yield ScannedDocument(table, number, before, base + at, data, parsed)
            number, before, at = following[1], following[0][1:], following.end()
        self._at, self._before = at, before
        return number

    def _document(self, table: str, number: bytes) -> tuple[bytes, Any]:
        """What begins here: its bytes, and what was made of it."""
        following = END_AND_NEXT.search(self._data, self._at)
        while following is None and not self._ended:
            self._fill()
            following = END_AND_NEXT.search(self._data, self._at)
        if following is not None:
            data = self._data[self._at : following.start() + 1]
            try:
                return data, self._parse(table, number, data)
            except ValueError:
                pass
        data = self._data[self._at : self._at + self._size()]
        try:
            return data, self._parse(table, number, data)
        except ValueError:
            pass
        try:
            return data, self._parse_slowly(table, number, data)
        except (ValueError, RecursionError) as error:
            raise Doubtful from error

    def _size(self) -> int:
        """How many bytes the object that begins here has, by its brackets."""
        while True:
            depth = 0
            for token in TOKEN.finditer(self._data, self._at):
                sign = self._data[token.start()]
                depth += sign in b"{["
                depth -= sign in b"}]"
                if not depth:
                    return token.end() - self._at
            if self._ended:
                raise Doubtful
            self._fill()

    def _has(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """What stands here, gone past, where it is this."""
        match = pattern.match(self._data, self._at)
        while match is None and not self._ended and len(self._data) - self._at < LONG:
            self._fill()
            match = pattern.match(self._data, self._at)
        if match is not None:
            self._take_in(match.end() - self._at)
        return match

    def _need(self, pattern: re.Pattern[bytes]) -> re.Match[bytes]:
        match = self._has(pattern)
        if match is None:
            raise Doubtful
        return match

    def _take_in(self, size: int) -> None:
        self._before += self._data[self._at : self._at + size]
        self._at += size

    def _since(self) -> bytes:
        before, self._before = self._before, b""
        return before

    def _fill(self) -> None:
        """Hold more: twice as much as is left, so that one that is long is not gone through many times."""
        parts = [self._data[self._at :]]
        size, wanted = len(parts[0]), 2 * len(parts[0]) + 1
        while size < wanted and not self._ended:
            piece = next(self._pieces, b"")
            self._ended = not piece
            parts.append(piece)
            size += len(piece)
        self._base += self._at
        self._at = 0
        self._data = b"".join(parts)
