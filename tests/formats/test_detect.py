"""Formats recognised by what bytes begin with, and by names."""

from __future__ import annotations

from importlib import import_module

import pytest

from reader.domain.errors import NotOpened
from reader.formats import parse
from reader.formats.detect import Format, detect, format_of_type
from reader.formats.kinds import ENDINGS, FORMATS, UNREAD, suffix_of
from tests.formats.making import archive

PAGE = b"<!doctype html><html><p>x"


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (b"Text.", "", Format.PLAIN),
        (b"# A\n\nSee [b](c).", "", Format.MARKDOWN),
        (b"# A\n\nSee [b](c).", "a.txt", Format.PLAIN),
        (b"# only a comment\nx = 1\n", "", Format.PLAIN),
        (b"--- a/x\n+++ b/x\n# y\n> z\n", "", Format.DIFF),
        (b"From: a@b.c\nSubject: x\n\n> quoted\n\n- a\n- b\n", "", Format.MAIL),
        (b"#!/usr/bin/python\n# A\n\nx[1](2)\n", "", Format.PLAIN),
        (b"import x\n# a comment\ny = x[1](2)\n", "", Format.PLAIN),
        (b"Text.", "a.md", Format.MARKDOWN),
        (b"Text.", "https://a.b/c.md?x=1#y", Format.MARKDOWN),
        (PAGE, "", Format.HTML),
        (PAGE, "a.txt", Format.HTML),
        (b"<p>no page", "a.txt", Format.PLAIN),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- c --><html>", "", Format.HTML),
        (b"<p>x", "a.html", Format.HTML),
        (b"less than < more", "", Format.PLAIN),
        (b"%PDF-1.4", "", Format.PDF),
        (b"junk\n%PDF-1.4", "a.txt", Format.PDF),
        (b"text", "a.pdf", None),
        (archive({"mimetype": "application/epub+zip"}), "", Format.EPUB),
        (archive({"META-INF/container.xml": ""}), "x.zip", Format.EPUB),
        (archive({"word/document.xml": ""}), "", Format.DOCX),
        (b"{\\rtf1 x}", "a.doc", Format.RTF),
        (b"{\\rtf1 x}", "", Format.RTF),
        (b"<?xml version='1.0'?><?xml-stylesheet href='x'?><rss version='2.0'>", "a.xml", Format.FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "", Format.FEED),
        (b"<?xml version='1.0'?>\n<!-- c --><FictionBook>", "", Format.FB2),
        (b'{"cells": [{"cell_type": "code"}]}', "", Format.NOTEBOOK),
        (b'{"cells": 1}', "a.json", Format.PLAIN),
        (b'{"metadata": {}, "a": "cell_type"}', "a.json", Format.PLAIN),
        (b'{"metadata": {}, "cells": [{"cell_type": "raw"}]}', "a.json", Format.NOTEBOOK),
        (b'{"items": [], "version": "https:\\/\\/jsonfeed.org\\/version\\/1"}', "feed.json", Format.FEED),
        (b"#+TITLE: x\n* A\n", "", Format.ORG),
        (b"x", "a.qmd", Format.MARKDOWN),
        (b"x", "a.fb2.zip", Format.FB2),
        (b"Text.", "a.docs", Format.PLAIN),
        (b"-----BEGIN PGP SIGNATURE-----\n", "a.asc", Format.PLAIN),
        (b"= Harbour\n", "a.asc", Format.ASCIIDOC),
        (b"not one", "a.epub", Format.EPUB),
    ],
)
def test_formats(data: bytes, name: str, wanted: Format | None) -> None:
    assert detect(data, name) is wanted


@pytest.mark.parametrize(
    ("content_type", "data", "wanted"),
    [
        ("text/html; charset=utf-8", PAGE, "html"),
        ("text/markdown", b"x", "markdown"),
        ("text/plain", b"# x", ""),
        ("text/html", b"%PDF-1.7", ""),
        ("text/html", b"not a tag", ""),
        ("application/octet-stream", PAGE, ""),
    ],
)
def test_what_a_server_says_is_believed_of_text_only(content_type: str, data: bytes, wanted: str) -> None:
    assert format_of_type(content_type, data) == wanted


@pytest.mark.parametrize(
    ("data", "name", "called"),
    [
        (b"\x89PNG\r\n", "a.md", "a picture"),
        (b"\x7fELF\0", "", "a program"),
        (b"\x1f\x8b\x08", "notes.txt.gz", "damaged: it cannot be unpacked"),
        (b"7z\xbc\xaf\x27\x1c", "notes.txt.7z", "an archive"),
        (b".so man1/other.1\n", "one.1", "no text but says where it is"),
        (archive({"a.txt": ""}), "", "an archive"),
        (archive({"ppt/presentation.xml": ""}), "", "a presentation"),
        (archive({"xl/workbook.xml": ""}), "a.zip", "a spreadsheet"),
        (archive({"Index/Document.iwa": ""}), "a.pages", "a document of Apple Pages"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "a.doc", "a document of Word before 2007"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "a.xls", "a spreadsheet"),
        (b"x" * 60 + b"BOOKMOBI\0\0", "", "a Kindle or Palm book"),
        (b"x" * 60 + b"BOOKMOBI\0\0", "a.azw3", "a Kindle or Palm book"),
        (b"AT&TFORM\0\0", "", "a DjVu file"),
        (b"%!PS-Adobe-3.0\n", "", "a PostScript file"),
    ],
)
def test_what_is_known_and_not_read_is_named(data: bytes, name: str, called: str) -> None:
    with pytest.raises(NotOpened, match=f"is {called}") as refused:
        parse(data, name=name or "x")
    assert refused.value.to == (name or "x")


def test_every_format_has_a_parser_and_endings_of_its_own() -> None:
    assert set(FORMATS) == set(Format)
    assert sum(len(entry.endings) for entry in FORMATS.values()) == len(ENDINGS)
    assert not ENDINGS.keys() & UNREAD.keys()
    for entry in FORMATS.values():
        assert callable(getattr(import_module(f"reader.formats.{entry.module}"), entry.function))


@pytest.mark.parametrize(("data", "why"), [(b"", "is empty"), (b" \n", "is empty"), (b"\x01\x02\0\0", "is not text")])
def test_what_cannot_be_opened_says_why(data: bytes, why: str) -> None:
    with pytest.raises(NotOpened, match=f"^a.bin: {why}"):
        parse(data, name="a.bin")


def test_a_format_that_there_is_not() -> None:
    with pytest.raises(NotOpened, match="no such format: pages"):
        parse(b"x", format="pages")


def test_suffixes() -> None:
    assert [suffix_of(one) for one in ("a.TXT", "a", "", ".md", "C:\\x\\y.Md", "a.b\x1b")] == [
        "txt",
        "",
        "",
        "",
        "md",
        "",
    ]


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (b"# A\n\nb", "caf\udce9.md", Format.MARKDOWN),
        (b"From a@b Mon\nFrom: a\nSubject: b\n\nc", "2024-March.txt", Format.MAIL),
        (b"From: a\nSubject: b\nMIME-Version: 1.0\n\nc", "letter.txt", Format.MAIL),
        (b"From: a\nSubject: b\n\nc", "letter.txt", Format.PLAIN),
    ],
)
def test_names_that_say_little(data: bytes, name: str, wanted: Format) -> None:
    assert detect(data, name) is wanted


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?>\n<book xmlns="http://docbook.org/ns/docbook"><para>A</para></book>',
        b'<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "a.dtd"><article dtd-version="1.2"><front/></article>',
        b'<?xml version="1.0"?><article xmlns:mml="http://www.w3.org/1998/Math/MathML"><front/></article>',
        b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text/></TEI>',
        b'<?xml version="1.0"?><opml version="2.0"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><text>A</text></svg>',
    ],
)
def test_markup_that_is_not_read_is_refused_by_its_name(data: bytes) -> None:
    with pytest.raises(NotOpened, match="which is not read"):
        detect(data, "a.xml")


def test_what_office_locked_by_a_password_is_called_so() -> None:
    begun = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for name in ("a.docx", "a", "a.xlsx"):
        with pytest.raises(NotOpened, match="locked by a password"):
            detect(begun + "EncryptedPackage".encode("utf-16-le") + bytes(99), name)
    with pytest.raises(NotOpened, match="Word before 2007"):
        detect(begun, "old.docx")
