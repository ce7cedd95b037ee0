"""What the reader sees and presses. Textual is imported nowhere else.

Its terminal is a POSIX one: `first_paint` (termios), `terminal` (Textual's driver for Linux and macOS) and the signals
in `app` are all that would need a counterpart on Windows. What the storage needs of a system is in `storage.posix`.
"""

import os

# Textual reads it once, when it is imported. It waits this many milliseconds for the rest of an escape sequence
# before it takes Esc for a key; its 100 are felt at each Esc, and sequences come in one piece on any usual line.
os.environ.setdefault("ESCDELAY", "25")
