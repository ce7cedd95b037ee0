"""The notebooks of Kindle's apps, in their languages."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.exchange.detect import detect
from reader.exchange.formats.kindle.notebooks import read

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = {
    "en": ("Highlight", "Note", "Location", "Page", "yellow", "blue"),
    "de": ("Markierung", "Notiz", "Position", "Seite", "gelb", "blau"),
    "fr": ("Surlignement", "Note", "Emplacement", "Page", "jaune", "bleu"),
    "es": ("Subrayado", "Nota", "Posición", "Página", "amarillo", "azul"),
    "it": ("Evidenziazione", "Nota", "Posizione", "Pagina", "giallo", "blu"),
    "pt": ("Destaque", "Nota", "Posição", "Página", "amarelo", "azul"),
    "ja": ("ハイライト", "メモ", "位置No.", "ページ", "黄色", "ブルー"),
    "zh": ("标注", "笔记", "位置", "页", "黄色", "蓝色"),
}
QUOTES = ("The first sentence here.", "Another paragraph stands here, and is longer than the first.")


def page(language: str, entries: Sequence[tuple[str, str]], close: str = "div") -> bytes:
    body = "".join(
        f"<div class='noteHeading'>\n{heading}\n</{close}>\n<div class='noteText'>\n{words}\n</div>\n"
        for heading, words in entries
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}"><body>'
        "<div class='notebookFor'>x</div><div class='bookTitle'>Field Manual</div>"
        "<div class='authors'>Other, Ann; Someone, Bob</div><div class='citation'></div>"
        f"<div class='sectionHeading'>One</div>{body}</body></html>"
    ).encode()


@pytest.mark.parametrize("close", ["div", "h3"])
@pytest.mark.parametrize("language", WORDS)
def test_a_page_in_any_language(language: str, close: str) -> None:
    highlight, note, location, pages, *shades = WORDS[language]
    data = page(
        language,
        [
            (f'{highlight} (<span class="highlight_yellow">{shades[0]}</span>) - {location} 590', QUOTES[0]),
            (f"{note} - {location} 590", "a note of mine"),
            (f'{highlight}(<span class="highlight_blue">{shades[1]}</span>) - {pages} 12 · {location} 601', QUOTES[1]),
            (f"{note} - {pages} 90 · {location} 990", "a note on nothing"),
        ],
        close,
    )
    assert detect(data, "Notebook.html") == "kindle-notebook"
    found = read(data).annotations
    assert [(one.quote, one.note, str(one.colour)) for one in found] == [
        (QUOTES[0], "a note of mine", "yellow"),
        (QUOTES[1], "", "blue"),
        ("", "a note on nothing", "yellow"),
    ]
    assert {one.source.authors for one in found} == {("Other, Ann", "Someone, Bob")}
    assert {one.chapter for one in found} == {"One"}
    assert [one.place and one.place.start for one in found] == [590, 601, 990]


@pytest.mark.parametrize("language", WORDS)
def test_a_table_in_any_language(language: str) -> None:
    highlight, note, location, _, *shades = WORDS[language]
    data = (
        f'"Notes:",,,\r\n"FIELD MANUAL",,,\r\n"by Ann Other",,,\r\n"Preview:",,,\r\n"https://example.com",,,\r\n'
        f'----------------------------------------------,,,\r\n,,,\r\n"Kind","Place","Star","Words"\r\n'
        f'"{highlight} ({shades[1]})","{location} 93","*","{QUOTES[0]}"\r\n'
        f'"{note}","{location} 93","","a ""note"" of mine"\r\n'
    ).encode("utf-8-sig")
    assert detect(data, "notebook.csv") == "kindle-notebook"
    (one,) = read(data).annotations
    assert (one.quote, one.note, str(one.colour), one.star) == (QUOTES[0], 'a "note" of mine', "blue", True)
    assert (one.source.title, one.source.authors) == ("FIELD MANUAL", ("Ann Other",))


def test_of_two_highlights_beside_each_other_each_keeps_its_note() -> None:
    shade = '<span class="highlight_pink">pink</span>'
    entries = []
    for quote, note in zip(QUOTES, ("one", "two"), strict=True):
        entries += [(f"Highlight({shade}) - Page 3", quote), ("Note - Page 3", note)]
    assert [(one.note, str(one.colour)) for one in read(page("en", entries)).annotations] == [
        ("one", "magenta"),
        ("two", "magenta"),
    ]


@given(st.text(max_size=300))
def test_anything_between_is_survived(content: str) -> None:
    data = f"<div class=noteHeading>{content}</div><div class=noteText>{content}</div>".encode(errors="replace")
    with suppress(NotImported):
        assert all(one.quote or one.note for one in read(data).annotations)


@pytest.mark.parametrize(("place", "note"), [("Seite 150 · Position 2275", "mine"), ("Seite 152 · Position 2275", "")])
def test_a_note_some_places_behind_a_short_highlight_of_its_page_is_its_note(place: str, note: str) -> None:
    shaded = 'Markierung (<span class="highlight_blue">blau</span>) - Seite 150 · Position 2271'
    found = read(page("de", [(shaded, "A few words."), (f"Notiz - {place}", "mine")], "h3")).annotations
    assert found[0].note == note
    assert len(found) == (1 if note else 2)


def test_a_line_that_is_broken_in_a_note_is_two_and_other_elements_break_none() -> None:
    heading = 'Highlight (<span class="highlight_yellow">yellow</span>) - Location 590'
    entries = [(heading, QUOTES[0]), ("Note - Location 590", "one<br/>two <i>and</i> three")]
    (found,) = read(page("en", entries)).annotations
    assert found.note == "one\ntwo and three"


@pytest.mark.parametrize(
    ("heading", "shade"),
    [
        ("Highlight (blue) - Page 10 &gt; Location 120", Colour.BLUE),
        ("Markierung ( <span>rosa</span> ) - Seite 1", Colour.MAGENTA),
        ("Highlight (2) - Page 10", Colour.YELLOW),
        ("Highlight - Part (red) &gt; Page 10", Colour.RED),
    ],
)
def test_a_colour_without_its_class_is_the_word_in_brackets(heading: str, shade: Colour) -> None:
    (one,) = read(page("en", [(heading, QUOTES[0])])).annotations
    assert (one.quote, one.colour) == (QUOTES[0], shade)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_table_that_a_spreadsheet_saved_anew(delimiter: str) -> None:
    rows = [
        ["Your Kindle Notes For:", "", "", ""],
        ["Field Manual", "", "", ""],
        ["by Other, Ann", "", "", ""],
        ["-" * 40, "", "", ""],
        ["Annotation Type", "Location", "Starred?", "Annotation"],
        ["Highlight (Pink)", "Page 12", "", QUOTES[0]],
        ["Note", "Page 12", "", "mine, too"],
    ]
    data = "".join(delimiter.join(row) + "\r\n" for row in rows).encode("utf-16")
    assert detect(data, "notebook.csv") == "kindle-notebook"
    (one,) = read(data).annotations
    assert (one.quote, one.note, one.colour, one.source.title) == (
        QUOTES[0],
        "mine, too",
        Colour.MAGENTA,
        "Field Manual",
    )
