"""Charts as SVG that stands in a page: drawn without a browser or network, and coloured by the reader's setting."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any, Final

from mailwright.report.theme import COLOURS, plot_config

if TYPE_CHECKING:
    import altair as alt
    from markupsafe import Markup

_VARIABLES: Final = {pair[0].lower(): f"var(--{name})" for name, pair in COLOURS.items()}
_DROPPED: Final = frozenset({"role", "aria-roledescription", "aria-hidden", "version", "class"})
_LONG_DECIMAL: Final = re.compile(r"\d+\.\d{3,}")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")
_WIDE: Final = 700
_NUMERIC: Final = frozenset({"d", "transform", "x", "y", "x2", "y2", "width", "height", "cx", "cy", "r"})


def plot_svg(chart: alt.TopLevelMixin) -> Markup:
    """Return an altair chart as an ``<svg>`` element; the same chart gives the same bytes.

    Pass data inline and typed (``alt.Data(values=[...])``, ``x="words:Q"``); say in ``description=`` of the chart
    what it shows, for those who cannot see it. Colours of ``theme`` (``light("c2")``) follow the reader's light or
    dark setting; others stay as they are. Values appear when the pointer rests on a mark. Ids that the chart needs
    (clip paths, gradients) are the digest of its drawing, so that charts on one page do not clash.

    Raises:
        ValueError: vl-convert cannot draw the chart.
    """
    import vl_convert
    from markupsafe import Markup

    spec: dict[str, Any] = chart.to_dict()
    own = {name: value for name, value in spec.pop("config", {}).items() if name != "view"}
    svg = vl_convert.vegalite_to_svg({**spec, "config": _merged(plot_config(), own)}, allowed_base_urls=[])
    root = ET.fromstring(svg)
    _tidy(root)
    _rename(root)
    return Markup(ET.tostring(_framed(root, _title(spec)), encoding="unicode"))


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for name, value in own.items():
        both = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], value) if both else value
    return merged


def _title(spec: dict[str, Any]) -> str:
    title = spec.get("description") or spec.get("title") or "plot"
    return str(title.get("text", "plot") if isinstance(title, dict) else title)


def _framed(root: ET.Element, title: str) -> ET.Element:
    """Return the picture without its fixed size: it shrinks with the page, but never grows."""
    width = root.attrib.pop("width")
    root.attrib.pop("height", None)
    look = "plot wide" if float(width) > _WIDE else "plot"
    root.attrib |= {"class": look, "role": "img", "aria-label": title, "style": f"max-width:{width}px"}
    return root


def _tidy(element: ET.Element) -> None:
    element.tag = element.tag.partition("}")[2] or element.tag
    for name in _DROPPED & element.attrib.keys():
        del element.attrib[name]
    label = element.attrib.pop("aria-label", "")
    for name, value in element.attrib.items():
        if name in ("fill", "stroke"):
            element.attrib[name] = _VARIABLES.get(value.lower(), value)
        elif name in _NUMERIC:
            element.attrib[name] = _LONG_DECIMAL.sub(_rounded, value)
    for child in list(element):
        if _invisible(child):
            element.remove(child)
        else:
            _tidy(child)
    if label and not len(element):
        ET.SubElement(element, "title").text = label


def _invisible(element: ET.Element) -> bool:
    return element.tag.endswith("path") and (
        element.get("display") == "none"
        or element.get("d") in ("", "M0,0h0v0h0Z")
        or (
            element.get("class") == "background" and "fill" not in element.attrib and "stroke" not in element.attrib
        )
    )


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def _rename(root: ET.Element) -> None:
    """Give ids that do not count on from chart to chart, as those of vl-convert do within one process."""
    import hashlib

    elements = [element for element in root.iter() if "id" in element.attrib]
    if not elements:
        return
    numbers = {element.attrib["id"]: str(place) for place, element in enumerate(elements)}
    _replace(root, numbers)
    digest = hashlib.sha256(ET.tostring(root)).hexdigest()[:8]
    _replace(root, {number: f"p{digest}-{number}" for number in numbers.values()})


def _replace(root: ET.Element, names: dict[str, str]) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.attrib[name] = names[value]
            elif "url(#" in value:
                element.attrib[name] = _REFERENCE.sub(lambda match: f"url(#{names[match[1]]})", value)
