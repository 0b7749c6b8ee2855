"""The language of a brief is detected from its points and its subject."""

from __future__ import annotations

import pytest

from mailwright.brief import Brief
from mailwright.brief.language import detect_language


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "system update fri 6pm, back up your work"),
        ("de", "Angebot Fensterreinigung, 3 Etagen, einmal im Monat, gültig bis 31. Mai"),
        ("es", "la reunión del lunes pasa a las 11:00, traer los datos de marzo"),
        ("fr", "ascenseur en panne jusqu'à vendredi, le réparateur est prévenu"),
        ("it", "la riunione è spostata a giovedì, portare i dati di marzo"),
        ("nl", "de vergadering is verplaatst naar donderdag, neem de cijfers mee"),
        ("pt", "a reunião passa para quinta-feira, trazer os dados de março"),
    ],
)
def test_each_language_is_told(language: str, text: str) -> None:
    assert detect_language(text) == language
    assert Brief(points=[text]).language == language


@pytest.mark.parametrize("text", ["", "ok", "VPN-Wartung", "KX19 PLO 4471", "Müller, Weiß"])
def test_what_is_too_short_to_tell_counts_as_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_a_subject_in_another_language_decides_over_points_in_english() -> None:
    points = ["thanks for interview and the time he took", "decided for someone else, close decision"]
    assert Brief(points=points, subject="Ihre Bewerbung als Kundenberater").language == "de"
    assert Brief(points=points, subject="Your application").language == "en"


def test_a_given_language_is_taken_as_it_is() -> None:
    assert Brief(points=["la reunión del lunes pasa a las 11:00"], language="en").language == "en"
