"""Augmentation: the same pair with other names, numbers and dates, noise and other views."""
