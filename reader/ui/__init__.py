"""The interface: what is on the screen and nothing else.

`app` is the Textual application, `services` what it is given. The rooms: `draw` makes strips of text, `keys` has the
key table, `terminal` the driver and the clipboard, `reading` the screen of an article, `lists` what all list screens
share, `screens` the rest, one module a screen.
"""

import os

# Textual reads it once, when it is imported. It waits this many milliseconds for the rest of an escape sequence
# before it takes Esc for a key; its 100 are felt at each Esc, and sequences come in one piece on any usual line.
os.environ.setdefault("ESCDELAY", "25")
