"""The signs around a passage: quotes, brackets, full stops and markup that were part of a highlight and still are."""

from __future__ import annotations

OPENING = "([{<“‘*•"
CLOSING = ".,;:!?)]}"
QUOTING = "`*_\"'”’"
LEADING = ":`*_([{\"'“‘"
STOPS = ".!?:"

# Signs that typography and formats change into each other.
_SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "_": "*", "•": "-", "…": "."})


def grown_left(signs: str, text: str, limit: int, start: int) -> int:
    """`start` moved left over the `signs` that stood before it, as far as they are found, in order, behind `limit`."""
    mirrored = grown_right(signs[::-1], text[limit:start][::-1], 0, start - limit)
    return start - mirrored


def grown_right(signs: str, text: str, end: int, limit: int) -> int:
    """`end` moved right over the `signs` that stood after it, as far as they are found, in order, before `limit`."""
    wanted = "".join(signs.split()).translate(_SAME)
    between = text[end:limit].translate(_SAME)
    if "\n\n" not in signs:
        between = between.partition("\n\n")[0]
    taken = 0
    for sign in wanted:
        found = between.find(sign, taken)
        if found >= 0:
            taken = found + 1
    # Signs behind a blank belong to what comes next, unless there was a blank before.
    if not any(sign.isspace() for sign in signs):
        taken = next((n for n, sign in enumerate(between[:taken]) if sign.isspace()), taken)
    return end + taken


def without(signs: str, unwanted: str) -> str:
    """`signs` but those."""
    return "".join(sign for sign in signs if sign not in unwanted)
