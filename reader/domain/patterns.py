"""Regular expressions are compiled when a text asks for them, and once: a large one takes a millisecond."""

from __future__ import annotations

import re
from functools import cache

compiled = cache(re.compile)
"""The pattern of an expression, as `re.compile` makes it."""
