"""The session: every change durable, every change undone, and nobody else's work with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.annotation import Annotation, Colour, Origin, State
from reader.domain.article import Article, Version
from reader.domain.document import Block, BlockKind, Document, text_hash
from reader.domain.errors import NotFound, NotSaved, NotUnderstood
from reader.domain.ports import Change
from reader.domain.span import Span
from reader.session import Foresight, Ids, Session, rewind
from tests.memory_store import MemoryStore
from tests.world import NOON, Ticking, counted, numbered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.domain.merge import Tables

TEXT = "The sand stays. Nobody brought it on purpose, and nobody takes it away.\n\nThe harbour moves."
DOCUMENT = Document(TEXT, (Block(BlockKind.PARAGRAPH, Span(0, 71)), Block(BlockKind.PARAGRAPH, Span(73, len(TEXT)))))
HASH = text_hash(TEXT)
ARTICLE = Article("a" * 36, "Harbour", NOON, versions=(Version(HASH, NOON, len(TEXT)),))
SAND = Span(0, 15)
MOVES = Span(73, 91)


class Desk:
    """Any number of desk on one library."""

    def __init__(self) -> None:
        self.tables: Tables = {}
        self.now = Ticking()
        self.new_id = numbered()
        self._digits = counted()

    def store(self) -> MemoryStore:
        return MemoryStore(clock=self.now, entropy=self._digits, tables=self.tables)

    def session(self, store: MemoryStore | None = None) -> Session:
        return Session(store or self.store(), ARTICLE, HASH, DOCUMENT, now=self.now, new_id=self.new_id)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def stored(desk: Desk) -> list[Annotation]:
    return sorted(desk.store().annotations(ARTICLE.id), key=lambda one: one.id)


def shown(session: Session) -> list[Annotation]:
    return sorted(session.annotations, key=lambda one: one.id)


def test_a_highlight_is_stored_and_shown(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND, Colour.BLUE, note="why?", tags=("coast", "coast", "sand"))
    assert (made.quote, made.colour, made.note, made.tags) == ("The sand stays.", "blue", "why?", ("coast", "sand"))
    assert made.targets[0].span == SAND
    assert stored(desk) == shown(session) == [made]


def test_the_same_span_is_not_highlighted_twice(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND)
    assert session.highlight(SAND, Colour.RED) == made
    assert stored(desk) == [made]
    assert session.undo() == "highlight"
    assert stored(desk) == []


def test_blanks_are_not_highlighted(desk: Desk) -> None:
    with pytest.raises(NotUnderstood, match="no text"):
        desk.session().highlight(Span(71, 73))


def test_a_change_of_nothing_is_no_act(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND, note="x")
    assert session.set_note(made.id, "x") == made
    session.undo()
    assert len(session.annotations) == 0


def test_moved_by_hand_it_says_so_where_it_was_carried(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND)
    moved = session.move(made.id, Span(4, 15))
    assert (moved.quote, moved.targets[-1].origin) == ("sand stays.", Origin.MADE)


def test_accepted_and_lost(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND)
    session.keep_as_orphan(made.id)
    assert [one.id for one in session.annotations.orphans] == [made.id]
    assert session.annotations.orphans[0].quote == "The sand stays."
    session.undo()
    assert [one.id for one in session.annotations.placed] == [made.id]
    session.accept([made.id])
    target = shown(session)[0].targets[-1]
    assert (target.state, target.origin) == (State.ANCHORED, Origin.PLACED)


def carried_highlight(desk: Desk, *later: str) -> tuple[Session, Annotation]:
    """A highlight that was carried to this version, without being sure; `later` are versions that it has besides."""
    session = desk.session()
    made = session.highlight(SAND)
    (target,) = made.targets
    older, here = target._replace(version="older"), target._replace(confidence=0.7, origin=Origin.CARRIED)
    targets = (older, here, *(target._replace(version=one) for one in later))
    desk.store().save_annotations([Change(made, made._replace(targets=targets))])
    session.refresh()
    return session, shown(session)[0]


def test_who_accepts_a_place_is_sure_of_it(desk: Desk) -> None:
    session, carried = carried_highlight(desk)
    assert carried.target_in(HASH) is not None
    session.accept([carried.id])
    (accepted,) = shown(session)
    target = accepted.target_in(HASH)
    assert target is not None
    assert (target.confidence, target.origin, target.check) == (1.0, Origin.PLACED, False)


def test_a_place_by_hand_is_of_this_version_only(desk: Desk) -> None:
    session, carried = carried_highlight(desk, "zz-later")
    moved = session.move(carried.id, MOVES)
    assert {one.version for one in moved.targets} == {"older", HASH, "zz-later"}
    assert {one.version: one.span for one in moved.targets}["older"] == SAND
    target = moved.target_in(HASH)
    assert target is not None
    assert (target.span, target.origin) == (MOVES, Origin.PLACED)


def test_what_is_gone_cannot_be_changed(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND)
    session.delete(made.id)
    with pytest.raises(NotFound):
        session.set_note(made.id, "x")


class FullDisk(MemoryStore):
    """A store that cannot write."""

    def save_annotations(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        raise NotSaved("no space left", "library.json", "free some")


COMMANDS: list[Callable[[Session, Annotation], object]] = [
    lambda session, one: session.highlight(MOVES),
    lambda session, one: session.page_note("all of it"),
    lambda session, one: session.set_note(one.id, "new"),
    lambda session, one: session.set_tags(one.id, ["new"]),
    lambda session, one: session.recolour(one.id, Colour.RED),
    lambda session, one: session.star(one.id),
    lambda session, one: session.move(one.id, MOVES),
    lambda session, one: session.keep_as_orphan(one.id),
    lambda session, one: session.delete(one.id),
    lambda session, one: session.undo(),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_cannot_be_stored_is_not_applied(desk: Desk, command: Callable[[Session, Annotation], object]) -> None:
    session = desk.session()
    made = session.highlight(SAND)
    session.star(made.id)
    before = shown(session)
    session._store = FullDisk(clock=desk.now, entropy=lambda: "0000", tables=desk.tables)
    with pytest.raises(NotSaved):
        command(session, made)
    assert shown(session) == before == stored(desk)
    session._store = desk.store()
    assert session.undo() == "star"


# -- any commands, in any order

spans = st.builds(
    lambda start, length: Span(start, min(start + length, len(TEXT))), st.integers(0, 80), st.integers(4, 40)
)
acts = st.one_of(
    st.tuples(st.just("highlight"), spans, st.sampled_from(Colour)),
    st.tuples(st.just("page_note"), st.text(max_size=5)),
    st.tuples(st.sampled_from(["star", "delete", "keep_as_orphan"]), st.integers(0, 9)),
    st.tuples(st.just("set_note"), st.integers(0, 9), st.text(max_size=5)),
    st.tuples(st.just("set_tags"), st.integers(0, 9), st.lists(st.sampled_from(["a", "b", "c/d"]))),
    st.tuples(st.just("recolour"), st.integers(0, 9), st.sampled_from(Colour)),
    st.tuples(st.just("move"), st.integers(0, 9), spans),
    st.tuples(st.sampled_from(["undo", "redo"])),
)


def perform(session: Session, act: tuple[object, ...]) -> None:
    name, *arguments = act
    if name not in ("highlight", "page_note", "undo", "redo"):
        some = list(session.annotations)
        if not some:
            return
        arguments[0] = some[arguments[0] % len(some)].id  # type: ignore[operator]
    try:
        getattr(session, str(name))(*arguments)
    except (NotUnderstood, NotFound):
        assert name in ("move", "keep_as_orphan", "highlight")


@given(st.lists(acts, max_size=12))
def test_any_acts_all_undone_give_the_start_and_redone_the_end(some: list[tuple[object, ...]]) -> None:
    desk = Desk()
    session = desk.session()
    for act in some:
        perform(session, act)
    end = shown(session)
    assert stored(desk) == end
    while session.undo():
        assert stored(desk) == shown(session)
    assert shown(session) == []
    while session.redo():
        assert stored(desk) == shown(session)
    done = shown(session)
    if not any(act[0] == "undo" for act in some):
        assert done == end


# -- two windows


@given(st.lists(acts, max_size=12), st.integers(0, 12))
def test_what_is_foreseen_of_any_acts_is_what_comes_of_them(some: list[tuple[object, ...]], saved: int) -> None:
    desk = Desk()
    session = desk.session()
    for act in some[:saved]:
        perform(session, act)
    ahead = Foresight(session)
    before = shown(session)
    ids = [Ids() for _ in some[saved:]]
    for act, own in zip(some[saved:], ids, strict=True):
        ahead.obey(partial(_perform, act), own)
    assert shown(session) == before == stored(desk)
    for act, own in zip(some[saved:], ids, strict=True):
        session.obey(partial(_perform, act), own)
    assert [_untimed(one) for one in shown(ahead)] == [_untimed(one) for one in shown(session)]


def test_tags_are_foreseen_in_the_order_in_which_they_are_stored() -> None:
    desk = Desk()
    session = desk.session()
    note = session.page_note("")
    session.set_tags(note.id, ["a"])
    ahead = Foresight(session)
    ahead.set_tags(note.id, ["c", "b", "a"])
    session.set_tags(note.id, ["c", "b", "a"])
    assert shown(ahead)[0].tags == shown(session)[0].tags == ("a", "c", "b")


def _perform(act: tuple[object, ...], session: Session) -> None:
    perform(session, act)


def _untimed(one: Annotation) -> Annotation:
    return one._replace(created=NOON, modified=NOON)


def test_each_window_sees_what_the_other_did(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    assert other.refresh()
    assert shown(other) == [made]
    assert not other.refresh()


def test_undo_leaves_alone_what_another_window_wrote_since(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    one.set_note(made.id, "mine")
    other.refresh()
    other.set_note(made.id, "theirs")
    one.refresh()
    assert one.undo() == "nothing of “note”: it was changed elsewhere since"
    assert shown(one)[0].note == "theirs"
    assert one.undo() == "nothing of “highlight”: it was changed elsewhere since"
    assert [each.note for each in stored(desk)] == ["theirs"]


def test_undo_brings_back_nothing_that_another_window_deleted_since(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    one.set_note(made.id, "mine")
    other.refresh()
    other.delete(made.id)
    one.refresh()
    assert one.undo() == "nothing of “note”: it was changed elsewhere since"
    assert stored(desk) == shown(one) == []


def test_undo_of_a_deletion_keeps_what_another_window_brought_back_and_wrote(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    one.delete(made.id)
    store = desk.store()
    (gone,) = store.trash()
    store.save_annotations([Change(None, gone)])
    other.reload()
    other.set_note(made.id, "theirs")
    one.refresh()
    one.undo()
    assert [each.note for each in stored(desk)] == ["theirs"]


def test_undo_takes_back_its_own_tags_only(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND, tags=("a",))
    one.set_tags(made.id, ["b"])
    other.refresh()
    other.set_tags(made.id, ["b", "c"])
    one.refresh()
    one.undo()
    assert set(stored(desk)[0].tags) == {"a", "c"}


def test_two_notes_at_once_are_both_kept_and_saving_settles_it(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    other.refresh()
    one.set_note(made.id, "mine")
    other.set_note(made.id, "theirs")
    one.refresh()
    both = shown(one)[0]
    assert {each.text for each in both.rivals} == {"mine", "theirs"}
    one.set_note(made.id, "ours")
    assert (stored(desk)[0].note, stored(desk)[0].rivals) == ("ours", ())


def test_what_others_wrote_while_one_was_writing_stays(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND, tags=("a", "b"))
    other.refresh()
    other.set_note(made.id, "theirs")
    other.set_tags(made.id, ["a", "b", "c"])
    one.refresh()
    one.set_note(made.id, "mine", shown=made)
    one.set_tags(made.id, ["a", "d"], shown=made)
    (both,) = stored(desk)
    assert {each.text for each in both.rivals} == {"mine", "theirs"}
    assert set(both.tags) == {"a", "c", "d"}
    one.set_note(made.id, "", shown=made)  # nothing was typed, so nothing is said of the note
    assert stored(desk) == [both]


def test_undo_takes_its_own_text_out_of_several_and_no_other(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    other.refresh()
    one.set_note(made.id, "mine")
    other.set_note(made.id, "theirs")
    one.refresh()
    assert one.undo() == "your part of the note"
    assert [(each.note, each.rivals) for each in stored(desk)] == [("theirs", ())]
    assert one.redo() == "note"
    assert [(each.note, each.rivals) for each in stored(desk)] == [("theirs\n\nmine", ())]
    assert one.undo() == "note"
    assert [(each.note, each.rivals) for each in stored(desk)] == [("theirs", ())]


def test_where_only_the_time_would_go_back_nothing_is_said_to_be_done(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND, note="first")
    one.set_note(made.id, "second")
    other.refresh()
    other.set_note(made.id, "another")
    one.refresh()
    assert (one.undo() or "").startswith("nothing of “note”")
    assert (one.redo() or "").startswith("nothing of “note”")
    assert [each.note for each in stored(desk)] == ["another"]


def test_undo_and_redo_of_a_text_that_stands_for_several(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    other.refresh()
    other.set_note(made.id, "theirs")
    one.set_note(made.id, "mine")
    one.refresh()
    one.set_note(made.id, "ours")
    one.undo()
    assert set(stored(desk)[0].note.split("\n\n")) == {"mine", "theirs"}
    one.redo()
    assert [(each.note, each.rivals) for each in stored(desk)] == [("ours", ())]


def rivals(desk: Desk) -> tuple[Session, Annotation]:
    """A highlight whose note has two texts, and a window that shows both."""
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    other.refresh()
    one.set_note(made.id, "mine")
    other.set_note(made.id, "theirs")
    one.refresh()
    return one, made


def texts(annotation: Annotation) -> set[str]:
    return {each.text for each in annotation.rivals} or {annotation.note}


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("see chapter 12", "see chapter 1", "see chapter 12\n\nsee chapter 1"),
        ("seen", "see", "seen\n\nsee"),
        ("one\n\ntwo", "two", None),
        ("one\n \t\ntwo\n\n\nthree", "two\n\nthree", None),
        ("one\n\ntwo\n\nthree", "one\n\nthree", "one\n\ntwo\n\nthree\n\none\n\nthree"),
        ("one\ntwo", "two", "one\ntwo\n\ntwo"),
        ("Größe", "größe", "Größe\n\ngröße"),
        ("same", "same", None),
        ("", "first", "first"),
        ("  \n", "first", "first"),
    ],
)
def test_only_a_whole_paragraph_that_is_there_is_not_added(
    desk: Desk, first: str, second: str, kept: str | None
) -> None:
    session = desk.session()
    made = session.highlight(SAND, note=first)
    answer = session.add_to_note(made.id, second)
    assert (answer and answer.note) == kept
    assert stored(desk)[0].note == (first if kept is None else kept)


def test_what_is_added_to_a_note_with_two_texts_ends_neither(desk: Desk) -> None:
    session, made = rivals(desk)
    session.add_to_note(made.id, "third")
    assert texts(stored(desk)[0]) in ({"mine\n\nthird", "theirs"}, {"mine", "theirs\n\nthird"})
    assert session.add_to_note(made.id, "mine") is None
    assert session.add_to_note(made.id, "third") is None
    assert session.undo() == "your part of the note"
    assert texts(stored(desk)[0]) == {"mine", "theirs"}
    session.redo()
    assert "third" in stored(desk)[0].whole_note
    assert len(stored(desk)[0].rivals) == 2


def test_a_window_that_knows_nothing_yet_adds_to_what_there_is(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND, note="one")
    assert other.highlight(SAND) == made
    other.set_note(made.id, "two")
    one.add_to_note(made.id, "three")
    assert [(each.note, each.rivals) for each in stored(desk)] == [("two\n\nthree", ())]


@given(st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["a", "b", "ab", "a\n\nb", "c"])), max_size=8))
def test_nothing_that_was_added_to_a_note_is_ever_replaced(some: list[tuple[int, str]]) -> None:
    desk = Desk()
    session, made = rivals(desk)
    windows = [session, desk.session(), desk.session()]
    for index, text in some:
        windows[index].add_to_note(made.id, text)
    (one,) = stored(desk)
    assert len(one.rivals) == 2
    for text in ["mine", "theirs", *(text for _, text in some)]:
        assert one.says(text)


def test_an_article_that_could_not_be_stored_is_stored_with_the_first_act_or_the_act_is_not_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = desk.store()
    session = Session(store, ARTICLE, HASH, DOCUMENT, now=desk.now, new_id=desk.new_id, kept=False)

    def full(_: Document) -> str:
        raise NotSaved("no space left on device", "texts")

    monkeypatch.setattr(store, "keep", full)
    with pytest.raises(NotSaved):
        session.highlight(SAND, note="precious")
    assert (stored(desk), shown(session), store.articles()) == ([], [], [])
    monkeypatch.undo()
    made = session.highlight(SAND, note="precious")
    assert stored(desk) == [made]
    assert [one.id for one in desk.store().articles()] == [ARTICLE.id]
    assert store.document(HASH) == DOCUMENT


def test_after_a_new_act_there_is_nothing_to_redo(desk: Desk) -> None:
    session = desk.session()
    session.highlight(SAND)
    session.undo()
    session.highlight(MOVES)
    assert session.redo() is None
    assert [one.targets[0].span for one in stored(desk)] == [MOVES]
    assert shown(session) == stored(desk)


def test_undo_of_a_highlight_leaves_the_tags_that_somebody_else_gave_it(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    other.refresh()
    other.set_tags(made.id, ["theirs"])
    one.refresh()
    one.undo()
    assert [each.tags for each in stored(desk)] == [("theirs",)]
    assert shown(one) == stored(desk)


def test_undo_of_a_tag_leaves_those_that_somebody_else_gave_since(desk: Desk) -> None:
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    one.set_tags(made.id, ["mine"])
    other.refresh()
    other.set_tags(made.id, ["mine", "theirs"])
    one.refresh()
    assert one.undo() == "tags"
    assert [each.tags for each in stored(desk)] == [("theirs",)]
    one.undo()
    assert [each.tags for each in stored(desk)] == [("theirs",)]


def test_tags_of_others_stay_though_the_clock_stood_still(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "now", lambda: NOON)
    one, other = desk.session(), desk.session()
    made = one.highlight(SAND)
    other.refresh()
    tagged = other.set_tags(made.id, ["theirs"])
    assert tagged.modified == made.modified
    one.refresh()
    one.undo()
    assert [each.tags for each in stored(desk)] == [("theirs",)]
    assert rewind(tagged, made, None) == tagged
    assert rewind(made, made, None) is None


def test_an_act_touches_the_articles_of_what_it_made_changed_and_deleted(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND)
    session.star(made.id)
    session.delete(made.id)
    assert [act.touches(ARTICLE.id) for act in session.history.done] == [True] * 3
    assert [act.touches("another") for act in session.history.done] == [False] * 3


def test_of_two_texts_the_one_that_is_chosen_is_left_and_undo_brings_the_other_back(desk: Desk) -> None:
    one, made = rivals(desk)
    (both,) = stored(desk)
    one.set_note(made.id, both.note)
    assert [(each.note, each.rivals) for each in stored(desk)] == [(both.note, ())]
    one.undo()
    assert set(stored(desk)[0].note.split("\n\n")) == {"mine", "theirs"}
    one.redo()
    assert [(each.note, each.rivals) for each in stored(desk)] == [(both.note, ())]


def test_undo_of_a_choice_brings_both_back_beside_what_was_written_on_one_of_them_meanwhile(desk: Desk) -> None:
    one, made = rivals(desk)
    (both,) = stored(desk)
    one.set_note(made.id, "ours")
    desk.store().save_annotations([Change(both, both.with_paragraph("third"))])
    one.refresh()
    assert one.undo()
    left = stored(desk)[0]
    assert all(left.says(text) for text in ("mine", "theirs", "third"))
    assert not left.says("ours")


def test_undo_of_what_was_added_to_one_of_two_texts_leaves_the_other_where_it_is(desk: Desk) -> None:
    session, made = rivals(desk)
    (both,) = stored(desk)
    session.add_to_note(made.id, "third")
    session.undo()
    (after,) = stored(desk)
    assert [each.text for each in after.rivals] == [each.text for each in both.rivals]
    assert after.note == both.note == after.rivals[0].text


def test_what_comes_from_elsewhere_is_one_act(desk: Desk) -> None:
    session = desk.session()
    made = session.highlight(SAND)
    other = made._replace(id="another", note="of a file")
    session.take_in("import", [Change(None, other), Change(made, made._replace(note="both"))])
    assert {one.note for one in stored(desk)} == {"of a file", "both"}
    session.undo()
    assert [(one.id, one.note) for one in stored(desk)] == [(made.id, "")]
    session.take_in("import", [])
    assert len(session.history.undone) == 1, "nothing is no act"


def test_a_note_comes_back_beside_another_one_that_it_is_only_a_part_of() -> None:
    empty = Desk().session().page_note("")
    ours = empty._replace(note="chapter 1")
    back = rewind(empty._replace(note="chapter 12"), empty, ours)
    assert back is not None
    assert back.note == "chapter 12\n\nchapter 1"
    assert rewind(back, empty, ours) == back
