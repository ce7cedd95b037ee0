"""A tag is written in one way, wherever a person writes one.

Outer blanks, slashes at the ends and one leading `#` go, and letters are composed; what stands in quotation marks is
exact: `"#todo"`, `"Smith, John"`. Within them a backslash stands before a quotation mark, and before a backslash.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import is_normalized, normalize

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Iterable

INNER_BLANK = "\u00a0"
"""A blank that does not end a tag on a line of tags, for who types it so."""
_WORD = deferred(r'"(?:\\.|[^"\\])*"?|[^ \t\n,"][^ \t\n,]*', re.DOTALL)
_ESCAPED = deferred(r"\\(.)", re.DOTALL)
_PLAIN = deferred(r'[^\s,"#/\\](?:[^\s,"\\]*[^\s,"/\\])?')


def tag_of(written: str) -> str:
    """Read the tag that is written so; empty where it is none."""
    word = written.strip()
    if word.startswith('"'):
        inner = word[1:-1] if len(word) > 1 and word.endswith('"') else word[1:]
        return _ESCAPED.sub(r"\1", inner)
    return normalize("NFC", word.removeprefix("#").replace(INNER_BLANK, " ").strip(" /"))


def tag_written(tag: str) -> str:
    """Write the tag so that it is read back as it is."""
    if _PLAIN.fullmatch(tag) and is_normalized("NFC", tag):
        return tag
    escaped = tag.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def tags_of(line: str) -> tuple[str, ...]:
    """Read the tags of a line, separated by blanks or commas, each once, in order."""
    found = (tag_of(word) for word in _WORD.findall(line))
    return tuple(dict.fromkeys(tag for tag in found if tag))


def tags_written(tags: Iterable[str]) -> str:
    """Write the line for these tags."""
    return " ".join(map(tag_written, tags))


def last_word(line: str) -> int:
    """Tell where the word begins that is being typed at the end of a line of tags; its length where none is."""
    words = list(_WORD.finditer(line))
    if not words or words[-1].end() < len(line):
        return len(line)
    last = words[-1]
    closed = last[0].startswith('"') and len(last[0]) > 1 and last[0].endswith('"') and not last[0].endswith('\\"')
    return len(line) if closed else last.start()


def composed_tag(tag: str) -> str:
    """Compose a tag to what it is compared by (NFC): a letter and its accent are one sign, however they were typed."""
    return tag if tag.isascii() else normalize("NFC", tag)


def each_once(tags: Iterable[str]) -> tuple[str, ...]:
    """Keep the tags in their order, of those that are the same the first."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(composed_tag(tag), tag)
    return tuple(found.values())
