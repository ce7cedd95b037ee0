"""A user's own format is a Jinja template, rendered in a sandbox, once for all articles.

What a template sees: `articles`, each as `own_json` describes it with its `annotations`; `exported`, a time or None.
Besides Jinja's own filters:

- `quoted` (every line with `> ` in front), `lines` (the lines of a text), `flat` (on one line), `slug` (as file names
  have it), `day` and `stamp` (of a time: 2026-01-31, 202601311405, where one is)
- a text letter by letter in another language: `markdown`, `latex`, `roam`, `url`, `yaml` (a string in quotes); `note`:
  the lines of a note, which is Markdown and stays it, without what acts; `blocks`: a note's blocks as Roam has them
- of a tag: `hashtag` (as Obsidian takes it, without `#`), `page` (a page's name between double brackets)

The package has some templates of its own: `format_table.TEMPLATES`.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reader.domain.errors import NotExported, NotUnderstood
from reader.exchange.file_names import slug
from reader.exchange.format_table import TEMPLATES
from reader.exchange.formats.markdown.front_matter import scalar
from reader.exchange.formats.markdown.markdown_text import note, quote_markdown
from reader.exchange.formats.own.own_records import annotation_object, article_object
from reader.exchange.latex import latex
from reader.exchange.records import PLAIN, Exported, ExportedAnnotation, Options
from reader.exchange.sanitize import visible, visible_line
from reader.exchange.tag_names import hashtag, page_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reader.exchange.format_table import BuiltInTemplate


FOLDER = Path(__file__).with_name("templates")


def built_in(name: str) -> BuiltInTemplate:
    """Return the template of that name. Raises NotUnderstood where there is none."""
    for one in TEMPLATES:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in TEMPLATES)
    raise NotUnderstood("no such template", name, f"choose one of {names}, or name a file: ./{name}")


def source_of(one: BuiltInTemplate) -> str:
    """Return a template of the package as it is written."""
    return (FOLDER / f"{one.name}{one.extension}.j2").read_text(encoding="utf-8")


def is_name(word: str) -> bool:
    """Tell whether it names one of ours: what has a slash or a dot in it is a file."""
    return not any(sign in word for sign in "/\\.")


def render(template: str, exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
    """Render the text of a template that can be trusted to end, in pieces.

    Raises NotExported where it cannot be rendered.
    """
    objects = (object_of(one, options) for one in exported)
    return render_objects(template, objects, options.exported.isoformat() if options.exported else None)


def object_of(one: Exported, options: Options) -> dict[str, Any]:
    """Return what a template sees of an article."""
    return {**article_object(one, options), "annotations": [_annotation(entry, options) for entry in one.entries]}


def render_objects(template: str, articles: Iterable[dict[str, Any]], exported: str | None) -> Iterator[str]:
    """Render a template from what it sees."""
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.filters.update(_FILTERS)
    time = datetime.fromisoformat(exported) if exported else None
    try:
        for piece in environment.from_string(template).generate(articles=iter(articles), exported=time):
            yield visible(piece)
    except (TemplateError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        line = f" in line {error.lineno}" if isinstance(error, TemplateSyntaxError) else ""
        raise NotExported(f"the template fails{line}: {error}", do="mend the template") from error


def _annotation(entry: ExportedAnnotation, options: Options) -> dict[str, Any]:
    """As the JSON export has it, but the quote is for people: with its powers and indices."""
    named = options.colour_name(entry.annotation)
    return {**annotation_object(entry, options), "quote": entry.words, "colour_name": named}


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n") if text.strip() else []


def _markdown(text: str) -> str:
    return "\n".join(quote_markdown(text))


_IN_ROAM = re.compile(
    r"""([\[({`:])(?=\1) | (?:(?<=\s)|^)\#(?=\S) | ([*_^~])(?=\2) | \$(?=\$)""",
    re.VERBOSE,
)
"""What begins a reference, a tag, an attribute or a component of Roam."""


_IN_LINE_CODE = re.compile(r"(?<!`)(`[^`\n]+`)(?!`)")
_CODE_OR_FORMULA = re.compile(r"(?<!`)(`[^`\n]+`|\$\$[^$`\n]+\$\$)(?!`)")
_FENCES = re.compile(r"(?:`{3,}|~{3,})\w*")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


def _roam(text: str, verbatim: re.Pattern[str] = _IN_LINE_CODE) -> str:
    parts = verbatim.split(text)
    return "".join(part if at % 2 else _IN_ROAM.sub("\\g<0>\u200b", part) for at, part in enumerate(parts))


def _blocks(text: str) -> list[str]:
    """The blocks of a note in Roam: a line each, but code between fences is one, as it was typed."""
    found: list[str] = []
    left = _lines(text)
    while left:
        fence = _FENCE.match(left[0])
        end = next((at for at, line in enumerate(left[1:], 2) if fence and line.strip() == fence[1]), 0)
        if end:
            found.append("\n".join(left[:end]))
        elif left[0].strip():
            found.append(_roam(left[0], _CODE_OR_FORMULA))
        left = left[end or 1 :]
    return found


def _title_of(text: str) -> str:
    words = _FENCES.sub(" ", text).split()
    text = " ".join(words)
    return text if len(words) <= TITLE_WORDS else " ".join(words[:TITLE_WORDS]) + " …"


TITLE_WORDS = 8
"""Words of a note that its title has at most."""


def _moment(value: str | None, form: str) -> str:
    """A time so written; empty for one that is not known."""
    return f"{datetime.fromisoformat(value).astimezone():{form}}" if value else ""


_FILTERS: dict[str, Callable[..., Any]] = {
    "quoted": _quoted,
    "slug": slug,
    "lines": _lines,
    "flat": visible_line,
    "day": lambda value: _moment(value, "%Y-%m-%d"),
    "stamp": lambda value: _moment(value, "%Y%m%d%H%M"),
    "markdown": _markdown,
    "note": lambda text: note(text) if text.strip() else [],
    "latex": latex,
    "roam": _roam,
    "blocks": _blocks,
    "url": lambda address: re.sub(r"[\s{}\\<>^`|\"]", lambda match: f"%{ord(match[0]):02X}", address),
    "yaml": scalar,
    "hashtag": hashtag,
    "page": page_name,
    "title_of": _title_of,
}
