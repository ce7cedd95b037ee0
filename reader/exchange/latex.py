"""Texts are written as LaTeX sets them: letter by letter, none of them a command."""

from __future__ import annotations

import re

from reader.exchange.sanitize import lines_visible

_SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "`": r"\textasciigrave{}",
        "⁰": r"\textsuperscript{0}",
        "⁻": r"\textsuperscript{-}",
        "⁺": r"\textsuperscript{+}",
        "ⁿ": r"\textsuperscript{n}",
        **{sign: rf"\textsuperscript{{{digit}}}" for digit, sign in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")},
        **{sign: rf"\textsubscript{{{digit}}}" for digit, sign in enumerate("₀₁₂₃₄₅₆₇₈₉")},
    }
)
"""Small digits, too: the fonts of LaTeX have few of them."""


TAB = 4
"""Blanks that a tab at the beginning of a line stands for."""
_TWICE = re.compile(r"(?<=([-',]))(?=\1)")
"""Between two signs that would become one: a dash, a quotation mark."""
_LINE_END = re.compile(r"(?<=\S)[^\S\n]*\n(?=[^\S\n]*\S)")
_INDENT = re.compile(r"^[ \t]+(?=\S)", re.MULTILINE)


def latex(text: str) -> str:
    """Escape the text: its lines stay lines, as code and verse need them, and a blank line still parts paragraphs."""
    escaped = _TWICE.sub("{}", lines_visible(text).translate(_SIGNS))
    indented = _INDENT.sub(lambda blanks: "~" * len(blanks[0].expandtabs(TAB)), escaped)
    # The braces keep a line that begins with a star or a bracket from being an argument of the line end.
    return _LINE_END.sub(lambda _found: "\\\\{}\n", indented)
