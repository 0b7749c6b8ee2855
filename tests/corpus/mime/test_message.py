"""Messages of every structure, made by hand and by the standard library."""

from __future__ import annotations

import base64
import contextlib
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.mime.errors import MessageError
from mailwright.corpus.mime.message import MAX_BYTES, read_message

PLAIN = "Hi Bob,\n\nthe key is under the mat – 12 €.\n\nAna\n"
TEXT = PLAIN.strip()
HTML = "<html><body><p>Hi Bob,</p><p>the key is under the mat – 12 €.</p><p>Ana</p></body></html>"


def message(**headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Ana <ana@example.com>", "bob@example.com", "Key"
    for name, value in headers.items():
        made[name] = value
    return made


def plain() -> EmailMessage:
    made = message()
    made.set_content(PLAIN)
    return made


def quoted_printable() -> EmailMessage:
    made = message()
    made.set_content(PLAIN, cte="quoted-printable")
    return made


def in_base64() -> EmailMessage:
    made = message()
    made.set_content(PLAIN, cte="base64")
    return made


def html() -> EmailMessage:
    made = message()
    made.set_content(HTML, subtype="html")
    return made


def alternative() -> EmailMessage:
    made = plain()
    made.add_alternative(HTML.replace("Ana", "Ana in HTML"), subtype="html")
    return made


def alternative_that_points_to_html() -> EmailMessage:
    made = message()
    made.set_content("Your mail program does not support HTML. Please view the message in a browser.\n")
    made.add_alternative(HTML, subtype="html")
    return made


def html_of(made: EmailMessage) -> EmailMessage:
    part = list(made.iter_parts())[1]
    assert isinstance(part, EmailMessage)
    return part


def alternative_without_plain_words() -> EmailMessage:
    made = message()
    made.set_content(" \n\n")
    made.add_alternative(HTML, subtype="html")
    html_of(made).add_related(b"GIF89a", maintype="image", subtype="gif", cid="<logo>")
    return made


def related_in_alternative_in_mixed() -> EmailMessage:
    made = alternative()
    html_of(made).add_related(b"GIF89a", maintype="image", subtype="gif", cid="<logo>")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    made.add_attachment("these are notes\n", filename="notes.txt")
    return made


def signed() -> MIMEMultipart:
    made = MIMEMultipart("signed", protocol="application/pgp-signature", micalg="pgp-sha256")
    made.attach(MIMEText(PLAIN))
    made.attach(MIMEText("-----BEGIN PGP SIGNATURE-----", "plain"))
    return made


def attachment_first() -> EmailMessage:
    made = message()
    made.make_mixed()
    made.add_attachment(b"\0" * 100, maintype="image", subtype="png", filename="a.png")
    text = EmailMessage()
    text.set_content(PLAIN)
    made.attach(text)
    return made


def texts_side_by_side() -> MIMEMultipart:
    made = MIMEMultipart("mixed")
    first, second = TEXT.split("\n\n", 1)
    made.attach(MIMEText(first))
    made.attach(MIMEText(second))
    return made


def with_forwarded_mail() -> EmailMessage:
    made = plain()
    inner = message()
    inner.set_content("This is another mail.\n")
    made.add_attachment(inner)
    return made


def in_a_tree() -> MIMEMultipart:
    made = MIMEMultipart("mixed")
    part = made
    for _ in range(15):
        inner = MIMEMultipart("mixed")
        part.attach(inner)
        part = inner
    part.attach(MIMEText(PLAIN))
    return made


@pytest.mark.parametrize(
    "make",
    [
        plain,
        quoted_printable,
        in_base64,
        html,
        alternative,
        alternative_that_points_to_html,
        alternative_without_plain_words,
        related_in_alternative_in_mixed,
        signed,
        attachment_first,
        texts_side_by_side,
        with_forwarded_mail,
        in_a_tree,
    ],
    ids=lambda make: make.__name__,
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_the_text_of_every_structure_is_found(make: Callable[[], Any], line_end: bytes) -> None:
    raw = make().as_bytes()
    assert read_message(raw.replace(b"\r\n", b"\n").replace(b"\n", line_end)).text == TEXT


def raw(body: str | bytes, *headers: str) -> bytes:
    data = body.encode() if isinstance(body, str) else body
    return "\n".join(["Subject: x", *headers, "", ""]).encode() + data


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (raw("Hello"), "Hello"),
        (raw("Grüße".encode("latin-1")), "Grüße"),
        (raw("Grüße".encode(), "Content-Type: text/plain; charset=us-ascii"), "Grüße"),
        (raw("Grüße".encode("cp1252"), "Content-Type: text/plain; charset=utf-8"), "Grüße"),
        (raw("Hello", "Content-Type: text"), "Hello"),
        (raw("Hello", "Content-Type: ;;;", "Content-Transfer-Encoding: 9bit"), "Hello"),
        (raw("Hello", "Content-Type: multipart/mixed"), "Hello"),
        (raw("SGVsbG8", "Content-Transfer-Encoding: base64"), "Hello"),
        (raw("=48ello=\n there=", "Content-Transfer-Encoding: quoted-printable"), "Hello there"),
        (raw("Die Gr=C3=BC=C3=9Fe und noch viel mehr W=\n=C3=B6rter"), "Die Grüße und noch viel mehr Wörter"),
        (raw("a=20, b=30, c=40"), "a=20, b=30, c=40"),
        (raw("Take some more \ntea.\n", "Content-Type: text/plain; format=flowed"), "Take some more tea."),
        (raw("--x\n\nHello\n", 'Content-Type: multipart/mixed; boundary="x"'), "Hello"),
        (raw("--x\n\nHello\n--x--\nafterwards", 'Content-Type: multipart/mixed; boundary="x"'), "Hello"),
        (b"no header at all\n\nHello", "no header at all\n\nHello"),
        (b"\n\nHello", "Hello"),
        (
            raw(b"<meta charset=iso-8859-2><p>Za\xbf\xf3\xb3\xe6</p>", "Content-Type: text/html"),
            "Zażółć",
        ),
    ],
)
def test_broken_and_odd_mails_are_read_as_they_were_meant(content: bytes, text: str) -> None:
    assert read_message(content).text == text


def test_headers_that_nobody_needs_do_not_count() -> None:
    many = b"".join(b"X-Filler-%d: %s\n\tand on\n" % (number, b"y" * 60) for number in range(500))
    made = read_message(many + plain().as_bytes())
    assert (made.subject, made.text) == ("Key", TEXT)


def test_the_thread_is_read_from_references_and_in_reply_to() -> None:
    read = read_message(raw("Hello", "References: <a@x>", " <b@x>", "In-Reply-To: <c@x>", "Message-ID:  <d@x>"))
    assert (read.message_id, read.references) == ("d@x", ("a@x", "b@x", "c@x"))


def multipart(*parts: str, kind: str = "mixed") -> bytes:
    body = "".join(f"--b\n{part}\n" for part in parts)
    return raw(body + "--b--\n", f'Content-Type: multipart/{kind}; boundary="b"')


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "has no text"),
        (raw(""), "has no text"),
        (raw("x", "Content-Type: application/pdf"), "has no text"),
        (multipart("Content-Type: text/plain\n\nHello").replace(b'"b"', b"other"), "has no text"),
        (raw("BEGIN:VCALENDAR", "Content-Type: text/calendar"), "has no text"),
        (multipart("Content-Disposition: attachment\n\nhidden"), "has no text"),
        (
            multipart("Content-Type: application/pgp-encrypted\n\nVersion: 1", kind="encrypted"),
            "is encrypted, or signed as a whole",
        ),
        (raw("MIAGCSqGSIb3", "Content-Type: application/pkcs7-mime"), "is encrypted, or signed as a whole"),
        (raw("word " * 50_000), "has a text of more than 200,000 characters"),
        (raw("<p>x" * 300_000, "Content-Type: text/html"), "has more than 1,000,000 characters of HTML"),
        (b"X-Endless: " + b"y" * 300_000 + b"\n\nHello", "has more than 256 KiB of headers"),
        (raw("Content-Type: multipart/mixed\n" * 101), "has more than 100 parts that hold parts"),
        (raw("\n" * 1_000_001), "has more than 1,000,000 lines, counted once for each part that holds parts"),
    ],
)
def test_what_is_no_mail_of_a_person_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(MessageError) as caught:
        read_message(content)
    assert str(caught.value) == reason


def test_attachments_are_never_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50 << 20))
    made = plain()
    made.add_attachment(bomb.getvalue(), maintype="application", subtype="zip", filename="bomb.zip")
    content = made.as_bytes()

    def never(*_: object) -> bytes:
        raise AssertionError("an attachment was decoded")

    monkeypatch.setattr("email.message.decode_b", never)
    assert read_message(content).text == TEXT


def test_the_text_before_a_long_attachment_is_read_and_a_long_text_is_not() -> None:
    made = plain()
    made.add_attachment(bytes(3 << 20), maintype="application", subtype="zip", filename="zeros.zip")
    content = made.as_bytes()
    assert len(content) > MAX_BYTES
    assert read_message(content).text == TEXT
    assert read_message(content[:MAX_BYTES], len(content)).text == TEXT
    with pytest.raises(MessageError, match="longer than what is read"):
        read_message(plain().as_bytes(), 3 << 20)


@pytest.mark.parametrize(
    ("parameter", "boundary"),
    [
        ("boundary=----=_Part_1_2.3", "----=_Part_1_2.3"),
        ("boundary=----=_Part_1_2.3;charset=UTF-8", "----=_Part_1_2.3"),
        ('boundary="a b c"', "a b c"),
        ('boundary="abc', "abc"),
        ("boundary='abc'", "'abc'"),
        ("boundary=abc/def:x?", "abc/def:x?"),
        ('charset="utf-8"; Boundary==_abc', "=_abc"),
        ('type="text/html";\n\tboundary=abc', "abc"),
    ],
)
def test_boundaries_are_found_however_they_are_written(parameter: str, boundary: str) -> None:
    parts = f"--{boundary}\n\nHello\n--{boundary}\nContent-Type: text/html\n\n<p>Hi\n--{boundary}--\n"
    assert read_message(raw(parts, f"Content-Type: multipart/alternative; {parameter}")).text == "Hello"


def test_a_boundary_that_is_used_again_inside_does_no_harm() -> None:
    inner = 'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nHello\n--b--'
    assert read_message(multipart(inner, inner)).text == "Hello"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_message_or_say_why_not(content: bytes) -> None:
    with contextlib.suppress(MessageError):
        assert read_message(content).text


TYPES = "text/html", "message/rfc822", "multipart/mixed; boundary=b", "multipart/alternative; boundary=b"
LINES = [f"Content-Type: {kind}" for kind in TYPES]
LINES += [f"Content-Transfer-Encoding: {name}" for name in ("base64", "uuencode", "quoted-printable", "8bit")]
LINES += [
    "--b",
    "--b--",
    "",
    "From: a <a@x>",
    "Date: x",
    "text",
    "=?utf-8?b?w?=",
    "begin 644 x",
    "<td>",
    "\xff",
    "> \0=",
]
PIECES = st.sampled_from([line.encode("latin-1") for line in LINES])


@given(st.lists(PIECES, max_size=40))
def test_any_pieces_of_mails_are_a_message_or_say_why_not(pieces: list[bytes]) -> None:
    with contextlib.suppress(MessageError):
        assert read_message(b"\n".join(pieces)).text


def test_base64_in_a_text_part_is_decoded_line_by_line_or_not() -> None:
    for encoded in (base64.encodebytes(PLAIN.encode()), base64.b64encode(PLAIN.encode()).rstrip(b"=")):
        content = raw(encoded, "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: Base64")
        assert read_message(content).text == TEXT
