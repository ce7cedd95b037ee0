"""Where things lie, and what the user has set: one settings file (TOML), the environment, and what was chosen last."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.domain.colour import Colour
from reader.domain.errors import NotUnderstood
from reader.folders import user_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTHS = range(30, 201)
"""Cells of the text column that can be read at all; typographers ask for 45 to 75."""


class Paths(NamedTuple):
    """The folders and files of one user. XDG variables are honoured; nothing is made until it is needed."""

    library: Path
    """The TinyDB JSON file; texts and backups lie beside it."""
    state: Path
    """What is of this machine only: device id, lock, drafts, reading positions."""
    settings: Path
    """The settings file; it need not exist."""

    @property
    def choices(self) -> Path:
        """What was chosen in the program and is kept for the next start."""
        return self.state / "choices.json"


class Settings(NamedTuple):
    """What can be set, with the defaults."""

    theme: str = "reader-dark"
    """reader-dark, reader-light, reader-sepia, reader-contrast, or one of Textual's."""
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


CHOSEN = ("theme", "width", "pane", "pen")
"""What the program itself changes, and keeps for the next start."""


def paths(library: str | None = None, environment: Mapping[str, str] = os.environ) -> Paths:
    """Where things lie; `library` (or READER_LIBRARY) names another library file."""
    chosen = library or environment.get("READER_LIBRARY")
    file = Path(chosen).expanduser() if chosen else Path(user_folder("data")) / "library.json"
    return Paths(
        library=Path(os.path.abspath(file)),  # noqa: PTH100  (Path.resolve would follow a symlink, which must stay one)
        state=Path(user_folder("state")),
        settings=Path(user_folder("config")) / "settings.toml",
    )


def load(where: Paths) -> Settings:
    """The settings file's, then what was chosen last. Raises NotUnderstood, naming the file and the setting."""
    try:
        written = _written(where.settings)
    except (OSError, ValueError) as error:
        raise NotUnderstood(f"the settings cannot be read ({error})", str(where.settings), "mend or move it") from error
    settings = _apply(Settings(), written, str(where.settings))
    try:
        return _apply(settings, _choices(where), str(where.choices))
    except NotUnderstood:
        # Written by another version of this program; not worth stopping for.
        return settings


def _written(path: Path) -> dict[str, Any]:
    """What the settings file says. Raises OSError, and ValueError where it is no TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    # Most people have no settings file, and the first text waits 5 ms for this.
    import tomllib  # noqa: PLC0415

    return tomllib.loads(text)


def choose(where: Paths, settings: Settings) -> None:
    """Keep what was chosen for the next start. Nothing depends on it, so a full disk is no failure."""
    kept = {name: value for name, value in settings._asdict().items() if name in CHOSEN}
    keep(where.choices, json.dumps(kept).encode())


def keep(path: Path, data: bytes) -> bool:
    """Put `data` in the place of a small file that one could do without, whole or not at all; whether it could be."""
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh.touch(mode=0o600)
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        return False
    return True


def samples() -> Path:
    """The folder of the sample articles: in the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "articles"
    return installed if installed.is_dir() else package.parent / "articles"


def _choices(where: Paths) -> dict[str, object]:
    try:
        kept = json.loads(where.choices.read_bytes())
    except (OSError, ValueError):
        return {}
    return {name: kept[name] for name in CHOSEN if name in kept} if isinstance(kept, dict) else {}


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
        case "keys", dict():
            return {command: _keys(command, keys, file) for command, keys in value.items()}
    wanted = {
        "width": f"a number from {WIDTHS[0]} to {WIDTHS[-1]}",
        "pane": "true or false",
        "pen": f"one of {', '.join(Colour)}",
        "keys": "a table of commands and their keys",
    }
    raise NotUnderstood(f"{name} must be {wanted.get(name, 'text')}, not {value!r}", file)


def _keys(command: str, keys: object, file: str) -> tuple[str, ...]:
    if isinstance(keys, str):
        return (keys,)
    if isinstance(keys, list) and all(isinstance(key, str) for key in keys):
        return tuple(keys)
    raise NotUnderstood(f"the keys of {command} must be a text or a list of texts", file)
