"""All screens share what is here, below every one of them.

`services` is what the interface is given; `program` works with it: the library's thread, the settings, the terminal,
and the ways to other screens. `openings` says what article is to be opened, `theme_choice` which theme is on.
`jumps` knows where one was, `line_history` what was typed into lines, `passing` what was read and how fast.
"""
