"""How reports write figures: a unit follows after a blank that never breaks the line."""

from __future__ import annotations

from typing import Final

NOTHING: Final = "–"

_GAP: Final = "\N{NO-BREAK SPACE}"


def count(value: int) -> str:
    """Return a whole number with thousands set apart: ``12,345``."""
    return f"{value:,}"


def counted(value: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: ``1 mail``, ``12,345 mails``; ``plural`` where it does not end in s."""
    return f"{value:,} {noun if value == 1 else plural or noun + 's'}"


def share(part: float, whole: float) -> str:
    """Return ``part`` of ``whole`` in per cent: ``12.3 %``, ``< 0.1 %``, ``100 %``; a dash if there is no whole."""
    if not whole:
        return NOTHING
    value = 100 * part / whole
    if 0 < value < 0.1:
        return f"<{_GAP}0.1{_GAP}%"
    if 99.95 <= value < 100:
        return f">{_GAP}99.9{_GAP}%"
    return f"{value:.0f}{_GAP}%" if value in (0, 100) else f"{value:.1f}{_GAP}%"


def number(value: float, digits: int = 3) -> str:
    """Return a number with so many significant digits, thousands set apart, and no exponent from 1e-4 to 1e15."""
    if value != value or value in (float("inf"), float("-inf")):  # NaN has no digits
        return str(value)
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if abs(value) >= 10 ** (digits - 1):
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


def size(octets: int) -> str:
    """Return a size in bytes in decimal units: ``98.4 MB``."""
    value = float(octets)
    for unit in ("B", "kB", "MB", "GB"):
        if round(value, 1) < 1000:
            return f"{value:.0f}{_GAP}{unit}" if unit == "B" else f"{value:.1f}{_GAP}{unit}"
        value /= 1000
    return f"{value:,.1f}{_GAP}TB"


def duration(seconds: float) -> str:
    """Return a time in words: ``0.4 s``, ``12 s``, ``3 min 20 s``, ``2 h 05 min``."""
    if seconds < 10:
        return f"{seconds:.1f}{_GAP}s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}{_GAP}s"
    if whole < 3600:
        return f"{whole // 60}{_GAP}min {whole % 60:02}{_GAP}s"
    return f"{whole // 3600}{_GAP}h {whole % 3600 // 60:02}{_GAP}min"
