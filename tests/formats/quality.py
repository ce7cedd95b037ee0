"""How near a parsed document comes to the one that was expected."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.domain.document import Parsed

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Expected:
    """A document as a person would read it out of the source: metadata, and (kind, text) of each block in order."""

    title: str
    authors: list[str]
    date: str
    language: str
    url: str
    blocks: list[tuple[str, str]]


@dataclass(frozen=True)
class Quality:
    """Shares from 0 to 1. A block counts as found where its kind and all its words are right."""

    recall: float
    precision: float
    blocks: float


def expected(path: Path) -> Expected:
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Expected(**{**said, "blocks": [(kind, text) for kind, text in said["blocks"]]})


def quality(parsed: Parsed, wanted: Expected) -> Quality:
    document = parsed.document
    found = [(block.kind.value, block.span.of(document.text)) for block in document.blocks if block.kind != "rule"]
    got, due = _words(text for _, text in found), _words(text for _, text in wanted.blocks)
    shared = (got & due).total()
    got_blocks, due_blocks = _blocks(found), _blocks(wanted.blocks)
    same = (got_blocks & due_blocks).total()
    f1 = 2 * same / max(1, got_blocks.total() + due_blocks.total())
    return Quality(shared / max(1, due.total()), shared / max(1, got.total()), f1)


def _words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", text))


def _blocks(blocks: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter((kind, " ".join(text.split())) for kind, text in blocks)
