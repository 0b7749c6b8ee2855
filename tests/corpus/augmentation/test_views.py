"""A view says less in the brief, and its e-mail is what it is when less is said."""

from __future__ import annotations

from collections.abc import Callable

from mailwright.checks import check_draft
from mailwright.corpus.augmentation.views import (
    as_free_text,
    with_subject,
    without_sender,
    without_subject,
    without_to,
)
from mailwright.corpus.example import Example

Make = Callable[..., Example]
_BODY = (
    "Dear Bob,\n\nThe lift is broken, so please use the stairs until the repair is done.\n\n"
    "Kind regards,\nAna Silva"
)


def test_without_a_sender_the_mail_ends_after_its_closing(make: Make) -> None:
    view = without_sender(make(_BODY, "lift broken, use stairs"))
    assert view
    assert view.sender == ""
    assert view.email_body.endswith("\n\nKind regards,")


def test_without_a_recipient_the_greeting_names_nobody(make: Make) -> None:
    view = without_to(make(_BODY, "lift broken, use stairs"))
    assert view
    assert view.to == ()
    assert view.email_body.startswith("Hello,\n\nThe lift")


def test_a_name_that_the_text_needs_is_not_left_out(make: Make) -> None:
    body = "Dear Bob,\n\nAs Bob and Ana know, the lift is broken.\n\nKind regards,\nAna Silva"
    source = make(body, "lift broken, bob and ana know")
    assert without_sender(source) is None
    assert without_to(source) is None


def test_a_subject_is_left_out_or_given(make: Make) -> None:
    subject = "Broken lift"
    given = make(_BODY, "lift broken", subject=subject, email_subject=subject)
    open_ = make(_BODY, "lift broken", email_subject=subject)
    assert without_subject(given) == open_
    assert with_subject(open_) == given
    assert without_subject(open_) is None
    assert with_subject(given) is None


def test_a_subject_that_the_points_do_not_give_is_not_left_to_be_written(make: Make) -> None:
    for subject in ("Order 4411", "Minutes of the annual general assembly"):
        assert without_subject(make(_BODY, "lift broken", subject=subject, email_subject=subject)) is None


def test_free_text_becomes_the_brief_that_a_server_reads(make: Make) -> None:
    prompt = "tell bob the lift is broken, he should use the stairs until the repair is done. ana silva"
    view = as_free_text(make(_BODY, "lift broken, use stairs", to=("Bob",), prompt=prompt))
    assert view
    assert view.brief().points == view.free_text_brief().points
    assert view.sender
    assert check_draft(view.brief(), view.email_subject, view.email_body).faithful


def test_who_is_not_named_in_the_prompt_is_not_named_in_the_mail(make: Make) -> None:
    view = as_free_text(
        make(_BODY, "lift broken, use stairs", prompt="the lift is broken, use the stairs, until repair")
    )
    assert view
    assert (view.sender, view.to) == ("", ())
    assert "Bob" not in view.email_body
    assert "Ana" not in view.email_body
