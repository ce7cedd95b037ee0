"""Kindle's clippings, in the languages that a Kindle can be set to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.errors import NotImported
from reader.exchange import detect as detection
from reader.exchange import imported
from reader.exchange import input as file_input
from reader.exchange.detect import detect
from reader.exchange.formats.kindle.clipping_facts import ClippingKind, Facts, facts_of
from reader.exchange.formats.kindle.clippings import read
from reader.exchange.formats.kindle.kindle_dates import moment_of
from reader.exchange.input import damage

LINES = {
    "- Your Highlight on page 12 | Location 170-172 | Added on Monday, April 21, 2014 10:08:07 PM": (170, 172),
    "- Highlight on Page 12 | Loc. 170-72  | Added on Monday, April 21, 2014, 10:08 PM": (170, 172),
    "- Highlight Loc. 13169  | Added on Monday, 21 April 14 22:08:07": (13169, 13169),
    "- Ihre Markierung auf Seite 12 | bei Position 170-172 | Hinzugefügt am Montag, 21. April 2014 22:08:07": (
        170,
        172,
    ),
    "- Votre surlignement sur la page 12 | emplacement 170-172 | Ajouté le lundi 21 avril 2014 22:08:07": (170, 172),
    "- Votre surlignement Emplacement 307-307 | Ajouté le lundi 21 avril 2014 à 22:08:07": (307, 307),
    "- La subrayado en la posición 558-560 | Añadido el lunes, 21 de abril de 2014 22:08:07": (558, 560),
    "- La tua evidenziazione a pagina 47 | posizione 731-732 | Aggiunto in data lunedì 21 aprile 2014 22:08:07": (
        731,
        732,
    ),
    "- Seu destaque ou posição 1896-1897 | Adicionado: segunda-feira, 21 de abril de 2014 22:08:07": (1896, 1897),
    "- Je markering op pagina 6 | locatie 36-40 | Toegevoegd op maandag 21 april 2014 22:08:07": (36, 40),
    "- 26ページ|位置No. 295-296のハイライト |作成日: 2014年4月21日月曜日 22:08:07": (295, 296),
    "- 您在第 32 页（位置 #335-336）的标注 | 添加于 2014年4月21日星期一 下午10:08:07": (335, 336),
    "– Ваш выделенный отрывок в месте 170–172 | Добавлено: понедельник, 21 апреля 2014 г. в 22:08:07": (170, 172),
    "— 12. sayfadaki Vurgunuz | 170-172 konumunda | Eklenme Tarihi: 21 Nisan 2014 Pazartesi 22:08:07": (170, 172),
    "- पेज 12 पर आपका हाइलाइट | लोकेशन 170-172 | सोमवार, 21 अप्रैल 2014 को 22:08:07 पर जोड़ा गया": (170, 172),
    "- 12페이지 | 위치 170-172의 하이라이트 | 추가한 날짜: 2014년 4월 21일 월요일 오후 10:08:07": (170, 172),
    "- Twoje podkreślenie na stronie 12 | miejsce 170-172 | Dodano: poniedziałek, 21 kwietnia 2014 22:08:07": (
        170,
        172,
    ),
    "- Din markering på sidan 12 | plats 170-172 | Tillagd måndag 21 april 2014 kl. 22.08.07": (170, 172),
    "- تمييزك في صفحة ١٢ | الموقع ١٧٠-١٧٢ | تمت الإضافة يوم الاثنين، ٢١ أبريل ٢٠١٤ ١٠:٠٨:٠٧ م": (170, 172),
    "- 您在第 12 頁（位置 #170-172）的標註 | 新增於 2014年4月21日星期一 下午10時08分07秒": (170, 172),
    "- Markierung Pos. 170-72  | Hinzugefügt am Montag, 21. April 2014 um 22.08 Uhr": (170, 172),
    "- 您在第 126-126 页的标注 | 添加于 2014年4月21日星期一 下午10:08:07": (126, 126),
}
MOMENT = datetime(2014, 4, 21, 22, 8, 7).astimezone()


@pytest.mark.parametrize("line", LINES)
def test_a_highlight_in_any_language_has_its_place_and_time(line: str) -> None:
    facts = facts_of(line)
    assert facts is not None
    assert (facts.start, facts.end) == LINES[line]
    assert not facts.is_note
    assert facts.added in (MOMENT, MOMENT.replace(second=0))


@pytest.mark.parametrize(
    "line",
    [
        "- Your Note on Location 173 | Added on Monday, April 21, 2014 10:08:07 PM",
        "- Ihre Notiz bei Position 173 | Hinzugefügt am Montag, 21. April 2014 22:08:07",
        "- Votre note sur la page 12 | emplacement 173 | Ajouté le lundi 21 avril 2014 22:08:07",
        "- Tu nota en la posición 173 | Añadido el lunes, 21 de abril de 2014 22:08:07",
        "- La tua nota alla posizione 173 | Aggiunto in data lunedì 21 aprile 2014 22:08:07",
        "- Sua nota ou posição 173 | Adicionado: segunda-feira, 21 de abril de 2014 22:08:07",
        "- 22ページ|位置No. 173のメモ |作成日: 2014年4月21日月曜日 22:08:07",
        "– Ваша заметка в месте 173 | Добавлено: понедельник, 21 апреля 2014 г. в 22:08:07",
        "- 12. sayfadaki Notunuz | 173 konumunda | Eklenme Tarihi: 21 Nisan 2014 Pazartesi 22:08:07",
        "- पेज 12 पर आपका नोट | लोकेशन 173 | सोमवार, 21 अप्रैल 2014 को 22:08:07 पर जोड़ा गया",
        "- 12페이지 | 위치 173의 메모 | 추가한 날짜: 2014년 4월 21일 월요일 오후 10:08:07",
        "- Twoja notatka na stronie 12 | miejsce 173 | Dodano: poniedziałek, 21 kwietnia 2014 22:08:07",
        "- Din anteckning på sidan 12 | plats 173 | Tillagd måndag 21 april 2014 kl. 22.08.07",
        "- ملاحظتك في صفحة ١٢ | الموقع ١٧٣ | تمت الإضافة يوم الاثنين، ٢١ أبريل ٢٠١٤ ١٠:٠٨:٠٧ م",
        "- 您在位置 #173 的筆記 | 新增於 2014年4月21日星期一 下午10時08分07秒",
        "- 您在位置 #173 的笔记 | 添加于 2014年4月21日星期一 下午10:08:07",
        "- 您在位置 #173的註記 | 新增於 2014年4月21日 星期一 下午10:08:07",
        "- Your Note on page xii | location 173 | Added on Monday, 21 April 2014 22:08:07",
    ],
)
def test_a_note_in_any_language_is_told_from_a_highlight(line: str) -> None:
    assert facts_of(line) == Facts(ClippingKind.NOTE, start=173, end=173, added=MOMENT)


@pytest.mark.parametrize(
    ("words", "hour"),
    [("12:08:07 AM", 0), ("12:08:07 PM", 12), ("上午9:08:07", 9), ("下午12:08:07", 12), ("0:08:07", 0)],
)
def test_halves_of_the_day(words: str, hour: int) -> None:
    date = f"2014年4月21日星期一 {words}" if "午" in words else f"Monday, April 21, 2014 {words}"
    facts = facts_of(f"- Highlight | {date}")
    assert facts is not None
    assert facts.added == MOMENT.replace(hour=hour)


@pytest.mark.parametrize("date", ["Понедельник, 21 брюмера 2014 г. 22:08:07", "April 31, 2014 10:00:00", "25:61", ""])
def test_a_date_that_is_not_understood_is_left_out_and_the_highlight_kept(date: str) -> None:
    (one,) = read(
        f"Гавань (А. Писатель)\n- Выделено | Место 12-13 | {date}\n\nПесок\n==========\n".encode()
    ).annotations
    assert (one.quote, one.created, one.extra) == ("Песок", None, (("kindle", "[12, 13]"),))


@given(st.text(max_size=400))
def test_any_line_is_survived(line: str) -> None:
    facts = facts_of(f"-{line}")
    assert facts is not None
    assert 0 <= facts.start <= facts.end


@pytest.mark.parametrize("words", ["You have reached the clipping limit for this item", "您已达到本内容的剪贴上限"])
def test_what_stands_for_words_beyond_the_publishers_limit_is_no_highlight(words: str) -> None:
    reading = read(f"Book\n- Highlight | Location 1-2 | \n\n <{words}>\n==========\n".encode())
    assert reading.annotations == ()
    assert reading.left_out == (("highlights beyond the limit that their publisher has set", 1),)


def test_notes_without_a_place_stay_apart() -> None:
    record = "Book\n- Your Note on the cover | Added on Monday, April 21, 2014 10:08:07 PM\n\n{}\n==========\n"
    reading = read("".join(map(record.format, ("one", "two", "one"))).encode())
    assert sorted(one.note for one in reading.annotations) == ["one", "two"]


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("Added on Saturday, 26 July 14 21:37:48 GMT+01:00", "2014-07-26T20:37:48"),
        ("terça-feira, 19 de março de 2019 23h32min06s GMT-03:00", "2019-03-20T02:32:06"),
        ("2013年8月5日 星期一 上午09时11分28秒 GMT+08:00", "2013-08-05T01:11:28"),
        ("UTC+5:30 Monday, 4 March 2024 10:00:00", "2024-03-04T04:30:00"),
        ("Added on Monday, 3 December 12 19:51:33 Greenwich Mean Time", "2012-12-03T19:51:33"),
        ("2013年8月5日 中午12:05:01 GMT+00:00", "2013-08-05T12:05:01"),
        ("2013年8月5日 中午11:45:01 GMT+00:00", "2013-08-05T11:45:01"),
        ("2013年8月5日 中午1:05:01 GMT+00:00", "2013-08-05T13:05:01"),
        ("Agregado mar 5 mar 2024 9:00:00 p. m. GMT-00:00", "2024-03-05T21:00:00"),
        ("4 mars 2024 21 h 05 UTC", "2024-03-04T21:05:00"),
        ("7 de agosto de 2011, 21H34'09\" GMT", "2011-08-07T21:34:09"),
        ("2024-03-04 21:00:00 UTC", "2024-03-04T21:00:00"),
        ("04.03.2024 21:00:00 UTC", "2024-03-04T21:00:00"),
    ],
)
def test_dates_have_many_forms_and_some_a_zone(words: str, moment: str) -> None:
    found = moment_of(words)
    assert found is not None
    assert found.astimezone(UTC) == datetime.fromisoformat(moment).replace(tzinfo=UTC)


START = datetime(2024, 3, 4, 21, tzinfo=UTC)


def record(kind: str, place: str, seconds: int, body: str, title: str = "Atlas (Ann Other)") -> str:
    moment = f"{START + timedelta(seconds=seconds):%A, %B %d, %Y %I:%M:%S %p} GMT+00:00"
    return f"{title}\n- Your {kind} on {place} | Added on {moment}\n\n{body}\n==========\n"


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.booleans()), max_size=12))
def test_a_note_is_on_the_highlight_that_was_made_with_it(marks: list[tuple[int, bool, bool]]) -> None:
    records, expected = [], {}
    for number, (page, has_note, is_first) in enumerate(marks):
        quote = f"Sentence {number} of the {'abcdefghijkl'[number]} kind."
        records.append(record("Highlight", f"page {page}-{page}", 600 * number, quote))
        note = f"my {number}th thought" if has_note else ""
        if has_note:
            written = record("Note", f"page {page}", 600 * number + (-10 if is_first else 10), note)
            records.insert(len(records) - is_first, written)
        expected[quote] = note
    reading = read("".join(records).encode() or b"==========")
    assert {one.quote: one.note for one in reading.annotations} == expected


def test_a_note_is_rather_on_the_highlight_made_before_it_than_on_one_made_after() -> None:
    file = (
        record("Highlight", "Location 10-20", 0, "The first of two that overlap.")
        + record("Highlight", "Location 400-401", 30, "Somewhere else.")
        + record("Note", "Location 15", 60, "mine")
        + record("Highlight", "Location 14-22", 120, "And the second one, later.")
    )
    assert [one.note for one in read(file.encode()).annotations] == ["mine", "", ""]


def test_further_notes_within_a_highlight_stay_and_an_edited_one_is_its_last() -> None:
    file = (
        record("Highlight", "Location 100-104", 0, "A long highlight over some locations.")
        + record("Note", "Location 102", 30, "in the middle")
        + record("Note", "Location 104", 60, "at the end")
        + record("Note", "Location 104", 9000, "at the end, and edited")
    )
    reading = read(file.encode())
    assert [one.note for one in reading.annotations] == ["in the middle\n\nat the end, and edited"]
    assert reading.left_out == (("older versions of notes that were changed later", 1),)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_word_and_the_sentence_that_holds_it_are_two(order: tuple[int, int]) -> None:
    bodies = ("The harbour has a wall of stone.", "stone")
    file = "".join(record("Highlight", "page 12-12", 60 * at, bodies[at]) for at in order)
    assert {one.quote for one in read(file.encode()).annotations} == set(bodies)


@pytest.mark.parametrize(
    ("title", "name", "authors"),
    [
        ("Cats and\nDogs (Ann Other)", "Cats and Dogs", ("Ann Other",)),
        ("飘 (外国文学) ((美)米切尔)", "飘 (外国文学)", ("(美)米切尔",)),
        ("Tales (1) (Other, Ann;Someone, Bob)", "Tales (1)", ("Other, Ann", "Someone, Bob")),
        ("On the sand", "On the sand", ()),
        ("Broken) (Ann", "Broken) (Ann", ()),
    ],
)
def test_titles_and_authors(title: str, name: str, authors: tuple[str, ...]) -> None:
    (one,) = read(record("Highlight", "Location 1-2", 0, "Words.", title).encode()).annotations
    assert (one.source.title, one.source.authors) == (name, authors)


def test_in_a_language_that_is_not_known_a_note_has_one_location_and_highlights_have_ranges() -> None:
    file = (
        "Kirja (Kirjoittaja)\n- Xxxx yyyy 170-172 | Zzz 4.3.2024 21:00:00\n\nHiekka.\n==========\n"
        "Kirja (Kirjoittaja)\n- Wwww yyyy 172 | Zzz 4.3.2024 21:00:30\n\nminun\n==========\n"
    )
    (one,) = read(file.encode()).annotations
    assert (one.quote, one.note) == ("Hiekka.", "minun")


def test_a_highlighted_tag_is_no_message_of_the_publisher() -> None:
    file = record("Highlight", "Location 1-2", 0, '<a href="x">') + record(
        "Highlight", "Location 9", 0, "<!DOCTYPE html>"
    )
    assert len(read(file.encode()).annotations) == 2


@pytest.mark.parametrize(
    ("first", "second"), [((170, 172), (172, 174)), ((172, 174), (170, 172)), ((170, 172), (172, 172))]
)
@pytest.mark.parametrize("longer_first", [True, False])
def test_two_whose_places_touch_and_whose_words_hold_each_other_are_one(
    first: tuple[int, int], second: tuple[int, int], longer_first: bool
) -> None:
    bodies = ["The harbour has a wall of stone, and of sand.", "The harbour has a wall of stone"]
    places = [f"Location {start}-{end}" for start, end in (first, second)]
    bodies = bodies if longer_first else bodies[::-1]
    file = "".join(record("Highlight", place, 60 * n, bodies[n]) for n, place in enumerate(places))
    assert [one.quote for one in read(file.encode()).annotations] == [bodies[1]]
    apart = record("Highlight", "Location 170-172", 0, bodies[0]) + record(
        "Highlight", "Location 173-174", 60, bodies[1]
    )
    assert len(read(apart.encode()).annotations) == 2


def test_the_same_note_at_two_places_is_two_and_a_few_words_within_a_highlight_are_their_own() -> None:
    notes = "".join(record("Note", f"Location {place}", place, "look this up") for place in (10, 40))
    assert [one.note for one in read(notes.encode()).annotations] == ["look this up"] * 2
    whole = "The harbour has a wall of stone, and of sand that nobody brought there on purpose."
    file = record("Highlight", "Location 10-12", 0, whole) + record("Highlight", "Location 11-11", 60, "of sand")
    assert [one.quote for one in read(file.encode()).annotations] == [whole, "of sand"]


def test_a_note_in_dutch_is_one_by_either_of_its_words() -> None:
    for word in ("notitie", "opmerking"):
        facts = facts_of(f"- Uw {word} op pagina 12 | locatie 172 | Toegevoegd op maandag 4 maart 2024 21:01:00")
        assert facts is not None
        assert facts.is_note


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("4 March 1994 10:00:00", None),
        ("4 March 1995 10:00:00", 1995),
        ("4 March 2199 10:00:00", 2199),
        ("4 March 2200 10:00:00", None),
    ],
)
def test_a_clipping_is_of_a_year_in_which_there_are_readers(words: str, year: int | None) -> None:
    found = moment_of(words)
    assert (found and found.year) == year


@pytest.mark.parametrize(
    ("words", "hour"),
    [
        ("4 March 2024", 0),
        ("4 March 2024 12:30:00 AM", 0),
        ("4 March 2024 12:30:00 PM", 12),
        ("4 March 2024 01:30:00 PM", 13),
        ("4 March 2024 11:30:00 PM", 23),
        ("4 March 2024 13:30:00 PM", 13),
        ("4 March 2024 13:30:00 AM", 13),
    ],
)
def test_the_half_of_the_day_is_told_of_hours_up_to_twelve(words: str, hour: int) -> None:
    found = moment_of(words)
    assert found is not None
    assert (found.hour, found.minute, found.second) == (hour, 0 if words.endswith("2024") else 30, 0)


@pytest.mark.parametrize(
    ("place", "facts"),
    [
        ("Your Highlight on page 12", ("highlight", 12, 12, "page")),
        ("Your Highlight on page 12 | location 180-182", ("highlight", 180, 182, "location")),
        ("Your Highlight at location 180-182", ("highlight", 180, 182, "location")),
        ("Your Note on page xii", ("note", 12, 12, "roman")),
        ("Your Highlight on page xii | location 180-182", ("highlight", 180, 182, "location")),
        ("Your Bookmark on page xii-xiv", ("bookmark", 12, 14, "roman")),
        ("Your Highlight on page xii | location 180", ("highlight", 180, 180, "location")),
        ("Your Highlight on xii", ("highlight", 0, 0, "location")),
        ("Ihre Markierung auf Seite 7", ("highlight", 7, 7, "page")),
        ("Votre signet à l’emplacement 33", ("bookmark", 33, 33, "location")),
    ],
)
def test_where_a_clipping_stands_and_what_its_numbers_count(place: str, facts: tuple[str, int, int, str]) -> None:
    found = facts_of(f"- {place} | Added on Monday, 4 March 2024 10:00:00")
    assert found is not None
    assert (found.kind, found.start, found.end, found.unit) == facts


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("13/04/2024 10:00:00", (4, 13)),
        ("04/13/2024 10:00:00", (4, 13)),
        ("05/12/2024 10:00:00", (12, 5)),
        ("12/05/2024 10:00:00", (5, 12)),
        ("2024-12-05 10:00:00", (12, 5)),
        ("mar, 5 de mar de 2024 10:00:00", (3, 5)),
        ("mar 2 de abr del 2024 10:00:00", (4, 2)),
        ("mar. 5 mar. 2024 10:00:00", (3, 5)),
        ("Tuesday, March 5, 2024 10:00:00", (3, 5)),
        ("Tuesday, 5 March 24 10:00:00", (3, 5)),
        ("31. Dezember 2024 10:00:00", (12, 31)),
    ],
)
def test_days_in_figures_and_beside_names_of_weekdays(words: str, day: tuple[int, int]) -> None:
    found = moment_of(words)
    assert found is not None
    assert (found.year, found.month, found.day) == (2024, *day)


PARTS = (
    "A Book (Ann Other)",
    "- Your Highlight on page 12 | Location 170-172 | Added on Monday, March 4, 2024 9:00:00 PM",
    "- Your Note on page 12 | Location 172 | Added on Monday, March 4, 2024 9:00:10 PM",
    *("", "Über the séa 😀", "Plain words.", "==========", "========== ", "===========", "\ufeffAnother Book"),
)


@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=40),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.binary(max_size=2),
)
def test_a_large_file_is_read_in_pieces_as_at_once(lines: list[str], end: str, odd: bytes) -> None:
    data = end.join([*lines, "=========="]).encode() + odd

    def outcome() -> object:
        try:
            return detect(data, "My Clippings.txt"), read(data), damage(data)
        except NotImported as error:
            return str(error)

    at_once = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_input, "LARGE", 0)
        patch.setattr(detection, "LARGE", 0)
        patch.setattr(file_input, "PIECE", 30)
        assert outcome() == at_once


def test_more_than_any_file_has_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imported, "MOST", 1)
    record = (
        "A Book (Ann Other)\n- Your Highlight on page {0} | Location {0} | Added on Monday, March 4, 2024 9:00:00 PM"
    )
    data = "".join(f"{record.format(n)}\n\nWords {n}.\n==========\n" for n in range(1, 4)).encode()
    with pytest.raises(NotImported, match="more than 1 annotations"):
        read(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("at", ["The", "(Ann", "Added", "Monday", "words", "=="])
def test_zero_bytes_where_a_device_went_down_cost_nothing(at: str, encoding: str) -> None:
    first = record("Highlight", "170-172", 0, "the first words")
    second = record("Highlight", "180-182", 9, "the second words", "The Atlas (Ann Other)")
    cut = len(first) + second.index(at)
    written = (first + second).encode(encoding)
    width = len(written) // len(first + second)
    data = (
        written[: -width * (len(first + second) - cut)] + bytes(512) + written[-width * (len(first + second) - cut) :]
    )
    found = read(data).annotations
    assert [(one.quote, one.source.title) for one in found] == [
        ("the first words", "Atlas"),
        ("the second words", "The Atlas"),
    ]
    assert found[1].created is not None


@pytest.mark.parametrize("left", ["", "\n", "\n===", "\n========="])
def test_of_a_file_that_is_cut_off_what_is_left_of_the_line_behind_is_no_part_of_the_words(left: str) -> None:
    data = record("Highlight", "170-172", 0, "the first words") + record("Highlight", "180-182", 9, "the last words")
    cut = data.rstrip("=\n") + left
    assert [one.quote for one in read(cut.encode()).annotations] == ["the first words", "the last words"]
