"""These commands are about links, footnotes, and what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import MarkKind
from reader.domain.errors import NotOpened
from reader.domain.span import Span
from reader.formats.links import LinkKind, check_link, folder_of
from reader.ui.program import openings
from reader.ui.reading.commands.labelling import start_labels
from reader.ui.reading.keyboard import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.domain.document import Mark
    from reader.formats.links import Link
    from reader.ui.keys.labels import LabelChoice
    from reader.ui.lists.asked import Outcome
    from reader.ui.reading.state import Reading

LABEL_HELP = "a letter follows the link · Esc leaves"


@command
def follow_link(reading: Reading) -> Outcome:
    """Put a letter on every link on the screen; follow the only one at once."""
    links = {_place(one): one for one in links_in(reading, reading.view.shown)}
    if not links:
        reading.say("there is no link on the screen")
        return None

    async def chosen(choice: LabelChoice) -> None:
        outcome = follow(reading, target_of(links[choice.span]))
        if outcome is not None:
            await outcome

    start_labels(reading, list(links), chosen, LABEL_HELP)
    return None


@command
def open_here(reading: Reading) -> Outcome:
    """Follow the cursor's link or footnote; without one, show the focused annotation in the pane."""
    found = links_in(reading, reading.view.cursor)
    if found:
        return follow(reading, target_of(found[0]))
    focused = reading.focused
    if focused is None:
        reading.say("there is nothing to open here; h highlights the sentence")
        return None
    reading.show_side(True)
    reading.pane.active = True
    reading.pane.unfolded = focused.id
    return None


def links_in(reading: Reading, span: Span) -> list[Mark]:
    """Find the links and the markers of footnotes in a piece of the text."""
    marks = reading.opened.document.marks_in(span)
    return [one for one in marks if one.kind in (MarkKind.LINK, MarkKind.NOTE)]


def target_of(mark: Mark) -> str:
    """Tell where a link leads; of a footnote's marker, `#` and the footnote's label."""
    return mark.value if mark.kind is MarkKind.LINK else f"#{mark.value}"


def follow(reading: Reading, target: str) -> Outcome:
    """Go to a place in the text, or open in this reader what the link leads to; a new host is asked about."""
    link = _checked(reading, target)
    if link is None:
        return None
    match link.kind:
        case LinkKind.PLACE:
            _go_to_place(reading, link.address)
        case LinkKind.FILE:
            openings.read(reading.program, link.address, say=reading.say, anchor=link.fragment)
        case LinkKind.MAIL:
            return _trusting(reading, link.host, "in the mail program", lambda: _browse(reading, link.address))
        case LinkKind.PAGE:
            return _trusting(reading, link.host, "here", lambda: _read_page(reading, link))
    return None


@command
def open_in_browser(reading: Reading) -> Outcome:
    """Open the cursor's link in the desktop's browser, else the page that the article came from."""
    found = links_in(reading, reading.view.cursor)
    targets = [one.value for one in found if one.kind is MarkKind.LINK] or [reading.opened.article.url]
    if not targets[0]:
        reading.say("there is no link here, and the article has no address")
        return None
    link = _checked(reading, targets[0])
    if link is None:
        return None
    if link.kind is not LinkKind.PAGE:
        reading.say("only links to web pages are opened in the browser; Enter follows this one")
        return None
    return _trusting(reading, link.host, "in the browser", lambda: _browse(reading, link.address))


def _checked(reading: Reading, target: str) -> Link | None:
    article = reading.opened.article
    try:
        return check_link(target, article.url, folder_of(article.sources[-1].address) if article.sources else "")
    except NotOpened as error:
        reading.fail(str(error))
        return None


def _trusting(reading: Reading, host: str, where: str, act: Callable[[], Outcome]) -> Outcome:
    """Do it, when the user has said once that this host may be opened."""
    if host in reading.program.trusted_hosts:
        return act()

    def yes() -> Outcome:
        reading.program.trusted_hosts.add(host)
        return act()

    reading.confirm(f"Open {host} {where}?", yes)
    return None


def _read_page(reading: Reading, link: Link) -> None:
    openings.read(reading.program, link.address, say=reading.say, anchor=link.fragment)


def _go_to_place(reading: Reading, name: str) -> None:
    offset = reading.opened.document.offset_of(name)
    if offset is None:
        reading.fail(f"there is no place called {name} in this text")
    else:
        reading.jump(offset)


async def _browse(reading: Reading, address: str) -> None:
    reading.say("starting the browser …")
    try:
        reading.say(await reading.program.browse(address))
    except NotOpened as error:
        reading.fail(str(error))


def _place(mark: Mark) -> Span:
    # A footnote's marker has no text: its label stands on the character before it.
    return mark.span if len(mark.span) else Span(max(0, mark.span.start - 1), mark.span.start)
