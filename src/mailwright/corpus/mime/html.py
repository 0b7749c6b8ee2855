"""HTML to text: what is hidden is dropped, what is quoted gets marks, what is a signature gets its dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from mailwright.corpus.mime.charset import decode
from mailwright.corpus.mime.errors import MessageError

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MAX_HTML: Final = 1_000_000
"""Characters of HTML, markup included."""

_MAX_ELEMENTS: Final = 50_000
_MAX_TABLES: Final = 60  # one inside the other: each level is laid out anew
_META_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # none of XML's characters
_DECLARATION: Final = re.compile(r"<\?xml[^>]*>|<!doctype[^>]*>", re.IGNORECASE)
_DROPPED: Final = frozenset((
    "head", "style", "script", "title", "meta", "link", "img", "object", "svg", "noscript", "template", "select",
    "textarea", "button", "input",
))  # fmt: skip
_HIDDEN: Final = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|opacity:0(?:\.0+)?(?![.\d])|color:transparent"
    r"|font-size:[01](?:px|pt)?(?![.\d])|max-height:[01](?:px)?(?![.\d])|max-width:0(?:px)?(?![.\d])"
)
_QUOTE: Final = re.compile(r"border-left|gmail_quote|yahoo_quoted|protonmail_quote|moz-cite|tutanota_quote")
_SIGNATURE: Final = re.compile(
    r"gmail_signature|moz-signature|protonmail_signature_block-user|applemailsignature|ms-outlook-mobile-sig"
    r"|(?:^|\s)(?:x_)*signature(?:$|\s)"
)
_TIGHT: Final = re.compile(r"margin:0|margin-bottom:0|(?:^|\s)(?:x_)*mso(?:normal|plaintext|listparagraph)")


def html_to_text(html: str) -> str:
    """Return the text of an HTML part, a paragraph a line.

    Lines of quoted blocks begin with ``> ``; quotes inside quotes are dropped. A block that a mail program marks as
    the signature stands below a line of two dashes.

    Raises:
        MessageError: there is more HTML than a mail has.
    """
    if len(html) > MAX_HTML:
        raise MessageError(f"has more than {MAX_HTML:,} characters of HTML")
    tree = _parse(_DECLARATION.sub("", _CONTROLS.sub("", html)))
    if tree is None:
        return ""
    _simplify(tree)
    for quote in list(_outermost(tree, "quote")):
        for inner in list(_outermost(quote, "quote")):
            inner.drop_tree()
        _replace(quote, [f"> {line}" for line in _lines(quote)])
    for signature in list(_outermost(tree, "signature")):
        _replace(signature, ["--", *(line for line in _lines(signature) if line not in ("", "--"))])
    return "\n".join(_lines(tree))


def decode_html(data: bytes, declared: str = "") -> str:
    """Return the markup that some bytes are, by the charset declared outside or, if there is none, inside.

    Args:
        data: an HTML part, transfer encoding undone.
        declared: the charset that a header claims; empty if none.
    """
    if not declared and (found := _META_CHARSET.search(data, 0, 4096)):
        declared = found.group(1).decode("ascii", "replace")
    return decode(data, declared)


def _parse(html: str) -> HtmlElement | None:
    from lxml.etree import LxmlError  # type: ignore[import-untyped]
    from lxml.html import HTMLParser, document_fromstring

    try:
        # Comments hold what other mail programs are to show; processing instructions hold nothing.
        tree = document_fromstring(html, parser=HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8"))
    except (LxmlError, ValueError):  # nothing but comments and the like
        return None
    return tree


def _simplify(tree: HtmlElement) -> None:
    """Drop what is not shown; leave of all attributes the mark of a quote or a signature.

    Raises:
        MessageError: there are more elements than a mail has.
    """
    elements = list(tree.iter())
    tables = max((_depth(element) for element in elements if element.tag == "table"), default=0)
    if len(elements) > _MAX_ELEMENTS or tables > _MAX_TABLES:
        raise MessageError("has HTML with more elements than a mail has")
    for element in elements[1:]:
        style = element.get("style", "").replace(" ", "").lower()
        if element.tag in _DROPPED or _HIDDEN.search(style) or "hidden" in element.attrib:
            element.drop_tree()
            continue
        names = f"{element.get('class', '')} {element.get('id', '')}".lower()
        mark = _mark(element, f"{style} {names}")
        if element.tag == "p" and _TIGHT.search(f"{style} {names}"):
            element.tag = "div"
        element.attrib.clear()
        if mark:
            element.set("mark", mark)
        if element.tag in ("p", "div") and _is_blank_line(element):
            element.insert(0, element.makeelement("br"))
    tree.attrib.clear()


def _mark(element: HtmlElement, names: str) -> str:
    if element.tag == "blockquote" and (element.get("type") == "cite" or _QUOTE.search(names)):
        return "quote"
    return "signature" if _SIGNATURE.search(names) else ""


def _is_blank_line(element: HtmlElement) -> bool:
    """Whether an element holds a no-break space and nothing else, as Outlook writes an empty line."""
    if len(element) > 1 or (len(element) == 1 and len(element[0])):
        return False
    texts = [element.text, *(text for child in element for text in (child.text, child.tail))]
    content = "".join(text for text in texts if text)
    return "\xa0" in content and not content.strip()


def _depth(element: HtmlElement) -> int:
    return sum(1 for parent in element.iterancestors("table"))


def _outermost(tree: HtmlElement, mark: str) -> Iterator[HtmlElement]:
    """Yield the elements below ``tree`` that have a mark and stand in none that has it, in order."""
    waiting = list(reversed(tree))
    while waiting:
        element = waiting.pop()
        if element.get("mark") == mark:
            yield element
        else:
            waiting += reversed(element)


def _replace(element: HtmlElement, lines: list[str]) -> None:
    block = element.makeelement("pre")
    block.text = "\n".join(lines)
    block.tail = element.tail
    element.getparent().replace(element, block)


def _lines(element: HtmlElement) -> Iterator[str]:
    """Yield the lines of an element without indentation, lists with dashes."""
    from inscriptis.html_engine import Inscriptis

    tail, element.tail = element.tail, None  # it would be taken for a part of the element
    text = Inscriptis(element, _configuration()).get_text()
    element.tail = tail
    for line in text.strip().split("\n"):
        line = line.strip()
        yield f"- {line[2:]}" if line.startswith(("* ", "+ ")) else line


@cache
def _configuration() -> Any:
    from inscriptis.css_profiles import STRICT_CSS_PROFILE
    from inscriptis.model.config import ParserConfig

    return ParserConfig(css=STRICT_CSS_PROFILE)
