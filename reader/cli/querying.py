"""Queries stand on the command line as they are: a term with a minus in front is one, not an option."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

_TERM = re.compile(r"-(?:[\w\"#].)", re.DOTALL)
_MINUS = "\0-"
"""Stands for the minus of a term while click looks for options: no argument of a shell has it."""


class QueryCommand(click.Command):
    """A `QueryCommand` is a command whose arguments are a query: `reader notes -tag:law`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; a term with a minus in front is no option."""
        rest = super().parse_args(ctx, self._marked(args))
        for name, value in ctx.params.items():
            ctx.params[name] = _restored(value)
        return rest

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete options, and terms with a minus in front."""
        found = super().shell_complete(ctx, incomplete)
        if _TERM.match(incomplete + "x") and not incomplete.startswith("--"):
            from reader.cli.completing import negated

            found += negated(ctx, incomplete)
        return found

    def _marked(self, args: Sequence[str]) -> list[str]:
        """The arguments, terms with a minus told apart from options and from what these take."""
        short = {name[1]: one for one in self.params for name in one.opts if re.fullmatch(r"-\w", name)}
        takes = {name for one in self.params if isinstance(one, click.Option) and not one.is_flag for name in one.opts}
        marked: list[str] = []
        before = ""
        for word in args:
            if before == "--" or "--" in marked:
                marked.append(word)
            elif before not in takes and _TERM.match(word) and not _is_option(word, short):
                marked.append(_MINUS + word[1:])
            else:
                marked.append(word)
            before = word
        return marked


def _is_option(word: str, short: dict[str, click.Parameter]) -> bool:
    """Whether it is a short option with its value behind it, as `-fmd` and `-oout/notes.md` are."""
    option = short.get(word[1])
    if not isinstance(option, click.Option) or option.is_flag:
        return False
    value = word[2:]
    if re.match(r"\w+:", word[1:]):  # a field of the query
        return False
    if option.name == "name":
        from reader.exchange.format_table import FORMATS

        return any(one.name == value for one in FORMATS)
    return bool(re.search(r"[./\\]", value)) or value == "-"


def _restored(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace(_MINUS, "-")
    if isinstance(value, tuple):
        return tuple(map(_restored, value))
    return value
