"""Five hundred mails broken in every way that one could think of: each is a mail or says why not, none is lost."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest

from mailwright.corpus.mail import Mail
from mailwright.corpus.sources import MailFiles, Mbox, Unreadable

MAILS = 500
SEED = 20_241_127
TEXTS = (
    "Hi Bob,\n\nthe key is under the mat – please take it before 5 pm.\n\nBest regards,\nAna\n",
    "Hallo Bob,\n\ndie Rechnung über 12 € ist bezahlt. Schöne Grüße\nAna\n\n"
    "Am 03.06.24 um 10:12 schrieb Bob:\n> Ist sie bezahlt?\n> > Älteres\n",
    "日本語のメールです。\n\n田中\n",
    "See below.\n\n-----Original Message-----\nFrom: Carol\nSent: Monday\nSubject: x\n\nThe lift is broken.\n",
)
HTML = (
    "<html><body><style>p{}</style><p>Hi Bob,</p><blockquote type=cite>old<table><tr><td>1</table></blockquote>"
    "</body></html>"
)


@cache
def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(30 << 20))
    return packed.getvalue()


def whole(rng: random.Random) -> bytes:
    """A sound mail of one of the structures that mail programs send."""
    made = EmailMessage()
    made["From"] = rng.choice(["Ana Silva <ana@example.com>", "Anä <ana@example.com>", "ana@example.com"])
    made["To"] = "Bob Müller <bob@example.com>, carol@example.com"
    made["Subject"] = rng.choice(["Key", "Re: Schlüssel", "Fwd: 鍵"])
    made["Date"] = "Mon, 03 Jun 2024 10:12:13 +0200"
    made["Message-ID"] = f"<{rng.random()}@example.com>"
    charset = rng.choice(["utf-8", "utf-8", "iso-2022-jp", "utf-16"])
    text = TEXTS[2] if charset == "iso-2022-jp" else rng.choice(TEXTS)
    made.set_content(text, cte=rng.choice(["base64", "quoted-printable"]), charset=charset)
    if rng.random() < 0.5:
        made.add_alternative(HTML, subtype="html")
    if rng.random() < 0.3:
        made.add_attachment(rng.randbytes(3_000), maintype="image", subtype="png", filename="a.png")
    if rng.random() < 0.05:
        made.add_attachment(zip_bomb(), maintype="application", subtype="zip", filename="bomb.zip")
    if rng.random() < 0.2:
        inner = EmailMessage()
        inner.set_content(rng.choice(TEXTS))
        made.add_attachment(inner)
    return made.as_bytes()


def cut(raw: bytes, rng: random.Random) -> bytes:
    return raw[: rng.randrange(len(raw))]


def flip(raw: bytes, rng: random.Random) -> bytes:
    broken = bytearray(raw)
    for _ in range(rng.randrange(1, 40)):
        broken[rng.randrange(len(broken))] = rng.randrange(256)
    return bytes(broken)


def lose_lines(raw: bytes, rng: random.Random) -> bytes:
    return b"\n".join(line for line in raw.split(b"\n") if rng.random() > 0.15)


def repeat_lines(raw: bytes, rng: random.Random) -> bytes:
    return b"\n".join(line for line in raw.split(b"\n") for _ in range(rng.choice([1, 1, 1, 1, 5])))


def shuffle_lines(raw: bytes, rng: random.Random) -> bytes:
    lines = raw.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def lie_about_charset(raw: bytes, rng: random.Random) -> bytes:
    names = [b"utf-16", b"us-ascii", b"utf-7", b"big5", b"zip", b"x" * 500, b"", b'"', b"iso-2022-kr", b"idna"]
    return re.sub(rb"charset=\"?[\w-]+\"?", b"charset=" + rng.choice(names), raw)


def lie_about_encoding(raw: bytes, rng: random.Random) -> bytes:
    names = [b"base64", b"quoted-printable", b"uuencode", b"7bit", b"binary", b"9bit", b"\xff", b""]
    return re.sub(rb"(?<=Transfer-Encoding: )[\w-]+", rng.choice(names), raw)


def reuse_boundary(raw: bytes, rng: random.Random) -> bytes:
    """One boundary at all levels: parts seem to hold themselves."""
    return re.sub(rb"=+\d+==", b"same", raw)


def lose_boundary(raw: bytes, rng: random.Random) -> bytes:
    return re.sub(rb"boundary=\"[^\"]*\"", rng.choice([b"", b'boundary=""', b"boundary=other", b'boundary="']), raw)


def nest(raw: bytes, rng: random.Random) -> bytes:
    """Parts in parts in parts, each of the same boundary or of its own."""
    depth, same = rng.choice([5, 50, 400]), rng.random() < 0.5
    for level in range(depth):
        name = b"b" if same else b"b%d" % level
        kind = rng.choice([b"mixed", b"alternative", b"related", b"signed"])
        raw = b"Content-Type: multipart/" + kind + b"; boundary=" + name + b"\n\n--" + name + b"\n" + raw
    return raw


def nest_mails(raw: bytes, rng: random.Random) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * rng.choice([3, 90, 2_000]) + raw


def insert_long_line(raw: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(raw))
    letters = rng.choice([b"x", b"=", b"?=", b" ", b">", b"<b>", b"\xff", b"=?utf-8?q?a", b"A;b=", b"@,"])
    return raw[:place] + letters * ((10 << 20) // len(letters)) + raw[place:]


def insert_rubbish(raw: bytes, rng: random.Random) -> bytes:
    place = rng.randrange(len(raw))
    pieces = [rng.randbytes(2_000), bytes(5_000), b"\r" * 999, b"\n" * 5_000, b"(" * 9_000, b"A: \n b\n" * 5_000]
    return raw[:place] + rng.choice(pieces) + raw[place:]


def inflate_headers(raw: bytes, rng: random.Random) -> bytes:
    name = rng.choice([b"To", b"References", b"Subject", b"From", b"Date", b"Content-Type", b"X-Gmail-Labels"])
    value = rng.choice([b"<a@b>, ", b"=?utf-8?b?w?= ", b'"', b"(", b"; a=1", b"\\", b"<", b"'", b"\xe4"])
    return name + b": " + value * 30_000 + b"\n" + raw


def double_html(raw: bytes, rng: random.Random) -> bytes:
    kinds = [
        "<table><tr><td>" * 300,
        "<div>" * 5_000,
        "<blockquote type=cite>" * 600,
        "<p style='" + "9" * 5_000 + "em'>",
    ]
    return b"Subject: x\nContent-Type: text/html\n\n" + rng.choice(kinds).encode() + HTML.encode()


def mix_line_ends(raw: bytes, rng: random.Random) -> bytes:
    return re.sub(rb"\n", lambda _: rng.choice([b"\n", b"\r\n", b"\r", b"\n\n", b"\0\n"]), raw)


FREQUENT: list[Callable[[bytes, random.Random], bytes]] = [
    cut,
    flip,
    lose_lines,
    repeat_lines,
    shuffle_lines,
    lie_about_charset,
    lie_about_encoding,
    reuse_boundary,
    lose_boundary,
    nest,
    nest_mails,
    insert_rubbish,
    inflate_headers,
    double_html,
    mix_line_ends,
]


def malformed(number: int) -> bytes:
    rng = random.Random(SEED + number)
    raw = whole(rng)
    for change in rng.sample(FREQUENT, rng.randint(1, 3)):
        raw = change(raw, rng) or b"\n"
    return insert_long_line(raw, rng) if number % 25 == 0 else raw


@pytest.fixture(scope="module")
def mails() -> list[bytes]:
    return [malformed(number) for number in range(MAILS)]


def counts(items: list[Mail | Unreadable]) -> Counter[str]:
    return Counter(item.reason if isinstance(item, Unreadable) else "read" for item in items)


def test_as_files_none_is_lost(mails: list[bytes], tmp_path: Path) -> None:
    for number, raw in enumerate(mails):
        (tmp_path / f"{number:03}.eml").write_bytes(raw)
    items = list(MailFiles(tmp_path).read())
    assert len(items) == MAILS
    found = counts(items)
    assert found["read"] > MAILS * 0.5
    assert not [reason for reason in found if "cannot be parsed" in reason]
    assert {item.place for item in items if isinstance(item, Unreadable)} <= {f"{n:03}.eml" for n in range(MAILS)}


def test_in_an_mbox_none_is_lost(mails: list[bytes], tmp_path: Path) -> None:
    with (tmp_path / "x.mbox").open("wb") as file:
        for raw in mails:
            quoted = re.sub(rb"(?m)^(>*From )", rb">\1", raw)
            file.write(b"From ana@example.com Mon Jun  3 10:12:13 2024\n" + quoted + b"\n\n")
    items = list(Mbox(tmp_path / "x.mbox").read())
    assert len(items) == MAILS
    assert counts(items)["read"] > MAILS * 0.5
