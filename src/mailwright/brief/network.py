"""What a small network sees in a wish: which spans name recipient and sender, which tone and length it calls for.

``bench/reader`` fitted it: the layers of all-MiniLM-L6-v2 with heads of their own. A package holds the ONNX file;
the weights here, int8 with a scale for each column as there, are laid over those of that file.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

from mailwright.brief.candidates import Candidates, find_candidates
from mailwright.brief.model import LENGTHS, TONES, Length, Tone
from mailwright.errors import ModelError
from mailwright.minilm import load_tokenizer, model_file, open_session, padded, states

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

WEIGHTS: Final = "network.npz"
FIRST_TOKENS: Final = 240
LAST_TOKENS: Final = 60
PARTS: Final = 3  # scores a token has for a role: as the first of a span, as the last, as one of it
_loading: Final = threading.Lock()


@dataclass(frozen=True)
class Cut:
    """A wish as the network takes it.

    Attributes:
        ids: of its tokens; of a long wish the first 240 and the last 60.
        spans: candidates for a name, as ``Candidates`` counts words.
        places: the first and the last token of each.
    """

    ids: list[int]
    spans: list[tuple[int, int]]
    places: list[tuple[int, int]]


@dataclass(frozen=True)
class Sight:
    """What is seen of a wish.

    Attributes:
        candidates: its words.
        spans: that may name somebody.
        scores: of each span as recipient and as sender, less that of "nobody": shape ``(2, spans)``.
        tones: how likely each of ``TONES`` is, from 0 to 1.
        length: the likeliest.
    """

    candidates: Candidates
    spans: list[tuple[int, int]]
    scores: NDArray[np.float32]
    tones: dict[Tone, float]
    length: Length

    @property
    def tone(self) -> Tone:
        """The likeliest tone."""
        return max(self.tones, key=self.tones.__getitem__)


def cut(candidates: Candidates, tokenizer: Any) -> Cut:
    """Return a wish's tokens and where its candidates for a name lie in them."""
    encoding = tokenizer.encode(candidates.text)
    ids, offsets = list(encoding.ids), list(encoding.offsets)
    if len(ids) > FIRST_TOKENS + LAST_TOKENS:
        ids = ids[:FIRST_TOKENS] + ids[-LAST_TOKENS:]
        offsets = offsets[:FIRST_TOKENS] + offsets[-LAST_TOKENS:]
    held: dict[int, list[int]] = {}
    word, words = 0, candidates.tokens
    for place, (start, end) in enumerate(offsets):
        if end <= start:
            continue
        while word < len(words) and words[word].end <= start:
            word += 1
        if word < len(words) and words[word].start < end:
            held.setdefault(word, []).append(place)
    spans = [span for span in candidates.spans if span[0] in held and span[1] in held]
    places = []
    for first, last in spans:
        start, end = candidates.words((first, last))
        inner = [
            place
            for number in (first, last)
            for place in held[number]
            if offsets[place][1] > start and offsets[place][0] < end
        ] or [held[first][0], held[last][-1]]
        places.append((inner[0], inner[-1]))
    return Cut(ids, spans, places)


@lru_cache(maxsize=64)
def see(text: str) -> Sight:
    """Return what the network sees of a wish; the same text gives the same.

    Raises:
        ModelError: the packages that hold MiniLM are not installed or not those that the weights were made for.
    """
    import numpy as np

    with _loading:
        session, tokenizer, heads = _network()
    candidates = find_candidates(text)
    taken = cut(candidates, tokenizer)
    found = states(session, *padded([taken.ids]))[0]
    each = found @ heads["each"] + heads["each_bias"]
    whole = np.concatenate([found[0], found.mean(0)]) @ heads["whole"] + heads["whole_bias"]
    scores = np.stack([span_scores(each, taken.places, role) - whole[role] for role in (0, 1)])
    tone, length = whole[2 : 2 + len(TONES)], whole[2 + len(TONES) :]
    shares = np.exp(tone - tone.max())
    tones = {name: float(share) for name, share in zip(TONES, shares / shares.sum(), strict=True)}
    return Sight(candidates, taken.spans, scores, tones, LENGTHS[int(length.argmax())])


def span_scores(each: NDArray[np.float32], places: Sequence[tuple[int, int]], role: int) -> NDArray[np.float32]:
    """Return the scores of spans: of first and last token, and half the sum of all; ``each`` is (tokens, 6)."""
    import numpy as np

    if not places:
        return np.zeros(0, dtype=np.float32)
    first, last = np.array(places).T
    start, end, within = each[:, PARTS * role : PARTS * (role + 1)].T
    sums = np.concatenate([[0.0], np.cumsum(within)])
    return np.asarray(start[first] + end[last] + (sums[last + 1] - sums[first]) / 2, dtype=np.float32)


@cache
def _network() -> tuple[Any, Any, dict[str, NDArray[np.float32]]]:
    import numpy as np

    with as_file(files("mailwright.brief").joinpath(WEIGHTS)) as path, np.load(path) as stored:
        weights = {name: stored[name] for name in stored.files}
    file = model_file()
    model = bytearray(file.read_bytes())
    if hashlib.sha256(model).hexdigest() != str(weights["base"]):
        raise ModelError(
            f"{file} is not the file that the reader's weights were made for: install mailwright again"
        )
    taken = 0
    for offset, size in weights["places"]:
        model[offset : offset + size] = weights["layers"][taken : taken + size].tobytes()
        taken += size
    heads = {name: weights[name].astype(np.float32) for name in ("each", "each_bias", "whole", "whole_bias")}
    return open_session(bytes(model)), load_tokenizer(), heads
