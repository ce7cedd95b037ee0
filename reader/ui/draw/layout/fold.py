"""A fold says which blocks, and which sentences in them, are shown: the rest is folded away."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, overload

from reader.domain.document import BlockKind
from reader.domain.paragraphs import Paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set

    from reader.domain.annotations import Annotations
    from reader.domain.document import Document
    from reader.domain.span import Span


DEEPEST = 6
"""The lowest level of a heading."""


class Folding(StrEnum):
    """A `Folding` is which part of the text is shown."""

    ALL = "all"
    PARAGRAPHS = "highlighted paragraphs"
    SENTENCES = "highlighted sentences"
    STARRED = "starred"
    OUTLINE = "outline"


class Fold(NamedTuple):
    """A `Fold` is what is shown: the indices of blocks, in order, and for each the spans of it; None where all of it
    is.
    """

    blocks: Sequence[int]
    spans: Sequence[tuple[Span, ...] | None]
    outline: bool = False
    """Headings only: indented, close together, and without a word of what is left out."""

    def index_of(self, block: int) -> int:
        """Tell which of the shown blocks is that one, or the last before it; 0 where none is."""
        return max(0, bisect_right(self.blocks, block) - 1)

    def hidden_before(self, index: int) -> int:
        """Tell how many blocks are folded away between the shown block of that index and the one before it."""
        return self.blocks[index] - (self.blocks[index - 1] if index else -1) - 1


def fold(
    document: Document, annotations: Annotations, by: Folding, sentences: Callable[[int], Sequence[Span]]
) -> Fold | None:
    """Fold the text to what is shown under `by`; None for everything, which is shown too where nothing else would be
    left.

    `sentences` are those of the block of that index.

    The headings above what is shown are shown with it: a passage without its chapter says less.
    """
    if by is Folding.ALL:
        return None
    found = _folded(document, annotations, by, sentences)
    return found if found.blocks else None


def _folded(
    document: Document, annotations: Annotations, by: Folding, sentences: Callable[[int], Sequence[Span]]
) -> Fold:
    if by is Folding.OUTLINE:
        heads = headings(document)
        return Fold(heads, [None] * len(heads), outline=True)
    placed = annotations.placed
    places: Iterable[tuple[int, int]] = zip(placed.starts, placed.ends, strict=True)
    if by is Folding.STARRED:
        places = [(one.start, one.end) for one in placed if one.annotation.star]
    marked = _blocks_of(document, places)
    shown = sorted(marked | _headings_above(document, marked))
    if by is not Folding.SENTENCES:
        return Fold(shown, [None] * len(shown))
    return Fold(shown, _MarkedSentences(shown, marked, annotations, sentences))


class _MarkedSentences(Sequence[tuple["Span", ...] | None]):
    """The highlighted sentences of the shown blocks, found where they are looked at: a screen shows a dozen blocks."""

    def __init__(
        self,
        shown: Sequence[int],
        marked: Set[int],
        annotations: Annotations,
        sentences: Callable[[int], Sequence[Span]],
    ) -> None:
        self._shown = shown
        self._marked = marked
        self._annotations = annotations
        self._sentences = sentences
        self._found: dict[int, tuple[Span, ...] | None] = {}

    def __len__(self) -> int:
        return len(self._shown)

    @overload
    def __getitem__(self, index: int) -> tuple[Span, ...] | None: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[Span, ...] | None]: ...
    def __getitem__(self, index: int | slice) -> tuple[Span, ...] | Sequence[tuple[Span, ...] | None] | None:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        block = self._shown[index]
        if block not in self._found:
            self._found[block] = self._marked_in(block) if block in self._marked else None
        return self._found[block]

    def _marked_in(self, block: int) -> tuple[Span, ...] | None:
        every = self._sentences(block)
        found = tuple(one for one in every if self._annotations.placed.meets(one))
        return None if len(found) == len(every) else found


def headings(document: Document) -> Sequence[int]:
    """Return the indices of the headings."""
    blocks = document.blocks
    if isinstance(blocks, Paragraphs):  # no need to make every paragraph of a large text to see that it is none
        return sorted(index for index, kind in blocks.others.items() if kind is BlockKind.HEADING)
    return [index for index, block in enumerate(blocks) if block.kind is BlockKind.HEADING]


def _blocks_of(document: Document, places: Iterable[tuple[int, int]]) -> set[int]:
    """The blocks in which highlights are, from and to; most are in the one that the last was in."""
    found: set[int] = set()
    begin = until = -1
    for start, end in places:
        if begin <= start and start < end <= until:
            continue
        last = document.block_index(max(start, end - 1))
        found.update(range(document.block_index(start), last + 1))
        begin, until = document.blocks[last].span
    return found


def _headings_above(document: Document, marked: set[int]) -> set[int]:
    """The nearest heading above each, and those above it that are of a higher level."""
    heads = headings(document) if marked else []
    found: set[int] = set()
    for index in marked:
        here = document.blocks[index]
        # A heading that is marked itself has those above it in the tree, and not its brothers.
        level = here.level if here.kind is BlockKind.HEADING else DEEPEST + 1
        for head in reversed(heads[: bisect_left(heads, index)]):
            if head in found and document.blocks[head].level < level:
                break
            if document.blocks[head].level < level:
                found.add(head)
                level = document.blocks[head].level
            if level <= 1:
                break
    return found
