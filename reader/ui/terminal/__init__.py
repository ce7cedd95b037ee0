"""The terminal itself is here: the driver and its output, the clipboard, the external editor, the browser; and the
programs of the user's own that run beside it (`own_program`), away from it.

`driver` is the only module that may use Textual's internals: it writes by `terminal_output` what `shown_screen` does
not show yet, in `row_pieces`, and asks for the `ground`. `external_editor` edits a note, `main_thread` brings what
another thread tells to the one that draws, and `stand_ins` leaves out what is imported for nothing.
"""
