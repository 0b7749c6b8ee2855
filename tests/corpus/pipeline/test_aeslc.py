from __future__ import annotations

import os
from pathlib import Path

import pytest

from mailwright.corpus.cleaning import Cascade
from mailwright.corpus.cleaning.config import AESLC
from mailwright.corpus.leakage.assignment import Shares
from mailwright.corpus.mail import Split
from mailwright.corpus.pipeline.intake import take_in
from mailwright.corpus.pipeline.progress import no_one
from mailwright.corpus.pipeline.selection import select
from mailwright.corpus.pipeline.spool import Spool
from mailwright.corpus.sources.aeslc import Aeslc
from mailwright.corpus.split import nearest

FOLDER = os.environ.get("MAILWRIGHT_AESLC", "")
STUDY: dict[Split, int] = {"train": 5_654, "validation": 726, "test": 737}
"""What a study of the corpus kept, with duplicates from a Jaccard index of 0.5 on taken out."""


@pytest.mark.aeslc
@pytest.mark.timeout(1_200)
@pytest.mark.skipif(not FOLDER, reason="MAILWRIGHT_AESLC names no folder with AESLC")
def test_about_as_many_are_left_as_a_study_kept_and_none_resembles_one_of_another_split(
    tmp_path: Path,
) -> None:
    with Spool(tmp_path) as spool:
        intake = take_in([Aeslc(Path(FOLDER))], Cascade(AESLC), spool, no_one)
        selection = select(spool, intake, Shares(), no_one)
        texts = {
            split: {f"{split} {position}": spool.mail(position).body for position in positions}
            for split, positions in selection.positions.items()
        }
    assert intake.reading.kept == 18_302
    for split, count in STUDY.items():
        assert abs(len(texts[split]) - count) <= 0.1 * count, (split, len(texts[split]))
    pairs: list[tuple[Split, Split]] = [("test", "validation"), ("test", "train"), ("validation", "train")]
    for one, two in pairs:
        assert nearest(texts[one], texts[two])[0] < 0.7
