"""Some lines are about an article and not of it: the day, who wrote it, other articles, a newsletter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.metadata.bylines import names_in
from reader.formats.html.metadata.days import spoken_date

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from reader.domain.document import Metadata

LEFT_OVER = 6
"""Words that may stand beside a day in the line that says when something was published: a section, a name."""


def _any(*phrases: str) -> str:
    return "|".join(phrases)


_SEE_ALSO = _any(
    "see also", "also see", "siehe auch", "voir aussi", "veja também", "ver también", "véase también", "vedi anche",
    "zie ook", "se även",
)  # fmt: skip
_ELSEWHERE = _any(
    "related", "also(?: read)?", "read (?:more|also|next)", "more (?:from|in|on|stories|articles|topics|news)",
    "you (?:may|might) (?:also )?(?:like|enjoy)", "lesen sie auch", "mehr zum thema",
    "weitere (?:themen|artikel|beiträge)", "das könnte (?:sie|dich) (?:auch )?interessieren", "autres articles",
    "(?:à )?lire aussi", "à lire", "leia (?:também|mais)", "outras notícias", "(?:también )?lea(?: también)?",
    "te puede interesar", "otros artículos", "leggi anche", "potrebbe interessarti", "altri articoli", "lees ook",
    "läs också", "czytaj (?:też|także)", "zobacz też", "читайте также", r"関連\w*", "相关阅读",
)  # fmt: skip
_FILED = _any(
    "filed under", "tags?", "tagged(?: with| as)?", "categor(?:y|ies)", "posted in", "labels?", "topics?",
    "schlagw(?:ö|oe)rter", "kategorien?", "mots-clés", "étiquettes?", "catégories?", "etiquetas?", "categorías?",
    "categorias?", "archivado en", "tag correlati", "trefwoorden", "метки", "рубрик[аи]", "теги",
    "(?:next|previous|prev|older|newer)(?: (?:post|article|story|entry|page|chapter)s?)?",
)  # fmt: skip
"""What stands before links to what is filed alike, or beside it."""
_IS_FILED = deferred(rf"\W*(?:{_FILED})\s*:", re.IGNORECASE)
_LEADS_ELSEWHERE = deferred(rf"\W*(?:{_ELSEWHERE}|{_SEE_ALSO}|(?:{_FILED})\s*(?:[:→»]|$|(?=\W)))(?!\w)", re.IGNORECASE)
"""How lines begin that lead to other articles."""
_NAMES_ELSEWHERE = deferred(rf"\W*(?:{_ELSEWHERE})(?: (?:articles?|stories|posts|news|links))?\W*", re.IGNORECASE)
"""What stands above a list of them. "See also" is a part of an article in an encyclopedia."""
_OF_AUTHOR = _any(
    "about the authors?", "about the writer", "author bio", "meet the author", "zum autor", "zur autorin", "zur person",
    "(?:über|zu) (?:den|die|der) autor(?:en|in(?:nen)?)?", "(?:à propos de )?l['’]auteure?",
    "sobre (?:el|la|o|a|os|los) autora?e?s?", "sull['’]autor[ei]", "l['’]autore", "over de auteurs?",
    "om (?:författaren|forfatteren)", "o autorze", "o autorovi", "об авторе", "про автора", "yazar hakkında",
    "著者について", "この記事を書いた人", "著者プロフィール", "作者简介", "作者簡介", "关于作者", "글쓴이", "저자 소개",
)  # fmt: skip
_NAMES_AUTHOR = deferred(rf"\W*(?:{_OF_AUTHOR})\W*", re.IGNORECASE)
"""What stands above a few words about whoever wrote the article."""
_RIGHTS = deferred(r"\W*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
_BUTTONS = _any(
    "sponsored(?: (?:links|content|posts?))?", "werbung", "publicité",
    "share", "sharing is caring", r"share (?:this|on|via)(?: \w+)?", "print(?: (?:article|this|this page))?",
    "order reprints", "text size", "e-?mail (?:this|article)", "tweet", "pin it", "advertisement", "teilen", "drucken",
    "anzeige", "partager", "imprimer", "compartir", "imprimir", "condividi", "stampa", "compartilhar", "publicidade",
    "publicidad", "поделиться", "реклама", "広告",
)  # fmt: skip
_READING_TIMES = _any(
    r"\d{1,3}[- ]min(?:ute)?s?(?: read)?", r"reading time:? \d{1,3} min(?:ute)?s?",
    r"lesezeit:? (?:ca\.? )?\d{1,3} min(?:uten?|\.)?", r"temps de lecture ?:? ?\d{1,3} min(?:utes?)?",
    r"tiempo de lectura:? \d{1,3} min(?:utos?)?",
)  # fmt: skip
_LABEL = deferred(rf"\W*(?:{_BUTTONS}|{_READING_TIMES})\W*", re.IGNORECASE)
_ABOVE = deferred(
    r"\W*(?:listen|follow|save|bookmark|subscribe|anhören|folgen|merken|écouter|suivre|escuchar|seguir)?\W*|[\d.,]{1,6}\s?[kKmM]?"
)
"""Labels and counts that are about an article where they stand above it, and else may be said in it."""
_REQUESTS = _any(
    r"(?:please |click here to )?(?:subscribe|sign[ -]up|register|join)\b.{0,160}\b(?:newsletters?|inbox|mailing list)",
    r"(?:get|receive)\b.{0,120}\b(?:your inbox|newsletters?)",
    r"follow (?:us|me)\b.{0,60}\b(?:on|@)",
    r"(?:jetzt )?(?:abonnieren sie|melden sie sich|hier anmelden)\b.{0,120}\bnewsletter",
    r"(?:(?:zum |den |unseren )?newsletter (?:abonnieren|bestellen|anmelden)|newsletter-anmeldung)\b.{0,80}$",
    r"(?:s['’]abonner|s['’]inscrire) à .{0,40}newsletter.{0,60}$",
    r"(?:suscribirse|iscriversi|inscrever-se) .{0,60}(?:newsletter|bolet[ií][nm]).{0,60}$",
    r"(?:inscrivez|abonnez)-vous\b.{0,120}\b(?:newsletters?|lettre|infolettre)",
    r"(?:suscríbe(?:te|se)|suscríbase|inscreva-se|assine|iscriviti|abonati)\b.{0,120}\b(?:newsletters?|bolet[ií][nm])",
    r"подпи(?:шитесь|сывайтесь)\b.{0,120}",
    r"(?:click here to|leave a|post a|write a) (?:comment|reply|print|share)\b.{0,40}$",
    r"this (?:entry|post) was (?:posted|published|filed)\b.{0,200}$",
    r"bookmark the permalink\W*$",
)
_ASKS = deferred(rf"\W*(?:{_REQUESTS})", re.IGNORECASE | re.DOTALL)
"""How lines begin that ask for something."""
_SAYS_PUBLISHED = _any(
    "publi", "posted", "updated", "veröffentlicht", "aktualisiert", r"stand\s*:", "mis à jour", "actualizado",
    "atualizado", "aggiornato", "опубликован",
)  # fmt: skip
_PUBLISHED = deferred(_SAYS_PUBLISHED, re.IGNORECASE)
_CLOCK = deferred(r"\b\d{1,2}[:.h]\d\d\b")
_SENTENCE = deferred(r"[^\W\d]{2,}[.!?。]$")
_FIGURES = deferred(r"\b(?:(\d{1,2})[./-](\d{1,2})[./-](\d{4})|(\d{4})[./-](\d{1,2})[./-](\d{1,2}))\b")
_HOST = deferred(r"(?:https?:)?//(?:www\.)?([^/?#]+)", re.IGNORECASE)
_GIVES_ADDRESS = deferred(r"[?&](?:u|url|uri|link|href|text|body|subject)=", re.IGNORECASE)
_WORD = deferred(r"[^\W\d_]{2,}")


def leads_elsewhere(text: str) -> bool:
    """Tell whether a line, if most of it is links, leads to other articles."""
    return _LEADS_ELSEWHERE.match(text) is not None


def names_elsewhere(text: str) -> bool:
    """Tell whether a line is no more than the name of a list of other articles."""
    return _NAMES_ELSEWHERE.fullmatch(text) is not None


def names_author(text: str) -> bool:
    """Tell whether a line is no more than what stands above a few words about the author."""
    return _NAMES_AUTHOR.fullmatch(text) is not None


def is_notice(text: str) -> bool:
    """Tell whether a line says whose the text is, asks to subscribe or to share, or is the label of a button."""
    return any(one is not None for one in (_RIGHTS.match(text), _LABEL.fullmatch(text), _ASKS.match(text)))


def is_count(text: str) -> bool:
    """Tell whether a line above the text is no more than a label or a count: of those who liked it, or wrote."""
    return _ABOVE.fullmatch(text) is not None


def is_about(text: str, about: Metadata) -> bool:
    """Tell whether a line above the text says no more than when the article was published, or by whom."""
    names = names_in(text.strip(" ·•|"))
    if names and {name.casefold() for name in names} <= {name.casefold() for name in about.authors}:
        return True
    days = _days(text)
    if not days:
        return False
    said = _CLOCK.search(text) is not None or _PUBLISHED.search(text) is not None
    if about.date[:10] not in days and not said:
        return False
    if _SENTENCE.search(text) and not _PUBLISHED.match(text.lstrip(" ·•|*(")):
        return False  # a short one of the text that names the same day
    known = sum(len(_WORD.findall(one)) for one in about.authors if one.casefold() in text.casefold())
    return len(_WORD.findall(text)) - known <= LEFT_OVER


def is_filed(text: str) -> bool:
    """Tell whether a line with links says what something is filed under."""
    return _IS_FILED.match(text) is not None


def is_signed_below(text: str, about: Metadata) -> bool:
    """Tell whether a line below the text says that it was published, and when."""
    return _PUBLISHED.match(text.lstrip(" ·•|*(").removeprefix("Last ").removeprefix("last ")) is not None and is_about(
        text, about
    )


def _days(text: str) -> set[str]:
    """The days that a line names, as ISO 8601; in figures with the month before the day too."""
    found = {day} if (day := spoken_date(text)) else set()
    for first, second, year, year_first, month, last in _FIGURES.findall(text):
        if year:
            found |= {f"{year}-{second:0>2}-{first:0>2}", f"{year}-{first:0>2}-{second:0>2}"}
        else:
            found.add(f"{year_first}-{month:0>2}-{last:0>2}")
    return found


def is_tags(node: Element) -> bool:
    """Tell whether all links in an element lead to what is tagged alike."""
    links = list(node.iter("a"))
    return bool(links) and all("tag" in (link.get("rel") or "").lower().split() for link in links)


def is_share(link: Element) -> bool:
    """Tell whether a link gives an address to another site, as buttons do with which one shares a page."""
    return _GIVES_ADDRESS.search(link.get("href") or "") is not None


def is_of_site(href: str, page: str) -> bool:
    """Tell whether a link leads to another page of the site that `page` is one of."""
    if not href.strip() or href.startswith(("#", "mailto:", "javascript:")):
        return False
    host = host_of(href)
    return not host or host == host_of(page)


def host_of(href: str | None) -> str:
    """Return the host that an address names; empty for one within its site."""
    match = _HOST.match((href or "").strip())
    return match[1].casefold() if match else ""
