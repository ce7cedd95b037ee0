"""Keys: one table (`key_table`), from which bindings, hints, help, palette and `reader keys` are made.

`bindings` says what a command and a key are and reads sequences, `keyboard` obeys them on the reading screen,
`labels` gives `H`, `f` and their like letters.
"""
