"""What ``mailwright evaluate`` does: reports, trials of the checks, blind comparisons."""
