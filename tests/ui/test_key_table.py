"""The one table of keys, whole and without contradictions."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotUnderstood
from reader.settings import OwnCommand, Settings
from reader.ui.keys.bindings import OWN, KeyMap, Mode, Pressed, bindings
from reader.ui.keys.key_table import COMMANDS, settle, settle_settings, sound_keys
from reader.ui.keys.status_line import Situation, hints, likely
from reader.ui.reading.commands import HANDLERS

READING = (Mode.TEXT, Mode.SELECT, Mode.PANE, Mode.OUTPUT)

DESIGN = {
    Mode.TEXT: (
        "j k down up|space pagedown ctrl+f b pageup ctrl+b ctrl+d ctrl+u|g,g home G end|) right ( left|} { ],] [,[|J K"
        "|/ n N|m,x `,x ',x|backspace alt+left alt+right|h|H|v V g,v|a A|t .|1 2 3 4 5 6 7 8|< >|* d,d delete u ctrl+r"
        "|y|f enter|o ctrl+t s f2 tab|e|E R|L g,H|: ctrl+p ? f1|+ - = C Z z,1 z,2 z,3 z,4 z,5|escape|q ctrl+q ctrl+c"
    ),
    Mode.SELECT: "h l j k w b e 0 $ ) ( } { g,g G|f,x|i,s i,p|o|enter H|1 2 3 4 5 6 7 8|a t y escape v V",
    Mode.PANE: "j k g,g G space pagedown b pageup|enter|/ S|tab escape",
}
"""DESIGN's table of keys, in the words of our sequences (`,` between the keys of one)."""


@pytest.mark.parametrize("mode", DESIGN)
def test_the_design_s_keys_are_bound(mode: Mode) -> None:
    keys = KeyMap(bindings(COMMANDS, mode))
    for sequence in DESIGN[mode].replace("|", " ").split():
        assert isinstance(keys.look_up(tuple(sequence.split(","))), Pressed), sequence


def test_every_command_of_the_reading_screen_can_be_done_and_no_other() -> None:
    assert {one.id for one in COMMANDS if one.modes & set(READING)} | {OWN} == set(HANDLERS)


def test_ids_are_unique_and_everything_is_said() -> None:
    assert len({one.id for one in COMMANDS}) == len(COMMANDS)
    assert all(one.label and one.help and one.modes for one in COMMANDS)


@pytest.mark.parametrize("mode", Mode)
def test_no_sequence_hides_a_longer_one(mode: Mode) -> None:
    sequences = {tuple(sequence.split(" ")) for sequence in bindings(COMMANDS, mode)}
    hidden = [one for one in sequences for other in sequences if one != other and other[: len(one)] == one]
    assert hidden == []


def test_settings_replace_keys() -> None:
    table = settle({"highlight": ("ctrl+h", "f5")}).commands
    assert bindings(table, Mode.TEXT)["f5"] == "highlight"
    assert "h" not in bindings(table, Mode.TEXT)
    with pytest.raises(NotUnderstood, match="no command called 'hilight'"):
        settle({"hilight": ("h",)})


def test_every_hint_is_a_command_that_works_there() -> None:
    commands = {one.id: one for one in COMMANDS}
    for mode in READING:
        for flags in range(16):
            focused, linked, searching, filtered = (bool(flags & bit) for bit in (1, 2, 4, 8))
            situation = Situation(mode, focused, linked, searching, filtered)
            for command_id in likely(situation):
                modes = commands[command_id].modes
                assert modes & set(mode.layers), command_id


def test_hints_end_with_the_way_to_all_keys_and_follow_a_prefix() -> None:
    commands = {one.id: one for one in COMMANDS}
    assert [one.keys for one in hints(Situation(Mode.TEXT), commands)][-1] == "?"
    assert {one.keys for one in hints(Situation(Mode.TEXT, begun=("z",)), commands)} == set("12345")
    assert [one.keys for one in hints(Situation(Mode.TEXT, begun=("m",)), commands)] == ["a letter"]


def test_a_key_of_the_settings_is_taken_from_the_command_that_had_it() -> None:
    settled = settle({"highlight": ("C-o", "o", "]")})
    keys = {one.id: one.keys for one in settled.commands}
    assert keys["highlight"] == ("ctrl+o", "o", "]")
    assert keys["open_contents"] == ("ctrl+t",)
    # `]` begins the heading's `]]`, `]a` and `]f`: none of them could be pressed.
    assert keys["next_heading"] == ()
    assert [one.split(" ")[0] for one in settled.taken] == ["]]", "]a", "]f", "C-o", "o"]
    # In another mode it stays: there, `o` is the other end.
    assert keys["select_other_end"] == ("o",)
    assert settled.clashes == ()


def test_a_list_s_key_is_taken_from_the_screens_that_lie_over_it() -> None:
    keys = {one.id: one.keys for one in settle({"list_down": ("t",)}).commands}
    assert keys["library_tag"] == ()
    assert keys["tag"] == ("t",)


def test_two_settings_for_one_key_are_named_and_neither_takes_effect() -> None:
    settled = settle({"highlight": ("X", "f5"), "star": ("X",), "select_word": ("X",)})
    keys = {one.id: one.keys for one in settled.commands}
    assert (keys["highlight"], keys["star"], keys["select_word"]) == (("f5",), ("*",), ("X",))
    (clash,) = settled.clashes
    assert "X" in clash
    assert "highlight" in clash
    assert "star" in clash


@given(
    st.dictionaries(
        st.sampled_from([one.id for one in COMMANDS]),
        st.lists(st.sampled_from(["x", "g", "g g", "C-o", "ö", "j"]), max_size=2).map(tuple),
        max_size=4,
    )
)
def test_whatever_is_set_no_sequence_hides_another(wanted: dict[str, tuple[str, ...]]) -> None:
    settled = settle(wanted)
    defaults = {key for one in COMMANDS if one.id in wanted for key in one.keys}
    for mode in Mode:
        owners: dict[str, list[str]] = {}
        for command in settled.commands:
            for key in command.keys if mode in command.modes else ():
                owners.setdefault(key, []).append(command.id)
        mine = {key for one in settled.commands if one.id in wanted for key in one.keys} - defaults
        shared = {key: ids for key, ids in owners.items() if len(ids) > 1 and key in mine and set(ids) & set(wanted)}
        assert shared == {}
        for one, other in permutations(owners, 2):
            if other.split(" ")[: len(one.split(" "))] == one.split(" ") and {one, other} & mine:
                assert owners[one] == owners[other] or not {*owners[one], *owners[other]} & set(wanted)


def test_keys_of_the_user_s_own_commands_are_settings_as_all_are() -> None:
    own = {
        "one": OwnCommand(("x",), ("g d",)),
        "two": OwnCommand(("x",), ("t",)),
        "three": OwnCommand(("x",), ("F6",)),
        "four": OwnCommand(("x",), ("F6",)),
        "five": OwnCommand(("x",), ("F7",)),
    }
    settled = settle_settings(Settings(commands=own, keys={"run_five": ("g x",), "star": ("g d",)}))
    keys = {one.id: one.keys for one in settled.commands}
    assert keys["run_two"] == ("t",)
    assert keys["tag"] == ()
    assert "t is run_two now, by the settings, and no longer tag" in settled.taken
    assert keys["run_five"] == ("g x",)
    assert keys["run_three"] == keys["run_four"] == keys["run_one"] == ()
    assert len(settled.clashes) == 2


def test_a_key_that_terminals_send_for_another_one_is_told() -> None:
    (told,) = settle({"star": ("C-i",)}).taken
    assert told.startswith("C-i is sent as Tab by most terminals")


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("C-1", "C-1 is not sent by most terminals: star needs one that does"),
        ("C-ö", "C-ö is not sent by most terminals: star needs one that does"),
        ("S-Enter", "Shift-Enter is sent as Enter by most terminals: star needs one that tells them apart"),
        ("C-x", ""),
        ("C-]", ""),
        ("Alt-ö", ""),
        ("C-Space", ""),
        ("S-F6", ""),
        ("C-PgDn", ""),
    ],
)
def test_a_key_that_terminals_do_not_send_is_told(key: str, told: str) -> None:
    assert [one for one in settle({"star": (key,)}).taken if "terminals" in one] == ([told] if told else [])


def test_any_key_stands_only_behind_one_and_only_where_a_command_is_told_it() -> None:
    assert {one.id: one for one in settle({"set_mark": ("M…",)}).commands}["set_mark"].keys == ("M <key>",)
    for keys in ({"star": ("g…",)}, {"set_mark": ("…",)}):
        with pytest.raises(NotUnderstood, match="…"):
            settle(keys)
    own = Settings(commands={"speak": OwnCommand(("say",), keys=("g…", "gS"))}, keys={"star": ("g…",)})
    sound, faults = sound_keys(own)
    assert [str(one) for one in faults] == [
        "settings: g…: star takes no key behind its own",
        f"settings: g…: {OWN}speak takes no key behind its own",
    ]
    assert sound.commands["speak"].keys == ("gS",)
