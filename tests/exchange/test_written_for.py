"""What Anki, LaTeX, bibliographies and Roam take, as their own programs were seen to take it."""

from __future__ import annotations

import re

import pytest

from reader.domain.selectors import TextQuoteSelector
from reader.exchange.citation import author
from reader.exchange.format_table import writer
from reader.exchange.gather import gather
from reader.exchange.latex import latex
from reader.exchange.template import built_in as template
from reader.exchange.template import render, source_of
from tests.exchange.samples import ARTICLE, DOCUMENT, highlight

CODE = "Look:\n\n```\nif a < b {\n\tx ((y));\n}\n```\nand `[[z]]`"


def anki(title: str, note: str) -> list[str]:
    article = ARTICLE._replace(title=title)
    lines = "".join(writer("anki")([gather(article, [highlight(1, "The sand stays", note=note)], DOCUMENT)]))
    (row,) = [line for line in lines.split("\n") if line and not line.startswith("#")]
    return row.split("\t")


@pytest.mark.parametrize(
    ("title", "deck"),
    [
        ("Salt & <Sand>", "Salt & <Sand>"),
        ('"Heroes" of 1977', "”Heroes” of 1977"),
        ("A::B: C", "A:B: C"),
        ("::", "reader"),
    ],
)
def test_the_name_of_a_deck_is_no_html_and_no_cell_in_quotes(title: str, deck: str) -> None:
    assert anki(title, "note")[2] == deck


def test_tabs_of_code_are_no_ends_of_a_cell() -> None:
    cells = anki("T", CODE)
    assert len(cells) == 6
    assert "if a &lt; b {<br>&#9;x ((y));<br>}" in cells[4]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a --- b", "a -{}-{}- b"),
        (",,x''", ",{},x'{}'"),
        ("if x:\n\ty\n*z\n\nend", "if x:\\\\{}\n~~~~y\\\\{}\n*z\n\nend"),
        ("1\n[2]", "1\\\\{}\n[2]"),
    ],
)
def test_lines_and_signs_stay_what_they_are_in_latex(text: str, written: str) -> None:
    assert latex(text) == written


@pytest.mark.parametrize(
    ("authors", "written"),
    [
        (("Ann Other; Béla Bartók",), "Other, Ann and Bartók, Béla"),
        (("Ann Other and Vincent van Gogh",), "Other, Ann and van Gogh, Vincent"),
        (("Smith and Sons",), "{Smith and Sons}"),
        (("Other, Ann", "Bo Ek"), "Other, Ann and Ek, Bo"),
    ],
)
def test_a_line_of_authors_is_several(authors: tuple[str, ...], written: str) -> None:
    file = "".join(writer("bibtex")([gather(ARTICLE._replace(authors=authors), [], DOCUMENT)]))
    assert f"  author = {{{written}}}," in file.split("\n")


def test_a_formula_of_a_note_stays_one_in_roam() -> None:
    note = "so $$a^^b__c$$ and `$$d$$` and $$open [[x]]"
    page = "".join(
        render(source_of(template("roam")), [gather(ARTICLE, [highlight(1, "The sand stays", note=note)], DOCUMENT)])
    )
    assert "- so $$a^^b__c$$ and `$$d$$` and $\u200b$open [\u200b[x]]\n" in page


def test_code_in_a_note_is_one_block_of_roam_as_it_was_typed() -> None:
    source = source_of(template("roam"))
    page = "".join(render(source, [gather(ARTICLE, [highlight(1, "The sand stays", note=CODE)], DOCUMENT)]))
    lines = page.split("\n")
    at = lines.index("            - ```")
    assert lines[at + 1 : at + 5] == [f"{' ' * 14}{line}" for line in ("if a < b {", "\tx ((y));", "}", "```")]
    assert lines[at + 5] == "            - and `[[z]]`"


def test_nothing_of_a_note_or_quote_acts_in_anki() -> None:
    acting = "[sound:a.mp3] [latex]x[/latex] [$]y[/$] [anki:play:q:0] [1] {{Front}}"
    for note in (acting, f"{acting} ==hidden=="):
        cells = anki("T", note)
        assert len(cells) == 6
        assert "[1]" in "".join(cells)
        assert not re.search(r"\[(?:sound|/?latex|/?\$|anki)|\{\{(?!c1::hidden)", "".join(cells[3:]))


def test_a_tab_in_a_quote_begins_no_other_cell_of_a_cloze() -> None:
    marked = highlight(1, "The sand stays", note="a ==b==")
    (target,) = marked.targets
    quoted = target._replace(selectors=target.selectors._replace(quote=TextQuoteSelector("The\tsand {{stays}}")))
    made = gather(ARTICLE, [marked._replace(targets=(quoted,))], DOCUMENT)
    (row,) = "".join(writer("anki")([made])).split("\n")[6:-1]
    assert len(row.split("\t")) == 6


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ludwig van Beethoven", ("van Beethoven", "Ludwig")),
        ("van der Berg", ("van der Berg", "")),
        ("Martin Luther King, Jr.", ("King Jr.", "Martin Luther")),
        ("Martin Luther King Jr.", ("King Jr.", "Martin Luther")),
        ("King, Martin Luther", ("King", "Martin Luther")),
        ("John Smith III", ("Smith III", "John")),
        ("Zhang Xi", ("Xi", "Zhang")),
        ("Ford Jr.", ("Ford Jr.", "")),
        ("Plato", ("Plato", "")),
    ],
)
def test_names_have_their_parts(name: str, parts: tuple[str, str]) -> None:
    assert author(name) == parts
