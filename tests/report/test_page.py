from __future__ import annotations

import subprocess
import sys
from html.parser import HTMLParser

import jinja2
import pytest
from markupsafe import Markup

from mailwright.report import blocks
from mailwright.report.page import page, section
from mailwright.report.template import render

HOSTILE = "<script>alert(1)</script>\"'&"


class Outline(HTMLParser):
    """Collects tags, their attributes and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def sample_page() -> str:
    return page(
        HOSTILE,
        section("First", blocks.prose(HOSTILE), blocks.note(HOSTILE), blocks.code(HOSTILE)),
        section("Second & more", blocks.table(["a", HOSTILE], [(1, HOSTILE), (2, None)], HOSTILE)),
        section("Third", blocks.details(HOSTILE, blocks.mail(HOSTILE, HOSTILE)), lead=HOSTILE),
        kind="Report",
        lead=HOSTILE,
        head=blocks.facts([(HOSTILE, HOSTILE)]),
        foot=HOSTILE,
    )


def test_every_text_is_escaped() -> None:
    outline = Outline(sample_page())
    assert [tag for tag, _ in outline.tags].count("script") == 1
    assert (
        "".join(outline.text).count("<script>alert(1)</script>") == 16
    )  # once for each place above, the title twice


def test_a_page_asks_for_nothing_and_says_so() -> None:
    html = sample_page()
    for tag, attributes in Outline(html).tags:
        assert tag not in ("link", "img", "iframe", "object", "base")
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    assert "default-src 'none'" in html
    assert "url(" not in html
    assert "@import" not in html


def test_the_contents_name_every_section() -> None:
    tags = Outline(sample_page()).tags
    links = [attributes["href"] for tag, attributes in tags if tag == "a"]
    assert links == [f"#{attributes['id']}" for tag, attributes in tags if tag == "section"]
    assert links == ["#first", "#second-more", "#third"]


def test_the_same_values_give_the_same_bytes() -> None:
    assert sample_page() == sample_page()


def test_two_sections_of_one_title_are_refused() -> None:
    with pytest.raises(ValueError, match="two sections have the id 'same'"):
        page("Title", section("Same"), section("same!"), kind="Report")


def test_columns_of_numbers_stand_right_and_sort_by_value() -> None:
    html = blocks.table(
        ["name", "mails", "share"], [("b", 1234, blocks.Cell("50 %", 0.5, bar=0.5)), ("a", None, None)]
    )
    tags = Outline(str(html)).tags
    assert [attributes["class"] for tag, attributes in tags if tag == "th"] == ["text", "number", "number"]
    cells = [attributes for tag, attributes in tags if tag == "td"]
    assert [cell.get("data-order") for cell in cells] == [None, "1234", "0.5", None, "", ""]
    assert "1,234" in html
    assert "width:50.00%" in html


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="a row has 1 cells for 2 columns"):
        blocks.table(["a", "b"], [("x",)])


def test_blocks_are_not_escaped_twice() -> None:
    assert "<p>x &amp; y</p>" in page("T", section("S", blocks.side_by_side(blocks.prose("x & y"))), kind="K")


def test_a_missing_value_of_a_template_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError, match="entries"):
        render("facts.html")


def test_points_have_the_look_of_their_marks() -> None:
    html = blocks.points([("1", "say <hi>", "c1"), ("2", Markup("<i>ok</i>"), "c2")])
    assert '<li class="look-c1"><sup>1</sup>say &lt;hi&gt;</li>' in html
    assert "<i>ok</i>" in html


def test_importing_the_room_imports_nothing_heavy() -> None:
    code = (
        "import sys, mailwright.report; print([n for n in ('jinja2', 'altair', 'vl_convert') if n in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
