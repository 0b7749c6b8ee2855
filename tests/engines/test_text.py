"""What may be shown of a text that is still being written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.engines.text import Assembler, StopCutter, token_bytes

# Few letters, so that stop strings occur and nearly occur.
letters = st.text(alphabet="abé😀", max_size=24)
stops = st.lists(st.text(alphabet="abé😀", min_size=1, max_size=4), max_size=3).map(tuple)


def cut(text: str, stop: tuple[str, ...]) -> str:
    return text[: min((at for at in (text.find(s) for s in stop) if at >= 0), default=len(text))]


@given(st.lists(letters, max_size=8), stops)
def test_the_chunks_make_the_text_before_the_first_stop_string_however_it_was_cut(
    pieces: list[str], stop: tuple[str, ...]
) -> None:
    cutter = StopCutter(stop)
    shown = [cutter.feed(piece) for piece in pieces]
    stopped_early = cutter.stopped
    shown.append("" if stopped_early else cutter.finish())
    assert "".join(shown) == cut("".join(pieces), stop)
    assert cutter.stopped == any(s in "".join(pieces) for s in stop)


@given(letters, stops, st.data())
def test_bytes_cut_anywhere_make_whole_characters(text: str, stop: tuple[str, ...], data: st.DataObject) -> None:
    raw = text.encode()
    places = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=6)))
    assembler = Assembler(stop)
    shown = [assembler.feed(raw[a:b]) for a, b in zip([0, *places], [*places, len(raw)], strict=True)]
    shown.append(assembler.finish())
    assert "".join(shown) == cut(text, stop)
    assert all("\ufffd" not in piece for piece in shown)


@given(letters, stops, letters)
def test_what_is_shown_stays_right_whatever_follows(fed: str, stop: tuple[str, ...], follows: str) -> None:
    shown = StopCutter(stop).feed(fed)
    for future in (follows, *(s[size:] for s in stop for size in range(len(s)))):
        assert cut(fed + future, stop).startswith(shown)


def test_a_character_that_does_not_end_is_dropped() -> None:
    assembler = Assembler(())
    assert assembler.feed("so 😀".encode()[:-1]) + assembler.finish() == "so "


def test_text_that_only_begins_like_a_stop_string_is_shown_in_the_end() -> None:
    assembler = Assembler(("<|end|>",))
    assert assembler.feed(b"a <|en") == "a "
    assert assembler.finish() == "<|en"


def test_bytes_that_are_no_utf8_become_replacement_characters() -> None:
    assembler = Assembler(())
    assert assembler.feed(b"a\xffb") == "a\ufffdb"


@pytest.mark.parametrize(
    ("tokenizer", "piece", "expected"),
    [
        ("gpt2", b" Bob", b" Bob"),
        ("gpt2", b"\xc3", b"\xc3"),
        ("gpt2", b"<0x41>", b"<0x41>"),
        ("llama", "▁Bob".encode(), b" Bob"),
        ("llama", b"<0xC3>", b"\xc3"),
    ],
)
def test_a_token_stands_for_its_bytes(tokenizer: str, piece: bytes, expected: bytes) -> None:
    assert token_bytes({b"x": 0, piece: 1}, tokenizer, frozenset()) == [b"x", expected]


def test_a_control_token_stands_for_nothing() -> None:
    assert token_bytes({b"<|im_end|>": 0, b"a": 1}, "gpt2", frozenset({0})) == [b"", b"a"]
