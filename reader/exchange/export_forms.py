"""An export can be written in every format of the table, or by a template: these are the forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.domain.errors import NotExported, NotUnderstood
from reader.exchange.format_table import TEMPLATES, archive_of, format_named, pieces_of, writable, writer
from reader.exchange.records import PLAIN
from reader.typed_paths import expand_home, is_plain_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from reader.exchange.format_table import BuiltInTemplate, ExchangeFormat
    from reader.exchange.records import Exported, FilePiece, Options

    Chunks = Callable[[Iterable[Exported], Options], Iterator[str]]


@dataclass(frozen=True, slots=True)
class ExportForm:
    """An `ExportForm` is a way to write annotations: the format of that name, or a template, which `template`
    renders.
    """

    name: str
    label: str
    extension: str
    template: Chunks | None = None

    def chunks(self, exported: Iterable[Exported], options: Options = PLAIN) -> Iterator[str]:
        """Return the file in pieces. Raises NotExported."""
        if self.template is None:
            return writer(self.name)(exported, options)
        return self.template(exported, options)

    def file(self, exported: Iterable[Exported], name: str, options: Options = PLAIN) -> Iterable[str | bytes]:
        """Return the file as its `name` has it: an archive where that ends as one does."""
        chunks = self.chunks(exported, options)
        archive = archive_of(self.name) if self.template is None else None
        if archive is not None and name.lower().endswith(archive[0]):
            return [archive[1](chunks)]
        return chunks

    def pieces(self) -> Callable[[Exported, Options], Iterator[FilePiece]] | None:
        """Tell how an article is written in pieces that are renewed by themselves; None where it is written whole."""
        return pieces_of(self.name) if self.template is None else None


def export_forms() -> tuple[ExportForm, ...]:
    """Return all of them, in the order in which they are offered."""
    return (*map(_of, writable()), *map(_of_ours, TEMPLATES))


def form_of_format(name: str) -> ExportForm:
    """Return the format of that name. Raises NotUnderstood where none of that name is written."""
    chosen = format_named(name)
    if not chosen.writes:
        raise NotUnderstood("this format can be imported only", name, "see: reader export --help")
    return _of(chosen)


def form_of_template(word: str, extension: str) -> ExportForm:
    """Return the template of ours that `word` names, or the one in the file of that path, for files of that
    `extension`.

    Raises NotUnderstood where there is none.
    """
    from reader.exchange.template import built_in, is_name  # noqa: PLC0415  (20 ms of Jinja, where something is exported)

    if is_name(word):
        return _of_ours(built_in(word))
    path = expand_home(word)
    if not is_plain_file(path):
        raise NotUnderstood("there is no such template", word, "a name of ours has neither a slash nor a dot in it")
    from reader.exchange.template_process import TemplateProcess  # noqa: PLC0415  (it needs subprocesses, 10 ms)

    return ExportForm(path.name, path.name, extension, TemplateProcess(_text_of(path)).render)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotExported("the template cannot be read as UTF-8 text", str(path), "mend the template") from error


def _of_ours(one: BuiltInTemplate) -> ExportForm:
    def chunks(exported: Iterable[Exported], options: Options) -> Iterator[str]:
        from reader.exchange.template import render, source_of  # noqa: PLC0415  (as above)

        return render(source_of(one), exported, options)

    return ExportForm(one.name, one.label, one.extension, chunks)


def _of(one: ExchangeFormat) -> ExportForm:
    return ExportForm(one.name, one.label, one.extension)
