"""Acts in lists and in articles, taken back in the order in which they were done."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.domain.annotation import Colour
from reader.domain.ports import Change
from reader.domain.span import Span
from tests.ui.shelves import Shelf

ACTS = st.lists(st.tuples(st.sampled_from(["list", "Otters", "Badgers"]), st.integers(0, 7)), max_size=8)


@settings(max_examples=40)
@given(ACTS)
def test_all_that_was_done_anywhere_is_undone_in_lists_one_by_one_and_done_again(acts: list[tuple[str, int]]) -> None:
    shelf = Shelf()
    for title in ("Otters", "Badgers"):
        shelf.add(title, "One swims here. Two of them sleep.", marks=["One"])
    library = shelf.library
    sessions = {title: library.session(library.open(title)) for title in ("Otters", "Badgers")}
    states = [_state(shelf)]
    for where, number in acts:
        if where == "list":
            found = [one.annotation for one in library.collection.annotations(None)]
            library.edits.change("colour", found, lambda one, to=number: one._replace(colour=list(Colour)[to]))  # type: ignore[misc]
        else:
            sessions[where].reload()
            sessions[where].highlight(Span(number, number + 1) if number > 3 else Span(0, 3), list(Colour)[number])
        if _state(shelf) != states[-1]:
            states.append(_state(shelf))
    for state in reversed(states[:-1]):
        assert library.edits.undo()
        assert _state(shelf) == state
    for state in states[1:]:
        assert library.edits.redo()
        assert _state(shelf) == state


def _state(shelf: Shelf) -> set[tuple[str, str, str]]:
    return {(one.article_id, one.quote, one.colour) for one in shelf.store.annotations()}


def test_beside_what_was_typed_over_a_while_a_newer_text_stays() -> None:
    shelf = Shelf()
    shelf.add("Otters", "One swims here. Two of them sleep.", marks=["One"])
    (shown,) = shelf.store.annotations()
    shelf.store.save_annotations([Change(shown, shown._replace(note="theirs"))])
    shelf.library.edits.change("note", [shown], lambda one: one._replace(note="mine"), as_shown=True)
    (both,) = shelf.store.annotations()
    assert {one.text for one in both.rivals} == {"theirs", "mine"}
