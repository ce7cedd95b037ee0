"""Plain text: what its line ends mean."""

from __future__ import annotations

from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.decode import normal
from reader.domain.document import BlockKind, Document
from reader.formats import parse
from reader.formats.detect import detect
from reader.formats.kinds import Format
from reader.formats.plain_text.lines import Lines, shape_of
from reader.formats.plain_text.plain import BLOCK_LINES, parse_plain
from tests.formats.wellformed import check

PROSE = (
    "The tide tables for the harbour were kept by hand until the winter of 1961, when the clerk fell ill and nobody "
    "could read his sevens. Since then a machine has drawn the curve, and the fishermen have gone on trusting their "
    "knees, which have no opinion about the moon."
)
VERSE = "The sea went out\nand left the boats,\nlike something said\nthat no one quotes."


def texts(document: Document) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks]


def kinds(document: Document) -> list[BlockKind]:
    return [block.kind for block in document.blocks]


@given(st.text(st.sampled_from("ab .-\n\t\f\x1b\x85\u2028\u3000漢é"), max_size=200).map(normal))
@settings(max_examples=300)
def test_any_text_is_a_document_and_loses_no_words(text: str) -> None:
    document = parse_plain(text).document
    check(document)
    assert "".join(document.text.split()) == "".join(text.split())


def test_a_paragraph_a_line() -> None:
    document = parse_plain(f"{PROSE}\n{PROSE}\n\n{PROSE}\n").document
    assert texts(document) == [PROSE] * 3
    assert document.text == f"{PROSE}\n{PROSE}\n\n{PROSE}"


def test_hard_wraps_are_joined() -> None:
    wrapped = "\n\n".join(fill(PROSE, 72) for _ in range(4))
    assert texts(parse_plain(wrapped).document) == [PROSE] * 4


def test_verse_within_wrapped_prose_keeps_its_lines() -> None:
    document = parse_plain("\n\n".join((fill(PROSE, 72), VERSE, fill(PROSE, 72)))).document
    assert texts(document) == [PROSE, VERSE, PROSE]
    assert kinds(document) == [BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.PARAGRAPH]


def test_a_list_within_wrapped_prose_keeps_its_points_apart() -> None:
    points = [fill(f"- {PROSE}", 72, subsequent_indent="  "), "- short"]
    document = parse_plain("\n\n".join((fill(PROSE, 72), "\n".join(points), fill(PROSE, 72)))).document
    assert texts(document) == [PROSE, f"- {PROSE}", "- short", PROSE]


def test_indented_quotations_are_joined_too() -> None:
    wrapped = "\n\n".join(
        (fill(PROSE, 72), fill(PROSE, 72, initial_indent="    ", subsequent_indent="    "), fill(PROSE, 72))
    )
    assert texts(parse_plain(wrapped).document) == [PROSE] * 3


def test_chinese_lines_are_joined_without_blanks() -> None:
    line = "读书不必求快遇到好句子不妨停下来在旁边写一个字妙多年以后你会忘了书名却记得那个下午的光线和茶的味道"
    document = parse_plain(f"{line}\n{line}\n的。\n\n{line}\n{line}\n的。").document
    assert texts(document) == [f"{line}{line}的。"] * 2


def test_a_word_broken_at_its_hyphen_keeps_it() -> None:
    text = f"{'word ' * 12}well-\nknown {'word ' * 11}\nend"
    assert "word well-known word" in parse_plain(f"{text}\n\n{text}").document.text


@pytest.mark.parametrize(
    ("text", "name", "lines", "kind"),
    [
        ("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n", "", Lines.KEPT, BlockKind.CODE),
        ("#!/bin/sh\necho hello\n", "", Lines.KEPT, BlockKind.CODE),
        ("def f():\n    return 1\n", "py", Lines.KEPT, BlockKind.CODE),
        (
            "LESS(1)          General Commands Manual          LESS(1)\n\nNAME\n   less\n",
            "",
            Lines.KEPT,
            BlockKind.VERSE,
        ),
        ("2026-01-02 03:04:05 INFO one\n2026-01-02 03:04:06 INFO two\n", "", Lines.KEPT, BlockKind.VERSE),
        ("Jan  2 03:04:05 host sshd[1]: x\nJan  2 03:04:06 host sshd[1]: y\n", "", Lines.KEPT, BlockKind.VERSE),
        ("From: a@b.c\nSubject: Hello\n\nText\n", "", Lines.KEPT, BlockKind.VERSE),
        (VERSE, "", Lines.KEPT, BlockKind.VERSE),
    ],
    ids=["diff", "script", "python", "manual", "log", "syslog", "mail", "verse"],
)
def test_lines_that_mean_something_are_kept(text: str, name: str, lines: Lines, kind: BlockKind) -> None:
    shape = shape_of(text.split("\n"), name)
    assert (shape.lines, shape.kind) == (lines, kind)
    assert shape.reason
    assert parse_plain(text, name).document.text == text.rstrip("\n")


def test_a_long_log_comes_in_blocks() -> None:
    lines = [f"2026-01-02 03:04:05 INFO {number}" for number in range(3 * BLOCK_LINES + 1)]
    document = parse_plain("\n".join(lines)).document
    assert len(document.blocks) == 4
    assert "\n".join(texts(document)) == document.text


def test_overstriking_is_taken_off() -> None:
    assert parse_plain("N\bNA\bAM\bME\bE\n_\bx_\by\n").document.text == "NAME\nxy"


def test_a_short_first_line_is_the_title_and_stays() -> None:
    parsed = parse_plain(f"On tide tables\n\n{PROSE}\n\n{PROSE}\n")
    assert parsed.metadata.title == "On tide tables"
    assert parsed.document.text.startswith("On tide tables\n\n")
    assert parse_plain(f"{PROSE}\n\n{PROSE}\n").metadata.title == ""


def test_control_characters_are_text() -> None:
    text = "A\x1b[2J\x07 \x9b b\x7f \u202e c"
    assert parse(text.encode(), name="a.txt").document.text == text


def test_a_hundred_thousand_empty_lines() -> None:
    document = parse(b"a\n" + b"\n" * 100_000 + b"b", name="a.txt").document
    assert texts(document) == ["a", "b"]


def test_a_line_of_a_megabyte() -> None:
    assert len(parse(b"x " * 500_000, name="a.txt").document.blocks) == 1


@pytest.mark.parametrize(
    ("piece", "end"),
    [
        ("-", ""),
        ("=", ""),
        (".", " x y"),
        (". ", "x y"),
        ("w(", "\nw()"),
        ("a" * 40 + "\f", ""),
        ("x" * 60 + "-\n", ""),
        ("\x9d8;", ""),
        ("[", ""),
        ("%\n", ""),
    ],
)
def test_what_goes_on_and_on_is_gone_through_once(piece: str, end: str) -> None:
    # Minutes where each sign looks at all that follow.
    text = "Words.\n\n" + piece * (100_000 // len(piece)) + end
    assert parse(text.encode()).document.text.startswith("Words.")


def test_whether_a_manual_says_where_it_is_is_told_whatever_follows() -> None:
    blank = (" " * 200 + "\n").encode()
    assert detect(b".so a\n" + (b'.\\"' + blank) * 70 + b"x", "a.1") is Format.PLAIN
