"""The index is a database file, which is opened, made and thrown away here."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING
from weakref import finalize

from reader.domain.errors import StoreError
from reader.domain.shingles import DIALECT
from reader.storage.disk.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.storage.disk.system import FileMark
    from reader.storage.local.paths import StorePaths

FORMAT = 7
"""Counted up when the tables change; an index of another format is made anew."""
PATIENCE = 0.05
"""Seconds that a question waits for another process that writes: the library itself can answer it."""
PATIENT = 10.0
"""Seconds that whoever brings the index up to date waits, for nobody waits for it."""
CACHE = 64 << 10
"""Kilobytes of pages that whoever makes the index has in memory."""
LEAST = 512
"""Kilobytes of them that whoever only asks has: hardly any page is asked for twice."""
Bound = str | bytes
"""A text as it is put into a question: what SQLite cannot take as a text, with lone surrogates, is bytes."""
PARTS = ("", "-wal", "-shm")
DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH})
"""Results that say that the file is not, or not any more, what we made; all others may be over in a moment."""
SCHEMA = """
create table meta(name text primary key, value text) without rowid;
create table article(id text primary key, position integer, waits integer, opened text, record text, crc integer)
  without rowid;
create index article_opened on article(opened, id) where opened is not null;
create table address(address text, article text, primary key(address, article)) without rowid;
create index address_of on address(article);
create table version(hash text, article text, latest integer, primary key(hash, article)) without rowid;
create index version_of on version(article);
create table annotation(id text primary key, article text, highlight integer, note integer, alive integer)
  without rowid;
create index annotation_of on annotation(article);
create table marked(article text primary key, highlights integer, notes integer, alive integer, crc integer)
  without rowid;
create table tag(annotation text, tag text, created text, primary key(annotation, tag)) without rowid;
create index tag_of on tag(tag, created);
create table tagged(tag text primary key, count integer, first text, crc integer) without rowid;
create table text(id integer primary key, hash text unique, sketched integer, worded integer, odd integer);
create table lacking(hash text primary key, gone integer default 0) without rowid;
create table posting(hash integer, text integer, primary key(hash, text)) without rowid;
create virtual table words using fts5(body, content='', detail=none, tokenize='ascii');
create table pairs(text integer primary key, bits blob, crc integer);
create virtual table notes using fts5(body, content='', detail=none, tokenize='ascii');
create table noted(id integer primary key autoincrement, annotation text unique, odd integer);
create table vocabulary(batch integer primary key, terms text, crc integer);
insert into words(words, rank) values('hashsize', 16777216);
insert into notes(notes, rank) values('hashsize', 16777216);
"""
"""Words are held back until a transaction ends: written a megabyte at a time, they are merged again and again."""


class Unavailable(Exception):
    """The index cannot answer just now."""


class DamagedIndex(Unavailable):
    """The database is not what we made."""


class IndexDatabase:
    """An `IndexDatabase` is opened when it is first asked; every use of it may raise Unavailable."""

    def __init__(self, paths: StorePaths) -> None:
        self._path = paths.own_state / "index.sqlite"
        self._seal = paths.own_state / "index.seal"
        self._lock = Lock(paths.own_state / "index.lock", patience=0.0)
        self._writing = Lock(paths.own_state / "index.writing")
        self._connection: sqlite3.Connection | None = None
        self._trusted = ""

    @property
    def path(self) -> Path:
        """Return where it lies."""
        return self._path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Open the index as it is at one moment."""
        with self._telling():
            connection = self._opened()
            connection.execute("begin")
            try:
                yield connection
            finally:
                _end(connection, "rollback")

    @contextmanager
    def changing(self, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
        """Open the index to be changed: all of it is changed at the end, or nothing."""
        with self._telling(), self.undisturbed(patience):
            self._check(self._mark())
            if patience == PATIENT:
                self.close()  # the last that closes it writes its log into it, which no key waits for
            connection = self._connect("rw", patience)
            try:
                _check_format(connection)
                # A power cut may take what was written last: it is made again.
                connection.execute("pragma synchronous=normal")
                if patience == PATIENT:
                    connection.execute(f"pragma cache_size={-CACHE}")  # ids come in no order: each is of another page
                connection.execute("begin immediate")
                yield connection
                connection.execute("commit")
            finally:
                _end(connection, "rollback")
                _close(connection)
                self.seal()

    @contextmanager
    def undisturbed(self, patience: float = PATIENCE) -> Iterator[None]:
        """Let nobody else change it until this ends."""
        try:
            held = self._writing.held(patience)
            held.__enter__()
        except StoreError as error:
            raise Unavailable(str(error)) from error
        try:
            yield
        finally:
            held.__exit__(None, None, None)

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Tell whether this process is the one that makes the index, or brings it up to date; it is until this ends."""
        try:
            with self._lock.held():
                yield True
        except StoreError:
            yield False

    def make(self) -> None:
        """Make an empty one in place of what is there; within `alone`."""
        self.close()
        with self._telling(), self.undisturbed(PATIENT):
            self._discard()
            connection = sqlite3.connect(self._path, timeout=PATIENT, isolation_level=None)
            try:
                (mode,) = connection.execute("pragma journal_mode=wal").fetchone()
                if mode != "wal":
                    raise Unavailable(f"journal mode {mode}")
                connection.executescript(f"begin immediate;{SCHEMA}commit;")
                put(connection, "format", _format())
                put(connection, "made", os.urandom(8).hex())
            finally:
                connection.close()
            self._path.chmod(0o600)
            self.seal()

    def seal(self) -> None:
        """Say that the file is as we have left it: whoever finds another one there trusts none of it.

        SQLite does not see that bytes of a page have changed, or that a page is of another time.
        """
        fresh = self._seal.with_name(f"{self._seal.name}.new")
        with suppress(OSError):
            fresh.write_text(self._mark(), encoding="ascii")
            fresh.replace(self._seal)

    def close(self) -> None:
        """Let go of the file."""
        connection, self._connection = self._connection, None
        self._trusted = ""
        if connection is not None:
            _close(connection)

    def _opened(self) -> sqlite3.Connection:
        mark = self._mark()
        if mark != self._trusted:  # it was written since, or made anew
            self._check(mark)
            self.close()
        if self._connection is None:
            # Who only reads changes nothing in the file when it is closed.
            connection = self._connection = self._connect("ro", PATIENCE)
            connection.execute(f"pragma cache_size={-LEAST}")
            finalize(self, _close, connection)
            _check_format(connection)
            self._trusted = mark
        return self._connection

    def _connect(self, mode: str, patience: float) -> sqlite3.Connection:
        # Never made here: who opens it while another throws it away would else begin one beside that one's.
        address = f"{self._path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(address, timeout=patience, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute("pragma cell_size_check=on")
        return connection

    def _mark(self) -> str:
        found = self._path.stat()
        return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"

    def _check(self, mark: str) -> None:
        if self._seal.read_text(encoding="ascii") != mark:
            raise Unavailable("it is not as we have left it")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except DamagedIndex:
            self.throw_away()
            raise
        except (sqlite3.Error, OSError, UnicodeError) as error:
            self.close()
            code = getattr(error, "sqlite_errorcode", None)
            if isinstance(error, UnicodeError) or (code is not None and code & 0xFF in DAMAGE):
                self.throw_away()
            raise Unavailable(str(error)) from error

    def throw_away(self) -> None:
        """Throw the database away, which is damaged: the next who brings it up to date makes it anew."""
        self.close()
        with self.alone() as mine:
            if mine:
                self._discard()

    def _discard(self) -> None:
        for path in (self._seal, *(self._path.with_name(self._path.name + part) for part in PARTS)):
            with suppress(OSError):
                path.unlink()


def bind(text: str) -> Bound:
    """Return the text as SQLite takes it."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="surrogatepass")
    return text


def unbind(value: Bound) -> str:
    """Return the text that `bind` made this of."""
    return value if isinstance(value, str) else value.decode(errors="surrogatepass")


def _close(connection: sqlite3.Connection) -> None:
    with suppress(sqlite3.Error):
        connection.close()


def mark_text(mark: FileMark) -> str:
    """Return a library file's mark as the index has it."""
    return " ".join(map(str, mark))


def read_fact(connection: sqlite3.Connection, name: str) -> str:
    """Return what the index says of itself; empty where it does not."""
    found = connection.execute("select value from meta where name = ?", (name,)).fetchone()
    return str(found[0]) if found else ""


def put(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Have it say this of itself."""
    connection.execute("insert or replace into meta values(?, ?)", (name, value))


def _format() -> str:
    return f"{FORMAT} {DIALECT}"


def _check_format(connection: sqlite3.Connection) -> None:
    if read_fact(connection, "format") != _format():
        raise Unavailable("it is of another version")


def _end(connection: sqlite3.Connection, how: str) -> None:
    with suppress(sqlite3.Error):
        if connection.in_transaction:
            connection.execute(how)
