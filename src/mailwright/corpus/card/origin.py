"""The parts of a card that its manifest tells: where the data are from, what was dropped, what cannot leak."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from markupsafe import Markup

from mailwright.corpus.card.plots import waterfall
from mailwright.corpus.dataset import SPLITS
from mailwright.report.blocks import Cell, CellValue, code, details, facts, figure, listing, note, prose, table
from mailwright.report.numbers import NOTHING, count, share
from mailwright.report.page import Section, section

MOST_ALIKE: Final = 0.7
"""Two mails of different splits must stay below this Jaccard index of word 5-grams."""

_REASONS: Final = 5

_LEAKS: Final = {
    "highest_jaccard_across_splits": "most alike pair of mails in two splits (Jaccard index of word 5-grams)",
    "near_duplicates_across_splits": "near duplicates in two splits",
    "threads_in_two_splits": "threads in two splits",
    "owners_in_two_splits": "mailbox owners in two splits, for sources that must keep them apart",
}


def sources(manifest: Mapping[str, Any]) -> Section:
    """Return where the mails are from, with digests and licences."""
    listed = manifest.get("sources")
    if not listed:
        return section("Sources", missing("sources", "where the mails are from"))
    rows = [
        (
            str(source.get("name", NOTHING)),
            str(source.get("kind", NOTHING)),
            source.get("mails"),
            source.get("unreadable"),
            source.get("examples"),
            str(source.get("licence") or NOTHING),
            Cell(str(source.get("digest", NOTHING))[:16], look="code"),
        )
        for source in listed
    ]
    heads = ("source", "kind", "mails", "unreadable", "examples", "licence", "digest (first 16)")
    total: list[CellValue] = [Cell("all"), "", *(_sum(row[place] for row in rows) for place in (2, 3, 4)), "", ""]
    return section("Sources", table(heads, rows, total=total if len(rows) > 1 else None))


def cascade(manifest: Mapping[str, Any], examples: int) -> Section:
    """Return what each step of the making kept and dropped, with reasons; ``examples`` are there in the end."""
    title = "From mails to examples"
    steps = manifest.get("cascade")
    if not steps:
        return section(title, missing("cascade", "what was dropped on the way"))
    rows = []
    for number, step in enumerate(steps, start=1):
        whole = step["kept"] + step["dropped"]
        dropped = Cell(count(step["dropped"]), step["dropped"], step["dropped"] / whole if whole else None)
        rows.append((f"{number}. {step['step']}", str(step.get("what", "")), step["kept"], dropped, _reasons(step)))
    blocks = [
        figure(waterfall(steps)),
        table(("step", "keeps", "kept", "dropped", "reasons"), rows),
    ]
    duplicates = manifest.get("duplicates")
    blocks.append(Markup("<h3>Duplicates</h3>"))
    blocks.append(
        listing([(name.replace("_", " "), _plain(value)) for name, value in duplicates.items()])
        if duplicates
        else missing("duplicates", "duplicates within and across splits")
    )
    read = steps[0]["kept"] + steps[0]["dropped"]
    lead = f"{count(read)} went in, {count(examples)} examples came out: all that was lost is counted."
    return section(title, *blocks, lead=lead)


def leakage(manifest: Mapping[str, Any]) -> Section:
    """Return the figures that prove the splits apart."""
    title = "No leakage between splits"
    proof = manifest.get("leakage")
    if not proof:
        return section(title, missing("leakage", "whether a mail, thread or owner lies in two splits"))
    tiles: list[tuple[str, CellValue]] = []
    for name, said in _LEAKS.items():
        value = proof.get(name)
        if value is not None:
            fine = value < MOST_ALIKE if name == "highest_jaccard_across_splits" else value == 0
            look = "good" if fine else "bad"
            tiles.append((said, Markup('<span class="{}">{}</span>').format(look, _plain(value))))
    checked = proof.get("checked")
    return section(title, facts(tiles), prose(f"Checked: {checked}.") if checked else Markup(""))


def personal(manifest: Mapping[str, Any]) -> Section:
    """Return what personal data was found, and what became of people who asked to be left out."""
    title = "Personal data"
    blocks = []
    if manifest["private"]:
        blocks.append(
            note(
                "This data set is private: it stays on this machine, its folder can be read by its owner alone, "
                "and this page shows text of it only on demand."
            )
        )
    found = manifest.get("pii")
    if found:
        blocks.append(
            table(("kind", "found"), [(kind.replace("_", " "), number) for kind, number in found.items()])
        )
    else:
        blocks.append(missing("pii", "phone numbers, addresses and the like that were found"))
    blocks += [
        prose(f"{entry['when']}: {entry['examples']:,} examples were removed at a person's request.")
        for entry in manifest.get("forgotten", [])
    ]
    return section(title, *blocks)


def making(manifest: Mapping[str, Any], digest: str) -> Section:
    """Return what one needs to make the data set again, and to see that it is the same."""
    made_by = manifest.get("made_by")
    versions = ", ".join(f"{name} {version}" for name, version in made_by.items()) if made_by else None
    shards = [
        (shard["file"], shard["rows"], Cell(shard["sha256"], look="code"))
        for split in SPLITS
        for shard in manifest["splits"][split]["shards"]
    ]
    entries: list[tuple[str, CellValue]] = [("digest of the data", Cell(Markup("<code>{}</code>").format(digest)))]
    if "seed" in manifest:
        entries.append(("seed", str(manifest["seed"])))
    entries.append(("made by", versions or "the manifest has no key made_by"))
    config = manifest.get("config")
    written = (
        code(json.dumps(config, ensure_ascii=False, indent=2)) if config else missing("config", "its settings")
    )
    return section(
        "Making",
        listing(entries),
        details("Settings", written),
        details("Files", table(("file", "rows", "SHA-256"), shards)),
        lead="The same inputs, settings and versions give the same bytes.",
    )


def missing(key: str, about: str) -> Markup:
    """Return the remark that stands where the manifest is silent."""
    said = Markup("The manifest says nothing of {}: it has no key <code>{}</code>, or an empty one.")
    return note(said.format(about, key), "warn")


def _reasons(step: Mapping[str, Any]) -> str | Markup:
    reasons = step.get("reasons") or {}
    lines = [f"{reason} {count(number)} ({share(number, step['dropped'])})" for reason, number in reasons.items()]
    if not lines:
        return NOTHING
    if len(lines) <= _REASONS + 1:
        return Markup("<br>").join(lines)
    rest = details(f"{len(lines) - _REASONS} more", Markup("<br>").join(lines[_REASONS:]))
    return Markup("<br>").join(lines[:_REASONS]) + rest


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return count(value)
    return str(value)


def _sum(values: Any) -> int | None:
    given = [value for value in values if isinstance(value, int)]
    return sum(given) if given else None
