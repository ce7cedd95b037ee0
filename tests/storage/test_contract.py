"""What every Store does, on disk and in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, Colour, Origin
from reader.domain.ports import Change, Store
from reader.storage.compaction import compact
from tests.memory_store import MemoryStore
from tests.storage.conftest import store_in
from tests.storage.records import ARTICLE, NOON, annotation, any_annotation, any_article, article, names, target
from tests.world import Ticking, counted

if TYPE_CHECKING:
    from reader.domain.article import Article
    from reader.domain.merge import Tables

Window = Callable[[], Store]


@pytest.fixture(params=["disk", "memory"])
def window(request: pytest.FixtureRequest, tmp_path: Path) -> Window:
    """Opens one more window on the same library."""
    if request.param == "disk":
        return lambda: store_in(tmp_path)
    tables: Tables = {}
    clock, entropy = Ticking(), counted()
    return lambda: MemoryStore(clock=clock, entropy=entropy, tables=tables)


def save(store: Store, before: Annotation | None, after: Annotation | None) -> Annotation | None:
    (stored,) = store.save_annotations([Change(before, after)])
    return stored


def kept(store: Store, before: Annotation | None, after: Annotation) -> Annotation:
    stored = save(store, before, after)
    assert stored is not None
    return stored


def test_a_new_library_is_empty(window: Window) -> None:
    store = window()
    assert store.read_only == ""
    assert not store.articles()
    assert not store.annotations()
    assert not store.trash()
    assert store.article("none") is None
    assert store.document("0" * 64) is None


def test_what_is_saved_is_there_in_another_window(window: Window) -> None:
    store, other = window(), window()
    one = annotation(note="a note", tags=("b", "a"), colour=Colour.RED, star=True)
    assert save(store, None, one) == one
    assert other.refresh()
    assert list(other.annotations(ARTICLE)) == [one]
    assert list(other.annotations("another")) == []
    assert not other.refresh()
    assert not store.refresh(), "what a window wrote itself is no news to it"


def test_only_fields_that_differ_are_written(window: Window) -> None:
    store, other = window(), window()
    one = kept(store, None, annotation(note="first"))
    other.refresh()
    save(other, one, one._replace(colour=Colour.GREEN))
    save(store, one, one._replace(note="second"))
    (found,) = window().annotations()
    assert (found.note, found.colour) == ("second", Colour.GREEN)


def test_two_notes_written_at_once_are_both_there_until_one_is_saved_over_them(window: Window) -> None:
    store = window()
    one = kept(store, None, annotation(note="first"))
    save(store, one, one._replace(note="here"))
    both = kept(store, one, one._replace(note="there"))
    assert [rival.text for rival in both.rivals] == ["there", "here"]
    assert both.note == "there"
    resolved = kept(store, both, both._replace(note="there", rivals=()))
    assert resolved.note == "there"
    assert resolved.rivals == ()


def test_undoing_in_one_window_leaves_the_work_of_another(window: Window) -> None:
    store, other = window(), window()
    one = kept(store, None, annotation(tags=("old",)))
    two = kept(store, one, one._replace(tags=("old", "mine")))
    other.refresh()
    save(other, two, two._replace(tags=("old", "mine", "theirs")))
    save(store, two, two._replace(tags=("old",)))
    assert window().annotations()[0].tags == ("old", "theirs")


def test_what_is_deleted_is_in_the_trash_and_comes_back_whole(window: Window) -> None:
    store = window()
    one = kept(store, None, annotation(note="text", tags=("t",)))
    assert save(store, one, None) is None
    assert list(store.annotations()) == []
    (gone,) = store.trash(ARTICLE)
    assert gone == one
    assert save(store, None, gone) == one
    assert list(store.trash()) == []
    assert list(window().annotations()) == [one]


def test_an_edit_beats_a_deletion_that_did_not_see_it(window: Window) -> None:
    store = window()
    one = kept(store, None, annotation(note="first"))
    save(store, one, one._replace(note="edited"))
    assert save(store, one, None) is not None
    assert window().annotations()[0].note == "edited"


def test_what_came_back_is_marked_until_it_is_changed(window: Window) -> None:
    store = window()
    one = kept(store, None, annotation())
    assert not kept(store, one, one._replace(note="edited")).returned
    back = save(store, one, None)
    assert back is not None
    assert back.returned
    assert list(window().annotations()) == [back]
    changed = kept(store, back, back._replace(star=True))
    assert not changed.returned
    assert list(window().annotations()) == [changed]
    assert save(store, changed, None) is None


def test_what_came_back_can_be_deleted_for_good(window: Window) -> None:
    store = window()
    one = kept(store, None, annotation())
    kept(store, one, one._replace(note="edited"))
    back = save(store, one, None)
    assert save(store, back, None) is None
    assert list(window().annotations()) == []


def test_deleting_again_after_restoring(window: Window) -> None:
    store = window()
    one = kept(store, None, annotation())
    save(store, one, None)
    back = kept(store, None, one)
    assert save(store, back, None) is None
    assert list(window().annotations()) == []


def test_importing_twice_changes_nothing(window: Window) -> None:
    store = window()
    one = annotation(note="imported", tags=("a",))
    first = kept(store, None, one)
    second = kept(store, None, one)
    assert second == first
    assert second.seen == first.seen


def test_what_was_carried_back_and_forth_stays(window: Window) -> None:
    store = window()
    carried = target("v2", 7, 14, origin=Origin.CARRIED, confidence=0.8)
    placed = target("v2", 9, 16, origin=Origin.PLACED)
    made = annotation().targets[0]
    one = kept(store, None, annotation())
    for shall in (carried, placed, carried, placed):
        one = kept(store, one, one._replace(targets=(made, shall)))
        assert one.targets == (made, shall)


def test_several_changes_are_one_write(window: Window) -> None:
    store = window()
    first, second = annotation("a-1"), annotation("a-2")
    stored = store.save_annotations(
        [Change(None, first), Change(None, second), Change(first, first._replace(star=True))]
    )
    assert len(stored) == 3
    assert {one.id: one.star for one in window().annotations()} == {"a-1": True, "a-2": False}


def test_articles_are_kept_as_annotations_are(window: Window) -> None:
    store = window()
    one = article(tags=("law",))
    assert store.save_articles([Change(None, one)]) == [one]
    (read,) = store.save_articles([Change(store.articles()[0], one._replace(progress=0.5, opened=NOON))])
    assert window().article(one.id) == read == one._replace(progress=0.5, opened=NOON)


def test_a_field_that_only_another_version_of_this_program_knows_stays() -> None:
    tables: Tables = {}
    store = MemoryStore(clock=Ticking(), entropy=counted(), tables=tables)
    one = article()
    store.save_articles([Change(None, one)])
    theirs = {"0000000000000-0000-theirs-00000000-0000": "another"}
    tables["articles"][one.id]["f"]["same_as"] = theirs
    (read,) = store.articles()
    store.save_articles([Change(read, read._replace(title="Renamed"))])
    assert tables["articles"][one.id]["f"]["same_as"] == theirs


@given(any_annotation(), any_annotation())
def test_annotations_read_back_as_they_were_written(first: Annotation, second: Annotation) -> None:
    second = second._replace(id=first.id)
    with TemporaryDirectory() as folder:
        store = store_in(Path(folder))
        one = kept(store, None, first)
        assert one == first
        assert window_on(folder).annotations(first.article_id) == [first]
        two = kept(store, one, second)
        # Tags that were there before keep their order.
        assert two._replace(tags=()) == second._replace(tags=())
        assert sorted(two.tags) == sorted(second.tags)
        assert window_on(folder).annotations(second.article_id) == [two]


@given(st.lists(any_annotation(), max_size=8, unique_by=lambda one: one.id), names)
def test_annotations_are_found_by_a_tag_in_the_file_and_in_the_journal(found: list[Annotation], other: str) -> None:
    with TemporaryDirectory() as folder:
        store = store_in(Path(folder))
        store.save_annotations([Change(None, one) for one in found[::2]])
        compact(store)
        store.save_annotations([Change(None, one) for one in found[1::2]])
        for tag in {other, *(tag for one in found for tag in one.tags)}:
            tagged = {one.id for one in found if tag in one.tags}
            assert {one.id for one in window_on(folder).annotations_tagged(tag.__eq__)} == tagged


def test_annotations_are_found_by_a_tag(window: Window) -> None:
    store = window()
    tags = {"a": ("law",), "b": ("law/police", "claim"), "c": ()}
    store.save_annotations([Change(None, annotation(name, tags=one, note='"tag/law":')) for name, one in tags.items()])
    assert {one.id for one in store.annotations_tagged(lambda tag: tag.startswith("law"))} == {"a", "b"}
    assert not store.annotations_tagged(lambda tag: tag == "none")


@given(any_article())
def test_articles_read_back_as_they_were_written(one: Article) -> None:
    with TemporaryDirectory() as folder:
        assert store_in(Path(folder)).save_articles([Change(None, one)]) == [one]
        assert window_on(folder).articles() == [one]


def window_on(folder: str) -> Store:
    return store_in(Path(folder))


def test_what_comes_back_from_the_trash_still_has_both_texts(window: Window) -> None:
    store = window()
    one = kept(store, None, annotation(note="first"))
    save(store, one, one._replace(note="here"))
    both = kept(store, one, one._replace(note="there"))
    assert save(store, both, None) is None
    back = kept(store, None, store.trash()[0])
    assert [rival.text for rival in back.rivals] == ["there", "here"]
