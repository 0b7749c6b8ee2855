"""What the native route takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, PlainValidator, WithJsonSchema

from mailwright.brief import LENGTHS, TONES, Person
from mailwright.service.drafting import MAX_PROMPT
from mailwright.service.numbers import Count
from mailwright.writer import MAX_SEED, Sampling

BRIEF_FIELDS: Final = (
    "subject", "key_points", "prompt", "tone", "length", "language", "received", "signature",
)  # fmt: skip
EXAMPLES: Final[list[JsonValue]] = [
    {
        "from": "Ana Silva",
        "to": ["Bob"],
        "key_points": ["system update Fri 6pm", "back up your work"],
        "tone": "friendly",
        "length": "short",
    },
    {"prompt": "tell priya the invoice 4411 is late, ask to pay by fri, friendly", "n": 2, "policy": "strict"},
]
_PERSON_SCHEMA: Final = {
    "anyOf": [
        {"type": "string", "examples": ["Ana Silva", "Ana Silva <ana@example.com>"]},
        {
            "type": "object",
            "properties": {"name": {"type": "string"}, "email": {"type": "string"}},
            "additionalProperties": False,
        },
    ]
}


def _person(value: object) -> Person:
    if value is None:
        return Person()
    if isinstance(value, str):
        return Person.parse(value)
    if isinstance(value, Mapping) and set(value) <= {"name", "email"}:
        name, email = value.get("name") or "", value.get("email") or ""
        if isinstance(name, str) and isinstance(email, str):
            return Person(name, email)
    raise ValueError('must be a string or an object like {"name": "Ana", "email": "ana@example.com"}')


def _several(value: object) -> object:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


AnyPerson = Annotated[Person, PlainValidator(_person), WithJsonSchema(_PERSON_SCHEMA)]
People = Annotated[
    list[AnyPerson],
    BeforeValidator(_several),
    WithJsonSchema({"anyOf": [*_PERSON_SCHEMA["anyOf"], {"type": "array", "items": _PERSON_SCHEMA}]}),
]


class EmailRequest(BaseModel):
    """A brief, how many drafts are wanted of it and how they are drawn."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": EXAMPLES})

    sender: AnyPerson = Field(default_factory=Person, alias="from", description="Who writes.")
    to: People = Field(default_factory=list, description="One recipient or up to 32.")
    subject: str | None = Field(None, description="The subject line; written from the points if not given.")
    key_points: list[str] | None = Field(
        None, description="1 to 32 points of up to 2,000 characters each; they win over `prompt`."
    )
    prompt: str | None = Field(None, max_length=MAX_PROMPT, description="Free text from which the brief is read.")
    tone: str | None = Field(None, description=f"One of {', '.join(TONES)}.")
    length: str | None = Field(None, description=f"One of {', '.join(LENGTHS)}.")
    language: str | None = Field(None, description="BCP 47 tag such as `en`; detected if not given.")
    received: str | None = Field(None, description="The mail being answered: data, never instructions.")
    signature: str | None = Field(None, description="Stands below the closing instead of the sender's name.")
    n: Count = Field(1, ge=1, le=16, description="Drafts wanted.")
    temperature: float = Field(0.4, ge=0, le=2, allow_inf_nan=False, description="0 is greedy decoding.")
    max_tokens: Count = Field(400, ge=16, le=4096, description="Most new tokens of one draft.")
    seed: Count | None = Field(
        None, ge=0, le=MAX_SEED, description="Same seed, brief, model and machine: same drafts."
    )
    stream: bool = Field(False, description="Answer with server-sent events.")
    policy: Literal["flag", "strict"] = Field(
        "flag",
        description="`flag` returns what there is with its findings; `strict` returns only drafts with every "
        "point covered and nothing unsupported, else 422 with the findings.",
    )

    @property
    def brief_record(self) -> dict[str, Any]:
        """The brief's fields as ``brief_from_dict`` takes them."""
        record: dict[str, Any] = {name: getattr(self, name) for name in BRIEF_FIELDS}
        nobody = Person()
        to = [person for person in self.to if person != nobody]
        return record | {"from": None if self.sender == nobody else self.sender, "to": to}

    @property
    def sampling(self) -> Sampling:
        """How the drafts are drawn."""
        return Sampling(n=self.n, temperature=self.temperature, max_tokens=self.max_tokens, seed=self.seed)


class CoverageEntry(BaseModel):
    """Whether a key point (numbered from 0) is in the body, and where."""

    point: int
    covered: bool
    span: tuple[int, int] | None
    missing: list[str] = []


class UnsupportedEntry(BaseModel):
    """A fact of the body that the brief does not give."""

    text: str
    kind: str
    span: tuple[int, int]


class ProblemEntry(BaseModel):
    """Anything else that keeps a draft from being ready."""

    kind: str
    message: str
    span: tuple[int, int] | None


class DraftEntry(BaseModel):
    """One e-mail; spans are character offsets into ``body``."""

    index: int
    subject: str
    body: str
    coverage: list[CoverageEntry]
    unsupported: list[UnsupportedEntry]
    problems: list[ProblemEntry]
    ready: bool = Field(description="Whether every check holds and the model is not in doubt.")
    surprisal: float | None = Field(description="How unlikely the model holds what it wrote, in nats, 0 or more.")
    confidence: float | None = Field(
        description="How likely a careful reader would send it unchanged, 0 to 1, to judge by its surprisal; null "
        "where nobody measured it for the model."
    )
    finish_reason: str
    seed: int


class UsageEntry(BaseModel):
    """All tokens drawn, rejected candidates too."""

    prompt_tokens: int
    completion_tokens: int


class EmailAnswer(BaseModel):
    """The drafts, the best first."""

    id: str
    model: str
    drafts: list[DraftEntry]
    usage: UsageEntry
