"""The facts at the head of a Markdown file are YAML that no text in it can end."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Value = str | Sequence[str] | datetime | None

_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML takes for a line end, or not at all, besides what JSON escapes."""


def front_matter(facts: Sequence[tuple[str, Value]]) -> str:
    """Write the block between the `---` lines; facts that are empty are left out."""
    lines = [f"{name}: {_value(value)}\n" for name, value in facts if value]
    return f"---\n{''.join(lines)}---\n"


def _value(value: Value) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, str):
        return scalar(value)
    return f"[{', '.join(scalar(item) for item in value or ())}]"


def scalar(text: str) -> str:
    """Write a double-quoted YAML string: JSON's, which YAML contains, with its further line ends escaped too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _BREAKS.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
