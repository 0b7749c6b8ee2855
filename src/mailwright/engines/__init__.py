"""Engines: text in, streams of text out, each in a worker process of its own."""
