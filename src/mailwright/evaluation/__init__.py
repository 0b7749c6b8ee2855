"""Evaluation: models and briefs -> a report that a sceptic would accept."""
