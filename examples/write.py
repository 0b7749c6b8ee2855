"""Three drafts of one brief, each with what the checks say of it."""

from __future__ import annotations

import sys

from mailwright import Brief, Writer


def main(model: str = "default") -> None:
    """Print the drafts that ``model`` (a name, a folder or a GGUF file) writes."""
    brief = Brief(
        sender="Ana Silva",
        to=["Bob"],
        points=["system update Fri 6pm", "back up your work"],
        tone="friendly",
    )
    with Writer.load(model) as writer:
        for draft in writer.write(brief, n=3, max_tokens=120):
            print("Subject:", draft.subject)
            print(draft.body)
            for item in draft.coverage:
                print("  ", "✓" if item.covered else "✗", brief.points[item.point])
            for fact in draft.unsupported:
                print("   not in the brief:", fact.text)
            print("ready to send" if draft.ready else "look it over", end="\n\n")


if __name__ == "__main__":
    main(*sys.argv[1:2])
