"""Many files are taken in, one after the other: each has its own fate."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.errors import NothingMarked, NotImported, NotOpened, NotRecognised, ReaderError, StoreError
from reader.domain.wording import counted
from reader.exchange.input import ARCHIVE
from reader.library.importing.companion_files import read_whole
from reader.library.importing.report import Report
from reader.library.sources import STANDARD_INPUT, read_input
from reader.typed_paths import expand_home, is_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reader.library.importing.importer import Importer

    Progress = Callable[[str, int, int], None]
    """Told a file's name, and how many of its articles of how many are done."""


PIPE = Path("standard input")
"""In the place of a path: what is piped in."""
PASSED = (NotRecognised, NothingMarked)
"""Why a file of a folder is passed over: who names a folder names what in it is of use."""


class FileFate(NamedTuple):
    """A `FileFate` says what came of one file: a report, or why it is not in.

    One `passed` over lay in a folder, with nothing to take.
    """

    name: str
    report: Report | None = None
    error: ReaderError | None = None
    passed: bool = False

    @property
    def is_bare(self) -> bool:
        """Tell whether it may hold annotations beside its text, and holds none."""
        return isinstance(self.error, NothingMarked)


def import_files(
    importer: Importer, words: Sequence[str], format_name: str = "", progress: Progress = lambda _name, _done, _of: None
) -> Iterator[FileFate]:
    """Take in the files of these paths, and those in the folders among them; `-` is standard input.

    Raises a StoreError.
    """
    for path, is_named in _files(words):
        try:
            held = [_read(path)]
            if path != PIPE and _is_document(held[0]) and not format_name:
                held.clear()
                yield FileFate(path.name, importer.take_in_document(str(path)))
            else:
                # Popped: the importer lets go of it as soon as it is read.
                report = importer.take_in(held.pop(), _called(path), format_name, partial(progress, path.name))
                yield FileFate(path.name, report)
        except StoreError:
            raise
        except ReaderError as error:
            yield FileFate(path.name, error=error, passed=not is_named and isinstance(error, PASSED))


def describe_fates(fates: Sequence[FileFate]) -> str:
    """Tell what came of all files in one line, for a screen."""
    there = [one for one in fates if one.report is not None]
    failed = [str(one.error) for one in fates if one.error is not None and not one.passed]
    if len(there) == 1:
        parts = [f"{there[0].name}: {there[0].report}"]
    elif failed and not there:
        parts = []
    else:
        total = Report()
        for one in there:
            if one.report is not None:
                total.add(one.report)
        parts = [f"{counted(len(there), 'file')}: {total}"]
    return "; ".join([*parts, *failed])


def _files(words: Sequence[str]) -> Iterator[tuple[Path, bool]]:
    """The files that are named, and those in the folders that are, each with whether it was named itself."""
    for word in words:
        if word == STANDARD_INPUT:
            yield PIPE, True
            continue
        path = expand_home(word).absolute()
        if not is_folder(path):
            yield path, True
            continue
        held = [one for one in sorted(path.rglob("*")) if one.is_file() and not _is_hidden(one, path)]
        yield from ((one, False) for one in held)
        if not held:
            yield path, True


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _called(path: Path) -> str:
    """The name of a file; KOReader's sidecar, which all books call the same, has that of its folder."""
    is_sidecar = path.parent.suffix == ".sdr" and path.name.startswith("metadata.")
    return f"{path.parent.stem}.lua" if is_sidecar else path.name


def _is_document(data: bytes) -> bool:
    """Whether a file is a PDF or a DOCX, in which others may have marked and written something."""
    return b"%PDF-" in data[:1024] or (data.startswith(ARCHIVE) and b"word/document.xml" in data)


def _read(path: Path) -> bytes:
    if is_folder(path):
        raise NotImported("there is no file in this folder", path.name)
    try:
        return read_input() if path == PIPE else read_whole(path)
    except NotOpened as error:
        raise NotImported(error.what, path.name, error.do) from error
