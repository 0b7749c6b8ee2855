"""The Writer draws, checks, ranks, and draws again only for what is missing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conftest import ScriptedEngine

from mailwright.brief import Brief
from mailwright.draft import Draft
from mailwright.engines.base import Request
from mailwright.errors import EngineError, LanguageError, PromptTooLongError
from mailwright.models.manifest import Confidence
from mailwright.writer import DoneEvent, DraftEvent, Plan, Sampling, SamplingError, TokenEvent, Writer

MakeWriter = Callable[..., Writer]
pytestmark = pytest.mark.anyio

UPDATE = Brief(
    sender="Ana", to="Bob", points=["system update Fri 6pm", "back up your work"], length="short", language="en"
)
FORGETS = " Update\n\nHi Bob,\n\nWe will have a system update on Friday at 6pm, {}.\n\nBest regards,\nAna"
SAYS_ALL = (
    " Update\n\nHi Bob,\n\nOur system update is on Friday at 6pm. Please back up your work.\n\nBest regards,\nAna"
)
INVENTS = (
    " Update\n\nHi Bob,\n\nOur system update is on Friday at 6pm. Please back up your work by Tuesday, 14 May."
    "\n\nBest regards,\nAna"
)


async def test_a_faithful_mail_is_ready(make_writer: MakeWriter) -> None:
    drafts, usage = await make_writer().awrite(UPDATE, Sampling(seed=1))
    (draft,) = drafts
    assert draft.ready, draft.findings
    assert draft.subject == "System update on Friday"
    assert draft.body.startswith("Hi Bob,")
    assert [item.covered for item in draft.coverage] == [True, True]
    assert usage.prompt_tokens > 0
    assert usage.completion_tokens > 0


async def test_six_drafts_differ(make_writer: MakeWriter) -> None:
    drafts, _ = await make_writer().awrite(UPDATE, Sampling(n=6, seed=1))
    assert [draft.index for draft in drafts] == list(range(6))
    assert len({draft.body for draft in drafts}) == 6


async def test_the_same_seed_gives_the_same_drafts(make_writer: MakeWriter) -> None:
    first, _ = await make_writer().awrite(UPDATE, Sampling(n=3, seed=7))
    again, _ = await make_writer().awrite(UPDATE, Sampling(n=3, seed=7))
    assert [draft.body for draft in first] == [draft.body for draft in again]


async def test_the_faithful_candidate_wins(make_writer: MakeWriter) -> None:
    def script(request: Request) -> list[str]:
        return [FORGETS.format("whatever that means"), INVENTS, SAYS_ALL, INVENTS][: request.n]

    drafts, _ = await make_writer(script).awrite(UPDATE)
    assert "Tuesday" not in drafts[0].body
    assert drafts[0].ready, drafts[0].findings


async def test_of_equals_the_one_wins_that_the_others_resemble_if_no_likelihood_is_told(
    make_writer: MakeWriter,
) -> None:
    other = (
        " Update\n\nHi Bob,\n\nOn Friday at 6pm you back up the system update of your work.\n\nBest regards,\nAna"
    )

    def script(request: Request) -> list[str]:
        return [other, SAYS_ALL, SAYS_ALL.replace("Please", "Kindly"), FORGETS.format("again")][: request.n]

    (draft,), _ = await make_writer(script).awrite(UPDATE)
    assert "Our system update" in draft.body


async def test_of_equals_the_one_wins_that_the_model_holds_for_likely(
    make_writer: MakeWriter, scripted_engine: ScriptedEngine
) -> None:
    scripted_engine.thinks = lambda text: -1.0 if "You should know of" in text else -40.0
    (draft,), _ = await make_writer(scripted_engine).awrite(UPDATE, Sampling(seed=0))
    assert "You should know of" in draft.body
    assert draft.surprisal == 1.0
    assert draft.confidence is None


async def test_a_draft_that_the_model_doubts_is_not_ready_however_well_it_is_checked(
    make_writer: MakeWriter, scripted_engine: ScriptedEngine
) -> None:
    trust = Confidence(intercept=4.0, slope=2.0, ready=0.5)
    for surprisal, ready in ((3.0, True), (40.0, False)):
        scripted_engine.thinks = {3.0: lambda _: -3.0, 40.0: lambda _: -40.0}[surprisal]
        (draft,), _ = await make_writer(scripted_engine, confidence=trust).awrite(UPDATE, Sampling(seed=0))
        assert draft.confidence == trust.of(surprisal)
        assert draft.ready is ready
        assert [problem.kind for problem in draft.problems] == ([] if ready else ["doubt"])
    assert len(scripted_engine.requests) == 2  # what the checks find nothing in is not drawn again


def test_confidence_falls_with_surprisal_and_never_overflows() -> None:
    trust = Confidence(intercept=4.0, slope=2.0, ready=0.5)
    told = [trust.of(surprisal) for surprisal in (0.0, 1e-3, 1.0, 10.0, 1e9)]
    assert told == sorted(told, reverse=True)
    assert 0 <= told[-1] < told[0] <= 1


async def test_a_missing_point_is_drawn_again_by_name(make_writer: MakeWriter) -> None:
    prompts: list[Request] = []

    def script(request: Request) -> list[str]:
        prompts.append(request)
        text = SAYS_ALL if "Do not leave out:" in request.prompt else FORGETS.format("as you may know")
        return [text] * request.n

    drafts, _ = await make_writer(script).awrite(UPDATE)
    assert drafts[0].ready, drafts[0].findings
    assert len(prompts) == 2
    assert prompts[1].prompt.split("Do not leave out:\n")[1].startswith("- back up your work\n")


async def test_drawing_ends_within_its_bound(make_writer: MakeWriter) -> None:
    drawn: list[int] = []

    def script(request: Request) -> list[str]:
        drawn.append(request.n)
        return [FORGETS.format(f"attempt {request.seed + i}") for i in range(request.n)]

    drafts, _ = await make_writer(script, Plan(first=4, most=8, rounds=9)).awrite(UPDATE)
    assert not drafts[0].ready
    assert sum(drawn) <= 8


async def test_identical_candidates_are_drawn_again_at_a_livelier_temperature(make_writer: MakeWriter) -> None:
    requests: list[Request] = []

    def script(request: Request) -> list[str]:
        requests.append(request)
        if request.temperature == 0:
            return [SAYS_ALL] * request.n
        other = SAYS_ALL.replace("Our system update is", "Please expect the system update")
        return [other.replace("Please back up", "Remember to back up") for _ in range(request.n)]

    drafts, _ = await make_writer(script).awrite(UPDATE, Sampling(n=2, temperature=0))
    assert drafts[0].body != drafts[1].body
    assert requests[1].temperature >= 0.7


async def test_n_drafts_come_even_from_a_model_that_says_one_thing(make_writer: MakeWriter) -> None:
    drafts, _ = await make_writer(lambda request: [SAYS_ALL] * request.n).awrite(UPDATE, Sampling(n=3))
    assert len(drafts) == 3


async def test_a_draft_that_was_cut_off_is_not_ready_nor_drawn_again(make_writer: MakeWriter) -> None:
    drawn: list[Request] = []

    def script(request: Request) -> list[str]:
        drawn.append(request)
        return [SAYS_ALL] * request.n

    drafts, _ = await make_writer(script).awrite(UPDATE, Sampling(max_tokens=8))
    assert drafts[0].finish_reason == "length"
    assert "cut_off" in {problem.kind for problem in drafts[0].problems}
    assert len(drawn) == 1


async def test_tokens_come_before_their_draft_and_the_end_last(make_writer: MakeWriter) -> None:
    events = [event async for event in make_writer().stream(UPDATE, Sampling(n=2, seed=3))]
    kinds = [type(event) for event in events]
    assert kinds[-3:] == [DraftEvent, DraftEvent, DoneEvent]
    assert set(kinds[:-3]) == {TokenEvent}
    shown = {event.index for event in events if isinstance(event, TokenEvent)}
    assert shown == {0, 1}


async def test_closing_the_stream_cancels_the_engine(make_writer: MakeWriter, scripted_engine) -> None:  # type: ignore[no-untyped-def]
    events = make_writer(scripted_engine).stream(UPDATE)
    assert isinstance(await anext(events), TokenEvent)
    await events.aclose()
    assert scripted_engine.cancelled == 1
    assert scripted_engine.running == 0


async def test_a_language_that_the_model_lacks_is_refused_when_validated_and_marked_when_written(
    make_writer: MakeWriter,
) -> None:
    brief = Brief(points=["Angebot Fensterreinigung"], language="de")
    with pytest.raises(LanguageError, match="gemma"):
        await make_writer().validate(brief)
    drafts, _ = await make_writer().awrite(brief)
    assert "language" in {problem.kind for problem in drafts[0].problems}


async def test_a_brief_beyond_the_context_is_refused_before_work(make_writer: MakeWriter, scripted_engine) -> None:  # type: ignore[no-untyped-def]
    scripted_engine.context_length = 100
    with pytest.raises(PromptTooLongError, match="100"):
        await make_writer(scripted_engine).validate(UPDATE, Sampling(max_tokens=90))
    assert scripted_engine.requests == []


async def test_an_engine_that_fails_is_no_draft(make_writer: MakeWriter, scripted_engine) -> None:  # type: ignore[no-untyped-def]
    scripted_engine.fail_with = EngineError("the worker died")
    with pytest.raises(EngineError, match="died"):
        await make_writer(scripted_engine).awrite(UPDATE)


def test_a_writer_works_without_a_loop_too(make_writer: MakeWriter) -> None:
    with make_writer() as writer:
        drafts: list[Draft] = writer.write(UPDATE, n=2, seed=5)
    assert len(drafts) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [("n", 0), ("n", 17), ("temperature", float("nan")), ("temperature", -1.0), ("max_tokens", 0), ("seed", -1)],
)
def test_sampling_out_of_range_is_refused_by_name(field: str, value: float) -> None:
    with pytest.raises(SamplingError, match=field):
        Sampling(**{field: value})  # type: ignore[arg-type]


async def test_the_signature_takes_the_place_of_the_name(make_writer: MakeWriter) -> None:
    brief = Brief(
        sender="Ana", to="Bob", points=UPDATE.points, length="short", language="en", signature="Ana Silva\nIT"
    )
    drafts, _ = await make_writer().awrite(brief)
    assert drafts[0].body.endswith("Best regards,\nAna Silva\nIT")


async def test_a_candidate_without_text_comes_last(make_writer: MakeWriter) -> None:
    def script(request: Request) -> list[str]:
        return [" Update\n\n", *(f" x\n\n{word} " + "so it goes. " * 90 for word in "abcdefg")][: request.n]

    drafts, _ = await make_writer(script).awrite(UPDATE, Sampling(n=3))
    assert all(draft.body for draft in drafts)
