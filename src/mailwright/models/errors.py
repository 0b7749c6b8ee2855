"""Why one source did not give a file, so that the next one is asked."""

from __future__ import annotations

from mailwright.errors import ModelError


class SourceError(ModelError):
    """A source that cannot be reached, refuses or has no such file; a wrong checksum is never one."""
