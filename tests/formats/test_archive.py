"""Archives that mean harm, or are damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.domain.errors import NotOpened, NotParsed
from reader.formats import parse
from reader.formats.archive import ENTRIES, ENTRY_SIZE, TOTAL_SIZE, Archive, within
from tests.formats.making import archive

if TYPE_CHECKING:
    from collections.abc import Callable


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


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.parametrize(("pack", "ending"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "XZ")])
def test_a_single_packed_file_is_read_as_what_is_in_it(pack: Callable[[bytes], bytes], ending: str) -> None:
    data = pack(b"# One\n\n- two\n") + pack(b"- three\n")
    for name in (f"notes.md.{ending}", f"https://example.org/notes.md.{ending}"):
        parsed = parse(data, name=name)
        assert (parsed.format, parsed.document.text) == ("markdown", "One\n\ntwo\nthree")
    assert parse(pack(b".TH LS 1\n.SH NAME\nls \\- list\n"), name=f"ls.1.{ending}").format == "man"


@pytest.mark.slow
def test_a_packed_file_that_is_damaged_is_an_archive_or_a_bomb_is_refused() -> None:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w:gz") as several:
        several.add(__file__)
    with pytest.raises(NotOpened, match="an archive"):
        parse(whole.getvalue(), name="a.gz")
    with pytest.raises(NotOpened, match="damaged"):
        parse(gzip.compress(b"words " * 1000)[:-30], name="a.txt.gz")
    with pytest.raises(NotOpened, match="empty"):
        parse(gzip.compress(b""), name="a.txt.gz")
    with pytest.raises(NotParsed, match="far more"):
        parse(lzma.compress(bytes(ENTRY_SIZE + 1), preset=0), name="a.txt.xz")
