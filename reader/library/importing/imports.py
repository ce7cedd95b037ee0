"""Files of other programs are taken in here, and the last import can be taken back as a whole.

What that brought, changed, made, joined and renamed is kept as JSON: `new` (ids), `changed` (id -> fields before and
after, as rows have them), `articles`, `joined` (ids), `renamed` (id -> title, authors and URL before and after), the
`machine` that made it, `at` when, and `undone`, true once it was taken back: then what it brought may come again,
though it lies in the trash. It travels with the library, so that every machine can take it back; what is too long for
that stays where it was made, and the library tells which machine that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from reader.domain.annotation import NoteText
from reader.domain.errors import NotFound
from reader.domain.named import Sort
from reader.domain.ports import Change
from reader.library.importing.embedded_notes import describe_changes, read_embedded
from reader.library.importing.file_imports import describe_fates, import_files
from reader.library.importing.importer import Importer
from reader.library.named_values import keep, kept_values
from reader.storage.rows.annotation_rows import from_row, to_fields
from reader.storage.rows.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.ports import Clock, Store
    from reader.library.opened import Opened
    from reader.session import Session

LONGEST = 100_000
"""Characters of what travels, some 2,500 new annotations: whoever opens the library reads past it."""
LAST = "last"
"""The name under which the library keeps it."""


class Memory(Protocol):
    """A `Memory` is where the last import is remembered; losing it loses no work."""

    def keep(self, value: Mapping[str, Any]) -> None:
        """Keep it in place of the one before. Raises a StoreError."""

    def kept(self) -> Mapping[str, Any] | None:
        """Return what was kept last; None where nothing was, or it cannot be read."""

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """Recall it as a `FileMemory` does."""

    def note(self, key: str, value: Mapping[str, Any]) -> None:
        """Note it as a `FileMemory` does."""


class ShortMemory:
    """A `ShortMemory` is a `Memory` for as long as the program runs."""

    def __init__(self) -> None:
        self._value: Mapping[str, Any] | None = None
        self._files: dict[str, Mapping[str, Any]] = {}

    def keep(self, value: Mapping[str, Any]) -> None:
        """Keep it."""
        self._value = value

    def kept(self) -> Mapping[str, Any] | None:
        """Return what was kept last."""
        return self._value

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """Recall what was noted of a file."""
        return self._files.get(key)

    def note(self, key: str, value: Mapping[str, Any]) -> None:
        """Note it of a file."""
        self._files[key] = value


class LibraryMemory:
    """A `LibraryMemory` is a `Memory` that every machine of a library shares, beside `here`, which is this
    machine's.
    """

    def __init__(self, store: Store, here: Memory, machine: str, now: Clock) -> None:
        """`machine` is what people call this one."""
        self._store, self._here = store, here
        self._machine, self._now = machine, now

    def keep(self, value: Mapping[str, Any]) -> None:
        """Keep it with the library; where it is too long for that here, and where that is with the library."""
        head = {"machine": self._machine, "at": self._now().isoformat(), "undone": False}
        head |= {name: value[name] for name in head if name in value}
        text = dumps({**head, **value}).decode()
        if len(text) > LONGEST:
            self._here.keep({**value, **head})
            text = dumps(head).decode()
        keep(self._store, Sort.IMPORT, LAST, text)

    def kept(self) -> Mapping[str, Any] | None:
        """Return what was kept last, on whichever machine: without `new` where only another machine knows the rest,
        and without the name of this one.
        """
        here = self._here.kept()
        text = kept_values(self._store, Sort.IMPORT).get(LAST)
        try:
            value = loads(text.encode()) if text else None
        except ValueError:
            value = None
        if not isinstance(value, dict):
            return here
        if here is not None and here.get("at") == value.get("at"):
            value = here
        return {**value, "machine": ""} if value.get("machine") == self._machine else value

    def recall(self, key: str) -> Mapping[str, Any] | None:
        """Recall what was noted of a file here."""
        return self._here.recall(key)

    def note(self, key: str, value: Mapping[str, Any]) -> None:
        """Note it of a file here."""
        self._here.note(key, value)


class Undone(NamedTuple):
    """An `Undone` says what was taken back, counted, and on which other machine it had been imported."""

    removed: int
    changed: int
    apart: int
    machine: str = ""

    def __str__(self) -> str:
        parts = [f"{self.removed} taken out again"]
        if self.changed:
            parts.append(f"{self.changed} as they were")
        if self.apart:
            parts.append(f"{self.apart} articles taken apart")
        line = ", ".join(parts)
        return f"{line} (imported on {self.machine})" if self.machine else line


class Imports:
    """`Imports` take files into one library."""

    def __init__(self, store: Store, read_in: Callable[[str], Opened], now: Clock, memory: Memory) -> None:
        """`read_in` makes an article of a file that holds annotations of its own."""
        self._store = store
        self._read_in = read_in
        self._now = now
        self._memory = memory

    def importer(self, *, restore_deleted: bool = False) -> Importer:
        """Set up what takes files in, one after the other; `keep` is told when it is done."""
        undone = _forgiven(self._memory)
        return Importer(
            self._store,
            self._now,
            self._read_in,
            restore_deleted=restore_deleted,
            undone=undone,
            memory=self._memory,
        )

    def take_in(self, words: Sequence[str]) -> tuple[str, bool]:
        """Take in files and folders of files; what came of them in one line, and whether anything changed."""
        importer = self.importer()
        try:
            fates = list(import_files(importer, words))
            return describe_fates(fates), importer.changed_anything
        finally:
            self.keep(importer)

    def take_embedded(self, opened: Opened, session: Session) -> str:
        """Take in what others have marked and written in a file that has been read, as one act; the line that says so.

        Raises StoreErrors.
        """
        kind = opened.document.parser
        imported = list(read_embedded(opened.embedded, opened.document.text, kind, opened.article.id))
        with session.alone():
            changes = self.importer().decide(imported, kind)
            session.take_in("what was in the file", changes)
        return describe_changes(changes, kind)

    def keep(self, importer: Importer) -> None:
        """Remember what an importer did, so that it can be taken back."""
        _remember(self._memory, importer)

    def undo(self) -> Undone:
        """Take the whole last import back. Raises NotFound where there is none, and StoreErrors."""
        return _undo(self._memory, self._store)


def _remember(memory: Memory, importer: Importer) -> None:
    """Keep what an importer did, where it did anything."""
    if not (importer.new or any(map(_is_seen, importer.done)) or importer.made or importer.joined or importer.renamed):
        return
    changed: dict[str, list[dict[str, Any]]] = {}
    first: dict[str, Annotation] = {}
    for change in importer.done:
        if change.before is not None and change.after is not None:
            before = first.setdefault(change.after.id, change.before)
            after = change.after._replace(note=_brought(before, change.after))
            changed[change.after.id] = [to_fields(before), to_fields(after)]
    renamed = {
        change.after.id: [_names(change.before), _names(change.after)]
        for change in importer.renamed
        if change.before is not None and change.after is not None
    }
    kept = {"new": importer.new, "changed": changed, "articles": importer.made, "joined": importer.joined}
    memory.keep({**kept, "renamed": renamed} if renamed else kept)


def _names(article: Article) -> list[Any]:
    return [article.title, list(article.authors), article.url]


def _brought(before: Annotation, after: Annotation) -> str:
    """The note that came: where it stands beside others, the one that was not there."""
    known = {before.note, *(one.text for one in before.rivals)}
    return next((one.text for one in after.rivals if one.text not in known), after.note)


def _is_seen(change: Change[Annotation]) -> bool:
    """Whether it changed what people see, and not only what is remembered of a program."""
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    return before._replace(origins=after.origins, aliases=after.aliases) != after


def _forgiven(memory: Memory) -> frozenset[str]:
    """The ids of what an import brought that was taken back."""
    value = memory.kept() or {}
    return frozenset(map(str, value.get("new", ()))) if value.get("undone") else frozenset()


def _undo(memory: Memory, store: Store) -> Undone:
    """Take the last import back: what it brought goes into the trash, what it changed is as it was before.

    What somebody has edited since stays. Raises NotFound where there is none, or only another machine knows what it
    was, and StoreErrors.
    """
    value = memory.kept()
    if value is None or value.get("undone"):
        raise NotFound("there is no import to take back")
    if "new" not in value:
        made = value.get("machine") or "another machine"
        raise NotFound("the last import was too large to travel with the library", do=f"take it back on {made}")
    changes: list[Change[Annotation]] = []
    removed = 0
    for name in value.get("new", ()):
        current = store.annotation(str(name))
        # What another machine's program says too is no longer this import's alone.
        if current is not None and len(current.origins) < 2:
            changes.append(Change(current, None))
            removed += 1
    for name, (before, after) in value.get("changed", {}).items():
        current = store.annotation(str(name))
        if current is not None:
            shall = _as_it_was(current, before, after)
            if shall != current:
                changes.append(Change(current, shall))
    store.save_annotations(changes)
    apart = _take_apart(store, set(value.get("joined", ())))
    _name_as_before(store, value.get("renamed", {}))
    _clear(store, value.get("articles", ()))
    memory.keep({**value, "undone": True})
    return Undone(removed, len(changes) - removed, apart, str(value.get("machine", "")))


def _take_apart(store: Store, joined: set[str]) -> int:
    joins = [one for one in store.joins() if one.id in joined and one.same_as]
    if joins:
        store.save_joins([Change(one, one._replace(same_as="")) for one in joins])
    return len(joins)


def _name_as_before(store: Store, renamed: Mapping[str, Any]) -> None:
    """Call articles as they were called before, where they still are called as the import called them."""
    changes = []
    for name, (before, after) in renamed.items():
        article = store.article(str(name))
        if article is not None and _names(article) == after:
            title, authors, url = before
            changes.append(Change(article, article._replace(title=title, authors=tuple(authors), url=url)))
    if changes:
        store.save_articles(changes)


def _clear(store: Store, made: Sequence[str]) -> None:
    """Take away the articles that the import made, where nothing is left in them and no text has come."""
    found = [one for name in made if (one := store.article(name)) is not None and one.id == name]
    empty = [one for one in found if not one.versions and not store.annotations(one.id)]
    if empty:
        store.save_articles([Change(one, None) for one in empty])


def _as_it_was(current: Annotation, before: Mapping[str, Any], after: Mapping[str, Any]) -> Annotation:
    """The annotation with every field as it was before, where it still is as the import left it."""
    now = to_fields(current)
    for name in before.keys() | after.keys():
        if name != "note" and now.get(name) == after.get(name):
            if name in before:
                now[name] = before[name]
            else:
                now.pop(name, None)
    fields = {name: {f"{number:04}": value} for number, (name, value) in enumerate(now.items())}
    found = from_row({"uuid": current.id, "kind": "annotation", "f": fields, "dead": []}, "")
    was, brought = str(before.get("note", "")), str(after.get("note", ""))
    if current.rivals:
        found = _without(current, brought, was, found)
    else:
        found = found._replace(note=was if current.note == brought else current.note)
    return found._replace(seen=current.seen)


def _without(current: Annotation, brought: str, was: str, found: Annotation) -> Annotation:
    """Give `found` the texts of the note without that which the import brought: what it had replaced is back."""
    left = [one for one in current.rivals if one.text != brought]
    if len(left) < len(current.rivals) and was and not current.says(was):
        left.insert(0, NoteText(was, "", current.modified))
    return found._replace(note=left[0].text if left else "", rivals=tuple(left) if len(left) > 1 else ())
