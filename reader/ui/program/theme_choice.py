"""One theme is on: the chosen one, or what the terminal can show of it; one that follows the terminal's ground."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.settings import AUTO
from reader.ui.draw.few_colours import CHOICES, LIGHT, chosen_theme, shown_theme
from reader.ui.draw.palette import DEFAULT

if TYPE_CHECKING:
    from textual.app import App

    from reader.ui.program.program import Program


class ThemeChoice:
    """A `ThemeChoice` puts themes on the application."""

    def __init__(self, app: App[Any], program: Program) -> None:
        self._app = app
        self._program = program
        self._dark = program.services.dark

    @property
    def theme(self) -> str:
        """Return the name of what is to be shown for the chosen theme."""
        return self._shown(self._program.services.settings.theme)

    def put_on_next(self) -> str:
        """Put on the next of our own themes; its name."""
        chosen = self._program.services.settings.theme
        here = CHOICES.index(chosen) if chosen in CHOICES else -1
        following = CHOICES[(here + 1) % len(CHOICES)]
        self._program.keep_settings(lambda settings: settings._replace(theme=following))
        self.follow_ground()
        self._app.theme = self._shown(following)
        return self._said_of(following)

    def follow_ground(self) -> None:
        """Have the terminal tell whether it is light or dark, now and when that changes, if the theme wants to know."""
        follow = getattr(self._app.driver_class, "follow_ground", None)
        if follow is not None:
            follow(self._hear_ground if self._program.services.settings.theme == AUTO else None)

    def _shown(self, chosen: str) -> str:
        """The theme that the terminal can show in place of the chosen one."""
        if chosen == AUTO:
            chosen = DEFAULT if self._dark else LIGHT
        known = chosen if chosen in self._app.available_themes else DEFAULT
        return shown_theme(known, self._program.services.environment)

    def _said_of(self, chosen: str) -> str:
        """The chosen theme, and what is shown in its place."""
        shown = self._app.theme
        if chosen == AUTO:
            return f"{chosen}, which follows the terminal: {chosen_theme(shown)}"
        return chosen if chosen_theme(shown) == chosen else f"{chosen}; this terminal can only show {shown}"

    def _hear_ground(self, dark: bool) -> None:
        """The terminal has told it, on the thread that reads from it."""
        self._app.call_later(self._take_ground, dark)

    def _take_ground(self, dark: bool) -> None:
        self._dark = dark
        self._program.services.keep_ground(dark)
        if self._program.services.settings.theme == AUTO:
            self._app.theme = self._shown(AUTO)
