"""Briefs, drafts and reports for the tests of the evaluation."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from mailwright.engines.base import Engine
from mailwright.evaluation.cases import Case, case_of
from mailwright.evaluation.drafting import System, draft_all
from mailwright.evaluation.journal import Journal
from mailwright.evaluation.modelled import Loaded
from mailwright.prompt import PromptFormat

BODY = (
    "Hi Bob,\n\nWe will have a system update on Friday at 6pm. Please back up your work before then.\n\n"
    "Best regards,\nAna"
)


def brief_record(number: int = 0, **fields: Any) -> dict[str, Any]:
    """Return a brief as it lies in a file; it is the one that ``good_mails`` of the scripted engine answers."""
    record = {
        "id": f"case-{number}",
        "from": "Ana",
        "to": "Bob",
        "key_points": ["system update Fri 6pm", "back up your work"],
        "tone": ["neutral", "friendly", "formal"][number % 3],
        "length": "short",
        "lang": "en",
    }
    return record | fields


@pytest.fixture
def cases() -> list[Case]:
    """Three English cases with the mail of a careful writer, and a German one without."""
    english = [brief_record(n, email_subject="Update", email_body=BODY) for n in range(3)]
    german = brief_record(
        3, lang="de", key_points=["Systemupdate Freitag 18 Uhr", "Arbeit sichern"], to="Jonas", tone="formal"
    )
    return [case_of(record, "") for record in [*english, german]]


@pytest.fixture
def briefs_file(tmp_path: Path, cases: list[Case]) -> Path:
    """The cases as JSON Lines."""
    path = tmp_path / "briefs.jsonl"
    path.write_text("".join(json.dumps(case.to_dict()) + "\n" for case in cases), encoding="utf-8")
    return path


@pytest.fixture
def make_loaded() -> Callable[[Engine], Loaded]:
    """Make what ``load`` returns of an engine."""

    def make(engine: Engine) -> Loaded:
        return Loaded(engine, PromptFormat(), {"name": "scripted", "sha256": "0"}, Path("nowhere"), ("en", "de"))

    return make


@pytest.fixture
def draft(tmp_path: Path) -> Callable[..., Path]:
    """Draft cases by systems into a report's folder, and return the folder."""

    def run(systems: Sequence[System], cases: Sequence[Case], name: str = "report", count: int = 2) -> Path:
        folder = tmp_path / name
        with Journal.open(folder, cases, {"seed": 0, "drafts": count}) as journal:
            asyncio.run(draft_all(systems, cases, journal, count=count, seed=0, told=lambda *_: None))
        return folder

    return run
