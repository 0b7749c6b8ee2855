"""``/docs``: the OpenAPI document as one page that loads nothing from elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"
_STYLE: Final = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
code, pre { font: 14px/1.5 ui-monospace, monospace }
pre { padding: .75rem; overflow-x: auto; border: 1px solid #8886; border-radius: .4rem }
section { border-top: 1px solid #8886; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #8883 }
"""


def docs_page(document: Mapping[str, Any]) -> str:
    """Return the HTML page of an OpenAPI document: every route, its fields, examples and answers."""
    info = document["info"]
    parts = [
        "<!doctype html><html lang=en><head><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width, initial-scale=1'>",
        f"<title>{escape(info['title'])}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{escape(info['title'])} <small>{escape(info['version'])}</small></h1>",
        f"<p>{escape(info.get('description', ''))}</p>",
        "<p>Machine-readable: <a href='/openapi.json'>openapi.json</a></p>",
    ]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            parts.extend(_operation(method.upper(), path, operation))
    return "\n".join([*parts, "</main></body></html>"])


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"<section><h2><code>{escape(method)} {escape(path)}</code></h2>"
    yield f"<p><b>{escape(operation.get('summary', ''))}</b></p>"
    yield f"<p>{escape(operation.get('description', ''))}</p>"
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if body:
        yield from _fields(body["schema"])
    for example in body.get("examples", {}).values():
        text = json.dumps(example["value"], indent=1, ensure_ascii=False)
        command = f"curl http://127.0.0.1:8008{path} --json '{text}'"
        yield f"<pre><code>{escape(command)}</code></pre>"
    yield "<table><tr><th>Status<th>Answer</tr>"
    for status, answer in operation.get("responses", {}).items():
        yield f"<tr><td><code>{escape(str(status))}</code><td>{escape(answer.get('description', ''))}</tr>"
    yield "</table></section>"


def _fields(schema: Mapping[str, Any]) -> Iterator[str]:
    required = schema.get("required", [])
    yield "<table><tr><th>Field<th>Type<th>Default<th>Meaning</tr>"
    for name, field in schema.get("properties", {}).items():
        default = "required" if name in required else json.dumps(field.get("default"), ensure_ascii=False)
        meaning = field.get("description", "") + _limits(field)
        cells = (f"<code>{escape(name)}</code>", escape(_type(field)), escape(default), escape(meaning))
        yield "<tr><td>" + "<td>".join(cells) + "</tr>"
    yield "</table>"


def _type(field: Mapping[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_type(choice) for choice in field["anyOf"])
    if "enum" in field:
        return " or ".join(json.dumps(value) for value in field["enum"])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(field.get("type", "any"))


def _limits(field: Mapping[str, Any]) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    return f" From {low} to {high}." if low is not None and high is not None else ""
