"""Mail: decoded, its quotations as such, boxes taken apart."""

from __future__ import annotations

import pytest

from reader.domain.document import BlockKind
from reader.formats.kinds import Format
from reader.formats.structured import parse_structured
from tests.formats.wellformed import check

HEAD = "From: =?utf-8?q?Andr=C3=A9?= <a@b.c>\nDate: Tue, 3 Mar 2026 10:00:00 +0100\nSubject: =?utf-8?b?Q2Fmw6k=?=\n"


def blocks(mail: str | bytes) -> list[tuple[str, str, int]]:
    document = parse_structured(mail if isinstance(mail, bytes) else mail.encode(), Format.MAIL).document
    check(document)
    return [(str(one.kind), one.span.of(document.text), one.quote) for one in document.blocks]


def test_a_message_says_who_wrote_it_and_when() -> None:
    said = parse_structured(f"{HEAD}\nText.\n".encode(), Format.MAIL).metadata
    assert (said.title, said.authors, said.date) == ("Café", ("André",), "2026-03-03T10:00:00+01:00")


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("quoted-printable", b"Gr=F6=DFe des Haf=\nens"),
        ("base64", b"R3L232UgZGVzIEhhZmVucw=="),
        ("8bit", "Größe des Hafens".encode("latin-1")),
    ],
)
def test_a_body_is_decoded(encoding: str, body: bytes) -> None:
    head = f"Subject: x\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: {encoding}\n\n"
    assert blocks(head.encode() + body) == [("heading", "x", 0), ("paragraph", "Größe des Hafens", 0)]


def test_what_is_quoted_is_a_quotation() -> None:
    assert blocks(f"{HEAD}\nYes.\n\nBo wrote:\n> Is it so?\n>> Was it?\n\nIt is.\n-- \nAnn\nHarbour 3\n") == [
        ("heading", "Café", 0),
        ("paragraph", "Yes.", 0),
        ("paragraph", "Bo wrote:", 0),
        ("quote", "Is it so?", 1),
        ("quote", "Was it?", 2),
        ("paragraph", "It is.", 0),
        ("verse", "Ann\nHarbour 3", 0),
    ]


def test_flowed_lines_go_on() -> None:
    mail = f"{HEAD}Content-Type: text/plain; format=flowed\n\nOne line that \ngoes on.\n> A quoted \n> line.\n"
    assert blocks(mail)[1:] == [("paragraph", "One line that goes on.", 0), ("quote", "A quoted line.", 1)]


PARTS = """Subject: x
Content-Type: multipart/mixed; boundary="o"

--o
Content-Type: multipart/alternative; boundary="i"

--i
Content-Type: text/plain

{plain}
--i
Content-Type: text/html; charset=utf-8

<html><head><title>no</title></head><body><p>Hello <b>there</b></p><blockquote>old</blockquote></body></html>
--i--
--o
Content-Type: application/pdf; name="bill.pdf"
Content-Disposition: attachment; filename="bill.pdf"
Content-Transfer-Encoding: base64

JVBERi0=
--o--
"""


def test_of_two_forms_the_plain_one_is_read() -> None:
    assert blocks(PARTS.format(plain="Hello"))[1:] == [
        ("paragraph", "Hello", 0),
        ("paragraph", "Attachment: bill.pdf", 0),
    ]


def test_else_the_page() -> None:
    assert blocks(PARTS.format(plain=""))[1:] == [
        ("paragraph", "Hello there", 0),
        ("quote", "old", 1),
        ("paragraph", "Attachment: bill.pdf", 0),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_box_is_its_messages(end: str) -> None:
    box = "From a@b Mon Jan  1 00:00:00 2024\nFrom: Ann <a@b>\nSubject: One\n\nBody.\n\n"
    box += "From here on it is text.\n>From quoted.\n\n"
    box += "From c@d Mon Jan  1 00:00:00 2024\nFrom: c@d\nDate: Mon, 1 Jan 2024 08:00:00 +0000\n\nSecond.\n"
    document = parse_structured(box.replace("\n", end).encode(), Format.MAIL).document
    headings = [one.span.of(document.text) for one in document.blocks if one.kind is BlockKind.HEADING]
    assert headings == ["One", "(no subject)"]
    assert "From here on it is text.\nFrom quoted." in document.text
    assert "c@d, 2024-01-01 08:00" in document.text


def test_a_page_that_a_browser_saved_is_read_as_that_page() -> None:
    page = (
        "<html><head><title>Page</title></head><body><article><h1>Page</h1>"
        + "<p>Some words of it. " * 20
        + "</article>"
    )
    mail = f"""From: <Saved by a browser>
Snapshot-Content-Location: https://a.example/p
Subject: Page
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html
Content-Location: https://a.example/p

{page}
--b
Content-Type: image/png
Content-Transfer-Encoding: base64

AAAA
--b--
"""
    parsed = parse_structured(mail.encode(), Format.MAIL)
    assert parsed.format == "html"
    assert parsed.document.text.startswith("Page\n\nSome words of it.")


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_header_whose_letters_are_written_as_they_are_is_read(encoding: str) -> None:
    assert blocks("From: A <a@b>\nSubject: Größe\n\nText".encode(encoding))[0][1] == "Größe"


def test_a_charset_that_comes_in_pieces_is_no_fault() -> None:
    head = "From: A <a@b>\nSubject: Sand\nContent-Type: text/plain; charset*0*=x''y; charset*1=z\n\n"
    assert blocks(f"{head}Größe".encode())[-1][1] == "Größe"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_messages_of_a_box_without_a_blank_line_between_them(end: str) -> None:
    head = "From a@example.org Mon May  6 10:00:00 2024\nSubject: {}\nDate: Mon, 6 May 2024 10:00:00 +0200\n\n"
    box = head.format("One") + "From: here one sees\nbody one.\n" + head.format("Two") + "Body two.\n"
    parsed = parse_structured(box.replace("\n", end).encode(), Format.MAIL)
    found = [one.span.of(parsed.document.text) for one in parsed.document.blocks if one.kind is BlockKind.HEADING]
    assert found == ["One", "Two"]


def test_a_message_that_its_length_stands_before() -> None:
    message = b"Subject: One\nFrom: a@example.org\n\nBody.\n"
    data = b"%d        \n%s<?xml version='1.0'?><plist/>" % (len(message), message)
    text = parse_structured(data, Format.MAIL).document.text
    assert "Body." in text
    assert "plist" not in text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        ("Content-Type: text/plain; charset=utf-7", "Gr+APYA3w-e", "Größe"),
        ("X-Mailer: old", "Before.\n\nbegin 644 plan.txt\n#0V%T\n`\nend\n", "Before.\n\nAttachment: plan.txt"),
        ("X-Mailer: old", "begin 644 of them\nand never an end", "begin 644 of them\nand never an end"),
    ],
)
def test_what_was_written_before_mime(head: str, body: str, text: str) -> None:
    document = parse_structured(f"Subject: x\n{head}\n\n{body}".encode(), Format.MAIL).document
    assert document.text == f"x\n\n{text}"


def test_a_message_that_is_encrypted_says_so() -> None:
    mail = "Subject: x\nContent-Type: multipart/encrypted; boundary=e\n\n--e\n\nVersion: 1\n--e\n\nsecret\n--e--\n"
    assert "encrypted" in blocks(mail)[1][1]
