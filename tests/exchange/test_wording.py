"""The words and signs that all readable formats share."""

from __future__ import annotations

import sys

from reader.exchange.sanitize import UNSEEN_SIGN, visible


def test_what_is_printable_is_seen() -> None:
    printable = "".join(filter(str.isprintable, map(chr, range(sys.maxunicode + 1))))
    assert UNSEEN_SIGN.search(printable) is None


def test_what_steers_is_replaced_one_for_one() -> None:
    assert visible("plain\ttext\n") == "plain\ttext\n"
    assert visible("\x1b[2J\u202e") == "\u241b[2J\ufffd"
