"""Selecting by motions and objects, and what is done with a selection."""

from __future__ import annotations

from reader.domain.annotation import Colour
from reader.domain.document import Block, BlockKind, Document
from reader.domain.span import Span
from tests.ui.fakes import reader

FIRST, SECOND, THIRD = "One otter swims.", "Two otters sleep.", "Three otters wait by the river."


MOTIONS = [
    ("v", "O"),
    ("v l l", "One"),
    ("v l l h", "On"),
    ("v right right left", "On"),
    ("v e", "One"),
    ("v e e", "One otter"),
    ("v w", "One o"),
    ("v w w b", "One o"),
    ("v $", f"{FIRST} {SECOND} Three otters wait by the"),
    ("v $ 0", "O"),
    ("v )", f"{FIRST} T"),
    ("v ) (", "O"),
    ("v f s", "One otter s"),
    ("v f space", "One "),
    ("v i w", "One"),
    ("v i s", FIRST),
    ("v i p", f"{FIRST} {SECOND} {THIRD}"),
    ("v e o h", "\nOne"),
    ("V", FIRST),
    ("V )", f"{FIRST} {SECOND}"),
    ("V ) v h", f"{FIRST} {SECOND[:-1]}"),
    ("v ) V", f"{FIRST} {SECOND}"),
]


async def test_motions_and_objects() -> None:
    async with reader() as it:
        for keys, selected in MOTIONS:
            await it.press("g", "g", "}", *keys.split())
            assert it.selected == selected, keys
            await it.press("escape")


async def test_rows_paragraphs_headings_pages_and_ends() -> None:
    async with reader() as it:
        await it.press("}", "v", "j", "j")
        assert it.selected.endswith("\n\nT")
        await it.press("k", "k")
        assert it.selected == "O"
        await it.press("}")
        assert it.selected.endswith("\n\nT")
        await it.press("{", "]", "]")
        assert it.selected.endswith("S")
        await it.press("G")
        assert it.selected.endswith("near.")
        await it.press("g", "g")
        assert it.selected.startswith("A short")
        await it.press("space")
        assert len(it.selected) > 150


async def test_enter_highlights_digits_colour_and_escape_leaves() -> None:
    async with reader() as it:
        await it.press("}", "v", "e", "e", "enter")
        assert it.only.quote == "One otter"
        assert it.screen.reading.view.selection is None
        await it.press(")", "V", "6")
        assert it.stored[1].quote == SECOND
        assert it.stored[1].colour is Colour.MAGENTA
        await it.press(")", "v", "e", "H")
        assert it.stored[2].quote == "Three"
        await it.press("v", "e", "escape")
        assert it.screen.reading.view.selection is None
        assert len(it.stored) == 3
        it.agree()


async def test_blanks_at_the_end_are_not_highlighted() -> None:
    async with reader() as it:
        await it.press("}", "v", "w", "h", "enter")
        assert it.only.quote == "One"


async def test_gv_changes_either_end() -> None:
    async with reader() as it:
        await it.press("}", "h", "g", "v")
        assert it.selected == FIRST
        await it.press("o", "w", "enter")
        assert it.only.quote == "otter swims."
        await it.press("g", "v", "escape", "v", "enter")
        assert len(it.stored) == 2


async def test_a_and_t_mark_first() -> None:
    async with reader() as it:
        await it.press("}", "v", "e", "a")
        await it.type("mine")
        await it.press("escape")
        assert it.only.note == "mine"
        await it.press(")", "v", "e", "t")
        await it.type("claim")
        await it.press("enter")
        assert it.stored[1].tags == ("claim",)
        it.agree()


async def test_a_phrase_of_three_words_in_six_keys() -> None:
    async with reader() as it:
        await it.press("}", "w")
        labels = it.screen.reading.view.labels
        text = it.text
        assert len(labels) == len(set(labels)) > 20
        assert all(len(label) == 2 for label in labels)
        at = text.index("otters wait")
        (label,) = (label for label, span in labels.items() if span.start == at - 1)
        assert text[at - 1] == " ", "it lies over the blank before the word"
        await it.press(*label)
        assert it.selected == "otters"
        await it.press("e", "e", "enter")
        assert it.only.quote == "otters wait by"


async def test_words_have_labels_where_they_are_shown_and_esc_leaves_them() -> None:
    async with reader() as it:
        await it.press("w", "left_shift", "escape")
        assert not it.screen.reading.view.labels
        await it.press("w", "f", "1")
        assert "no label begins with f1" in it.message
        await it.press("escape", "h")
        assert len(it.stored) == 1


async def test_every_occurrence_is_highlighted_in_one_act() -> None:
    async with reader() as it:
        await it.press("/")
        await it.type("otter")
        await it.press("enter", "v", "g", "O")
        assert "3 places" in it.message
        await it.press("n")
        await it.press("enter")
        assert [one.lower() for one in it.quotes] == ["otter"] * 3
        assert "3 highlights made" in it.message
        await it.press("u")
        assert it.quotes == []
        await it.press("ctrl+r")
        assert len(it.quotes) == 3
        await it.press("g", "O", "escape")
        assert len(it.quotes) == 3


async def test_more_than_fifty_are_asked_about() -> None:
    parts = [f"The otter {index} swims." for index in range(51)]
    spans, start = [], 0
    for part in parts:
        spans.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(part))))
        start += len(part) + 2
    async with reader(doc=Document("\n\n".join(parts), tuple(spans))) as it:
        await it.press("/")
        await it.type("otter")
        await it.press("enter", "g", "O", "enter")
        assert "51 highlights" in it.message
        await it.press("n")
        assert it.stored == []
        await it.press("g", "O", "enter", "y")
        assert len(it.stored) == 51


async def test_objects_of_quotes_and_brackets() -> None:
    text = "He wrote (in “The otter book”, twice) that it was so."
    async with reader(doc=Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))) as it:
        await it.press("/")
        await it.type("book")
        await it.press("enter", "v", "i", '"')
        assert it.selected == "The otter book"
        await it.press("i", "(")
        assert it.selected == "in “The otter book”, twice"
        await it.press("escape", "v", "i", "(")
