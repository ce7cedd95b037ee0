"""Text is shown as a page of paragraphs with marked runs: what is compared, and what is decided about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.domain.document import BlockKind
from reader.domain.patterns import deferred
from reader.ui.draw.cells import ItemRows, Styled, wrap_line
from reader.ui.draw.theme import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_ENDS = deferred(r"(\n+)")
LEADS = {BlockKind.ITEM: "• ", BlockKind.QUOTE: "│ "}


class Paragraph(NamedTuple):
    """A `Paragraph` is a paragraph, heading, item or line.

    `gap` is how many blank rows follow, `bar` the role of a bar beside it.
    """

    runs: tuple[Styled, ...]
    kind: BlockKind = BlockKind.PARAGRAPH
    gap: int = 1
    bar: Role = Role.PLAIN


class Page:
    """A `Page` has paragraphs as items of a list, wrapped when they are seen."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs

    def __len__(self) -> int:
        return len(self._paragraphs)

    def item_rows(self, index: int, width: int) -> ItemRows:
        """Draw the rows of a paragraph; a heading is bold where it has no look of its own."""
        one = self._paragraphs[index]
        usual = Role.STRONG if one.kind is BlockKind.HEADING else Role.PLAIN
        lead = LEADS.get(one.kind, "")
        runs = [Styled(run.text, run.style or usual) for run in one.runs]
        rows = wrap_line(runs, width, (Styled(lead, Role.FAINT),) if lead else ())
        return ItemRows(tuple(rows), gap=one.gap, bar=one.bar)


def paragraphs(runs: Iterable[tuple[Styled, BlockKind]]) -> Iterator[Paragraph]:
    """Cut runs into paragraphs at their line ends. Each run comes with the kind of the block that it begins in."""
    held: list[Styled] = []
    kind = BlockKind.PARAGRAPH
    for run, its_kind in runs:
        for text in _ENDS.split(run.text):
            if text.startswith("\n"):
                if held:
                    yield Paragraph(tuple(held), kind, gap=min(1, len(text) - 1))
                held = []
            elif text:
                kind = kind if held else its_kind
                held.append(Styled(text, run.style))
    if held:
        yield Paragraph(tuple(held), kind)
