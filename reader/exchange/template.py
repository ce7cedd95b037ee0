"""A user's own format: a Jinja template, rendered in a sandbox, once for all articles.

What a template sees: `articles`, each as `own_json` describes it with its `annotations`; `exported`, a time or None.
Besides Jinja's own filters: `quoted` (every line with `> ` in front) and `slug` (as file names have it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reader.domain.errors import NotExported
from reader.exchange.file_names import slug
from reader.exchange.formats.own_records import annotation_object, article_object
from reader.exchange.records import PLAIN, Entry, Exported, Options
from reader.exchange.sanitize import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def render(template: str, exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """The template's text, in pieces. Raises NotExported where it cannot be rendered."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.filters["quoted"] = _quoted
    environment.filters["slug"] = slug
    articles = (
        {**article_object(one, options), "annotations": [_annotation(entry, options) for entry in one.entries]}
        for one in exported
    )
    try:
        for piece in environment.from_string(template).generate(articles=articles, exported=options.exported):
            yield visible(piece)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        line = f" in line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise NotExported(f"the template fails{line}: {error}", do="mend the template") from error


def _annotation(entry: Entry, options: Options) -> dict[str, Any]:
    """As the JSON export has it, but the quote is for people: with its powers and indices."""
    return {**annotation_object(entry, options), "quote": entry.words}


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
