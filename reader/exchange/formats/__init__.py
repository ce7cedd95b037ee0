"""A program's format is one module, with `read`, `write` or both; `exchange.format_table` lists them.

Some formats have more than one module. Kindle's `My Clippings.txt` is read by `kindle`: `kindle_facts` reads a
clipping's second line, `kindle_dates` the date in it, `kindle_pairing` puts notes on their highlights; the notebook of
Kindle's apps is another format, `kindle_notebook`. Our own JSON is `own_json` and `own_jsonl`, with `own_records` out
and `own_reading` in. Our Markdown is `markdown_notes` out and `markdown_reading` in, with `markdown_record` for what
its lines do not show. KOReader's sidecars are `lua`.

Formats share `cells` (tables), `front_matter`, `markdown_text` (outside texts in Markdown) and `note_html` (a note as
HTML that can do no harm).
"""
