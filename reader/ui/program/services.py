"""The interface needs these things of the rest of the program; the command line hands them in."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.settings import Settings
from reader.ui.keys.key_table import COMMANDS
from reader.ui.program.line_history import LineHistories
from reader.ui.program.passing import Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.domain.ports import Clock
    from reader.domain.query import Query
    from reader.library import Library
    from reader.ui.draw.first_screen import FirstScreen
    from reader.ui.keys.bindings import Command


class Services(NamedTuple):
    """`Services` are all that the interface is given."""

    library: Library
    """Its methods block and raise `ReaderError`s: they are called from one thread, never the one that draws. Those of
    drafts are called from another one, for they touch nothing else."""
    now: Clock
    settings: Settings = Settings()
    keep_settings: Callable[[Settings], None] = lambda _settings: None
    """Called with what was chosen in the program, to keep it for the next start."""
    keep_first_screen: Callable[[FirstScreen], None] = lambda _screen: None
    """Called when an article is left, to draw its screen at once the next time."""
    tend: Callable[[], str] = str
    """Called off the drawing thread when the program begins and once a minute: joins what other machines sent, and
    answers what changed in one line, or nothing."""
    commands: tuple[Command, ...] = COMMANDS
    """The key table, with the settings' keys in it."""
    pace: Pace = Pace()
    """How fast the person reads."""
    histories: LineHistories = LineHistories()
    """What was typed into lines before."""
    dark: bool = True
    """Whether the terminal's ground was dark when it was asked last."""
    keep_ground: Callable[[bool], None] = lambda _dark: None
    """Called with whether it is, to know it at the next start before the terminal has answered."""
    environment: Mapping[str, str] = MappingProxyType({})
    """For $EDITOR, and for what the clipboard can be reached by."""

    def query(self, typed: str, saved: Mapping[str, str] | None = None) -> Query:
        """Parse the query that was typed, in which colours go by the person's names too. Raises NotUnderstood.

        `saved` are the queries that `@name` may stand for; else the library is asked for them.
        """
        from reader.domain.query import parse  # noqa: PLC0415  (the query language is for who filters)

        if saved is None:
            saved = self.saved_queries() if "@" in typed else {}
        return parse(typed, self.settings.colours, saved)

    def saved_queries(self) -> Mapping[str, str]:
        """Return the saved queries by name: the settings', and the library's where those say nothing.

        Asks the library.
        """
        return {**self.library.queries.kept(), **self.settings.queries}
