"""What `reader watch` tells, while others write."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from reader.cli import listing
from reader.cli.wiring import CommandServices

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Shell

TEXT = "# The Harbour\n\nThe sand stays. Nobody brought it. The harbour moves.\n"


class Over(Exception):
    """All acts are done, and looked at."""


def watched(query: list[str], acts: list[Callable[[], object]], *, every: bool = False) -> list[tuple[str, str]]:
    """What is told while these acts are done, one at each rest; it ends when all are done."""
    services = CommandServices()
    left = iter(acts)

    def rest() -> None:
        act = next(left, None)
        if act is None:
            raise Over
        act()

    told = []
    with suppress(Over):
        for event, found in listing.news(services.library.collection, services.query(query), rest, every=every):
            told.append((event, found.annotation.quote))
    assert next(left, None) is None
    return told


def test_it_tells_what_others_write(reader: Shell) -> None:
    file = reader.write("harbour.md", TEXT)
    first = reader("highlight", file, "--quote", "The sand stays.").out.split("\t")[0]
    acts: list[Callable[[], object]] = [
        lambda: reader("highlight", file, "--quote", "Nobody brought it.", "--tag", "claim"),
        lambda: reader("edit", first, "--note", "why?"),
        lambda: reader("list"),
        lambda: reader("edit", first, "--tag", "claim"),
        lambda: reader("edit", first, "--delete"),
    ]
    sand, nobody = "The sand stays.", "Nobody brought it."
    assert watched([], acts) == [("added", nobody), ("changed", sand), ("changed", sand), ("removed", sand)]
    reader("trash", "--restore", first)
    reader("edit", first, "--untag", "claim")
    acts = [
        lambda: reader("edit", first, "--tag", "claim"),
        lambda: reader("edit", first, "--star"),
        lambda: reader("edit", first, "--untag", "claim"),
    ]
    told = watched(["#claim"], acts, every=True)
    assert told == [("added", nobody), ("added", sand), ("changed", sand), ("removed", sand)]


@pytest.mark.parametrize("option", ["--jsonl", "--json", ""])
def test_it_is_told_in_lines(reader: Shell, monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    file = reader.write("harbour.md", TEXT)
    first = reader("highlight", file, "--quote", "The sand stays.", "--note", "a\tb").out.split("\t")[0]

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(listing, "sleep", stop)
    answer = reader("watch", "--all", *filter(None, [option]))
    assert (answer.code, answer.err.strip()) == (130, "")
    if not option:
        assert answer.out == f"added\t{first[:8]}\tThe Harbour\tThe sand stays.\n"
        return
    (line,) = answer.out.splitlines()
    told = json.loads(line)
    (noted,) = map(json.loads, reader("notes", "--json").out.splitlines())
    assert told == {"event": "added", **noted}


def test_a_query_that_is_wrong_is_refused_before_anything_is_waited_for(reader: Shell) -> None:
    assert reader("watch", "colour:pink").code == 2
