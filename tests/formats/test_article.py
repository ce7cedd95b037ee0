"""What of a page is its article: lists of links, lines about it, pictures that are named twice, drawn ratings."""

from __future__ import annotations

import pytest

from reader.formats.html.page import parse_page

PROSE = (
    "<p>Twice a day the harbour empties, and every year a little less comes back, as those know who have lived beside"
    " it long enough, and who have seen the sand move from the one side of the bar to the other.</p>"
)
HEAD = "<html lang=en><head><title>Sand</title><meta property=article:published_time content=2024-03-01T10:00:00Z>"
HEAD += "<meta name=author content='Ann Lee'><link rel=canonical href=https://sand.example/one></head>"


def read(inner: str, *, before: str = "", after: str = "") -> str:
    article = f"<article><h1>Sand</h1>{before}{PROSE * 4}{inner}{PROSE * 2 * bool(after)}</article>"
    return parse_page(f"{HEAD}<body><main>{article}{after}</main></body></html>".encode()).document.text


def links(count: int, host: str = "https://elsewhere.example") -> str:
    return "".join(f'<li><a href="{host}/{n}">Secret number {n} of sand</a></li>' for n in range(count))


@pytest.mark.parametrize(
    "inner",
    [
        f"<h2>See also</h2><ul>{links(4, '')}</ul>",
        f"<h2>References</h2><ol>{links(4)}</ol>",
        f"<div class='heading2'><h2>Liens externes</h2></div><ul>{links(2)}</ul>",
        f"<p><b>Quellen</b></p><ul>{links(3)}</ul>",
        f"<section><h2>Further reading</h2><ul>{links(3)}</ul></section>",
        f"<p>These are the books:</p><ul class=books>{links(3)}</ul>",
        "<h3>Downloads</h3>" + "".join(f"<p><a href=/{n}>Secret number {n} of sand</a></p>" for n in range(2)),
    ],
)
def test_lists_of_links_that_are_announced_are_of_the_article(inner: str) -> None:
    text = read(inner)
    assert "Secret number 0" in text
    assert "Secret number 1" in text


@pytest.mark.parametrize("about", ["", "<p>What I read this week.</p>"])
def test_a_page_of_links_is_its_article(about: str) -> None:
    body = f"{about}<h2>Sand</h2><ul>{links(9)}</ul><h2>Water</h2><ul>{links(9)}</ul>"
    menu = "<nav><ul><li><a href=/>Home of all</a></li><li><a href=/b>Other things</a></li></ul></nav>"
    page = f"{HEAD}<body>{menu}<div id=readme><h1>Sand</h1>{body}</div></body></html>"
    text = parse_page(page.encode()).document.text
    assert text.count("Secret number 8") == 2
    assert "Home of all" not in text


@pytest.mark.parametrize(
    "inner",
    [
        f"<h2>Related articles</h2><ul>{links(4, '')}</ul>",
        f"<h3>Mehr zum Thema:</h3><ul>{links(4, '')}</ul>",
        f"<div class=related-posts><h2>Sand</h2><ul>{links(4)}</ul></div>",
        f"<ul>{links(4, '')}</ul>",
        "<ul><li><a href='https://s.example/share?u=https://sand.example/one'>Secret number one here</a></ul>",
        "<p><a href=/next>Secret number two of this site</a></p>",
        "<p>You may also like...</p>" + "".join(f"<p><a href=/{n}>Secret number {n}</a></p>" for n in range(2)),
        "<p><a rel=tag href=/t>Secret number</a>, <a rel=tag href=/u>other secret number</a></p>",
        "<div>" + "".join(f"<div class=c><a href=/{n}><img alt=x> Secret number</a> {n} of ours.</div>" for n in "123"),
        "<p class='ad-disclosure disclosure'>Secret number of those who pay for what stands here, as we say.</p>",
        "<p>Sign up for our secret number of a newsletter.</p>",
    ],
)
def test_lists_of_links_to_other_articles_are_not(inner: str) -> None:
    assert "ecret number" not in read(inner)


@pytest.mark.parametrize(
    "line",
    [
        "<p>March 1, 2024</p>",
        "<div>By Ann Lee</div>",
        "<p>Veröffentlicht am 1. März 2024, von Ann Lee</p>",
        "<span class=d>01/03/2024 10h20</span>",
        "<p>3 min read</p>",
        "<p>Lesezeit: ca. 2 Minuten</p>",
    ],
)
def test_the_lines_that_say_when_and_by_whom_are_not_of_the_text(line: str) -> None:
    assert read("", before=line).startswith("Sand\n\nTwice a day")


@pytest.mark.parametrize(
    "line",
    [
        "<p>On March 1, 2024 the harbour was closed to all the ships that had come there for the winter.</p>",
        "<p>4 April 1871</p>",
        "<p>By then it was over.</p>",
        "<p>Copyrights are what this is about.</p>",
    ],
)
def test_a_first_line_that_says_more_is(line: str) -> None:
    assert line[3:-4] in read("", before=line)


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<div><img alt='The harbour at low tide, seen from the north'></div><p>The harbour at low tide, seen from the"
         " north. Photo: Ann</p>", 1),
        ("<picture><img alt='The harbour at low tide, seen from the north'></picture>" * 3, 1),
        ("<figure><img alt='The harbour at low tide, seen from it'><figcaption>Low tide</figcaption></figure>", 1),
        ("<p><img alt='the-harbour-at-low-tide-01'></p>", 0),
    ],
)  # fmt: skip
def test_the_words_of_a_picture_are_said_once(inner: str, wanted: int) -> None:
    text = read(inner).casefold().replace("-", " ")
    assert text.count("harbour at low tide") == wanted


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        ("<div role=img class=stars aria-label='4 out of 5 stars'><b>★</b></div>", "4 out of 5 stars"),
        ("<p>Taste <span class=stars aria-label='3,5 von 5 Sternen'></span> here</p>", "Taste 3,5 von 5 Sternen here"),
        ("<p>Taste <i class=rating title='4 étoiles sur 5'></i></p>", "Taste 4 étoiles sur 5"),
        ("<p>Taste <meter value=7 max=10></meter></p>", "Taste 7/10"),
        ("<p>Go <span role=img aria-label=rocket>🚀</span> on</p>", "Go 🚀 on"),
        ("<div role=img aria-label='The harbour at ebb' style='background:url(x)'></div>", "The harbour at ebb"),
        ("<p>See <a href=/x>it <svg role=img aria-label='External link 1'></svg></a></p>", "See it"),
        ("<ul><li>Rope <b role=img aria-label='4 of 5'></b></li></ul>", "Rope 4 of 5"),
        ("<table><tr><th>A<th>B</tr><tr><td>Rope<td aria-label='4 stars'></td></tr></table>", "Rope\t4 stars"),
    ],
)  # fmt: skip
def test_what_is_drawn_without_words_is_read_by_its_label(inner: str, wanted: str) -> None:
    assert read(inner).splitlines()[-1] == wanted


WORDS = "Twice a day the harbour empties, and every year a little less comes back to those who wait. "


def page(body: str) -> str:
    return parse_page(f"{HEAD}<body>{body}</body></html>".encode()).document.text


def test_the_text_of_a_page_that_a_script_would_show_is_read_from_its_description() -> None:
    body = f"{WORDS * 3}\\n{WORDS * 4}\\u0000\\ud800"
    said = f'{{"@type": "NewsArticle", "headline": "Sand", "articleBody": "{body}"}}'
    script = f"<script type='application/ld+json'>{said}</script>"
    text = page(f"<div id=root>Loading</div>{script}")
    assert text.startswith("Sand\n\nTwice a day")
    assert text.count("Twice a day") == 7
    assert page(f"<article><h1>Sand</h1><p>Shown: {WORDS * 6}</p></article>{script}").count("Shown") == 1


def test_the_inside_of_an_element_is_shown_though_it_is_a_template() -> None:
    inner = f"<template shadowrootmode=open><h1>Sand</h1><p>{WORDS * 3}</p></template>"
    assert page(f"<my-article>{inner}</my-article><template><p>no</p></template>").count("Twice a day") == 3


@pytest.mark.parametrize(
    ("price", "wanted"),
    [
        ("<b class=a-offscreen>$12.50</b><b aria-hidden=true><i>$</i><i>12</i><i>50</i></b>", "Costs $12.50 now."),
        ("<b aria-hidden=true><i>12</i><i>€</i></b><b class=sr-only>12 €</b>", "Costs 12 € now."),
        ("<b class=sr-only>12,5 Euro</b><b aria-hidden=true>12,50 €</b>", "Costs 12,50 € now."),
    ],
)
def test_what_is_drawn_in_pieces_is_read_as_it_is_spoken(price: str, wanted: str) -> None:
    assert wanted in page(f"<article><h1>Sand</h1><p>{WORDS * 3}</p><p>Costs {price} now.</p></article>")


def test_a_tab_that_is_not_shown_is_read_as_the_shown_one_is() -> None:
    tabs = f"<div role=tabpanel>One: {WORDS * 2}</div><div role=tabpanel hidden>Two: {WORDS * 2}</div>"
    assert "Two: Twice" in page(f"<article><h1>Sand</h1><p>{WORDS * 3}</p>{tabs}</article>")


@pytest.mark.parametrize(
    "form", ["<section id={id}><h2>{n}{title}</h2>{text}</section>", "<h2 id={id}>{n}{title}</h2>{text}"]
)
@pytest.mark.parametrize("number", ["", "4.2. "])
def test_a_section_that_is_named_after_its_heading_is_not_what_its_name_says(form: str, number: str) -> None:
    titles = ("Menus", "Comments in code", "Sponsor widgets", "Footer", "Related", "Sidebar popups")
    body = "".join(
        form.format(id=title.lower().replace(" ", "-"), n=number, title=title, text=f"<p>On {title} {PROSE[3:]}" * 3)
        for title in titles
    )
    text = parse_page(
        f"<html><title>Manual</title><body><h1>Manual</h1>{PROSE}{body}</body></html>".encode()
    ).document.text
    assert [title for title in titles if text.count(f"On {title}") != 3] == []
    assert text.count(number.strip() + " " if number else "Menus") >= 3


def test_comments_below_an_article_are_none_of_it_though_a_heading_says_so() -> None:
    comments = (
        f"<div id=comments><h2>Comments</h2>{PROSE * 3}Secret</div><div id=related><h2>Related</h2>{PROSE}Secret</div>"
    )
    assert "Secret" not in read("<h2>Sand</h2>", after=comments)


def test_a_page_of_declarations_is_more_than_its_heading() -> None:
    rows = "".join(f"<h3>Macro {n}</h3><pre>#define MACRO_{n} (x)</pre>" for n in range(9))
    head = "<table><tr><td><h1>The library of the harbour</h1></table>"
    page = f"<html><title>T</title><body>{head}<table><tr><td>{rows}</table>"
    assert "#define MACRO_8" in parse_page(page.encode()).document.text


PARTS = {
    "list": "<ul><li>Item {} of it</li></ul>",
    "links": "<p>These are the books:</p><ul><li><a href=https://elsewhere.example/{}>Book {} of sand</a></li></ul>",
    "link": "<p><a href=https://elsewhere.example/{}>Link {} to a page</a></p>",
    "address": "<p>Write to <a href=mailto:{}@sand.example>{}@sand.example</a>.</p>",
    "table": "<table><tr><th>Name</th><th>Sum</th></tr><tr><td>{}</td><td>4</td></tr></table>",
    "code": "<pre><code>x = {}</code></pre>",
    "note": "<aside><p>Aside {} of the sand, which is longer than a line of text.</p></aside>",
    "box": "<div class=infobox><b>Info:</b> Box {} of it.</div>",
    "price": "<div class=price-box><span class=price>€ 5 {}</span></div>",
    "short": "<p>Short {}.</p>",
    "picture": "<figure><img src=a.jpg alt=''><figcaption>Caption {} of it.</figcaption></figure>",
    "verse": "<p>Verse {},<br>second line.</p>",
    "card": "<div class=card><h5 class=card-title>Card</h5><p>Card {} text.</p></div>",
}


@pytest.mark.parametrize(
    "frame",
    ["{}", "<div class=paragraph>{}</div>", "<div class='block block-{kind}'>{}</div>", "<section>{}</section>"],
)
def test_no_part_of_an_article_is_lost_or_out_of_order(frame: str) -> None:
    parts = [part.replace("{}", f"tok{n}x") for n, part in enumerate(PARTS.values())]
    body = "".join(frame.format(part, kind=n % 3) for n, part in enumerate([PROSE, PROSE, *parts, PROSE]))
    text = page(f"<main><h1>Sand</h1>{body}</main>")
    places = [text.find(f"tok{n}x") for n in range(len(parts))]
    assert -1 not in places
    assert places == sorted(places)


ROWS = "".join(f"<tr><td>{n}</td><td><a href=/{n}>Harbour {n}</a></td><td>{n} m</td></tr>" for n in range(10, 30))
DATA = f"<table><tr><th>No</th><th>Name</th><th>Length</th></tr>{ROWS}</table>"


@pytest.mark.parametrize(
    "inner",
    [
        f"<section>{PROSE}</section><section>{DATA}</section><section>{PROSE}</section>",
        f"<header>{PROSE}</header><div class=body>{DATA}</div><div class=after>{PROSE}</div>",
        f"<div>{PROSE}</div><div class=wrap><div style='overflow:auto'>{DATA}</div></div><div>{PROSE}</div>",
    ],
)
def test_a_table_of_data_is_of_its_article_whatever_wraps_it(inner: str) -> None:
    assert "Harbour 29" in page(f"<article><h1>Harbours</h1>{inner}</article>")


SPOKEN = "".join(
    f"<div class=said><div class=header><a href=/m/{n}>Member {n}</a></div><div class=content>{PROSE}</div></div>"
    for n in range(5)
)


@pytest.mark.parametrize(
    ("inner", "kept"),
    [
        (SPOKEN, "Member 3"),
        (f"<section><h2>Abstract</h2><p>The abstract of it.</p></section><section><h2>One</h2>{PROSE * 3}</section>",
         "The abstract of it."),
        (f"<div class=sub>(a) {PROSE * 2}</div><div class=sub>(b) <p>Who takes it.</p></div>", "Who takes it."),
        (f"<div class=s><p class=num>1</p>{PROSE * 3}</div>", "1"),
        (f"<p><span class=no>(1)</span><span>The sand is ours.</span></p>{PROSE * 3}", "(1) The sand is ours."),
    ],
)  # fmt: skip
def test_what_stands_beside_the_pieces_of_an_article_and_is_as_they_are(inner: str, kept: str) -> None:
    assert kept in [line.strip() for line in page(f"<h1>Sand</h1>{inner}").split("\n")]


def test_a_name_of_other_articles_is_none_of_one() -> None:
    assert "also like" not in page(f"<article><h1>Sand</h1><div>{PROSE * 3}</div><h3>You may also like</h3></article>")


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("<p>On <time datetime=2024-03-01>1 March 2024</time> it was.</p>", "On 1 March 2024 it was."),
        ("<p>The <span class=tooltip>WHO<span class=tooltiptext>Secret words</span></span> said.</p>", "The WHO said."),
        (
            '<p><span style="display: block">Block one.</span><span style="display:block">Block two.</span></p>',
            "Block two.",
        ),
    ],
)
def test_a_line_that_looks_like_what_is_about_an_article_is_of_it(inner: str, shown: str) -> None:
    text = page(f"<article><h1>Sand</h1>{inner}{PROSE * 3}</article>")
    assert shown in text.split("\n")
    assert "Secret" not in text
