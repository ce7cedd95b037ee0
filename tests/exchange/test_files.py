"""Exports on disk: named after their article, whole, and never over anything else."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotExported
from reader.domain.name_folding import fold_name
from reader.exchange.file_names import choose_name, slug
from reader.exchange.files import LEDGER, MANY, Folder, describe_gone, write_file
from tests.exchange.hostile import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator

IDS = "0123abcd-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Police chiefs against full prisons", "police-chiefs-against-full-prisons"),
        ("../../etc/passwd", "etc-passwd"),
        ("Über Ägypten: eine Reise", "über-ägypten-eine-reise"),
        ("読書", "読書"),
        ("CON", "con-article"),
        ("…", "article"),
    ],
)
def test_a_slug_is_the_title_in_letters(title: str, name: str) -> None:
    assert slug(title) == name


@given(st.lists(st.one_of(st.sampled_from(ALL), st.text(max_size=200)), max_size=6))
def test_names_are_names_and_no_two_alike(titles: list[str]) -> None:
    present: set[str] = set()
    for title in titles:
        name = choose_name(title, IDS, ".md", present)
        assert len(name.encode()) <= 255
        assert not set(name) & set('/\\:*?"<>|\0\n')
        assert not name.startswith((".", "-"))
        assert unicodedata.normalize("NFC", name) == name
        assert fold_name(name) not in present
        present.add(fold_name(name))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    write_file(file, ["one", "two"])

    def failing() -> Iterator[str]:
        yield "three"
        raise OSError("no more")

    with pytest.raises(NotExported, match=r"notes\.md"):
        write_file(file, failing())
    assert file.read_text() == "onetwo"
    assert [one.name for one in tmp_path.iterdir()] == ["notes.md"]


def test_a_link_stays_a_link_and_a_mode_a_mode(tmp_path: Path) -> None:
    file, link = tmp_path / "notes.md", tmp_path / "link.md"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_file(link, ["new"])
    assert link.is_symlink()
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o640)


def put(folder: Folder, title: str, text: str, *, over: bool = False) -> Path:
    file = folder.write(title, IDS, ".md", [text], over=over)
    assert file is not None, folder.left
    return file


def test_a_folder_gives_an_article_the_same_file_again(tmp_path: Path) -> None:
    with Folder(tmp_path / "new" / "folder") as folder:
        first = put(folder, "The Harbour", "one")
    with Folder(first.parent) as folder:
        assert put(folder, "The Harbour, renamed", "two") == first
    assert first.read_text() == "two"
    assert first.name == "the-harbour.md"


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "The-Harbour.md"
    theirs.write_text("theirs")
    with Folder(tmp_path) as folder:
        ours = put(folder, "The Harbour", "ours")
    assert (theirs.read_text(), ours.name) == ("theirs", "the-harbour-0123abcd.md")


def test_an_edited_file_is_replaced_only_where_that_is_allowed(tmp_path: Path) -> None:
    with Folder(tmp_path) as folder:
        file = put(folder, "The Harbour", "ours")
    file.write_text("ours, and a thought")
    with Folder(tmp_path) as folder:
        assert folder.write("The Harbour", IDS, ".md", ["new"]) is None
        assert [(one.path, "edited" in one.reason) for one in folder.left] == [(file, True)]
        assert file.read_text() == "ours, and a thought"
        put(folder, "The Harbour", "new", over=True)
    assert file.read_text() == "new"


@pytest.mark.parametrize("name", ["../outside.md", "/etc/passwd", ".hidden", "", 5, None])
def test_a_list_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: object) -> None:
    (tmp_path / LEDGER).write_text(json.dumps({f"{IDS}.md": {"file": name, "sha256": ""}}))
    with pytest.raises(NotExported, match="damaged"):
        Folder(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NotExported, match="cannot be written"):
        write_file(tmp_path / "notes.md", ["x"])


def test_a_file_where_the_folder_should_be_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotExported, match="cannot be used"):
        Folder(tmp_path / "file")


def test_what_left_is_told_file_by_file_as_long_as_these_are_few() -> None:
    gone = [(Path(f"{number}.md"), 2) for number in range(MANY + 1)]
    assert describe_gone(gone[:-1]) == [f"2 annotations taken out of {number}.md" for number in range(MANY)]
    assert describe_gone(gone) == [f"{2 * MANY + 2} annotations taken out of {MANY + 1} files"]
