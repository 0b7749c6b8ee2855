"""What cleaning keeps: thresholds and switches, all with defaults that suit one's own business mail."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Treatment = Literal["replace", "drop", "keep"]
Share = float


class PiiConfig(BaseModel):
    """What becomes of personal data in the texts of a mail, by kind.

    ``replace`` puts a made-up value of the same kind in its place, the same one wherever it stands in the mail;
    ``drop`` drops the mail; ``keep`` leaves it.

    Attributes:
        phone: telephone and fax numbers.
        email: e-mail addresses.
        address: streets with house numbers, and postcodes beside them.
        account: IBANs, payment cards, social security and account numbers.
        link: web addresses.
        credential: passwords and the like.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: Treatment = "replace"
    email: Treatment = "replace"
    address: Treatment = "replace"
    account: Treatment = "replace"
    link: Treatment = "replace"
    credential: Treatment = "drop"


class CleaningConfig(BaseModel):
    """Which mails may teach. The defaults were fitted on AESLC (docs of ``Cascade``).

    Attributes:
        authors: addresses; mails of others are dropped. Empty: whoever wrote it.
        min_words: fewest words of own text, greeting and closing apart.
        max_words: most words of own text.
        max_received_words: most words of the mail that is answered; a longer one is cut at the end of a line.
        min_sentences: fewest sentences of own text.
        max_sentences: most sentences of own text.
        max_sentence_words: most words of one sentence; longer ones are lists or have lost their stops.
        max_fragments: highest share of sentences of fewer than three words.
        whole_end: whether the last sentence must end as one.
        max_list_lines: highest share of lines that are entries of a list.
        max_digits: highest share of digits among the characters.
        max_capitals: highest share of capitals among the letters.
        languages: languages that are kept, by their tags; briefs are read of English mail only.
        min_stop_words: lowest share of the language's commonest words; tables, notices and lists have fewer.
        max_unknown_words: highest share of lower-case words that no English lexicon has; English only.
        automatic: whether newsletters, invitations and what a program sent are kept.
        notices: whether mail to customers, members or employees at large, and about orders, approvals and
            appointments, is kept: one's own is worth learning, a company's mailboxes are full of it.
        addressed: whether somebody (I, we) must speak to somebody (you) or greet.
        private_life: whether mail on love, illness, faith and death is kept.
        indecent: whether obscene and abusive mail is kept.
        pii: what becomes of personal data.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    authors: tuple[str, ...] = ()
    min_words: int = Field(12, ge=1)
    max_words: int = Field(250, ge=1)
    max_received_words: int = Field(300, ge=1)
    min_sentences: int = Field(1, ge=1)
    max_sentences: int = Field(20, ge=1)
    max_sentence_words: int = Field(55, ge=1)
    max_fragments: Share = Field(0.34, ge=0, le=1)
    whole_end: bool = True
    max_list_lines: Share = Field(0.8, ge=0, le=1)
    max_digits: Share = Field(0.15, ge=0, le=1)
    max_capitals: Share = Field(0.2, ge=0, le=1)
    languages: tuple[str, ...] = ("en",)
    min_stop_words: Share = Field(0.18, ge=0, le=1)
    max_unknown_words: Share = Field(0.06, ge=0, le=1)
    automatic: bool = False
    notices: bool = True
    addressed: bool = False
    private_life: bool = True
    indecent: bool = False
    pii: PiiConfig = PiiConfig()


AESLC: Final = CleaningConfig(
    min_words=20,
    max_words=220,
    min_sentences=2,
    max_sentences=14,
    max_fragments=0.25,
    max_list_lines=0.3,
    max_digits=0.06,
    max_capitals=0.15,
    min_stop_words=0.22,
    max_unknown_words=0.02,
    notices=False,
    addressed=True,
    private_life=False,
)
"""For the corpus of other people's mail, of which there is plenty: what reads as plain business mail."""
