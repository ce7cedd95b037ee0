"""Pages as programs write them: listings, tables and lists that scripts, roles and style sheets make what they are."""

from __future__ import annotations

import plistlib

import pytest

from reader.domain.document import BlockKind, Document
from reader.domain.errors import NotOpened
from reader.formats import parse
from reader.formats.html.page import parse_page

PROSE = (
    "<p>Twice a day the harbour empties, and every year a little less comes back, as those know who have lived beside"
    " it long enough, and who have seen the sand move from the one side of the bar to the other.</p>"
)


def document(inner: str, head: str = "") -> Document:
    page = f"<html lang=en><head><title>Sand</title>{head}</head><body><article><h1>Sand</h1>{PROSE * 3}{inner}{PROSE}"
    return parse_page(page.encode()).document


def blocks(inner: str, kind: BlockKind, head: str = "") -> list[str]:
    found = document(inner, head)
    return [found.text[block.span.start : block.span.end] for block in found.blocks if block.kind is kind]


@pytest.mark.parametrize(
    "listing",
    [
        '<div class="fragment"><div class=line>if a:</div><div class=line>&#160;&#160;b()</div></div>',
        '<div class=geshi><ol><li class=li1><div class="de1">if a:</div></li><li class=li2><div class=de2>&nbsp; '
        "b()</div></li></ol></div>",
        "<div><div><div>1</div><pre class=CodeMirror-line><span>if a:</span></pre></div><div><div>2</div>"
        "<pre class=CodeMirror-line><span>  b()</span></pre></div></div>",
        "<pre><span style='display:block'>if a:</span><span style='display:block'>  b()</span></pre>",
        "<pre><code><span class=line>if a:</span><span class=line>  b()</span></code></pre>",
        "<textarea readonly>if a:\n  b()</textarea>",
        "<div><pre class=lines>1\n2\n</pre><pre>if a:\n  b()</pre></div>",
        "<table><tr><th colspan=2>a.py</th></tr><tr><td><div><pre>1\n2</pre></div></td><td><div><pre>if a:\n  b()</pre>"
        "</div></td></tr></table>",
    ],
)
def test_lines_that_are_elements_are_lines_of_one_listing(listing: str) -> None:
    assert blocks(listing, BlockKind.CODE) == ["if a:\n  b()"]


def test_numbers_that_are_no_lines_numbers_stay() -> None:
    assert blocks("<pre>1\n2\n4</pre><pre>a\nb\nc</pre>", BlockKind.CODE) == ["1\n2\n4", "a\nb\nc"]
    assert (
        blocks("<div class=x><div class=line>A verse.</div><div class=line>Another.</div></div>", BlockKind.CODE) == []
    )


def test_a_table_may_be_one_by_its_roles() -> None:
    rows = '<div role="row"><span role=columnheader>a</span><span role=columnheader>b</span></div>'
    body = "<div role=rowgroup><div role=row><span role=cell>1</span><span role=cell>2</span></div></div>"
    assert blocks(f"<div role=table>{rows}{body}</div>", BlockKind.TABLE) == ["a\tb\n1\t2"]


@pytest.mark.parametrize(
    ("sheet", "signs"),
    [
        ("ol.r{list-style-type:upper-roman}", ["I.", "II."]),
        ("/* x */ .terms ol{margin:0;list-style:lower-alpha outside}", ["a.", "b."]),
        ("ol.r>li:before{content:'(' counter(i, lower-roman) ') '}", ["(i)", "(ii)"]),
        (".other ol{list-style-type:lower-alpha}", ["", ""]),
        ("ol.r>li::before{content:counter(i) '. '}", ["", ""]),
        ("ol.r{list-style-type:", ["", ""]),
    ],
)
def test_style_sheets_say_how_lists_are_numbered(sheet: str, signs: list[str]) -> None:
    items = "<div class=terms><ol class=r><li>One</li><li>Two</li></ol></div>"
    found = document(items, f"<style>{sheet}</style>")
    assert [block.sign for block in found.blocks if block.kind is BlockKind.ITEM] == signs


def test_counters_of_all_levels_number_as_laws_do() -> None:
    sheet = "<style>ol{counter-reset:i}ol>li:before{content:counters(i,'.') ' ';counter-increment:i}</style>"
    found = document("<ol><li>One<ol><li>Two</li><li>Three</li></ol></li><li>Four</li></ol>", sheet)
    assert [block.sign for block in found.blocks if block.kind is BlockKind.ITEM] == ["1.", "1.1", "1.2", "2."]


def test_what_is_streamed_is_put_in_its_place() -> None:
    later = "<div hidden id='S:0'><p>It came later.</p></div><script>$RC('B:0','S:0')</script>"
    text = document(f"<template id='B:0'></template><p>Behind it.</p>{PROSE}{later}").text
    assert text.index("It came later.") < text.index("Behind it.")


def test_the_page_of_a_frame_is_read_where_it_has_a_sentence() -> None:
    page = "&lt;p&gt;The words of the frame are here.&lt;/p&gt;&lt;script&gt;EVIL&lt;/script&gt;"
    text = document(f"<iframe srcdoc='{page}'></iframe>").text
    assert "The words of the frame are here." in text
    assert "EVIL" not in text


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("<p>Press <button>Save</button> to keep it.</p>", "Press Save to keep it."),
        ("<p>Press it. <button>Share</button></p>", "Press it."),
        ("<div class='alert alert-info' role=alert>Mind the sand.</div>", "Mind the sand."),
        ("<section id=toc><h2>Toc</h2>" + PROSE * 2 + "</section>", "Toc"),
        ("<div class=wp-block-gallery><figure><img src=a><figcaption>The sand at noon.</figcaption></figure></div>",
         "The sand at noon."),
        ("<figure><img src=a><figcaption>The sand at noon.</figcaption></figure>", "The sand at noon."),
    ],
)  # fmt: skip
def test_what_is_of_the_text_though_it_is_called_otherwise(line: str, shown: str) -> None:
    assert shown in [paragraph.strip() for paragraph in document(line).text.split("\n\n")]


@pytest.mark.parametrize(
    "end",
    [
        "</body></html><p>Behind the end.</p>",
        "</BODY></HTML>\n<html><head><title>B</title></head><body><p>Behind the end.</p></body></html>",
        "</body><div><p>Behind the end.</p></div></html>",
        "</body>Behind the end.</html>",
    ],
)
def test_a_page_goes_on_behind_its_end(end: str) -> None:
    body = f"<html><head><title>Sand</title></head><body><h1>Sand</h1>{PROSE * 2}"
    assert "Behind the end." in parse_page(f"{body}{end}".encode(), whole=True).document.text
    longer = end.replace("Behind the end.", f"Behind the end. {PROSE[3:-4]}")
    assert "Behind the end." in parse_page(f"{body}{longer}".encode()).document.text


@pytest.mark.parametrize("form", [plistlib.FMT_BINARY, plistlib.FMT_XML])
def test_a_page_that_safari_saved_is_that_page(form: plistlib.PlistFormat) -> None:
    page = f"<html><title>Sand</title><h1>Sand</h1>{PROSE * 3}<p>Käse.".encode("latin-1")
    main = {
        "WebResourceData": page,
        "WebResourceURL": "https://sand.example/one",
        "WebResourceTextEncodingName": "latin1",
    }
    parsed = parse(plistlib.dumps({"WebMainResource": main}, fmt=form), name="one.webarchive")
    assert parsed.document.text.endswith("Käse.")
    assert parsed.metadata.url == "https://sand.example/one"


@pytest.mark.parametrize("data", [b"bplist00 WebMainResource", plistlib.dumps({"WebMainResource": [1]})])
def test_what_is_no_saved_page_is_refused(data: bytes) -> None:
    with pytest.raises(NotOpened):
        parse(data, name="one.webarchive")


SQUARE = "&lt;math&gt;&lt;msup&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;mn&gt;2&lt;/mn&gt;&lt;/msup&gt;&lt;/math&gt;"


@pytest.mark.parametrize(
    "drawn",
    [
        f"<span class=MathJax data-mathml='{SQUARE}'><nobr aria-hidden=true><span>x</span><span>2</span></nobr></span>",
        f"<span class=MathJax_SVG data-mathml='{SQUARE}'><svg aria-hidden=true></svg></span>",
        f"<span class=MathJax data-mathml='{SQUARE}'><nobr>x2</nobr></span><script type=math/tex>x^2</script>",
        "<mjx-container data-latex='x^2'><mjx-math aria-hidden=true><mjx-c></mjx-c></mjx-math></mjx-container>",
        "<mjx-container aria-label='x^2'><svg role=img></svg></mjx-container>",
        "<svg role=img aria-label='x^2'><title>x^2</title><path d=''></path></svg>",
        "<img src=x.gif title='x^2'>",
        "<span class=katex><span class=katex-html aria-hidden=true><span>x^2</span></span></span>",
        "<script type=math/tex>% <![CDATA[\nx^2 %]]></script>",
    ],
)
def test_a_formula_that_was_drawn_and_saved_is_read_from_its_source(drawn: str) -> None:
    assert "So x^2 holds." in " ".join(document(f"<p>So {drawn} holds.</p>").text.split())


def test_the_name_of_a_picture_is_no_formula() -> None:
    assert "IMG_0" not in document("<p>So <img src=x.gif title='IMG_0'> holds.</p>").text


@pytest.mark.parametrize(
    "cell", ["<h4>{}</h4>", "<figure><img src=a><figcaption>{}</figcaption></figure>", "<form>{}</form>"]
)
def test_a_table_with_heads_is_one_whatever_is_in_its_cells(cell: str) -> None:
    rows = "".join(f"<tr><td>{n}</td><td>{cell.format(f'Sand {n}')}</td></tr>" for n in range(2))
    table = f"<table><tr><th>No</th><th>What</th></tr>{rows}</table>"
    assert [" ".join(one.split()) for one in blocks(table, BlockKind.TABLE)] == ["No What 0 Sand 0 1 Sand 1"]


def test_a_bullet_in_an_element_of_its_own_is_the_items() -> None:
    items = "".join(
        f'<li style="list-style-type:none"><span class=tag>{sign}</span> <div><p>{text}</p></div></li>'
        for sign, text in (("•", "reeds"), ("–", "eels"))
    )
    assert blocks(f"<ul>{items}</ul>", BlockKind.ITEM) == ["reeds", "eels"]


def test_the_number_of_a_work_stands_before_its_title() -> None:
    works = "".join(
        f"<div class=entry><div class=left>[{n}] </div><div>{w}</div></div>"
        for n, w in ((1, "On sand."), (2, "On tides."))
    )
    found = blocks(works, BlockKind.PARAGRAPH)
    assert "[1] On sand." in found
    assert "[2] On tides." in found


@pytest.mark.parametrize("named", [True, False])
def test_pictures_of_a_gallery_have_captions_that_are_read_once(*, named: bool) -> None:
    said = ("The bar at low tide", "The harbour as it was in 1890")
    items = "".join(
        f"<li class=gallerybox><div class=thumb><span><img{f' alt={one!r}' if named else ''}></span></div>"
        f"<div class=gallerytext>{one}</div></li>"
        for one in said
    )
    assert blocks(f"<ul class='gallery wide'>{items}</ul>", BlockKind.ITEM) == list(said)


def test_parts_of_a_listing_that_have_names_are_lines() -> None:
    listing = "<pre><span id=a1>if a:<br>&nbsp; b()</span><span id=a2>c()</span></pre>"
    assert blocks(listing, BlockKind.CODE) == ["if a:\n\xa0 b()\nc()"]


def test_lines_are_of_a_listing_whose_style_says_so() -> None:
    lines = '<div class="de1">if a:</div><div class="de2">&nbsp; b()</div>'
    assert blocks(f"<div style='font-family:monospace'>{lines}</div>", BlockKind.CODE) == ["if a:\n  b()"]


def test_boxes_that_a_style_draws_are_ticked_or_not() -> None:
    tasks = "<ul class=inline-task-list><li class=checked><span>oil it</span></li><li>turn it</li></ul>"
    drawn = "<ul class=to-do-list><li><div class='checkbox checkbox-on'></div> <span>oil it</span></li></ul>"
    mixed = "<ul class=contains-task-list><li><input type=checkbox> oil it</li><li>turn it</li></ul>"
    for inner, boxes in ((tasks, [True, False]), (drawn, [True]), (mixed, [False, None])):
        found = document(inner)
        assert [one.checked for one in found.blocks if one.kind is BlockKind.ITEM] == boxes


def test_lists_whose_class_says_how_deep_they_are_stand_in_each_other() -> None:
    levels = "".join(f"<ul class='c1 lst-kix_a-{deep}'><li>{deep}</li></ul>" for deep in (0, 1, 2, 1, 0))
    found = document(levels)
    items = [one for one in found.blocks if one.kind is BlockKind.ITEM]
    assert [one.depth for one in items] == [1 + int(one.span.of(found.text)) for one in items]
    assert len(items) == 5


def test_the_title_of_a_text_that_an_office_wrote_is_its_heading() -> None:
    parsed = parse_page(
        f"<html><body><p class='c9 title'>Sand</p><p class=subtitle>A lament</p><h1>Now</h1>{PROSE}".encode()
    )
    assert parsed.metadata.title == "Sand"
    assert parsed.document.blocks[0].kind is BlockKind.HEADING


def test_verse_whose_lines_are_elements_keeps_its_indent() -> None:
    deeper = "<div class=line-block>\n<div class=line>the sand</div>\n</div>"
    inner = f"<div class=line-block>\n<div class=line>Twice a day</div>\n{deeper}\n</div>"
    assert blocks(inner, BlockKind.VERSE) == ["Twice a day\n    the sand"]


def test_signs_that_lead_to_a_table_are_not_of_its_caption() -> None:
    rows = "<tr><th>Year</th><th>Sand</th></tr><tr><td>1990</td><td>4</td></tr>"
    inner = f"<table><caption>Sand by year<a class=headerlink href=#t>#</a></caption>{rows}</table>"
    assert "Sand by year" in blocks(inner, BlockKind.PARAGRAPH)


def test_the_number_of_a_formula_stands_behind_it() -> None:
    inner = (
        "<div class='math notranslate'>\n<span class=eqno>(1)<a class=headerlink href=#e>#</a></span>\\[h = 3\\]</div>"
    )
    assert "h = 3 (1)" in blocks(inner, BlockKind.PARAGRAPH)


def test_what_a_cited_work_is_called_stands_before_it() -> None:
    inner = "<div class=citation><span class=label>[Ek90]</span><p>B. Ek, On sand.</p></div>"
    assert "[Ek90] B. Ek, On sand." in blocks(inner, BlockKind.PARAGRAPH)


@pytest.mark.parametrize("kept", ["style='white-space: pre-wrap'", "class='whitespace-pre-wrap break-words'"])
def test_lines_that_a_style_keeps_are_lines(kept: str) -> None:
    found = document(f"<div {kept}>Roses <b>are</b>\nred\nwine\n</div><p>After\nall.</p>")
    assert "Roses are\nred\nwine\n" in found.text
    assert "After all." in found.text
