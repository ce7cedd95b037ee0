"""Links, footnotes, and what is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.document import BlockKind, MarkKind
from reader.domain.errors import NotOpened
from reader.domain.span import Span
from reader.ui.reading.commands.labelling import start_labels
from reader.ui.reading.commands.registry import command

if TYPE_CHECKING:
    from reader.domain.document import Mark
    from reader.ui.keys.labels import Chosen
    from reader.ui.reading.shell import Outcome
    from reader.ui.reading.state import Reading

LABEL_HELP = "a letter follows the link · Esc leaves"


@command
def follow_link(reading: Reading) -> Outcome:
    """Put a letter on every link on the screen; follow the only one at once."""
    links = {_place(one): one for one in links_in(reading, reading.view.shown)}
    if not links:
        reading.say("there is no link on the screen")
        return None

    async def chosen(choice: Chosen) -> None:
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
    reading.shell.show_side(True)
    reading.pane.active = True
    reading.pane.unfolded = focused.id
    return None


def links_in(reading: Reading, span: Span) -> list[Mark]:
    """The links and the markers of footnotes in a piece of the text."""
    marks = reading.opened.document.marks_in(span)
    return [one for one in marks if one.kind in (MarkKind.LINK, MarkKind.NOTE)]


def target_of(mark: Mark) -> str:
    """Where a link leads; of a footnote's marker, `#` and the footnote's label."""
    return mark.value if mark.kind is MarkKind.LINK else f"#{mark.value}"


def follow(reading: Reading, target: str) -> Outcome:
    """Go to a place in the text, or open an address in the browser, after asking for its host the first time."""
    # The check of addresses is for who follows a link.
    from reader.formats.links import LinkKind, checked  # noqa: PLC0415

    try:
        link = checked(target, reading.opened.article.url)
    except NotOpened as error:
        reading.fail(str(error))
        return None
    if link.kind is LinkKind.PLACE:
        _go_to_place(reading, link.address)
        return None
    if link.host in reading.trusted_hosts:
        return _browse(reading, link.address)

    def yes() -> Outcome:
        reading.trusted_hosts.add(link.host)
        return _browse(reading, link.address)

    reading.confirm(f"Open {link.host} in the browser?", yes)
    return None


def _go_to_place(reading: Reading, name: str) -> None:
    offset = _anchor(reading, name)
    if offset is None:
        reading.fail(f"there is no place called {name} in this text")
    else:
        reading.jump(offset)


async def _browse(reading: Reading, address: str) -> None:
    # It looks through the desktop's browsers when it is imported.
    import webbrowser  # noqa: PLC0415

    opened = await reading.host.call(lambda: webbrowser.open(address))
    if opened:
        reading.say("opened in the browser")
    else:
        reading.fail(f"no browser could be started; the address is {address}")


def _anchor(reading: Reading, name: str) -> int | None:
    document = reading.opened.document
    for block in document.blocks:
        if block.kind is BlockKind.FOOTNOTE and block.label == name:
            return block.span.start
    return dict(document.anchors).get(name)


def _place(mark: Mark) -> Span:
    # A footnote's marker has no text: its label stands on the character before it.
    return mark.span if len(mark.span) else Span(max(0, mark.span.start - 1), mark.span.start)
