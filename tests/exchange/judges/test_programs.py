"""Exports judged by the programs that they are for. Each test needs one that may not be there, and says so.

`mldoc` (Logseq's parser) and `@apache-annotator/dom` with `jsdom` are looked for where `READER_JUDGES` says: a folder
in which `npm install mldoc jsdom @apache-annotator/dom @apache-annotator/selector` was run. Emacs is looked for itself.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
from html import escape
from pathlib import Path
from typing import Any

import pytest

from reader.domain.annotation import Annotation, Target
from reader.domain.selectors import Selectors, TextQuoteSelector
from reader.domain.span import Span
from reader.exchange.format_table import writer
from reader.exchange.gather import gather
from reader.exchange.template import built_in, render, source_of
from tests.exchange.hostile import ALL
from tests.exchange.samples import ARTICLE, DOCUMENT, NOW, TEXT, VERSION, highlight

pytestmark = pytest.mark.slow

PIECES = [
    *"a1 `*_[]()<>&#|~=$%^!{}:\\-+.\"'/@;,?",
    *("NOW", "TODO ", "id:: ", "<b>", "{{q}}", "((x))", "[[p]]", "#t", "[#A]", "DEADLINE: ", "<2020-01-01>", "\\alpha"),
    *("x^{2}", "H_{2}", "[^1]", "```", "- ", "1. ", "é", "हिन्दी", " ", "https://x.y/a_b#c ", "$x$", "**b**", "[a](b)"),
    *("a_b", "/i/", "=v=", "src_sh{x}", "<<t>>", "[fn:1]", "COMMENT ", ":tag:"),
]


def judge(name: str) -> Path:
    folder = Path(os.environ.get("READER_JUDGES", "node_modules/..")).resolve()
    if shutil.which("node") is None or not (folder / "node_modules" / name).is_dir():
        pytest.skip(f"{name} is not installed (READER_JUDGES)")
    return folder


def texts(count: int) -> list[str]:
    some = random.Random(7)
    made = (" ".join("".join(some.choices(PIECES, k=some.randint(1, 8))).split()) for _ in range(count))
    return [one for one in made if one]


def exported(quote: str, note: str = "") -> str:
    target = Target(VERSION, Selectors(TextQuoteSelector(quote), Span(0, 5)))
    return "".join(
        writer("logseq")(
            [gather(ARTICLE, [Annotation("00000001-0000", ARTICLE.id, NOW, NOW, (target,), note)], DOCUMENT)]
        )
    )


PARSE = """
const {Mldoc} = require('mldoc');
const config = JSON.stringify({format: 'Markdown', toc: false, heading_number: false, keep_line_break: true,
  heading_to_list: false, exporting_keep_properties: false, inline_type_with_pos: false, inline_skip_macro: false,
  export_md_remove_options: [], hiccup_in_block: true, enable_drawers: true, parse_outline_only: false});
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map(text => JSON.parse(Mldoc.parseJson(text, config)))));
"""


def test_logseq_takes_nothing_of_a_quote_for_its_own() -> None:
    folder = judge("mldoc")
    quotes = texts(400)
    pages = ["\n".join(exported(one).split("\n\n", 1)[1].split("\n")[:1]) for one in quotes]
    done = subprocess.run(
        ["node", "-e", PARSE], input=json.dumps(pages), cwd=folder, capture_output=True, text=True, check=True
    )
    for quote, blocks in zip(quotes, json.loads(done.stdout), strict=True):
        assert [block[0][0] for block in blocks] == ["Heading"], quote
        heading: dict[str, Any] = blocks[0][0][1]
        assert not any(heading.get(name) for name in ("marker", "priority", "tags", "size")), quote
        words = "".join(part[1] if part[0] == "Plain" else part[1].get("full_text", "?") for part in heading["title"])
        assert words.replace("\u200b", "").split() == quote.split(), quote


NOTES = [
    "---\nrule",
    "Setext\n===",
    "# Heading",
    "it is &#45; and &amp;#5; and #1 and #law",
    ":PROPERTIES:\n:ID: 1\n:END:",
    "<2024-01-01 Mon> and \\section{x} \\alpha",
    "- TODO buy\n- [ ] tick\n- [#A] first\n* DONE it",
    "[x](javascript:alert(1)) ![i](http://x/y.png)",
    "a block id ^abc123\n%% hidden %%\nvim: set x:",
]


def test_logseq_takes_nothing_of_a_note_for_its_own() -> None:
    folder = judge("mldoc")
    pages = ["\n".join(exported("quote", note).split("\n\n", 1)[1].split("\n")) for note in NOTES]
    done = subprocess.run(
        ["node", "-e", PARSE], input=json.dumps(pages), cwd=folder, capture_output=True, text=True, check=True
    )
    for note, blocks in zip(NOTES, json.loads(done.stdout), strict=True):
        drawers = [block[0] for block in blocks if block[0][0] == "Property_Drawer"]
        assert len(drawers) == 1, note
        told = json.dumps([block[0] for block in blocks if block[0][0] != "Property_Drawer"])
        for active in ('"Tag"', '"Entity"', '"Timestamp"', '"marker"', '"priority"', '"Drawer"', "Horizontal_Rule"):
            assert active not in told, note


FIND = """
import {JSDOM} from 'jsdom';
import fs from 'fs';
const {page, items} = JSON.parse(fs.readFileSync(0, 'utf8'));
const window = new JSDOM(page).window;
for (const name of ['Node', 'Range', 'NodeFilter', 'Document', 'Text', 'Element']) globalThis[name] = window[name];
globalThis.window = window; globalThis.document = window.document;
const {createTextQuoteSelectorMatcher, makeCreateRangeSelectorMatcher} = await import('@apache-annotator/dom');
const create = selector => selector.type === 'RangeSelector'
  ? makeCreateRangeSelectorMatcher(create)(selector) : createTextQuoteSelectorMatcher(selector);
const found = [];
for (const item of items) {
  const some = item.target.selector;
  const selector = some.find(one => one.type === 'RangeSelector') ?? some.find(one => one.type === 'TextQuoteSelector');
  const here = [];
  for await (const range of create(selector)(window.document.body)) here.push(range.toString());
  found.push(here);
}
console.log(JSON.stringify(found));
"""


def test_annotator_finds_every_quote_in_its_page() -> None:
    folder = judge("@apache-annotator/dom")
    blocks = "\n   ".join(f"<p>{escape(TEXT[block.span.start : block.span.end])}</p>" for block in DOCUMENT.blocks)
    quotes = ["The sand stays", "here. Nobody brought it.", "Why", "The harbour moves", "does not.", "The Harbour"]
    quotes += ["brought it.\n\nWhy", "it.\n\nWhy\n\nThe harbour"]
    marked = [highlight(number, quote) for number, quote in enumerate(quotes, 1)]
    items = json.loads("".join(writer("w3c")([gather(ARTICLE, marked, DOCUMENT)])))["first"]["items"]
    script = folder / "judge-find.mjs"
    script.write_text(FIND)
    try:
        asked = json.dumps({"page": f"<html><body>\n{blocks}\n</body></html>", "items": items})
        done = subprocess.run(
            ["node", str(script)], input=asked, cwd=folder, capture_output=True, text=True, check=True
        )
    finally:
        script.unlink()
    found = json.loads(done.stdout)
    assert len(found) == len(quotes)
    for item, here in zip(items, found, strict=True):
        quote = item["target"]["selector"][0]["exact"]
        assert ["".join(one.split()) for one in here] == ["".join(quote.split())]


LISP = """
(require 'org) (require 'org-element) (require 'json)
(with-temp-buffer
  (insert-file-contents (car command-line-args-left))
  (let ((org-inhibit-startup t)) (org-mode))
  (let ((kinds '()))
    (org-element-map (org-element-parse-buffer) 'headline
      (lambda (e)
        (dolist (fact '(:todo-keyword :priority :commentedp))
          (when (org-element-property fact e) (push (symbol-name fact) kinds)))
        (org-element-map (org-element-property :title e) org-element-all-objects
          (lambda (o)
            (unless (eq (org-element-type o) 'entity)
              (push (concat (symbol-name (org-element-type o)) " in " (org-element-property :raw-value e)) kinds))))))
    (princ (json-encode (vconcat kinds)))))
"""


def test_emacs_takes_nothing_of_a_quote_for_markup(tmp_path: Path) -> None:
    if shutil.which("emacs") is None:
        pytest.skip("emacs is not installed")
    quotes = [one for one in texts(300) if "://" not in one]
    some = [
        Annotation(
            f"{at:08d}-0000", ARTICLE.id, NOW, NOW, (Target(VERSION, Selectors(TextQuoteSelector(one), Span(0, 5))),)
        )
        for at, one in enumerate(quotes)
    ]
    file, script = tmp_path / "notes.org", tmp_path / "judge.el"
    file.write_text("".join(writer("org")([gather(ARTICLE, some, DOCUMENT)])), encoding="utf-8")
    script.write_text(LISP)
    command = ["emacs", "--batch", "-Q", "-l", str(script), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_latex_sets_every_quote_and_note(tmp_path: Path) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed")
    some = [*texts(150), *ALL, "if x:\n\ty\n*z\n[1]\n\n\\end{document}"]
    marked = [
        Annotation(
            f"{at:08d}-0000",
            ARTICLE.id,
            NOW,
            NOW,
            (Target(VERSION, Selectors(TextQuoteSelector(one), Span(0, 5))),),
            one,
        )
        for at, one in enumerate(some)
    ]
    file = tmp_path / "notes.tex"
    article = ARTICLE._replace(title=" ".join(some[:3]), authors=tuple(some[3:6]))
    file.write_text(
        "".join(render(source_of(built_in("latex")), [gather(article, marked, DOCUMENT)])), encoding="utf-8"
    )
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "-draftmode", file.name]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-2000:]


def test_the_texts_of_the_judges_are_hostile_enough() -> None:
    assert len({sign for one in texts(200) for sign in re.findall(r"\W", one)}) > 20
    assert ALL
