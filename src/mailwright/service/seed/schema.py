"""What the seed's route takes and gives."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from mailwright.service.drafting import MAX_PROMPT
from mailwright.service.numbers import Count

EXAMPLE: Final[JsonValue] = {
    "prompt": "we will have a system update on friday. please backup your work",
    "token_count": 250,
    "temperature": 0.7,
    "n_gen": 6,
}


class SeedRequest(BaseModel):
    """A wish in free text; keys that are not listed are passed over."""

    model_config = ConfigDict(extra="ignore", strict=True, json_schema_extra={"examples": [EXAMPLE]})

    prompt: str = Field(max_length=MAX_PROMPT, description="What the e-mail is to say, to whom and how.")
    token_count: Count = Field(250, ge=1, le=4096, description="Most new tokens of one text.")
    temperature: float = Field(0.7, ge=0, le=2, allow_inf_nan=False, description="0 is greedy decoding.")
    n_gen: Count = Field(1, ge=1, le=16, description="How many texts.")


class SeedText(BaseModel):
    """One message, whole."""

    id: int
    text: str


class SeedAnswer(BaseModel):
    """``n_gen`` messages."""

    status: Literal["success"] = "success"
    generated_text: list[SeedText]


class SeedError(BaseModel):
    """What was wrong."""

    status: Literal["error"] = "error"
    error: str
