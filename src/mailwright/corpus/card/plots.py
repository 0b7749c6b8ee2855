"""The plots of a data card: counts in, SVG out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from mailwright.brief.model import LENGTHS
from mailwright.corpus.card.statistics import Key, Statistics, by_value, quantile
from mailwright.corpus.dataset import SPLITS
from mailwright.report.numbers import count, share
from mailwright.report.plot import plot_svg
from mailwright.report.theme import light

if TYPE_CHECKING:
    import altair as alt
    from markupsafe import Markup

HALF: Final = 480
"""Width in pixels of a plot that stands beside another one."""
WHOLE: Final = 1040

_SPLIT_COLOURS: Final = ("c1", "c2", "c3")
_LENGTH_COLOURS: Final = ("c6", "c1", "c5")
_QUANTILES: Final = {"p5": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
_BINS: Final = 32
_FAR: Final = 0.995
_MOST_POINTS: Final = 12
_MOST_BARS: Final = 16


def words_histogram(statistics: Statistics) -> Markup:
    """Return how many bodies have how many words, stacked by length class; the longest 0.5 % in the last bar."""
    import altair as alt

    far = max(1, quantile(statistics.words_of(), _FAR))
    step = next((width for width in (2, 5, 10, 20, 50, 100, 200, 500) if far / width <= _BINS), far)
    bins: Counter[tuple[str, int]] = Counter()
    for (_, length), found in statistics.body_words.items():
        for words, times in found.items():
            bins[length, min(words, far) // step * step] += times
    rows = [
        {"from": at, "to": at + step, "length": length, "examples": n} for (length, at), n in sorted(bins.items())
    ]
    bars = _data(rows).mark_bar(cornerRadiusEnd=0)
    bars = bars.encode(
        x=alt.X("from:Q", bin="binned", title="words", axis=alt.Axis(tickCount=8)),
        x2="to:Q",
        y=alt.Y("examples:Q", title="examples", stack=True),
        color=_colour("length:N", LENGTHS, _LENGTH_COLOURS),
        order=alt.Order("length:N", sort="descending"),
    )
    return _drawn(bars, "Words of a body", "The longest 0.5 % are in the last bar.")


def words_ranges(statistics: Statistics) -> Markup:
    """Return the middle 90 and 50 % and the median of the words of a body, by split and length class."""
    import altair as alt

    rows = [
        {"split": split, "length": length, **{name: quantile(found, at) for name, at in _QUANTILES.items()}}
        for split in SPLITS
        for length in LENGTHS
        if (found := statistics.body_words.get((split, length)))
    ]
    base = _data(rows).encode(
        y=alt.Y("split:N", sort=list(SPLITS), title=None, scale=alt.Scale(paddingInner=0.35)),
        yOffset=alt.YOffset("length:N", sort=list(LENGTHS)),
        color=_colour("length:N", LENGTHS, _LENGTH_COLOURS),
    )
    axis = alt.Axis(grid=True, domain=False, tickCount=6)
    thin = base.mark_rule(strokeWidth=1.5).encode(x=alt.X("p5:Q", title="words", axis=axis), x2="p95:Q")
    thick = base.mark_bar(height=10, cornerRadius=2, opacity=0.75).encode(x="p25:Q", x2="p75:Q")
    middle = base.mark_tick(thickness=2, height=16).encode(x="p50:Q", color=alt.value(light("ink")))
    subtitle = "Line: middle 90 %; bar: middle 50 %; tick: median."
    return _drawn(alt.layer(thin, thick, middle), "Words of a body by split", subtitle)


def points_a_mail(statistics: Statistics) -> Markup:
    """Return which share of each split's examples has how many points."""
    import altair as alt

    rows = []
    for split, found in statistics.points.items():
        for number in range(1, min(max(found), _MOST_POINTS) + 1):
            there = sum(n for points, n in found.items() if min(points, _MOST_POINTS) == number)
            label = f"{number}+" if number == _MOST_POINTS and max(found) > number else str(number)
            rows.append({"split": split, "points": label, "order": number, "share": there / found.total()})
    bars = _data(rows).mark_bar()
    bars = bars.encode(
        x=alt.X("points:O", sort=alt.EncodingSortField("order"), title="points", scale=alt.Scale(padding=0.15)),
        xOffset=alt.XOffset("split:N", sort=list(SPLITS)),
        y=alt.Y("share:Q", title=None, axis=alt.Axis(format="%")),
        color=_colour("split:N", SPLITS, _SPLIT_COLOURS),
    )
    return _drawn(bars, "Points of a brief", "Share of each split's examples.")


def words_a_point(statistics: Statistics) -> Markup:
    """Return how many words the points have; the longest 0.5 % in the last bar."""
    import altair as alt

    far = max(1, quantile(statistics.point_words, _FAR))
    bins: Counter[int] = Counter()
    for words, times in statistics.point_words.items():
        bins[min(words, far)] += times
    bars = _data([{"words": words, "points": times} for words, times in sorted(bins.items())]).mark_bar()
    bars = bars.encode(
        x=alt.X("words:O", title="words", axis=alt.Axis(labelOverlap=True)), y=alt.Y("points:Q", title="points")
    )
    return _drawn(bars, "Words of a point", "The longest 0.5 % are in the last bar.")


def breakdown(counts: Mapping[Key, int], title: str) -> Markup:
    """Return bars of how many examples have each value, the most frequent first, stacked by split."""
    import altair as alt

    values = by_value(counts)
    shown = dict(list(values.items())[:_MOST_BARS])
    rows = [
        {"name": value, "split": split, "rank": rank, "examples": counts[split, value]}
        for value in shown
        for rank, split in enumerate(SPLITS)
        if counts.get((split, value))
    ]
    labels = [
        {"name": value, "end": n, "label": f"{count(n)} · {share(n, sum(values.values()))}"}
        for value, n in shown.items()
    ]
    y = _rows(list(shown), 180)
    bars = _data(rows).mark_bar(cornerRadiusEnd=0)
    bars = bars.encode(
        y=y,
        x=alt.X("examples:Q", title=None, axis=None, scale=_with_room(max(shown.values(), default=1), 1.35)),
        color=_colour("split:N", SPLITS, _SPLIT_COLOURS),
        order=alt.Order("rank:Q"),
    )
    text = _data(labels).mark_text(align="left", dx=6, color=light("muted")).encode(y=y, x="end:Q", text="label:N")
    more = f"The {len(shown)} most frequent of {len(values)}." if len(values) > len(shown) else ""
    return _drawn(alt.layer(bars, text), title, more, height=27 * len(shown) + 80)


def waterfall(steps: Sequence[Mapping[str, Any]]) -> Markup:
    """Return what each step of the making kept and dropped, one bar a step.

    Args:
        steps: ``step``, ``kept`` and ``dropped`` of each, in order.
    """
    import altair as alt

    rows, labels = [], []
    for number, step in enumerate(steps, start=1):
        name, kept, whole = f"{number}. {step['step']}", step["kept"], step["kept"] + step["dropped"]
        rows.append({"name": name, "what": "kept", "from": 0, "to": kept, "count": kept})
        rows.append({"name": name, "what": "dropped", "from": kept, "to": whole, "count": step["dropped"]})
        lost = f"   − {count(step['dropped'])} ({share(step['dropped'], whole)})" if step["dropped"] else ""
        labels.append({"name": name, "end": whole, "label": f"{count(kept)}{lost}"})
    y = _rows([label["name"] for label in labels], 260)
    bars = _data([row for row in rows if row["count"]]).mark_bar(cornerRadiusEnd=0)
    bars = bars.encode(
        y=y,
        x=alt.X("from:Q", title=None, axis=None, scale=_with_room(max(label["end"] for label in labels), 1.25)),
        x2="to:Q",
        color=_colour("what:N", ("kept", "dropped"), ("c1", "c2")),
    )
    text = _data(labels).mark_text(align="left", dx=8).encode(y=y, x="end:Q", text="label:N")
    return _drawn(alt.layer(bars, text), "Kept and dropped, step by step", width=WHOLE, height=34 * len(steps) + 80)


def _data(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    import altair as alt

    return alt.Chart(alt.Data(values=list(rows)))


def _drawn(
    chart: alt.Chart | alt.LayerChart, title: str, subtitle: str = "", *, width: int = HALF, height: int = 290
) -> Markup:
    """Draw a chart in a frame of ``width`` and ``height`` pixels, titles, axes and legend included."""
    import altair as alt

    heading = alt.TitleParams(title, subtitle=subtitle) if subtitle else alt.TitleParams(title)
    fit = alt.AutoSizeParams(type="fit", contains="padding")
    return plot_svg(
        chart.properties(
            title=heading, width=width, height=height, autosize=fit, description=f"{title}. {subtitle}"
        )
    )


def _rows(names: list[str], width: int) -> alt.Y:
    """Return the axis of a plot of one horizontal bar a ``name``, in the order given."""
    import altair as alt

    scale = alt.Scale(paddingInner=0.3, paddingOuter=0.15)
    return alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=width), scale=scale)


def _with_room(most: int, factor: float) -> alt.Scale:
    """Return a scale from 0 that leaves room for labels beside the longest bar."""
    import altair as alt

    return alt.Scale(domain=[0, most * factor], nice=False)


def _colour(field: str, values: Sequence[str], names: Sequence[str]) -> alt.Color:
    import altair as alt

    scale = alt.Scale(domain=list(values), range=[light(name) for name in names])
    return alt.Color(field, scale=scale, sort=list(values))
