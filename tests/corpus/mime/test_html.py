"""HTML as mail programs write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailwright.corpus.mime.errors import MessageError
from mailwright.corpus.mime.html import html_to_text

GMAIL = """<div dir="ltr"><div>Hi Bob,</div><div><br></div><div>Friday works for <b>me</b>.</div><div><br></div>
<div class="gmail_signature" data-smartmail="gmail_signature">Ana Silva<br>Example Ltd</div></div><br>
<div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Jun 3, 2024 at 10:12 AM Bob Miller &lt;<a
href="mailto:bob@example.com">bob@example.com</a>&gt; wrote:<br></div><blockquote class="gmail_quote"
style="margin:0 0 0 .8ex;border-left:1px #ccc solid;padding-left:1ex">Hi Ana,<div>Friday at 3pm?</div>
<blockquote type="cite">Older still.</blockquote><div>Bob</div></blockquote></div>"""
OUTLOOK = """<html xmlns:o="urn:x"><head><title>x</title><style><!-- p.MsoNormal {margin:0cm} --></style></head>
<body lang=EN><div class=WordSection1><p class=MsoNormal>Bob,<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>the invoice is paid.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoNormal>Ana<o:p></o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>
<p class=MsoNormal><b>From:</b> Bob Miller &lt;bob@example.com&gt; <br>
<b>Sent:</b> Monday, June 3, 2024 10:12 AM<br><b>To:</b> Ana Silva<br><b>Subject:</b> Invoice</p></div>
<p class=MsoNormal>Is it paid?</p></div></body></html>"""


def test_gmail_is_read_with_quote_marks_and_dashes_above_the_signature() -> None:
    assert html_to_text(GMAIL) == (
        "Hi Bob,\n\nFriday works for me.\n\n--\nAna Silva\nExample Ltd\n\n"
        "On Mon, Jun 3, 2024 at 10:12 AM Bob Miller <bob@example.com> wrote:\n> Hi Ana,\n> Friday at 3pm?\n> Bob"
    )


def test_outlook_is_read_line_by_line() -> None:
    assert html_to_text(OUTLOOK) == (
        "Bob,\n\nthe invoice is paid.\n\nAna\nFrom: Bob Miller <bob@example.com>\n"
        "Sent: Monday, June 3, 2024 10:12 AM\nTo: Ana Silva\nSubject: Invoice\nIs it paid?"
    )


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none;max-height:0px">Preview</div>',
        '<div style="display: none !important">Preview</div>',
        '<span style="font-size:0px">Preview</span>',
        '<span style="FONT-SIZE: 1px; line-height:1px">Preview</span>',
        '<div style="max-height:0; overflow:hidden">Preview</div>',
        '<div style="mso-hide:all">Preview</div>',
        '<div style="visibility:hidden">Preview</div>',
        '<div style="opacity: 0">Preview</div>',
        "<div hidden>Preview</div>",
        "<title>Preview</title>",
        "<style>Preview</style>",
        "<script>Preview</script>",
        "<!-- Preview -->",
        "<!--[if mso]>Preview<![endif]-->",
        '<img src="https://example.com/pixel.gif" width="1" height="1" alt="Preview">',
        "<noscript>Preview</noscript>",
        "<select><option>Preview</select>",
    ],
)
def test_what_is_not_shown_is_no_text(hidden: str) -> None:
    assert html_to_text(f"<body>{hidden}<p>Hello{hidden} there</p></body>").split() == ["Hello", "there"]


@pytest.mark.parametrize(
    "shown", ["font-size:10px", "opacity:0.9", "max-height:100px", "font-size:1.5em", "color:#fff"]
)
def test_what_is_shown_is_text(shown: str) -> None:
    assert html_to_text(f'<p style="{shown}">Hello</p>') == "Hello"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("<!-- -->", ""),
        ("no markup", "no markup"),
        ("a &amp; b &lt;c&gt; &euro; &#8211; &nbsp;d", "a & b <c> € – d"),
        ("<p>one<p>two", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>one<li>two<ul><li>three</ul></ul>", "- one\n- two\n- three"),
        ("<ol><li>one<li>two</ol>", "1. one\n2. two"),
        ("<blockquote style='margin:0 0 0 40px;border:none'>set in</blockquote>", "set in"),
        ("<table><tr><td>Monday<td>10:00<tr><td>Friday<td>15:00</table>", "Monday  10:00\nFriday  15:00"),
        ("<a href='https://example.com/x'>the plan</a>", "the plan"),
        ("<?xml version='1.0' encoding='utf-8'?><html><body>x</body></html>", "x"),
        ("<p style='padding-left:" + "9" * 400 + "em'>x", "x"),
    ],
)
def test_markup_becomes_lines(html: str, text: str) -> None:
    assert html_to_text(html).replace("\u00a0", " ").replace("  ", " ").strip() == text.replace("  ", " ")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 30_000 + "x",
        "<b>" * 40_000 + "x",
        "<blockquote type=cite>" * 5_000 + "x",
        "<ul><li>" * 5_000 + "x",
        "<table><tr><td>y" * 50 + "x",
        "<div class=gmail_signature>x</div>" * 2_000,
        "&amp;" * 150_000,
        "<" * 100_000,
    ],
)
def test_hostile_markup_ends_soon(html: str) -> None:
    html_to_text(html)


@pytest.mark.parametrize("html", ["<table><tr><td>" * 80, "<i></i>" * 60_000, "x" * 1_000_001])
def test_more_markup_than_a_mail_has_is_refused(html: str) -> None:
    with pytest.raises(MessageError):
        html_to_text(html)


TAGS: tuple[str, ...] = (
    "p",
    "/p",
    "td",
    "table",
    "div",
    "/div",
    "pre",
    "br",
    "li",
    "body",
    "a",
    "h1",
    "/h1",
    "title",
    "style",
    "!--",
)
TAGS += ("blockquote class=gmail_quote", "div id=Signature", "p style=", "p hidden")
PIECES = [
    *(f"<{tag}>" for tag in TAGS),
    "\0",
    "&#0;",
    "&nbsp;",
    "'",
    "\ud800",
    "<!--",
    "-->",
    "<?x",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5)))
def test_any_markup_is_text(pieces: list[str]) -> None:
    assert isinstance(html_to_text("".join(pieces)), str)
