"""Plots of a report: values with their 95 % intervals, a colour a system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from mailwright.evaluation.text_table import system_name
from mailwright.report.plot import plot_svg
from mailwright.report.theme import light

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

TITLES: Final = {"tone": "By tone", "length": "By length asked for", "points": "By number of points"}
_WIDTH: Final = 420
_ROW: Final = 26  # pixels a system


def metric_plot(systems: Sequence[Mapping[str, Any]], metric: str, title: str) -> Markup:
    """Return a share of drafts (0 to 1) with its interval, a row a system.

    Args:
        systems: entries of a summary of one language.
        metric: the metric's name.
        title: of the plot.
    """
    import altair as alt

    values = [
        {"system": system_name(entry), **_interval(entry["metrics"][metric])}
        for entry in systems
        if metric in entry["metrics"]
    ]
    order = [system_name(entry) for entry in systems]
    base = alt.Chart(
        alt.Data(values=values), title=title, width=_WIDTH, height=max(60, _ROW * len(order)), description=title
    ).encode(y=alt.Y("system:N", sort=order, title=None))
    scale = alt.Scale(domain=[0, 1])
    bars = base.mark_bar(opacity=0.35, height=12).encode(
        x=alt.X("value:Q", scale=scale, title=None, axis=alt.Axis(format="%")), color=_colour(order, legend=False)
    )
    rules = base.mark_rule(strokeWidth=2).encode(x="low:Q", x2="high:Q", color=_colour(order, legend=False))
    points = base.mark_point(size=60).encode(x="value:Q", color=_colour(order, legend=False))
    return plot_svg(bars + rules + points)


def group_plot(systems: Sequence[Mapping[str, Any]], grouping: str) -> Markup:
    """Return the usable rate of each group of briefs of one language with its interval, a colour a system."""
    values = [
        {"system": system_name(entry), "group": f"{label} ({value['clusters']})", **_interval(value)}
        for entry in systems
        for label, value in entry["groups"][grouping].items()
    ]
    return _grouped(values, TITLES[grouping], [system_name(entry) for entry in systems])


def language_plot(systems: Sequence[Mapping[str, Any]]) -> Markup:
    """Return the usable rate of each language with its interval, a colour a system."""
    usable = [(entry, entry["metrics"]["usable"]) for entry in systems]
    values = [
        {"system": system_name(entry), "group": f"{entry['language']} ({entry['briefs']})", **_interval(value)}
        for entry, value in usable
    ]
    return _grouped(values, "By language", list(dict.fromkeys(system_name(entry) for entry in systems)))


def _grouped(values: list[dict[str, Any]], title: str, order: Sequence[str]) -> Markup:
    import altair as alt

    groups = list(dict.fromkeys(value["group"] for value in values))
    base = alt.Chart(
        alt.Data(values=values),
        title=alt.TitleParams(title, subtitle="usable drafts; in brackets how many briefs"),
        width=_WIDTH,
        height=max(90, len(groups) * (14 + 9 * len(order))),
        description=f"Usable drafts {title.lower()}",
    ).encode(
        y=alt.Y("group:N", title=None, sort=groups),
        yOffset=alt.YOffset("system:N", sort=list(order)),
        color=_colour(order, legend=True),
    )
    scale = alt.Scale(domain=[0, 1])
    rules = base.mark_rule(strokeWidth=2).encode(
        x=alt.X("low:Q", scale=scale, title=None, axis=alt.Axis(format="%", grid=True)), x2="high:Q"
    )
    return plot_svg(rules + base.mark_point(size=45).encode(x="value:Q"))


def _interval(entry: Mapping[str, float]) -> dict[str, float]:
    return {name: entry[name] for name in ("value", "low", "high")}


def _colour(order: Sequence[str], *, legend: bool) -> Any:
    import altair as alt

    colours = [light(f"c{1 + place % 8}") for place in range(len(order))]
    scale = alt.Scale(domain=list(order), range=colours)
    return alt.Color("system:N", scale=scale, legend=alt.Legend() if legend and len(order) > 1 else None)
