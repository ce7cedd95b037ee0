"""A strip that tells the terminal only what changes from one piece to the next."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.console import COLOR_SYSTEMS
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.color import Color
    from rich.console import Console
    from rich.style import Style

RESET = "\x1b[0m"
FOREGROUND, BACKGROUND = "39", "49"
"""The codes of the terminal's own colours."""
TURNS = 4096
"""Changes from one style to another that are kept: a theme has some hundred."""


class CompactStrip(Strip):
    """Looks like a Strip of the same segments, in half as many bytes.

    Textual ends every piece with a reset and begins the next with all of its colours, which is three quarters of what
    it sends: a line over the network takes twice as long for it, and a key here a tenth longer. Links are not rendered.
    """

    __slots__ = ("_rendered",)

    def render(self, console: Console) -> str:
        """The text with its escape sequences, which begin and end without any style. Kept once it has been made."""
        rendered: str | None = getattr(self, "_rendered", None)
        if rendered is None:
            rendered = self._rendered = self._compact(
                COLOR_SYSTEMS.get(console.color_system or "", ColorSystem.TRUECOLOR)
            )
        return rendered

    def _compact(self, system: ColorSystem) -> str:
        parts: list[str] = []
        before: Style | None = None
        for text, style, control in self:
            if style is not None:
                code, before = _turn(before, style, system, blank=text.isspace())
                parts.append(code)
            elif before is not None and not control:
                parts.append(RESET)
                before = None
            parts.append(text)
        if before is not None:
            parts.append(RESET)
        return "".join(parts)


@lru_cache(TURNS)
def _turn(before: Style | None, after: Style, system: ColorSystem, *, blank: bool) -> tuple[str, Style]:
    """What changes one style to the other, and the style that it then is: on blanks the colour of text may stay."""
    if before is None or before.without_color != after.without_color:
        codes = ["0"] if before is not None else []
        codes += filter(None, [Strip.render_ansi(after, system)])
        return f"\x1b[{';'.join(codes)}m" if codes else "", after
    if blank and not any((after.underline, after.strike, after.reverse)):
        after = after.from_color(before.color, after.bgcolor) + after.without_color
    codes = _colour(before.color, after.color, system, ground=False)
    codes += _colour(before.bgcolor, after.bgcolor, system, ground=True)
    return f"\x1b[{';'.join(codes)}m" if codes else "", after


def _colour(before: Color | None, after: Color | None, system: ColorSystem, *, ground: bool) -> list[str]:
    if before == after:
        return []
    if after is None:
        return [BACKGROUND if ground else FOREGROUND]
    return list(after.downgrade(system).get_ansi_codes(not ground))
