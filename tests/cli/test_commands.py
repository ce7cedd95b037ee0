"""The command line, whole: what each command prints, changes, and refuses."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import click
import pytest

from reader import __version__
from reader.cli.main import reader as program
from reader.cli.wiring import CommandServices
from reader.domain.annotation import RETURNED
from reader.domain.errors import NotSaved
from reader.domain.ports import Change
from reader.exchange.format_table import TEMPLATES, writable
from reader.start.command_names import COMMANDS, OPEN
from reader.start.help_page import PAGE
from reader.storage.rows.trash import TRASH_DAYS
from reader.storage.store import FileStore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shell

HARBOUR = """# The Harbour

The sand stays. Nobody brought it on purpose, and nobody takes it away.

## Why it stays

The harbour moves, and the sand stays where it is.
"""


@pytest.fixture
def harbour(reader: Shell) -> str:
    return reader.write("harbour.md", HARBOUR)


def marked(reader: Shell, harbour: str) -> str:
    """The id of a highlight with a note and tags."""
    answer = reader(
        "highlight", harbour, "--quote", "The harbour moves", "--note", "why?", "--tag", "coast/sand", "--json"
    )
    assert answer.code == 0
    made: dict[str, str] = json.loads(answer.out)
    return made["id"]


def test_the_version(reader: Shell) -> None:
    assert reader("--version").out == f"reader {__version__}\n"


def test_no_records_are_a_sentence_and_not_an_empty_table(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments in (("notes", "nowhere"), ("notes", "--json", "nowhere"), ("list", "--json"), ("list",), ("export",)):
        answer = reader(*arguments)
        assert (answer.code, answer.out if arguments != ("export",) else "") == (0, "")
        assert "nothing" in answer.err
    monkeypatch.setattr("reader.cli.output.on_terminal", lambda: True)
    answer = reader("notes", "nowhere")
    assert (answer.code, answer.out, answer.err) == (0, "", "there is nothing to list\n")


def test_what_is_refused_says_what_to_do_instead(reader: Shell) -> None:
    assert "reader backup --list" in reader("backup", "--restore", "1999-01-01").err
    answer = reader("merge", reader.write("notes.md", "[a list]: of (what) [is {not}"))
    assert answer.code == 1
    assert "its brackets do not pair" in answer.err
    answer = reader("merge", "nowhere.json")
    assert answer.code == 1
    assert "nowhere.json: it cannot be read (no such file or directory)" in answer.err


def test_what_could_not_be_stored_is_not_said_to_be_added(
    reader: Shell, harbour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise NotSaved("no space left on device", do="free some space and try again")

    for method in ("keep", "save_articles"):
        with monkeypatch.context() as patch:
            patch.setattr(FileStore, method, full)
            answer = reader("add", harbour)
        assert (answer.code, answer.out) == (1, "")
        assert "“The Harbour”: the text is not kept: no space left on device; free some space" in answer.err
        assert not reader("list").out
    assert reader("add", harbour).code == 0
    with monkeypatch.context() as patch:
        patch.setattr(FileStore, "save_articles", full)
        answer = reader("add", harbour)
        assert (answer.code, answer.err) == (0, "“The Harbour”: known already\n")
        answer = reader("add", reader.write("again.md", HARBOUR))
        assert answer.code == 0  # it is there
        assert answer.err.startswith("“The Harbour”: known already; nothing new is saved: no space left on device")


def test_help_is_the_page(reader: Shell) -> None:
    answer = reader("--help")
    assert (answer.code, answer.out) == (0, PAGE + "\n")
    assert max(map(len, PAGE.splitlines())) <= 80


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != OPEN])
def test_every_command_has_help(reader: Shell, name: str) -> None:
    answer = reader(name, "--help")
    assert answer.code == 0
    assert answer.out.startswith("Usage: reader " + name)


def test_the_help_page_says_of_each_command_what_its_own_help_says_first() -> None:
    context = click.Context(program)
    commands = {name: program.get_command(context, name) for name in program.list_commands(context)}
    said = {name: one.get_short_help_str(limit=200) for name, one in commands.items() if one and not one.hidden}
    listed = PAGE.partition("Commands:\n")[2].partition("\n\n")[0]
    assert said == dict(line.split(maxsplit=1) for line in listed.splitlines())


def test_help_says_how_long_the_trash_is_kept() -> None:
    assert f"last {TRASH_DAYS} days" in COMMANDS["trash"][1]


def test_the_help_page_names_every_option() -> None:
    for option in program.get_params(click.Context(program)):
        record = option.get_help_record(click.Context(program))
        assert record is not None
        assert " ".join(record) in " ".join(PAGE.split())


def test_help_names_every_format_and_template_that_is_written(reader: Shell) -> None:
    said = reader("export", "--help").out
    written = [(one.name, one.label, one.extension) for one in writable()]
    written += [(one.name, one.label, one.extension) for one in TEMPLATES]
    for name, label, extension in written:
        assert re.search(rf"^  {name} +{re.escape(f'{label} ({extension})')}$", said, re.MULTILINE), name


def test_an_empty_library_lists_nothing(reader: Shell) -> None:
    assert reader("list").out == reader("notes").out == reader("tags").out == ""


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["show", "--text", "nowhere.md"], 1, "nowhere.md: there is no such file"),
        (["show", "--text", "."], 1, "it is a directory; name a file in it"),
        (["show", "--text", "empty.txt"], 1, "empty"),
        (["show", "--text", "-"], 1, "standard input: it is empty"),
        (["show", "--text", "program"], 1, "program"),
        (["notes", "colour:pink"], 2, "colour: takes one of"),
        (["export", "--format", "papyrus"], 2, "anki, table, bibtex, csl, txt\n"),
        (["highlight", "harbour.md"], 2, "Missing option '--quote'"),
        (["highlight", "harbour.md", "--quote", "the sea"], 1, "the quote is not in the text"),
        (["highlight", "harbour.md", "--quote", "the sand", "--nth", "9"], 1, "1 place only"),
        (["tags", "rename", "a", "b"], 1, "no annotation has this tag"),
        (["versions", "harbour.md"], 1, "it has not been read yet; open it first"),
        (["harbour.md"], 1, "needs a terminal"),
        (["--at", "50%", "harbour.md"], 1, "needs a terminal"),
        (["nowhere.md"], 1, "nowhere.md: there is no such file"),
        (["--at", "50%", "."], 1, "it is a directory"),
        (["--sideways"], 2, "No such option"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    reader: Shell, harbour: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, said: str
) -> None:
    reader.write("empty.txt", "")
    (reader.folder / "program").write_bytes(bytes(range(256)) * 40)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    answer = reader(*arguments)
    assert answer.code == code
    assert said in answer.err
    assert answer.err.count("\n") <= 4


def test_what_the_parsers_made_of_a_source(reader: Shell, harbour: str) -> None:
    assert reader("contents", harbour).out == "The Harbour\n  Why it stays\n"
    assert reader("show", "--text", harbour).out.startswith("The Harbour\n\nThe sand stays.")
    assert "<h2>Why it stays</h2>" in reader("show", "--html", harbour).out
    assert reader("list").out == "", "looking at a source does not put it into the library"


def test_a_quote_is_highlighted(reader: Shell, harbour: str) -> None:
    annotation = marked(reader, harbour)
    (note,) = (json.loads(line) for line in reader("notes", "--json").out.splitlines())
    assert note["id"] == annotation
    assert note["note"] == "why?"
    assert reader("notes", "tag:coast/*").out.startswith(annotation[:8])
    assert reader("notes", "tag:sea").out == ""
    assert "why?" in reader("show", annotation[:8]).out


def test_a_quote_that_is_highlighted_already_gets_what_is_asked_for_besides(reader: Shell, harbour: str) -> None:
    annotation = marked(reader, harbour)
    for _ in range(2):
        again = reader(
            *("highlight", harbour, "--quote", "The harbour moves", "--note", "who says?"),
            *("--tag", "claim", "--colour", "red"),
        )
        assert again.out.startswith(annotation)
        (note,) = (json.loads(line) for line in reader("notes", "--json").out.splitlines())
        assert note["note"] == "why?\n\nwho says?"
        assert note["tags"] == ["coast/sand", "claim"]
        assert note["colour"] == "red"


def noted(reader: Shell) -> list[dict[str, Any]]:
    """All annotations, as a program reads them."""
    return [json.loads(line) for line in reader("notes", "--json").out.splitlines()]


def test_an_annotation_is_edited(reader: Shell, harbour: str) -> None:
    annotation = marked(reader, harbour)
    answer = reader(
        *("edit", annotation[:8], "--append", "because", "--tag", "claim", "--tag", "#coast/sand", "--untag", "coast"),
        *("--colour", "red", "--star"),
    )
    assert (answer.code, answer.out.split("\t")[0], answer.err) == (0, annotation, "1 annotation changed\n")
    (note,) = noted(reader)
    assert (note["note"], note["tags"], note["colour"]) == ("why?\n\nbecause", ["coast/sand", "claim"], "red")
    assert "starred" in reader("show", annotation).out
    again = reader("edit", annotation, "--append", "because", "--star", "--json")
    assert again.err == "0 annotations changed\n", "what it has already is not given twice"
    assert json.loads(again.out)["id"] == annotation
    reader("edit", annotation, "--note", "so it is", "--untag", "coast/sand", "--no-star")
    assert [(one["note"], one["tags"]) for one in noted(reader)] == [("so it is", ["claim"])]
    assert "starred" not in reader("show", annotation).out


def test_several_are_edited_as_one_or_not_at_all(reader: Shell, harbour: str) -> None:
    first = marked(reader, harbour)
    second = reader("highlight", harbour, "--quote", "Nobody brought it").out.split("\t")[0]
    before = noted(reader)
    assert reader("edit", first, "none-of-them", "--tag", "x").code == 1
    assert noted(reader) == before
    assert reader("edit", first, second, first, "--tag", "both").err == "2 annotations changed\n"
    assert all("both" in one["tags"] for one in noted(reader))
    assert reader("edit", first, second, "--delete").err.startswith("2 annotations deleted; reader trash --restore")
    assert noted(reader) == []
    reader("trash", "--restore", first)
    assert [one["id"] for one in noted(reader)] == [first]


@pytest.mark.parametrize(
    ("piped", "code", "note"),
    [
        ("Fährt ein Schiff?\r\n\r\nNein.\n".encode(), 0, "Fährt ein Schiff?\n\nNein."),
        ("Windows’ own".encode("cp1252"), 0, "Windows’ own"),
        (b"", 1, "why?"),
        (bytes(range(256)), 1, "why?"),
    ],
)
def test_a_note_comes_from_a_pipe(
    reader: Shell, harbour: str, monkeypatch: pytest.MonkeyPatch, piped: bytes, code: int, note: str
) -> None:
    annotation = marked(reader, harbour)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(piped)))
    assert reader("edit", annotation, "--note", "-").code == code
    assert [one["note"] for one in noted(reader)] == [note]


def test_a_note_that_is_given_stands_for_all_that_were_written_at_once(reader: Shell, harbour: str) -> None:
    annotation = marked(reader, harbour)
    store = CommandServices().store
    (one,) = store.annotations()
    store.save_annotations([Change(one, one._replace(note="here"))])
    store.save_annotations([Change(one, one._replace(note="there"))])
    reader("edit", annotation, "--append", "and")
    shown = reader("show", annotation).out
    assert "there\n\nand\n" in shown
    assert "\nhere\n" in shown
    reader("edit", annotation, "--note", "only this")
    assert "or:" not in reader("notes").out
    assert [each["note"] for each in noted(reader)] == ["only this"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "say what to change"),
        (["--delete", "--star"], "--delete goes with nothing else"),
        (["--note", "a", "--append", "b"], "exclude each other"),
        (["--colour", "pink"], "is not one of"),
        (["--tag", "#"], "a tag needs a name"),
    ],
)
def test_an_edit_that_says_nothing_changes_nothing(reader: Shell, harbour: str, options: list[str], said: str) -> None:
    annotation = marked(reader, harbour)
    before = noted(reader)
    answer = reader("edit", annotation, *options)
    assert (answer.code, said in answer.err) == (2, True), answer.err
    assert noted(reader) == before


def test_notes_that_were_written_on_two_machines_say_so(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    store = CommandServices().store
    (one,) = store.annotations()
    store.save_annotations([Change(one, one._replace(note="here"))])
    (both,) = store.save_annotations([Change(one, one._replace(note="there"))])
    assert "there / or: here" in reader("notes").out
    store.save_annotations([Change(one, None)])
    assert both is not None
    assert f"there / or: here ({RETURNED})" in reader("notes").out
    assert RETURNED in reader("show", one.id).out


def test_a_quote_in_several_places_is_not_guessed(reader: Shell, harbour: str) -> None:
    answer = reader("highlight", harbour, "--quote", "sand stays")
    assert answer.code == 1
    assert [line[0] for line in answer.out.splitlines()] == ["1", "2"]
    assert "choose one with --nth" in answer.err
    assert reader("notes").out == ""
    assert reader("highlight", harbour, "--quote", "sand stays", "--all").code == 0
    assert len(reader("notes").out.splitlines()) == 2


def test_tags_are_listed_renamed_merged_and_deleted(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    reader("highlight", harbour, "--quote", "Nobody brought it", "--tag", "people")
    assert reader("tags").out == "coast/sand\t1\npeople\t1\n"
    reader("tags", "rename", "coast", "shore")
    assert reader("tags").out == "people\t1\nshore/sand\t1\n"
    reader("tags", "merge", "people", "shore", "all")
    assert reader("tags").out == "all\t1\nall/sand\t1\n"
    reader("tags", "delete", "all")
    assert reader("tags").out == ""


def test_a_changed_file_is_a_version_and_its_highlights_are_carried(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    reader.write("newer.md", HARBOUR.replace("The sand stays.", "A correction was made. The sand stays."))
    rehearsed = reader("carry", "--dry-run", harbour, "newer.md").out
    assert rehearsed.startswith("anchored")
    assert len(reader("versions", harbour).out.splitlines()) == 1, "a rehearsal keeps nothing"
    assert "1 highlight in place" in reader("carry", harbour, "newer.md").err
    first, second = (line.split("\t") for line in reader("versions", harbour).out.splitlines())
    assert (first[4:], second[4:]) == (["1", "0"], ["1", "0"])


def test_a_quote_is_looked_for_in_the_text_of_the_path_that_is_named(reader: Shell, harbour: str) -> None:
    second = reader.write("second.md", HARBOUR + "\nThe second ends otherwise.\n")
    for path, quote in ((harbour, "The harbour moves"), (second, "The second ends"), (harbour, "it is.")):
        assert reader("highlight", path, "--quote", quote).code == 0, quote
    assert reader("highlight", harbour, "--quote", "The second ends").code == 1
    assert len(reader("list").out.splitlines()) == 1


def test_search_looks_in_all_texts(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    assert "sand stays where" in reader("search", "Sand", "stays", "where").out
    assert reader("search", "lighthouse").code == 1


@pytest.mark.parametrize("name", ["md", "json", "jsonl", "csv", "html"])
def test_export_to_stdout_and_to_a_file(reader: Shell, harbour: str, name: str) -> None:
    marked(reader, harbour)
    printed = reader("export", "--format", name)
    assert printed.code == 0
    assert "The harbour moves" in printed.out
    assert reader("export", "--format", name, "-o", "out.x").code == 0
    assert (reader.folder / "out.x").read_text(encoding="utf-8") == printed.out
    refused = reader("export", "--format", name, "-o", "out.x")
    assert refused.code == 1
    assert "there already" in refused.err
    assert reader("export", "--format", name, "-o", "out.x", "--force").code == 0


def test_the_name_of_a_file_says_its_format(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    for file, name in (("a.csv", "csv"), ("a.JSON", "json"), ("a.html", "html"), ("a.org", "org"), ("a", "md")):
        assert reader("export", "-o", file).code == 0
        assert (reader.folder / file).read_text(encoding="utf-8") == reader("export", "--format", name).out
    assert reader("export", "--format", "md", "-o", "b.csv").code == 0
    assert (reader.folder / "b.csv").read_text(encoding="utf-8") == reader("export").out


@pytest.mark.parametrize("columns", [60, 80, 100, 200])
def test_a_table_leaves_its_room_to_quotes(
    reader: Shell, harbour: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked(reader, harbour)
    monkeypatch.setattr("reader.cli.output.on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    reader("highlight", harbour, "--quote", "Nobody brought it", "--tag", "a/long/tag/that/is/cut/or/not")
    head, *entries = reader("notes").out.splitlines()
    for name in ("id", "article", "quote", "tags", "colour"):
        assert name in head
    assert max(map(len, (head, *entries))) <= columns
    assert sum(bool(re.match("[0-9a-f]{8} ", one)) for one in entries) == 2
    assert head.index("tags") - head.index("quote") >= min(columns // 4, len("“Nobody brought it”"))


def test_a_merged_tag_is_counted_once_an_annotation(reader: Shell, harbour: str) -> None:
    reader("highlight", harbour, "--quote", "Nobody brought it", "--tag", "one", "--tag", "two")
    assert "merged into both (1 annotation)" in reader("tags", "merge", "one", "two", "both").err


def test_export_of_a_query_into_a_folder(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    other = reader.write("other.txt", "Another text, which is of something else.")
    reader("highlight", other, "--quote", "something else", "--tag", "other")
    assert "1 file written" in reader("export", "tag:coast/*", "-o", "notes/").err
    (file,) = (reader.folder / "notes").glob("*.md")
    assert "The harbour moves" in file.read_text(encoding="utf-8")
    assert "2 files written" in reader("export", "-o", "notes").err


def test_csv_has_readwises_columns(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    (row,) = csv.DictReader(io.StringIO(reader("export", "--format", "csv").out))
    assert row["Highlight"] == "The harbour moves"
    assert row["Title"] == "The Harbour"


def test_what_was_exported_can_be_imported_on_another_machine_once(reader: Shell, harbour: str) -> None:
    marked(reader, harbour)
    reader("export", "--format", "json", "-o", "all.json")
    there = ("--library", str(reader.folder / "elsewhere" / "library.json"))
    assert "1 new" in reader(*there, "import", "all.json").err
    assert "0 new, 1 known already" in reader(*there, "import", "all.json").err
    assert "The harbour moves" in reader(*there, "notes").out
    assert reader(*there, "highlight", harbour, "--quote", "Nobody brought it").code == 0
    assert "1\t" in reader(*there, "versions", harbour).out
    assert len(reader(*there, "list").out.splitlines()) == 1, "the article that waited has found its text"


def test_the_settings_are_shown_and_checked(reader: Shell) -> None:
    assert 'pen = "yellow"' in reader("config").out
    settings = reader.folder.parent / "config" / "reader" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('pen = "green"\n[keys]\nhighlight = ["x"]\n')
    assert 'pen = "green"' in reader("config").out
    assert "x\thighlight\t" in reader("keys").out
    settings.write_text('[keys]\nbogus = "x"')
    assert (reader("config").code, "no command called 'bogus'" in reader("config").err) == (2, True)
    settings.write_text("width = 5")
    answer = reader("config")
    assert (answer.code, "width must be a number from 30 to 200" in answer.err) == (2, True)


def test_nothing_that_a_terminal_acts_on_is_lost_or_sent(reader: Shell) -> None:
    escape = "Before \x1b]0;owned\x07 after.\n"
    file = reader.write("escape.txt", escape)
    assert reader("show", "--text", file).out.strip() == escape.strip(), "piped, the text is exact"
    assert reader("highlight", file, "--quote", "after", "--note", "\x1b[2J").code == 0
    assert "\x1b" not in reader("notes", "--json").out


def test_a_term_with_a_minus_is_no_option(reader: Shell) -> None:
    file = reader.write("a.md", "# A\n\nOne stands here. Two stands here. Three stands here.\n")
    for quote, tag in (("One stands here.", "law"), ("Two stands here.", "food"), ("Three stands here.", "harbour")):
        assert reader("highlight", file, "--quote", quote, "--tag", tag).code == 0
    for query, found in (
        (["-tag:law"], {"Two", "Three"}),
        (["-#law"], {"Two", "Three"}),
        (["-food", "-harbour"], {"One"}),
        (["tag:law", "OR", "-tag:law", "-tag:food"], {"One", "Three"}),
        (["--", "-tag:food"], {"One", "Three"}),
    ):
        answer = reader("notes", *query)
        assert {name for name in ("One", "Two", "Three") if f"{name} stands" in answer.out} == found, (query, answer)
    assert "Three" not in reader("export", "-fcsv", "-harbour").out
    assert reader("export", "-ftxt", "-o", "-").out.startswith("A\n=")
    assert reader("notes", "--wrong").code == 2
    assert "Usage" in reader("notes", "-h").out


def test_completion(reader: Shell) -> None:
    assert "_READER_COMPLETE" in reader("completion", "bash").out


def test_two_libraries_in_one_folder_do_not_mix(reader: Shell, harbour: str) -> None:
    one = ("--library", str(reader.folder / "one.json"))
    assert reader(*one, "highlight", harbour, "--quote", "Nobody brought it").code == 0
    assert reader(*one, "backup").code == 0
    other = reader("--library", str(reader.folder / "other.json"), "notes")
    assert (other.out, other.err) == ("", "there is nothing to list\n")


def test_a_folder_is_renewed_beside_what_people_wrote_in_it(reader: Shell) -> None:
    for name in ("alpha", "beta", "gamma"):
        reader.write(f"{name}.md", f"# {name.title()}\n\n{name.title()} text here. And {name} more.\n")
        assert reader("highlight", f"{name}.md", "--quote", f"{name.title()} text here.").code == 0
    assert reader("export", "-o", "out/").code == 0
    alpha, beta = reader.folder / "out/alpha.md", reader.folder / "out/beta.md"
    alpha.write_text(alpha.read_text() + "\nmy own words\n")
    beta.write_text(beta.read_text().replace("Beta text here.", "Beta, changed."))
    (reader.folder / "out/gamma.md").unlink()
    (reader.folder / "out/gamma.md").mkdir()
    for name in ("alpha", "beta", "gamma"):
        reader("highlight", f"{name}.md", "--quote", f"And {name} more.")
    answer = reader("export", "-o", "out/")
    assert answer.code == 1
    assert "beta.md" in answer.err
    assert "gamma.md (a folder is in the way)" in answer.err
    assert len(answer.err.splitlines()) == 2
    assert "my own words" in alpha.read_text()
    assert "And alpha more." in alpha.read_text()
    assert "Beta, changed." in beta.read_text()
    answer = reader("export", "-o", "out/", "--force", "in:beta")
    assert answer.code == 0
    assert "Beta, changed." not in beta.read_text()
    assert "And beta more." in beta.read_text()


def test_sources_are_added_without_being_opened(reader: Shell, harbour: str) -> None:
    answer = reader("add", harbour, "missing.md")
    assert answer.code == 1
    assert "added" in answer.err
    assert "missing.md" in answer.err
    assert len(reader("list").out.splitlines()) == 1
    assert "known already" in reader("add", harbour).err


def test_what_is_added_again_is_read_again(reader: Shell, harbour: str) -> None:
    refused = reader("add", "--again", harbour)
    assert (refused.code, "it has not been read yet" in refused.err) == (1, True)
    reader("add", harbour)
    again = reader("add", "--again", harbour)
    assert (again.code, "known already" in again.err) == (0, True)
    assert len(reader("versions", harbour).out.splitlines()) == 1


def test_a_saved_query_is_asked_for_by_its_name_and_the_settings_go_first(
    reader: Shell, harbour: str, tmp_path: Path
) -> None:
    reader("highlight", harbour, "--quote", "brought it", "--tag", "law")
    reader("highlight", harbour, "--quote", "The harbour moves", "--tag", "claim")
    services = CommandServices()
    services.library.queries.save("mine", "tag:law OR tag:nothing")
    assert "brought it" in reader("notes", "@mine").out
    assert "brought it" not in reader("notes", "-@Mine").out
    settings = tmp_path / "config" / "reader" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[queries]\n"@mine" = "tag:claim"\n', encoding="utf-8")
    assert "brought it" not in reader("notes", "@mine").out
    assert reader("notes", "@nobody").code == 2
    assert '[queries]\nmine = "tag:claim"' in reader("config").out
    settings.write_text("[queries]\nmine = 3\n", encoding="utf-8")
    assert "must be text" in reader("notes", "@mine").err


def test_the_commands_of_one_s_own_are_printed_as_the_settings_file_takes_them(reader: Shell, tmp_path: Path) -> None:
    settings = tmp_path / "config" / "reader" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(
        '[commands]\nlook = { key = "gs", run = ["sdcv", "-n"], input = "word" }\n'
        'keep = { run = """\nprintf \'* %s\' "$READER_QUOTE" |\n\tcat >> \'$HOME/a b\' """, shell = true }\n',
        encoding="utf-8",
    )
    before = CommandServices().settings.commands
    assert before["keep"].run[0].count("\n") == 1
    settings.write_text(reader("config").out, encoding="utf-8")
    assert CommandServices().settings.commands == before
    assert "gs\trun_look\t" in reader("keys").out
    assert 'run_look = ["gs"]' in reader("keys", "--toml").out
    settings.write_text('[commands]\nlook = { key = "gs", run = "x" }\n[keys]\nquit = "gs"', encoding="utf-8")
    assert "gs is asked for by run_look and quit in the settings: neither has it" in reader("doctor").out


def test_doctor_tells_of_queries_that_cannot_be_asked(reader: Shell, tmp_path: Path) -> None:
    settings = tmp_path / "config" / "reader" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[queries]\nround = "@round"\nweek = "since:soon"\nfine = "tag:law"\n', encoding="utf-8")
    out = reader("doctor").out
    assert "the query round: @round: the saved query @round asks for itself" in out
    assert "the query week: since:soon" in out
    assert "fine" not in out


def test_what_is_piped_in_is_imported(reader: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    table = b"Highlight,Title,Note\nSome words that stand.,A Book,what I think\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(table)))
    answer = reader("import", "-")
    assert (answer.code, answer.err.startswith("standard input: 1 new")) == (0, True), answer
    assert "what I think" in reader("notes").out
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert reader("import", "-").code == 1


@pytest.mark.parametrize(
    ("name", "expected"),
    [("state", True), ("library.json", False), (".library.json.icloud", False), ("LIBRARY.here-1.journal", False)],
)
def test_there_is_no_library_where_nothing_is_called_like_one(
    reader: Shell, tmp_path: Path, name: str, *, expected: bool
) -> None:
    assert CommandServices().has_no_library
    (tmp_path / "home").mkdir()
    reader.write(f"../home/{name}", "")
    assert CommandServices().has_no_library is expected


def test_the_library_is_made_when_something_is_asked_of_it(reader: Shell, harbour: str) -> None:
    reader("add", harbour)
    services = CommandServices()
    later = services.library_later
    assert "store" not in vars(services)
    assert [one.title for one in later.store.articles()] == ["The Harbour"]
    assert services.library_later is services.library
