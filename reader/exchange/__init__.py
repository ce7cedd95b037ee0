"""Annotations go to other programs and come from them.

`format_table` lists the formats; each is one module of `formats` with `read`, `write` or both. A new exporter is such
a module and a line of the table, and nothing else: help, completion, the choice in the interface and the tests follow.
A new importer has its signs in `detect` as well.

What goes out is put in order by `gather` as `records`, made safe by `sanitize`, written as one of the `export_forms`
(a format, or a `template`, which `template_process` renders apart), and laid down by `files` under `file_names`;
`renewal` writes a file anew in which people wrote too. What comes in is told apart by `detect`, read within the limits
of `input` (`databases` for SQLite), and handed to `library.importing` as `imported`. Several formats share `citation`,
`html_notes`, `json_text`, `latex`, `raised`, `selectors`, `tag_names` and `utf16`.
"""
