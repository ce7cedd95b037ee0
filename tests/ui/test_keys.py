"""How keys are named, shown and read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.ui.keys.bindings import (
    ANY,
    MODIFIERS,
    KeyMap,
    KeyReader,
    Pressed,
    Unbound,
    Waiting,
    name_of,
    show_keys,
)
from reader.ui.keys.key_spelling import parse_keys

MAP = KeyMap({"j": "down", "g g": "top", "g H": "all", "d d": "delete", f"m {ANY}": "mark", "] ]": "heading"})
KEYS = st.lists(st.sampled_from(["j", "g", "H", "d", "m", "]", "x", "escape"]), max_size=12)


def fed(*keys: str) -> list[object]:
    reader = KeyReader()
    return [reader.feed(key, [MAP]) for key in keys]


def kinds(outcomes: list[object]) -> list[type]:
    """Waiting and unbound keys are equal as tuples."""
    return [type(one) for one in outcomes]


def test_a_key_is_named_by_its_character_or_its_name() -> None:
    assert name_of("right_square_bracket", "]") == "]"
    assert name_of("space", " ") == "space"
    assert name_of("ctrl+f", "\x06") == "ctrl+f"
    assert name_of("escape", None) == "escape"


@pytest.mark.parametrize(
    ("key", "character", "written"),
    [
        ("alt+x", "x", "Alt-x"),  # as a terminal sends it without the protocol of kitty
        ("alt+x", None, "M-x"),
        ("alt+shift+o", "O", "Alt-O"),
        ("alt+ö", "ö", "Alt-ö"),
        ("alt+full_stop", None, "Alt-."),
        ("ctrl+full_stop", None, "C-."),
        ("ctrl+slash", None, "C-/"),
        ("ctrl+underscore", "\x1f", "C-_"),
        ("ctrl+@", "\x00", "C-@"),
        ("ctrl+@", "\x00", "C-Space"),
        ("ctrl+at", None, "C-Space"),
        ("ctrl+space", None, "C-Space"),
        ("ctrl+right_square_bracket", "\x1d", "C-]"),
        ("ctrl+plus", None, "C-+"),
        ("alt+ctrl+minus", None, "C-Alt--"),
        ("shift+tab", None, "S-Tab"),
    ],
)
def test_what_a_terminal_sends_is_what_the_settings_write(key: str, character: str | None, written: str) -> None:
    assert name_of(key, character) == parse_keys(written)
    assert parse_keys(show_keys(parse_keys(written))) == parse_keys(written)


def test_sequences_are_shown_as_people_write_them() -> None:
    sequences = ("g g", "ctrl+f", "space", "alt+left", f"m {ANY}", "z 1", "f2", "f", "shift+tab")
    assert [show_keys(one) for one in sequences] == ["gg", "C-f", "Space", "Alt-←", "m…", "z1", "F2", "f", "Shift-Tab"]


def test_prefixes_wait_for_the_next_key() -> None:
    assert fed("j") == [Pressed("down", "j")]
    assert fed("g", "g") == [Waiting(("g",)), Pressed("top", "g")]
    assert fed("m", "q") == [Waiting(("m",)), Pressed("mark", "q")]
    assert fed("g", "x", "j") == [Waiting(("g",)), Unbound(("g", "x")), Pressed("down", "j")]
    assert kinds(fed("g", "x", "j")) == [Waiting, Unbound, Pressed]


def test_escape_ends_what_was_begun() -> None:
    assert fed("m", "escape", "j") == [Waiting(("m",)), Unbound(("m", "escape")), Pressed("down", "j")]
    assert kinds(fed("m", "escape", "j")) == [Waiting, Unbound, Pressed]


def test_the_first_map_that_knows_a_key_has_it() -> None:
    reader = KeyReader()
    maps = [KeyMap({"j": "entry"}), MAP]
    assert reader.feed("j", maps) == Pressed("entry", "j")
    assert reader.feed("g", maps) == Waiting(("g",))
    assert reader.feed("H", maps) == Pressed("all", "H")


@given(KEYS, st.lists(st.tuples(st.integers(0, 12), st.sampled_from(sorted(MODIFIERS))), max_size=4))
def test_modifiers_alone_change_nothing(keys: list[str], modifiers: list[tuple[int, str]]) -> None:
    mixed = list(keys)
    for place, modifier in modifiers:
        mixed.insert(min(place, len(mixed)), modifier)
    assert [one for one in fed(*mixed) if one is not None] == fed(*keys)


@given(KEYS)
def test_every_key_is_answered_once(keys: list[str]) -> None:
    answered = 0
    begun = 0
    for outcome in fed(*keys):
        match outcome:
            case Waiting(pending):
                begun = len(pending)
            case Unbound(pending):
                answered += len(pending)
                begun = 0
            case _:
                answered += begun + 1
                begun = 0
    assert answered + begun == len(keys)
