"""The picture of the layers in the README, drawn from import-linter's contract and the packages' docstrings.

`python -m tests.docs.layers` writes it anew; a test holds that it is current.
"""

from __future__ import annotations

import ast
import tomllib
from html import escape
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / ".github" / "layers.svg"

WIDTH, PAD, GAP = 880, 24, 14
NAME_HEIGHT, LINE_HEIGHT = 24, 17
SIZE = 7.4
"""Pixels that a letter of the captions takes on the average: where lines are broken."""
STYLE = (
    "text{font-family:ui-sans-serif,system-ui,'Segoe UI',Helvetica,Arial,sans-serif}"
    ".n{font-weight:600;font-size:15px;fill:#1f2933}.c{font-size:13px;fill:#52606d}"
    ".b{fill:#ffffff;stroke:#cbd2d9}.g{fill:#f5f7fa}.a{stroke:#9aa5b1;stroke-width:1.5;fill:none}"
)


def layers() -> list[list[str]]:
    """The layers from the top down, each with the packages that stand side by side in it."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(one for one in config["tool"]["importlinter"]["contracts"] if one["name"] == "imports go down only")
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def caption(module: str) -> str:
    """The first sentence of the module's docstring, without its stop."""
    path = ROOT.joinpath(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    words = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n\n")[0].split())
    return words.split(". ")[0].rstrip(".")


def draw() -> str:
    """The picture as SVG."""
    boxes, arrows, y = [], [], PAD
    for number, layer in enumerate(layers()):
        width = (WIDTH - 2 * PAD - GAP * (len(layer) - 1)) / len(layer)
        texts = [wrap(caption(name), int((width - 24) / SIZE)) for name in layer]
        height = NAME_HEIGHT + LINE_HEIGHT * max(len(lines) for lines in texts) + 14
        if number:
            arrows.append(f'<path class="a" d="M{WIDTH / 2} {y - GAP - 2}v{GAP - 2}m-4 -5l4 5l4 -5"/>')
        for column, (name, lines) in enumerate(zip(layer, texts, strict=True)):
            x = PAD + column * (width + GAP)
            boxes.append(f'<rect class="b" x="{x:.0f}" y="{y}" width="{width:.0f}" height="{height}" rx="6"/>')
            boxes.append(f'<text class="n" x="{x + 12:.0f}" y="{y + 22}">{escape(name.removeprefix("reader."))}</text>')
            for row, line in enumerate(lines, start=1):
                below = y + NAME_HEIGHT + LINE_HEIGHT * row
                boxes.append(f'<text class="c" x="{x + 12:.0f}" y="{below}">{escape(line)}</text>')
        y += height + GAP + 4
    y += PAD - GAP - 4
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}">',
            "<title>The layers of reader: imports go down only</title>",
            f"<style>{STYLE}</style>",
            f'<rect class="g" width="{WIDTH}" height="{y}" rx="10"/>',
            *boxes,
            *arrows,
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
