"""Every way in which a key may be written in the settings."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotUnderstood
from reader.ui.keys.bindings import ANY, SHOWN, show_keys
from reader.ui.keys.key_spelling import NAMES, parse_keys
from reader.ui.keys.key_table import COMMANDS

CHARACTERS = st.characters(categories=("Ll", "Lu", "Nd", "Po"), max_codepoint=0x24F).filter(
    lambda one: unicodedata.normalize("NFC", one) == one and one not in SHOWN.values()
)
NAMED = st.sampled_from(sorted(set(NAMES.values()) - {ANY}))


@st.composite
def keys(draw: st.DrawFn) -> str:
    """One key, as Textual names it."""
    held = draw(st.sets(st.sampled_from(["alt", "ctrl"])))
    key = draw(NAMED | CHARACTERS)
    if len(key) > 1 and draw(st.booleans()):
        held.add("shift")
    if "ctrl" in held and len(key) == 1:
        key = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    return "+".join((*sorted(held), key))


@pytest.mark.parametrize("sequence", sorted({key for one in COMMANDS for key in one.keys}))
def test_the_table_is_read_as_it_is_shown(sequence: str) -> None:
    assert parse_keys(show_keys(sequence)) == parse_keys(sequence) == sequence


@given(keys())
def test_a_key_is_read_as_it_is_shown(key: str) -> None:
    assert parse_keys(show_keys(key)) == parse_keys(key) == key


@given(st.lists(keys(), min_size=1, max_size=3))
def test_a_sequence_is_read_as_the_table_writes_it(sequence: list[str]) -> None:
    assert parse_keys(" ".join(sequence)) == " ".join(sequence)
    assert parse_keys(" ".join(map(show_keys, sequence))) == " ".join(sequence)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("C-o", "ctrl+o"),
        ("c-O", "ctrl+o"),
        ("^o", "ctrl+o"),
        ("Control-o", "ctrl+o"),
        ("C-]", "ctrl+]"),
        ("Alt-x", "alt+x"),
        ("M-x", "alt+x"),
        ("S-Tab", "shift+tab"),
        ("Shift-a", "A"),
        ("S-C-Up", "ctrl+shift+up"),
        ("<C-o>", "ctrl+o"),
        ("<M-x>", "alt+x"),
        ("<CR>", "enter"),
        ("g<Space>", "g space"),
        ("<C-x><C-s>", "ctrl+x ctrl+s"),
        ("<lt>", "<"),
        ("<", "<"),
        ("m<", "m <"),
        ("C-<", "ctrl+<"),
        ("page_up", "pageup"),
        ("plus", "+"),
        ("Return", "enter"),
        ("DEL", "delete"),
        (" ", "space"),
        ("f6", "f6"),
        ("o\u0308", "ö"),
        ("question_mark", "?"),
        ("slash", "/"),
        ("C-backslash", "ctrl+\\"),
        ("<Bar>", "|"),
        ("BackTab", "shift+tab"),
        ("euro_sign", "€"),
        ("gC-x", "g ctrl+x"),
        ("C-xC-s", "ctrl+x ctrl+s"),
        ("gHome", "g home"),
        ("m…", f"m {ANY}"),
    ],
)
def test_other_programs_spellings(written: str, key: str) -> None:
    assert parse_keys(written) == key


@pytest.mark.parametrize(
    "written", ["Hyper-q", "Strg-x", "F99", "C-", "S-1", "Foo", "C-Hyper", "", "… x", "…", "mouse1", "key", "fire"]
)
def test_what_is_no_key_is_named(written: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        parse_keys(written)
    assert written in str(refused.value)


@pytest.mark.parametrize("word", ["gs", "ox", "sp", "lf", "us"])
def test_two_letters_are_two_keys_though_unicode_has_such_a_name(word: str) -> None:
    assert parse_keys(word) == " ".join(word)
