"""The last row of every screen shows the keys that mean something there, the likeliest first, or one message.

A message that is longer takes as many rows as it has, so that it says what to do, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.domain.colour import NAMELESS, Colour
from reader.ui.draw.cells import Styled, drawn, line_width, width_of, wrap_sentence
from reader.ui.draw.palette import SIGNS
from reader.ui.draw.strips import CompactStrip, Drawn, KeptRows, styles_of
from reader.ui.draw.theme import PENS, Ground, Role
from reader.ui.keys.bindings import ANY, Mode, show_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rich.style import Style
    from textual.events import Click
    from textual.geometry import Region

    from reader.ui.keys.bindings import Command

BAR = range(8, 37)
"""Cells of the progress bar: less says nothing, more takes the room of the hints."""
NAMED = 60
"""Below this the pen's sign alone says its colour: how to leave a note must have room."""
WIDE = 72
"""From here on there is room for a bar beside the hints."""
HOUR = 60
"""Minutes of an hour."""
SHARE = 6
"""A message takes at most one of so many rows of the screen."""
KEPT = 16
"""Looks of the line that are kept: at one place of a text there are some six."""
BETWEEN, MORE = " · ", " …"
"""What stands between the clauses of a message, and what in place of those that have no room."""


class Hint(NamedTuple):
    """A `Hint` is a key and what it does, in two words."""

    keys: str
    label: str
    command: str = ""
    """What a click on it does; empty where that takes a key."""
    key: str = ""
    """The last key of it, as if it had been pressed."""


class Situation(NamedTuple):
    """A `Situation` is what decides which keys are likely."""

    mode: Mode
    focused: bool = False
    linked: bool = False
    searching: bool = False
    filtered: bool = False
    folded: bool = False
    writing: bool = False
    waiting: bool = False
    output: bool = False
    """Whether the pane shows what a command of the user's own wrote."""
    begun: tuple[str, ...] = ()
    names: Mapping[Colour, str] = NAMELESS
    """What the person calls the colours: said of their keys, one by one."""


WRITING = (Hint("C-g", "throw away"), Hint("Esc", "save and close"))
"""Keys of the note editor, which is none of the table's modes: there, keys write. The last one always has room."""
BY_COLOUR = ("recolour", "select_colour")
"""Commands whose digit is a colour."""
HELP = "open_help"
"""Leads to all the others."""


def likely(situation: Situation) -> list[str]:
    """List the ids of the commands that are likely next."""
    match situation.mode:
        case Mode.SELECT:
            # How to go on comes before what Enter's highlight is asked next anyway.
            named = ["select_colour"] if situation.names else []
            act = ["select_highlight_it", "select_word_end", *named, "select_note", "select_tag", "select_copy"]
            return [*act, "select_other_end", "leave"]
        case Mode.OUTPUT:
            return ["output_note", "output_copy", "output_page_down", "switch_pane", "leave"]
        case _ if situation.output:
            return ["note", "switch_pane", "leave", "next_sentence", "highlight"]
        case Mode.PANE:
            act = ["show_entry", "note", "tag", "recolour"] if situation.focused else []
            return [*act, *(["leave"] if situation.filtered else []), "filter_pane", "sort_pane", "switch_pane"]
        case _ if situation.waiting:
            act = ["note", "tag", "recolour", "delete"] if situation.focused else ["page_note", "next_annotation"]
            act = ["read_other", "fetch_text", *act]
        case _ if situation.focused:
            act = ["note", "tag", "recolour", "delete", "copy", "star"]
        case _:
            act = ["highlight", "highlight_any", "select", "note", "next_sentence", "search"]
    if situation.searching:
        # What is done at a match is what is done anywhere, after going on to the one that is meant.
        act = ["next_match", "previous_match", *act[:3], "leave"]
    return [*(["open_here"] if situation.linked else []), *(["fold_none"] if situation.folded else []), *act]


def hints(situation: Situation, commands: Mapping[str, Command]) -> list[Hint]:
    """Choose keys and labels for `situation`, the way to all keys last; of a sequence that is begun, all ways to end
    it.
    """
    if situation.writing:
        return list(WRITING)
    if situation.begun:
        return list(_endings(situation, commands.values()))
    found = [commands[one] for one in [*likely(situation), HELP] if commands[one].keys]
    return [hint for one in found for hint in _of(one, situation.names)]


def _hint(command: Command) -> Hint:
    """A command's hint; a click does it where it is one command, and not one for each of its keys."""
    plain = command.id not in BY_COLOUR and not any(ANY in keys for keys in command.keys)
    return Hint(command.first_key, command.label, command.id if plain else "")


def hint_at(hints: Sequence[Hint], gap: int, x: int) -> Hint | None:
    """Tell which of the hints that are drawn `gap` cells apart is `x` cells from the first one's beginning."""
    left = 0
    for hint in hints:
        cells = _cells(hint)
        if left <= x < left + cells:
            return hint
        left += cells + gap
    return None


def _of(command: Command, names: Mapping[Colour, str]) -> list[Hint]:
    """A command's hint; of one that takes a colour, those of the colours that have names."""
    if command.id not in BY_COLOUR or not names:
        return [_hint(command)]
    # A colour's key is its digit, whatever else the settings give to the command.
    keys = [(colour, str(number)) for number, colour in enumerate(Colour, start=1)]
    return [
        Hint(key, names[colour], command.id, key) for colour, key in keys if colour in names and key in command.keys
    ]


def _endings(situation: Situation, commands: Iterable[Command]) -> Iterable[Hint]:
    begun = situation.begun
    modes = set(situation.mode.layers)
    seen = set()
    for command in commands:
        for sequence in command.keys if command.modes & modes else ():
            keys = tuple(sequence.split(" "))
            if keys[: len(begun)] == begun and len(keys) > len(begun) and keys not in seen:
                seen.add(keys)
                rest = keys[len(begun) :]
                yield Hint("a letter" if rest == (ANY,) else show_keys(" ".join(rest)), command.label)


def fitting(hints: Sequence[Hint], room: int, gap: int) -> list[Hint]:
    """Keep as many as stand in `room` cells with `gap` between them, the likeliest first; the last one in any case."""
    if not hints:
        return []
    *others, last = hints
    room -= _cells(last)
    shown = []
    for one in others:
        cells = _cells(one) + gap
        if cells <= room:
            shown.append(one)
            room -= cells
    return [*shown, last]


def _cells(hint: Hint) -> int:
    return width_of(f"{hint.keys} {hint.label}")


def hints_for(ids: Iterable[str], commands: Iterable[Command], labels: Mapping[str, str]) -> list[Hint]:
    """Look up the first key and the label of each of these commands, without those that no key is bound to; `labels`
    are what some of them are called here.
    """
    known = {one.id: one for one in commands}
    found = [_hint(known[one]) for one in ids if known[one].keys]
    return [one._replace(label=labels.get(one.command, one.label)) for one in found]


class StatusLine(Widget):
    """A `StatusLine` shows as many of the keys as there is room for; the last one, which leads to all the others,
    always.
    """

    ALLOW_SELECT = False
    GAP = 3
    """Cells between two keys."""

    hints: Drawn[Sequence[Hint]] = Drawn(())
    """The keys to name, the likeliest first."""
    message = Drawn("", "_say_anew")
    """One sentence that takes the place of the keys."""
    failed = Drawn(False)
    """Whether the message tells of a failure."""
    _taken = 1
    """Rows that the message before took."""

    class Clicked(Message):
        """A hint was clicked: its command is to be done, with its key."""

        def __init__(self, command: str, key: str) -> None:
            super().__init__()
            self.command = command
            self.key = key

    # -- for who has more to say than keys

    def before(self, width: int) -> list[Styled]:  # noqa: ARG002  (for who inherits)
        """Return what stands before the keys, in a row so wide."""
        return [Styled("  ", Role.TEXT)]

    def before_long(self) -> list[Styled]:
        """Return what stands before a message that is longer than the room that this leaves."""
        return self.before(0)

    def looks(self) -> Callable[[Role], Style]:
        """Return what answers with what a piece of the row is drawn with."""
        ground, styles = self.rich_style, styles_of(self.app)
        return lambda role: ground + styles.role(role, Ground.ANY)

    # -- drawing

    def rows(self) -> list[Strip]:
        """Draw the rows: one, but for a long message."""
        width = self.size.width
        pieces = self.before(width)
        room = width - line_width(pieces) - 1
        if not self.message:
            return [self._drawn([*pieces, *self._keys(room)])]
        if width_of(self.message) > room:
            # It is what one waits for: how far one is can be read again after it.
            pieces = self.before_long()
            room = width - line_width(pieces) - 1
        blank = [Styled(" " * line_width(pieces), Role.TEXT)]
        role = Role.FAILED if self.failed else Role.MESSAGE
        said = self._said(max(1, room))
        return [self._drawn([*(blank if at else pieces), Styled(one, role)]) for at, one in enumerate(said)]

    def render_line(self, y: int) -> Strip:
        """Render a row."""
        return self.row(y)

    def row(self, y: int) -> Strip:
        """Draw one of the rows; blank below them."""
        rows = self.rows()
        return rows[y] if y < len(rows) else Strip.blank(self.size.width, self.rich_style)

    def _say_anew(self) -> None:
        self._take_rows()
        self.refresh()

    def _take_rows(self) -> None:
        """Take the rows that the message needs."""
        width = self.size.width
        long = width and width_of(self.message) >= width - line_width(self.before_long())
        needed = len(self.rows()) if long else 1
        if needed != self._taken:
            self._taken = needed
            self.styles.height = needed

    def on_resize(self) -> None:
        """Another width has room for more of the message, or less."""
        self._take_rows()

    def on_click(self, event: Click) -> None:
        """Ask for what was clicked."""
        event.stop()
        left = line_width(self.before(self.size.width))
        named = () if self.message else fitting(self.hints, self.size.width - left - 1, self.GAP)
        hint = hint_at(named, self.GAP, event.x - left)
        if hint is not None and hint.command:
            self.post_message(self.Clicked(hint.command, hint.key))

    def _drawn(self, pieces: list[Styled]) -> Strip:
        width, taken = self.size.width, line_width(pieces)
        text, role = pieces[-1]
        if taken > width and text.endswith(" " * (taken - width)):
            # The gap after the last key: to have it cut off a strip takes as long as the row.
            pieces[-1], taken = Styled(text[: width - taken], role), width
        pieces.append(Styled(" " * max(0, width - taken), Role.TEXT))
        look = self.looks()
        strip = CompactStrip([Segment(drawn(text), look(role)) for text, role in pieces], max(width, taken))
        return strip.crop(0, width)

    def _said(self, room: int) -> list[str]:
        """The message in rows; clauses that only offer something go before it takes a second one."""
        most = max(1, self.screen.size.height // SHARE)
        whole = self.failed and most > 1
        return wrap_sentence(self.message if whole else _clauses(self.message, room), room, most)

    def _keys(self, room: int) -> list[Styled]:
        named = fitting(self.hints, room, self.GAP)
        return [
            part
            for one in named
            for part in (Styled(f"{one.keys} ", Role.KEY), Styled(one.label + " " * self.GAP, Role.LABEL))
        ]


class ArticleStatus(KeptRows, StatusLine):
    """An `ArticleStatus` is the line below a text, drawn at once: how far one is and the pen stand before the keys."""

    GAP = 2

    percent = Drawn(0)
    """How far the reader is, from 0 to 100."""
    minutes = Drawn(0)
    """Minutes to the end at one's own pace."""
    pen = Drawn(Colour.YELLOW)
    """The colour of the next highlight, or of the focused one."""
    pen_name = Drawn("")
    """What the person calls it; empty where they call it nothing."""
    mode = Drawn("")
    """The mode's name; empty for plain reading."""
    unsaved = Drawn(0)
    """How many changes are shown that are not on the disk yet."""
    before_first: Callable[[], None] | None = None
    """Called before it is painted for the first time, so that it is right in that frame: where one is in the text is
    known by then, and not before."""
    _situation: Situation | None = None
    _names: Mapping[Colour, str] = NAMELESS

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  (Textual's name)
        super().__init__(id=id)
        self._hints_known: dict[tuple[object, ...], tuple[Hint, ...]] = {}
        self._rows_known: dict[tuple[object, ...], list[Strip]] = {}
        self._rows_known_for: tuple[object, int] | None = None

    def hint_at_keys(self, situation: Situation, commands: Mapping[str, Command]) -> None:
        """Name the keys that are likely in a situation; they are looked up where it is another one than before."""
        if situation == self._situation:
            return
        *key, names = self._situation = situation
        if names != self._names:
            self._hints_known.clear()
            self._names = names
        # From a highlight to the text and back again: the same few, over and over.
        known = self._hints_known.get(tuple(key))
        if known is None:
            known = self._hints_known[tuple(key)] = tuple(hints(situation, commands))
        self.hints = known

    def rows(self) -> list[Strip]:
        """Draw the rows; without a message they are kept, as the hints are."""
        if self.message:
            return super().rows()
        styles, width = styles_of(self.app), self.size.width
        told = (self.percent, self.minutes, self.pen, self.pen_name, self.mode, self.unsaved, self.hints)
        if self._rows_known_for != (styles, width) or len(self._rows_known) >= KEPT:
            self._rows_known.clear()
            self._rows_known_for = styles, width
        rows = self._rows_known.get(told)
        if rows is None:
            rows = self._rows_known[told] = super().rows()
        return rows

    def before(self, width: int) -> list[Styled]:
        """Tell how far one is, the pen, the mode."""
        pieces = [Styled(f" {self.percent:3d} %  ", Role.LABEL)]
        if width >= WIDE and not self.message:
            cells = max(BAR[0], min(BAR[-1], width // 3 - 16))
            done = self.percent * cells * 2 // 100
            pieces.append(Styled("━" * (done // 2) + "╸" * (done % 2), Role.BAR))
            pieces.append(Styled("─" * (cells - done // 2 - done % 2) + "  ", Role.RAIL))
            if self.minutes:
                pieces.append(Styled(f"{_duration(self.minutes)}  ", Role.LABEL))
        pieces.append(Styled(f"{SIGNS[self.pen.value]} ", PENS[self.pen]))
        if width >= NAMED:
            pieces.append(Styled(f"{self.pen_name or self.pen.value}  ", Role.LABEL))
        if self.mode:
            pieces.append(Styled(f" {self.mode} ", Role.MODE))
            pieces.append(Styled("  ", Role.TEXT))
        return [*pieces, *self._unsaved()]

    def before_long(self) -> list[Styled]:
        """Return what must be said whatever else is."""
        return [Styled(" ", Role.TEXT), *self._unsaved()]

    def looks(self) -> Callable[[Role], Style]:
        """Return what answers with what a piece of the row is drawn with."""
        styles = styles_of(self.app)
        return lambda role: styles.role(role, Ground.MODE if role is Role.MODE else Ground.PAGE)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows of the crop."""
        first, self.before_first = self.before_first, None
        if first is not None:
            self.hold_paint()
            first()
            self.drop_paint()
        return super().render_lines(crop)

    def paint_rows(self, crop: Region) -> list[Strip]:
        """Draw the rows."""
        return [row.crop(crop.x, crop.right) for row in map(self.row, range(crop.y, crop.bottom))]

    def _unsaved(self) -> list[Styled]:
        return [Styled("not saved yet", Role.FAILED), Styled("  ", Role.TEXT)] if self.unsaved else []


def _duration(minutes: int) -> str:
    return f"{minutes} min" if minutes < HOUR else f"{minutes // HOUR} h {minutes % HOUR:02d}"


def _clauses(message: str, room: int) -> str:
    """The message without those of its last clauses that have no room: half a clause says nothing."""
    kept = message
    while width_of(kept) > room and BETWEEN in kept:
        kept = kept.removesuffix(MORE).rpartition(BETWEEN)[0] + MORE
    return kept
