"""These sequences build their elements when asked: a large text has 160,000 blocks, and a screen shows twenty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

Piece = TypeVar("Piece")


class Column(Sequence[Piece]):
    """A `Column` is an immutable sequence of pieces of a text; equal to any sequence of the same ones.

    `starts` says of each where it begins, in code points; `build` makes the one of an index from 0 on.
    """

    __slots__ = ("_build", "_length", "starts")

    def __init__(self, starts: Sequence[int], build: Callable[[int], Piece]) -> None:
        self.starts = starts
        self._length = len(starts)
        self._build = build

    @overload
    def __getitem__(self, index: int) -> Piece: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Piece, ...]: ...
    def __getitem__(self, index: int | slice) -> Piece | tuple[Piece, ...]:
        if isinstance(index, slice):
            return tuple(map(self._build, range(*index.indices(self._length))))
        if not -self._length <= index < self._length:
            raise IndexError(index)
        return self._build(index % self._length)

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Piece]:
        return map(self._build, range(self._length))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # equal to lists, which have none

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._length}>"
