"""mailwright writes the e-mail from its points, on your own machine. Nothing lost, nothing invented."""

from __future__ import annotations

import os as _os
from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

# ONNX Runtime and the client of the Hugging Face hub report their use to their makers unless told not to before
# they are imported. (OpenVINO knows no such word: see ``mailwright.engines.silent_openvino``.)
_os.environ.update(ORT_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_TELEMETRY="1")

from mailwright.brief import Brief
from mailwright.draft import Draft
from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    from mailwright.writer import Writer

__all__ = ["Brief", "Draft", "MailwrightError", "Writer", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Writer":  # loaded when asked for: it brings the checks and the engines
        from mailwright.writer import Writer

        return Writer
    if name == "__version__":
        return _version("mailwright")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
