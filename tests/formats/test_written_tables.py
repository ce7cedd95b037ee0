"""A table is the same as it is written and from element to element."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.html.page import resolver
from reader.formats.html.tables import enter_table
from reader.formats.html.tree import tree_of
from reader.formats.html.walk import walk
from reader.formats.html.xml import xhtml_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element

    from reader.domain.document import Document

WORDS = (
    *(
        "words",
        "a b",
        " edges ",
        "two  blanks",
        "中文\n字",
        "a &lt; b &amp; c &gt;",
        "\n",
        " ",
        "• bullet",
        "(a)",
        "1.",
    ),
    *(
        "\xa0",
        "é" * 60,
        "#",
        "*",
        "3",
        "&#13;",
        "x" * 700,
        "",
        "<br/>",
        '<img alt="a view"/>',
        "<b/>",
        '<a id="there"/>',
    ),
    *(
        '<a href="#f"><sup>1</sup></a>',
        "<p>a paragraph</p>",
        "<math><mi>x</mi></math>",
        "&amp;lt;",
        '<span hidden="">x</span>',
    ),
)
ATTRIBUTES = (
    *(
        "",
        "",
        "",
        ' class="odd"',
        ' class="sr-only"',
        ' class="noprint"',
        ' class="line-number"',
        ' class="back-to-top"',
    ),
    *(' id="there"', ' id="here" class="x"', ' id=""', ' name="there"', ' style="text-align: right"', ' lang="de"'),
    *(' style="display:none"', ' style="font-size: 0"', ' align="center"', ' title="said"', ' role="presentation"'),
    *(' hidden=""', ' aria-hidden="true"', ' aria-label="4 of 5"', ' colspan="2"', ' rowspan="2"', ' scope="col"'),
    *(
        ' data-line="3"',
        ' data-x="a &lt; b"',
        ' href="#there"',
        ' href="https://example.org/?a=1&amp;b=2"',
        ' href="#"',
    ),
    *(' href="x.html" title="said"', ' href="x.html" class="x"', ' role="doc-pagebreak" title="12"', ' valign="top"'),
)
LINES = ("a", "a", "em", "b", "i", "code", "code", "span", "sub", "sup", "q", "small")
PLAIN = tuple(one for one in WORDS if "<" not in one and len(one) < 100)


def rare(usual: st.SearchStrategy[str], other: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """One in twelve is another: in a table of which each element was more than plain, nothing would be."""
    return st.sampled_from((*[usual] * 11, other)).flatmap(lambda one: one)


def element(names: tuple[str, ...], inner: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    def written(name: str, attributes: str, within: list[str]) -> str:
        return f"<{name}{attributes}>{''.join(within)}</{name}>"

    attributes = rare(st.just(""), st.sampled_from(ATTRIBUTES))
    return st.builds(written, st.sampled_from(names), attributes, st.lists(inner, max_size=most))


words = st.sampled_from(PLAIN)
marked = element(("a", "em", "code", "code", "span"), words, 1)
lines = rare(words | words | marked, st.sampled_from(WORDS) | element(LINES, words | marked))
between = st.sampled_from(
    ("\n", "  \n", "text", "<colgroup/>", "<caption>said</caption>", "<tfoot><tr><td>x</td></tr></tfoot>")
)
some = rare(st.just(""), between)


def row(name: str) -> st.SearchStrategy[str]:
    cells = [element((name,), lines, 2)] * 2
    return st.tuples(st.just("<tr>"), *cells, rare(st.just(""), element((name,), lines)), some, st.just("</tr>\n")).map(
        "".join
    )


def table(attributes: str, head: str, body: list[str], parts: tuple[str, str], behind: str) -> str:
    return f"<table{attributes}>{head and f'<thead>{head}</thead>'}{parts[0]}{''.join(body)}{parts[1]}{behind}</table>"


rows = st.lists(row("td") | element(("tr",), element(("td", "th"), lines)) | row("td"), min_size=1, max_size=3)
parts = st.sampled_from(
    (("", ""), ("<tbody>", "</tbody>"), ('<tbody class="b">', "</tbody>"), ("<tbody>", "</tbody><tbody/>"))
)
attributes = rare(st.just(""), st.sampled_from(ATTRIBUTES))
tables = st.builds(table, attributes, st.just("") | row("th"), rows, parts, some)
around = st.sampled_from(
    ("{}", "<p>before</p>{}<p>after</p>", "<ul><li>x{}</li></ul>", "<blockquote>{}</blockquote>", "<b>{}</b>",
     "<pre>{}</pre>",
     '<a href="#there">a</a><table><tr><td>{}</td><td>x</td></tr></table>', '<a href="#there">a</a> {}')
)  # fmt: skip
pages = st.lists(st.builds(str.format, around, tables), min_size=1, max_size=3).map("".join)


def as_page(html: str) -> Element | None:
    return tree_of(f"<body>{html}</body>")


def as_chapter(html: str) -> Element | None:
    return xhtml_of(f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{html}</body></html>'.encode())


def both_ways(read: Callable[[str], Element | None], html: str) -> tuple[Document, Document]:
    """The document of a page, and what it is from element to element."""
    root, again = read(html), read(html)
    assert root is not None
    assert again is not None
    with patch.dict("reader.formats.html.walk._ENTER", {"table": enter_table}):
        asked = walk(again, "test", 1, resolver(again, ""))
    return walk(root, "test", 1, resolver(root, "")), asked


@given(st.sampled_from((as_page, as_chapter)), pages)
def test_tables_are_the_same(read: Callable[[str], Element | None], html: str) -> None:
    one, other = both_ways(read, html)
    assert one == other


@pytest.mark.parametrize("read", [as_page, as_chapter])
@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>1.</td><td>one</td></tr><tr><td>2.</td><td>two</td></tr></table>",
        "<table><tr><td>one</td></tr><tr><td>column</td></tr></table>",
        "<table><thead><tr><th>one</th></tr></thead><tbody><tr><td>column</td></tr></tbody></table>",
        '<a href="#t">to it</a><table id="t"><tr><td>a</td><td>b</td></tr></table>',
        '<a href="#t">to it</a><table><tr id="t"><td>a</td><td>b</td></tr></table>',
        '<a href="#t">to it</a><table><tr><td id="t">a</td><td>b</td></tr></table>',
        '<a href="#t">to it</a><table><tr><td><b id="t">a</b></td><td>b</td></tr></table>',
        '<table><tr><td data-line="1">1</td><td>x = 1</td></tr><tr><td data-line="2">2</td><td>y</td></tr></table>',
        '<table><tr><td class="sr-only">heard</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>',
        '<table role="presentation"><tr><td>a</td><td>b</td></tr></table>',
        '<table><tr><td>a</td><td>b</td><td/></tr><tr class="x"><td align="right">c</td><td/><td>d</td></tr></table>',
        "<em>in <table><tr><td>a</td><td>b</td></tr></table> words</em>",
        "<table><tr><td>a &lt; b</td><td><code>x &amp;&amp; y</code></td></tr></table>",
        '<p>said<a href="#n"><sup>1</sup></a></p><table><tr><td><p id="n">1 noted</p></td><td>b</td></tr></table>',
        '<table><tr><td>see<sup><a href="#n">1</a></sup></td><td>b</td></tr></table><p id="n">1 noted</p>',
        '<table><tr><td>see <a href="#n">1</a></td><td>b</td></tr></table><aside class="footnote" id="n">1 no</aside>',
    ],
)
def test_siblings_are_the_same(read: Callable[[str], Element | None], html: str) -> None:
    one, other = both_ways(read, html)
    assert one == other
    assert one.text


def test_a_plain_table_is_not_entered() -> None:
    root = as_chapter(
        '<table class="t"><thead><tr><th align="left">Name</th><th style="text-align:right">No</th></tr></thead>'
        '<tbody><tr class="odd"><td><code>a</code></td><td>see <a class="x" href="b.html">both</a></td></tr>'
        "</tbody></table>"
    )
    assert root is not None
    with patch("reader.formats.html.written_tables.enter_table", side_effect=AssertionError):
        document = walk(root, "test", 1)
    assert document.text == "Name\tNo\na\tsee both"
    assert document.blocks[0].aligns == ("left", "right")
    assert document.blocks[0].header == 1
