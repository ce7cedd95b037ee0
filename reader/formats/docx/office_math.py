"""Office's mathematics (OMML) in a line become what MathML is put as in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.formats.docx.ooxml import child, name_of, value
from reader.formats.html.formulas import accent, fraction, root, script, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element as Element


def formula(math: Element) -> str:
    """Write the formula that an `m:oMath` is."""
    return " ".join(_inside(math).split())


def _inside(node: Element | None) -> str:
    return "" if node is None else "".join(_read(one) for one in node)


def _read(node: Element) -> str:
    name = name_of(node)
    rule = _RULES.get(name)
    if rule is not None:
        return rule(node)
    if name in ("t", "m:t"):
        return node.text or ""
    return "" if name.endswith("Pr") or name in ("del", "moveFrom", "instrText") else _inside(node)


def _part(node: Element, name: str) -> str:
    return _inside(child(node, f"m:{name}"))


def _setting(node: Element, properties: str, name: str, otherwise: str) -> str:
    found = child(node, f"m:{properties}", f"m:{name}")
    return otherwise if found is None else value(found)


def _fraction(node: Element) -> str:
    if _setting(node, "fPr", "type", "") == "noBar":
        return f"({_part(node, 'num')} over {_part(node, 'den')})"
    return fraction(_part(node, "num"), _part(node, "den"))


def _radical(node: Element) -> str:
    return root(_part(node, "e"), _part(node, "deg"))


def _large(node: Element) -> str:
    sign = _setting(node, "naryPr", "chr", "∫")
    return f"{script(sign, _part(node, 'sub'), _part(node, 'sup'))} {_part(node, 'e')}"


def _delimited(node: Element) -> str:
    left, right = _setting(node, "dPr", "begChr", "("), _setting(node, "dPr", "endChr", ")")
    between = _setting(node, "dPr", "sepChr", "|")
    return left + between.join(_inside(one) for one in node if name_of(one) == "m:e") + right


def _function(node: Element) -> str:
    inner = _part(node, "e")
    return f"{_part(node, 'fName')}{'' if inner[:1] in '([{' else ' '}{inner}"


def _matrix(node: Element) -> str:
    rows = [row for row in node if name_of(row) == "m:mr"]
    return table([[_inside(cell) for cell in row if name_of(cell) == "m:e"] for row in rows])


def _lines(node: Element) -> str:
    # Ampersands say where lines stand below each other, and are not seen.
    return "; ".join(_inside(one).replace("&", "") for one in node if name_of(one) == "m:e")


def _before(node: Element) -> str:
    return script("", _part(node, "sub"), _part(node, "sup")) + _part(node, "e")


_RULES: dict[str, Callable[[Element], str]] = {
    "m:acc": lambda node: accent(_part(node, "e"), _setting(node, "accPr", "chr", "^")),
    "m:bar": lambda node: accent(_part(node, "e"), "¯" if _setting(node, "barPr", "pos", "bot") == "top" else "_"),
    "m:d": _delimited,
    "m:eqArr": _lines,
    "m:f": _fraction,
    "m:func": _function,
    "m:limLow": lambda node: script(_part(node, "e"), _part(node, "lim")) + " ",
    "m:limUpp": lambda node: script(_part(node, "e"), "", _part(node, "lim")) + " ",
    "m:m": _matrix,
    "m:nary": _large,
    "m:rad": _radical,
    "m:sPre": _before,
    "m:sSub": lambda node: script(_part(node, "e"), _part(node, "sub")),
    "m:sSubSup": lambda node: script(_part(node, "e"), _part(node, "sub"), _part(node, "sup")),
    "m:sSup": lambda node: script(_part(node, "e"), "", _part(node, "sup")),
}
