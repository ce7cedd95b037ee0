"""Kindle's clippings, in the languages that a Kindle can be set to."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.formats.kindle import read
from reader.exchange.formats.kindle_facts import Facts, facts_of

LINES = {
    "- Your Highlight on page 12 | Location 170-172 | Added on Monday, April 21, 2014 10:08:07 PM": (170, 172),
    "- Highlight on Page 12 | Loc. 170-72  | Added on Monday, April 21, 2014, 10:08 PM": (170, 172),
    "- Highlight Loc. 13169  | Added on Monday, 21 April 14 22:08:07 GMT+01:00": (13169, 13169),
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
        "- 您在位置 #173 的笔记 | 添加于 2014年4月21日星期一 下午10:08:07",
    ],
)
def test_a_note_in_any_language_is_told_from_a_highlight(line: str) -> None:
    assert facts_of(line) == Facts(is_note=True, start=173, end=173, added=MOMENT)


@pytest.mark.parametrize(
    ("words", "hour"),
    [("12:08:07 AM", 0), ("12:08:07 PM", 12), ("上午9:08:07", 9), ("下午12:08:07", 12), ("0:08:07", 0)],
)
def test_halves_of_the_day(words: str, hour: int) -> None:
    date = f"2014年4月21日星期一 {words}" if "午" in words else f"Monday, April 21, 2014 {words}"
    facts = facts_of(f"- Highlight | {date}")
    assert facts is not None
    assert facts.added == MOMENT.replace(hour=hour)


@pytest.mark.parametrize("date", ["Понедельник, 21 апреля 2014 г. 22:08:07", "April 31, 2014 10:00:00", "25:61", ""])
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
    assert reading.left_out == (("bookmarks and clippings without text", 1),)


def test_notes_without_a_place_stay_apart() -> None:
    record = "Book\n- Your Note on the cover | Added on Monday, April 21, 2014 10:08:07 PM\n\n{}\n==========\n"
    reading = read("".join(map(record.format, ("one", "two", "one"))).encode())
    assert sorted(one.note for one in reading.annotations) == ["one", "two"]
