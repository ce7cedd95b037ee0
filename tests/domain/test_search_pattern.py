"""Words are found as they are seen."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.search_pattern import search_pattern, search_small

LETTERS = st.text("aeé’'-–—fiﬁﬃ sß\u00ad\u0301B\u00a0й漢한ｶﾞガＡ½№….ǿÆêʻ″أا\ufe0fکكیىيہه٣5カかガ״\"şँ", max_size=30)


def found(words: str, text: str) -> list[str]:
    return [one.group() for one in search_pattern(words, text).finditer(text)]


@pytest.mark.parametrize(
    ("words", "text", "seen"),
    [
        ("don't", "They don’t", ["don’t"]),
        ("don’t", "They don't", ["don't"]),
        ("2", "m² and 2", ["²", "2"]),
        ("1", "① or ½", ["①"]),
        ('"so"', "“so” «so» „so“", ["“so”", "«so»", "„so“"]),
        ("a-b", "a–b a\u2011b a−b", ["a–b", "a\u2011b", "a−b"]),
        ("10 km", "10\u00a0km 10\u202fkm 10\nkm", ["10\u00a0km", "10\u202fkm", "10\nkm"]),
        ("hyphenated", "hy\u00adphen\u00adated", ["hy\u00adphen\u00adated"]),
        ("office", "oﬃce oﬀice office", ["oﬃce", "oﬀice", "office"]),
        ("off", "oﬃce", ["oﬃ"]),
        ("naive cafe", "Naïve cafe\u0301", ["Naïve cafe\u0301"]),
        ("café", "cafe\u0301 café cafe", ["cafe\u0301", "café"]),
        ("احمد", "أَحْمَد ا\u0654حمد احمد", ["أَحْمَد", "ا\u0654حمد", "احمد"]),
        ("قران", "قرآن", ["قرآن"]),
        ("أحمد", "احمد أحمد", ["أحمد"]),
        ("cafe\u0301", "café cafe", ["café"]),
        ("strasse", "Straße", ["Straße"]),
        ("oeuvre", "œuvre", ["œuvre"]),
        ("lodz", "Łódź", ["Łódź"]),
        ("и", "й и", ["и"]),
        ("か", "が か", ["か"]),
        ("ΑΘΗΝΑ", "ΑΘΉΝΑ", ["ΑΘΉΝΑ"]),
        ("αθηνα", "Αθήνα", ["Αθήνα"]),
        ("سلام", "سَلَام", ["سَلَام"]),
        ("שלום", "שָׁלוֹם", ["שָׁלוֹם"]),
        ("the", "The the THE", ["The", "the", "THE"]),
        ("The", "The the", ["The"]),
        ("É", "É é E", ["É"]),
        ("...", "wait…", ["…"]),
        ("wait…", "wait... wait…", ["wait...", "wait…"]),
        ("straße", "STRASSE Strasse Straße", ["STRASSE", "Strasse", "Straße"]),
        ("assßen", "assßen aßssen asssssen", ["assßen", "aßssen"]),
        ("ガイド", "ｶﾞｲﾄﾞ カ\u3099イト\u3099 カイト", ["ｶﾞｲﾄﾞ", "カ\u3099イト\u3099"]),
        ("ｶﾞｲﾄﾞ", "ガイド", ["ガイド"]),
        ("カ", "ｶﾞ ｶ", ["ｶ"]),
        ("ＡＢＣ１２", "ABC12 ＡＢＣ12", ["ABC12", "ＡＢＣ12"]),
        ("(a)", "（ａ） (a)", ["（ａ）", "(a)"]),
        ("1/2", "½ 1⁄2", ["½", "1⁄2"]),
        ("œuvre æther", "oeuvre aether", ["oeuvre aether"]),
        ("o", "ǿ o\u0301", ["ǿ", "o\u0301"]),
        ("ae", "ǽ Ǽ", ["ǽ", "Ǽ"]),
        ("ø", "ǿ ø", ["ǿ", "ø"]),
        ("احمد", "أحمد ا\u0654حمد", ["أحمد", "ا\u0654حمد"]),
        ("أحمد", "احمد", []),
        (
            "việt",
            "Việt Viê\u0323t Viẹ\u0302t Vie\u0323\u0302t Vie\u0302\u0323t Viêt",
            [
                "Việt",
                "Viê\u0323t",
                "Viẹ\u0302t",
                "Vie\u0323\u0302t",
                "Vie\u0302\u0323t",
            ],
        ),
        ("hawai'i", "Hawaiʻi Hawai’i", ["Hawaiʻi", "Hawai’i"]),
        ('5"', "5″ 5”", ["5″", "5”"]),
        ("☕\ufe0f", "☕ ☕\ufe0f", ["☕", "☕"]),
        ("㈱", "(株)", ["(株)"]),
        ("لا", "ﻻ", ["ﻻ"]),
        ("oﬃce", "office", ["office"]),
        ("fice", "oﬃce office", ["ﬃce", "fice"]),
        ("so—and", "so--and so---and so–and", ["so--and", "so---and", "so–and"]),
        ("a -- b", "a – b", ["a – b"]),
        ("10~20", "10〜20 10～20", ["10〜20", "10～20"]),
        ("zero\u200bwidth", "zerowidth", ["zerowidth"]),
        ("№ 5", "No 5", ["No 5"]),
        ("mhz", "㎒", ["㎒"]),
        ("ㅋㅋ", "ㅋㅋ", ["ㅋㅋ"]),
        ("کتاب یک", "كتاب يك كتاب ىك", ["كتاب يك", "كتاب ىك"]),
        ("كتابي", "کتابی كتابى", ["کتابی", "كتابى"]),
        ("مدرسه", "مدرسة", ["مدرسة"]),
        ("مدرسة", "مدرسه مدرسة", ["مدرسة"]),
        ("ہے", "هے", ["هے"]),
        ("نامه", "نامۀ نامه\u0654", ["نامۀ", "نامه"]),
        ("الكتاب", "ٱلْكِتَٰب ٱلكتاب", ["ٱلكتاب"]),
        ("2024", "۲۰۲۴ ٢٠٢٤ २०२४ ๒๐๒๔ ２０２４", ["۲۰۲۴", "٢٠٢٤", "२०२४", "๒๐๒๔", "２０２４"]),
        ("۱۲٫۵٪", "12.5% ١٢٫٥٪", ["12.5%", "١٢٫٥٪"]),
        ('צה"ל', "צה״ל צה”ל", ["צה״ל", "צה”ל"]),
        ("ג'ירף", "ג׳ירף", ["ג׳ירף"]),
        ("בית-ספר", "בית־ספר", ["בית־ספר"]),
        ("かに", "カニ ｶﾆ かに", ["カニ", "ｶﾆ", "かに"]),
        ("ガ", "が か\u3099 カ か", ["が", "か\u3099"]),
        ("らーめん", "ラーメン", ["ラーメン"]),
        ("कलम", "क़लम क\u093cलम कलम", ["क़लम", "क\u093cलम", "कलम"]),
        ("क़लम", "क\u093cलम कलम \u0958लम", ["क\u093cलम", "\u0958लम"]),
        ("पांच", "पाँच पांच", ["पाँच", "पांच"]),
        ("ţară", "țară ţară t\u0327ara\u0306", ["țară", "ţară", "t\u0327ara\u0306"]),
        ("tara", "țară ţară", ["țară", "ţară"]),
        ("a.b", "axb", []),
        ("  ", "a  b", []),
    ],
)
def test_what_is_typed_finds_what_is_seen(words: str, text: str, seen: list[str]) -> None:
    assert found(words, text) == seen


@given(LETTERS, st.data())
def test_every_word_of_a_text_is_found_in_it_in_any_form(text: str, data: st.DataObject) -> None:
    words = [
        word for word in text.split() if normalize("NFC", word)[0] not in "\u0301\u00ad" and word.strip("\u00ad\u0301")
    ]
    if not words:
        return
    word = data.draw(st.sampled_from(words))
    for form in ("NFC", "NFD"):
        assert search_pattern(normalize(form, word), text).search(text), word
        assert search_pattern(word, normalize(form, text)).search(normalize(form, text)), word


@given(LETTERS, LETTERS)
def test_no_words_break_a_pattern(words: str, text: str) -> None:
    for one in search_pattern(words, text).finditer(text):
        assert one.group()


CASED = st.text("№™㎒ＡａaAkKsSiIeEéÉßẞſKıİµμςσΣΩω ﬁﬂﬅ-’\u00ad\u0301øØÆæ…ǅǆһҺйЙΐ\u00a0\n가ŉ", max_size=14)


@given(CASED, CASED, st.data())
def test_in_small_letters_the_same_places_are_found(text: str, words: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    words = data.draw(st.sampled_from([words, text[start : start + 4], text[start : start + 4].upper()]))
    pattern, small = search_small(words, text)
    assert len(small) == len(text)
    expected = search_pattern(words, text, ignore_case=True)
    assert [one.span() for one in pattern.finditer(small)] == [one.span() for one in expected.finditer(text)]


@pytest.mark.parametrize(
    ("text", "tried"),
    [
        ("Plain Words", "plain words"),
        ("Ярость и Гнев", "ярость и гнев"),
        ("Élan, ﬁne and Straße", "élan, ﬁne and straße"),
        ("İstanbul", "İstanbul"),  # its small letter is two
        ("ΟΔΟΣ", "ΟΔΟΣ"),  # of two small sigmas one is meant
    ],
)
def test_a_text_is_tried_in_small_letters_where_each_has_one(text: str, tried: str) -> None:
    assert search_small("words", text)[1] == tried
