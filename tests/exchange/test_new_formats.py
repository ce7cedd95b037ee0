"""Files of programs that keep databases, archives and tables: their shapes made anew, from their own descriptions."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotImported
from reader.exchange.detect import detect
from reader.exchange.format_table import reader
from reader.exchange.formats import apple_books

if TYPE_CHECKING:
    from reader.exchange.imported import ImportResult

SENTENCE = "The tide turned before noon."


def taken(data: bytes, name: str, expected: str) -> ImportResult:
    assert detect(data, name) == expected
    return reader(expected)(data)


def database(*statements: tuple[str, Any], ahead: bool = False) -> bytes:
    with sqlite3.connect(":memory:") as connection:
        for statement, rows in statements:
            connection.execute(statement) if rows is None else connection.executemany(statement, rows)
        connection.commit()
        data = bytearray(connection.serialize())
    if ahead:
        data[18:20] = b"\2\2"  # as a program leaves it that writes ahead
    return bytes(data)


BOOKMARK = (
    "CREATE TABLE Bookmark (BookmarkID TEXT, VolumeID TEXT, ContentID TEXT, Text TEXT, Annotation TEXT, "
    "DateCreated TEXT, DateModified TEXT, ChapterProgress REAL, Hidden BOOL, Type TEXT{})"
)
VOLUME = "file:///mnt/onboard/Other, Ann/The%20Tides.kepub.epub"


def kobo(*, with_titles: bool, with_colours: bool, ahead: bool = False) -> bytes:
    shade = (2,) if with_colours else ()
    when = "2023-01-05T10:00:00.000"
    marks = [
        (name, VOLUME, f"{VOLUME}#c1", words, note, when, None, 0.5, hidden, kind, *shade)
        for name, words, note, hidden, kind in (
            ("id-1", f"\n {SENTENCE}\n", "mine", "false", "note"),
            ("id-2", None, None, "false", "dogear"),
            ("id-3", "gone", None, "true", "highlight"),
        )
    ]
    books = [
        (VOLUME, "The Tides, told", "Ann Other, Bob Someone", None),
        (f"{VOLUME}#c1", "c1.xhtml", None, 3),
        (f"{VOLUME}#c1-1", "Chapter One", None, 3),
    ]
    return database(
        (BOOKMARK.format(", Color INTEGER" if with_colours else ""), None),
        ("CREATE TABLE content (ContentID TEXT, Title TEXT, Attribution TEXT, VolumeIndex INTEGER)", None),
        (f"INSERT INTO Bookmark VALUES ({', '.join('?' * len(marks[0]))})", marks),
        ("INSERT INTO content VALUES (?, ?, ?, ?)", books if with_titles else []),
        ahead=ahead,
    )


@pytest.mark.parametrize("ahead", [True, False])
@pytest.mark.parametrize("with_colours", [True, False])
def test_kobo(*, with_colours: bool, ahead: bool) -> None:
    reading = taken(kobo(with_titles=True, with_colours=with_colours, ahead=ahead), "KoboReader.sqlite", "kobo")
    (one,) = reading.annotations
    assert (one.quote, one.note, str(one.colour)) == (SENTENCE, "mine", "blue" if with_colours else "yellow")
    assert (one.source.title, one.source.authors) == ("The Tides, told", ("Ann Other", "Bob Someone"))
    assert (one.chapter, one.origin_id) == ("Chapter One", "id-1")
    assert one.created == datetime(2023, 1, 5, 10, tzinfo=UTC)
    assert dict(reading.left_out) == {"dog-ears and drawings": 1, "hidden on the device": 1}


def test_a_book_that_was_copied_to_a_kobo_is_called_by_its_file() -> None:
    (one,) = taken(kobo(with_titles=False, with_colours=True), "x.sqlite", "kobo").annotations
    assert (one.source.title, one.source.name) == ("The Tides", "The Tides.kepub.epub")


ANNOTATIONS = (
    "CREATE TABLE ZAEANNOTATION (Z_PK INTEGER, ZANNOTATIONASSETID TEXT, ZANNOTATIONUUID TEXT, ZANNOTATIONTYPE INTEGER, "
    "ZANNOTATIONSTYLE INTEGER, ZANNOTATIONDELETED INTEGER, ZANNOTATIONSELECTEDTEXT TEXT, ZANNOTATIONNOTE TEXT, "
    "ZANNOTATIONCREATIONDATE REAL, ZANNOTATIONMODIFICATIONDATE REAL, ZFUTUREPROOFING5 TEXT)"
)


def apple() -> bytes:
    rows = [
        (1, "ASSET", "U1", 2, 4, 0, SENTENCE, "mine", 700000000.0, 700000060.5, "Two"),
        (2, "ASSET", "U2", 2, 3, 1, "deleted", None, 700000000.0, 700000000.0, None),
        (3, "ASSET", "U3", 3, 0, 0, None, None, 700000000.0, 700000000.0, None),
        (4, "ASSET", "U4", 1, 0, 0, None, None, 700000000.0, 700000000.0, None),
    ]
    insert = f"INSERT INTO ZAEANNOTATION VALUES ({', '.join('?' * 11)})"
    return database((ANNOTATIONS, None), (insert, rows), ahead=True)


def test_apple_books_with_its_titles_and_without() -> None:
    reading = taken(apple(), "AEAnnotation_v10312011_1727_local.sqlite", "apple-books")
    (one,) = reading.annotations
    assert (one.quote, one.note, str(one.colour), one.chapter) == (SENTENCE, "mine", "magenta", "Two")
    assert one.created == datetime(2023, 3, 8, 20, 26, 40, tzinfo=UTC)
    assert (one.source.title, one.origin_id) == ("Book ASSET of Apple Books", "U1")
    assert dict(reading.left_out) == {"deleted there": 1, "bookmarks": 1}
    assert "BKLibrary" in reading.remarks[0]
    library = database(
        ("CREATE TABLE ZBKLIBRARYASSET (ZASSETID TEXT, ZTITLE TEXT, ZAUTHOR TEXT, ZMORE TEXT)", None),
        ("INSERT INTO ZBKLIBRARYASSET VALUES (?, ?, ?, ?)", [("ASSET", "Tides", "Ann Other & Bob Someone", None)]),
    )
    named = taken(apple_books.with_titles(apple(), library), "x", "apple-books")
    assert [each.source[:2] for each in named.annotations] == [("Tides", ("Ann Other", "Bob Someone"))]
    assert [each.id for each in named.annotations] == [one.id]
    assert named.remarks == ()
    with pytest.raises(NotImported, match="no annotations"):
        taken(library, "BKLibrary.sqlite", "apple-books")


def test_apple_books_has_the_sentence_where_it_has_no_words() -> None:
    columns = "ZANNOTATIONUUID, ZANNOTATIONTYPE, ZANNOTATIONSELECTEDTEXT, ZANNOTATIONREPRESENTATIVETEXT"
    rows = [("U1", 2, "words", "words in a sentence"), ("U2", 2, None, SENTENCE)]
    data = database(
        (f"CREATE TABLE ZAEANNOTATION ({columns})", None), ("INSERT INTO ZAEANNOTATION VALUES (?, ?, ?, ?)", rows)
    )
    assert [one.quote for one in taken(data, "x", "apple-books").annotations] == ["words", SENTENCE]


@pytest.mark.parametrize(
    "data", [b"SQLite format 3\0", b"SQLite format 3\0" + bytes(200), apple()[:-1500]], ids=["head", "empty", "cut"]
)
def test_a_broken_database_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(NotImported):
        reader(detect(data, "x.sqlite"))(data)


def test_a_database_that_never_ends_is_given_up() -> None:
    trap = (
        "CREATE VIEW content AS WITH RECURSIVE n(ContentID) AS (SELECT 1 UNION ALL SELECT ContentID + 1 FROM n) "
        "SELECT ContentID FROM n"
    )
    data = database((BOOKMARK.format(""), None), (trap, None))
    with pytest.raises(NotImported):
        detect(data, "x.sqlite")


def moon(*records: tuple[str, str, str]) -> bytes:
    lines = ["indent:false", "trim:false"]
    for number, (bookmark, note, words) in enumerate(records):
        lines += [
            "#",
            str(number),
            "Tides",
            "/sdcard/Books/Tides.epub",
            "/sdcard/books/tides.epub",
            "3",
            "0",
            "120",
            "27",
        ]
        lines += ["-13388315", "1700000000123", bookmark, note, words, "0", "0", "0"]
    return "\n".join(lines).encode()


def test_moon_reader() -> None:
    data = moon(("", "#", "Chapter<BR>Two"), ("", "a<BR>note", SENTENCE), ("a place", "", ""), ("", "", "#"))
    reading = taken(data, "Tides.mrexpt", "moon-reader")
    one, other = reading.annotations
    assert (one.quote, one.note, one.chapter, str(one.colour)) == (SENTENCE, "a\nnote", "Chapter Two", "blue")
    assert (one.source.title, one.source.name, other.quote) == ("Tides", "Tides.epub", "#")
    assert one.created == datetime(2023, 11, 14, 22, 13, 20, 123000, tzinfo=UTC)
    assert reading.left_out == (("bookmarks", 1),)


LINES = st.text(st.characters(exclude_characters="\r\n\0\ufeff", exclude_categories=("Cs", "Cc", "Zl", "Zp")))


@given(st.lists(st.tuples(LINES, LINES, LINES), min_size=1))
def test_any_words_in_a_record_of_moon_reader_are_words(records: list[tuple[str, str, str]]) -> None:
    read = reader("moon-reader")(moon(*records))
    kept = [words.strip() for _, note, words in records if note.strip() != "#" and (note.strip() or words.strip())]
    assert [one.quote for one in read.annotations] == [words.replace("<BR>", "\n").strip() for words in kept]


def test_raindrop() -> None:
    data = (
        "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
        '7,Tides,on the page,x,https://example.com/tides,Unsorted,"sea, coast",2024-01-01T10:00:00.000Z,,'
        f'"Highlight:{SENTENCE}\nNote:mine\n\nHighlight:Two ""words"".",true\n'
        "8,Bare,,,https://example.com/bare,Unsorted,,2024-01-01T10:00:00.000Z,,,false\n"
    ).encode()
    reading = taken(data, "raindrop.csv", "read-later")
    page, one, two = reading.annotations
    assert [(each.quote, each.note) for each in (page, one, two)] == [
        ("", "on the page"),
        (SENTENCE, "mine"),
        ('Two "words".', ""),
    ]
    assert (one.source.url, one.source.tags, one.program) == ("https://example.com/tides", ("sea", "coast"), "raindrop")
    assert reading.left_out == (("pages without highlight and note", 1),)
    of_one_collection = data.replace(b",folder,", b",").replace(b",Unsorted,", b",")
    assert taken(of_one_collection, "raindrop.csv", "read-later") == reading


@pytest.mark.parametrize(("column", "cell"), [("", ""), (",Tags", ',"[""sea"",""coast""]"')])
def test_instapaper(column: str, cell: str) -> None:
    data = (
        f"URL,Title,Selection,Folder,Timestamp{column}\n"
        f"https://example.com/tides,Tides,{SENTENCE},Archive,1700000000{cell}\nhttps://example.com/b,B,,Unread,1{cell}\n"
    ).encode()
    reading = taken(data, "instapaper-export.csv", "read-later")
    (one,) = reading.annotations
    assert (one.quote, one.program, one.source.tags) == (SENTENCE, "instapaper", ("sea", "coast") if column else ())
    assert one.created == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


PAGE = {
    "id": "1", "slug": "tides", "title": "Tides", "author": "Ann Other", "url": "https://example.com/tides",
    "labels": ["sea"], "savedAt": "2024-01-01T10:00:00Z",
}  # fmt: skip


def test_omnivores_archive() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("metadata_0_to_20.json", json.dumps([PAGE]))
        archive.writestr("content/tides.html", "<p>left alone</p>")
        archive.writestr(
            "highlights/tides.md",
            f"on the page\n\n> {SENTENCE}\n> And more. \n\n#law #sea/coast\n\nmine\n\nand more\n\n> Two\nlines. ",
        )
    page, one, two = taken(packed.getvalue(), "omnivore.zip", "omnivore").annotations
    assert (page.quote, page.note) == ("", "on the page")
    assert (one.quote, one.note, one.tags) == (f"{SENTENCE}\nAnd more.", "mine\n\nand more", ("law", "sea/coast"))
    assert (two.quote, two.note, two.tags) == ("Two\nlines.", "", ())
    assert (one.source.title, one.source.authors, one.source.url) == ("Tides", ("Ann Other",), PAGE["url"])
    assert one.source.tags == ("sea",)


def test_omnivores_metadata_with_highlights_and_without() -> None:
    marked = {**PAGE, "labels": [{"name": "sea"}], "highlights": [{"id": "h", "quote": SENTENCE, "annotation": "mine"}]}
    (one,) = taken(json.dumps([marked]).encode(), "metadata_0_to_20.json", "omnivore").annotations
    assert (one.quote, one.note, one.source.tags, one.origin_id) == (SENTENCE, "mine", ("sea",), "h")
    with pytest.raises(NotImported, match="no highlights"):
        taken(json.dumps([PAGE]).encode(), "metadata_0_to_20.json", "omnivore")


@given(st.text(max_size=200))
def test_any_markdown_of_omnivore_is_survived(content: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("metadata_0_to_20.json", json.dumps([PAGE]))
        archive.writestr("highlights/tides.md", content.encode("utf-8", "replace"))
    for one in reader("omnivore")(packed.getvalue()).annotations:
        assert one.quote or one.note
