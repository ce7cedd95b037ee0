"""How often the tests of safety repeat themselves.

The default suite runs each a few times. The floors run with `pytest -m slow tests/storage tests/system -rP` (which
prints every seed and count), and the large numbers, with a new seed each time, with `READER_STRESS=1` before it.
`READER_SEED=<n>` repeats a run.
"""

from __future__ import annotations

import os
import random
import zlib

import pytest


def scaled(quick: int, floor: int, stretch: int) -> pytest.MarkDecorator:
    """Gives a test its `rounds`: a few in the default suite, the floor where slow tests run."""
    large = stretch if os.environ.get("READER_STRESS") else floor
    return pytest.mark.parametrize(
        "rounds", [pytest.param(quick, id="quick"), pytest.param(large, id="floor", marks=pytest.mark.slow)]
    )


def seeded(what: str) -> random.Random:
    """Randomness whose seed is printed: the same in each run, as examples are, but under stress."""
    fresh = random.SystemRandom().randrange(2**32) if os.environ.get("READER_STRESS") else zlib.crc32(what.encode())
    seed = int(os.environ.get("READER_SEED") or fresh)
    print(f"{what}: READER_SEED={seed}")
    return random.Random(seed)
