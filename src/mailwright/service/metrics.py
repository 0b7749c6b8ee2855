"""Counts for Prometheus; each application has a registry of its own."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from mailwright.service.lifecycle import Lifecycle
from mailwright.service.queue import Admission
from mailwright.writer import Usage

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS: Final = (0.005, 0.05, 0.25, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0)


class Metrics:
    """What is counted; labels come from fixed sets, so that no client can make them grow."""

    def __init__(self, admission: Admission, lifecycle: Lifecycle) -> None:
        self._registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter("mailwright_http_requests", "Answers given", labels, registry=self._registry)
        self._seconds = Histogram(
            "mailwright_http_request_seconds", "Time to the last byte", ("route",), registry=self._registry,
            buckets=BUCKETS,
        )  # fmt: skip
        self._tokens = Counter("mailwright_tokens", "Tokens read and written", ("kind",), registry=self._registry)
        self._drafts = Counter("mailwright_drafts", "Drafts delivered", ("ready",), registry=self._registry)
        gauges = (
            ("mailwright_generating", "Requests that generate", lambda: float(admission.generating)),
            ("mailwright_waiting", "Requests in the queue", lambda: float(admission.waiting)),
            ("mailwright_ready", "Whether requests are served", lambda: float(lifecycle.ready)),
        )
        for name, text, read in gauges:
            Gauge(name, text, registry=self._registry).set_function(read)

    def count_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer; ``route`` is the path's template."""
        known = method if method in METHODS else "other"
        self._requests.labels(known, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def count_usage(self, usage: Usage) -> None:
        """Count the tokens of one generation."""
        self._tokens.labels("prompt").inc(usage.prompt_tokens)
        self._tokens.labels("completion").inc(usage.completion_tokens)

    def count_draft(self, *, ready: bool) -> None:
        """Count one draft that was delivered."""
        self._drafts.labels(str(ready).lower()).inc()

    def render(self) -> bytes:
        """Return all figures in Prometheus' text format 0.0.4."""
        return generate_latest(self._registry)
