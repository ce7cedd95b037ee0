"""A vault is a folder of notes that another program edits, and that is kept the same as the library.

A file an article: what was edited in it is read back as an import is, field by field, and then it is written anew, with
what people wrote beside our pieces left as it is. What cannot be read back is never written over.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from reader.domain.merge import value_hash
from reader.exchange.export_forms import form_of_format
from reader.exchange.files import AllBut, Folder
from reader.exchange.records import PLAIN
from reader.library.importing.file_imports import PASSED, import_files

if TYPE_CHECKING:
    from collections.abc import Collection as Ids
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from reader.exchange.files import LeftFile, Shared
    from reader.exchange.records import Exported, FilePiece, Options
    from reader.library import Library
    from reader.library.collection import Collection, Found
    from reader.library.importing.file_imports import FileFate


class Exchanged(NamedTuple):
    """An `Exchanged` says what came of the files that were edited, which were written, and which were left."""

    fates: Sequence[FileFate]
    written: Sequence[Path]
    left: Sequence[LeftFile]
    gone: Sequence[tuple[Path, int]]
    """Files that deleted annotations have left, with their number."""
    copies: Mapping[Path, Path]
    """Second files of an article, as programs that sync make them, each with the first: they are not looked at."""


class VaultState(NamedTuple):
    """A `VaultState` says which files were edited since they were written, and which others are to be written."""

    edited: Sequence[Path]
    behind: Sequence[Path]
    copies: Sequence[Path]
    left: Sequence[LeftFile]


class _Before:
    """What annotations of the library were."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @cached_property
    def _deleted(self) -> dict[str, str]:
        return {one.id: one.note for one in self._collection.deleted_annotations()}

    def replaced(self, annotation_id: str) -> Iterable[str]:
        return self._collection.past(annotation_id)

    def deleted(self, annotation_id: str) -> tuple[str, ...]:
        if annotation_id not in self._deleted:
            return ()
        note = value_hash("note", self._deleted[annotation_id])
        return (note, *sorted({*self._collection.past(annotation_id)} - {note}))


class Vault:
    """A `Vault` is one folder, in one format whose files are written in pieces.

    Methods raise StoreErrors, and NotExported where the folder cannot be used.
    """

    def __init__(
        self, path: Path, format_name: str, library: Library, options: Options = PLAIN, name: str = ""
    ) -> None:
        """`name` is the library's, which no other has that may share the folder."""
        self.path = path
        self._form = form_of_format(format_name)
        self._collection = library.collection
        self._imports = library.imports
        self._edits = library.edits
        self._name = name
        self._options = options
        self._written: dict[str, Sequence[Found]] = {}
        """What the files of articles were last written from, by this vault: those need not be looked at again."""

    @property
    def extension(self) -> str:
        """Return what the names of its files end with."""
        return self._form.extension

    def state(self) -> VaultState:
        """Find out what `exchange` would do first; nothing is written."""
        folder = Folder(self.path, rehearses=True, library=self._name, past=_Before(self._collection))
        edited = self._edited(folder)
        copies = sorted(folder.copies(self.extension))
        self._write(folder, {})
        self._written.clear()
        known = set(edited.values())
        return VaultState(sorted(known), [one for one in folder.written if one not in known], copies, folder.left)

    def exchange(self, ready: Ids[Path] | None = None) -> Exchanged:
        """Read back what was edited, and write what is not as it is here; edited files that are not `ready` wait."""
        with Folder(self.path, library=self._name, past=_Before(self._collection)) as folder:
            news = folder.news(self.extension)
            self._delete(news)
            edited = self._edited(folder)
            waiting = {name for name, file in edited.items() if ready is not None and file not in ready}
            edited = {name: file for name, file in edited.items() if name not in waiting}
            before = self._pieces(set(edited))
            files = [file for file in edited.values() if file.stat().st_size]
            copies = folder.copies(self.extension)
            fates = list(zip(files, self._read_back(files, news), strict=True))
            self._write(folder, before, waiting)
        # A file in which nothing of ours was left says nothing; where it could be written, nothing is to be said of it.
        told = [
            fate
            for file, fate in fates
            if fate.error is None or (not isinstance(fate.error, PASSED) and file not in folder.written)
        ]
        return Exchanged(told, folder.written, folder.left, folder.gone, copies)

    def _edited(self, folder: Folder) -> dict[str, Path]:
        """The files to be read: edited since they were written, or with annotations that another library wrote."""
        extension, known = self.extension, self._collection.known_ids()
        found = folder.edited(extension)
        for name, held in folder.written_ids(extension).items():
            if name not in found and not held <= known and (file := folder.file_of(name, extension)) is not None:
                found[name] = file
        return found

    def _pieces(self, article_ids: Ids[str]) -> dict[str, dict[str, str]]:
        """What of these articles would be written now: the text of each piece."""
        found: dict[str, dict[str, str]] = {name: {} for name in article_ids}
        for article in self._collection.all_articles() if article_ids else ():
            if article.id in article_ids:
                for one in self._collection.exported_article(article):
                    found[article.id] = {piece.key: piece.text for piece in self._parts(one)}
        return found

    def _delete(self, news: Mapping[str, Shared]) -> None:
        """Delete what another library deleted that has seen it as it is here."""
        gone = {name: values for one in news.values() for name, values in one.gone.items()}
        there = filter(None, map(self._collection.annotation_of, gone))
        found = [one for one in there if not one.rivals and value_hash("note", one.note) in gone[one.id]]
        if found:
            self._edits.change("delete", found, lambda _: None)

    def _read_back(self, files: Sequence[Path], news: Mapping[str, Shared]) -> Iterator[FileFate]:
        importer = self._imports.importer()
        importer.replaced = {name: values for one in news.values() for name, values in one.replaced.items()}
        try:
            yield from import_files(importer, [str(file) for file in files], self._form.name)
        finally:
            self._imports.keep(importer)

    def _write(self, folder: Folder, before: dict[str, dict[str, str]], waiting: Ids[str] = ()) -> None:
        extension = self.extension
        here = {found[0].article.id: found for found in self._found()}
        stale = {*before, *folder.missing(extension)}
        known = self._collection.known_ids()
        # What another library wrote stays, whatever became of reading it.
        kept = AllBut(known)
        for name, found in here.items():
            if name in waiting or (name not in stale and self._written.get(name) == found):
                continue
            for one in self._collection.exported_article(found[0].article):
                title = one.article.title
                parts = self._parts(one)
                if folder.renew(title, name, extension, parts, kept=kept, before=before.get(name)) is not None:
                    self._written[name] = found
        folder.clear({*here, *waiting}, extension, kept)

    def _found(self) -> Iterator[Sequence[Found]]:
        """Yield the annotations of each article that has any."""
        return filter(None, self._collection.annotations_by_article(None, self._collection.shelf()))

    def _parts(self, one: Exported) -> list[FilePiece]:
        pieces = self._form.pieces()
        assert pieces is not None, "a vault's format is written in pieces"
        return list(pieces(one, self._options))
