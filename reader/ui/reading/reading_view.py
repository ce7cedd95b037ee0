"""The text of an article is on the screen, with its highlights, cursor, selection and labels; the mouse is
`article_view`'s.

`RowsView` paints the rows that look different for what has changed, each drawn once for every look that it has had;
`ReadingView` has the cursor, pages, a selection, highlights and labels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.message import Message

from reader.domain.segment.graphemes import snap
from reader.domain.span import Span
from reader.ui.draw.ahead import Ahead
from reader.ui.draw.layout.fold import Folding, fold
from reader.ui.draw.layout.layout import Layout
from reader.ui.draw.paint import Scene, frame
from reader.ui.draw.row_drawing import RowDrawing
from reader.ui.draw.selection import Selection, Unit
from reader.ui.draw.strips import MANY, Drawn, HeldPaint, InScene, OwnRows, regions_of, styles_of
from reader.ui.draw.viewport import Viewport
from reader.ui.reading.sentences import Sentences
from reader.ui.reading.steps import Step, step_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.geometry import Region, Size
    from textual.strip import Strip

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document
    from reader.ui.draw.layout.rows import Position
    from reader.ui.draw.paint import Frame


class RowsView(HeldPaint, OwnRows):
    """A `RowsView` draws a scene over a viewport. Whoever changes one of the two calls `repaint`."""

    column = 72
    """The measure: how many cells a full row has, where the widget is wide enough."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002  # as Widget names it
        super().__init__(id=id, classes=classes)
        self.scene = Scene()
        self.viewport: Viewport | None = None
        self._theme = ""
        self._drawing: RowDrawing | None = None
        self._frame: list[Strip] = []
        self._painted_size: Size | None = None
        self._ahead = Ahead(self.draw_ahead)
        self._ahead_of: Position | None = None

    # -- what Textual asks for

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the rows inside `crop`.

        Overridden so that strips keep what they were rendered to while one scrolls.
        """
        if crop.size == self._painted_size and not crop.offset:
            return self._frame  # all of it, as most often: its size need not be asked for
        here = self.content_region
        if self._painted_size != here.size:
            if not self.fits:
                self.fit()  # Textual may paint before it tells of the new size
            self._frame = self._painted(here)
        strips = self._frame[crop.y : crop.bottom]
        if crop.x or crop.right < here.width:
            return [strip.crop(crop.x, crop.right) for strip in strips]
        return strips

    def notify_style_update(self) -> None:
        """The theme may be another one; mostly it is a class of the screen, which changes nothing here."""
        super().notify_style_update()
        if self._theme != self.app.theme:
            self.forget()

    def on_unmount(self) -> None:
        """Nothing is drawn for who has gone."""
        self._ahead.stop()

    # -- where things are

    @property
    def ready(self) -> bool:
        """Tell whether there is a document and a first layout."""
        return self.viewport is not None

    @property
    def shown(self) -> Span:
        """Return the text on the screen, from the first character of the first row to the last of the last."""
        return self.viewport.visible if self.viewport else Span(0, 0)

    @property
    def top(self) -> int:
        """Return offset of the first row's first character; with `cursor.start` it is what `show` needs to come
        back.
        """
        return self.viewport.anchor if self.viewport else 0

    @property
    def percent(self) -> int:
        """Tell how much of the text is above the last row, from 0 to 100."""
        return 100 * self.shown.end // max(1, len(self.viewport.text)) if self.viewport else 0

    def is_shown(self, offset: int) -> bool:
        """Tell whether that character is laid out and not folded away."""
        return self.viewport is not None and self.viewport.layout.shows(offset)

    def row_at(self, offset: int) -> Span:
        """Return the text of the row that `offset` is on, for `0` and `$` in a selection."""
        if self.viewport is None:
            return Span(offset, offset)
        row = self.viewport.layout.row(self.viewport.layout.locate(offset))
        return Span(row.start, max(row.start, row.text_end))

    def below(self, offset: int, rows: int) -> int:
        """Return the offset in the same column that many rows further on (back where negative), for `j` and `k`."""
        return self.viewport.below(offset, rows) if self.viewport else offset

    def place_of(self, offset: int) -> tuple[int, int] | None:
        """Return the cell (x, y) of `offset` within the widget, for what pops up beside it; None where it is not on
        screen.
        """
        if self.viewport is None:
            return None
        y = self.viewport.y_of(self.viewport.layout.locate(offset))
        return None if y is None else (self.frame.left + self.viewport.cell_of(offset), y)

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the offset drawn at a cell of the widget, or the nearest on that row; None where there are no rows."""
        return self.viewport.offset_at(y, x - self.frame.left) if self.viewport else None

    # -- painting

    @property
    def frame(self) -> Frame:
        """Tell how the column stands in the view."""
        return frame(self.size.width, self.column)

    @property
    def fits(self) -> bool:
        """Tell whether the viewport is known to fit the widget's size."""
        return False

    def fit(self) -> None:
        """Make the viewport fit the widget's size; for whoever has one."""

    def repaint(self) -> None:
        """Have those rows painted that look different from what is on the screen."""
        if self._holds:
            self._due = True
            return
        here = self.content_region  # Textual computes it each time
        if not here:
            return
        self._look_ahead()
        resized = self._painted_size != here.size
        before, self._frame = self._frame, self._painted(here)
        if resized:
            self.refresh()
            return
        changed = [y for y, (strip, old) in enumerate(zip(self._frame, before, strict=True)) if strip is not old]
        regions = regions_of(changed, here.width) if len(changed) < len(before) else []
        if len(regions) > MANY or len(changed) == len(before):
            self.refresh()
        elif regions:
            self.refresh(*regions)

    def forget(self, *, highlights_only: bool = False) -> None:
        """Forget what was painted; or only what has highlights."""
        if not highlights_only:
            self._drawing = self._painted_size = None
        elif self._drawing is not None:
            self._drawing.forget_highlights()

    def draw_ahead(self, *, down: bool) -> Iterator[None]:
        """Draw the screen that turning the page leads to, a row a step."""
        if self.viewport is not None:
            yield from self.drawn(self.viewport.turn(1 if down else -1), self.scene)

    def drawn(self, viewport: Viewport, scene: Scene) -> Iterator[None]:
        """Draw what is not on the screen, a row a step."""
        here = self.content_region
        if self._painted_size != here.size:
            return
        drawing, strips = self._ready_drawing(here), []
        for strip in drawing.strips(scene, viewport):
            strip.render(self.app.console)
            strips.append(strip)
            yield
        drawing.expect(scene, viewport, strips)

    def draw_marked(self, annotations: Annotations, focused: str | None) -> None:
        """Draw what is on the screen as it will look with these highlights, one of them focused."""
        here = self.content_region
        if self._painted_size != here.size or self.viewport is None or self._drawing is None:
            return
        scene = self.scene._replace(annotations=annotations, focused=focused)
        strips, before = self._drawing.marked(scene, self.viewport), self._frame
        for strip, old in zip(strips, before, strict=False):
            if strip is not old:
                strip.render(self.app.console)

    def _look_ahead(self) -> None:
        top = self.viewport.top if self.viewport else None
        if top is not None and top != self._ahead_of:
            self._ahead.moved(down=self._ahead_of is None or top > self._ahead_of)
            self._ahead_of = top

    def _painted(self, here: Region) -> list[Strip]:
        self._painted_size = here.size
        drawing = self._ready_drawing(here)
        painted = drawing.page(self.scene, self.viewport) if self.viewport else []
        return [*painted, *[drawing.blank] * (here.height - len(painted))]

    def _ready_drawing(self, here: Region) -> RowDrawing:
        drawing = self._drawing
        if drawing is None or (drawing.around.width, drawing.column, drawing.x) != (here.width, self.column, here.x):
            self._theme = self.app.theme
            drawing = self._drawing = RowDrawing(styles_of(self.app), here.width, self.column, here.x)
        return drawing


class ReadingView(RowsView):
    """A `ReadingView` is the text of an article on the screen.

    Assigning an attribute repaints the rows that look different for it, and no others.
    """

    class Ready(Message, namespace="article_view"):
        """The view has its first layout: positions mean something from now on."""

    annotations: InScene[Annotations | None] = InScene("_mark_anew")
    """What is highlighted; a new collection repaints what differs from the last."""
    focused: InScene[str | None] = InScene()
    """Id of the annotation that is drawn as focused."""
    selection: InScene[Selection | None] = InScene("_selected")
    """What is being selected; None ends the selection. Assign `selection.swap()` for the other end."""
    labels: InScene[Mapping[str, Span]] = InScene()
    """Labels drawn over the start of spans, all else dimmed; only those that begin with `typed` are drawn."""
    typed: InScene[str] = InScene()
    """What has been typed of a label so far."""
    matches: InScene[Callable[[Span], Sequence[Span]] | None] = InScene()
    """Answers what a search finds in a span, such as `Search.within`; asked for what is on the screen only."""
    match: InScene[Span | None] = InScene()
    """The match that the search stands on."""
    zen: InScene[bool] = InScene("_lay_out", "bare")
    """Whether the scroll bar and the signs in the gutter are left away."""
    folding = Drawn(Folding.ALL, "_lay_out")
    """Which part of the text is shown; the cursor's sentence stays on screen where it is still shown."""
    column = Drawn(72, "_lay_out")
    """The measure: how many cells a full row of text has, where the widget is wide enough."""

    on_moved: Callable[[], None] | None = None
    """Called in the handler that moved the cursor, the page or the selection."""
    on_deselected: Callable[[], None] | None = None
    """Called when nothing is selected any more."""
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
        self._place = top
        sentence = self._sentences.at(cursor) if document.blocks else Span(0, 0)
        self.scene = self.scene._replace(cursor=sentence, annotations=annotations, selection=None)
        self._lay_out()

    # -- where the reader is

    @property
    def cursor(self) -> Span:
        """Return the sentence under the cursor."""
        return self.scene.cursor

    @property
    def target(self) -> Span:
        """Return what a command means: the selection while there is one, else the cursor's sentence."""
        return self.selection.span if self.selection is not None else self.cursor

    def sentences_on_screen(self) -> list[Span]:
        """Return the sentences of which something is on the screen, in the order of the text."""
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
            after = step_from(sentences, found, by, direction)
            while after != found and not viewport.layout.shows(after.start):
                found, after = after, step_from(sentences, after, by, direction)
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

    def go_to_passage(self, span: Span) -> None:
        """Put the cursor on the first sentence of a passage, which may begin with the blank before that."""
        self.go_to(span.trimmed(self._ready()[1].text).start)

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
        self.scene = self.scene._replace(cursor=sentence, selection=self.selection.extend(head))
        viewport.bring(head)
        self._moved()

    def select(self, span: Span) -> None:
        """Select exactly this, with the head at its end, by character."""
        text = self._ready()[1].text
        last = max(span.start, span.end - 1)
        self.scene = self.scene._replace(cursor=self._ready()[0].at(last))
        self.selection = Selection(_cluster(text, span.start), _cluster(text, last))

    # -- what Textual tells

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
        ahead = self.viewport.turn(1 if down else -1)
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
        self.repaint()
        if self.viewport is None:
            return
        told, self._told = self._told, self.size
        if told is None:
            self.post_message(self.Ready())
        elif self.on_moved is not None:
            self.on_moved()

    @property
    def fits(self) -> bool:
        """Tell whether the layout is for the widget's size."""
        return self.viewport is not None and self._fitted == self.size

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

    def _mark_anew(self) -> None:
        """Other text is highlighted; under a fold other text is shown for it."""
        self.forget(highlights_only=True)
        if self.folding is not Folding.ALL and self.viewport is not None:
            self._lay_out()
        else:
            self.repaint()

    def _selected(self) -> None:
        self._moved()
        if self.selection is None and self.on_deselected is not None:
            self.on_deselected()

    def _moved(self) -> None:
        self.repaint()
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
