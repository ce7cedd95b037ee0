"""Annotations of other programs are taken in, and the last import can be taken back as a whole.

`importer` takes in a file: its `file_intake` decides of each annotation in which article it is, found in the article's
text where one is kept, as `shelves` have what is there, and a `report` counts what became of them. `passages` finds
which annotation of an article one of the file is, and `comparison` decides purely what becomes of it.
`file_imports` goes through many files, with what lies beside them (`companion_files`), and `imports` remembers what was
done; a large file is known again by its bytes (`known_files`). `embedded_notes` takes what others wrote in a PDF or
DOCX, and `arrivals` sees what other machines sent together with what was here.
"""
