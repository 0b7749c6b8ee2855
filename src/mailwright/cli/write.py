"""``mailwright write``: one brief, from wherever it comes, to drafts, wherever they are wanted."""

import asyncio
import json
import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mailwright.brief import Brief, brief_from_dict
from mailwright.cli.briefs import read_record, read_text
from mailwright.cli.show import RULE, findings_lines, plain_text, show_drafts
from mailwright.cli.usage import DEFAULT_MODEL, DEFAULT_SAMPLING, ModelOptions, SamplingOptions, UsageError
from mailwright.draft import Draft
from mailwright.errors import BriefError

if TYPE_CHECKING:
    from mailwright.writer import Sampling, Usage, Writer

_OPTION = re.compile(r"-{1,2}[A-Za-z][\w-]*(?:=.*)?")
_Text = Annotated[str, Parameter(show_default=False, allow_leading_hyphen=True)]  # "-" is standard input
_Texts = Annotated[tuple[str, ...], Parameter(negative=(), show_default=False, allow_leading_hyphen=True)]
_Flag = Annotated[bool, Parameter(negative=(), show_default=False)]


@Parameter(name="*")
@dataclass(frozen=True)
class BriefOptions:
    """What the e-mail is to say.

    Attributes:
        brief: file with one JSON brief, - for standard input; instead of the options below and of free text.
        sender: who writes: a name, an address or both, as in "Ana Silva <ana@example.com>".
        to: a recipient, in the same forms; give it once for each.
        point: a key point; give it once for each.
        subject: the subject line; written from the points if not given.
        tone: neutral, friendly, formal, apologetic, urgent, persuasive, grateful or firm.
        length: short, medium or long.
        language: a tag such as en or pt-BR; detected if not given.
        received: file with the e-mail that is answered, - for standard input.
        signature: what stands below the closing instead of the sender's name.
    """

    brief: _Text = ""
    sender: Annotated[str, Parameter(name="--from", show_default=False, allow_leading_hyphen=True)] = ""
    to: Annotated[_Texts, Parameter(name="--to")] = ()
    point: Annotated[_Texts, Parameter(name=["--point", "-p"])] = ()
    subject: _Text = ""
    tone: _Text = ""
    length: _Text = ""
    language: _Text = ""
    received: _Text = ""
    signature: _Text = ""

    def read(self, words: Sequence[str]) -> Brief:
        """Return the brief that these options, or the free text ``words``, describe.

        Raises:
            UsageError: the options contradict each other, say nothing or hold what a brief may not.
            MailwrightError: the brief's file cannot be used.
        """
        options = {name: value for name, value in asdict(self).items() if value}
        if self.brief:
            if words or len(options) > 1:
                raise UsageError(
                    "--brief holds the whole brief: give no other option of the brief and no free text"
                )
            return brief_from_dict(read_record(self.brief))
        if bool(words) == bool(self.point):
            raise UsageError("say what to write: either --point for each key point, or free text, or --brief FILE")
        piped = list(words) == ["-"]
        if piped and self.received == "-":
            raise UsageError("standard input is either the free text or --received: give one of them as a file")
        record: dict[str, Any] = {"prompt": read_text("-") if piped else " ".join(words), **options}
        for option, field in (("sender", "from"), ("point", "key_points")):
            if option in record:
                record[field] = record.pop(option)
        for name in ("to", "key_points"):
            record[name] = list(record.get(name, ()))
        if self.received:
            record["received"] = read_text(self.received)
        if self.point:
            del record["prompt"]
        else:
            del record["key_points"]
        try:
            return brief_from_dict(record)
        except BriefError as error:
            raise UsageError(str(error)) from error


@Parameter(name="*")
@dataclass(frozen=True)
class OutputOptions:
    """Where the drafts go.

    Attributes:
        as_json: print one JSON object: model, drafts with their findings, usage.
        eml: write an unsent message that mail clients open (- for standard output); several drafts become
            NAME-1.eml, NAME-2.eml and so on.
        copy: copy the best draft to the clipboard.
        strict: exit with 1 if no draft is ready.
    """

    as_json: Annotated[bool, Parameter(name="--json", negative=(), show_default=False)] = False
    eml: _Text = ""
    copy: _Flag = False
    strict: _Flag = False


def write(
    *text: Annotated[str, Parameter(allow_leading_hyphen=True)],  # "call bob - today", "-5 degrees"
    brief: BriefOptions = BriefOptions(),
    sampling: SamplingOptions = DEFAULT_SAMPLING,
    seed: int | None = None,
    model: ModelOptions = DEFAULT_MODEL,
    output: OutputOptions = OutputOptions(),
) -> int:
    """Write one e-mail.

    Args:
        text: what to write, in free text, - for standard input (other users of the machine can see what stands on a
            command line).
        seed: the same seed, brief, model and machine give the same drafts.
    """
    if stray := next((word for word in text if _OPTION.fullmatch(word)), None):
        raise UsageError(f"{stray} is no option of write; free text that holds it wants quotes")
    wanted = sampling.sampling(seed)
    if output.eml == "-" and (output.as_json or wanted.n > 1):
        raise UsageError("--eml - prints one message: leave out --json, and -n above 1")
    the_brief = brief.read(text)

    from mailwright.writer import Writer

    writer = Writer.load(model.model, engine=model.engine)
    with _spinner():
        drafts, usage = asyncio.run(_draw(writer, the_brief, wanted))
    _deliver(the_brief, drafts, usage, writer.model.name, output)
    if output.strict and not any(draft.ready for draft in drafts):
        print("mailwright: no draft is ready", file=sys.stderr)
        return 1
    return 0


async def _draw(writer: "Writer", brief: Brief, sampling: "Sampling") -> tuple[list[Draft], "Usage"]:
    try:
        await writer.start()
        return await writer.awrite(brief, sampling)
    finally:
        await writer.close()


def _spinner() -> Any:
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console

    return Console(stderr=True).status("writing", spinner="dots")


def _deliver(brief: Brief, drafts: Sequence[Draft], usage: "Usage", model: str, output: OutputOptions) -> None:
    if output.as_json:
        shown = {"model": model, "drafts": [draft.to_dict() for draft in drafts], "usage": asdict(usage)}
        unicode_output = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        print(json.dumps(shown, ensure_ascii=not unicode_output))
    if output.eml:
        _deliver_messages(brief, drafts, output.eml)
    if not output.as_json and not output.eml:
        if sys.stdout.isatty():
            from rich.console import Console

            show_drafts(brief, drafts, Console(highlight=False))
        else:
            print(f"\n{RULE}\n\n".join(plain_text(draft) for draft in drafts), end="")
    if not output.as_json and (output.eml or not sys.stdout.isatty()):
        _tell_findings(brief, drafts)
    if output.copy:
        from mailwright.cli.clipboard import copy_to_clipboard

        way = copy_to_clipboard(plain_text(drafts[0]))
        print(f"mailwright: copied to the clipboard ({way})", file=sys.stderr)


def _tell_findings(brief: Brief, drafts: Sequence[Draft]) -> None:
    for number, draft in enumerate(drafts, start=1):
        if len(drafts) > 1:
            print(f"draft {number} of {len(drafts)}", file=sys.stderr)
        for line in findings_lines(brief, draft):
            print(line, file=sys.stderr)


def _deliver_messages(brief: Brief, drafts: Sequence[Draft], place: str) -> None:
    from mailwright.cli.eml import message_of, people_without_address, write_messages

    now = datetime.now().astimezone()
    messages = [message_of(brief, draft, now) for draft in drafts]
    if place == "-":
        sys.stdout.buffer.write(messages[0])
        sys.stdout.buffer.flush()
    else:
        for path in write_messages(Path(place), messages):
            print(f"mailwright: wrote {path}", file=sys.stderr)
    if missing := people_without_address(brief):
        print(f"mailwright: no address is known for {', '.join(missing)}: add it before sending", file=sys.stderr)
