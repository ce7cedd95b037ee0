"""Rows rejoin to the text; every offset is in exactly one; none is too wide; no cluster is split."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.document import Block, BlockKind, Document, Mark, MarkKind
from reader.domain.span import Span
from reader.ui.draw.cells import NOT_FIRST, NOT_LAST, cell_map, drawn, width_of, wrap
from reader.ui.draw.layout.flow import with_tabs
from reader.ui.draw.layout.fold import Fold
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.layout.parts import part_at, part_count
from reader.ui.draw.layout.rows import Fragment
from reader.ui.draw.layout.runs import runs
from tests.ui.documents import WORDS, document_of, documents

if TYPE_CHECKING:
    from reader.ui.draw.layout.rows import Position, Row

WIDTHS = st.integers(12, 90)


def all_rows(layout: Layout) -> list[tuple[Position, Row]]:
    return list(layout.walk(layout.first, 100_000))


def shown(document: Document, row: Row) -> str:
    return "".join(
        drawn(document.text[one.start : one.end] if one.shown is None else one.shown) for one in row.fragments
    )


@given(documents(), WIDTHS)
def test_rows_rejoin_to_the_text(document: Document, width: int) -> None:
    covered: list[int] = []
    for _, row in all_rows(Layout(document, width)):
        for one in row.fragments:
            covered += range(one.start, one.end)
            assert one.start >= row.start
            assert one.end <= row.end
    assert len(covered) == len(set(covered)), "an offset is in two fragments"
    missing = set(range(len(document.text))) - set(covered)
    assert all(document.text[offset] in " \t\n" for offset in missing)


@given(documents(), WIDTHS)
def test_rows_tile_the_text(document: Document, width: int) -> None:
    at = 0
    for _, row in all_rows(Layout(document, width)):
        assert row.start <= at, "text between two rows"
        at = max(at, row.end)
    assert at == len(document.text)


@given(documents(), WIDTHS)
def test_every_offset_is_found_on_its_row(document: Document, width: int) -> None:
    layout = Layout(document, width)
    for offset in range(len(document.text)):
        position = layout.locate(offset)
        row = layout.row(position)
        assert row.start <= offset < row.end or offset >= document.blocks[-1].span.end
        if not document.text[offset].isspace():
            assert any(one.start <= offset < one.end for one in row.fragments)


@given(documents(), WIDTHS)
def test_no_row_is_too_wide(document: Document, width: int) -> None:
    document = Document(document.text, document.blocks)
    for _, row in all_rows(Layout(document, width)):
        assert row.cells <= width
        assert width_of(shown(document, row)) <= width


@given(documents(), WIDTHS, st.integers(-30, 30), st.integers(0, 40))
def test_moving_is_walking(document: Document, width: int, by: int, start: int) -> None:
    layout = Layout(document, width)
    positions = [position for position, _ in all_rows(layout)]
    index = min(start, len(positions) - 1)
    assert layout.move(positions[index], by) == positions[max(0, min(index + by, len(positions) - 1))]
    assert positions[0] == layout.first
    assert positions[-1] == layout.last


@given(WORDS, st.integers(2, 40))
@settings(max_examples=150, deadline=None)
def test_no_cluster_is_split_and_no_line_too_wide(text: str, width: int) -> None:
    cells = cell_map(text)
    starts = wrap(text, width)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        assert cells.boundary_at(start) == start
        assert width_of(text[start:end].rstrip(" ")) <= width


def test_chinese_and_japanese_punctuation_stays_where_it_belongs() -> None:
    text = (
        "吾輩は猫である。名前はまだ無い。「どこで生れたか」とんと見当がつかぬ。何でも、ニャーニャー泣いていた事だけは記憶している。"
        * 3
    )
    for width in range(8, 40):
        starts = wrap(text, width)
        assert not any(text[start] in NOT_FIRST for start in starts)
        assert not any(text[start - 1] in NOT_LAST for start in starts[1:])


def test_lines_break_after_dashes() -> None:
    text = "the rules—mandatory minimums—that fix"
    assert [text[start:] for start in wrap(text, 14)][1] == "mandatory minimums—that fix"


def test_a_long_block_is_laid_out_in_parts() -> None:
    document = document_of("Some words of prose. " * 50_000)
    layout = Layout(document, 72)
    end = len(document.text) - 1
    position = layout.locate(end)
    assert layout.row(position).start <= end < layout.row(position).end
    assert position == layout.last
    assert len(layout._rows) == 1, "only the last part was laid out"


def test_a_line_of_code_says_where_it_goes_on() -> None:
    document = document_of("x = 1\n\treturn " + "value + " * 12, kind=BlockKind.CODE)
    rows = [shown(document, row) for _, row in all_rows(Layout(document, 40))][1:]
    assert rows[1].startswith("     return value")
    assert rows[2].startswith(" ↪ ")


@given(
    st.integers(1, 30),
    st.integers(1, 40),
    st.integers(3, 20),
    st.sampled_from(["x", "漢", "é"]),
    st.sampled_from(["end", "漢"]),
)
def test_no_row_is_made_of_the_blanks_alone_before_a_word_too_long(
    blanks: int, letters: int, width: int, letter: str, last: str
) -> None:
    blanks = min(blanks, width - width_of(letter))  # else not even one letter has room beside them
    text = " " * blanks + letter * letters + f" {last}"
    starts = wrap(text, width)
    rows = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert "".join(rows) == text
    assert all(row.strip() for row in rows), rows


def test_a_line_breaks_after_a_hyphen_between_letters_only() -> None:
    assert wrap("abcdefg x-y", 10) == [0, 10]
    assert wrap("abcdefg x-5", 10) == [0, 8]
    assert wrap("abcdef --all", 10) == [0, 7]


def test_a_tab_reaches_to_the_next_stop() -> None:
    text = "ab\tc\t\td"
    shown = [one.shown or text[one.start : one.end] for one in with_tabs(text, [Fragment(0, len(text))])]
    assert shown == ["ab", "  ", "c", "   ", "    ", "d"]


@pytest.mark.parametrize("kind", [BlockKind.PARAGRAPH, BlockKind.CODE])
def test_every_part_of_a_long_block_begins_after_a_blank_and_says_so_of_itself(kind: BlockKind) -> None:
    lines = "\n".join("some words of prose" for _ in range(6000))
    document = document_of(lines if kind is BlockKind.CODE else "Some words of prose. " * 5000, kind=kind)
    (block,), text = document.blocks, document.text
    layout = Layout(document, 72)
    starts = [next(row.start for row in layout.rows(0, part) if row.fragments) for part in range(1, part_count(block))]
    assert len(starts) >= 3
    for part, start in enumerate(starts, 1):
        assert text[start - 1] in " \n"
        assert not text[start].isspace()
        assert (part_at(text, block, start - 1), part_at(text, block, start)) == (part - 1, part)
        assert part_at(text, block, start + 100) == part
    assert part_at(text, block, 0) == 0
    assert part_at(text, block, len(text)) == part_count(block) - 1


def test_what_is_folded_away_is_not_shown() -> None:
    document = document_of("One two.", "Three.", "Four.")
    assert all(Layout(document, 40).shows(offset) for offset in range(len(document.text)))
    folded = Layout(document, 40, Fold([0, 2], [(Span(4, 8),), None]))
    shown = [offset for offset in range(len(document.text)) if folded.shows(offset)]
    assert shown == [*range(4, 8), *range(document.blocks[2].span.start, len(document.text))]


@pytest.mark.parametrize(("labels", "shown"), [("12", ["¹", ",²"]), ("1*", ["¹", "[*]"]), ("3", ["³"])])
def test_signs_of_notes_at_one_place_are_told_apart(labels: str, shown: list[str]) -> None:
    marks = tuple(Mark(MarkKind.NOTE, Span(5, 5), label) for label in labels)
    document = Document("Sand. It moves.", (Block(BlockKind.PARAGRAPH, Span(0, 15)),), marks)
    assert [one.shown for one in runs(document, Span(0, 15)) if one.shown] == shown
