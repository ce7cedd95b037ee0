"""These commands search in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotUnderstood
from reader.domain.motions import inner_word
from reader.domain.wording import counted
from reader.ui.lists.asked import Asked
from reader.ui.reading.commands.jumping import step_hit
from reader.ui.reading.keyboard import command
from reader.ui.reading.text_search import Search

if TYPE_CHECKING:
    from reader.domain.span import Span
    from reader.ui.lists.asked import Outcome
    from reader.ui.reading.state import Reading

HISTORY = "search"
"""The kind of line that a search is typed into."""
MANY = 50
"""Highlights that are made at once without asking."""
PAUSE = 0.002
"""Seconds between two slices of counting, in which keys are read."""


@command
def search(reading: Reading) -> Outcome:
    """Ask what to search for; the first match is shown while one types."""
    view = reading.view
    start, selected = view.cursor.start, view.selection
    before, before_match = reading.search, reading.match_here

    def go_back() -> None:
        view.go_to(start)
        view.selection = selected

    def changed(query: str) -> None:
        begin(reading, query)
        if reading.search is not None:
            # The cursor's own sentence may hold the match that is meant.
            show(reading, reading.search.near(start))
        if view.match is None:
            go_back()
            seek(reading, start)

    def left() -> None:
        begin(reading, before.query if before else "")
        go_back()

    def done(query: str) -> None:
        if not query.strip():
            before_it = reading.program.services.histories.of(HISTORY)
            if not before_it:
                begin(reading, "")
                return
            query = before_it[-1]
            begin(reading, query)
            _step(reading, 1, before_match.start if before_match else start - 1)
        elif view.match is None and reading.search is not None:
            show(reading, reading.search.next(start - 1))
        if view.match is not None:
            reading.leave_here(start)
        elif reading.search is not None:
            reading.fail(f"{query}: not found")
        else:
            begin(reading, query)  # which says why it is no pattern

    def found() -> str:
        if reading.search is None and reading.status.failed:
            return "no pattern yet"
        if reading.search is None or (before is reading.search and view.match is None):
            return ""
        if view.match is None:
            return "none" if reading.search.complete else "…"
        return str(reading.search.count(view.match.start))

    return reading.acts.ask(Asked("/", done, changed=changed, left=left, history=HISTORY, found=found))


@command
def search_word(reading: Reading) -> None:
    """Search for the selection, or the word at the match, else for the first word of the sentence."""
    text = reading.opened.document.text
    here = reading.match_here or reading.view.target
    found = here if reading.view.selection is not None else inner_word(reading.opened.document, here.start)
    words = " ".join(found.of(text).split())
    reading.give_up_selection()
    if not words:
        reading.say("there is no word here")
        return
    reading.program.services.histories.add(HISTORY, words)
    begin(reading, words)
    assert reading.search is not None
    reading.leave_here()
    show(reading, reading.search.next(found.start))


@command
def next_match(reading: Reading) -> Outcome:
    """Go to the next match; until the text is searched, to the next of the list that one came from."""
    return _match_or_hit(reading, 1)


@command
def previous_match(reading: Reading) -> Outcome:
    """Go to the match before, or the one before of the list."""
    return _match_or_hit(reading, -1)


def _match_or_hit(reading: Reading, by: int) -> Outcome:
    walk = reading.program.walk
    # In the article of one of them only: who has followed a link elsewhere has left the list.
    if reading.search is None and walk is not None and walk.leads_through(reading.opened.article.id):
        return step_hit(reading, by)
    _step(reading, by)
    return None


@command
def mark_occurrences(reading: Reading) -> None:
    """Show every place of the selection, of the match, or of the focused highlight; Enter highlights them all."""
    focused = reading.focused
    text = reading.opened.document.text
    if reading.view.selection is not None:
        phrase = reading.view.target.of(text)
    elif reading.match_here is not None:
        phrase = reading.match_here.of(text)
    else:
        phrase = focused.quote if focused is not None else ""
    words = " ".join(phrase.split())
    if not words:
        reading.say("select a phrase first: v or w, then gO")
        return
    reading.give_up_selection()
    begin(reading, words)
    found = reading.search
    assert found is not None
    show(reading, found.near(reading.view.cursor.start) or found.next(0))
    while found.advance():
        pass
    _offer_to_mark(reading, found)


def _offer_to_mark(reading: Reading, found: Search) -> None:
    """Enter highlights all that was found, Esc leaves it; any other key is obeyed as ever."""
    many = counted(len(found.matches), "place")

    async def mark() -> None:
        made = await reading.change(lambda session: session.highlight_all(found.matches, reading.pen))
        if made is not None:
            begin(reading, "")
            back = "them all" if len(made) > 1 else "it"
            reading.say(f"{counted(len(made), 'highlight')} made; u takes {back} back")

    def answer(key: str) -> Outcome:
        if key in ("n", "N"):
            _step(reading, 1 if key == "n" else -1)
            return None
        reading.catch = None
        reading.say("")
        if key != "enter":
            if key == "escape":
                begin(reading, "")
            return None if key == "escape" else reading.acts.press(key)
        if len(found.matches) > MANY:
            reading.confirm(f"Make {counted(len(found.matches), 'highlight')}?", mark)
            return None
        return mark()

    reading.catch = answer
    them, each = ("them all", "them") if len(found.matches) > 1 else ("it", "it")
    reading.say(f"{many}: Enter highlights {them} · n N look at {each} · Esc leaves")


def begin(reading: Reading, query: str) -> None:
    """Search for `query` from now on; for nothing, when it is blank, or no pattern (yet)."""
    reading.search = None
    reading.view.match = None
    try:
        reading.search = Search(reading.opened.document.text, query) if query.strip() else None
    except NotUnderstood as error:
        reading.fail(error.brief)
    if reading.search is not None:
        reading.recover()  # what was no pattern a letter ago
        count(reading, reading.search)
    reading.acts.settle()


def count(reading: Reading, found: Search) -> None:
    """Count its matches, a slice at a time, as long as it is searched for."""
    if reading.search is not found:
        return
    if found.advance():
        reading.view.set_timer(PAUSE, lambda: count(reading, found))
    else:
        reading.acts.settle()


def seek(reading: Reading, start: int) -> None:
    """Stand on the first match from `start` on as soon as the counting has come to it."""
    found = reading.search
    if found is None or reading.view.match is not None:
        return
    show(reading, found.find_counted(start))
    if reading.view.match is None and not found.complete:
        reading.view.set_timer(PAUSE, lambda: seek(reading, start) if reading.search is found else None)


def show(reading: Reading, match: Span | None) -> None:
    """Stand on this match."""
    reading.view.match = match
    if match is None:
        return
    if reading.view.selection is not None:
        reading.view.extend(match.start)
    else:
        reading.view.go_to(match.start)


def _step(reading: Reading, by: int, here: int | None = None) -> None:
    found = reading.search
    if found is None:
        reading.say("nothing is searched for yet; / asks")
        return
    if here is None:
        # From where one is: what the cursor's sentence begins with is passed already.
        stood_on = reading.match_here or reading.view.cursor
        here = stood_on.start
    match = found.next(here) if by > 0 else found.previous(here)
    if match is None:
        reading.fail(f"{found.query}: not found")
    elif (match.start <= here) == (by > 0):
        reading.say("from the top again" if by > 0 else "from the end again")
    show(reading, match)
