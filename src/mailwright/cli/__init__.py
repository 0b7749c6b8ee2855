"""The command ``mailwright``: one verb a module, imported only when that verb runs."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cyclopts import App

FAILURE: Final = 1
USAGE: Final = 2
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells report it
BROKEN_PIPE: Final = 141  # 128 + SIGPIPE

_ABOUT: Final = """Writes the e-mail from its points, on your own machine. Nothing lost, nothing invented."""
_DEBUG_HINT: Final = "--debug with any verb (or MAILWRIGHT_DEBUG=1) shows the traceback of an error."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code: 0, 1 (failure), 2 (usage), 130 (Ctrl-C), 141 (broken pipe).

    Args:
        arguments: the words after ``mailwright``; those of the process if not given.
    """
    words, debug = _take_debug(sys.argv[1:] if arguments is None else list(arguments))
    _never_fail_to_print()
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        _silence_stdout()
        return BROKEN_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the outermost edge: whatever it is becomes a line and a code
        if debug:
            import traceback

            traceback.print_exc()
        return _report(error, words)
    return code


def _run(words: list[str]) -> int:
    if words and not words[0].startswith("-") and words[0] not in _VERBS:
        raise _unknown_verb(words[0])
    try:
        result = _application()(
            words, exit_on_error=False, print_error=False, help_on_error=False, result_action="return_value"
        )
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILURE if stop.code else 0
    return result if isinstance(result, int) else 0


def _unknown_verb(word: str) -> Exception:
    # cyclopts would import every verb to word this.
    from difflib import get_close_matches

    from mailwright.cli.usage import UsageError

    near = get_close_matches(word, _VERBS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(_VERBS)}"
    return UsageError(f"{word!r} is not a verb: {hint}")


def _application() -> App:
    from cyclopts import App

    def version() -> str:
        import mailwright

        return str(mailwright.__version__)

    app = App(name="mailwright", help=_ABOUT, help_format="plaintext", version=version, help_epilogue=_DEBUG_HINT)
    for verb, (path, help_text, example) in _VERBS.items():
        options = {"help_epilogue": "Example:\n" + example} if example else {}
        app.command(path, name=verb, help=help_text, **options)
    return app


_VERBS: Final = {
    "serve": (
        "mailwright.cli.serve:serve",
        "Answer over HTTP.",
        "  mailwright serve --port 8008",
    ),
    "write": (
        "mailwright.cli.write:write",
        "Write one e-mail: from options, from a JSON brief or from free text.\n\n"
        "On a terminal each key point is marked ✓ or ✗ and facts that the brief does not give are underlined; "
        "into a file or pipe goes the plain e-mail, and the findings go to stderr.",
        "  mailwright write tell priya the invoice 4411 is late, friendly\n"
        "  pbpaste | mailwright write - --tone friendly\n"
        '  mailwright write --from "Ana Silva" --to Bob -p "update Fri 6 pm" -p "back up" -n 3\n'
        "  mailwright write --brief brief.json --eml draft.eml",
    ),
    "batch": (
        "mailwright.cli.batch:batch",
        "Write the e-mails of a file of briefs.\n\n"
        "DRAFTS keeps the order of BRIEFS. Lines that fail go to NAME.errors.jsonl beside it. "
        "A run that was stopped goes on with the same command.",
        "  mailwright batch briefs.jsonl drafts.jsonl -n 2 --concurrency 8",
    ),
    "data": ("mailwright.cli.data:app", "Make and check the data that a model learns from.", ""),
    "evaluate": (
        "mailwright.cli.evaluate:evaluate",
        "Evaluate models on briefs: a report with intervals, every draft readable.\n\n"
        "A run that was stopped goes on with the same command; models may be added to a report.",
        "  mailwright evaluate base glue echo --briefs corpus/dev_briefs.jsonl -o report/",
    ),
    "train": (
        "mailwright.cli.train:train",
        "Train a model by a recipe and make its bundle.\n\n"
        "Ctrl-C saves; --resume goes on exactly where the run was.",
        "  mailwright train configs/house-smollm2.yaml\n"
        "  mailwright train configs/house-smollm2.yaml --dry-run\n"
        "  mailwright train --base google-t5/t5-base --data out/aeslc --name first --epochs 2 --set method=full",
    ),
    "model": ("mailwright.cli.model:app", "Fetch, build, export, describe, push, list and show models.", ""),
    "version": (
        "mailwright.cli.version:version",
        "Show the version of mailwright and of what it runs on.",
        "  mailwright version --json",
    ),
}


def _take_debug(words: list[str]) -> tuple[list[str], bool]:
    end = words.index("--") if "--" in words else len(words)
    options = words[:end]
    debug = "--debug" in options or os.environ.get("MAILWRIGHT_DEBUG", "") not in ("", "0")
    return [word for word in options if word != "--debug"] + words[end:], debug


_EXTRAS: Final = {"data": "data", "train": "train", "evaluate": "eval"}


def _report(error: Exception, words: Sequence[str]) -> int:
    from cyclopts.exceptions import CycloptsError

    from mailwright.cli.show import printable
    from mailwright.cli.usage import UsageError
    from mailwright.errors import MailwrightError

    code = FAILURE
    if isinstance(error, UsageError | CycloptsError):
        code, message = USAGE, f"{error} (see --help)"
    elif isinstance(error, MailwrightError):
        message = str(error)
    elif isinstance(error, ModuleNotFoundError) and words and words[0] in _EXTRAS:
        extra = _EXTRAS[words[0]]
        message = f"{words[0]} needs {error.name}, which is not installed: pip install 'mailwright[{extra}]'"
    elif isinstance(error, OSError) and error.strerror:
        message = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    else:
        message = f"internal error {type(error).__name__}: {error}: run again with --debug"
    print("mailwright:", printable(" ".join(message.split()), line=True), file=sys.stderr)
    return code


def _never_fail_to_print() -> None:
    """Let a terminal that cannot show a character show ``?`` instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _silence_stdout() -> None:
    """Keep the interpreter's last flush from failing on the closed pipe (Python manual, note on SIGPIPE)."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)
