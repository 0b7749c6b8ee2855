"""Health, version, metrics and docs say the truth and load nothing from elsewhere."""

from __future__ import annotations

import re
from typing import Any

import mailwright
from mailwright.service import ServiceSettings

WISH = {"key_points": ["system update Fri 6pm", "back up your work"], "to": "Bob", "language": "en"}


def test_live_and_ready_answer_200_once_the_model_is_up(served: Any) -> None:
    assert served.client.get("/health/live").json() == {"status": "live"}
    assert served.client.get("/health/ready").json() == {"status": "ready"}


def test_a_model_that_does_not_start_leaves_the_process_live_and_not_ready(engine: Any, start: Any) -> None:
    engine.refuse_start = True
    with start(wait=False) as served:
        assert served.client.get("/health/live").status_code == 200
        answer = served.client.get("/health/ready")
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) >= 1
        assert served.post("/v1/emails", WISH).status_code == 503
        assert served.post("/", {"prompt": "hi bob"}).json()["status"] == "error"
        assert "/secret/path" not in answer.text


def test_a_model_that_starts_late_is_tried_again_by_the_next_request(engine: Any, start: Any) -> None:
    engine.refuse_start = True
    with start(wait=False) as served:
        assert served.post("/v1/emails", WISH).status_code == 503
        engine.refuse_start = False
        while served.post("/v1/emails", WISH).status_code == 503:
            pass
        assert served.client.get("/health/ready").status_code == 200


def test_version_names_the_model_and_its_engine(served: Any) -> None:
    answer = served.client.get("/version").json()
    assert answer["version"] == mailwright.__version__
    assert answer["model"]["name"] == "scripted"
    assert answer["model"]["context_length"] == 4096


def test_the_root_leads_to_the_docs(served: Any) -> None:
    answer = served.client.get("/")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/docs"


def test_the_docs_load_nothing_from_elsewhere(served: Any) -> None:
    answer = served.client.get("/docs")
    assert answer.status_code == 200
    assert "/v1/emails" in answer.text
    assert "key_points" in answer.text
    assert not re.findall(r"(?:src|href)=[\"']?(?:https?:)?//", answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_openapi_document_describes_requests_with_examples(served: Any) -> None:
    document = served.client.get("/openapi.json").json()
    for path in ("/", "/v1/emails"):
        operation = document["paths"][path]["post"]
        content = operation["requestBody"]["content"]["application/json"]
        assert content["examples"], path
        for example in content["examples"].values():
            assert served.post(path, example["value"]).status_code in (200, 422), path
        assert content["schema"]["properties"]
        assert {"413", "422", "429", "503"} <= set(operation["responses"])
    assert "application/problem+json" in document["paths"]["/v1/emails"]["post"]["responses"]["422"]["content"]


def test_metrics_count_answers_tokens_and_drafts_with_bounded_labels(served: Any) -> None:
    served.post("/v1/emails", WISH)
    for number in range(3):
        served.client.get(f"/nothing/{number}")
        served.client.request(f"METHOD{number}", "/health/live")
    text = served.client.get("/metrics").text
    assert 'mailwright_http_requests_total{method="POST",route="/v1/emails",status="200"} 1.0' in text
    assert 'mailwright_http_requests_total{method="GET",route="other",status="404"} 3.0' in text
    assert 'method="other"' in text
    assert "METHOD0" not in text
    assert re.search(r'mailwright_tokens_total{kind="completion"} [1-9]', text)
    assert re.search(r'mailwright_drafts_total{ready="(true|false)"} 1.0', text)
    assert "mailwright_ready 1.0" in text


def test_unknown_paths_and_methods_are_problem_documents(served: Any) -> None:
    for answer, status in (
        (served.client.get("/nothing"), 404),
        (served.client.get("/v1/emails"), 405),
        (served.client.delete("/health/live"), 405),
    ):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


def test_every_answer_carries_a_request_id_and_a_safe_one_is_kept(served: Any) -> None:
    assert served.client.get("/health/live").headers["x-request-id"]
    kept = served.client.get("/health/live", headers={"X-Request-ID": "abc-1"})
    assert kept.headers["x-request-id"] == "abc-1"
    replaced = served.client.get("/health/live", headers={"X-Request-ID": "a b=<script>"})
    assert "script" not in replaced.headers["x-request-id"]


def test_pages_of_no_origin_are_allowed_by_default(served: Any) -> None:
    answer = served.post("/v1/emails", WISH, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_a_configured_origin_gets_cors_headers(start: Any) -> None:
    origin = "https://mail.example"
    with start(ServiceSettings(cors_origins=(origin,))) as served:
        asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
        preflight = served.client.options("/v1/emails", headers=asked)
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == origin
        answer = served.post("/v1/emails", WISH, headers={"Origin": origin})
        assert answer.headers["access-control-allow-origin"] == origin


def test_a_page_that_may_call_can_read_why_it_was_refused(start: Any) -> None:
    settings = ServiceSettings.model_validate(
        {"cors_origins": "https://Mail.Example/", "api_keys": "the-right-key"}
    )
    with start(settings) as served:
        refused = served.post("/v1/emails", WISH, headers={"Origin": "https://mail.example"})
        assert refused.status_code == 401
        assert refused.headers["access-control-allow-origin"] == "https://mail.example"
        assert "access-control-allow-origin" not in served.post("/v1/emails", WISH).headers


def test_a_host_name_that_is_not_ours_is_refused(served: Any) -> None:
    answer = served.client.get("/version", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert answer.json()["type"] == "urn:mailwright:problem:unknown-host"


def test_keys_guard_the_api(start: Any) -> None:
    settings = ServiceSettings.model_validate({"api_keys": "the-right-key"})
    with start(settings) as served:
        missing = served.post("/v1/emails", WISH)
        assert missing.status_code == 401
        assert missing.headers["www-authenticate"] == "Bearer"
        wrong = served.post("/", {"prompt": "x"}, headers={"X-API-Key": "the-wrong-key"})
        assert (wrong.status_code, wrong.json()["status"]) == (403, "error")
        right = served.post("/v1/emails", WISH, headers={"Authorization": "Bearer the-right-key"})
        assert right.status_code == 200
