"""What a page folds away is read, its notes are found wherever they stand, and numbered text is no note."""

from __future__ import annotations

import re

import pytest

from reader.domain.document import Metadata
from reader.formats import parse
from reader.formats.document_html import html
from reader.formats.html.page import parse_page

PROSE = (
    "<p>Twice a day the harbour empties, and every year a little less comes back, as those know who have lived beside"
    " it long enough, and who have seen the sand move from the one side of the bar to the other.</p>"
)
FOLDED = "<p>The secret of the sand is the wind, as the pilots knew.</p>"


def read(inner: str, *, outside: str = "", head: str = "", url: str = "") -> str:
    page = f"<html lang=en><head><title>Sand</title>{head}</head><body><main><article><h1>Sand</h1>{PROSE * 3}{inner}"
    return " ".join(parse_page(f"{page}{PROSE}</article></main>{outside}</body>".encode(), url).document.text.split())


@pytest.mark.parametrize(
    "fold",
    [
        f"<div class=more-text style='display:none'>{FOLDED}</div>",
        f"<span id=x style='display: none'>{FOLDED}</span><button>Read more</button>",
        f"<div id=x hidden>{FOLDED}</div><a href=#>Weiterlesen …</a>",
        f"<p><a href=#>続きを読む</a></p><div style='display:none'>{FOLDED}</div>",
        f"<h3><a href=#c data-toggle=collapse>Why?</a></h3><div id=c style='display: none'>{FOLDED}</div>",
        f"<div role=button aria-controls=c aria-expanded=false>Why?</div><div id=c aria-hidden=true>{FOLDED}</div>",
        f"<div class=spoiler-head>Why?</div><div class=spoiler-body style='visibility:hidden'>{FOLDED}</div>",
    ],
)
def test_what_a_reader_unfolds_is_read(fold: str) -> None:
    assert "The secret of the sand" in read(fold)


@pytest.mark.parametrize(
    "hidden",
    [
        f"<div style='display:none'>{FOLDED}</div>",
        f"<button data-toggle=modal data-target=#m>More</button><div id=m class=x hidden>{FOLDED}</div>",
        f"<a href=#>Read more</a><div class=newsletter-popup hidden>{FOLDED}</div>",
        "<div class=collapse hidden><a href=/one>The secret of the sand is the wind, as the pilots knew.</a></div>",
    ],
)
def test_what_is_hidden_otherwise_is_not(hidden: str) -> None:
    assert "The secret of the sand" not in read(hidden)


@pytest.mark.parametrize(
    "price",
    [
        "<span aria-hidden=true>€ 1,200</span>",
        "<del aria-hidden=true><span>€ 1,200</span></del> <span class=screen-reader-text>It was: € 1,200.</span>",
        "<span class=sr-only>€ 1,200</span><span aria-hidden=true>€ </span><span aria-hidden=true>1,200</span>",
        "<span class=is-visually-hidden>It is one two € 1,200</span><span aria-hidden=true>that is € 1,200</span>",
        "<span aria-hidden=true>is all € 1,200</span><b style='position:absolute;clip:rect(0,0,0,0)'>at € 1,200</b>",
        "<span style='position:absolute;left:-9999px'>one two € 1,200</span> <i aria-hidden=true>that is € 1,200</i>",
    ],
)
def test_what_is_drawn_in_a_sentence_is_read_once(price: str) -> None:
    assert read(f"<p>The boat costs {price} with its oars.</p>").count("€ 1,200") == 1


@pytest.mark.parametrize(
    "outside",
    [
        "<footer><p id=n><a href=#r>1</a> The note.</p><p>All rights reserved.</p></footer>",
        "<aside><ol><li id=n>The note. <a href=#r>↩</a></li></ol><p>All rights reserved.</p></aside>",
        "<div class=sidebar><div class=footnotes><p id=n>1. The note.</p></div><p>All rights reserved.</p></div>",
    ],
)
def test_notes_stand_elsewhere_on_the_page(outside: str) -> None:
    text = read("<p>It moves<sup><a id=r href=#n>1</a></sup> here.</p>", outside=outside)
    assert "It moves here." in text
    assert text.endswith("The note.")


SAVED = "<!-- saved from url=(0026)https://sand.example/one -->"
CANONICAL = "<link rel=canonical href=https://sand.example/one>"


@pytest.mark.parametrize(("head", "url"), [(SAVED, ""), (CANONICAL, ""), ("", "https://sand.example/one?from=mail")])
def test_links_to_places_in_the_page_may_name_all_of_its_address(head: str, url: str) -> None:
    page = url or "http://sand.example/one/"
    note = f"<div class=note-body><a id=n href='{page}#r'>1</a><p>The note.</p></div>"
    text = read(f"<p>It moves<a class=footnote-anchor id=r href='{page}#n'>1</a> here.</p>{note}", head=head, url=url)
    assert "It moves here." in text
    assert text.endswith("The note.")


@pytest.mark.parametrize(
    ("before", "paragraph"),
    [
        ("<p>Under <a href=#p2>2</a>.</p>", "<div id=p{n}><p>{n}</p><p>Party {n}.</p></div>"),
        ("", "<p><sup id=p{n}><a href=#p{n}>{n}</a></sup> Party {n}, see <sup><a href=#p2>2</a></sup>.</p>"),
        ("<p>Under <a href=#p2>2</a> and <a href=#p3>3</a>.</p>", "<p id=p{n}>{n} Party {n}.</p>"),
        ("<p>See <a href=#p6>6</a> below.</p>", "<p id=p{n}><b>{n}</b> Party {n}.</p>"),
    ],
)
def test_numbered_text_that_is_linked_to_stays_where_it_is(before: str, paragraph: str) -> None:
    text = read(before + "".join(paragraph.format(n=n) for n in range(1, 7)))
    assert [text.find(f"Party {n}") < text.find(f"Party {n + 1}") for n in range(1, 5)] == [True] * 4


def test_the_sign_of_a_note_may_be_a_letter_of_any_alphabet() -> None:
    assert read("<p>החול נע<sup><a href=#n>א</a></sup> כאן.</p><p class=footnote id=n>א ההערה.</p>").endswith("ההערה.")


@pytest.mark.parametrize(
    ("sign", "body"),
    [
        ("<a class=anchor href=#n id=r><span><sup>1</sup></span></a>",
         "<dl class=footnote><dt><sup><a href=#r>1</a></sup></dt><dd id=n><p>The note.</p></dd></dl>"),
        ("<sup id=r><a href=#n rel=footnote>[footnote 1]</a></sup>",
         "<div class=footnotes><ol><li id=n>The note. <a href=#r role=doc-backlink>↩</a></li></ol></div>"),
        ("<d-footnote>The note.</d-footnote>", ""),
        ("<a class=footnote-ref data-toggle=popover data-content='&lt;p&gt;The note.&lt;/p&gt;'><sup>1</sup></a>", ""),
        ("<sup id=r><a href=#n>1</a></sup>",
         "<div class=footnotes><ol><li><p><a id=n></a>The note. (<a href=#r>1</a>)</p></li></ol></div>"),
        ("<a href=#n>*</a>", "<p class=fn id=n>* The note.</p>"),
        ("[<a id=r href=#n>1</a>]", "<hr><ol><li id=n>The note. (<a href=#r>back to the text</a>)</li></ol>"),
        ("<a id=r href=#n><sup>1</sup></a>",
         "<footer><table><tr id=n><td>1</td><td>The note. <a href=#r>↑</a></td></tr></table></footer>"),
    ],
)  # fmt: skip
def test_notes_as_programs_write_them(sign: str, body: str) -> None:
    text = read(f"<p>It moves{sign} here.</p>{body}")
    assert "It moves here." in text
    assert text.endswith("other. The note.")


def test_notes_below_that_nothing_refers_to_are_read_though_a_name_says_footer() -> None:
    note = "<div class=footnotes-footer><div class=footnote-footer>1. The note.</div></div>"
    assert "The note." in read(f"<p>It moves<sup><a href='javascript:;'>1</a></sup>.</p>{note}")


@pytest.mark.parametrize("tag", ["nav", "aside", "footer"])
def test_an_article_in_several_pieces_is_one_whatever_elements_they_are(tag: str) -> None:
    pieces = "".join(f"<{tag} class=rail>{PROSE}<p>Piece {n} of the sand.</p></{tag}>" for n in range(3))
    text = parse_page(f"<title>Sand</title><h1>Sand</h1>{pieces}".encode()).document.text
    assert [f"Piece {n}" in text for n in range(3)] == [True] * 3


def test_an_article_of_lines_is_one_whatever_its_span_is_called() -> None:
    lines = "<br><br>".join(f"{PROSE[3:-4]} Line {n}." for n in range(4))
    text = parse_page(f"<title>Sand</title><h1>Sand</h1><span class=related-post>{lines}</span>".encode()).document.text
    assert "Line 0." in text
    assert "Line 3." in text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "Sand moves.[^b][^a] It does.\n\n[^a]: One.\n[^b]: Other.\n"),
        (
            "a.html",
            "<article><p>Sand moves.<sup><a href=#n1>1</a></sup><sup><a href=#n2>2</a></sup> It does, from one side of"
            " the bar to the other.</p><ol class=footnotes><li id=n1>One.</li><li id=n2>Other.</li></ol></article>",
        ),
    ],
)
def test_notes_at_one_place_stand_in_their_order(name: str, text: str) -> None:
    found = parse(text.encode(), name=name).document
    shown = "".join(html(found, Metadata()))
    assert re.findall(r'href="#note-[^"]+">(\w+)</a></sup>', shown) == ["1", "2"]


@pytest.mark.parametrize("sign", ["[<a href=#n1>1</a>]", "<sup><a href=#n1>1</a></sup>"])
def test_no_blank_is_left_between_a_word_and_the_point_behind_its_note(sign: str) -> None:
    page = f"{PROSE}<p>The sand moves {sign}, and then {sign} it rests.</p><ol><li id=n1>Says Ek.</li></ol>"
    assert "The sand moves, and then it rests." in parse_page(page.encode()).document.text


@pytest.mark.parametrize(
    "signs", ["[<a href=#n1>1</a>, <a href=#n2>2</a>]", "<sup><a href=#n1>1</a>,<a href=#n2>2</a></sup>"]
)
def test_signs_of_several_notes_leave_no_commas_behind(signs: str) -> None:
    notes = "<ul class=ref-list><li id=n1><b>1.</b> Says Ek.</li><li id=n2><b>2.</b> Says Oe.</li></ul>"
    text = parse_page(
        f"<article>{PROSE}<p>The sand moves and never rests {signs}.</p>{notes}</article>".encode()
    ).document.text
    assert text.endswith("The sand moves and never rests.\n\nSays Ek.\n\nSays Oe.")
