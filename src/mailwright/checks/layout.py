"""The parts of an e-mail body: greeting line, text, closing line, what stands below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mailwright.draft import Span

_GREETING_WORDS: Final = (
    r"dear|hi|hello|hey|hiya|howdy|greetings|good (?:morning|afternoon|evening|day)|to|morning|ladies|gentlemen"
    r"|liebe[rs]?|ihr lieben|sehr geehrte[rs]?|hallo|guten (?:tag|morgen|abend)|moin|servus|grüezi|werte[rs]?|grüß"
    r"|bonjour|bonsoir|ch[eè]re?s?|salut|coucou|madame|monsieur|mesdames|messieurs"
    r"|hola|buenos|buenas|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|muy"
    r"|ciao|buongiorno|buonasera|gentil[ei]?(?:ssim[oaie])?|car[oaie]|egregi[oa]?|spett(?:\.|abile)?|salve"
    r"|beste|geachte|goedemorgen|goedemiddag|goedenavond|goedendag|dag|hoi|lieve"
    r"|ol[áa]|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|car[oa]s?|ex\.?m[oa]s?\.?|excelent[íi]ssim[oa]"
    r"|caríssim[oa]s?"
)
_GREETING: Final = re.compile(rf"¡?(?:{_GREETING_WORDS})(?!\w)[^\n]{{0,80}}", re.IGNORECASE)
_NAME_LINE: Final = re.compile(r"[^\W\d_][^\n.!?:;]{0,59}[,:!.]|[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*){0,3}")
_CLOSING: Final = re.compile(
    r"(?:(?:and |but )?(?:with )?(?:(?:my|our|all|many|very|lots|much|the|kind|kindest|best|warm|warmest|every"
    r"|sincere"
    r"|heartfelt|deep|deepest|fond|fondest|friendly|respectful|good|big|in|of|a|most|greatest|genuine|real"
    r"|great|true|utmost|"
    r"collegial|seasonal|festive|sunny|again|both|to|for|and|love|gratitude|thanks|thank|you|regards|wishes|yours|"
    r"sincerely|faithfully|truly|respectfully|cordially|warmly|gratefully|apologies|hugs?|cheers|best|ever|always|"
    r"sympathy|condolences|affection|appreciation|admiration|respect|anticipation|advance|hope|hopefully"
    r"|fondly|kindly|"
    r"proudly|friend|see|soon|later|bye|take|care|talk|till|until|then|so|well|xx*|me|us|everyone|all|speak"
    r"|from)[ ,!.]*)+)",
    re.IGNORECASE,
)
_CLOSING_ELSEWHERE: Final = re.compile(
    r"(?:mit |viele|herzlich|liebe gr|beste gr|freundlich|sch[öo]ne|bis |danke|gru[ßs]|lg\b|mfg\b|hochachtung"
    r"|alles gute|dein|euer|ihr"
    r"|cordialement|bien |amicalement|bonne|merci|[àa] |salutations|sinc[eè]re|respectueu|bises|je vous"
    r"|nous vous|veuillez"
    r"|saludos|un |atentamente|cordial|gracias|con |abrazos?|besos|hasta|reciba|quedo|muchas|le |les "
    r"|distinti|grazie|a presto|saluti|tanti|baci|in attesa|buon[ae]?|affett|molti|cari|la "
    r"|met |groet|vriendelijk|hartelijk|bedankt|tot |alvast|veel |dank|hoogachtend|liefs|dikke|warme"
    r"|atenciosamente|abra[çc]os?|obrigad|at[ée] |com |cumprimentos|grat[oa]|beijos?|melhores|muito"
    r"|desde)[^\n]{0,80}",
    re.IGNORECASE,
)
_MOST_CLOSING_WORDS: Final = 9
_MOST_SENDER_LINES: Final = 6


@dataclass(frozen=True)
class Layout:
    """Spans of the parts of a body; None where a part is absent. ``text`` is all between greeting and closing."""

    greeting: Span | None
    text: Span
    closing: Span | None
    sender: Span | None


@lru_cache(maxsize=256)
def layout_of(body: str) -> Layout:
    """Return the parts of ``body``.

    The greeting is the first line, if it greets or is a short line that ends like one. The closing is the last
    short line with nothing but a closing formula and a sender below; without a formula, short unpunctuated lines
    at the end that are no sentence are the sender.
    """
    lines = _lines(body)
    if not lines:
        return Layout(None, (0, 0), None, None)
    first, last = 0, len(lines)
    greeting = lines[0] if _greets(body[slice(*lines[0])]) and len(lines) > 1 else None
    if greeting:
        first = 1
    closing = sender = None
    for position in range(last - 1, max(first, last - 1 - _MOST_SENDER_LINES) - 1, -1):
        if _closes(body[slice(*lines[position])]):
            closing = lines[position]
            if position + 1 < last:
                sender = (lines[position + 1][0], lines[-1][1])
            last = position
            break
    if closing is None:
        position = last
        while position > first + 1 and position > last - 3 and _signs(body[slice(*lines[position - 1])]):
            position -= 1
        if position < last:
            sender = (lines[position][0], lines[-1][1])
            last = position
    if first >= last:
        edge = closing or sender or (len(body), len(body))
        return Layout(greeting, (edge[0], edge[0]), closing, sender)
    return Layout(greeting, (lines[first][0], lines[last - 1][1]), closing, sender)


def _lines(body: str) -> list[Span]:
    """Return the spans of the lines that hold something, without outer blanks."""
    spans = []
    start = 0
    for line in body.split("\n"):
        text = line.strip()
        if text:
            left = start + line.index(text)
            spans.append((left, left + len(text)))
        start += len(line) + 1
    return spans


def _greets(line: str) -> bool:
    if len(line) > 90:
        return False
    if _GREETING.fullmatch(line):
        return line[-1] in ",:!.;–—-?" or len(line.split()) <= 6
    return bool(_NAME_LINE.fullmatch(line)) and line[-1] in ",:!" and len(line.split()) <= 7


def _closes(line: str) -> bool:
    if len(line) > 90 or len(line.split()) > _MOST_CLOSING_WORDS or line[-1] in "?:":
        return False
    return bool(_CLOSING.fullmatch(line)) or (line[-1] in ",!" and len(line) < 60) or _closes_elsewhere(line)


def _closes_elsewhere(line: str) -> bool:
    return bool(_CLOSING_ELSEWHERE.fullmatch(line)) and line[-1] != "." and len(line) < 70


def _signs(line: str) -> bool:
    return (
        len(line.split()) <= 8
        and len(line) < 60
        and line[-1] not in ".?!:,;"
        and not re.match(r"[-*•·–—\d]", line)
        and line[0].isupper()
    )
