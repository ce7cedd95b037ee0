"""What a person calls a colour goes out beside the colour, and what comes back is the colour alone."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from reader.domain.colour import Colour
from reader.exchange.format_table import writer
from reader.exchange.formats import org
from reader.exchange.formats.markdown import markdown_reading
from reader.exchange.formats.own import own_json
from reader.exchange.records import Options
from reader.exchange.template import render
from tests.exchange.samples import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.exchange.imported import ImportResult

NAMES = {colour: f"my {colour} thing" for colour in Colour}
OPTIONS = Options(colours=NAMES)


def marked() -> set[Colour]:
    return {one.annotation.colour for one in EXAMPLE.entries if one.annotation.targets}


@pytest.mark.parametrize("name", ["md", "org", "logseq", "html", "json", "jsonl", "w3c", "table"])
def test_both_are_written(name: str) -> None:
    text = "".join(writer(name)([EXAMPLE], OPTIONS))
    for colour in marked():
        assert NAMES[colour] in text
        assert str(colour) in text.replace(NAMES[colour], "")
    assert "thing" not in "".join(writer(name)([EXAMPLE]))


def test_a_table_has_a_column_for_them() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(writer("table")([EXAMPLE], OPTIONS)))))
    highlights = [row for row in rows if row["quote"]]
    assert highlights
    assert all(row["colour_name"] == NAMES[Colour(row["colour"])] for row in highlights)


def test_a_template_sees_them() -> None:
    template = "{% for a in articles %}{% for one in a.annotations %}{{ one.colour_name }},{% endfor %}{% endfor %}"
    assert NAMES[Colour.YELLOW] in "".join(render(template, [EXAMPLE], OPTIONS)) or Colour.YELLOW not in marked()
    assert set("".join(render(template, [EXAMPLE]))) == {","}


@pytest.mark.parametrize(("name", "read"), [("md", markdown_reading.read), ("org", org.read), ("json", own_json.read)])
def test_names_change_nothing_of_what_is_read_back(name: str, read: Callable[[bytes], ImportResult]) -> None:
    plain = read("".join(writer(name)([EXAMPLE])).encode())
    named = read("".join(writer(name)([EXAMPLE], OPTIONS)).encode())
    assert plain.annotations == named.annotations
    assert plain.annotations
