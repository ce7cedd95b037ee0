"""An export asks for the format, what of it, and where to; it says where it was written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.containers import Vertical

from reader.domain.errors import ReaderError
from reader.domain.printable import printable
from reader.exchange.export_forms import ExportForm, export_forms
from reader.typed_paths import expand_home, is_there
from reader.ui.draw.cells import ItemRows, Styled, cut, spread
from reader.ui.draw.styled_lines import Head, StyledLines
from reader.ui.draw.theme import Role
from reader.ui.keys.bindings import Mode
from reader.ui.keys.status_line import StatusLine
from reader.ui.lists.asked import Asked
from reader.ui.lists.entry_list import EntryList, MoreBelow
from reader.ui.lists.keyed import Sheet
from reader.ui.lists.list_moves import list_moves
from reader.ui.lists.path_line import PATH_HINT, complete_path
from reader.ui.screens.confirm import ConfirmScreen
from reader.ui.screens.export_choice import Scope, file_name, of_article, of_library

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from textual.widget import Widget

    from reader.ui.draw.cells import Line
    from reader.ui.lists.keyed import Handler
    from reader.ui.program.program import Program
    from reader.ui.reading.state import Reading


PREVIEW = 7
"""Lines of an export that are shown before it is written, where the screen has room for them."""
SETTLED = 0.15
"""Seconds that a format is looked at before its preview is made: who goes down the list waits for none."""


class ExportScreen(Sheet["str | None"]):
    """An `ExportScreen` answers with a sentence that says what was done, or None."""

    MODES = (Mode.EXPORT, Mode.LIST)
    HINTS: ClassVar[Sequence[str]] = ("export_write", "export_scope", "export_name", "export_copy", "leave")

    def __init__(self, program: Program, scopes: Sequence[Scope]) -> None:
        """The first of `scopes` is what is proposed."""
        super().__init__(program)
        self._scopes = scopes
        self._scope = scopes[0]
        self._formats = export_forms()
        self._into: Line = ()
        self._name = ""
        """What the user calls the file; empty for the name that is proposed."""

    def compose(self) -> Iterator[Widget]:
        """Compose the formats, what is exported, the file, the keys."""
        with Vertical(id="sheet"):
            yield Head(id="head")
            more = MoreBelow()
            yield EntryList(more=more, id="list")
            yield more
            yield StyledLines(id="question")
            yield StatusLine(id="hints")

    def on_mount(self) -> None:
        """Propose Markdown."""
        entries = self.query_one(EntryList)
        entries.on_moved = self._show
        entries.show(Formats(self._formats))
        self.show_hints()
        self._show()

    def handlers(self) -> Mapping[str, Handler]:
        """Choose, rename, write, copy."""
        return {
            **super().handlers(),
            **list_moves(self.query_one(EntryList)),
            "export_write": self._ask_and_write,
            "export_scope": self._next_scope,
            "export_name": self._rename,
            "export_copy": self._copy,
        }

    async def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """The current format was clicked."""
        event.stop()
        await self._ask_and_write()

    @property
    def _format(self) -> ExportForm:
        return self._formats[max(0, self.query_one(EntryList).current)]

    @property
    def _path(self) -> Path:
        return expand_home(self._name or file_name(self._scope, self._format))

    def _show(self) -> None:
        head = self.query_one(Head)
        head.left = (Styled("Export", Role.TITLE),)
        head.right = (Styled(self._scope.label, Role.FAINT),)
        path = self._path.absolute()
        exists = (Styled("  is there already", Role.WARN),) if is_there(path) else ()
        into = (
            Styled("into ", Role.FAINT),
            Styled(path.name, Role.STRONG),
            Styled(f"  in {path.parent}", Role.FAINT),
            *exists,
        )
        self._into = into
        self.query_one(StyledLines).lines = (into,)
        self._preview()

    @work(exclusive=True, group="preview")
    async def _preview(self) -> None:
        """Show below the file how it begins, once the library has answered."""
        chosen, scope = self._format, self._scope
        await asyncio.sleep(SETTLED)
        room = min(PREVIEW, self.size.height // 4)
        try:
            lines = await self.program.call(lambda: scope.preview(chosen, room))
        except ReaderError as error:
            lines = [error.brief]
        if self.program.has(self) and chosen is self._format:
            preview = tuple(
                cut((Styled(f"  {printable(line.expandtabs(4))}", Role.FAINT),), self.query_one(StyledLines).size.width)
                for line in lines
            )
            self.query_one(StyledLines).lines = (self._into, *preview)

    def _next_scope(self) -> None:
        self._scope = self._scopes[(self._scopes.index(self._scope) + 1) % len(self._scopes)]
        self._show()

    def _rename(self) -> Awaitable[None]:
        def done(name: str) -> None:
            self._name = name.strip()
            self._show()

        return self.ask(Asked("file", done, value=str(self._path), complete=complete_path, hint=PATH_HINT))

    async def _ask_and_write(self) -> None:
        path = self._path
        if not is_there(path):
            await self._write(path)
            return

        def done(over: bool | None) -> None:
            if over:
                self.run_worker(self._write(path))

        details = ((Styled(str(path.absolute()), Role.FAINT),),)
        self.program.put_up(ConfirmScreen(self.program, "Replace the file that is there?", details), done)

    async def _write(self, path: Path) -> None:
        written = await self.attempt(lambda: self._scope.write(self._format, path))
        if written is not None:
            self.dismiss(f"written to {written}")

    async def _copy(self) -> None:
        text = await self.attempt(lambda: "".join(self._scope.chunks(self._format)))
        if text is not None:
            self.dismiss(await self.program.copy(text))


class Formats:
    """`Formats` are items."""

    def __init__(self, formats: Sequence[ExportForm]) -> None:
        self._formats = formats

    def __len__(self) -> int:
        return len(self._formats)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw its name, and the ending of its files."""
        one = self._formats[index]
        return ItemRows((spread((Styled(one.label),), (Styled(one.extension, Role.FAINT),), width),))


def show(program: Program, reading: Reading | None) -> None:
    """Export what the pane shows, or all of the article, or all there is."""
    if reading is None:
        export(program, of_library(program.services), lambda _message: None)
    else:
        export(program, of_article(reading), reading.say)


def export(program: Program, scopes: Sequence[Scope], say: Callable[[str], None]) -> None:
    """Ask how to export some of `scopes`, and `say` what was done."""

    def done(message: str | None) -> None:
        if message:
            say(message)

    program.put_up(ExportScreen(program, scopes), done)
