"""Keys change annotations in a list of many articles: the current one, or all that are marked."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from reader.domain.colour import Colour
from reader.domain.errors import NotUnderstood, ReaderError
from reader.domain.patterns import deferred
from reader.domain.ports import Draft
from reader.domain.tags import each_once
from reader.domain.wording import counted, one_line
from reader.ui.lists.asked import Asked, Writing
from reader.ui.lists.known_tags import KnownTags
from reader.ui.lists.tag_line import parse_tags, tags_asked
from reader.ui.reading.commands.copying import cite
from reader.ui.reading.commands.own import given_of
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.own_runs import RunSubject

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from reader.domain.annotation import Annotation
    from reader.domain.article import Article
    from reader.domain.document import Document
    from reader.domain.span import Span
    from reader.library.collection import Found
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.program.services import Services
    from reader.ui.reading.output_view import Given

T = TypeVar("T")

MANY_TAGS = "Enter gives these tags to all   -tag takes one away   Esc leaves"
MANY = "many"
"""What a draft of a paragraph for several notes is kept under, in place of an article's id."""
QUOTED = 60
"""Code points of a quote that say which note is which in the editor."""
_HEAD = deferred(r"^<!-- (\S+)(?: .*)? -->\n?", re.MULTILINE)


class AnnotationList(Protocol):
    """An `AnnotationList` is what the commands ask of the screen that the list is on."""

    program: Program
    services: Services
    pressed: str
    """The last key of the command that is obeyed."""

    @property
    def is_current(self) -> bool:
        """Tell whether it is the screen on top."""

    async def attempt(self, act: Callable[[], T]) -> T | None:
        """Do it where the library may be touched; None, and the reason shown, where it could not be done."""

    def run_worker(self, work: Coroutine[None, None, None]) -> object:
        """Do it in the background."""

    def may_save(self) -> bool:
        """Tell whether anything can be saved; where nothing can, that is said."""

    async def ask(self, asked: Asked) -> None:
        """Ask for one line."""

    async def write(self, writing: Writing) -> None:
        """Open the editor for a note."""

    async def look_again(self) -> None:
        """List anew what was changed."""

    def say(self, message: str, *, failed: bool = False) -> None:
        """Show one sentence until the next key."""


class AnnotationEdits:
    """`AnnotationEdits` are the commands; `targets` are what they are done to, in the order of the library."""

    def __init__(self, screen: AnnotationList, targets: Callable[[], Sequence[Found]]) -> None:
        self._screen = screen
        self._library = screen.services.library
        self._targets = targets

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands do here, by their ids."""
        return {
            "notes_note": self._note,
            "notes_tag": self._tag,
            "notes_colour": self._recolour,
            "notes_star": self._star,
            "notes_delete": self._delete,
            "notes_copy": self._copy,
            "notes_editor": self._edit,
            "notes_undo": lambda: self._rewind("undo"),
            "notes_redo": lambda: self._rewind("redo"),
        }

    # -- one value for all

    async def _recolour(self) -> None:
        key = self._screen.pressed
        if key.isdecimal():
            pen = list(Colour)[int(key) - 1]
            await self._change("colour", lambda one: one._replace(colour=pen), f"{pen}: ")

    async def _star(self) -> None:
        starred = not all(one.annotation.star for one in self._targets())
        await self._change("star", lambda one: one._replace(star=starred), "starred: " if starred else "no star: ")

    async def _delete(self) -> None:
        found = self._targets()
        if len(found) < 2:
            await self._remove()
            return
        articles = counted(len({one.article.id for one in found}), "article")

        def done(sure: bool | None) -> None:
            if sure:
                self._screen.run_worker(self._remove())

        question = f"Delete {counted(len(found), 'annotation')} in {articles}?"
        self._screen.program.put_up(ConfirmScreen(self._screen.program, question), done)

    async def _remove(self) -> None:
        await self._change("delete", lambda _one: None, "deleted: ")

    # -- what is typed

    async def _tag(self) -> None:
        found = self._targets()
        if not found or not self._screen.may_save():
            return
        in_use = KnownTags(self._screen.program)
        await in_use.at_once()
        only = found[0].annotation if len(found) == 1 else None
        theirs = [tag for one in found for tag in one.annotation.tags]

        async def done(typed: str) -> bool:
            known = (*in_use.counts, *theirs)
            try:
                act = _retagged(parse_tags(typed, known)) if only else _tagged(typed, known)
            except NotUnderstood as error:
                self._screen.say(error.brief, failed=True)
                return False
            return await self._change("tags", act, "tags: ", found=found, as_shown=only is not None)

        asked = (
            tags_asked(done, only.tags, in_use)
            if only
            else tags_asked(done, (), in_use, f"tags of {len(found)}", MANY_TAGS)
        )
        await self._screen.ask(asked)

    async def _note(self) -> None:
        await self._write(self._targets())

    async def _write(self, found: Sequence[Found], added: str = "") -> None:
        """Open the editor for the notes; `added` is proposed, behind what is there."""
        if not found or not self._screen.may_save():
            return
        only = found[0].annotation if len(found) == 1 else None
        text = only.whole_note if only else ""

        async def save(typed: str) -> bool:
            if only:
                if typed == text and not only.rivals:
                    return True
                return await self._change("note", _noted(typed), "note: ", found=found, as_shown=True)
            added = typed.strip()
            return not added or await self._change(
                "note", lambda one: one if one.says(added) else one.with_paragraph(added), "added: ", found=found
            )

        title = ("Note" if found[0].annotation.targets else "Page note") if only else f"Add to {len(found)} notes"
        kept = _Draft(self._screen, *((only.article_id, only.id) if only else (MANY, MANY)))
        left = await kept.left(text)
        proposed = "\n\n".join(filter(None, [(text if left is None else left).rstrip(), added])) if added else left
        restored = left is not None
        await self._screen.write(
            Writing(title, text, save, kept.keep, kept.drop, proposed, proposed=bool(added) and not restored)
        )

    def subject(self) -> RunSubject:
        """Return what a command of the user's own is run on."""
        found = self._targets()
        return RunSubject(lambda: list(map(self._given, found)), partial(self._write, found))

    def _given(self, found: Found) -> Given:
        article, one = found
        target = one.target_in(article.latest.hash) if article.versions else None
        document = self._library.collection.text_of(article) if target is not None and target.span is not None else None
        return given_of(article, document, target.span if document and target else None, one)

    async def _edit(self) -> None:
        # Subprocesses and temporary files: only for who uses them.
        from reader.ui.terminal.external_editor import GONE_ON, edit, keep_beside  # noqa: PLC0415

        screen, found = self._screen, self._targets()
        if not found or not screen.may_save():
            return
        only = found[0].annotation if len(found) == 1 else None
        text = only.whole_note if only else notes_together(found)
        try:
            result = await screen.program.suspended(lambda: edit(text, screen.services.environment))
            if result.failure:
                raise NotUnderstood(f"{result.editor}: {result.failure}", do="nothing was changed")
            if result.text == text:
                if result.at_once:
                    screen.say(f"{result.editor}: {GONE_ON}", failed=True)
                return
            notes = {only.id: result.text} if only else notes_apart(result.text, found)
        except NotUnderstood as error:
            where = keep_beside(result.text) if result.text != text else ""
            screen.say(f"{error.brief}{f'; what was written is in {where}' if where else ''}", failed=True)
            return
        except ReaderError as error:
            screen.say(str(error), failed=True)
            return
        changed = [one for one in found if only or notes[one.annotation.id] != one.annotation.whole_note.strip("\n")]

        def act(one: Annotation) -> Annotation:
            return one._replace(note=notes[one.id], rivals=())

        if not await self._change("note", act, "notes: ", found=changed, as_shown=True):
            where = keep_beside(result.text)
            screen.say(f"not saved; what was written is in {where}", failed=True)

    # -- out, and back

    async def _copy(self) -> None:
        found = self._targets()
        text = await self._screen.attempt(lambda: "\n\n".join(map(_Citations(self._library.collection.text_of), found)))
        if text:
            told = await self._screen.program.copy(text)
            self._screen.say(f"{counted(len(found), 'annotation')} with citation: {told}")

    async def _rewind(self, which: str) -> None:
        edits = self._library.edits
        name = await self._screen.attempt(lambda: (edits.undo() if which == "undo" else edits.redo()) or "")
        if name:
            await self._screen.look_again()
            self._screen.say(f"{'undone' if which == 'undo' else 'done again'}: {name}")
        elif name is not None:
            self._screen.say(f"there is nothing to {which} here")

    async def _change(
        self,
        name: str,
        act: Callable[[Annotation], Annotation | None],
        told: str,
        *,
        found: Sequence[Found] | None = None,
        as_shown: bool = False,
    ) -> bool:
        """Do it and show what came of it; whether it could be done."""
        found = self._targets() if found is None else found
        if not found:
            return True
        annotations = [one.annotation for one in found]
        edits = self._library.edits
        changed = await self._screen.attempt(lambda: edits.change(name, annotations, act, as_shown=as_shown))
        if changed is None:
            return False
        await self._screen.look_again()
        self._screen.say(f"{told}{counted(changed, 'annotation')}; u takes it back" if changed else "nothing to change")
        return True


async def write_new(screen: AnnotationList, article: Article, span: Span | None, proposed: str) -> None:
    """Open the editor for a note on a piece of an article's latest text, or on the whole of it, where it has none yet.

    What is typed and not saved is kept as that of a note on the whole article is.
    """
    library, pen = screen.services.library, screen.services.settings.pen
    if not screen.may_save():
        return

    def make(typed: str) -> bool:
        session = library.session(library.open(article.id))
        there = session.find_highlight(span) if span is not None else None
        if there is not None:
            session.add_to_note(there.id, typed)
        elif span is not None:
            session.highlight(span, pen, note=typed)
        else:
            session.page_note(typed)
        return True

    async def save(typed: str) -> bool:
        if not typed.strip():
            return True
        if await screen.attempt(lambda: make(typed)) is None:
            return False
        await screen.look_again()
        screen.say(f"a note on “{article.title}”; u in all annotations takes it back")
        return True

    kept = _Draft(screen, article.id, "")
    left = await kept.left("")
    text = proposed if left is None else f"{left.rstrip()}\n\n{proposed}"
    title = "Page note" if span is None else "Note"
    await screen.write(Writing(title, "", save, kept.keep, kept.drop, text, proposed=left is None))


class _Draft:
    """What is being typed, on the disk until it is saved."""

    def __init__(self, screen: AnnotationList, article_id: str, annotation_id: str) -> None:
        self._screen, self._article_id, self._annotation_id = screen, article_id, annotation_id
        self._library = screen.services.library
        self._said = ""

    async def keep(self, typed: str) -> bool:
        draft = Draft(self._article_id, self._annotation_id, typed, self._screen.services.now())
        return await self._told(lambda: self._library.drafts.keep_draft(draft))

    async def drop(self) -> None:
        await self._told(lambda: self._library.drafts.drop_draft(self._article_id, self._annotation_id))

    async def left(self, text: str) -> str | None:
        """What was typed the last time and not saved, where it is not `text`."""
        drafts = await self._screen.program.call_drafts(lambda: self._library.drafts.of_article(self._article_id))
        found = (one.text for one in drafts if one.annotation_id == self._annotation_id)
        return next((one for one in found if one != text), None)

    async def _told(self, act: Callable[[], object]) -> bool:
        try:
            await self._screen.program.call_drafts(act)
        except ReaderError as error:
            if error.brief != self._said:  # it is tried again and again: not over what was said since
                self._said = error.brief
                self._screen.say(f"not saved: {error.brief}", failed=True)
            return False
        self._said = ""
        return True


class _Citations:
    """Quotes with their citations; each article's text is read once, for its pages."""

    def __init__(self, text_of: Callable[[Article], Document | None]) -> None:
        self._text_of = text_of
        self._texts: dict[str, Document | None] = {}

    def __call__(self, found: Found) -> str:
        article, one = found
        if article.id not in self._texts:
            self._texts[article.id] = self._text_of(article)
        document = self._texts[article.id]
        target = one.target_in(article.latest.hash) if article.versions else None
        if document is None or target is None or target.span is None:
            return one.quote or one.whole_note
        return cite(article, document, target.span)


def _retagged(tags: tuple[str, ...]) -> Callable[[Annotation], Annotation]:
    return lambda one: one._replace(tags=each_once(tags))


def _noted(text: str) -> Callable[[Annotation], Annotation]:
    return lambda one: one._replace(note=text, rivals=())


def _tagged(line: str, known: Sequence[str]) -> Callable[[Annotation], Annotation]:
    """Give the tags of a line, and take away those with a minus before them. Raises NotUnderstood for a minus alone."""
    words = parse_tags(line, known)
    gone = {word[1:] for word in words if word.startswith("-") and word not in known}
    if "" in gone:
        raise NotUnderstood("a minus stands right before the tag that it takes away")
    new = [word for word in words if not (word.startswith("-") and word[1:] in gone)]
    return lambda one: one._replace(tags=each_once([*(tag for tag in one.tags if tag not in gone), *new]))


def notes_together(found: Sequence[Found]) -> str:
    """Join the notes in order, each under a line that says whose it is."""
    return "\n".join(f"<!-- {one.annotation.id} {_called(one)} -->\n{one.annotation.whole_note}\n" for one in found)


def notes_apart(text: str, found: Sequence[Found]) -> dict[str, str]:
    """Part the notes by the ids of their annotations.

    Raises NotUnderstood where a line that says whose it is has gone.
    """
    wanted = {one.annotation.id for one in found}
    heads = [one for one in _HEAD.finditer(text) if one[1] in wanted]
    ends = [*(one.start() for one in heads[1:]), len(text)] if heads else []
    notes = {head[1]: text[head.end() : end].strip("\n") for head, end in zip(heads, ends, strict=True)}
    if set(notes) != wanted or len(heads) != len(wanted) or text[: heads[0].start()].strip():
        raise NotUnderstood("the lines <!-- … --> say whose note is whose, and have to stay", do="nothing was changed")
    return notes


def _called(found: Found) -> str:
    words = one_line(found.annotation.quote or found.article.title)[:QUOTED]
    return f"{one_line(found.article.title)[:QUOTED]}: {words}".replace("--", "–")
