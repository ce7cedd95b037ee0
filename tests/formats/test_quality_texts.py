"""The quality set in formats of marked-up text: the same documents, written as each format writes them.

The floors may be raised, never lowered.
"""

import json
import re
from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest

from reader.formats.kinds import Format
from reader.formats.structured import parse_structured
from tests.formats.making import archive
from tests.formats.quality import DATA, expected, quality
from tests.formats.wellformed import check

Blocks = list[tuple[str, str]]
KINDS = ("heading", "paragraph", "item", "quote")
"""What all of these formats have."""
_STRAIGHT = re.compile("[\"'`]")


def _lines(blocks: Blocks, write: Callable[[str, str], str]) -> str:
    """Blocks apart by an empty line, items of one list below each other."""
    out = ""
    before = ""
    for kind, text in blocks:
        out += ("\n" if kind == before == "item" else "\n\n") + write(kind, text)
        before = kind
    return out.strip() + "\n"


def _marked(heading: str, item: str, quote: str) -> Callable[[Blocks], bytes]:
    forms = {"heading": heading, "paragraph": "{}", "item": item, "quote": quote}
    return lambda blocks: _lines(blocks, lambda kind, text: forms[kind].format(text)).encode()


def _restructured(blocks: Blocks) -> bytes:
    forms = {"paragraph": "{}", "item": "* {}", "quote": "    {}\n\n.."}
    escaped = [(kind, text.replace("*", "\\*").replace("`", "\\`")) for kind, text in blocks]
    return _lines(
        escaped,
        lambda kind, text: f"{text}\n{'=' * 2 * len(text)}" if kind == "heading" else forms[kind].format(text),
    ).encode()


def _latex(blocks: Blocks) -> bytes:
    for sign in "&%$#_{}":
        blocks = [(kind, text.replace(sign, f"\\{sign}")) for kind, text in blocks]
    forms = {
        "heading": "\\section{%s}",
        "paragraph": "%s",
        "item": "\\begin{itemize}\\item %s\\end{itemize}",
        "quote": "\\begin{quote}%s\\end{quote}",
    }
    body = _lines(blocks, lambda kind, text: forms[kind] % text)
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\\end{{document}}\n".encode()


def _rich(blocks: Blocks) -> bytes:
    forms = {
        "heading": "\\pard\\outlinelevel0\\b {}\\b0\\par",
        "paragraph": "\\pard {}\\par",
        "item": "\\pard{{\\listtext\\'b7\\tab}}\\ls1 {}\\par",
        "quote": "\\pard\\li720 {}\\par",
    }
    body = "\n".join(forms[kind].format(text) for kind, text in blocks)
    written = "".join(sign if sign < "\x7f" else f"\\u{ord(sign)}?" for sign in body)
    return f"{{\\rtf1\\ansi\\uc1 {written}}}".encode()


def _fiction(blocks: Blocks) -> bytes:
    forms = {
        "heading": "</section><section><title><p>{}</p></title>",
        "paragraph": "<p>{}</p>",
        "item": "<p>{}</p>",
        "quote": "<cite><p>{}</p></cite>",
    }
    body = "".join(forms[kind].format(escape(text)) for kind, text in blocks)
    spaced = 'xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'
    return f"<FictionBook {spaced}><body><section>{body}</section></body></FictionBook>".encode()


def _open_document(blocks: Blocks) -> bytes:
    forms = {
        "heading": '<text:h text:outline-level="1">{}</text:h>',
        "paragraph": "<text:p>{}</text:p>",
        "item": "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
        "quote": "<text:p>{}</text:p>",
    }
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style")
    )
    body = "".join(forms[kind].format(escape(text)) for kind, text in blocks)
    for name in ("text", "body", "document-content"):
        body = f"<office:{name}{f' {names}' if name[0] == 'd' else ''}>{body}</office:{name}>"
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": body})


def _notebook(blocks: Blocks) -> bytes:
    source = _marked("# {}", "* {}", "> {}")(blocks).decode()
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _mail(blocks: Blocks) -> bytes:
    forms = {"heading": "<h1>{}</h1>", "paragraph": "<p>{}</p>", "item": "<ul><li>{}</li></ul>",
             "quote": "<blockquote>{}</blockquote>"}  # fmt: skip
    body = "".join(forms[kind].format(escape(text)) for kind, text in blocks)
    return f"From: A <a@b.c>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{body}".encode()


def _manual(blocks: Blocks) -> bytes:
    forms = {"heading": ".SH {}", "paragraph": ".PP\n\\&{}", "item": ".IP \\(bu 2\n\\&{}", "quote": ".RS\n\\&{}\n.RE"}
    return (".TH A 1\n" + _lines(blocks, lambda kind, text: forms[kind].format(text))).encode()


def _pod(blocks: Blocks) -> bytes:
    forms = {"heading": "=head1 {}", "paragraph": "{}", "item": "=over\n\n=item *\n\n{}\n\n=back\n",
             "quote": "=over\n\n{}\n\n=back"}  # fmt: skip
    return ("=pod\n\n" + _lines(blocks, lambda kind, text: forms[kind].format(text))).encode()


def _texinfo(blocks: Blocks) -> bytes:
    forms = {
        "heading": "@chapter {}",
        "paragraph": "{}",
        "item": "@itemize\n@item {}\n@end itemize",
        "quote": "@quotation\n{}\n@end quotation",
    }
    escaped = [(kind, text.replace("@", "@@").replace("{", "@{").replace("}", "@}")) for kind, text in blocks]
    return ("\\input texinfo\n" + _lines(escaped, lambda kind, text: forms[kind].format(text))).encode()


WRITTEN: dict[Format, tuple[Callable[[Blocks], bytes], float]] = {
    Format.MARKDOWN: (_marked("# {}", "* {}", "> {}"), 1.0),
    Format.ORG: (_marked("* {}", "- {}", "#+begin_quote\n{}\n#+end_quote"), 1.0),
    Format.ASCIIDOC: (_marked("== {}", "* {}", "____\n{}\n____"), 1.0),
    Format.RST: (_restructured, 1.0),
    Format.LATEX: (_latex, 1.0),
    Format.RTF: (_rich, 0.9),  # it has no quotations
    Format.FB2: (_fiction, 0.7),  # nor this one lists
    Format.ODT: (_open_document, 0.9),
    Format.NOTEBOOK: (_notebook, 1.0),
    Format.MAIL: (_mail, 1.0),
    Format.MANUAL: (_manual, 0.8),  # it has no quotations
    Format.POD: (_pod, 1.0),
    Format.TEXINFO: (_texinfo, 1.0),
    Format.TEXTILE: (_marked("h1. {}", "* {}", "bq. {}"), 1.0),
    Format.WIKITEXT: (_marked("== {} ==", "* {}", "<blockquote>\n{}\n</blockquote>"), 1.0),
}
"""How each is written, and the share of blocks that have to come back as what they are."""


@pytest.mark.parametrize("path", sorted((DATA / "epub").glob("*.json")), ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", WRITTEN)
def test_texts(kind: Format, path: Path) -> None:
    write, floor = WRITTEN[kind]
    wanted = expected(path)
    # Some of these formats make straight marks of quotation round ones.
    wanted.blocks[:] = [(name, _STRAIGHT.sub("", text)) for name, text in wanted.blocks if name in KINDS]
    parsed = parse_structured(write(wanted.blocks), kind)
    check(parsed.document)
    found = quality(parsed, wanted)
    assert found.recall >= 0.999
    assert found.precision >= 0.98
    assert found.blocks >= floor
