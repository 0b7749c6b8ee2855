"""Every error that mailwright raises on purpose: what was wrong, where, and what to do."""

from __future__ import annotations


class MailwrightError(Exception):
    """The root of the hierarchy: its text is one sentence meant for the user."""


class BriefError(MailwrightError):
    """A brief that cannot be written from; ``field`` names the place, such as ``points[3]``."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"brief.{field} {reason}")
        self.field = field
        self.reason = reason


class LanguageError(BriefError):
    """A language that the loaded model does not list."""

    def __init__(self, reason: str) -> None:
        super().__init__("language", reason)


class ModelError(MailwrightError):
    """Weights or a bundle that cannot be found, fetched, trusted or read."""


class EngineError(MailwrightError):
    """The engine could not answer: its worker died, could not start or reported a failure."""


class PromptTooLongError(MailwrightError):
    """Prompt and new tokens together do not fit the model's context."""

    def __init__(self, prompt_tokens: int, max_tokens: int, context_length: int) -> None:
        super().__init__(
            f"the prompt has {prompt_tokens} tokens and up to {max_tokens} are to be written, "
            f"but the model's context holds {context_length}: shorten the brief or ask for fewer tokens"
        )
        self.prompt_tokens = prompt_tokens
        self.max_tokens = max_tokens
        self.context_length = context_length
