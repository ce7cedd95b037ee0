"""Some disks take names for one that differ in case, or in how an accent is written; folded, they are equal."""

from __future__ import annotations


def fold_name(name: str) -> str:
    """Fold the name as a disk compares it that folds case and Unicode forms."""
    if name.isascii():
        return name.lower()
    from unicodedata import normalize  # noqa: PLC0415  (most names are ASCII, and the first screen reads them)

    return normalize("NFC", normalize("NFC", name).casefold())


def compose_name(name: str) -> str:
    """Write the name with each accent in one letter."""
    if name.isascii():
        return name
    from unicodedata import normalize  # noqa: PLC0415

    return normalize("NFC", name)


def other_forms(name: str) -> set[str]:
    """Names that such a disk takes for this one, of each kind one."""
    found = {name.swapcase()}
    if not name.isascii():
        from unicodedata import normalize  # noqa: PLC0415

        found |= {compose_name(name), normalize("NFD", name)}
    return {one for one in found if one != name and fold_name(one) == fold_name(name)}
