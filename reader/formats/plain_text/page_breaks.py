"""Of the pages of a plain text that was made for a printer, what stands at their foot and head is left out."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from reader.domain.patterns import deferred

_FOOT = deferred(r"\[Page\s+[\divxlc]+\][ \t]*$|^[ \t]*-+[ \t]*\d+[ \t]*-+[ \t]*$", re.IGNORECASE)
_UNMARKED = deferred(r"\n[ \t]*\n[^\n]*\[Page[ \t]+[\divxlc]+\][ \t]*(?:\n[ \t]*)*(?:\n|\Z)", re.IGNORECASE)
"""The foot of a page, and the head of the next, in copies that have lost the break between them."""
_HEAD = deferred(r"(?:RFC|Internet.Draft)\b.*\d{4}\s*$", re.IGNORECASE)
_DIGITS = deferred(r"\d+")
_ENDS = deferred(r"[.!?:;…]['\"”’)\]]*$")
SHORTEST = 6
"""Signs of a line that is a head or foot because it stands on many pages."""
FULL = 3
"""Lines of a page that is one."""
OFTEN = 0.5
"""Share of pages on which a line has to stand to be their head or foot."""


def drop_page_breaks(text: str) -> str:
    """Join the text to one page: a paragraph that a page breaks goes on."""
    if "\f" not in text:
        return _without_feet(text) if "[" in text and "[Page" in text else text  # one sign is found at once
    pages = [page.split("\n") for page in text.split("\f")]
    full = [page for page in pages if sum(map(bool, map(str.strip, page))) >= FULL]
    heads = Counter(_shape(_first(page)) for page in full)
    feet = Counter(_shape(_last(page)) for page in full)
    most = max(3, OFTEN * (len(pages) - 1))
    running = {shape for shape, count in (heads | feet).items() if count >= most and len(shape) >= SHORTEST}
    kept: list[list[str]] = []
    for number, page in enumerate(pages):
        foot = _last(page)
        before = number > 0 and _last(pages[number - 1])
        numbered = _FOOT.search(foot) is not None and (number < len(pages) - 1 or feet[_shape(foot)] >= most)
        ends = numbered or _shape(foot) in running
        marked = bool(before) and _FOOT.search(str(before)) is not None
        begins = number > 0 and (_shape(_first(page)) in running or (marked and _stands_alone(page)))
        kept.append(_cut(page, begins=begins, ends=ends))
    joined = list(kept[0])
    for before_page, page in pairwise(kept):
        if page:
            joined += page if _goes_on(before_page, page) else ["", *page]
    return "\n".join(joined)


def _first(page: list[str]) -> str:
    return next((line for line in page if line.strip()), "")


def _last(page: list[str]) -> str:
    return next((line for line in reversed(page) if line.strip()), "")


def _shape(line: str) -> str:
    """A line without what changes from page to page; an empty one has none that could be met again."""
    return _DIGITS.sub("#", " ".join(line.split())) or str(id(line))


def _stands_alone(page: list[str]) -> bool:
    """Whether a blank line follows the first one."""
    at = next((number for number, line in enumerate(page) if line.strip()), len(page))
    return at + 1 < len(page) and not page[at + 1].strip()


def _cut(page: list[str], *, begins: bool, ends: bool) -> list[str]:
    filled = [number for number, line in enumerate(page) if line.strip()]
    filled = filled[begins : len(filled) - ends]
    return page[filled[0] : filled[-1] + 1] if filled else []


def _goes_on(before: list[str], after: list[str]) -> bool:
    """Whether a paragraph goes over the break: the last line ends no sentence, the next is as far in and no item."""
    if not before or not after or _ENDS.search(before[-1].rstrip()):
        return False
    last, first = before[-1], after[0]
    same = len(last) - len(last.lstrip()) == len(first) - len(first.lstrip())
    return same and re.match(r"\s*(?:[-*+•]|\d{1,3}[.)])\s", first) is None


def _without_feet(text: str) -> str:
    pages = [page.split("\n") for page in _UNMARKED.split(text)]
    heads = [number > 0 and _HEAD.match(page[0]) is not None for number, page in enumerate(pages)]
    kept = [_cut(page, begins=head, ends=False) for page, head in zip(pages, heads, strict=True)]
    joined = list(kept[0])
    for before, page in pairwise(kept):
        joined += page if _goes_on(before, page) else ["", *page]
    return "\n".join(joined)
