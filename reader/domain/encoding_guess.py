"""Where bytes do not say which encoding they are in, it is judged by what they would say in each.

Each candidate is read with replacement, so that a cut or bad byte costs a little and decides nothing, and weighed by
how usual the signs are that come out: the letters beyond ASCII of a language by how often it writes them, Han, kana
and hangul by whether they are among the commonest. Frequencies are those that anybody counts in a few pages of the
language; they are rounded to an order, since only the best of the candidates matters.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import normalize

SAMPLE = 4096
"""Bytes of lines beyond ASCII that are weighed: more change no answer, and so many take 0.1 s."""
GLANCE = 800
"""Bytes of these by which it is decided which encodings are looked at with more of them, and how many are."""
CLOSE = 8
WORD = 3
"""Bytes beyond ASCII, below which they may be letters of a seldom encoding by chance."""
ODD = 2.0
"""What each letter speaks against an encoding whose languages do not write it there."""
BEFORE = 100
"""Bytes before the first one beyond ASCII in a long line."""
_ASCII = bytes(range(128))
_RARE = -0.2
"""What speaks against encodings of the eighties: files in them are seldom met, and each is like another."""
_COMMON = {
    "cp1252": 0.15,
    "iso8859-15": 0.145,
    **dict.fromkeys(
        (
            "mac-roman", "mac-latin2", "mac-turkish", "mac-iceland", "cp437", "cp737", "cp775", "cp850", "cp852",
            "cp855", "cp857", "cp860", "cp861", "cp865", "cp869", "iso8859-4", "iso8859-5", "johab",
        ),
        _RARE,
    ),
    "cp1258": _RARE,
    "cp720": -0.12,
    "cp864": -0.12,
    "mac-greek": -0.05,
    "cp866": -0.01,
    "cp862": -0.05,  # its letters are capitals in others
    "cp1125": -0.011,
    "iso8859-6": -0.05,
    "mac-cyrillic": -0.005,  # its small letters are those of Windows
    "iso8859-2": -0.02,  # of the same letters most are the same bytes in both
}  # fmt: skip
_BAD = "\ufffd"

# Letters beyond ASCII, the commonest first; "|" ends a group, and each group is half as frequent as the one before.
_LATIN = {
    "cp1252": (
        "é|à|è|êçô|îùâûœ|ëïüæ",  # French
        "ä|üö|ß",  # German
        "á|íóé|ñú|ü",  # Spanish
        "ã|çéá|ó|íêõú|âà|ô",  # Portuguese
        "è|àòù|é|ì",  # Italian
        "äå|ö|é",  # Swedish, Finnish
        "ø|åæ|é",  # Danish, Norwegian
        "ë|é|ïöü|óèçáí",  # Dutch
        "áí|ðó|þé|úöýæ",  # Icelandic
        "à|éòí|èó|ç|úïü",  # Catalan
        "ä|õ|ü|öšž",  # Estonian
    ),
    "cp1250": (
        "łęą|óż|ś|ć|ńź",  # Polish
        "íáé|ě|řžčš|ý|ů|úť|ďňó",  # Czech
        "áé|ö|óő|ü|í|úű",  # Hungarian
        "áí|čéžšý|ú|ľť|ôď|ňäĺŕó",  # Slovak
        "čšž|ć|đ",  # Croatian, Slovene
        "ă|îş|ţ|â",  # Romanian
    ),
    "cp1254": ("ı|üş|öğç|İ|â",),
    "cp1257": ("ė|šųž|į|ūč|ąę", "ā|ī|ēš|ūņž|ģļč|ķ", "ä|õ|ü|öšž"),
    "cp1258": ("đ\u0300\u0301|ưạơ\u0323|ôâêă|\u0309\u0303|àáéèìíòóùúýẹ",),
    "mac-roman": ("é|à|è|êçô|îùâû", "ä|üö|ß", "á|íóé|ñú", "ã|çéá|ó|íêõú|âà|ô", "äå|ö|é", "ø|åæ|é"),
    "cp437": ("é|à|è|êç|ôîùâû", "ä|üö|ß", "á|íóé|ñú", "äå|ö|é"),
    "cp850": ("é|à|è|êçô|îùâû", "ä|üö|ß", "á|íóé|ñú", "ã|çéá|ó|íêõú|âà|ô", "äå|ö|é", "ø|åæ|é", "áí|ðó|þé|úöýæ"),
    "cp860": ("ã|çéá|ó|íêõú|âà|ô",),
    "cp861": ("áí|ðó|þé|úöýæ",),
    "cp865": ("ø|åæ|é",),
    "mac-iceland": ("áí|ðó|þé|úöýæ",),
}
_LATIN["iso8859-15"] = _LATIN["cp1252"]
_LATIN["cp852"] = _LATIN["mac-latin2"] = _LATIN["iso8859-2"] = _LATIN["cp1250"]
_LATIN["cp857"] = _LATIN["mac-turkish"] = _LATIN["cp1254"]
_LATIN["cp775"] = _LATIN["iso8859-4"] = _LATIN["cp1257"]
_ALPHABETS = {
    "cyrillic": ("оеаи|нтсрвл|кмдпуяыь|гзбчйхжшюц|щэфъёіїєґўђћјљњџ", "аоиеу|нрјтсвкд|пмлзгб|шчћцњжљ|ђхџф"),
    "greek": ("ατοις|ενρη|πκμλυ|ωσςγδχθφ|άέίόήύώβξζψϊϋ",),
    "hebrew": ("יוהלא|רתבמש|נדםק|פחעןט|ךגצסזכףץ",),
    "arabic": ("اليم|نوهتر|ةبدعس|فقكحجشى|صطأخضءإذزغثظآؤئپچگک",),
    "thai": ("านรอก|เงมยลวด|ทตส่้ัีิ|บปคหแจพขช|ะไใูุ็์โผญซถฉธภณศฐ",),
}
_SINGLE = {
    "cp1251": "cyrillic",
    "koi8-r": "cyrillic",
    "koi8-u": "cyrillic",
    "iso8859-5": "cyrillic",
    "cp866": "cyrillic",
    "mac-cyrillic": "cyrillic",
    "cp855": "cyrillic",
    "cp1125": "cyrillic",
    "cp1253": "greek",
    "cp737": "greek",
    "cp869": "greek",
    "mac-greek": "greek",
    "cp1255": "hebrew",
    "cp862": "hebrew",
    "cp1256": "arabic",
    "iso8859-6": "arabic",
    "cp720": "arabic",
    "cp864": "arabic",
    "cp874": "thai",
}
_WIDE = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "johab", "utf-16-le", "utf-16-be")
_HAN_OF_THE_MAINLAND = (
    "的一是了不在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如"
    "都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两"
    "高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及"
    "比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克"
    "许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望"
    "觉术领共确传师观清今切院让识候带导争运笑飞风步改收根干造言联持组每济车亲极林服快办议往元英士证近失转夫令准布始怎呢存未远叫台单影具"
    "罗字爱击流备兵连调深商算质团集百需价花党华城石级整府离况亚请技际约示复病息究线似官火断精满支视消越器容照须九增研写称企八功吗包片史委"
)
_HAN_OF_TAIWAN = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如"
    "都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩"
    "高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及"
    "比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克"
    "許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望"
    "覺術領共確傳師觀清今切院讓識候帶導爭運笑飛風步改收根幹造言聯持組每濟車親極林服快辦議往元英士證近失轉夫令準布始怎呢存未遠叫台單影具"
)
_HAN_OF_JAPAN = (
    "日一人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来"
    "気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨"
)
_HANGUL = (
    "이다는을의에가고하은지로를한도사기서나리인그대자어아있시라니것들수해정게보과만일부스전제여주했구으상장었면오우조모안비무원신선성소거"
    "동와당문내유미적간물방마생국세말때없람바살음업위식실계른저계항구모"
)
_HANGUL_OF_THE_STANDARD = bytes(
    byte for lead in range(0xB0, 0xC9) for trail in range(0xA1, 0xFF) for byte in (lead, trail)
).decode("euc_kr")
_CJK_SIGNS = "，。、；：？！“”‘’「」『』（）《》〈〉【】…—　・ー"
_QUOTES = "“”‘’«»„‚‹›–—…•·"


class Weighed(NamedTuple):
    """A `Weighed` is an encoding with the mean weight of what it makes of the bytes beyond ASCII, about -3 to 1."""

    encoding: str
    weight: float


def weigh(data: bytes, encoding: str) -> float:
    """Tell how usual the signs are that `data` holds in one of the encodings of two bytes a sign."""
    # Lines of UTF-16 end between its bytes.
    return _weigh_wide(encoding, data[: SAMPLE * 2] if encoding.startswith("utf-16") else _sample(data))


def letters_of(text: str, encoding: str) -> str:
    """Return the letters that a text is of: Arabic of DOS has the shapes that they take in a word, each a sign."""
    if encoding != "cp864":
        return text
    return "".join(normalize("NFKC", sign) if "\ufe80" <= sign <= "\ufefc" else sign for sign in text)


def likeliest(data: bytes) -> Weighed:
    """Guess the encoding in which `data`, which is not UTF-8, says most. Windows-1252 where nothing decides."""
    sample = _sample(data)
    found = [_weigh_any(sample[:GLANCE], name) for name in (*_WIDE, *_SINGLE, *_LATIN)]
    if len(sample) > GLANCE:
        least = sorted(map(_liking, found))[-CLOSE]
        found = [_weigh_any(sample, one.encoding) for one in found if _liking(one) >= least]
    return max(found, key=_liking)


def _liking(one: Weighed) -> float:
    return one.weight + _COMMON.get(one.encoding, 0.0)


def _weigh_any(sample: bytes, name: str) -> Weighed:
    if name in _WIDE:
        return Weighed(name, _weigh_wide(name, sample))
    alphabet = _SINGLE.get(name)
    weight = _weigh_single(sample, name, alphabet) if alphabet else _weigh_latin(sample, name)
    few = (alphabet or _COMMON.get(name) == _RARE) and len(sample.translate(None, _ASCII)) < WORD
    return Weighed(name, weight + (_RARE if few else 0.0))


def _sample(data: bytes) -> bytes:
    """The lines of the beginning that hold bytes beyond ASCII: what is ASCII says nothing."""
    if len(data) <= GLANCE or b"\0" in data[:SAMPLE]:
        return data[: SAMPLE * 2]
    found, size = [], 0
    for line in data.splitlines():  # a text of the old Mac has no line feed
        if not line.isascii():
            if len(line) > GLANCE:
                line = line[max(0, len(line) - len(line.lstrip(_ASCII)) - BEFORE) :]
            found.append(line)
            size += len(line)
            if size > SAMPLE:
                break
    return b"\n".join(found)[: SAMPLE * 2]


def _weigh_wide(encoding: str, sample: bytes) -> float:
    text = sample.decode(encoding, "replace")
    signs = [sign for sign in text if sign > "\x7f"]
    if not signs:
        return -9.0
    table = _wide_table(encoding)
    total = sum(table.get(sign, -0.8) if sign != _BAD else -1.5 for sign in signs)
    # Two bytes have made one sign: as much has been said by them as by two letters.
    return total / len(signs)


@cache
def _wide_table(encoding: str) -> dict[str, float]:
    table: dict[str, float] = {}
    if encoding in ("cp949", "johab", "utf-16-le", "utf-16-be"):
        table |= dict.fromkeys(_HANGUL_OF_THE_STANDARD, 0.0)
        table |= dict.fromkeys(_HANGUL, 1.0)
    if encoding in ("cp932", "euc_jp", "utf-16-le", "utf-16-be"):
        table |= _han("euc_jp", 0xB0, 0xCF) | dict.fromkeys(_HAN_OF_JAPAN, 0.7)
    if encoding in ("gb18030", "utf-16-le", "utf-16-be"):
        table |= _han("gb2312", 0xB0, 0xD7) | dict.fromkeys(_HAN_OF_THE_MAINLAND, 1.0)
    if encoding in ("big5hkscs", "utf-16-le", "utf-16-be"):
        table |= _han("big5", 0xA4, 0xC6) | dict.fromkeys(_HAN_OF_TAIWAN, 1.0)
    if encoding in ("cp932", "euc_jp", "utf-16-le", "utf-16-be"):
        # Other encodings have kana among their signs as well.
        table |= {chr(code): 1.0 for code in range(0x3041, 0x3094)} | {chr(code): 0.7 for code in range(0x30A1, 0x30F7)}
        table |= {chr(code): -0.9 for code in range(0xFF61, 0xFFA0)}
    return table | dict.fromkeys(_CJK_SIGNS, 0.6) | {chr(code): 0.2 for code in range(0xFF10, 0xFF5B)}


def _han(encoding: str, first: int, last: int) -> dict[str, float]:
    """The commoner half of an encoding's Han signs: the level that it puts first."""
    found: dict[str, float] = {}
    for lead in range(first, last + 1):
        row = bytes(byte for trail in range(0xA1, 0xFF) for byte in (lead, trail)).decode(encoding, "ignore")
        found |= dict.fromkeys(row, 0.2)
    return found


def _weigh_single(sample: bytes, encoding: str, alphabet: str) -> float:
    text = letters_of(sample.decode(encoding, "replace"), encoding)
    letters = sum(sign > "\x7f" and sign.isalpha() for sign in text)
    if 2 * letters < len(text) - len(text.encode("ascii", "ignore")):
        return -9.0  # words of a script are of its letters, and not of quotation marks
    return max(_weigh_letters(text, letters, words=True) for letters in _ALPHABETS[alphabet])


def _weigh_latin(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    weight = max(_weigh_letters(text, letters, words=False) for letters in _LATIN[encoding])
    if encoding == "cp1252" and "á" in text:
        # Only Portuguese writes á and õ, and õ only before e; in Hungarian õ and û are ő and ű of another encoding.
        odd = sum(after != "e" for sign, after in pairwise(text) if sign == "õ") + text.count("û")
        weight -= ODD * odd / max(1, len(text) - len(text.encode("ascii", "ignore")))
    return weight


def _weigh_letters(text: str, alphabet: str, *, words: bool) -> float:
    """The mean weight of the signs beyond ASCII. `words`: the language writes whole words in them."""
    weights = _letter_table(alphabet)
    total, count = 0.0, 0
    before = " "
    for at, sign in enumerate(text):
        if sign > "\x7f":
            after = text[at + 1 : at + 2] or " "
            total += _weigh_sign(sign, before, after, weights, words=words)
            count += 1
        before = sign
    return total / count if count else -9.0


def _weigh_sign(sign: str, before: str, after: str, weights: dict[str, float], *, words: bool) -> float:
    if sign in _QUOTES:
        within = before.isalpha() and after.isalpha()
        return (1.0 if sign == "’" else -0.8) if within else 0.7
    if sign == "€" and not before.isalpha() and not after.isalpha():
        return 0.0
    if not (sign.isalpha() or sign in weights):
        return -1.5 if sign == _BAD or sign < "\xa0" else -0.7
    weight = weights.get(sign.lower(), -0.6)
    if sign.isupper() and (before.islower() or (after.islower() and before.isalpha())):
        weight -= 0.8
    neighbours = (before, after)
    if words:
        return weight - 0.8 * sum(one.isascii() and one.isalpha() for one in neighbours)
    # In these languages two such letters seldom stand side by side, and a word of them alone is short.
    return weight - 0.3 * sum(one > "\x7f" and one.isalpha() for one in neighbours)


@cache
def _letter_table(alphabet: str) -> dict[str, float]:
    return {letter: 1.0 - 0.2 * group for group, letters in enumerate(alphabet.split("|")) for letter in letters}
