"""Content words of points and sentences: stems, without the words that every e-mail has."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mailwright.checks.names import abbreviates
from mailwright.checks.text import stem, word_set, words
from mailwright.checks.vocabulary import language_of

STOPWORDS: Final = {
    "en": word_set(
    """a an the and or but if of to in on at by for from with as is are was were be been being am do does
    did have has had will would can could may might shall should must it its this that these those there
    here i we you he she they me us him her them my our your his their hers ours yours not no so than
    then too very just also only about into over under out up down off again all any both each few more
    most other some such own same s t d ll m re ve don don't dont doesn't didn't isn't aren't wasn't
    won't can't couldn't wouldn't i'm i'll i've i'd it's we're we'll we've you're you'll you've that's
    there's let's he's she's they're please now thanks kind dear hello hi hey when what which who whom
    whose how why where while because until till since per etc via abt w wo u ur r ya yr mr mrs ms dr
    let get got one us pls plz b n bc cant wont isnt wasnt didnt doesnt im ill ive id thats whats"""
),
    "de": word_set(
    """der die das den dem des ein eine einen einem einer und oder aber wenn von zu in im an am auf bei fur
    mit als ist sind war waren sein haben hat hatte wird werden wir ich sie er es ihr du uns ihnen dir
    euch mich mir ihn ihm unser unsere ihre ihren seine nicht kein keine so auch nur noch schon sehr
    dann bitte dass was wer wie wo um aus nach uber vor bis durch zum zur"""
),
    "fr": word_set(
    """le la les l un une des du de d et ou mais si a au aux en dans sur par pour avec est sont etait etre
    avoir il elle nous vous je tu ils elles on me te se ce cet cette ces mon ma mes votre vos notre nos
    leur leurs son sa ses ne pas plus que qui quoi dont y n s c j m t qu tres aussi"""
),
    "es": word_set(
    """el la los las un una unos unas de del y o u e pero si a al en por para con es son era ser estar esta
    estan hay que no se lo le les me te nos os su sus mi mis tu tus nuestro nuestra este esta estos como
    mas muy ya tambien"""
),
    "it": word_set(
    """il lo la i gli le l un uno una di del della dei delle dello degli e o ma se a al alla ai alle in nel
    nella su sul sulla per con da dal dalla non che chi mi ti si ci vi lo ne suo sua tuo mio nostro
    vostro loro e' sono era essere ho ha hanno come piu molto anche gia questo questa"""
),
    "nl": word_set(
    """de het een en of maar als van voor in op aan bij met te ten ter is zijn was waren hebben heeft had
    wordt worden wij we ik je jij u hij zij ze het ons onze uw jullie hun mijn niet geen ook nog al zo
    dan dat die dit deze er om uit naar over tot door"""
),
    "pt": word_set(
    """o a os as um uma uns umas de do da dos das e ou mas se em no na nos nas por pelo pela para com e sao
    era ser estar esta que nao lhe lhes me te nos vos seu sua seus suas meu minha este esta isto como
    mais muito ja tambem ao aos"""
),
}  # fmt: skip
_JOTTED: Final = {
    "thx": "thank", "tx": "thank", "ty": "thank", "ppl": "people", "wk": "week", "wks": "week", "hr": "hour",
    "hrs": "hour", "yr": "year", "yrs": "year", "mo": "month", "mos": "month", "mths": "month", "mth": "month",
    "min": "minute", "mins": "minute", "mtg": "meeting", "mtgs": "meeting", "appt": "appointment",
    "acct": "account",
    "qs": "question", "q": "question", "msg": "message", "docs": "document", "doc": "document", "nr": "number",
    "no": "number", "qty": "quantity", "pcs": "piece", "wkend": "weekend", "bday": "birthday", "xmas": "christmas",
    "info": "information", "asap": "soon", "fwd": "forward", "sry": "sorry", "congrats": "congratulation",
    "b4": "before", "btw": "way", "rm": "room", "addr": "address", "ref": "reference", "dept": "department",
    "mgr": "manager", "govt": "government", "tel": "phone", "mob": "mobile", "poss": "possible", "nite": "night",
    "nites": "night", "nts": "night", "kid": "child", "kids": "child", "children": "child", "mum": "mother",
    "mom": "mother", "dad": "father", "quote": "quotation", "photo": "picture", "pic": "picture", "pics": "picture",
    "pw": "password", "inv": "invoice", "temp": "temperature", "veg": "vegetarian", "uni": "university",
    "sorry": "apology", "apologise": "apology", "apologize": "apology", "apologies": "apology", "thanks": "thank",
    "bought": "buy", "brought": "bring", "sent": "send", "paid": "pay", "said": "say", "told": "tell",
    "met": "meet",
    "left": "leave", "came": "come", "went": "go", "gone": "go", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "made": "make", "found": "find", "kept": "keep", "knew": "know", "known": "know",
    "held": "hold",
    "lost": "lose", "broke": "break", "broken": "break", "wrote": "write", "written": "write", "spoke": "speak",
    "spoken": "speak", "began": "begin", "begun": "begin", "chose": "choose", "chosen": "choose", "ran": "run",
    "saw": "see", "seen": "see", "sold": "sell", "thought": "think", "felt": "feel", "heard": "hear", "won": "win",
    "grew": "grow", "grown": "grow", "drove": "drive", "driven": "drive", "fell": "fall", "fallen": "fall",
    "slept": "sleep", "taught": "teach", "caught": "catch", "built": "build", "men": "man", "women": "woman",
    "better": "good", "best": "good", "worse": "bad", "worst": "bad", "children's": "child", "mice": "mouse",
    "arrival": "arrive", "delivery": "deliver", "choice": "choose", "loss": "lose", "payment": "pay",
    "meeting": "meet", "decision": "decide", "reply": "answer", "replies": "answer", "ring": "call",
    "phone": "call",
    "fotos": "picture", "foto": "picture", "photos": "picture", "tmrw": "tomorrow", "eve": "evening",
}  # fmt: skip
_SHORT: Final = 5


@lru_cache(maxsize=8192)
def content_stems(text: str, language: str) -> tuple[str, ...]:
    """Return the distinct stems of the content words of ``text``, in order of appearance."""
    stopwords = STOPWORDS[language_of(language)]
    english = language_of(language) == "en"
    stems: dict[str, None] = {}
    for word in words(text):
        folded = word.folded
        if folded in stopwords or len(folded) < 2:
            continue
        for part in folded.split("'") if "'" in folded and not english else (folded,):
            if len(part) > 1 and part not in stopwords:
                stems[stem(_JOTTED.get(part, part) if english else part)] = None
    return tuple(stems)


@lru_cache(maxsize=65_536)
def same_word(jotted: str, written: str) -> bool:
    """Return whether a stem of a point and a stem of a draft are one word: equal, abbreviated or compounded."""
    if jotted == written:
        return True
    if len(jotted) <= _SHORT and len(written) > len(jotted):
        return abbreviates(jotted, written)
    if len(jotted) >= _SHORT and len(written) >= _SHORT:
        return jotted in written or written in jotted or _slip(jotted, written)
    return False


def _slip(one: str, two: str) -> bool:
    """Return whether two stems share all but a short end or one letter."""
    if one[:2] != two[:2] or abs(len(one) - len(two)) > 2:
        return False
    shared = 0
    for left, right in zip(one, two, strict=False):
        if left != right:
            break
        shared += 1
    longest = max(len(one), len(two))
    if shared >= max(_SHORT, longest - 2):
        return True
    return longest > _SHORT and (one[shared + 1 :] == two[shared + 1 :] or one[shared:] == two[shared + 1 :])
