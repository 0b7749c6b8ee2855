"""How fast a mailbox is read and cleaned, and whether memory grows with it.

    python -m bench.mailbox --mails 200000
    python -m bench.mailbox --mails 20000 --plain

Writes an mbox file of that many mails (plain, replies, HTML, attachments) into a temporary folder, streams it
through the reader and then through reader and cleaning, and prints a line for every twentieth of them: mails, mails
a second of processor time since the last line, resident memory now and at its peak. Mails are drawn with a fixed
seed.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from email.message import EmailMessage
from pathlib import Path

from mailwright.corpus.cleaning.cascade import Cascade
from mailwright.corpus.cleaning.config import CleaningConfig
from mailwright.corpus.mail import Mail
from mailwright.corpus.sources import Mbox, Unreadable

SEED = 7
LINES = 20
FIRST_LINE = b"From ana@example.com Mon Jun  3 10:12:13 2024\n"
NAMES = ("Ana Silva", "Bob Miller", "Chiara Rossi", "Dörte Möller", "Émile Dupont", "Farid Haddad", "Grace Okafor")
THINGS = ("the invoice", "the contract", "your order", "the report", "the room", "the offer", "our schedule")
VERBS = ("is ready", "was moved to next week", "needs your approval", "has been paid", "is wrong in two places")
ASKS = (
    "Could you have a look at it before Friday?",
    "Please tell me whether that suits you.",
    "I will call you at ten to talk it over.",
    "Let me know if you need anything else from us.",
)


def main() -> None:
    options = argparse.ArgumentParser(description="read and clean a generated mbox file")
    options.add_argument("--mails", type=int, default=20_000)
    options.add_argument("--plain", action="store_true", help="only small plain mails, no HTML and no attachments")
    options.add_argument("--reading-only", action="store_true", help="leave cleaning out")
    given = options.parse_args()
    mails: int = given.mails
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "generated.mbox"
        write(path, mails, plain=given.plain)
        print(f"{mails:,} mails, {path.stat().st_size / 1e6:,.0f} MB")
        measure("reading", mails, Mbox(path, owner="ana@example.com").read())
        if given.reading_only:
            return
        cascade = Cascade(CleaningConfig())
        kept = measure("reading and cleaning", mails, judged(cascade, Mbox(path, owner="ana@example.com").read()))
        print(f"kept {kept['Mail']:,}; of the steps: " + ", ".join(f"{s.name} {s.kept:,}" for s in cascade.steps))


def judged(cascade: Cascade, items: Iterable[Mail | Unreadable]) -> Iterator[object]:
    for item in items:
        yield cascade.judge(item) if isinstance(item, Mail) else item


def measure(what: str, mails: int, items: Iterable[object]) -> Counter[str]:
    """Print the table while the items pass, and return how many there were of each class."""
    print(f"\n{what}\n{'mails':>10}{'mails/s':>10}{'MB now':>10}{'MB peak':>10}")
    every = max(1, mails // LINES)
    counts: Counter[str] = Counter()
    start = last = time.process_time()
    for number, item in enumerate(items, start=1):
        counts[type(item).__name__] += 1
        if number % every == 0:
            now = time.process_time()
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{number:>10,}{every / (now - last):>10,.0f}{resident():>10.1f}{peak:>10.1f}", flush=True)
            last = time.process_time()
    print(f"{counts.total() / (time.process_time() - start):,.0f} mails a second; {dict(counts)}")
    return counts


def resident() -> float:
    """Resident memory in MB, from the process table (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def write(path: Path, mails: int, *, plain: bool = False) -> None:
    rng = random.Random(SEED)
    attachment = rng.randbytes(20_000)
    with path.open("wb") as file:
        for number in range(mails):
            raw = mail(number, rng, attachment, plain=plain)
            file.write(
                b"From ana@example.com Mon Jun  3 10:12:13 2024\n" + raw.replace(b"\nFrom ", b"\n>From ") + b"\n"
            )


def mail(number: int, rng: random.Random, attachment: bytes, *, plain: bool) -> bytes:
    sender, recipient = rng.sample(NAMES, 2)
    text = f"Hi {recipient.split()[0]},\n\n" + paragraph(rng) + f"\n\nBest regards,\n{sender.split()[0]}\n"
    if rng.random() < 0.3:
        quoted = "\n".join(f"> {line}" for line in paragraph(rng).split(". "))
        text += f"\nOn Mon, Jun 3, 2024 at 10:12 AM {recipient} <r{number % 97}@example.com> wrote:\n{quoted}\n"
    form = rng.random()
    if plain or form < 0.7:  # as most programs send it; the e-mail package takes too long for so many
        head = (
            f"From: {sender} <ana@example.com>\nTo: {recipient} <r{number % 97}@example.com>\n"
            f"Subject: About {rng.choice(THINGS)} {number}\nDate: Mon, 03 Jun 2024 10:12:13 +0200\n"
            f"Message-ID: <{number}@example.com>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
            "Content-Transfer-Encoding: 8bit\nX-Mailer: Example 1.0\n\n"
        )
        return head.encode() + text.encode()
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "ana@example.com", f"r{number % 97}@example.com", f"About {number}"
    made["Message-ID"] = f"<{number}@example.com>"
    made.set_content(text)
    if form < 0.9:
        made.add_alternative(f"<p>{text.replace(chr(10) * 2, '</p><p>')}</p>", subtype="html")
    else:
        made.add_attachment(attachment, maintype="application", subtype="pdf", filename="plan.pdf")
    return made.as_bytes()


def paragraph(rng: random.Random) -> str:
    said = "I wanted to tell you that"
    return " ".join(
        f"{said} {rng.choice(THINGS)} {rng.randint(10, 9999)} {rng.choice(VERBS)}. {rng.choice(ASKS)}"
        for _ in range(rng.randint(2, 6))
    )


if __name__ == "__main__":
    main()
