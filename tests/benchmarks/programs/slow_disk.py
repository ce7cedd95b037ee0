"""The reader on a disk of which each sync takes 0.3 s."""

from __future__ import annotations

import sys
import time

from reader.__main__ import main
from reader.storage.disk.system import System

SYNC = 0.3


def _sync(self: System, descriptor: int, real=System.sync) -> None:  # type: ignore[no-untyped-def]
    time.sleep(SYNC)
    real(self, descriptor)


System.sync = _sync  # type: ignore[method-assign]

if __name__ == "__main__":
    sys.exit(main())
