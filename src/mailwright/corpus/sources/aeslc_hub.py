"""The same corpus from the Hugging Face hub, where it comes as Parquet and without ids."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from mailwright.corpus.mail import Mail, Split
from mailwright.corpus.sources.aeslc import LICENCE, aeslc_mail
from mailwright.corpus.sources.digest import sha256_of_files
from mailwright.corpus.sources.reading import SourceError, Unreadable

REPOSITORY: Final = "Yale-LILY/aeslc"
REVISION: Final = "2305f2e63b68056f9b9037a3805c8c196e0d5581"

_SPLITS: Final[tuple[Split, ...]] = ("train", "validation", "test")
_FILE: Final = "data/{split}-00000-of-00001.parquet"
_SUBJECT, _BODY = "subject_line", "email_body"
_ROWS_AT_ONCE: Final = 1024


@dataclass(frozen=True)
class AeslcHub:
    """Mails of AESLC from the hub; each file is downloaded once into the hub client's own cache.

    Ids are digests of subject and body. Whose mailbox a mail is from is not said there.

    Attributes:
        revision: the commit of the data set, 40 hexadecimal digits.
        name: how the manifest calls it.
    """

    revision: str = REVISION
    name: str = "aeslc"

    def read(self) -> Iterator[Mail | Unreadable]:
        """Yield each mail, or why it cannot be read, split by split in the order of the files."""
        for split in _SPLITS:
            number = 0
            with self._opened(split) as file:
                for batch in file.iter_batches(_ROWS_AT_ONCE, columns=[_SUBJECT, _BODY]):
                    for row in batch.to_pylist():
                        number += 1
                        yield _mail(self.name, split, number, row)

    def describe(self) -> dict[str, Any]:
        """Return name, kind, licence, revision, number and bytes of the files, and a digest of their contents."""
        files = [(_FILE.format(split=split), self._fetch(split)) for split in _SPLITS]
        digest, number, size = sha256_of_files(files)
        about = {"name": self.name, "kind": "aeslc", "licence": LICENCE, "repository": REPOSITORY}
        return {**about, "revision": self.revision, "files": number, "bytes": size, "digest": digest}

    def total(self) -> int:
        """Return how many mails there are."""
        total = 0
        for split in _SPLITS:
            with self._opened(split) as file:
                total += file.metadata.num_rows
        return total

    @contextmanager
    def _opened(self, split: Split) -> Iterator[Any]:
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self._fetch(split)
        try:
            with pq.ParquetFile(path) as file:
                yield file
        except (OSError, pa.ArrowException) as error:
            raise SourceError(f"{path} is not the Parquet file that was expected: {error}") from error

    def _fetch(self, split: Split) -> Path:
        import httpx2
        from huggingface_hub import hf_hub_download

        name = _FILE.format(split=split)
        try:
            path = hf_hub_download(
                REPOSITORY,
                name,
                repo_type="dataset",
                revision=self.revision,
                endpoint=os.environ.get("HF_ENDPOINT", "").rstrip("/") or None,
            )
        except (httpx2.HTTPError, OSError, ValueError) as error:
            said = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise SourceError(
                f"cannot fetch {name} of {REPOSITORY}: {said}: name a local folder instead"
            ) from error
        return Path(path)


def _mail(source: str, split: Split, number: int, row: dict[str, Any]) -> Mail | Unreadable:
    subject, body = row.get(_SUBJECT), row.get(_BODY)
    if not isinstance(subject, str) or not isinstance(body, str):
        return Unreadable(f"{split}, row {number}", "has no subject or body")
    identifier = "aeslc-" + sha256(f"{subject}\0{body}".encode("utf-8", "replace")).hexdigest()[:20]
    return aeslc_mail(source, split, identifier, {"subject": subject, "body": body})
