"""Sources: where mail and pairs come from; one module a source."""
