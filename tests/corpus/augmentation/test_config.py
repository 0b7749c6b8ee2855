"""Settings are probabilities, and a misspelt one is an error that names the right one."""

from __future__ import annotations

import pytest

from mailwright.corpus.augmentation import AugmentationConfig, AugmentationError


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), "0.5", True, None])
def test_what_is_no_probability_is_refused(value: object) -> None:
    with pytest.raises(AugmentationError, match=r"augmentation\.names is .*: give a probability"):
        AugmentationConfig(names=value)  # type: ignore[arg-type]


def test_a_misspelt_setting_is_refused_with_the_nearest_right_one() -> None:
    with pytest.raises(AugmentationError, match=r"augmentation\.figurs is not known: did you mean figures"):
        AugmentationConfig.from_dict({"figurs": 0.5})


def test_settings_that_are_left_out_keep_their_default() -> None:
    assert AugmentationConfig.from_dict({"names": 0.25}) == AugmentationConfig(names=0.25)


def test_none_turns_off_all_but_what_it_names() -> None:
    config = AugmentationConfig.none(order=1)
    assert config.order == 1
    assert config.names == config.noise == config.drop_to == 0
