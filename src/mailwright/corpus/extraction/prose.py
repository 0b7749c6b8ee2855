"""The running text of a mail: paragraphs of sentences, small slips mended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mailwright.brief.lexicon import is_common
from mailwright.checks.text import sentences

_NOT_AN_END: Final = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|mt|ft|no|st|vs|approx|attn|ext|sec|art|e\.g|i\.e|fig|para|pp?|vol|gen|sen|rep|gov"
    r"|hon"
    r"|rev|cf|jan|feb|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|thurs?|fri|sat)\.|[,;(&/-])$",
    re.IGNORECASE,
)
_MAY_BE_AN_END: Final = re.compile(
    r"\b(?:corp|inc|co|ltd|jr|sr|etc|dept|u\.s|p\.m|a\.m|esq|llc|n\.a|al|est)\.$", re.IGNORECASE
)
_INITIAL: Final = re.compile(r"(?:^|\b[A-Z][a-z]+ |\.)[A-Z]\.$")
_WRAPPED: Final = re.compile(r"(?<=[^\n]{45})\n(?=[^\W\d_(\"'“])(?![^\n]{0,40}:\s)")
_MENDS: Final = (
    (re.compile(r"[ \t\u00a0]+"), " "),
    (re.compile(r" +([,;:.!?])(?=\s|$)"), r"\1"),
    (re.compile(r"\.{3,}(?=\s|$)"), "."),
    (re.compile(r"\.{2,}(?=[A-Z])"), ". "),
    (re.compile(r"(?<=[a-z])\.{3,}(?=[a-z])"), ", "),
    (re.compile(r"([!?])[!?]+"), r"\1"),
    (re.compile(r",(?=[.!?]$)"), ""),
    (re.compile(r"(?<=[a-z])\.(?=[!?])"), ""),
    (re.compile(r"\b(?!that|had)([a-z]{3,}) \1\b"), r"\1"),
    (re.compile(r"(?<![\w'’.-])i(?=(?:['’](?:m|ve|ll|d))?[ ,.;?!])(?!\.e\.)"), "I"),
    (re.compile(r"\b(do|does|did|is|was|could|would|should|have|has|had|are|were)nt\b", re.IGNORECASE), r"\1n't"),
    (re.compile(r"\b(I)(m|ve)\b"), r"\1'\2"),
    (re.compile(r"\b([Tt]hat|[Ww]hat|[Hh]ere|[Tt]here)s\b"), r"\1's"),
    (re.compile(r"\b([Tt]hey|[Yy]ou)re\b"), r"\1're"),
    (re.compile(r"\b([Cc]an|[Ww]on)t\b"), r"\1't"),
    (
        re.compile(r"\b(the|a|an|to|of|in|and|is|that|for|with|on|at|be|we|you|it|will|have) \1\b", re.IGNORECASE),
        r"\1",
    ),
    (re.compile(r"\bpls\b\.?"), "please"),
    (re.compile(r"\bPls\b\.?"), "Please"),
    (re.compile(r"\bthx\b", re.IGNORECASE), "thanks"),
    (re.compile(r"\bthru\b"), "through"),
    (re.compile(r"\balot\b"), "a lot"),
    (re.compile(r"\b([Aa])los\b"), r"\1lso"),
    (re.compile(r"\btaht\b"), "that"),
    (re.compile(r"\bteh\b"), "the"),
    (re.compile(r"\bthier\b"), "their"),
    (re.compile(r"\b([Rr])eciev"), r"\1eceiv"),
    (re.compile(r"\bsuppose to\b"), "supposed to"),
    (re.compile(r"^Its (?=(?:a|an|the|not|been|just|only|my|very)\b)"), "It's "),
    (re.compile(r"\b([Ll])ets (?=[a-z])"), r"\1et's "),
    (re.compile(r"(?<=[a-z\d)]) Thank(?:s| [Yy]ou)[.!]?$"), "."),
    (
        re.compile(r"\b(that|but|and|because|think|if|so|when) its (?=(?:an?|the|not|been|going|only|just)\b)"),
        r"\1 it's ",
    ),
    (re.compile(r"\b([Yy])our (?=(?:going|welcome|not|doing|looking)\b)"), r"\1ou're "),
    (re.compile(r"\bnot to (?=(?:late|much|many|bad|far|long|sure)\b)"), "not too "),
    (re.compile(r"\b([Aa])n other\b"), r"\1nother"),
    (
        re.compile(r"\b(want|need|going|able|like|have) too (?=[a-z]+\b)(?!much|many|few|little|long|late)"),
        r"\1 to ",
    ),
    (re.compile(r"\bfor you (?=help|time|assistance|patience)"), "for your "),
    (re.compile(r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.(?=\d)"), r"\1. "),
    (re.compile(r"\s+-{1,2}\s+(?=[a-z])"), " - "),
    (re.compile(r"[“”]"), '"'),
    (re.compile(r"[‘’]"), "'"),
)
_ENTRY: Final = re.compile(r"[ \t]*([-*•·–]|\(?\d{1,2}[.)])[ \t]+(\S.*)")
_ENDED: Final = re.compile(r"\w{2}[.!?]+[\"']*$")
_END: Final = re.compile(r"[.!?:][\"')\]]*$")


@dataclass(frozen=True)
class Paragraph:
    """Sentences of running text, or the entries of a list with the mark (``-``, ``2.``) that stands before each."""

    sentences: tuple[str, ...]
    marks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph as it stands in a mail."""
        if not self.marks:
            return " ".join(self.sentences)
        return "\n".join(f"{mark} {entry}" for mark, entry in zip(self.marks, self.sentences, strict=True))


def paragraphs_of(text: str, *, lines_kept: bool) -> list[Paragraph]:
    """Return the sentences of ``text``, mended, by paragraph; one paragraph if the lines are not kept."""
    if not lines_kept:
        return [Paragraph(tuple(_healed(text.split("\n"))))]
    found = []
    for block in re.split(r"\n\s*\n", text):
        running: list[str] = []
        entries: list[tuple[str, str]] = []
        for line in block.split("\n"):
            entry = _ENTRY.match(line)
            if entry:
                entries.append((entry[1], entry[2]))
            elif entries:  # a list's entry goes on in the next line
                entries[-1] = (entries[-1][0], f"{entries[-1][1]} {line.strip()}")
            else:
                running.append(line)
        found += [_running(running), _list(entries)]
    return [paragraph for paragraph in found if paragraph.sentences]


def _running(lines: Sequence[str]) -> Paragraph:
    joined = _WRAPPED.sub(" ", "\n".join(lines).strip())
    return Paragraph(tuple(_healed([joined[slice(*span)] for span in sentences(joined)])))


def _list(entries: Sequence[tuple[str, str]]) -> Paragraph:
    kept = [(mark, _mended(text).strip()) for mark, text in entries]
    kept = [(mark, text) for mark, text in kept if any(map(str.isalnum, text))]
    return Paragraph(tuple(text for _, text in kept), tuple(mark for mark, _ in kept))


def mended(sentence: str) -> str:
    """Return ``sentence`` with a capital, an end, single blanks and without slips that everybody makes."""
    sentence = _mended(sentence).strip(" -")
    if sentence and not _END.search(sentence):
        sentence = sentence.rstrip(",;") + "."
    return sentence


def _mended(text: str) -> str:
    for pattern, replacement in _MENDS:
        text = pattern.sub(replacement, text)
    return text


def _healed(lines: list[str]) -> list[str]:
    """Return sentences of lines that were cut at full stops which end none."""
    found: list[str] = []
    for line in _rejoined(lines):
        text = mended(line)
        found += _rejoined([text[slice(*span)] for span in sentences(text)])
    return [text for text in found if any(map(str.isalnum, text))]


def _rejoined(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        line = line.strip()
        if not line:
            continue
        small = bool(joined) and line[0].islower() and not _ENDED.search(joined[-1])
        if joined and (_goes_on(joined[-1], line) or small or not any(map(str.isalnum, line))):
            joined[-1] += ("" if line[0] in ".!?,)" else " ") + line
        elif joined and line[0].islower():
            joined.append(line[0].upper() + line[1:])
        else:
            joined.append(line)
    return joined


def _goes_on(line: str, following: str) -> bool:
    if _NOT_AN_END.search(line):
        return True
    if not _INITIAL.search(line) and not _MAY_BE_AN_END.search(line):
        return False
    return following[0].islower() or not is_common(following.split(" ")[0])
