"""W3C EPUB Annotations 1.0 (working draft): the same annotations, one AnnotationSet for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.exchange.formats.web_annotation import annotation_object, read
from reader.exchange.output import dump
from reader.exchange.records import PLAIN, Exported, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["read", "write"]

CONTEXT = "https://www.w3.org/ns/epub-anno.jsonld"


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, in pieces of one annotation."""
    yield f'{{"@context": "{CONTEXT}", "type": "AnnotationSet", "items": ['
    comma = "\n"
    for one in exported:
        for entry in one.entries:
            yield comma + dump(annotation_object(one, entry, options), indent=False)
            comma = ",\n"
    yield "\n]}\n"
