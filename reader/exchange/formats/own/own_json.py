"""Our own JSON holds everything that is known of each annotation, and is the way back.

    {"format": "reader-annotations", "version": 1, "exported": time (only if it was asked for),
     "articles": [{…, "annotations": [{…}, …]}, …]}

An article:

- `id`, `title`, `authors`, `language`, `date`, `url`, `source` (a file name), `format`, `tags`
- `status` (unread, reading, read, archived), `progress` (0 to 1), `added` (a time)
- `version`: the hash of the text that places are of (SHA-256 of its UTF-8), one of `versions`
  (`hash`, `added`, `length` in code points; oldest first)

An annotation:

- `id` (a UUID), `kind` ("highlight" or "page note"), `quote` (as last seen), `note` (Markdown), `tags` (nested
  with `/`), `colour` (yellow, red, green, blue, purple, magenta, orange, grey), `colour_name` (where its colour
  has one), `star`, `created`, `modified` (null where nobody knows the time; `notes --json` has 1970 there)
- `note_digest`: eight digits of the note as it was written out, left as they are when the note is edited in the file:
  so it is known on its way back which side has changed it; empty where there is no note, or several
- `state` in `version`: "anchored", "moved" (found in a changed text), "orphan" (not found), or null
- `place` in `version`, or null: `headings` (outermost first), `page` (a label), `paragraph` (from 1), `percent`
- `targets`, one a version that it was looked for in, oldest first: `version`, `exact`, `prefix`, `suffix`
  (a W3C TextQuoteSelector), `start`, `end` (a W3C TextPositionSelector: code points, end exclusive; or null),
  `state`, `confidence` (0 to 1), `origin` ("made", "carried" or "placed" by hand)
- `rivals`, where several texts of the note were written at the same time on different machines: each with
  `text` and `written`; `note` is the first of them
- `returned`, true where it was deleted in one place and edited in another, until it is changed again
- `extra`: what an import knew beyond these fields, each a JSON text by its name
- `creator`, only if it was asked for

Times are ISO 8601 with an offset. Articles come in the order they were asked for; annotations as page notes, then
highlights in the order of the text, then those not found. Readers must pass over names they do not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.errors import NotImported
from reader.exchange.formats.own.own_reading import annotations_of
from reader.exchange.formats.own.own_records import annotation_object, article_object
from reader.exchange.input import json_of, records, text_of
from reader.exchange.json_text import dump, write_moment
from reader.exchange.records import PLAIN, Exported, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.exchange.imported import ImportResult

FORMAT = "reader-annotations"
VERSION = 1


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the file, in pieces of one annotation."""
    when = f'\n  "exported": {dump(write_moment(options.exported))},' if options.exported else ""
    yield f'{{\n  "format": "{FORMAT}",\n  "version": {VERSION},{when}\n  "articles": ['
    between = "\n    "
    for article in exported:
        yield between + _indented(dump(article_object(article, options)), 4)[: -len("\n    }")]
        yield ',\n      "annotations": ['
        comma = ""
        for entry in article.entries:
            yield f"{comma}\n        {_indented(dump(annotation_object(entry, options)), 8)}"
            comma = ","
        yield "\n      ]\n    }" if comma else "]\n    }"
        between = ",\n    "
    yield "\n  ]\n}\n"


def read(data: bytes) -> ImportResult:
    """Read the annotations in such a file. Raises NotImported."""
    whole = json_of(text_of(data))
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise NotImported("it is not an export of this program")
    version = whole.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise NotImported("it was written by a newer version of this program", do="update this one")
    pairs = [
        (article, one) for article in records(whole.get("articles")) for one in records(article.get("annotations"))
    ]
    return annotations_of(pairs)


def _indented(text: str, by: int) -> str:
    # JSON has no raw line end inside a string: each one is the layout's.
    return text.replace("\n", "\n" + " " * by)
