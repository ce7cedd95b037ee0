"""Acts on annotations of any articles are done at once, and each is taken back as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.ports import Change
from reader.domain.tags import each_once
from reader.session import History, rewind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.ports import Clock, Store
    from reader.session import Act


class Edits:
    """`Edits` are what was done to annotations outside of an open article, with undo and redo.

    Methods raise StoreErrors.

    An act is written as one: all of it or nothing. Taking it back is done field by field, and only where nobody else
    has written since, as in a session.
    """

    def __init__(self, store: Store, now: Clock, histories: Sequence[History]) -> None:
        """`histories` are of the articles that are or were open: what was done there is taken back here too."""
        self._store = store
        self._now = now
        self._history = History()
        self._histories = histories

    def change(
        self,
        name: str,
        annotations: Sequence[Annotation],
        act: Callable[[Annotation], Annotation | None],
        *,
        as_shown: bool = False,
    ) -> int:
        """Do `act` to each that is there still, None deletes it; how many changed.

        What others wrote since is known to `act`; with `as_shown` it is given the annotations as they are handed in:
        for what was typed over a while, beside which newer texts stay.
        """
        with self._store.alone():
            changes = []
            for shown in annotations:
                current = self._store.annotation(shown.id)
                if current is None:
                    continue
                before = shown if as_shown else current
                after = act(before)
                if after != before:
                    changes.append(Change(before, after and after._replace(modified=self._now())))
            self.write(name, changes)
        return len(changes)

    def write(self, name: str, changes: Sequence[Change[Annotation]], articles: Sequence[Change[Article]] = ()) -> None:
        """Write changes as one act; of `articles` the tags become others."""
        if articles:
            self._store.save_articles(articles)
        if changes or articles:
            retagged = tuple((one.before, one.after) for one in articles if one.before is not None and one.after)
            self._history.add(name, self._saved(changes), retagged)

    def undo(self) -> str | None:
        """Take back the last act, of those in articles too; its name, or None where there is none."""
        self._gather()
        return self.undo_own()

    def redo(self) -> str | None:
        """Do again what was undone last, in articles too; its name, or None where there is none."""
        self._gather()
        return self.redo_own()

    def undo_own(self) -> str | None:
        """Take back the last act of those that are known here; its name, or None where there is none."""
        return self._rewind(self._history.done, self._history.undone, back=True)

    def redo_own(self) -> str | None:
        """Do again what was undone last here; its name, or None where there is none."""
        return self._rewind(self._history.undone, self._history.done, back=False)

    def next_in(self, article_id: str, *, back: bool) -> Act | None:
        """Find the act that `undo_own` (`back`) or `redo_own` is about, where it changed something in that article."""
        acts = self._history.done if back else self._history.undone
        return acts[-1] if acts and acts[-1].touches(article_id) else None

    def _gather(self) -> None:
        """Take over what was done in articles, in the order in which it was done."""
        mine = self._history
        for one in self._histories:
            mine.done += one.done
            mine.undone += one.undone
            one.done.clear()
            one.undone.clear()
        mine.done.sort(key=lambda act: act.number)
        mine.undone.sort(key=lambda act: -act.number)

    def _saved(self, changes: Sequence[Change[Annotation]]) -> tuple[tuple[Annotation | None, Annotation | None], ...]:
        stored = self._store.save_annotations(changes)
        return tuple((change.before, after) for change, after in zip(changes, stored, strict=True))

    def _retag(self, pairs: Iterable[Sequence[Article]]) -> bool:
        """Give articles the tags of the second of each pair, but for what was done to them since; whether any is one.

        Tags that somebody else has given since stay, and so does what was taken away.
        """
        changes = []
        for was, shall in pairs:
            current = self._store.article(was.id)
            if current is None:
                continue
            kept = [tag for tag in current.tags if tag in shall.tags or tag not in was.tags]
            tags = each_once([*(tag for tag in shall.tags if tag in kept or tag not in was.tags), *kept])
            if tags != current.tags:
                changes.append(Change(current, current._replace(tags=tags)))
        if changes:
            self._store.save_articles(changes)
        return bool(changes)

    def _rewind(self, source: list[Act], sink: list[Act], *, back: bool) -> str | None:
        if not source:
            return None
        act = source[-1]
        with self._store.alone():
            changes = []
            for before, after in act.pairs:
                was, shall = (after, before) if back else (before, after)
                known = was or shall
                assert known is not None, "an act of nothing"
                current = self._store.annotation(known.id)
                result = rewind(current, was, shall)
                if result != current:
                    changes.append(Change(current, result))
            self._saved(changes)
            retagged = self._retag([pair if not back else pair[::-1] for pair in act.articles])
        sink.append(source.pop())
        return act.name if changes or retagged else f"nothing of “{act.name}”: it was changed elsewhere since"
