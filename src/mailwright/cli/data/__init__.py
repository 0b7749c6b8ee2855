"""``mailwright data``: from mail to training pairs; each subcommand is a module, imported only when it runs."""

from __future__ import annotations

from typing import Final

from cyclopts import App

_COMMANDS: Final = {
    "pairs": (
        "pairs:make_from_pairs",
        "Make a data set from pairs in JSON Lines.\n\n"
        "The pairs that test_ids.txt lists and the whole of prompts.jsonl become the test split; a stable, "
        "stratified share of the others becomes the validation split.",
        "  mailwright data pairs corpus/pairs/*.jsonl -o house/",
    ),
    "show": (
        "show:show_data",
        "Show what a data set holds: splits, sources, what was dropped, a few samples; or its card in a browser.",
        "  mailwright data show house/\n"
        "  mailwright data show house/ --open\n"
        "  mailwright data show sent/ --card --text",
    ),
    "forget": (
        "forget:forget_person",
        "Remove a person's mails from a data set, and say what was trained on it.\n\n"
        "Every example goes in which the person takes part or whose text names the address. Shards, manifest and "
        "card are written anew and put in place at once; the manifest tells how many went, not whose.",
        "  mailwright data forget sent/ --address bob@example.com\n"
        "  mailwright data forget sent/ --address bob@example.com --address bob@home.example --dry-run",
    ),
    "check": (
        "check:check_data",
        "Check files of pairs and rewrites: one line each finding, then a summary; exit code 1 on errors.",
        "  mailwright data check corpus/pairs/*.jsonl corpus/rewrites/*.jsonl",
    ),
}


def _application() -> App:
    app = App(name="data", help="Make and check the data that a model learns from.", help_format="plaintext")
    for name, (path, help_text, example) in _COMMANDS.items():
        app.command(f"mailwright.cli.data.{path}", name=name, help=help_text, help_epilogue=f"Example:\n{example}")
    return app


app = _application()
