"""The faults that are tried: what each is called, how it is made, and whether rules are to catch it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailwright.evaluation.mutations import facts, form, meaning

if TYPE_CHECKING:
    from collections.abc import Callable

    from mailwright.evaluation.mutations.source import Source


@dataclass(frozen=True)
class Fault:
    """One kind of fault.

    Attributes:
        name: what it is called.
        make: returns the body with the fault, or several; None where the mail gives no occasion.
        mechanical: whether words and figures show it, so that the checks are held to catch it.
    """

    name: str
    make: Callable[[Source], str | list[str] | None]
    mechanical: bool = True

    def copies(self, source: Source) -> list[str]:
        """Return the faulty bodies of a mail."""
        made = self.make(source)
        return [made] if isinstance(made, str) else made or []

    @property
    def meaning(self) -> str:
        """What was done to the mail, in a sentence."""
        return (self.make.__doc__ or "").split("\n")[0]


FAULTS: Final = (
    Fault("sentence removed", form.remove_sentences),
    Fault("digit changed", facts.change_digit),
    Fault("date moved", facts.move_date),
    Fault("name swapped", facts.swap_name),
    Fault("fact added", facts.add_fact),
    Fault("points glued", form.glue_points),
    Fault("body twice", form.repeat_body),
    Fault("placeholder left", form.leave_placeholder),
    Fault("wrong greeting", form.greet_stranger),
    Fault("wrong sender", form.sign_as_stranger),
    Fault("wrapper text", form.wrap),
    Fault("subject in the body", form.write_subject),
    Fault("stray sentence", meaning.stray_sentence, mechanical=False),
    Fault("stray thought", meaning.stray_thought, mechanical=False),
    Fault("names exchanged", facts.exchange_names, mechanical=False),
    Fault("negation flipped", meaning.flip_negation, mechanical=False),
    Fault("roles swapped", meaning.swap_roles, mechanical=False),
)
