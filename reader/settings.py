"""The user sets things in one settings file (TOML), and the program keeps what was chosen last.

It is read before the first text of an article that was never opened, so nothing is imported for what is not there.
"""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.colour import NAMELESS, Colour, name_fault
from reader.domain.errors import NotUnderstood
from reader.folders import user_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "settings.toml"
"""The settings file's name, in the folder for settings; it need not exist."""
CHOICES = "choices.json"
"""The name of the file, in the folder for state, that keeps what was chosen in the program: by the name of the
setting, what the settings file said then (or the default), and what was chosen instead."""
AUTO = "auto"
"""The theme that is light or dark as the terminal is."""
GROUND = "ground.txt"
"""The name of the file, in the folder for state, that keeps whether the terminal was light or dark."""
WIDTHS = range(30, 201)
"""Cells of the text column that can be read at all; typographers ask for 45 to 75."""
INPUTS = ("quote", "word", "selection", "note", "title", "place", "none")
"""What a command of the user's own can be given on its standard input."""


class OwnCommand(NamedTuple):
    """An `OwnCommand` is a program of the user's own, run by a key on what is read.

    Nothing from a text becomes a word of `run`.
    """

    run: tuple[str, ...]
    """The program and its words; for a shell, the one text that it reads."""
    keys: tuple[str, ...] = ()
    """As under `[keys]`; without any it is found in the palette."""
    input: str = "quote"
    """What its standard input holds: one of INPUTS. Its environment has all of them."""
    shell: bool = False
    """Whether `run` is for a shell."""


class Settings(NamedTuple):
    """`Settings` are what can be set, with the defaults."""

    theme: str = "reader-dark"
    """reader-dark, reader-light, reader-sepia, reader-contrast, ansi (the terminal's own colours), auto (light or dark
    as the terminal is), or one of Textual's."""
    width: int = 72
    """Of the text column, in cells."""
    pane: bool = True
    """Whether the annotations are shown beside the text."""
    pen: Colour = Colour.YELLOW
    """The colour of the next highlight."""
    creator: str = ""
    """Your name, written into annotations and, if asked for, exports."""
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Keys per command, instead of its own; `reader keys` lists both."""
    colours: Mapping[Colour, str] = NAMELESS
    """What you call them: `red = "claim"`."""
    queries: Mapping[str, str] = MappingProxyType({})
    """Queries by name, asked for by `@name`: `week = "since:7d -is:lost"`; they go before those of the library."""
    commands: Mapping[str, OwnCommand] = MappingProxyType({})
    """Programs of the user's own by name: `dictionary = { key = "gd", run = ["dict", …], input = "word" }`."""


LONGEST = 1 << 20
"""Bytes of a settings file: who has more has given the name of something else."""
CHOSEN = ("theme", "width", "pane", "pen")
"""What the program itself changes, and keeps for the next start."""


def of_user() -> Settings:
    """Read the settings of whoever runs the program. Raises as `read`."""
    return read(f"{user_folder('config')}/{FILE}", f"{user_folder('state')}/{CHOICES}")


def read(file: str, choices: str) -> Settings:
    """Read the settings file's, and what was chosen instead since it says so. Raises as `read_file`."""
    settings = read_file(file)
    try:
        return _apply(settings, _chosen(choices, settings), choices)
    except NotUnderstood:
        # Written by another version of this program; not worth stopping for.
        return settings


def read_file(file: str) -> Settings:
    """Read the settings file's alone. Raises NotUnderstood, naming the file and the setting."""
    try:
        written = _written(file)
    except (OSError, ValueError, RecursionError) as error:
        raise NotUnderstood(f"the settings cannot be read ({_reason(error)})", file, "mend or move it") from error
    return _apply(Settings(), written, file)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    if isinstance(error, UnicodeDecodeError):
        return f"its byte {error.start + 1} is not of UTF-8"
    if isinstance(error, RecursionError):
        return "its brackets nest too deep"
    return "a number in it has thousands of digits" if "digits" in str(error) else str(error)


def choices_over(settings: Settings, chosen: Settings) -> dict[str, tuple[object, object]]:
    """Return what of `chosen` is not as in the settings file: what that says, and what was chosen."""
    pairs = {name: (getattr(settings, name), getattr(chosen, name)) for name in CHOSEN}
    return {name: (said, instead) for name, (said, instead) in pairs.items() if said != instead}


def ground_is_dark(state: str, environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal's ground was dark when it was asked last; else what COLORFGBG says, or dark.

    `state` is the folder for state.
    """
    try:
        with open(f"{state}/{GROUND}", encoding="utf-8") as opened:  # noqa: PTH123  (as below)
            return opened.read().strip() != "light"
    except (OSError, UnicodeError):
        # As rxvt and Konsole have it, `15;0`: the ground is the last, of 16 colours of which 7 and 9 to 15 are light.
        ground = environment.get("COLORFGBG", "").rpartition(";")[2]
        return not ground.isdecimal() or int(ground) not in (7, *range(9, 16))


def _written(file: str) -> dict[str, Any]:
    """What the settings file says. Raises OSError, and ValueError where it is no TOML."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe may have no other end
    except FileNotFoundError:
        return {}
    with open(descriptor, "rb") as opened:  # noqa: PTH123  (pathlib takes 4 ms before the first text)
        data = opened.read(LONGEST + 1) or b""
    if len(data) > LONGEST:
        raise ValueError(f"it is longer than {LONGEST >> 20} MB")
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    # Most people have no settings file, and the first text waits 5 ms for this.
    import tomllib  # noqa: PLC0415

    return tomllib.loads(text)


def _chosen(file: str, settings: Settings) -> dict[str, object]:
    try:
        with open(file, "rb") as opened:  # noqa: PTH123  (as above)
            data = opened.read()
    except OSError:
        return {}
    import json  # noqa: PLC0415  (2 ms before the first text, where nothing was chosen)

    try:
        kept = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    # Who writes another value into the settings file means it: that choice is over.
    pairs = {name: kept[name] for name in CHOSEN if isinstance(kept.get(name), list) and len(kept[name]) == 2}
    return {name: instead for name, (said, instead) in pairs.items() if said == getattr(settings, name)}


def _apply(settings: Settings, written: Mapping[str, object], file: str) -> Settings:
    for name, value in written.items():
        if name not in Settings._fields:
            known = ", ".join(sorted(Settings._fields))
            raise NotUnderstood(f"there is no setting called {name!r}", file, f"known are {known}")
        settings = settings._replace(**{name: _checked(name, value, file)})
    return settings


def _checked(name: str, value: object, file: str) -> Any:
    match name, value:
        case (("theme" | "creator"), str()):
            return value
        case "width", int() if value in WIDTHS:
            return value
        case "pane", bool():
            return value
        case "pen", str() if value in set(Colour):
            return Colour(value)
        case "colours", dict():
            return _names(value, file)
        case "queries", dict():
            return {name.removeprefix("@"): _query(name, query, file) for name, query in value.items()}
        case "commands", dict():
            return {name: _own_command(name, one, file) for name, one in value.items()}
        case "keys", dict():
            return {command: _keys(command, keys, file) for command, keys in value.items()}
    wanted = {
        "width": f"a number from {WIDTHS[0]} to {WIDTHS[-1]}",
        "pane": "true or false",
        "pen": f"one of {', '.join(Colour)}",
        "keys": "a table of commands and their keys",
        "colours": "a table of colours and their names",
        "queries": "a table of names and queries",
        "commands": "a table of names and commands",
    }
    given = value if hasattr(value, "isoformat") else repr(value)
    raise NotUnderstood(f"{name} must be {wanted.get(name, 'text')}, not {given}", file)


def _query(name: str, query: object, file: str) -> str:
    if not name.removeprefix("@") or any(one.isspace() or one in '"@:' for one in name.removeprefix("@")):
        raise NotUnderstood(f"the name of a query is one word, not {name!r}", file)
    if not isinstance(query, str) or not query.strip():
        raise NotUnderstood(f"the query {name} must be text, not {query!r}", file)
    return query


def _own_command(name: str, written: object, file: str) -> OwnCommand:
    """A command of the user's own. Raises NotUnderstood, naming what is wrong in it."""
    if not name.replace("-", "_").isidentifier():
        raise NotUnderstood(f"the name of a command is one word of letters and digits, not {name!r}", file)
    if not isinstance(written, dict):
        do = f'{name} = {{ key = "gd", run = ["program"] }}'
        raise NotUnderstood(f"the command {name} must be a table", file, f"write {do}")
    for field in written:
        if field not in ("key", "run", "input", "shell"):
            raise NotUnderstood(f"a command has no {field!r}, as {name} says", file, "known are key, run, input, shell")
    shell, given = written.get("shell", False), written.get("input", INPUTS[0])
    if not isinstance(shell, bool):
        raise NotUnderstood(f"shell of the command {name} must be true or false, not {shell!r}", file)
    if given not in INPUTS:
        raise NotUnderstood(f"input of the command {name} must be one of {', '.join(INPUTS)}, not {given!r}", file)
    run = _run(name, written.get("run"), file, shell=shell)
    return OwnCommand(run, _keys(name, written.get("key", []), file), str(given), shell)


def _run(name: str, run: object, file: str, *, shell: bool) -> tuple[str, ...]:
    """The words of a command. Raises NotUnderstood where they are none, or would need a shell to mean something."""
    if run is None:
        raise NotUnderstood(f"the command {name} has no run", file, "say in it which program is run")
    if isinstance(run, str) and run.strip():
        if shell:
            return (run,)
        import shlex  # noqa: PLC0415  (for who has such commands)

        try:
            words = tuple(shlex.split(run))
        except ValueError as error:
            raise NotUnderstood(f"run of the command {name} is no command line ({error})", file) from None
    elif isinstance(run, list) and run and all(isinstance(word, str) for word in run):
        words = tuple(run)
    else:
        raise NotUnderstood(f"run of the command {name} must be a text or a list of texts, not {run!r}", file)
    if not any(words) or not words[0] or any("\0" in word for word in words):
        raise NotUnderstood(f"run of the command {name} names no program", file)
    if shell:
        raise NotUnderstood(f"run of the command {name} must be one text, for a shell reads it", file)
    if any("$READER_" in word or "${READER_" in word for word in words):
        do = "add shell = true, or let it read its standard input"
        raise NotUnderstood(f"run of the command {name} has a $ that only a shell understands", file, do)
    return words


def _keys(command: str, keys: object, file: str) -> tuple[str, ...]:
    if isinstance(keys, str):
        return (keys,)
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        return tuple(keys)
    raise NotUnderstood(f"the keys of {command} must be a text or a list of texts", file)


def _names(written: Mapping[str, object], file: str) -> Mapping[Colour, str]:
    """The person's names of colours. Raises NotUnderstood for a name that could be mistaken for another's."""
    names: dict[Colour, str] = {}
    taken: dict[str, Colour] = {}
    for colour, name in written.items():
        if colour not in set(Colour):
            raise NotUnderstood(f"there is no colour called {colour!r}", file, f"known are {', '.join(Colour)}")
        if not isinstance(name, str):
            raise NotUnderstood(f"the name of {colour} must be text, not {name!r}", file)
        if fault := name_fault(name):
            raise NotUnderstood(f"{colour} cannot be called {name!r}: {fault}", file)
        same = taken.setdefault(_compared(name), Colour(colour))
        if same != colour:
            raise NotUnderstood(f"{same} and {colour} are both called {name!r}", file, "name one of them otherwise")
        names[Colour(colour)] = name
    return names


def _compared(name: str) -> str:
    """The name as queries compare it."""
    if name.isascii():
        return name.casefold()
    from reader.domain.search_pattern import fold  # noqa: PLC0415  (the query language, before the first text)

    return fold(name)
