"""Some programs write for a terminal and not for a reader: colours, and links that are not shown (ECMA-48, OSC 8).

All else that a terminal would obey stays in the text, where it is drawn as signs: it may be what the text is about.
"""

from __future__ import annotations

from reader.domain.patterns import deferred

_CODES = deferred(
    r"(?:\x1b\[|\x9b)[0-9;:]*(?:m|K)"
    r"|\x1b[()][0AB]"
    r"|(?:\x1b\]|\x9d)8;[^\x07\x1b\x9c\x9d\n]*(?:\x07|\x1b\\|\x9c)"
)
_BEGINS = ("\x1b", "\x9b", "\x9d")


def strip_codes(text: str) -> str:
    """Strip the text of colours and the targets of a terminal's links, whose words stay."""
    return _CODES.sub("", text) if any(sign in text for sign in _BEGINS) else text
