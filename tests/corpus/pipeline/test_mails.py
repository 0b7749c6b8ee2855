from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mailwright.corpus.cleaning import CleaningConfig
from mailwright.corpus.dataset import SPLITS, DataSetError, read_split
from mailwright.corpus.leakage.assignment import Shares
from mailwright.corpus.mail import Mail
from mailwright.corpus.pipeline.mails import MailsPlan, build_mails
from mailwright.corpus.pipeline.spool import Spool
from mailwright.corpus.sources.reading import SourceError, Unreadable
from mailwright.corpus.split import nearest

MakeMail = Callable[..., Mail]
Build = Callable[..., Mapping[str, Any]]


@pytest.fixture
def build(extractor: Any, listed: Any, tmp_path: Path) -> Build:
    """Build a data set of mails into ``tmp_path / name`` and return its manifest."""

    def run(*items: Any, name: str = "out", **fields: Any) -> Mapping[str, Any]:
        sources = items if items and isinstance(items[0], listed) else (listed(tuple(items)),)
        plain: dict[str, Any] = {"name": "mine", "private": False, "cleaning": CleaningConfig(), "card": False}
        return build_mails(MailsPlan(sources=sources, **{**plain, **fields}), extractor, tmp_path / name)

    return run


def rows(folder: Path) -> dict[str, list[Any]]:
    return {split: list(read_split(folder, split)) for split in SPLITS}


def steps(manifest: Mapping[str, Any]) -> dict[str, tuple[int, dict[str, int]]]:
    return {step["step"]: (step["kept"], step["reasons"]) for step in manifest["cascade"]}


def test_every_mail_is_counted_from_reading_to_the_last_step(build: Build, mail: MakeMail, tmp_path: Path) -> None:
    items = [mail(number) for number in range(40)]
    items[3] = replace(items[3], body="Hi")
    items[4] = replace(items[4], body=items[4].body.replace("the box", "the sherbet box"))
    items[5] = replace(items[5], body=items[6].body)
    items[7] = replace(items[8], subject="Other")
    found = build(*items, Unreadable("mail 41", "is empty"), Unreadable("mail 42", "is empty"))
    counts = steps(found)
    assert counts["reading"] == (40, {"is empty": 2})
    assert counts["own text"] == (39, {"too short": 1})
    assert counts["threads"] == (39, {})
    assert counts["duplicates"] == (37, {"exact duplicate": 1, "the same mail again": 1})
    assert counts["extraction"] == (36, {"no sherbet": 1})
    assert counts["splits"] == (36, {})
    kept = 42
    for step in found["cascade"]:
        assert step["kept"] + step["dropped"] == kept
        kept = step["kept"]
    assert sum(entry["rows"] for entry in found["splits"].values()) == 36
    source = found["sources"][0]
    assert (source["mails"], source["unreadable"], source["examples"], source["splits"]) == (40, 2, 36, "thread")
    assert found["duplicates"]["exact"] == 1
    assert found["languages"] == {"en": 36}
    assert len({row.id for split in rows(tmp_path / "out").values() for row in split}) == 36


def test_the_same_mails_give_the_same_bytes(build: Build, mail: MakeMail, tmp_path: Path) -> None:
    items = [mail(number) for number in range(30)]
    for name in ("one", "two"):
        build(*items, name=name, variants=2)
    one, two = sorted((tmp_path / "one").iterdir()), sorted((tmp_path / "two").iterdir())
    assert [path.name for path in one] == [path.name for path in two]
    assert all(left.read_bytes() == right.read_bytes() for left, right in zip(one, two, strict=True))
    assert not list(tmp_path.glob(".*"))


def test_variants_go_beside_their_training_rows_only(build: Build, mail: MakeMail, tmp_path: Path) -> None:
    found = build(*(mail(number) for number in range(30)), variants=2, shares=Shares(test=0.2, validation=0.1))
    splits = rows(tmp_path / "out")
    assert not any("#" in row.id for split in ("test", "validation") for row in splits[split])
    train = [row.id for row in splits["train"]]
    assert train[:3] == [train[0], f"{train[0]}#1", f"{train[0]}#2"]
    assert steps(found)["variants"][0] == 2 * len(train) // 3


def test_official_splits_are_kept_and_test_keeps_what_resembles(
    build: Build, mail: MakeMail, tmp_path: Path
) -> None:
    items = [mail(number, split=SPLITS[number % 3]) for number in range(45)]
    near = items[2].body.replace("Could you please tell", "Please tell")
    items += [mail(90, body=near, split="train"), mail(91, body=near + "!", split="validation")]
    items += [mail(92, thread="t2", split="train"), mail(93, thread="t2", split="test")]
    found = build(*items)
    splits = rows(tmp_path / "out")
    assert {row.id for row in splits["test"]} == {*(f"m{number}" for number in range(2, 45, 3)), "m93"}
    assert {row.id for row in splits["validation"]} == {f"m{number}" for number in range(1, 45, 3)}
    assert {row.id for row in splits["train"]} == {f"m{number}" for number in range(0, 45, 3)}
    assert steps(found)["threads"][1] == {"thread or owner in a split that goes before": 1}
    assert found["duplicates"] | {"method": ""} == {
        "exact": 0, "near": 2, "across_splits": 2, "threshold": 0.7, "method": "",
    }  # fmt: skip
    bodies = {name: {row.id: row.email_body for row in split} for name, split in splits.items()}
    highest = max(nearest(bodies["test"], bodies[other])[0] for other in ("train", "validation"))
    assert 0 < highest < 0.7
    assert found["leakage"]["highest_jaccard_across_splits"] >= round(highest, 4)
    assert found["leakage"]["near_duplicates_across_splits"] == 0


def test_threads_of_one_owner_and_owners_of_many_never_lie_in_two_splits(
    build: Build, mail: MakeMail, listed: Any, tmp_path: Path
) -> None:
    shares = Shares(test=0.3, validation=0.3)
    build(*(mail(number, thread=f"t{number // 4}") for number in range(80)), shares=shares)
    threads = [{row.thread for row in split} for split in rows(tmp_path / "out").values()]
    assert all(threads)
    assert sum(map(len, threads)) == len(set.union(*threads)) == 20

    many = [mail(number, owner=f"o{number // 4}@example.com") for number in range(80)]
    manifest = build(*many, shares=shares)
    owners = [{row.owner for row in split} for split in rows(tmp_path / "out").values()]
    assert all(owners)
    assert sum(map(len, owners)) == len(set.union(*owners)) == 20
    assert manifest["sources"][0]["splits"] == "owner"
    assert manifest["leakage"]["owners_in_two_splits"] == 0


def test_personal_data_is_replaced_in_what_is_written(build: Build, mail: MakeMail, tmp_path: Path) -> None:
    spoken = mail(1).body.replace("the box", "the box 713-853-1234, or ask bob.stone@firm.com, for the one")
    manifest = build(mail(1, body=spoken, received="Call 713-853-1234?"), *(mail(n) for n in range(2, 9)))
    row = next(row for split in rows(tmp_path / "out").values() for row in split if row.id == "m1")
    assert "853-1234" not in row.email_body + row.received
    assert "firm.com" not in row.email_body
    assert manifest["pii"] == {"email": 1, "phone": 2}


def test_a_private_data_set_is_for_its_owner_only_and_leaves_nothing_beside_it(
    build: Build, mail: MakeMail, tmp_path: Path
) -> None:
    build(*(mail(number) for number in range(20)), private=True, card=True)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert "I have put" not in (tmp_path / "out" / "card.html").read_text()


def test_a_failure_leaves_the_data_set_that_was_there(
    build: Build, mail: MakeMail, listed: Any, tmp_path: Path
) -> None:
    build(*(mail(number) for number in range(20)))
    before = (tmp_path / "out" / "manifest.json").read_bytes()

    class Broken(listed):  # type: ignore[misc]
        def read(self) -> Iterator[Mail]:
            yield mail(1)
            raise SourceError("the disk is gone")

    with pytest.raises(SourceError, match="the disk is gone"):
        build(Broken((mail(1),)))
    assert (tmp_path / "out" / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    with pytest.raises(SourceError, match="two sources are called"):
        build(listed((mail(1),)), listed((mail(2),)))


def test_no_mail_at_all_gives_an_empty_data_set(build: Build, tmp_path: Path) -> None:
    manifest = build(Unreadable("mail 1", "is empty"))
    assert [entry["rows"] for entry in manifest["splits"].values()] == [0, 0, 0]
    assert rows(tmp_path / "out") == {"train": [], "validation": [], "test": []}


def test_any_other_folder_is_refused(build: Build, mail: MakeMail, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.tex").write_text("x")
    with pytest.raises(DataSetError, match="is no data set"):
        build(mail(1))
    assert (tmp_path / "out" / "thesis.tex").exists()


def test_the_spool_gives_back_what_was_added(mail: MakeMail, tmp_path: Path) -> None:
    items = [
        mail(1, date=datetime(2024, 6, 3, 10, 12, tzinfo=UTC), received="Grüße,\nBob", split="test"),
        mail(2, to=(), signature="Ana\n--\nx"),
    ]
    with Spool(tmp_path) as spool:
        for item in items:
            spool.add(item)
        spool.seal()
        assert len(spool) == 2
        assert list(spool.mails([1, 0])) == [items[1], items[0]]
        assert spool.signatures.shape == (2, 96)
        assert not list(tmp_path.iterdir())
