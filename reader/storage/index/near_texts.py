"""Near texts are found by what they share: the postings of a part of their shingles' hashes.

A candidate is compared in its text. Two texts of likeness SAME share a quarter of the smallest hashes of both, 100 of
400: where one in PART of them is posted, none of these is missed but by a chance of (3/4)^100. Short texts have fewer
hashes, and all of them are posted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.shingles import SAME, SKETCH
from reader.storage.index.database import bind

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

PART = 4
AT_ONCE = 400
"""Values in one question; a sketch has no more."""
LEAST = 5
"""Shared hashes from which on a text is a candidate, where those of a long one are posted in part: of 25 that are to be
expected, fewer come in one of 500,000 pairs that are just alike enough."""
MOST = 24
"""Candidates that are compared: more have only their imprint in common, and the likest come first."""


def put_sketch(connection: sqlite3.Connection, text_hash: str, sketch: frozenset[int]) -> None:
    """Post the hashes of a text."""
    put_sketches(connection, {text_hash: sketch})


def put_sketches(connection: sqlite3.Connection, sketches: Mapping[str, frozenset[int]]) -> None:
    """Post the hashes of texts."""
    postings, texts = [], []
    for text_hash, sketch in sketches.items():
        text = text_number(connection, text_hash)
        posted = sketch if len(sketch) < SKETCH else [one for one in sketch if one % PART == 0]
        postings += [(one, text) for one in posted]
        texts.append((text,))
    # In order: each would else be put into another page of a table that is larger than the memory for it.
    connection.executemany("insert or ignore into posting values(?, ?)", sorted(postings))
    connection.executemany("update text set sketched = 1 where id = ?", texts)


def text_number(connection: sqlite3.Connection, text_hash: str) -> int:
    """Find the number of a text in the index, which it gets now if it has none."""
    name = bind(text_hash)
    connection.execute("insert or ignore into text(hash, sketched, worded, odd) values(?, 0, 0, 0)", (name,))
    (number,) = connection.execute("select id from text where hash = ?", (name,)).fetchone()
    return int(number)


def sharing(connection: sqlite3.Connection, sketch: frozenset[int]) -> list[str]:
    """Find the hashes of texts that may be of likeness SAME, those that share most first."""
    hashes = list(sketch)
    marks = ",".join("?" * len(hashes[:AT_ONCE]))
    found = connection.execute(
        f"select text, count(*) as shared from posting where hash in ({marks}) group by text"  # noqa: S608  (marks)
        f" having shared >= ? order by shared desc limit {MOST}",
        (*hashes[:AT_ONCE], _least(sketch)),
    )
    names = []
    for number, _ in found.fetchall():
        row = connection.execute("select hash from text where id = ?", (number,)).fetchone()
        if row:
            names.append(str(row[0]))
    return names


def _least(sketch: frozenset[int]) -> int:
    """How many hashes a candidate shares at the least."""
    return LEAST if len(sketch) >= SKETCH else max(1, min(LEAST, int(len(sketch) * SAME)))


def lacking(connection: sqlite3.Connection) -> Sequence[str]:
    """Return the hashes of articles' latest texts of which the index has not all."""
    return [str(name) for (name,) in connection.execute("select hash from lacking")]


def without_sketch(connection: sqlite3.Connection) -> Sequence[str]:
    """Answer those of the texts whose hashes are not posted."""
    found = connection.execute(
        "select hash from lacking where not exists (select 1 from text where hash = lacking.hash and sketched)"
    )
    return [str(name) for (name,) in found]


def is_sketched(connection: sqlite3.Connection, text_hash: str) -> bool:
    """Tell whether the hashes of that text are posted."""
    found = connection.execute("select 1 from text where hash = ? and sketched", (bind(text_hash),)).fetchone()
    return found is not None
