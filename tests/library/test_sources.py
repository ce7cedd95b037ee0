"""What a word of the command line names."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from reader.domain.article import Article
from reader.domain.errors import NotFound, NotOpened
from reader.library.sources import Located, SourceKind, file_beside, file_state, locate, read_file

if TYPE_CHECKING:
    from pathlib import Path

HARBOUR = Article("abcdef01-2222-5333-8444-555555555555", "Harbour", datetime(2026, 11, 22, tzinfo=UTC))
CABLE = HARBOUR._replace(id="abcd9999-2222-5333-8444-555555555555", title="The Cable")


@pytest.mark.parametrize("word", ["https://example.org/a?b=c", "HTTP://EXAMPLE.ORG"])
def test_a_url(word: str) -> None:
    assert locate(word, list) == Located(SourceKind.URL, word)


def test_standard_input() -> None:
    assert locate("-", list) == Located(SourceKind.INPUT, "-")


def test_a_path_is_made_absolute_and_its_links_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real.txt").write_text("x")
    (tmp_path / "link.txt").symlink_to("real.txt")
    monkeypatch.chdir(tmp_path)
    assert locate("link.txt", list) == Located(SourceKind.PATH, str(tmp_path / "link.txt"))


@pytest.mark.parametrize("host", ["file://", "FILE://", "file://localhost"])
def test_a_path_as_browsers_write_it(host: str, tmp_path: Path) -> None:
    path = tmp_path / "a page é.html"
    path.write_text("x")
    assert locate(f"{host}{quote(str(path))}", list) == Located(SourceKind.PATH, str(path))


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("", "nothing is named; name a file"),
        (" ", "nothing is named"),
        ("ftp://example.org/x", "only addresses of the web and of files"),
        ("file://elsewhere/x", "no such file"),
        ("Of http://example.org/", "no such file"),
    ],
)
def test_what_is_no_source_is_said_to_be_none(word: str, told: str) -> None:
    with pytest.raises(NotOpened, match=told):
        locate(word, list)


def test_a_path_wins_over_a_title(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Harbour").write_text("x")
    monkeypatch.chdir(tmp_path)
    assert locate("Harbour", lambda: [HARBOUR]).kind is SourceKind.PATH


@pytest.mark.parametrize("word", ["abcdef01", "ABCDEF", HARBOUR.id, "harbour", "Harbour"])
def test_an_article(word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert locate(word, lambda: [HARBOUR, CABLE]) == Located(SourceKind.ARTICLE, HARBOUR.id)


def test_what_names_several_is_refused() -> None:
    with pytest.raises(NotFound, match="more than one"):
        locate("abcd", lambda: [HARBOUR, CABLE])


def test_what_names_nothing_is_refused() -> None:
    with pytest.raises(NotOpened, match=r"no such file.*reader list"):
        locate("nowhere.txt", lambda: [HARBOUR])


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotOpened, match=r"is a directory; name a file"):
        read_file(str(tmp_path))


def test_a_device_is_refused() -> None:
    with pytest.raises(NotOpened, match="not a regular file"):
        read_file("/dev/null")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    secret.chmod(0)
    with pytest.raises(NotOpened, match="may not be read"):
        read_file(str(secret))


def test_a_file_is_known_by_its_size_and_time(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("one")
    os.utime(file, ns=(5, 5))
    assert (file_state(str(file)).size, file_state(str(file)).mtime_ns) == (3, 5)
    assert read_file(str(file)) == b"one"


def test_a_file_that_icloud_took_off_the_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / ".harbour.md.icloud").touch()
    for ask in (lambda: file_state(str(tmp_path / "harbour.md")), lambda: locate(str(tmp_path / "harbour.md"), list)):
        with pytest.raises(NotOpened, match="iCloud has taken it off this machine"):
            ask()


def test_the_file_beside_one_is_found_as_people_count(tmp_path: Path) -> None:
    names = ["A 2.md", "a 10.txt", "b.html", "é.epub"]
    for name in (*names, ".hidden.md", "c.bin", "no ending"):
        (tmp_path / name).write_text("words", encoding="utf-8")
    (tmp_path / "a 3.md").mkdir()
    paths = [str(tmp_path / name) for name in names]
    assert [file_beside(one, 1) for one in paths] == [*paths[1:], None]
    assert [file_beside(one, -1) for one in paths] == [None, *paths[:-1]]
    gone = str(tmp_path / "a 9.md")
    assert (file_beside(gone, -1), file_beside(gone, 1)) == (paths[0], paths[1])
    with pytest.raises(NotOpened, match="no such"):
        file_beside(str(tmp_path / "none" / "x.md"), 1)
