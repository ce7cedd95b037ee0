"""What cmark writes is the same document as it is and through a tree, and is left to the tree where it is more."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.markup.cmark_walk import walk_cmark
from reader.formats.markup.markdown import parse_markdown

if TYPE_CHECKING:
    from reader.domain.document import Parsed

WORDS = (
    "words",
    "two  blanks",
    "中文\n字",
    "a < b & c",
    "\"quoted\" 'so'",
    "&copy; &#1; &lt;",
    "• bullet",
    "(a) so",
    "1.",
    "#",
    "\xa0",
    "é" * 60,
    "line  \nbroken",
    "*marked*",
    "**strong**",
    "**1.** `x`",
    "`code`",
    "~~struck~~",
    "***both* of them**",
    "[linked](#there)",
    "[`code`](https://example.org/?a=1&b=2)",
    "[**bold** and more](x.html)",
    '[titled](x "said")',
    "[](#)",
    "[#](#up)",
    "<https://example.org/?a=1&b=2>",
    "https://example.org",
)
MORE = (
    "<b>html</b>",
    "<em>html</em>",
    "<em>open",
    "a</p>",
    "![a view](x.png)",
    "a note[^1]\n\n[^1]: said",
    "<details><summary>x</summary>\n\ny\n\n</details>",
    "<!-- not said -->",
    "term\n: what it means",
    "$x^2$",
    "[[a note]]",
    "# named {#so}",
    "[ ] to do",
    "<pre>as it is</pre>",
    "<!-- a - b --> words",
    "words <!-- a --> words",
    "<!-- a --->",
    "<!-- a -->: words",
    "<ul>\n<p>",
)
lines = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
cells = st.lists(st.lists(lines.map(lambda line: line.replace("\n", " ")), min_size=2, max_size=2), max_size=3)


def table(rows: list[list[str]]) -> str:
    return "\n".join(["| a | b |", "|---|:-:|", *(f"| {one} | {other} |" for one, other in rows)])


def items(sign: str, inner: list[str], between: str) -> str:
    return between.join(sign + one.replace("\n", "\n" + " " * len(sign)) for one in inner)


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        some.map("\n\n".join),
        some.map("\n".join),
        st.builds(
            items, st.sampled_from(("- ", "3. ", "1) ", "- [ ] ", "1. [x] ")), some, st.sampled_from(("\n", "\n\n"))
        ),
        some.map(lambda one: "> " + "\n\n".join(one).replace("\n", "\n> ")),
    )


def texts(some: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    leaves = st.one_of(
        some,
        some,
        st.builds("{} {}".format, st.sampled_from(("#", "##")), some),
        cells.map(table),
        st.sampled_from(("---", "```python\nx < y & z\n```", "```latex\n$x$\n```", "    as it is", "# One\n\n# One")),
    )
    return st.lists(st.recursive(leaves, blocks, max_leaves=6), max_size=4).map("\n\n".join)


def through_a_tree(text: str) -> Parsed:
    with patch("reader.formats.markup.markdown.walk_cmark", lambda *_: None):
        return parse_markdown(text)


@given(texts(lines))
def test_plain_markdown_is_the_same_document(text: str) -> None:
    assert parse_markdown(text) == through_a_tree(text)


@given(texts(lines | st.sampled_from(MORE)))
def test_other_markdown_is_the_same_document(text: str) -> None:
    assert parse_markdown(text) == through_a_tree(text)


@pytest.mark.parametrize(
    "text",
    [
        "- one\n\n  two\n- > three\n  >\n  > four\n- # five",
        "- **word**: said\n  - within\n\n    further\n- `--flag`: said",
        "5. five\n6. six\n\n   - in it\n7. seven",
        "> [!NOTE]\n> said\n\n> [!",
        "| a | b |\n|---|---|\n| 1. | one |\n| 2. | two |",
        "| a |\n|---|\n| only |",
        "```text\nlines\n```\n\n<pre>\n\n a &lt; b\n</pre>\n\n<!-- -->\n\n<!-->x-->",
        "<table>" + "<td>x" * 4000 + "</table>",
        "<h1>" * 300,
        "a\n" + "<em>" * 300,
        "> " * 150 + "deep",
        "- " * 150 + "deep",
        "# A *marked* heading &amp; more\n\n## ???\n\n# A *marked* heading & more",
        "a  \nb  \n" + "long " * 30,
    ],
)
def test_siblings_are_the_same_document(text: str) -> None:
    assert parse_markdown(text) == through_a_tree(text)


@pytest.mark.parametrize("html", ["<p>a<b>c</b></p>", "<p>a", "<p><em>a</p></em>", "<p>a</p>b", "<ul><p>a</p></ul>"])
def test_what_is_more_is_left_to_the_tree(html: str) -> None:
    assert walk_cmark(html, "markdown", 1) is None


def test_plain_elements_need_no_tree() -> None:
    text = "# T\n\n*a* `b` [c](d)  \ne\n\n- f\n  1. g\n\n> h\n\n```\ni\n```\n\n| j |\n|---|\n| k |\n\n---\n"
    with patch("reader.formats.markup.markdown.tree_of", side_effect=AssertionError):
        assert parse_markdown(text).document.text == "T\n\na b c\ne\n\nf\ng\n\nh\n\ni\n\nj\nk"
