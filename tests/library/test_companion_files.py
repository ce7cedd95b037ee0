"""Databases with what lies beside them."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reader.exchange.format_table import reader
from reader.library.importing.companion_files import read_whole
from reader.library.importing.file_imports import import_files
from tests.library.conftest import new_library

if TYPE_CHECKING:
    from pathlib import Path


def library(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE ZBKLIBRARYASSET (ZASSETID TEXT, ZTITLE TEXT, ZAUTHOR TEXT)")
        connection.execute("INSERT INTO ZBKLIBRARYASSET VALUES ('A', 'Tides', 'Ann Other')")
    connection.close()


def marks(path: Path) -> sqlite3.Connection:
    """Marks of which the newest is written ahead, by a program that still runs."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    columns = "ZANNOTATIONASSETID TEXT, ZANNOTATIONUUID TEXT, ZANNOTATIONTYPE INTEGER, ZANNOTATIONSELECTEDTEXT TEXT"
    connection.execute(f"CREATE TABLE ZAEANNOTATION ({columns})")
    connection.execute("INSERT INTO ZAEANNOTATION VALUES ('A', 'U1', 2, 'first')")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint")
    connection.execute("INSERT INTO ZAEANNOTATION VALUES ('A', 'U2', 2, 'newest')")
    connection.commit()
    return connection


def test_what_is_written_ahead_and_the_titles_beside_are_read(tmp_path: Path) -> None:
    (tmp_path / "AEAnnotation").mkdir()
    (tmp_path / "BKLibrary").mkdir()
    library(tmp_path / "BKLibrary" / "BKLibrary-1.sqlite")
    path = tmp_path / "AEAnnotation" / "AEAnnotation_v1_local.sqlite"
    running = marks(path)
    before = {one.name: one.read_bytes() for one in path.parent.iterdir()}
    found = reader("apple-books")(read_whole(path)).annotations
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == before
    running.close()
    assert [one.quote for one in found] == ["first", "newest"]
    assert {one.source.title for one in found} == {"Tides"}


def test_a_damaged_library_beside_costs_the_titles_only(tmp_path: Path) -> None:
    (tmp_path / "BKLibrary-1.sqlite").write_bytes(b"SQLite format 3\0 and no more")
    path = tmp_path / "AEAnnotation.sqlite"
    marks(path).close()
    found = reader("apple-books")(read_whole(path))
    assert [one.quote for one in found.annotations] == ["first", "newest"]
    assert found.remarks


def test_any_other_file_is_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"Highlight\nx\n")
    assert read_whole(path) == b"Highlight\nx\n"


def test_in_a_folder_the_titles_are_no_file_that_failed(tmp_path: Path) -> None:
    library(tmp_path / "BKLibrary-1.sqlite")
    marks(tmp_path / "AEAnnotation.sqlite").close()
    fates = list(import_files(new_library().imports.importer(), [str(tmp_path)]))
    assert {one.name: one.passed for one in fates} == {"AEAnnotation.sqlite": False, "BKLibrary-1.sqlite": True}
