"""The user's own editor: whatever it does, what was written in it is answered, and a failure is one sentence."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from reader.domain.errors import NotOpened
from reader.ui.terminal.external_editor import edit, keep_beside

NOTE = "as it was\n"


@pytest.fixture
def editor(tmp_path: Path) -> str:
    """A script whose body a test gives by EDITOR_BODY; it has blanks in its path."""
    folder = tmp_path / "my editors"
    folder.mkdir()
    script = folder / "ed it"
    script.write_text('#!/bin/sh\neval "$EDITOR_BODY"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return f"'{script}'"


def run(editor: str, body: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setenv("EDITOR_BODY", body)
    found = edit(NOTE, {"EDITOR": editor, "PATH": os.environ["PATH"]})
    return found.text, found.failure


@pytest.mark.parametrize(
    ("body", "text", "failure"),
    [
        ("true", "as it was", ""),
        ("printf 'new' > \"$1\"", "new", ""),
        ("printf 'new\\n\\n' > \"$1\"", "new\n", ""),
        ("printf '\\357\\273\\277marked' > \"$1\"", "marked", ""),
        ("printf 'new\\r\\nlines\\r\\n' > \"$1\"", "new\nlines", ""),
        (': > "$1"', "", ""),
        ("printf 'Gr\\366\\337e und M\\374he' > \"$1\"", "Größe und Mühe", ""),
        ("printf 'half' > \"$1\"; exit 3", "half", "it ended with 3"),
        ("printf 'half' > \"$1\"; kill -9 $$", "half", "it was ended by SIGKILL"),
        ('printf \'whole\' > "$1.new"; mv "$1.new" "$1"', "whole", ""),
        ("printf 'x' > \"$1~\"; printf 'backed up' > \"$1\"", "backed up", ""),
    ],
)
def test_what_it_wrote_is_answered(
    editor: str, body: str, text: str, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(editor, body, monkeypatch) == (text, failure)


@pytest.mark.parametrize(("least", "at_once"), [(60.0, True), (0.0, False)])
def test_one_that_ends_before_anybody_can_write_is_known(
    editor: str, least: float, at_once: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.terminal.external_editor.AT_ONCE", least)
    monkeypatch.setenv("EDITOR_BODY", "true")
    found = edit(NOTE, {"EDITOR": editor, "PATH": os.environ["PATH"]})
    assert (found.text, found.failure, found.at_once) == ("as it was", "", at_once)


def test_a_path_with_a_blank_needs_no_quotation_marks(editor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(editor.strip("'"), "printf 'new' > \"$1\"", monkeypatch) == ("new", "")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ('rm "$1"', "removed the file"),
        ('rm "$1"; exit 2', "ended with 2"),
        ('rm "$1"; mkdir "$1"', "is a directory"),
        ('rm -r "$(dirname "$1")"', "removed the file"),
    ],
)
def test_a_file_that_it_takes_away_is_a_sentence(
    editor: str, body: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotOpened, match=says) as error:
        run(editor, body, monkeypatch)
    assert "the note is as it was" in str(error.value)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("'vi", "a quotation mark has no end"),
        ('vi "', "a quotation mark has no end"),
        (" ", "names no editor"),
        ("\t", "names no editor"),
        ("''", "names no editor"),
        ("no-such-editor-here -w", "there is no such editor"),
        ("/no/such/editor", "there is no such editor"),
        ("/" + "x" * 300, "there is no such editor"),
        ("{folder}", "the editor is a folder"),
        ("{plain}", "may not be run"),
        ("{broken}", "cannot be started"),
    ],
)
@pytest.mark.parametrize("name", ["VISUAL", "EDITOR"])
def test_an_editor_that_cannot_be_started_is_a_sentence(tmp_path: Path, name: str, value: str, says: str) -> None:
    plain, broken = tmp_path / "plain", tmp_path / "broken"
    plain.write_text("true")
    broken.write_text("#!/no/such/interpreter\n")
    broken.chmod(0o755)
    value = value.format(folder=tmp_path, plain=plain, broken=broken)
    with pytest.raises(NotOpened, match=says) as error:
        edit(NOTE, {name: value, "PATH": os.environ["PATH"]})
    assert "set EDITOR, or press a" in str(error.value)


def test_no_place_for_its_file_is_a_sentence(editor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/no/such/folder")
    with pytest.raises(NotOpened, match="cannot be made"):
        run(editor, "true", monkeypatch)
    assert keep_beside("precious") is None


def test_what_can_be_kept_nowhere_else_stays_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = keep_beside("precious \ud800 ✓")
    assert file is not None
    assert file.read_text(encoding="utf-8", errors="surrogatepass") == "precious \ud800 ✓"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('rm "$1"; mkfifo "$1"', "not a file"),
        ('rm "$1"; ln -s /dev/zero "$1"', "not a file"),
        ('rm "$1"; mkdir "$1"', "a directory"),
    ],
)
def test_what_is_no_file_any_more_is_not_waited_for(
    editor: str, body: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotOpened, match=why):
        run(editor, body, monkeypatch)


def test_a_note_of_many_megabytes_is_kept_in_a_file(editor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotOpened, match="longer than 4 MB") as refused:
        run(editor, 'yes words | head -c 5000000 > "$1"', monkeypatch)
    kept = Path(str(refused.value).split("is kept in ")[1].split(";")[0])
    assert kept.stat().st_size == 5_000_000
    shutil.rmtree(kept.parent)
