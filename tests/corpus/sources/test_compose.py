"""From the bytes of a message to a Mail: everything together."""

from __future__ import annotations

import os
import subprocess
import sys
from email.message import EmailMessage
from typing import Any

from mailwright.brief import Person
from mailwright.corpus.mail import Mail
from mailwright.corpus.mime.flowed import unwrap
from mailwright.corpus.sources import Unreadable
from mailwright.corpus.sources.compose import Composer

GMAIL = """<div dir="ltr"><div>Hi Bob,</div><div><br></div><div>Friday works for <b>me</b>.</div><div><br></div>
<div>Ana</div><div class="gmail_signature">Ana Silva<br>Example Ltd</div></div><br><div class="gmail_quote">
<div class="gmail_attr">On Mon, Jun 3, 2024 at 10:12 AM Bob &lt;bob@example.com&gt; wrote:<br></div>
<blockquote class="gmail_quote" style="border-left:1px #ccc solid">Hi Ana,<div>Friday at 3pm?</div>
<div>-- <br>Bob<br>Head of Rooms</div></blockquote></div>"""
OUTLOOK = """<p class=MsoNormal>Bob,</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>it is paid.</p>
<div style="border-top:solid">
<p class=MsoNormal><b>From:</b> Bob &lt;bob@example.com&gt;<br>
<b>Sent:</b> Monday, June 3<br><b>To:</b> Ana<br><b>Subject:</b> Invoice</p></div>
<p class=MsoNormal>Is it paid?</p>"""
LONG = (
    "The meeting is moved to Thursday at ten, in the room below the roof; please bring the figures of the last "
    "quarter and tell the others."
)


def compose(raw: bytes) -> Mail:
    mail = Composer("box", "ana@example.com").read("1", raw)
    assert isinstance(mail, Mail), mail
    return mail


def html(markup: str, subject: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ana <ana@example.com>", "bob@example.com", subject
    message.set_content(markup, subtype="html")
    return message.as_bytes()


def test_an_answer_written_at_gmail() -> None:
    mail = compose(html(GMAIL, "Re: Room"))
    assert mail.body == "Hi Bob,\n\nFriday works for me.\n\nAna"
    assert mail.received == "Hi Ana,\nFriday at 3pm?"
    assert mail.signature == "Ana Silva\nExample Ltd"
    assert (mail.source, mail.owner, mail.sender) == ("box", "ana@example.com", Person("Ana", "ana@example.com"))


def test_an_answer_written_in_outlook() -> None:
    mail = compose(html(OUTLOOK, "RE: Invoice"))
    assert (mail.body, mail.received) == ("Bob,\n\nit is paid.", "Is it paid?")


def test_a_mail_passed_on_in_outlook_answers_nothing() -> None:
    mail = compose(html(OUTLOOK, "FW: Invoice"))
    assert (mail.body, mail.received) == ("Bob,\n\nit is paid.", "")


def test_lines_broken_at_a_width_become_paragraphs_again(make_mail: Any) -> None:
    import textwrap

    body = f"Hi Bob,\n\n{textwrap.fill(LONG, 72)}\n\nOn 3 June 2024, Bob <bob@example.com> wrote:\n"
    body += textwrap.fill(LONG, 74, initial_indent="> ", subsequent_indent="> ")
    mail = compose(make_mail(body))
    assert mail.body == f"Hi Bob,\n\n{LONG}"
    assert mail.received == LONG


def test_flowed_lines_are_not_joined_twice() -> None:
    body = "One line that is rather long and was broken by no program, so it stays\nas it was sent.\n"
    raw = b"Subject: x\nContent-Type: text/plain; format=flowed\n\n" + body.encode()
    assert compose(raw).body == body.strip()
    assert unwrap(body.strip()) != body.strip()


def test_a_parser_that_fails_costs_one_mail_only(make_mail: Any, monkeypatch: Any) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("mailwright.corpus.mime.message.text_of", fail)
    item = Composer("box", "").read("byte 7", make_mail())
    assert item == Unreadable("byte 7", "cannot be parsed (ZeroDivisionError)")


def test_importing_the_sources_loads_no_library_that_only_some_of_them_need() -> None:
    heavy = "pyarrow imapclient extract_msg lxml inscriptis quotequail mailparser_reply huggingface_hub torch spacy"
    code = f"import sys, mailwright.corpus.sources; print([n for n in {heavy.split()} if n in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert run.stdout.strip() == "[]"
