"""AsciiDoc has these signs within a line: emphasis, links, references, notes, formulas."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.domain.patterns import deferred
from reader.formats.html.converted import Inline, formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.formats.html.converted import Footnotes

_TOKEN = deferred(
    r"\\(?P<escaped>[*_`#^~+{<]{1,2}|https?:)"
    r"|(?P<triple>\+\+\+)(?P<raw>.{1,800}?)\+\+\+|pass:[a-z,]*\[(?P<passed>[^\]]{0,800})\]"
    r"|(?:stem|latexmath|asciimath):\[(?P<tex>(?:[^\]\\]|\\.)*)\]"
    r"|footnote(?:ref)?:(?P<note>[\w-]*)\[(?P<said>(?:[^\[\]]|\[[^\[\]]{0,400}\]){0,4000})\]"
    r"|image:(?!:)(?P<picture>[^\s\[\]]+)\[(?P<alt>[^\]]*)\]"
    r"|(?:kbd|btn|icon):(?P<icon>[^\s\[\]]*)\[(?P<key>[^\]]*)\]|menu:(?P<menu>[^\s\[\]][^\[\]\n]*)\[(?P<choice>[^\]]*)\]"
    r"|(?P<kind>link|xref|mailto):(?P<target>[^\s\[\]]+)\[(?P<words>[^\]]{0,400})\]"
    r"|(?P<address>(?:https?|ftp|irc)://[^\s\[\]<>]*[^\s\[\]<>.,;:!?)'\"])(?:\[(?P<shown>(?:[^\[\]]|\[[^\[\]]{0,400}\]){0,800})\])?"
    r"|<<(?P<place>[^<>,\n]+)(?:,(?P<called>[^<>]+))?>>"
    r"|\[\[(?P<anchor>[\w:.-]+)(?:,[^\]\n]*)?\]\]|\[\[\[(?P<entry>[^\]\n]+)\]\]\]"
    r"|(?:\[[^\[\]\n]*\])?(?P<twice>\*\*|__|``|##|\+\+)(?P<inside>\S(?:.{0,800}?\S)?)(?P=twice)"
    r"|(?:\[[^\[\]\n]*\](?=[*_`#]))?(?<![\w\\;:])(?P<sign>[*_`#+])(?=\S)(?P<marked>.{0,800}?\S)(?P=sign)(?!\w)"
    r"|\{(?P<base>[\w-]+)\}(?P<rest>[^\s\[\]{}<>]*)\[(?P<labelled>[^\[\]\n]{0,400})\]"
    r"|(?P<raise>[\^~])(?P<raised>[^\s^~]+)(?P=raise)"
    r"|\{(?P<name>[\w-]+)\}"
    r"|(?P<end>[ ]\+)(?=\n|$)"
    r"|(?P<typed>(?<=\w)'(?=\w)|(?<=[\w ])--(?=[\w ])|\.\.\.|\((?:C|R|TM)\)|->|=>|<-(?!-)|\"`|`\"|'`|`')",
    re.DOTALL,
)
_NAME = deferred(r"\{([\w-]+)\}")
_OF_FILE = deferred(r"[./]\w+(?:#|$)")
"""How the address ends of a place in another file."""
_ELEMENTS = {"*": "strong", "_": "em", "#": "mark"}
_TYPED = {
    "'": "’", "--": "—", "...": "…", "(C)": "©", "(R)": "®", "(TM)": "™", "->": "→", "=>": "⇒", "<-": "←", '"`': "“",
    '`"': "”", "'`": "‘", "`'": "’",
}  # fmt: skip
_NAMED = {
    "nbsp": "\xa0", "amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'", "empty": "", "blank": "", "sp": " ",
    "plus": "+", "asterisk": "*", "backtick": "`", "startsb": "[", "endsb": "]", "vbar": "|", "caret": "^",
    "tilde": "~", "backslash": "\\", "zwsp": "\u200b", "wj": "\u2060", "deg": "°", "lsquo": "‘", "rsquo": "’",
    "ldquo": "“", "rdquo": "”", "two-colons": "::", "two-semicolons": ";;", "cpp": "C++", "pp": "++",
}  # fmt: skip
EXPANSIONS = 20_000
"""Names in braces that are read at most: some are made of each other."""


class AsciidocInline(Inline):
    """An `AsciidocInline` reads what is in a line of AsciiDoc; names in braces are those of `attributes`."""

    token = _TOKEN

    def __init__(self, notes: Footnotes, attributes: Mapping[str, str]) -> None:
        super().__init__(notes)
        self._attributes = attributes
        self._expanded = 0

    def element(self, match: re.Match[str], depth: int) -> str:
        """Write what a sign of it is as HTML."""
        found = match.groupdict()
        if found["escaped"]:
            return escape(found["escaped"])
        if found["raw"] is not None or found["passed"] is not None:
            return escape(found["raw"] or found["passed"] or "")
        if found["tex"] is not None:
            return formula(found["tex"].replace("\\]", "]"))
        if found["note"] is not None:
            return self.note(found["note"], found["said"], depth)
        if found["picture"]:
            return f'<img alt="{escape(found["alt"].split(",")[0].strip())}">'
        if found["key"] is not None:
            return f"<kbd>{escape(found['key'])}</kbd>" if not found["icon"] else ""
        if found["menu"]:
            chosen = [found["menu"], *found["choice"].split(">")] if found["choice"] else [found["menu"]]
            return escape(" › ".join(one.strip() for one in chosen))
        if found["base"]:
            return self._link_from(found, match[0], depth)
        return self._link(found, depth) or self._look(found, match[0], depth)

    def _link_from(self, found: Mapping[str, str | None], written: str, depth: int) -> str:
        """A link whose address begins with a name in braces; where that is none, what it stands for."""
        base = self._attributes.get((found["base"] or "").lower(), "")
        if "://" in base[:12]:
            said = (found["labelled"] or "").removesuffix("^")
            return self.html(f"{base}{found['rest']}[{said}]", depth)
        name = f"{{{found['base']}}}"
        return self.html(name, depth) + self.html(written[len(name) :], depth)

    def _link(self, found: Mapping[str, str | None], depth: int) -> str:
        for target, words in (("target", "words"), ("address", "shown"), ("place", "called")):
            address = found[target]
            if address:
                within = target == "place" or (found["kind"] == "xref" and not _OF_FILE.search(address))
                href = f"#{address.lstrip('#')}" if within else _NAME.sub(self._named, address)
                said = (found[words] or "").strip().removesuffix("^")
                said = re.sub(r",\s*(?:window|role|opts|title)=.*$", "", said).strip('"') or address.lstrip("#")
                return f'<a href="{escape(href)}">{self.html(said, depth) if found[words] else escape(said)}</a>'
        if found["anchor"]:
            return f'<a id="{escape(found["anchor"])}"></a>'
        if found["entry"]:
            return f"[{escape(found['entry'].split(',')[-1])}]"
        return ""

    def _named(self, match: re.Match[str]) -> str:
        return self._attributes.get(match[1].lower(), match[0])

    def _look(self, found: Mapping[str, str | None], written: str, depth: int) -> str:
        sign = (found["twice"] or found["sign"] or "")[:1]
        inside = found["inside"] or found["marked"] or ""
        if sign == "+":
            return escape(inside)
        if sign == "`":
            bare = inside[1:-1] if len(inside) > 2 and inside[0] == inside[-1] == "+" else inside
            return f"<code>{escape(bare)}</code>" if inside else escape(written)
        if sign:
            element = _ELEMENTS[sign]
            return f"<{element}>{self.html(inside, depth)}</{element}>"
        if found["raise"]:
            element = "sup" if found["raise"] == "^" else "sub"
            return f"<{element}>{self.html(found['raised'] or '', depth)}</{element}>"
        if found["name"]:
            name = found["name"].lower()
            said = self._attributes.get(name)
            self._expanded += said is not None
            if said is None or self._expanded > EXPANSIONS:
                return escape(_NAMED.get(name, written))
            return self.html(said, depth)
        if found["end"]:
            return "<br>"
        return escape(_TYPED.get(found["typed"] or "", written))
