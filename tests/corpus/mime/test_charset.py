"""Charsets: what is declared, what is meant, what there is."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.mime.charset import decode

TEXT = "Grüße aus Köln – „bald“ 12 €"


@pytest.mark.parametrize(
    "declared", ["utf-8", "UTF8", "iso-8859-1", "us-ascii", "x-unknown", "", "gb2312", "utf-16"]
)
def test_valid_utf_8_is_read_as_such_whatever_is_declared(declared: str) -> None:
    assert decode(TEXT.encode(), declared) == TEXT


@pytest.mark.parametrize(
    "declared", ["windows-1252", "iso-8859-1", "latin1", "us-ascii", "utf-8", "", "nonsense", "zip"]
)
def test_windows_1252_is_read_as_such_under_the_names_it_hides_behind(declared: str) -> None:
    assert decode(TEXT.encode("cp1252"), declared) == TEXT


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [
        ("Привет, мир", "koi8-r", "KOI8-R"),
        ("Привет, мир", "cp1251", "windows-1251"),
        ("Zażółć gęślą jaźń", "iso8859-2", "iso-8859-2"),
        ("日本語のメール", "iso2022_jp", "ISO-2022-JP"),
        ("日本語のメール①", "cp932", "Shift_JIS"),
        ("简体中文鎔", "gb18030", "gb2312"),
        ("한국어 뷁", "cp949", "ks_c_5601-1987"),
        ("İstanbul'da güneş", "cp1254", "iso-8859-9"),
        ("Grüße", "utf-7", "unicode-1-1-utf-7"),
        ("Grüße", "utf-16", "utf-16"),
        ("Grüße", "utf-16-le", "utf-16le"),
        ("plain", "ascii", "utf-16"),
    ],
)
def test_other_charsets_are_read_as_declared(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), declared) == text


def test_a_byte_order_mark_wins() -> None:
    assert decode(codecs.BOM_UTF16_LE + "Grüße".encode("utf-16-le"), "us-ascii") == "Grüße"
    assert decode(codecs.BOM_UTF8 + "Grüße".encode(), "latin-1") == "Grüße"


def test_lines_of_two_charsets_are_read_each_as_its_own() -> None:
    mixed = "Grüße\n".encode() + "> schöne Grüße\n".encode("latin-1")
    assert decode(mixed, "utf-8") == "Grüße\n> schöne Grüße\n"


@given(
    st.binary(max_size=200),
    st.sampled_from(["", "utf-8", "utf-7", "utf-16", "iso-2022-jp", "hz", "big5"]) | st.text(),
)
def test_nothing_makes_decoding_fail(data: bytes, declared: str) -> None:
    assert isinstance(decode(data, declared), str)


@given(st.text())
def test_text_in_utf_8_comes_back(text: str) -> None:
    data = text.encode("utf-8", "replace")
    if not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert decode(data, "utf-8") == data.decode()
