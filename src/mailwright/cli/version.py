"""``mailwright version``."""

import platform
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from typing import Annotated, Final

from cyclopts import Parameter

_PARTS: Final = ("openvino-genai", "xllamacpp", "onnxruntime")


def version(*, as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False) -> int:
    """Show the version of mailwright, of Python and of the engines, without loading any of them.

    Args:
        as_json: print one JSON object.
    """
    parts = {name: _installed(name) for name in ("mailwright", *_PARTS)}
    parts = {"mailwright": parts.pop("mailwright"), "python": platform.python_version(), **parts}
    if as_json:
        import json

        print(json.dumps(parts))
        return 0
    for name, number in parts.items():
        print(name, number or "not installed")
    return 0


def _installed(name: str) -> str | None:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return None
