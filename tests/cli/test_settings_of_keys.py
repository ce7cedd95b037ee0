"""What the command line says of the keys that the settings give."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Shell


@pytest.fixture
def settings(reader: Shell) -> Shell:
    folder = reader.folder.parent / "config" / "reader"
    folder.mkdir(parents=True)
    (folder / "settings.toml").write_text(
        '[keys]\nhighlight = ["C-o"]\nopen_contents = ["h", "F6"]\n', encoding="utf-8"
    )
    return reader


def test_keys_are_listed_as_they_are_and_what_was_taken_is_told(settings: Shell) -> None:
    (settings.folder.parent / "config" / "reader" / "settings.toml").write_text(
        '[keys]\nstar = "h"\n', encoding="utf-8"
    )
    answer = settings("keys")
    assert "h\tstar\t" in answer.out
    assert "\thighlight\t" in answer.out
    assert "h\thighlight\t" not in answer.out
    assert answer.err == "reader: h is star now, by the settings, and no longer highlight\n"
    assert settings("doctor").code == 0


def test_the_table_as_toml_is_what_the_settings_take(settings: Shell) -> None:
    before = settings("keys", "--toml").out
    table = tomllib.loads(before)["keys"]
    assert table["highlight"] == ["C-o"]
    (settings.folder.parent / "config" / "reader" / "settings.toml").write_text(before, encoding="utf-8")
    again = settings("keys", "--toml")
    assert (again.out, again.err) == (before, "")


def test_config_shows_an_example_where_no_keys_are_set(reader: Shell) -> None:
    out = reader("config").out
    assert "# highlight = [" in out
    assert tomllib.loads(out)["keys"] == {}


def test_doctor_says_what_is_wrong_in_the_settings(settings: Shell) -> None:
    file = settings.folder.parent / "config" / "reader" / "settings.toml"
    file.write_text('[keys]\nstar = "x"\nnote = "x"\n', encoding="utf-8")
    answer = settings("doctor")
    assert answer.code == 1
    assert "settings: x is asked for by" in answer.out
    file.write_text('[keys]\nstar = "Hyper-x"\n', encoding="utf-8")
    answer = settings("doctor")
    assert answer.code == 1
    assert "Hyper-x" in answer.out
    file.write_text(
        '[keys]\nstar = ["Hyper-x", "x"]\nnote = ["x", "<C-Flop>"]\nfly = "f"\n'
        '[commands]\na = { key = "Foo", run = "b" }\n',
        encoding="utf-8",
    )
    answer = settings("doctor")
    assert answer.code == 1
    lines = [one for one in answer.out.splitlines() if one.startswith("settings: ")]
    wrong = ("'fly'", "'Hyper-x'", "'<C-Flop>'", "'Foo'", "x is asked for by star and note")
    assert [next(word for word in wrong if word in one) for one in lines] == [*wrong]
    assert "settings: settings" not in answer.out
    file.write_text('theme = "no-such"\n', encoding="utf-8")
    answer = settings("doctor")
    assert answer.code == 1
    assert "no theme called 'no-such'" in answer.out


def test_what_needs_no_setting_goes_on_and_says_that_they_are_wrong(settings: Shell) -> None:
    (settings.folder.parent / "config" / "reader" / "settings.toml").write_text("pen = [", encoding="utf-8")
    article = settings.write("sand.md", "# Sand\n\nThe sand stays.\n")
    for arguments in (("add", article), ("list",), ("list", "sand"), ("search", "sand"), ("tags",), ("trash",)):
        answer = settings(*arguments)
        assert answer.code == 0
        assert answer.err.count("settings.toml: the settings cannot be read") == 1
    answer = settings("highlight", article, "--quote", "The sand stays.")  # in the pen's colour, by its creator
    assert answer.code == 2
    assert answer.err.count("settings.toml: the settings cannot be read") == 1
