"""What particular programs write that others do not: their old files, their parents and chains, their places."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from time import tzset
from typing import TYPE_CHECKING, Any

import pytest

from reader.domain.errors import NotImported
from reader.exchange.detect import detect
from reader.exchange.format_table import reader
from reader.exchange.html_notes import markdown_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.exchange.imported import Imported

SENTENCE = "The tide turned before noon."


def taken(data: bytes | object, name: str, expected: str) -> Sequence[Imported]:
    """The annotations of a file whose format is told from it alone."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    assert detect(raw, name) == expected
    return reader(expected)(raw).annotations


@pytest.fixture(params=["UTC", "Asia/Kolkata", "America/St_Johns", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    tzset()
    yield request.param
    monkeypatch.undo()
    tzset()


def sidecar(note: str, *, quote: str = SENTENCE, page: str = '"/body/p[1]/text().0"', escaped: bool = False) -> bytes:
    words = "".join(f"\\{byte}" for byte in quote.encode()) if escaped else quote
    place = f'["datetime"] = "2023-03-04 21:00:00", ["pos0"] = {page}, ["page"] = {page}'
    return (
        "-- we can read Lua syntax here!\nreturn {\n"
        f'["bookmarks"] = {{ [1] = {{ ["highlighted"] = true, ["notes"] = "{words}", ["text"] = "{note}", {place} }},\n'
        '[2] = { ["text"] = "Page 9 @ 2023-03-04 22:00:00", ["datetime"] = "2023-03-04 22:00:00", ["page"] = 9 } },\n'
        f'["highlight"] = {{ [12] = {{ [1] = {{ ["drawer"] = "underscore", ["text"] = "{words}", ["chapter"] = "One", '
        f"{place} }} }} }},\n"
        '["stats"] = { ["title"] = "Tides", ["authors"] = "Ann Other\\\nBob Someone" }, ["doc_path"] = "/b/tides.pdf" }'
    ).encode()


@pytest.mark.parametrize("name", ["metadata.epub.lua", "metadata.pdf.lua.old", "unnamed"])
@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("my own note", "my own note"),
        (f"Page 12 {SENTENCE} @ 2023-03-04 21:00:00", ""),
        (f"Seite 12 {SENTENCE} @ 2023-03-04 21:00:00", ""),
        (f"第 12 页 {SENTENCE} @ 2023-03-04 21:00:00", ""),
        (f"2023-03-04 21:00:00: {SENTENCE} (p. 12)", ""),
        (SENTENCE, ""),
        ("see 2023-03-04 21:00:00", "see 2023-03-04 21:00:00"),
    ],
)
def test_a_sidecar_of_before_2024(name: str, text: str, note: str) -> None:
    (one,) = taken(sidecar(text), name, "koreader")
    assert (one.quote, one.note, one.chapter) == (SENTENCE, note, "One")
    assert (one.source.title, one.source.authors) == ("Tides", ("Ann Other", "Bob Someone"))
    assert one.place is not None
    assert (one.place.unit, one.place.start) == ("page", 12)


def test_places_of_pdfs_and_bytes_that_are_escaped() -> None:
    (one,) = taken(
        sidecar("n", quote="Größe 東京", page="{ page = 3, x = 1.5, y = -2 }", escaped=True), "a.lua", "koreader"
    )
    assert one.quote == "Größe 東京"


def test_times_of_a_sidecar_are_those_of_the_device(zone: str) -> None:
    (one,) = taken(sidecar("n"), "a.lua", "koreader")
    assert one.created == datetime(2023, 3, 4, 21).astimezone()
    hours = {"UTC": 21.0, "Asia/Kolkata": 15.5, "America/St_Johns": 24.5, "America/New_York": 26.0}[zone]
    assert one.created is not None
    assert (one.created.astimezone(UTC) - datetime(2023, 3, 4, tzinfo=UTC)).total_seconds() == hours * 3600


def test_numbers_that_are_none_and_a_review_of_the_book() -> None:
    data = (
        'return { ["percent_finished"] = -nan, ["annotations"] = { [1] = { ["drawer"] = "lighten", ["text"] = "words", '
        '["pboxes"] = { { ["x"] = math.huge, ["y"] = -inf, ["h"] = 1e+300 } } } }, '
        '["stats"] = { ["title"] = "Tides", ["authors"] = "N/A" }, '
        '["summary"] = { ["status"] = "complete", ["note"] = "to be read again", ["modified"] = "2024-05-06" } }'
    )
    mark, review = taken(data.encode(), "metadata.pdf.lua", "koreader")
    assert (mark.quote, mark.source.authors) == ("words", ())
    assert (review.quote, review.note) == ("", "to be read again")
    assert review.created is not None
    assert review.created.date().isoformat() == "2024-05-06"


def test_what_was_changed_later_says_when() -> None:
    entry = (
        '["drawer"] = "lighten", ["text"] = "words", ["datetime"] = "2024-09-01 10:00:00", '
        '["datetime_updated"] = "2024-09-02 11:30:00", ["page"] = "/body/p[1]"'
    )
    (one,) = taken(f'return {{ ["annotations"] = {{ {{ {entry} }} }} }}'.encode(), "metadata.epub.lua", "koreader")
    assert one.created == datetime(2024, 9, 1, 10).astimezone()
    assert one.modified == datetime(2024, 9, 2, 11, 30).astimezone()


def test_a_note_on_a_page_of_koreader_is_a_page_note() -> None:
    data = b'return { ["annotations"] = { { ["page"] = 3, ["text"] = "in One", ["note"] = "mine", ["pageno"] = 3 } } }'
    (one,) = taken(data, "metadata.epub.lua", "koreader")
    assert (one.quote, one.note) == ("", "mine")


PAPER: dict[str, Any] = {
    "key": "PAPER001",
    "itemType": "journalArticle",
    "title": "On the Sand",
    "creators": [
        {"firstName": "Ann", "lastName": "Other", "creatorType": "author"},
        {"name": "Harbour Board", "creatorType": "author"},
        {"firstName": "No", "lastName": "Body", "creatorType": "editor"},
    ],
    "DOI": "https://doi.org/10.1000/SAND",
    "tags": [{"tag": "coast, sea"}],
}
ANNOTATION: dict[str, Any] = {
    "key": "ANNOT001",
    "itemType": "annotation",
    "parentItem": "ATTACH01",
    "annotationType": "highlight",
    "annotationText": "H<sub>2</sub>O moves",
    "annotationComment": "see <i>Reed</i> &amp; <b>Co</b>, if a < b",
    "annotationPageLabel": "17",
    "tags": [{"tag": "#todo"}, {"tag": "Reed, Ann"}],
    "dateAdded": "2024-03-04 21:00:00",
}
ATTACHMENT: dict[str, Any] = {
    "key": "ATTACH01",
    "itemType": "attachment",
    "parentItem": "PAPER001",
    "title": "Full Text PDF",
}
NOTE: dict[str, Any] = {
    "key": "NOTE0001",
    "itemType": "note",
    "parentItem": "PAPER001",
    "note": "<p>One</p><ul><li>two</li></ul>",
}


@pytest.mark.parametrize("wrapped", [True, False])
def test_zoteros_annotations_are_of_the_paper_at_the_top(*, wrapped: bool) -> None:
    items = [ANNOTATION, NOTE, ATTACHMENT, PAPER]
    one, note = taken([{"key": item["key"], "data": item} for item in items] if wrapped else items, "x", "zotero")
    assert (one.source.title, one.source.authors) == ("On the Sand", ("Ann Other", "Harbour Board"))
    assert (one.source.doi, one.source.tags) == ("10.1000/sand", ("coast, sea",))
    assert (one.quote, one.note) == ("H2O moves", "see *Reed* & **Co**, if a < b")
    assert (one.tags, one.origin_id) == (("#todo", "Reed, Ann"), "ANNOT001")
    assert one.place is not None
    assert one.place.start == 17
    assert (note.quote, note.note, note.source) == ("", "One\n\n- two", one.source)


def test_what_was_written_on_a_picture_is_a_note_of_the_paper() -> None:
    picture = {"itemType": "annotation", "annotationType": "image", "annotationText": "", "key": "I"}
    whole = [{**picture, "annotationComment": "about it"}, {**picture, "key": "J", "annotationComment": ""}]
    read = reader("zotero")(json.dumps(whole).encode())
    assert [(one.quote, one.note) for one in read.annotations] == [("", "about it")]
    assert read.left_out[0][1] == 1


def test_better_bibtex_puts_all_into_the_paper() -> None:
    inner = {key: value for key, value in ANNOTATION.items() if key not in ("itemType", "parentItem")}
    attachment = {"itemType": "attachment", "title": "sand.pdf", "annotations": [inner]}
    paper = {**PAPER, "attachments": [attachment], "notes": [{"key": "N", "note": "<p>mine</p>"}, "<p>bare</p>"]}
    found = taken({"config": {"label": "BetterBibTeX JSON"}, "items": [paper]}, "x.json", "zotero")
    assert {one.source.title for one in found} == {"On the Sand"}
    assert [one.note for one in found] == ["see *Reed* & **Co**, if a < b", "mine", "bare"]


def test_a_library_without_annotations_is_refused_in_a_sentence() -> None:
    with pytest.raises(NotImported, match="no annotations"):
        reader("zotero")(json.dumps([PAPER]).encode())


READWISE = {
    "user_book_id": 1,
    "title": "Tides",
    "author": "Ann Other",
    "source_url": "https://example.com/tides",
    "book_tags": [{"id": 1, "name": "sea, coast"}],
    "document_note": "on the whole",
    "highlights": [
        {
            "id": 5,
            "text": "Yes.",
            "location": 10,
            "location_type": "page",
            "tags": [{"name": "a"}],
            "is_favorite": True,
        },
        {"id": 6, "text": "Yes.", "location": 90, "location_type": "page", "note": ".b\nmine"},
        {"id": 7, "text": "gone", "is_discard": True},
    ],
}


@pytest.mark.parametrize("whole", [{"count": 1, "results": [READWISE]}, [READWISE]])
def test_readwises_json(whole: object) -> None:
    first, second, page_note = taken(whole, "x.json", "csv")
    assert first.id != second.id
    assert (first.star, first.tags, second.tags, second.note) == (True, ("a",), ("b",), "mine")
    assert (first.origin_id, page_note.note, page_note.quote) == ("5", "on the whole", "")
    assert {one.source.tags for one in (first, second, page_note)} == {("sea, coast",)}


def test_a_table_of_readwise_tells_places_and_document_tags() -> None:
    data = (
        b"Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,"
        b"Highlighted at,Document tags\n"
        b"Yes.,Tides,Ann,,,blue,x,page,10,2024-01-01 10:00:00+00:00,sea\n"
        b"Yes.,Tides,Ann,,,,,page,200,2024-01-02 10:00:00+00:00,sea\n"
    )
    first, second = taken(data, "readwise-data.csv", "csv")
    assert first.id != second.id
    assert (first.source.tags, str(first.colour), second.place and second.place.start) == (("sea",), "blue", 200)


@pytest.mark.parametrize("when", ["2022-09-13 16:41:53+00:00", "September 13, 2022 04:41:53 PM", "13.9.2022 16:41:53"])
def test_dates_of_a_table_in_words_and_in_other_orders(when: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    tzset()
    table = f'Highlight,Title,Highlighted at\nWords.,Tides,"{when}"\n'
    assert taken(table.encode(), "r.csv", "csv")[0].created == datetime(2022, 9, 13, 16, 41, 53, tzinfo=UTC)


@pytest.mark.parametrize("quote", ["Quote", "Quote/description"])
def test_the_table_of_hypothesis(quote: str, zone: str) -> None:
    data = (
        f"Created at,Author,Page,URL,Group,Type,{quote},Comment,Tags\n"
        f'2024-02-01 10:00,ann,7,https://example.com/a,Public,Annotation,{SENTENCE},"two\nlines","law,history"\n'
        "2024-02-01 10:09,bob,,https://example.com/a,Public,Reply,,no,\n"
    ).encode()
    (one,) = taken(data, f"{zone.replace('/', '-')}.csv", "hypothesis")
    assert (one.quote, one.note, one.tags, one.creator) == (SENTENCE, "two\nlines", ("law", "history"), "ann")
    assert one.created == datetime(2024, 2, 1, 10).astimezone()


@pytest.mark.parametrize(("title", "shown"), [("Tides", "Tides"), ("", "Book 12 of calibre")])
def test_books_of_calibre_are_told_apart_by_their_number(title: str, shown: str) -> None:
    row = {"type": "highlight", "highlighted_text": SENTENCE, "spine_index": 3, "uuid": "u", "toc_family_titles": ["A"]}
    rows = [{**row, "book_id": 12, "title": title}, {**row, "book_id": 13, "uuid": "v"}]
    one, other = taken({"type": "calibre_annotation_collection", "annotations": rows}, "x", "calibre")
    assert (one.source.title, other.source.title, one.chapter) == (shown, "Book 13 of calibre", "A")


def w3c(**more: Any) -> dict[str, Any]:
    return {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "https://e.org/1", "type": "Annotation", **more}


QUOTE = {"type": "TextQuoteSelector", "exact": SENTENCE}


@pytest.mark.parametrize(
    "selector",
    [
        QUOTE,
        {"type": "FragmentSelector", "value": "p5", "refinedBy": QUOTE},
        [{"type": "CssSelector", "value": "p", "refinedBy": [{"type": "XPathSelector", "refinedBy": QUOTE}]}],
    ],
)
def test_a_quote_that_refines_another_selector(selector: object) -> None:
    (one,) = taken(w3c(bodyValue="mine", target={"source": "https://e.org/a", "selector": selector}), "x", "w3c")
    assert (one.quote, one.note, one.source.url) == (SENTENCE, "mine", "https://e.org/a")


@pytest.mark.parametrize(
    ("body", "note", "tags"),
    [
        (
            {"type": "Choice", "items": [{"value": "one", "language": "en"}, {"value": "un", "language": "fr"}]},
            "one",
            (),
        ),
        ({"type": "Composite", "items": [{"value": "one"}, {"value": "two"}]}, "one\n\ntwo", ()),
        ([{"value": "one"}, {"value": "sea", "purpose": ["tagging", "classifying"]}], "one", ("sea",)),
        ({"value": "one", "keyword": "sea"}, "one", ("sea",)),
        ({"type": "SpecificResource", "source": {"type": "TextualBody", "value": "one"}}, "one", ()),
        ({"type": "Video", "id": "https://e.org/film"}, "https://e.org/film", ()),
        ([{"value": "one"}, {"purpose": "tagging", "source": "https://e.org/Sea"}], "one", ("https://e.org/Sea",)),
    ],
)
def test_bodies_in_sets_and_purposes_in_lists(body: object, note: str, tags: tuple[str, ...]) -> None:
    one = taken(w3c(body=body), "a.jsonld", "w3c")[0]
    assert (one.note, one.tags) == (note, tags)


@pytest.mark.parametrize(
    "target",
    [
        "https://e.org/a",
        ["https://e.org/a", "https://e.org/b"],
        {"id": "https://e.org/a", "type": "Text"},
        {"source": {"id": "https://e.org/a", "type": "Text"}},
        {"type": "List", "items": [{"source": "https://e.org/a"}, {"source": "https://e.org/b"}]},
    ],
)
def test_a_target_is_an_address_an_object_or_a_list_of_them(target: object) -> None:
    (one,) = taken(w3c(bodyValue="mine", target=target), "x", "w3c")
    assert one.source.url == "https://e.org/a"


def test_a_position_within_an_element_is_none_in_the_text() -> None:
    within = {"type": "CssSelector", "value": "p", "refinedBy": {"type": "TextPositionSelector", "start": 3, "end": 9}}
    (one,) = taken(w3c(target={"source": "https://e.org/a", "selector": [QUOTE, within]}), "x", "w3c")
    assert one.selectors is not None
    assert one.selectors.position is None


def test_bodies_in_html_and_creators_with_names() -> None:
    body = {"type": "TextualBody", "value": "<p>a <em>b</em></p>", "format": "text/html"}
    (one,) = taken(w3c(body=body, creator={"name": "Ann"}, target="https://e.org/a"), "x", "w3c")
    assert (one.note, one.creator) == ("a *b*", "Ann")


def annotation_set() -> dict[str, Any]:
    body = {"type": "TextualBody", "value": "mine", "tags": ["coast"], "color": "blue"}
    meta = {"headings": [{"level": 1, "txt": "Part"}, {"level": 2, "txt": "Two"}], "page": "7"}
    target = {"source": "c2.xhtml", "selector": [QUOTE], "meta": meta}
    return {
        "@context": "https://www.w3.org/ns/epub-anno.jsonld",
        "type": "AnnotationSet",
        "about": {"dc:title": "Tides", "dc:creator": ["Ann Other", "Bob Someone"], "dc:identifier": "urn:isbn:1"},
        "items": [
            {
                "id": "urn:uuid:11111111-2222-4333-8444-555555555556",
                "type": "Annotation",
                "body": body,
                "target": target,
            },
            {"type": "Annotation", "motivation": "bookmarking", "target": {"source": "c3.xhtml"}},
        ],
    }


@pytest.mark.parametrize("title", ["Harbours", {"en": "Harbours", "de": "Häfen"}, [{"@value": "Harbours"}]])
def test_the_title_of_a_set_may_have_a_language(title: object) -> None:
    whole = annotation_set()
    whole["about"]["dc:title"] = title
    assert taken(whole, "a.json", "w3c")[0].source.title == "Harbours"


@pytest.mark.parametrize("folder", ["", "set/"])
def test_a_set_of_the_epub_draft_in_its_archive_or_not(folder: str) -> None:
    plain = json.dumps(annotation_set()).encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{folder}annotations.json", plain)
    for data, expected in ((plain, "w3c"), (packed.getvalue(), "epub")):
        (one,) = taken(data, "x.annotations", expected)
        assert (one.quote, one.note, one.tags, str(one.colour)) == (SENTENCE, "mine", ("coast",), "blue")
        assert (one.source.title, one.source.authors) == ("Tides", ("Ann Other", "Bob Someone"))
        assert (one.chapter, one.place and one.place.start) == ("Two", 7)


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", b"PK\x03\x04" + bytes(40)])
def test_a_broken_archive_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(NotImported, match="archive"):
        detect(data, "x.annotations")
    with pytest.raises(NotImported, match="archive"):
        reader("epub")(data)


ORG = """* Tides
:PROPERTIES:
:org-remark-nov-file: tides.epub
:END:
** Chapter One
written under the chapter
*** The tide turned.
:PROPERTIES:
:org-remark-id: d8f2c1aa
:org-remark-label: nil
:END:
before
**** TODO sub
below
***** deeper
deepest
*** mine                                                              :a:b:
free
* Elsewhere
** nothing of it
words
"""


def test_all_below_a_marginal_note_is_its_note_and_free_headings_are_page_notes() -> None:
    reading = reader("org")(ORG.encode())
    chapter, one, free = reading.annotations
    assert (chapter.quote, chapter.note) == ("", "written under the chapter")
    assert (one.quote, one.chapter) == ("The tide turned.", "Chapter One")
    assert one.note == "before\n\n### TODO sub\n\nbelow\n\n#### deeper\n\ndeepest"
    assert (free.quote, free.note, free.tags) == ("", "mine\n\nfree", ("a", "b"))
    assert {each.source.name for each in reading.annotations} == {"tides.epub"}
    assert reading.left_out == (("headings that are no highlights", 1),)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("plain < text & List<T>", "plain < text & List<T>"),
        ("<p>one</p><p>two<br>three</p>", "one\n\ntwo\nthree"),
        ("<blockquote><p>q</p><p>r</p></blockquote>", "> q\n>\n> r"),
        ('<a href="https://e.org">e</a>, <a href="javascript:x">f</a>', "[e](https://e.org), f"),
        ("<pre>a\n  b</pre>", "```\na\n  b\n```"),
        ("<script>x</script><style>y</style>z<b></b>", "z"),
        ("List<T> and <b>bold</b>", "List<T> and **bold**"),
    ],
)
def test_notes_in_html_become_markdown(html: str, markdown: str) -> None:
    assert markdown_of(html) == markdown
