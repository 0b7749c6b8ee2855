"""What several verbs ask for in the same words, and the error of asking wrongly."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from mailwright.errors import MailwrightError

if TYPE_CHECKING:
    from mailwright.writer import Sampling


class UsageError(MailwrightError):
    """A command line that cannot be carried out as it stands: exit code 2."""


@Parameter(name="*")
@dataclass(frozen=True)
class SamplingOptions:
    """How drafts are drawn.

    Attributes:
        n: drafts wanted, 1 to 16.
        temperature: 0 (always the likeliest word) to 2.
        max_tokens: most new tokens of one draft, 1 to 4096.
    """

    n: Annotated[int, Parameter(name=["-n", "--n"])] = 1
    temperature: float = 0.4
    max_tokens: int = 400

    def sampling(self, seed: int | None) -> "Sampling":
        """Return the Writer's form of these options.

        Raises:
            UsageError: a number is out of its range.
        """
        from mailwright.writer import Sampling, SamplingError

        try:
            return Sampling(n=self.n, temperature=self.temperature, max_tokens=self.max_tokens, seed=seed)
        except SamplingError as error:
            raise UsageError(f"--{error.field.replace('_', '-')} {error.reason}") from error


@Parameter(name="*")
@dataclass(frozen=True)
class ModelOptions:
    """What writes.

    Attributes:
        model: a bundle's name or folder, or a GGUF file.
        engine: auto, openvino, llamacpp or transformers.
    """

    model: str = "default"
    engine: str = "auto"


DEFAULT_SAMPLING: Final = SamplingOptions()
DEFAULT_MODEL: Final = ModelOptions()
