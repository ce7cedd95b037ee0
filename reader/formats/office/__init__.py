"""Documents of office programs become documents: OpenDocument and Rich Text here, Word's own in `docx` beside this.

`opendocument` and `rich_text` each read a format. All of them draw letters by `symbol_fonts`, whose signs stand in the
places of letters, and show what fields say, which `field_codes` knows.
"""
