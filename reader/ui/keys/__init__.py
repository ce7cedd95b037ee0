"""Keys: one table (`key_table`), from which bindings, hints, help, palette and `reader keys` are made.

`key_reader` reads sequences, `keyboard` obeys them on the reading screen, `labels` gives `H`, `f` and their like
letters.
"""
