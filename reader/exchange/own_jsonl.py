"""Our own JSON, one annotation a line: for `jq`, `grep` and streams.

Each line is an annotation of `own_json` with one more field, `article`: that format's article without its annotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.exchange.own_records import annotation_object, article_object, dump
from reader.exchange.records import PLAIN, Exported, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The file, a line at a time."""
    for one in exported:
        article = dump(article_object(one, options), indent=False)
        for entry in one.entries:
            annotation = dump(annotation_object(entry, options), indent=False)
            yield f'{annotation[:-1]},"article":{article}}}\n'
