"""The terminal itself: the driver and its output, the clipboard, the external editor.

`driver` is the only module that may use Textual's internals.
"""
