"""Keys that make and change highlights: what is stored, what the session holds, what both panes show."""

from __future__ import annotations

from reader.domain.annotation import Colour
from reader.domain.document import Block, BlockKind, Document
from reader.domain.span import Span
from tests.ui.fakes import Reader, reader

FIRST, SECOND, THIRD = "One otter swims.", "Two otters sleep.", "Three otters wait by the river."


async def test_h_highlights_the_sentence_and_focuses_one_that_is_there() -> None:
    async with reader() as it:
        await it.press("}", "h")
        assert it.only.quote == FIRST
        assert it.screen.reading.pane.current == it.only.id
        assert it.screen.reading.view.focused == it.only.id
        assert it.message == ""
        await it.press("h")
        assert it.only.quote == FIRST
        assert it.message == "it is highlighted already"


async def test_digits_recolour_the_focused_one_else_choose_the_pen() -> None:
    async with reader() as it:
        await it.press("4")
        assert it.screen.reading.status.pen is Colour.BLUE
        await it.press("}", "h")
        assert it.colours == [Colour.BLUE]
        await it.press("2")
        assert it.colours == [Colour.RED]
        await it.press(")", "h")
        assert it.colours == [Colour.RED, Colour.BLUE]
        for digit, colour in enumerate(Colour, 1):
            await it.press(str(digit))
            assert it.colours == [Colour.RED, colour]


def label_of(it: Reader, sentence: str) -> str:
    return next(label for label, span in it.screen.reading.view.labels.items() if span.of(it.text) == sentence)


async def test_labels_highlight_any_sentence() -> None:
    async with reader() as it:
        await it.press("H")
        assert len(it.screen.reading.view.labels) == 11
        await it.press("left_shift", label_of(it, SECOND))
        assert it.only.quote == SECOND
        assert not it.screen.reading.view.labels
        assert it.cursor == SECOND


async def test_a_sentence_that_began_above_the_screen_has_a_label_too() -> None:
    text = "Short one. " + " ".join(["A sentence that goes on"] + ["and on"] * 60) + " to its end. Another one."
    document = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    async with reader(doc=document, size=(40, 12)) as it:
        await it.press("j", "j", "H")
        view = it.screen.reading.view
        first = min(view.labels.values())
        assert first.start < view.top < first.end
        await it.press(next(label for label, span in view.labels.items() if span == first))
        assert it.only.quote.startswith("A sentence that goes on and on")


async def test_a_digit_before_a_label_chooses_the_colour_and_a_capital_starts_a_range() -> None:
    async with reader() as it:
        await it.press("H", "3")
        await it.press(label_of(it, FIRST).upper(), "left_shift", label_of(it, THIRD))
        assert it.only.quote == f"{FIRST} {SECOND} {THIRD}"
        assert it.only.colour is Colour.GREEN
        assert it.screen.reading.pen is Colour.YELLOW


async def test_labels_are_left_by_escape_and_keep_on_after_a_wrong_key() -> None:
    async with reader() as it:
        await it.press("H", "?")
        assert "no letter ?" in it.message
        assert it.screen.reading.view.labels
        await it.press("escape")
        assert not it.screen.reading.view.labels
        assert it.stored == []


async def test_the_ends_move_by_words() -> None:
    async with reader() as it:
        await it.press("}", "h", "<", "<")
        assert it.only.quote == "One otter"
        await it.press(">")
        assert it.only.quote == "One otter swims"
        await it.press("<", "<", "<", "<")
        assert it.only.quote == "One"
        assert "first word" in it.message


async def test_star_delete_undo_redo() -> None:
    async with reader() as it:
        await it.press("}", "h", "*")
        assert it.only.star
        await it.press("d", "d")
        assert it.stored == []
        it.agree()
        await it.press("u")
        assert it.only.star
        await it.press("u")
        assert not it.only.star
        await it.press("ctrl+r")
        assert it.only.star
        await it.press("delete")
        assert it.stored == []
        await it.press("u", "u", "u", "u")
        it.agree()
        assert "nothing to undo" in it.message


async def test_acts_without_an_annotation_say_so() -> None:
    async with reader() as it:
        for keys in (("*",), ("d", "d"), ("<",), (">",), ("g", "v")):
            await it.press(*keys)
            assert "there is no annotation here" in it.message, keys


async def test_what_cannot_be_stored_is_not_shown_and_said() -> None:
    async with reader() as it:
        await it.press("}", "h")
        it.store.full = True
        await it.press("2")
        assert "no space is left" in it.message
        assert it.colours == [Colour.YELLOW]
        it.store.full = False
        await it.press("2")
        assert it.colours == [Colour.RED]
        assert it.message == ""


async def test_a_selection_that_could_not_be_highlighted_stays() -> None:
    async with reader() as it:
        await it.press("}", "v", "e")
        selected = it.selected
        it.store.full = True
        await it.press("enter")
        assert "no space is left" in it.message
        assert it.selected == selected
        it.store.full = False
        await it.press("enter")
        assert it.quotes == [selected]
        await it.press("g", "v", "e")
        longer = it.selected
        it.store.full = True
        await it.press("enter")
        assert it.selected == longer
        it.store.full = False
        await it.press("enter")
        assert it.quotes == [longer]


async def test_an_older_version_cannot_be_marked() -> None:
    async with reader(editable=False) as it:
        await it.press("h")
        assert "older version" in it.message
        assert it.stored == []


async def test_the_focused_one_is_the_chosen_one_while_the_sentence_meets_it() -> None:
    async with reader() as it:
        # A sentence, then a word of it, which starts later; then the sentence is chosen again by J and K.
        await it.press("}", "h", "v", "w", "e", "enter")
        word = it.screen.reading.focused
        assert word is not None
        assert word.quote == "One otter"
        await it.press("J")
        assert it.screen.reading.focused is not None
        whole = it.screen.reading.focused
        assert whole is not None
        assert whole.quote == FIRST
        # Away and back again: the choice still holds, for the sentence meets it.
        await it.press(")", "(")
        assert it.screen.reading.focused == whole
