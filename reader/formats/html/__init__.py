"""HTML becomes a document: this is the one way in for every structured format.

`tree` makes a tree of bytes, `xml` of what is stricter. `page` reads a web page: `metadata` is what it says of itself;
`moved_parts`, `drawn_formulas`, `code_lines`, `tables` and `list_sheets` make of it what it is by its scripts, classes,
roles and style sheets, and `extraction` finds its main text. `names` knows what class names mean. `walk` goes through
the elements once and calls `sections`, `inline`, `tables` and `notes`, which tell `flow` what to add to the document;
`visibility` says what of it is not seen, `formulas` puts mathematics in a line, `list_numbers` numbers as letters,
`labels` what is drawn without words, `verse` lines that are elements, and `grid` holds a table while it is walked.
A table of words and marks is read as it is written by `written_tables`, and its lines by `written_lines`.

`converted` is the last step of formats that were turned into HTML.
"""
