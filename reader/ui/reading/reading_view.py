"""The reading view without the mouse: cursor, pages, selection, highlights, labels. See `article_view`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.reactive import reactive

from reader.domain.segment.graphemes import snap
from reader.domain.span import Span
from reader.ui.draw.layout.fold import Folding, fold
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.selection import Selection, Unit
from reader.ui.draw.viewport import Viewport
from reader.ui.reading.rows_view import RowsView
from reader.ui.reading.sentences import Sentences
from reader.ui.reading.steps import Step, stepped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.geometry import Size

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document


class ReadingView(RowsView):
    """The reading view. Assigning an attribute repaints the rows that look different for it, and no others."""

    class Ready(Message, namespace="article_view"):
        """The view has its first layout: positions mean something from now on."""

    annotations: reactive[Annotations | None] = reactive(None, repaint=False)
    """What is highlighted; a new collection repaints what differs from the last."""
    focused: reactive[str | None] = reactive(None, repaint=False)
    """Id of the annotation that is drawn as focused."""
    selection: reactive[Selection | None] = reactive(None, repaint=False)
    """What is being selected; None ends the selection. Assign `selection.swapped()` for the other end."""
    labels: reactive[Mapping[str, Span]] = reactive(dict, repaint=False)
    """Labels drawn over the start of spans, all else dimmed; only those that begin with `typed` are drawn."""
    typed: reactive[str] = reactive("", repaint=False)
    """What has been typed of a label so far."""
    matches: reactive[Callable[[Span], Sequence[Span]] | None] = reactive(None, repaint=False)
    """Answers what a search finds in a span, such as `Search.within`; asked for what is on the screen only."""
    match: reactive[Span | None] = reactive(None, repaint=False)
    """The match that the search stands on."""
    folding: reactive[Folding] = reactive(Folding.ALL, repaint=False)
    """Which part of the text is shown; the cursor's sentence stays on screen where it is still shown."""
    column: reactive[int] = reactive(72, repaint=False)
    """The measure: how many cells a full row of text has, where the widget is wide enough."""
    zen: reactive[bool] = reactive(False, repaint=False)
    """Whether the scroll bar and the signs in the gutter are left away."""

    on_moved: Callable[[], None] | None = None
    """Called in the handler that moved the cursor, the page or the selection."""
    ahead: Callable[[int], Iterator[None]] | None = None
    """Draws, a step at a time, what goes along with a screen on which the cursor is at an offset."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # as Widget names it
        super().__init__(id=id, classes=classes)
        self._sentences: Sentences | None = None
        self._place = 0
        self._fitted: Size | None = None
        self._told: Size | None = None

    def show(self, document: Document, annotations: Annotations, *, top: int = 0, cursor: int = 0) -> None:
        """Show a document with `top` on the first row and the cursor on the sentence at `cursor`."""
        self._sentences = Sentences(document)
        self.viewport = self._told = None
        self.set_reactive(ReadingView.annotations, annotations)
        self.set_reactive(ReadingView.selection, None)
        self._place = top
        self.scene = self.scene._replace(cursor=self._sentences.at(cursor) if document.blocks else Span(0, 0))
        self._lay_out()

    # -- where the reader is

    @property
    def cursor(self) -> Span:
        """The sentence under the cursor."""
        return self.scene.cursor

    @property
    def target(self) -> Span:
        """What a command means: the selection while there is one, else the cursor's sentence."""
        return self.selection.span if self.selection is not None else self.cursor

    def sentences_on_screen(self) -> list[Span]:
        """The sentences of which something is on the screen, in the order of the text."""
        sentences, viewport = self._ready()
        visible = viewport.visible
        found = [one for one in sentences.starting_in(visible) if viewport.layout.shows(one.start)]
        first = sentences.at(visible.start)
        if first.start < visible.start < first.end and viewport.layout.shows(visible.start):
            found.insert(0, first)
        return found

    # -- moving

    read_on = False
    """Whether one came to what is on the screen by reading on, and not by a jump."""

    def scroll_rows(self, rows: int) -> None:
        """Scroll by rows, down where positive. A cursor that would leave the screen stays at its edge."""
        self.read_on = True
        self._ready()[1].scroll(rows)
        self._keep_cursor(down=rows > 0)

    def scroll_pages(self, pages: float) -> None:
        """Scroll by screenfuls (1, -1, 0.5 …), less two rows that stay to read on from."""
        self.read_on = True
        self._ready()[1].scroll_pages(pages)
        self._keep_cursor(down=pages > 0)

    def step(self, by: Step, count: int) -> None:
        """Move the cursor to the next (1) or previous (-1) sentence, paragraph or heading."""
        sentences, viewport = self._ready()
        found = self.cursor
        direction = 1 if count > 0 else -1
        for _ in range(abs(count)):
            after = stepped(sentences, found, by, direction)
            while after != found and not viewport.layout.shows(after.start):
                found, after = after, stepped(sentences, after, by, direction)
            found = after
        if viewport.layout.shows(found.start):
            self.go_to(found.start, reading=by is not Step.HEADING)

    def go_to(self, offset: int, *, centre: bool = False, reading: bool = False) -> None:
        """Put the cursor on the sentence at `offset`; `reading` where that is to read on, and no jump.

        The page scrolls only when that is not on the screen; it then stands in the upper third, or in the middle
        if `centre`, which also puts it there when it was on the screen.
        """
        self.read_on = reading
        sentences, viewport = self._ready()
        self.scene = self.scene._replace(cursor=sentences.at(offset))
        near = Span(min(offset, self.cursor.start), max(offset, self.cursor.end))
        viewport.bring(near if len(near) < FAR else Span(offset, offset + 1), centre=centre)
        self._moved()

    # -- selecting

    def start_selection(self, by: Unit = Unit.CHARACTER) -> None:
        """Select the first character of the cursor's sentence, or all of the sentence."""
        unit = self.cursor if by is Unit.SENTENCE else _cluster(self._ready()[1].text, self.cursor.start)
        self.selection = Selection(unit, unit, by)

    def extend(self, offset: int) -> None:
        """Move the selection's head to the unit at `offset`, and the page so that one sees it."""
        sentences, viewport = self._ready()
        if self.selection is None:
            return
        offset = max(0, min(offset, len(viewport.text) - 1))
        sentence = sentences.at(offset)
        head = sentence if self.selection.by is Unit.SENTENCE else _cluster(viewport.text, offset)
        self.scene = self.scene._replace(cursor=sentence)
        viewport.bring(head)
        self.set_reactive(ReadingView.selection, self.selection.extended(head))
        self._moved()

    def select(self, span: Span) -> None:
        """Select exactly this, with the head at its end, by character."""
        text = self._ready()[1].text
        last = max(span.start, span.end - 1)
        self.scene = self.scene._replace(cursor=self._ready()[0].at(last))
        self.selection = Selection(_cluster(text, span.start), _cluster(text, last))

    # -- what Textual tells

    def on_mount(self) -> None:
        """Watch what is drawn."""
        for name in ("annotations", "focused", "labels", "typed", "matches", "match"):
            self.watch(self, name, self._look_changed, init=False)
        self.watch(self, "selection", self._moved, init=False)
        for name in ("folding", "column", "zen"):
            self.watch(self, name, self._lay_out, init=False)

    def on_resize(self) -> None:
        """The text is laid out anew; the first row stays the first."""
        if self._fitted != self.size:
            self.fit()
        if self._told != self.size:
            self._laid_out()

    def draw_ahead(self, *, down: bool) -> Iterator[None]:
        """Draw the screen that turning the page leads to, with the cursor where it will be; so with what goes along."""
        if self.viewport is None or not self.cursor:
            return
        self.sentences_on_screen()
        yield
        ahead = self.viewport.turned(1 if down else -1)
        cursor = self._kept_cursor(ahead.visible, down=down)
        yield from self.drawn(ahead, self.scene._replace(cursor=cursor))
        if self.ahead is not None:
            yield from self.ahead(cursor.start)

    # -- within

    def _ready(self) -> tuple[Sentences, Viewport]:
        if self._sentences is None or self.viewport is None:
            raise RuntimeError("the view has no layout yet: wait for ArticleView.Ready")
        return self._sentences, self.viewport

    def _lay_out(self) -> None:
        """Show the text at the measure and under the fold that are asked for."""
        self.fit()
        self._laid_out()

    def _laid_out(self) -> None:
        self._look_changed()
        if self.viewport is None:
            return
        told, self._told = self._told, self.size
        if told is None:
            self.post_message(self.Ready())
        elif self.on_moved is not None:
            self.on_moved()

    def fit(self) -> None:
        """Make the layout for the widget's size; nothing is wrapped yet. The first row stays the first."""
        if self._sentences is None or not self.size or not self._sentences.document.blocks:
            return
        document = self._sentences.document
        folded = fold(document, self.annotations, self.folding, self._sentences.of) if self.annotations else None
        before, self.viewport = self.viewport, Viewport(Layout(document, self.frame.measure, folded), self.size.height)
        self.viewport.put_top(before.anchor if before else self._place)
        if before is not None and not self.cursor.meets(self.viewport.visible):
            self.viewport.bring(self.cursor)
        self._fitted = self.size
        self.forget()

    def _look_changed(self) -> None:
        if self.scene.annotations is not self.annotations:
            self.scene = self.scene._replace(annotations=self.annotations)
            self.forget(highlights_only=True)
            if self.folding is not Folding.ALL and self.viewport is not None:
                self._lay_out()
                return
        self.scene = self.scene._replace(
            focused=self.focused,
            selection=self.selection,
            labels=self.labels,
            typed=self.typed,
            matches=self.matches,
            match=self.match,
            bare=self.zen,
        )
        self.repaint()

    def _moved(self) -> None:
        self._look_changed()
        if self.on_moved is not None:
            self.on_moved()

    def _keep_cursor(self, *, down: bool) -> None:
        self.scene = self.scene._replace(cursor=self._kept_cursor(self._ready()[1].visible, down=down))
        self._moved()

    def _kept_cursor(self, visible: Span, *, down: bool) -> Span:
        """After scrolling: a cursor that has left the screen goes to the sentence at the edge where it left."""
        if self.selection is not None or self.cursor.meets(visible):
            return self.cursor
        # Not by way of all sentences on the screen: two of its paragraphs are enough to know this one.
        sentences = self._ready()[0]
        edge = sentences.at(visible.start if down else max(visible.start, visible.end - 1))
        if down and edge.start < visible.start:
            after = sentences.step(edge, 1)
            return after if after.start in visible else edge
        return edge


FAR = 4000
"""A sentence longer than this does not fit on a screen: what counts is where one goes in it."""


def _cluster(text: str, offset: int) -> Span:
    return snap(text, Span(offset, min(len(text), offset + 1)))
