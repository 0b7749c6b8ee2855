"""``mailwright data show``: what is in a data set."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from cyclopts import Parameter

from mailwright.cli.data.stages import stages
from mailwright.cli.usage import UsageError
from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    from mailwright.corpus.card.statistics import Statistics

MOST_SAMPLES: Final = 50


def show_data(
    folder: Path,
    /,
    *,
    samples: int = 2,
    text: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    card: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    open_: Annotated[bool, Parameter(name="--open", negative=(), show_default=False)] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False,
) -> int:
    """Show what a data set holds: splits, sources, what was dropped, a few samples; or its card in a browser.

    Args:
        folder: the data set.
        samples: how many examples are shown, 0 to 50; they are the same ones in every run.
        text: show the text of a private data set too.
        card: write the card anew (with the texts of a private data set only if --text is given) and print its path.
        open_: open the card in a browser; it is written if it is not there.
        as_json: print one JSON object: folder, digest, manifest, statistics, trainings, samples.
    """
    if not 0 <= samples <= MOST_SAMPLES:
        raise UsageError(f"--samples is {samples}: use a number from 0 to {MOST_SAMPLES}")
    from mailwright.corpus.dataset import read_manifest

    folder = folder.resolve()
    manifest = read_manifest(folder)
    if card or open_:
        return _show_card(folder, anew=card or text, text=text, open_it=open_)
    from mailwright.corpus.card.statistics import gather

    with stages() as watch:
        statistics = gather(folder, watch)
    shown = samples if text or not manifest["private"] else 0
    if as_json:
        record = _record(folder, manifest, statistics, shown, hidden=manifest["private"] and not text)
        print(json.dumps(record, ensure_ascii=False))
        return 0
    from mailwright.cli.data.overview import print_overview

    print_overview(folder, manifest, statistics, shown)
    return 0


def _show_card(folder: Path, *, anew: bool, text: bool, open_it: bool) -> int:
    from mailwright.corpus.card import CARD, write_card

    path = folder / CARD
    if anew or not path.is_file():
        with stages() as watch:
            path = write_card(folder, show_text=True if text else None, watch=watch)
    print(path)
    if open_it:
        import webbrowser

        if not webbrowser.open(path.as_uri()):
            raise MailwrightError(f"no browser can be opened here: open {path} yourself")
    return 0


def _record(
    folder: Path, manifest: Mapping[str, Any], statistics: "Statistics", samples: int, *, hidden: bool
) -> dict[str, Any]:
    from mailwright.corpus.redaction import without_addresses
    from mailwright.corpus.trained import data_digest, trainings

    record = {
        "folder": str(folder),
        "digest": data_digest(folder),
        "manifest": manifest,
        "statistics": statistics.to_dict(),
        "trainings": [asdict(run) for run in trainings(folder)],
        "samples": [asdict(example) for example in statistics.samples.choose(samples)],
    }
    redacted: dict[str, Any] = without_addresses(record) if hidden else record
    return redacted
