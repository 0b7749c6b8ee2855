"""``mailwright data``: from mail to training pairs; each subcommand is a module, imported only when it runs."""

from __future__ import annotations

from typing import Final

from cyclopts import App

_COMMANDS: Final = {
    "aeslc": (
        "aeslc:make_from_aeslc",
        "Make a data set from AESLC, the Annotated Enron Subject Line Corpus.\n\n"
        "Read, cleaned, freed of duplicates and of personal data, turned into briefs; with its official splits. "
        "The corpus is licensed CC BY-NC-SA 4.0, and so is what is made of it.",
        "  mailwright data aeslc ~/data/aeslc -o out/aeslc\n  mailwright data aeslc hub -o out/aeslc --variants 2",
    ),
    "mailbox": (
        "mailbox:make_from_mailbox",
        "Make a private data set from your own mail: mbox, Maildir, .eml, .msg or IMAP.\n\n"
        "Nothing leaves this machine; the folder can be entered by you alone, and its card shows no text.",
        "  mailwright data mailbox Sent.mbox -o out/mailbox --me ana@example.com\n"
        "  mailwright data mailbox imaps://ana@mail.example.com/Sent -o out/mailbox --me ana@example.com",
    ),
    "pairs": (
        "pairs:make_from_pairs",
        "Make a data set from pairs in JSON Lines.\n\n"
        "The pairs that test_ids.txt lists and the whole of prompts.jsonl become the test split; a share "
        "of the others, drawn by the hash of each id, becomes the validation split.",
        "  mailwright data pairs corpus/pairs/*.jsonl -o out/house",
    ),
    "drafts": (
        "drafts:learn_from_drafts",
        "Make pairs of the drafts that passed every check, so that a model learns from its own best work.",
        "  mailwright batch briefs.jsonl drafts.jsonl -n 4 --model runs/house-gemma3/bundle\n"
        "  mailwright data drafts briefs.jsonl drafts.jsonl -o learnt.jsonl",
    ),
    "mix": (
        "mix:mix_data",
        "Make one data set of several, with weights.\n\n"
        "What lies in the test split of one stays out of the training rows of all: mail by mail, thread by thread.",
        "  mailwright data mix out/house out/mailbox -o out/all --weights 1 2.5",
    ),
    "show": (
        "show:show_data",
        "Show what a data set holds: splits, sources, what was dropped, a few samples; or its card in a browser.",
        "  mailwright data show out/house\n"
        "  mailwright data show out/house --open\n"
        "  mailwright data show out/mailbox --card --text",
    ),
    "forget": (
        "forget:forget_person",
        "Remove a person's mails from a data set, and say what was trained on it.\n\n"
        "Every example goes in which the person takes part or whose text names the address. Shards, manifest and "
        "card are written anew and put in place at once; the manifest tells how many went, not whose.",
        "  mailwright data forget out/mailbox --address bob@example.com\n"
        "  mailwright data forget out/mailbox --address bob@example.com --address bob@home.example --dry-run",
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
