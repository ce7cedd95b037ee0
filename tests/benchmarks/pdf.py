"""A text as a PDF of dense pages, written plainly, or as a manual sets it."""

from __future__ import annotations

import textwrap
from itertools import count, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LINES = 48
"""On a page."""
FONTS = "Times-Roman", "Times-Bold", "Courier"


def write(path: Path, text: str, pages: int) -> None:
    """Write so many pages of a text of plain words."""
    path.write_bytes(dense(text, pages))


def dense(text: str, pages: int) -> bytes:
    """So many pages of a text of plain words: each line is drawn in one go."""
    lines = _lines(text, 90)
    drawn = ("\n".join(f"({line}) Tj T*" for line in islice(lines, LINES)) for _ in range(pages))
    return _file([f"BT /F1 11 Tf 60 780 Td 14 TL\n{page}\nET" for page in drawn], FONTS[:1])


def manual(text: str, pages: int) -> bytes:
    """So many pages with headings, names in another type within lines, code, items, tables and links."""
    lines, numbers = _lines(text, 80), count(1)
    return _file(["\n".join(_set(lines, next(numbers))) for _ in range(pages)], FONTS, links=True)


def _lines(text: str, width: int) -> Iterator[str]:
    return (line for paragraph in text.split("\n\n") for line in textwrap.wrap(paragraph, width))


def _set(lines: Iterator[str], number: int) -> Iterator[str]:
    """What draws the lines of a page of a manual: parts, each with a heading, prose, code, items and a table."""
    y = 790
    while y > 200:
        yield _at(60, y, f"/F2 14 Tf ({number}.{y} {next(lines)[:30]}) Tj")
        for line in islice(lines, 5):
            y -= 14
            before, name, after = line[:20], line[20:32], line[32:]
            yield _at(60, y, f"/F1 10 Tf ({before}) Tj /F3 10 Tf ({name}) Tj /F1 10 Tf ({after}) Tj")
        for line in islice(lines, 3):
            y -= 12
            yield _at(80, y, f"/F3 9 Tf (  {line[:50]}) Tj")
        for line in islice(lines, 2):
            y -= 16
            yield _at(70, y, f"/F1 10 Tf (- {line}) Tj")
        for line in islice(lines, 3):
            y -= 16
            for at, x in enumerate((70, 200, 330)):
                yield _at(x, y, f"/F1 10 Tf ({line[12 * at : 12 * at + 11]}) Tj")
        y -= 40


def _at(x: int, y: int, drawn: str) -> str:
    return f"BT {x} {y} Td {drawn} ET"


def _file(streams: Sequence[str], fonts: Sequence[str], *, links: bool = False) -> bytes:
    """The file of the pages that these streams draw."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    objects += [f"<< /Type /Font /Subtype /Type1 /BaseFont /{font} >>" for font in fonts]
    named = " ".join(f"/F{at} {at + 2} 0 R" for at in range(1, len(fonts) + 1))
    link = "<< /Type /Annot /Subtype /Link /Rect [60 750 300 762] /A << /S /URI /URI (https://example.org/) >> >>"
    kids = []
    for stream in streams:
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = f"/Resources << /Font << {named} >> >> /Contents {len(objects)} 0 R"
        annotations = f" /Annots [{link}]" if links else ""
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources}{annotations} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _joined(objects)


def _joined(objects: list[str]) -> bytes:
    parts, table, at = ["%PDF-1.4\n"], ["0000000000 65535 f \n"], 9
    for number, one in enumerate(objects, 1):
        parts.append(f"{number} 0 obj\n{one}\nendobj\n")
        table.append(f"{at:010} 00000 n \n")
        at += len(parts[-1])
    size = len(objects) + 1
    end = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    return "".join([*parts, f"xref\n0 {size}\n", *table, end]).encode("latin-1")
