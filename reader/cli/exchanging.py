"""`reader export` and `reader import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.output import pieces
from reader.domain.counting import counted
from reader.domain.errors import NotExported, NotUnderstood
from reader.domain.query import parse

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from reader.cli.wiring import Services
    from reader.exchange.format_table import Format
    from reader.exchange.records import Exported, Options


WRITABLE = "md json jsonl csv html w3c epub org logseq hypothesis koreader txt"
"""As on the help page, for which the formats are not imported; the tests compare."""


@click.command("export")
@click.argument("query", nargs=-1)
@click.option("-f", "--format", "name", metavar="FORMAT", help=WRITABLE)
@click.option("-o", "--output", metavar="FILE|DIR", help="A file, or a folder for one file an article; else stdout.")
@click.option("--template", type=click.Path(exists=True, dir_okay=False), help="A Jinja template instead of a format.")
@click.option("--force", is_flag=True, help="Write over a FILE that is there, and over those in DIR edited since.")
@click.option("--with-paths", is_flag=True, help="Tell the articles' paths on this machine, not only their names.")
@click.option("--with-creator", is_flag=True, help="Tell who made each annotation.")
@click.pass_obj
def export_command(
    services: Services,
    query: tuple[str, ...],
    name: str | None,
    output: str | None,
    template: str | None,
    *,
    force: bool,
    with_paths: bool,
    with_creator: bool,
) -> None:
    """Write annotations in another program's format.

    Those that answer to QUERY, or all. It is written as in the pane's filter: tag:law colour:red in:"title" has:note
    since:30d. Without a FORMAT the name of the FILE says it, or it is Markdown.
    """
    from reader.exchange.format_table import format_named, format_of_file
    from reader.exchange.records import Options

    name = name or format_of_file(output or "") or "md"
    chosen = format_named(name)
    if not chosen.writes:
        raise NotUnderstood("this format can be imported only", name, "see: reader export --help")
    options = Options(paths=with_paths, creator=with_creator)
    articles = services.library.exported(parse(" ".join(query)))
    if output is None:
        pieces(_chunks(chosen, template, articles, options))
    elif output.endswith("/") or Path(output).is_dir():
        alive = {one.id for one in services.store.annotations()} if query else None
        _into_folder(Path(output), chosen, template, articles, options, alive=alive, force=force)
    else:
        _into_file(Path(output), _chunks(chosen, template, articles, options), force=force)


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path())
@click.option("-f", "--format", "name", default="", metavar="FORMAT", help="Where it cannot be told from the file.")
@click.option("--restore-deleted", is_flag=True, help="Bring back what a file holds and was deleted here.")
@click.option("--undo", is_flag=True, help="Take back the whole last import of this machine.")
@click.pass_obj
def import_command(services: Services, files: tuple[str, ...], name: str, *, restore_deleted: bool, undo: bool) -> None:
    """Take in annotations of other programs, or our own.

    Of Kindle, Readwise, Hypothesis, KOReader, calibre, Zotero and others. FILES may be folders: what is of no known
    program in them is passed over. Importing a file again takes in what changed in it since; what you edited here
    stays, and what you deleted stays deleted. Each file is in or out as a whole; exit 1 if any failed.
    """
    from reader.cli.taking_in import import_files, undo_import

    if undo == bool(files):
        raise click.UsageError("name files to import, or --undo alone")
    if undo:
        undo_import(services)
    else:
        import_files(services, files, name, restore_deleted=restore_deleted)


def _chunks(chosen: Format, template: str | None, articles: Iterable[Exported], options: Options) -> Iterator[str]:
    from reader.exchange.format_table import writer

    if template is None:
        return writer(chosen.name)(articles, options)
    from reader.exchange.template import render

    return render(Path(template).read_text(encoding="utf-8"), articles, options)


def _into_file(path: Path, chunks: Iterable[str], *, force: bool) -> None:
    from reader.exchange.files import write_file

    if path.exists() and not force:
        raise NotExported("is there already", str(path), "name another file, or say --force")
    write_file(path, chunks)
    remark(f"written to {path}")


def _into_folder(
    path: Path,
    chosen: Format,
    template: str | None,
    articles: Iterable[Exported],
    options: Options,
    *,
    alive: Container[str] | None,
    force: bool,
) -> None:
    """Write a file an article. `alive` are the annotations that the library has; None where all are exported."""
    from reader.exchange.files import Folder
    from reader.exchange.format_table import pieces_of

    pieces = pieces_of(chosen.name) if template is None else None
    exported: set[str] = set()
    count = 0
    with Folder(path) as folder:
        for one in articles:
            article = one.article
            exported.add(article.id)
            if pieces is not None:
                parts = list(pieces(one, options))
                kept = alive if alive is not None else ()
                done = folder.renew(article.title, article.id, chosen.extension, parts, kept=kept, over=force)
            else:
                chunks = _chunks(chosen, template, [one], options)
                done = folder.write(article.title, article.id, chosen.extension, chunks, over=force)
            count += done is not None
        folder.clear(exported, chosen.extension, alive)
    gone = [f"{counted(number, 'annotation')} taken out of {file.name}" for file, number in folder.gone]
    remark(f"{counted(count, 'file')} written to {path}{''.join(f', {one}' for one in gone)}")
    if folder.left:
        left = ", ".join(f"{one.path.relative_to(path)} ({one.reason})" for one in folder.left)
        raise NotExported(
            f"left as they are: {left}", str(path), "move them, or write over what was edited with --force"
        )
