from __future__ import annotations

from pathlib import Path

import pytest

from mailwright.corpus.cleaning import CleaningConfig
from mailwright.corpus.leakage.assignment import Shares
from mailwright.corpus.pipeline.settings import SettingsError, changed, changed_dataclass, read_settings


def test_tables_change_what_they_name_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(
        '[cleaning]\nmin_words = 30\nlanguages = ["en"]\n[cleaning.pii]\nphone = "drop"\n[shares]\ntest = 0\n'
    )
    settings = read_settings(path)
    config = changed(CleaningConfig(), settings.cleaning, "cleaning")
    wanted = CleaningConfig.model_validate({"min_words": 30, "languages": ["en"], "pii": {"phone": "drop"}})
    assert config.model_dump() == wanted.model_dump()
    assert changed_dataclass(Shares(), settings.shares, "shares") == Shares(test=0)
    assert settings.extraction == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[cleaning]\nmin_wrods = 3\n", r"cleaning\.min_wrods is not known: did you mean min_words\?"),
        ("[cleaning.pii]\nfone = 'drop'\n", r"cleaning\.pii\.fone is not known: did you mean phone\?"),
        ("[cleaning]\nmin_words = 'few'\n", r"cleaning\.min_words is 'few'"),
        ("[cleaning]\nmin_words = 0\n", r"cleaning\.min_words is 0: input should be greater"),
        ("[cleaning.pii]\nphone = 'hide'\n", r"cleaning\.pii\.phone is 'hide'"),
        ("[cleanign]\n", r"cleanign is not known: did you mean cleaning\?"),
        ("cleaning = 3\n", r"must be a table"),
        ("[cleaning\n", r"is not TOML"),
    ],
)
def test_what_is_misspelt_or_makes_no_sense_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=message):
        changed(CleaningConfig(), read_settings(path).cleaning, "cleaning")


def test_a_misspelt_share_is_named() -> None:
    with pytest.raises(SettingsError, match="did you mean validation"):
        changed_dataclass(Shares(), {"validaton": 0.1}, "shares")
