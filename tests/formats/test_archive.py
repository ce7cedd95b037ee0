"""Archives that mean harm, or are damaged."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from reader.domain.errors import NotOpened, NotParsed
from reader.formats.archive import ENTRIES, TOTAL_SIZE, Archive, within
from tests.formats.making import archive


def test_entries_are_found_as_books_name_them() -> None:
    packed = Archive(archive({"OEBPS/Chapter 1.xhtml": "x"}))
    for name in ("OEBPS/Chapter 1.xhtml", "OEBPS/Chapter%201.xhtml", "oebps/chapter 1.XHTML"):
        assert packed.read(name) == b"x"
    assert packed.read("other") is None


@pytest.mark.parametrize(
    ("folder", "href", "name"),
    [
        ("OEBPS", "a.xhtml#b", "OEBPS/a.xhtml"),
        ("OEBPS/text", "../a.xhtml", "OEBPS/a.xhtml"),
        ("", "../../etc/passwd", ""),
        ("OEBPS", "/etc/passwd", ""),
        ("OEBPS", "file:///etc/passwd", ""),
        ("OEBPS", "https://a.b/c", ""),
        ("OEBPS", "\\\\server\\share", ""),
        ("", "", ""),
    ],
)
def test_names_lead_nowhere_else(folder: str, href: str, name: str) -> None:
    assert within(folder, href) == name


def test_a_bomb_is_not_unpacked() -> None:
    packed = Archive(archive({"bomb": bytes(80 * 2**20)}))
    with pytest.raises(NotParsed, match="unpacks to far more than it is"):
        packed.read("bomb")


def test_what_an_entry_says_of_its_size_is_not_believed() -> None:
    data = bytearray(archive({"a": "x" * 5_000_000}))
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    packed = Archive(bytes(data))
    assert (packed.read("a") or b"")[:20] in (b"", b"x" * 10)


def test_many_entries() -> None:
    with pytest.raises(NotParsed, match=f"more than {ENTRIES} files"):
        Archive(archive({str(number): "" for number in range(ENTRIES + 1)}))


def test_entries_that_overlap_cannot_add_up() -> None:
    """One packed stream, claimed by every entry of the list at the end (D. Fifield, A better zip bomb, 2019)."""
    data = archive({"a": "text " * 1000})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    listed = b"".join(entry[:46] + str(number % 10).encode() + entry[47:] for number in range(10))
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 10, 10, len(listed))
    packed = Archive(data[:start] + listed + bytes(tail))
    # Either zipfile sees that the names differ, or the sum of what is unpacked reaches the limit.
    read = [packed.read(str(number)) for number in range(10)]
    assert sum(len(one or b"") for one in read) <= TOTAL_SIZE
    assert read.count(None) >= 9


def test_locked_and_damaged_archives() -> None:
    data = bytearray(archive({"a": "text"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(NotOpened, match="password"):
        Archive(bytes(data)).read("a")
    with pytest.raises(NotOpened, match="damaged"):
        Archive(bytes(data)[:40])


def test_a_link_in_an_archive_is_its_text() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        link = zipfile.ZipInfo("a")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
    assert Archive(out.getvalue()).read("a") == b"/etc/passwd"
