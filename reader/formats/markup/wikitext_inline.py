"""MediaWiki's pages have these words: links, quotes for bold and italics, addresses, templates that set words off."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred

if TYPE_CHECKING:
    from collections.abc import Callable

_FILES = frozenset((
    "file", "image", "media", "datei", "bild", "fichier", "archivo", "imagen", "ficheiro", "immagine", "bestand",
    "plik", "файл", "изображение", "文件", "ファイル", "画像",
))  # fmt: skip
_CATEGORIES = frozenset((
    "category", "kategorie", "catégorie", "categoría", "categoria", "categorie", "kategoria", "категория", "分类",
    "カテゴリ",
))  # fmt: skip
_OPTIONS = deferred(
    r"(?:thumb|thumbnail|mini|miniatur|vignette|miniatura|frame|framed|frameless|border|left|right|center|centre|none"
    r"|links|rechts|gauche|droite|upright(?:\s*[=\d.]*)?|hochkant(?:\s*[=\d.]*)?|\d*x?\d+\s*px|baseline|middle|top"
    r"|bottom|sub|super|text-top|text-bottom|(?:link|lang|page|class|start|end)\s*=.*)",
    re.IGNORECASE,
)
_LINK = deferred(r"\[\[([^\[\]|\n]{1,500})(?:\|((?:[^\[\]]|\[(?!\[)|\](?!\])|\[\[[^\[\]]*\]\])*))?\]\](\w*)")
_EXTERNAL = deferred(
    r"(?<!\[)\[((?:https?:|ftp:|news:|irc:)?//[^\s\[\]<>\"]{1,2000}|mailto:[^\s\[\]<>\"]{1,500})(?:[ \t]+([^\]\n]*))?\]"
)
_NOT_IN_SLUGS = deferred(r"[^\w#-]")
_BARE = deferred(r"(?<![\w\"'=>/])(https?://[^\s\[\]<>\"{}|\ue0fa]+[^\s\[\]<>\"{}|.,;:!?)'\ue0fa])")
_TAG = deferred(r"<(/?)([a-zA-Z][\w-]*)\b([^<>]*)>")
_TAGS = frozenset((
    "b", "strong", "i", "em", "u", "s", "del", "strike", "ins", "sub", "sup", "small", "big", "tt", "code", "kbd",
    "samp", "var", "cite", "q", "abbr", "br", "ruby", "rt", "rp", "rb", "span", "font", "mark", "bdi", "dfn",
    "blockquote", "p", "div", "center", "ul", "ol", "li", "dl", "dt", "dd", "hr", "table", "tr", "td", "th",
))  # fmt: skip
_ENTITY = deferred(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|[a-zA-Z][a-zA-Z0-9]{1,30};)")
_LANGUAGES = deferred(r"[a-z]{2,3}(?:-[a-z-]{2,12})?")
_WORDS_OF = frozenset((
    "nowrap", "nobr", "small", "smaller", "big", "larger", "strong", "em", "sub", "sup", "abbr", "lang", "transl",
    "translit", "transliteration", "tooltip", "color", "colour", "font", "nihongo", "not a typo", "sic",
    "visible anchor", "anchor", "mono", "code", "var", "quote", "blockquote", "cquote", "quotation", "zitat",
    "citation bloc", "poemquote", "centre", "center", "keypress", "key", "angbr", "ipa", "vanchor", "url",
    "official website", "w",
))  # fmt: skip
"""Templates that set words off, and say nothing more."""
_LAST_OF = frozenset(("lang", "transl", "translit", "transliteration", "color", "colour", "font", "abbr", "tooltip"))
_SILENT = frozenset((
    "reflist", "references", "refbegin", "refend", "notelist", "short description", "use dmy dates", "use mdy dates",
    "use british english", "use american english", "toc", "clear", "clr", "-", "authority control",
    "commons category", "commons", "commonscat", "portal", "portal bar", "featured article", "good article", "stub",
    "normdaten", "stapelspalten", "références", "listaref", "примечания", "脚注リスト",
))  # fmt: skip
"""What is drawn for the page and is none of its words."""
_SIGNS = {
    "!": "|", "=": "=", "ndash": "–", "mdash": "—", "snd": " – ", "spaced ndash": " – ", "en dash": "–", "em dash": "—",
    "·": " · ", "middot": " · ", "•": " • ", "bullet": " • ", "nbsp": "\u00a0", "pipe": "|", "spaces": " ", "'": "'",
    "circa": "c. ", "c.": "c. ", "frac": "", "br": "<br>",
}  # fmt: skip
_SOURCES = deferred(r"(?:cite|citation|literatur|internetquelle|ouvrage|lien web|article|cita)\b", re.IGNORECASE)
_SAID_OF_SOURCES = (
    "author", "last", "first", "autor", "auteur", "nom", "prénom", "last1", "first1", "last2", "first2", "date", "year",
    "datum", "jahr", "année", "título", "title", "titel", "titre", "chapter", "work", "website", "journal", "magazine",
    "newspaper", "werk", "sammelwerk", "périodique", "volume", "issue", "band", "nummer", "edition", "auflage",
    "publisher", "verlag", "éditeur", "editorial", "location", "ort", "lieu", "page", "pages", "seiten", "isbn", "doi",
)  # fmt: skip
DEEPEST = 12
"""Templates within each other that are read."""


class WikiInline:
    """A `WikiInline` turns words into HTML, and keeps what was said of the page meanwhile."""

    def __init__(self) -> None:
        self.categories: list[str] = []

    def html(self, text: str) -> str:
        """Write a run of words as HTML."""
        text = _TAG.sub(_known_tag, text)
        text = _ENTITY.sub("&amp;", text)
        if "]" in text:
            text = _EXTERNAL.sub(_external, text)
        for _ in range(3):  # captions of pictures have links in them
            text, count = _LINK.subn(self._link, text)
            if not count:
                break
        text = _BARE.sub(lambda match: f'<a href="{_attribute(match[1])}">{match[1]}</a>', text)
        return "\n".join(_with_quotes(line) if "''" in line else line for line in text.split("\n"))

    def _link(self, match: re.Match[str]) -> str:
        target, words, trail = match[1].strip(), match[2], match[3]
        space, colon, name = target.partition(":")
        kind = space.strip().casefold()
        if colon and kind in _FILES:
            return _caption(words or "") + trail
        if colon and kind in _CATEGORIES:
            self.categories.append(" ".join(name.replace("_", " ").split())[:80])
            return trail
        if colon and words is None and _LANGUAGES.fullmatch(space):
            return trail  # the same page in another language
        shown = words if words else target.lstrip(":").replace("_", " ")
        if words == "":  # the pipe trick: without the space of names and what is in brackets
            shown = re.sub(r"\s*\([^()]*\)$", "", name if colon else target)
        address = target.lstrip(":").replace(" ", "_")
        if address.startswith("#"):  # headings are called as GitHub calls them
            address = _NOT_IN_SLUGS.sub("", address.lower().replace("_", "-"))
        return f'<a href="{_attribute(address)}">{shown}{trail}</a>'

    def template(self, inside: str) -> str | None:
        """Write what a template says in a line; None where that is not known."""
        name, given = parameters(inside)
        low = name.replace("_", " ").strip().casefold()
        positional = [value for key, value in given if not key]
        if low in _SIGNS and not positional:
            return _SIGNS[low]
        if low in _SILENT or low.split(":")[0] in ("defaultsort", "sortierung", "#tag"):
            return ""
        if low in ("main", "main article", "hauptartikel", "article détaillé", "see also", "siehe auch", "further"):
            return "→ " + ", ".join(f"[[{one}]]" for one in positional)
        if low in ("convert", "cvt") and len(positional) > 1:
            return f"{positional[0]} {positional[1]}"
        if _SOURCES.match(low):
            return _source(dict(given)) or None
        if low in _WORDS_OF or low.startswith("lang-"):
            words = [*positional, *(value for key, value in given if key in ("text", "quote", "1", "Text"))]
            if words:
                return words[0] if low not in _LAST_OF or low.startswith("lang-") else words[-1]
        return None


def _source(said: dict[str, str]) -> str:
    """Where something is from, as those templates print it that have a name for each part."""
    low = {key.casefold(): value for key, value in said.items() if value}
    for number in ("", "1", "2"):
        if (last := low.get(f"last{number}")) and (first := low.pop(f"first{number}", "")):
            low[f"last{number}"] = f"{last}, {first}"
    parts = [low[name] for name in _SAID_OF_SOURCES if name in low]
    address = low.get("url", "")
    title = low.get("title") or low.get("titel") or low.get("titre") or low.get("título")
    if address and title in parts:
        parts[parts.index(title)] = f"[{address} {title}]"
    elif address:
        parts.append(address)
    return ". ".join(part.strip().rstrip(".") for part in parts)


def parameters(inside: str) -> tuple[str, list[tuple[str, str]]]:
    """Split a template into its name and what it is given, each with its name or an empty one."""
    parts = [""]
    depth = 0
    at = 0
    while at < len(inside):
        two = inside[at : at + 2]
        if two in ("[[", "{{", "{|", "]]", "}}", "|}"):
            depth += 1 if two in ("[[", "{{", "{|") else -1 if depth else 0
            parts[-1] += two
            at += 2
            continue
        if inside[at] == "|" and depth <= 0:
            parts.append("")
        else:
            parts[-1] += inside[at]
        at += 1
    given = []
    for part in parts[1:]:
        key, equals, value = part.partition("=")
        named = bool(equals) and re.fullmatch(r"\s*[^<>\[\]{}|=\n]{1,60}\s*", key) is not None
        given.append((key.strip(), value.strip()) if named else ("", part.strip()))
    return parts[0].strip(), given


def templates_in(text: str, said: Callable[..., str]) -> str:
    """Replace each template in the text, the innermost first, by what `said` has; what is not closed stays."""
    opened: list[tuple[int, str]] = []
    out = ""
    at = 0
    for match in re.finditer(r"\{\{|\}\}", text):
        if match.start() < at:
            continue
        out += text[at : match.start()]
        at = match.end()
        if match[0] == "{{":
            if len(opened) < DEEPEST:
                opened.append((len(opened), out))
                out = ""
            else:
                out += "{{"
        elif opened:
            _, before = opened.pop()
            alone = not opened and before.rpartition("\n")[2].strip() == "" and text[at : at + 1] in ("", "\n")
            out = before + said(out, alone=alone)
        else:
            out += "}}"
    out += text[at:]
    for _, before in reversed(opened):
        out = f"{before}{{{{{out}"
    return out


def _known_tag(match: re.Match[str]) -> str:
    """Elements that wikis allow; of any other the sign is text."""
    name = match[2].lower()
    if name in _TAGS:
        return f"<{match[1]}{name}{'' if match[1] else _spans(match[3])}>"
    if name in ("noinclude", "includeonly", "onlyinclude", "references", "ref", "templatestyles", "section", "nowiki"):
        return ""
    return escape(match[0])


def _spans(attributes: str) -> str:
    return "".join(f' {name}="{count}"' for name, count in re.findall(r"\b(rowspan|colspan)=[\"']?(\d+)", attributes))


def _external(match: re.Match[str]) -> str:
    words = (match[2] or "").strip() or match[1]
    return f'<a href="{_attribute(match[1])}">{words}</a>'


def _caption(words: str) -> str:
    """What stands below a picture, or what it shows."""
    parts = [part.strip() for part in re.split(r"\|(?![^\[]*\]\])", words)]
    said = [part for part in parts if part and not _OPTIONS.fullmatch(part)]
    alt = next((part.partition("=")[2].strip() for part in said if part.lower().startswith("alt=")), "")
    caption = next((part for part in reversed(said) if not part.lower().startswith("alt=")), "")
    if caption:
        return f'<figure><img alt="{_attribute(alt)}"><figcaption>{caption}</figcaption></figure>'
    return f'<img alt="{_attribute(alt)}">' if alt else ""


def _attribute(value: str) -> str:
    return escape(unescape(value))


def _with_quotes(line: str) -> str:
    """Two, three and five quotes are italics, bold and both; what is open at the end of the line ends there."""
    html = ""
    open_marks: list[str] = []
    for piece in re.split(r"('{2,})", line):
        if not piece.startswith("''"):
            html += piece
            continue
        extra = len(piece) - (5 if len(piece) >= 5 else 3 if len(piece) >= 3 else 2)
        html += "'" * extra
        for mark in {2: ("em",), 3: ("strong",), 5: ("strong", "em")}[len(piece) - extra]:
            html += _toggle(mark, open_marks)
    return html + "".join(f"</{mark}>" for mark in reversed(open_marks))


def _toggle(mark: str, open_marks: list[str]) -> str:
    if mark not in open_marks:
        open_marks.append(mark)
        return f"<{mark}>"
    html = ""
    above = []
    while (last := open_marks.pop()) != mark:
        html += f"</{last}>"
        above.append(last)
    html += f"</{mark}>"
    for one in reversed(above):
        open_marks.append(one)
        html += f"<{one}>"
    return html
