"""Bytes in any encoding, known or guessed."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.decode import decode, normal, whole

RUSSIAN = "Читать с карандашом в руке — значит спорить с книгой на равных, и не всегда проигрывать."
GERMAN = "Über die Brücke gehen täglich fünfhundert Fußgänger, größtenteils Schüler."


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"),
        lambda text: text.encode(),
        lambda text: text.encode("utf-16-le"),
    ],
    ids=["utf-8-mark", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "utf-16-without"],
)
def test_the_encodings_of_unicode(encode: object) -> None:
    assert decode(encode(GERMAN)) == GERMAN  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.replace("—", "-"), "koi8-r"),
        ("日本語のテキスト", "iso2022_jp"),
    ],
)
def test_what_is_guessed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_few_bytes_are_western() -> None:
    assert decode(b"caf\xe9") == "café"
    assert decode(b"a\x9b2J\x81") == "a›2J\x81"


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("iso-8859-1", b"\x93x\x94", "“x”"),
        ("windows-1251", "Да".encode("cp1251"), "Да"),
        ("utf-7", b"+ADw-b+AD4-", "+ADw-b+AD4-"),
        ("x-nonsense", b"plain", "plain"),
        ("\x1b[2J", b"plain", "plain"),
        ("ascii", "é".encode(), "Ã©"),
    ],
)
def test_what_is_declared(declared: str, data: bytes, text: str) -> None:
    assert decode(data, declared) == text


def test_a_little_damage_in_utf8_is_shown_and_the_rest_read() -> None:
    data = (GERMAN * 3).encode() + b"\xff" + GERMAN.encode()
    assert decode(data) == GERMAN * 3 + "\ufffd" + GERMAN


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(200), b"\x01\x02\x03\x04" * 50])
def test_what_is_not_text(data: bytes) -> None:
    assert decode(data) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_not(data: bytes) -> None:
    text = decode(data)
    if text is not None:
        text.encode()
        assert "\r" not in text
        assert "\0" not in text


@given(st.text())
def test_only_line_ends_and_nul_change(text: str) -> None:
    changed = normal(text)
    assert changed == text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert normal(changed) == changed


def test_lone_surrogates_become_replacement_characters() -> None:
    assert whole("a\ud800b") == "a\ufffdb"
