"""Plain text becomes a document: its structure is found in how it is laid out.

`plain` makes the blocks. `lines` decides how the text uses its lines, `plain_headings` which are headings, and `drawn`
which are laid out rather than written; `page_breaks` leaves out what a printer's pages have, `terminal_codes` what was
written for a terminal.
"""
