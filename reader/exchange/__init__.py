"""Annotations to and from other programs.

`format_table` lists the formats; each is one module of `formats` with `read`, `write` or both. What goes out is
gathered by `gather` as `records`, made safe by `sanitize`, and written by `files`. What comes in is told apart by
`detect`, read within the limits of `input`, and handed to `library.importing` as `imported`.
"""
