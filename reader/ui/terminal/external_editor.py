"""A note in the editor that the user is used to."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.errors import NotOpened

if TYPE_CHECKING:
    from collections.abc import Mapping


def edited(note: str, environment: Mapping[str, str]) -> str:
    """The note as the editor left it. Raises NotOpened where there is no editor, or it failed: then nothing changed."""
    words = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "vi")
    with tempfile.TemporaryDirectory(prefix="reader-") as folder:
        # The name tells editors that it is Markdown.
        file = Path(folder) / "note.md"
        file.write_text(note, encoding="utf-8")
        try:
            subprocess.run([*words, str(file)], check=True)  # noqa: S603  (the user's own choice)
        except FileNotFoundError:
            raise NotOpened("there is no such editor", words[0], "set EDITOR, or press a") from None
        except subprocess.CalledProcessError as error:
            raise NotOpened(f"it ended with {error.returncode}", words[0], "the note is as it was") from None
        # One line end at the end is the editor's, not the note's.
        return file.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
