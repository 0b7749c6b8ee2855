"""The places of a wish where a recipient or a sender may stand, and what is seen of each place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from mailwright.brief.phrases import word_set
from mailwright.brief.tokens import Token, read_tokens, sentence_numbers

FIRST_WORDS: Final = 160
LAST_WORDS: Final = 60
MOST_WORDS_OF_A_NAME: Final = 9
_FAR: Final = 10
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
    " sincerely respectfully respect greetings xx xxx bye love best god whoever whoever's"
)
_NAMING: Final = "NnTrRlC"
_STRONG: Final = "TNnRrlCi"


@dataclass
class Candidates:
    """A wish cut into words, the spans that may name somebody, and their features.

    A span ``(i, j)`` of words is scored as left[i] + right[j] + the sum of inside[i..j] + joint[(i, j)].
    """

    text: str
    tokens: list[Token] = field(default_factory=list)
    form: str = "m"
    spans: list[tuple[int, int]] = field(default_factory=list)
    left: dict[int, list[str]] = field(default_factory=dict)
    right: dict[int, list[str]] = field(default_factory=dict)
    inside: dict[int, list[str]] = field(default_factory=dict)
    joint: list[list[str]] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)

    def words(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return where the words of ``span`` begin and end in the text, without the marks around them."""
        start, end = self.tokens[span[0]].start, self.tokens[span[1]].end
        shown = self.text[start:end]
        start += len(shown) - len(shown.lstrip("(\"'“‘«*"))
        end -= len(shown) - len(shown.rstrip(".,:;!?)\"'”’»"))
        if re.search(r"['’]s$", self.text[start:end], re.IGNORECASE):
            end -= 2
        return start, end


def find_candidates(text: str) -> Candidates:
    """Return the spans of the first 160 and the last 60 words that may name somebody."""
    tokens, shouted = read_tokens(text)
    found = Candidates(text, tokens)
    count = len(tokens)
    capitals = sum(token.capitalised for token in tokens)
    found.form = "S" if shouted else "f" if _foreign(tokens) else "l" if capitals * 14 < count else "m"
    near = [index for index in range(count) if index < FIRST_WORDS or index >= count - LAST_WORDS]
    ends: dict[int, str] = {}
    for index in near:
        ends[index] = _mark_after(tokens, index)
        found.left[index] = _left(tokens, index, found.form)
        found.right[index] = _right(tokens, index, found.form, ends[index])
        found.inside[index] = _inside(tokens[index], found.form)
    numbers = sentence_numbers(tokens)
    for first in near:
        for last in _lasts(tokens, first, found.form, ends):
            found.spans.append((first, last))
            found.joint.append(_joint(tokens, (first, last), found.form, ends[last], numbers))
    found.nobody = _nobody(tokens, found.form)
    return found


def _foreign(tokens: list[Token]) -> bool:
    """Whether everyday English words are the exception, so that a strange word need not be a name."""
    everyday = sum(token.kind in "cCsM" for token in tokens)
    strange = sum(token.kind == "n" for token in tokens)
    return strange > 3 and strange > everyday


def _lasts(tokens: list[Token], first: int, form: str, ends: dict[int, str]) -> list[int]:
    """Return the words with which a span that begins at ``first`` may end."""
    token = tokens[first]
    if (
        token.kind in "PDA&p"
        or (token.kind == "E" and "@" not in token.text)
        or token.folded in _NEVER_FIRST | _ADDRESSING
    ):
        return []
    if token.kind == "s" and token.folded not in ("all", "us", "whom") and not token.capitalised:
        return []
    if token.kind == "M" and not token.capitalised and form != "S":
        return []
    lasts: list[int] = []
    strong = False
    for index in range(first, min(len(tokens), first + MOST_WORDS_OF_A_NAME)):
        token = tokens[index]
        if index not in ends:
            break
        if index > first and (
            token.new_line or (token.kind == "P" and token.text not in ("&", "+")) or token.opener == "("
        ):
            break
        if index > first and token.kind == "s" and not token.capitalised and token.folded not in ("who", "that"):
            break
        strong = strong or token.kind in _STRONG or token.folded == "all"
        if (token.kind not in "&Aps" or index == first) and (strong or index - first < 3):
            lasts.append(index)
        if token.stop in tuple(".!?:;)"):
            break
    return lasts


def _bucket(number: int) -> str:
    if number < 4:
        return str(number)
    return "4-6" if number < 7 else "7-12" if number < 13 else "13-25" if number < 26 else "26+"


def mark_before(tokens: list[Token], index: int) -> str:
    """Return what stands before a word: ``^`` the start, ``N`` a line end, ``-`` a dash, else a stop."""
    if index == 0:
        return "^"
    if tokens[index].new_line:
        return "N"
    return "-" if tokens[index - 1].kind == "P" else tokens[index - 1].stop


def _mark_after(tokens: list[Token], index: int) -> str:
    stop = tokens[index].stop
    if index + 1 == len(tokens):
        return "$" + stop
    following = tokens[index + 1]
    if following.new_line and stop == "_":
        return "N"
    return "-" if following.kind == "P" else stop


def _left(tokens: list[Token], index: int, form: str) -> list[str]:
    token, mark = tokens[index], mark_before(tokens, index)
    words = [tokens[index - back].folded if index >= back else "^" for back in (1, 2, 3)]
    kinds = [tokens[index - back].kind if index >= back else "^" for back in (1, 2)]
    features = [
        f"b={mark}{form}",
        f"w1={words[0]}{mark}",
        f"w2={words[1]} {words[0]}",
        f"w3={words[2]} {words[1]} {words[0]}",
        f"k1={kinds[0]}{mark}{token.kind}",
        f"k2={kinds[1]}{kinds[0]}{mark}",
        f"fk={token.kind}{words[0]}{mark}",
        f"f={token.folded}",
        f"pre={token.opener}{kinds[0]}",
        f"i={_bucket(index)}{form}",
        f"ik={_bucket(index)}{mark}{token.kind}",
    ]
    return features + _address(tokens, index, mark, kinds[0]) + _phrase(tokens, index)


def _address(tokens: list[Token], index: int, mark: str, kind_before: str) -> list[str]:
    """Return what is seen of the nearest verb of address to the left in the same sentence."""
    for back in range(1, _FAR):
        place = index - back
        if place < 0:
            return [f"v=^{_bucket(back)}"]
        if back > 1 and tokens[place].stop in tuple(".!?:;"):
            return ["v=."]
        verb = tokens[place].folded
        if verb in _ADDRESSING:
            between = sum(token.kind in _NAMING for token in tokens[place + 1 : index])
            return [
                f"v={verb}{mark}",
                f"vd={_bucket(back)}{kind_before}",
                f"vo={verb}{between}",
                f"vok={between}{kind_before}{tokens[index].kind}",
            ]
    return ["v=none"]


def _phrase(tokens: list[Token], index: int) -> list[str]:
    """Return what stands before ``my grandson`` in ``tell my grandson Matías``."""
    place = index - 1
    while place >= 0 and tokens[place].kind in "AlrR" and tokens[place].stop in "_," and index - place < 5:
        place -= 1
    if place == index - 1:
        return []
    before = tokens[place].folded if place >= 0 else "^"
    skipped = "".join(token.kind for token in tokens[place + 1 : index])
    return [f"np={before}{tokens[index].kind}", f"npk={skipped}"]


def _right(tokens: list[Token], index: int, form: str, mark: str) -> list[str]:
    last = tokens[index]
    words = [tokens[place].folded if place < len(tokens) else "$" for place in (index + 1, index + 2)]
    kinds = [tokens[place].kind if place < len(tokens) else "$" for place in (index + 1, index + 2)]
    left_over = _bucket(len(tokens) - 1 - index)
    return [
        f"e={mark}{form}",
        f"l={last.folded}{mark}",
        f"lk={last.kind}{mark}{kinds[0]}",
        f"nw={mark}{words[0]}",
        f"nw2={mark}{words[0]} {words[1]}",
        f"nk2={last.kind}{mark}{kinds[0]}{kinds[1]}",
        f"r={left_over}{form}",
        f"rk={left_over}{mark}{last.kind}",
    ]


def _inside(token: Token, form: str) -> list[str]:
    features = [f"in={token.kind}{form}", f"w={token.folded}"]
    if token.kind in "NnTCc" and len(token.folded) > 2:
        folded, kind = token.folded, token.kind
        features += [f"s3={folded[-3:]}{kind}", f"s2={folded[-2:]}{kind}", f"p2={folded[:2]}{kind}"]
    return features


def _joint(tokens: list[Token], span: tuple[int, int], form: str, mark: str, numbers: list[int]) -> list[str]:
    first, last = span
    kinds = "".join(token.kind for token in tokens[first : last + 1])
    short = re.sub(r"(.)\1+", r"\1+", kinds)
    before = mark_before(tokens, first)
    word = tokens[first - 1].folded if first else "^"
    place = _place(numbers, first)
    ends = last + 1 == len(tokens)
    features = [
        f"s={kinds}",
        f"ss={short}{form}",
        f"bse={before}{short}{mark}",
        f"wse={word}{before}{short}{mark}",
        f"be={before}{mark}{form}",
        f"len={last - first + 1}{before}",
        f"we={word}{before}{mark}",
        f"sen={place}{before}{mark}",
    ]
    starts_sentence = first == 0 or numbers[first - 1] != numbers[first]
    if starts_sentence and (ends or numbers[last + 1] != numbers[first]):
        features += [f"wh={place}{mark}", f"whs={place}{short}{form}"]
    if ends:
        features += [f"end={before}{short}{form}", f"endw={word}{before}"]
    if first == 0:
        features.append(f"beg={short}{mark}{form}")
    if any(token.stop == "," for token in tokens[first:last]):
        features.append(f"comma={before}{mark}{place}")
    return features


def _place(numbers: list[int], index: int) -> str:
    number, last = numbers[index], numbers[-1]
    if number == 0:
        return "0"
    return "L" if number == last else "1" if number == 1 else "M" if number == last - 1 else "m"


def _nobody(tokens: list[Token], form: str) -> list[str]:
    """Return what speaks for a wish that names nobody."""
    features = ["nobody", f"nobody form={form}", f"nobody n={_bucket(len(tokens))}{form}"]
    if tokens:
        features.append(f"nobody w0={tokens[0].folded}")
        features.append(f"nobody last={tokens[-1].kind}{tokens[-1].stop}{form}")
        features.append("nobody k0=" + "".join(token.kind for token in tokens[:3]))
        features += [f"nobody h={token.folded}" for token in tokens[:5]]
        features += [f"nobody t={token.folded}" for token in tokens[-3:]]
    return features
