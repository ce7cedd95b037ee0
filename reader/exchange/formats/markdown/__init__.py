"""Markdown is written for a folder of notes, and read back.

`markdown_notes` writes, with the facts of `front_matter` at the head and outside texts as `markdown_text` has them;
`markdown_record` keeps what its lines do not show, and `markdown_reading` reads all of it. `note_html` is for other
formats: a note's Markdown as HTML that can do no harm.
"""
