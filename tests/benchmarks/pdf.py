"""A text as a PDF of dense pages, written plainly."""

from __future__ import annotations

import textwrap
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LINES = 48
"""On a page."""
FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"


def write(path: Path, text: str, pages: int) -> None:
    """Write so many pages of a text of plain words."""
    lines = (line for paragraph in text.split("\n\n") for line in textwrap.wrap(paragraph, 90))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", FONT]
    kids = []
    for _ in range(pages):
        drawn = "\n".join(f"({line}) Tj T*" for line in islice(lines, LINES))
        stream = f"BT /F1 11 Tf 60 780 Td 14 TL\n{drawn}\nET"
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {pages} /Kids [{' '.join(kids)}] >>"
    path.write_bytes(_joined(objects))


def _joined(objects: list[str]) -> bytes:
    parts, table, at = ["%PDF-1.4\n"], ["0000000000 65535 f \n"], 9
    for number, one in enumerate(objects, 1):
        parts.append(f"{number} 0 obj\n{one}\nendobj\n")
        table.append(f"{at:010} 00000 n \n")
        at += len(parts[-1])
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    return "".join([*parts, f"xref\n0 {size}\n", *table, end]).encode("latin-1")
