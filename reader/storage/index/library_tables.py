"""The index knows of a library's rows the articles as they are listed, and counts of what was marked in them."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from reader.domain.article import Article, Source, Status, Version
from reader.domain.ports import MarkCounts, TagUse
from reader.domain.tags import each_once
from reader.storage.index.database import Bound, DamagedIndex, bind, put, read_fact, unbind
from reader.storage.rows.codec import dumps, loads
from reader.storage.rows.row_kinds import ANNOTATIONS, ARTICLES
from reader.storage.rows.values import article_of
from reader.storage.texts.kept_texts import is_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Container, Iterable, Iterator, Sequence

    from reader.domain.merge import Row
    from reader.storage.index.text_words import WordWriter


_POSITION = itemgetter(0)
AT_ONCE = 1_000
"""Annotations that are put together."""

# -- writing


def put_articles(connection: sqlite3.Connection, rows: Iterable[tuple[int, Row]]) -> None:
    """Articles have become these; each with its number in the file, in whose order they are listed."""
    for position, row in rows:
        name = bind(row["uuid"])
        article = ARTICLES.record(row)
        connection.execute("delete from address where article = ?", (name,))
        connection.execute("delete from version where article = ?", (name,))
        record = b"" if article is None else _written(article)
        waits = int(article is not None and not article.versions)
        opened = None if article is None else _sortable(article.opened or article.added)
        facts = (name, position, waits, opened, record, crc32(record))
        connection.execute("insert or replace into article values(?, ?, ?, ?, ?, ?)", facts)
        if article is None:
            continue
        addresses = dict.fromkeys(bind(one.address) for one in article.sources)
        connection.executemany("insert into address values(?, ?)", ((address, name) for address in addresses))
        last = len(article.versions) - 1
        hashes = {bind(one.hash): int(at == last) for at, one in enumerate(article.versions)}
        connection.executemany("insert into version values(?, ?, ?)", ((h, name, now) for h, now in hashes.items()))
        note_newest(connection, article)


def note_newest(connection: sqlite3.Connection, article: Article) -> None:
    """Have the latest text of an article taken into the index, where it is not there yet."""
    if article.versions and is_hash(article.latest.hash):
        connection.execute(
            "insert or ignore into lacking(hash) select ? where not exists"
            " (select 1 from text where hash = ? and sketched and worded)",
            (article.latest.hash,) * 2,
        )


def put_annotations(connection: sqlite3.Connection, rows: Iterable[Row], writer: WordWriter) -> None:
    """Annotations have become these."""
    articles: set[Bound] = set()
    tags: set[Bound] = set()
    for row in rows:
        name = bind(row["uuid"])
        found = connection.execute("select article from annotation where id = ?", (name,)).fetchone()
        if found:
            articles.add(found[0])
            tags.update(tag for (tag,) in connection.execute("select tag from tag where annotation = ?", (name,)))
            connection.execute("delete from tag where annotation = ?", (name,))
        facts = _facts(row)
        connection.execute("insert or replace into annotation values(?, ?, ?, ?, ?)", facts[:5])
        writer.note(facts.id, facts.text)
        connection.executemany("insert into tag values(?, ?, ?)", ((name, tag, facts.created) for tag in facts.tags))
        articles.add(facts.article)
        tags.update(facts.tags)
    for article in articles:
        _count(connection, article)
    for tag in tags:
        _count_tag(connection, tag)


def put_all_annotations(connection: sqlite3.Connection, rows: Iterable[Row], writer: WordWriter) -> None:
    """Put the annotations of a library of which the index has none yet."""
    rest = iter(rows)
    while some := [_facts(row) for row in islice(rest, AT_ONCE)]:
        connection.executemany("insert or replace into annotation values(?, ?, ?, ?, ?)", [one[:5] for one in some])
        writer.note_first((one.id, one.text) for one in some)
        tags = [(one.id, tag, one.created) for one in some for tag in one.tags]
        connection.executemany("insert into tag values(?, ?, ?)", tags)
    counted = connection.execute(
        "select article, sum(highlight), sum(note), sum(alive) from annotation group by article"
    ).fetchall()
    connection.executemany("insert into marked values(?, ?, ?, ?, ?)", (_checked(one) for one in counted))
    used = connection.execute("select tag, count(*), min(created) from tag group by tag").fetchall()
    connection.executemany("insert into tagged values(?, ?, ?, ?)", (_checked(one) for one in used))


class _Facts(NamedTuple):
    id: Bound
    article: Bound
    highlight: int
    note: int
    alive: int
    tags: Sequence[Bound] = ()
    created: str = ""
    text: str = ""


def _facts(row: Row) -> _Facts:
    annotation = ANNOTATIONS.record(row)
    if annotation is None:
        return _Facts(bind(row["uuid"]), bind(article_of(row)), 0, 0, 0)
    return _Facts(
        bind(annotation.id),
        bind(annotation.article_id),
        int(not annotation.is_page_note),
        int(bool(annotation.note)),
        1,
        list(map(bind, each_once(annotation.tags))),
        _sortable(annotation.created),
        "\n".join((annotation.whole_note, annotation.quote, *annotation.tags)),
    )


def _sortable(time: datetime) -> str:
    """A time as a text that sorts as times do."""
    with suppress(OverflowError):  # of the year 1, in a zone to the east
        time = time.astimezone(UTC)
    return time.isoformat()


def _count(connection: sqlite3.Connection, article: Bound) -> None:
    connection.execute("delete from marked where article = ?", (article,))
    found = connection.execute(
        "select article, sum(highlight), sum(note), sum(alive) from annotation where article = ? group by article",
        (article,),
    ).fetchall()
    connection.executemany("insert into marked values(?, ?, ?, ?, ?)", map(_checked, found))


def _count_tag(connection: sqlite3.Connection, tag: Bound) -> None:
    connection.execute("delete from tagged where tag = ?", (tag,))
    found = connection.execute(
        "select tag, count(*), min(created) from tag where tag = ? group by tag", (tag,)
    ).fetchall()
    connection.executemany("insert into tagged values(?, ?, ?, ?)", map(_checked, found))


# -- asking


def listed_articles(connection: sqlite3.Connection, besides: Collection[str] = ()) -> list[Article]:
    """List all articles but those of these ids, in the order of the file. Raises Unavailable where any is damaged."""
    without = set(map(bind, besides))
    rows = connection.execute("select position, record, crc, id from article")
    found = [(position, _read(record, crc)) for position, record, crc, name in rows if record and name not in without]
    found.sort(key=_POSITION)  # they come in the order of their ids, and SQLite would sort their whole records
    return [article for _, article in found]


def latest_texts(connection: sqlite3.Connection, among: Container[str], besides: Collection[str] = ()) -> list[str]:
    """List the hashes of those latest texts that are `among` these, of all articles but these, in the same order."""
    latest = connection.execute("select article, hash from version where latest")
    hashes = {name: text for name, text in latest if text in among}
    for name in besides:
        hashes.pop(bind(name), None)
    if not hashes:  # as of most words; to order all articles takes longer than to find that
        return []
    in_order = sorted(connection.execute("select position, id from article"), key=_POSITION)
    return [str(hashes[name]) for _, name in in_order if name in hashes]


def opened_last(connection: sqlite3.Connection, count: int, besides: Collection[str]) -> list[Article]:
    """Return so many articles, the one opened last first, but for these; what is archived is passed over."""
    question = "select id, record, crc from article where opened is not null order by opened desc, id desc"
    found: list[Article] = []
    for name, record, crc in connection.execute(question):
        if len(found) == count:
            break
        if unbind(name) not in besides:
            article = _read(record, crc)
            if article.status is not Status.ARCHIVED:
                found.append(article)
    return found


def count_articles(connection: sqlite3.Connection, besides: Collection[str]) -> int:
    """Count those that are not deleted, but for these."""
    (there,) = connection.execute("select count(*) from article where opened is not null").fetchone()
    question = "select 1 from article where id = ? and opened is not null"
    return int(there) - sum(connection.execute(question, (bind(one),)).fetchone() is not None for one in besides)


def articles_of(connection: sqlite3.Connection, names: Iterable[str]) -> Iterator[Article]:
    """Answer those of these ids that are not deleted."""
    for name in names:
        found = connection.execute("select record, crc from article where id = ?", (bind(name),)).fetchone()
        if found and found[0]:
            yield _read(*found)


def at_address(connection: sqlite3.Connection, address: str) -> list[str]:
    """Return the ids of the articles that have a source of that address."""
    found = connection.execute("select article from address where address = ?", (bind(address),))
    return [unbind(name) for (name,) in found]


def with_text(connection: sqlite3.Connection, text_hash: str) -> list[str]:
    """Return the ids of the articles that have a version of that text."""
    found = connection.execute("select article from version where hash = ?", (bind(text_hash),))
    return [unbind(name) for (name,) in found]


def waiting(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of the articles that have no text."""
    found = connection.execute("select id from article where waits order by position, id")
    return [unbind(name) for (name,) in found]


def tagged(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of the articles that have tags: they are told by their records, without reading these."""
    found = connection.execute(f"select id from article where {' or '.join(_TAGGED)} order by position, id")  # noqa: S608
    return [unbind(name) for (name,) in found]


# Tags stand behind the status (`_written`); within a text of JSON its quotation marks would be escaped.
_TAGGED = [f'instr(record, cast(\'"{one.value}",["\' as blob))' for one in Status]


def note_lost(connection: sqlite3.Connection) -> None:
    """Remember whether there are articles that have annotations and no row: hardly any library has one."""
    put(connection, "lost", "yes" if connection.execute(f"{_LOST} limit 1").fetchone() else "no")


_LOST = "select article from marked where alive and not exists (select 1 from article where id = marked.article)"


def lost(connection: sqlite3.Connection) -> list[str]:
    """Return the ids of articles that have annotations and no row."""
    if read_fact(connection, "lost") == "no":
        return []
    found = connection.execute(_LOST)
    return [unbind(name) for (name,) in found]


def counts(
    connection: sqlite3.Connection, besides: Collection[str], of: Iterable[str] | None = None
) -> dict[str, MarkCounts]:
    """Tell how much was marked in each article, or `of` these, but for these annotations."""
    found: dict[str, MarkCounts] = {}
    columns = "article, highlights, notes, alive, crc"
    rows: Iterable[tuple[Any, ...]] = (
        connection.execute(f"select {columns} from marked")  # noqa: S608  (the names of columns are ours)
        if of is None
        else _of_names(connection, columns, "marked", "article", of)
    )
    for *row, crc in rows:
        _check(row, crc)
        article, highlights, notes, alive = row
        if alive:
            found[unbind(article)] = MarkCounts(highlights, notes, alive)
    columns = "article, highlight, note, alive"
    for name, highlight, note, is_alive in _of_names(connection, columns, "annotation", "id", besides):
        article = unbind(name)
        if article in found:
            there = found[article]
            found[article] = MarkCounts(there.highlights - highlight, there.notes - note, there.all - is_alive)
    return found


def by_article(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, set[str]]:
    """Return the annotations of these ids that are not deleted, by the ids of their articles."""
    found: dict[str, set[str]] = {}
    for name in names:
        of = connection.execute("select article from annotation where id = ? and alive", (bind(name),)).fetchone()
        if of:
            found.setdefault(unbind(of[0]), set()).add(name)
    return found


def tags_in_use(connection: sqlite3.Connection, besides: Collection[str]) -> dict[str, TagUse]:
    """Return the tags as they are written, but for these annotations."""
    found: dict[str, TagUse] = {}
    for *row, crc in connection.execute("select tag, count, first, crc from tagged"):
        _check(row, crc)
        found[unbind(row[0])] = TagUse(unbind(row[0]), row[1], datetime.fromisoformat(row[2]))
    touched = {unbind(tag) for (tag,) in _of_names(connection, "tag", "tag", "annotation", besides)}
    for tag in touched:
        left = [
            created
            for name, created in connection.execute("select annotation, created from tag where tag = ?", (bind(tag),))
            if unbind(name) not in besides
        ]
        found.pop(tag, None)
        if left:
            found[tag] = TagUse(tag, len(left), datetime.fromisoformat(min(left)))
    return found


def tag_sets(connection: sqlite3.Connection, besides: Collection[str]) -> Counter[tuple[str, ...]]:
    """Count the annotations that have just these tags, but for these annotations."""
    found: Counter[tuple[str, ...]] = Counter()
    rows = connection.execute("select annotation, tag from tag order by annotation")
    for name, tags in groupby(rows, itemgetter(0)):
        if unbind(name) not in besides:
            found[tuple(unbind(tag) for _, tag in tags)] += 1
    return found


def tags_by_article(connection: sqlite3.Connection, besides: Collection[str]) -> dict[str, set[str]]:
    """Return the tags that annotations have, by the ids of their articles, but for these annotations."""
    found: dict[str, set[str]] = {}
    question = "select annotation, tag, article from tag join annotation on annotation.id = tag.annotation"
    for name, tag, article in connection.execute(question):
        if unbind(name) not in besides:
            found.setdefault(unbind(article), set()).add(unbind(tag))
    return found


def beginning(connection: sqlite3.Connection, start: str) -> list[str]:
    """Return the ids of annotations that begin so and are not deleted."""
    until = start + "\U0010ffff"
    found = connection.execute("select id from annotation where id >= ? and id < ? and alive", (start, until))
    return [unbind(name) for (name,) in found]


def _of_names(
    connection: sqlite3.Connection, columns: str, table: str, key: str, names: Iterable[str]
) -> Iterator[tuple[Any, ...]]:
    for name in names:
        # The names of tables and columns are ours.
        yield from connection.execute(f"select {columns} from {table} where {key} = ?", (bind(name),))  # noqa: S608


# -- records


def _written(article: Article) -> bytes:
    values: list[Any] = list(article)
    values[2] = article.added.isoformat()
    values[8] = [tuple(one) for one in article.sources]
    values[9] = [(one.hash, one.added.isoformat(), one.length, one.parser) for one in article.versions]
    values[11] = article.status.value
    values[13] = article.opened.isoformat() if article.opened else None
    return dumps(values)


def _read(record: bytes, crc: int) -> Article:
    if not isinstance(record, bytes) or crc32(record) != crc:
        raise DamagedIndex("a record in it is damaged")
    name, title, added, authors, language, date, url, form, sources, versions, progress, status, tags, opened, seen = (
        loads(record)
    )
    return Article(
        name,
        title,
        datetime.fromisoformat(added),
        tuple(authors),
        language,
        date,
        url,
        form,
        tuple([Source(*one) for one in sources]),
        tuple([Version(text, datetime.fromisoformat(at), length, by) for text, at, length, by in versions]),
        progress,
        _STATUSES[status],
        tuple(tags),
        datetime.fromisoformat(opened) if opened else None,
        seen,
    )


_STATUSES = {one.value: one for one in Status}


def _checked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row, _crc(repr(list(row))))


def _check(row: list[Any], crc: int) -> None:
    if _crc(repr(row)) != crc:
        raise DamagedIndex("a count in it is damaged")


def _crc(text: str) -> int:
    return crc32(text.encode())
