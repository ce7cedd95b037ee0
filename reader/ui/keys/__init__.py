"""Keys have one table (`key_table`), from which bindings, hints, help, palette and `reader keys` are made.

`bindings` says what a command and a key are and reads sequences, `status_line` names the likely ones in the last row of
every screen, `labels` gives `H`, `f` and their like letters. `key_spelling` reads keys as people write them, `key_rows`
lists them in the help, `edit_keys` has them edit in their order, and `late_keys` keeps those that an editor got too
late. `reading.keyboard` obeys them in an
article, `lists.keyed` on the other screens.
"""
