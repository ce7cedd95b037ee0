"""Web pages: what they say of themselves, and what of them is no text."""

from __future__ import annotations

import pytest

from reader.domain.document import BlockKind, Metadata
from reader.domain.errors import NotOpened
from reader.formats import parse
from reader.formats.html.page import declared_encoding, parse_page
from tests.formats.making import epub, word
from tests.formats.quality import Expected
from tests.formats.wellformed import check

SENTENCE = "The first paragraph of the article, long enough to be taken for the text of it by anybody who looks. "
TEXT = SENTENCE * 3


def page(body: str, head: str = "") -> bytes:
    article = f"<article><h1>Title</h1><p>{TEXT}</p>{body}</article>"
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{article}".encode()


@pytest.mark.parametrize(
    "body",
    [
        "<script>EVIL</script>",
        "<img src=x onerror=EVIL>",
        "<svg onload=EVIL><script>EVIL</script><title>EVIL</title><defs><text>EVIL</text></defs></svg>",
        "<noscript><p title='</noscript><img onerror=EVIL>'></noscript>",
        "<template><p>EVIL</p></template>",
        "<iframe srcdoc='EVIL'>EVIL</iframe>",
        "<object data=EVIL><embed src=EVIL></object>",
        "<style>@import url(EVIL)</style>",
        "<link rel=stylesheet href=EVIL><meta http-equiv=refresh content='0; url=EVIL'>",
        "<!-- EVIL --><?php EVIL ?>",
        "<form action=EVIL><input value=EVIL><textarea>EVIL</textarea><button>EVIL</button></form>",
        f"<p data-x='{'EVIL' * 100_000}'></p>",
        "<script>EVIL",
    ],
    ids=range(13),
)
def test_what_is_active_or_unseen_is_no_text(body: str) -> None:
    document = parse_page(page(body)).document
    check(document)
    assert document.text.startswith("Title\n\nThe first paragraph")
    assert "EVIL" not in document.text
    assert not document.marks


def test_links_that_run_something_are_told_as_they_are() -> None:
    document = parse_page(page(f'<p>{TEXT}<a href="javascript:alert(1)">here</a></p>')).document
    assert [mark.value for mark in document.marks] == ["javascript:alert(1)"]


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaa"><!ENTITY x "&a;&a;&a;&a;">]>',
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_entities_are_neither_fetched_nor_expanded(head: str) -> None:
    body = (
        '<p>One &x; two</p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname" parse="text"/>'
    )
    assert parse_page(f"{head}<html><body>{body}</body></html>".encode()).document.text == "One &x; two"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b'<meta charset="utf-8">', "utf-8"),
        (b"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=ISO-8859-1'>", "ISO-8859-1"),
        (b'<?xml version="1.0" encoding="windows-1251"?>', "windows-1251"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<p>charset=x", ""),
    ],
)
def test_what_a_page_declares(data: bytes, encoding: str) -> None:
    assert declared_encoding(data) == encoding


def test_the_server_is_believed_before_the_page_and_a_mark_before_both() -> None:
    data = '<!doctype html><meta charset="utf-8"><p>Да'.encode("cp1251")
    assert parse_page(data, charset="windows-1251").document.text == "Да"
    assert parse_page(b"\xef\xbb\xbf" + "<p>Да".encode(), charset="windows-1251").document.text == "Да"


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ('<meta name="author" content="By Ana B and Cy D">', Metadata("Title", ("Ana B", "Cy D"))),
        ('<meta property="article:published_time" content="2026-03">', Metadata("Title", date="2026-03")),
        ('<meta property="og:title" content="Another"><link rel="canonical" href="javascript:x">', Metadata("Another")),
        ('<meta name="date" content="yesterday">', Metadata("Title")),
        (
            LD.format('{"@graph": [{"@type": ["Report"], "author": [{"name": "Ana"}, "Cy"]}]}'),
            Metadata("Title", ("Ana", "Cy")),
        ),
        (LD.format('{"@type": "Article", "headline": 7, "author": null}'), Metadata("Title")),
        (LD.format("[" * 100_000), Metadata("Title")),
    ],
    ids=range(7),
)
def test_what_pages_say_of_themselves(head: str, wanted: Metadata) -> None:
    assert parse_page(page("", head)).metadata == wanted


def test_the_canonical_address_is_read_against_the_page() -> None:
    head = '<link rel="canonical" href="/x">'
    assert parse_page(page("", head), "https://a.b/c?d").metadata.url == "https://a.b/x"
    assert parse_page(page(""), "https://a.b/c?d").metadata.url == "https://a.b/c?d"


def test_a_page_of_some_lines_is_read_whole() -> None:
    body = "<nav>Menu</nav><h1>Big</h1><p>Para one. Para two.</p><pre>x = 1\ny</pre><p>Last.</p>"
    text = parse_page(f"<html><head><title>T</title></head><body>{body}</body></html>".encode()).document.text
    assert text == "Big\n\nPara one. Para two.\n\nx = 1\ny\n\nLast."


def test_a_page_in_which_nothing_is_found_is_shown_without_its_frame() -> None:
    document = parse_page(b"<nav>Menu</nav><p>Short.</p><footer>Foot</footer>").document
    assert document.text == "Short."


@pytest.mark.parametrize("data", [b"<html></html>", b"<!doctype html><script>x</script>", bytes(range(256)) * 40])
def test_pages_without_text_are_refused(data: bytes) -> None:
    with pytest.raises(NotOpened):
        parse_page(data)


BOOK = Expected("T", ["A"], "2020", "en", "", [("heading", "One"), ("paragraph", TEXT.strip())])


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [(page(""), "", "html"), (epub(BOOK, "epub3"), "b.epub", "epub"), (word(BOOK), "b.docx", "docx")],
    ids=["html", "epub", "docx"],
)
def test_every_format_goes_through_the_child(data: bytes, name: str, form: str) -> None:
    parsed = parse(data, name=name)
    assert parsed.format == parsed.document.parser == form
    assert TEXT.strip() in parsed.document.text


def test_what_stands_in_a_comment_declares_nothing() -> None:
    assert declared_encoding(b'<!-- <meta charset="latin-1"> --><meta charset=utf-8>') == "utf-8"
    assert declared_encoding(b'<!-- <meta charset="latin-1">') == ""
    assert declared_encoding(b"<script>a = '<meta charset=gbk>'</script><title>On <meta charset=gbk></title>") == ""


NAMES = [
    "l-sidebar-fixed",
    "TOC_TITLE_0",
    "widget-content",
    "related-links",
    "share-box",
    "comments",
    "promo",
    "nav-wrap",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pieces", [1, 6])
def test_what_holds_most_of_the_words_is_the_article_whatever_it_is_called(name: str, pieces: int) -> None:
    body = "".join(
        f"<div class='{name}'><h2>Part {part}</h2>{''.join(f'<p>{part}-{n}: {SENTENCE}</p>' for n in range(8))}</div>"
        for part in range(pieces)
    )
    html = (
        f"<html><title>Sand</title><body><nav><a href=/>Home</a></nav><main><h1>Sand</h1>{body}</main>"
        "<footer><p>Copyright of somebody, all rights reserved by them in all the countries.</p></footer></body></html>"
    )
    text = parse_page(html.encode()).document.text
    assert all(f"{part}-{n}:" in text for part in range(pieces) for n in range(8))
    assert "Copyright" not in text
    assert "Home" not in text


def test_the_lead_between_a_heading_and_its_article_is_kept() -> None:
    html = (
        "<html><title>Sand</title><body><header><h1>Sand</h1><p class=standfirst>Twice a day the harbour empties, and"
        " every year a little less comes back.</p></header>"
        f"<div class=content>{f'<p>{SENTENCE}</p>' * 9}</div></body></html>"
    )
    assert "Twice a day the harbour empties" in parse_page(html.encode()).document.text


def test_comments_that_are_longer_than_the_article_are_left_out() -> None:
    comments = "".join(f"<li class=comment><p>I say {n}: {SENTENCE}</p></li>" for n in range(40))
    html = (
        f"<html><title>Sand</title><body><main><article><h1>Sand</h1>{f'<p>{SENTENCE}</p>' * 4}</article>"
        f"<div id=comments><ol>{comments}</ol></div></main></body></html>"
    )
    text = parse_page(html.encode()).document.text
    assert SENTENCE.strip() in text
    assert "I say" not in text


ARTICLE = f"<p>{SENTENCE}</p>" * 8


def article(inner: str) -> str:
    html = f"<html><title>Sand</title><body><main><article><h1>Sand</h1>{ARTICLE}{inner}</article></main></body></html>"
    return parse_page(html.encode()).document.text


@pytest.mark.parametrize(
    "inner",
    [
        "<p>Related: <a href=/a>Something else that was published here</a></p>",
        "<h3><a href=/a>Lesen Sie auch: Etwas ganz anderes von gestern</a></h3>",
        "<p><a href=/a>A SECRET THAT WAS PUBLISHED IN CAPITALS</a></p>",
        "".join(f"<p><a href=/{number}>{number} other secrets</a></p>" for number in range(3)),
        "<div class=post-author><h4>Ann</h4><p>Ann writes secrets of her life in a box below her articles.</p></div>",
        "<div class='entry-author-bio'><p>Ann writes secrets of her life in a box below her articles.</p></div>",
        "<p>© 2024 A secret company, all rights reserved.</p>",
        "<div><h4>Über den Autor</h4><p>Anna Blau schreibt seit vielen Jahren über den Sand, secret.</p></div>",
        "<h3>À propos de l’auteur</h3><p>Anne Bleu écrit depuis longtemps sur le sable, secret.</p>",
        "<p>Newsletter abonnieren, secret</p>",
        "<div class=newsletter-signup><p>Put your secrets into our letter.</p><input></div>",
        "<section class=related-posts><p>A secret of another article, with what it says.</p></section>",
        "<p>The sand <span class='tooltip-body'>secret of a word</span> moves.</p>",
        "<p>Filed under: <a href=/c>Secret</a>, <a href=/d>Sea</a></p>",
        "<p>Schlagwörter: <a href=/c>Secret</a>, <a href=/d>Sea</a></p>",
        "<p><a href=/next>Next: the secrets of the sea →</a></p>",
        "<p>Click here to comment on the secret</p>",
        "<p>This entry was posted in Secrets. Bookmark the permalink.</p>",
        "<p>Posted on May 6, 2024 in <a href=/c>Secrets</a></p>",
        "<div data-component=byline-block><span>Ann</span> <span>secret reporter</span></div>",
    ],
)
def test_what_is_set_into_an_article_and_is_not_of_it(inner: str) -> None:
    text = article(inner).casefold()
    assert "secret" not in text
    assert "etwas ganz anderes" not in text
    assert "something else" not in text


@pytest.mark.parametrize(
    "inner",
    [
        "<div class=social-embed><blockquote><p>Words that somebody wrote, and that are quoted.</p></blockquote></div>",
        "<aside class=pullquote><p>Words that are set large beside the text.</p></aside>",
        "<aside class='admonition note'><p>Words of a warning to the reader.</p></aside>",
        "<section class=ingredients><ul><li><a href=/a>Words</a>, 1 cup</li><li><a href=/b>Salt</a>, a pinch</li>"
        "<li>Sand, a spoon of it</li></ul></section>",
        "<div class=page>Words of the first page of two. " + SENTENCE + "</div><div class='page hidden' "
        "style='display:none'>Words of the second page of two. " + SENTENCE + "</div>",
        "<pre>words = of(code)</pre>",
    ],
)  # fmt: skip
def test_what_is_of_an_article_though_it_looks_otherwise(inner: str) -> None:
    text = article(inner)
    assert "ords" in text
    assert text.count("ords of the") == inner.count("ords of the")


def test_an_article_that_is_a_table_keeps_what_stands_about_it() -> None:
    rows = "".join(f"<tr><td>Harbour {number}<td>It was here that {SENTENCE}" for number in range(40))
    html = (
        f"<html><title>Harbours</title><body><main><h1>Harbours</h1><p>These are those that move. {SENTENCE}</p>"
        f"<table>{rows}</table><h2>See also</h2><ul><li>Lakes</ul><h2>Notes</h2><p>{SENTENCE}</p></main></body>"
    )
    text = parse_page(html.encode()).document.text
    places = [text.index(words) for words in ("These", "Harbour 0", "Harbour 39", "See also", "Lakes", "Notes")]
    assert places == sorted(places)


def test_a_formula_of_its_own_between_paragraphs_is_of_the_article() -> None:
    assert "\\sum x" in article("<p>Thus</p><script type='math/tex; mode=display'>\\sum x</script><p>holds.</p>")


def test_tables_that_say_something_of_what_they_link_to_are_of_an_article() -> None:
    rows = "".join(f"<tr><td>{n}</td><td><a href=/{n}>Harbour number {n}</a></td><td>{n}</td></tr>" for n in range(40))
    assert "Harbour number 39" in article(f"<table>{rows}</table>")


@pytest.mark.parametrize("tag", ["dialog", "button", "label", "li", "td", "form", "aside", "footer", "nav"])
def test_what_holds_most_of_the_words_is_the_article_whatever_element_it_is(tag: str) -> None:
    text = parse_page(
        f"<html><title>Sand</title><body><p>Home</p><{tag}>{ARTICLE}</{tag}></body>".encode()
    ).document.text
    assert text.count(SENTENCE.strip()) == 8


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            "<div><svg><g><text>Sea <tspan>level</tspan></text><text>12</text><text>Tide</text></g></svg></div>",
            "Sea level · Tide",
        ),
        ("<p>Turn <svg><text>Left</text></svg> there.</p>", "Turn Left there."),
        ("<a href=x><svg><text>Menu</text></svg></a>", ""),
        ("<svg><defs><text>Never drawn</text></defs><text>1</text></svg>", ""),
        ("<svg><foreignObject><div>A box</div></foreignObject></svg>", "A box"),
        ("<div class=lazy></div><noscript><img src=a.jpg alt='A boat at sea'></noscript>", "A boat at sea"),
        ("<figure><img data-src=a.jpg><noscript><img src=a.jpg alt='A boat'></noscript></figure>", "A boat"),
        ("<div><img alt='A boat at sea'><noscript><img alt='The same boat'></noscript></div>", "A boat at sea"),
        ("<noscript>Please switch scripts on. <img alt='A boat at sea'></noscript>", ""),
    ],
)
def test_words_of_drawings_and_of_pictures_that_a_script_would_load_are_read(body: str, shown: str) -> None:
    text = parse_page(page(f"{body}<p>{TEXT}</p>")).document.text
    assert text.split("\n\n")[2:-1] == ([shown] if shown else [])


@pytest.mark.parametrize(
    "body",
    [
        "<body><div id=app></div><noscript>{}</noscript>",
        "<frameset><frame src=a><noframes>{}</noframes></frameset>",
        "<frameset><frame src=a><frameset><frame src=b></frameset><noframes><body>{}</body></noframes></frameset>",
    ],
)
def test_what_is_there_for_programs_without_scripts_or_frames_may_be_all(body: str) -> None:
    html = f"<html><head><title>T</title></head>{body.format(f'<p>{TEXT}</p>' * 9)}</html>"
    assert parse_page(html.encode()).document.text.count(TEXT.strip()) == 9


def test_a_page_of_frames_says_so() -> None:
    frames = "<frameset><frame src=menu.html><frame src=text.html><noframes>Get a browser.</noframes></frameset>"
    with pytest.raises(NotOpened, match="page of frames") as refused:
        parse_page(f"<html><head><title>T</title></head>{frames}</html>".encode(), "https://example.org/a/")
    assert refused.value.do == "open one of them: https://example.org/a/menu.html, https://example.org/a/text.html"


@pytest.mark.parametrize(
    "inner",
    [
        f"<p>{TEXT}</p><aside class=topic><p class=topic-title>Words one</p><p>{TEXT}</p></aside><p>{TEXT}</p>",
        f"<p>{TEXT}</p><aside class=sidebar><p class=sidebar-title>Words one</p><p>{TEXT}</p></aside><h2>On</h2>",
        f"<dl class=docinfo><dt class=author>Words one</dt><dd class=author>Ann Other</dd></dl><p>{TEXT}</p>",
    ],
)
def test_what_an_author_sets_aside_in_the_text_is_of_it(inner: str) -> None:
    head = "<html><head><title>Sand</title><meta name=author content='Ann Other'></head>"
    text = parse_page(f"{head}<body><main><h1>Sand</h1>{inner}{ARTICLE}</main></body></html>".encode()).document.text
    assert "Words one" in text
    assert "Ann Other" in text or "Ann Other" not in inner


def test_the_line_below_a_heading_that_goes_on_with_it_is_read() -> None:
    line = "<div class=x><div><h2 class='my-subtitle y'>How it came</h2></div><div>Ann · 5 min read</div></div>"
    html = f"<html><title>Sand</title><body><article><h1>Sand</h1>{line}{ARTICLE}</article></body></html>"
    assert parse_page(html.encode()).document.text.startswith("Sand\n\nHow it came\n\n")


@pytest.mark.parametrize(
    "twin", ["<div class=onlyprint><h1>Sand</h1><h2>Contents</h2></div>", "<a class='back-to-top x' href='#'>Up</a>"]
)
def test_what_is_there_for_paper_or_leads_to_the_top_is_not_read(twin: str) -> None:
    html = f"<html><title>Sand</title><body><main>{twin}<h1>Sand</h1>{ARTICLE}</main></body></html>"
    assert parse_page(html.encode()).document.text.startswith("Sand\n\nThe")


@pytest.mark.parametrize(
    ("script", "shown"),
    [
        ("<script src=https://cdn.example/mathjax@3/tex-chtml.js></script>", "a_1 and $b$ and c and d = e or $5."),
        ("<script>MathJax = {tex: {inlineMath: [['$','$']]}}</script>", "a_1 and b and c and d = e or $5."),
        ("<script>renderMathInElement(katex, {delimiters: [{left: '$', right: '$'}]})</script>",
         "a_1 and b and c and d = e or $5."),
        ("", r"\(a_1\) and $b$ and $$c$$ and \begin{equation}d = e \label{x}\end{equation} or $5."),
    ],
)  # fmt: skip
def test_formulas_that_a_script_would_set_lose_the_signs_about_them(script: str, shown: str) -> None:
    tex = r"\(a_1\) and $b$ and $$c$$ and \begin{equation}d = e \label{x}\end{equation} or $5."
    html = f"<html><head>{script}</head><body><p>{tex}</p><pre>\\(x\\)</pre><p>{TEXT}</p></body></html>"
    text = parse_page(html.encode()).document.text
    assert shown in text
    assert r"\(x\)" in text


@pytest.mark.parametrize(
    ("listing", "shown"),
    [
        ("<div class=code-toolbar><pre class=language-js><code>a = 1\n  b</code></pre><p class=toolbar>Copy</p></div>",
         "a = 1\n  b"),
        ("<div class=x-listing><div class=x_data><a href='data:text/plain;base64,YQ=='>⬇</a></div>"
         "<div class=x_listingline><span class='x_tag x_tag_listingline'>1</span>a = 1</div>"
         "<div class=x_listingline><span class='x_tag x_tag_listingline'>2</span><span>  </span>b</div></div>",
         "a = 1\n  b"),
        ("<table><tr><td><div><div>1</div><div>2</div></div></td><td><div><div class=x-code-line>a = 1</div>"
         "<div class=x-code-line>  b</div></div></td></tr></table>", "a = 1\n  b"),
        ("<pre class=src><span class=linenr>1: </span>a = 1\n<span class=linenr>2: </span>  b\n</pre>", "a = 1\n  b"),
        ("<div class=output><pre>42</pre></div>", "42"),
    ],
)  # fmt: skip
def test_listings_as_programs_write_them_are_code(listing: str, shown: str) -> None:
    document = parse_page(page(f"<p>{SENTENCE}</p>{listing}<p>{SENTENCE}</p>")).document
    assert [one.span.of(document.text) for one in document.blocks if one.kind == BlockKind.CODE] == [shown]


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("<div><input type=radio><input type=radio><div><label>One</label><label>Two</label></div>"
         "<div><p>first</p></div><div><p>second</p></div></div>", ["One Two", "first", "second"]),
        ("<div><ul role=tablist><li role=tab>One</li></ul><div role=tabpanel><p>first</p></div>"
         "<div role=tabpanel hidden><pre>second</pre></div></div>", ["One", "first", "second"]),
        ("<figure><img src=b.png alt='A boat'><figcaption aria-hidden=true>A boat</figcaption></figure>", ["A boat"]),
        ("<p>Thus <span class=arithmatex>\\(x^2\\)</span> is.</p>", ["Thus x^2 is."]),
        ("<p>Thus <math-renderer class=js-inline-math>$x^2$</math-renderer> is.</p>", ["Thus x^2 is."]),
        ("<div class=sidebarblock><div class=title>Side</div><p>Words of it.</p></div>", ["Side", "Words of it."]),
    ],
)  # fmt: skip
def test_what_programs_for_documentation_write_is_read_once(inner: str, shown: list[str]) -> None:
    text = parse_page(page(f"{inner}<p>{TEXT}</p>")).document.text
    assert text.split("\n\n")[2:-1] == shown


def test_a_section_like_the_one_before_it_is_of_the_article_though_it_is_short() -> None:
    one = f"<section class=abstract><h2>Abstract</h2><p>{TEXT}</p></section>"
    two = "<section id=s><h2>Introduction</h2><p>Sand moves, as the pilots of the harbour have said.</p></section>"
    html = f"<html><title>Sand</title><body><main><h1>Sand</h1><section>{one}{two}</section></main></body></html>"
    assert "Sand moves" in parse_page(html.encode()).document.text


@pytest.mark.parametrize(
    ("fold", "shown"),
    [
        (f"<h2><button>What moves?</button></h2><div hidden><p>{SENTENCE}</p></div>", True),
        (f"<button aria-expanded=false>What moves?</button><div hidden><p>{SENTENCE}</p></div>", True),
        (f"<div><button aria-controls=a>What moves?</button></div><div id=a hidden>{SENTENCE}</div>", True),
        ("<button aria-expanded=false>What moves?</button><ul><li><a href=/a>Another page of the site</a></ul>", False),
        (f"<nav><button aria-expanded=false>What moves?</button><p>{SENTENCE}</p></nav>", False),
        (f"<button>What moves?</button><p>{SENTENCE}</p>", False),
    ],
)
def test_a_button_that_unfolds_a_part_of_the_text_is_its_title(fold: str, shown: bool) -> None:
    text = parse_page(page(f"{fold}<p>{TEXT}</p>")).document.text
    assert ("What moves?" in text) == shown
    assert not shown or f"What moves?\n\n{SENTENCE.strip()}" in text


def test_notes_of_slides_whose_links_have_a_stroke() -> None:
    notes = "<ol><li id=fn1><p>The note. <a href='#/ref1'>↩︎</a></p></ol>"
    notes = f"<section class=footnotes role=doc-endnotes>{notes}</section>"
    slide = f"<section><h2>Sand</h2><p>{TEXT}<a href='#/fn1' id=ref1 role=doc-noteref><sup>1</sup></a></p></section>"
    html = f"<html><title>T</title><body><div class=slides><section><h1>T</h1></section>{slide * 2}{notes}</div></body>"
    document = parse_page(html.encode()).document
    assert document.text.endswith("\n\nThe note.")
    assert document.blocks[-1].kind is BlockKind.FOOTNOTE


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ("<p>Thus <span><span style='display: none'><math alttext='{\\displaystyle x^2}'><mi>x</mi></math></span>"
         "<img alt='{\\displaystyle x^2}'></span> is.</p>", ["Thus x^2 is."]),
        ("<p>A <span><span>1</span><span class=sr-only>/</span><span>4</span></span> cup.</p>", ["A 1/4 cup."]),
        (f"<div class=desktop-only>{SENTENCE}</div><div class=mobile-only>{SENTENCE}</div>", [SENTENCE.strip()]),
        (f"<p class=mobile>{SENTENCE}</p><p>Something else.</p>", [SENTENCE.strip(), "Something else."]),
    ],
)  # fmt: skip
def test_of_two_forms_of_one_thing_one_is_read(inner: str, shown: list[str]) -> None:
    text = parse_page(page(f"{inner}<p>{TEXT}</p>")).document.text
    assert text.split("\n\n")[2:-1] == shown


@pytest.mark.parametrize("name", ["sidebar", "newsletter", "comments", "modal", "cookie-box", "x-footer", "sr-only"])
@pytest.mark.parametrize("way", ["", "style='display:none'", "hidden", "aria-hidden=true"])
def test_what_is_all_of_a_page_is_read_whatever_it_is_called_and_however_it_is_hidden(name: str, way: str) -> None:
    html = f"<html><title>Sand</title><body><p>Home</p><div class='{name}' {way}>{ARTICLE * 2}</div></body>"
    assert parse_page(html.encode()).document.text.count(SENTENCE.strip()) == 16


def test_the_heading_of_what_holds_most_of_the_words_is_kept_with_it() -> None:
    entries = "".join(
        f"<dt>[B{n}]</dt><dd>Ek, B., Moving sand, volume {n}, of the harbour, 1990.</dd>" for n in range(12)
    )
    parts = "".join(
        f"<div><section><h2>{n}. Part</h2><p>{'It moves, and rests. ' * 6}</p></section></div>" for n in (1, 2)
    )
    page = f"<h1>RFC 1</h1><h1>Sand</h1>{parts}<section><h2>3. Works</h2><dl class=references>{entries}</dl></section>"
    text = parse_page(f"<html><head><title>RFC 1: Sand</title></head><body>{page}</body></html>".encode()).document.text
    assert all(one in text for one in ("RFC 1", "Sand\n", "1. Part", "2. Part", "3. Works", "[B11]"))
