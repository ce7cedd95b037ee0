"""Completion, asked as the shells ask; in the real ones where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli.completing import FIELDS, SCRIPTS, split_line
from reader.domain.query import parse

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    ("line", "words", "last"),
    [
        ("reader ", [], ""),
        ("reader li", [], "li"),
        ("reader notes tag:l", ["notes"], "tag:l"),
        ('reader show "my fi', ["show"], "my fi"),
        ("reader show my\\ fi", ["show"], "my fi"),
        ("reader export -f ", ["export", "-f"], ""),
        ("reader notes '#la", ["notes"], "#la"),
    ],
)
def test_a_line_is_parted_as_a_shell_parts_it(line: str, words: list[str], last: str) -> None:
    assert split_line(line) == (words, last)


def test_the_fields_that_are_offered_are_those_of_the_query_language() -> None:
    for field in FIELDS:
        query = parse(f"{field}2026-01-01" if field == "before:" else f"{field}red" if field.endswith(":") else field)
        ((term,),) = query.alternatives
        assert term.field == field.partition(":")[0]


@pytest.fixture
def home(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    file = reader.write("my file.md", "# The Harbour\n\nSome text here.\n")
    assert reader("highlight", file, "--quote", "text", "--tag", "law/police", "--tag", "to do").code == 0
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return reader


ASKED = {
    "reader expo": "export",
    "reader my": "my file.md",
    "reader export -f hypo": "hypothesis",
    "reader export --template obs": "obsidian-callouts",
    "reader notes tag:l": "tag:law/police",
    "reader notes -tag:l": "-tag:law/police",
    "reader tags delete l": "law/police",
    "reader show The": "The Harbour",
}


def offered(home: Shell, command: list[str], line: str) -> str:
    env = {**os.environ, "ASKED": line}
    return subprocess.run(command, cwd=home.folder, env=env, capture_output=True, text=True, check=False).stdout


@pytest.mark.slow
def test_bash_completes(home: Shell) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    script = """eval "$(reader completion bash)"; COMP_LINE=$ASKED; COMP_POINT=${#COMP_LINE}
        parted=${COMP_LINE//:/ : }; COMP_WORDS=($parted); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _reader_completion reader; printf '%s\\n' "${COMPREPLY[@]}" """
    for line, word in ASKED.items():
        assert word.rpartition(":")[2] in offered(home, ["bash", "-c", script], line), line


@pytest.mark.slow
def test_fish_completes(home: Shell) -> None:
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    for line, word in ASKED.items():
        script = 'reader completion fish | source; complete -C "$ASKED"'
        assert word in offered(home, ["fish", "-c", script], line).replace("\\ ", " "), line


def test_ids_are_completed_once_they_are_begun(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    file = reader.write("my file.md", "# The Harbour\n\nSome text here.\n")
    whole = reader("highlight", file, "--quote", "Some text").out.split("\t")[0]
    monkeypatch.setattr("os.write", lambda _, line: answers.append(line.decode()))
    monkeypatch.setenv("_READER_COMPLETE", "bash_complete")
    for begun, ids in ((whole[:3], [whole]), ("", [])):
        answers: list[str] = []
        monkeypatch.setenv("_READER_LINE", f"reader edit {begun}")
        assert reader().code == 0
        assert [answer.split("\t")[1:] for answer in answers] == [[one, "Some text\n"] for one in ids]


def test_every_place_for_a_name_that_is_known_offers_it(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    file = reader.write("a.md", "# The Harbour\n\nSome text here.\n")
    whole = reader("highlight", file, "--quote", "Some text").out.split("\t")[0]
    assert reader("edit", whole, "--delete").code == 0
    assert reader("backup").code == 0
    asked = {
        **dict.fromkeys(("add The", "add --again The", "attach The", "join The", "join x The"), "The Harbour"),
        **dict.fromkeys(("add --as ep", "attach --format ep", "open --as ep", "show --format ep"), "epub"),
        **dict.fromkeys(("highlight x --colour gr", "edit x --color gr"), "green"),
        "trash --restore ": whole,
        "backup --restore 20": "20",
        "sync g": "git",
        "notes -colour:gr": "-colour:green",
    }
    monkeypatch.setattr("os.write", lambda _, line: answers.append(line.decode()))
    monkeypatch.setenv("_READER_COMPLETE", "bash_complete")
    for line, word in asked.items():
        answers: list[str] = []
        monkeypatch.setenv("_READER_LINE", f"reader {line}")
        assert reader().code == 0
        offered = [answer.split("\t")[1] for answer in answers if answer.startswith("plain")]
        assert [one for one in offered if one.startswith(word)], line


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("reader notes a\\ ", (["notes"], "a ")),
        ("reader notes a ", (["notes", "a"], "")),
        ("reader notes a\\\\ ", (["notes", "a\\"], "")),
        ('reader notes "a ', (["notes"], "a ")),
        ('reader notes tag:\\"x\\ ', (["notes"], 'tag:"x ')),
    ],
)
def test_a_blank_may_be_one_of_the_word_that_is_typed(line: str, words: tuple[list[str], str]) -> None:
    assert split_line(line) == words


def test_a_title_is_offered_as_a_query_reads_it(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    reader("highlight", reader.write("a.md", '# The "old" \\\\ harbour\n\nSome text here.\n'), "--quote", "Some text")
    answers: list[str] = []
    with monkeypatch.context() as asked:
        asked.setattr("os.write", lambda _, line: answers.append(line.decode()))
        asked.setenv("_READER_COMPLETE", "bash_complete")
        asked.setenv("_READER_LINE", "reader notes in:old")
        reader()
    (offered,) = (answer.split("\t")[1] for answer in answers)
    assert "Some text" in reader("notes", offered).out


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "word"),
    [('"tag:', r'tag:\"law school\""'), ("'tag:", 'tag:"law school"'), ("tag:", r"\"law\ school\"")],
)
def test_bash_completes_what_is_quoted(home: Shell, typed: str, word: str) -> None:
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    home("highlight", home.write("a.md", "# A\n\nSome text here.\n"), "--quote", "Some text", "--tag", "law school")
    script = """eval "$(reader completion bash)"; COMP_LINE="reader notes $ASKED"; COMP_POINT=${#COMP_LINE}
        COMP_WORDS=(reader notes "$ASKED"); COMP_CWORD=2; _reader_completion reader; printf '%s\n' "${COMPREPLY[@]}" """
    assert word in offered(home, ["bash", "-c", script], typed + "law").splitlines()


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_scripts_are_what_their_shells_can_read(home: Shell, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = home("completion", shell).out
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
