"""Bytes in any encoding, known or guessed."""

from __future__ import annotations

import codecs
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.domain.decode import decode, detect_and_decode, normal, whole

RUSSIAN = "Читать с карандашом в руке — значит спорить с книгой на равных, и не всегда проигрывать."
GERMAN = "Über die Brücke gehen täglich fünfhundert Fußgänger, größtenteils Schüler."


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
        lambda text: codecs.BOM_UTF32_LE + text.encode("utf-32-le"),
        lambda text: text.encode(),
        lambda text: text.encode("utf-16-le"),
    ],
    ids=["utf-8-mark", "utf-16-le", "utf-16-be", "utf-32", "utf-8", "utf-16-without"],
)
def test_the_encodings_of_unicode(encode: object) -> None:
    assert decode(encode(GERMAN)) == GERMAN  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN.replace("—", "-"), "koi8-r"),
        ("日本語のテキスト", "iso2022_jp"),
    ],
)
def test_what_is_guessed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_few_bytes_are_western() -> None:
    assert decode(b"caf\xe9") == "café"
    assert decode(b"a\x9b2J\x81") == "a›2J\x81"


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("iso-8859-1", b"\x93x\x94", "“x”"),
        ("windows-1251", "Да".encode("cp1251"), "Да"),
        ("utf-7", b"+ADw-b+AD4-", "+ADw-b+AD4-"),
        ("x-nonsense", b"plain", "plain"),
        ("\x1b[2J", b"plain", "plain"),
        ("ascii", "é".encode(), "é"),
    ],
)
def test_what_is_declared(declared: str, data: bytes, text: str) -> None:
    assert decode(data, declared) == text


def test_a_little_damage_in_utf8_is_shown_and_the_rest_read() -> None:
    data = (GERMAN * 3).encode() + b"\xff" + GERMAN.encode()
    assert decode(data) == GERMAN * 3 + "\ufffd" + GERMAN


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n" + bytes(200), b"\x01\x02\x03\x04" * 50])
def test_what_is_not_text(data: bytes) -> None:
    assert decode(data) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_not(data: bytes) -> None:
    text = decode(data)
    if text is not None:
        text.encode()
        assert "\r" not in text
        assert "\0" not in text


@given(st.text())
def test_only_line_ends_and_nul_change(text: str) -> None:
    changed = normal(text)
    assert changed == text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert normal(changed) == changed


def test_lone_surrogates_become_replacement_characters() -> None:
    assert whole("a\ud800b") == "a\ufffdb"


SENTENCES = {
    "cp1250": ("Książka o morzu i piasku, który znika wiosną", "Kniha o moři, které odnáší písek každé jaro"),
    "cp1251": ("Волны уносят песок, и лодки стоят на мели.", "Книга и заметка"),
    "koi8-r": ("Волны уносят песок, и лодки стоят на мели.",),
    "cp1252": ("Les vagues emportent le sable à l’été", "Größe über alles, süße Käfer", "naïve “words” of a café"),
    "cp1253": ("Τα κύματα παίρνουν την άμμο της παραλίας",),
    "cp1254": ("Dalgalar kumu götürür, balıkçılar kışın döner",),
    "gb18030": ("海浪把沙子带走了，渔船都停在岸边。", "我们在书里看到这个故事"),
    "big5hkscs": ("海浪把沙子帶走了，漁船都停在岸邊。",),
    "cp932": ("波が砂を運び、舟は岸に残っている。",),
    "euc_jp": ("波が砂を運び、舟は岸に残っている。",),
    "cp949": ("파도가 모래를 가져가고 배는 바닷가에 남아 있다.",),
}
SELDOM = {
    "mac-cyrillic": ("Волны уносят песок, и Корабль стоит на мели. Я всё вижу.",),
    "cp866": ("ВОЛНЫ УНОСЯТ ПЕСОК, И ЛОДКИ СТОЯТ НА МЕЛИ.", "Волны уносят песок, и лодки стоят на мели."),
    "cp855": ("Волны уносят песок, и лодки стоят на мели.",),
    "cp1125": ("Хвилі забирають пісок, і човни стоять на мілині, її не видно.",),
    "cp737": ("Τα κύματα παίρνουν την άμμο της παραλίας",),
    "cp862": ("הספינה עזבה את הנמל לפני עלות השחר ואיש לא ראה לאן הלכה",),
    "cp1258": ("Con tàu rơ\u0300i ca\u0309ng trươ\u0301c bi\u0300nh minh va\u0300 không ai thâ\u0301y nó đi đâu",),
    "iso8859-6": ("غادرت السفينة الميناء قبل الفجر ولم ير أحد إلى أين ذهبت",),
    "cp720": (
        "غادرت السفينة الميناء قبل الفجر ولم ير أحد إلى أين ذهبت",
        "كتب الرجل رسالة إلى المدينة وقال إن البحر هادئ",
    ),
    "iso8859-15": ("Le cœur de l'œuvre est à 3 €, dit-il à l'été",),
    "cp850": (
        "O navio saiu da manhã; a areia não volta, e não há razão para ilusões.",
        "Fartyget lämnade hamnen före det såg",
    ),
    "cp857": ("Dalgalar kumu götürür, balıkçılar kışın döner, yaşlı gemici bekler",),
    "mac-latin2": ("Książka o morzu i piasku, który znika wiosną, gdyż łódź została na brzegu",),
    "iso2022_jp_2": ("波が砂を運び、带走了 파도가 남아 있다。",),
    "iso2022_jp_ext": ("波が砂を運び、ﾌﾈは岸に。",),
    "iso2022_jp_2004": ("波が砂を運び、㐂𠀋は岸に。",),
    "johab": ("파도가 모래를 가져가고 배는 바닷가에 남아 있다.",),
    "hz": ("海浪把沙子带走了，渔船都停在岸边。我们在书里看到这个故事",),
}
WRITTEN = [(encoding, text) for encoding, texts in SENTENCES.items() for text in texts]
ALL_WRITTEN = [*WRITTEN, *((encoding, text) for encoding, texts in SELDOM.items() for text in texts)]


@pytest.mark.parametrize(("encoding", "text"), ALL_WRITTEN)
def test_an_encoding_that_nothing_names(encoding: str, text: str) -> None:
    assert decode((text + "\n").encode(encoding)) == text + "\n"


def test_arabic_in_the_shapes_that_dos_had() -> None:
    shapes = "ﻛﺗﺑ ﺍﻟﺭﺟﻝ ﺭﺳﺎﻟﺔ ﺇﻟﻲ ﺍﻟﻣﺩﻳﻧﺔ ﻭﻗﺎﻝ ﺇﻥ ﺍﻟﺑﺣﺭ ﻫﺎﺩﺉ"
    written = "".join(sign for sign in shapes if sign.encode("cp864", "ignore"))
    read = decode((written + "\n").encode("cp864") * 3)
    assert read is not None
    assert read.count(normalize("NFKC", written)) == 3


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "最初の一言は誰も言わなかった。彼は港で待っていた。",
        "第一章 海的言语，最后一个人",
        "가는 배는 가을에 온다. 가나다",
    ],
)
def test_utf16_without_a_mark_of_signs_with_zero_bytes_on_both_sides(text: str, encoding: str) -> None:
    assert decode(f"{text}\n{text}\n".encode(encoding)) == f"{text}\n{text}\n"


@given(st.sampled_from(WRITTEN), st.data())
def test_a_bad_byte_costs_one_line_at_most(written: tuple[str, str], data: st.DataObject) -> None:
    encoding, text = written
    lines = bytearray("".join(f"{text}\n" * 8).encode(encoding))
    lines[data.draw(st.integers(0, len(lines) - 2))] = 0xFF
    got = detect_and_decode(bytes(lines))
    assert got is not None
    assert got.text.count(text) >= 6  # the bad byte may take the end of its line with it


@given(st.sampled_from(WRITTEN), st.data())
def test_a_bad_byte_in_utf8_is_counted_and_costs_one_sign(written: tuple[str, str], data: st.DataObject) -> None:
    whole_lines = "".join(f"{written[1]}\n" * 4)
    at = data.draw(st.integers(0, len(whole_lines)))
    got = detect_and_decode(whole_lines[:at].encode() + b"\xff" + whole_lines[at:].encode())
    assert got == (whole_lines[:at] + "\ufffd" + whole_lines[at:], "utf-8", 1)
    assert got.remarks == ("1 sign of it is damaged and shown as \ufffd (it was read as UTF-8)",)


@given(st.sampled_from(WRITTEN), st.sampled_from(["utf-8", "latin-1", "koi8-r", "gbk", "shift_jis", "nonsense"]))
def test_what_is_utf8_is_that_whatever_was_said(written: tuple[str, str], declared: str) -> None:
    assert decode(written[1].encode(), declared) == written[1]


@pytest.mark.parametrize(("encoding", "text"), WRITTEN)
def test_a_bad_byte_does_not_overrule_what_was_said(encoding: str, text: str) -> None:
    got = detect_and_decode((text + "\n").encode(encoding) * 6 + b"\xff\n", encoding)
    assert got is not None
    assert got.text.count(text) == 6


@pytest.mark.parametrize(
    "label", ["ISO-8859-8-I", "logical", "windows-874", "gb_2312-80", "win-1251", "iso88592", "koi"]
)
def test_labels_that_pages_have_name_their_encodings(label: str) -> None:
    encoding = {
        "windows-874": "cp874",
        "gb_2312-80": "gb18030",
        "win-1251": "cp1251",
        "iso88592": "iso8859-2",
        "koi": "koi8-r",
    }
    text = {"windows-874": "ก", "gb_2312-80": "港", "iso88592": "ž"}.get(label, "א" if label[0] in "Il" else "я")
    assert decode(text.encode(encoding.get(label, "iso8859-8")), label) == text


@pytest.mark.parametrize(("encoding", "text"), WRITTEN)
def test_what_is_ascii_for_long_says_nothing_of_what_follows(encoding: str, text: str) -> None:
    head = f"{'x' * 900}. "
    assert decode((head + text + "\n").encode(encoding)) == f"{head}{text}\n"


def test_two_signs_of_a_declared_encoding_are_not_one_of_utf8_by_chance() -> None:
    assert decode("一些".encode("gbk"), "gb2312") == "一些"


def test_a_line_of_another_encoding_is_read_in_that() -> None:
    ours = "Zwölf Boote über dem Fluß\n"
    assert decode(ours.encode() * 5 + "Größe und Länge\n".encode("cp1252") + ours.encode()) == (
        ours * 5 + "Größe und Länge\n" + ours
    )


def test_a_byte_that_was_cut_off_is_no_letter() -> None:
    got = detect_and_decode("Zwölf Boote\n".encode() * 3 + b"and the last \xe6\n")
    assert got is not None
    assert got.text.endswith("and the last \ufffd\n")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["Words of English.\n", "Книга и песок.\nИ море.\n", "波が砂を運び、舟は岸に残る。\n" * 3]
)
def test_utf16_without_a_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["iso8859-2", "utf-32-le", "utf-32-be"])
def test_encodings_that_say_nothing_of_themselves(encoding: str) -> None:
    text = "Piasek w porcie przesuwa się każdej wiosny, źródło żółć gęślą jaźń.\n" * 20
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("damage", [b"\xff", b"\x81"])
def test_damage_in_the_japanese_of_mails_costs_its_own_line(damage: bytes) -> None:
    line = "港の砂は春の嵐で運ばれる。".encode("iso2022_jp")
    text = decode(b"\n".join([line] * 9) + b"\n" + line[:8] + damage + line[8:])
    assert text is not None
    assert text.count("港の砂は春の嵐で運ばれる。") == 9


HUNGARIAN = (
    "Az idő múlik, a kőből épült öreg kikötő lassan eltűnik, és nő a fű a homokon. Vendégek jönnek a hegyről is."
)
PORTUGUESE = (
    "As estações mudam, as razões também; não há água no porto, e os pescadores já não saem. São às vezes ilusões."
)


@pytest.mark.parametrize(
    ("text", "encoding"), [(HUNGARIAN, "iso8859-2"), (HUNGARIAN, "cp1250"), (PORTUGUESE, "cp1252"), (GERMAN, "cp1252")]
)
def test_letters_that_a_language_does_not_write_speak_against_an_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", ""])
def test_a_long_beginning_in_ascii_says_nothing_of_what_follows(end: str) -> None:
    text = (
        f"These files may be copied and given away.{end or ' '}" * 400
        + "昔々、ある所に、おじいさんとおばあさんが住んでいました。" * 9
    )
    assert decode(text.encode("cp932")) == normal(text)


def test_korean_of_old_mails_and_utf16_with_signs_of_a_whole_hundred() -> None:
    korean = "역사적 연구자들은 편지를 읽는다."
    assert decode(korean.encode("iso2022_kr")) == korean
    text = "A sign ends a table that is long enough to be told by its letters: \u2500 alone.\n" * 4
    assert (decode(text.encode("utf-16-le")), decode(text.encode("utf-16-be"))) == (text, text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_of_a_script_that_has_no_zero_byte(encoding: str) -> None:
    text = "港口的沙子被春天的风暴带走，渔民们说夏天又会回来。老领航员每天都到码头去看一看。\n"
    assert decode(text.encode(encoding)) == text


def test_utf8_of_which_a_sign_is_two() -> None:
    assert decode("größer \ud83d\ude00\n".encode("utf-8", "surrogatepass")) == "größer \U0001f600\n"


@pytest.mark.parametrize("declared", ["gb2312", "koi8-r", "iso-8859-1", "shift_jis"])
def test_one_bad_byte_makes_no_other_encoding_of_utf8_whatever_was_said(declared: str) -> None:
    data = "Der Käfer überquert die Straße – „größere“ Plätze.\n".encode() * 3
    found = detect_and_decode(data.replace("ß".encode(), b"\xc3", 1), declared)
    assert found is not None
    assert (found.encoding, found.bad) == ("utf-8", 1)


def test_marks_of_a_shell_are_no_chinese() -> None:
    text = "PATH=~{a,b}:~} echo ~{x~} {y}\n"
    assert decode(text.encode()) == text
