"""Reads the sentences labelled by hand, and compares a segmenter's answer with them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, and its sentences as a person cut them."""

    group: str
    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """How many sentences a person and a segmenter agree on, both ends exactly."""

    right: int
    found: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.labelled

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.labelled)


def read(name: str) -> list[Passage]:
    """The passages of a file in tests/domain/data, whose head explains the format."""
    passages = []
    group = ""
    lines: list[str] = []
    for line in [*(DATA / name).read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("## "):
            group = line[3:]
        elif line and not line.startswith("# ") and line != "#":
            lines.append(line)
        elif lines:
            passages.append(_passage(group, lines))
            lines = []
    return passages


def _passage(group: str, lines: Iterable[str]) -> Passage:
    text = ""
    spans = []
    for line in lines:
        sentence = line.removesuffix("\\")
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence if line.endswith("\\") else sentence + " "
    return Passage(group, text.rstrip(), tuple(spans))


def score(passages: Sequence[Passage], segment: Callable[[str], Iterable[Span]]) -> Score:
    right = found = labelled = 0
    for passage in passages:
        answer = set(segment(passage.text))
        right += len(answer & set(passage.sentences))
        found += len(answer)
        labelled += len(passage.sentences)
    return Score(right, found, labelled)
