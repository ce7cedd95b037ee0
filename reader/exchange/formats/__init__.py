"""A program's format is one module, with `read`, `write` or both; `exchange.format_table` lists them.

Some have a room of their own: `kindle` has the device's clippings, with their dates (`kindle.kindle_dates`), and the
apps' notebooks; `markdown` our Markdown out and in; `own` our JSON. KOReader's sidecars are `lua`, and tables of any
format are `cells`.
"""
