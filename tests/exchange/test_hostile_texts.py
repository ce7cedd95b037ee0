"""A text stays a text, whichever field it stands in and whichever format it is written in."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import lxml.html
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.domain.annotation import Annotation, NoteText, Target
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.format_table import reader, writable, writer
from reader.exchange.formats.cells import guard_cell, unguard_cell
from reader.exchange.formats.markdown.markdown_text import note, quote_markdown
from reader.exchange.formats.markdown.note_html import note_html
from reader.exchange.gather import gather
from reader.exchange.sanitize import lines_visible, visible
from tests.exchange.hostile import ALL, EDITORS, NOTES, PAGE
from tests.exchange.samples import ARTICLE, DOCUMENT, EXAMPLE, NOW, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

    from reader.exchange.records import Exported


SIGNS = "a1 \n`*_[]()<>&#|~=$%^!{}:\\-+.\"'\t/"
NOTE_ELEMENTS = {"div", "p", "strong", "em", "s", "code", "pre", "a", "br", "ul", "ol", "li", "blockquote", "hr"}


def everywhere(text: str) -> Exported:
    """An article that has `text` in every field that a text can come into."""
    article = ARTICLE._replace(
        title=text, authors=(text,), date=text, url=text, tags=(text,), language=text, format=text, sources=()
    )
    target = Target(VERSION, Selectors(TextQuoteSelector(text, text, text), Span(0, 5)))
    rivals = (NoteText(text, text, NOW), NoteText(f"{text}2", text, NOW))
    marked = Annotation("00000001-0000", article.id, NOW, NOW, (target,), text, (text,), creator=text, rivals=rivals)
    return gather(article, [marked, marked._replace(id="00000002-0000", targets=())], DOCUMENT)


def export(name: str, text: str) -> str:
    return "".join(writer(name)([everywhere(text)]))


@pytest.mark.parametrize("name", [one.name for one in writable()])
def test_nothing_that_steers_is_written_raw(name: str) -> None:
    for text in ALL:
        written = export(name, text)
        written.encode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written), repr(text)


def test_json_has_every_text_unchanged() -> None:
    for text in [*ALL, "\ud800"]:
        article = json.loads(export("json", text))["articles"][0]
        assert article["title"] == text
        for one in article["annotations"]:
            assert (one["note"], one["tags"]) == (text, [text])
        assert article["annotations"][1]["quote"] == text
        found = json.loads(export("w3c", text))["first"]["items"][1]
        assert found["target"]["selector"][0]["exact"] == text


def test_json_comes_back_through_the_importer() -> None:
    for text in ALL:
        text = text.replace("\r", "")
        for name in ("json", "jsonl", "w3c", "epub"):
            found = reader(name)(export(name, text).encode()).annotations
            between = "\n\n[Also written" if name == "epub" else f"\n\n{text}"
            assert text in {one.note.split(between)[0] for one in found} or not text.strip()


# Spreadsheets


def test_no_cell_of_a_table_is_a_formula() -> None:
    for text in ALL:
        for row in csv.reader(io.StringIO(export("csv", text[:1000]))):
            assert not [cell for cell in row if re.match(r"[\t\r\n]|\s*[=+\-@|＝＋－＠｜]", cell)], repr(text)


@given(st.text(st.sampled_from("'=+-@|\t\n a＝"), max_size=6))
def test_a_guarded_cell_comes_back(text: str) -> None:
    assert unguard_cell(guard_cell(text)) == text
    assert not re.match(r"[\t\r\n]|\s*[=+\-@|＝＋－＠｜]", guard_cell(text))


# The web page


def shape(page: str) -> set[tuple[str, tuple[str, ...]]]:
    """The elements of a page with their attributes' names."""
    return {
        (str(one.tag), tuple(sorted(map(str, one.attrib))))
        for one in lxml.html.document_fromstring(page.encode()).iter()
    }


MARKED = """# Heading

**Both** *halves* of ~~it~~ `code`, [there](https://example.org)\\
and on.

- one
- two

1. three

1) four

7. five

> quoted

---

    code

```python
code
```
"""
"""All that a note's Markdown is set as."""


@pytest.mark.slow
def test_a_page_has_no_element_that_its_template_has_not() -> None:
    expected = shape(export("html", MARKED)) | shape(export("html", "https://example.org"))
    for text in ALL:
        page = export("html", text)
        assert shape(page) <= expected, repr(text)
        assert "default-src 'none'" in page
    links = lxml.html.document_fromstring(export("html", 'https://a:secret@example.org/"><b>')).xpath("//a/@href")
    assert links == ["https://example.org/%22%3E%3Cb%3E"]


@example("> " * 30 + "deep")
@example("&#x202e;")
@given(st.one_of(st.text(st.sampled_from(SIGNS), max_size=80), st.sampled_from(ALL), st.text()))
def test_a_note_on_a_page_loses_no_word_and_loads_nothing(text: str) -> None:
    written = note_html(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    whole = lxml.html.fragment_fromstring(written, create_parent="div")
    assert {str(one.tag) for one in whole.iter()} <= NOTE_ELEMENTS
    for link in whole.xpath("//a/@href"):
        assert re.match("https?:|mailto:", str(link))
    if not re.search("[&\\\\]|http|mailto|1|`|~", text):
        assert re.findall("[a-z]+", "".join(map(str, whole.itertext()))) == re.findall("[a-z]+", visible(text))


# Markdown


def tokens(written: str) -> Iterator[Token]:
    """What CommonMark with raw HTML, tables and strike-through makes of a file, front matter taken off."""
    body = written.split("---\n", 2)[2] if written.startswith("---\n") else written
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for one in parser.parse(body):
        yield one
        yield from one.children or ()


@pytest.mark.slow
def test_markdown_starts_nothing_that_was_not_asked_for() -> None:
    for text in ALL:
        for one in tokens(export("md", text)):
            assert one.type not in ("html_block", "html_inline", "image"), repr(text)
            if one.type == "link_open":
                assert re.match("https?://|mailto:", str(one.attrs["href"])), repr(text)
            if one.type == "fence":
                assert one.info in ("text", ""), repr(text)


@pytest.mark.slow
def test_headings_and_front_matter_are_the_exporters_own() -> None:
    for text in ALL:
        written = export("md", text)
        assert sum(one.type == "heading_open" for one in tokens(written)) == 2, repr(text)
        facts = yaml.safe_load(written.split("---\n")[1])
        assert set(facts) <= {"title", "authors", "url", "date", "tags", "reader-id"}, repr(text)


@example(" __c__ d__e f_g ")
@given(st.one_of(st.text(st.sampled_from(SIGNS), max_size=30), st.sampled_from([*NOTES, *EDITORS, *PAGE]), st.text()))
def test_a_quote_shows_its_own_characters(text: str) -> None:
    shown = "\n".join(f"> {line}" for line in quote_markdown(f"x{text}x"))
    texts: list[str] = []
    for one in tokens(shown):
        assert one.type in (
            *("inline", "text", "softbreak", "hardbreak"),
            *("blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close"),
        ), repr(shown)
        texts.append(one.content if one.type == "text" else "\n" if "break" in one.type or "open" in one.type else "")
    assert "".join("".join(texts).split()) == "".join(lines_visible(f"x{text}x").split())


@given(st.text(st.sampled_from(SIGNS), max_size=60))
def test_a_note_never_becomes_more_than_prose_and_code(text: str) -> None:
    after = [*note(text), "", "END", ""]
    found = list(tokens("\n".join(after)))
    assert not [one for one in found if one.type in ("html_block", "html_inline", "image", "heading_open")]
    assert found[-1].type == "paragraph_close"
    assert [one.content for one in found if one.type == "inline"][-1] == "END"


def test_a_note_stays_the_markdown_that_it_is() -> None:
    text = "**Both** *halves*, `code`, [there](https://example.org), [[a page]]\n- one\n- two\n```python\nx < 1\n```"
    assert [line for line in note(text) if line] == text.split("\n")


# Org, Logseq


@pytest.mark.parametrize("before", ["", "words\n\n", "- item\n\nwords\n\n"])
def test_code_by_its_indent_comes_out_as_it_was_written(before: str) -> None:
    code = ["if a <b> c:", "", "    print('#x [[y]] &amp;')", "```"]
    written = note(before + "\n".join(f"    {line}".rstrip() for line in code) + "\n\nafter <b>")
    begin = written.index("````text")
    assert written[begin + 1 : written.index("````", begin + 1)] == code
    assert written[-1] == "after \\<b>"


def test_what_is_indented_below_an_item_is_a_part_of_it() -> None:
    assert "    \\<b>" in note("- item\n\n    <b>")


def test_org_is_not_broken_out_of() -> None:
    for text in ALL:
        written = export("org", text)
        lines = written.split("\n")
        assert "-*-" not in lines[0]
        assert sum(line.startswith("*") for line in lines) == 3, repr(text)
        assert not [line for line in lines if re.match(r"\s*#(?!\+begin_src \w+$|\+end_src$)", line)], repr(text)
        assert "[[" not in written
        assert not re.search("local variables:|vim?:|ex:", written, re.IGNORECASE), repr(text)
        drawers = [line for line in lines if re.match(r"\s*:(?!org-remark-|reader-)[\w-]+:", line)]
        assert set(drawers) <= {":PROPERTIES:", ":END:"}, repr(text)


def test_org_gives_every_text_back() -> None:
    for text in (*NOTES, *EDITORS, *PAGE):
        found = reader("org")(export("org", text).encode()).annotations
        assert found[1].quote == text, repr(text)
        assert found[1].tags == (text.strip(),)
        assert found[0].note.startswith(text.strip("\n")), repr(text)


def test_logseq_has_no_date_of_a_text() -> None:
    for word in ("DEADLINE", "SCHEDULED", "CLOSED"):
        written = re.sub(r"\[\[.*?\]\]", "", export("logseq", f"{word}: <2024-01-01 Mon>"))
        assert f"{word}:" not in written
        assert f"{word}\u200b:" in written


def test_a_formula_of_a_note_is_as_it_was_written_in_org() -> None:
    kept = (r"so $x^2 + \alpha_1$, \(a_b\), $$e^x$$", "$$", r"\frac{a_1}{b^2}", "$$")
    written = export("org", "\n".join(kept))
    assert "\n".join(kept) in written
    for acting in (r"$\input{x}$", "$[[elisp:x]]$", r"a\section{x}", "a_b", "`$x$` x_1"):
        assert f"{acting}." not in export("org", f"{acting}.").split("\n")
    assert reader("org")(written.encode()).annotations[0].note.startswith("\n".join(kept))


def test_a_formula_in_brackets_stays_one_in_a_page() -> None:
    assert note_html(r"so \(x_1*y*z\), \[sic\] and \(open") == "<p>so \\(x_1*y*z\\), [sic] and (open</p>\n"


def test_a_note_in_logseq_has_no_entities_drawers_dates_or_tasks_of_its_own() -> None:
    note = "# one\n---\n:ID: 1\n:END:\n- TODO two\n- [#A] three\n<2024-01-01> \\alpha &#45; $\\alpha$ `\\b &#45;`"
    written = export("logseq", note)
    for line in (
        *(r"- \# one", r"\---", ":ID: 1", r"\:END:", r"- \TODO two", r"- [\#A] three"),
        r"\<2024-01-01> \\alpha &\#45; $\alpha$ `\b &#45;`",
    ):
        assert line in [one.strip() for one in written.split("\n")]


def test_the_title_in_logseq_is_the_page_s_name() -> None:
    titled = EXAMPLE._replace(article=EXAMPLE.article._replace(title="C# [draft] *new* #1 [[x]]"))
    assert "".join(writer("logseq")([titled])).startswith("title:: C# [draft] *new* ＃1 [\u200b[x]]\n")


@pytest.mark.slow
def test_logseq_has_no_property_or_macro_of_a_text() -> None:
    for text in ALL:
        written = export("logseq", text)
        assert "{{" not in written
        assert "((" not in written
        names = set(re.findall(r"(?:^|\s)([^\s:]+):: ", written))
        assert names <= {"title", "author", "url", "date", "reader-id", "id", "hl-color", "place"}, repr(text)
        assert all(line.startswith(("- ", "  ", "\t")) for line in written.split("\n\n", 1)[1].split("\n") if line)


def test_every_text_is_seen_somewhere() -> None:
    """What is replaced is replaced sign for sign: nothing is lost."""
    for text in ALL:
        assert len(visible(text)) == len(text)


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["`", "\n", "a\n", "```sh\n"])
def test_a_note_that_goes_on_and_on_is_written_in_org_at_once(piece: str) -> None:
    # Minutes where each line or sign looks at all that follow.
    assert export("org", f"a{piece * (20_000 // len(piece))}b")
