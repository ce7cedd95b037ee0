"""A program's format is one module, with `read`, `write` or both; `exchange.format_table` lists them.

Of books: `apple_books`, `bookokrat`, `calibre`, `epub_annotation`, `kobo`, `koreader`, `moon_reader`, `readest`. Of the
web and of papers: `hypothesis`, `omnivore`, `read_later`, `readwise`, `web_annotation`, `zotero`. To write in and to
learn by: `anki`, `html_page`, `logseq`, `org`, `plain_text`, `table`. For bibliographies: `bibtex`, `csl`.

Some have a room of their own: `kindle` has the device's clippings, with their dates (`kindle.kindle_dates`), and the
apps' notebooks; `markdown` our Markdown out and in; `own` our JSON. KOReader's sidecars are `lua`, and tables of any
format are `cells`.
"""
