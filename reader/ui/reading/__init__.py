"""The reading screen: an article beside its annotations.

`state` is what an article being read is, `screen` shows it, `commands` change it, one module a subject. The widgets are
`article_view` (on `reading_view`, on `rows_view`), `annotation_pane`, `note_editor`, `line_input` and `status_line`.
"""
