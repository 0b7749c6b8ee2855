from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import ScriptedEngine, good_mails

from mailwright.engines.base import Engine, Request
from mailwright.errors import EngineError
from mailwright.evaluation.baselines import Baseline
from mailwright.evaluation.cases import Case, EvaluationError
from mailwright.evaluation.drafting import System, draft_all
from mailwright.evaluation.journal import Journal, read_entries, read_report_cases
from mailwright.evaluation.modelled import Loaded, Settings, SingleDrafter, WriterDrafter
from mailwright.writer import Plan

Make = Callable[[Engine], Loaded]


def texts(folder: Path) -> list[tuple[str, str, str, int, str]]:
    return [(*entry.key, entry.written.body) for entry in read_entries(folder)]


def test_a_single_draft_is_what_the_model_wrote_with_a_seed_of_its_own(
    make_loaded: Make, cases: list[Case], draft: Callable[..., Path]
) -> None:
    engine = ScriptedEngine(good_mails)
    folder = draft([System("model", SingleDrafter(make_loaded(engine), Settings()))], cases[:2], count=3)
    assert [(request.n, request.temperature) for request in engine.requests] == [(3, 0.3), (3, 0.3)]
    entries = read_entries(folder)
    assert [entry.number for entry in entries] == [0, 1, 2, 0, 1, 2]
    assert len({entry.written.body for entry in entries[:3]}) == 3
    assert all(entry.written.completion_tokens and entry.written.prompt_tokens for entry in entries)
    assert not engine.ready


def test_the_writer_draws_several_and_keeps_the_best(
    make_loaded: Make, cases: list[Case], draft: Callable[..., Path]
) -> None:
    def mostly_bad(request: Request) -> list[str]:
        good = good_mails(request)
        return [text if (request.seed + i) % 4 == 3 else " Hm\n\nNo idea." for i, text in enumerate(good)]

    engine = ScriptedEngine(mostly_bad)
    drafter = WriterDrafter(make_loaded(engine), Settings(), Plan(first=4, most=8))
    folder = draft([System("model", drafter)], cases[:1], count=2)
    entries = read_entries(folder)
    assert all("system update" in entry.written.body for entry in entries)
    assert all(request.temperature == 0.4 for request in engine.requests)
    assert len({request.seed for request in engine.requests}) == len(engine.requests)


def test_a_run_that_was_stopped_goes_on_to_the_same_drafts(
    make_loaded: Make, cases: list[Case], draft: Callable[..., Path], tmp_path: Path
) -> None:
    def systems() -> list[System]:
        loaded = make_loaded(ScriptedEngine(good_mails))
        return [
            System("glue", Baseline("glue")),
            System("model", SingleDrafter(loaded, Settings())),
            System("model", WriterDrafter(make_loaded(ScriptedEngine(good_mails)), Settings())),
        ]

    whole = draft(systems(), cases, "whole")
    lines = (whole / "drafts.jsonl").read_bytes().splitlines(keepends=True)
    for kept in (0, 1, 9, 11, 20, len(lines) - 1):
        folder = draft([], cases, f"cut-{kept}")
        (folder / "drafts.jsonl").write_bytes(b"".join(lines[:kept]) + lines[kept][:7])
        draft(systems(), cases, f"cut-{kept}")
        assert texts(folder) == texts(whole)


def test_what_is_there_is_not_drawn_again_and_models_may_be_added(
    make_loaded: Make, cases: list[Case], draft: Callable[..., Path]
) -> None:
    engine = ScriptedEngine(good_mails)
    first = System("model", SingleDrafter(make_loaded(engine), Settings()))
    draft([first], cases)
    asked = len(engine.requests)
    folder = draft([first, System("glue", Baseline("glue"))], cases)
    assert len(engine.requests) == asked
    assert {entry.model for entry in read_entries(folder)} == {"model", "glue"}


def test_another_model_of_the_same_name_is_refused(
    make_loaded: Make, cases: list[Case], draft: Callable[..., Path]
) -> None:
    loaded = make_loaded(ScriptedEngine(good_mails))
    draft([System("model", SingleDrafter(loaded, Settings()))], cases)
    with pytest.raises(EvaluationError, match="temperature differ"):
        draft([System("model", SingleDrafter(loaded, Settings(temperature=0.9)))], cases)


def test_other_briefs_or_numbers_are_refused_and_force_starts_anew(tmp_path: Path, cases: list[Case]) -> None:
    def open_journal(cases: list[Case], settings: dict[str, Any], force: bool = False) -> Journal:
        return Journal.open(tmp_path / "report", cases, settings, force=force)

    with open_journal(cases, {"seed": 0}) as journal:
        journal.claim("glue", "single", {"baseline": "glue"})
    with pytest.raises(EvaluationError, match="other briefs"):
        open_journal(cases[:1], {"seed": 0})
    with pytest.raises(EvaluationError, match="begun with seed 0, not 1"):
        open_journal(cases, {"seed": 1})
    with open_journal(cases[:1], {"seed": 1}, force=True) as journal:
        assert not journal.entries
    assert len(read_report_cases(tmp_path / "report")) == 1


def test_two_processes_do_not_write_one_report(tmp_path: Path, cases: list[Case]) -> None:
    import subprocess
    import sys

    with Journal.open(tmp_path / "report", cases, {}):
        code = (
            "import sys; from pathlib import Path; from mailwright.evaluation.journal import Journal\n"
            "Journal.open(Path(sys.argv[1]), [], {}, force=True)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "report")], capture_output=True, text=True, check=False
        )
    assert "is being written by another evaluation" in done.stderr


def test_a_brief_too_long_for_the_model_is_a_draft_that_failed(
    make_loaded: Make, cases: list[Case], draft: Callable[..., Path]
) -> None:
    engine = ScriptedEngine(good_mails, context_length=20)
    systems = [
        System("model", SingleDrafter(make_loaded(engine), Settings())),
        System("model", WriterDrafter(make_loaded(engine), Settings())),
    ]
    for entry in read_entries(draft(systems, cases[:1])):
        assert "context" in entry.written.error
        assert entry.written.body == ""


def test_an_engine_that_died_is_asked_once_more(
    make_loaded: Make, cases: list[Case], draft: Callable[..., Path]
) -> None:
    class Dying(ScriptedEngine):
        async def start(self) -> None:
            await super().start()
            self.fail_with = EngineError("died")

        async def stream(self, request: Request) -> Any:
            try:
                async for chunk in super().stream(request):
                    yield chunk
            finally:
                self.fail_with = None

    folder = draft([System("model", SingleDrafter(make_loaded(Dying(good_mails)), Settings()))], cases[:1])
    assert all("system update" in entry.written.body for entry in read_entries(folder))


def test_a_folder_that_is_no_report_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"no drafts\.jsonl"):
        read_entries(tmp_path)
    with pytest.raises(EvaluationError, match=r"no briefs\.jsonl"):
        read_report_cases(tmp_path)
    (tmp_path / "drafts.jsonl").write_text(json.dumps({"model": "x"}) + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="not what an evaluation wrote"):
        read_entries(tmp_path)


def test_progress_counts_to_the_end(cases: list[Case], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with Journal.open(tmp_path / "report", cases, {}) as journal:
        systems = [System("glue", Baseline("glue"))]
        work = draft_all(systems, cases, journal, count=2, seed=0, told=lambda *done: told.append(done))
        asyncio.run(work)
    assert told[-1] == (8, 0)
    assert told == sorted(told)
