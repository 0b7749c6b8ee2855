"""What keeps the text of a mail from being a good target, as far as its words tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mailwright.brief.lexicon import is_common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.corpus.augmentation.pool import NamePool

_FAULTS: Final = (
    ("greets twice", r"(?<!\w)(?:Dear|DEAR) (?!all\b)[A-Z]|\b(?:To|Attn|Attention): "),
    (
        "refers to what is not there",
        r"\b(?:below|original message|forwarded (?:message|for your)|fwd|(?:above|below)[- ](?:referenced"
        r"|mentioned|captioned|named)"
        r"|the above|as follows|following (?:\w+ ){0,3}(?:message|e-?mail|note|memo|link|table|list|information)"
        r"|previous e-?mail"
        r"|this (?:message|e-?mail) thread|see (?:the )?(?:above|following))\b",
    ),
    ("list in the text", r"(?:(?:^|\s)(?:\(?[1-9][.)]|[•*o·–—]|\([a-e]\))\s.*){2}|^\s*[*•·?]"),
    ("odd characters", r"[<>=_|\\~^{}\[\]#]|%[0-9A-Z]{2}|\?{2}|[\x80-\x9f\ufffd]|\?[a-z]"),
    (
        "advertises",
        r"\b(?:click|subscri\w+|unsubscribe|visit (?:us|our)|special offer|limited time|sweepstakes|\d+ ?% off"
        r"|web ?site at"
        r"|log ?on to|free shipping|newsletter|press release|registration fee|sign up|for immediate release|raffle"
        r"|coupon)\b",
    ),
    ("automatic", r"\b(?:this (?:is an automat|e-?mail (?:was|is) (?:sent|generated)|report was)|out of office|auto-?generated)"),
    (
        "careless",
        r"(?:\.{2,}[^.]+){3}|(?:[!?]{2,}[^!?]+){3}|(?<![\w'’.&/-])(?:u|ur|r|n|gonna|wanna|gotta|kinda|dunno|ya"
        r"|yall|y'all|lol|haha"
        r"|hee)(?![\w'’&/-])|\b(\w+) \1 \1\b|[a-z];[a-z]|[a-z],[a-z]{2}|[a-z]\?[A-Z]|--.*--|\b(?:[Dd]on't"
        r"|[Dd]oesn't) has\b",
    ),
)  # fmt: skip
_ANY_CASE: Final = frozenset({"refers to what is not there", "advertises", "automatic"})
_COMPILED: Final = tuple(
    (reason, re.compile(pattern, re.IGNORECASE if reason in _ANY_CASE else 0)) for reason, pattern in _FAULTS
)
_SHOUTED: Final = re.compile(r"\b[A-Z]{3,}(?: [A-Z]{2,}){1,}\b")
_VOCATIVE: Final = re.compile(r"^(?P<name>[A-Z][a-z]+)(?:,| ?-{1,2}|:)\s+(?P<next>\S+)(?P<rest>[^.?!]*)")
_VOCATIVE_LAST: Final = re.compile(r"(?<! and)(?<! or)(?<! with), (?P<name>[A-Z][a-z]+)[.?!]$")
_HEADING: Final = re.compile(
    r"^(?!(?:Note|PS|P\.S\.|FYI|Also|One (?:thing|question|more thing"
    r"|last thing))\b)(?:[A-Z][\w'’-]*)(?: [\w'’-]+){0,3}: +\S"
)
_FUSED: Final = re.compile(
    r"^(?P<name>[A-Z][a-z]+) (?:It|I|We|The|This|Please|Lets?|Let's|Can|Could|Here|Attached|What|How|Did|Do|Does"
    r"|Are|Is|As|In|On|If"
    r"|For|You|Your|Just|Have|There|Thanks|My|Our|Per|Would|Will|See|When|After)\b"
)
_SEVERAL: Final = re.compile(
    r"\b(?:all of you|many of you|some of you|those of you|most of you|your (?:respective )?(?:groups|teams|areas)"
    r"|you guys|you all|each of you|everyone|everybody|you folks|you both|both of you|two of you)\b",
    re.IGNORECASE,
)
_MOST_SMALL: Final = 0.34


def text_fault(text: str) -> str:
    """Return what is wrong with the running text of a mail before it is mended, "" if nothing is."""
    for reason, pattern in _COMPILED:
        if pattern.search(text):
            return reason
    if text.count("(") != text.count(")") or text.count('"') % 2:
        return "open quotation or bracket"
    for shouted in _SHOUTED.findall(text):
        if all(is_common(word) for word in shouted.split()):
            return "shouts"
    return ""


def sentences_fault(sentences: Sequence[str]) -> str:
    """Return what is wrong with the mended sentences, "" if nothing is."""
    if not sentences:
        return "no text"
    if any(sentence.rstrip("\"')").endswith(":") for sentence in sentences):
        return "list in the text"
    if any(_HEADING.match(sentence) for sentence in sentences):
        return "heading in the text"
    fused = _FUSED.match(sentences[0])
    if fused and not is_common(fused["name"]):
        return "greeting fused to the text"
    small = sum(sentence[0].islower() for sentence in sentences)
    if sentences[0][0].islower() or small > _MOST_SMALL * len(sentences):
        return "sentences without a capital"
    return ""


def vocative_of(sentence: str, pool: NamePool) -> str:
    """Return whom a sentence speaks to by name, at its start or end; "" if nobody."""
    found = _VOCATIVE.match(sentence)
    if found and not is_common(found["name"]) and (pool.genders(found["name"]) or _is_address(found)):
        listed = found["next"][0].isupper() and re.search(r"\b(?:and|&)\b", found["next"] + found["rest"])
        if not listed or found["next"] in ("I", "I'm", "I've", "I'll", "Please", "Can", "Could", "Do", "Are"):
            return found["name"]
    last = _VOCATIVE_LAST.search(sentence)
    return last["name"] if last and pool.genders(last["name"]) else ""


def _is_address(found: re.Match[str]) -> bool:
    """Return whether a word that no list of names has is a name in address: ``Ike, given our schedules``."""
    return found["next"][0].islower() and not found["name"].endswith("ly")


def speaks_to_several(text: str) -> bool:
    """Return whether a text speaks to more than one reader."""
    return _SEVERAL.search(text) is not None
