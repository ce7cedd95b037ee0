"""Markdown, with one example of everything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.document import BlockKind, MarkKind, Parsed
from reader.formats import parse
from reader.formats.markup.markdown import parse_markdown
from tests.formats.golden import GOLDEN, SOURCE, as_json
from tests.formats.wellformed import check

PIECES = st.sampled_from(
    ["a ", "word ", "\n", "\n\n", "# ", "> ", "- ", "1. ", "  ", "    ", "*", "**", "`", "```\n", "~~", "[a](b)",
     "![x](y)", "[^1]", "[^1]: ", "|a|b|\n|-|-|\n", "|", "---\n", "<b>", "</b>", "<p>", "<table>", "<td>", "<li>",
     "<br>", "<pre>", "&#27;", "&#0;", "\\", "- [x] ", "é", "漢", "<div>", "<a id=x>", "<sup><a href='#n'>1</a></sup>",
     "<p id=n>"]
)  # fmt: skip


def kinds(parsed: Parsed) -> list[tuple[str, str]]:
    document = parsed.document
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def test_one_example_of_everything() -> None:
    found = as_json(parse(SOURCE.read_bytes(), name=SOURCE.name))
    assert json.loads(json.dumps(found)) == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_example_is_well_formed() -> None:
    check(parse(SOURCE.read_bytes(), name=SOURCE.name).document)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=150)
def test_anything_is_a_document(text: str) -> None:
    check(parse_markdown(text).document)


def test_a_callout_has_its_title() -> None:
    assert kinds(parse_markdown("> [!WARNING]\n> Wet paint.\n")) == [("quote", "Warning"), ("quote", "Wet paint.")]
    assert kinds(parse_markdown("> [!tip] Try this\n> Or not.\n"))[0] == ("quote", "Try this")


def test_footnotes_are_blocks_at_the_end_and_their_signs_are_marks() -> None:
    document = parse_markdown("One[^a] two.\n\n[^a]: First.\n\n    Second.\n\nAfter.\n").document
    assert document.text == "One two.\n\nAfter.\n\nFirst.\n\nSecond."
    (note,) = document.marks
    assert (note.kind, note.span.start) == (MarkKind.NOTE, 3)
    first, second = document.blocks[2:]
    assert first.label == second.label == note.value
    assert (first.number, second.number) == (1, 0)


def test_links_to_headings_lead_there() -> None:
    document = parse_markdown("[down](#the-end-of-it)\n\n## The *end* of it!\n\n## The end of it\n").document
    anchors = dict(document.anchors)
    assert document.text[anchors["the-end-of-it"] :].startswith("The end of it!")
    assert anchors["the-end-of-it-1"] > anchors["the-end-of-it"]


@pytest.mark.parametrize(
    ("written", "shown", "target"),
    [
        ("[[Other page]]", "Other page", "Other%20page.md"),
        ("[[Other page|that]]", "that", "Other%20page.md"),
        ("[[Ordner/Größe#Ein Teil|x]]", "x", "Ordner/Gr%C3%B6%C3%9Fe.md#ein-teil"),
        ("[[#Here]]", "Here", "#here"),
        ("[[paper.pdf]]", "paper.pdf", "paper.pdf"),
        ("| a |\n|---|\n| [[A\\|b]] |", "a\nb", "A.md"),
    ],
)
def test_links_in_double_brackets_lead_to_notes(written: str, shown: str, target: str) -> None:
    document = parse_markdown(written).document
    assert document.text == shown
    assert [one.value for one in document.marks if one.kind is MarkKind.LINK] == [target]


def test_double_brackets_in_code_stay() -> None:
    assert parse_markdown("`[[a]]`\n\n    [[b]]\n").document.text == "[[a]]\n\n[[b]]"


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("---\ntitle: A\n---\n", "A"),
        ("+++\ntitle = 'A'\n+++\n", "A"),
        ("---\ntitle: [A]\n---\n", "Body"),
        ("---\ntitle: 2026-01-01\ntags: [false, 1]\n---\n", "2026-01-01"),
        ("---\na: &a [x]\nb: [*a]\n---\n", "Body"),
        ("---\ntitle: !!python/object/apply:os.system ['x']\n---\n", "Body"),
        ('---\ntitle: "\\ud800x"\n---\n', "\ufffdx"),
        ("---\n---\n", "Body"),
    ],
)
def test_front_matter_is_data(front: str, title: str) -> None:
    parsed = parse_markdown(front + "# Body\n")
    assert parsed.metadata.title == title
    assert parsed.document.text.endswith("Body")


def test_front_matter_that_is_not_closed_is_text() -> None:
    assert "title: A" in parse_markdown("---\ntitle: A\n\ntext\n").document.text


def test_a_rule_at_the_start_is_no_front_matter() -> None:
    assert parse_markdown("---\n\nA sentence. Another.\n\n---\n\nText.\n").document.text.startswith("A sentence.")


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[a](" * 20_000,
        "![" * 20_000,
        "> " * 5_000 + "x",
        "*a " * 30_000,
        "".join(f"{'`' * n} " for n in range(1, 800)),
        "".join("  " * n + "- x\n" for n in range(600)),
        "![a](b) " * 8_000,
        "<div>" * 50_000 + "x",
        "<figure>" * 5_000 + "<figcaption>x",
        "".join(f"[^{n}]" for n in range(1_500)) + "\n\n" + "".join(f"[^{n}]: [^{n - 1}]\n\n" for n in range(1_500)),
        "<table>" * 3_000 + "<td>x<td>y",
        '<a href="#x">1</a>' * 8_000 + '<p id="x">y',
        "<table><tr><td colspan=99999999999 rowspan=99999999999>x<td>y<tr><td>z<td>u</table>",
        "| a | b |\n|---|---|\n| c | d |\n\n- x\n\n" + (" " * 2_000 + "y\n") * 20,
        "~~~\nx\n~~~\n\n" + "> " * 2_000 + "- " * 500 + "y\n",
    ],
    ids=range(16),
)
def test_what_would_cost_its_square_does_not(text: str) -> None:
    # Each of these takes minutes where a parser is quadratic; there is no clock here but the suite's own.
    document = parse_markdown(text).document
    assert len(document.text) < 3 * len(text) + 100
    assert document.blocks


def test_raw_html_leaves_text_only() -> None:
    html = '<p onclick="x()">One<script>alert(1)</script><style>p{}</style></p>\n\n<img src=x onerror=y>'
    assert parse_markdown(html).document.text == "One"


def test_text_without_any_block_is_shown_as_it_is() -> None:
    parsed = parse(b"```" + b"x" * 100, name="a.md")
    assert parsed.document.text == "```" + "x" * 100
    assert parsed.document.blocks[0].kind is BlockKind.PARAGRAPH


def test_brackets_that_are_open_are_looked_at_once() -> None:
    text = "\\[x^" * 20_000 + "\n\n\\(a_1\\) and \\[x^2\\] end"
    assert parse_markdown(text).document.text.endswith("a_1 and\n\nx^2\n\nend")


def test_signs_that_no_element_may_hold_are_replaced_in_formulas() -> None:
    assert "a\ufffdb" in parse_markdown("`\\(a_1\\)` $a\x01b$ `$a\x01b$`").document.text


def test_such_signs_beside_a_formula_are_replaced_too() -> None:
    assert parse_markdown("a\x01 $x$ b\x02").document.text == "a\ufffd x b\ufffd"
    assert "c\ufffd" in parse_markdown("`$x$ c\x01` [e\x01 $x$](\x01$x$)").document.text


@pytest.mark.parametrize("tag", ["td", "th", "tr", "tbody", "li", "dt", "caption"])
def test_a_part_of_a_table_or_list_without_one_is_text_and_swallows_nothing(tag: str) -> None:
    document = parse_markdown(f"Before\n\n<{tag}> stands here.\n\n*After*\n\n# More\n").document
    assert document.text == f"Before\n\n<{tag}> stands here.\n\nAfter\n\nMore"


@pytest.mark.parametrize("end", ["", "</td></tr>"])
def test_cells_within_a_table_are_cells_wherever_they_stand(end: str) -> None:
    text = parse_markdown(
        f"<table>\n<tr><td>one<td>two{end}\n<tr>\n<td>\n\nthree *x*\n\n<td>four\n</table>\n"
    ).document.text
    assert text == "one\ttwo\nthree x\tfour"


@pytest.mark.parametrize("inside", ["1", "x", "12", "a", "…", "sic", "1, p. 4"])
def test_brackets_that_are_escaped_are_brackets(inside: str) -> None:
    assert parse_markdown(f"As he \\[{inside}\\] says.").document.text == f"As he [{inside}] says."


@pytest.mark.parametrize("rows", ["| 1 | 2 | three |", "| 1 | 2 |\n| 1 | 2 | three | four |"])
def test_cells_beyond_those_of_the_head_are_read(rows: str) -> None:
    text = parse_markdown(f"before\n\n| a | b |\n|---|--:|\n{rows}\n\nafter | this\n").document.text
    assert "three" in text
    assert text.startswith("before\n\na\tb\t")
    assert text.endswith("after | this")


@pytest.mark.parametrize(
    "line", ["**Note**: this is it.", "`path`: where it is.", "See [there](x): it is long.", "*a*~ b", "Of `x`\n`y`: z"]
)
def test_a_colon_behind_an_element_defines_nothing(line: str) -> None:
    document = parse_markdown(f"Term\n: what it means\n\n{line}\n\nOf **it**\n: what `it`: means\n").document
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH] * 5
    assert [block.depth for block in document.blocks] == [0, 1, 0, 0, 1]
    assert document.text.endswith("what it: means")


def shown(text: str) -> list[tuple[str, int, int, str]]:
    document = parse_markdown(text).document
    return [(block.kind.value, block.quote, block.depth, block.span.of(document.text)) for block in document.blocks]


def test_boxes_of_mkdocs_are_quotations_with_their_title() -> None:
    text = (
        "!!! note\n\n    One.\n\n    - an item\n\n    ```py\n    x = 1\n    ```\n\n"
        '??? tip inline "Its `name`"\n'
        '    Two.\n\n    !!! danger ""\n        Three.\n\n1. First\n\n    !!! info\n        Four.\n\n=== "Tab"\n\n'
        "    Five.\n\nSix.\n"
    )
    assert shown(text) == [
        ("quote", 1, 0, "Note"),
        ("quote", 1, 0, "One."),
        ("item", 1, 1, "an item"),
        ("code", 1, 0, "x = 1"),
        ("quote", 1, 0, "Its name"),
        ("quote", 1, 0, "Two."),
        ("quote", 2, 0, "Three."),
        ("item", 0, 1, "First"),
        ("quote", 1, 1, "Info"),
        ("quote", 1, 1, "Four."),
        ("paragraph", 0, 0, "Tab"),
        ("paragraph", 0, 0, "Five."),
        ("paragraph", 0, 0, "Six."),
    ]


@pytest.mark.parametrize(
    "text",
    ["!!! alone\n\nEnd.", "!!! not a box: words\n    End.", "```\n!!! note\n    x\n```", "    !!! note\n        x"],
)
def test_what_is_like_a_box_and_none_stays(text: str) -> None:
    assert "!!!" in parse_markdown(text).document.text


def test_boxes_of_myst_are_words_and_its_code_is_code() -> None:
    text = (
        "```{note}\nOne *word*.\n```\n\n```{admonition} Title\n:class: tip\n\nTwo.\n\n:::{warning}\n"
        "Three.\n:::\n```\n\n"
        "````{figure} a.png\n---\nwidth: 2\n---\nFour.\n````\n\n```{code-cell} python\ny\n```\n\n~~~{tip} Five.\n~~~\n"
    )
    assert shown(text) == [
        ("quote", 1, 0, "Note"),
        ("quote", 1, 0, "One word."),
        ("quote", 1, 0, "Title"),
        ("quote", 1, 0, "Two."),
        ("quote", 2, 0, "Warning"),
        ("quote", 2, 0, "Three."),
        ("paragraph", 0, 0, "Four."),
        ("code", 0, 0, "y"),
        ("quote", 1, 0, "Tip"),
        ("quote", 1, 0, "Five."),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("One ==marked== word, a == b and `==code==`.", "One marked word, a == b and ==code==."),
        ("A line. ^a1b2c3", "A line."),
        ("One %%hidden%% word.\n\n%%\nall of it\n%%", "One word."),
        ("H~2~O and x^2^ and ~~gone~~.", "H2O and x2 and gone."),
        ("Where $a^2b^2$ and x^2^.", "Where a^2b^2 and x^2^."),
        ("{: .lead}\nA paragraph.\n{: #p}", "A paragraph."),
        ("* TOC\n{:toc}\n\nText.", "Text."),
        ('{% hint style="info" %}\nWords.\n{% endhint %}', "Words."),
        ('{% tab title="Linux" %}\nWords.\n{% endtab %}', "Linux\n\nWords."),
        ("{% highlight python %}\nx = 1\n{% endhighlight %}", "x = 1"),
        ('{{< figure src="a.png" caption="A boat" >}}', "A boat"),
        ("{{% notice tip %}}\nWords.\n{{% /notice %}}", "Words."),
        ("```\n{% raw %}\n==a==\n```", "{% raw %}\n==a=="),
        (":::{admonition} Mind\n:class: tip\n\nWords.\n:::", "Mind\n\nWords."),
        ("Text^[A *note*.] goes on.", "Text goes on.\n\nA note."),
        ("Cost $5.\n\nH~2~O", "Cost $5.\n\nH2O"),
        ("A {++new++}{--old--} word{>>why<<}, {~~a~>an~~} {==end==}.", "A new word, an end."),
        ("[TOC]\n\nText.\n\n*[HTML]: Hypertext", "Text."),
        ("a. one\nb. two\n\n(i) three\n(ii) four", "a. one\nb. two\n\n(i) three\n(ii) four"),
        ("I. M. Foreman went\na. way off.", "I. M. Foreman went a. way off."),
        (
            "\\begin{align}\na &= b_1 \\\\\nc &= d_2\n\\end{align}",
            "\\begin{align}\na &= b_1 \\\\\nc &= d_2\n\\end{align}",
        ),
        (
            "Term\n:   Meaning.\n\n    More of it.\n\n    - item\n\nText.\n\n    code",
            "Term\n\nMeaning.\n\nMore of it.\n\nitem\n\nText.\n\ncode",
        ),
        ("| The verse\n|   goes on\n| here.", "The verse\n\xa0\xa0goes on\nhere."),
    ],
)
def test_signs_of_single_programs_are_not_shown(source: str, text: str) -> None:
    assert parse_markdown(source).document.text == text


@pytest.mark.parametrize(
    "drawn",
    [
        "+------+-----+\n| Boat | Oar |\n+======+=====+\n| one  | two |\n+------+-----+",
        "+------+-----+\n| Boat | Oar |\n+------+-----+\n| one  | two |\n+------+-----+",
        "Boat   Oar\n-----  ----\none    two\n\nText.",
        "-----  ----\nBoat   Oar\none    two\n-----  ----",
        "--------------\nBoat    Oar\n------- ------\none     two\n--------------",
    ],
)
def test_tables_that_are_drawn_are_tables(drawn: str) -> None:
    document = parse_markdown(f"Before.\n\n{drawn}\n").document
    (table,) = [block for block in document.blocks if block.kind is BlockKind.TABLE]
    assert [[cell.of(document.text) for cell in row] for row in table.rows] == [["Boat", "Oar"], ["one", "two"]]


def test_a_table_of_rows_of_several_lines_keeps_them_together() -> None:
    drawn = "{0}\n Boat    What it\n         does\n------- -----------\n one    goes out\n        early\n"
    drawn += "\n two    stays\n{0}\n"
    drawn = drawn.format("-" * 20)
    document = parse_markdown(drawn).document
    (table,) = document.blocks
    assert [[cell.of(document.text) for cell in row] for row in table.rows] == [
        ["Boat", "What it does"],
        ["one", "goes out early"],
        ["two", "stays"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "One -- two --\nthree -- four.",
        "Head\n----\n\nText.",
        "    +--+\n    |a |\n    +--+",
        "```\na   b\n--- ---\n```",
        "- - -",
        "+--+--+\n|a|b|c|",
    ],
)
def test_what_is_like_a_drawn_table_and_none_is_none(text: str) -> None:
    assert all(block.kind is not BlockKind.TABLE for block in parse_markdown(text).document.blocks)


@pytest.mark.parametrize("tag", ["div", "table", "b", "details"])
def test_two_tags_of_which_a_sentence_speaks_are_text(tag: str) -> None:
    assert parse_markdown(f"Put it between <{tag}> and </{tag}>, please.").document.text == (
        f"Put it between <{tag}> and </{tag}>, please."
    )
    assert parse_markdown("Is it <b>bold</b>, H<sub> or </sub>?").document.text == "Is it bold, H or ?"


def test_an_instruction_that_never_ends_swallows_nothing() -> None:
    assert kinds(parse_markdown("<?php begins a page.\n\n# Head\n\nText >.")) == [
        ("paragraph", "<?php begins a page."),
        ("heading", "Head"),
        ("paragraph", "Text >."),
    ]


def test_runs_of_backticks_of_all_lengths_take_no_longer_than_their_text() -> None:
    text = "".join("`" * length + " " for length in range(1, 400)) + " ==marked=="
    assert parse_markdown(text).document.text.endswith("marked")


MDX = """\
import Tabs from '@theme/Tabs';
import TabItem from "@theme/TabItem";

export const tides = {
  low: 1,
};

# Sand

<Tabs groupId="os">
  <TabItem
    value="a"
    label="Low tide">
    It moves, as `<Tabs>` says.

    ```js
    move();
    ```
  </TabItem>
</Tabs>

{/* not yet */}

Twice <Mark color={red}>a day</Mark>. <img src={bar} alt="The bar" />
"""


def test_modules_and_components_of_mdx_are_not_shown_and_their_labels_are() -> None:
    found = parse_markdown(MDX).document
    pieces = [one.strip() for one in found.text.split("\n\n")]
    assert pieces == ["Sand", "Low tide", "It moves, as <Tabs> says.", "move();", "Twice a day. The bar"]
    assert BlockKind.CODE in [one.kind for one in found.blocks]


@pytest.mark.parametrize(
    "text",
    ["List<String> and <Tabs> are words.", "```\nimport a from 'b'\n```\n\n<Tabs> stay.", "import 'x' is said <Here>."],
)
def test_what_looks_like_a_component_is_text_where_nothing_says_that_it_is_mdx(text: str) -> None:
    assert all(one in parse_markdown(text).document.text for one in ("<",))
