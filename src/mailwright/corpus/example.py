"""Example: one brief and the e-mail that a model is to write for it, as data sets hold them."""

from __future__ import annotations

from dataclasses import dataclass

from mailwright.brief import Brief, Length, Tone, brief_from_dict


@dataclass(frozen=True, slots=True)
class Example:
    """A row of a data set: the fields of a Brief, the e-mail, and where both are from.

    Attributes:
        id: unique in the data set; views of one mail share what stands before ``#``.
        source: the name of the source.
        owner: whose mailbox it is from; empty if unknown or if there is none.
        thread: a key that all mails of one thread share; no thread lies in two splits.
        people: addresses (lower case) of those who take part; what ``data forget`` looks for.
        language: BCP 47 primary tag.
        sender: who writes; empty if the brief does not say.
        to: recipients; empty if the brief does not say.
        subject: the subject that the brief gives; empty if it is to be written.
        points: 1 to 32 key points.
        tone: how the e-mail sounds.
        length: which band of words the body keeps.
        received: the mail being answered; empty if none.
        signature: what stands below the closing instead of the sender's name; empty if it does not.
        prompt: the same wish as free text; empty if there is none.
        email_subject: the subject line that goes out.
        email_body: the whole message.
        rejected: a worse message for the same brief, to be preferred less; empty if there is none.
    """

    id: str
    source: str
    owner: str
    thread: str
    people: tuple[str, ...]
    language: str
    sender: str
    to: tuple[str, ...]
    subject: str
    points: tuple[str, ...]
    tone: Tone
    length: Length
    received: str
    signature: str
    prompt: str
    email_subject: str
    email_body: str
    rejected: str = ""

    def brief(self) -> Brief:
        """Return the brief that a Writer is given for this example.

        Raises:
            BriefError: a field holds what no brief may hold.
        """
        return Brief(
            sender=self.sender,
            to=self.to,
            subject=self.subject,
            points=self.points,
            tone=self.tone,
            length=self.length,
            language=self.language,
            received=self.received,
            signature=self.signature,
        )

    def free_text_brief(self) -> Brief:
        """Return the brief that is read from ``prompt``, as a server reads it.

        Raises:
            BriefError: the prompt is empty or holds what no brief may hold.
        """
        return brief_from_dict({"prompt": self.prompt, "received": self.received, "language": self.language})
