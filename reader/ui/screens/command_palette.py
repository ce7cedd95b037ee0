"""The palette finds any command by its name, with its keys beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.domain.annotation import Colour
from reader.domain.search_pattern import fold
from reader.ui.draw.cells import ItemRows, Styled, spread
from reader.ui.draw.layout.fold import Folding, headings
from reader.ui.draw.styled_lines import Head
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import ANY, Mode, show_keys
from reader.ui.keys.status_line import Situation, likely
from reader.ui.lists.entry_list import plain
from reader.ui.lists.find_sheet import FindSheet
from reader.ui.reading.keyboard import begin

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from reader.ui.keys.bindings import Command, Mode
    from reader.ui.lists.keyed import KeyedScreen
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading

NOT_LISTED = frozenset({"open_palette", "leave"})
"""What is done by asking for the palette, or by leaving it."""
VIMS = {
    **dict.fromkeys(("q", "q!", "wq", "wq!", "x"), "quit"),
    **dict.fromkeys(("qa", "qa!", "wqa", "xa", "exit"), "quit_at_once"),
    **dict.fromkeys(("h", "help"), "open_help"),
    "e": "read_other",
}
"""What fingers that know vim type behind a colon. Nothing needs to be written: all is saved."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A `Choice` is a command, and the keys that stand for it: none for a command without any.

    Where the last of them is `<key>`, the command wants one more key that was not pressed yet.
    """

    command: str
    keys: tuple[str, ...]
    name: str

    @property
    def complete(self) -> bool:
        """Tell whether it can be done without another key."""
        return ANY not in self.keys


def choices(commands: Iterable[Command], modes: Collection[Mode]) -> Iterator[Choice]:
    """List what can be chosen in `modes`: the commands, and those that take a colour once for each."""
    for one in commands:
        if one.id in NOT_LISTED or not one.modes & set(modes):
            continue
        if set("12345678") <= set(one.keys):
            for key, colour in zip("12345678", Colour, strict=True):
                yield Choice(one.id, (key,), f"{one.help} · {colour}")
        else:
            yield Choice(one.id, tuple(one.keys[0].split(" ")) if one.keys else (), one.help)


class PaletteScreen(FindSheet["Choice | None"]):
    """A `PaletteScreen` answers with the choice, or None."""

    EXAMPLE = "what do you want to do?"
    HISTORY = "commands"

    def __init__(
        self, program: Program, came_from: Collection[Mode], senseless: Collection[str] = (), first: Sequence[str] = ()
    ) -> None:
        """Without the `senseless` commands, unless they are asked for; those in `first`, by their ids, come first."""
        super().__init__(program)
        order = {command: at for at, command in enumerate(first)}
        offered = choices(program.services.commands, came_from)
        self._choices = sorted(offered, key=lambda one: order.get(one.command, len(order)))
        self._senseless = set(senseless)
        labels = {one.id: one.label for one in program.services.commands}
        # The id too: the settings file and `reader keys` call it so.
        self._names = [
            "\n".join((labels[one.command], one.name, one.command.replace("_", " "))) for one in self._choices
        ]
        self._listed = Choices(self._choices)

    def on_mount(self) -> None:
        """Show all."""
        self.query_one(Head).left = (Styled("Commands", Role.TITLE),)
        self.entries.empty = plain("No command is called so.", style=Role.FAINT)
        self.narrow()

    def narrow(self) -> None:
        """Show what was meant, the likeliest first."""
        found = [self._choices[index] for index in rank(self.typed, self._names)]
        meant = VIMS.get(self.typed.strip())
        found = [
            *(one for one in self._choices if one.command == meant),
            *(one for one in found if one.command != meant),
        ]
        self._listed = Choices([one for one in found if self.typed or one.command not in self._senseless])
        self.entries.show(self._listed)

    def choose(self) -> None:
        """Answer with the current one."""
        if self.entries.current >= 0:
            self.dismiss(self._listed.choices[self.entries.current])


class Choices:
    """`Choices` are those of the palette as items."""

    def __init__(self, listed: Sequence[Choice]) -> None:
        self.choices = listed

    def __len__(self) -> int:
        return len(self.choices)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw what it does to the left, its keys to the right."""
        one = self.choices[index]
        keys = show_keys(" ".join(one.keys)) if one.keys else ""
        return ItemRows((spread((Styled(one.name),), (Styled(keys, Role.KEY),), width),))


def senseless(reading: Reading) -> set[str]:
    """Tell the commands that would do nothing in this article, as it is now."""
    opened, found = reading.opened, reading.annotations
    groups = (
        (reading.focused is not None, ("delete", "star", "shrink_end", "grow_end", "select_highlight", "edit_note")),
        (bool(len(found)), ("next_annotation", "previous_annotation", "repeat_tags", "filter_pane", "sort_pane")),
        (bool(found.placed), ("fold_paragraphs", "fold_sentences", "fold_starred")),
        (reading.search is not None, ("next_match", "previous_match")),
        (reading.view.folding is not Folding.ALL, ("fold_none",)),
        (bool(reading.marks), ("go_to_mark",)),
        (opened.waiting, ("fetch_text",)),
        (bool(opened.article.url), ("whole_page",)),
        (bool(headings(opened.document)), ("open_contents", "next_heading", "previous_heading", "fold_outline")),
    )
    return {command for sense, commands in groups if not sense for command in commands}


def show(program: Program, reading: Reading | None, listed: KeyedScreen[Any] | None) -> None:
    """Find a command, and do it to the article, or on the list."""
    if reading is not None:
        _show_for_article(program, reading)
    elif listed is not None:
        _show_for_list(program, listed)


def _show_for_article(program: Program, reading: Reading) -> None:
    modes = reading.mode.layers
    first = likely(Situation(reading.mode, focused=reading.focused is not None, searching=reading.search is not None))
    palette = PaletteScreen(program, modes, senseless(reading), first)

    async def obey(choice: Choice) -> None:
        outcome = begin(reading, choice.command, choice.keys[-1] if choice.keys else "")
        if outcome is not None:
            await outcome
        reading.acts.settle()

    def done(choice: Choice | None) -> None:
        if choice is None:
            return
        if choice.complete:
            palette.app.run_worker(obey(choice))
        else:
            reading.say(f"{show_keys(' '.join(choice.keys))}: press it with a key of your choice")

    program.put_up(palette, done)


def _show_for_list(program: Program, screen: KeyedScreen[Any]) -> None:
    palette = PaletteScreen(program, screen.MODES, first=screen.HINTS)

    def done(choice: Choice | None) -> None:
        if choice is not None:
            palette.app.run_worker(screen.obey(choice.command))

    program.put_up(palette, done)


ALIKE = 70
"""Of rapidfuzz's 100: below it, what is found for a slip of the finger has no more in common than some letters."""


def rank(typed: str, names: Sequence[str]) -> list[int]:
    """Rank the indexes of the `names` that `typed` may mean, the likeliest first; all of them where nothing is typed.

    A name that begins so comes first, then those of which a line does, those in which the words stand so one after the
    other, those with words that begin so, those that contain them, those alike.
    """
    typed = fold(typed)
    if not typed:
        return list(range(len(names)))
    folded = list(map(fold, names))
    ranks = {index: rank for index, name in enumerate(folded) if (rank := _rank(typed, name)) is not None}
    found = sorted(ranks, key=lambda index: (ranks[index], index))
    # Loaded when something is typed: it would be 8 ms of the start.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    alike = process.extract(typed, folded, scorer=fuzz.WRatio, limit=None, score_cutoff=ALIKE)
    return found + [index for _name, _score, index in alike if index not in ranks]


def _rank(typed: str, name: str) -> int | None:
    if name.startswith(typed):
        return 0
    if f"\n{typed}" in name:
        return 1
    words = typed.split()
    if re.search(rf"\b{re.escape(' '.join(words))}", name):
        return 2
    if all(re.search(rf"\b{re.escape(word)}", name) for word in words):
        return 3
    return 4 if all(word in name for word in words) else None
