"""Every public docstring begins with a sentence: it has a subject and a verb, or is an order to the function.

What is written there by names alone (`The rows of a page.`) says what comes back, and leaves out what is done. No
parser of English is asked: the verbs are listed, and one that a new docstring needs is added to them.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.layers import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDERS = words_of("""
    act add adopt align answer append apply ask asks assign attach begin break bring build call cancel carry catch
    change check choose cite clean clear climb clone close collect commit compact compare compile complete compose
    compute convert copy count cut decide decode delete derive describe detect digest discard divide do draw drop edit
    empty encode end enter escape estimate examine exchange expand export extend extract fail feed fetch fill filter
    find finds finish flatten focus fold follow forget gather generate give go group guard guess hand hash have hide
    highlight hold ignore import inflate insert inspect join judge jump keep know lay lead learn leave let lift limit
    list load locate lock look lower make map mark match measure mend merge mix move name narrow note notice obey
    obtain offer open order pack pad paint parse part pass pause pick pin place point post pour prepare press print
    propose protect pull push put quit raise raises rank reach read rebuild recall recolour recover reduce refer
    refuse register reject release remember remove render renew repair repeat replace reserve reset resize resolve
    restore retry return reverse rewrite round run save say scan scroll search see seek select send serve set settle
    shift shorten show shrink sketch skip slide sort sorts spell split spread stamp stand star start state step stop
    stretch strip suggest swap sync tag take teach tell test throw tick tidy touch trace track trim trust try turn
    undo unite unpack update use verify wait walk warn watch weigh widen word work wrap write yield
""")
"""What a function is told to do, as the first word."""

SAID = words_of("""
    act adds answers are asks be become becomes begin begins belongs break bring calls can cannot change closes come
    comes compares could counts decides depend depends did differ differs divides do does draws ends export exports
    find finds fits follows get gets give gives go goes groups grows had has have hears hold holds is joins keep keeps
    kills know knows lead leads lets lie lies lists loads looks made make makes marks may mean means measures meet
    meets moved moves must names narrows need needs offers opens overrides packs paints part parts pass passes prints
    put puts raises read reads refers removes renders repairs rests runs saves say says scroll search see sees sends
    sent serves share should show shows sorts speak speaks stand stands starts stays take takes tell tells touch turns
    uses wait waits want wants was were will wins would write writes wrote
""")
"""What something does or is, anywhere in the main clause."""

AUXILIARY = words_of("is are was were be has have had may can must will would could should cannot")
COMPLETING = words_of("be been have had read put become come wrote")
"""What completes the verb that an auxiliary begins, and is none of its own."""

SUBORDINATE = words_of("""
    that which who whom whose where when whether as if because while until how what why than since so before after
    though whatever wherever whenever however whoever
""")
"""Each of these begins a clause, whose verb is not that of the sentence."""

Node = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def first_sentence(docstring: str) -> str:
    words = " ".join(docstring.split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s+(?=[A-Z`(\"])", words)[0]


def is_sentence(words: str) -> bool:
    plain = re.sub(r"\([^)]*\)", "", re.sub(r"`[^`]*`", "X", words))
    tokens = [token.lower() for token in re.findall(r"[A-Za-z']+|[;:.]", plain)]
    if tokens and tokens[0] in ORDERS:
        return True
    in_clause = after_auxiliary = False
    for token in tokens:
        is_verb = token in SAID or (in_clause and token.endswith("ed"))
        if token in ";:.":
            in_clause = False
        elif token in SUBORDINATE:
            in_clause = True
        elif is_verb and not (after_auxiliary and token in COMPLETING):
            if not in_clause:
                return True
            in_clause = False
        after_auxiliary = token in AUXILIARY
    return False


def public_docstrings(path: Path) -> Iterator[tuple[str, str]]:
    def walk(node: Node, name: str) -> Iterator[tuple[str, str]]:
        docstring = ast.get_docstring(node)
        if docstring is not None:
            yield name, docstring
        if isinstance(node, ast.Module | ast.ClassDef):
            for inner in node.body:
                if isinstance(
                    inner, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
                ) and not inner.name.startswith("_"):
                    yield from walk(inner, f"{name} {inner.name}")

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)))


def test_every_public_docstring_begins_with_a_sentence() -> None:
    said = [found for path in sorted((ROOT / "reader").rglob("*.py")) for found in public_docstrings(path)]
    names_alone = [f"{name}: {first_sentence(text)}" for name, text in said if not is_sentence(first_sentence(text))]
    assert len(said) > 3000
    assert not names_alone, "say what is done (a verb that is missing here is to be added):\n" + "\n".join(names_alone)


@pytest.mark.parametrize(
    "words",
    [
        "The weight of the old words [first, last).",
        "Whether no word of the box has a counterpart.",
        "What a hole of `gone` words costs.",
        "Where the quotation may be, the best place first; none where it holds no word.",
        "Words in a row.",
        "To the next paragraph.",
        "Its authors, each as the words of a name.",
        "A piece of the text that is renewed by itself.",
        "`text` on one line, for a heading.",
        "How many words were read.",
        "Without the blanks at either end.",
    ],
)
def test_names_alone_are_no_sentence(words: str) -> None:
    assert not is_sentence(words)


@pytest.mark.parametrize(
    "words",
    [
        "Return the weight of the old words.",
        "Tell whether no word of the box has a counterpart.",
        "A `Span` is a half-open range.",
        "What was selected may be given up by a key.",
        "Where a list stands in a cell, it is read as lines.",
        "Results go to stdout: as a table on a terminal.",
    ],
)
def test_a_sentence_is_one(words: str) -> None:
    assert is_sentence(words)
