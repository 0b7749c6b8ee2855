from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import polars
import pytest

from mailwright.evaluation.baselines import Baseline
from mailwright.evaluation.cases import Case
from mailwright.evaluation.drafting import System
from mailwright.evaluation.metrics import HEADLINE, METRICS
from mailwright.evaluation.report import score_report, write_report
from mailwright.evaluation.text_table import headline_lines

Draft = Callable[..., Path]


@pytest.fixture
def report(draft: Draft, cases: list[Case]) -> Path:
    folder = draft([System("glue", Baseline("glue")), System("echo", Baseline("echo"))], cases)
    bits = {name: {"value": 1.2, "low": 1.1, "high": 1.3} for name in ("right", "wrong", "gap", "right_is_lower")}
    write_report(
        folder, score_report(folder), further={"bits": [{"model": "glue", "pairs": 3, **bits}]}, foot="foot"
    )
    return folder


class _Tags(HTMLParser):
    void = frozenset({"meta", "br", "col", "input", "link", "hr", "img", "path", "rect", "line"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            assert self.open.pop() == tag


def test_the_page_is_whole_and_asks_for_nothing(report: Path) -> None:
    page = (report / "index.html").read_text("utf-8")
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    assert not any(name in attributes for _, attributes in tags.seen for name in ("src", "srcset"))
    links = [attributes["href"] or "" for _, attributes in tags.seen if "href" in attributes]
    assert all(link.startswith("#") for link in links)


def test_every_draft_can_be_read_the_worst_first(report: Path) -> None:
    page = (report / "index.html").read_text("utf-8")
    severities = [int(found) for found in re.findall(r'data-severity="(\d+)"', page)]
    assert len(severities) == 2 * 4 * 2
    assert severities == sorted(severities, reverse=True)
    assert 'data-faults="coverage' in page


def test_texts_are_escaped(draft: Draft, cases: list[Case]) -> None:
    from tests.evaluation.conftest import brief_record

    from mailwright.evaluation.cases import case_of

    nasty = case_of(brief_record(0, key_points=["<script>alert(1)</script> Fri 6pm", "a & b"]), "")
    folder = draft([System("<b>glue</b>", Baseline("glue"))], [nasty])
    write_report(folder, score_report(folder))
    page = (folder / "index.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<b>glue" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_same_drafts_give_the_same_bytes(report: Path, draft: Draft, cases: list[Case]) -> None:
    before = {path.name: path.read_bytes() for path in report.iterdir()}
    bits = json.loads(before["summary.json"])["bits"]
    write_report(report, score_report(report), further={"bits": bits}, foot="foot")
    assert {path.name: path.read_bytes() for path in report.iterdir()} == before


def test_results_are_a_row_a_draft(report: Path) -> None:
    rows = polars.read_parquet(report / "results.parquet")
    assert rows.height == 16
    assert {metric.name for metric in METRICS} <= set(rows.columns)
    assert rows.filter(polars.col("model") == "echo")["usable"].to_list() == [0.0] * 8
    assert rows["faults"].dtype == polars.List(polars.String)
    assert rows.filter(polars.col("language") == "de")["rouge_l"].null_count() == 4


def test_the_table_names_every_headline_metric(report: Path) -> None:
    lines = headline_lines(json.loads((report / "summary.json").read_text("utf-8")))
    assert lines[0].startswith("en: 3 briefs")
    assert all(metric.title in lines[0] for metric in HEADLINE)
    assert lines[1].startswith("glue")


def test_a_report_compares_with_another(report: Path, draft: Draft, cases: list[Case]) -> None:
    other = draft([System("glue", Baseline("echo"))], cases, "other")
    summary = write_report(report, score_report(report), other=("other", score_report(other)))
    (english, german) = summary["against"]["differences"]
    assert (english["one"], english["other"], english["metrics"]["frame"]["value"]) == ("glue", "glue", 1.0)
    assert german["language"] == "de"
    assert "Against the other report" in (report / "index.html").read_text("utf-8")


def test_the_docs_define_every_metric() -> None:
    text = " ".join(Path("docs/metrics.md").read_text("utf-8").split())
    for metric in METRICS:
        assert metric.meaning in text, metric.name
