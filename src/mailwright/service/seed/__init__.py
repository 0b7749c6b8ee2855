"""The seed API: ``POST /``, as the original answered it."""
