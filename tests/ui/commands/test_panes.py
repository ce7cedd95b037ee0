"""The pane, folding, widths, themes, leaving."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reader.domain.annotation import Colour
from reader.settings import Settings
from reader.ui.draw.palette import DEFAULT, PALETTES
from reader.ui.lists.line_input import Prompt
from reader.ui.lists.offers import Offers
from reader.ui.reading.annotation_pane import Order
from reader.ui.reading.article_view import Folding
from reader.ui.terminal.clipboard import SENT
from tests.ui.fakes import Reader, reader

FIRST, SECOND, THIRD = "One otter swims.", "Two otters sleep.", "Three otters wait by the river."


def current(it: Reader) -> str:
    found = it.screen.reading.annotations.get(it.screen.reading.pane.current)
    return found.quote if found else ""


async def test_entries_are_gone_through_and_the_text_follows() -> None:
    async with reader() as it:
        await it.press("}", "h", ")", "h", ")", "h", "tab")
        assert it.screen.reading.pane.active
        assert current(it) == THIRD
        for key, wanted in (("k", SECOND), ("up", FIRST), ("G", THIRD), ("g", ""), ("g", FIRST), ("j", SECOND)):
            await it.press(key)
            assert not wanted or current(it) == it.cursor == wanted, key
        for key, wanted in (("end", THIRD), ("home", FIRST), ("space", THIRD), ("b", FIRST)):
            await it.press(key)
            assert current(it) == wanted, key
        await it.press("down", "enter")
        assert not it.screen.reading.pane.active
        assert it.cursor == SECOND
        await it.press("tab", "tab")
        assert not it.screen.reading.pane.active


async def test_keys_act_on_the_entry() -> None:
    async with reader() as it:
        await it.press("}", "h", ")", "h", "tab", "k", "3", "*", "a")
        await it.type("n")
        await it.press("escape", "t")
        await it.type("claim")
        await it.press("enter")
        first = it.stored[0]
        assert (first.colour.value, first.star, first.note, first.tags) == ("green", True, "n", ("claim",))
        await it.press("j", ".")
        assert it.stored[1].tags == ("claim",)
        await it.press("d", "d")
        assert it.only == first
        assert current(it) == FIRST
        assert it.screen.reading.pane.active


async def test_filtering_and_sorting() -> None:
    async with reader() as it:
        await it.press("}", "h", "4", ")", "h", ")", "h", "2", "tab", "S")
        pane = it.screen.reading.pane
        assert pane.order is Order.TIME
        assert [one.quote for one in pane.listing.entries] == [THIRD, SECOND, FIRST]
        await it.press("S")
        assert [one.quote for one in pane.listing.entries] == [SECOND, THIRD, FIRST]
        await it.press("S", "/")
        await it.type("colour:blue")
        assert "has:note" in it.screen.query_one(Offers).render_line(0).text, "and not how tags are parted"
        assert [one.quote for one in pane.listing.entries] == [FIRST]
        await it.press("enter")
        assert pane.filter_text == "colour:blue"
        await it.press("escape")
        assert len(pane.listing) == 3
        await it.press("/")
        await it.type("otters")
        await it.press("escape")
        assert pane.filter_text == ""


async def test_what_is_completed_filters_at_once_and_a_filter_that_stands_is_replaced() -> None:
    async with reader() as it:
        await it.press("}", "h", "4", ")", "h", "t")
        await it.type("police")
        await it.press("enter", "tab", "/")
        await it.type("colour:b")
        await it.press("tab")
        pane = it.screen.reading.pane
        assert pane.filter_text == "colour:blue"
        assert [one.quote for one in pane.listing.entries] == [FIRST]
        await it.press("enter", "/")
        await it.type("#po")
        assert pane.filter_text == "#po", "typing replaces what stood there"
        assert [one.quote for one in pane.listing.entries] == [SECOND]
        await it.press("enter", "/", "end")
        await it.type("x")
        assert pane.filter_text == "#pox", "a key that moves edits it"
        await it.press("escape", "/", "up")
        assert pane.filter_text == "colour:blue"


async def test_offers_are_those_of_what_is_typed_and_painted_whole() -> None:
    async with reader() as it:
        await it.press("}", "h", "tab", "/", "tab", "tab", "p")
        assert it.screen.query_one(Prompt).line.value == "colour:p"
        assert it.screen.query_one(Offers).render_line(0).text.split() == ["colour:purple"]


async def test_words_in_a_filter_are_not_looked_for_in_the_article_s_own_title() -> None:
    async with reader() as it:
        await it.press("}", "h", "tab", "/")
        await it.type("article")
        assert len(it.screen.reading.pane.listing) == 0


async def test_two_known_tags_in_six_keys() -> None:
    async with reader() as it:
        await it.press("}", "h", "t")
        await it.type("policing coast")
        await it.press("enter", ")", "h")
        await it.press("t", "p", "tab", "c", "tab", "enter")
        assert it.stored[1].tags == ("policing", "coast")
        await it.press(")", "h", "t")
        await it.type("pol")
        await it.press("enter")
        assert it.stored[2].tags == ("pol",), "what is not taken up is kept as it was typed"


async def test_what_was_wrong_with_a_filter_is_forgotten_when_it_is_right() -> None:
    async with reader(settings=Settings(colours={Colour.BLUE: "proof"})) as it:
        await it.press("}", "h", "4", "tab", "/")
        await it.type("colour:")
        assert it.message.startswith("colour: takes one of")
        await it.type("p")
        await it.press("tab")
        assert it.screen.reading.pane.filter_text == "colour:proof"
        await it.press("ctrl+s")
        await it.type("mine")
        await it.press("enter")
        assert "saved: @mine" in it.message
        await it.press("enter", "j")
        assert it.message == ""


async def test_a_query_that_is_not_finished_filters_nothing() -> None:
    async with reader() as it:
        await it.press("}", "h", "tab", "/")
        await it.type("colour:pin")
        assert len(it.screen.reading.pane.listing) == 1
        await it.press("escape", "escape")
        assert not it.screen.reading.pane.active


async def test_the_pane_is_shown_and_hidden() -> None:
    async with reader() as it:
        assert it.screen.reading.side_shown
        await it.press("s")
        assert not it.screen.reading.side_shown
        await it.press("f2")
        assert it.screen.reading.side_shown
        await it.press("s", "tab")
        assert it.screen.reading.side_shown


async def test_on_a_narrow_terminal_the_pane_lies_below_and_away_while_empty() -> None:
    async with reader(size=(80, 24)) as it:
        assert not it.screen.reading.side_shown
        await it.press("}", "h")
        assert it.screen.reading.side_shown
        assert it.screen.reading.pane.below
        await it.press("s")
        assert not it.screen.reading.side_shown
    async with reader(size=(40, 12)) as it:
        await it.press("}", "h")
        assert not it.screen.reading.side_shown
        await it.press("tab")
        assert it.screen.reading.side_shown
        await it.press("a")
        await it.type("small")
        await it.press("escape")
        assert it.only.note == "small"


async def test_enter_opens_the_focused_highlight_in_the_pane() -> None:
    async with reader() as it:
        await it.press("}", "enter")
        assert "nothing to open here" in it.message
        await it.press("h", "enter")
        assert it.screen.reading.pane.active
        assert it.screen.reading.pane.unfolded == it.only.id
        await it.press("escape")
        assert not it.screen.reading.pane.active


async def test_folding() -> None:
    async with reader() as it:
        view = it.screen.reading.view
        for key in "234":
            await it.press("z", key)
            assert "nothing to show" in it.message
            assert view.folding is Folding.ALL
        await it.press("}", "h", "*")
        for key, folding in zip("2345", list(Folding)[1:], strict=True):
            await it.press("z", key)
            assert view.folding is folding
            assert folding.value in it.message
        await it.press("z", "1")
        assert view.folding is Folding.ALL
        await it.press("z", "5", "escape")
        assert view.folding is Folding.ALL


async def test_width_theme_and_zen_are_kept_for_the_next_start() -> None:
    async with reader(settings=Settings(width=60)) as it:
        await it.press("+")
        assert it.screen.reading.view.column == 64
        await it.press("-", "-")
        assert it.screen.reading.view.column == 56
        await it.press("=")
        assert it.screen.reading.view.column == Settings().width
        for theme in [*list(PALETTES)[1:], "ansi", DEFAULT, DEFAULT]:
            await it.press("C")
            assert it.pilot.app.theme == theme
        assert [one.theme for one in it.kept[-2:]] == ["auto", DEFAULT]
        assert it.kept[-1].width == Settings().width
        await it.press("Z")
        assert it.screen.reading.view.zen
        assert not it.screen.reading.side_shown
        await it.press("escape")
        assert not it.screen.reading.view.zen


async def test_copying_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []

    def copy(text: str, _environment: object) -> str:
        copied.append(text)
        return SENT

    monkeypatch.setattr("reader.ui.terminal.clipboard.copy", copy)
    async with reader() as it:
        await it.press("}", "y")
        assert copied[-1] == f"“{FIRST}”\n— “A short article”"
        assert it.pilot.app.clipboard == copied[-1]
        assert "sent to the terminal" in it.message
        await it.press("h", ">", "y")
        assert copied[-1].startswith("“One otter swims. Two”")
        await it.press("v", "e", "y")
        assert copied[-1].startswith("“One”")
        assert it.screen.reading.view.selection is None
        await it.press("v", "e", "ctrl+c")
        assert len(copied) == 4
        await it.press("ctrl+c")
        assert "q closes" in it.message


async def test_what_has_no_place_is_copied_without_a_citation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.ui.terminal.clipboard.copy", lambda _text, _environment: SENT)
    async with reader() as it:
        await it.press("A")
        await it.type("all of it")
        await it.press("escape", "tab", "y")
        assert it.pilot.app.clipboard == "all of it"
        assert it.message == "3 words: sent to the terminal"
        await it.press("a", *["backspace"] * 9, "escape", "y")
        assert it.only.note == ""
        assert it.message == "there is nothing in it to copy"


async def test_q_closes_and_keeps_where_one_was() -> None:
    async with reader() as it:
        await it.press("}", "m", "x")
        it.library.clock.now += timedelta(seconds=10)  # more than a glance at so few words
        await it.press("q")
        assert it.pilot.app.return_code == 0
        place = it.library.notebook.places["article-1"]
        assert it.text[place.cursor :].startswith(FIRST)
        assert place.marks == (("x", place.cursor),)
        assert it.store.articles()[0].progress == 1.0
    async with reader(library=it.library) as again:
        assert again.cursor == FIRST
        await again.press("g", "g", "'", "x")
        assert again.cursor == FIRST


async def test_what_another_window_wrote_is_seen() -> None:
    async with reader() as it:
        await it.press("}", "h")
        it.elsewhere().set_note(it.stored[0].id, "from elsewhere")
        await it.screen.look_outside()
        await it.pilot.pause()
        assert it.only.note == "from elsewhere"
        assert it.cursor == FIRST
        # The same look keeps the place, so that a crash loses a second of it.
        assert it.text[it.library.notebook.places["article-1"].cursor :].startswith(FIRST)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), pytest.param((300, 100), marks=pytest.mark.slow)])
async def test_any_size_will_do(size: tuple[int, int]) -> None:
    async with reader(size=size) as it:
        await it.press("}", "h", "H", "escape", "v", "e", "escape", "tab", "j", "tab", "a")
        await it.type("n")
        await it.press("escape", "t")
        await it.type("law")
        await it.press("enter", "Z", "Z", "s", "s", "/")
        await it.type("river")
        await it.press("enter", "n")
        assert it.only.tags == ("law",)
        assert it.only.note == "n"


async def test_no_colour_leaves_greys_in_pane_and_status_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reader() as it:
        await it.press("h", "tab")
        for widget in (it.screen.reading.pane, it.screen.reading.status):
            for strip in widget.render_lines(widget.size.region):
                for segment in strip:
                    for colour in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                        assert colour is None or len(set(colour.get_truecolor())) == 1


async def test_colours_go_by_their_names_in_pane_status_line_hints_and_filter() -> None:
    async with reader(settings=Settings(colours={Colour.RED: "claim", Colour.BLUE: "main point"})) as it:
        await it.press("}", "h", "2", ")", "h", "3")
        pane, status = it.screen.reading.pane, it.screen.reading.status
        rows = [strip.text for strip in pane.render_lines(pane.size.region)]
        assert any("claim ¶" in row for row in rows)
        assert not any("green" in row for row in rows)
        hints = [(hint.keys, hint.label) for hint in status.hints]
        assert ("2", "claim") in hints
        assert ("4", "main point") in hints
        await it.press("G", "2")
        assert it.message == "pen: red (claim)"
        assert status.pen_name == "claim"
        await it.press("tab", "/", *"colour:m", "tab")
        await it.pilot.pause()
        assert pane.filter_text == 'colour:"main point"'
        assert len(pane.listing) == 0
        await it.press("escape", "/", *"colour:Claim", "enter")
        assert [one.colour for one in pane.listing.entries] == [Colour.RED]
