from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Person
from mailwright.corpus.cleaning import Cascade, CleaningConfig, Dropped
from mailwright.corpus.cleaning.config import AESLC
from mailwright.corpus.cleaning.language import language_of
from mailwright.corpus.mail import Mail
from mailwright.corpus.records import LANGUAGES, read_pairs

MakeMail = Callable[..., Mail]

PLAIN = (
    "Hi Tom,\n\nI have read the plan for the new office and I think that we can move in on Friday. Could you "
    "please ask the landlord for the keys?\n\nThanks,\nAna"
)
POLISH = "Dzień dobry, w przyszłym tygodniu przeprowadzamy się do nowego biura i bardzo proszę o klucze."
LIST = "Office printers, desks, chairs, lamps, keys, phones, screens, cables, mugs, plants, paint, carpets, blinds."
LANDLORD = "Could you please ask the landlord for the keys?"


def test_a_plain_mail_passes_unchanged(mail: MakeMail) -> None:
    for config in (CleaningConfig(), AESLC):
        judged = Cascade(config).judge(mail(PLAIN))
        assert isinstance(judged, Mail)
        assert judged == mail(PLAIN)


@pytest.mark.parametrize(
    ("body", "step", "reason"),
    [
        ("Hi Tom,\n\nThanks,\nAna", "own text", "no own text"),
        ("Hi Tom,\n\nSee you there.\n\nThanks,\nAna", "own text", "too short"),
        (PLAIN.replace("keys?", "keys? " + "We want to be in by the end of it. " * 30), "own text", "too long"),
        ("x" * 30_000, "own text", "too long"),
        (PLAIN.replace("Could", "From: Bob\nTo: Tom\nSubject: Keys\n\nCould"), "remains", "header lines"),
        (PLAIN.replace("Could", "----- Original Message -----\nCould"), "remains", "header lines"),
        (PLAIN.replace("Could", "\n> I will see to it.\n\nCould"), "remains", "quoted lines"),
        (PLAIN.replace("Could", "\nOn Friday Tom wrote:\n\nCould"), "remains", "quoted lines"),
        (PLAIN.replace("Could", "This e-mail is confidential. Could"), "remains", "disclaimer"),
        (PLAIN.replace("Could", "<br>Could"), "remains", "markup"),
        (PLAIN.replace("office and", "office=20and"), "remains", "broken encoding"),
        (PLAIN.replace("office and", "officeâ€™s and"), "remains", "broken encoding"),
        (PLAIN.replace("Could", "Click here to unsubscribe. Could"), "bulk", "newsletter"),
        (PLAIN.replace("Could", "Please do not reply to this message. Could"), "bulk", "automatic"),
        (PLAIN.replace("Could", "*~*~*~*~*~*~*~*~*~* Could"), "bulk", "automatic"),
        (PLAIN.replace("Could", "\nMon\t4\t5\nTue\t6\t7\n\nCould"), "layout", "table"),
        (PLAIN.replace("Could", "QUl" * 30 + " Could"), "layout", "endless word"),
        (PLAIN.replace("Could", "It is 48213 77201 90417 55204 41850 33920. Could"), "layout", "figures"),
        (PLAIN.upper(), "layout", "capitals"),
        (PLAIN.replace("Friday. Could", "Friday, and " + "then we can unpack and " * 12 + "could"), "sentences",
         "a sentence is too long"),
        (PLAIN.replace(LANDLORD, "Great! Super! Yes. No."), "sentences", "fragments"),
        (PLAIN.replace("keys?", "keys and then"), "sentences", "ends in the middle"),
        (POLISH, "language", "language pl"),
        (LIST, "language", "too few common words"),
        (PLAIN.replace("office", "fucking office"), "tact", "indecent"),
        (PLAIN.replace("landlord", "landllord").replace("office", "offfice"), "spelling", "unknown words"),
    ],
)  # fmt: skip
def test_what_may_not_teach_is_dropped_for_its_reason(mail: MakeMail, body: str, step: str, reason: str) -> None:
    assert Cascade(CleaningConfig(max_unknown_words=0.05)).judge(mail(body)) == Dropped(step, reason)


@pytest.mark.parametrize(
    ("changes", "body", "step", "reason"),
    [
        ({"private_life": False}, PLAIN.replace("landlord", "hospital"), "tact", "private life"),
        ({"addressed": True}, "The plan for the new office has been read by all of the board and is a good one.",
         "speaking", "nobody speaks"),
        ({"addressed": True}, "I have read the plan for the new office and it is a good one, as we have all said.",
         "speaking", "nobody is spoken to"),
        ({"languages": ("de", "fr")}, PLAIN, "language", "language en"),
        ({"notices": False}, PLAIN.replace("Hi Tom", "Dear valued customers"), "bulk", "notice"),
        ({"min_sentences": 3}, PLAIN, "sentences", "too few sentences"),
        ({"max_sentences": 1}, PLAIN, "sentences", "too many sentences"),
        ({"max_list_lines": 0.3}, PLAIN.replace(LANDLORD, "\n- I have the keys to it\n- I have the plan of it.\n"),
         "layout", "list"),
        ({"pii": {"phone": "drop"}}, PLAIN.replace("keys?", "keys (020 7946 0123)?"), "personal data", "phone"),
        ({}, PLAIN.replace("keys?", "keys? The password is Keys4all!"), "personal data", "credential"),
    ],
)  # fmt: skip
def test_what_is_kept_is_a_matter_of_the_configuration(
    mail: MakeMail, changes: dict[str, Any], body: str, step: str, reason: str
) -> None:
    assert Cascade(CleaningConfig.model_validate(changes)).judge(mail(body)) == Dropped(step, reason)


def test_mails_of_others_are_dropped_where_authors_are_named(mail: MakeMail) -> None:
    cascade = Cascade(CleaningConfig(authors=("ana@example.com",)))
    assert isinstance(cascade.judge(mail(PLAIN, sender=Person("Ana", "Ana@Example.com"))), Mail)
    assert cascade.judge(mail(PLAIN, sender=Person("Bo", "bo@example.com"))) == Dropped(
        "author", "written by another"
    )
    assert cascade.judge(mail(PLAIN, sender=Person("Bo"))) == Dropped("author", "author unknown")


def test_a_forward_without_own_words_is_told_from_a_short_mail(mail: MakeMail) -> None:
    assert Cascade(CleaningConfig()).judge(mail("FYI", subject="Fwd: Plan")) == Dropped(
        "own text", "only a forwarded mail"
    )


def test_each_mail_is_counted_once_at_each_step_up_to_its_last(mail: MakeMail) -> None:
    cascade = Cascade(CleaningConfig())
    for body in (PLAIN, PLAIN.upper(), "Hi", PLAIN.replace("Could", "<br>Could"), PLAIN):
        cascade.judge(mail(body))
    kept = 5
    for step in cascade.steps:
        assert step.kept + step.dropped == kept
        kept = step.kept
    assert kept == 2
    assert {step.name: dict(step.reasons) for step in cascade.steps if step.dropped} == {
        "own text": {"too short": 1}, "remains": {"markup": 1}, "layout": {"capitals": 1},
    }  # fmt: skip
    assert cascade.steps[0].facts()["reasons"] == {"too short": 1}


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(ValueError, match="min_wordz"):
        CleaningConfig.model_validate({"min_wordz": 3})


def test_marks_of_attachments_are_taken_out(mail: MakeMail) -> None:
    judged = Cascade(CleaningConfig()).judge(
        mail(PLAIN.replace("\n\nThanks", " <<plan.doc>>\n - plan 2.xls\n\nThanks"))
    )
    assert isinstance(judged, Mail)
    assert judged.body == PLAIN


def test_a_long_received_mail_is_cut_at_the_end_of_a_line(mail: MakeMail) -> None:
    received = "\n".join(f"line {number} has five words" for number in range(50))
    judged = Cascade(CleaningConfig(max_received_words=52)).judge(mail(PLAIN, received=received))
    assert isinstance(judged, Mail)
    assert judged.received == "\n".join(received.split("\n")[:10])


def test_where_lines_are_lost_lists_and_soft_breaks_are_seen_within_them(mail: MakeMail) -> None:
    cascade = Cascade(CleaningConfig())
    fused = PLAIN.replace("Could", "1. The desks come first. 2. The lamps follow. 3. We are last. Could")
    assert cascade.judge(mail(fused, lines_kept=False)) == Dropped("layout", "list")
    broken = PLAIN.replace("that we can", "that we = can")
    assert cascade.judge(mail(broken, lines_kept=False)) == Dropped("remains", "broken encoding")
    assert isinstance(cascade.judge(mail(broken)), Mail)


@pytest.mark.parametrize("name", ["multilingual", "dense"])
def test_good_mails_pass_whatever_their_language_and_however_dense(mail: MakeMail, name: str) -> None:
    pairs = list(read_pairs(Path(__file__).parents[3] / "corpus" / "pairs" / f"{name}.jsonl"))
    cascade = Cascade(CleaningConfig(languages=LANGUAGES))
    assert not [pair.id for pair in pairs if language_of(pair.email_body) != pair.lang]
    passed = sum(isinstance(cascade.judge(mail(pair.email_body)), Mail) for pair in pairs)
    assert passed >= 0.95 * len(pairs), [step.facts() for step in cascade.steps if step.dropped]


@given(st.text(max_size=400))
def test_nothing_in_a_text_makes_the_cascade_fail(text: str) -> None:
    mail = Mail("m", "s", "", "", None, text[:80], Person(), (), text, received=text, signature=text[:40])
    judged = Cascade(CleaningConfig(min_words=1, min_stop_words=0, whole_end=False)).judge(mail)
    assert isinstance(judged, Mail | Dropped)
