"""Manual pages become documents: `manual_page` reads the macros of man, `mdoc` those of the BSDs.

Lines come from `roff_lines` (macros, strings, conditions), words from `roff_text`, tables from `roff_tables`; both
write their blocks by `roff_blocks` as HTML, which goes into the one walker.
"""
