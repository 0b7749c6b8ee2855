"""Corpus: the records that a model learns from, and the rules that they keep."""

from mailwright.corpus.lines import CorpusError
from mailwright.corpus.records import Pair, Rewrite, read_pairs, read_rewrites
from mailwright.corpus.validate import Checker, Finding

__all__ = ["Checker", "CorpusError", "Finding", "Pair", "Rewrite", "read_pairs", "read_rewrites"]
