"""What is written can be read back: everything by our own formats, what they have room for by the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from reader.domain.annotation import Colour
from reader.domain.local_time import UNDATED
from reader.exchange.detect import detect
from reader.exchange.format_table import format_named, readable, reader, writable, writer
from reader.exchange.records import Options
from reader.exchange.sanitize import lines_visible
from reader.exchange.utf16 import code_points
from tests.exchange.samples import EXAMPLE, NOW, TEXT, exports

if TYPE_CHECKING:
    from reader.domain.selectors import TextQuoteSelector
    from reader.exchange.imported import Imported
    from reader.exchange.records import Exported

BOTH = [one.name for one in writable() if one in readable()]


def there_and_back(exported: Exported, name: str) -> dict[str, Imported]:
    """What is read from what is written, by id."""
    data = "".join(writer(name)([exported])).encode()
    assert detect(data, f"notes{format_named(name).extension}") == ("w3c" if name == "epub" else name)
    return {one.id: one for one in reader(name)(data).annotations}


@pytest.mark.parametrize("name", BOTH)
def test_the_words_come_back(name: str) -> None:
    found = list(there_and_back(EXAMPLE, name).values())
    assert {one.quote for one in found} >= {"The sand stays 😀 here.", "The harbour moves", "Nobody brought it"}
    assert any("Both *halves*." in one.note for one in found)
    assert any(one.note.startswith("=SUM(A1)") for one in found)
    assert all(one.source.title == "The Harbour" for one in found)


@pytest.mark.parametrize("name", [name for name in BOTH if name not in ("koreader", "readest")])
def test_tags_come_back(name: str) -> None:
    found = {one.quote: one.tags for one in there_and_back(EXAMPLE, name).values()}
    assert found["The sand stays 😀 here."] == ("law/police", "claim")


@pytest.mark.parametrize("name", [name for name in BOTH if name not in ("csv", "hypothesis")])
def test_colours_come_back(name: str) -> None:
    found = {one.quote: one.colour for one in there_and_back(EXAMPLE, name).values()}
    assert found["The harbour moves"] is Colour.BLUE


@pytest.mark.parametrize("name", [name for name in BOTH if name not in ("hypothesis", "koreader", "readest")])
def test_stars_come_back(name: str) -> None:
    starred = {one.quote for one in there_and_back(EXAMPLE, name).values() if one.star}
    assert starred == {"The harbour moves"}


@pytest.mark.parametrize("name", [one.name for one in writable()])
def test_a_time_that_nobody_knows_is_told_by_no_format(name: str) -> None:
    entries = tuple(
        one._replace(annotation=one.annotation._replace(created=UNDATED, modified=UNDATED, rivals=()))
        for one in EXAMPLE.entries
    )
    undated = EXAMPLE._replace(entries=entries)
    text = "".join(writer(name)([undated]))
    assert not re.search(r"1970|1969|\"time\": ?0|00010000", text)
    if name in BOTH:
        found = there_and_back(undated, name).values()
        assert found
        assert {(one.created, one.modified) for one in found} == {(None, None)}


@pytest.mark.parametrize("name", ["json", "jsonl"])
@given(exported=exports)
def test_our_own_formats_keep_everything(name: str, exported: Exported) -> None:
    found = there_and_back(exported, name)
    assert len(found) == len(exported.entries)
    for entry in exported.entries:
        one, made = entry.annotation, found[entry.annotation.id]
        assert (made.targets, made.note, made.tags, made.colour) == (one.targets, one.note, one.tags, one.colour)
        assert (made.star, made.created, made.modified) == (one.star, one.created, one.modified)


def around(quote: TextQuoteSelector) -> dict[str, str]:
    return {"prefix": re.split("[\n\t]", quote.prefix)[-1], "suffix": re.split("[\n\t]", quote.suffix)[0]}


@pytest.mark.parametrize("name", ["w3c", "epub", "hypothesis"])
@given(exported=exports)
def test_selectors_come_back(name: str, exported: Exported) -> None:
    found = {one.quote: one for one in there_and_back(exported, name).values()}
    for entry in exported.entries:
        if entry.target is not None:
            selectors = found[entry.annotation.quote].selectors
            assert selectors is not None
            known = [one.target.selectors.quote for one in exported.entries if one.target]
            if name != "hypothesis":  # what stands around the words goes no further than their block
                known = [quote._replace(**around(quote)) for quote in known]
            assert selectors.quote in known
            assert selectors.position is not None
            place = code_points(TEXT, selectors.position) if name == "hypothesis" else selectors.position
            assert place.of(TEXT) == entry.annotation.quote


@pytest.mark.parametrize("name", ["w3c", "epub"])
@given(exported=exports)
def test_the_recommendations_of_the_w3c_keep_what_was_written(name: str, exported: Exported) -> None:
    found = there_and_back(exported, name)
    for entry in exported.entries:
        one, made = entry.annotation, found[entry.annotation.id]
        assert (made.quote, made.note, made.tags) == (one.quote, one.note, one.tags)
        assert (made.colour, made.star, made.created, made.modified) == (
            *(one.colour, one.star),
            *(one.created, one.modified),
        )


@given(exported=exports)
def test_org_keeps_what_was_written(exported: Exported) -> None:
    found = there_and_back(exported, "org")
    for entry in exported.entries:
        one, made = entry.annotation, found[entry.annotation.id]
        assert (made.quote, made.tags, made.colour, made.star) == (one.quote, one.tags, one.colour, one.star)
        assert made.note == lines_visible(one.note).strip("\n")


@given(exported=exports)
def test_csv_comes_back_whatever_a_spreadsheet_would_make_of_it(exported: Exported) -> None:
    data = "".join(writer("csv")([exported])).encode()
    found = reader("csv")(data).annotations
    assert len(found) == len(exported.entries)
    for entry, made in zip(exported.entries, found, strict=True):
        assert made.quote == entry.annotation.quote.strip()
        assert made.note.strip("\n") == lines_visible(entry.annotation.note).strip("\n")
        assert (made.star, bool(made.tags)) == (entry.annotation.star, bool(entry.annotation.tags))


@given(exported=exports)
def test_koreader_keeps_quotes_and_notes(exported: Exported) -> None:
    data = "".join(writer("koreader")([exported])).encode()
    found = [(one.quote, one.note) for one in reader("koreader")(data).annotations]
    assert found == [(entry.annotation.quote, entry.annotation.note) for entry in exported.entries]


@pytest.mark.parametrize("name", [one.name for one in writable()])
@given(exported=exports)
def test_every_piece_can_be_encoded_and_nothing_steers_a_terminal(name: str, exported: Exported) -> None:
    text = "".join(writer(name)([exported]))
    text.encode()
    assert not [one for one in text if ord(one) < 0x20 and one not in "\n\t"]
    assert not [one for one in text if 0x7F <= ord(one) < 0xA0]


@pytest.mark.parametrize("name", [one.name for one in writable()])
def test_nothing_of_the_machine_is_told_unless_asked_for(name: str) -> None:
    text = "".join(writer(name)([EXAMPLE]))
    assert "/home/somebody" not in text
    assert text == "".join(writer(name)([EXAMPLE])), "the same annotations give the same file"


def test_the_time_of_the_export_is_told_if_asked_for() -> None:
    assert "2026-11-22" in "".join(writer("md")([EXAMPLE], Options(exported=NOW))).split("---")[1]


def test_importing_twice_gives_the_same_ids() -> None:
    for name in BOTH:
        assert set(there_and_back(EXAMPLE, name)) == set(there_and_back(EXAMPLE, name))


@pytest.mark.parametrize("tag", ["[[x]]", "a [b] [[c", "#x [[y]]", "x]]"])
@pytest.mark.parametrize("name", ["md", "org", "json", "w3c"])
def test_tags_with_brackets_come_back(name: str, tag: str) -> None:
    entries = tuple(one._replace(annotation=one.annotation._replace(tags=(tag,))) for one in EXAMPLE.entries)
    found = there_and_back(EXAMPLE._replace(entries=entries), name).values()
    assert {one.tags for one in found} == {(tag,)}


def test_of_two_texts_of_a_note_both_come_back_from_markdown_as_long_as_they_stand_there() -> None:
    text = "".join(writer("md")([EXAMPLE]))
    (found,) = [one for one in reader("md")(text.encode()).annotations if one.rivals]
    assert (found.note, [one.text for one in found.rivals]) == ("mine", ["mine", "theirs"])
    for line, edit in (("mine", "mine, and more"), ("theirs", "somebody's"), ("theirs", "")):
        edited = text.replace(f"\n\n{line}\n\n", f"\n\n{edit}\n\n")
        assert edited != text
        (found,) = [one for one in reader("md")(edited.encode()).annotations if "mine" in one.note]
        assert {found.note, *(one.text for one in found.rivals)} == {"mine", "theirs"} - {line} | {edit} - {""}
    joined = re.sub(r"\n\n\*Also written.*", "", text)
    (found,) = [one for one in reader("md")(joined.encode()).annotations if "mine" in one.note]
    assert (found.note, found.rivals) == ("mine\n\ntheirs", ())
    zoned = re.sub(r"(Also written, )[\d: -]+:", r"\g<1>2026-11-22 23:55:", text)
    assert [one.rivals for one in reader("md")(zoned.encode()).annotations if one.rivals]


@pytest.mark.parametrize("note", ["a\\nb \u200bc", "plain words", "two\n\n* stars", "trailing  "])
def test_a_note_that_was_edited_in_org_is_read_as_it_is_shown(note: str) -> None:
    entry = EXAMPLE.entries[0]
    written = EXAMPLE._replace(entries=(entry._replace(annotation=entry.annotation._replace(note=note)),))
    text = "".join(writer("org")([written]))
    (found,) = reader("org")(text.encode()).annotations
    assert found.note.split() == note.split()
    (edited,) = reader("org")(f"{text.rstrip()} And more.\n".encode()).annotations
    assert edited.note.endswith("And more.")


@pytest.mark.parametrize(
    ("at", "span"), [("[36, 53]", (36, 53)), ("[36, 36]", None), ("[53, 36]", None), ("[36]", None), ("36", None)]
)
def test_a_position_in_markdown_holds_something(at: str, span: tuple[int, int] | None) -> None:
    text = "".join(writer("md")([EXAMPLE])).replace("[36, 53]", at)
    (found,) = [one for one in reader("md")(text.encode()).annotations if one.quote == "Nobody brought it"]
    assert found.selectors is not None
    assert found.selectors.position == span


@pytest.mark.parametrize("name", ["md", "org", "json", "w3c", "epub"])
def test_a_note_that_looks_like_a_file_of_ours_comes_back(name: str) -> None:
    pasted = "seen:\n\n*red · ¶ 2 · starred* #law\n\n```\n> quote ^hl-00000001\n\n*red*\n```\n\n:END:\n** and on"
    for entry in (EXAMPLE.entries[0], EXAMPLE.entries[-1]):
        one = entry._replace(annotation=entry.annotation._replace(note=pasted, tags=("own",), rivals=()))
        (found,) = there_and_back(EXAMPLE._replace(entries=(one,)), name).values()
        assert (found.note, found.tags) == (pasted, ("own",))
