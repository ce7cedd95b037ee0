"""All screens that show a list share this: the list itself, the line to type into, its hints, its moves.

`entry_list` is the list, `annotation_entry` how it shows an annotation. `asked` says what a line is for, `line_input`
is that line on any screen, the reading screen too, with `offers` of what the last word may become (`completion`, from
`tag_line`, with the `known_tags`, and `path_line`). `list_screen` puts them together, on `keyed`, which all screens
beside that of the article are; `find_sheet` is a list over another screen. `list_moves` moves in a list, `orders` sort
it, `saved_queries` keeps what narrows it, and its items are `library_rows`, `collected_rows`, `hit_rows` or `tag_rows`.
"""
