"""Engines side by side in one run: ours against the recipe of reference (T5-base in transformers).

    make bench
    python -m bench.engines --rounds 5

Every round runs each contestant once, in turn, on a prompt of the same number of tokens, to the same number of
new tokens; ratios are taken within a round, so that a busy or throttled machine hits both sides alike. T5-base
has its true size (222.9 M parameters) and random weights: speed does not depend on them.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from rich.console import Console
from rich.table import Table

from mailwright.brief import brief_from_dict
from mailwright.engines.base import Engine, EngineSettings, ModelFile, Request
from mailwright.engines.select import select_engine
from mailwright.models import resolve

SERVED = (
    ("smollm2-135m-instruct", "openvino"),
    ("smollm2-135m-instruct", "llamacpp"),
    ("default", "auto"),
    ("default", "llamacpp"),
)
PROMPT = "we will have a system update on friday. please backup your work"


@dataclass
class Contestant:
    """One way of writing ``n`` texts: returns the new tokens of a run; ``rates`` are tokens a second."""

    name: str
    run: Callable[[int, int], Awaitable[int]]
    rates: list[float] = field(default_factory=list)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--samples", type=int, nargs="+", default=[1, 6, 16], help="texts drawn from one prompt")
    options.add_argument("--tokens", type=int, default=128, help="new tokens of each text")
    arguments = options.parse_args()
    asyncio.run(compare(arguments.rounds, arguments.samples, arguments.tokens))


async def compare(rounds: int, samples: list[int], tokens: int) -> None:
    """Print a table of rates and ratios for each number of samples."""
    served = [_served(model, engine) for model, engine in SERVED]
    for _, engine, _ in served:
        await engine.start()
    prompt_tokens = await served[0][1].count_tokens(served[0][2].prompt)
    for count in samples:
        contestants = [
            *(Contestant(label, _engine_run(engine, request)) for label, engine, request in served),
            *(
                Contestant(f"T5-base, transformers {kind}", _t5_run(kind, prompt_tokens))
                for kind in ("fp32", "bf16")
            ),
        ]
        for number in range(rounds + 1):  # the first round warms up
            for contestant in contestants:
                start = time.perf_counter()
                written = await contestant.run(count, tokens)
                rate = written / (time.perf_counter() - start)
                if number:
                    contestant.rates.append(rate)
        _print(contestants, count, f"{prompt_tokens}-token prompt, up to {tokens} new tokens, {rounds} rounds")
    for _, engine, _ in served:
        await engine.close()


def _served(model: str, engine: str) -> tuple[str, Engine, Request]:
    bundle = resolve(model)
    file = ModelFile(path=bundle.weights, architecture=bundle.architecture, label=bundle.name)
    chosen, _ = select_engine(file, EngineSettings(), engine)
    request = Request(prompt=bundle.prompt_format.render(brief_from_dict({"prompt": PROMPT})), temperature=0.7)
    return f"{chosen.name}, {bundle.name}", chosen, request


def _engine_run(engine: Engine, request: Request) -> Callable[[int, int], Awaitable[int]]:
    calls = iter(range(1_000_000))

    async def run(count: int, tokens: int) -> int:
        # A line of its own before the prompt, so that nothing but the n samples shares the prefix cache.
        fresh = f"{next(calls)}\n{request.prompt}"
        wanted = replace(request, prompt=fresh, n=count, max_tokens=tokens, seed=next(calls))
        return sum([chunk.tokens async for chunk in engine.stream(wanted)])

    return run


_T5 = {"d_model": 768, "d_kv": 64, "d_ff": 3072, "num_layers": 12, "num_heads": 12, "vocab_size": 32128}
_models: dict[str, object] = {}


def _t5_run(kind: str, prompt_tokens: int) -> Callable[[int, int], Awaitable[int]]:
    import torch
    from transformers import T5Config, T5ForConditionalGeneration

    if kind not in _models:
        config = T5Config(**_T5, decoder_start_token_id=0)
        dtype = torch.float32 if kind == "fp32" else torch.bfloat16
        _models[kind] = T5ForConditionalGeneration(config).to(dtype).eval()
    model = _models[kind]
    assert isinstance(model, T5ForConditionalGeneration)
    ids = torch.randint(3, 32000, (1, prompt_tokens))

    async def run(count: int, tokens: int) -> int:
        with torch.inference_mode():
            texts = model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                do_sample=True,
                temperature=0.7,
                num_return_sequences=count,
                min_new_tokens=tokens,
                max_new_tokens=tokens,
            )
        return int(count * (texts.shape[1] - 1))

    return run


def _print(contestants: list[Contestant], count: int, title: str) -> None:
    base = next(contestant for contestant in contestants if contestant.name.endswith("fp32"))
    table = Table("engine, model", "new tokens/s, median", "spread", "ratio to T5-base fp32", "spread of the ratio")
    for contestant in contestants:
        ratios = [rate / other for rate, other in zip(contestant.rates, base.rates, strict=True)]
        table.add_row(
            contestant.name,
            f"{statistics.median(contestant.rates):.0f}",
            f"{min(contestant.rates):.0f}-{max(contestant.rates):.0f}",
            f"{statistics.median(ratios):.2f}",
            f"{min(ratios):.2f}-{max(ratios):.2f}",
        )
    console = Console()
    console.print(f"\n[bold]{count} sample{'s' if count > 1 else ''} of one prompt[/bold] ({title})")
    console.print(table)


if __name__ == "__main__":
    main()
