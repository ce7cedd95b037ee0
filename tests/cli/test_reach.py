"""Commands and screens ask the library, and do not reach past it to the store, which import-linter cannot see."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent / "reader"
OF_FILES = {"cli/wiring.py", "cli/merging.py", "cli/keeping.py"}
"""What puts the parts together, and the commands that are about the library's files."""


def test_nobody_reaches_past_the_library() -> None:
    reaching = {
        path.relative_to(ROOT).as_posix()
        for room in ("cli", "ui", "start")
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Attribute) and node.attr == "store"
    }
    assert reaching == OF_FILES
