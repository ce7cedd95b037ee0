"""Every format that is JSON or holds some writes it here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.domain.local_time import is_dated
from reader.domain.merge import value_hash
from reader.exchange.sanitize import UNSEEN_SIGN

try:
    import orjson
except ImportError:  # it has no wheel for this interpreter
    from reader.domain import plain_json

    def _dumps(value: object, *, indent: bool = False) -> bytes:
        return plain_json.dumps(value, indent=indent)

else:

    def _dumps(value: object, *, indent: bool = False) -> bytes:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2 if indent else 0)


if TYPE_CHECKING:
    from datetime import datetime

    from reader.domain.annotation import Annotation


def write_moment(moment: datetime) -> str:
    """Write ISO 8601, as exact as it is kept."""
    return moment.isoformat()


def times(annotation: Annotation, modified: str = "modified", *, always: bool = False) -> dict[str, str]:
    """Tell when it was made (`created`) and changed, which is called `modified`; what is not known only if `always`."""
    named = (("created", annotation.created), (modified, annotation.modified))
    return {name: write_moment(moment) for name, moment in named if always or is_dated(moment)}


def note_digest(annotation: Annotation) -> str:
    """Digest the note to tell whether it was edited since it was written out, there or here; empty where it has no one
    text.

    It is the store's own hash of a note (`merge.value_hash`).
    """
    return value_hash("note", annotation.note) if annotation.note and not annotation.rivals else ""


def dump(value: object, *, indent: bool = True) -> str:
    """Write JSON in which every character that cannot be seen, or not be encoded, is written as an escape."""
    try:
        text = _dumps(value, indent=indent).decode()
    except TypeError:  # A lone surrogate: orjson writes none, the standard library's escapes do.
        return json.dumps(value, indent=2 if indent else None)
    # Nothing that is printable is unseen, and to ask that takes a tenth of looking for it.
    return text if text.isprintable() else UNSEEN_SIGN.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
