"""Tags are typed on one line, and completed from those in use; `domain.tags` says how one is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.printable import printable
from reader.domain.search_pattern import fold
from reader.domain.tags import last_word, tags_of, tags_written
from reader.ui.lists.asked import Asked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from reader.ui.lists.known_tags import KnownTags

LIKE = 60
"""How alike a tag must be to what is typed (rapidfuzz, of 100): `polcie` still finds `police`."""
TELLING = 3
"""Letters from which on likeness says something."""
OFFERED = 8
"""Completions at most: what one row has room for."""


TAGS_HINT = "Enter saves   Esc leaves   a comma or a blank begins the next"
QUERY_HINT = "Enter keeps it   Esc leaves   words  tag:law  colour:red  has:note  since:30d"
"""Shown while nothing completes what is typed; in 80 cells both are whole."""


def join_tags(tags: Iterable[str]) -> str:
    """Join these tags to a line."""
    return tags_written(printable(tag) for tag in tags)


def parse_tags(line: str, known: Iterable[str] = ()) -> tuple[str, ...]:
    """Parse the tags of a line, each once, in order.

    A line shows of a tag what a terminal can: what looks like one of the `known` is exactly that one.
    """
    exact = {printable(tag): tag for tag in known}
    return tuple(dict.fromkeys(exact.get(tag, tag) for tag in tags_of(line)))


def tags_asked(
    done: Callable[[str], Awaitable[bool]],
    tags: Iterable[str],
    in_use: KnownTags,
    label: str = "tags",
    hint: str = TAGS_HINT,
    typed: str = "",
) -> Asked:
    """Ask for the tags of what has these `tags` now, with a blank behind them where the next one is begun.

    What was `typed` the last time and could not be saved stands in their place.
    """
    line = join_tags(tags)
    value = typed or (f"{line} " if line else "")
    completed = lambda typed: complete(typed, in_use.counts)  # noqa: E731  (handed on)
    return Asked(label, done, value=value, complete=completed, known=in_use.all, hint=hint, separator=" ")


def complete(line: str, in_use: Mapping[str, int]) -> list[str]:
    """Complete the last word of the line, once for each likely tag.

    Tags that begin so, or a branch of which does, come first, the most used before others; then similar ones. With
    no word begun, the most used.
    """
    start = last_word(line)
    word = fold(line[start:].removeprefix('"').removeprefix("#"))
    given = set(parse_tags(line[:start]))
    open_tags = [tag for tag in sorted(in_use, key=lambda tag: (-in_use[tag], tag)) if tag not in given]
    found = [tag for tag in open_tags if fold(tag).startswith(word)]
    if word:
        found += [tag for tag in open_tags if tag not in found and f"/{word}" in f"/{fold(tag)}"]
    if len(word) >= TELLING:
        found += _alike(word, [tag for tag in open_tags if tag not in found])
    return [line[:start] + join_tags([tag]) for tag in found if fold(tag) != word][:OFFERED]


FIELDS = ("tag:", "colour:", "has:note", "is:starred", "is:lost", "note:", "quote:", "since:7d", "in:", "before:")
"""What a query may ask for besides words, the likeliest first."""
AGES = ("today", "yesterday", "7d", "2w", "30d", "6m", "1y")
"""What a time may be, besides a date."""


def complete_query(
    line: str, in_use: Callable[[], Mapping[str, int]], names: Iterable[str] = (), saved: Iterable[str] = ()
) -> list[str]:
    """Complete the last word of a query's line: a field, or what the field takes; tags are asked for when they are
    wanted, after `tag:` and `#`; `names` are the person's, of colours, and `saved` those of queries.
    """
    start = line.rfind(" ") + 1
    start += line[start : start + 1] == "-" and len(line) > start + 1
    word = line[start:]
    if word.startswith("@"):
        begun = fold(word[1:])
        found = [f"@{one}" for one in saved if fold(one).startswith(begun) and one != word[1:]]
        return [line[:start] + one for one in found][:OFFERED]
    for opening in ("tag:", "#"):
        if word.startswith(opening):
            found = complete(word.removeprefix(opening), in_use())
            return [line[:start] + opening + one for one in found]
    begun = word.replace('"', "")
    found = [one for one in _fields(word, names) if one.replace('"', "").startswith(begun) and one != word]
    return [line[:start] + one for one in found][:OFFERED]


def _fields(word: str, names: Iterable[str]) -> Iterable[str]:
    # Who opens an article asks for nothing yet: 2 ms.
    from reader.domain.query.parsing import ALIASES, FACTS  # noqa: PLC0415

    field, colon, _ = word.partition(":")
    field = ALIASES.get(field, field)
    if not colon:
        return FIELDS
    if field in FACTS:
        called = [f'"{name}"' if " " in name else name for name in names] if field == "colour" else []
        return [f"{word.partition(':')[0]}:{value}" for value in (*called, *FACTS[field])]
    return [f"{field}:{age}" for age in AGES] if field in ("since", "before") else ()


def _alike(word: str, tags: list[str]) -> list[str]:
    # Loaded when the first tag is typed; it would be 8 ms of the start.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    found = process.extract(word, tags, scorer=fuzz.WRatio, processor=fold, limit=OFFERED, score_cutoff=LIKE)
    return [tag for tag, _score, _index in found]
