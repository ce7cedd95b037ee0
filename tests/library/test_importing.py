"""Files of annotations taken in: nothing twice, nothing over what is there, found in the text where one is kept."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Colour, State
from reader.domain.errors import NotImported, StoreError
from reader.domain.ports import Change
from reader.domain.segment.sentences import sentences
from reader.domain.span import Span
from reader.exchange.format_table import format_named, writer
from reader.library.importing.comparison import Fate
from reader.library.importing.file_imports import FileFate, describe_fates, import_files
from tests.library.conftest import new_library

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.annotation import Annotation
    from reader.library import Library, Opened
    from reader.library.importing.report import Report

TEXT = "# The Harbour\n\nThe sand 😀 stays. Nobody brought it.\n\nThe harbour moves, and the sand does not.\n"
BOTH_WAYS = ("json", "jsonl", "csv", "w3c", "epub", "org", "hypothesis", "koreader")


def take_in(library: Library, data: str, name: str = "notes.json", format_name: str = "") -> Report:
    return library.imports.importer().take_in(data.encode(), name, format_name)


def exported(library: Library, name: str) -> str:
    return "".join(writer(name)(library.collection.exported()))


def all_of(library: Library) -> dict[str, Annotation]:
    return {one.id: one._replace(seen=()) for one in library.store.annotations()}


def hypothesis(*rows: dict[str, Any]) -> str:
    return json.dumps({"annotations": [{"uri": "https://example.org/harbour", **row} for row in rows]})


def marking(quote: str, prefix: str = "") -> dict[str, Any]:
    """A row of Hypothesis that marks `quote`."""
    return {
        "id": quote,
        "target": [{"selector": [{"type": "TextQuoteSelector", "exact": quote, "prefix": prefix}]}],
    }


notes = st.lists(st.tuples(st.integers(0, 2), st.text("ab \n*é", max_size=8), st.sampled_from(Colour)), max_size=4)


@given(notes, st.sampled_from(["json", "jsonl"]))
def test_our_own_formats_take_a_library_to_another_machine_whole_and_once(
    some: list[tuple[int, str, Colour]], name: str
) -> None:
    here, there = new_library(), new_library()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "harbour.md"
        path.write_text(TEXT, encoding="utf-8")
        opened = here.open(str(path))
        session = here.session(opened)
        spans = sentences(opened.document.text, 0, len(opened.document.text))
        session.page_note("all of it", tags=["coast"])
        for index, note, colour in some:
            session.highlight(spans[index], colour, note=note)
        there.open(str(path))
    file, format_ = exported(here, name), format_named(name)
    report = take_in(there, file, f"notes{format_.extension}")
    assert (report.new, report.known, report.articles, report.lost) == (len(all_of(here)), 0, 0, 0)
    assert {name: one._replace(origins=()) for name, one in all_of(there).items()} == {
        one.id: one._replace(rivals=(), origins=()) for one in all_of(here).values()
    }
    again = take_in(there, file, f"notes{format_.extension}")
    assert (again.new, again.known) == (0, report.new)
    assert take_in(here, file, f"notes{format_.extension}").new == 0, "what comes home is known"


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_every_format_comes_back_once(library: Library, read: Callable[[str, str], Opened], name: str) -> None:
    session = library.session(read("harbour.md", TEXT))
    for span in sentences(session.document.text, 0, len(session.document.text)):
        session.highlight(span, note="why?")
    file, there = exported(library, name), new_library()
    file_name = f"notes{format_named(name).extension}"
    first, second = take_in(there, file, file_name), take_in(there, file, file_name)
    assert (first.new, first.articles) == (4, 1)
    assert (second.new, second.known, second.articles) == (0, 4, 0)
    assert sorted(one.quote for one in all_of(there).values()) == sorted(one.quote for one in all_of(library).values())


def test_what_was_deleted_stays_deleted(library: Library, read: Callable[[str, str], Opened]) -> None:
    session = library.session(read("harbour.md", TEXT))
    made = session.page_note("mine")
    file = exported(library, "json")
    session.delete(made.id)
    assert take_in(library, file).fates[Fate.DELETED] == 1
    assert not all_of(library)


def test_what_was_edited_here_since_stays(library: Library, read: Callable[[str, str], Opened]) -> None:
    session = library.session(read("harbour.md", TEXT))
    made = session.page_note("mine")
    file = exported(library, "json")
    session.set_note(made.id, "mine, and better")
    assert take_in(library, file).known == 1
    assert [one.note for one in all_of(library).values()] == ["mine, and better"]


def test_a_quote_is_found_in_the_text_that_is_kept(library: Library, read: Callable[[str, str], Opened]) -> None:
    opened = read("harbour.md", TEXT)
    library.store.save_articles([Change(opened.article, opened.article._replace(url="https://example.org/harbour"))])
    long = marking("The harbour moves, and the sand does not.")
    report = take_in(library, hypothesis(marking("sand", "moves, and the "), marking("gone entirely"), long))
    assert str(report) == "3 new, 1 whose words are not in the text that is kept"
    found = {one.quote: one.target_in(opened.version) for one in all_of(library).values()}
    here, gone = found["sand"], found["gone entirely"]
    assert here is not None
    assert here.span is not None
    assert here.span.start == opened.document.text.index("sand does")
    assert gone is not None
    assert gone.state is State.ORPHAN


def test_what_was_imported_first_is_found_when_its_text_is_opened(
    library: Library, read: Callable[[str, str], Opened]
) -> None:
    report = take_in(
        library,
        "The Harbour\n- Highlight | Location 1-2 | \n\nThe harbour moves, and the sand does not.\n==========\n",
        "a.txt",
    )
    assert str(report) == "1 new, 1 article that waits for its text: open it, and the highlights are found"
    opened = read("harbour.md", TEXT)
    assert len(library.collection.articles()) == 1
    library.carry(opened)
    (one,) = library.session(opened).annotations.placed
    assert one.span.of(opened.document.text) == "The harbour moves, and the sand does not."


def test_several_texts_of_a_note_become_one(library: Library) -> None:
    rivals = [{"text": text, "written": "2026-11-22T12:00:00+00:00"} for text in ("one", "two")]
    article = {"title": "A", "annotations": [{"quote": "q", "note": "one", "rivals": rivals}]}
    take_in(library, json.dumps({"format": "reader-annotations", "version": 1, "articles": [article]}))
    assert [one.note for one in all_of(library).values()] == ["one\n\ntwo"]


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({"title": "Other", "url": "https://example.org/by-url"}, "By url"),
        ({"title": "by TITLE"}, "By title"),
        ({"title": "", "source": "by-name.txt"}, "By name"),
        ({"title": "By title", "url": "https://example.org/by-url"}, "By url"),
        ({"title": "Nobody’s"}, "Nobody’s"),
        ({"title": ""}, "notes"),
    ],
)
def test_the_article_is_known_by_address_title_or_file(
    library: Library, read: Callable[[str, str], Opened], facts: dict[str, str], found: str
) -> None:
    for name, text in (("by-url", "Boats settle like cattle."), ("by-title", "Crabs, buckets."), ("by-name", "Sand.")):
        read(f"{name}.txt", text)
    (one,) = (each.article for each in library.collection.articles() if each.article.title == "By url")
    library.store.save_articles([Change(one, one._replace(url="https://example.org/by-url"))])
    article = {**facts, "annotations": [{"note": "mine"}]}
    take_in(library, json.dumps({"format": "reader-annotations", "version": 1, "articles": [article]}))
    (row,) = library.collection.annotations()
    assert row.article.title == found


def test_a_file_that_cannot_be_read_changes_nothing(library: Library) -> None:
    with pytest.raises(NotImported, match=r"^\S+: "):
        take_in(library, '{"format": "reader-annotations", "version": 99}')
    assert not library.collection.articles()


def test_what_was_left_out_is_counted(library: Library) -> None:
    report = take_in(library, hypothesis(marking("sand"), {"references": ["x"], "text": "Yes."}, {"id": "empty"}))
    assert report.new == 1
    assert "1 left out (replies), 1 left out (annotations without quote and note)" in str(report)


def test_a_sidecar_that_names_no_book_is_of_the_book_that_its_folder_is_called_after(
    library: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "Nice Book.sdr"
    folder.mkdir()
    entry = '{ ["datetime"] = "2024-02-11 13:35:10", ["drawer"] = "lighten", ["page"] = "x", ["text"] = "Some words." }'
    (folder / "metadata.epub.lua").write_text(f'return {{ ["annotations"] = {{ [1] = {entry} }} }}')
    (fate,) = import_files(library.imports.importer(), [str(folder)])
    assert fate.report is not None
    assert [one.article.title for one in library.collection.articles()] == ["Nice Book"]


def test_a_folder_without_a_file_is_said_to_hold_none(library: Library, tmp_path: Path) -> None:
    (tmp_path / "empty" / ".hidden").mkdir(parents=True)
    (tmp_path / "empty" / ".hidden" / "x.csv").write_text("x")
    (fate,) = import_files(library.imports.importer(), [str(tmp_path / "empty")])
    assert "there is no file in this folder" in str(fate.error)
    assert not fate.passed


def test_what_came_of_a_single_file_that_is_refused_is_told_alone() -> None:
    refused = FileFate("a.md", error=NotImported("it is of no program that is known", "a.md"))
    assert describe_fates([refused]) == "a.md: it is of no program that is known"
    assert describe_fates([]) == "0 files: 0 new"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("urn:x-pdf:aa", "urn:x-pdf:bb"),
        ("file:///home/ann/tides.pdf", "file:///home/ann/sands.pdf"),
        ("doi:10.1000/tides", "doi:10.1000/sands"),
        ("urn:x-pdf:aa", "doi:10.1000/sands"),
        ("https://example.org/tides", "urn:x-pdf:bb"),
    ],
)
def test_two_documents_of_one_title_are_two_articles_whatever_kind_of_address_they_have(
    library: Library, first: str, second: str
) -> None:
    rows = [
        {"id": str(number), "uri": uri, "text": "mine", "target": [], "document": {"title": ["Untitled"]}}
        for number, uri in enumerate((first, second, first))
    ]
    for _again in range(2):
        take_in(library, hypothesis(*rows))
        listed = library.collection.articles()
        assert [one.article.title for one in listed] == ["Untitled"] * 2
        assert sorted(len(library.store.annotations(one.article.id)) for one in listed) == [1, 2]
    part = take_in(library, hypothesis({**rows[1], "text": "edited", "updated": "2026-11-22T11:00:00+00:00"}))
    assert part.new == 0
    assert len(library.collection.articles()) == 2


def test_two_authors_of_one_title_stay_two_where_a_record_names_neither(library: Library) -> None:
    rows = ("Highlight,Title,Author", "of nobody,Poems,", "by Ann,Poems,Ann Other", "by Bob,Poems,Bob Someone")
    take_in(library, "\n".join(rows), "a.csv")
    assert [one.article.title for one in library.collection.articles()] == ["Poems"] * 2


def test_our_own_articles_without_an_address_are_told_apart_by_their_ids(
    library: Library, read: Callable[[str, str], Opened]
) -> None:
    for name, text in (("a.md", "# Notes\n\nThe sand stays here.\n"), ("b.md", "# Notes\n\nThe sea goes there.\n")):
        opened = read(name, text)
        library.session(opened).highlight(Span(len(opened.document.text) - 5, len(opened.document.text)))
    other = new_library()
    take_in(other, exported(library, "hypothesis"))
    assert {one.article.id for one in other.collection.articles()} == {
        one.article.id for one in library.collection.articles()
    }


def test_what_came_of_a_folder_is_told_whole(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Highlight,Title\nwords of the sand,Sands\n,Sands\n")
    (tmp_path / "b.csv").write_text("Highlight,Title\nwords of the sand,Sands\nwords of the sea,Seas\n,Seas\n")
    told = describe_fates(list(import_files(library.imports.importer(), [str(tmp_path)])))
    assert told.startswith("2 files: 2 new, 1 known already, ")
    assert told.endswith("2 left out (rows without highlight and note)")


def test_line_ends_of_windows_within_a_note_are_line_ends(library: Library) -> None:
    take_in(library, hypothesis({**marking("two\r\nlines"), "text": "one\r\ntwo\rthree"}))
    (one,) = library.store.annotations()
    assert (one.quote, one.note) == ("two\nlines", "one\ntwo\nthree")


def test_ids_that_a_program_deals_out_anew_on_every_page_bring_no_pages_together(library: Library) -> None:
    for page in ("tides", "sands"):
        note = {"id": "#1", "type": "Annotation", "bodyValue": page, "target": f"https://example.org/{page}"}
        take_in(library, json.dumps([note]), "a.jsonld", "w3c")
    assert sorted(one.note for one in library.store.annotations()) == ["sands", "tides"]
    assert len(library.collection.articles()) == 2


def test_where_the_annotations_cannot_be_stored_no_article_is_left_behind(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(library, "Highlight,Title\nwords of the sand,Sands\n", "a.csv")

    def full(_changes: object) -> None:
        raise StoreError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(library.store, "save_annotations", full)
        with pytest.raises(StoreError):
            take_in(library, "Highlight,Title\nmore words,Sands\nother words,Seas\n", "b.csv")
    assert [one.title for one in library.store.articles()] == ["Sands"]
    assert take_in(library, "Highlight,Title\nmore words,Sands\nother words,Seas\n", "b.csv").new == 2
    assert len(library.store.articles()) == 2
