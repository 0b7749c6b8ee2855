"""Names and lines around the text: as the mail has them, else as such a mail would."""

from __future__ import annotations

import random
from collections.abc import Callable

from mailwright.brief import Person
from mailwright.corpus.augmentation.pool import NamePool
from mailwright.corpus.extraction import ExtractionConfig
from mailwright.corpus.extraction.body import body_of
from mailwright.corpus.extraction.closing import Closing
from mailwright.corpus.extraction.frame import Frame, frame_of
from mailwright.corpus.extraction.greeting import Greeting
from mailwright.corpus.extraction.prose import Paragraph
from mailwright.corpus.mail import Mail

Make = Callable[..., Mail]
_NOTHING = Closing("", "", 0)


def _frame(
    mail: Mail,
    pool: NamePool,
    greeting: Greeting | None = None,
    closing: Closing = _NOTHING,
    seed: int = 1,
    **more: bool,
) -> Frame:
    return frame_of(
        mail, greeting or Greeting(), closing, "neutral", ExtractionConfig(), pool, random.Random(seed),
        several=more.get("several", False), thanked=more.get("thanked", False),
    )  # fmt: skip


def test_names_of_the_mail_are_kept(make: Make, pool: NamePool) -> None:
    frame = _frame(make("x"), pool, Greeting("Hi", ("Bob", "Maria"), "", 3), Closing("Thanks", "Kay", 0))
    assert frame == Frame("Kay", ("Bob", "Maria"), "Hi Bob and Maria,", "Thanks,", "Kay")


def test_the_header_gives_names_in_full(make: Make, pool: NamePool) -> None:
    mail = make("x", sender=Person("Kay Lindt", "kay@example.com"), to=(Person("Bob Miller"),), lines_kept=True)
    frame = _frame(mail, pool, Greeting("Hi", ("Bob",), "", 3), Closing("Thanks", "Kay", 0))
    assert (frame.sender, frame.to, frame.greeting, frame.signed) == (
        "Kay Lindt",
        ("Bob Miller",),
        "Hi Bob,",
        "Kay",
    )


def test_names_are_invented_only_for_mails_that_have_lost_theirs(make: Make, pool: NamePool) -> None:
    lost = [_frame(make("x"), pool, seed=seed) for seed in range(200)]
    assert 160 < sum(bool(frame.sender) for frame in lost) < 200
    assert 120 < sum(bool(frame.to) for frame in lost) < 180
    assert all(frame.greeting for frame in lost)
    own = [_frame(make("x", lines_kept=True), pool, seed=seed) for seed in range(20)]
    assert not any(frame.sender or frame.to or frame.greeting for frame in own)


def test_a_group_is_greeted_as_one(make: Make, pool: NamePool) -> None:
    assert _frame(make("x"), pool, Greeting("Hi", (), "folks", 3)).to == ("all",)
    assert _frame(make("x"), pool, Greeting("Dear", (), "team", 3)).greeting == "Dear team,"
    assert _frame(make("x"), pool, several=True).to == ("all",)


def test_who_introduces_themselves_is_the_sender(make: Make, pool: NamePool) -> None:
    assert _frame(make("My name is Olu Bello and I write about the hall."), pool).sender == "Olu Bello"


def test_thanks_are_not_said_twice(make: Make, pool: NamePool) -> None:
    assert not any("hank" in _frame(make("x"), pool, seed=seed, thanked=True).closing for seed in range(40))


def test_a_body_has_its_parts_apart() -> None:
    frame = Frame("Kay", ("Bob",), "Hi Bob,", "Thanks,", "Kay")
    assert body_of(frame, [Paragraph(("It works.", "Call me."))], lines_kept=False) == (
        "Hi Bob,\n\nIt works. Call me.\n\nThanks,\nKay"
    )
    assert body_of(frame, [Paragraph(("It works.",)), Paragraph(("Call me.",))], lines_kept=True) == (
        "Hi Bob,\n\nIt works.\n\nCall me.\n\nThanks,\nKay"
    )


def test_a_long_text_without_lines_is_cut_where_the_matter_turns() -> None:
    told = "The hall is closed from Monday on since the roof must be mended before it rains again this autumn."
    frame = Frame("", (), "Hello,", "Thanks,", "")
    sentences = (told, told, "Also, the key is with Maria.", "Let me know if you have questions.")
    body = body_of(frame, [Paragraph(sentences)], lines_kept=False)
    assert body.split("\n\n")[1:-1] == [
        f"{told} {told}", "Also, the key is with Maria.", "Let me know if you have questions."
    ]  # fmt: skip
