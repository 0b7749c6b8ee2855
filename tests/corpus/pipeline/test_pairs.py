from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus.dataset import SPLITS, DataSetError, read_manifest, read_split
from mailwright.corpus.pipeline.pairs import PairsPlan, build_pairs, find_test_ids

BASE: dict[str, Any] = {
    "lang": "en", "kind": "new", "domain": "ops", "from": "Ana", "to": "Tom and Lucy", "subject": "",
    "key_points": ["room moved"], "tone": "neutral", "length": "short", "context": "", "prompt": "room moved",
    "email_subject": "Room",
}  # fmt: skip
WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "iris", "kelp", "maple", "olive", "pine")


def write_pairs(path: Path, count: int, prefix: str, **fields: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for number in range(count):
        text = " ".join(f"{word}-{prefix}{number}" for word in WORDS)
        record = {**BASE, "id": f"{prefix}-{number:03d}", "email_body": f"Hi,\n\n{text}\n\nBest,\nAna", **fields}
        lines.append(json.dumps(record))
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, ...]:
    pairs = tmp_path / "corpus" / "pairs"
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "test_ids.txt").write_text("# fixed\nops-003\nops-005\n")
    return write_pairs(pairs / "ops.jsonl", 40, "ops"), write_pairs(pairs / "prompts.jsonl", 5, "prm")


def ids(folder: Path) -> dict[str, list[str]]:
    return {split: [example.id for example in read_split(folder, split)] for split in SPLITS}


def test_listed_pairs_and_test_sets_are_test_and_nothing_else(files: tuple[Path, ...], tmp_path: Path) -> None:
    build_pairs(PairsPlan(files, test_ids=find_test_ids(files), card=False), tmp_path / "out")
    found = ids(tmp_path / "out")
    assert sorted(found["test"]) == ["ops-003", "ops-005", *(f"prm-{number:03d}" for number in range(5))]
    assert 1 <= len(found["validation"]) <= 6
    assert len(found["train"]) == 38 - len(found["validation"])
    assert len({*found["test"], *found["validation"], *found["train"]}) == 45


def test_a_corpus_that_grows_moves_no_pair_to_another_split(files: tuple[Path, ...], tmp_path: Path) -> None:
    build_pairs(PairsPlan(files, validation=0.2, card=False), tmp_path / "small")
    more = write_pairs(tmp_path / "corpus" / "pairs" / "people.jsonl", 60, "ppl")
    build_pairs(PairsPlan((*files, more), validation=0.2, card=False), tmp_path / "large")
    small, large = ids(tmp_path / "small"), ids(tmp_path / "large")
    assert all(set(small[split]) <= set(large[split]) for split in SPLITS)
    assert len(large["validation"]) > len(small["validation"]) > 1


def test_a_pair_keeps_its_words_and_its_recipients_are_apart(files: tuple[Path, ...], tmp_path: Path) -> None:
    build_pairs(PairsPlan(files, card=False), tmp_path / "out")
    example = next(read_split(tmp_path / "out", "train"))
    assert (example.source, example.to, example.points) == ("ops", ("Tom", "Lucy"), ("room moved",))
    assert (example.people, example.owner, example.thread) == ((), "", example.id)
    assert example.brief().to[1].name == "Lucy"


def test_the_same_files_give_the_same_bytes_in_any_order(files: tuple[Path, ...], tmp_path: Path) -> None:
    build_pairs(PairsPlan(files, card=False), tmp_path / "one")
    build_pairs(PairsPlan(files[::-1], card=False), tmp_path / "two")
    one, two = sorted((tmp_path / "one").iterdir()), sorted((tmp_path / "two").iterdir())
    assert [path.name for path in one] == [path.name for path in two]
    assert all(left.read_bytes() == right.read_bytes() for left, right in zip(one, two, strict=True))


def test_training_loses_what_resembles_a_test_mail(tmp_path: Path) -> None:
    body = "Hi,\n\n" + " ".join(WORDS) + "\n\nBest,\nAna"
    test = write_pairs(tmp_path / "prompts.jsonl", 1, "prm", email_body=body)
    train = write_pairs(tmp_path / "ops.jsonl", 3, "ops")
    near = write_pairs(tmp_path / "near.jsonl", 1, "nea", email_body=body.replace("Hi", "Dear Lucy"))
    manifest = build_pairs(PairsPlan((test, train, near), validation=0, card=False), tmp_path / "out")
    found = ids(tmp_path / "out")
    assert found["test"] == ["prm-000"]
    assert "nea-000" not in found["train"]
    assert len(found["train"]) == 3
    assert manifest["leakage"]["highest_jaccard_across_splits"] < 0.7
    assert manifest["leakage"]["near_duplicates_across_splits"] == 0


def test_two_files_of_one_name_and_an_id_given_twice_are_refused(files: tuple[Path, ...], tmp_path: Path) -> None:
    other = write_pairs(tmp_path / "else" / "ops.jsonl", 1, "els")
    with pytest.raises(DataSetError, match="have one name"):
        build_pairs(PairsPlan((files[0], other)), tmp_path / "out")
    again = write_pairs(tmp_path / "else" / "again.jsonl", 1, "ops")
    with pytest.raises(DataSetError, match="'ops-000' is given twice"):
        build_pairs(PairsPlan((files[0], again)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_manifest_names_sources_by_digest_and_no_place(files: tuple[Path, ...], tmp_path: Path) -> None:
    build_pairs(PairsPlan(files, card=False), tmp_path / "out")
    manifest = read_manifest(tmp_path / "out")
    assert [source["name"] for source in manifest["sources"]] == ["ops", "prompts"]
    assert [source["examples"] for source in manifest["sources"]] == [40, 5]
    assert str(tmp_path) not in (tmp_path / "out" / "manifest.json").read_text()
    assert manifest["cascade"][0] | {"what": ""} == {
        "step": "reading", "what": "", "kept": 45, "dropped": 0, "reasons": {},
    }  # fmt: skip


def test_variants_of_training_pairs_lie_beside_them(files: tuple[Path, ...], tmp_path: Path) -> None:
    build_pairs(PairsPlan(files, variants=2, card=False), tmp_path / "out")
    found = ids(tmp_path / "out")
    first = found["train"][0]
    assert found["train"][:3] == [first, f"{first}#1", f"{first}#2"]
    assert len(found["train"]) == 3 * (40 - len(found["validation"]))
    assert not any("#" in name for name in found["test"] + found["validation"])
