"""The reading screen shows an article beside its annotations.

`state` is what an article being read is, and the one door for its changes; `screen` takes keys and shows it,
`keyboard` finds the command that a key means, `commands` do it, one module a subject, and `telling` tells of it. The
widgets are `article_view` (on `reading_view`), `annotation_pane`, `note_editor` and `output_view`; `body` holds them,
and hears the mouse, for which there is the `selection_bar`. `sentences` and `steps` say where the cursor goes,
`text_search` what is found. `article_opening` is what is done when an article has come, `closing` when it is left,
`unsaved` while the disk is slow; `coming` is the rest of a text whose first pages are shown.
"""
