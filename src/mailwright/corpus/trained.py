"""What was trained on a data set: a line a run in the data set's folder, so that ``data forget`` can name it."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from mailwright.corpus.dataset import SPLITS, TRAINED_ON, DataSetError, read_manifest


@dataclass(frozen=True, slots=True)
class Training:
    """One training run that used a data set.

    Attributes:
        run: the run's name or folder.
        when: when it was recorded, ISO 8601 in UTC.
        data_sha256: ``data_digest`` of the data set as it was then.
        bundle: the model bundle that came of it; empty if none did.
    """

    run: str
    when: str
    data_sha256: str
    bundle: str


def record_training(folder: Path, *, run: str, bundle: str = "", when: datetime | None = None) -> Training:
    """Append a run to what was trained on the data set in ``folder``; the file of a private one has mode 0600.

    Args:
        folder: the data set.
        run: the run's name or folder.
        bundle: the model bundle that comes of it.
        when: now if not given.

    Raises:
        DataSetError: the folder is no data set.
        OSError: it cannot be written to.
    """
    moment = (when or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    training = Training(run, moment, data_digest(folder), bundle)
    line = json.dumps(asdict(training), ensure_ascii=False) + "\n"
    mode = 0o600 if read_manifest(folder)["private"] else 0o644
    handle = os.open(folder / TRAINED_ON, os.O_WRONLY | os.O_APPEND | os.O_CREAT, mode)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    return training


def trainings(folder: Path) -> list[Training]:
    """Return what was trained on the data set in ``folder``, the earliest first; a rebuilt data set keeps its list.

    Raises:
        DataSetError: a line of the list is none that ``record_training`` writes.
    """
    path = folder / TRAINED_ON
    if not path.exists():
        return []
    names = [field.name for field in fields(Training)]
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"), start=1):
        try:
            record = json.loads(line)
            found.append(Training(**{name: str(record[name]) for name in names}))
        except (ValueError, TypeError, KeyError) as error:
            raise DataSetError(f"{path}:{number} names no training run: mend or remove that line") from error
    return found


def data_digest(folder: Path) -> str:
    """Return the SHA-256 of the names and digests of the shards: it stands for all examples in their order.

    Raises:
        DataSetError: the folder is no data set.
    """
    splits = read_manifest(folder)["splits"]
    lines = [f"{shard['file']} {shard['sha256']}\n" for split in SPLITS for shard in splits[split]["shards"]]
    return hashlib.sha256("".join(lines).encode()).hexdigest()
