"""Which library takes replies apart best, on the hand-made cases of the tests.

    python -m bench.replies

Prints, for mail-parser-reply, quotequail and this project, in how many cases body, received mail, signature and
"is passed on" come out right, the cases that are right in all, and the milliseconds of processor time a case.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import quotequail
from mailparser_reply import EmailReplyParser
from mailparser_reply.constants import MAIL_LANGUAGES

from mailwright.corpus.mime.text import clean_text
from mailwright.corpus.replies import split_reply

CASES = Path(__file__).parents[1] / "tests" / "corpus" / "replies" / "cases"
PARTS = ("body", "received", "signature", "forward")

Result = tuple[str, str, str, str]


def main() -> None:
    found = list(cases())
    print(f"{len(found)} cases\n{'':20}" + "".join(f"{name:>11}" for name in (*PARTS, "all", "ms")))
    for name, splitter in (
        ("mail-parser-reply", by_mail_parser_reply),
        ("quotequail", by_quotequail),
        ("here", here),
    ):
        splitter(found[0][0])  # what is compiled once is no part of the time
        right: Counter[str] = Counter()
        start = time.process_time()
        results = [splitter(text) for text, _ in found]
        milliseconds = 1e3 * (time.process_time() - start) / len(found)
        for result, (_, wanted) in zip(results, found, strict=True):
            same = [folded(one) == folded(other) for one, other in zip(result, wanted, strict=True)]
            right.update(part for part, is_right in zip(PARTS, same, strict=True) if is_right)
            right["all"] += all(same)
        print(f"{name:20}" + "".join(f"{right[part]:>11}" for part in (*PARTS, "all")) + f"{milliseconds:>11.2f}")


def cases() -> Iterator[tuple[str, Result]]:
    for path in sorted(CASES.glob("*.txt")):
        blocks = re.split(r"(?m)^#### (.*)\n", "\n" + path.read_text(encoding="utf-8"))[1:]
        parts: dict[str, str] = {}
        for heading, block in [*zip(blocks[::2], blocks[1::2], strict=True), ("end", "")]:
            if heading in PARTS:
                parts[heading] = block
                continue
            if parts:
                yield clean_text(parts["text"]), tuple(parts.get(part, "").strip() for part in PARTS)  # type: ignore[misc]
            parts = {"text": block}


def here(text: str) -> Result:
    parts = split_reply(text)
    return parts.body, parts.received, parts.signature, "yes" if parts.forwarded else ""


def by_quotequail(text: str) -> Result:
    found = quotequail.unwrap(text)
    if not found:
        return text, "", "", ""
    inner = found.get("text", "")
    again = quotequail.unwrap(inner)
    received = inner if not again else "\n".join((again.get("text_top", ""), again.get("text_bottom", "")))
    body = "\n".join((found.get("text_top", ""), found.get("text_bottom", "")))
    return (body, "", "", "yes") if found["type"] == "forward" else (body, received, "", "")


def by_mail_parser_reply(text: str) -> Result:
    replies = EmailReplyParser(languages=list(MAIL_LANGUAGES)).read(text).replies
    received = re.sub(r"(?m)^> ?", "", replies[1].body) if len(replies) > 1 else ""
    return replies[0].body, received, replies[0].signatures, ""


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


if __name__ == "__main__":
    main()
