"""Our own JSON comes one annotation a line too, for `jq`, `grep` and streams.

Each line is an annotation of `own_json` with one more field, `article`: that format's article without its annotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.exchange.formats.own.own_reading import annotations_of
from reader.exchange.formats.own.own_records import annotation_object, article_object
from reader.exchange.imported import ImportResult
from reader.exchange.input import json_of, text_of
from reader.exchange.json_text import dump
from reader.exchange.records import PLAIN, Exported, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, a line at a time."""
    for one in exported:
        article = dump(article_object(one, options), indent=False)
        for entry in one.entries:
            annotation = dump(annotation_object(entry, options), indent=False)
            yield f'{annotation[:-1]},"article":{article}}}\n'


def read(data: bytes) -> ImportResult:
    """Read the annotations in such a file; lines that are none are counted. Raises NotImported where no line is one."""
    pairs, bad = [], 0
    for line in text_of(data).split("\n"):
        if not line.strip():
            continue
        try:
            one = json_of(line)
        except NotImported:
            one = None
        if isinstance(one, dict) and isinstance(one.get("article"), dict):
            pairs.append((one["article"], one))
        else:
            bad += 1
    if not pairs:
        raise NotImported("no line of it is an annotation of this program")
    reading = annotations_of(pairs)
    return ImportResult.of(reading.annotations, *reading.left_out, ("lines that are no annotation", bad))
