"""A full stop after a word means this or that: sets of abbreviations, and of words that begin sentences, tell.

All are in lower case and without their last stop, but for the words that begin sentences, which are as written
there. Languages are mixed on purpose: articles quote each other, and the sets hardly collide.
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


TITLES = _words(
    "mr mrs ms mx dr drs prof rev hon messrs msgr capt cpt cmdr lt sgt cpl pvt adm gen col maj sen rep gov supt",
    "insp ste st mt ft fr hr frl dipl ing pfr mlle mme mgr m mm sr sra srta dra dña ud uds lic arq excmo ilmo sig",
    "sigg sig.ra dott dott.ssa avv dhr mevr mw exc fa sta sto hrn проф акад доц",
)
"""Stand before a name, so that a capital after them means nothing."""

OPEN = _words(
    "e.g i.e eg ie cf viz vs approx ca resp bzw vgl z.b d.h u.a v.a o.a bijv bv sog inkl exkl zzgl bes insb d.i i.d.r",
    "u.u s.o s.u z.t p.ej c.-à-d c.à.d véase dgl т.е ad.es ecc.p",
)
"""Always have something after them that they belong to."""

NUMBERED = _words(
    "no nos nr núm num n p pp pg pág págs pag s vol vols bd bde ch chap kap cap sec sect fig figs abb tab art arts",
    "abs eq eqs ziff op vv v l ll ext apt rm tel r t c fl § jan feb mar apr jun jul aug sep sept oct nov dec mon tue",
    "tues wed thu thur thurs fri sat sun febr dez okt janv févr juil déc ene abr ago dic гл рис табл стр ул",
)
"""Stand before a number, a numeral or a letter; before anything else most of them are words like any other."""

USUAL = _words(
    "al appt assn ave blvd bldg bros co corp dept dist div ed eds est etc ex ff hwy inc incl intl jr ltd max min misc",
    "mfg op.cit ibid orig pl plc pop pron pseud pub qtr rd repr rev sr sq st temp trans transl univ vol yr yrs tsp",
    "tbsp lb lbs oz ft esq pres treas ala ariz ark calif colo conn del fla ill ind kan la mass mich minn miss mo mont",
    "neb nev okla ore penn pa tenn tex va vt wash wis wyo u.s u.k d.c ph.d m.sc b.sc d.phil jan feb mar apr jun jul",
    "aug sept oct nov dec usw u.s.w u.a.m bd hrsg aufl chr j.-c st str abt allg evtl ggf gegr geb gest jh jhdt mio",
    "mrd std tägl verh nachm vorm zit av env suiv éd trad édit boul tél p.s ee uu ej aprox atte avda cía dpto gral pza",
    "tfno ecc art cfr ediz pagg tav jr cia ltda enz mevr nl blz гг вв др им тыс руб млн млрд",
)
"""May end a sentence: what comes after decides."""

FINAL = _words("etc usw u.s.w ecc enz a.m p.m")
"""Stand at the end of something, so that a capital after them begins a sentence more often than not."""

AFTER_HOURS = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun est edt et cst",
    "cdt ct mst mdt mt pst pdt pt gmt utc bst cet cest eastern central mountain pacific london new",
)
"""Go on after a.m. and p.m., capital or not."""

LABELLED = _words(
    "vitamin vitamins plan group class grade appendix part section type hepatitis point option variable model",
    "exhibit schedule side team row column block hall gate terminal version phase category line vitamine klasse gruppe",
    "typ plano grupo groupe",
)
"""Have a single letter after them that is no initial."""

BEFORE_PRONOUN = _words("than not nor as am do did was have had can could will would should may might must")
"""Have I after them as a word, not as an initial."""

BEFORE_ORDINALS = _words("am dem den der des die das im vom zum zur ab bis seit und oder jeder jede jedes")
"""German words after which a number with a stop is an ordinal."""

ORDERED = _words(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert",
    "jahrhunderts jahrhunderte jahrtausend weltkrieg weltkriegs weltkrieges klasse auflage kapitel platz stock",
    "geburtstag etage semester januari februari maart mei oktober jahrestag bundesliga",
)
"""Words after an ordinal."""

NAMES_WITH_MARKS = _words("yahoo jeopardy")
"""End in an exclamation mark wherever they stand."""

STRONG = _words(
    "The This That These Those It She They We However But And Then There When If His Her Their Its Our In On At After",
    "Nobody Everyone Everybody Nothing You I He",
)
"""Begin an English sentence, and are hardly ever part of a name."""

STARTERS = STRONG | _words(
    "A An As All Also Although Another Any Because Before Both By Can Did Do Does During Each Even Every For From Had",
    "Has Have Here How Is Just Later Like Many May Meanwhile More Most Much My No None Nor Not Now Of Once One Only Or",
    "Other Others Perhaps Several Since So Some Soon Still Such Thus Today To Tomorrow Two Under Until Was Were What",
    "Where Whether Which While Who Why Will With Without Would Yes Yesterday Yet Your",
    "Der Die Das Den Dem Des Ein Eine Einen Einem Er Sie Es Wir Ich Ihr Man Und Aber Doch Dann Da Dort Hier Im Am Auf",
    "Bei Mit Nach Seit Von Zu Zum Zur Auch Als Wenn Weil Wer Wie Wo Was Nur Noch Schon Heute Diese Dieser Dieses Dies",
    "Sein Seine Ihre Kein Keine Niemand Alle Viele Jeder Damals Danach Später Für Vor Über Unter So Nicht Jetzt",
    "Le La Les L Un Une Des Du Il Elle Ils Elles On Nous Vous Je Tu Ce Cette Ces Cet C Mais Et Ou Or Donc Car Puis",
    "Alors Dans En Sur Sous Pour Par Avec Sans Après Avant Son Sa Ses Leur Leurs Personne Rien Tout Tous Aussi Quand",
    "El Los Las Una Unos Unas Ella Ellos Ellas Nosotros Yo Este Esta Estos Estas Ese Esa Eso Esto Pero Y O Luego",
    "Entonces Con Sin Para Por Sobre Desde Hasta Su Sus Nadie Nada Todo Todos También Cuando Si No Al",
    "Lo Gli I Egli Lei Loro Noi Voi Questo Questa Ma E Poi Allora Nel Nella Con Senza Per Da Nessuno Niente Anche",
    "O Os As Um Uma Ele Ela Eles Elas Mas Depois Na Nos Nas Seu Sua Ninguém Tudo Também Quando",
    "De Het Een Hij Zij Ze Wij Dit Dat Deze Maar En Toen Niemand Niets",
    "Он Она Оно Они Мы Вы Я Ты Это Этот Эта Но И А В На С К По За Из Для После Всё Все Никто Ничто Его Её Их Там Тут",
)
"""Begin a sentence in one of the languages, where they have a capital."""
