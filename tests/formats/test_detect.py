"""Formats recognised by what bytes begin with, and by names."""

from __future__ import annotations

import pytest

from reader.domain.errors import NotOpened
from reader.formats import parse
from reader.formats.detect import Format, detect, format_of_type, suffix_of
from tests.formats.making import archive

PAGE = b"<!doctype html><html><p>x"


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (b"Text.", "", Format.PLAIN),
        (b"# A\n\nSee [b](c).", "", Format.MARKDOWN),
        (b"# A\n\nSee [b](c).", "a.txt", Format.PLAIN),
        (b"# only a comment\nx = 1\n", "", Format.PLAIN),
        (b"--- a/x\n+++ b/x\n# y\n> z\n", "", Format.PLAIN),
        (b"From: a@b.c\nSubject: x\n\n> quoted\n\n- a\n- b\n", "", Format.PLAIN),
        (b"#!/usr/bin/python\n# A\n\nx[1](2)\n", "", Format.PLAIN),
        (b"import x\n# a comment\ny = x[1](2)\n", "", Format.PLAIN),
        (b"Text.", "a.md", Format.MARKDOWN),
        (b"Text.", "https://a.b/c.md?x=1#y", Format.MARKDOWN),
        (PAGE, "", Format.HTML),
        (PAGE, "a.txt", Format.HTML),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- c --><html>", "", Format.HTML),
        (b"<p>x", "a.html", Format.HTML),
        (b"less than < more", "", Format.PLAIN),
        (b"%PDF-1.4", "", Format.PDF),
        (b"junk\n%PDF-1.4", "a.txt", Format.PDF),
        (b"text", "a.pdf", None),
        (b"\x89PNG\r\n", "a.md", None),
        (b"\x7fELF", "", None),
        (archive({"mimetype": "application/epub+zip"}), "", Format.EPUB),
        (archive({"META-INF/container.xml": ""}), "x.zip", Format.EPUB),
        (archive({"word/document.xml": ""}), "", Format.DOCX),
        (archive({"a.txt": ""}), "", None),
        (b"not one", "a.epub", Format.EPUB),
    ],
    ids=range(25),
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


@pytest.mark.parametrize(("data", "why"), [(b"", "is empty"), (b" \n", "is empty"), (b"\x7fELF\0\0", "is not text")])
def test_what_cannot_be_opened_says_why(data: bytes, why: str) -> None:
    with pytest.raises(NotOpened, match=f"^a.bin: {why}"):
        parse(data, name="a.bin")


def test_a_format_that_there_is_not() -> None:
    with pytest.raises(NotOpened, match="no such format: odt"):
        parse(b"x", format="odt")


def test_suffixes() -> None:
    assert [suffix_of(one) for one in ("a.TXT", "a", "", ".md", "C:\\x\\y.Md", "a.b\x1b")] == [
        "txt",
        "",
        "",
        "",
        "md",
        "",
    ]
