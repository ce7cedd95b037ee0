"""Files of other programs, as they write them, and as nobody should."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Colour
from reader.domain.errors import NotImported
from reader.domain.span import Span
from reader.exchange.detect import detect
from reader.exchange.format_table import readable, reader
from reader.exchange.utf16 import code_points, code_units

KINDLE = """\ufeffThe Harbour (A. Writer)
- Your Highlight on page 12 | Location 170-172 | Added on Monday, April 21, 2014 10:08:07 PM

The sand stays
==========
The Harbour (A. Writer)
- Your Highlight on page 12 | Location 170-173 | Added on Monday, April 21, 2014 10:09:07 PM

The sand stays where it is.
==========
The Harbour (A. Writer)
- Your Note on page 12 | Location 173 | Added on Monday, April 21, 2014 10:10:00 PM

Does it?
==========
The Harbour (A. Writer)
- Your Bookmark on page 20 | Location 300 | Added on Monday, April 21, 2014 10:11:00 PM


==========
"""

HYPOTHESIS = {
    "annotations": [
        {
            "id": "abc",
            "created": "2026-11-22T10:00:00+00:00",
            "updated": "2026-11-22T11:00:00+00:00",
            "user": "acct:me@example.org",
            "uri": "https://example.org/harbour",
            "text": "Does it?",
            "tags": ["coast", "coast", " "],
            "document": {"title": ["The Harbour"]},
            "target": [
                {
                    "source": "https://example.org/harbour",
                    "selector": [
                        {"type": "RangeSelector", "startContainer": "/p[1]"},
                        {"type": "TextPositionSelector", "start": 4, "end": 8},
                        {"type": "TextQuoteSelector", "exact": "sand", "prefix": "The ", "suffix": " stays"},
                    ],
                }
            ],
        },
        {"id": "reply", "references": ["abc"], "text": "Yes."},
        "nonsense",
    ]
}

KOREADER = """-- a comment
return {
    ["annotations"] = {
        {
            ["chapter"] = "Why",
            ["color"] = "green",
            ["datetime"] = "2026-11-22 10:00:00",
            ["drawer"] = "lighten",
            ["note"] = "Does \\"it\\"?",
            ["pos0"] = "/body/DocFragment[3]/body/p[2]/text().17",
            ["text"] = "The sand stays",
        },
        { ["datetime"] = "2026-11-22 10:01:00", ["page"] = 3, ["text"] = "in Why" },
    },
    ["doc_props"] = { ["authors"] = "A. Writer", ["title"] = "The Harbour" },
    ["percent_finished"] = 0.25,
}
"""

CALIBRE = {
    "version": 1,
    "type": "calibre_annotation_collection",
    "annotations": [
        {
            "title": "The Harbour",
            "authors": "A. Writer",
            "annotation": {
                "type": "highlight",
                "uuid": "u1",
                "timestamp": "2026-11-22T10:00:00.000Z",
                "highlighted_text": "The sand stays",
                "notes": "Does it?",
                "start_cfi": "/2/4/1:0",
                "style": {"kind": "color", "type": "builtin", "which": "green"},
            },
        },
        {"annotation": {"uuid": "u2", "removed": True, "timestamp": "2026-11-22T10:00:00.000Z"}},
    ],
}

ZOTERO = [
    {"key": "P1", "data": {"key": "P1", "itemType": "attachment", "title": "The Harbour"}},
    {
        "key": "A1",
        "data": {
            "key": "A1",
            "parentItem": "P1",
            "itemType": "annotation",
            "annotationType": "highlight",
            "annotationText": "The sand stays",
            "annotationComment": "Does it?",
            "annotationColor": "#5fb236",
            "annotationPageLabel": "7",
            "tags": [{"tag": "coast"}],
            "dateModified": "2026-11-22T10:00:00Z",
        },
    },
]

READEST = {
    "$format": "readest-annotations",
    "version": 1,
    "book": {"title": "The Harbour", "author": "A. Writer"},
    "annotations": [
        {"id": "r1", "type": "annotation", "text": "The sand stays", "note": "Does it?", "color": "green", "cfi": "x"},
        {"id": "r2", "type": "bookmark", "text": "a page"},
    ],
}

BOOKOKRAT = """- id: b1
  chapter_href: ch1.xhtml
  annotation_type: comment
  color: green
  quoted_text: The sand stays
  content: Does it?
  updated_at: 2026-11-22T10:00:00Z
"""

READWISE = """Highlight,Title,Author,URL,Note,Location,Date
"The sand stays",The Harbour,A. Writer,,".coast .sea
Does it?",12,2026-11-22 10:00:00
"""

FILES = {
    "kindle": ("My Clippings.txt", KINDLE),
    "hypothesis": ("export.json", json.dumps(HYPOTHESIS)),
    "koreader": ("metadata.epub.lua", KOREADER),
    "calibre": ("calibre.json", json.dumps(CALIBRE)),
    "zotero": ("items.json", json.dumps(ZOTERO)),
    "readest": ("book.json", json.dumps(READEST)),
    "bookokrat": ("comments.yaml", BOOKOKRAT),
    "csv": ("readwise.csv", READWISE),
}


COLOURLESS = ("kindle", "hypothesis", "csv")


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_each_program(name: str) -> None:
    file, content = FILES[name]
    assert detect(content.encode(), file) == name
    (one,) = reader(name)(content.encode()).annotations
    assert one.quote == {"kindle": "The sand stays where it is.", "hypothesis": "sand"}.get(name, "The sand stays")
    assert one.note == ('Does "it"?' if name == "koreader" else "Does it?")
    assert one.source.title == ("" if name == "bookokrat" else "The Harbour")
    assert (one.modified is None) == (name == "readest"), "the only one here that does not say when"
    assert one.colour is (Colour.YELLOW if name in COLOURLESS else Colour.GREEN)


def test_kindle_takes_the_last_of_a_highlight_that_grew_and_its_note() -> None:
    reading = reader("kindle")(KINDLE.encode())
    (one,) = reading.annotations
    assert (one.quote, one.note) == ("The sand stays where it is.", "Does it?")
    assert one.source.authors == ("A. Writer",)
    assert reading.left_out == (("bookmarks", 1), ("older versions of highlights that were changed later", 1))


def test_hypothesis_counts_what_it_leaves_out() -> None:
    reading = reader("hypothesis")(json.dumps(HYPOTHESIS).encode())
    assert dict(reading.left_out) == {"replies": 1, "annotations without quote and note": 1}
    (one,) = reading.annotations
    assert one.tags == ("coast",)
    assert one.utf16
    assert one.selectors is not None
    assert one.selectors.position == Span(4, 8)


def test_readwise_tags_stand_on_the_first_line_of_the_note() -> None:
    (one,) = reader("csv")(READWISE.encode()).annotations
    assert (one.tags, one.note, one.created) == (("coast", "sea"), "Does it?", datetime(2026, 11, 22, 10, tzinfo=UTC))


def test_headings_of_org_that_say_nothing_are_left_out() -> None:
    reading = reader("org")(b"* The Harbour\n** Note\n:PROPERTIES:\n:org-remark-id: 1\n:END:\n")
    assert (reading.annotations, reading.left_out) == ((), (("headings without quote and note", 1),))


@given(st.text(max_size=40), st.data())
def test_code_units_and_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert code_points(text, code_units(text, span)) == span


W3C = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationCollection"}


@pytest.mark.parametrize("position", [-1, 10**30, "4", None, 1.5, True, [], {}])
def test_a_position_that_is_none_is_left_away_and_the_quote_taken(position: object) -> None:
    selectors = [
        {"type": "TextPositionSelector", "start": position, "end": 9},
        {"type": "TextQuoteSelector", "exact": "sand"},
    ]
    item = {"id": "urn:x", "type": "Annotation", "target": {"source": "https://example.org", "selector": selectors}}
    (one,) = reader("w3c")(json.dumps({**W3C, "items": [item]}).encode()).annotations
    assert one.selectors is not None
    assert (one.quote, one.selectors.position) == ("sand", None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"5",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"format":"reader-annotations"} {"x":1}',
        b'{"format":"reader-annotations","version":99,"articles":[]}',
        b"PK\x03\x04" + bytes(100),
        b"return {" * 10_000,
        b"return os.execute('x')",
        b"a,b\n1,2\n",
        b"[]",
        b"null",
    ],
)
def test_what_is_no_file_of_annotations_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(NotImported):
        reader(detect(data, "notes"))(data)


@pytest.mark.parametrize("name", [one.name for one in readable()])
@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    try:
        reading = reader(name)(data)
    except NotImported:
        return
    assert all(one.quote or one.note for one in reading.annotations)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("name", ["hypothesis", "calibre", "zotero", "readest"])
@given(data=st.data())
def test_a_field_of_any_type_is_survived(name: str, data: st.DataObject) -> None:
    whole = json.loads(FILES[name][1])
    rows = whole if isinstance(whole, list) else whole["annotations"]
    row = rows[0]
    for part in (row, *(value for value in row.values() if isinstance(value, dict))):
        for field in list(part):
            if data.draw(st.booleans()):
                part[field] = data.draw(VALUES)
    reading = reader(name)(json.dumps(whole).encode())
    assert all(one.quote or one.note for one in reading.annotations)
