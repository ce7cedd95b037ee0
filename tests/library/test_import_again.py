"""Importing a file again: nothing twice, nothing over what was done here, nothing that was taken away."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.domain.annotation import Colour
from reader.domain.errors import NotFound
from reader.domain.merge import join_rows
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.exchange.format_table import format_named, readable, writable, writer
from reader.library import Library
from reader.library.importing.comparison import Fate
from reader.library.importing.importer import Importer
from reader.storage.device import label
from tests.memory_store import MemoryStore
from tests.world import NOON, Notebook, Ticking, counted, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reader.domain.annotation import Annotation
    from reader.domain.merge import Tables
    from reader.library.importing.report import Report

SENTENCES = [f"Sentence number {n} speaks of the sand, and of who brought it." for n in range(4)]
TEXT = "# The Harbour\n\n" + "\n\n".join(SENTENCES) + "\n"
UNTAGGED = ("koreader", "readest")
"""Formats that have no room for tags."""
BOTH_WAYS = [one.name for one in writable() if one in readable()]


class Edit(NamedTuple):
    """What is done to the annotation of a sentence."""

    sentence: int
    what: str
    value: str


EDITS = st.lists(
    st.builds(
        Edit,
        st.integers(0, len(SENTENCES) - 1),
        st.sampled_from(["note", "tag", "untag", "colour", "star", "delete"]),
        st.sampled_from(["one", "two words", "three"]),
    ),
    max_size=5,
)
"""No star goes, and no note becomes empty: most formats could not say so."""

MINUTE = timedelta(minutes=1)


def machine(tables: Tables | None = None, name: str = "memory-0", ahead: int = 0) -> Library:
    """A library on a machine whose clock ticks minutes."""
    clock = Ticking(NOON + (ahead - 1) * MINUTE, MINUTE)
    store, notebook = MemoryStore(clock=clock, device=name, entropy=counted(), tables=tables), Notebook()
    return Library(store, notebook, notebook, now=clock, new_id=numbered(), machine=label(name))


def harbour(folder: Path) -> str:
    """Write the article into a folder; where it is."""
    path = folder / "harbour.md"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def with_note(folder: Path, note: str, sentence: int = 1, tags: Sequence[str] = (), **of: Any) -> tuple[Library, str]:
    """A machine with the article and one highlight in it, and the article's id."""
    library = machine(**of)
    opened = library.open(harbour(folder))
    start = opened.document.text.index(SENTENCES[sentence])
    library.session(opened).highlight(Span(start, start + len(SENTENCES[sentence])), note=note, tags=tags)
    return library, opened.article.id


def of_sentence(library: Library, sentence: int) -> Annotation | None:
    quote = SENTENCES[sentence]
    return next((one for one in library.store.annotations() if one.quote == quote), None)


def edit(library: Library, article_id: str, edits: Sequence[Edit]) -> None:
    """Do them in a session, as in the reader."""
    session = library.session(library.open(article_id))
    for sentence, what, value in edits:
        one = of_sentence(library, sentence)
        if one is None:
            continue
        match what:
            case "note":
                session.set_note(one.id, value)
            case "tag":
                session.set_tags(one.id, (*one.tags, value))
            case "untag":
                session.set_tags(one.id, [tag for tag in one.tags if tag != value])
            case "colour":
                session.recolour(one.id, Colour.BLUE)
            case "star":
                session.star(one.id)
            case _:
                session.delete(one.id)


def take_in(library: Library, data: str, name: str, **options: Any) -> Report:
    form = format_named(name)
    importer = Importer(library.store, lambda: NOON, library.open, **options)
    return importer.take_in(data.encode(), f"notes{form.extension}", name)


def state(library: Library) -> dict[str, Any]:
    """All that a person sees."""
    annotations = {one.id: one._replace(seen=(), origins=(), aliases=()) for one in library.store.annotations()}
    articles = {one.article.id: one.article._replace(seen=()) for one in library.collection.articles()}
    return {"annotations": annotations, "articles": articles}


def copied(tables: Tables) -> Tables:
    copy: Tables = json.loads(json.dumps(tables))
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH_WAYS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=EDITS, here=EDITS, there=EDITS)
def test_our_own_files_edited_on_both_sides_change_nothing_the_second_time(
    name: str, tmp_path_factory: pytest.TempPathFactory, first: list[Edit], here: list[Edit], there: list[Edit]
) -> None:
    tables: Tables = {}
    ours = machine(tables)
    opened = ours.open(harbour(tmp_path_factory.getbasetemp()))
    session = ours.session(opened)
    for sentence in SENTENCES:
        start = opened.document.text.index(sentence)
        session.highlight(Span(start, start + len(sentence)), note="first")
    edit(ours, opened.article.id, first)
    theirs = machine(copied(tables), "other-0", ahead=1000)
    theirs.store.keep(opened.document)
    unedited = "".join(writer(name)(ours.collection.exported()))
    before = state(ours)
    take_in(ours, unedited, name)
    assert state(ours) == before, "our own file, unedited, changes nothing"
    edit(theirs, opened.article.id, there)
    file = "".join(writer(name)(theirs.collection.exported()))
    edit(ours, opened.article.id, here)
    alive = len(ours.store.annotations())
    take_in(ours, file, name)
    assert len(ours.store.annotations()) == alive, "nothing is doubled, and nothing that was deleted comes back"
    after = state(ours)
    again = take_in(ours, file, name)
    assert state(ours) == after
    assert not {one for one in again.fates if again.fates[one]} - {Fate.KNOWN, Fate.DELETED}


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_what_was_edited_in_our_own_file_only_is_taken(name: str, tmp_path: Path) -> None:
    tables: Tables = {}
    ours, article_id = with_note(tmp_path, "first", tags=["two words"], tables=tables)
    theirs = machine(copied(tables), "other-0", ahead=1000)
    theirs.store.keep(ours.open(article_id).document)
    edit(theirs, article_id, [Edit(1, "note", "first, and more"), Edit(1, "tag", "three")])
    report = take_in(ours, "".join(writer(name)(theirs.collection.exported())), name)
    one = of_sentence(ours, 1)
    assert one is not None
    assert (one.note, one.rivals) == ("first, and more", ())
    assert set(one.tags) == ({"two words"} if name in UNTAGGED else {"two words", "three"})
    assert report.fates[Fate.UPDATED] == 1


@pytest.mark.parametrize("name", [name for name in BOTH_WAYS if name != "csv"])
@pytest.mark.parametrize("later", [[], [Edit(1, "tag", "three")], [Edit(1, "note", "here")]])
def test_a_note_edited_here_before_and_in_the_file_after_is_one_text(
    name: str, later: list[Edit], tmp_path: Path
) -> None:
    ours, article_id = with_note(tmp_path, "first")
    edit(ours, article_id, [Edit(1, "note", "second words")])
    file = "".join(writer(name)(ours.collection.exported()))
    edit(ours, article_id, later)
    take_in(ours, file.replace("second words", "second thought"), name)
    one = of_sentence(ours, 1)
    assert one is not None
    texts = {rival.text for rival in one.rivals} or {one.note}
    assert texts == ({"here", "second thought"} if later and later[0].what == "note" else {"second thought"})


@pytest.mark.parametrize("name", BOTH_WAYS)
@pytest.mark.parametrize("later", [[], [Edit(1, "note", "here")]])
def test_a_file_that_was_imported_once_is_compared_with_what_it_said_then(
    name: str, later: list[Edit], tmp_path: Path
) -> None:
    ours, article_id = with_note(tmp_path, "first")
    edit(ours, article_id, [Edit(1, "note", "second words")])
    file = "".join(writer(name)(ours.collection.exported()))
    take_in(ours, file, name)
    edit(ours, article_id, later)
    take_in(ours, file, name)
    take_in(ours, file.replace("second words", "second thought"), name)
    one = of_sentence(ours, 1)
    assert one is not None
    texts = {rival.text for rival in one.rivals} or {one.note}
    assert texts == ({"here", "second thought"} if later else {"second thought"})
    take_in(ours, file, name)
    assert of_sentence(ours, 1) == one, "an older file changes nothing"


@pytest.mark.parametrize("name", BOTH_WAYS)
def test_an_older_export_of_what_came_from_a_program_brings_nothing_back(name: str) -> None:
    ours = machine()
    take_in(ours, zotero([Said(1, "of Zotero", 1)]), "zotero")
    (listed,) = ours.collection.articles()
    file = "".join(writer(name)(ours.collection.exported()))
    edit(ours, listed.article.id, [Edit(1, "note", "written here")])
    take_in(ours, file, name)
    one = of_sentence(ours, 1)
    assert one is not None
    assert (one.note, one.rivals) == ("written here", ())


def test_a_note_that_holds_the_other_sides_is_kept_once(tmp_path: Path) -> None:
    ours, _ = with_note(tmp_path, "of Kindle")
    said = "Highlight,Title,Note\n{},The Harbour,{}\n"
    for note, whole in (("of Kindle, and more", "of Kindle, and more"), ("of Kindle", "of Kindle, and more")):
        take_in(ours, said.format(f'"{SENTENCES[1]}"', f'"{note}"'), "csv")
        one = of_sentence(ours, 1)
        assert one is not None
        assert (one.note, one.rivals) == (whole, ())


# --- other programs' files


class Said(NamedTuple):
    """What a program says of a sentence; the minute is when it was last edited there."""

    sentence: int
    note: str
    minute: int


def kindle(said: Sequence[Said]) -> str:
    parts = []
    for one in said:
        place = f"Location {one.sentence * 10 + 1}-{one.sentence * 10 + 4}"
        made = f"Added on Monday, 4 March 2024 10:0{one.sentence}:00"
        parts.append(f"- Your Highlight on {place} | {made}\n\n{SENTENCES[one.sentence]}")
        if one.note:
            when = f"Added on Tuesday, 5 March 2024 11:{one.minute:02}:00"
            parts.append(f"- Your Note on Location {one.sentence * 10 + 4} | {when}\n\n{one.note}")
    return "".join(f"The Harbour (Ann Other)\n{part}\n==========\n" for part in parts) or "==========\n"


def hypothesis(said: Sequence[Said]) -> str:
    rows = [
        {
            "id": f"id{one.sentence}",
            "uri": "https://example.org/harbour",
            "document": {"title": ["The Harbour"]},
            "text": one.note,
            "tags": ["x"],
            "created": "2024-03-04T10:00:00+00:00",
            "updated": f"2024-03-05T11:{one.minute:02}:00+00:00",
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": SENTENCES[one.sentence]}]}],
        }
        for one in said
    ]
    return json.dumps({"annotations": rows})


def zotero(said: Sequence[Said]) -> str:
    rows = [
        {
            "key": f"KEY{one.sentence}",
            "itemType": "annotation",
            "annotationType": "highlight",
            "annotationText": SENTENCES[one.sentence],
            "annotationComment": one.note,
            "parentTitle": "The Harbour",
            "dateModified": f"2024-03-05T11:{one.minute:02}:00Z",
            "tags": [{"tag": "x"}],
        }
        for one in said
    ]
    return json.dumps(rows)


def calibre(said: Sequence[Said]) -> str:
    rows = [
        {
            "type": "highlight",
            "uuid": f"uuid{one.sentence}",
            "highlighted_text": SENTENCES[one.sentence],
            "notes": one.note,
            "timestamp": f"2024-03-05T11:{one.minute:02}:00+00:00",
        }
        for one in said
    ]
    return json.dumps({"version": 1, "type": "calibre_highlights", "highlights": rows})


PROGRAMS: dict[str, Callable[[Sequence[Said]], str]] = {
    "kindle": kindle,
    "hypothesis": hypothesis,
    "zotero": zotero,
    "calibre": calibre,
}
SAID = st.lists(
    st.builds(Said, st.integers(0, len(SENTENCES) - 1), st.sampled_from(["", "alpha", "beta gamma"]), st.just(10)),
    unique_by=lambda one: one.sentence,
    min_size=1,
)


def later(said: Sequence[Said], notes: Sequence[str]) -> list[Said]:
    """The same, with other notes, written later."""
    return [one._replace(note=note, minute=20) if note else one for one, note in zip(said, notes, strict=False)]


@pytest.mark.parametrize("program", PROGRAMS)
@given(said=SAID, here=EDITS, notes=st.lists(st.sampled_from(["", "delta", "epsilon"]), min_size=4, max_size=4))
def test_a_programs_file_changes_nothing_the_second_time_and_an_older_one_nothing_at_all(
    program: str, said: list[Said], here: list[Edit], notes: list[str]
) -> None:
    library, write = machine(), PROGRAMS[program]
    old, new = write(said), write(later(said, notes))
    assert take_in(library, old, program).new == len(said)
    (listed,) = library.collection.articles()
    edit(library, listed.article.id, here)
    edited = state(library)
    take_in(library, old, program)
    assert state(library) == edited, "same at the source: nothing, whatever was edited here"
    take_in(library, new, program)
    after = state(library)
    assert set(after["annotations"]) == set(edited["annotations"])
    for one in edited["annotations"].values():
        assert one.note in after["annotations"][one.id].whole_note or one.note in [each.note for each in said]
    for file in (new, old, new):
        take_in(library, file, program)
        assert state(library) == after


@pytest.mark.parametrize("program", PROGRAMS)
@given(said=SAID)
def test_machines_that_import_the_same_file_agree(program: str, said: list[Said]) -> None:
    ours: Tables = {}
    theirs: Tables = {}
    file, newer = PROGRAMS[program](said), PROGRAMS[program](later(said, ["delta"] * 4))
    for tables, name, ahead in ((ours, "here-0", 0), (theirs, "there-0", 777)):
        library = machine(tables, name, ahead)
        take_in(library, file, program)
        take_in(library, newer, program)
    assert ours["annotations"] == theirs["annotations"]


def test_what_was_changed_on_both_sides_is_there_twice_in_one() -> None:
    library = machine()
    take_in(library, hypothesis([Said(0, "theirs", 10)]), "hypothesis")
    (listed,) = library.collection.articles()
    edit(library, listed.article.id, [Edit(0, "note", "ours"), Edit(0, "tag", "mine")])
    report = take_in(library, hypothesis([Said(0, "theirs, and more", 20)]), "hypothesis")
    (one,) = library.store.annotations()
    assert {rival.text for rival in one.rivals} == {"ours", "theirs, and more"}
    assert {rival.device for rival in one.rivals} == {"hypothesis", "memory"}
    assert one.tags == ("x", "mine")
    assert report.fates == {Fate.BOTH: 1, Fate.KNOWN: 0}


def test_one_passage_of_two_programs_is_one_annotation() -> None:
    library = machine()
    take_in(library, kindle([Said(0, "on the device", 10), Said(1, "", 10)]), "kindle")
    table = f'Highlight,Title,Author,Note\n"{SENTENCES[0]}",The Harbour,"Other, Ann",on the web\n'
    take_in(library, table, "csv")
    one = of_sentence(library, 0)
    assert one is not None
    assert len(library.store.annotations()) == 2
    assert [each.program for each in one.origins] == ["kindle", "readwise"]
    assert {rival.text for rival in one.rivals} == {"on the device", "on the web"}
    assert len(library.collection.articles()) == 1


def test_what_was_deleted_comes_back_only_when_it_is_asked_for() -> None:
    library = machine()
    file = zotero([Said(0, "mine", 10)])
    take_in(library, file, "zotero")
    (listed,) = library.collection.articles()
    edit(library, listed.article.id, [Edit(0, "delete", "")])
    assert take_in(library, file, "zotero").fates[Fate.DELETED] == 1
    assert not library.store.annotations()
    assert take_in(library, file, "zotero", restore_deleted=True).fates[Fate.RESTORED] == 1
    assert len(library.store.annotations()) == 1


def collection(*marks: tuple[str, str], title: str = "", book: int = 12) -> str:
    """The library export of one book of calibre, which names titles or not: (uuid, note) of each sentence."""
    named = {"title": title} if title else {}
    rows = [
        {**named, "book_id": book, "annotation": {**mark, "uuid": name, "notes": note}}
        for number, (name, note) in enumerate(marks)
        for mark in [{"type": "highlight", "highlighted_text": SENTENCES[number]}]
    ]
    return json.dumps({"version": 1, "type": "calibre_annotation_collection", "annotations": rows})


def test_a_book_that_its_program_calls_otherwise_by_now_is_the_same_book() -> None:
    library = machine()
    take_in(library, collection(("u1", ""), title="Sand"), "calibre")
    report = take_in(library, collection(("u1", "later"), ("u2", ""), title="On the Sands of Time"), "calibre")
    assert (report.new, report.fates[Fate.UPDATED], report.articles) == (1, 1, 0)
    (listed,) = library.collection.articles()
    assert listed.article.title == "Sand"
    assert len(library.store.annotations()) == 2


def test_a_book_without_a_title_has_it_when_it_is_told_and_loses_it_no_more() -> None:
    library = machine()
    take_in(library, collection(("u1", "")), "calibre")
    importer = library.imports.importer()
    importer.take_in(collection(("u1", ""), title="Sand").encode(), "b.json", "calibre")
    library.imports.keep(importer)
    for file in (collection(("u1", "")), collection(("u1", ""), ("u2", ""))):
        take_in(library, file, "calibre")
        assert [one.article.title for one in library.collection.articles()] == ["Sand"]
    library.imports.undo()
    assert [one.article.title for one in library.collection.articles()] == ["Book 12 of calibre"]


def test_what_was_deleted_of_a_book_stays_deleted_when_its_title_changes() -> None:
    library = machine()
    take_in(library, collection(("u1", ""), title="Sand"), "calibre")
    (listed,) = library.collection.articles()
    edit(library, listed.article.id, [Edit(0, "delete", "")])
    report = take_in(library, collection(("u1", "later"), title="Sands of Time"), "calibre")
    assert report.fates[Fate.DELETED] == 1
    assert not library.store.annotations()


def test_the_whole_last_import_is_taken_back_and_may_come_again() -> None:
    library = machine()
    importer = library.imports.importer()
    importer.take_in(hypothesis([Said(0, "old", 10)]).encode(), "a.json", "hypothesis")
    library.imports.keep(importer)
    (listed,) = library.collection.articles()
    edit(library, listed.article.id, [Edit(0, "star", "")])
    importer = library.imports.importer()
    importer.take_in(hypothesis([Said(0, "new", 20), Said(1, "", 20)]).encode(), "a.json", "hypothesis")
    library.imports.keep(importer)
    assert str(library.imports.undo()) == "1 taken out again, 1 as they were"
    (one,) = library.store.annotations()
    assert (one.note, one.star) == ("old", True)
    importer = library.imports.importer()
    report = importer.take_in(hypothesis([Said(0, "new", 20), Said(1, "", 20)]).encode(), "a.json", "hypothesis")
    assert (report.fates[Fate.UPDATED], report.fates[Fate.RESTORED]) == (1, 1)
    assert len(library.store.annotations()) == 2


def test_an_import_that_joined_an_article_is_taken_back_and_joins_it_again(tmp_path: Path) -> None:
    library = machine()
    library.open(harbour(tmp_path))
    file = kindle([Said(0, "", 10)]).encode()
    for _ in range(2):
        importer = library.imports.importer()
        importer.take_in(file, "a.txt", "kindle")
        library.imports.keep(importer)
        assert [one.highlights for one in library.collection.articles()] == [1]
        library.imports.undo()
        assert [one.highlights for one in library.collection.articles()] == [0]


def test_an_import_is_taken_back_on_another_machine_and_may_come_again_on_both() -> None:
    tables: Tables = {}
    here = machine(tables)
    importer = here.imports.importer()
    importer.take_in(hypothesis([Said(0, "note", 10)]).encode(), "a.json", "hypothesis")
    here.imports.keep(importer)
    there = machine(tables, "laptop-1", ahead=60)
    assert str(there.imports.undo()) == "1 taken out again (imported on memory)"
    assert not here.store.annotations()
    with pytest.raises(NotFound, match="no import to take back"):
        here.imports.undo()
    here.imports.importer().take_in(hypothesis([Said(0, "note", 10)]).encode(), "a.json", "hypothesis")
    assert [one.note for one in here.store.annotations()] == ["note"]


def test_of_an_import_too_long_to_travel_the_machine_that_knows_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.library.importing.imports.LONGEST", 150)
    tables: Tables = {}
    here = machine(tables)
    importer = here.imports.importer()
    importer.take_in(hypothesis([Said(n, "note", 10) for n in range(4)]).encode(), "a.json", "hypothesis")
    here.imports.keep(importer)
    with pytest.raises(NotFound, match="take it back on memory"):
        machine(tables, "laptop-1", ahead=60).imports.undo()
    assert str(here.imports.undo()) == "4 taken out again"


def test_a_file_that_changed_nothing_is_no_import_that_is_taken_back(tmp_path: Path) -> None:
    library, _ = with_note(tmp_path, "mine", sentence=3)
    own = "".join(writer("csv")(library.collection.exported()))
    for file, name in ((kindle([Said(0, "", 10)]), "kindle"), (own, "csv")):
        importer = library.imports.importer()
        importer.take_in(file.encode(), "a", name)
        library.imports.keep(importer)
    assert str(library.imports.undo()).startswith("1 taken out again")
    assert [one.note for one in library.store.annotations()] == ["mine"]


@pytest.mark.parametrize("years", [0, 9])
def test_of_two_texts_of_a_note_only_that_of_the_import_is_taken_back(years: int, tmp_path: Path) -> None:
    library, article_id = with_note(tmp_path, "first")
    edit(library, article_id, [Edit(1, "note", "second words")])
    file = "".join(writer("json")(library.collection.exported()))
    take_in(library, file, "json")
    edit(library, article_id, [Edit(1, "note", "here")])
    importer = library.imports.importer()
    later = file.replace("second words", "there").replace(f"{NOON.year}-", f"{NOON.year + years}-")
    importer.take_in(later.encode(), "a.json", "json")
    library.imports.keep(importer)
    both = of_sentence(library, 1)
    assert both is not None
    assert {rival.text for rival in both.rivals} == {"here", "there"}
    library.imports.undo()
    one = of_sentence(library, 1)
    assert one is not None
    assert (one.note, one.rivals) == ("here", ())


@pytest.mark.parametrize("clean", [True, False])
def test_an_import_is_taken_back_from_among_texts_of_others_and_they_stay(clean: bool, tmp_path: Path) -> None:
    tables: Tables = {}
    ours, article_id = with_note(tmp_path, "first", tables=tables)
    others = copied(tables)
    theirs = machine(others, "other-0", ahead=1000)
    theirs.store.keep(ours.open(article_id).document)
    file = "".join(writer("md")(ours.collection.exported())).replace("first", "edited in the file")
    if not clean:
        edit(ours, article_id, [Edit(1, "note", "ours")])
    edit(theirs, article_id, [Edit(1, "note", "theirs")])
    importer = ours.imports.importer()
    importer.take_in(file.encode(), "a.md", "md")
    ours.imports.keep(importer)
    for uuid, row in others["annotations"].items():
        tables["annotations"][uuid] = join_rows(tables["annotations"][uuid], row)
    before = of_sentence(ours, 1)
    assert before is not None
    assert {one.text for one in before.rivals} == {"theirs", "edited in the file"} | (set() if clean else {"ours"})
    ours.imports.undo()
    one = of_sentence(ours, 1)
    assert one is not None
    assert {rival.text for rival in one.rivals} == {"theirs", "first" if clean else "ours"}
    assert str(ours.imports.importer().take_in(file.encode(), "a.md", "md")), "it may come again"


@pytest.mark.parametrize("order", ["BA", "BCA", "CBA", "B", "AB"])
def test_equal_words_without_a_place_are_known_by_what_was_written_on_them_in_any_order(order: str) -> None:
    library = machine()
    heads = "Highlight,Title,Note"
    take_in(library, "\n".join((heads, *(f"Yes.,Book,note {one}" for one in "AB"))), "csv")
    before = {one.note: one.id for one in library.store.annotations()}
    report = take_in(library, "\n".join((heads, *(f"Yes.,Book,note {one}" for one in order))), "csv")
    after = {one.note: one.id for one in library.store.annotations()}
    assert after.items() >= before.items()
    assert report.fates[Fate.UPDATED] == 0
    assert report.new == order.count("C")


def test_equal_words_of_which_one_was_deleted_here_bring_it_back_in_no_order() -> None:
    library = machine()
    rows = {one: f"Yes.,Book,note {one}" for one in "ABC"}
    take_in(library, "\n".join(("Highlight,Title,Note", rows["A"], rows["B"])), "csv")
    gone = next(one for one in library.store.annotations() if one.note == "note B")
    library.store.save_annotations([Change(gone, None)])
    for _again in range(2):
        report = take_in(library, "\n".join(("Highlight,Title,Note", rows["B"], rows["C"], rows["A"])), "csv")
        assert sorted(one.note for one in library.store.annotations()) == ["note A", "note C"]
        assert report.fates[Fate.DELETED] == 1
