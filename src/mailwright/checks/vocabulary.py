"""What weekdays, months, numbers and relative days are called in the languages that mailwright writes."""

from __future__ import annotations

from functools import cache
from typing import Final

from mailwright.checks.text import fold

WEEKDAYS: Final = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miercoles jueves viernes sabado domingo",
    "it": "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pt": "segunda terca quarta quinta sexta sabado domingo",
}
MONTHS: Final = {
    "en": "january february march april may june july august september october november december",
    "de": "januar februar marz april mai juni juli august september oktober november dezember",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
}
ABBREVIATIONS: Final = {
    "en": (
        {"mon": 1, "tue": 2, "tues": 2, "wed": 3, "weds": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6}
        | {"sun": 7, "mondays": 1, "sats": 6, "suns": 7, "fris": 5, "mons": 1, "satur": 6},
        {"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10}
        | {"nov": 11, "dec": 12, "febr": 2},
    ),
    "de": (
        {"mo": 1, "di": 2, "mi": 3, "do": 4, "fr": 5, "sa": 6, "so": 7, "sonnabend": 6},
        {
            "jan": 1,
            "feb": 2,
            "apr": 4,
            "aug": 8,
            "sept": 9,
            "okt": 10,
            "nov": 11,
            "dez": 12,
            "janner": 1,
            "feber": 2,
        },
    ),
    "fr": (
        {"lun": 1, "mer": 3, "jeu": 4, "ven": 5, "sam": 6, "dim": 7},
        {"janv": 1, "fevr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "dec": 12},
    ),
    "es": (
        {"lun": 1, "mie": 3, "jue": 4, "vie": 5, "sab": 6, "dom": 7, "sabados": 6, "domingos": 7},
        {"ene": 1, "feb": 2, "abr": 4, "ago": 8, "sept": 9, "oct": 10, "nov": 11, "dic": 12, "setiembre": 9},
    ),
    "it": (
        {"lun": 1, "mer": 3, "gio": 4, "ven": 5, "sab": 6, "dom": 7},
        {"gen": 1, "feb": 2, "apr": 4, "mag": 5, "giu": 6, "lug": 7, "ago": 8, "ott": 10, "nov": 11, "dic": 12},
    ),
    "nl": (
        {
            "ma": 1,
            "di": 2,
            "wo": 3,
            "do": 4,
            "vr": 5,
            "za": 6,
            "zo": 7,
            "zat": 6,
            "vrij": 5,
            "woe": 3,
            "don": 4,
            "zon": 7,
        },
        {"jan": 1, "feb": 2, "mrt": 3, "apr": 4, "aug": 8, "sept": 9, "okt": 10, "nov": 11, "dec": 12},
    ),
    "pt": (
        {
            "seg": 1,
            "ter": 2,
            "qua": 3,
            "qui": 4,
            "sex": 5,
            "sab": 6,
            "dom": 7,
            "segundas": 1,
            "tercas": 2,
            "quartas": 3,
        }
        | {"quintas": 4, "sextas": 5},
        {"jan": 1, "fev": 2, "abr": 4, "ago": 8, "set": 9, "out": 10, "nov": 11, "dez": 12},
    ),
}
_CARDINALS: Final = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen "
    "eighteen nineteen twenty",
    "de": "eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
    "siebzehn "
    "achtzehn neunzehn zwanzig",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit "
    "dix-neuf vingt",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete "
    "dieciocho diecinueve veinte",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove venti",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien "
    "achttien negentien twintig",
    "pt": "um dois tres quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
    "dezoito dezenove vinte",
}
_TENS: Final = {
    "en": "thirty forty fifty sixty seventy eighty ninety hundred",
    "de": "dreissig vierzig funfzig sechzig siebzig achtzig neunzig hundert",
    "fr": "trente quarante cinquante soixante soixante-dix quatre-vingts quatre-vingt-dix cent",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa cien",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta cento",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig honderd",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa cem",
}
_MORE_NUMBERS: Final = {
    "en": {"zero": 0, "dozen": 12, "thousand": 1000, "million": 1_000_000},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwo": 2, "dutzend": 12, "tausend": 1000},
    "fr": {"une": 1, "mille": 1000, "douzaine": 12, "quinzaine": 15, "dizaine": 10},
    "es": {"una": 1, "un": 1, "mil": 1000, "docena": 12},
    "it": {"un": 1, "una": 1, "mille": 1000, "dozzina": 12},
    "nl": {"dozijn": 12, "duizend": 1000},
    "pt": {"uma": 1, "duas": 2, "mil": 1000, "catorze": 14, "duzia": 12, "dezasseis": 16, "dezassete": 17},
}
ORDINALS: Final = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "de": "erste zweite dritte vierte funfte sechste siebte achte neunte zehnte elfte zwolfte",
    "fr": "premier deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme neuvieme dixieme onzieme "
    "douzieme",
    "es": "primera segunda tercera cuarta quinta sexta septima octava novena decima undecima duodecima",
    "it": "prima seconda terza quarta quinta sesta settima ottava nona decima undicesima dodicesima",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde",
    "pt": "primeira segunda terceira quarta quinta sexta setima oitava nona decima",
}
RELATIVE: Final = {
    "en": {
        "today": "today", "tonight": "today", "2day": "today", "2nite": "today", "tonite": "today", "eod": "today",
        "tomorrow": "tomorrow", "tmrw": "tomorrow", "tmw": "tomorrow", "tmr": "tomorrow", "tomorow": "tomorrow",
        "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomoz": "tomorrow", "tomorow's": "tomorrow",
        "2moro": "tomorrow", "2mrw": "tomorrow", "2morrow": "tomorrow", "tomo": "tomorrow", "tom": "tomorrow",
        "yesterday": "yesterday", "yday": "yesterday", "yest": "yesterday", "ystd": "yesterday",
    },
    "de": {"heute": "today", "gestern": "yesterday", "ubermorgen": "overmorrow", "vorgestern": "ereyesterday"},
    "fr": {"aujourd'hui": "today", "demain": "tomorrow", "hier": "yesterday", "apres-demain": "overmorrow"},
    "es": {"hoy": "today", "ayer": "yesterday", "anteayer": "ereyesterday"},
    "it": {"oggi": "today", "stasera": "today", "domani": "tomorrow", "ieri": "yesterday"},
    "nl": {"vandaag": "today", "gisteren": "yesterday", "overmorgen": "overmorrow"},
    "pt": {"hoje": "today", "ontem": "yesterday", "amanha": "tomorrow"},
}  # fmt: skip


@cache
def language_of(tag: str) -> str:
    """Return the table's key for a BCP 47 tag: ``pt-br`` -> ``pt``; English where there is no table."""
    primary = tag.lower().split("-")[0]
    return primary if primary in WEEKDAYS else "en"


@cache
def weekdays(language: str) -> dict[str, int]:
    """Return folded names and abbreviations -> 1 (Monday) to 7."""
    table = {name: i for i, name in enumerate(WEEKDAYS[language].split(), 1)}
    plural = {"en": "s", "de": "s", "fr": "s", "it": "", "es": "", "nl": "en", "pt": ""}[language]
    table |= {name + plural: i for name, i in table.items()}
    return table | ABBREVIATIONS[language][0]


@cache
def months(language: str) -> dict[str, int]:
    """Return folded names and abbreviations -> 1 (January) to 12."""
    return {name: i for i, name in enumerate(MONTHS[language].split(), 1)} | ABBREVIATIONS[language][1]


@cache
def cardinals(language: str) -> dict[str, int]:
    """Return folded number words -> number."""
    table = {name: i for i, name in enumerate(_CARDINALS[language].split(), 1)}
    table |= {name: 10 * i for i, name in enumerate(_TENS[language].split(), 3)}
    return table | _MORE_NUMBERS[language]


@cache
def ordinals(language: str) -> dict[str, int]:
    """Return folded ordinal words (English and both genders of the Romance ones) -> number."""
    table: dict[str, int] = {}
    for i, name in enumerate(ORDINALS[language].split(), 1):
        table[name] = i
        if language in ("es", "it", "pt"):
            table[name[:-1] + "o"] = i
        if language == "de":
            table |= {name + ending: i for ending in ("n", "r", "s", "m")}
    return table


@cache
def relative_days(language: str) -> dict[str, str]:
    """Return folded words -> the day they name seen from the day of writing."""
    table = {fold(name): day for name, day in RELATIVE[language].items()}
    return table | ({name + "s": day for name, day in table.items()} if language == "en" else {})
