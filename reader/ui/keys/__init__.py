"""Keys have one table (`key_table`), from which bindings, hints, help, palette and `reader keys` are made.

`bindings` says what a command and a key are and reads sequences, `status_line` names the likely ones in the last row of
every screen, `labels` gives `H`, `f` and their like letters. `reading.keyboard` obeys them in an article,
`lists.keyed` on the other screens.
"""
