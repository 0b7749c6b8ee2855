"""Views of an example: less is said in the brief, and the e-mail is what it is when less is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mailwright.checks.content import content_stems, same_word
from mailwright.checks.items import find_items, offers_of, supported
from mailwright.checks.layout import layout_of
from mailwright.checks.shape import WORDS
from mailwright.checks.text import words
from mailwright.checks.vocabulary import language_of
from mailwright.corpus.augmentation.people import PARTICLES, TITLES
from mailwright.errors import BriefError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailwright.corpus.example import Example

_GREETINGS: Final = {
    "en": ("Hello,", "Hi,"), "de": ("Guten Tag,", "Hallo,"), "fr": ("Bonjour,", "Bonjour,"),
    "es": ("Hola:", "Hola:"), "it": ("Buongiorno,", "Ciao,"), "nl": ("Goedendag,", "Hallo,"),
    "pt": ("Olá,", "Olá,"),
}  # fmt: skip


def without_sender(example: Example) -> Example | None:
    """Return the example without a sender, ending after its closing; None if the name stands elsewhere too."""
    layout = layout_of(example.email_body)
    if not example.sender or example.signature or layout.closing is None:
        return None
    body = example.email_body[: layout.closing[1]].rstrip()
    if _named(example.sender, body):
        return None
    return replace(example, sender="", email_body=body)


def without_to(example: Example) -> Example | None:
    """Return the example without a recipient, its greeting without a name; None if the name stands elsewhere."""
    layout = layout_of(example.email_body)
    if not example.to or layout.greeting is None:
        return None
    start, end = layout.greeting
    plain = _GREETINGS[language_of(example.language)][example.tone == "friendly"]
    body = example.email_body[:start] + plain + example.email_body[end:]
    if any(_named(name, body) for name in example.to):
        return None
    return replace(example, to=(), email_body=body)


def without_subject(example: Example) -> Example | None:
    """Return the example with its subject left to be written; None if there is none, or none that the points give.

    A subject line can be written from the points if they have all its figures and half of its content words.
    """
    if not example.subject:
        return None
    language = language_of(example.language)
    text = "\n".join(example.points)
    offers = offers_of(find_items(text, language))
    if any(item.certain and not supported(item, offers) for item in find_items(example.email_subject, language)):
        return None
    given, wanted = content_stems(text, language), content_stems(example.email_subject, language)
    known = sum(any(same_word(one, other) or same_word(other, one) for one in given) for other in wanted)
    return replace(example, subject="") if 2 * known >= len(wanted) else None


def with_subject(example: Example) -> Example | None:
    """Return the example with the subject that goes out given in the brief; None if one is given."""
    return None if example.subject else replace(example, subject=example.email_subject)


def as_free_text(example: Example) -> Example | None:
    """Return the example with the brief that a server reads out of its prompt; None if that cannot be.

    A sender or recipient that the prompt does not name is left out of the e-mail too.
    """
    if not example.prompt:
        return None
    try:
        brief = example.free_text_brief()
    except BriefError:
        return None
    if brief.language != example.language:
        return None
    view: Example | None = example
    if example.sender and not brief.sender.name:
        view = without_sender(example)
    if view and example.to and not brief.to:
        view = without_to(view)
    if view is None:
        return None
    fewest, most = WORDS[brief.length]
    return replace(
        view,
        sender=brief.sender.name,
        to=tuple(person.name or person.email for person in brief.to),
        subject=brief.subject if brief.subject == example.email_subject else "",
        points=brief.points,
        tone=brief.tone,
        length=brief.length if fewest <= len(view.email_body.split()) <= most else example.length,
    )


def _named(name: str, text: str) -> bool:
    """Return whether a word of ``name`` stands in ``text``."""
    known = {word.folded for word in words(text)}
    return any(part in known for part in _parts(name))


def _parts(name: str) -> Sequence[str]:
    return [
        word.folded
        for word in words(name)
        if word.folded not in PARTICLES and word.folded not in TITLES and len(word.folded) > 1
    ]
