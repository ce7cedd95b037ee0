"""The words of kept texts tell which texts a phrase may stand in, without looking into the others.

An FTS5 table says for each word which texts have it. A word that is searched for may be a part of one, so the words
themselves are searched first: they stand one a line in batches, of which `bytes.find` looks through a million a tick.
Common words are in all texts, but seldom together: for each text bits say, coarsely, which words follow each other.
"""

from __future__ import annotations

from collections import deque
from functools import cache, reduce
from itertools import islice, pairwise, repeat
from operator import add, itemgetter, or_
from typing import TYPE_CHECKING
from zlib import crc32

from reader.domain.search_words import is_odd, sought_words, words_of
from reader.domain.shingles import WordCodes
from reader.storage.index.database import Bound, DamagedIndex, unbind
from reader.storage.index.near_texts import text_number

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

    from reader.domain.search_words import Sought

MANY = 1_000
"""Words from which on a part of them says nothing: most texts have one of so many."""
MOST_NAMED = 20_000
"""Annotations from which on all are gone through more quickly than each is looked up."""
SEVERAL = 2_000
"""Texts of which the same is true: of each two kilobits are read."""
AT_ONCE = 500
"""Values in one question."""
BITS = 2_000
"""For the pairs of words of a short text; twice as many, and again, for one that has more than an eighth of so many
words. They take an eighth of its size at most, and two of those of a usual text go into a page of the database."""
SEVERAL_TEXTS = 20
"""Texts that are looked through as quickly as it is found out in which the words follow each other."""
SAMPLE, LEAST = 500, 3
"""Of so many texts the words must not follow each other in one of these, for the bits of the others to be looked at."""
PAIR = 31
"""What the code of the first of two words is multiplied by: in the other order they are another pair."""
_FIRST = itemgetter(0)
"""Of a row with one column; several thousands are gone through in half of the time."""
BATCHES = 32
"""So many are looked through as quickly as one; more are made one."""


class WordWriter:
    """A `WordWriter` puts texts into the index, and knows which words are in it already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.codes = WordCodes()
        """Of the words that it comes upon."""
        self._connection = connection
        batches = list(_batches(connection))
        self._known = {word for one in batches for word in one.split("\n") if word}
        self._new: set[str] = set()
        self._is_scattered = len(batches) >= BATCHES

    def use(self, connection: sqlite3.Connection) -> None:
        """What follows is written there."""
        self._connection = connection

    def put(self, text_hash: str, text: str) -> list[int]:
        """Put a text, and return the codes of its words, in their order.

        They count when `flush` was called in the same transaction.
        """
        connection = self._connection
        number = text_number(connection, text_hash)
        in_order = words_of(text)
        words = set(in_order)
        connection.execute("insert into words(rowid, body) values(?, ?)", (number, " ".join(words)))
        codes = list(map(self.codes.__getitem__, in_order))
        bits = _pair_bits(codes)
        connection.execute("insert or replace into pairs values(?, ?, ?)", (number, bits, crc32(bits)))
        connection.execute("update text set worded = 1, odd = ? where id = ?", (int(is_odd(text)), number))
        self._new |= words - self._known
        return codes

    def note_first(self, texts: Iterable[tuple[Bound, str]]) -> None:
        """Put what is written in annotations of which nothing was put before, by their ids."""
        connection = self._connection
        last = connection.execute("select seq from sqlite_sequence where name = 'noted'").fetchone() or (0,)
        noted, bodies = [], []
        for number, (annotation_id, text) in enumerate(texts, int(last[0]) + 1):
            words = set(words_of(text))
            if words:
                noted.append((number, annotation_id, int(is_odd(text))))
                bodies.append((number, " ".join(words)))
                self._new |= words - self._known
        connection.executemany("insert or replace into noted values(?, ?, ?)", noted)
        connection.executemany("insert into notes(rowid, body) values(?, ?)", bodies)

    def note(self, annotation_id: Bound, text: str) -> None:
        """Put what is written in an annotation, in place of what was."""
        connection = self._connection
        connection.execute("delete from noted where annotation = ?", (annotation_id,))
        words = set(words_of(text))
        if not words:
            return
        # Its number is a new one: nothing is taken out of a table that has no contents.
        odd = int(is_odd(text))
        number = connection.execute("insert into noted(annotation, odd) values(?, ?)", (annotation_id, odd)).lastrowid
        connection.execute("insert into notes(rowid, body) values(?, ?)", (number, " ".join(words)))
        self._new |= words - self._known

    def flush(self) -> None:
        """Keep the words that are new."""
        connection = self._connection
        if self._new or self._is_scattered:
            kept = self._new
            if self._is_scattered:
                connection.execute("delete from vocabulary")
                kept = self._known | self._new
                self._is_scattered = False
            terms = "\n".join(["", *sorted(kept), ""])
            connection.execute("insert into vocabulary(terms, crc) values(?, ?)", (terms, crc32(terms.encode())))
        self._known |= self._new
        self._new = set()


def texts_without(connection: sqlite3.Connection, words: str) -> set[str] | None:
    """Find the hashes of texts that are in the index, and in which these words do not stand; None where nothing can be
    said.
    """
    found = _numbers(connection, "words", words)
    if found is None:
        return None
    if len(found) > SEVERAL_TEXTS:
        found = _with_pairs(connection, words, found)
    found.update(map(_FIRST, connection.execute("select id from text where odd")))
    every = connection.execute("select id, hash from text where worded")
    return {name for number, name in every if number not in found}


def annotations_with(connection: sqlite3.Connection, words: str, most: int) -> list[str] | None:
    """Find the ids of annotations in which these words may stand; None where any may be meant, or more than `most`."""
    found = _numbers(connection, "notes", words, most)
    if found is None or len(found) > most:
        return None
    return names_of(connection, _with_odd(connection, found))


def noted_with(connection: sqlite3.Connection, words: str) -> list[int] | None:
    """Find the numbers of all annotations in which these words may stand, for `names_of`; None where any may be meant.

    They stay those of the same annotations as long as `made` is the same.
    """
    found = _numbers(connection, "notes", words)
    return None if found is None else _with_odd(connection, found)


def names_of(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[str]:
    """Return the ids of the annotations of these numbers, but for those that are noted anew since."""
    if len(numbers) > MOST_NAMED:
        wanted = set(numbers)
        every = connection.execute("select id, annotation from noted order by id")
        return [unbind(name) for number, name in every if number in wanted]
    names: list[str] = []
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        question = f"select annotation from noted where id in ({','.join('?' * len(some))}) order by id"  # noqa: S608
        names += [unbind(name) for (name,) in connection.execute(question, some)]
    return names


def _with_odd(connection: sqlite3.Connection, found: set[int]) -> list[int]:
    found.update(number for (number,) in connection.execute("select id from noted where odd"))
    return sorted(found)


def _numbers(connection: sqlite3.Connection, table: str, words: str, most: int = 0) -> set[int] | None:
    """The numbers of what may hold the words; None where nothing can be said.

    Where each of the words alone stands in more than `most`, nothing is said.
    """
    found: set[int] | None = None
    batches = list(_batches(connection))
    # Those that few texts have come first: where none is left, the others need not be asked.
    for sought in sorted(sought_words(words), key=lambda one: -len(one.word)):
        terms = _terms(batches, sought)
        if terms is None:
            continue
        having = _having(connection, table, terms)
        here = set(map(_FIRST, islice(having, most + 1) if most else having))
        if most and len(here) > most:
            continue
        found = here if found is None else found & here
        if not found:
            break
    return found


def _with_pairs(connection: sqlite3.Connection, words: str, found: set[int]) -> set[int]:
    """Those of these texts in which the words may follow each other."""
    batches = list(_batches(connection))
    code_of, wanted = WordCodes().__getitem__, []
    for one, other in pairwise(sought_words(words)):
        before, after = _terms(batches, one), _terms(batches, other)
        if before is not None and after is not None and len(before) * len(after) <= MANY:
            wanted.append([_pair(code_of(left), code_of(right)) for left in before for right in after])
    if not wanted:
        return found
    masks = cache(lambda size: [_mask(pairs, size) for pairs in wanted])
    lacking: set[int] = set()
    for count, (number, bits) in enumerate(_bits_of(connection, found)):
        if count == SAMPLE and len(lacking) < SAMPLE // LEAST:
            break  # they follow each other nearly everywhere: to read the others is quicker than to look at all bits
        there = int.from_bytes(bits)
        if not all(map(there.__and__, masks(len(bits) * 8))):
            lacking.add(number)
    return found - lacking


def _bits_of(connection: sqlite3.Connection, texts: set[int]) -> Iterator[tuple[int, bytes]]:
    """What `_pair_bits` made of these texts."""
    question = "select text, bits, crc from pairs"
    rows: Iterable[tuple[int, bytes, int]]
    if len(texts) > SEVERAL:
        rows = (row for row in connection.execute(question) if row[0] in texts)
    else:
        rows = (row for number in sorted(texts) for row in connection.execute(f"{question} where text = ?", (number,)))
    for number, bits, crc in rows:
        if not isinstance(bits, bytes) or crc32(bits) != crc:
            raise DamagedIndex("its pairs of words are damaged")
        yield number, bits


def _pair_bits(codes: Sequence[int]) -> bytes:
    """Bits that are set for each two words, by their codes, that follow each other; several have the same."""
    size = BITS
    while size < 8 * len(codes):
        size *= 2
    signs = bytearray(b"0") * size
    # As `_pair` does it and a remainder by the size; all of it in C.
    places = map(size.__rmod__, map(add, map(PAIR.__mul__, codes), codes[1:]))
    deque(map(signs.__setitem__, places, repeat(ord("1"))), 0)
    return int(signs, 2).to_bytes(size // 8)


def _pair(one: int, other: int) -> int:
    """What stands for two words that follow each other."""
    return PAIR * one + other


def _mask(pairs: Iterable[int], size: int) -> int:
    """The bits of any of these pairs, where there are so many."""
    return reduce(or_, (1 << (size - 1 - pair % size) for pair in pairs), 0)


def _having(connection: sqlite3.Connection, table: str, terms: Sequence[str]) -> Iterable[tuple[int]]:
    if not terms:
        return ()
    wanted = " OR ".join(f'"{one}"' for one in terms)
    question = f"select rowid from {table} where {table} match ?"  # noqa: S608  (a table of ours)
    return connection.execute(question, (wanted,))


def _terms(batches: Sequence[str], sought: Sought) -> list[str] | None:
    """The words of texts that the one that is searched for may be, or be in; None where they are too many."""
    if sought.is_whole:
        return [sought.word]
    wanted = f"{chr(10) if sought.begins else ''}{sought.word}{chr(10) if sought.ends else ''}"
    found: list[str] = []
    for batch in batches:
        at = batch.find(wanted)
        while at >= 0:
            start = batch.rfind("\n", 0, at + 1) + 1 if not sought.begins else at + 1
            end = batch.find("\n", max(at + 1, start))
            found.append(batch[start:end])
            if len(found) > MANY:
                return None
            at = batch.find(wanted, end)
    return found


def _batches(connection: sqlite3.Connection) -> Iterator[str]:
    for terms, crc in connection.execute("select terms, crc from vocabulary order by batch"):
        if not isinstance(terms, str) or crc32(terms.encode()) != crc:
            raise DamagedIndex("its words are damaged")
        yield terms
