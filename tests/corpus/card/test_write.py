from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus.card import write_card
from mailwright.corpus.dataset import DataSetError
from mailwright.corpus.pipeline.pairs import pair_example
from mailwright.corpus.records import read_pairs

PAIRS = Path(__file__).parents[3] / "corpus" / "pairs"
FETCHING = ("src", "srcset", "href", "xlink:href", "data", "action", "formaction", "poster", "background", "cite")


class Reader(HTMLParser):
    """Collects what a page could fetch, its text, the words of its marks, and tags that were not closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.styles = ""
        self.text = ""
        self.marks: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        for name, value in attrs:
            if name in FETCHING:
                self.fetched.append(value or "")
            if name == "style":
                self.styles += value or ""
        if tag == "mark":
            self.marks.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            self.styles += data
        elif "script" not in self.open:
            self.text += data
        if "mark" in self.open and "sup" not in self.open:
            self.marks[-1] += data


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, small_sets: Any) -> Path:
    """A public data set of real pairs, its card written."""
    rows = [
        ("test" if number % 10 == 0 else "train", pair_example(pair, name))
        for name in ("ops", "replies", "multilingual")
        for number, pair in enumerate(read_pairs(PAIRS / f"{name}.jsonl"))
        if number < 40
    ]
    facts = {**small_sets.FACTS, "name": "house <pairs>"}
    folder: Path = small_sets.write_set(tmp_path_factory.mktemp("data") / "house", rows, private=False, facts=facts)
    write_card(folder)
    return folder


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory, small_sets: Any) -> Path:
    """A private data set, its card written."""
    folder: Path = small_sets.write_set(tmp_path_factory.mktemp("data") / "sent", small_sets.examples())
    write_card(folder)
    return folder


def read(folder: Path) -> Reader:
    return Reader((folder / "card.html").read_text(encoding="utf-8"))


def test_a_card_asks_for_nothing_from_elsewhere(house: Path) -> None:
    reader = read(house)
    assert reader.open == []
    assert reader.fetched
    assert all(target.startswith("#") for target in reader.fetched)
    assert "url(" not in reader.styles
    assert "@import" not in reader.styles


def test_a_card_tells_what_was_counted(house: Path) -> None:
    text = " ".join(read(house).text.split())
    for told in (
        "120 briefs",
        "house <pairs>",
        "no text 1 (100",
        "short 12 (63.2",
        "MinHash",
        "0.31",
        "abababababababab",
    ):
        assert told in text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_words_that_carry_each_point_are_marked(house: Path) -> None:
    reader = read(house)
    pairs = {pair.id: pair for pair in read_pairs(PAIRS / "ops.jsonl")}
    shown = [pair for pair in pairs.values() if pair.id in reader.text]
    assert shown
    for pair in shown:
        assert any(mark.strip() and mark in pair.email_body for mark in reader.marks)
        assert all(point in reader.text for point in pair.key_points)


def test_the_same_data_set_gives_the_same_bytes(house: Path) -> None:
    before = (house / "card.html").read_bytes()
    write_card(house)
    assert (house / "card.html").read_bytes() == before
    assert [path.name for path in house.iterdir() if path.name.startswith(".")] == []


def test_the_card_of_a_private_set_shows_no_text_and_no_address(sent: Path) -> None:
    html = (sent / "card.html").read_text(encoding="utf-8")
    for hidden in ("system update", "Ana Silva", "Tom", "mail-1", "example.com", "@"):
        assert hidden not in html.replace("@media", "")
    assert (sent / "card.html").stat().st_mode & 0o077 == 0


def test_the_card_of_a_private_set_shows_text_on_demand(sent: Path, tmp_path: Path) -> None:
    before = (sent / "card.html").read_bytes()
    html = write_card(sent, show_text=True).read_text(encoding="utf-8")
    assert "system update fri 6pm" in html
    assert "ana@example.com" in html
    assert write_card(sent, show_text=False).read_bytes() == before


def test_what_the_manifest_lacks_is_named(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "bare", small_sets.examples(8), private=False, facts={})
    write_card(folder, show_text=False)
    text = read(folder).text
    for key in ("sources", "cascade", "leakage", "pii", "made_by", "config"):
        assert f"has no key {key}" in text.replace("it has no key", "has no key")


def test_an_empty_data_set_has_a_card(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "empty", [], private=False)
    write_card(folder)
    assert "This data set is empty." in read(folder).text


def test_hostile_text_stays_text(tmp_path: Path, small_sets: Any) -> None:
    script = "<script src=//x.example/a.js></script><img src=x onerror=alert(1)>"
    example = replace(
        small_sets.PLAIN,
        id=script,
        source=script,
        points=(script,),
        email_subject=script,
        email_body=script,
        prompt=script,
    )
    facts = json.loads(json.dumps(small_sets.FACTS).replace("mbox", "<script src=y>"))
    folder = small_sets.write_set(tmp_path / "set", [("train", example)], private=False, facts=facts)
    write_card(folder)
    reader = read(folder)
    assert all(target.startswith("#") for target in reader.fetched)
    assert reader.text.count("onerror") > 4


def test_what_is_no_data_set_has_no_card(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="is no data set"):
        write_card(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_shard_leaves_the_card_as_it_was(tmp_path: Path, small_sets: Any) -> None:
    folder = small_sets.write_set(tmp_path / "set", small_sets.examples(8))
    (folder / "card.html").write_text("as it was")
    shard = folder / "train-00000.parquet"
    shard.write_bytes(shard.read_bytes()[:-1] + b"x")
    with pytest.raises(DataSetError, match="is not the file that the manifest lists"):
        write_card(folder)
    assert (folder / "card.html").read_text() == "as it was"
