"""A file that people write in keeps every byte of theirs, whatever becomes of our pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.files import Folder
from reader.exchange.formats.logseq import pieces as logseq_pieces
from reader.exchange.formats.markdown.markdown_notes import pieces
from reader.exchange.formats.org import pieces as org_pieces
from reader.exchange.records import FilePiece
from reader.exchange.renewal import base_of, join_pieces, renew
from tests.exchange.samples import ARTICLE, EXAMPLE

if TYPE_CHECKING:
    from pathlib import Path

FRONT = FilePiece("front", "---\ntitle: x\n---\n")


def block(number: int, words: str = "words") -> FilePiece:
    return FilePiece(f"id{number}", f"> {words} {number} ^hl-{number}\n\nnote\n\n*yellow*\n", f" ^hl-{number}")


def own(text: str) -> str:
    """What is not ours of a file, blank lines left out."""
    return "\n".join(line for line in text.split("\n") if "MINE" in line)


numbers = st.lists(st.integers(1, 9), unique=True, max_size=6)
theirs = st.lists(st.sampled_from(["MINE\n", "MINE é 😀  \n", "## MINE\n", "\n", "> MINE\n", "MINE"]), max_size=5)


@given(numbers, numbers, st.data())
def test_what_people_wrote_stays_and_our_pieces_are_renewed(
    before: list[int], after: list[int], data: st.DataObject
) -> None:
    old = [FRONT, *(block(one) for one in before)]
    new = [FRONT, *(block(one, "other") for one in after)]
    lines = []
    for piece in old:
        lines += [piece.text, "\n", *(one if one.endswith("\n") else f"{one}\n" for one in data.draw(theirs)), "\n"]
    text = "".join([*lines, *data.draw(theirs)])
    done = renew(text, base_of(old), new)
    assert not done.changed
    assert own(done.text) == own(text)
    for piece in new:
        assert piece.text in done.text
    assert set(done.left) == {f"id{one}" for one in set(before) - set(after)}
    for gone in set(before) - set(after):
        assert f"^hl-{gone}" not in done.text
    again = renew(done.text, base_of(new), new)
    assert again.text == done.text


@given(numbers)
def test_without_anything_of_theirs_the_file_is_as_new(after: list[int]) -> None:
    old, new = [FRONT, *map(block, (1, 2, 3))], [FRONT, *map(block, sorted(after))]
    assert renew(join_pieces(old), base_of(old), new).text == join_pieces(new)


def test_a_piece_that_was_changed_keeps_the_whole_file() -> None:
    old = [FRONT, block(1), block(2)]
    for text in (
        join_pieces(old).replace("words 1", "words of mine"),
        join_pieces(old).replace("note", "my note", 1),
        join_pieces(old).replace("> words 2 ^hl-2\n\nnote\n\n*yellow*\n", ""),
    ):
        done = renew(text, base_of(old), [*old, block(3)])
        assert done.text == text
        assert done.changed


def test_line_ends_and_blanks_at_line_ends_are_no_change() -> None:
    old = [FRONT, block(1), block(2)]
    text = join_pieces(old).replace("\n", "\r\n").replace("note", "note  ") + "MINE\r\n"
    done = renew(text, base_of(old), [*old, block(3)])
    assert not done.changed
    assert done.text.endswith("*yellow*\r\nMINE\r\n\r\n> words 3 ^hl-3\r\n\r\nnote\r\n\r\n*yellow*\r\n")


def test_a_block_is_found_where_it_was_moved() -> None:
    old = [FRONT, block(1), block(2)]
    text = f"{FRONT.text}\nMINE\n\n{block(2).text}\n{block(1).text}"
    done = renew(text, base_of(old), [FRONT, block(1, "new"), block(2)])
    assert done.text == text.replace("words 1", "new 1")


def test_front_matter_that_was_edited_is_theirs() -> None:
    old = [FRONT, block(1)]
    text = join_pieces(old).replace("title: x", "title: x\naliases: [y]")
    done = renew(text, base_of(old), [FilePiece("front", "---\ntitle: z\n---\n"), block(1, "new")])
    assert "aliases: [y]" in done.text
    assert "title: z" not in done.text
    assert "new 1" in done.text


def test_a_moved_file_is_found_by_its_article(tmp_path: Path) -> None:
    for extension, parts in ((".md", list(pieces(EXAMPLE))), (".org", list(org_pieces(EXAMPLE)))):
        with Folder(tmp_path) as folder:
            file = folder.renew(ARTICLE.title, ARTICLE.id, extension, parts)
        assert file is not None
        there = tmp_path / "sub" / f"renamed{extension}"
        there.parent.mkdir(exist_ok=True)
        file.rename(there)
        with there.open("a") as opened:
            opened.write("\nMINE\n")
        for _ in range(2):  # from where it was, and from where it is known to be
            with Folder(tmp_path) as folder:
                assert folder.renew("Another title", ARTICLE.id, extension, parts[:-1]) == there
        assert "MINE" in there.read_text()
        assert parts[-1].mark not in there.read_text()
        assert not file.exists()


def test_without_its_base_an_untouched_file_is_ours_again(tmp_path: Path) -> None:
    parts = list(pieces(EXAMPLE))
    with Folder(tmp_path) as folder:
        file = folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts[:-1])
    assert file is not None
    (tmp_path / ".reader-export.json").unlink()
    with Folder(tmp_path) as folder:
        assert folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts) == file
    assert file.read_text() == join_pieces(parts)
    (tmp_path / ".reader-export.json").unlink()
    file.write_text(file.read_text().replace("Nobody brought it", "I brought it"))
    with Folder(tmp_path) as folder:
        assert folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts) is None
        assert len(folder.left) == 1


def test_what_is_in_the_way_is_named(tmp_path: Path) -> None:
    parts = list(pieces(EXAMPLE))
    with Folder(tmp_path) as folder:
        file = folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts)
    assert file is not None
    file.unlink()
    file.mkdir()
    with Folder(tmp_path) as folder:
        assert folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts) is None
        assert [one.reason for one in folder.left] == ["a folder is in the way"]
    file.rmdir()
    with Folder(tmp_path) as folder:
        assert folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts) == file
    file.chmod(0o444)
    with Folder(tmp_path) as folder:
        assert folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts[:3]) is None
        assert [one.reason for one in folder.left] == ["may not be written"]


def test_a_file_that_nobody_wrote_in_goes_with_its_last_annotation(tmp_path: Path) -> None:
    parts = list(pieces(EXAMPLE))
    with Folder(tmp_path) as folder:
        file = folder.renew(ARTICLE.title, ARTICLE.id, ".md", parts)
    assert file is not None
    with Folder(tmp_path) as folder:
        folder.clear((), ".md", {one.key for one in parts})
    assert file.exists()
    file.write_text(file.read_text() + "\nMINE\n")
    with Folder(tmp_path) as folder:
        folder.clear((), ".md", ())
        assert folder.gone == [(file, 5)]
    assert own(file.read_text()) == "MINE"


def test_a_page_of_logseq_is_renewed_where_it_was_moved_to(tmp_path: Path) -> None:
    old, new = (list(logseq_pieces(EXAMPLE._replace(entries=some))) for some in (EXAMPLE.entries[:-1], EXAMPLE.entries))
    with Folder(tmp_path) as folder:
        file = folder.renew(ARTICLE.title, ARTICLE.id, ".md", old)
    assert file is not None
    (tmp_path / "pages").mkdir()
    page = file.rename(tmp_path / "pages" / "My name.md")
    page.write_text(f"{page.read_text()}\t- MINE\n- MINE too\n")
    with Folder(tmp_path) as folder:
        assert folder.renew(ARTICLE.title, ARTICLE.id, ".md", new) == page
    assert page.read_text().count("MINE") == 2
    assert new[-1].text in page.read_text()
