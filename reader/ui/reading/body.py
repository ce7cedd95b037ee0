"""Text and pane lie side by side or one below the other, and the mouse acts in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.containers import Container, Vertical

from reader.domain.tags import tag_written
from reader.ui.draw.strips import Covered
from reader.ui.program.program import Destination
from reader.ui.reading.annotation_pane import AnnotationPane
from reader.ui.reading.article_view import ArticleView
from reader.ui.reading.keyboard import obey

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from reader.domain.annotation import Annotation
    from reader.ui.lists.annotation_entry import Where
    from reader.ui.lists.asked import Writing
    from reader.ui.program.program import Program
    from reader.ui.reading.note_editor import NoteEditor
    from reader.ui.reading.selection_bar import SelectionBar
    from reader.ui.reading.state import Reading


class Side(Covered, Vertical):
    """A `Side` lies beside the text, or below it on a narrow terminal."""

    def __init__(self, program: Program, where: Callable[[Annotation], Where]) -> None:
        """`where` tells the place of an annotation in the version that is open."""
        super().__init__()
        self._program = program
        self.pane = AnnotationPane(where, id="pane")
        self._editor: NoteEditor | None = None

    def compose(self) -> ComposeResult:
        """Compose the pane; the editor comes when a note is written."""
        yield self.pane

    @property
    def writing(self) -> bool:
        """Tell whether a note is being written."""
        return self._editor is not None

    async def write(self, writing: Writing) -> Widget:
        """Open the editor for a note; answers what is to have the focus."""
        # The text area takes 25 ms to import.
        from reader.ui.reading.note_editor import NoteEditor  # noqa: PLC0415

        self._editor = NoteEditor(writing)
        self.add_class("-writing")
        await self.mount(self._editor)
        return self._editor.area

    async def keep(self) -> bool:
        """Write what is being typed to the disk, as a draft; whether nothing would be lost now."""
        return self._editor is None or await self._editor.keep()

    async def on_note_editor_note_closed(self, event: NoteEditor.NoteClosed) -> None:
        """The note is saved, or given up; the message goes on to the screen."""
        with self._program.painted_once(self.screen, 1):
            await event.editor.remove()
            if self._editor is event.editor:
                self._editor = None
                self.remove_class("-writing")


class Body(Covered, Container):
    """A `Body` is the part of the reading screen above the status line."""

    def __init__(self, program: Program, where: Callable[[Annotation], Where]) -> None:
        """`where` tells the place of an annotation in the version that is open."""
        super().__init__()
        self.view = ArticleView(id="article")
        self.side = Side(program, where)
        self._bar: SelectionBar | None = None
        self.reading: Reading
        """What the mouse acts on; given by the screen when it is mounted."""

    def compose(self) -> ComposeResult:
        """Compose the text and the pane; the bar that floats over them comes when the mouse selects."""
        yield self.view
        yield self.side

    @on(ArticleView.SelectionMade)
    async def offer(self, event: ArticleView.SelectionMade) -> None:
        """The mouse has selected: offer what can be done with it, just below."""
        self._hush()
        self.reading.pane.active = False
        self.reading.acts.settle()
        place = self.view.place_of(max(event.span.start, event.span.end - 1))
        if place is not None:
            x, y = place
            # Over the text alone, a cell short of the pane: half over both it would belong to neither.
            bar = self._bar or await self._mounted_bar()
            bar.put(x, min(y + 1, self.view.size.height - 1), self.view.size.width - 1)

    async def _mounted_bar(self) -> SelectionBar:
        from reader.ui.reading.selection_bar import SelectionBar  # noqa: PLC0415  (most people read with keys)

        self._bar = SelectionBar()
        await self.mount(self._bar)
        return self._bar

    def on_mount(self) -> None:
        """What was selected may be given up by a key."""
        self.view.on_deselected = self._withdraw

    def _withdraw(self) -> None:
        """Nothing is selected any more: take the bar away."""
        # Assigning what is there already would lay the screen out again.
        if self._bar is not None and self._bar.display:
            self._bar.display = False

    async def on_selection_bar_part_clicked(self, event: SelectionBar.PartClicked) -> None:
        """Part of the bar was clicked."""
        from reader.ui.reading import commands  # noqa: F401, PLC0415  (most people read with keys)

        await obey(self.reading, event.command, event.key)
        self.reading.acts.settle()

    @on(ArticleView.TextClicked)
    def look(self, event: ArticleView.TextClicked) -> None:
        """The text was clicked: the innermost highlight there is meant."""
        self._hush()
        if self.reading.moving:
            self.reading.give_up_selection()
        here = self.reading.annotations.at(event.offset)
        self.reading.pane.active = False
        if self.reading.output is not None:
            self.reading.output.active = False
        self.reading.chosen = here[-1].id if here else self.reading.chosen
        self.reading.acts.settle()

    @on(ArticleView.MenuAsked)
    @on(AnnotationPane.EntryMenuAsked)
    def offer_all(self) -> None:
        """Offer what can be done with what is under the mouse: the commands, the likely ones first."""
        self.reading.program.ways.open(Destination.PALETTE)

    @on(ArticleView.LinkClicked)
    async def follow(self, event: ArticleView.LinkClicked) -> None:
        """A link was clicked with Ctrl, or for the second time."""
        from reader.ui.reading.commands.links import follow  # noqa: PLC0415  (commands are imported after the first frame)

        outcome = follow(self.reading, event.target)
        if outcome is not None:
            await outcome
        self.reading.acts.settle()

    @on(AnnotationPane.TagClicked)
    def filter_by(self, event: AnnotationPane.TagClicked) -> None:
        """A tag was clicked: the pane shows what has it; Esc there shows all again."""
        self._hush()
        self.reading.pane.filter_text = f"tag:{tag_written(event.tag)}"
        self.reading.arrange_pane()
        self.reading.pane.active = True

    @on(AnnotationPane.EntryClicked)
    def choose(self, event: AnnotationPane.EntryClicked) -> None:
        """An entry was clicked: the text shows its place; one without a place is gone on with in the pane."""
        annotation = self.reading.annotations.get(event.annotation_id)
        self._hush()
        if annotation is not None:
            target = annotation.target_in(self.reading.opened.version)
            self.reading.pane.active = target is None or target.span is None
            self.reading.choose(annotation)

    def on_output_view_output_clicked(self) -> None:
        """What a command wrote was clicked: keys scroll it."""
        self._hush()
        if self.reading.output is not None:
            self.reading.output.active = True
        self.reading.acts.settle()

    def _hush(self) -> None:
        """What was said was about the act before this one, unless it is a question."""
        if self.reading.catch is None and self.reading.status.message:
            self.reading.say("")
