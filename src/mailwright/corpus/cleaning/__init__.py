"""Cleaning: which mails may teach, with a count at each step."""
