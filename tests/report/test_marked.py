from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from mailwright.report.marked import Mark, marked

LOOKS = st.sampled_from(["c1", "c2", "bad"])
MARKS = st.lists(
    st.builds(
        Mark,
        st.tuples(st.integers(-3, 40), st.integers(-3, 40)),
        LOOKS,
        st.text(max_size=5),
        st.sampled_from(["", "7"]),
    ),
    max_size=5,
)


class Reader(HTMLParser):
    """Reads the text outside of signs, and the looks of each of its characters."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.looks: list[set[str]] = []
        self.signs = ""
        self._look: set[str] = set()
        self._in_sign = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("mark", "sup")
        if tag == "mark":
            self._look = set((dict(attrs)["class"] or "").split())
        self._in_sign = tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._look = set()
        self._in_sign = False

    def handle_data(self, data: str) -> None:
        if self._in_sign:
            self.signs += data
        else:
            self.text += data
            self.looks += [self._look] * len(data)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=30), MARKS)
def test_the_text_is_kept_and_each_character_has_the_looks_of_its_marks(text: str, marks: list[Mark]) -> None:
    reader = Reader()
    reader.feed(str(marked(text, marks)))
    reader.close()
    assert reader.text == text
    for place, looks in enumerate(reader.looks):
        assert looks == {mark.look for mark in marks if mark.span[0] <= place < mark.span[1]}


def test_a_sign_stands_once_at_the_start_of_its_span() -> None:
    html = marked("one two three", [Mark((0, 7), "c1", label="1"), Mark((4, 13), "c2", label="2")])
    reader = Reader()
    reader.feed(str(html))
    assert reader.signs == "12"
    assert html.startswith('<mark class="c1"><sup>1</sup>one </mark>')


def test_text_and_titles_are_escaped() -> None:
    html = marked("a <b> c", [Mark((2, 5), "c1", title='"><script>')])
    assert "<b>" not in html
    assert "<script>" not in html
