"""How long it takes to score 1,000 drafts, embeddings included: measures, resemblance to a reference, self-BLEU.

    python bench/scoring.py corpus/pairs/*.jsonl

Half of the drafts are the mails of their briefs, half those of another brief, whose points have to be compared in
meaning. Prints wall seconds; one process, one thread of embedding.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from mailwright.evaluation.cases import read_cases
from mailwright.evaluation.drafter import Written
from mailwright.evaluation.journal import Entry
from mailwright.evaluation.scoring import score_all
from mailwright.evaluation.summary import summarise

DRAFTS_A_BRIEF = 4


def main(arguments: list[str], drafts: int = 1_000) -> None:
    cases = [case for case in read_cases([Path(argument) for argument in arguments]) if case.language == "en"]
    cases = cases[:: max(1, len(cases) * DRAFTS_A_BRIEF // drafts)][: drafts // DRAFTS_A_BRIEF]
    entries = []
    for place, case in enumerate(cases):
        for number in range(DRAFTS_A_BRIEF):
            author = case if number % 2 == 0 else cases[(place + number) % len(cases)]
            entries.append(Entry("house", "single", case.id, number, Written(author.subject, author.body)))
    score_all(entries[:1], cases)  # the models of the checks are loaded once
    start = time.perf_counter()
    scored = score_all(entries, cases)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    summarise(scored)
    print(f"{len(scored)} drafts scored in {seconds:.1f} s, summarised in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
