"""Mutations: faithful mails with one fault each, to see what the checks catch and what they miss."""

from mailwright.evaluation.mutations.catalogue import FAULTS, Fault
from mailwright.evaluation.mutations.source import Source, read_sources
from mailwright.evaluation.mutations.trial import Trial, try_checks

__all__ = ["FAULTS", "Fault", "Source", "Trial", "read_sources", "try_checks"]
