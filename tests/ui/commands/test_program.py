"""Other screens, links that lead out, older texts, drafts of the past."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

import pytest

from reader.domain.annotation import NoteText
from reader.domain.document import Document, Mark, MarkKind
from reader.domain.span import Span
from reader.settings import Settings
from reader.ui.draw.palette import PALETTES
from tests.ui.fakes import START, OneArticle, document, reader

if TYPE_CHECKING:
    from reader.domain.annotation import Annotation

SCREENS = {
    "L": "LibraryScreen",
    "g H": "AnnotationsScreen",
    "?": "HelpScreen",
    "f1": "HelpScreen",
    ":": "PaletteScreen",
    "ctrl+p": "PaletteScreen",
    "o": "ContentsScreen",
    "ctrl+t": "ContentsScreen",
    "E": "ExportScreen",
    "R": "DeskScreen",
}


async def test_keys_put_other_screens_on_top_and_they_go_again() -> None:
    async with reader() as it:
        await it.press("}", "h")
        for keys, name in SCREENS.items():
            await it.press(*keys.split())
            await it.pilot.app.workers.wait_for_complete()
            assert type(it.pilot.app.screen).__name__ == name, keys
            await it.press("escape")
            assert it.pilot.app.screen is it.screen, keys


async def test_the_style_sheets_follow_the_theme_from_the_start_on() -> None:
    async with reader(settings=Settings(theme="reader-light")) as it:
        for _ in PALETTES:
            assert it.screen.styles.background.hex.lower() == PALETTES[it.pilot.app.theme].page.lower()
            await it.press("C")
            await it.pilot.pause()
        assert it.pilot.app.theme == "reader-light"


@pytest.mark.parametrize(("answer", "opened"), [("y", ["https://example.org/a"]), ("n", [])])
async def test_a_link_that_leads_out_is_asked_about_by_its_real_host(
    answer: str, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def browse(address: str) -> bool:
        asked.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", browse)
    async with reader(doc=_linked("https://example.org/a")) as it:
        await it.press("}", "enter")
        assert "Open example.org in the browser?" in it.message
        await it.press("left_shift", answer)
        assert asked == opened
        await it.press("enter", "n")
        # Once agreed to, a host is not asked about again.
        assert asked == opened * 2


async def test_a_link_that_must_not_be_followed_says_why() -> None:
    async with reader(doc=_linked("javascript:alert(1)")) as it:
        await it.press("}", "enter")
        assert "only http, https and mailto links are followed" in it.message


def _linked(target: str) -> Document:
    doc = document()
    at = doc.text.index("otter")
    return doc._replace(marks=(Mark(MarkKind.LINK, _word(at), target),))


def _word(at: int) -> Span:
    return Span(at, at + len("otter"))


async def test_highlights_of_an_earlier_text_are_brought_over_and_it_is_said() -> None:
    library = OneArticle(document())
    session = library.session(library.opened)
    session.highlight(_word(document().text.index("otter")))
    doc = document()
    longer = doc._replace(text=doc.text + " It has grown.")
    library.renew(longer)
    async with reader(library=library) as it:
        await it.pilot.pause()
        assert "the text has changed: 1 highlight in place" in it.message
        assert it.only.target_in(it.screen.annotations.version) is not None


async def test_both_texts_of_a_rivalled_note_are_shown_and_resolved_by_saving() -> None:
    async with reader() as it:
        await it.press("}", "h")
        it.screen.annotations = it.screen.annotations.with_changes([_rivalled(it.only)])
        await it.press("a")
        await it.press("escape")
        assert it.only.note == "mine\n\nyours"
        assert it.only.rivals == ()


def _rivalled(annotation: Annotation) -> Annotation:
    rivals = (NoteText("mine", "laptop", START), NoteText("yours", "desk", START))
    return annotation._replace(note="mine", rivals=rivals)
