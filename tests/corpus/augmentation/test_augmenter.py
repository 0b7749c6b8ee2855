"""Variants of the house corpus stand before the checks as their sources do."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from mailwright.checks import check_draft
from mailwright.checks.items import find_items
from mailwright.corpus.augmentation import AugmentationConfig, Augmenter
from mailwright.corpus.augmentation.soundness import standing_of
from mailwright.corpus.augmentation.texts import texts_of
from mailwright.corpus.example import Example
from mailwright.corpus.records import Pair, read_pairs

_PAIRS = Path(__file__).parents[3] / "corpus" / "pairs"


def _example(pair: Pair) -> Example:
    return Example(
        pair.id, "house", "", "", (), pair.lang, pair.sender, (pair.to,) if pair.to else (), pair.subject,
        pair.key_points, pair.tone, pair.length, pair.context, "", pair.prompt, pair.email_subject, pair.email_body,
    )  # fmt: skip


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    """Return some 125 pairs from all over the house corpus."""
    pairs = [pair for path in sorted(_PAIRS.glob("*.jsonl")) for pair in read_pairs(path)]
    return [_example(pair) for pair in pairs[:: len(pairs) // 125]]


@pytest.fixture(scope="module")
def augmenter() -> Augmenter:
    """Return one augmenter for all tests: it remembers what it has found out about the examples."""
    return Augmenter()


def test_variants_are_a_function_of_example_and_seed(examples: list[Example]) -> None:
    one = [list(Augmenter().variants(example, 2, seed=7)) for example in examples[::10]]
    two = [list(Augmenter().variants(example, 2, seed=7)) for example in examples[::10]]
    other = [list(Augmenter().variants(example, 2, seed=8)) for example in examples[::10]]
    assert one == two
    assert one != other
    assert [variant.id for variant in one[0]] == [f"{examples[0].id}#1", f"{examples[0].id}#2"]


def test_most_variants_differ_from_their_source(examples: list[Example], augmenter: Augmenter) -> None:
    changed = sum(augmenter.vary(example, random.Random(1)) != example for example in examples)
    assert changed > 0.8 * len(examples)


def test_no_variant_stands_worse_than_its_source(examples: list[Example], augmenter: Augmenter) -> None:
    for example in examples:
        variant, source = standing_of(augmenter.vary(example, random.Random(example.id))), standing_of(example)
        assert variant.unsupported <= source.unsupported, example.id
        assert variant.missing <= source.missing, example.id
        assert variant.frame <= source.frame, example.id


def test_all_checks_say_of_variants_what_they_say_of_sources(examples: list[Example]) -> None:
    augmenter = Augmenter(AugmentationConfig.none(names=1, figures=1, identifiers=1))
    for example in examples[::5]:
        variant = augmenter.vary(example, random.Random(example.id))
        before = check_draft(example.brief(), example.email_subject, example.email_body)
        after = check_draft(variant.brief(), variant.email_subject, variant.email_body)
        assert [item.covered for item in after.coverage] == [item.covered for item in before.coverage], example.id
        assert [problem.kind for problem in after.problems] == [problem.kind for problem in before.problems], (
            example.id
        )


def test_links_and_addresses_never_change(examples: list[Example]) -> None:
    augmenter = Augmenter(AugmentationConfig.none(names=1, figures=1, identifiers=1))
    for example in examples:
        variant = augmenter.vary(example, random.Random(2))
        for place, text in texts_of(example).items():
            references = [i.text for i in find_items(text, example.language) if i.kind in ("link", "address")]
            assert all(reference in texts_of(variant)[place] for reference in references)


def test_no_variant_keeps_a_rejected_e_mail(examples: list[Example], augmenter: Augmenter) -> None:
    sources = [replace(example, rejected="Hi,\n\nno.") for example in examples[:20]]
    varied = [augmenter.vary(source, random.Random(number)) for number, source in enumerate(sources)]
    assert sum(variant != source for variant, source in zip(varied, sources, strict=True)) > 10
    for variant, source in zip(varied, sources, strict=True):
        assert variant.rejected == ("" if variant != source else source.rejected)


def test_nothing_changes_where_nothing_is_asked_for(examples: list[Example]) -> None:
    augmenter = Augmenter(AugmentationConfig.none())
    assert all(augmenter.vary(example, random.Random(3)) == example for example in examples[::7])
