"""Things lie where the environment says, and what one could do without is kept there."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader import settings
from reader.domain.errors import NotUnderstood
from reader.folders import user_folder
from reader.typed_paths import expand_home
from reader.whole_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.settings import Settings


PACE = "pace.txt"
"""The name of the file, in the folder for state, that keeps how fast one reads here; it is never synced."""
LINES = "lines.json"
"""The name of the file, in the folder for state, that keeps what was typed into searches and filters."""
SAID = "said.txt"
"""The name of the file, in the folder for state, that keeps what need not be said again."""


class Paths(NamedTuple):
    """`Paths` are the folders and files of one user. XDG variables are honoured; nothing is made until it is needed."""

    library: Path
    """The TinyDB JSON file; texts and backups lie beside it."""
    state: Path
    """What is of this machine only: device id, lock, drafts, reading positions."""
    settings: Path
    """The settings file; it need not exist."""

    @property
    def choices(self) -> Path:
        """Read what was chosen in the program and is kept for the next start."""
        return self.state / settings.CHOICES


def paths(library: str | None = None, environment: Mapping[str, str] = os.environ) -> Paths:
    """Tell where things lie; `library` (or READER_LIBRARY) names another library file."""
    chosen = library or environment.get("READER_LIBRARY")
    file = expand_home(chosen) if chosen else Path(user_folder("data")) / "library.json"
    return Paths(
        library=Path(os.path.abspath(file)),  # noqa: PTH100  (Path.resolve would follow a symlink, which must stay one)
        state=Path(user_folder("state")),
        settings=Path(user_folder("config")) / settings.FILE,
    )


def load(where: Paths) -> Settings:
    """Load the settings that lie there. Raises NotUnderstood, naming the file and the setting."""
    return settings.read(str(where.settings), str(where.choices))


def choose(where: Paths, chosen: Settings) -> None:
    """Keep what was chosen for the next start. Nothing depends on it, so a full disk is no failure."""
    with suppress(NotUnderstood):  # somebody is writing the settings file just now
        said = settings.read_file(str(where.settings))
        keep(where.choices, json.dumps(settings.choices_over(said, chosen)).encode())


def keep(path: Path, data: bytes) -> bool:
    """Put `data` in the place of a small file that one could do without, whole or not at all; whether it could be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(path, [data], mode=0o600, durable=False)
    except OSError:
        return False
    return True


def unsaid(where: Paths, sentences: Sequence[str]) -> list[str]:
    """Pick those that were not said before, and from now on have been: each is worth reading once."""
    if not sentences:
        return []
    file = where.state / SAID
    try:
        said = set(file.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeError):
        said = set()
    fresh = [one for one in sentences if one not in said]
    if fresh:
        # What is no longer true is forgotten: if it is again, it is said again.
        keep(file, "\n".join(sentences).encode())
    return fresh


def lines_typed(where: Paths) -> dict[str, list[str]]:
    """Read what was typed into lines before, by kind of line, the newest last."""
    try:
        kept = json.loads((where.state / LINES).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {
        str(kind): [one for one in lines if isinstance(one, str)]
        for kind, lines in kept.items()
        if isinstance(lines, list)
    }


def keep_lines(where: Paths, lines: Mapping[str, Sequence[str]]) -> None:
    """Keep them for the next time. Nothing depends on it, so a full disk is no failure."""
    keep(where.state / LINES, json.dumps(lines).encode())


def pace(where: Paths) -> tuple[float, float]:
    """Tell how many words were read in how many minutes on this machine; both 0 where nothing is known."""
    try:
        words, minutes = map(float, (where.state / PACE).read_text(encoding="utf-8").split())
    except (OSError, ValueError):
        return 0.0, 0.0
    return (words, minutes) if 0 < words < inf and 0 < minutes < inf else (0.0, 0.0)


def keep_pace(where: Paths, words: float, minutes: float) -> None:
    """Keep them for the next time. Nothing depends on it, so a full disk is no failure."""
    if words and minutes:
        keep(where.state / PACE, f"{words:.0f} {minutes:.2f}\n".encode())


def keep_ground(where: Paths, dark: bool) -> None:
    """Keep it for the next start."""
    if settings.ground_is_dark(str(where.state), {}) != dark:
        keep(where.state / settings.GROUND, b"dark\n" if dark else b"light\n")


def samples() -> Path:
    """Find the folder of the sample articles: in the installed package, else beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "articles"
    return installed if installed.is_dir() else package.parent / "articles"
