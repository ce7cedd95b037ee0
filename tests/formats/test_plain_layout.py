"""Plain texts as they are really made: by printers, in columns, as books, with figures and lists."""

from __future__ import annotations

from textwrap import dedent, fill, indent

import pytest

from reader.domain.document import BlockKind, MarkKind
from reader.formats.plain_text.plain import parse_plain
from reader.formats.plain_text.terminal_codes import strip_codes
from tests.formats.wellformed import check

PROSE = (
    "The tide tables of the old harbour were kept by a clerk who never once looked at the sea, and in forty "
    "years nobody could read his sevens. Since then a machine has drawn the curve, and the fishermen have gone on "
    "trusting their knees, which have no opinion about the moon."
)
WRAPPED = fill(PROSE, 72)
INDENTED = indent(WRAPPED, "   ")


def blocks(text: str) -> list[tuple[str, str]]:
    document = parse_plain(text).document
    check(document)
    return [(str(block.kind), block.span.of(document.text)) for block in document.blocks]


FIGURES = {
    "psql": " id | name     | sum\n----+----------+------\n  1 | Rope     | 17.2\n  2 | Tar, old |  4.1\n(2 rows)",
    "mysql": "+----+------+\n| id | name |\n+----+------+\n|  1 | Rope |\n+----+------+",
    "boxes": "┌──────┐   ┌──────┐\n│ one  │──▶│ two  │\n└──────┘   └──────┘",
    "hex": "\n".join(f"{row:08x}: 2021 2223 2425 2627 2829 2a2b 2c2d 2e2f   !#$%&'()*+,-./" for row in range(4)),
    "listing": "total 8\n-rw-r--r-- 1 ann quay  812 May 20  2026 anchors and other things of the boats.txt\n"
    "drwxr-xr-x 8 ann quay 4096 Jun 24  2025 the harbour office and its many other papers",
    "columns": "Harbour Working Group            A. Other\nObsoletes: 6900                  B. Someone",
    "tabs": "Rope\t17.20\tcash\nTar\t4.10\tcheque",
    "program": "int main(void)\n{\n    if (x) {\n        return 1;\n    }\n    return 0;\n}",
    "history": "* 3f2a1bc Merge the quay\n|\\\n| * 9ac01d2 Mend the rope\n* | 17b2c3d Paint\n|/\n* 0011223 Begin",
    "python": "    def mean(values, weights=None, default=0.0, precision=2):\n        for one in values:\n"
    "            total = sum(values) * one\n        return round(total / len(values), precision) or default",
    "contents": "1. Introduction ................................................. 3\n"
    "   1.1. The sands ............................................... 12",
}


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("alone", [False, True])
def test_what_is_laid_out_keeps_its_lines(name: str, alone: bool) -> None:
    figure = FIGURES[name]
    text = figure if alone else f"{WRAPPED}\n\n{figure}\n\n{WRAPPED}"
    found = [(kind, words) for kind, words in blocks(text) if words != PROSE]
    assert all(kind in (BlockKind.CODE, BlockKind.VERSE) for kind, _ in found)
    assert "\n".join(words for _, words in found) == figure


def test_short_paragraphs_of_a_whole_text_are_told_by_their_indent() -> None:
    said = [
        "The pilot said nothing, and went.",
        "Nobody had seen it go.",
        PROSE,
        "On the third day it was there again.",
    ]
    for first in ("   ", "\t"):
        assert blocks("\n".join(fill(one, 72, initial_indent=first) for one in said)) == [
            ("paragraph", one) for one in said
        ]


def test_paragraphs_are_told_by_the_indent_of_all_lines_but_the_first() -> None:
    text = "\n".join(fill(PROSE, 72, subsequent_indent="    ") for _ in range(3)) + "\nA short one."
    assert blocks(f"{WRAPPED}\n\n{text}") == [("paragraph", PROSE)] * 4 + [("paragraph", "A short one.")]


def test_what_is_said_is_told_by_its_dash() -> None:
    said = ["— Where has she gone, and who has seen her go out to sea at this time of night?", "— Nobody."]
    text = "\n".join(fill(one, 72) for one in said)
    assert blocks(f"{WRAPPED}\n\n{text}") == [("paragraph", PROSE), *(("paragraph", one) for one in said)]
    dashed = "word " * 13 + "— as\n— they said — " + "word " * 10 + "and\n— so — on."
    assert len(blocks(f"{WRAPPED}\n\n{dashed}")) == 2


def test_commands_below_an_item_keep_their_line() -> None:
    assert blocks(f"{WRAPPED}\n\n1. Build it:\n     make\n2. Go home.") == [
        ("paragraph", PROSE),
        ("paragraph", "1. Build it:"),
        ("verse", "     make"),
        ("paragraph", "2. Go home."),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Erstes Kapitel", "3. Kapitel: Der Lotse", "Première partie", "Segunda parte", "I. fejezet",
        "Часть вторая. Песок", "Κεφάλαιο 1", "الفصل الأول", "פרק א", "第一章 出港", "Chapter 2. The Storm",
        "== Thanks ==",
    ],
)  # fmt: skip
def test_chapters_of_many_languages(heading: str) -> None:
    for prose in (PROSE, WRAPPED):
        found = blocks(f"{prose}\n\n{heading}\n\n{prose}")
        assert [kind for kind, _ in found] == ["paragraph", "heading", "paragraph"]
    assert dict(blocks(f"{PROSE}\n{heading}\n{PROSE}")).get("heading", heading) == heading


def test_what_only_speaks_of_a_part_is_no_chapter() -> None:
    for words in ("Another part", "The part of the pilot", "C. Third"):
        assert [kind for kind, _ in blocks(f"{PROSE}\n\n{words}\n\n{PROSE}")] == ["paragraph"] * 3


def test_roman_numbers_that_count_are_headings() -> None:
    titles = ["I. The pilot", "II. Of sand", "III. The end of it"]
    text = "\n\n".join(f"{title}\n\n{WRAPPED}" for title in (*titles, "C. Third"))
    assert [words for kind, words in blocks(text) if kind == "heading"] == titles
    listed = "\n\n".join((WRAPPED, *titles, WRAPPED))
    assert not [words for kind, words in blocks(listed) if kind == "heading"]


def test_numbered_sections_keep_their_levels() -> None:
    text = "\n\n".join(f"{title}\n\n{INDENTED}" for title in ("1.  One", "1.1.  Two", "2.  Three", "3.  Four"))
    document = parse_plain(text).document
    assert [block.level for block in document.blocks if block.kind is BlockKind.HEADING] == [1, 2, 1, 1]


def test_paragraphs_are_told_by_their_indent() -> None:
    text = "\n".join(fill(PROSE, 72, initial_indent="   ") for _ in range(3))
    assert blocks(text) == [("paragraph", PROSE)] * 3
    assert blocks(WRAPPED + "\n" + fill(PROSE, 72, initial_indent="  ")) == [("paragraph", PROSE)] * 2


@pytest.mark.parametrize("sign", ["-", "*", "•", "1.", "(a)", "o "])
def test_a_list_ends_where_its_items_do(sign: str) -> None:
    item = fill(PROSE, 60, initial_indent=f"{sign} ", subsequent_indent="   ")
    found = blocks(f"{WRAPPED}\n\nWhat is here:\n{item}\n{sign} short\nAnd a last line.\n\n{WRAPPED}")
    assert [words for _, words in found] == [
        PROSE,
        "What is here:",
        f"{sign} {PROSE}",
        f"{sign} short",
        "And a last line.",
        PROSE,
    ]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        (
            f"CHAPTER I.\n\nTHE PILOT\n\n{WRAPPED}\n\nCHAPTER II.\n\n{WRAPPED}",
            ["CHAPTER I.", "THE PILOT", "CHAPTER II."],
        ),
        (f"CHAPTER I.\nDown the Hole\n\n{WRAPPED}", ["CHAPTER I. Down the Hole"]),
        (f"Kapitel 3\n\n{WRAPPED}\n\nGlava\n\nЧАСТЬ ПЕРВАЯ\n\n{WRAPPED}", ["Kapitel 3", "ЧАСТЬ ПЕРВАЯ"]),
        (f"第一章\n\n{WRAPPED}", ["第一章"]),
        (f"Harbour\n=======\n\n{WRAPPED}\n\nSands\n-----\n\n{WRAPPED}", ["Harbour", "Sands"]),
        (
            f"1.  Introduction\n\n{INDENTED}\n\n1.1.  Terms\n\n{INDENTED}\n\nReferences\n\n   [1] x",
            ["1.  Introduction", "1.1.  Terms", "References"],
        ),
        (
            f"NAME\n       ls - list\n\nSYNOPSIS\n       ls [OPTION]...\n\n{indent(WRAPPED, ' ' * 7)}",
            ["NAME", "SYNOPSIS"],
        ),
        (f"{WRAPPED}\n\nA short line of text, no more.\n\n1. Buy milk.\n\nthe end", []),
    ],
)
def test_headings(text: str, headings: list[str]) -> None:
    assert [words for kind, words in blocks(text) if kind == "heading"] == headings


def test_a_manual_has_its_headings_and_keeps_its_lines() -> None:
    text = "LS(1)         Commands          LS(1)\n\nNAME\n       ls - list\n\nOPTIONS\n       -a     all\n"
    assert parse_plain(text).document.text == text.rstrip()
    assert [words for kind, words in blocks(text) if kind == "heading"] == ["NAME", "OPTIONS"]


@pytest.mark.parametrize("feed", ["\f\n", "\n"])
def test_the_breaks_of_pages_go(feed: str) -> None:
    lines = fill(PROSE, 66, initial_indent="   ", subsequent_indent="   ").split("\n")
    page = (
        "\n\n\nReed & Hale          Standards Track          [Page {}]\n"
        + feed
        + "RFC 9999         A Protocol         June 2024\n\n\n"
    )
    text = "\n".join(lines[:2]) + page.format(7) + "\n".join(lines[2:]) + "\n\n   Another."
    assert blocks(text) == [("paragraph", PROSE), ("paragraph", "Another.")]


def test_heads_and_feet_of_many_pages_go() -> None:
    pages = [f"The Harbour Gazette, No. {number}\n\n{WRAPPED}\n\n- {number} -" for number in range(1, 7)]
    found = blocks("\n\f".join(pages))
    assert [words for _, words in found] == ["The Harbour Gazette, No. 1", *[PROSE] * 6]


def test_low_lines_are_italics() -> None:
    parsed = parse_plain(
        f"{WRAPPED}\n\nNobody _saw_ it, and _nobody at\nall_ snake_case_word __init__ _x.\n\n{WRAPPED}"
    ).document
    check(parsed)
    assert "Nobody saw it, and nobody at\nall snake_case_word __init__ _x." in parsed.text
    assert [one.span.of(parsed.text) for one in parsed.marks if one.kind is MarkKind.EMPHASIS] == [
        "saw",
        "nobody at\nall",
    ]


def test_korean_lines_are_joined_with_blanks() -> None:
    line = "항구의 모래는 봄마다 바람에 실려 바다로 나갔다가 여름이"
    text = f"{line}\n{line}\n다시 돌아온다."
    assert blocks(f"{text}\n\n{text}") == [("paragraph", f"{line} {line} 다시 돌아온다.")] * 2


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[1mNAME\x1b[0m", "NAME"),
        ("\x1b]8;;https://a.example\x1b\\words\x1b]8;;\x1b\\ on", "words on"),
        ("\x1b]8;id=1;https://a.example\x07words\x1b]8;;\x07", "words"),
        ("\x9b31mred\x9b0m \x1b[38;2;1;2;3mx\x1b[K", "red x"),
        ("\x1b[2J \x1b]0;title\x07 \x1b", "\x1b[2J \x1b]0;title\x07 \x1b"),
    ],
)
def test_colours_and_hidden_links_go(written: str, shown: str) -> None:
    assert strip_codes(written) == shown


def test_prose_between_figures_is_prose() -> None:
    assert blocks(dedent(f"{WRAPPED}\n\n{FIGURES['mysql']}\n\n{WRAPPED}"))[::2] == [("paragraph", PROSE)] * 2


@pytest.mark.parametrize("blank", ["\t", "\u3000", "  ", "    "])
def test_paragraphs_are_told_by_any_indent(blank: str) -> None:
    words = "The ship left the harbour on a morning of spring, and nobody looked after her. " * 3
    prose = fill(words, 60, initial_indent="    ").lstrip()
    text = "".join(f"{blank}{prose}\n" for _ in range(4))
    assert [kind for kind, _ in blocks(text)] == ["paragraph"] * 4


BETWEEN = "The tide tables for the harbour were kept by hand until the winter of that year, and\nnobody asked why.\n\n"


@pytest.mark.parametrize("form", ["  {n}. {t}.", "{n}. {t}", "Article {n} {t}", "§ {n} {t}", "{n}) {t}"])
def test_numbered_clauses_with_text_between_them_are_headings(form: str) -> None:
    titles = ("Definitions", "Source of the water", "What is let go", "Ending")
    text = "".join(f"{form.format(n=n, t=title)}\n\n{BETWEEN}" for n, title in enumerate(titles, 1))
    document = parse_plain(f"{BETWEEN}{text}").document
    headings = [block.span.of(document.text) for block in document.blocks if block.kind is BlockKind.HEADING]
    assert headings == [form.format(n=n, t=title).strip() for n, title in enumerate(titles, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"{n}. Buy {what}\n\n" for n, what in enumerate(("milk", "rope", "oil", "salt"), 1)) + BETWEEN,
        "".join(f"{n}. It rose on that day; nobody saw it.\n\n{BETWEEN}" for n in range(1, 5)),
        "".join(f"{n}. Of the year\n\n{BETWEEN}" for n in (1912, 1913, 1914)),
    ],
)
def test_what_is_numbered_otherwise_is_no_heading(text: str) -> None:
    assert not any(block.kind is BlockKind.HEADING for block in parse_plain(BETWEEN + text).document.blocks)


def test_a_book_that_says_what_it_is_called() -> None:
    head = "The Electronic Edition of The Harbour, by Ann Other\n\nTitle: The Harbour\n\nAuthor: Ann Other\n"
    said = parse_plain(f"{head}\n{WRAPPED}\n\n{WRAPPED}\n").metadata
    assert (said.title, said.authors) == ("The Harbour", ("Ann Other",))
    assert parse_plain(f"A talk\n\nTitle: none\n\n{WRAPPED}\n\n{WRAPPED}").metadata.title == "A talk"


@pytest.mark.parametrize(
    ("line", "joined"),
    [
        ("เรือออกจากท่าก่อนรุ่งสางและไม่มีใครเห็นว่ามันไปที่ไหนและไม่มีใครรู้ว่ามันจะกลับมาเมื่อไร", ""),
        ("เรือออกจากท่าก่อนรุ่งสางและไม่มีใครเห็นว่ามันไปที่ไหนและไม่มีใครรู้ว่ามันจะกลับมาเมื่อไร ", " "),
        ("ទូកចេញពីកំពង់ផែមុនព្រឹកហើយគ្មាននរណាឃើញវាទេទូកចេញពីកំពង់ផែមុនព្រឹក", ""),
        ("港口的沙子被春天的风暴带走渔民们说夏天又会回来港口的沙子被春天的风暴带走", ""),
        ("항구의 모래는 봄의 폭풍에 실려 갔다가 여름이 되면 다시 돌아온다 그리고 배는", " "),
    ],
)
def test_lines_of_scripts_without_blanks_are_joined_without_one(line: str, joined: str) -> None:
    run = "\n".join([line] * 4)
    assert joined.join([line.strip()] * 4) in parse_plain(f"{run}\n\n{run}\n").document.text


@pytest.mark.parametrize(
    "stamps",
    [
        ("Mar  1 10:00:01 quay sshd[123]:", "Mar  1 10:00:02 quay kernel:"),
        ("10.0.0.1 - - [01/Mar/2024", "10.0.0.2 - - [01/Mar/2024"),
        ("[12:00:01]", "[12:00:02]"),
        ("WARN", "ERROR"),
    ],
)
def test_lines_of_a_log_in_a_text_are_kept(stamps: tuple[str, str]) -> None:
    words = "the sand has moved by three metres in the night, and nobody was there to see where it went to at all"
    logged = "\n".join(f"{one} {words[:50]}" for one in stamps)
    prose = "\n".join((words[:58].rstrip(), words[58:]))
    document = parse_plain(f"{prose}\n\n{logged}\n\n{prose}\n\n{prose}\n").document
    assert logged in document.text
