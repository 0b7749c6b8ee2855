"""``mailwright data aeslc``: the Annotated Enron Subject Line Corpus -> a data set."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mailwright.cli.data.options import DEFAULT_OPTIONS, MailOptions, make_from_mail

NOTE = "AESLC is licensed CC BY-NC-SA 4.0, and so is this data set: name the authors, share alike, sell nothing."


def make_from_aeslc(
    source: str,
    /,
    *,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    options: MailOptions = DEFAULT_OPTIONS,
) -> int:
    """Make a data set from AESLC, with its official splits.

    Args:
        source: a folder of train, dev and test as .jsonl or .jsonl.gz, or hub: fetched from the Hugging Face hub.
        out: the folder of the data set; one that lies there is replaced.
    """
    options.check()
    from mailwright.corpus.cleaning.config import AESLC
    from mailwright.corpus.sources.aeslc import Aeslc
    from mailwright.corpus.sources.aeslc_hub import AeslcHub

    corpus = AeslcHub() if source == "hub" else Aeslc(Path(source))
    return make_from_mail("aeslc", (corpus,), out, options, AESLC, private=False, notes=(NOTE,))
