"""Read and mark up articles in the terminal.

Seven layers, and imports go down only (import-linter holds it):

    cli        the command line, and the parts put together; `start`, before it, draws the first text
    ui         the screens: text to rows to strips, keys to commands
    library    all articles: opened, imported, searched, joined
    session    one article open: the only place where its annotations change
    formats    bytes into documents          exchange   annotations to and from other programs
    storage    the library file, its journal, the kept texts, other machines
    anchoring  a highlight described, and found again in a changed text
    domain     the words of the project: records, and pure functions over them

`__main__` begins it all. Beside them, `config` says where things lie, `settings` reads what the user has set, `folders`
names a user's folders, `typed_paths` asks about what a user typed as a path, `whole_files` writes a file whole, and
`second_process` lets a copy of a command's process do a part of its work.

A key goes this way: `h` is pressed on `ui.reading.screen`; `ui.reading.keyboard` finds its command in
`ui.keys.key_table`; `ui.reading.commands.highlighting` asks `session` to highlight the span under the cursor;
`anchoring` describes it, the annotation joins `domain.annotations`, and `storage.store` appends it to the journal,
durably. Only then does the screen take the new annotations, and text and pane are painted in one frame.

What a stranger looks for first:

    where a highlight is stored      a row of the table `annotations` (`storage.rows.annotation_rows`), in the journal
                                     first and then in library.json (`storage.store`, `storage.journal`)
    where one is found again         `anchoring.carrying`, and what is sure enough in `anchoring.confidence`
    where a text is parsed           the module that `formats.kinds` names; a PDF's columns in `formats.pdf.order`
    where an import is read          the module that `exchange.format_table` names; Kindle's dates in
                                     `exchange.formats.kindle.kindle_dates`
    what orders the pane             `domain.annotations` by place, `ui.reading.annotation_pane` by anything else
    what a new exporter touches      its module in `exchange.formats`, and a line of `exchange.format_table`
    what a new key touches           its entry in `ui.keys.key_table`, and its function in `ui.reading.commands`
"""

__version__ = "0.1.0"
