"""Augmentation: the same pair with other names, numbers and dates, noise and other views."""

from mailwright.corpus.augmentation.augmenter import Augmenter
from mailwright.corpus.augmentation.config import AugmentationConfig, AugmentationError

__all__ = ["AugmentationConfig", "AugmentationError", "Augmenter"]
