"""The spans of a wish that may name a recipient or a sender."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mailwright.brief.phrases import word_set
from mailwright.brief.tokens import Token, read_tokens

FIRST_WORDS: Final = 160
LAST_WORDS: Final = 60
MOST_WORDS_OF_A_NAME: Final = 12
_ADDRESSING: Final = word_set(
    "tell tel teel let inform notify ask askk remind answer reply respond email e-mail mail message msg text update"
    " warn thank invite decline reject congratulate congrats welcome praise convince persuade urge beg nudge chase"
    " reassure assure wish advise ping apologise apologize complain write send drop draft compose say confirm"
    " explain announce report contact thanks apology letter note reminder invitation complaint request notice memo"
    " asking telling writing informing letting reminding thanking inviting emailing messaging apologising"
    " apologizing convincing persuading recipient recipients addressed nudging chasing warning welcoming"
    " escribe escribirle escribir dile decir écris écrire dis remercie scrivi scrivere dire di' schreib schreibe"
    " schreiben sag antworte antworten schrijf stuur zeg escreva escrever diga responde réponds rispondi"
)
# Words that open a greeting or a closing and are no part of a name.
_NEVER_FIRST: Final = word_set(
    "hi hey hello dear hiya cc attn sth something signed sign regards cheers thanks thank thx tnx ta yours"
    " sincerely respectfully respect greetings xx xxx bye love god"
)
# Stop words with which a name may begin: "those on the night shift"; and words with which none ends.
_MAY_BE_FIRST: Final = word_set("all us whom those everyone everybody anyone anybody who")
_NEVER_LAST: Final = word_set("that who whom which is are was were be")
_LONGEST_ABBREVIATION: Final = 6


@dataclass(frozen=True)
class Candidates:
    """A wish cut into words, and the spans, by their first and last word, that may name somebody."""

    text: str
    tokens: list[Token]
    spans: list[tuple[int, int]]

    def words(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where the words of ``span`` begin and end in the text, without the marks around them."""
        start, end = self.tokens[span[0]].start, self.tokens[span[1]].end
        shown = self.text[start:end]
        start += len(shown) - len(shown.lstrip("(\"'“‘«*"))
        shown = self.text[start:end]
        bracketed = shown.count("(") == shown.count(")") > 0  # "Fergal (13)"
        end -= len(shown) - len(shown.rstrip(".,:;!?\"'”’»" if bracketed else ".,:;!?)\"'”’»"))
        if re.search(r"['’]s$", self.text[start:end], re.IGNORECASE):
            end -= 2
        return start, end


def find_candidates(text: str) -> Candidates:
    """Return the spans of the first 160 and the last 60 words that may name somebody."""
    tokens, shouted = read_tokens(text)
    near = [place for place in range(len(tokens)) if place < FIRST_WORDS or place >= len(tokens) - LAST_WORDS]
    known = frozenset(near)
    spans = [(first, last) for first in near for last in _lasts(tokens, first, known, shouted=shouted)]
    return Candidates(text, tokens, spans)


def _lasts(tokens: list[Token], first: int, near: frozenset[int], *, shouted: bool) -> list[int]:
    """Return the words with which a span that begins at ``first`` may end."""
    token = tokens[first]
    after = tokens[first + 1].kind if first + 1 < len(tokens) else ""
    if (
        token.kind in "PA&p"
        or (token.kind == "E" and "@" not in token.text)
        or token.folded in _NEVER_FIRST | _ADDRESSING
        or (token.kind == "M" and not token.capitalised and not shouted)
    ):
        return []
    named = (token.folded == "it" and after in tuple("crR")) or (token.folded == "no" and after == "D")
    if token.kind == "s" and not token.capitalised and token.folded not in _MAY_BE_FIRST and not named:
        return []  # but "it support" and "no. 33" are names
    lasts: list[int] = []
    within = False  # brackets
    for index in range(first, min(len(tokens), first + MOST_WORDS_OF_A_NAME)):
        token = tokens[index]
        if index not in near:
            break
        if index > first and (token.new_line or (token.kind == "P" and token.text not in ("&", "+"))):
            break
        within = within or (token.opener == "(" and index > first)
        if within:
            if ")" not in token.text:
                continue
            lasts.append(index)
            break
        if (token.kind not in "&Ap" and token.folded not in _NEVER_LAST) if index > first else token.kind != "D":
            lasts.append(index)
        if token.stop in tuple("!?:;)") or (token.stop == "." and not _is_abbreviation(token)):
            break
    return lasts


def _is_abbreviation(token: Token) -> bool:
    """Whether the full stop behind a word may belong to it: ``Messrs.``, ``Bro.``."""
    return token.capitalised and len(token.folded) <= _LONGEST_ABBREVIATION


def mark_before(tokens: list[Token], index: int) -> str:
    """Return what stands before a word: ``^`` the start, ``N`` a line end, ``-`` a dash, else a stop."""
    if index == 0:
        return "^"
    if tokens[index].new_line:
        return "N"
    return "-" if tokens[index - 1].kind == "P" else tokens[index - 1].stop
