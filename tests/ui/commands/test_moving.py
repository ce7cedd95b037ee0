"""Keys that move: scrolling, the cursor, search, marks, jumps, links."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from reader.domain.document import Block, BlockKind, Document
from reader.domain.span import Span
from reader.ui.lists.line_input import Prompt
from reader.ui.reading import text_search as searching
from tests.ui.documents import document_of
from tests.ui.fakes import OneArticle, reader, until


def long_document(paragraphs: int = 60) -> Document:
    """Numbered paragraphs of three sentences."""
    blocks = []
    parts = [f"Paragraph {index} begins. It goes on here. Now it ends {index}." for index in range(paragraphs)]
    start = 0
    for part in parts:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(part))))
        start += len(part) + 2
    return Document("\n\n".join(parts), tuple(blocks))


async def test_scrolling_keeps_the_cursor_on_the_screen() -> None:
    async with reader(doc=long_document()) as it:
        view = it.screen.reading.view
        assert it.screen.reading.status.percent < 30
        for keys in (("j", "down"), ("space",), ("pagedown",), ("ctrl+f",), ("ctrl+d",)):
            before = view.top
            await it.press(*keys)
            assert view.top > before, keys
            assert view.shown.meets(view.cursor)
        for keys in (("k", "up"), ("b",), ("pageup",), ("ctrl+b",), ("ctrl+u",)):
            before = view.top
            await it.press(*keys)
            assert view.top < before, keys
            assert view.shown.meets(view.cursor)


async def test_ends_and_back_again() -> None:
    async with reader(doc=long_document()) as it:
        await it.press("G")
        assert it.cursor == "Now it ends 59."
        assert it.screen.reading.status.percent == 100
        await it.press("g", "g")
        assert it.cursor == "Paragraph 0 begins."
        await it.press("end", "home")
        assert it.cursor == "Paragraph 0 begins."
        await it.press("backspace")
        assert it.cursor == "Now it ends 59."
        await it.press("alt+right")
        assert it.cursor == "Paragraph 0 begins."
        for key in ("alt+left", "ctrl+right", "ctrl+left"):
            await it.press(key)
        assert it.cursor == "Now it ends 59."


async def test_sentences_paragraphs_headings() -> None:
    async with reader() as it:
        await it.press("}", ")", "right")
        assert it.cursor == "Three otters wait by the river."
        await it.press("(", "left")
        assert it.cursor == "One otter swims."
        await it.press("}")
        assert it.cursor == "The river is wide."
        await it.press("{")
        assert it.cursor == "One otter swims."
        await it.press("]", "left_shift", "]")
        assert it.cursor == "Second part"
        await it.press("[", "[")
        assert it.cursor == "A short article"


async def test_search_is_shown_while_typing_counted_and_gone_through() -> None:
    async with reader(doc=long_document()) as it:
        await it.press("/")
        await it.type("goes on")
        view = it.screen.reading.view
        assert view.match is not None
        await it.press("enter")
        await until(lambda: it.screen.reading.status.mode == "1 of 60")
        await it.press("n")
        assert it.screen.reading.status.mode == "2 of 60"
        await it.press("N", "N")
        assert it.screen.reading.status.mode == "60 of 60"
        assert "from the end again" in it.message
        await it.press("escape")
        assert view.match is None
        assert it.screen.reading.search is None


async def test_n_goes_on_from_where_one_is() -> None:
    async with reader(doc=long_document()) as it:
        await it.press("/")
        await it.type("begins")
        await it.press("enter", "}", "}", ")", "n")
        assert it.cursor == "Paragraph 3 begins."
        await it.press("{", "{", "N")
        assert it.cursor == "Paragraph 0 begins."
        await it.press("}", "}", ")", "N")
        assert it.cursor == "Paragraph 2 begins."
        await it.press("/")
        await it.type("Paragraph")
        await it.press("enter", "}", "}", "n")
        assert it.cursor == "Paragraph 5 begins.", "what one stands at the beginning of is passed"


async def test_v_begins_at_the_match_and_takes_it() -> None:
    async with reader() as it:
        await it.press("/")
        await it.type("swims")
        await it.press("enter", "v")
        assert it.selected == "swims"
        await it.press("w", "e", "enter")
        assert it.only.quote.startswith("swims.")
    async with reader() as it:
        await it.press("/")
        await it.type("swims")
        await it.press("enter", "}", "v")
        assert it.selected == "T", "elsewhere it begins at the sentence"


async def test_hints_after_a_search_are_those_of_what_is_under_the_cursor() -> None:
    async with reader(size=(140, 30)) as it:
        await it.press("/")
        await it.type("swims")
        await it.press("enter")
        labels = [one.label for one in it.screen.reading.status.hints]
        assert labels[:4] == ["next match", "previous match", "highlight", "any sentence"]
        await it.press("h")
        labels = [one.label for one in it.screen.reading.status.hints]
        assert labels[:5] == ["next match", "previous match", "note", "tags", "colour"]


async def test_searches_are_remembered_and_an_empty_one_repeats_the_last() -> None:
    async with reader(doc=long_document()) as it:
        await it.press("/")
        await it.type("Paragraph 7")
        await it.press("enter", "escape", "/")
        await it.type("goes on")
        await it.press("enter", "escape", "g", "g", "/", "up", "up")
        line = it.screen.query_one(Prompt).line
        assert line.value == "Paragraph 7"
        assert it.cursor == "Paragraph 7 begins.", "what is recalled is looked for at once"
        await it.press("down", "down")
        assert line.value == ""
        await it.press("enter")
        assert it.cursor == "It goes on here."
        first = it.screen.reading.view.match
        await it.press("/", "enter")
        second = it.screen.reading.view.match
        assert first is not None
        assert second is not None
        assert second.start > first.start


async def test_how_many_are_found_is_told_while_one_types() -> None:
    async with reader(doc=long_document()) as it:
        await it.press("/")
        await it.type("goes on")
        count = it.screen.query_one(".count", Static)
        await until(lambda: str(count.render()) == "1 of 60")
        await it.type("zz")
        await until(lambda: str(count.render()) == "none")
        await it.press("escape")
        assert not it.screen.query(".count")


async def test_the_word_here_is_searched() -> None:
    async with reader() as it:
        await it.press("/")
        await it.type("otter")
        await it.press("enter", "escape", "g", "*")
        assert it.screen.reading.search is not None
        assert it.screen.reading.search.query == "One"
        await it.press("escape", "/")
        await it.type("otter")
        await it.press("enter", "g", "*")
        assert it.screen.reading.search.query == "otter"
        assert it.cursor == "Two otters sleep."
        await it.press("escape", "v", "i", "w", "l", "h", "g", "*")
        assert it.screen.reading.view.selection is None


async def test_a_match_that_is_far_away_is_shown_when_it_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "REACH", 10)
    async with reader(doc=long_document()) as it:
        await it.press("/")
        await it.burst(*"ends 59")
        while it.screen.reading.search is None or it.screen.reading.view.match is None:
            await it.pilot.pause()
        await it.press("enter")
        assert it.cursor == "Now it ends 59."


async def test_search_minds_capitals_only_where_there_are_any_and_says_what_is_not_found() -> None:
    async with reader() as it:
        await it.press("/")
        await it.type("Otter")
        await it.press("enter")
        assert "not found" in it.message
        await it.press("/")
        await it.type("OTTER")
        await it.press("escape")
        assert it.cursor == "A short article"
        await it.press("/")
        await it.type("the river")
        await it.press("enter")
        assert it.cursor == "Three otters wait by the river."
        await it.press("escape", "n")
        assert "nothing is searched for" in it.message


async def test_marks() -> None:
    async with reader() as it:
        await it.press("}", "}", "m", "left_shift", "x", "g", "g")
        await it.press("'", "x")
        assert it.cursor == "The river is wide."
        await it.press("g", "g", "`", "x")
        assert it.cursor == "The river is wide."
        await it.press("'", "y")
        assert "there is no mark y" in it.message


async def test_next_and_previous_annotation() -> None:
    async with reader() as it:
        await it.press("J")
        assert "there is no annotation yet" in it.message
        await it.press("}", "h", "}", "h", "]", "]", "h", "g", "g")
        for wanted in ("One otter swims.", "The river is wide.", "Second part"):
            await it.press("J")
            assert it.cursor == wanted
            assert it.screen.reading.focused is not None
            assert it.screen.reading.pane.current == it.screen.reading.focused.id
        await it.press("J")
        assert "the last annotation" in it.message
        await it.press("K")
        assert it.cursor == "The river is wide."


async def test_an_annotation_that_begins_with_the_blank_before_a_sentence_is_come_to_and_gone_from() -> None:
    doc = document_of("One sentence. Another one here. A third.", "The next paragraph. Its end.")
    library = OneArticle(doc)
    session = library.session(library.opened)
    for words in (" Another one", "\n\nThe next", " Its end"):
        session.highlight(Span(doc.text.index(words), doc.text.index(words) + len(words)))
    async with reader(library=library) as it:
        for wanted in ("Another one here.", "The next paragraph.", "Its end."):
            await it.press("J")
            assert it.cursor == wanted


async def test_links_by_their_letter_and_under_the_cursor() -> None:
    async with reader() as it:
        await it.press("f")
        (label,) = it.screen.reading.view.labels
        await it.press(label)
        assert it.cursor == "Second part"
        await it.press("}", "enter")
        assert it.cursor == "Second part"


async def test_a_prefix_waits_names_its_keys_and_is_left_by_escape() -> None:
    async with reader() as it:
        await it.press("g", "left_shift")
        hints = {hint.keys: hint.label for hint in it.screen.reading.status.hints}
        assert hints["g"] == "top"
        await it.press("escape", "v", "escape")
        assert it.screen.reading.view.selection is None
        await it.press("g", "x")
        assert "means nothing here" in it.message


@pytest.mark.slow
async def test_a_regular_expression_finds_what_it_says_and_cannot_stop_the_program() -> None:
    async with reader() as it:
        await it.press("/")
        await it.type(r"\v[oO]tters? (s|w)")
        await it.press("enter")
        assert it.cursor == "One otter swims."
        await it.press("n", "n")
        assert it.cursor == "Three otters wait by the river."
        await it.press("/")
        await it.type(r"\v(")
        assert "no regular expression" in it.message
        assert it.screen.query_one(Prompt).query_one(".count", Static).content == "no pattern yet"
        await it.type("otters)")
        await it.press("enter")
        assert it.message == ""
        await it.press("/")
        await it.type(r"\v(")
        await it.press("enter")
        assert "no regular expression" in it.message
        await it.press("/")
        await it.type(r"\vqq*")
        await it.press("enter")
        assert "not found" in it.message
    text = "a" * 500 + "b"
    doc = Document(text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    async with reader(doc=doc) as it:
        await it.press("/")
        await it.type(r"\v(a+)+$")
        await it.press("escape")
        assert it.pilot.app.return_code is None


async def test_while_a_mark_is_waited_for_the_marks_are_listed() -> None:
    async with reader() as it:
        await it.press("}", "m", "a", "G", "m", "z", "`")
        assert it.message.startswith("marks: a One otter swims.")
        assert " · z " in it.message
        await it.press("a")
        assert it.cursor == "One otter swims."
