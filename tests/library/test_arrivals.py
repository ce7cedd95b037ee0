"""What two machines imported each for itself is one thing once they are synced, on both in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.merge import is_deleted, join_tables
from reader.library.importing.arrivals import unite
from tests.library.test_import_again import (
    EDITS,
    PROGRAMS,
    SAID,
    SENTENCES,
    TEXT,
    Edit,
    Said,
    copied,
    edit,
    kindle,
    machine,
    of_sentence,
    take_in,
    zotero,
)

if TYPE_CHECKING:
    from pathlib import Path

    from reader.domain.merge import Tables
    from reader.library import Library

NAMES = ("here-0", "there-0", "third-0")


def heard(mine: Tables, *others: Tables, name: str) -> Tables:
    """One joined with others, and what arrived seen together with what was there."""
    whole = copied(join_tables([mine, *others]))
    news = [
        [uuid for uuid, row in whole.get(table, {}).items() if uuid not in mine.get(table, {}) and not is_deleted(row)]
        for table in ("annotations", "articles")
    ]
    unite(machine(whole, name, ahead=5000).store, *news)
    return whole


def synced(libraries: list[Tables]) -> list[Tables]:
    """Each joined with all others."""
    return [heard(mine, *libraries, name=name) for name, mine in zip(NAMES, libraries, strict=False)]


def seen(tables: Tables) -> list[tuple[str, str, tuple[str, ...], bool]]:
    """What a person sees of the annotations, whichever id each has."""
    library = machine(copied(tables))
    found = library.store.annotations()
    return sorted((one.quote, one.whole_note, tuple(sorted(one.tags)), one.star) for one in found)


def library_of(tables: Tables, name: str = "here-0") -> Library:
    return machine(tables, name)


@settings(max_examples=40)
@given(
    one=st.tuples(st.sampled_from(sorted(PROGRAMS)), SAID, EDITS),
    other=st.tuples(st.sampled_from(sorted(PROGRAMS)), SAID, EDITS),
)
@pytest.mark.slow
def test_what_two_machines_imported_is_once_there_and_the_same_on_both(
    one: tuple[str, list[Said], list[Edit]], other: tuple[str, list[Said], list[Edit]]
) -> None:
    libraries: list[Tables] = []
    notes: set[str] = set()
    for number, (program, said, edits) in enumerate((one, other)):
        tables: Tables = {}
        library = machine(tables, NAMES[number], number * 777)
        take_in(library, PROGRAMS[program](said), program)
        (listed,) = library.collection.articles()
        edit(library, listed.article.id, edits)
        notes |= {each.note for each in library.store.annotations()}
        libraries.append(tables)
    alike = one[0] == other[0]
    deleted = any(each.what == "delete" for each in (*one[2], *other[2]))
    titled = "calibre" not in (one[0], other[0]) or alike
    once = synced(libraries)
    assert seen(once[0]) == seen(once[1]), "both machines do the same"
    twice = synced(once)
    assert seen(twice[0]) == seen(twice[1]) == seen(once[0]), "and have nothing left to do"
    if titled:
        assert len(library_of(copied(twice[0])).collection.articles()) == 1
        quotes = [quote for quote, *_ in seen(twice[0])]
        assert len(quotes) == len(set(quotes)), "each passage is there once"
    if not deleted:
        whole = "\n".join(note for _, note, *_ in seen(twice[0]))
        # Of an edit of what both had from the same file the later one may stand for the other.
        assert alike or all(note in whole for note in notes if note)


def test_an_article_that_waits_on_one_machine_meets_the_text_of_the_other(tmp_path: Path) -> None:
    path = tmp_path / "harbour.md"
    path.write_text(TEXT, encoding="utf-8")
    here: Tables = {}
    there: Tables = {}
    document = machine(here).open(str(path)).document
    take_in(machine(there, "there-0"), kindle([Said(0, "a", 1), Said(1, "", 1)]), "kindle")
    whole = copied(join_tables([here, there]))
    library = machine(whole)
    library.store.keep(document)
    united = unite(library.store, list(there["annotations"]), list(there["articles"]))
    assert str(united) == "1 article joined with the work that it is"
    (listed,) = library.collection.articles()
    assert (listed.article.versions != (), listed.highlights) == (True, 2)


def test_a_second_origin_here_and_a_new_row_there_are_one_with_the_note_that_was_edited() -> None:
    here: Tables = {}
    there: Tables = {}
    ours = machine(here)
    take_in(ours, kindle([Said(0, "first", 1)]), "kindle")
    take_in(ours, zotero([Said(0, "first", 1)]), "zotero")
    (listed,) = ours.collection.articles()
    edit(ours, listed.article.id, [Edit(0, "note", "edited here")])
    take_in(machine(there, "there-0"), zotero([Said(0, "first", 1)]), "zotero")
    for tables in synced([here, there]):
        one = of_sentence(machine(tables), 0)
        assert one is not None
        assert (one.note, one.rivals) == ("edited here", ())
        assert [each.program for each in one.origins] == ["kindle", "zotero"]
        assert len(machine(tables).store.annotations()) == 1


def test_a_highlight_that_was_made_longer_before_the_second_machine_imported_is_one_and_long() -> None:
    longer = f"{SENTENCES[0]} {SENTENCES[1]}"
    here: Tables = {}
    there: Tables = {}
    file = kindle([Said(0, "", 1)])
    take_in(machine(here), file, "kindle")
    take_in(
        machine(there, "there-0"), file.replace(SENTENCES[0], longer).replace("Location 1-4", "Location 1-9"), "kindle"
    )
    for tables in synced([here, there]):
        assert [one.quote for one in machine(tables).store.annotations()] == [longer]


def test_a_word_and_a_sentence_that_holds_it_are_two_though_neither_has_a_time() -> None:
    table = "Highlight,Title\n{},The Harbour\n"
    libraries: list[Tables] = [{}, {}]
    for tables, words, name in zip(libraries, (SENTENCES[0], SENTENCES[0].split()[2]), NAMES, strict=False):
        take_in(machine(tables, name), table.format(f'"{words}"'), "csv")
    for tables in synced(libraries):
        assert len(machine(tables).store.annotations()) == 2


@settings(max_examples=15)
@given(
    imports=st.lists(
        st.tuples(st.sampled_from(["kindle", "hypothesis", "zotero"]), SAID, EDITS), min_size=3, max_size=3
    ),
    order=st.permutations([(0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)]),
)
def test_three_machines_that_hear_each_other_in_any_order_come_to_the_same_and_rest(
    imports: list[tuple[str, list[Said], list[Edit]]], order: list[tuple[int, int]]
) -> None:
    libraries: list[Tables] = []
    rested: list[Tables] = []
    for number, (program, said, edits) in enumerate(imports):
        tables: Tables = {}
        library = machine(tables, NAMES[number], number * 777)
        take_in(library, PROGRAMS[program](said), program)
        (listed,) = library.collection.articles()
        edit(library, listed.article.id, edits)
        libraries.append(tables)
    for turn in range(4):
        if turn == 3:
            rested = list(map(copied, libraries))
        for here, there in order:
            libraries[here] = heard(libraries[here], libraries[there], name=NAMES[here])
    assert libraries == rested
    assert libraries[0]["annotations"] == libraries[1]["annotations"] == libraries[2]["annotations"]
    quotes = [quote for quote, *_ in seen(libraries[0])]
    assert len(quotes) == len(set(quotes))
    assert len(library_of(copied(libraries[0])).collection.articles()) == 1
