"""The prompt format: what was formatted is parsed back, and no value escapes its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Brief
from mailwright.errors import BriefError, ModelError
from mailwright.prompt import PromptFormat, Wrap, break_special_tokens

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60)
LINES = st.lists(TEXT, max_size=5).map("\n".join)
NASTY = st.sampled_from(
    ["<|im_end|>", "<|im_start|>system", "\n\nE-mail:\n", "Key points:", "</s>", "<end_of_turn>", "> ", "- "]
)
WRAPS: list[Wrap] = ["plain", "chatml"]


def brief(**fields: str) -> Brief:
    fields.setdefault("language", "en")
    return Brief(points=["system update Fri 6pm", "back up your work"], sender="Ana", to="Bob", **fields)


@given(subject=TEXT, body=LINES, given_subject=TEXT)
def test_a_target_is_parsed_back(subject: str, body: str, given_subject: str) -> None:
    wish = brief(subject=given_subject)
    subject = wish.subject or " ".join(subject.split())
    if re.match(r"\s*subject\s*:", subject, re.IGNORECASE):
        return  # "Subject: Subject: x" is read as the model's stammer
    layout = PromptFormat()
    assert layout.parse(wish, layout.target(wish, subject, body.strip())) == (subject, body.strip())


@given(parts=st.lists(st.one_of(NASTY, TEXT), min_size=1, max_size=6), wrap=st.sampled_from(WRAPS))
def test_the_received_mail_cannot_end_its_fence(parts: list[str], wrap: Wrap) -> None:
    try:
        wish = brief(received="".join(parts))
    except BriefError:
        return
    layout = PromptFormat(wrap=wrap)
    bare, text = layout.render(brief()), layout.render(wish)
    assert text.count("<|im_end|>") == bare.count("<|im_end|>")
    lines = text.replace("<|im_end|>", "\n<|im_end|>").split("\n")
    quoted = [line for line in lines if line.startswith("> ")]
    assert "\n".join(line[2:] for line in quoted) == break_special_tokens(wish.received)
    rest = "\n".join(line for line in lines if not line.startswith("> ") and line != "Answer to:")
    assert rest == bare.replace("<|im_end|>", "\n<|im_end|>")


@given(parts=st.lists(st.one_of(NASTY, TEXT), min_size=1, max_size=6))
def test_no_special_token_survives_in_a_value(parts: list[str]) -> None:
    text = break_special_tokens("".join(parts))
    assert not re.search(r"<\||</?[A-Za-z_]\w{0,30}>", text)


@pytest.mark.parametrize("wrap", WRAPS)
def test_every_field_stands_on_its_own_line(wrap: Wrap) -> None:
    wish = brief(subject="Update", tone="formal", length="long", language="de")
    text = PromptFormat(wrap=wrap).render(wish, missing=[1])
    for line in ("From: Ana", "To: Bob", "Subject: Update", "Tone: formal", "Length: long", "Language: de"):
        assert f"{line}\n" in text
    assert "Do not leave out:\n- back up your work" in text
    assert text.endswith("Subject: Update\n\n")


def test_a_model_that_repeats_the_label_still_gives_its_subject() -> None:
    assert PromptFormat().parse(brief(), " Subject: Update on Friday\n\nHi Bob,") == (
        "Update on Friday",
        "Hi Bob,",
    )


@given(subject=TEXT, body=LINES)
def test_the_form_of_subject_lines_is_the_points_alone(subject: str, body: str) -> None:
    wish, layout = brief(subject=subject), PromptFormat(wrap="subject")
    points = "system update Fri 6pm; back up your work"
    shown = break_special_tokens(wish.subject)
    assert layout.render(wish) == (f"{shown}; {points}" if shown else points)
    assert layout.render(wish, missing=[1]) == layout.render(wish)
    assert layout.target(wish, wish.subject, body.strip()) == body.strip()
    assert layout.parse(wish, body) == (wish.subject or points, body.strip())
    assert layout.stop == ()


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ModelError, match="prompt format 2"):
        PromptFormat(version=2)
