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

The way of a key: `h` is pressed on `ui.reading.screen`; `ui.reading.keyboard` finds its command in `ui.keys.key_table`;
`ui.reading.commands.highlighting` asks `session` to highlight the span under the cursor; `anchoring` describes it, the
annotation joins `domain.annotations`, and `storage.store` appends it to the journal, durably. Only then does the screen
take the new annotations, and text and pane are painted in one frame.
"""

__version__ = "0.1.0"
