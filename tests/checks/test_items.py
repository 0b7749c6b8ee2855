from __future__ import annotations

import pytest

from mailwright.checks.items import find_items, offers_of, supported

SAME = [
    ("1,830.40", "1.830,40", "en"),
    ("1,830.40", "1 830,40", "en"),
    ("1830", "1'830", "en"),
    ("12k", "12,000", "en"),
    ("€12k", "12,000 EUR", "en"),
    ("EUR 230", "230 €", "en"),
    ("£5", "5 pounds", "en"),
    ("$3.5m", "3,500,000 dollars", "en"),
    ("3.5m euros", "3.5 million euros", "en"),
    ("fee 640", "a fee of £640", "en"),
    ("pay 72-80k", "between £72k and £80k", "en"),
    ("15%", "15 percent", "en"),
    ("15 %", "15 per cent", "en"),
    ("3pm", "15:00", "en"),
    ("3pm", "3 p.m.", "en"),
    ("at 3 p.m.", "at 15.00", "en"),
    ("15 h", "15:00", "de"),
    ("15h30", "15:30", "fr"),
    ("15h", "3 pm", "en"),
    ("half past three", "3:30 pm", "en"),
    ("quarter to five", "16:45", "en"),
    ("noon", "12:00", "en"),
    ("midnight", "00:00", "en"),
    ("9 in the morning", "9 am", "en"),
    ("8 o'clock in the evening", "20:00", "en"),
    ("from 10 to 12", "10-12", "en"),
    ("10 am-5 pm", "from 10 a.m. to 5 p.m.", "en"),
    ("3 June", "June 3rd", "en"),
    ("3 June", "3/6", "en"),
    ("3 June", "6/3", "en"),
    ("3 June", "on the 3rd of June", "en"),
    ("4 November", "4.11.", "de"),
    ("14-18 July", "from 14 to 18 July", "en"),
    ("14-18 July", "July 14 to 18", "en"),
    ("8 to 26 September", "8 September to 26 September", "en"),
    ("june: 3rd and 10th", "3 and 10 June", "en"),
    ("the 3rd", "3 June", "en"),
    ("17 may not possible", "17 May is not possible", "en"),
    ("8 sept, no longer 12", "8 September and no longer 12 September", "en"),
    ("8 aug not 20", "on 8 August, not on 20 August", "en"),
    ("3 sept, then 10, came 19", "3 September, then 10 September; it came on 19 September", "en"),
    ("8 aug not 20 people", "8 August, and not 20 people", "en"),
    ("2 weeks", "two weeks", "en"),
    ("25 people", "twenty-five people", "en"),
    ("310 people", "three hundred and ten people", "en"),
    ("30 min", "half an hour", "en"),
    ("2x", "twice", "en"),
    ("3rd time", "the third time", "en"),
    ("fri", "Friday", "en"),
    ("thurs", "on Thursdays", "en"),
    ("in sept", "in September", "en"),
    ("tmrw", "tomorrow", "en"),
    ("nxt wk", "next week", "en"),
    ("555-0118", "555 0118", "en"),
    ("+44 20 7946 0958", "+44 20-7946-0958", "en"),
    ("CL-20977", "CL 20977", "en"),
    ("DE89370400440532013000", "DE89 3704 0044 0532 0130 00", "en"),
    ("https://example.com/x/", "www.example.com/x", "en"),
    ("A.B@example.com", "a.b@example.com", "en"),
    ("p.7", "page 7", "en"),
    ("batches P30-P34", "batches P30 to P34", "en"),
    ("d2 is long", "Day 2 is long", "en"),
    ("Mo 4.11. 14 Uhr", "Montag, 4. November, 14:00", "de"),
    ("1.140 €", "1140 Euro", "de"),
    ("lunes 3 de junio", "lunes, 3 de junio", "es"),
    ("deux semaines", "2 semaines", "fr"),
    ("venerdì 12 marzo", "ven 12/3", "it"),
    ("vijf dagen", "5 dagen", "nl"),
    ("sexta-feira, 4 de abril", "sex 4/4", "pt"),
    ("20h30", "20:30", "pt"),
    ("5 APRİL 2026", "5 April 2026", "en"),  # a Turkish keyboard's capital
    ("5 aprıl", "5 April", "en"),
    ("salary 62-65k", "£62,000 to £65,000", "en"),
    ("at mıdnight", "at midnight", "en"),
    ("5 auguſt", "5 August", "en"),
]

DIFFERENT = [
    ("3pm", "3 am", "en"),
    ("3:30 pm", "4:30 pm", "en"),
    ("3 June", "3 July", "en"),
    ("3 June", "4 June", "en"),
    ("£230", "€230", "en"),
    ("£230", "£240", "en"),
    ("12,000", "1,200", "en"),
    ("12 boxes", "12,000 boxes", "en"),
    ("15%", "16%", "en"),
    ("CL-20977", "CL-20979", "en"),
    ("555-0118", "555-0119", "en"),
    ("Friday", "Thursday", "en"),
    ("today", "tomorrow", "en"),
    ("next week", "next month", "en"),
    ("example.com/x", "example.com/y", "en"),
    ("a@example.com", "b@example.com", "en"),
    ("section 3B", "section 3C", "en"),
    ("DM27Q", "DM28Q", "en"),
    ("77-1180", "77-1181", "en"),
    ("14-18 July", "14-19 July", "en"),
    ("8 sept for 12 people", "12 September", "en"),
    ("Montag", "Dienstag", "de"),
    ("3 juin", "3 juillet", "fr"),
]


def says_all_of(brief: str, draft: str, language: str) -> bool:
    offers = offers_of(find_items(brief, language))
    items = [item for item in find_items(draft, language) if item.certain]
    return bool(items) and all(supported(item, offers) for item in items)


@pytest.mark.parametrize(("brief", "draft", "language"), SAME)
def test_equivalent_forms_support_each_other(brief: str, draft: str, language: str) -> None:
    offers = offers_of(find_items(draft, language))
    wanted = [item for item in find_items(brief, language) if item.certain]
    assert wanted
    assert all(supported(item, offers) for item in wanted)


@pytest.mark.parametrize(("brief", "draft", "language"), DIFFERENT)
def test_another_fact_is_not_supported(brief: str, draft: str, language: str) -> None:
    assert not says_all_of(brief, draft, language)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("call 555-0118", ["phone"]),
        ("write to ana@example.com or see example.org/form.", ["address", "link"]),
        ("invoice CL-20977 over £312.40 by Friday at 5pm", ["identifier", "amount", "weekday", "time"]),
        ("on 3 June 2026", ["date", "number"]),
        ("10kg in a 4-week trial for 25 €/day", ["number", "number", "amount"]),
        ("scenes 3,7,22", ["number", "number", "number"]),
        ("version 4.2.1", ["identifier"]),
    ],
)
def test_items_are_told_apart_by_kind(text: str, kinds: list[str]) -> None:
    assert [item.kind for item in find_items(text) if item.certain] == kinds


@pytest.mark.parametrize(
    "text", ["one of us may march on", "the sun sat low", "a second try, thanks a million", "I am writing today"]
)
def test_ordinary_words_are_no_certain_items(text: str) -> None:
    assert not [item for item in find_items(text) if item.certain]


def test_may_is_a_month_after_in_and_before_a_day() -> None:
    for text in ("We meet in May.", "We meet on 4 May.", "We meet on May 4."):
        assert any(value.startswith(("m:5", "d:5-4")) for item in find_items(text) for value in item.values)
