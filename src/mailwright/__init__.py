"""mailwright writes the e-mail from its points, on your own machine. Nothing lost, nothing invented."""

from __future__ import annotations

from importlib.metadata import version as _version
from typing import TYPE_CHECKING, Any

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
