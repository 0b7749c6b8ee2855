"""What keeps the text of a mail from being a good target, as far as its words tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.text import word_set
from mailwright.checks.vocabulary import ABBREVIATIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.corpus.augmentation.pool import NamePool

_FAULTS: Final = (
    (
        "greets twice",
        r"\A(?:Hi|Hello|Hey|Greetings|Dear)\b|(?<!\w)(?:Dear|DEAR) (?!all\b)[A-Z]|\b(?:To|Attn|Attention): ",
    ),
    (
        "refers to what is not there",
        r"\b(?:below|original message|forwarded (?:message|for your)|fwd|(?:above|below)[- ](?:referenced"
        r"|mentioned|captioned|named)|the above|as follows|following (?:\w+ ){0,3}(?:message|e-?mail|note|memo"
        r"|link|table|list|information)|previous e-?mail|this (?:message|e-?mail) thread|see (?:the )?(?:above"
        r"|following))\b",
    ),
    (
        "list in the text",
        r": (?:[A-Z0-9][\w.,'-]*\s+){5,}"
        r"|(?:(?:^|\s)(?:\(?[1-9][.)]|[•*o·–—]|\([a-e]\))\s.*){2}|^\s*[*•·?]",
    ),
    ("odd characters", r"[a-z][0-9][a-z]|[<>=_|\\~^{}\[\]#]|%[0-9A-Z]{2}|\?{2}|[\x80-\x9f\ufffd]|\?[a-z]"),
    (
        "advertises",
        r"\b(?:click|subscri\w+|unsubscribe|visit (?:us|our)|special offer|limited time|sweepstakes|\d+ ?% off"
        r"|web ?site at|log ?on to|free shipping|newsletter|press release|registration fee|sign up"
        r"|for immediate release|no (?:cost|obligation)|free (?:trial|copy|demo)|registration form|raffle"
        r"|coupon|we invite you to|great deals|low rates)\b",
    ),
    (
        "slips of grammar or spelling",
        r"\b(?:was|were|is|are|been) (?:ask|suppose|use|attach|schedule|include|send|invite)\b|\b(?:have|has"
        r"|had)(?: not)? (?:forward|attach|receive|include|send|ask)\b(?! (?:to|of)\b)|\bif (?:this|that|it"
        r"|these) (?:appropriate|correct|acceptable)\b|\b(?:an?|the|my|your) (?:is|are|was|were|to|the|and|of)\b"
        r"|\bthe (?:my|your|our|this|that)\b|\b(?:can|could|will|would|should|must|may|might) (?:sent|done|made"
        r"|given|taken|been|gone|forwarded|attached)\b|\ban (?=(?-i:[bcdfgjklmnpqrstvwyz][a-z]))"
        r"|\ba (?=(?-i:[aeio][a-z]))(?!one\b|once\b|eu|oui)|(?<![\w'’.&/@-])(?-i:[b-hj-wyz])(?![\w'’.&/)-])"
        r"|\b(?:like|want|going|able) (?:begin|get|see|meet|know|make|be|send|go|start)\b|\bto (?:is|are|was|been"
        r"|has)\b|\b(?:he|she|it) have\b|\b(?:I|we|you|they) (?:has|is)\b|\b(?:infomation|reciev\w+|seper\w+"
        r"|occured|occurence|untill|wich|adress|calender|truely|begining|beleiv\w+|buisness|commitee|goverment"
        r"|independant|neccessary|recomend\w*|refered|succesful\w*|tommorr?ow|tomorow|assignement|agreeement"
        r"|questionsand|transfered|preceed\w*|accomodat\w+|definate\w*|publically|attachement|payement"
        r"|developement|managment|comittment|committment|liason)\b",
    ),
    (
        "automatic",
        r"\b(?:this (?:is an automat|e-?mail (?:was|is) (?:sent|generated)|report was)|auto-?generated)",
    ),
    ("postscript", r"(?<![\w.])P\.? ?S\b"),
    (
        "careless",
        r"(?:\.{2,}[^.]+){3}|(?:[!?]{2,}[^!?]+){3}|(?<![\w'’.&/-])(?:u|ur|r|n|gonna|wanna|gotta|kinda|dunno|ya"
        r"|yall|y'all|lol|haha|ha|hee|fo)(?![\w'’&/-])|\b(\w+) \1 \1\b|[a-z] ?;[a-z]|[a-z],[a-z]{2}|[a-z]\?[A-Z]"
        r"|--.*--"
        r"|\b(?:[Dd]on't|[Dd]oesn't) has\b",
    ),
)  # fmt: skip
_ANY_CASE: Final = frozenset(
    {"slips of grammar or spelling", "refers to what is not there", "advertises", "automatic"}
)
_COMPILED: Final = tuple(
    (reason, re.compile(pattern, re.IGNORECASE if reason in _ANY_CASE else 0)) for reason, pattern in _FAULTS
)
_OF_OTHERS: Final = frozenset({"list in the text", "advertises"})
_AUTOMATIC_SUBJECT: Final = re.compile(
    r"auto-?\s?reply|out of (?:the )?office\b.*:|automatic reply|undeliver|^(?:read|accepted|declined|tentative"
    r"|canceled):",
    re.IGNORECASE,
)
_SHOUTED: Final = re.compile(r"\b[A-Z]{3,}(?: [A-Z]{2,}){1,}\b")
_VOCATIVE: Final = re.compile(r"^(?P<name>[A-Z][a-z]+)(?:,| ?-{1,2}|:)\s+(?P<next>\S+)(?P<rest>[^.?!]*)")
_VOCATIVE_LAST: Final = re.compile(r"(?<! and)(?<! or)(?<! with), (?P<name>[A-Z][a-z]+)[.?!]$")
_HEADING: Final = re.compile(
    r"\b(?!Note\b)[A-Z][a-z]+: [A-Z]|^(?!(?:Note|FYI|Also|One (?:more |last )?(?:thing|question)|We|I|It|They"
    r"|There|Here|This|These|You|He|She|The)\b)[A-Z][\w'’-]*(?: [\w'’-]+){0,3}: +\S"
)
_TORN: Final = re.compile(r"\b(?:the|an?|and|or|of|if you|my|your|our|with the|is to)[.!?]$")
_FUSED: Final = re.compile(
    r"^(?P<name>[A-Z][a-z]+) (?:It|I|We|The|This|Please|Lets?|Let's|Can|Could|Here|Attached|What|How|Did|Do|Does"
    r"|Are|Is|As|In|On|If|For|You|Your|Just|Have|There|Thanks|My|Our|Per|Would|Will|See|When|After)\b"
)
_HYPHENED: Final = re.compile(
    r"[A-Z][a-z]+-(?:here|the|I|we|this|please|can|could|do|are|attached|as|thanks|did|if)\b"
)
_VOCATIVES: Final = re.compile(r"^[A-Z][a-z]+(?:/[A-Z][a-z]+)+ ?[-,:]|^[A-Z][a-z]+ (?:and|&) [A-Z][a-z]+ ?[-:] ")
_TURNS_TO: Final = word_set(
    """do can could please would will i i'm i've i'll you are did have let what any here attached this as if thanks
    see we how hi hey hello just the your when where"""
)
_SEVERAL: Final = re.compile(
    r"\b(?:all of you|many of you|some of you|those of you|most of you|your (?:respective )?(?:groups|teams|areas)"
    r"|you guys|you all|each of you|everyone|everybody|you folks|you both|both of you|two of you)\b",
    re.IGNORECASE,
)
_INNER_SMALL: Final = re.compile(r"(?:\b([A-Za-z]{2,})|\d)[.!?]\s+[a-z]{2,}")
_ABBREVIATED: Final = word_set(
    "vs etc no ext est approx dept corp inc co ltd llc comm apt ave st am pm"
) | frozenset((*ABBREVIATIONS["en"][0], *ABBREVIATIONS["en"][1]))
_MOST_SMALL: Final = 0.34


def subject_fault(subject: str) -> str:
    """Return what a subject line tells against its mail, "" if nothing."""
    return "automatic" if _AUTOMATIC_SUBJECT.search(subject) else ""


def text_fault(text: str, *, own: bool = False) -> str:
    """Return what is wrong with the text of a mail before it is mended, "" if nothing is.

    Args:
        text: what stands between greeting and closing.
        own: whether it is of a mailbox that has kept its lines: such mail may have lists, and does not advertise.
    """
    for reason, pattern in _COMPILED:
        if not (own and reason in _OF_OTHERS) and pattern.search(text):
            return reason
    if text.count("(") != text.count(")") or text.count('"') % 2:
        return "open quotation or bracket"
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not own and sum(line[0].islower() for line in lines[1:]) > _MOST_SMALL * len(lines):
        return "sentences without a capital"
    for shouted in _SHOUTED.findall(text):
        if all(is_common(word) for word in shouted.split()):
            return "shouts"
    return ""


def sentences_fault(sentences: Sequence[str], listed: Sequence[bool]) -> str:
    """Return what is wrong with the mended sentences, "" if nothing is; ``listed`` are the entries of lists."""
    if not sentences:
        return "no text"
    if any(
        sentence.rstrip("\"')").endswith(":") and not follows
        for sentence, follows in zip(sentences, (*listed[1:], False), strict=True)
    ):
        return "list in the text"
    sentences = [sentence for sentence, entry in zip(sentences, listed, strict=True) if not entry]
    if not sentences:
        return "nothing but a list"
    if any(_TORN.search(sentence) for sentence in sentences):
        return "ends in the middle"
    if any(_HEADING.search(sentence) for sentence in sentences):
        return "heading in the text"
    fused = _FUSED.match(sentences[0])
    if (fused and not is_common(fused["name"])) or _HYPHENED.match(sentences[0]):
        return "greeting fused to the text"
    if any(_goes_on_small(sentence) or sentence[0].islower() for sentence in sentences):
        return "sentences without a capital"
    return ""


def _goes_on_small(sentence: str) -> bool:
    """Return whether a full stop inside a sentence ends one, so that the next has no capital."""
    return any(
        not found[1] or (is_common(found[1]) and found[1].lower() not in _ABBREVIATED)
        for found in _INNER_SMALL.finditer(sentence)
    )


def vocative_of(sentence: str, pool: NamePool) -> str:
    """Return whom a sentence speaks to by name, at its start or end; "" if nobody."""
    if _VOCATIVES.match(sentence):
        return sentence.split()[0]
    found = _VOCATIVE.match(sentence)
    if found and _addresses(found, pool):
        return found["name"]
    last = _VOCATIVE_LAST.search(sentence)
    return last["name"] if last and pool.genders(last["name"]) else ""


def _addresses(found: re.Match[str], pool: NamePool) -> bool:
    """Return whether the name before a comma is spoken to: not the first of a list, nor an adverb."""
    name, following = found["name"], found["next"].rstrip(",")
    if following.lower() in _TURNS_TO and pool.genders(name):
        return True
    if is_common(name) or name.endswith("ly"):
        return False
    listed = following[0].isupper() and re.search(r"\b(?:and|&)\b", found["next"] + found["rest"])
    if listed or (following[0].isupper() and not is_common(following)):
        return False
    return bool(pool.genders(name)) or following[0].islower() or following == "I"


def speaks_to_several(text: str) -> bool:
    """Return whether a text speaks to more than one reader."""
    return _SEVERAL.search(text) is not None
