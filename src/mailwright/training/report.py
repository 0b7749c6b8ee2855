"""The report of a run: curves, evaluations and drafts in one HTML file that asks for nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from mailwright.models.cache import replace_text
from mailwright.training.journal import read_log
from mailwright.training.recipe import dump_config

if TYPE_CHECKING:
    from pathlib import Path

    from markupsafe import Markup

    from mailwright.training.folder import RunFolder
    from mailwright.training.setup import Setup

Entry = dict[str, Any]
_MOST_POINTS: Final = 400  # of a curve: each is the mean of as many steps as that takes
_WIDTH: Final = 480
_SHOWN: Final = 12  # evaluations whose drafts are shown: the first, the last and some between


def write_report(setup: Setup, folder: RunFolder) -> Path:
    """Write ``report.html`` into a run's folder from its log, and return its path.

    Raises:
        OSError: it cannot be written.
    """
    entries = list(read_log(folder.log))
    replace_text(folder.report, _page(setup, entries))
    return folder.report


def _page(setup: Setup, entries: Sequence[Entry]) -> str:
    from mailwright.report.blocks import code, facts
    from mailwright.report.page import page, section

    config, data = setup.config, setup.data
    steps = [entry for entry in entries if "loss" in entry]
    evaluations = [entry for entry in entries if "validation_loss" in entry]
    best = min((entry["validation_loss"] for entry in evaluations), default=None)
    seconds = sum(entry["seconds"] for entry in entries)
    tokens = sum(entry["tokens"] for entry in steps)
    head = facts(
        [
            ("steps", f"{len(steps):,} of {len(data.sampler):,}"),
            ("examples", f"{len(data.train.examples):,}"),
            ("best validation loss", best),
            ("tokens", f"{tokens:,}"),
            ("tokens a second", tokens / max(1e-9, sum(entry["seconds"] for entry in steps))),
            ("minutes", seconds / 60),
        ]
    )
    return page(
        config.title or config.name,
        section("Curves", *_curves(steps, evaluations)),
        section("Evaluations", _evaluations(evaluations), lead="On the validation split."),
        section(
            "Drafts", *_drafts(setup, evaluations), lead="The likeliest text, unedited, for validation briefs."
        ),
        section("Data", _left_out(setup)),
        section("Recipe", code(dump_config(config))),
        kind="Training report",
        lead=f"{config.method} on {setup.base.name}, {setup.precision} on {setup.accelerator}.",
        head=head,
        foot=f"Recipe {config.digest()[:12]}, data {data.digest[:12]}, seed {config.seed}.",
    )


def _curves(steps: Sequence[Entry], evaluations: Sequence[Entry]) -> list[Markup]:
    from mailwright.report.blocks import figure, prose, side_by_side

    if not steps:
        return [prose("No step has been made yet.")]
    every = max(1, len(steps) // _MOST_POINTS)
    means = [_mean(steps[at : at + every]) for at in range(0, len(steps), every)]
    loss = [{"step": mean["step"], "value": mean["loss"], "of": "training"} for mean in means]
    loss += [{"step": e["step"], "value": e["validation_loss"], "of": "validation"} for e in evaluations]
    speed = [{"step": m["step"], "value": m["tokens"] / max(1e-9, m["seconds"])} for m in means]
    rate = [{"step": m["step"], "value": m["learning_rate"]} for m in means]
    norm = [{"step": m["step"], "value": m["gradient_norm"]} for m in means]
    return [
        figure(_plot(loss, "Loss, nats a target token", width=2 * _WIDTH, coloured=True)),
        side_by_side(figure(_plot(rate, "Learning rate")), figure(_plot(norm, "Norm of the gradient"))),
        figure(_plot(speed, "Tokens a second, evaluations left out")),
    ]


def _plot(rows: list[Entry], title: str, *, width: int = _WIDTH, coloured: bool = False) -> Markup:
    import altair as alt

    from mailwright.report.plot import plot_svg
    from mailwright.report.theme import light

    chart = alt.Chart(alt.Data(values=rows), title=title, width=width, height=220, description=f"{title}, by step")
    place = {
        "x": alt.X("step:Q", title="step", axis=alt.Axis(format="d", tickMinStep=1)),
        "y": alt.Y("value:Q", title=None, scale=alt.Scale(zero=not coloured)),
    }
    if not coloured:
        return plot_svg(chart.mark_line(color=light("c1")).encode(**place))
    names = ["training", "validation"]
    colours = alt.Scale(domain=names, range=[light("c1"), light("c2")])
    place["color"] = alt.Color("of:N", title=None, scale=colours)
    return plot_svg(
        alt.layer(
            chart.mark_line().encode(**place),
            chart.transform_filter("datum.of === 'validation'").mark_point(filled=True).encode(**place),
        )
    )


def _evaluations(evaluations: Sequence[Entry]) -> Markup:
    from mailwright.report.blocks import table

    columns = ["step", "loss", "bits a byte", "points covered", "unsupported facts", "best so far", "seconds"]
    rows = []
    for entry in evaluations:
        drafts = entry["drafts"]
        covered = f"{sum(d['covered'] for d in drafts)} of {sum(d['points'] for d in drafts)}" if drafts else None
        unsupported = sum(len(draft["unsupported"]) for draft in drafts) if drafts else None
        rows.append(
            (
                entry["step"],
                f"{entry['validation_loss']:.4f}",
                f"{entry['bits_per_byte']:.4f}",
                covered,
                unsupported,
                "yes" if entry["best"] else "",
                entry["seconds"],
            )
        )
    return table(columns, rows)


def _drafts(setup: Setup, evaluations: Sequence[Entry]) -> list[Markup]:
    from mailwright.report.blocks import details, mail, prose

    shown = [entry for entry in evaluations if entry["drafts"]]
    if not shown:
        return [prose("No drafts were written.")]
    every = max(1, -(-len(shown) // _SHOWN))
    picked = [*shown[:-1][::every], shown[-1]]
    blocks = []
    for number, example in enumerate(setup.data.validation.examples[: len(shown[-1]["drafts"])]):
        brief = "; ".join(setup.encoder.brief(example).points)
        blocks.append(prose(f"{example.id}: {brief}"))
        for entry in reversed(picked):
            draft = entry["drafts"][number]
            verdict = f"{draft['covered']} of {draft['points']} points"
            if draft["unsupported"]:
                verdict += f", not in the brief: {', '.join(draft['unsupported'])}"
            text = mail(draft["body"], draft["subject"])
            blocks.append(details(f"step {entry['step']}: {verdict}", text, opened=entry is picked[-1]))
    return blocks


def _left_out(setup: Setup) -> Markup:
    from mailwright.report.blocks import table

    data = setup.data
    rows = [
        (name, len(usable.examples), sum(usable.lengths), reason, count)
        for name, usable in (("train", data.train), ("validation", data.validation))
        for reason, count in (usable.dropped or {"nothing": 0}).items()
    ]
    return table(["split", "examples", "tokens", "left out", "count"], rows, "Examples that could not be used.")


def _mean(entries: Sequence[Entry]) -> Entry:
    names = ("loss", "learning_rate", "gradient_norm", "tokens", "seconds")
    return {"step": entries[-1]["step"]} | {n: sum(float(e[n]) for e in entries) / len(entries) for n in names}
