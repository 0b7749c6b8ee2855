"""The native API: ``POST /v1/emails``."""
