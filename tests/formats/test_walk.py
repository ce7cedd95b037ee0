"""HTML of any kind into blocks and marks."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.document import BlockKind, Document, MarkKind
from reader.formats.html import notes
from reader.formats.html.page import resolver
from reader.formats.html.tree import DEEP, tree_of
from reader.formats.html.walk import walk
from tests.formats.wellformed import check

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = [
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "pre",
    "code",
    "em",
    "a",
    "sup",
]
TAGS += ["figure", "figcaption", "img", "br", "hr", "h1", "h6", "dl", "dt", "dd", "q", "ruby", "rt"]
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["x ", " y", "\n", "<a href='#n'>1</a>", "<p id=n>", "<img alt=z>", "<td colspan=3 rowspan=2>", "\x1b", "\0"]
    ),
)


def document(html: str, url: str = "") -> Document:
    root = tree_of(html)
    assert root is not None
    return walk(root, "test", 1, resolver(root, url))


def blocks(html: str) -> list[tuple[str, str]]:
    found = document(html)
    return [(block.kind.value, block.span.of(found.text)) for block in found.blocks]


def marks(html: str, url: str = "") -> list[tuple[str, str, str]]:
    found = document(html, url)
    return [(mark.kind.value, mark.span.of(found.text), mark.value) for mark in found.marks]


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=250)
def test_any_soup_is_a_document(html: str) -> None:
    root = tree_of(f"<body>{html}")
    assert root is not None
    check(walk(root, "test", 1))


WORDS = ["x", "two words", " x", "x ", "\n", " ", "", "a\n b", "\xa0", "1.", "• x", "É", "\x1b"]
IN_LINE = [
    *WORDS,
    *(f"<{tag}>{words}</{tag}>" for tag in ("em", "code", "span", "b", "sup", "q") for words in WORDS[:7]),
    *(f'<a href="{href}">{words}</a>' for href in ("#n", "#", "", "http://x/") for words in WORDS[:7]),
    *("<br>", "<img alt=z>", "<input type=checkbox>", '<a id="n"></a>', '<a href="#n"><code>c</code></a>'),
]
BEGINNINGS = (*[""] * 20, ' id="n"', ' class="x"', ' class="x"', " hidden")
BETWEEN = (*["", "\n", "\n", " "] * 6, "y")


def _page(draw: Random) -> str:
    """Elements of words and marks, in lists, tables and quotations, and now and then one that is more than it seems."""

    def element(tags: str, inside: Callable[[], str]) -> str:
        tag = draw.choice(tags.split())
        return f"<{tag}{draw.choice(BEGINNINGS)}>{inside()}</{tag}>{draw.choice(BETWEEN)}"

    def some(most: int, tags: str, inside: Callable[[], str]) -> str:
        return "".join(element(tags, inside) for _ in range(draw.randint(1, most)))

    def line() -> str:
        return "".join(draw.choices(IN_LINE, k=draw.choice((1, 1, 1, 2, 4))))

    def rows() -> str:
        return some(4, "tr", lambda: some(4, "td td td th", line))

    def blocks(depth: int = 0) -> str:
        kinds = [
            lambda: element("p h2 dt dd div li summary pre", line),
            lambda: element("table", draw.choice((rows, lambda: some(2, "thead tbody", rows)))),
            lambda: element("ul ol li blockquote dl dd div", lambda: blocks(depth + 1)) if depth < 2 else line(),
        ]
        return "".join(draw.choice(kinds)() for _ in range(draw.randint(1, 4)))

    return blocks()


@given(st.integers(0, 2**32))
@settings(max_examples=200)
@pytest.mark.slow
def test_attributes_that_say_nothing_change_nothing(seed: int) -> None:
    """An element with one is entered and left; without, it may be added in one step."""
    html = _page(Random(seed))
    assert document(f"<body>{html}") == document("<body>" + re.sub(r"<([a-z]\w*)", r"<\1 data-x=1", html))


def test_white_space_is_collapsed_and_marks_hold_none() -> None:
    assert marks("<p> a <em> b </em> c </p>") == [("emphasis", "b", "")]
    assert document("<p> a <em> b </em>\n c </p>").text == "a b c"


def test_a_mark_over_two_blocks_is_two() -> None:
    assert marks("<div><strong>a<p>b</p></strong></div>") == [("strong", "a", ""), ("strong", "b", "")]


def test_nested_lists() -> None:
    found = document("<ol start=3><li>a<ul><li>b<p>c</p></li></ul>d</li><li value=9>e</li></ol>")
    facts = [(one.kind.value, one.depth, one.number) for one in found.blocks]
    assert facts == [("item", 1, 3), ("item", 2, 0), ("paragraph", 2, 0), ("paragraph", 1, 0), ("item", 1, 9)]
    assert found.text == "a\nb\n\nc\n\nd\ne"


def test_numbers_of_lists_have_limits() -> None:
    found = document(
        "<ol start=99999999999999999999><li>a</ol><ol start=-3 reversed><li>b<li>c</ol><ol start=x><li>d</ol>"
    )
    assert [one.number for one in found.blocks] == [1, -3, -4, 1]


def test_quotations_in_quotations() -> None:
    found = document("<blockquote>a<blockquote><ul><li>b</ul></blockquote><pre>c</pre></blockquote>")
    assert [(one.kind.value, one.quote) for one in found.blocks] == [("quote", 1), ("item", 2), ("code", 1)]


def test_code_blocks() -> None:
    html = '<div class="highlight-python"><pre><span>a</span>\n\n  b\n</pre></div>'
    html += '<pre><code class="language-c++">x<br>y</code></pre>'
    found = document(html)
    assert [(one.span.of(found.text), one.language) for one in found.blocks] == [
        ("a\n\n  b", "python"),
        ("x\ny", "c++"),
    ]
    assert not found.marks


def test_code_whose_lines_are_elements() -> None:
    assert blocks("<pre><code><div>a</div><div> b</div></code></pre><p>c") == [("code", "a\n b"), ("paragraph", "c")]


def test_line_breaks() -> None:
    assert blocks("<p>roses<br>violets</p>") == [("verse", "roses\nviolets")]
    assert blocks("<p>one<br><br>two</p>") == [("paragraph", "one"), ("paragraph", "two")]
    long = "word " * 40
    assert [kind for kind, _ in blocks(f"<p>{long}<br>{long}</p>")] == ["paragraph", "paragraph"]
    assert blocks("<h1>a<br>b</h1><ul><li>c<br>d</ul>") == [("heading", "a b"), ("item", "c"), ("paragraph", "d")]


def test_tables_with_spans() -> None:
    html = (
        "<table><caption>T</caption><thead><tr><th>a<th align=right>b<th>c</thead>"
        "<tr><td rowspan=2>d<td colspan=2>e<tr><td>f<td><em>g</em> <p>h</table>"
    )
    found = document(html)
    table = found.blocks[1]
    rows = [[cell.of(found.text) for cell in row] for row in table.rows]
    assert rows == [["a", "b", "c"], ["d", "e", ""], ["", "f", "g h"]]
    assert table.span.of(found.text) == "a\tb\tc\nd\te\t\n\tf\tg h"
    assert (table.header, table.aligns) == (1, ("", "right", ""))
    assert found.text.startswith("T\n\n")


def test_a_mark_over_the_cells_of_a_table_is_one_in_each() -> None:
    found = document("<b>a<table><tr><td>b<td>c <i>d</i><tr><td><td>e</table>f</b>")
    table = next(block for block in found.blocks if block.rows)
    cells = [cell for row in table.rows for cell in row]
    strong = [
        [one.span.of(found.text) for one in found.marks_in(cell) if one.kind is MarkKind.STRONG] for cell in cells
    ]
    assert strong == [["b"], ["c d"], [], ["e"]]


def test_a_table_of_endless_spans_is_no_wider_than_its_cells() -> None:
    found = document("<table><tr><td colspan=1000000000 rowspan=1000000000>a<td>b<tr><td>c</table>")
    assert [len(row) for row in found.blocks[0].rows] == [3, 3]


def test_tables_that_only_place_things() -> None:
    assert blocks("<table><tr><td>a<td><h1>b</h1><p>c</table>") == [
        ("paragraph", "a"),
        ("heading", "b"),
        ("paragraph", "c"),
    ]


def test_ruby_has_its_readings_in_brackets() -> None:
    assert document("<p><ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby></p>").text == "漢(かん)字(じ)"
    assert document("<p><ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby></p>").text == "漢（かん）"


def test_pictures() -> None:
    assert blocks('<figure><img alt="A boat"><figcaption>The <b>mole</b>.</figcaption></figure>') == [
        ("figure", "A boat"),
        ("figure", "The mole."),
    ]
    assert blocks('<p>See <img alt=":-)"> here.</p><p><a href=x><img alt="Alone"></a></p><img>') == [
        ("paragraph", "See :-) here."),
        ("figure", "Alone"),
    ]
    assert blocks("<figure><pre>x</pre><figcaption>Listing</figcaption></figure>") == [
        ("code", "x"),
        ("paragraph", "Listing"),
    ]
    assert blocks('<div><img alt="Jo Field" width=48> Jo Field</div><p>x') == [
        ("paragraph", "Jo Field Jo Field"),
        ("paragraph", "x"),
    ]


def test_footnotes_of_any_page() -> None:
    html = (
        '<p>A<sup><a id=r1 href="#f1">1</a></sup> b<a class=footnote-ref href="#f2">*</a>.</p>'
        '<ol><li id=f1>First. <a href="#r1">↩</a></li></ol><div id=f2><p>Second.</p></div>'
    )
    found = document(html)
    assert found.text == "A b.\n\nFirst.\n\nSecond."
    assert [(one.kind, one.span.start, one.value) for one in found.marks] == [
        (MarkKind.NOTE, 1, "f1"),
        (MarkKind.NOTE, 3, "f2"),
    ]
    assert [(one.label, one.number) for one in found.blocks[1:]] == [("f1", 1), ("f2", 2)]


def test_a_link_down_the_page_is_no_footnote() -> None:
    assert marks('<p><a href="#s">Section 2</a></p><p id=s>Text') == [("link", "Section 2", "#s")]
    assert marks('<p><sup><a href="#s">1</a></sup></p><section id=s><h2>T</h2><p>Text') == [
        ("sup", "1", ""),
        ("link", "1", "#s"),
    ]


def test_links_are_read_against_the_page() -> None:
    url = "https://a.example/dir/page.html?q=1"
    html = '<p><a href="b">1x</a> <a href="#c">2x</a> <a href="page.html?q=1#d">3x</a>'
    html += ' <a href="">4x</a> <a href="javascript:x">5x</a>'
    assert [value for _, _, value in marks(html, url)] == ["https://a.example/dir/b", "#c", "#d", "javascript:x"]
    assert marks('<base href="/other/"><p><a href="b">x', url) == [("link", "x", "https://a.example/other/b")]
    assert marks('<base href="/other/"><p><a href="b">x') == [("link", "x", "b")]
    assert marks(f'<p><a href="data:{"x" * 5000}">y') == []


def test_anchors_that_are_linked_to_and_those_of_headings() -> None:
    found = document('<p><a href="#b">x</a><p id=a>one<p>two <span id=b>three</span><h2 id=c>four')
    assert {name: found.text[at:] for name, at in found.anchors} == {"b": "three\n\nfour", "c": "four"}


def test_page_breaks_are_places() -> None:
    found = document('<p>a <span role="doc-pagebreak" aria-label="12"></span>b</p>')
    assert found.pages == ((2, "12"),)
    assert found.text == "a b"


def test_rules_stand_before_blocks() -> None:
    found = document("<hr><p>a<hr><p>b<hr>")
    assert [(one.kind.value, one.span.start) for one in found.blocks] == [
        ("paragraph", 0),
        ("rule", 3),
        ("paragraph", 3),
    ]


def test_what_is_not_shown_is_not_text() -> None:
    html = (
        "<p>a<script>b</script><style>c</style><template>d</template><noscript>e</noscript><svg><text>f</text></svg>"
        "<span hidden>g</span><span style='display: none'>h</span><span aria-hidden=true>i</span><iframe>j</iframe>"
    )
    assert document(html).text == "a"


def test_permalinks_are_no_text() -> None:
    assert blocks('<h2>Title<a class="headerlink" href="#t">¶</a></h2>') == [("heading", "Title")]


def test_a_page_without_a_body_has_its_text() -> None:
    assert blocks("<!doctype html><title>T</title><article><p>x") == [("paragraph", "x")]


def test_nesting_beyond_what_the_parser_takes_loses_no_text() -> None:
    html = "<div>" * 100_000 + "deep" + "</div>" * 100_000 + "<p>after"
    assert document(html).text.split() == ["deep", "after"]
    assert [one.depth for one in document("<ul><li>x" * 1000).blocks][-1] <= DEEP


def test_character_references_are_the_characters() -> None:
    assert document("<p>a&#27;]0;x&#7; &#x202e;&#155;&#0;&#xd800;</p>").text == "a\x1b]0;x\x07 \u202e\u203a\ufffd\ufffd"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<math><mfrac><mn>1</mn><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow></mfrac></math>", "1/(a + b)"),
        ("<math><msub><mi>x</mi><mrow><mi>i</mi><mo>,</mo><mi>j</mi></mrow></msub></math>", "x_(i,j)"),
        ("<math><mroot><mi>x</mi><mn>3</mn></mroot></math>", "∛x"),
        ("<math><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi></math>",
         "∑_(i = 1)^n i"),
        ("<math><mn>1</mn><msup><mn>2</mn><mn>3</mn></msup></math>", "1 2^3"),
        ("<math><mo>-</mo><mover><mi>x</mi><mo>^</mo></mover></math>", "-x\u0302"),
        ("<math><mfenced><mi>a</mi><mi>b</mi></mfenced></math>", "(a, b)"),
        ("<math alttext='{\\displaystyle a_{1}}'><mi>a</mi></math>", "a_{1}"),
        ("<script type='math/tex; mode=display'>\\frac12</script>", "\\frac12"),
        ("<script type='math/mml'><math><msqrt><mi>x</mi></msqrt></math></script>", "√x"),
        ("<b><i style='display:none'><math><mi>E</mi></math></i><img aria-hidden=true alt='E_{0}'></b>", "E"),
        ("<img aria-hidden=true alt='E_{0}'>", "E_{0}"),
    ],
)  # fmt: skip
def test_formulas_can_be_read_in_a_line(html: str, text: str) -> None:
    assert document(f"<p>so {html} it is").text == f"so {text} it is"


@pytest.mark.parametrize(
    "html",
    [
        "<span class=sr-only>Tea</span><span aria-hidden=true><b>T</b>ea</span>",
        "<span aria-hidden=true>Tea</span><span class='price visually-hidden'>Tea, that is</span>",
        "<span aria-label=Tea><span aria-hidden=true>T</span><span aria-hidden=true>ea</span></span>",
        "<span aria-hidden=true>★</span><span class=sr-only>Tea</span>",
        "<span aria-hidden=true class=material-icons>cup</span><span class=sr-only>Tea</span>",
    ],
)
def test_of_what_is_drawn_and_spoken_one_form_is_read(html: str) -> None:
    assert document(f"<p>Drink {html} at four.").text == "Drink Tea at four."


@pytest.mark.parametrize(
    "around",
    [
        "<div hidden>{}</div>",
        "<article style='visibility: hidden'>{}</article>",
        "<div aria-hidden=true>{}</div>",
        "{}",
    ],
)
def test_what_a_script_would_show_is_read_where_nothing_else_is(around: str) -> None:
    hidden = "" if "hidden" in around else " style='display:none'"
    words = "".join(f"<p{hidden}>Paragraph {n} tells of the harbour, of the sand and of the men.</p>" for n in range(5))
    text = document(f"<h1>The pilot</h1>{around.format(words)}").text
    assert all(f"Paragraph {n}" in text for n in range(5))
    assert (
        "secret" not in document(f"<div>{words.replace(hidden, '')}</div><div hidden><p>secret " + "words " * 20).text
    )


@pytest.mark.parametrize(
    "number", ["class=ln", "class='line-number'", "style='-webkit-user-select:none;user-select:none'"]
)
def test_line_numbers_of_code_are_not_its_text(number: str) -> None:
    lines = "\n".join(f"<span {number}>{n} </span><code>line {n}</code>" for n in range(1, 4))
    assert document(f"<pre>{lines}</pre>").text == "line 1\nline 2\nline 3"


def shown(html: str) -> list[str]:
    found = document(html)
    notes = [block for block in found.blocks if block.kind.value == "footnote"]
    return [f"{block.sign or block.number or '+'}: {block.span.of(found.text)}" for block in notes]


@pytest.mark.parametrize(
    ("html", "notes"),
    [
        ("<p>A<a href=#f id=r role=doc-noteref>1</a>.</p><aside role=doc-footnote id=f><span>[<a href=#r>1</a>]"
         "</span><p>Last.</p></aside>", ["1: Last."]),
        ("<p>A<a class=fnref href=#f id=r>7</a>.</p><dl class=footnote><dt id=f><a href=#r>7</a></dt>"
         "<dd><p>One.</p><p>More.</p></dd></dl>", ["7: One.", "+: More."]),
        ("<p>A<a class=fnref href=#f id=r>[1]</a>.</p><table class=footnote id=f><tr><td><a href=#r>[1]</a></td>"
         "<td>In a table.</td></tr></table>", ["1: In a table."]),
        ("<p>A<sup><a href=#n>*</a></sup> and b<sup><a href=#m>†</a></sup>.</p><hr><p id=n>* Star.</p>"
         "<p id=m>† Dagger.</p>",
         ["*: Star.", "†: Dagger."]),
        ("<p>As is said in [<a href=#r1>1</a>] by somebody.</p><h2>References</h2><p id=r1>[1] A book.</p>",
         ["1: A book."]),
        ("<p>The side<label></label><input type=checkbox><span class=sidenote>Set aside.</span> goes on.</p>",
         ["1: Set aside."]),
        ("<p>A<sup><a href=#n>a</a></sup> b<sup><a href=#m>b</a></sup></p><div class=notes><p id=n>a. One.</p>"
         "<p>More.</p><p id=m>b. Two.</p></div>", ["a: One.", "+: More.", "b: Two."]),
    ],
)  # fmt: skip
def test_footnotes_have_the_sign_of_the_page_and_none_is_lost(html: str, notes: list[str]) -> None:
    assert shown(html) == notes
    assert "[]" not in document(html).text


@pytest.mark.parametrize(
    "html",
    [
        "<p>I say at <a href=#p3>[3]</a> why it is so.</p><p id=p2>2. It is.</p><p id=p3>3. It fails.</p><p>4. So.</p>",
        "<p>If it fails, go on at <a href=#s>[2]</a>.</p><ol><li>Open.</li><li id=s>Close.</li><li>Go.</li></ol>",
        "<p><a href=#a>[A]</a> <a href=#b>[B]</a></p><div id=a><p>Anchor.</div><div id=b><p>Bow.</div><p>Text.</p>",
        "<p>See <sup><a href=#v2>2</a></sup> below it.</p><p>1 In the beginning</p><p id=v2>2 was</p><p>3 light</p>",
        "<p><a href=#x>1</a> <a href=#y>2</a></p><h2 id=x>One</h2><p>Text.</p><h2 id=y>Two</h2><p>Text.</p>",
    ],
)
def test_main_text_that_is_linked_to_stays_where_it_is(html: str) -> None:
    assert shown(html) == []


@pytest.mark.parametrize(
    ("attributes", "signs"),
    [
        ("type=a", ["a.", "b."]),
        ("type=I start=4", ["IV.", "V."]),
        ("style='list-style-type: lower-roman' start=9", ["ix.", "x."]),
        ("type=A start=26", ["Z.", "AA."]),
        ("style='list-style: lower-greek inside'", ["α.", "β."]),
        ("type=1", ["", ""]),
        ("type=i start=0", ["", "i."]),
    ],
)
def test_lists_are_numbered_as_the_page_says(attributes: str, signs: list[str]) -> None:
    found = document(f"<ol {attributes}><li>one<li>two</ol>")
    assert [block.sign for block in found.blocks] == signs


def test_tables_keep_lists_and_code_in_their_cells_and_their_foot_below() -> None:
    found = document(
        "<table><thead><tr><th>a<th>b</thead><tfoot><tr><td>sum<td>9</tfoot>"
        "<tbody><tr><td rowspan=0>x<td><ul><li>1<li>2</ul><tr><td><pre>f()\ng()</pre></tbody></table>"
    )
    assert [block.kind.value for block in found.blocks] == ["table"]
    assert found.text == "a\tb\nx\t• 1 • 2\n\tf() g()\nsum\t9"


def test_lines_of_code_may_be_items_of_a_list() -> None:
    assert document("<pre><ol><li><code>if a:</code><li><code>    b()</code></ol></pre>").text == "if a:\n    b()"


@pytest.mark.parametrize(
    "html",
    [
        "<pre><code><table><tr><td class=ln>1</td><td>if a:</td></tr>\n<tr><td class=ln>2</td><td>    b()</td></tr>",
        "<table>\n<tr><td data-line=1></td><td><pre>if a:</pre></td></tr>\n<tr><td data-line=2></td>"
        "<td><pre>    b()</pre></td></tr></table>",
        "<table><tr><td><pre><code><span>1\n</span><span>2\n</span></code></pre></td><td><pre>if a:\n    b()\n</pre>",
        "<table><tr><td class=gutter><div>1</div><div>2</div></td><td><div><div><code>if</code> <code>a:</code></div>"
        "<div><code>\u00a0\u00a0\u00a0\u00a0</code><code>b()</code></div></div></td></tr></table>",
    ],
)
def test_listings_drawn_as_tables_are_code(html: str) -> None:
    kind, text = blocks(html)[0]
    assert (kind, text.replace("\u00a0", " ")) == ("code", "if a:\n    b()")
    assert len(blocks(html)) == 1


def test_empty_lines_of_code_that_are_items_are_kept() -> None:
    html = "<pre><ol><li>if (a) {</li>\n<li></li>\n<li>}</li></ol></pre>"
    assert blocks(html) == [("code", "if (a) {\n\n}")]


def test_a_table_in_a_cell_below_heads_is_words_of_the_cell() -> None:
    inner = "<table><tr><td>in</td><td>ner</td></tr></table>"
    html = (
        f"<table><tr><th>A</th><th>B</th></tr><tr><td>{inner}</td><td><blockquote>said</blockquote></td></tr></table>"
    )
    assert blocks(html) == [("table", "A\tB\nin ner\tsaid")]


@pytest.mark.parametrize(
    "drawn",
    [
        "<span class=MathJax><nobr aria-hidden=true>E=c2</nobr><span><math><mi>E</mi></math></span></span>",
        "<span class=MathJax_Preview>E=c2</span>",
        "",
    ],
)
def test_a_formula_with_its_source_is_read_once(drawn: str) -> None:
    html = f"<p>It is {drawn}<script type=math/tex>E=c^2</script>, as said.</p>"
    assert blocks(html) == [("paragraph", "It is E=c^2, as said.")]


def test_formulas_with_a_prefix_are_formulas() -> None:
    html = "<p>It is <m:math><m:mfrac><m:mn>1</m:mn><m:mn>2</m:mn></m:mfrac></m:math> of it.</p>"
    assert blocks(html) == [("paragraph", "It is 1/2 of it.")]


@pytest.mark.parametrize("inside", ["<pre>code</pre>", "<table><tr><th>a<th>b<tr><td>c<td>d</table>", "<hr>"])
def test_what_stands_in_a_note_is_of_the_note(inside: str) -> None:
    html = f"<p>One<sup><a href=#n>1</a></sup></p><ol class=footnotes><li id=n><p>Note</p>{inside}<p>end</p></li></ol>"
    check(document(html))
    assert {kind for kind, _ in blocks(html)[1:]} == {"footnote"}


def test_a_paragraph_that_many_links_lead_back_to_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    judge = notes._may_be_note

    def judged(node: Any) -> bool:
        looked.append(node)
        return judge(node)

    monkeypatch.setattr(notes, "_may_be_note", judged)
    count = 300
    signs = "".join(f'word<sup><a href="#note" id="ref{n}">1</a></sup> ' for n in range(count))
    back = "".join(f'<a href="#ref{n}">↩</a>' for n in range(count))
    found = document(f'<p>{signs}</p><ol class="footnotes"><li id="note">A note. {back}</ol>')
    assert sum(one.kind is MarkKind.NOTE for one in found.marks) == count
    assert len(looked) < 5


def test_rows_of_data_around_a_table_within_a_cell_stay_a_table() -> None:
    inner = "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>"
    rows = "<tr><td>Name</td><td>Depth</td></tr><tr><td>Bar</td><td>4</td></tr>"
    found = document(f"<table>{rows}<tr><td>{inner}</td><td>Words</td></tr>{rows.replace('Bar', 'Pier')}</table>")
    tables = [block.span.of(found.text) for block in found.blocks if block.kind is BlockKind.TABLE]
    assert tables == ["Name\tDepth\nBar\t4", "A\tB\n1\t2", "Name\tDepth\nPier\t4"]
    assert "Words" in found.text


def test_a_paragraph_that_only_makes_room_is_none() -> None:
    found = document(
        "<p>One</p><p>&nbsp;</p><h2>&#8239;</h2><ul><li>&#x3000;</li><li>&nbsp; two</li></ul><p>&nbsp;<b>x</b></p>"
    )
    assert found.text == "One\n\n\xa0 two\n\nx"


def test_a_note_that_stands_where_it_is_referred_to_is_shown_once() -> None:
    found = document(
        "<p>Sand<span class='ltx_note ltx_role_footnote' id=n1><sup class=ltx_note_mark>1</sup><span><span><sup class="
        "ltx_note_mark>1</sup><span class='ltx_tag ltx_tag_note'>1</span>Of 1912, 1 metre."
        "</span></span></span> moves.</p>"
    )
    assert found.text == "Sand moves.\n\nOf 1912, 1 metre."
    assert [block.kind.value for block in found.blocks] == ["paragraph", "footnote"]


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ("<tr><td><td><math><mi>a</mi><mo>=</mo><mi>b</mi></math><td><td>(1)", "a = b (1)"),
        ("<tr><td>(2.3a)<td><math><mi>a</mi></math><td><math><mo>=</mo><mi>b</mi></math>", "(2.3a) a =b"),
    ],
)
def test_a_table_that_sets_a_formula_beside_its_number_is_a_line(rows: str, shown: str) -> None:
    found = document(f"<p>x</p><table>{rows}</table>")
    assert found.text == f"x\n\n{shown}"
    assert [block.kind.value for block in found.blocks] == ["paragraph", "paragraph"]


def test_a_table_of_formulas_stays_one() -> None:
    found = document("<table><tr><th>Name<th>Value<tr><td>area<td><math><mi>a</mi></math><tr><td>(1)<td>x</table>")
    assert [block.kind.value for block in found.blocks] == ["table"]


def test_a_table_that_sets_labels_beside_paragraphs_is_paragraphs() -> None:
    inner = "<table><tbody><tr><td><p>(a)<td><p>the boats;<tr><td>–<td>the sand.</table>"
    rows = "<tr><td valign=top><p>(1)</p></td><td><p>Nobody may <b>dig</b>.</p></td></tr>"
    rows += f"<tr><td>2.<td><p>It holds:</p>{inner}"
    found = document(f"<p>Law</p><table><col width=4%><tbody>{rows}</table>")
    assert found.text == "Law\n\n(1) Nobody may dig.\n\n2. It holds:\n\n(a) the boats;\n\n– the sand."
    assert {block.kind.value for block in found.blocks} == {"paragraph"}


@pytest.mark.parametrize("row", ["<td>1<td>Berlin", "<td>2.<td>Berlin<td>x", "<th>Art.<th>Words<tr><td>2.<td>Berlin"])
def test_a_table_of_figures_stays_one(row: str) -> None:
    assert [block.kind.value for block in document(f"<table><tr>{row}<tr>{row}</table>").blocks] == ["table"]


def test_formulas_for_a_script_lose_their_delimiters_and_no_others_do() -> None:
    found = document(
        r"<p>So <span class='math inline'>\(x^2\)</span> and <span class='x'>\(y\)</span>.</p>"
        r"<div class='math notranslate nohighlight'>\[a = b\]</div><p><span class='math display'>\(a\) or</span></p>"
    )
    assert found.text == "So x^2 and \\(y\\).\n\na = b\n\n\\(a\\) or"


@pytest.mark.parametrize(
    "item",
    ["• One", "<p>·&nbsp; One</p>", "<span class=bullet>•</span> One", "<p><span>▪</span><span>One</span></p>", "One"],
)
def test_a_bullet_that_is_typed_beside_the_drawn_one_is_none(item: str) -> None:
    assert document(f"<ul><li>{item}<li>• is a sign<li>•</ul>").text == "One\nis a sign\n•"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("<span class=label>[<a role=doc-backlink href=#r1>Ek20</a>]</span><p>The sea.</p>", "[Ek20]"),
        ("<dt><a class=fn-backref href=#r1>[Knuth]</a></dt><dd>The sea.</dd>", "[Knuth]"),
        ("<p>The sea. <a role=doc-backlink href=#r1>Text</a></p>", ""),
        ("<p><a role=doc-backlink href=#r1>Back</a> The sea.</p>", ""),
        ("<p>The sea. <a class=footnote-backref href=#r1>Return to Ek20</a></p>", ""),
    ],
)
def test_what_a_work_is_called_stays_though_it_leads_back(label: str, text: str) -> None:
    root = tree_of(f"<p>As <a id=r1 href=#w1>[a work]</a> says.</p><div id=w1>{label}</div>")
    assert root is not None
    read = "".join(walk(root, "html", 1).text.split("\n\n")[1:])
    assert read == f"{text}The sea."


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("One<img alt='a boat at sea'>two", "One a boat at sea two"),
        ("One <img alt='a boat'>, two", "One a boat, two"),
        ("<img alt=T>he boat", "The boat"),
    ],
)
def test_the_words_of_a_picture_do_not_run_into_those_about_it(line: str, text: str) -> None:
    root = tree_of(f"<p>{line}</p>")
    assert root is not None
    assert walk(root, "html", 1).text == text


@pytest.mark.parametrize(
    ("style", "signs"),
    [
        ("cjk-ideographic", ("一、", "十一、", "二十、")),
        ("hebrew", ("א.", "יא.", "כ.")),
        ("hiragana", ("あ、", "さ、", "と、")),
        ("arabic-indic", ("١.", "١١.", "٢٠.")),
        ("upper-russian", ("А.", "Л.", "Ф.")),
        ("cjk-heavenly-stem", ("甲、", "甲甲、", "甲癸、")),
    ],
)
def test_items_are_numbered_in_the_figures_of_other_scripts(style: str, signs: tuple[str, ...]) -> None:
    items = "".join(f"<li value={number}>x</li>" for number in (1, 11, 20))
    root = tree_of(f"<ol style='list-style-type: {style}'>{items}</ol>")
    assert root is not None
    assert tuple(block.sign for block in walk(root, "html", 1).blocks) == signs


@pytest.mark.parametrize(
    ("items", "read"),
    [
        ("<ol><li><div><p>One</p><p>more</p></div><li><section>Two</section></ol>",
         [(1, "", "One"), (0, "", "more"), (2, "", "Two")]),
        ("<ol><li><svg></svg><div>One</div></ol>", [(1, "", "One")]),
        ("<ol><li><span>(a)</span><div><p>One</p></div><li><b>(b)</b> <p>Two</p></ol>",
         [(1, "(a)", "One"), (2, "(b)", "Two")]),
        ("<ul><li><span>(a)</span><div><div>One</div></div></ul>", [(0, "", "(a) One")]),
        ("<ul><li><span>[1]</span><span>Ek</span></ul>", [(0, "", "[1] Ek")]),
    ],
)  # fmt: skip
def test_an_item_begins_with_what_is_wrapped_in_it(items: str, read: list[tuple[int, str, str]]) -> None:
    root = tree_of(items)
    assert root is not None
    document = walk(root, "html", 1)
    assert [(block.number, block.sign, block.span.of(document.text)) for block in document.blocks] == read
    assert document.blocks[0].kind is BlockKind.ITEM


@pytest.mark.parametrize(
    "note",
    [
        "<dl class=footnotes><dt id=f>1</dt><dd>The note.</dd></dl>",
        "<table class=footnotes><tr><td id=f>[1]</td><td>The note.</td></tr></table>",
        "<table class=footnotes><tr id=f><td>[1]</td><td>The note.</td></tr></table>",
    ],
)
def test_a_note_whose_sign_is_a_term_or_a_cell_is_read_without_it(note: str) -> None:
    root = tree_of(f"<p>Text <a href=#f><sup>1</sup></a> goes on with more words than one.</p>{note}")
    assert root is not None
    assert walk(root, "html", 1).text.split("\n\n")[1:] == ["The note."]


@pytest.mark.parametrize(
    "html",
    [
        "<ul><li>• a\x0bb</li></ul>",
        '<p>x<a href="#n"><sup>1</sup></a></p><p id="n">1. a\x1fb</p>',
        "<ul><li><b>1.</b><p>a\x08b</p></li></ul>",
    ],
)
def test_signs_that_no_element_may_be_given_stop_nothing(html: str) -> None:
    """What takes a bullet or a sign of a note away writes the text of an element anew."""
    assert "a\ufffdb" in document(html).text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>港口的沙子，\n  被风暴带走</p>", "港口的沙子，被风暴带走"),
        ("<p>港の砂は\r\n春の嵐で</p>", "港の砂は春の嵐で"),
        ("<p>항구의\n모래는</p>", "항구의 모래는"),
        ("<p>港口 sand\n的沙子\nsand</p>", "港口 sand 的沙子 sand"),
        ("<p>港口 的沙子</p>", "港口 的沙子"),
    ],
)
def test_a_line_of_chinese_or_japanese_goes_on_without_a_blank(html: str, text: str) -> None:
    root = tree_of(html)
    assert root is not None
    assert walk(root, "html", 1).text == text


@pytest.mark.parametrize("tag", ["blockquote", "pre", "ul", "table", "h2", "hr", "dl", "li"])
def test_what_only_begins_a_page_is_nothing_else(tag: str) -> None:
    found = document(f'<p>a</p><{tag} role="doc-pagebreak" aria-label="12"></{tag}><p>b</p>')
    assert found.text == "a\n\nb"
    assert [block.kind for block in found.blocks] == [BlockKind.PARAGRAPH] * 2
    assert found.pages == ((3, "12"),)


def test_words_in_what_begins_a_page_are_read() -> None:
    words = "A whole paragraph that somebody put there."
    found = document(f'<blockquote epub:type="pagebreak" title="3"><p>{words}</p></blockquote><p>b</p>')
    assert found.text == f"{words}\n\nb"
    assert [block.quote for block in found.blocks] == [1, 0]
    assert found.pages == ((0, "3"),)


@pytest.mark.parametrize(
    ("link", "note"),
    [
        ('<a class="duokan-footnote" href="#n"><img src="note.png" alt="注"/></a>', '<li id="n"><p>A note.</p></li>'),
        ('<a epub:type="noteref" href="#n"><sup><img src="n.png"/></sup></a>', '<li id="n">A note.</li>'),
        ('<sup><a href="#n" id="r">注1</a></sup>', '<li id="n"><a href="#r">注1</a> A note.</li>'),
        ('<sup><a href="#n" id="r">①</a></sup>', '<li id="n"><a href="#r">①</a> A note.</li>'),
        (
            '<a epub:type="noteref" href="#n">‡</a>',
            '<aside epub:type="footnote" id="n" hidden=""><p>A note.</p></aside>',
        ),
        ('<a role="doc-noteref" href="#n">1</a>', '<div class="footnote" id="n" style="display: none">A note.</div>'),
        ('<a href="#n" id="r">*</a>', '<p id="n"><a href="#r">*</a> A note.</p>'),
    ],
)
def test_notes_by_signs_that_are_drawn_and_notes_that_are_hidden(link: str, note: str) -> None:
    body = f"<ol>{note}</ol>" if note.startswith("<li") else note
    found = document(f"<p>Word{link} on.</p>{body}")
    assert found.text == "Word on.\n\nA note."
    assert found.blocks[-1].kind is BlockKind.FOOTNOTE


@pytest.mark.parametrize(
    "poem",
    [
        "<div class=poetry><div class=stanza><div class='verse indent0'>Twice a\n day</div>\n"
        "<div class='verse indent4'>the <i>sand</i></div></div></div>",
        "<div class=poem><span class=i0>Twice a day<br></span><span class=i4>the <i>sand</i><br></span></div>",
        "<div class=stanza><p>Twice a day</p><div class=line-block><p>the <i>sand</i></p></div></div>",
        "<blockquote><div class=lg><p>Twice a day</p><div class='l in4'>the <i>sand</i></div></div></blockquote>",
    ],
)
def test_lines_of_verse_that_are_elements_are_lines_with_their_indent(poem: str) -> None:
    found = document(f"<p>Says one:</p>{poem}<p>So it goes.</p>")
    verse = [one.span.of(found.text) for one in found.blocks if one.kind is BlockKind.VERSE]
    assert verse == ["Twice a day\n    the sand"]
    assert any(mark.kind is MarkKind.EMPHASIS for mark in found.marks)


def test_what_is_called_a_poem_and_is_prose_stays_prose() -> None:
    found = document(f"<div class=poem><p>{'It goes on and on. ' * 12}</p><p>So it goes.</p></div>")
    assert all(one.kind is BlockKind.PARAGRAPH for one in found.blocks)


def test_a_mark_over_broken_lines_that_are_paragraphs_is_of_each() -> None:
    long = "It moves, and it rests. " * 8
    found = document(f"<p><em>Sand,<br>{long}</em></p>")
    check(found)
    assert [one.span for one in found.blocks] == [mark.span for mark in found.marks]


def test_marks_in_verse_are_over_words_only() -> None:
    found = document(
        "<div class=stanza><span><i>Twice </i></span><span>a <i> day</i></span></div><pre class=poem> <b> x </b>y</pre>"
    )
    check(found)
    assert [mark.span.of(found.text) for mark in found.marks] == ["Twice", "day", "x"]
