"""The terminal itself is here: the driver and its output, the clipboard, the external editor, the browser; and the
programs of the user's own that run beside it (`own_program`), away from it.

`driver` is the only module that may use Textual's internals.
"""
