"""Scored drafts -> the numbers of a report, by system, language and group of briefs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from mailwright.evaluation.bootstrap import Difference, Estimate, difference, estimate
from mailwright.evaluation.metrics import METRICS
from mailwright.evaluation.scoring import faults

if TYPE_CHECKING:
    from mailwright.evaluation.drafter import Mode
    from mailwright.evaluation.scoring import Scored

FORMAT: Final = 1


@dataclass(frozen=True)
class Key:
    """A system on the briefs of one language: what one line of the headline table is about."""

    model: str
    mode: Mode
    language: str

    @property
    def system(self) -> str:
        """How tables name the system."""
        return self.model if self.mode == "single" else f"{self.model} + writer"


GROUPINGS: Final[Mapping[str, Callable[[Scored], str]]] = {
    "tone": lambda scored: scored.case.brief.tone,
    "length": lambda scored: scored.case.brief.length,
    "points": lambda scored: _range_of(len(scored.case.brief.points)),
}
"""By what the plots group the drafts of one language."""


def by_key(scored: Iterable[Scored]) -> dict[Key, list[Scored]]:
    """Return drafts by system and language: English first, systems in the order in which they come."""
    groups: dict[Key, list[Scored]] = {}
    for item in scored:
        groups.setdefault(Key(item.model, item.mode, item.case.language), []).append(item)
    order = list(groups)
    order.sort(key=lambda key: (key.language != "en", key.language))
    return {key: groups[key] for key in order}


def estimates(scored: Sequence[Scored]) -> dict[str, Estimate]:
    """Return each metric that is defined for these drafts, with its interval."""
    found = {metric.name: estimate(_values(scored, metric.name)) for metric in METRICS}
    return {name: value for name, value in found.items() if value is not None}


def differences(one: Sequence[Scored], other: Sequence[Scored]) -> dict[str, Difference]:
    """Return by how much ``one`` exceeds ``other`` in each metric, over the briefs that both wrote."""
    found = {metric.name: difference(_values(one, metric.name), _values(other, metric.name)) for metric in METRICS}
    return {name: value for name, value in found.items() if value is not None}


def summarise(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return the numbers as JSON can hold them: ``systems``, each with its metrics, groups and faults."""
    systems = []
    for key, drafts in by_key(scored).items():
        systems.append(
            {
                "model": key.model,
                "mode": key.mode,
                "language": key.language,
                "briefs": len({item.case.id for item in drafts}),
                "drafts": len(drafts),
                "metrics": {name: asdict(value) for name, value in estimates(drafts).items()},
                "groups": {
                    name: {label: asdict(value) for label, value in _grouped(drafts, choose)}
                    for name, choose in GROUPINGS.items()
                },
                "faults": _fault_counts(drafts),
            }
        )
    return {"format": FORMAT, "systems": systems, "differences": between(by_key(scored))}


def between(groups: Mapping[Key, Sequence[Scored]]) -> list[dict[str, Any]]:
    """Return the differences of each two systems on one language, the later one minus the earlier."""
    keys = list(groups)
    pairs = [(key, other) for place, key in enumerate(keys) for other in keys[:place]]
    return [
        compared(key, groups[key], other, groups[other]) for key, other in pairs if key.language == other.language
    ]


def against(ours: Sequence[Scored], theirs: Sequence[Scored]) -> list[dict[str, Any]]:
    """Return the differences between two reports: systems of one name, or every two where no name is shared."""
    here, there = by_key(ours), by_key(theirs)
    pairs = [(key, key) for key in here if key in there]
    if not pairs:
        pairs = [(key, other) for key in here for other in there if key.language == other.language]
    return [compared(key, here[key], other, there[other]) for key, other in pairs]


def compared(key: Key, ours: Sequence[Scored], other: Key, theirs: Sequence[Scored]) -> dict[str, Any]:
    """Return by how much one system exceeds another, as JSON can hold it."""
    return {
        "one": key.system,
        "other": other.system,
        "language": key.language,
        "metrics": {name: asdict(value) for name, value in differences(ours, theirs).items()},
    }


def _grouped(drafts: Sequence[Scored], choose: Callable[[Scored], str]) -> list[tuple[str, Estimate]]:
    """Return the usable rate of each group, groups in order of their names."""
    groups: dict[str, list[Scored]] = {}
    for item in drafts:
        groups.setdefault(choose(item), []).append(item)
    found = [(label, estimate(_values(groups[label], "usable"))) for label in sorted(groups)]
    return [(label, value) for label, value in found if value is not None]


def _fault_counts(drafts: Sequence[Scored]) -> dict[str, int]:
    """Return in how many drafts each kind of fault is, most frequent first."""
    counts: dict[str, int] = {}
    for item in drafts:
        for fault in faults(item):
            counts[fault] = counts.get(fault, 0) + 1
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def _values(scored: Iterable[Scored], metric: str) -> dict[str, list[float]]:
    values: dict[str, list[float]] = {}
    for item in scored:
        values.setdefault(item.case.id, []).append(item.measures[metric])
    return values


def _range_of(points: int) -> str:
    return str(points) if points < 4 else "4-5" if points < 6 else "6 and more"
