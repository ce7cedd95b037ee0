"""People write keys in many ways: every spelling that is shown, and those of vim, Emacs and Textual, become ours.

    C-o  ctrl+o  ^o        Alt-x  M-x  alt+x       S-Tab  shift+tab
    Space  Esc  PgDn  F6   gg  g g  m…  m <key>    ö (composed or decomposed)    <C-o>  g<Space>

No Textual here: `reader keys` does without.
"""

from __future__ import annotations

import re
import unicodedata

from reader.domain.errors import NotUnderstood
from reader.ui.keys.bindings import ANY, SHOWN, SIGNS

MODIFIERS = {
    "c": "ctrl",
    "ctrl": "ctrl",
    "control": "ctrl",
    "a": "alt",
    "m": "alt",
    "alt": "alt",
    "meta": "alt",
    "option": "alt",
    "s": "shift",
    "shift": "shift",
}
"""Held keys by what they may be called before `-` or `+`; Meta and Option are what terminals send Alt for."""
NAMES = {
    **{shown.lower(): key for key, shown in SHOWN.items()},
    **{key: key for key in SHOWN},
    **{name: name for name in (f"f{number}" for number in range(1, 25))},
    "return": "enter",
    "cr": "enter",
    "bs": "backspace",
    "del": "delete",
    "ins": "insert",
    "pgdown": "pagedown",
    "page_down": "pagedown",
    "pgup": "pageup",
    "page_up": "pageup",
    "plus": "+",
    "minus": "-",
    "lt": "<",
    "bar": "|",
    "bslash": "\\",
    "backtab": "shift+tab",
    "any": ANY,
}
"""Keys that have names, by what they may be called, in small letters."""
UNFINISHED = r"[A-Za-z]+[-+]|[Ff]\d+"
"""A held key without the one that it is held for, and function keys that no terminal has: not two keys in one word."""


def parse_keys(written: str) -> str:
    """Parse the sequence that is written, as the key table has it: `g g`, `ctrl+o`. Raises NotUnderstood, naming it."""
    text = unicodedata.normalize("NFC", written)
    if text == " ":
        return "space"
    keys = [key for word in _words(text) for key in _keys_of(word, written)]
    if not keys:
        raise NotUnderstood("a key is missing", "settings", "write none as []")
    if ANY in keys[:-1] or keys[0] == ANY:
        raise NotUnderstood(f"{written}: any key can only be the last one, after another", "settings")
    return " ".join(keys)


def _words(text: str) -> list[str]:
    """What is divided by blanks; of keys in angle brackets, as vim writes them, each by itself."""
    found: list[str] = []
    for word in text.split():
        pieces = re.findall(r"<[^<>]+>|[^<]+|<", word)
        is_vims = ANY not in word and any(len(one) > 2 and one[0] == "<" and _key(one[1:-1]) for one in pieces)
        found += [one[1:-1] if len(one) > 2 and one[0] == "<" else one for one in pieces] if is_vims else [word]
    return found


def _keys_of(word: str, written: str) -> list[str]:
    one = _key(word)
    if one is not None:
        return [one]
    if not re.fullmatch(UNFINISHED, word):
        for at in range(1, len(word)):
            # Two keys in one word, as they are shown: `gg`, `m…`, `C-xC-s`, `gHome`.
            first, second = _key(word[:at]), _key(word[at:])
            if first and second and (at + 1 == len(word) or not word[at].islower()):
                return [first, second]
    raise NotUnderstood(f"there is no key called {written!r}", "settings", "write it as `reader keys` shows keys")


def _key(word: str) -> str | None:
    """The one key that a word names; None where it is none."""
    held = set()
    rest = word
    if len(rest) == 2 and rest[0] == "^":  # as stty writes it
        held, rest = {"ctrl"}, rest[1]
    while len(rest) > 1:
        at = next((at for at, one in enumerate(rest) if one in "-+" and at), 0)
        modifier = MODIFIERS.get(rest[:at].lower()) if at and rest[at + 1 :] else None
        if modifier is None:
            break
        held.add(modifier)
        rest = rest[at + 1 :]
    key = rest if len(rest) == 1 and rest.isprintable() and rest not in SHOWN.values() else NAMES.get(rest.lower())
    key = key or _character_named(rest)
    return None if key is None else _with(held, key)


def _character_named(word: str) -> str | None:
    """Textual calls characters by their names in Unicode: `question_mark`.

    Two letters are two keys, though controls have such names (`gs`, the group separator), and an animal has (`ox`).
    No keyboard has the pictures that have names, such as `mouse`.
    """
    if word in SIGNS:
        return SIGNS[word]
    try:
        found = unicodedata.lookup(word.replace("_", " ")) if word.islower() and len(word) > 2 else ""
    except KeyError:
        return None
    return found if len(found) == 1 and found.isprintable() and unicodedata.category(found) != "So" else None


def _with(held: set[str], key: str) -> str | None:
    if not held:
        return "space" if key == " " else key
    if key == ANY:
        return None
    if len(key) == 1:
        if "shift" in held:
            # A terminal sends the capital itself; which sign Shift makes of another key, the keyboard decides.
            if not key.isalpha() or "ctrl" in held:
                return None
            key, held = key.upper(), held - {"shift"}
        if "ctrl" in held:
            key = key.lower()
        if held == {"ctrl"} and key == "@":
            key = "space"  # a terminal sends the same for both
    return "+".join((*sorted(held), key))
