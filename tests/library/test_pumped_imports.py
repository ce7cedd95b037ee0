"""Files of thousands of records that are all alike: nothing in an import looks at each beside each.

What is quadratic takes minutes here, and seconds otherwise.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.library.conftest import new_library

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY = 3_000
ADDED = "Added on Monday, March 4, 2024 9:00:00 PM"


def table(*rows: str) -> str:
    return "\n".join(("Highlight,Title,Author,Note", *rows))


def hypothesis(addresses: str) -> str:
    rows: list[Mapping[str, Any]] = [
        {"id": f"{n}", "uri": addresses.format(n), "text": "mine", "document": {"title": ["Untitled"]}}
        for n in range(MANY)
    ]
    return json.dumps({"annotations": rows})


def clippings(words: str, place: str) -> str:
    return "".join(f"Book\n- {place} | {ADDED}\n\n{words}{n}\n==========\n" for n in range(MANY))


def entries(heading: str) -> str:
    return "".join(
        f"<div class='noteHeading'>{heading}</div><div class='noteText'>words {n}</div>" for n in range(MANY)
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "name", "articles"),
    [
        (hypothesis("https://example.org/{}"), "a.json", MANY),
        (hypothesis("urn:x-pdf:{}"), "a.json", MANY),
        (table(*(f"words {n},Poems,Author N{n}," for n in range(MANY))), "a.csv", MANY),
        (table(*(f"the same words,Poems,,note {n}" for n in range(MANY))), "a.csv", 1),
        (table(f"words,{'(a) ' * MANY},{'a and ' * MANY},"), "a.csv", 1),
        (clippings("a" * 400, "Your Note on page 1"), "a.txt", 1),
        (clippings("words ", "Your Highlight at location 1-999999999"), "a.txt", 1),
        ("<div class='bookTitle'>Book</div>" + entries("Note - Page 1 · Location 5"), "a.html", 1),
        ("* A\n:PROPERTIES:\n:org-remark-file: a\n:END:\n" + "** x\n*** y\n" * MANY * 5, "a.org", 1),
    ],
    ids=["pages", "pdfs", "authors", "notes", "title", "edits", "places", "notebook", "org"],
)
def test_what_is_alike_comes_in_as_fast_as_anything(data: str, name: str, articles: int) -> None:
    library = new_library()
    library.imports.importer().take_in(data.encode(), name)
    assert len(library.store.articles()) == articles
