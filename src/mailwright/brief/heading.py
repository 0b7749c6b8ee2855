"""The head of a wish: the part before its content that says to whom, from whom, in which form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from mailwright.brief.lexicon import core, is_name_like, is_role, is_shouted, is_title, name_as_written
from mailwright.brief.manner import LANGUAGE, LANGUAGE_NAMES, LIMIT
from mailwright.brief.phrases import ARTICLES, LENGTH_WORDS, STOP_WORDS, TONE_WORDS
from mailwright.brief.recipient import Named, read_recipient
from mailwright.brief.sender import is_signature

_MAX_STEPS: Final = 24


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


SUBJECT: Final = _pattern(
    r"(?:with\s+)?(?:the\s+)?(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp)(?:\s+line)?\b\s*[:=]?\s*"
)
_POLITE: Final = _pattern(
    r"(?:hey|hi there|ok(?:ay)?|yeah|so|um+|uh+|well|basically|please|pls|pleese|plz|kindly|bitte|just|quick|also|and|now"
    r"|then|"
    r"(?:can|could|would|will)\s+(?:you|u)(?:\s+mind)?|(?:i\s+(?:really\s+)?(?:need|want|have|must|wish)|i'd\s+like"
    r"|i\s+would\s+like|i'm\s+trying)(?:\s+you)?\s+(?:to\s+)?(?=(?:write|tell|ask|email|thank|say|send|let|inform|invite"
    r"|apologi[sz]e|complain|remind|get)\b)|(?:help|hlep)\s+me(?:\s+to)?)[,!]?\s+"
)
_WRITE: Final = _pattern(
    r"(?:write|writing|send|draft|compose|prepare|drop|do|make|create|put|schreibe?n?|écri[srtvez]+|escrib\w+|scriv\w+|schrijf"
    r"|escrev\w+|manda\w*|rédige\w*)\s+(?:back\s+|out\s+|up\s+)?(?:(?:me|us|this|it|that|something|sth|up)\s+)*(?=\S)"
)
_DIRECT: Final = _pattern(
    r"(?P<verb>tell|telling|tel|teel|let|letting|inform|informing|notify|asking|ask|askk|reminding|remind|answer|answering|reply|replying|respond|e-?mail|mail|message"
    r"|text|contact"
    r"|update|warn|thanking|thank(?!\s+you\b)|inviting|invite|decline|talk|reject|refuse|accept|congratulate|congrats|welcome|praise|convince|convnice|persuade|urge|beg|nudge|chase"
    r"|reassure|assure|wish|approach|advise|ping|antworte|réponds|répondre|contestar|responder|rispondi|beantwoord"
    r"|apologi[sz]e|apologizing|complain|appeal|say\s+(?:(?!to\b)[^\s.,:;]+\s+){0,3}?(?=to\b)|excuse|(?:confirm|explain|describe|suggest"
    r"|propose|recommend|announce|report|say)(?=\s+to\b)|follow up(?=\s+(?:to|with|mr|ms|mrs|dr)\b)"
    r"|get back(?=\s+to\b))(?:s|es|ing)?(?![-\w'’])(?:\s+back)?\s*"
    r"(?:(?:by|via)\s+e?-?mail\s+)?(?=[\s\S])"
)
_WANT: Final = _pattern(r"(?:i\s+|we\s+)?(?:need|want|get|try to get|try to win|win)\s+(?=\S)")
_DOCUMENT: Final = _pattern(
    r"(?:(?:a|an|the|our|my|this|another|one|eine?|einen|une?|un|una|uma|een)\s+)?"
    r"(?P<noun>(?:(?:thank[- ]you|apology|reminder|reply-type|follow[- ]up|status|goodbye|welcome)\s+)?"
    r"(?:e-?mail|mail|letter-mail|card-mail|letter|note|message|text|memo|lines?|brief|lettre|carta|lettera|mensaje|messaggio|mensagem|bericht"
    r"|reply|answer|response|antwort)|thank[- ]you|apology|apologies|reminder|invitation|invite|request|complaint"
    r"|application|resignation|notice|announcement|announce|enquiry|inquiry|offer|proposal|warning|appeal|confirmation"
    r"|feedback|comments|congratulations|excuse|handover)"
    r"(?P<more>(?:\s+of\s+(?:complaint|apology|thanks|resignation|recommendation))?(?:\s+(?:e-?mail|mail|letter|note"
    r"|message))?)(?=[\s,:.!?]|$)\s*"
)
_PREPOSITION: Final = _pattern(
    r"(?:to|for|2|with|an|aan|à|au|aux|al|alla|allo|alle|agli|ai|a|ao|aos|às|para|voor|für|pour|per)\s+(?=\S)"
)
_FROM: Final = _pattern(r"(?:from|by|von|de la part de|de parte de|da parte di|van)\s+(?=\S)")
_NOT_NAMES: Final = frozenset("info fyi ps nb note recall update todo eta intro summary re asap".split())
_SENDER_VERB: Final = _pattern(
    r"(?P<who>[^:.,;!?\n]{2,40}?)\s+(?P<verb>thanks|asks|warns|tells|informs|replies|answers|invites|writes|reminds)"
    r"\s+(?:to\s+)?(?=\S)"
)
_DOCUMENT_TAIL: Final = _pattern(
    r"(?:\s|^)(?:e-?mail|mail|letter|note|message|text|reply|answer|card-mail|letter-mail)$"
)
_CONNECTOR: Final = _pattern(
    r"(?:know|now|no|kno)\s+(?:that\s+)?(?=\S)|that\s+|about\s+the\s+fact\s+that\s+|saying\s+(?:that\s+)?|um+\s+"
)
_DELIMITER: Final = re.compile(r"[,:;.!?–—-]+(?:\s+|$)|/\s+")
_MANNER_FILLER: Final = _pattern(
    r"(?:and|but|very|really|quite|fairly|rather|a bit|in an?|an?|tone|style|version|length|please|proper|the|side|super|keep it(?: to)?|make it|send|do"
    r"|full|nice and|und|et|y|e|en)(?=[\s,.:])\s*"
)
_PLAIN_VERBS: Final = frozenset("telling letting informing tell tel teel let inform notify answer answering reply replying respond email e-mail mail"
    " message text contact update wish antworte réponds répondre contestar responder rispondi beantwoord ping advise"
    .split())  # fmt: skip
_PLAIN_NOUNS: Final = re.compile(
    r"(?:reply-type |status )?(?:e-?mail|mail|letter|note|message|text|memo|lines?|brief|lettre|carta|lettera|mensaje"
    r"|messaggio|mensagem|bericht|reply|answer|response|antwort|notice|announcement|announce)$",
    re.IGNORECASE,
)
_LEADS: Final = {
    "thank": "thanks",
    "remind": "reminder",
    "complain": "complaint",
    "apologise": "apologise",
    "convnice": "convince",
    "askk": "ask",
    "asking": "ask",
    "reminding": "reminder",
    "thanking": "thanks",
    "inviting": "invite",
    "nudge": "reminder",
    "chase": "reminder",
    "congrats": "congratulations",
    "congratulate": "congratulations",
}
_FOLLOWING_LEAD: Final = _pattern(
    r"(?:for|to|on|about|because|with|if|whether|why|how|when|where|what|wher|against)\b"
)


@dataclass
class Head:
    """What was read so far; ``position`` is where the content goes on, ``lead`` what it is to begin with."""

    text: str
    shouted: bool
    position: int = 0
    to: str = ""
    sender: str = ""
    subject: str = ""
    language: str = ""
    lead: str = ""
    asides: list[str] = field(default_factory=list)
    manner: list[str] = field(default_factory=list)
    instructed: bool = False
    vocative: bool = False
    introduction: str = ""

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match ``pattern`` here and go behind it."""
        found = pattern.match(self.text, self.position)
        if found and found.end() > self.position:
            self.position = found.end()
            return found
        return None


def read_head(head: Head) -> None:
    """Read from ``head.position`` on for as long as the words are about the e-mail and not its content."""
    _read(head)
    if not head.instructed and not head.to:
        _read_after_introduction(head)


def _read_after_introduction(head: Head) -> None:
    """Read a head that follows one or two sentences: ``I run a yarn shop. Long apology to ...``."""
    for stop in list(re.finditer(r"[.!?]\s+(?=\S)", head.text[:240]))[:3]:
        if is_title(head.text[: stop.start()].split()[-1]):
            continue
        later = Head(head.text[stop.end() :], head.shouted)
        later.subject, later.sender = head.subject, head.sender
        _read(later)
        if later.to and later.position and not later.vocative:
            head.introduction = head.text[: stop.end()].strip()
            head.text, head.position, head.instructed = later.text, later.position, True
            head.to, head.subject, head.sender = later.to, later.subject, later.sender
            head.language, head.lead, head.asides = later.language, later.lead, later.asides
            head.manner += later.manner
            return


def _read(head: Head) -> None:
    if not head.to:
        _opening(head)
    steps = (_polite, _manner, _subject, _language, _from, _direct, _document, _write, _preposition, _connector)
    for _ in range(_MAX_STEPS):
        if any(step(head) for step in steps):
            continue
        if not _delimiter(head):
            break
        if not head.to and head.text[: head.position].rstrip().endswith(":"):
            _opening(head)
    if not head.to and not head.instructed:
        _wanted(head)
    if not head.to and head.text[: head.position].rstrip()[-1:] not in (":", ";", "!", "?"):
        _anything_to(head)
        for _ in range(_MAX_STEPS if head.to else 0):
            if not any(step(head) for step in steps) and not _delimiter(head):
                break


def _opening(head: Head) -> None:
    """Read ``Dear X,``, ``X:``, ``X to Y:`` at the very start."""
    rest = head.text[head.position :]
    greeting = _pattern(r"(?:hi|hello|dear|hey|liebe[rs]?|hallo|bonjour|cher|chère|hola|ciao|caro|cara)\s+").match(
        rest
    )
    colon = re.match(r"[^:.,;!?\n]{1,70}(?::|\s-)\s", rest)
    comma = re.match(r"[^:.,;!?\n]{1,40},\s", rest)
    if re.match(r"to whom it may concern\b", rest, re.IGNORECASE):
        head.position += len("to whom it may concern")
        head.take(re.compile(r"[\s,:.]+"))
        head.manner.append("formal")
        head.instructed = head.vocative = True
        return
    if greeting and re.match(r"[^,:\n!]{1,60}[,:!\n]", rest[greeting.end() :]):
        named = read_recipient(head.text, head.position + greeting.end(), head.shouted)
        closes = named and re.match(r"\s*[,:!\n]", head.text[named.end :])
        if named and closes:
            if core(named.name).lower() not in ("sir", "madam", "sir or madam", "all sirs", "company"):
                head.to = named.name
            head.position = named.end + closes.end()
            head.instructed = head.vocative = True
            return
    alone = re.match(
        r"(?P<who>[^:.;\n]{2,40}?), (?:no recipient|recipient unknown|[a-z]+ name unknown)[^:.;]{0,20}:\s",
        rest,
        re.IGNORECASE,
    )
    if alone and head.position == 0:
        head.sender = name_as_written(alone.group("who").split(), head.shouted)
        head.position, head.instructed = alone.end(), True
        return
    if head.position == 0 and _sender_to_recipient(head):
        return
    if colon and _names_somebody(head, colon.group()[:-2].rstrip()):
        return
    if is_title(rest.split(maxsplit=1)[0] if rest.split() else "") and not head.shouted:
        named = read_recipient(head.text, head.position, head.shouted)
        if named and len(named.name.split()) > 1 and head.text[named.end : named.end + 1] in (",", ":"):
            head.to, head.position, head.instructed, head.vocative = named.name, named.end + 1, True, True
            head.take(re.compile(r"\s+"))
            return
    kin = re.match(
        r"(mum|mom|dad|nan|grandma|grandpa)\s+(?:can|could|will|please|pls|i|we|my|the)\b", rest, re.IGNORECASE
    )
    stop = re.match(r"[A-Z ]{3,30}\.\s", rest) if head.shouted else None
    if stop and all(is_role(word) for word in stop.group().split()):
        _names_somebody(head, stop.group().rstrip(". "))
    elif kin:
        head.to, head.position = kin.group(1).capitalize(), head.position + len(kin.group(1)) + 1
        head.instructed = head.vocative = True
    elif comma and len(comma.group().split()) <= 2 and not head.shouted and rest[0].isupper():
        words = comma.group()[:-2].split()
        if all(is_name_like(word, shouted=True) or is_title(word) for word in words):
            _names_somebody(head, comma.group()[:-2])


def _names_somebody(head: Head, phrase: str) -> bool:
    words = phrase.split()
    if not 1 <= len(words) <= 6 or any(character.isdigit() for character in words[0]):
        return False
    first = core(words[0]).lower()
    if _DIRECT.match(phrase) or _DOCUMENT.match(phrase) or _WRITE.match(phrase + " x") or first in TONE_WORDS:
        return False
    if first in _NOT_NAMES or _PREPOSITION.match(phrase) or SUBJECT.match(phrase) or first in LENGTH_WORDS:
        return False
    start = head.position
    named = read_recipient(head.text, start, head.shouted)
    if named is None or named.end - start < len(phrase) - 1 or not named.sure or "out of office" in phrase.lower():
        return False
    person = all(is_name_like(word, shouted=True) or is_title(word) for word in words)
    if not person and not is_role(words[-1]) and not any(is_role(word) for word in words):
        return False
    head.to, head.position, head.instructed, head.vocative = named.name, start + len(phrase) + 1, True, True
    head.take(re.compile(r"\s+"))
    return True


def _sender_to_recipient(head: Head) -> bool:
    """Read ``thandiwe nkosi to fabrice lemaire, firm: ...``."""
    found = re.match(
        r"((?:\w{1,5}\.\s)?[^:.;!?\n]{2,50}?),?\s+(?:(?:e-?mail|note|message|notice)\s+)?to\s+",
        head.text,
        re.IGNORECASE,
    )
    if not found:
        return _sender_and_verb(head)
    words = found.group(1).split()
    first = core(words[0]).lower()
    if _DIRECT.match(found.group(1)) or _DOCUMENT.match(found.group(1)) or first in TONE_WORDS | LENGTH_WORDS:
        return False
    house = len(words) <= 4 and is_role(words[-1]) and not _WANT.match(found.group(1) + " x")
    if not house and not is_signature(found.group(1), head.shouted or is_shouted(found.group(1))):
        return _sender_and_verb(head)
    named = read_recipient(head.text, found.end(), head.shouted)
    if named is None:
        return False
    head.sender, head.to = name_as_written(words, head.shouted), named.name
    head.position, head.instructed = named.end, True
    return True


def _sender_and_verb(head: Head) -> bool:
    """Read ``maribel thanks the helpers``: who writes stands before what is done."""
    found = _SENDER_VERB.match(head.text)
    if not found or not is_signature(found.group("who"), head.shouted):
        return False
    named = read_recipient(head.text, found.end(), head.shouted)
    if named is None or not named.sure:
        return False
    head.sender = name_as_written(found.group("who").split(), head.shouted)
    verb = found.group("verb").lower()
    head.lead = {"thanks": "thanks", "asks": "ask", "invites": "invite", "reminds": "reminder"}.get(verb, "")
    _accept(head, named)
    return True


def _anything_to(head: Head) -> None:
    """Read ``formal but humane to X:`` or ``stock count mail to X:``, where other words lead to the recipient."""
    start = head.position
    stop = re.compile(r"[:;!?\n]|,\s|\.\s").search(head.text, start)
    limit = min(stop.start() if stop else len(head.text), start + 90)
    for found in re.compile(r"\s(?P<by>to|for|with)\s+(?=\S)", re.IGNORECASE).finditer(head.text, start, limit):
        named = read_recipient(head.text, found.end(), head.shouted)
        if named is None or not named.sure:
            continue
        mark = head.text[named.end : named.end + 1]
        further = head.text[named.end : named.end + 6].strip()
        strict = found.group("by").lower() != "to" or _is_infinitive(head.text[found.end() :], head.shouted)
        if _DIRECT.match(head.text, found.end()):
            return
        if (
            mark != ":"
            if strict
            else not (mark in ",:." or further.startswith(("from", "for", "with", "in", "about")))
        ):
            continue
        before = head.text[start : found.start()].strip()
        words = [core(word).lower() for word in before.split()]
        if len(words) > 8 or words[-1:] in (["go"], ["goes"], ["come"], ["moves"], ["moved"], ["back"], ["up"]):
            return
        head.manner.append(before)
        kept = _DOCUMENT_TAIL.sub(
            "", " ".join(word for word in before.split() if not _is_manner_word(word))
        ).strip()
        head.lead = f"{head.lead} {kept}".strip() if any(c.isalnum() for c in kept) else head.lead
        _accept(head, named)
        return


def _is_infinitive(text: str, shouted: bool) -> bool:
    """Whether ``text``, which follows ``to``, may begin with a verb: a bare everyday word that names nobody."""
    word = text[:40].split()[0] if text.strip() else ""
    folded = core(word).lower()
    return not (is_role(word) or is_title(word) or is_name_like(word, shouted) or folded in ARTICLES)


def _is_manner_word(word: str) -> bool:
    folded = core(word).lower()
    return (
        folded in TONE_WORDS
        or folded in LENGTH_WORDS
        or folded in ("but", "and", "a", "an", "the", "very", "humane")
    )


def _polite(head: Head) -> bool:
    return not head.to and head.take(_POLITE) is not None


def _manner(head: Head) -> bool:
    """Take ``formal``, ``long and warm``, ``max 80 words`` where such words stand before the content."""
    start = head.position
    found = False
    while True:
        limit = head.take(LIMIT)
        if limit:
            head.take(re.compile(r"\s+"))
            found = True
            continue
        word = re.compile(r"[^\s,.:;!?]+").match(head.text, head.position)
        folded = core(word.group()).lower() if word else ""
        if word and (folded in TONE_WORDS or folded in LENGTH_WORDS):
            head.position = word.end()
            head.take(re.compile(r"\s+"))
            found = True
        elif not head.take(_MANNER_FILLER):
            break
    following = head.text[head.position : head.position + 1]
    closed = not following or following in ",.:;!?" or _begins_head(head)
    if not found or (head.to and not (closed and following in ",.:;!?")) or not closed:
        head.position = start
        return False
    head.manner.append(head.text[start : head.position])
    head.instructed = True
    return True


def _begins_head(head: Head) -> bool:
    patterns = (_DOCUMENT, _PREPOSITION, _DIRECT, _FROM, SUBJECT, LANGUAGE, _POLITE)
    return any(pattern.match(head.text, head.position) for pattern in patterns)


def _subject(head: Head) -> bool:
    if head.subject or not head.take(SUBJECT):
        return False
    head.subject, head.position = value_of_subject(head.text, head.position, labelled=False)
    head.instructed = True
    return True


def value_of_subject(text: str, start: int, *, labelled: bool) -> tuple[str, int]:
    """Return the subject that begins at ``start`` and where the text goes on."""
    quote = text[start : start + 1]
    closing = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“"}.get(quote)
    if closing:
        end = re.compile(re.escape(closing) + r"(?=[\s.,:;!?)]|$)").search(text, start + 1, start + 300)
        if end:
            return text[start + 1 : end.start()].strip(), end.end()
    marks = (
        r"[!?](?=\s|$|:)|\.(?=\s|$)|;\s|\n|\s[/|]\s|\)|$"
        if labelled
        else r"[!?](?=\s|$|:)|:\s|,\s|\.(?=\s|$)|;\s|\n|\)|$"
    )
    for end in re.compile(marks).finditer(text, start):
        before = text[start : end.start()].split()
        short = before and len(before[-1]) <= 2 and before[-1].isalpha() and end.group() == "."
        if short or before and end.group() == "." and is_title(before[-1]):
            continue
        keep = end.end() if end.group() in "!?" and end.group() else end.start()
        return text[start:keep].strip(), end.end()
    return text[start:].strip(), len(text)


def _language(head: Head) -> bool:
    found = head.take(LANGUAGE)
    if not found:
        return False
    head.language = LANGUAGE_NAMES[found.group(1).lower()]
    head.instructed = True
    head.take(re.compile(r"\s+"))
    return True


def _from(head: Head) -> bool:
    found = _FROM.match(head.text, head.position)
    if head.sender or not found:
        return False
    end = re.compile(r",|:|;|\.(?=\s|$)|\s(?:to|re|about|on|regarding|concerning|for|with)\s|\n|$").finditer(
        head.text, found.end()
    )
    for mark in end:
        name = head.text[found.end() : mark.start()].strip()
        if mark.group() == "." and name and (is_title(name.split()[-1]) or len(name.split()[-1]) <= 2):
            continue
        if not 1 <= len(name.split()) <= 7:
            return False
        folded = name.lower()
        names = is_signature(name, head.shouted) or all(is_name_like(word, True) for word in folded.split())
        if not names and mark.group() != ":":
            return False
        head.sender, head.position = name_as_written(name.split(), head.shouted), mark.start()
        head.take(re.compile(r"\s+"))
        return True
    return False


def _document(head: Head) -> bool:
    if head.to and not head.text[: head.position].rstrip().endswith(","):
        return False
    found = head.take(_DOCUMENT)
    if not found:
        return False
    noun = (found.group("noun") + found.group("more")).strip()
    if not _PLAIN_NOUNS.match(noun) and not head.lead:
        head.lead = re.sub(r"\s+(?:e-?mail|mail|letter|note|message)$", "", noun.lower())
        head.lead = re.sub(r"^(?:letter|mail|note) of ", "", head.lead)
    head.instructed = True
    return True


def _direct(head: Head) -> bool:
    if head.to:
        return False
    start = head.position
    found = head.take(_DIRECT)
    if not found:
        return False
    verb = " ".join(found.group("verb").split())
    if head.position < len(head.text) and head.text[head.position - 1] not in " \n":
        head.position = start
        return False
    preposition = head.take(_PREPOSITION)
    named = None
    if not _DOCUMENT.match(head.text, head.position):
        named = read_recipient(head.text, head.position, head.shouted)
    if named is None and (preposition or _is_noun_too(verb)):
        head.position = start
        return False
    if verb.lower() not in _PLAIN_VERBS:
        head.lead = _LEADS.get(verb.lower(), verb.lower().removeprefix("say ").strip())
    if named:
        _accept(head, named)
    elif verb.lower() not in _PLAIN_VERBS or head.lead:
        head.instructed = True
        return head.position > start
    head.instructed = True
    return True


def _is_noun_too(verb: str) -> bool:
    return _DOCUMENT.match(verb + " ") is not None


def _write(head: Head) -> bool:
    if head.to:
        return False
    start = head.position
    if not head.take(_WRITE):
        return False
    head.instructed = True
    document = _DOCUMENT.match(head.text, head.position)
    if document or _begins_head(head) or _starts_with_manner(head):
        return True
    named = read_recipient(head.text, head.position, head.shouted)
    if named and named.sure:
        _accept(head, named)
        return True
    head.position = start
    return False


def _starts_with_manner(head: Head) -> bool:
    words = [core(word).lower() for word in head.text[head.position : head.position + 60].split()[:4]]
    return any(word in TONE_WORDS or word in LENGTH_WORDS for word in words)


def _preposition(head: Head) -> bool:
    if head.to:
        return False
    start = head.position
    found = head.take(_PREPOSITION)
    if not found:
        return False
    named = read_recipient(head.text, head.position, head.shouted)
    plain = found.group().strip().lower() in ("to", "an", "aan", "à", "al", "alla", "allo")
    if named is None or not (named.sure or (plain and head.instructed)) or (start == 0 and not named.sure):
        head.position = start
        return False
    if found.group().lower() == "to " and _is_infinitive(head.text[found.end() :], head.shouted):
        if head.text[named.end : named.end + 1] not in (",", ":"):
            head.position = start
            return False
    closed = head.text[named.end : named.end + 1] in ",:." or (head.instructed and found.group().lower() == "for ")
    if found.group().strip().lower() in ("for", "with", "2", "a") and not (closed and named.sure):
        head.position = start
        return False
    _accept(head, named)
    return True


def _accept(head: Head, named: Named) -> None:
    head.to, head.position, head.instructed = named.name, named.end, True
    if named.aside and any(character.isdigit() or character.isupper() for character in named.aside):
        head.asides.append(named.aside)
    apposed = re.compile(r",\s+(?P<my>(?:my|our|the|his|her)\s+)?(?P<what>[a-zà-ÿ' -]{2,30})(?=[,.:])").match(
        head.text, head.position
    )
    if (
        apposed
        and (apposed.group("my") or is_role(apposed.group("what").split()[-1]))
        and not _begins_manner(apposed)
    ):
        head.position = apposed.end()
    described = re.compile(r"\s*\([a-zà-ÿ '-]{2,30}\)").match(head.text, head.position)
    if described and not re.search(r"\b(?:not?|never)\b", described.group()):
        head.position = described.end()
    possessive = re.compile(r"['’]s\b").match(head.text, head.position)
    head.position = possessive.end() if possessive else head.position
    head.take(re.compile(r"\s+"))


def _begins_manner(apposed: re.Match[str]) -> bool:
    return bool(apposed.group("what").split()) and apposed.group("what").split()[0] in STOP_WORDS | set(TONE_WORDS)


def _connector(head: Head) -> bool:
    return bool(head.to) and head.take(_CONNECTOR) is not None


def _delimiter(head: Head) -> bool:
    """Go behind punctuation; False where the content begins there."""
    start = head.position
    found = head.take(_DELIMITER)
    if not found:
        return False
    mark = found.group().strip()
    if not head.instructed:
        head.position = start
        return False
    return not (head.to and mark[:1] in (":", ".", "!", "?", "-", "–", "—"))


def _wanted(head: Head) -> None:
    """Read ``need the council to keep ...``: whom the writer wants to do something."""
    found = _WANT.match(head.text, head.position)
    if not found:
        return
    named = read_recipient(head.text, found.end(), head.shouted)
    if named and named.sure and re.match(r"\s+to\s", head.text[named.end : named.end + 5]):
        head.to, head.position = named.name, named.end + 1
        head.position += re.match(r"\s*to\s+", head.text[named.end :]).end() - 1  # type: ignore[union-attr]
        head.lead = "persuade" if "win" in found.group() else ""


def joined_lead(lead: str, content: str) -> str:
    """Put ``lead`` (``thanks``, ``invite``, ``ask``) before ``content`` so that it reads as a jotted point."""
    content = content.lstrip()
    if not lead:
        return content
    if not content:
        return lead
    if lead in ("ask", "urge", "beg"):
        request = re.match(r"to\s+(?:please\s+)?", content, re.IGNORECASE)
        if request:
            return content[request.end() :]
        return f"{lead} {content}" if _FOLLOWING_LEAD.match(content) else content
    reminded = re.match(r"(?:to|that|of|about)\s+", content, re.IGNORECASE) if lead == "reminder" else None
    if reminded:
        return f"reminder: {content[reminded.end() :]}"
    if _FOLLOWING_LEAD.match(content) or content.lower().startswith(("and ", "that ", "by ", "asking ")):
        return f"{lead} {content}"
    return f"{lead}: {content}"
