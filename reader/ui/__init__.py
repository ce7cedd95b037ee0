"""The interface is what is on the screen and nothing else.

`app` is the Textual application. The rooms, each of which knows those after it only: `screens`, one module a screen;
`reading`, the screen of an article; `lists`, what all list screens share; `program`, what there is one of, such as the
services that the interface is given and the library's thread; `keys`, the key table; `terminal`, the driver and the
clipboard; `draw`, which makes strips of text.
"""

import os

# Textual reads it once, when it is imported. It waits this many milliseconds for the rest of an escape sequence
# before it takes Esc for a key; its 100 are felt at each Esc, and sequences come in one piece on any usual line.
os.environ.setdefault("ESCDELAY", "25")
