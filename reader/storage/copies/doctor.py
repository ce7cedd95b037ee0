"""The doctor tells in plain words what is wrong with a library, and mends what can be mended."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import reader.storage.copies.git as git
from reader.domain.article import article_id
from reader.domain.errors import Locked, StoreError
from reader.domain.ports import Change
from reader.domain.wording import counted
from reader.storage.compaction import compact
from reader.storage.copies.absorbing import back_up
from reader.storage.copies.conflicts import CopyVerdict, examine_copies, join_conflicts
from reader.storage.copies.silent_devices import fold_in, list_left_files, list_left_journals
from reader.storage.disk.replace import leftovers, sweep
from reader.storage.file.backups import backups
from reader.storage.local.paths import has_other_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.storage.store import FileStore


class Trouble(StrEnum):
    """A `Trouble` is what kind of thing is wrong."""

    DAMAGED = "damaged file"
    MISSING_TEXT = "missing text"
    NO_ARTICLE = "annotations without an article"
    TWO_TEXTS = "notes with two texts"
    CONFLICT = "conflict copy"
    NO_DRIVER = "clone without its merge driver"
    READ_ONLY = "nothing can be saved"
    HARD_LINK = "hard-linked library"
    LOCKED = "locked"
    LEFTOVER = "leftover of a killed process"
    LEFT_BEHIND = "left by a device that writes no more"
    NO_BACKUP = "no backup"


@dataclass(frozen=True, slots=True)
class Finding:
    """A `Finding` is one thing that is wrong; `mendable` where `repair` mends it."""

    trouble: Trouble
    text: str
    mendable: bool = False


def diagnose(store: FileStore) -> list[Finding]:
    """Find everything that is wrong. Changes nothing. Raises Corrupt where nothing can be read at all."""
    return [*_files(store), *_access(store), *_records(store), *_texts(store), *_copies(store), *_left_behind(store)]


def repair(store: FileStore) -> list[str]:
    """Mend what can be mended, after a backup; what was done, in words. Raises StoreError."""
    findings = [finding for finding in diagnose(store) if finding.mendable]
    if not findings and not list_left_journals(store):
        return []
    troubles = {finding.trouble for finding in findings}
    if Trouble.HARD_LINK in troubles:
        store.part_from_other_names()
        rest = repair(store)
        return [f"{store.paths.library.name} is a file of its own; its other names show what it was", *rest]
    done = [f"the library as it was is kept as {back_up(store, 'before-repair').name}"]
    if Trouble.CONFLICT in troubles:
        done += [f"joined {one}" for one in join_conflicts(store).absorbed if one.done]
    if Trouble.NO_DRIVER in troubles:
        done.append(f"{git.set_up(store)} now joins libraries")
    if Trouble.DAMAGED in troubles:
        compact(store)
        done.append(f"{store.paths.library.name} was written anew with everything that could be read")
    if Trouble.NO_ARTICLE in troubles:
        done += _rebuild_articles(store)
    if Trouble.LEFTOVER in troubles:
        for folder in _folders(store):
            sweep(store.system, folder)
        done.append("leftovers were removed")
    return [*done, *fold_in(store)]


def _rebuild_articles(store: FileStore) -> Iterator[str]:
    for article in store.lost_articles():
        named = article
        if not article.id:  # then the annotations do not say which it was
            named = article._replace(id=article_id(article.versions[0].hash if article.versions else article.title))
            store.save_annotations([Change(one, one._replace(article_id=named.id)) for one in store.annotations("")])
        store.save_articles([Change(None, named)])
        yield f"the record of “{article.title}” was made again from its annotations"


def _files(store: FileStore) -> Iterator[Finding]:
    for notice in store.notices:
        yield Finding(Trouble.DAMAGED, notice, mendable=not store.read_only)
    left = sum(len(leftovers(store.system, folder)) for folder in _folders(store))
    if left:
        yield Finding(Trouble.LEFTOVER, f"{counted(left, 'unfinished file')} of killed processes", mendable=True)
    if store.system.exists(store.paths.file) and not backups(store.system, store.paths):
        yield Finding(Trouble.NO_BACKUP, "there is no backup of the library yet", mendable=not store.read_only)


def _folders(store: FileStore) -> tuple[Path, ...]:
    return store.paths.folder, store.paths.texts, store.paths.backups


def _access(store: FileStore) -> Iterator[Finding]:
    if has_other_names(store.system, store.paths.file):
        text = f"{store.paths.file} has another name (a hard link); the repair makes it a file of its own"
        yield Finding(Trouble.HARD_LINK, text, mendable=store.system.writable(store.paths.folder))
        return
    if store.read_only:
        yield Finding(Trouble.READ_ONLY, store.read_only)
        return
    try:
        with store.writing(patience=0.0):
            pass
    except Locked as error:
        yield Finding(Trouble.LOCKED, str(error))
    except StoreError as error:
        yield Finding(Trouble.READ_ONLY, str(error))


def _records(store: FileStore) -> Iterator[Finding]:
    lost = {one.id for one in store.lost_articles()}
    rivals = 0
    for article in store.articles():
        # One article's at a time: 100,000 annotations are 300 MB.
        annotations = store.annotations(article.id)
        rivals += sum(bool(annotation.rivals) for annotation in annotations)
        if article.id in lost:
            count = counted(len(annotations), "annotation")
            text = f"the record of “{article.title}” is gone, with {count} of it left"
            yield Finding(Trouble.NO_ARTICLE, text, mendable=not store.read_only)
    if rivals:
        text = f"{counted(rivals, 'note')} with two texts, written on two machines at once; edit what is:conflict finds"
        yield Finding(Trouble.TWO_TEXTS, text)


def _texts(store: FileStore) -> Iterator[Finding]:
    for article in store.articles():
        missing = [version for version in article.versions if store.document(version.hash) is None]
        if missing:
            count = counted(len(store.annotations(article.id)), "annotation")
            what = f"{counted(len(missing), 'kept text')} missing or damaged"
            again = f"; open what it was read from, or: reader attach {article.id[:8]} FILE|URL"
            again = again if article.latest in missing else ""
            yield Finding(Trouble.MISSING_TEXT, f"{article.title}: {what} ({count}){again}")


def _left_behind(store: FileStore) -> Iterator[Finding]:
    for one in (*list_left_journals(store), *list_left_files(store)):
        if one.silent:
            text = f"{one.path.name} of {one.device}, last written on {one.written:%Y-%m-%d}"
            yield Finding(Trouble.LEFT_BEHIND, text, mendable=not store.read_only)


def _copies(store: FileStore) -> Iterator[Finding]:
    for path, verdict in examine_copies(store).items():
        if verdict is CopyVerdict.JOIN:
            yield Finding(Trouble.CONFLICT, f"{path.name} was left by a sync engine", mendable=not store.read_only)
        elif verdict is CopyVerdict.UNREADABLE:
            text = (
                f"{path.name} was left by a sync engine, and cannot be read; `reader merge` takes what is whole in it"
            )
            yield Finding(Trouble.CONFLICT, text)
        elif verdict is CopyVerdict.OFFER:
            yield Finding(Trouble.CONFLICT, f"{path.name} may be another copy; `reader merge` joins it")
    yield from _clone(store)


def _clone(store: FileStore) -> Iterator[Finding]:
    if not shutil.which("git"):
        return
    try:
        clone = git.repository(store.paths.file)
        if clone is not None and not git.has_driver(clone):
            text = f"git in {clone} would merge the library line by line and lose notes; `reader sync git` teaches it"
            yield Finding(Trouble.NO_DRIVER, text, mendable=True)
    except StoreError as error:
        yield Finding(Trouble.NO_DRIVER, str(error))
