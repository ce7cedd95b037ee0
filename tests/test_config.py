"""Settings: what the file says, what was chosen since, and what is refused."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from reader import config
from reader.config import Paths
from reader.domain.annotation import Colour
from reader.domain.errors import NotUnderstood
from reader.settings import OwnCommand, Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def where(tmp_path: Path) -> Paths:
    return Paths(tmp_path / "library.json", tmp_path / "state", tmp_path / "settings.toml")


def test_without_a_file_all_is_as_it_comes(where: Paths) -> None:
    assert config.load(where) == Settings()


def test_the_file_is_obeyed(where: Paths) -> None:
    where.settings.write_text(
        'width = 60\npen = "blue"\npane = false\n[keys]\nhighlight = ["x", "ctrl+x"]\nnote = "n"\n'
    )
    settings = config.load(where)
    assert (settings.width, settings.pen, settings.pane) == (60, Colour.BLUE, False)
    assert settings.keys == {"highlight": ("x", "ctrl+x"), "note": ("n",)}


def test_colours_have_names(where: Paths) -> None:
    where.settings.write_text('[colours]\nred = "claim"\ngreen = "Begriff & Maß"\nblue = "主张"\n')
    names = config.load(where).colours
    assert names == {Colour.RED: "claim", Colour.GREEN: "Begriff & Maß", Colour.BLUE: "主张"}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("width = 5", "width must be a number from 30 to 200, not 5"),
        ("width = true", "width must be a number"),
        ('pane = "yes"', "pane must be true or false"),
        ('pen = "pink"', "pen must be one of yellow, red"),
        ("theme = 1", "theme must be text"),
        ("keys = 1", "keys must be a table"),
        ("colours = 1", "colours must be a table of colours and their names"),
        ('[colours]\npink = "claim"', "there is no colour called 'pink'"),
        ("[colours]\nred = 1", "the name of red must be text"),
        ('[colours]\nred = "Blue"', "red cannot be called 'Blue'"),
        ('[colours]\nred = "gray"', "red cannot be called 'gray'"),
        ('[colours]\nred = "starred"', "red cannot be called 'starred'"),
        ('[colours]\nred = ""', "red cannot be called ''"),
        ('[colours]\nred = "*claim*"', "red cannot be called '*claim*'"),
        ('[colours]\nred = "a\\nb"', "one line of words"),
        ('[colours]\nred = "claim"\nblue = "Claim"', "red and blue are both called 'Claim'"),
        ('[colours]\nred = "thèse"\nblue = "these"', "red and blue are both called 'these'"),
        ("[keys]\nhighlight = 1", "the keys of highlight must be"),
        ("colour = 1", "there is no setting called 'colour'"),
        ("width =", "cannot be read"),
        ("theme = 1979-05-27", "theme must be text, not 1979-05-27"),
        ("width = " + "9" * 5000, "a number in it has thousands of digits"),
        ("width = " + "[" * 20_000, "its brackets nest too deep"),
        ("# \udcff\nwidth = 60", "its byte 3 is not of UTF-8"),
        ("# " + "x" * (1 << 20), "it is longer than 1 MB"),
    ],
)
def test_what_is_refused_names_the_file_and_the_setting(where: Paths, written: str, said: str) -> None:
    where.settings.write_bytes(written.encode(errors="surrogateescape"))
    with pytest.raises(NotUnderstood) as refused:
        config.load(where)
    assert said in str(refused.value)
    assert str(where.settings) in str(refused.value)


def test_a_file_that_is_a_pipe_or_a_folder_stops_nobody_for_ever(where: Paths) -> None:
    os.mkfifo(where.settings)
    assert config.load(where) == Settings()
    where.settings.unlink()
    where.settings.symlink_to(os.devnull)
    assert config.load(where) == Settings()
    where.settings.unlink()
    where.settings.mkdir()
    with pytest.raises(NotUnderstood, match=r"cannot be read \(is a directory\)"):
        config.load(where)


def test_what_was_chosen_goes_before_the_file(where: Paths) -> None:
    where.settings.write_text('width = 60\ncreator = "Ada"\n')
    config.choose(where, config.load(where)._replace(width=80, creator="somebody else"))
    settings = config.load(where)
    assert settings.width == 80
    assert settings.creator == "Ada", "only what the program changes is kept"


def test_what_is_written_into_the_file_since_goes_before_what_was_chosen(where: Paths) -> None:
    config.choose(where, Settings(theme="reader-sepia", width=80))
    where.settings.write_text('width = 60\npen = "red"\n')
    settings = config.load(where)
    assert (settings.theme, settings.width, settings.pen) == ("reader-sepia", 60, "red")
    config.choose(where, settings._replace(width=100))
    assert config.load(where).width == 100


@pytest.mark.parametrize(
    "kept",
    [
        "{",
        "[" * 20_000,
        "[]",
        '{"width": 80}',
        '{"width": [60, 5]}',
        '{"width": [60, "wide"]}',
        '{"width": [60]}',
        "\ud800",
    ],
)
def test_choices_that_cannot_be_read_stop_nobody(where: Paths, kept: str) -> None:
    where.settings.write_text("width = 60")
    where.state.mkdir()
    where.choices.write_bytes(kept.encode(errors="surrogatepass"))
    assert config.load(where).width == 60


def test_choices_that_cannot_be_kept_stop_nobody(where: Paths) -> None:
    where.state.write_text("a file where the folder should be")
    config.choose(where, Settings(width=80))
    assert config.load(where) == Settings()


def test_the_library_is_the_one_that_was_named(tmp_path: Path) -> None:
    named = {"READER_LIBRARY": str(tmp_path / "one.json")}
    assert config.paths(None, named).library == tmp_path / "one.json"
    assert config.paths(str(tmp_path / "two.json"), named).library == tmp_path / "two.json"
    assert config.paths(None, {}).library.name == "library.json"


def test_a_link_to_the_library_stays_one(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    assert config.paths(str(link), {}).library == link


def test_what_was_said_is_not_said_again_until_it_is_true_again(tmp_path: Path) -> None:
    where = config.paths(str(tmp_path / "library.json"), {})._replace(state=tmp_path / "state")
    assert config.unsaid(where, ["a is b's"]) == ["a is b's"]
    assert config.unsaid(where, ["a is b's"]) == []
    assert config.unsaid(where, ["c is d's", "a is b's"]) == ["c is d's"]
    assert config.unsaid(where, ["c is d's"]) == []
    assert config.unsaid(where, []) == []


def test_commands_of_the_user_s_own_are_read(where: Paths) -> None:
    where.settings.write_text(
        '[commands.dictionary]\nkey = "gd"\nrun = "dict -d wn \'a b\'"\ninput = "word"\n'
        '[commands]\nspeak = { run = ["espeak-ng", "--stdin"] }\n'
        'capture = { key = ["gs", "F6"], run = \'cat >> "$HOME/x"\', shell = true, input = "none" }\n'
    )
    assert config.load(where).commands == {
        "dictionary": OwnCommand(("dict", "-d", "wn", "a b"), ("gd",), "word"),
        "speak": OwnCommand(("espeak-ng", "--stdin"), (), "quote"),
        "capture": OwnCommand(('cat >> "$HOME/x"',), ("gs", "F6"), "none", shell=True),
    }


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("commands = 3", "commands must be a table of names and commands"),
        ('[commands]\nd = "dict"', "the command d must be a table"),
        ('[commands]\n"a b" = { run = "x" }', "one word"),
        ('[commands]\nd = { key = "x" }', "the command d has no run"),
        ("[commands]\nd = { run = [] }", "run of the command d must be a text or a list of texts"),
        ('[commands]\nd = { run = " " }', "must be a text or a list of texts"),
        ('[commands]\nd = { run = ["", "x"] }', "names no program"),
        ('[commands]\nd = { run = "dict \'x" }', "no command line"),
        ('[commands]\nd = { run = "dict $READER_WORD" }', "that only a shell understands"),
        ('[commands]\nd = { run = ["a", "b"], shell = true }', "must be one text"),
        ('[commands]\nd = { run = "a", shell = "yes" }', "shell of the command d must be true or false"),
        ('[commands]\nd = { run = "a", input = "sentence" }', "input of the command d must be one of quote, word"),
        ('[commands]\nd = { run = "a", stdin = "word" }', "known are key, run, input, shell"),
        ('[commands]\nd = { run = "a", key = 3 }', "the keys of d must be"),
    ],
)
def test_what_is_wrong_in_a_command_is_said(where: Paths, written: str, told: str) -> None:
    where.settings.write_text(written)
    with pytest.raises(NotUnderstood, match=re.escape(told)):
        config.load(where)
