"""Subtitles: what is said in them, by whom and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.document import Document, MarkKind
from reader.domain.errors import NotOpened
from reader.formats.detect import detect
from reader.formats.kinds import Format
from reader.formats.subtitles import parse_subtitles
from tests.formats.structured_texts import check_or_refuse
from tests.formats.wellformed import check

SRT = "{n}\n00:{start},000 --> 00:{end},500\n{said}\n\n"


def srt(*cues: tuple[str, str, str]) -> str:
    return "".join(SRT.format(n=n, start=start, end=end, said=said) for n, (start, end, said) in enumerate(cues, 1))


def read(text: str) -> Document:
    document = parse_subtitles(text).document
    check(document)
    return document


def test_cues_that_follow_each_other_are_one_paragraph_and_a_pause_parts_two() -> None:
    document = read(
        srt(("00:01", "00:03", "<i>The sand</i>"), ("00:04", "00:06", "moves."), ("00:20", "00:22", "It came back."))
    )
    assert document.text == "The sand moves.\n\nIt came back."
    assert [(mark.kind, mark.span.of(document.text)) for mark in document.marks] == [(MarkKind.EMPHASIS, "The sand")]
    assert document.pages == ((0, "0:00:01"), (17, "0:00:20"))


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("- Fine.\n- Good.", "So?\n\n- Fine.\n\n- Good.\n\nThe end."),
        (">> Fine.", "So?\n\n>> Fine.\n\nThe end."),
        ("ANN: Fine.", "So?\n\nANN: Fine.\n\nThe end."),
        ('{\\an8}<font color="#fff">Fine</font> &amp; good.', "So? Fine & good. The end."),
        ("Fine,\n\nas it was.", "So? Fine, as it was. The end."),
        ("So?\nFine.", "So? Fine. The end."),
        ("3", "So? 3 The end."),
    ],
)
def test_turns_tags_and_lines(said: str, text: str) -> None:
    assert read(srt(("00:01", "00:02", "So?"), ("00:03", "00:04", said), ("00:05", "00:06", "The end."))).text == text


VTT = """WEBVTT - The Harbour

NOTE not said
at all

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start
<v Ann Reed>Hello <c.yellow>there</c>

00:03.000 --> 00:05.000
<v Bo>Good <00:04.000><c>morning</c>
"""
SBV = "0:00:01.000,0:00:03.000\nHello there\n\n0:00:03.000,0:00:05.000\nGood morning\n"
ASS = """[Script Info]
Title: The Harbour
[Events]
Format: Start, End, Name, Text
Dialogue: 0:00:01.00,0:00:03.00,,{\\i1}Hello\\Nthere{\\i0}, Bo
Comment: 0:00:01.00,0:00:03.00,,not said
Dialogue: 0:00:04.00,0:00:05.00,,Good morning
"""


@pytest.mark.parametrize(
    ("source", "title", "text"),
    [
        (VTT, "The Harbour", "Ann Reed: Hello there\n\nBo: Good morning"),
        (SBV, "", "Hello there Good morning"),
        (ASS, "The Harbour", "Hello there, Bo Good morning"),
        (SBV.replace("\n", "\r\n").replace("\r\n", "\n"), "", "Hello there Good morning"),
    ],
)
def test_other_forms(source: str, title: str, text: str) -> None:
    parsed = parse_subtitles(source)
    assert (parsed.metadata.title, parsed.document.text) == (title, text)


def test_what_holds_no_subtitles_says_so() -> None:
    with pytest.raises(NotOpened, match="no subtitles"):
        parse_subtitles("WEBVTT\n\nNothing at 10:00.\n")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\xef\xbb\xbfWEBVTT\n\n", ""),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nx", "a.txt"),
        (b"x", "a.srt"),
        (b"x", "b.ass"),
    ],
)
def test_they_are_known_by_name_and_by_how_they_begin(data: bytes, name: str) -> None:
    assert detect(data, name) is Format.SUBTITLES


@given(
    st.lists(
        st.sampled_from(
            [
                "1\n",
                "00:00:01,000 --> 00:00:02,000\n",
                "word\n",
                "\n",
                "- a\n",
                "<i>",
                "</i>",
                "\x01",
                "NOTE\n",
                "Dialogue: ",
                "[Events]\n",
            ]
        )
    )
)
def test_anything_is_a_document_or_refused(pieces: list[str]) -> None:
    check_or_refuse("".join(pieces).encode(), Format.SUBTITLES)
