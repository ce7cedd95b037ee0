"""The pieces of a text that one reads and marks are graphemes, words and sentences.

`graphemes` and `words` cut by classes of characters (`grapheme_tables`). `sentences` cuts prose: at the marks of
`stops`, where a `sentence_end` may be, unless `periods` and `abbreviations` tell that a full stop is another's.
`blocks` does it by what a block is.
"""
