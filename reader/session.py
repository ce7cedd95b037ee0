"""A session is one article open, and the only place where its annotations change.

Every command writes to the store first and shows afterwards: when the store refuses, it raises, and nothing has
changed. What one command did, `undo` takes back, field by field, and only where nobody else has written since.
Call it from one thread at a time; the methods block until the change is durable. A `Foresight` shows what they will
have done, without waiting: whoever draws has one for as long as a save takes.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from itertools import count
from operator import is_
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from reader.anchoring import describe
from reader.domain.annotation import FORESEEN, Annotation, Colour, Origin, State, Target
from reader.domain.errors import NotFound, NotUnderstood
from reader.domain.ports import Change
from reader.domain.tags import each_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reader.domain.annotations import Annotations
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.ports import Clock, NewId, Store
    from reader.domain.span import Span


T = TypeVar("T")


class Ids:
    """`Ids` are the ids of what one act makes: the same ones each time that it is done, on whatever thread."""

    def __init__(self) -> None:
        self._drawn: list[str] = []
        self._turn = Lock()

    def at(self, index: int, new_id: NewId) -> str:
        """Return the id of that number."""
        with self._turn:
            while len(self._drawn) <= index:
                self._drawn.append(new_id())
            return self._drawn[index]


class Act(NamedTuple):
    """An `Act` is what one command did: each annotation before and after; None where it did not exist."""

    name: str
    pairs: tuple[tuple[Annotation | None, Annotation | None], ...]
    number: int
    """Which act it is of all that are done while the program runs."""
    articles: tuple[tuple[Article, Article], ...] = ()
    """The articles that had their tags changed with them, before and after."""

    def touches(self, article_id: str) -> bool:
        """Tell whether it changed an annotation of that article."""
        return any(one.article_id == article_id for pair in self.pairs for one in pair if one is not None)


NUMBERS = count(1)
"""Of acts, in the order in which they are done: what was done in lists and what in articles are taken back in one."""


class History:
    """A `History` is acts that can be taken back, and those that were and can be done again; the next one last."""

    def __init__(self) -> None:
        self.done: list[Act] = []
        self.undone: list[Act] = []

    def add(
        self,
        name: str,
        pairs: Sequence[tuple[Annotation | None, Annotation | None]],
        articles: tuple[tuple[Article, Article], ...] = (),
    ) -> None:
        """An act was done; what was undone before it is over."""
        self.done.append(Act(name, tuple(pairs), next(NUMBERS), articles))
        self.undone.clear()

    def copy(self) -> History:
        """Copy it with the same acts."""
        copied = History()
        copied.done, copied.undone = list(self.done), list(self.undone)
        return copied

    def follows(self, act: Act | None, *, back: bool) -> bool:
        """Tell whether `act`, which is in another history, comes before all here to be taken back, or to be done
        again.
        """
        if act is None:
            return False
        later = all(act.number > one.number for one in self.done[-1:])
        return later and (back or all(act.number < one.number for one in self.undone[-1:]))


class Session:
    """A `Session` is the annotations of one article, in one version of its text, with undo and redo."""

    def __init__(
        self,
        store: Store,
        article: Article,
        version: str,
        document: Document,
        *,
        now: Clock,
        new_id: NewId,
        creator: str = "",
        kept: bool = True,
        history: History | None = None,
    ) -> None:
        """`kept` says whether the store has the article and this text of it; else the first act puts both there.

        What is done is put into `history`, where one is given.
        """
        self.article = article
        self.version = version
        self.document = document
        self.annotations = store.annotations_in(article.id, version)
        self._store = store
        self._now = now
        self._new_id = new_id
        self._creator = creator
        self._kept = kept
        self.history = History() if history is None else history
        """What was done here, and can be taken back."""
        self._hears: Callable[[Annotations], None] | None = None
        self._stored: dict[str, Annotation] = {}
        """What was changed here, as it was stored then."""

    def obey(self, act: Callable[[Session], T], ids: Ids, written: Callable[[Annotations], None] | None = None) -> T:
        """Do an act; what it makes has these ids, which a `Foresight` of it has shown already.

        `written` hears what the annotations will be, as soon as only the disk is waited for: before that is certain.
        """
        own, numbers = self._new_id, count()
        self._new_id, self._hears = lambda: ids.at(next(numbers), own), written
        try:
            return act(self)
        finally:
            self._new_id, self._hears = own, None

    # -- commands; each answers the annotation as it now is

    def highlight(
        self, span: Span, colour: Colour = Colour.YELLOW, *, note: str = "", tags: Iterable[str] = ()
    ) -> Annotation:
        """Highlight `span`; the highlight that is there already, if one has the same span.

        Raises NotUnderstood where there is nothing but blanks.
        """
        with self.alone():  # else two commands at once would make two of them
            there = self.find_highlight(span)
            if there is not None:
                return there
            if not span.of(self.document.text).strip():
                raise NotUnderstood("there is no text to highlight here")
            target = Target(self.version, describe(self.document.text, span))
            return self._write("highlight", None, self._new(targets=(target,), colour=colour, note=note, tags=tags))

    def highlight_all(self, spans: Sequence[Span], colour: Colour = Colour.YELLOW) -> list[Annotation]:
        """Highlight each of `spans` that is not yet, as one act; what was made."""
        with self.alone():
            fresh = [one for one in spans if one.of(self.document.text).strip() and self.find_highlight(one) is None]
            text = self.document.text
            made = [
                self._new(targets=(Target(self.version, describe(text, span)),), colour=colour)
                for span in dict.fromkeys(fresh)
            ]
            if made:
                self._apply("highlights" if len(made) > 1 else "highlight", [(None, one) for one in made])
            return [self._get(one.id) for one in made]

    def find_highlight(self, span: Span) -> Annotation | None:
        """Return the highlight of just that span, if there is one."""
        return next((one.annotation for one in self.annotations.meeting(span) if one.span == span), None)

    def page_note(self, note: str, *, tags: Iterable[str] = ()) -> Annotation:
        """Return a note on the whole article."""
        return self._write("page note", None, self._new(note=note, tags=tags))

    def set_note(self, annotation_id: str, note: str, *, shown: Annotation | None = None) -> Annotation:
        """Give it this text. Where it has rivals, the text stands for all of them.

        `shown` is the annotation as it was when the writing began, if that took a while: what others have written
        since is not replaced, and becomes a rival.
        """
        one = self._get(annotation_id, shown)
        return self._write("note", one, one._replace(note=note, rivals=()))

    def add_to_note(self, annotation_id: str, text: str) -> Annotation | None:
        """Make `text` a paragraph of its own in the note; None where the note says it already.

        Nothing of what the note says is replaced. Of several texts the newest gets the paragraph, and all of them stay.
        """
        with self.alone():
            one = self._get(annotation_id)
            return None if one.says(text) else self._write("note", one, one.with_paragraph(text))

    def set_tags(self, annotation_id: str, tags: Iterable[str], *, shown: Annotation | None = None) -> Annotation:
        """Give it these tags, each once, and no others but those that are newer than `shown`.

        Those that it has keep their order; the others follow in the order given.
        """
        one = self._get(annotation_id, shown)
        return self._write("tags", one, one._replace(tags=each_once(tags)))

    def recolour(self, annotation_id: str, colour: Colour) -> Annotation:
        """Give it this pen's colour."""
        one = self._get(annotation_id)
        return self._write("colour", one, one._replace(colour=colour))

    def star(self, annotation_id: str) -> Annotation:
        """Star it, or take the star off."""
        one = self._get(annotation_id)
        return self._write("star", one, one._replace(star=not one.star))

    def move(self, annotation_id: str, span: Span) -> Annotation:
        """Put its ends at those of `span`: grown, shrunk, or placed by hand where it was lost.

        Raises NotUnderstood for a page note, and where there is nothing but blanks.
        """
        one = self._get(annotation_id)
        if one.is_page_note:
            raise NotUnderstood("a page note has no place in the text")
        if not span.of(self.document.text).strip():
            raise NotUnderstood("there is no text to highlight here")
        origin = Origin.MADE if len(one.targets) == 1 and one.targets[0].version == self.version else Origin.PLACED
        target = Target(self.version, describe(self.document.text, span), origin=origin)
        return self._write("ends", one, _with_target(one, target))

    def accept(self, annotation_ids: Sequence[str]) -> None:
        """Say that these, which were carried, are where they belong."""
        self._settle("accept", annotation_ids, State.ANCHORED)

    def keep_as_orphan(self, annotation_id: str) -> None:
        """Say that its text is gone from this version; it stays, with its quote."""
        self._settle("keep as lost", [annotation_id], State.ORPHAN)

    def take_in(self, name: str, changes: Sequence[Change[Annotation]]) -> None:
        """Make changes that come from elsewhere, stamped as they say, as one act."""
        if not changes:
            return
        self._keep_article()
        stored = self._store.save_annotations(changes)
        self.annotations = self.annotations.with_changes([one for one in stored if one is not None], [])
        pairs = tuple((change.before, after) for change, after in zip(changes, stored, strict=True))
        self.history.add(name, pairs)

    def delete(self, annotation_id: str) -> None:
        """Take it away; it stays in the trash."""
        self._apply("delete", [(self._get(annotation_id), None)])

    # -- undo, redo

    def undo(self) -> str | None:
        """Take back the last act; its name, or None where there is none."""
        return self._rewind(self.history.done, self.history.undone, back=True)

    def redo(self) -> str | None:
        """Do again what was undone last; its name, or None where there is none."""
        return self._rewind(self.history.undone, self.history.done, back=False)

    # -- the outside

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold it: within, nobody else writes, and all that others wrote is known; may be nested."""
        with self._store.alone() as news:
            if news:
                self.reload()
            yield

    def refresh(self) -> bool:
        """Take in what another window, machine or command wrote; whether there was anything."""
        return self._store.refresh() and self.reload()

    def reload(self) -> bool:
        """Take in what was written through the same store, by the trash say; whether there may have been anything."""
        before = self.annotations
        self.annotations = self._store.annotations_in(self.article.id, self.version)
        return not before.known_same(self.annotations)

    # -- within

    def _get(self, annotation_id: str, shown: Annotation | None = None) -> Annotation:
        found = self.annotations.get(annotation_id)
        if found is None:
            raise NotFound("the annotation is not there any more")
        if shown is not None and shown.foreseen:
            return self._stored.get(annotation_id, found)  # what was shown is what that save wrote
        return shown or found

    def _new(
        self,
        *,
        targets: tuple[Target, ...] = (),
        colour: Colour = Colour.YELLOW,
        note: str = "",
        tags: Iterable[str] = (),
    ) -> Annotation:
        now = self._now()
        return Annotation(
            id=self._new_id(),
            article_id=self.article.id,
            created=now,
            modified=now,
            targets=targets,
            note=note,
            tags=each_once(tags) if tags else (),
            colour=colour,
            creator=self._creator,
        )

    def _settle(self, name: str, annotation_ids: Sequence[str], state: State) -> None:
        pairs = []
        for annotation_id in annotation_ids:
            one = self._get(annotation_id)
            target = one.target_in(self.version)
            if target is None:
                raise NotFound("the annotation has no place in this version")
            settled = target._replace(state=state, confidence=1.0, origin=Origin.PLACED)
            pairs.append((one, _with_target(one, settled)._replace(modified=self._now())))
        self._apply(name, pairs)

    def _write(self, name: str, before: Annotation | None, after: Annotation) -> Annotation:
        if after == before:
            return after
        if before is not None:
            after = after._replace(modified=self._now())
        self._apply(name, [(before, after)])
        return self._get(after.id)

    def _apply(self, name: str, pairs: Sequence[tuple[Annotation | None, Annotation | None]]) -> None:
        self._save(pairs)
        self.history.add(name, pairs)

    def _rewind(self, source: list[Act], sink: list[Act], *, back: bool) -> str | None:
        if not source:
            return None
        act = source[-1]
        pairs = []
        partly = False
        for before, after in reversed(act.pairs) if back else act.pairs:
            was, shall = (after, before) if back else (before, after)
            current = self.annotations.get((was or shall).id)  # type: ignore[union-attr]  # one of the two is there
            result = rewind(current, was, shall)
            if result != current:
                pairs.append((current, result))
            partly = partly or _stays_beside(current, result, was)
        self._save(pairs)
        sink.append(source.pop())
        if not pairs:
            return f"nothing of “{act.name}”: it was changed elsewhere since"
        return f"your part of the {act.name}" if partly else act.name

    def _save(self, pairs: Sequence[tuple[Annotation | None, Annotation | None]]) -> None:
        if not pairs:
            return
        self._keep_article()
        changes = [Change(before, after) for before, after in pairs]
        removed = [before.id for before, after in pairs if before is not None and after is None]
        coming: list[tuple[Sequence[Annotation], Annotations]] = []
        hears = self._hears

        def written(answer: Sequence[Annotation | None]) -> None:
            stored = [one for one in answer if one is not None]
            coming[:] = [(stored, self.annotations.with_changes(stored, removed))]
            if hears is not None:
                hears(coming[0][1])

        with nullcontext() if hears is None else self._store.hearing(written):
            stored = [one for one in self._put(changes) if one is not None]
        self._stored.update((one.id, one) for one in stored)
        if coming and all(map(is_, coming[0][0], stored)):
            self.annotations = coming[0][1]
        else:
            self.annotations = self.annotations.with_changes(stored, removed)

    def _put(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        return self._store.save_annotations(changes)

    def _keep_article(self) -> None:
        """Put the article and this text of it into the store, where they could not be when it was opened.

        What is said of an article that nobody knows would be in no list.
        """
        if self._kept:
            return
        self._store.keep(self.document)
        there = self._store.article(self.article.id)
        if there is None or self.version not in {one.hash for one in there.versions}:
            self._store.save_articles([Change(there, self.article)])
        self._kept = True


class Foresight(Session):
    """A `Foresight` is what a session will hold once all that was asked of it has been saved.

    Nothing that it does is kept anywhere.
    """

    def __init__(self, of: Session) -> None:
        """Begin as `of` stands; nobody may be at work on that."""
        self.__dict__.update(of.__dict__)
        self.history, self._stored, self._hears = of.history.copy(), dict(self._stored), None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Whoever saves holds the library, and sees what others wrote."""
        yield

    def _keep_article(self) -> None:
        pass

    def _put(self, changes: Sequence[Change[Annotation]]) -> Sequence[Annotation | None]:
        return [change.after and _foresee(change.before, change.after) for change in changes]


def _foresee(before: Annotation | None, after: Annotation) -> Annotation:
    """Return what will be stored of an annotation: tags stand in the order in which they came to it."""
    known = [tag for tag in before.tags if tag in after.tags] if before is not None else []
    return after._replace(tags=each_once([*known, *after.tags]), seen=FORESEEN)


FIELDS = ("targets", "note", "colour", "star", "modified")
"""What an act may change in an annotation, besides its tags and the rivals of its note."""


def rewind(current: Annotation | None, was: Annotation | None, shall: Annotation | None) -> Annotation | None:
    """Decide what becomes of `current` when an act that left `was` is taken back to `shall`.

    A field goes back only where it still is as the act left it; anything that somebody else has written since
    stays, and an annotation that somebody else has written in is not taken away.
    """
    if was is None:
        return current or shall
    if current is None:
        return None
    if shall is None:
        touched = any(getattr(current, name) != getattr(was, name) for name in FIELDS)
        return current if touched or set(current.tags) != set(was.tags) else None
    changes = {
        name: getattr(shall, name)
        for name in FIELDS
        if getattr(was, name) != getattr(shall, name) and getattr(current, name) == getattr(was, name)
    }
    if was.note != shall.note or was.rivals != shall.rivals:
        changes |= _note_rewound(current, was, shall)
    if current.tags == was.tags:
        changes["tags"] = shall.tags
    else:
        added, taken = set(was.tags) - set(shall.tags), [tag for tag in shall.tags if tag not in was.tags]
        kept = [tag for tag in current.tags if tag not in added]
        changes["tags"] = each_once([*kept, *taken])
    result = current._replace(**changes)
    # Where nothing but the time would go back, nothing goes back.
    return current if result._replace(modified=current.modified) == current else result


def _note_rewound(current: Annotation, was: Annotation, shall: Annotation) -> dict[str, Any]:
    """Its note then. Of several only the one that the act left goes, and all that it had put an end to return."""
    others = [rival.text for rival in current.rivals if rival.text != was.note]
    if len(others) < len(current.rivals):
        if was.rivals and shall.rivals:
            # It had written on one of several: that one is as it was, and the others stay.
            rivals = tuple(one._replace(text=shall.note) if one.text == was.note else one for one in current.rivals)
            return {"note": rivals[0].text, "rivals": rivals}
        # Of what the act had replaced, they may have been written without; where they were not, they say it.
        left = current._replace(note="\n\n".join(others), rivals=())
        back = [one.text for one in shall.rivals if not left.says(one.text)]
        return {"note": "\n\n".join([*others, *back]), "rivals": ()}
    if current.whole_note == was.whole_note:
        return {"note": shall.whole_note, "rivals": ()}
    added, gone = _added(was.whole_note, shall.whole_note), _added(shall.whole_note, was.whole_note)
    if gone and current.whole_note.endswith(f"\n\n{gone}"):
        return {"note": current.whole_note.removesuffix(f"\n\n{gone}"), "rivals": ()}
    if added and not current.says(added):
        # What the act had put there comes back beside what somebody else has written since.
        return {"note": "\n\n".join(filter(str.strip, (current.whole_note, added))), "rivals": ()}
    return {"note": current.note}


def _added(was: str, shall: str) -> str:
    """What comes back with a note as paragraphs of its own; empty where it is another text."""
    if not was.strip():
        return shall.strip()
    return shall.removeprefix(was).strip() if shall.startswith(f"{was}\n\n") else ""


def _stays_beside(current: Annotation | None, result: Annotation | None, was: Annotation | None) -> bool:
    """Whether a text that somebody else wrote stays where one of ours goes."""
    if current is None or result is None or was is None or result.whole_note == current.whole_note:
        return False
    return bool(result.whole_note) and any(rival.text != was.note for rival in current.rivals)


def _with_target(annotation: Annotation, target: Target) -> Annotation:
    others = tuple(one for one in annotation.targets if one.version != target.version)
    return annotation._replace(targets=(*others, target))
