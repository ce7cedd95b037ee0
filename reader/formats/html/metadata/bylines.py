"""A page tells who wrote an article, and when, by what it says of itself and by what it shows."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from reader.domain.decode import whole
from reader.domain.patterns import deferred
from reader.domain.wording import one_line
from reader.formats.html.metadata.days import ISO, spoken_date, written_date
from reader.formats.html.names import COMMENTS
from reader.formats.html.tree import text_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

LONGEST = 120
"""Characters of a byline at most."""
NEAR, FEW, TEXT = 12, 20, 400
"""Elements beside a heading in which a byline is looked for, those within each, and the characters of a paragraph that
ends the search.
"""
_AUTHOR_METAS = deferred(r"(?:^|[-:._])(?:authors?|creator|byl(?:ine)?)$")
_DATE_METAS = (
    deferred(r"(?:^|[-:._])(?:published_time|datepublished|publication_date|pub-?date|publish-?date|date_?published)$"),
    deferred(r"^(?:date|dc[.:](?:date|date\.issued|issued|created)|dcterms[.:](?:date|issued|created|available))$"),
    deferred(r"(?:^|[-:.])(?:date|created|issued|published)$"),
)
"""The names of metas with a date, the most certain first."""
_BYLINE = deferred(
    r"(?:^|[\s_-])(?:by-?line\w*|p-author|author-?name|written-?by|feature-?byline)(?:$|[\s_-])|Byline\b", re.IGNORECASE
)
_AUTHOR = deferred(r"(?:^|[\s_-])authors?(?:$|[\s_-])", re.IGNORECASE)
_WROTE = (
    "post(?:ed)?|written|published|reported|authored|geschrieben|verfasst|écrit|publié|rédigé|escrito|publicado|scritto"
    "|pubblicato|geschreven|skrevet|skriven|story|text|words"
)
_BY = deferred(
    rf"^\W*(?:(?:(?:{_WROTE}|eine?\s\w+|an?\s\w+|une?\s\w+)\s+)?"
    rf"(?:by|von|par|por|di|av|door|af)\b\s*:?|(?:{_WROTE})\s+(?:da|vom)\b|a cura di\b"
    r"|(?:authors?|autor(?:en|es|a|i|ka)?|auteure?s?|autrice|forfatter|författare|автор(?:ы|а)?)\b\s*:?"
    r"|(?:text|tekst|текст|words|story|redacción|ecrit)\s*:)\s*"
    r"|^\W*(?:(?:作者|文|著者|撰文|執筆|글|기자|بقلم|الكاتب|מאת|کاتب)\s*[:：／/|]|(?:記者|记者|بقلم|מאת)\s*[:：／/|]?)\s*",
    re.IGNORECASE,
)
_WRITTEN = deferred(rf"(?:{_WROTE})(?:\s+(?:by|von|par|por|di|av|door|af))?", re.IGNORECASE)
"""What a name has to come behind."""
_DAY_BEFORE = deferred(
    rf"^\W*(?:(?:{_WROTE})\w*\s+)?(?:(?:on|le|am|el|il|op|den|em)\s+)?(?:\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?"
    r"[^\W\d]{3,10}\.?,?\s+(?:de\s+)?\d{4}|[^\W\d]{3,10}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{1,4})[\s,|–·•-]*(?=(?:by|von|par|por|di|av|door|af)\s)"
    r"|^\d{4}\s*[-年./]\s*\d{1,2}\s*[-月./]\s*\d{1,2}\s*日?[\s|]*(?=(?:作者|文|著者|撰文|記者|记者)\W)",
    re.IGNORECASE,
)
"""A day that stands before whoever wrote it, where a line says both."""
_END = deferred(
    r"\s*(?:[•·|／\n]|\s[–—-](?:\s|$)|,?\s*\b(?:published|posted|updated|on|stand|at|publiée?|mis à jour|veröffentlicht"
    r"|aktualisiert|pubblicato|publicado|actualizado|gepubliceerd)\b|\s(?:el|le|am|il|op|den|em)\s+\d|\(https?:.*|\bhttps?:"
    r"|\d{1,2}\s*h\b|\d{4}\s*[-年./]\s*\d{1,2}|,?\s*\b\d{1,2}[./]\d{1,2}[./]\d{2,4}"
    r"|,?\s*\b\w{3,9}\.? \d{1,2},? \d{4}|,?\s*\b\d{1,2}\.? \w{3,9}\.? \d{4}).*$",
    re.IGNORECASE | re.DOTALL,
)
"""Where a name ends and the rest of a byline begins: a date, a place, an address."""
_AND = deferred(r",\s+|\s+(?:and|und|et|y|e|og|och|en)\s+|\s*;\s*|\s+&\s+|、")
_JOINS = deferred(r"(?:and|und|et|y|e|og|och|en|&|,|;|、)", re.IGNORECASE)
"""What stands between two names on a line of its own."""
_BUTTON = deferred(
    r"(?:all|more|other|show|see|view|read|follow|subscribe|log ?in|sign ?in|profile|share|contact|e-?mail)\b.{0,60}",
    re.IGNORECASE,
)
_NO_NAME = deferred(
    r".*\b(?:writer|reporter|editor|correspondent|columnist|contributor|redakteur(?:in)?|journalist|staff)s?"
    r"|(?:ph\.? ?d|m\.?d|m\.?[as]|m\.?sc|b\.?sc|r\.?[dn]|esq|mph|mba|j\.?d|dds|facp|cfp|cpa)\.?"
    r"|(?:the )?associated press|reuters|afp|dpa|(?:photos?|fotos?|bilder|illustrations?|grafik|graphics?)\b.*",
    re.IGNORECASE,
)
"""What follows a name behind a comma and is none: a degree, a post, an agency, who took the pictures."""
_NOBODY = frozenset(("admin", "administrator", "webmaster", "guest author", "unknown", "author", "root"))
"""What programs write where nobody has said who wrote it."""
_MAIL = deferred(r"\s*<[^<>]{0,80}>|\s*\[?\S{1,60}(?:@| at |\(at\))\S{1,60}")
_IN_BRACKETS = deferred(r"^\(([^()]+)\)$")
_LABELS = deferred(r"\W*(?:authors?|autor(?:en|es)?|auteurs?|автор|作者|著者)\W*", re.IGNORECASE)
"""What stands before an author in a list of facts or a table."""
_CAPITALS = deferred(r"(?:[^\W\da-zß-öø-ÿ]\S*|(?:de|da|di|du|van|von|der|den|la|le|el|al|bin|y|e)\b)(?:\s+|$)")
_SUFFIX = deferred(r",\s+(?=(?:jr|sr|ii|iii|iv)\b\.?)", re.IGNORECASE)
_ANSWERS = frozenset(("comment", "review", "reviews", "acceptedanswer", "suggestedanswer"))
"""What schema.org calls what others have written to an article or a question."""
_DATED = deferred(r"date|time|publish|posted|byline|meta|\bwhen\b|info", re.IGNORECASE)


def authors_of(root: Element, metas: Sequence[tuple[str, str]], article: Mapping[str, Any]) -> Iterator[str]:
    """Yield the authors: as the article's description has them, as the page's metas, as it shows them."""
    for found in (_described(article), _from_metas(metas), islice(_shown(root), 5)):
        names = [name for one in found for name in _names(one)]
        if names:
            yield from names
            return


def _described(article: Mapping[str, Any]) -> list[str]:
    said = article.get("author") or article.get("creator")
    return [name for one in (said if isinstance(said, list) else [said]) if (name := _named(one))]


def _named(said: object) -> str:
    if isinstance(said, dict):
        whole_name = " ".join(
            str(said[part]) for part in ("givenName", "familyName") if isinstance(said.get(part), str)
        )
        said = said.get("name") or whole_name
    if isinstance(said, list):
        said = ", ".join(one for one in said if isinstance(one, str))
    if not isinstance(said, str) or "://" in said[:12]:
        return ""
    if "&" in said:
        from html import unescape  # noqa: PLC0415  (2,000 names, two milliseconds, for few authors)

        said = unescape(said)
    return line_of(said)


def _from_metas(metas: Sequence[tuple[str, str]]) -> list[str]:
    """All authors of the first kind of meta that has any: those of libraries name each in one of its own."""
    kinds: dict[str, list[str]] = {
        name: [] for name, _ in metas if _AUTHOR_METAS.search(name) and not name.startswith("twitter")
    }
    for name, content in metas:
        if name in kinds and "://" not in content[:12] and not content.startswith("@"):
            kinds[name].append(_turned(content) if name.startswith(("citation", "dc")) else content)
    order = sorted(kinds, key=lambda name: (not name.startswith(("dc", "citation")), name != "author"))
    return next((kinds[name] for name in order if kinds[name]), [])


def _turned(name: str) -> str:
    """A name as libraries write it, the family first, the other way round."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and "," not in given else name


def _shown(root: Element) -> Iterator[str]:
    """What the page shows as a byline, what is marked as an author before what is only called so."""
    marked, called, likely = [], [], []
    labelled: list[Element] = []
    for node in root.iter():
        if node.tag in ("dt", "th", "td") and len(node) < 2 and _LABELS.fullmatch(_own_text(node)):
            labelled += islice(node.itersiblings(), 1)
            continue
        if not node.attrib or not isinstance(node.tag, str) or node.tag in ("meta", "link", "html", "body"):
            continue
        says = f"{node.get('class') or ''} {node.get('id') or ''}"
        if "author" in f"{node.get('rel') or ''} {node.get('itemprop') or ''}".lower().split():
            marked.append(node)
        elif _BYLINE.search(says):
            called.append(node)
        elif _AUTHOR.search(says):
            likely.append(node)
    for some in (marked, labelled, called, likely, list(_lines_below_heading(root))):
        kept: list[Element] = []
        for node in some:
            above = set(node.iterancestors())
            text = _label(node)
            if not text or len(text) > LONGEST or any(one in above for one in kept):
                continue
            if any(map(_is_of_others, above)):
                continue
            name = next(_names(text), "")
            if not name or _BUTTON.fullmatch(name):
                continue
            if some is not marked and kept and not _is_alike(node, kept[0]):
                continue
            kept.append(node)
            yield from _each_named(node) or [text]
        if kept:
            return


def _is_of_others(node: Element) -> bool:
    """Whether what is in an element was written by others than the article: beside it, or in answer to it."""
    if node.tag in ("aside", "nav", "footer") or COMMENTS.search(node.get("class") or ""):
        return True
    return bool(_ANSWERS.intersection((node.get("itemprop") or "").lower().split()))


def _own_text(node: Element) -> str:
    """The text of an element, or of the one in it: a table may have ten thousand cells."""
    return node.text or (node[0].text if len(node) else "") or ""


def _lines_below_heading(root: Element) -> Iterator[Element]:
    """The line that says who wrote it, though nothing calls it so: of its own, near the heading, before the text."""
    for node in _below_heading(root):
        for one in islice(node.iter("p", "div", "li", "span", "address", "small", "em", "h2", "h3", "h4"), FEW):
            text = " ".join(_label(one).split("\n"))
            if len(text) > TEXT:
                return
            said = _BY.match(_DAY_BEFORE.sub("", text))
            names = list(_names(text)) if said and len(text) <= LONGEST else []
            if names and all(map(_is_a_name, names)):
                yield one
                return


def _below_heading(root: Element) -> Iterator[Element]:
    heading = next(root.iter("h1"), None)
    around = heading.getparent() if heading is not None else None
    if heading is not None and around is not None:
        yield from islice(heading.itersiblings(), NEAR)
        if around.tag in ("header", "hgroup"):
            yield from islice(around.itersiblings(), NEAR)


def _is_a_name(name: str) -> bool:
    """Whether all words of a text begin with capitals, where its script has any; one alone may be anything."""
    words = name.split()
    if not name[:1].isupper() and not name[:1].islower():
        return name[:1].isalpha()
    return 2 <= len(words) <= 5 and all(_CAPITALS.fullmatch(word) for word in words)


def _is_alike(node: Element, other: Element) -> bool:
    """Whether both stand beside each other and are called the same."""
    same = node.tag == other.tag and node.get("class") == other.get("class")
    return same and node.getparent() is other.getparent()


def _each_named(node: Element) -> list[str]:
    """The names of a byline that is a list of them, or of links and nothing else."""
    called = [one for one in node.iterdescendants() if _AUTHOR.search(one.get("class") or "") and _label(one)]
    if len(called) > 1 and all(_is_alike(one, called[0]) for one in called):
        return list(map(_label, called))
    for tag in ("li", "a"):
        names = [text for one in node.iter(tag) if (text := _label(one)) and not _BUTTON.fullmatch(text)]
        rest = _BY.sub("", " ".join(_label(node).split("\n")))
        for name in names:
            rest = rest.replace(" ".join(name.split("\n")), "", 1)
        if len(names) > 1 and all(map(_JOINS.fullmatch, rest.split())):
            return names
    return []


def _label(node: Element) -> str:
    """The text of an element, lines apart."""
    return whole("\n".join(filter(None, ("".join(str(one)).strip() for one in node.itertext())))).replace("\n\n", "\n")


def _names(byline: str) -> Iterator[str]:
    """The names in a byline, without what stands about them."""
    bare = _END.sub("", _BY.sub("", _DAY_BEFORE.sub("", one_line(_said_first(byline)).strip()), count=1))
    bare = _MAIL.sub("", bare)
    parts = [
        _BY.sub("", _IN_BRACKETS.sub(r"\1", part.strip(" ,.;:|\t"))).rstrip(" /-–—")
        for part in _AND.split(_SUFFIX.sub(" ", bare))
    ]
    if any(len(part) == 1 for part in parts):
        parts = [bare]  # a letter is no name: what looks like several is one
    named = False
    for part in parts:
        if 1 < len(part) <= 80 and "://" not in part and "@" not in part and not re.search(r"\d{2}", part):
            if part.casefold() in _NOBODY:
                continue
            if named and (_NO_NAME.fullmatch(part) or _BUTTON.fullmatch(part)):
                continue
            named = True
            yield part


def _said_first(byline: str) -> str:
    """The lines of a byline that belong together: a name may stand below the word that says so, or an `and`."""
    said = ""
    for line in filter(None, map(str.strip, byline.split("\n"))):
        bare = _BY.sub("", said).strip()
        one_name = bool(bare) and " " not in f"{bare}{line}" and line[0].isupper()
        if not (not bare or one_name or _ends_open(said) or _JOINS.fullmatch(line.split()[0])):
            break
        said = f"{said} {line}".strip()
    return said


def _ends_open(said: str) -> bool:
    """Whether another name has to come behind what was said."""
    last = said.split()[-1]
    return bool(_JOINS.fullmatch(last) or _WRITTEN.fullmatch(said)) or said.endswith((",", ";", "&"))


def names_in(byline: str) -> list[str]:
    """Return the names in a byline, without the word that says that it is one, and what follows a name."""
    return list(_names(byline))


def line_of(said: object) -> str:
    """Return something said on one line; empty for what is too long to be a name."""
    line = one_line(whole(said)) if isinstance(said, str) else ""
    return line if len(line) <= 300 else ""


def date_of(root: Element, metas: Sequence[tuple[str, str]], article: Mapping[str, Any]) -> str:
    """Return when the article was published, as exact as it is said: in its description, in metas, in what the page
    shows.
    """
    said = [line_of(article.get("datePublished")), line_of(article.get("dateCreated"))]
    said += [content for kind in _DATE_METAS for name, content in metas if kind.search(name)]
    dates = [found for one in said if (found := written_date(one))] or [
        found for one in said if not ISO.match(one) and (found := spoken_date(one))
    ]
    if dates:
        return next((one for one in dates if _is_same_in_its_zone(one, dates[0])), dates[0])
    return (
        _marked_date(root)
        or _shown_date(root)
        or next(map(spoken_date, map(text_in, _lines_below_heading(root))), "")
        or written_date(line_of(article.get("dateModified")))
    )


def _is_same_in_its_zone(one: str, utc: str) -> bool:
    """Whether a time is the same instant as one in UTC, in the zone of the page: its day is that of its readers."""
    if not utc.endswith(("Z", "+00:00")) or one.endswith(("Z", "+00:00")):
        return False
    from datetime import datetime  # noqa: PLC0415  (two milliseconds, for pages that tell two times)

    try:
        times = datetime.fromisoformat(one), datetime.fromisoformat(utc)
    except ValueError:
        return False
    return times[0].tzinfo is not None and abs((times[0] - times[1]).total_seconds()) < 60


def _marked_date(root: Element) -> str:
    times = list(islice(root.iter("time"), 50))
    certain = [one for one in times if one.get("pubdate") is not None or "publish" in _says(one)]
    for one in (*certain, *times):
        if found := written_date(one.get("datetime") or ""):
            return found
    for one in islice(root.iter("abbr", "span", "li", "p", "div"), 3000):
        if "publish" in (one.get("itemprop") or "").lower() or "published" in (one.get("class") or "").lower().split():
            said = one.get("content") or one.get("datetime") or one.get("title") or text_in(one)
            if found := written_date(said) or spoken_date(said):
                return found
    return ""


def _shown_date(root: Element) -> str:
    """A date in words, in a short line that is called after its day or its author."""
    for one in islice(root.iter("time", "span", "p", "div", "li", "td", "abbr", "em", "small", "h5", "h6"), 4000):
        text = text_in(one) if one.attrib and _DATED.search(_says(one)) else ""
        if text and len(text) <= 3 * LONGEST and (found := spoken_date(text)):
            return found
    return ""


def _says(node: Element) -> str:
    return f"{node.get('class') or ''} {node.get('id') or ''} {node.get('itemprop') or ''}".lower()
