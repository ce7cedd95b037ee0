"""`reader export` writes annotations in other programs' formats, `reader import` takes theirs in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader.cli.answering import remark
from reader.cli.completed import completed_by
from reader.cli.output import pass_on, pieces
from reader.cli.querying import QueryCommand
from reader.domain.errors import NotExported
from reader.domain.wording import counted
from reader.typed_paths import is_folder, is_there

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from reader.cli.wiring import CommandServices
    from reader.exchange.export_forms import ExportForm
    from reader.exchange.records import Exported, Options


class ExportCommand(QueryCommand):
    """An `ExportCommand` is a command whose help ends with what there is to choose from."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the formats and the templates, as their table has them."""
        from reader.exchange.format_table import TEMPLATES, writable

        super().format_epilog(ctx, formatter)
        for head, table in (("Formats", writable()), ("Templates", TEMPLATES)):
            with formatter.section(head):
                formatter.write_dl([(one.name, f"{one.label} ({one.extension})") for one in table])


@click.command("export", cls=ExportCommand)
@click.argument("query", nargs=-1, shell_complete=completed_by("queries"))
@click.option(
    "-f",
    "--format",
    "name",
    metavar="FORMAT",
    help="One of those that `reader export --help` lists.",
    shell_complete=completed_by("written_formats"),
)
@click.option(
    "-o",
    "--output",
    metavar="FILE|DIR",
    help="A file, or a folder for one file an article; - is stdout.",
    shell_complete=completed_by("files"),
)
@click.option(
    "--template",
    metavar="NAME|FILE",
    shell_complete=completed_by("templates"),
    help="Instead of a format: a template that is listed there, or a Jinja template of your own.",
)
@click.option("--force", is_flag=True, help="Write over a FILE that is there, and over those in DIR edited since.")
@click.option("--with-paths", is_flag=True, help="Tell the articles' paths on this machine, not only their names.")
@click.option("--with-creator", is_flag=True, help="Tell who made each annotation.")
@click.pass_obj
def export_command(
    services: CommandServices,
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
    from reader.exchange.export_forms import form_of_format, form_of_template
    from reader.exchange.format_table import format_of_file
    from reader.exchange.records import Options

    chosen = form_of_format(name or format_of_file(output or "") or "md")
    if template is not None:
        chosen = form_of_template(template, chosen.extension)
    options = Options(paths=with_paths, creator=with_creator, colours=services.settings.colours)
    articles = pass_on(services.library.collection.exported(services.query(query)))
    if output in (None, "-"):
        pieces(chosen.chunks(articles, options))
    elif output.endswith("/") or is_folder(Path(output)):
        collection = services.library.collection
        gone = collection.deleted_ids() if query else collection.known_ids()
        bare = () if query else {one.id for one in collection.all_articles()}
        _into_folder(Path(output), chosen, articles, options, gone=gone, bare=bare, force=force)
    else:
        _into_file(Path(output), chosen.file(articles, output, options), force=force)


@click.command("import")
@click.argument("files", nargs=-1, type=click.Path())
@click.option(
    "-f",
    "--format",
    "name",
    default="",
    metavar="FORMAT",
    help="Where it cannot be told from the file.",
    shell_complete=completed_by("read_formats"),
)
@click.option("--restore-deleted", is_flag=True, help="Bring back what a file holds and was deleted here.")
@click.option("--undo", is_flag=True, help="Take back the whole last import.")
@click.pass_obj
def import_command(
    services: CommandServices, files: tuple[str, ...], name: str, *, restore_deleted: bool, undo: bool
) -> None:
    """Take in annotations of other programs, or our own.

    Of Kindle (clippings, notebooks), Kobo, Apple Books, KOReader, Moon+ Reader, Readest, calibre, Zotero, Readwise,
    Hypothesis, Omnivore, Raindrop, Instapaper, org-remark and others; and what others have marked in a PDF or commented
    in a DOCX. FILES may be folders: what is of no known program in them is passed over; - is what is piped in.
    Importing a file again takes in what changed in it since; what you edited here stays, and what you deleted stays
    deleted. Each file is in or out as a whole, one of more than 20,000 annotations in portions; exit 1 if
    any failed.
    """
    from reader.cli.taking_in import import_files, undo_import

    if undo == bool(files):
        raise click.UsageError("name files to import, or --undo alone")
    if undo:
        undo_import(services)
    else:
        import_files(services, files, name, restore_deleted=restore_deleted)


def _into_file(path: Path, chunks: Iterable[str | bytes], *, force: bool) -> None:
    from reader.exchange.files import write_file

    if is_there(path) and not force:
        raise NotExported("is there already", str(path), "name another file, or say --force")
    write_file(path, chunks)
    remark(f"written to {path}")


def _into_folder(
    path: Path,
    chosen: ExportForm,
    articles: Iterable[Exported],
    options: Options,
    *,
    gone: Container[str],
    bare: Container[str],
    force: bool,
) -> None:
    """Write a file an article. What is `gone` from the library leaves the files, and the others of `bare` articles."""
    from reader.exchange.files import AllBut, Folder, describe_gone

    pieces = chosen.pieces()
    exported: set[str] = set()
    count = 0
    kept = AllBut(gone)
    with Folder(path) as folder:
        for one in articles:
            article = one.article
            exported.add(article.id)
            if pieces is not None:
                parts = list(pieces(one, options))
                done = folder.renew(article.title, article.id, chosen.extension, parts, kept=kept, over=force)
            else:
                chunks = chosen.chunks([one], options)
                done = folder.write(article.title, article.id, chosen.extension, chunks, over=force)
            count += done is not None
        folder.clear(exported, chosen.extension, kept, bare)
    remark(", ".join([f"{counted(count, 'file')} written to {path}", *describe_gone(folder.gone)]))
    if folder.left:
        left = ", ".join(f"{one.path.relative_to(path)} ({one.reason})" for one in folder.left)
        raise NotExported(
            f"left as they are: {left}", str(path), "move them, or write over what was edited with --force"
        )
