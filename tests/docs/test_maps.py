"""The docstring of a package is its map: it names every module and every room in it."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.layers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = sorted((ROOT / "reader").rglob("__init__.py"))


def held(package: Path) -> set[str]:
    modules = {path.stem for path in package.parent.glob("*.py")} - {"__init__"}
    return modules | {path.parent.name for path in package.parent.glob("*/__init__.py")}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.name)
def test_a_package_names_what_is_in_it(package: Path) -> None:
    told = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    assert not sorted(name for name in held(package) if not re.search(rf"\b{re.escape(name)}\b", told))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.parent.name)
def test_a_map_names_nothing_that_has_gone(package: Path) -> None:
    told = ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or ""
    names = set(re.findall(r"`((?:[a-z_]+\.)+[a-z_]+)`", told)) - {"library.json"}
    assert [name for name in names if not is_there(name, package.parent)] == []


def is_there(dotted: str, folder: Path) -> bool:
    """Whether `dotted` is a module, or a name in one, as seen from the folder or from the whole."""
    *rooms, last = dotted.removeprefix("reader.").split(".")
    for at in (folder, *folder.parents):
        path = at.joinpath(*rooms)
        if any((path / last).with_suffix(end).exists() for end in (".py", "")):
            return True
        for source in (path.with_suffix(".py"), path / "__init__.py"):
            if source.is_file() and last in source.read_text(encoding="utf-8"):
                return True
        if at.name == "reader":
            break
    return False
