"""Exported files on disk: whole or not at all, and never over a file that is not an export of ours."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from reader.domain.errors import NotExported
from reader.domain.name_folding import folded
from reader.exchange.file_names import choose_name

if TYPE_CHECKING:
    from collections.abc import Iterable

LEDGER = ".reader-export.json"
"""In a folder of exports: which file is of which article, and the SHA-256 of what was written into it."""


def write_file(path: Path, chunks: Iterable[str]) -> str:
    """Write the whole file or nothing, replacing what stands there; a symbolic link stays one.

    Answers the SHA-256 of the bytes. Raises NotExported.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:40]}.{token_hex(4)}")
    digest = sha256()
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as out:
                for chunk in chunks:
                    data = chunk.encode(errors="replace")
                    digest.update(data)
                    out.write(data)
                out.flush()
                os.fsync(out.fileno())
            if target.exists():
                temporary.chmod(target.stat().st_mode & 0o777)
            temporary.replace(target)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error})"
        raise NotExported(reason, str(path), "choose another place") from error
    return digest.hexdigest()


class Folder:
    """A folder of exports, a file an article. An article keeps its file when its title changes, so that links hold."""

    def __init__(self, path: Path) -> None:
        """Make the folder where it is missing. Raises NotExported."""
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._present = {folded(one.name) for one in path.iterdir()}
            self._ours = _ledger(path / LEDGER) if LEDGER in self._present else {}
        except OSError as error:
            reason = f"cannot be used ({error.strerror or error})"
            raise NotExported(reason, str(path), "choose another folder") from error

    def write(self, title: str, article_id: str, extension: str, chunks: Iterable[str], *, over: bool = False) -> Path:
        """Write the article's file. Raises NotExported where it was edited since, unless `over` says that it may go."""
        key = f"{article_id}{extension}"
        name, written = self._ours.get(key, ("", ""))
        file = self.path / name
        if not name or not file.exists():
            name = name or choose_name(title, article_id, extension, self._present)
            file = self.path / name
        elif not over and sha256(file.read_bytes()).hexdigest() != written:
            raise NotExported(
                "was edited after it was exported",
                str(file),
                "move it, or allow it to be replaced (in the shell: --force)",
            )
        self._present.add(folded(name))
        self._ours[key] = (name, write_file(file, chunks))
        return file

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        """Remember what was written even where the rest failed: those files are ours."""
        self.close()

    def close(self) -> None:
        """Remember for the next export what was written. Raises NotExported."""
        files = {key: {"file": name, "sha256": digest} for key, (name, digest) in self._ours.items()}
        write_file(self.path / LEDGER, [json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True), "\n"])


def _ledger(path: Path) -> dict[str, tuple[str, str]]:
    try:
        kept = json.loads(path.read_bytes())
        return {str(key): (_inside(one["file"]), str(one["sha256"])) for key, one in kept.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotExported("is damaged", str(path), "remove it, and the exported files with it") from error


def _inside(name: str) -> str:
    """A name that stays in the folder. Raises ValueError: the list may come from somebody else."""
    if not name or name != Path(name).name or name.startswith("."):
        raise ValueError(name)
    return name
