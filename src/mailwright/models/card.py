"""README.md of a bundle: a model card in the form of the Hugging Face hub, written from the manifest.

Source of the form: https://huggingface.co/docs/hub/model-cards (a head in YAML, then Markdown).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, Field

from mailwright.errors import ModelError
from mailwright.models.cache import replace_text
from mailwright.models.manifest import MANIFEST, Evaluated, Manifest, load_manifest
from mailwright.models.registry import REGISTRY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CARD: Final = "README.md"
TEMPLATE: Final = Path(__file__).with_name("card.md")
# Licences of which the hub knows the name: https://huggingface.co/docs/hub/repositories-licenses
LICENCES: Final = ("apache-2.0", "mit", "gemma", "cc-by-4.0", "cc-by-sa-4.0", "cc-by-nc-4.0", "cc-by-nc-sa-4.0")
SEQ2SEQ: Final = ("t5", "mt5", "bart", "mbart")
SHOWN: Final = ("usable", "coverage", "invented", "off_topic", "frame", "length", "sound")  # see docs/metrics.md
FEWEST_BRIEFS: Final = 10  # of a language; fewer say nothing
HUB_NAME: Final = re.compile(r"[\w.-]+/[\w.-]+")


class _Interval(BaseModel):
    value: float


class _System(BaseModel):
    model: str
    mode: str
    language: str
    briefs: int
    drafts: int
    metrics: dict[str, _Interval]


class _Report(BaseModel):
    """What is read of the summary.json of a report."""

    format: Literal[1]
    systems: list[_System] = Field(min_length=1)


def add_reports(folder: Path, reports: Sequence[Path]) -> Path:
    """Put the figures of evaluation reports into a bundle's manifest and card, and return the card's path.

    Args:
        folder: the bundle.
        reports: folders that ``mailwright evaluate`` wrote; languages of fewer than ten briefs are left out. Of
            systems of the same name, mode, language and number of briefs the last counts, also against those that
            the manifest has.

    Raises:
        ModelError: the folder is no bundle, or a report has no summary that can be read or too few briefs.
        OSError: it cannot be written.
    """
    manifest = load_manifest(folder)
    known = {_key(system): system for system in manifest.evaluation}
    for report in reports:
        known |= {_key(system): system for system in _systems(report / "summary.json")}
    manifest = manifest.model_copy(update={"evaluation": list(known.values())})
    replace_text(folder / MANIFEST, manifest.model_dump_json(indent=2, exclude_none=True) + "\n")
    replace_text(folder / CARD, make_card(manifest))
    return folder / CARD


def _key(system: Evaluated) -> tuple[str, str, str, int]:
    return system.model, system.mode, system.language, system.briefs


def _systems(path: Path) -> list[Evaluated]:
    try:
        report = _Report.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"{path} is no summary of an evaluation report: {str(error).splitlines()[0]}") from error
    known = [system for system in report.systems if system.briefs >= FEWEST_BRIEFS]
    if not known:
        raise ModelError(f"{path} has no language of {FEWEST_BRIEFS} briefs and more: fewer say nothing")
    return [
        Evaluated(
            **system.model_dump(exclude={"metrics"}),
            metrics={name: system.metrics[name].value for name in SHOWN if name in system.metrics},
        )
        for system in known
    ]


def write_card(folder: Path, manifest: Manifest) -> Path:
    """Write ``folder/README.md`` from the manifest and return its path."""
    path = folder / CARD
    path.write_text(make_card(manifest), encoding="utf-8")
    return path


def make_card(manifest: Manifest) -> str:
    """Return the card: a YAML head that the hub reads, and what a reader wants to know."""
    from huggingface_hub import ModelCardData

    head = ModelCardData(**_head(manifest)).to_yaml()
    body = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=manifest.name,
        title=manifest.title or f"{manifest.name}, version {manifest.version}.",
        kind=_kind(manifest),
        base=manifest.base.name,
        place=f"./{manifest.name}",
        facts=_table(_facts(manifest)),
        format=f"{manifest.prompt_format.version} ({manifest.prompt_format.wrap})",
        training=_training(manifest),
        metrics=_metrics(manifest),
        evaluation=_evaluation(manifest),
    )
    return f"---\n{head}\n---\n\n{body}"


def _head(manifest: Manifest) -> dict[str, Any]:
    licence = manifest.licence.lower()
    known = "gemma" if licence.startswith("gemma") else licence if licence in LICENCES else "other"
    head: dict[str, Any] = {
        "license": known,
        "language": sorted({language.partition("-")[0] for language in manifest.languages}),
        "pipeline_tag": "text2text-generation" if manifest.architecture in SEQ2SEQ else "text-generation",
        "library_name": "peft" if manifest.adapter else "transformers",
        "tags": ["mailwright", "e-mail", *_tags(manifest)],
    }
    if known == "other":
        head["license_name"] = manifest.licence or "unknown"
    if base := _base_on_hub(manifest.base.name):
        head["base_model"] = base
    return head


def _tags(manifest: Manifest) -> list[str]:
    if manifest.adapter:
        return ["lora"]
    return ["gguf"] if str(manifest.weights).endswith(".gguf") else []


def _base_on_hub(name: str) -> str:
    """The base's repository on the hub, empty if none is known."""
    entry = REGISTRY.get(name)
    return entry.origin if entry is not None else name if HUB_NAME.fullmatch(name) else ""


def _kind(manifest: Manifest) -> str:
    if manifest.adapter:
        return "A LoRA adapter"
    method = manifest.training.method if manifest.training else ""
    return {"lora": "A fine-tune (LoRA, merged)", "full": "A fine-tune (all weights)"}.get(method, "A model made")


def _facts(manifest: Manifest) -> dict[str, object]:
    return {
        "version": manifest.version,
        "base": f"`{manifest.base.name}`, sha256 `{manifest.base.sha256}`",
        "architecture": manifest.architecture,
        "weights": manifest.weights or f"{manifest.adapter} (merged as {manifest.quantisation} at first use)",
        "quantisation": manifest.quantisation,
        "languages": ", ".join(manifest.languages),
        "context": f"{manifest.context_length} tokens" if manifest.context_length else "that of the base",
        "licence": manifest.licence or "unknown",
    }


def _training(manifest: Manifest) -> str:
    training = manifest.training
    if training is None:
        return "Not trained further."
    parts = [_table({"recipe": f"sha256 `{training.config_sha256}`", "data": f"sha256 `{training.data_sha256}`"})]
    parts[0] = f"| | |\n|---|---|\n{parts[0]}"
    if training.data:
        parts.append("Data:\n\n" + _block(training.data))
    if training.config:
        parts.append("Recipe:\n\n" + _block(training.config))
    if training.commands:
        parts.append("To train it again:\n\n```\n" + "\n".join(training.commands) + "\n```")
    return "\n\n".join(parts)


def _metrics(manifest: Manifest) -> str:
    if not manifest.metrics:
        return "None were recorded."
    return f"| measure | value |\n|---|---:|\n{_table({k: f'{v:.4g}' for k, v in manifest.metrics.items()})}"


def _evaluation(manifest: Manifest) -> str:
    if not manifest.evaluation:
        return ""
    lines = [
        "",
        "By `mailwright evaluate`, whose checks do not understand what they read; other models stand beside it for",
        "comparison. Shares of drafts (of points: *coverage*) in percent:",
        "",
        "| model | mode | briefs | drafts | " + " | ".join(name.replace("_", " ") for name in SHOWN) + " |",
        "|---|---|---:|---:|" + "---:|" * len(SHOWN),
    ]
    for system in manifest.evaluation:
        shares = [f"{100 * system.metrics[name]:.1f}" if name in system.metrics else "-" for name in SHOWN]
        first = [_cell(system.model), system.mode, f"{system.briefs} {system.language}", str(system.drafts)]
        lines.append(f"| {' | '.join([*first, *shares])} |")
    return "\n".join([*lines, ""])


def _table(rows: Mapping[str, object]) -> str:
    return "\n".join(f"| {_cell(key)} | {_cell(value)} |" for key, value in rows.items())


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _block(record: Mapping[str, object]) -> str:
    return f"```json\n{json.dumps(record, indent=2, ensure_ascii=False)}\n```"
