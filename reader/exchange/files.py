"""Exported files go to the disk whole or not at all, and never over a file that is not an export of ours."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from reader.domain.errors import NotExported
from reader.domain.name_folding import fold_name
from reader.domain.wording import counted
from reader.exchange.file_names import choose_name
from reader.exchange.renewal import Written, adopt_base, base_of, join_pieces, renew
from reader.whole_files import write_whole

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from reader.exchange.records import FilePiece
    from reader.exchange.renewal import Renewal

LEDGER = ".reader-export.json"
"""In a folder of exports: which file is of which article, and the SHA-256 of what was written into it, and of each of
its blocks. What is not in it is somebody else's."""
EDITED = "was edited after it was exported, in what the program wrote"
HEAD = 4096
"""Bytes within which a file says of which article it is."""
LATEST = 32
"""States of a file by which it is known that another library saw them."""
MANY = 5
"""Files of which one sentence says more than a list."""
_ID = re.compile(r"^:?reader-id::?\s*[\"']?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\b", re.MULTILINE)


def write_file(path: Path, chunks: Iterable[str | bytes], *, errors: str = "replace") -> str:
    """Write the whole file or nothing, replacing what stands there; a symbolic link stays one.

    Answers the SHA-256 of the bytes. Raises NotExported.
    """
    digest = sha256()

    def encoded() -> Iterator[bytes]:
        for chunk in chunks:
            data = chunk if isinstance(chunk, bytes) else chunk.encode(errors=errors)
            digest.update(data)
            yield data

    try:
        write_whole(Path(os.path.realpath(path)), encoded())
    except OSError as error:
        reason = f"cannot be written ({error.strerror or error})"
        raise NotExported(reason, str(path), "choose another place") from error
    return digest.hexdigest()


class Past(Protocol):
    """A `Past` tells what annotations of a library were, in hashes: for the others that share a folder with it."""

    def replaced(self, annotation_id: str) -> Iterable[str]:
        """Tell the values that it had once, and has no more."""

    def deleted(self, annotation_id: str) -> tuple[str, ...]:
        """Tell the notes of a deleted one, the last and those before; empty where it is not deleted."""


class AllBut:
    """`AllBut` is everything but what is `left_out`."""

    def __init__(self, left_out: Container[str]) -> None:
        self._left_out = left_out

    def __contains__(self, one: object) -> bool:
        return one not in self._left_out


class LeftFile(NamedTuple):
    """A `LeftFile` is a file that was left as it is, and why."""

    path: Path
    reason: str


def describe_gone(gone: Sequence[tuple[Path, int]]) -> list[str]:
    """Tell which files annotations have left, in parts of a sentence; of many files only how many."""
    if len(gone) > MANY:
        count = sum(number for _, number in gone)
        return [f"{counted(count, 'annotation')} taken out of {len(gone)} files"]
    return [f"{counted(number, 'annotation')} taken out of {file.name}" for file, number in gone]


class Shared(NamedTuple):
    """A `Shared` is what libraries that share a folder tell each other of an article's file.

    Values are `Store.past`'s hashes. Whoever shares no folder leaves it empty.
    """

    seen: tuple[str, ...] = ()
    """The libraries that know what the file says; the first one wrote it."""
    was: tuple[str, ...] = ()
    """The SHA-256 of what it was before, the latest last: what somebody saw and replaced is not written again."""
    replaced: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """By annotations: the values that they had once in the library that wrote it."""
    gone: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    """Annotations that were deleted, each with the note that it had and those that it had once."""


class _Known(NamedTuple):
    """What was written last: the file's path in the folder, its SHA-256, its pieces (None: it has none)."""

    name: str
    digest: str
    pieces: tuple[Written, ...] | None = None
    shared: Shared = Shared()


class Folder:
    """A `Folder` is a folder of exports, a file an article.

    An article keeps its file when its title changes, so that links hold.

    What cannot be written is left as it is, and is in `left`; all else is written.
    """

    def __init__(self, path: Path, *, rehearses: bool = False, library: str = "", past: Past | None = None) -> None:
        """Make the folder where it is missing. Where it `rehearses`, it only finds out what it would write.

        `library` is what writes here, by a name that no other has, and `past` tells of its annotations, where it may
        share the folder with others.

        Raises NotExported.
        """
        self.path = path
        self.written: list[Path] = []
        """Files that are others now than they were."""
        self._rehearses = rehearses
        self._library = library
        self._past = past
        self.left: list[LeftFile] = []
        self.gone: list[tuple[Path, int]] = []
        """Files that annotations have left, with their number: they were deleted, or are of another article."""
        self._files: dict[str, dict[str, list[str]]] = {}
        try:
            if not rehearses:
                path.mkdir(parents=True, exist_ok=True)
            self._present = {fold_name(one.name) for one in path.iterdir()} if path.is_dir() else set()
            self._ours = _ledger(path / LEDGER) if LEDGER in self._present else {}
        except OSError as error:
            reason = f"cannot be used ({error.strerror or error})"
            raise NotExported(reason, str(path), "choose another folder") from error

    def write(
        self, title: str, article_id: str, extension: str, chunks: Iterable[str], *, over: bool = False
    ) -> Path | None:
        """Write the article's file whole; None where it is left, edited since it was written and not `over`."""
        key = f"{article_id}{extension}"
        file = self._file(title, article_id, extension)
        with self._leaving(file):
            if file.exists():
                self._check(file)
                known = self._ours.get(key)
                if not over and (known is None or sha256(file.read_bytes()).hexdigest() != known.digest):
                    raise NotExported(EDITED, str(file))
            self._remember(key, file, self._write(file, chunks))
            return file
        return None

    def renew(
        self,
        title: str,
        article_id: str,
        extension: str,
        pieces: Sequence[FilePiece],
        *,
        kept: Container[str] = (),
        before: Mapping[str, str] | None = None,
        over: bool = False,
    ) -> Path | None:
        """Write the article's pieces, and leave what people wrote beside them; None where the file is left.

        Of pieces that are in it and not among these, the `kept` stay. A file in which a piece was changed is left,
        unless `over` says that it may be written over, or what was changed is in the new pieces, as `renew` decides it
        by what they were `before`.
        """
        key = f"{article_id}{extension}"
        file = self._file(title, article_id, extension)
        with self._leaving(file):
            if not file.exists():
                self._remember(key, file, self._write(file, [join_pieces(pieces)]), pieces)
                return file
            self._check(file)
            data = file.read_bytes()
            known = self._ours.get(key)
            if known is not None and known.pieces is None and sha256(data).hexdigest() == known.digest:
                self._remember(key, file, self._write(file, [join_pieces(pieces)]), pieces)
                return file
            text = _text(data, file)
            base = known.pieces if known is not None and known.pieces is not None else adopt_base(text, pieces)
            done = renew(text, base, pieces, kept=kept, before=before, force=over)
            if done.changed:
                raise NotExported(EDITED, str(file))
            stay = [one for one in base if one.key in kept and one.key not in {piece.key for piece in pieces}]
            self._put(key, file, done, data, (*base_of(pieces), *stay))
            return file
        return None

    def edited(self, extension: str) -> dict[str, Path]:
        """Return the files that are not as they were written, or that were written somewhere else and say of which
        article they are; by the ids of their articles.
        """
        found: dict[str, Path] = {}
        keys = {key.removesuffix(extension): known for key, known in self._ours.items() if key.endswith(extension)}
        inner = {piece.key for known in keys.values() for piece in known.pieces or ()}
        for article_id in {**keys, **dict.fromkeys(one for one in self._said(extension) if one not in inner)}:
            file = self._file("", article_id, extension)
            known = keys.get(article_id)
            with self._leaving(file):
                if file.is_file() and (known is None or not self._is_read(file, known)):
                    found[article_id] = file
        return found

    def _is_read(self, file: Path, known: _Known) -> bool:
        """Whether this library knows all that the file says."""
        is_known = not self._library or self._library in known.shared.seen
        return is_known and sha256(file.read_bytes()).hexdigest() == known.digest

    def news(self, extension: str) -> dict[str, Shared]:
        """Return what other libraries tell of the files that they wrote, by the ids of the articles."""
        known = (
            (key.removesuffix(extension), one.shared) for key, one in self._ours.items() if key.endswith(extension)
        )
        return {key: one for key, one in known if self._library not in one.seen}

    def copies(self, extension: str) -> dict[Path, Path]:
        """Return the files that say they are of an article that has another file, each with that one."""
        found: dict[Path, Path] = {}
        for article_id, names in self._said(extension).items():
            if len(names) > 1:
                file = self._file("", article_id, extension)
                found |= {Path(one): file for one in names if Path(one) != file}
        return found

    def written_ids(self, extension: str) -> dict[str, set[str]]:
        """Return the annotations that were written into the file of each article, by the ids of these."""
        known = ((key, one.pieces or ()) for key, one in self._ours.items() if key.endswith(extension))
        return {key.removesuffix(extension): {one.key for one in pieces if one.mark} for key, pieces in known}

    def file_of(self, article_id: str, extension: str) -> Path | None:
        """Return the file of an article; None where it has none."""
        file = self._file("", article_id, extension)
        return file if file.is_file() else None

    def missing(self, extension: str) -> set[str]:
        """Return the articles whose files are not where they were."""
        known = ((key, one.name) for key, one in self._ours.items() if key.endswith(extension))
        return {key.removesuffix(extension) for key, name in known if not (self.path / name).is_file()}

    def clear(self, exported: Container[str], extension: str, kept: Container[str], bare: Container[str] = ()) -> None:
        """Let what was deleted leave the files of articles that are not `exported` (their ids).

        The `kept` annotations stay. A file that is written whole goes where its article is among the `bare` ones, in
        which nothing is marked any more.
        """
        for key, known in list(self._ours.items()):
            article_id = key.removesuffix(extension)
            if not key.endswith(extension) or article_id in exported:
                continue
            file = self.path / known.name
            with self._leaving(file):
                if file.is_file():
                    self._clear(key, file, known, kept, is_bare=article_id in bare)
                elif article_id in bare:
                    del self._ours[key]
                else:
                    self._ours[key] = known._replace(shared=self._read(known.shared))

    def _clear(self, key: str, file: Path, known: _Known, kept: Container[str], *, is_bare: bool) -> None:
        data = file.read_bytes()
        if known.pieces is None:
            if is_bare and sha256(data).hexdigest() == known.digest:
                self._remove(key, file)
            elif is_bare:
                raise NotExported("has no annotations any more, and was edited after it was exported", str(file))
            return
        stay = [one for one in known.pieces if not one.mark or one.key in kept]
        if len(stay) == len(known.pieces):
            if sha256(data).hexdigest() == known.digest:
                self._ours[key] = known._replace(shared=self._read(known.shared))
            return
        self._check(file)
        done = renew(_text(data, file), known.pieces, (), kept={one.key for one in stay})
        if done.changed:
            raise NotExported(EDITED, str(file))
        self._put(key, file, done, data, tuple(stay))
        if not done.theirs and not any(one.mark for one in stay):
            self._remove(key, file)

    def _put(self, key: str, file: Path, done: Renewal, data: bytes, pieces: Sequence[Written]) -> None:
        before, digest = sha256(data).hexdigest(), sha256(done.text.encode(errors="surrogateescape")).hexdigest()
        known = self._ours.get(key)
        shared = known.shared if known is not None else Shared()
        if known is not None and digest != before == known.digest and digest in shared.was and self._is_others(shared):
            # Another library saw this very text and replaced it: to write it again would go on for ever.
            self._ours[key] = known._replace(shared=self._read(shared))
            return
        if done.left:
            self.gone.append((file, len(done.left)))
        name = file.relative_to(self.path).as_posix()
        if digest == before and known is not None and known.digest == digest:
            self._ours[key] = _Known(name, digest, tuple(pieces), self._read(shared))
            return
        if digest != before:
            self._write(file, [done.text], errors="surrogateescape")
        self._ours[key] = _Known(name, digest, tuple(pieces), self._told(shared, pieces, done.left, before))

    def _is_others(self, shared: Shared) -> bool:
        return bool(self._library) and shared.seen[:1] != (self._library,)

    def _read(self, shared: Shared) -> Shared:
        """Tell that this library knows it, too."""
        if not self._library or self._library in shared.seen:
            return shared
        return shared._replace(seen=(*shared.seen, self._library))

    def _told(self, shared: Shared, pieces: Iterable[Written], left: Iterable[str] = (), before: str = "") -> Shared:
        """Tell the others of what this library has written."""
        if not self._library or self._past is None:
            return Shared()
        there = [one.key for one in pieces if one.mark]
        known = {one: (*self._past.replaced(one), *shared.replaced.get(one, ())) for one in there}
        replaced = {one: tuple(sorted(set(values))) for one, values in known.items() if values}
        gone = {**shared.gone, **{one: values for one in left if (values := self._past.deleted(one))}}
        was = tuple(dict.fromkeys((*shared.was, *filter(None, [before]))))[-LATEST:]
        return Shared((self._library,), was, replaced, {one: gone[one] for one in gone if one not in there})

    def _write(self, file: Path, chunks: Iterable[str], errors: str = "replace") -> str:
        self.written.append(file)
        if self._rehearses:
            return sha256("".join(chunks).encode(errors=errors)).hexdigest()
        return write_file(file, chunks, errors=errors)

    def _remove(self, key: str, file: Path) -> None:
        if not self._rehearses:
            file.unlink()
        known = self._ours.pop(key)
        if known.shared.gone:  # for the others, which have them still
            self._ours[key] = known._replace(digest="", pieces=())

    def _remember(self, key: str, file: Path, digest: str, pieces: Sequence[FilePiece] | None = None) -> None:
        name = file.relative_to(self.path).as_posix()
        self._present.add(fold_name(name))
        base = None if pieces is None else tuple(base_of(pieces))
        known = self._ours.get(key)
        shared = self._told(known.shared if known is not None else Shared(), base or ())
        self._ours[key] = _Known(name, digest, base, shared)

    def _file(self, title: str, article_id: str, extension: str) -> Path:
        """Where the article's file is: where it was, where it was moved to, or where a new one has room."""
        known = self._ours.get(f"{article_id}{extension}")
        if known is not None:
            file = self.path / known.name
            # One whose head was taken out says the name of its first annotation.
            own = {"", article_id, *(piece.key for piece in known.pieces or ())}
            if file.is_dir() or (file.exists() and _article_of(file) in own):
                return file
        moved = self._moved(article_id, extension)
        if moved is not None:
            return moved
        if known is not None and not file.exists() and file.parent.is_dir():
            return file
        return self.path / choose_name(title, article_id, extension, self._present)

    def _moved(self, article_id: str, extension: str) -> Path | None:
        """The file that says that it is this article's, anywhere in the folder."""
        return next((Path(one) for one in self._said(extension).get(article_id, ()) if Path(one).is_file()), None)

    def _said(self, extension: str) -> dict[str, list[str]]:
        """The files of that extension that say of which article they are, anywhere in the folder."""
        if extension not in self._files:
            found_files: dict[str, list[str]] = {}
            for folder, inner, names in os.walk(self.path):
                inner[:] = sorted(name for name in inner if not name.startswith("."))
                for name in sorted(names):
                    file = Path(folder, name)
                    # Of a pipe nothing would ever be read.
                    is_one = not name.startswith(".") and file.suffix == extension and file.is_file()
                    if is_one and (found := _article_of(file)):
                        found_files.setdefault(found, []).append(str(file))
            self._files[extension] = found_files
        return self._files[extension]

    @contextmanager
    def _leaving(self, file: Path) -> Iterator[None]:
        """Leave the file as it is where it cannot be written."""
        try:
            yield
        except NotExported as error:
            self.left.append(LeftFile(Path(error.to or file), error.what))
        except OSError as error:
            self.left.append(LeftFile(file, f"cannot be read ({error.strerror or error})"))

    def _check(self, file: Path) -> None:
        """Raise NotExported for what must not, or cannot, be written over."""
        if not file.is_file():
            what = "a folder is in the way" if file.is_dir() else "what stands there is no file"
            raise NotExported(what, str(file))
        if not file.stat().st_mode & 0o222 or not os.access(file, os.W_OK):
            raise NotExported("may not be written", str(file))

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, *_: object) -> None:
        """Remember what was written even where the rest failed: those files are ours."""
        self.close()

    def close(self) -> None:
        """Remember for the next export what was written. Raises NotExported."""
        if self._rehearses:
            return
        files = {key: _to_json(known) for key, known in self._ours.items()}
        write_file(self.path / LEDGER, [json.dumps(files, ensure_ascii=False, indent=1, sort_keys=True), "\n"])


def _text(data: bytes, file: Path) -> str:
    if b"\0" in data:
        raise NotExported("is no text any more", str(file))
    return data.decode(errors="surrogateescape")


def _article_of(file: Path) -> str:
    """The article that a file says it is of, in its front matter or its first heading's properties; else empty."""
    try:
        with file.open("rb") as opened:
            head = opened.read(HEAD).decode(errors="replace")
    except OSError:
        return ""
    found = _ID.search(head)
    return found[1].lower() if found else ""


def _to_json(known: _Known) -> dict[str, object]:
    said: dict[str, object] = {"file": known.name, "sha256": known.digest}
    if known.pieces is not None:
        said["blocks"] = [
            {"id": one.key, "sha256": one.digest, "lines": one.lines, "mark": one.mark, "at": one.at}
            for one in known.pieces
        ]
    told = {name: value for name, value in known.shared._asdict().items() if value}
    if told:
        said["shared"] = {name: dict(value) if isinstance(value, Mapping) else value for name, value in told.items()}
    return said


def _ledger(path: Path) -> dict[str, _Known]:
    try:
        kept = json.loads(path.read_bytes())
        return {str(key): _from_json(one) for key, one in kept.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotExported(
            "is damaged", str(path), "remove it: it is made anew, and what was edited in the files stays"
        ) from error


def _from_json(one: dict[str, Any]) -> _Known:
    blocks = one.get("blocks")
    pieces = None
    if blocks is not None:
        pieces = tuple(
            Written(str(b["id"]), str(b["sha256"]), int(b["lines"]), str(b["mark"]), int(b["at"])) for b in blocks
        )
    return _Known(_inside(one["file"]), str(one["sha256"]), pieces, _shared(one.get("shared", {})))


def _shared(told: dict[str, Any]) -> Shared:
    seen, was = (tuple(map(str, told.get(name, ()))) for name in ("seen", "was"))
    replaced, gone = (
        {str(key): tuple(map(str, values)) for key, values in told.get(name, {}).items()}
        for name in ("replaced", "gone")
    )
    return Shared(seen, was, replaced, gone)


def _inside(name: str) -> str:
    """A path that stays in the folder. Raises ValueError: the list may come from somebody else."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or "\\" in name or any(part.startswith(".") for part in parts):
        raise ValueError(name)
    return name
