from __future__ import annotations

import json
import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailwright.cli import main
from mailwright.corpus.dataset import SPLITS, read_manifest, read_split

THINGS = ("report", "contract", "invoice", "budget", "agenda", "drawing", "ticket", "parcel", "letter", "poster")
PLACES = ("Lisbon", "Leeds", "Ghent", "Turin", "Lyon", "Bremen", "Porto", "Cork", "Graz", "Bergen")


def run(*words: str | Path) -> int:
    return main(["data", "mailbox", *map(str, words)])


def mail(number: int, sender: str = "Ana Silva <ana@example.com>") -> bytes:
    rng = random.Random(number)
    thing, other = rng.sample(THINGS, 2)
    place, day = rng.choice(PLACES), rng.randrange(2, 28)
    message = EmailMessage()
    message["From"], message["To"] = sender, "Tom Baker <tom@example.com>"
    message["Subject"], message["Message-ID"] = f"The {thing} for {place}", f"<{number}@example.com>"
    message["Date"] = "Mon, 03 Jun 2024 10:12:13 +0200"
    message.set_content(
        f"Hi Tom,\n\nThe {thing} for {place} will be ready on {day} March. Please send me the {other} before "
        f"that day, and call me at 713-853-{number + 1000} if it is late.\n\nThanks,\nAna Silva\n"
    )
    return message.as_bytes()


@pytest.fixture(scope="module")
def mailbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mail") / "Sent.mbox"
    mails = [mail(number) for number in range(24)]
    mails += [mail(99, "Bo Lind <bo@example.com>"), mail(3)]
    path.write_bytes(b"".join(b"From x Mon Jun  3 10:12:13 2024\n" + raw + b"\n" for raw in mails))
    return path


def test_own_mail_becomes_a_private_data_set_of_sound_pairs(
    mailbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (mailbox, "-o", tmp_path / "set", "--me", "Ana@example.com", "--processes", "1", "--no-card", "--json")
    assert run(*words, "--test", "0.2", "--validation", "0.2", "--variants", "1") == 0
    record = json.loads(capsys.readouterr().out)
    steps = {step["step"]: step for step in record["cascade"]}
    assert steps["reading"]["kept"] == 26
    assert steps["author"]["reasons"] == {"written by another": 1}
    assert steps["duplicates"]["reasons"] == {"the same mail again": 1}
    assert steps["extraction"]["kept"] >= 12
    assert record["private"]
    assert record["pii"]["phone"] >= 24
    assert (tmp_path / "set").stat().st_mode & 0o777 == 0o700
    rows = {split: list(read_split(tmp_path / "set", split)) for split in SPLITS}
    assert all(rows.values())
    assert record["rows"] == {split: len(rows[split]) for split in rows}
    for row in (row for split in rows.values() for row in split):
        assert row.people == ("ana@example.com", "tom@example.com")
        assert "853-" not in row.email_body
        assert row.brief().points
    assert read_manifest(tmp_path / "set")["config"]["cleaning"]["authors"] == ["ana@example.com"]


def test_settings_come_from_a_file_and_the_command_line_wins(
    mailbox: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[cleaning]\nmax_words = 5\n[shares]\ntest = 0.5\n")
    words = (mailbox, "-o", tmp_path / "set", "--me", "ana@example.com", "--no-card", "--config", settings)
    assert run(*words, "--test", "0.1", "--pii", "drop", "--processes", "1") == 0
    config = read_manifest(tmp_path / "set")["config"]
    assert config["cleaning"]["max_words"] == 5
    assert config["cleaning"]["pii"]["phone"] == "drop"
    assert config["shares"]["test"] == 0.1
    assert "own text" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["-o", "x", "--me", "a@example.com"], 2, "no mailbox is named"),
        (["Sent.mbox", "-o", "x"], 2, "whose mails are to be learnt"),
        (["Sent.mbox", "-o", "x", "--me", "ana"], 2, "--me 'ana' is no address"),
        (["nowhere.mbox", "-o", "x", "--everyone"], 1, "nowhere.mbox is not there"),
        (["Sent.mbox", "-o", "x", "--everyone", "--test", "2"], 2, "--test is 2.0"),
        (["Sent.mbox", "-o", "x", "--everyone", "--variants", "-1"], 2, "--variants is -1"),
        (["Sent.mbox", "-o", "x", "--everyone", "--processes", "0"], 2, "--processes is 0"),
        (["Sent.mbox", "-o", "x", "--everyone", "--pii", "hide"], 2, "--pii"),
        (["Sent.mbox", "-o", "x", "--everyone", "--config", "german.toml"], 2, "English mail only"),
        (["Sent.mbox", "-o", "x", "--everyone", "--config", "typo.toml"], 1, "did you mean min_words?"),
        (["Sent.mbox", "-o", "x", "--everyone", "--config", "none.toml"], 1, "none.toml: No such file"),
        (["imaps://mail.example.com/Sent", "-o", "x", "--everyone"], 2, "lacks host or user"),
        (["imaps://ana:secret@mail.example.com/", "-o", "x", "--everyone"], 2, "is seen by others"),
        (["imaps://ana:secret@mail.example.com:port/", "-o", "x", "--everyone"], 2, "is seen by others"),
        (["imaps://ana@mail.example.com:port/", "-o", "x", "--everyone"], 2, "is no address of an IMAP folder"),
        (["imap://ana@mail.example.com/?tls=no", "-o", "x", "--everyone"], 2, "'tls', which is not known"),
        (["imap://ana@mail.example.com/?security=none", "-o", "x", "--everyone"], 1, "in the clear"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_a_line(
    words: list[str], code: int, told: str, mailbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("Sent.mbox").write_bytes(mailbox.read_bytes())
    Path("german.toml").write_text("[cleaning]\nlanguages = ['de']\n")
    Path("typo.toml").write_text("[cleaning]\nmin_wrods = 3\n")
    assert run(*words) == code
    err = capsys.readouterr().err
    assert told in err
    assert err.count("\n") == 1
    assert "secret" not in err
    assert not Path("x").exists()
