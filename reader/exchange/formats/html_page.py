"""One self-contained web page is written to read, to print, to hand on; light or dark as the reader's system is.

Nothing is loaded and nothing runs: the content security policy allows the page's own style sheet by its hash and
no more. Notes are set as the Markdown that they are. Several articles get a table of contents.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from reader.domain.annotation import RETURNED
from reader.domain.local_time import is_dated
from reader.domain.wording import counted
from reader.exchange.formats.markdown.markdown_notes import block_id
from reader.exchange.formats.markdown.note_html import note_html
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import (
    LOST,
    is_lost,
    lines_visible,
    note_texts,
    place,
    source_name,
    visible_line,
    web_address,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.domain.article import Article

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{1,8}){0,3}")
_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'; \
base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
"""


def write(exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Write the page, in pieces of one annotation."""
    articles = list(exported)  # The contents stand before what they list.
    alone = len(articles) == 1
    first = articles[0].article if alone else None
    style = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    yield _HEAD.format(
        language=_language(first) if first else "en",
        digest=b64encode(sha256(style.encode()).digest()).decode(),
        title=_text(first.title) if first else "Highlights",
        style=style,
    )
    if not alone:
        yield _contents(articles)
    used: set[str] = set()
    for number, article in enumerate(articles, start=1):
        yield from _article(article, options, number, used)
    yield "</main>\n"
    if options.exported:
        yield f'<footer class="end">Exported {options.exported.astimezone():%Y-%m-%d}</footer>\n'
    yield "</body>\n</html>\n"


def _contents(articles: list[Exported]) -> str:
    rows = "".join(
        f'<tr><td><a href="#article-{number}" dir="auto">{_text(one.article.title)}</a></td>'
        f'<td dir="auto">{_text(", ".join(one.article.authors))}</td>'
        f"<td>{_text(one.article.date)}</td><td>{len(one.entries)}</td></tr>\n"
        for number, one in enumerate(articles, start=1)
    )
    head = "<tr><th>Article</th><th>By</th><th>Date</th><th>Notes</th></tr>"
    return f'<h1>Highlights</h1>\n<table class="contents">\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody>\n</table>\n'


def _article(exported: Exported, options: Options, number: int, used: set[str]) -> Iterator[str]:
    article = exported.article
    yield f'<section id="article-{number}" lang="{_language(article)}">\n<header dir="auto">\n'
    yield f'<h1>{_text(article.title)}</h1>\n<p class="facts">{_facts(exported, options)}</p>\n</header>\n'
    above: tuple[str, ...] = ()
    missing = False
    for entry in exported.entries:
        where = entry.where
        if where and where.headings != above:
            above = where.headings
            shown = [name for name in above if name != article.title]
            if shown:
                yield f'<h2 dir="auto">{" <span>›</span> ".join(map(_text, shown))}</h2>\n'
        if not missing and is_lost(entry):
            missing = True
            yield f"<h2>{LOST}</h2>\n"
        yield _annotation(entry, options, block_id(entry.annotation.id, used))
    yield "</section>\n"


def _facts(exported: Exported, options: Options) -> str:
    article = exported.article
    address = web_address(article)
    host = address.split("/")[2] if address else ""
    quotes = sum(1 for entry in exported.entries if entry.annotation.targets)
    notes = sum(1 for entry in exported.entries if entry.annotation.note)
    facts = [
        f"<bdi>{_text(', '.join(article.authors))}</bdi>" if article.authors else "",
        _text(article.date),
        f'<a href="{escape(address)}" rel="noreferrer">{_text(host)}</a>' if address else "",
        "" if address else _text(source_name(article, paths=options.paths)),
        _count(quotes, "highlight"),
        _count(notes, "note"),
    ]
    return " · ".join(filter(None, facts))


def _count(number: int, what: str) -> str:
    return counted(number, what) if number else ""


def _annotation(entry: ExportedAnnotation, options: Options, name: str) -> str:
    annotation = entry.annotation
    quote = f"<blockquote>{_quoted(entry)}</blockquote>\n" if annotation.targets else ""
    notes = "".join(
        f'<div class="note">{f"<p><b>{mark}</b></p>" if mark else ""}{note_html(text)}</div>\n'
        for mark, text in note_texts(entry)
    )
    tags = "".join(f'<span class="tag">#{_text(tag)}</span> ' for tag in annotation.tags)
    facts = [
        _text(options.colour_words(annotation, " · ")) if annotation.targets else "note on the whole article",
        _text(place(entry.where)),
        RETURNED if annotation.returned else "",
        _text(annotation.creator) if options.creator else "",
        f"{annotation.created.astimezone():%Y-%m-%d}" if is_dated(annotation.created) else "",
    ]
    star = '<span class="star" title="starred">★</span> ' if annotation.star else ""
    below = f"{tags}{star}{' · '.join(filter(None, facts))}"
    kind = str(annotation.colour) if annotation.targets else "page"
    return f'<article class="{kind}" id="{name}" dir="auto">\n{quote}{notes}<p class="below">{below}</p>\n</article>\n'


def _quoted(entry: ExportedAnnotation) -> str:
    if entry.language is not None:
        return f"<pre>{escape(lines_visible(entry.annotation.quote))}</pre>"
    return _paragraphs(entry.words)


def _paragraphs(text: str) -> str:
    parts = re.split(r"\n{2,}", lines_visible(text).strip("\n"))
    return "".join(f"<p>{escape(part)}</p>" for part in parts)


def _text(text: str) -> str:
    return escape(visible_line(text))


def _language(article: Article) -> str:
    return article.language if _LANGUAGE.fullmatch(article.language) else "und"
