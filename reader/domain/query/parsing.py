"""The text of a query is parsed into terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.domain.article import Status
from reader.domain.colour import NAMELESS, Colour
from reader.domain.errors import NotUnderstood
from reader.domain.query.terms import BEGINS, OR, TEXT, Query, Term
from reader.domain.query.times import understood
from reader.domain.search_pattern import fold
from reader.domain.tags import tag_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ALIASES = {"color": "colour", "title": "in"}
FACTS = {
    "is": ("lost", "reworded", "check", "anchored", "starred", "page", "highlight", "conflict"),
    "has": ("note", "tag", "star"),
    "status": tuple(str(one) for one in Status),
    "colour": tuple(str(one) for one in Colour),
}
"""Fields whose values are known."""
SAVED = "@"
"""What the name of a saved query begins with."""
MOST = 1000
"""Alternatives that a query may come to: each is asked of every annotation."""
Alternatives = tuple[tuple["Term", ...], ...]
SYNONYMS = {"orphan": "lost", "moved": "reworded", "gray": "grey"}
"""Words that such values went by once, or are also written as."""
FIELDS = ("tag", "colour", "in", "note", "quote", "author", "source", "has", "is", "status", "since", "before")


def parse(text: str, names: Mapping[Colour, str] = NAMELESS, saved: Mapping[str, str] | None = None) -> Query:
    """Parse the query that `text` is; `colour:` takes the person's `names` of colours too.

    `@name` stands for the one of `saved` that is called so, whatever its case; where there can be none, it is a word
    like any other. Raises NotUnderstood with what is wrong, and where.
    """
    colours = {fold(name): str(colour) for colour, name in names.items()}
    known = None if saved is None else {fold(name): query for name, query in saved.items()}
    return _parsed(text, colours, known, ())


def _parsed(text: str, colours: Mapping[str, str], saved: Mapping[str, str] | None, within: tuple[str, ...]) -> Query:
    """The query; `within` are the names of the saved ones that it stands in."""
    alternatives: list[tuple[Term, ...]] = []
    begun: Alternatives = ((),)
    empty = True
    for word, term in _terms(text, colours):
        if word == OR:
            if empty:
                raise NotUnderstood("there is nothing before OR", text)
            alternatives += begun
            begun, empty = ((),), True
            continue
        empty = False
        if saved is None or not word.removeprefix("-").startswith(SAVED):
            begun = tuple((*terms, term) for terms in begun)
        else:
            meant = _saved(term, text, colours, saved, within)
            begun = tuple((*terms, *more) for terms in begun for more in meant)
            _limit(begun, text)
    if alternatives and empty:
        raise NotUnderstood("there is nothing after OR", text)
    return Query((*alternatives, *begun))


def _saved(
    term: Term, text: str, colours: Mapping[str, str], saved: Mapping[str, str], within: tuple[str, ...]
) -> Alternatives:
    """The alternatives that a saved query stands for."""
    name = fold(term.value.removeprefix(SAVED))
    if name not in saved:
        raise NotUnderstood(f"no query is saved as {term.value}", text, f'to look for the word: "{term.value}"')
    if name in within:
        raise NotUnderstood(f"the saved query {term.value} asks for itself", text)
    found = _parsed(saved[name], colours, saved, (*within, name)).alternatives
    if not term.negated:
        return found
    # Not (a b OR c) is (-a -c OR -b -c).
    none: Alternatives = ((),)
    for terms in found:
        none = tuple((*others, _not(one)) for others in none for one in terms)
        _limit(none, text)
    return none


def _not(term: Term) -> Term:
    return Term(term.field, term.value, not term.negated)


def _limit(alternatives: Alternatives, text: str) -> None:
    if len(alternatives) > MOST:
        raise NotUnderstood("this asks for too many things at once", text, "save a simpler query")


def _terms(text: str, colours: Mapping[str, str]) -> Iterator[tuple[str, Term]]:
    """Each word as it stands (only `OR` matters there) with the term that it is."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        negated = text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace()
        at += negated
        if text[at] == BEGINS and text[at + 1 : at + 2].strip():
            field, at = BEGINS, at + 1
        else:
            field, at = _field(text, at)
        quoted = text[at : at + 1] == '"'
        value, at = _value(text, at)
        if field == "tag" and not quoted:
            value = tag_of(value) or value
        if field == "colour":
            value = colours.get(fold(value), value)
        word = text[start:at]
        yield word, _checked(Term(field, value, negated), text, colours)


def _field(text: str, at: int) -> tuple[str, int]:
    """The name before a colon, if it is a field's, and where its value begins."""
    end = at
    while end < len(text) and text[end].isalpha():
        end += 1
    if end > at and text[end : end + 1] == ":":
        name = text[at:end].lower()
        name = ALIASES.get(name, name)
        if name in FIELDS:
            return name, end + 1
    return TEXT, at


def _value(text: str, at: int) -> tuple[str, int]:
    """A word, or what stands in quotation marks; a mark that is never closed closes at the end."""
    if text[at : at + 1] != '"':
        end = at
        while end < len(text) and not text[end].isspace():
            end += 1
        return text[at:end], end
    value = []
    at += 1
    while at < len(text) and text[at] != '"':
        at += text[at] == "\\" and at + 1 < len(text)
        value.append(text[at])
        at += 1
    return "".join(value), min(at + 1, len(text))


def _checked(term: Term, text: str, colours: Mapping[str, str]) -> Term:
    known = FACTS.get(term.field)
    if known:
        value = term.value.lower()
        term = Term(term.field, SYNONYMS.get(value, value), term.negated)
    called = (*(known or ()), *(colours if term.field == "colour" else ()))
    if known and term.value not in known:
        raise NotUnderstood(f"{term.field}: takes one of {', '.join(called)}, not {term.value!r}", text)
    if term.field in ("since", "before") and not understood(term.value):
        raise NotUnderstood(f"{term.field}: takes a date (2026-01-31) or an age (12h 30d 2w 6m 1y)", text)
    return term
