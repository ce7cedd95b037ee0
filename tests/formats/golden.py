"""A document as JSON that can be read and compared. `python -m tests.formats.golden` writes the golden file anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.domain.document import Block

if TYPE_CHECKING:
    from reader.domain.document import Parsed

SOURCE = Path(__file__).parent.parent / "data" / "everything.md"
GOLDEN = Path(__file__).parent / "data" / "everything.json"


def as_json(parsed: Parsed) -> dict[str, Any]:
    document = parsed.document
    text = document.text
    blocks = []
    for block in document.blocks:
        defaults = Block._field_defaults
        facts = {name: value for name, default in defaults.items() if (value := getattr(block, name)) != default}
        if block.rows:
            facts["rows"] = [[cell.of(text) for cell in row] for row in block.rows]
        blocks.append([block.kind.value, block.span.of(text), facts])
    return {
        "format": parsed.format,
        "metadata": parsed.metadata._asdict(),
        "blocks": blocks,
        "marks": [[one.kind.value, one.span.start, one.span.of(text), one.value] for one in document.marks],
        "anchors": document.anchors,
    }


def dump(said: dict[str, Any]) -> str:
    """One block, mark or anchor a line."""
    parts = []
    for name, value in said.items():
        if isinstance(value, list | tuple):
            lines = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value)
            parts.append(f"{json.dumps(name)}: [\n  {lines}\n ]")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return "{" + ",\n ".join(parts) + "}\n"


def main() -> None:
    from reader.formats import parse

    GOLDEN.write_text(dump(as_json(parse(SOURCE.read_bytes(), name=SOURCE.name))), encoding="utf-8")


if __name__ == "__main__":
    main()
