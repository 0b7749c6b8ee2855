"""Settings come from arguments and the environment, and refuse what is unsafe or misspelt."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from mailwright.service import ServiceSettings


def test_the_environment_is_read_and_arguments_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILWRIGHT_PORT", "9000")
    monkeypatch.setenv("MAILWRIGHT_QUEUE_SIZE", "3")
    monkeypatch.setenv("MAILWRIGHT_API_KEYS", "first-key-1, second-key-2")
    monkeypatch.setenv("MAILWRIGHT_CORS_ORIGINS", "https://a.example,https://b.example")
    settings = ServiceSettings(port=9001)
    assert (settings.port, settings.queue_size) == (9001, 3)
    assert [key.get_secret_value() for key in settings.api_keys] == ["first-key-1", "second-key-2"]
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert "first-key-1" not in repr(settings)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "mail.example.com"])
def test_other_hosts_than_loopback_need_a_key_or_a_word(host: str) -> None:
    with pytest.raises(ValidationError, match="--allow-open"):
        ServiceSettings(host=host)
    assert ServiceSettings(host=host, allow_open=True).host == host
    assert ServiceSettings.model_validate({"host": host, "api_keys": ["long-enough"]}).host == host


@pytest.mark.parametrize(
    "wrong", [{"prot": 1}, {"port": 70000}, {"concurrency": 0}, {"queue_size": -1}, {"api_keys": "short"}]
)
def test_misspelt_and_impossible_settings_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ServiceSettings(**wrong)
