"""Texts are written as LaTeX sets them: letter by letter, none of them a command."""

from __future__ import annotations

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


def latex(text: str) -> str:
    """The text, escaped; a blank line still parts paragraphs."""
    escaped = lines_visible(text).translate(_SIGNS)
    # Two signs that would become one, or the argument of a command before them.
    return escaped.replace("--", "-{}-").replace("''", "'{}'").replace("\n[", "\n{}[")
