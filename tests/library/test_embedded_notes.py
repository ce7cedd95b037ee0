"""What is in a PDF or DOCX: taken in when it is opened to read, or by an import; once refused, not again."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.domain.annotation import State
from reader.domain.article import Status
from reader.domain.errors import NotImported
from reader.library.importing.file_imports import import_files
from tests.formats.test_embedded import comment, docx, end, mark, pdf, quads, run, start

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library import Library


def written(path: Path, *notes: str) -> str:
    """A DOCX with a comment on its words for each note."""
    paragraphs = [f"{run('Before. ')}{start(at)}{run(f'The {note} words.')}{end(at)}" for at, note in enumerate(notes)]
    path.write_bytes(docx(paragraphs, [comment(at, note) for at, note in enumerate(notes)]))
    state = path.stat()
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns + len(notes)))
    return str(path)


def test_opened_to_read_they_are_one_act_that_is_taken_back_and_does_not_return(
    library: Library, tmp_path: Path
) -> None:
    path = written(tmp_path / "a.docx", "first", "second")
    opened = library.open(path)
    session = library.session(opened)
    line = library.imports.take_embedded(opened, session)
    assert line == "2 comments by Ann Other were in the file and were taken in; u takes them back"
    assert sorted((one.quote, one.note, one.creator) for one in library.store.annotations()) == [
        ("The first words.", "first", "Ann Other"),
        ("The second words.", "second", "Ann Other"),
    ]
    states = {target.state for one in library.store.annotations() for target in one.targets[-1:]}
    assert states == {State.ANCHORED}
    assert session.undo() == "what was in the file"
    assert library.store.annotations() == []
    # The file is saved with one comment more: that one is new, the others were refused.
    again = library.open(written(tmp_path / "a.docx", "first", "second", "third"))
    assert len(again.embedded) == 3
    assert "1 comment by" in library.imports.take_embedded(again, library.session(again))
    assert [one.note for one in library.store.annotations()] == ["third"]


def test_what_is_known_is_not_taken_in_twice_and_nothing_is_said(library: Library, tmp_path: Path) -> None:
    for _ in range(2):
        opened = library.open(written(tmp_path / "a.docx", "first"))
        line = library.imports.take_embedded(opened, library.session(opened)) if opened.embedded else ""
        (tmp_path / "a.docx").touch()
    assert line == ""
    assert len(library.store.annotations()) == 1


def test_to_show_a_file_writes_nothing(library: Library, tmp_path: Path) -> None:
    parsed = library.parse(written(tmp_path / "a.docx", "first"))
    assert len(parsed.embedded) == 1
    assert library.store.articles() == []
    assert library.store.annotations() == []


def test_an_import_takes_the_text_in_too_and_does_not_say_that_it_is_read(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(mark("Highlight", quads((2, 0, 12)), T="(Ann)", Contents="(mine)")))
    written(tmp_path / "b.docx", "first")
    importer = library.imports.importer()
    fates = list(import_files(importer, [str(tmp_path / "a.pdf"), str(tmp_path / "b.docx")]))
    assert [one.report.new for one in fates if one.report is not None] == [1, 1]
    assert {one.status for one in library.store.articles()} == {Status.UNREAD}
    assert {(one.quote, one.note) for one in library.store.annotations()} == {
        ("Nobody asked", "mine"),
        ("The first words.", "first"),
    }
    again = list(import_files(library.imports.importer(), [str(tmp_path / "a.pdf")]))
    assert [(one.report.new, one.report.known) for one in again if one.report is not None] == [(0, 1)]


def test_a_file_in_which_nobody_wrote_is_refused_and_not_kept(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    (fate,) = import_files(library.imports.importer(), [str(tmp_path / "a.pdf")])
    assert isinstance(fate.error, NotImported)
    assert "nobody has marked" in str(fate.error)
    assert library.store.articles() == []


def test_of_a_folder_only_what_is_nobodys_is_passed_over(library: Library, tmp_path: Path) -> None:
    (tmp_path / "bare.pdf").write_bytes(pdf())
    (tmp_path / "broken.lua").write_text('return { ["annotations"] = {')
    for name in ("readme.txt", "own.org", "settings.yaml"):
        (tmp_path / name).write_text("* a: b\n")
    fates = {one.name: one for one in import_files(library.imports.importer(), [str(tmp_path)])}
    assert {name for name, one in fates.items() if not one.passed} == {"broken.lua"}
    assert {name for name, one in fates.items() if one.is_bare} == {"bare.pdf"}
