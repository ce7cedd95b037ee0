"""What the reader sees and presses. Textual is imported nowhere else."""

import os

# Textual reads it once, when it is imported. It waits this many milliseconds for the rest of an escape sequence
# before it takes Esc for a key; its 100 are felt at each Esc, and sequences come in one piece on any usual line.
os.environ.setdefault("ESCDELAY", "25")
