"""What a document looks like when it is laid out, row by row: every kind of block once, wide and narrow."""

from __future__ import annotations

import pytest

from reader.formats.kinds import Format
from reader.formats.structured import parse_structured
from tests.ui.documents import laid_out

TEXT = """\
# The Sand

Nobody brought it on purpose[^1], and nobody takes it *away*.

## Where it goes

### By sea

- to the ferry
- to the harbour, and farther than anybody has ever been
  - by night
- [x] done

3. third
4. fourth

> It stays.
>
> > Does it?

    def carry(sand, wind, water, everything):
    \treturn sand

| Grain | Weight |
|---|--:|
| fine | 2 |
| coarse and wet | 10 |

Last[^2].

[^1]: Says the clerk.
[^2]: Or not.
"""


def looks(width: int) -> str:
    document = parse_structured(TEXT.encode(), Format.MARKDOWN).document
    return "".join(f"{row}\n" for row in laid_out(document, width))


WIDE = """\

The Sand

Nobody brought it on purpose¹, and nobody takes it away.


Where it goes

By sea

  • to the ferry
  • to the harbour, and farther than anybody has ever
    been
      ◦ by night
  ☑ done

 3. third
 4. fourth

│ It stays.
│
│ │ Does it?

 def carry(sand, wind, water, everything):
     return sand

Grain            Weight
──────────────   ──────
fine                  2
coarse and wet       10

Last².

────────────
¹ Says the clerk.
² Or not.
"""
NARROW = """\

The Sand

Nobody brought it on
purpose¹, and nobody
takes it away.


Where it goes

By sea

• to the ferry
• to the harbour, and
  farther than anybody
  has ever been
  ◦ by night
☑ done

3. third
4. fourth

│ It stays.
│
│ │ Does it?

 def carry(sand, wind,
 ↪ water, everything):
     return sand

Grain            Weight
──────────────   ──────
fine                  2
coarse and wet       10

Last².

────────────
¹ Says the clerk.
² Or not.
"""
NARROWEST = """\

The Sand

Nobody brought
it on
purpose¹, and
nobody takes
it away.


Where it goes

By sea

• to the ferry
• to the
  harbour, and
  farther than
  anybody has
  ever been
  ◦ by night
☑ done

3. third
4. fourth

│ It stays.
│
│ Does it?

 def
 ↪ carry(sand,
 ↪ wind,
 ↪ water,
 ↪ everything)
 ↪ :
     return
 ↪ sand

Grain · Weight

Grain: fine
Weight: 2

Grain: coarse
and wet
Weight: 10

Last².

────────────
¹ Says the
  clerk.
² Or not.
"""


@pytest.mark.parametrize(
    ("width", "rows"), [(56, WIDE), (24, NARROW), (14, NARROWEST)], ids=["wide", "narrow", "narrowest"]
)
def test_every_kind_of_block(width: int, rows: str) -> None:
    assert looks(width) == rows
