"""One example, as it looks in the formats that people read. The files beside this one are meant to be read too.

After a change that is wanted: `UPDATE_EXAMPLES=1 pytest tests/exchange/test_examples.py`, and look at the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reader.domain.annotation import RETURNED
from reader.domain.errors import NotExported, NotUnderstood
from reader.exchange.format_table import format_named, reader, writable, writer
from reader.exchange.template import render
from tests.exchange.samples import ARTICLE, EXAMPLE

EXAMPLES = Path(__file__).parent / "examples"


@pytest.mark.parametrize("name", ["md", "html", "json", "csv", "org", "logseq", "txt", "w3c"])
def test_the_example_looks_as_it_did(name: str) -> None:
    file = EXAMPLES / f"{name}{format_named(name).extension}"
    written = "".join(writer(name)([EXAMPLE]))
    if os.environ.get("UPDATE_EXAMPLES"):
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["md", "html", "org", "logseq", "txt", "json", "jsonl", "w3c", "epub"])
def test_what_is_back_from_a_deletion_says_so(name: str) -> None:
    first = EXAMPLE.entries[0]
    back = first._replace(annotation=first.annotation._replace(returned=True))
    written = "".join(writer(name)([EXAMPLE._replace(entries=(back,))]))
    assert "returned" in written or RETURNED in written
    assert "returned" not in (plain := "".join(writer(name)([EXAMPLE])))
    assert RETURNED not in plain


@pytest.mark.parametrize("name", [one.name for one in writable()])
def test_several_articles_and_none(name: str) -> None:
    several = "".join(writer(name)([EXAMPLE, EXAMPLE]))
    words = "The Harbour" if name in ("bibtex", "csl") else "Nobody brought it"
    assert several.count(words) >= 2
    assert words not in "".join(writer(name)([]))


def test_names_of_formats_are_told_to_who_mistypes_one() -> None:
    with pytest.raises(NotUnderstood, match="md, json"):
        writer("markdwon")
    with pytest.raises(NotUnderstood, match="kindle"):
        reader("html")


TEMPLATE = """{% for article in articles %}{{ article.title }} by {{ article.authors | join(", ") }}
{% for one in article.annotations if one.quote %}
{{ one.quote | quoted }}
{{ one.note }}{% for tag in one.tags %} #{{ tag | slug }}{% endfor %} ({{ one.place.paragraph if one.place else "?" }})
{% endfor %}{% endfor %}"""


def test_a_template_sees_what_the_json_export_has() -> None:
    text = "".join(render(TEMPLATE, [EXAMPLE]))
    assert text.startswith("The Harbour by A. Writer, B. Other\n")
    assert "> Nobody brought it\n=SUM(A1) #to-do (2)" in text


@pytest.mark.parametrize(
    "template",
    ["{% for %}", "{{ nothing.here }}", "{{ ''.__class__.__mro__ }}", "{{ 1 / 0 }}", "{% include '/etc/passwd' %}"],
)
def test_a_template_that_fails_or_reaches_out_is_told_so(template: str) -> None:
    with pytest.raises(NotExported, match="template"):
        "".join(render(template, [EXAMPLE]))


def test_what_a_template_writes_steers_nothing() -> None:
    assert "".join(render("\x1b[2J{{ articles | length if false else '' }}", [EXAMPLE])) == "␛[2J"
    assert ARTICLE.title in "".join(render("{% for one in articles %}{{ one.title }}{% endfor %}", [EXAMPLE]))
