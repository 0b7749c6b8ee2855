from __future__ import annotations

import xml.etree.ElementTree as ET

import altair as alt
import pytest

from mailwright.report.plot import plot_svg
from mailwright.report.theme import COLOURS, light


def bars(clip: bool = False, title: str = "Mails a day") -> alt.Chart:
    rows = [{"day": "Mon <b>", "mails": 3, "kind": "new"}, {"day": "Tue", "mails": 5, "kind": "reply"}]
    chart = alt.Chart(alt.Data(values=rows), title=title, width=300, height=150)
    return chart.mark_bar(clip=clip).encode(x="day:N", y="mails:Q", color="kind:N")


def test_the_same_chart_gives_the_same_bytes_also_after_others() -> None:
    first = plot_svg(bars(clip=True))
    plot_svg(bars(clip=True, title="Another"))
    assert plot_svg(bars(clip=True)) == first


def test_a_plot_is_one_element_that_names_itself_and_asks_for_nothing() -> None:
    svg = plot_svg(bars())
    root = ET.fromstring(svg)
    assert root.tag == "svg"
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == "Mails a day"
    assert "width" not in root.attrib
    assert "http" not in svg
    assert "href" not in svg


def test_colours_of_the_theme_follow_the_reader() -> None:
    svg = plot_svg(bars())
    assert "var(--c1)" in svg
    assert "var(--muted)" in svg
    assert not any(pair[0] in svg for pair in COLOURS.values())


def test_marks_tell_their_values() -> None:
    titles = [element.text or "" for element in ET.fromstring(plot_svg(bars())).iter("title")]
    assert any("mails: 5" in title and "kind: reply" in title for title in titles)


def test_what_clips_one_chart_does_not_clip_another() -> None:
    ids = [
        {element.attrib["id"] for element in ET.fromstring(plot_svg(chart)).iter() if "id" in element.attrib}
        for chart in (bars(clip=True), bars(clip=True, title="Another"))
    ]
    assert all(ids)
    assert not ids[0] & ids[1]
    assert f"url(#{next(iter(ids[0]))})" in plot_svg(bars(clip=True))


def test_a_chart_may_set_what_the_theme_sets() -> None:
    svg = plot_svg(bars().configure_axis(labelColor="#123456"))
    assert "#123456" in svg
    assert light("c1") not in svg


def test_data_elsewhere_are_not_fetched() -> None:
    chart = alt.Chart(alt.UrlData("https://example.com/data.json")).mark_bar().encode(x="day:N", y="mails:Q")
    with pytest.raises(ValueError, match="External data url not allowed"):
        plot_svg(chart)
