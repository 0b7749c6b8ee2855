"""The native route: checked drafts, events in order, strictness, wrong fields by name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mailwright.brief import brief_from_dict
from mailwright.engines.base import Request
from mailwright.errors import EngineError
from mailwright.service.v1.schema import EmailRequest

WISH = {
    "from": "Ana",
    "to": ["Bob"],
    "key_points": ["system update Fri 6pm", "back up your work"],
    "length": "short",
    "language": "en",
    "seed": 1,
}
INVENTED = (
    " Update\n\nHi Bob,\n\nOur system update is on Friday at 6pm. Please back up your work by Tuesday."
    "\n\nBest regards,\nAna"
)


def invent(request: Request) -> list[str]:
    return [INVENTED] * request.n


def events_of(text: str) -> list[tuple[str, Any]]:
    found = []
    for block in text.split("\n\n"):
        if block:
            name, data = block.split("\n")
            found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_drafts_come_with_their_findings(served: Any) -> None:
    answer = served.post("/v1/emails", {**WISH, "n": 2})
    assert answer.status_code == 200
    content = answer.json()
    assert content["model"] == "scripted"
    assert content["id"].startswith("email-")
    assert [draft["index"] for draft in content["drafts"]] == [0, 1]
    for draft in content["drafts"]:
        assert "Bob" in draft["body"]
        assert draft["subject"]
        assert [item["point"] for item in draft["coverage"]] == [0, 1]
        assert draft["unsupported"] == []
        assert draft["finish_reason"] == "stop"
    assert content["usage"]["completion_tokens"] > 0
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "change",
    [
        {"from": {"name": "Ana", "email": "ana@example.com"}, "to": "Bob"},
        {"to": {"name": "Bob"}, "from": "Ana <ana@example.com>"},
        {"to": ["Bob", {"name": "Cid", "email": None}], "from": None},
        {"to": [], "subject": None, "tone": None, "received": None, "signature": None, "prompt": None},
        {"n": 2.0, "max_tokens": 64.0, "temperature": 1},
        {"key_points": None, "prompt": "tell bob about the system update"},
    ],
)
def test_the_forms_of_a_field_are_taken(served: Any, change: dict[str, Any]) -> None:
    answer = served.post("/v1/emails", {**WISH, **change})
    assert answer.status_code == 200, answer.text


def test_an_empty_sender_or_recipient_leaves_the_prompts_own() -> None:
    wish = {"prompt": "tell priya the invoice 4411 is late, sign as Ana", "from": "", "to": [""]}
    for request in ({"prompt": wish["prompt"]}, wish):
        brief = brief_from_dict(EmailRequest.model_validate(request).brief_record)
        assert (brief.sender.name, [person.name for person in brief.to]) == ("Ana", ["Priya"])


def test_flag_returns_an_invented_fact_with_its_place(engine: Any, served: Any) -> None:
    engine.inner.script = invent
    (draft,) = served.post("/v1/emails", WISH).json()["drafts"]
    assert not draft["ready"]
    (fact,) = draft["unsupported"]
    start, end = fact["span"]
    assert draft["body"][start:end] == fact["text"] == "Tuesday"


def test_strict_refuses_an_invented_fact_and_hands_out_findings_only(engine: Any, served: Any) -> None:
    engine.inner.script = invent
    answer = served.post("/v1/emails", {**WISH, "policy": "strict"})
    assert answer.status_code == 422
    content = answer.json()
    assert content["type"] == "urn:mailwright:problem:no-draft-passed"
    assert content["findings"][0]["unsupported"][0]["text"] == "Tuesday"
    assert "body" not in content["findings"][0]


def test_strict_returns_drafts_that_pass(served: Any) -> None:
    answer = served.post("/v1/emails", {**WISH, "policy": "strict"})
    assert answer.status_code == 200
    assert answer.json()["drafts"][0]["unsupported"] == []


def test_a_stream_gives_tokens_then_drafts_then_done(served: Any) -> None:
    answer = served.post("/v1/emails", {**WISH, "n": 2, "stream": True})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = events_of(answer.text)
    names = [name for name, _ in events]
    assert names[-1] == "done"
    assert names.count("done") == 1
    assert names.count("draft") == 2
    assert "error" not in names
    drafted: set[int] = set()
    shown: dict[int, str] = {}
    for name, data in events:
        if name == "token":
            assert set(data) == {"index", "candidate", "text"}
            assert data["index"] not in drafted
            shown[data["index"]] = shown.get(data["index"], "") + data["text"]
        elif name == "draft":
            assert shown[data["index"]]
            drafted.add(data["index"])
    assert drafted == {0, 1}
    assert events[-1][1]["usage"]["completion_tokens"] > 0


def test_a_strict_stream_ends_with_one_error_event(engine: Any, served: Any) -> None:
    engine.inner.script = invent
    events = events_of(served.post("/v1/emails", {**WISH, "stream": True, "policy": "strict"}).text)
    names = [name for name, _ in events]
    assert names[-1] == "error"
    assert "draft" not in names
    assert "done" not in names
    assert events[-1][1]["status"] == 422
    assert events[-1][1]["findings"]


@pytest.mark.parametrize("error", [EngineError("died in /secret/path"), RuntimeError("/secret/path")])
def test_a_failing_engine_ends_a_stream_with_one_error_event(engine: Any, served: Any, error: Exception) -> None:
    engine.fail_with = error
    events = events_of(served.post("/v1/emails", {**WISH, "stream": True}).text)
    assert [name for name, _ in events] == ["error"]
    assert events[0][1]["status"] == (503 if isinstance(error, EngineError) else 500)
    assert "secret" not in json.dumps(events)


@pytest.mark.parametrize(
    ("error", "status"), [(EngineError("died in /secret/path"), 503), (RuntimeError("/secret/path"), 500)]
)
def test_a_failing_engine_is_a_problem_and_the_place_is_free_again(
    engine: Any, served: Any, error: Exception, status: int
) -> None:
    engine.fail_with = error
    answer = served.post("/v1/emails", WISH)
    assert answer.status_code == status
    assert "secret" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert served.service.admission.generating == 0
    engine.fail_with = None
    assert served.post("/v1/emails", WISH).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key_point": ["x"]}, "key_point"),
        ({"n": 0}, "n"),
        ({"n": 17}, "n"),
        ({"n": True}, "n"),
        ({"n": "2"}, "n"),
        ({"max_tokens": 15}, "max_tokens"),
        ({"temperature": 2.5}, "temperature"),
        ({"seed": -1}, "seed"),
        ({"stream": "yes"}, "stream"),
        ({"policy": "lenient"}, "policy"),
        ({"tone": "grumpy"}, "tone"),
        ({"length": "endless"}, "length"),
        ({"language": "not a tag"}, "language"),
        ({"language": "xx"}, "language"),
        ({"key_points": ["fine", " "]}, "key_points[1]"),
        ({"key_points": ["a"] * 33}, "key_points"),
        ({"key_points": ["a", 2]}, "key_points[1]"),
        ({"key_points": "a string"}, "key_points"),
        ({"key_points": []}, "key_points"),
        ({"to": [1]}, "to[0]"),
        ({"to": ["Bob", {"nme": "x"}]}, "to[1]"),
        ({"from": {"name": 1}}, "from"),
        ({"from": "A\u0000na"}, "from"),
        ({"received": "x" * 16_001}, "received"),
        ({"key_points": None, "prompt": " "}, "prompt"),
        ({"key_points": None, "prompt": "a\u0001b"}, "prompt"),
        ({"key_points": None, "prompt": ""}, "key_points"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(served: Any, change: dict[str, Any], field: str) -> None:
    answer = served.post("/v1/emails", {**WISH, **change})
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    content = answer.json()
    assert {"type", "title", "status", "detail", "errors", "request_id"} <= set(content)
    assert content["errors"][0]["field"] == field
    assert content["errors"][0]["reason"]
    assert field in content["detail"]


def test_a_brief_too_long_for_the_context_is_413_before_any_work(engine: Any, served: Any) -> None:
    engine.inner.context_length = 50
    answer = served.post("/v1/emails", {**WISH, "received": "word " * 100})
    assert answer.status_code == 413
    assert "context holds 50" in answer.json()["detail"]
    assert engine.prompts == []
