"""W3C EPUB Annotations 1.0 (working draft): the same annotations, one AnnotationSet for all.

A set says what book it is `about`, and an annotation has one body: value, tags and color in it. A set may lie in an
archive of its own, `*.annotations`, as `annotations.json`. Facts: w3c/epub-specs `epub34/annotations/index.html`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.exchange.formats.web_annotation import annotation_object, read_json
from reader.exchange.input import ARCHIVE, json_of, member, text_of
from reader.exchange.output import dump
from reader.exchange.records import PLAIN, Exported, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.exchange.imported import Reading

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


def read(data: bytes) -> Reading:
    """The annotations of a set, or of the archive that holds one. Raises NotImported."""
    if data.startswith(ARCHIVE):
        data = member(data, lambda name: name.rpartition("/")[2] == "annotations.json")
    return read_json(json_of(text_of(data)))
