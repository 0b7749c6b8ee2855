"""Training: pairs -> adapter or sequence-to-sequence model."""
