"""The text between two words divides them more or less: from nothing, over a comma, to a new paragraph."""

from __future__ import annotations

import re
from functools import lru_cache

# The scale only has to order the boundaries and leave room between them: a slide compares sums of two, and an
# end looks for "as strong as before", give or take NEARLY.
PARAGRAPH = 5.0
LINE_AFTER_SENTENCE = 4.3
LIST_ITEM = 4.2
SENTENCE = 4.0
LINE = 2.5
CLAUSE = 2.0
DASH = 1.2
BLANK = 1.0
SIGN = 0.2
NEARLY = 0.4

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile(r"[.!?:][\"'”’)\]*_`]*\s|[。！？：]")
_LIST_ITEM = re.compile(r"\n\s*([*+•-]|\d+\.)\s")
_CLAUSE_END = re.compile(r"[,;)]\s|[，、；]")


@lru_cache(maxsize=4096)
def strength(between: str) -> float:
    """Return the strength of the boundary that `between`, the text from one word to the next, makes."""
    if not between:
        return 0.0
    if between == " ":
        return BLANK
    line = "\n" in between
    if line and _BLANK_LINE.search(between):
        return PARAGRAPH
    if _SENTENCE_END.search(between):
        return LINE_AFTER_SENTENCE if line else SENTENCE
    if line:
        return LIST_ITEM if _LIST_ITEM.search(between) else LINE
    if _CLAUSE_END.search(between):
        return CLAUSE
    if between.isspace():
        return BLANK
    return DASH if " " in between else SIGN
