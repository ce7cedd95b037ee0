"""A page may say of its article in JSON-LD (schema.org) what it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reader.domain.patterns import deferred
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_ARTICLES = deferred(
    r"(?:.{0,60}[/:#])?(?:\w{0,30}Article|\w{0,20}Posting|Report|Review|CreativeWork|BlogPost|Chapter|HowTo|Recipe|Thesis"
    r"|Legislation|APIReference|Course|LearningResource|ShortStory|Poem|Manuscript|DigitalDocument|\w{0,20}Review)"
)
"""The types of what is read. A page may have several such; the one with a headline comes first."""
_PAGES = deferred(r"(?:.{0,60}[/:#])?(?:\w{0,20}Page|Question|PodcastEpisode|VideoObject|Book)")
"""The types of what holds it, or is it: they are asked where nothing is called an article."""
_SAID = deferred(
    r"\"(headline|datePublished|author|@type)\"\s*:\s*(?:\[?\s*\{[^{}]*?\"name\"\s*:\s*)?\"((?:[^\"\\\n]|\\.){1,400})\""
)
"""What can still be read where a quotation mark or a comma too many makes the rest no JSON."""
_WRAPPED = deferred(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)
"""What scripts were once put in, so that old browsers and XML passed them over."""
_LONGEST = 1_000_000
"""Characters of JSON-LD at most."""
_DEEPEST = 5
"""Levels within which an article is looked for: as the main thing of a page, in a graph or a list."""


def article_of(root: Element) -> Mapping[str, Any]:
    """Return the description of the page's article; empty where there is none. What it only refers to is put in."""
    found: list[dict[str, Any]] = []
    pages: list[dict[str, Any]] = []
    by_id: dict[str, dict[str, Any]] = {}
    for script in root.iter("script"):
        text = script.text or ""
        if "ld+json" not in (script.get("type") or "").lower() or len(text) > _LONGEST:
            continue
        for thing in _things(_read(text), 0):
            if isinstance(thing.get("@id"), str) and len(thing) > 1:
                by_id.setdefault(str(thing["@id"]), thing)
            said = thing.get("@type")
            kinds = [str(kind) for kind in (said if isinstance(said, list) else [said])]
            if any(map(_ARTICLES.fullmatch, kinds)):
                found.append(thing)
            elif any(map(_PAGES.fullmatch, kinds)):
                pages.append({name: value for name, value in thing.items() if name != "name"})
    called = " ".join(next((text_in(title) for title in root.iter("title")), "").split()).casefold()
    article = max(found or pages, key=lambda one: (_is_called(one, called), _worth(one)), default={})
    return {name: _resolved(said, by_id) for name, said in article.items()}


def _is_called(article: dict[str, Any], title: str) -> bool:
    """Whether an article is the one that the page is named after: others may be described that it leads to."""
    said = article.get("headline")
    return isinstance(said, str) and bool(said.strip()) and " ".join(said.split()).casefold() in title


def _worth(article: dict[str, Any]) -> int:
    return sum(bool(article.get(name)) for name in ("headline", "datePublished", "author", "articleBody"))


def _read(text: str) -> object:
    bare = _WRAPPED.sub("", _WRAPPED.sub("", text))
    try:
        return json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        said: dict[str, str] = {}
        for match in _SAID.finditer(bare):
            said.setdefault(match[1], match[2].replace('\\"', '"').replace("\\/", "/"))
        return said if _ARTICLES.fullmatch(said.get("@type", "")) else None


def _things(said: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(said, list):
        for one in said[:200]:
            yield from _things(one, depth + 1)
    elif isinstance(said, dict):
        yield said
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart", "author"):
            yield from _things(said.get(name), depth + 1)


def _resolved(said: Any, by_id: Mapping[str, dict[str, Any]]) -> Any:
    if isinstance(said, list):
        return [_resolved(one, by_id) for one in said]
    if isinstance(said, dict) and len(said) <= 2 and isinstance(said.get("@id"), str):
        return by_id.get(said["@id"], said)
    return said
