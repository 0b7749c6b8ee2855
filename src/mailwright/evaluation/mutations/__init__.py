"""Mutations: faithful mails with one fault each, to see what the checks catch and what they miss."""

from mailwright.evaluation.mutations.catalogue import FAULTS, Fault
from mailwright.evaluation.mutations.source import Source, read_sources
from mailwright.evaluation.mutations.table import alarm_lines, false_alarms, trial_lines, trial_record
from mailwright.evaluation.mutations.trial import Trial, try_checks

__all__ = [
    "FAULTS",
    "Fault",
    "Source",
    "Trial",
    "alarm_lines",
    "false_alarms",
    "read_sources",
    "trial_lines",
    "trial_record",
    "try_checks",
]
