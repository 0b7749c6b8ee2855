"""Colours and fonts of reports: one table for page and plots, each colour by light and by dark."""

from __future__ import annotations

from typing import Any, Final

COLOURS: Final[dict[str, tuple[str, str]]] = {
    "paper": ("#fbfaf8", "#15171c"),
    "card": ("#ffffff", "#1c1f26"),
    "ink": ("#1b1f27", "#e7e8ec"),
    "muted": ("#5d6470", "#a0a6b3"),
    "hair": ("#e3e1dc", "#31353f"),
    "accent": ("#2b5fc4", "#8db2ff"),
    "good": ("#1f7a4d", "#6fcf9b"),
    "warn": ("#96600a", "#eab45e"),
    "bad": ("#b3372c", "#f28b7d"),
    "c1": ("#3b6fd1", "#7ba5f7"),
    "c2": ("#e08a2e", "#f0a95c"),
    "c3": ("#2f9270", "#5fc7a0"),
    "c4": ("#b8528f", "#e08bbd"),
    "c5": ("#7a66c9", "#ab9bf0"),
    "c6": ("#3f9fbf", "#72c8e3"),
    "c7": ("#c2503f", "#ee8a7a"),
    "c8": ("#8a8f3c", "#c0c56e"),
}
"""Name -> colour on light, colour on dark. ``c1`` to ``c8`` tell series apart, by brightness too."""

SERIES: Final = ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8")
PLOT_FONT: Final = "Liberation Sans, Arial, Helvetica, sans-serif"
"""Liberation Sans is built into vl-convert and as wide as Arial and Helvetica: labels fit anywhere."""


def light(name: str) -> str:
    """Return the colour ``name`` as a chart writes it; ``plot_svg`` lets it follow the reader's setting."""
    return COLOURS[name][0]


def plot_config() -> dict[str, Any]:
    """Return the Vega-Lite configuration that makes a chart fit the page."""
    muted, hair, ink = light("muted"), light("hair"), light("ink")
    axis = {"labelColor": muted, "titleColor": muted, "titleFontWeight": "normal", "titlePadding": 8}
    axis |= {"labelFontSize": 12, "titleFontSize": 12, "gridColor": hair, "domainColor": hair, "tickColor": hair}
    return {
        "background": None,
        "font": PLOT_FONT,
        "view": {"stroke": None},
        "axis": {**axis, "ticks": False, "labelPadding": 6, "domain": False},
        "axisX": {"labelAngle": 0, "grid": False, "domain": True},
        "title": {"anchor": "start", "color": ink, "fontSize": 14, "fontWeight": "bold", "offset": 14}
        | {"subtitleColor": muted, "subtitleFontSize": 12, "subtitlePadding": 4},
        "legend": {"orient": "top", "title": None, "labelColor": muted, "labelFontSize": 12, "symbolType": "square"}
        | {"titleColor": muted, "titleFontSize": 12, "titleFontWeight": "normal", "offset": 8},
        "header": {"labelColor": ink, "titleColor": muted, "labelFontSize": 12, "titleFontSize": 12},
        "range": {
            "category": [light(name) for name in SERIES],
            "ramp": ["#cfe0f7", "#2b5fc4"],
            "heatmap": ["#cfe0f7", "#2b5fc4"],
        },
        "mark": {"color": light("c1")},
        "bar": {"cornerRadiusEnd": 2},
        "line": {"strokeWidth": 2},
        "point": {"filled": True, "size": 40},
        "rule": {"color": muted},
        "text": {"color": ink, "fontSize": 12},
    }
