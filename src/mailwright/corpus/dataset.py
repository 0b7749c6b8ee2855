"""Data sets: a folder of Parquet shards for train, validation and test, with a manifest."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, get_args

from mailwright.corpus.example import Example
from mailwright.corpus.leftovers import clear, recover
from mailwright.corpus.mail import Split
from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
TRAINED_ON: Final = "trained_on.jsonl"
SPLITS: Final[tuple[Split, ...]] = get_args(Split)
ROWS_A_SHARD: Final = 8_192

_LISTS: Final = frozenset({"people", "to", "points"})


class DataSetError(MailwrightError):
    """A folder that is no data set, is damaged, or may not be overwritten."""


class DataSetWriter:
    """Writes a data set shard by shard into a hidden folder beside the target, and puts it in place at the end.

    Use it as a context manager: an exception leaves the target as it was. The same examples in the same order give
    the same bytes.
    """

    def __init__(self, folder: Path, *, private: bool) -> None:
        """Begin a data set.

        Args:
            folder: where it will lie; a data set that lies there is replaced, any other folder is refused.
            private: the folder gets mode 0700, and no text of it is shown unless asked for.

        Raises:
            DataSetError: ``folder`` is there and holds something else than a data set.
        """
        if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
            raise DataSetError(f"{folder} is there and is no data set: name another folder or remove it")
        self._folder = folder
        self._private = private
        self._work = folder.with_name(f".{folder.name}.partial-{os.getpid()}")
        self._rows: dict[Split, list[Example]] = {split: [] for split in SPLITS}
        self._shards: dict[Split, list[dict[str, Any]]] = {split: [] for split in SPLITS}
        self.facts: dict[str, Any] = {}
        """What the manifest says beside shards and counts: sources, filters, seeds, versions."""

    @property
    def work(self) -> Path:
        """The folder that becomes the data set; a card and other companions are written here."""
        return self._work

    def add(self, split: Split, example: Example) -> None:
        """Append an example to a split."""
        rows = self._rows[split]
        rows.append(example)
        if len(rows) == ROWS_A_SHARD:
            self._flush(split)

    def flush(self) -> None:
        """Write out what is held in memory, so that ``work`` can be read with ``read_split``."""
        for split in SPLITS:
            self._flush(split)
        self._write_manifest()

    def __enter__(self) -> Self:
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        recover(self._folder)
        clear(self._folder)  # a killed run may have left somebody's mails
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(mode=0o700 if self._private else 0o755)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self.flush()
                self._keep_trainings()
                if self._folder.exists():
                    old = self._folder.with_name(f".{self._folder.name}.old-{os.getpid()}")
                    self._folder.rename(old)
                    try:
                        self._work.rename(self._folder)
                    except BaseException:
                        old.rename(self._folder)
                        raise
                    shutil.rmtree(old)
                else:
                    self._work.rename(self._folder)
        finally:
            shutil.rmtree(self._work, ignore_errors=True)

    def _keep_trainings(self) -> None:
        """What was trained on the data set that is replaced stays known (see ``trained``)."""
        if (self._folder / TRAINED_ON).is_file() and not (self._work / TRAINED_ON).exists():
            shutil.copy2(self._folder / TRAINED_ON, self._work / TRAINED_ON)

    def _flush(self, split: Split) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        rows = self._rows[split]
        if not rows:
            return
        name = f"{split}-{len(self._shards[split]):05d}.parquet"
        table = pa.Table.from_pylist([asdict(row) for row in rows], schema=schema())
        pq.write_table(table, self._work / name, compression="zstd")
        digest = hashlib.sha256((self._work / name).read_bytes()).hexdigest()
        self._shards[split].append({"file": name, "rows": len(rows), "sha256": digest})
        rows.clear()

    def _write_manifest(self) -> None:
        manifest = {
            "format": FORMAT,
            "private": self._private,
            "splits": {
                split: {"rows": sum(shard["rows"] for shard in shards), "shards": shards}
                for split, shards in self._shards.items()
            },
            **self.facts,
        }
        path = self._work / MANIFEST
        path.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def schema() -> pa.Schema:
    """Return the columns of a shard: the fields of Example, strings and lists of strings."""
    import pyarrow as pa

    return pa.schema(
        [
            pa.field(field.name, pa.list_(pa.string()) if field.name in _LISTS else pa.string(), nullable=False)
            for field in fields(Example)
        ]
    )


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """Return the manifest of a data set.

    Raises:
        DataSetError: there is none, or it is of an unknown format.
    """
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataSetError(f"{folder} is no data set: cannot read {path}: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DataSetError(f"{path} is not of format {FORMAT}: make the data set again with this mailwright")
    return manifest


def count_examples(folder: Path, split: Split) -> int:
    """Return how many examples a split has."""
    return int(read_manifest(folder)["splits"][split]["rows"])


def read_split(folder: Path, split: Split) -> Iterator[Example]:
    """Yield the examples of a split in order, one shard in memory at a time.

    Raises:
        DataSetError: the folder is no data set, or a shard is missing or not the one that was written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    for shard in read_manifest(folder)["splits"][split]["shards"]:
        path = folder / shard["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DataSetError(f"cannot read {path}: {error}: make the data set again") from error
        if hashlib.sha256(data).hexdigest() != shard["sha256"]:
            raise DataSetError(f"{path} is not the file that the manifest lists: make the data set again")
        for row in pq.read_table(pa.BufferReader(data)).to_pylist():
            values: dict[str, Any] = {k: tuple(value) if k in _LISTS else value for k, value in row.items()}
            yield Example(**values)
