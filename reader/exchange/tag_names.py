"""Tags are written as other programs take them: the letters of every script stay, and what differs stays different."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from reader.exchange.sanitize import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable

JOINERS = "\u200c\u200d"
"""They stand between letters of one word (Persian, Hindi) and between the parts of one emoji."""
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
"""The flag of a region: a black flag and its name in invisible letters."""
_WIDE = {code: code + 0xFEE0 for code in map(ord, "!\"#$%&'()*+,.:;<=>?@[\\]^`{|}~")}
"""Signs of ASCII in their full width, which no program takes for the end of a tag: C# is C＃, and never C."""
_NOT_IN_HASHTAG = re.compile(
    "(?:[\\s\\x00-\\x1f\\x7f-\\x9f\\u2000-\\u200b\\u200e-\\u206f\\u2e00-\\u2e7f\\ud800-\\udfff\\ufeff]|[\U000e0000-\U000e007f])+"
)
"""What ends a tag in Obsidian, and what cannot be seen."""
_LETTERS = ("L", "M", "N")


def is_letter(sign: str) -> bool:
    """Tell whether it belongs to a word of some script: a letter, a vowel sign or other mark, a digit, a joiner."""
    return unicodedata.category(sign)[0] in _LETTERS or sign in JOINERS


class TagNames:
    """`TagNames` are names for the tags of one file.

    Each is what `spell` makes of it, numbered where another tag has it already.
    """

    def __init__(self, spell: Callable[[str], str]) -> None:
        self._spell = spell
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def __call__(self, tag: str) -> str:
        """The name; empty where nothing of the tag can be written."""
        tag = unicodedata.normalize("NFC", tag)
        known = self._names.get(tag)
        if known is None:
            known = self._names[tag] = self._new(self._spell(tag))
            self._taken.add(known)
        return known

    def _new(self, name: str) -> str:
        number, fresh = 2, name
        while name and fresh in self._taken:
            fresh = f"{name}_{number}"
            number += 1
        return fresh


def hashtag(tag: str) -> str:
    """Write a tag without its `#` as Obsidian takes it: no blanks, and at least one sign that is no digit."""
    parts, at = [], 0
    for flag in _FLAG.finditer(tag):
        parts += [_word(tag[at : flag.start()]), flag[0]]
        at = flag.end()
    name = "".join([*parts, _word(tag[at:])]).strip("-/")
    return f"_{name}" if not name or name.replace("/", "").isdecimal() else name


def _word(text: str) -> str:
    return _NOT_IN_HASHTAG.sub("-", text.translate(_WIDE))


def org_tag(tag: str) -> str:
    """Write a tag as Org takes it: letters, marks, digits, `_`, `@`, `#`, `%`; a symbol by its name, `_` for all
    else.
    """
    return "".join(_in_org(sign) for sign in visible_line(tag)) or "_"


def _in_org(sign: str) -> str:
    if sign in "_@#%" or unicodedata.category(sign)[0] in _LETTERS:
        return sign
    if sign in JOINERS:  # Emacs takes none of them for a part of a word.
        return ""
    if sign == "+":
        return "_plus"
    name = unicodedata.name(sign, "").lower() if not sign.isascii() and unicodedata.category(sign)[0] == "S" else ""
    return re.sub(r"\W", "_", name.removeprefix("regional indicator symbol letter ")) or "_"


def page_name(tag: str) -> str:
    """Write a tag as the name of a page between double brackets, which it cannot hold itself."""
    return visible_line(tag).translate({ord("["): "［", ord("]"): "］", ord("{"): "｛", ord("}"): "｝"})
