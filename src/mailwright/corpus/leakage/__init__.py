"""No leakage: duplicates within and across splits, and which split a mail belongs to."""
