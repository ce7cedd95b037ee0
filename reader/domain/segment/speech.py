"""What after a closing quote or bracket carries a sentence on: patterns only, that most texts never need."""

from __future__ import annotations

import re

SPOKEN = re.compile(
    r"(?:(?:I|[Yy]ou|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?|[Tt]he \w+|(?:my|his|her|a|an) \w+) )"
    r"(?:said|says|asked|asks|cried|shouted|called|replied|answered|whispered|murmured|muttered|exclaimed|added|"
    r"demanded|wondered|inquired|insisted|began|went on|continued|laughed|snapped)\b"
    r"|[^，。！？、\s]{1,4}?[说説问問道喊叫答](?:[：，。！:,道着])"
    r"|\w+ (?:물었|말했|대답했|외쳤)"
)
"""Who spoke, after a closing quote."""

PARTICLE = re.compile(r"って|など|と(?!ころ|ても|にかく|もだち|き)|[をの、，]")
"""Carries a Japanese sentence on after a closing bracket."""
