"""``mailwright evaluate --blind`` and ``--count``: a page to choose on, and what was chosen."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from mailwright.cli.usage import UsageError


def make_blind(reports: tuple[str, str], folder: Path, seed: int) -> int:
    """Write the page, and the key that tells which draft is whose, into ``folder``."""
    from mailwright.evaluation.blind import blind_page, pair_reports
    from mailwright.evaluation.blind.key import KEY, write_key

    pairs = pair_reports(*reports, seed=seed)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "index.html").write_text(blind_page(pairs), encoding="utf-8")
    write_key(pairs, folder)
    print(f"{len(pairs)} pairs: {folder / 'index.html'}; the key, not for readers: {folder / KEY}", file=sys.stderr)
    return 0


def count_blind(files: Sequence[Path], key: Path | None, *, as_json: bool) -> int:
    """Print how often each system was preferred."""
    from mailwright.evaluation.blind import count_choices
    from mailwright.evaluation.blind.key import KEY

    key = key or files[0].with_name(KEY)
    if not key.is_file():
        raise UsageError(f"{key} is not there: name the key that was made with the page by --key")
    found = count_choices(files, key)
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    print(f"{found['decided']} choices and {found['ties']} ties by {found['readers']} readers")
    for system, entry in found["systems"].items():
        interval = f"[{100 * entry['low']:.0f}, {100 * entry['high']:.0f}]"
        print(f"{system}: preferred {entry['preferred']} times, {100 * entry['share']:.1f} % {interval}")
    return 0
