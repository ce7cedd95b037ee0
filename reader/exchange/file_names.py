"""Exported files are named by the article's title: the same at every export, and never as somebody else's file."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from reader.domain.segment.graphemes import is_boundary, previous_boundary
from reader.exchange.tag_names import JOINERS, is_letter

if TYPE_CHECKING:
    from collections.abc import Container

LONGEST = 120
"""Bytes of a slug: file systems end at 255, and sync programs put words of their own behind a name."""
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
"""Names of devices on some systems that an export may be carried to: there no file has them, whatever its ending."""

_WITHIN_WORDS = "\u00b7\u05f3\u05f4\u0f0b\u0f0c"
"""Dots and strokes that are written within words: of Catalan, Hebrew, Tibetan."""
_PICTURES = ("So", "Sk", "Sc")


def slug(title: str) -> str:
    """Write `title` as a file name without ending: the words of any script, in small letters, joined by hyphens.

    Vowel signs and other marks belong to their letters; an emoji is a word.
    """
    small = unicodedata.normalize("NFC", unicodedata.normalize("NFC", title).lower())
    words = "".join(sign if _is_of_word(sign) else " " for sign in small).split()
    name = _cut("-".join(words)).strip("-" + JOINERS)
    return f"{name}-article" if _DEVICES.fullmatch(name) else name or "article"


def _is_of_word(sign: str) -> bool:
    return is_letter(sign) or sign in _WITHIN_WORDS or (not sign.isascii() and unicodedata.category(sign) in _PICTURES)


def _cut(name: str) -> str:
    """As much of it as fits, ending with a whole character as a reader sees it."""
    fits = len(name.encode(errors="ignore")[:LONGEST].decode(errors="ignore"))
    return name[: fits if is_boundary(name, fits) else previous_boundary(name, fits)]


def choose_name(title: str, article_id: str, extension: str, present: Container[str]) -> str:
    """Choose a name for a new file: the title, then with the start of the article's id, then numbered.

    `present` holds the names in the folder, folded. The answer is none of them.
    """
    stem, number = slug(title), 1
    name = f"{stem}{extension}"
    while name in present:
        name = f"{stem}-{slug(article_id)[:8]}{f'-{number}' if number > 1 else ''}{extension}"
        number += 1
    return name
