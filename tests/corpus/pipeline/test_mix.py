from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus.dataset import SPLITS, DataSetError, read_split
from mailwright.corpus.example import Example
from mailwright.corpus.mail import Split
from mailwright.corpus.pipeline.mix import MixPlan, build_mix

WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "iris", "kelp", "maple", "olive", "pine")


def rows(small_sets: Any, prefix: str, count: int = 40, **fields: Any) -> list[tuple[Split, Example]]:
    made = []
    for number, (split, row) in enumerate(small_sets.examples(count)):
        body = " ".join(f"{word}{prefix}{number}" for word in WORDS)
        values = {"id": f"{prefix}{number}", "thread": f"{prefix}t{number}", "source": prefix, "email_body": body}
        made.append((split, replace(row, **{**values, **fields})))
    return made


def read(folder: Path) -> dict[str, list[str]]:
    return {split: [row.id for row in read_split(folder, split)] for split in SPLITS}


def mix(folder: Path, parts: list[Path], *weights: float) -> Any:
    plan = MixPlan(tuple(parts), weights or (1.0,) * len(parts), card=False)
    return build_mix(plan, folder)


def test_weights_repeat_and_sample_training_rows_only(small_sets: Any, tmp_path: Path) -> None:
    a, b = (
        small_sets.write_set(
            tmp_path / name, rows(small_sets, name), private=False, facts={"sources": [{"name": name}]}
        )
        for name in "ab"
    )
    manifest = mix(tmp_path / "mixed", [a, b], 2.5, 0)
    found = read(tmp_path / "mixed")
    assert sorted(found["test"]) == sorted(read(a)["test"] + read(b)["test"])
    assert sorted(found["validation"]) == sorted(read(a)["validation"] + read(b)["validation"])
    copies = Counter(row.partition("#")[0] for row in found["train"])
    assert set(copies) == set(read(a)["train"])
    assert set(copies.values()) == {2, 3}
    assert len(set(found["train"])) == len(found["train"])
    assert not manifest["private"]
    assert manifest["config"]["parts"][0]["weight"] == 2.5
    assert [source["examples"] for source in manifest["sources"]] == [len(found["train"]) + 10, 10]


def test_the_same_parts_give_the_same_bytes(small_sets: Any, tmp_path: Path) -> None:
    a = small_sets.write_set(tmp_path / "a", rows(small_sets, "a"))
    for name in ("one", "two"):
        build_mix(MixPlan((a,), (0.5,), seed=3, card=False), tmp_path / name)
    one, two = sorted((tmp_path / "one").iterdir()), sorted((tmp_path / "two").iterdir())
    assert [path.name for path in one] == [path.name for path in two]
    assert all(left.read_bytes() == right.read_bytes() for left, right in zip(one, two, strict=True))


def test_private_is_what_has_a_private_part(small_sets: Any, tmp_path: Path) -> None:
    a = small_sets.write_set(tmp_path / "a", rows(small_sets, "a"), private=False)
    b = small_sets.write_set(tmp_path / "b", rows(small_sets, "b"), private=True)
    assert mix(tmp_path / "mixed", [a, b])["private"]
    assert (tmp_path / "mixed").stat().st_mode & 0o777 == 0o700


def test_what_is_in_the_test_split_of_one_part_is_in_no_other_split(small_sets: Any, tmp_path: Path) -> None:
    first, second = rows(small_sets, "a"), rows(small_sets, "b")
    test = next(row for split, row in second if split == "test")
    train = [position for position, (split, _) in enumerate(first) if split == "train"]
    first[train[0]] = ("train", replace(first[train[0]][1], id=test.id))
    first[train[1]] = ("train", replace(first[train[1]][1], email_body=test.email_body))
    first[train[2]] = ("train", replace(first[train[2]][1], email_body=test.email_body + " and more"))
    first[train[3]] = ("train", replace(first[train[3]][1], thread=test.thread))
    a, b = (small_sets.write_set(tmp_path / name, part) for name, part in (("a", first), ("b", second)))
    manifest = mix(tmp_path / "mixed", [a, b])
    found = read(tmp_path / "mixed")
    assert test.id in found["test"]
    assert test.id not in found["train"]
    assert not {first[position][1].id for position in train[:4]} & set(found["train"])
    assert len(found["train"]) == 2 * len(train) - 4
    reasons = Counter({reason: n for step in manifest["cascade"] for reason, n in step["reasons"].items()})
    assert reasons == {
        "the same mail in another data set": 1,
        "the same e-mail in another data set": 1,
        "near duplicate of a mail in a split that goes before": 1,
        "thread or owner in a split that goes before": 1,
    }
    assert manifest["leakage"]["highest_jaccard_across_splits"] < 0.7
    assert manifest["leakage"]["threads_in_two_splits"] == 0


def test_owners_stay_apart_where_a_part_kept_them_apart(small_sets: Any, tmp_path: Path) -> None:
    facts = {"sources": [{"name": "a", "kind": "mbox", "splits": "owner"}], "cascade": []}
    part = [(split, replace(row, owner="o1" if split == "test" else "o2")) for split, row in rows(small_sets, "a")]
    other = [
        (split, replace(row, owner="o1", source="a")) for split, row in rows(small_sets, "b") if split == "train"
    ]
    a = small_sets.write_set(tmp_path / "a", [row for row in part if row[0] != "validation"], facts=facts)
    b = small_sets.write_set(tmp_path / "b", other, facts=facts)
    manifest = mix(tmp_path / "mixed", [a, b])
    assert not any(row.startswith("b") for row in read(tmp_path / "mixed")["train"])
    assert manifest["leakage"]["owners_in_two_splits"] == 0


def test_views_of_one_mail_stay_together_and_are_no_duplicates(small_sets: Any, tmp_path: Path) -> None:
    part = rows(small_sets, "a", 8)
    split, row = part[0]
    part.insert(1, (split, replace(row, id=f"{row.id}#1")))
    a = small_sets.write_set(tmp_path / "a", part)
    mix(tmp_path / "mixed", [a], 2)
    assert [name for name in read(tmp_path / "mixed")["train"] if name.startswith("a0")] == [
        "a0", "a0#r2", "a0#1", "a0#1#r2",
    ]  # fmt: skip


def test_weights_and_parts_must_fit(small_sets: Any, tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="2 weights for 1 data sets"):
        MixPlan((tmp_path,), (1, 2))
    with pytest.raises(DataSetError, match="use numbers from 0"):
        MixPlan((tmp_path,), (-1,))
    with pytest.raises(DataSetError, match="is no data set"):
        mix(tmp_path / "mixed", [tmp_path / "nowhere"])


def test_two_mailboxes_of_one_name_are_counted_apart(small_sets: Any, tmp_path: Path) -> None:
    a, b = (
        small_sets.write_set(
            tmp_path / name,
            rows(small_sets, name, count, source="Sent"),
            facts={"sources": [{"name": "Sent", "digest": name}]},
        )
        for name, count in (("a", 40), ("b", 20))
    )
    assert [source["examples"] for source in mix(tmp_path / "mixed", [a, b])["sources"]] == [40, 20]
