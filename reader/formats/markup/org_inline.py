"""Org has these signs within a line: emphasis, links, notes, formulas."""

from __future__ import annotations

import re
from html import escape

from reader.domain.patterns import deferred
from reader.formats.html.converted import Inline, formula

_TOKEN = deferred(
    r"\[\[(?P<target>[^\[\]\n]+)\](?:\[(?P<words>(?:[^\[\]]|\[[^\[\]]{0,400}\]){1,800})\])?\]"
    r"|\[fn:(?P<note>[\w-]*)(?::(?P<said>(?:[^\[\]]|\[[^\[\]]{0,400}\]){1,4000}))?\]"
    r"|<(?P<address>(?:https?|ftp|mailto|file|doi):[^<>\s]+)>"
    r"|(?<![\w/])(?P<bare>https?://[^\s<>\[\]]*[^\s<>\[\].,;:!?)'\"])"
    r"|(?<!\w)<<<?(?P<anchor>[^<>\n]+)>?>>"
    r"|\\\((?P<tex>.+?)\\\)|\\\[(?P<shown>.+?)\\\]|(?<![\w$\\])\$\$(?P<twice>[^$]+)\$\$"
    r"|(?<![\w$\\])\$(?P<dollar>[^$\s](?:[^$\n]{0,800}[^$\s])?)\$(?!\w)"
    r"|@@(?P<back>[\w-]+):(?P<snippet>.*?)@@"
    r"|(?:(?<=[\s('\"{\[|>—–*/_+-])|^)(?P<sign>[*/_=~+])(?=\S)(?P<marked>(?:[^\n]|\n(?!\n)){0,800}?\S|\S)(?P=sign)(?=[\s.,;:!?'\")}\]|<—–*/_+\\-]|$)"
    r"|(?<=\S)(?P<raise>[_^])\{(?P<raised>[^{}\n]+)\}"
    r"|(?P<end>\\\\[ \t]*(?=\n|$))"
    r"|\\(?P<entity>[a-zA-Z]+)(?:\{\}|(?![a-zA-Z]))",
    re.DOTALL,
)
_ELEMENTS = {"*": "strong", "/": "em", "_": "u", "+": "s"}
_PICTURE = deferred(r"\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|avif)$", re.IGNORECASE)
_ENTITIES = {
    "nbsp": "\xa0", "ndash": "–", "mdash": "—", "hellip": "…", "dots": "…", "laquo": "«", "raquo": "»", "euro": "€",
    "copy": "©", "reg": "®", "trade": "™", "deg": "°", "times": "×", "to": "→", "rarr": "→", "rightarrow": "→",
    "larr": "←", "leftarrow": "←", "Rightarrow": "⇒", "harr": "↔", "uarr": "↑", "darr": "↓", "le": "≤", "ge": "≥",
    "ne": "≠", "pm": "±", "approx": "≈", "infin": "∞", "infty": "∞", "alpha": "α", "beta": "β", "gamma": "γ",
    "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ",
    "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "auml": "ä", "ouml": "ö", "uuml": "ü", "Auml": "Ä",
    "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß", "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "ntilde": "ñ",
    "vert": "|", "star": "*", "ast": "*", "under": "_", "plus": "+", "slash": "/", "equal": "=", "tilde": "~",
    "dollar": "$", "amp": "&", "lt": "<", "gt": ">", "quot": '"', "check": "✓", "checkmark": "✓", "sect": "§",
    "para": "¶", "middot": "·", "bull": "•", "sup2": "²", "sup3": "³", "frac12": "½", "shy": "\xad", "zwnj": "\u200c",
}  # fmt: skip
"""Names of signs that Org shows as such."""


class OrgInline(Inline):
    """An `OrgInline` reads what is in a line of Org."""

    token = _TOKEN

    def element(self, match: re.Match[str], depth: int) -> str:
        """Write what a sign of it is as HTML."""
        found = match.groupdict()
        if found["target"]:
            return self._link(found["target"], found["words"], depth)
        if found["address"] or found["bare"]:
            address = found["address"] or found["bare"]
            return f'<a href="{escape(address)}">{escape(address.removeprefix("mailto:"))}</a>'
        if found["note"] is not None:
            return self.note(found["note"], found["said"], depth)
        if found["anchor"]:
            return f'<a id="{escape(found["anchor"])}"></a>'
        for name in ("tex", "shown", "twice", "dollar"):
            if found[name]:
                return formula(found[name])
        if found["back"]:
            return found["snippet"] if found["back"].lower() == "html" else ""
        if found["sign"]:
            return self._marked(found["sign"], found["marked"], depth)
        if found["raise"]:
            element = "sup" if found["raise"] == "^" else "sub"
            return f"<{element}>{self.html(found['raised'], depth)}</{element}>"
        if found["end"]:
            return "<br>"
        return escape(_ENTITIES.get(found["entity"], match[0]))

    def _marked(self, sign: str, marked: str, depth: int) -> str:
        if sign in "=~":
            return f"<code>{escape(marked)}</code>"
        element = _ELEMENTS[sign]
        return f"<{element}>{self.html(marked, depth)}</{element}>"

    def _link(self, target: str, words: str | None, depth: int) -> str:
        bare = re.sub(r"^file:", "", target)
        if _PICTURE.search(bare) and (not words or _PICTURE.search(words)):
            # A picture's name says nothing that is read.
            return f'<img src="{escape(bare)}" alt="{escape(words or "")}">'
        href = f"#{bare[1:]}" if bare[:1] in "#*" else bare
        shown = self.html(words, depth) if words else escape(re.sub(r"^(?:\*|#|mailto:)", "", bare))
        return f'<a href="{escape(href)}">{shown}</a>'
