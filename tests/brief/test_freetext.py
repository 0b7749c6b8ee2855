"""What is read out of a wish in a user's own words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.brief import Brief, Reading, read_prompt
from mailwright.brief.freetext import fields_from_prompt
from mailwright.brief.model import MAX_POINTS

KEPT = [
    (
        "To Mr Brown,\nthe roof is leaking again. Please send someone.\nEve Lamb",
        "Mr Brown",
        "the roof is leaking again",
    ),
    (
        "mail to our customer Mr Falk, his order is ready, he can come from Thursday",
        "Mr Falk",
        "his order is ready",
    ),
    ("tell Bob, my car is dead. need a lift", "Bob", "my car is dead"),
    ("tell mum at home all is well, back on sunday", "mum at home", "all is well"),
    ("inform Anna of the delay, 2 days", "Anna", "the delay, 2 days"),
    ("tell tom (the bike is his now) and the helmet too", "Tom", "the bike is his now"),
    ("Decline the invitation from Dr. Meyer for 12 May, I am away", "Dr. Meyer", "invitation"),
    ("i have to ask my manager Lisa for friday off", "Lisa", "ask for friday off"),
    ("I need to tell Karen that the lift is broken", "Karen", "the lift is broken"),
    ("i need you to write an email to Bob saying the car is ready, 430 euro", "Bob", "the car is ready, 430 euro"),
    ("send a mail to bob.smith@example.org: the report is late", "bob.smith@example.org", "the report is late"),
]

HOSTILE = [
    "a ", "(", ", ", "a, ", "x", ". ", "A. ", '"', "'", "to ", "tell ", "my ", "a\n", "subject ", "subject: ",
    "from X ",
    "- a ", "STOP ", "and ", "mr. ", "1) ", "-", "Aa Bb ", "my boss ", "(a ", "say a b ", "make this ", "not x. ",
    "(write on ", "1 ", ": ", " ", "\t", "mail to ", "win x ", " . , ", "é ", "I have a b ", "a-", "need the a to ",
    "a@",
    "http://", "no ", "Mr Ab, ", "him his name is ", "i'm Ab ", "the teacher is ",
]  # fmt: skip


def names(reading: Reading) -> list[str]:
    return [person.name for person in reading.to]


@pytest.mark.parametrize(("wish", "to", "said"), KEPT)
def test_what_stands_beside_a_name_is_kept(wish: str, to: str, said: str) -> None:
    reading = read_prompt(wish)
    assert [str(person) for person in reading.to] == [to]
    assert said in "; ".join(reading.points)
    assert not any(point.startswith(("i have", "I need", "i need")) for point in reading.points)


@pytest.mark.parametrize(
    ("wish", "points"),
    [
        ("Dear Sir or Madam, I want to return order 99812. Nadia Haddad", ("I want to return order 99812",)),
        ("Subject: Re: Invoice 3321\n\nDear Clara, payment went out today.\n\nOle", ("payment went out today",)),
        ("1. greet Omar\n2. contract is attached\n3. sign it", ("greet Omar", "contract is attached", "sign it")),
        ("tell the team: Ana - slides, Ben - demo", ("Ana - slides", "Ben - demo")),
    ],
)
def test_nothing_is_said_twice_or_torn_apart(wish: str, points: tuple[str, ...]) -> None:
    assert read_prompt(wish).points == points


def test_the_wish_without_any_frame_is_all_points() -> None:
    reading = read_prompt("we will have a system update on friday. please backup your work")
    assert reading.points == ("we will have a system update on friday", "please backup your work")
    assert (reading.to, reading.sender.name, reading.subject) == ((), "", "")
    assert (reading.tone, reading.length) == ("neutral", "short")


@pytest.mark.parametrize(
    ("prompt", "to", "sender", "points"),
    [
        (
            "tell priya the invoice 4411 is late, ask to pay by fri, friendly",
            ["Priya"], "", ("the invoice 4411 is late", "ask to pay by fri"),
        ),
        (
            "formal to mr sandoval about the rent of 1,830.40; Ekaterina Morozova",
            ["Mr Sandoval"], "Ekaterina Morozova", ("about the rent of 1,830.40",),
        ),
        (
            'Email Bartholomew, subject "Your microphone": he left it in room 4.12',
            ["Bartholomew"], "", ("he left it in room 4.12",),
        ),
        (
            "mail to all staff from IT Support: passwords expire on 3 May",
            ["all staff"], "IT Support", ("passwords expire on 3 May",),
        ),
        ("answer priya - yes to the 12th", ["Priya"], "", ("yes to the 12th",)),
        ("reply to Hector that we accept 4,200", ["Hector"], "", ("we accept 4,200",)),
        ("tell bob he left his bike", ["Bob"], "", ("he left his bike",)),
        ("ask hr to send the form. andrés muñoz", ["HR"], "Andrés Muñoz", ("send the form",)),
        ("To: Facilities. Re: Blinds. 3 of 5 stuck. From: Anselm", ["Facilities"], "Anselm", ("3 of 5 stuck",)),
        ("TELL ALL DRIVERS THE A38 IS CLOSED. DISPATCH", ["all drivers"], "Dispatch", ("THE A38 IS CLOSED",)),
        ("Dear Mr. Okafor, the lift is out. Ada Obi", ["Mr. Okafor"], "Ada Obi", ("the lift is out",)),
        ("tell Jo, Max and Ana that lunch is at 1", ["Jo, Max and Ana"], "", ("lunch is at 1",)),
        ("abena nkosi to fabrice ziegler, firm: D4 is blank", ["Fabrice Ziegler"], "Abena Nkosi", ("D4 is blank",)),
        ("Maeve, the answer is yes", ["Maeve"], "", ("the answer is yes",)),
        ("ask landlord (Mr Peters) to fix tap", ["Mr Peters"], "", ("fix tap",)),
        ("Cut the grass (from Bram)", [], "Bram", ("Cut the grass",)),
        (
            "I run a yarn shop. Long apology to the customers: 60 kg came out green",
            ["customers"], "", ("I run a yarn shop", "apology: 60 kg came out green"),
        ),
        ("an herrn brinkmann: heizung kaputt. Svenja Ott", ["Herrn Brinkmann"], "Svenja Ott", ("heizung kaputt",)),
        ("Hi Tom, see you at 6. With best wishes, Mia Stone", ["Tom"], "Mia Stone", ("see you at 6",)),
        ("Termin um 8. Mit freundlichen Grüßen, Karin Stoll", [], "Karin Stoll", ("Termin um 8",)),
        ("à tous les résidents : ascenseur en panne", ["tous les résidents"], "", ("ascenseur en panne",)),
    ],
)  # fmt: skip
def test_recipient_sender_and_points_are_told_apart(
    prompt: str, to: list[str], sender: str, points: tuple[str, ...]
) -> None:
    reading = read_prompt(prompt)
    assert (names(reading), reading.sender.name, reading.points) == (to, sender, points)


@pytest.mark.parametrize(
    ("prompt", "point"),
    [
        ("thank jonas for hosting our workshop", "thanks for hosting our workshop"),
        ("remind everybody to lock the back door", "reminder: lock the back door"),
        ("apologise to residents: the dates were wrong", "apologise: the dates were wrong"),
        ("complain to the airline about my bag", "complaint about my bag"),
        ("invite Ambassador Quispe to the opening", "invite to the opening"),
        ("ask christine if she has my drill", "ask if she has my drill"),
        ("ask christine for the key", "ask for the key"),
    ],
)
def test_verbs_that_are_content_stay_in_the_point(prompt: str, point: str) -> None:
    assert read_prompt(prompt).points == (point,)


@pytest.mark.parametrize(
    ("prompt", "tone"),
    [
        ("tell bob the desks move, polite but very firm", "firm"),
        ("long and warm mail to bob: the desks move", "friendly"),
        ("the desks move. formal", "formal"),
        ("tell bob sorry, our mistake, the desks moved", "apologetic"),
        ("thank bob for the ladder", "grateful"),
        ("tell bob to come asap", "urgent"),
        ("complain to the airline, my bag is lost for the third time and nobody answers", "firm"),
        ("convince bob to keep the library", "persuasive"),
        ("tell bob the desks move", "neutral"),
    ],
)
def test_the_tone_is_named_or_follows_from_the_wording(prompt: str, tone: str) -> None:
    assert read_prompt(prompt).tone == tone


@pytest.mark.parametrize(
    ("prompt", "tone"),
    [
        ("tell bob thanks, keep it formal", "formal"),
        ("third reminder to the landlord: the heating is broken. friendly", "friendly"),
        (
            "he changes my rota the night before, I asked him nicely twice and I've had enough. to my manager",
            "firm",
        ),
    ],
)
def test_a_tone_that_is_asked_for_is_obeyed_and_one_that_is_told_of_is_not(prompt: str, tone: str) -> None:
    assert read_prompt(prompt).tone == tone


@pytest.mark.parametrize(
    ("prompt", "length"),
    [
        ("long mail to bob: the desks move", "long"),
        ("tell bob the desks move, medium length", "medium"),
        ("max 80 words: tell bob the desks move", "short"),
        ("two sentences max: tell bob the desks move", "short"),
        ("tell bob the desks move", "short"),
        (
            "tell all staff the canteen is closed from Monday to Wednesday because the new kitchen is put in."
            " Bring your own lunch or use the cafe on floor 2, which has a discount of 20% with the badge."
            " Microwaves are in room 114 and in the gym. From Thursday there is a new menu, prices go up by"
            " 10 cents. Questions to Rosa, 4471",
            "medium",
        ),
    ],
)
def test_the_length_is_named_or_follows_from_the_extent(prompt: str, length: str) -> None:
    assert read_prompt(prompt).length == length


def test_subject_and_language_are_read() -> None:
    assert read_prompt('tell bob, subject "Desks, again": they move').subject == "Desks, again"
    assert read_prompt("Subject: Lift out of order").points == ("Lift out of order",)
    assert read_prompt("Escribe en español al equipo de ventas: traer los datos").language == "es"
    assert read_prompt("Schreibe auf Deutsch an Herrn Lindner: 3 Etagen").language == "de"


def test_what_is_to_be_rewritten_loses_its_quotes_and_the_wish_against_weakness_stays() -> None:
    reading = read_prompt("make this sound better but not weak: 'Your invoice is wrong. Fix it.' Sunita Rao")
    assert reading.points == ("not weak", "Your invoice is wrong", "Fix it")
    assert reading.sender.name == "Sunita Rao"


def test_no_name_and_limits_of_words_are_carried_by_empty_sender_and_length() -> None:
    reading = read_prompt("tell bob the desks move, max 60 words, no name")
    assert reading.points == ("the desks move",)
    assert (reading.sender.name, reading.length) == ("", "short")


WORDS = st.sampled_from(
    ["tell", "Bob", "priya", "the", "invoice", "4411", "not", "fri,", "3 May.", "to", "from", "Ana", "friendly",
     "a@b.org",
     "https://x.org/1", "subject", "mr.", "never;", "-", "and", "ask", "team:", "£30", "sorry", "Dr. Ito", "please",
     "\n",
     "(no", "12:30)", "'quoted", "text'", "long", "STOP", "mail"]
)  # fmt: skip


@given(st.lists(WORDS, min_size=1, max_size=30).map(" ".join))
def test_no_number_link_or_negation_is_ever_lost(prompt: str) -> None:
    reading = read_prompt(prompt)
    union = "\n".join([str(reading.sender), *map(str, reading.to), reading.subject, *reading.points]).casefold()
    for item in re.findall(r"\d+|[\w.]+@[\w.]+\w|https?://\S+|\bnever\b|\bnot\b", prompt):
        assert item.casefold() in union


@given(st.text(max_size=500))
def test_any_text_is_read_the_same_way_twice(prompt: str) -> None:
    assert read_prompt(prompt) == read_prompt(prompt)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", HOSTILE)
def test_sixteen_thousand_hostile_characters_are_read_and_fit_a_brief(unit: str) -> None:
    prompt = (unit * 16_000)[:16_000]
    reading = read_prompt(prompt)
    assert len(reading.points) <= MAX_POINTS
    if any(character.isalnum() for character in prompt):
        assert Brief(**{**fields_from_prompt(reading), "language": "en"}).points


@pytest.mark.timeout(120)
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join))
def test_long_mixtures_of_hostile_pieces_are_read(unit: str) -> None:
    assert len(read_prompt((unit * 4_000)[:4_000]).points) <= MAX_POINTS
